// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/supply.h"
#include "calendar/date.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CLASSES = 2, YEARS_MOST = 12, SIZES_MOST = 400 };

/* --- what was seen --------------------------------------------------------------------------- */

/* The spell's end as known on the origin: the next spell, nobody (left), or still there. */
enum ending { STAYED, LEFT, MOVED };

static enum ending ending_of(const struct supply *s, const struct roster_stay *stay, int32_t over)
{
    if (stay->open || over > s->origin || over != stay->over)
        return STAYED;
    if (stay->then == ROSTER_NONE)
        return LEFT;
    return s->roster->stays[stay->then].cell == stay->cell ? STAYED : MOVED;
}

/* Adds the days from FROM to before OVER by band of tenure. */
static void add_days(double *days, int32_t tenure, int32_t from, int32_t over)
{
    for (int b = 0; b < TENURE_BANDS; b++) {
        int32_t first = tenure + tenure_cuts[b];
        int32_t last = b + 1 < TENURE_BANDS ? tenure + tenure_cuts[b + 1] : INT32_MAX;
        int32_t begin = from > first ? from : first, end = over < last ? over : last;
        if (end > begin)
            days[b] += end - begin;
    }
}

static void count_stay(struct supply *s, const struct roster_stay *stay, int32_t earliest)
{
    int32_t from = stay->start > stay->seen_from ? stay->start : stay->seen_from;
    int32_t over = stay->over <= s->origin ? stay->over : s->origin + 1;
    if (from < earliest)
        from = earliest;
    if (over <= from || s->roster->cells[stay->cell].agency)
        return;
    size_t at = stay->cell * (size_t)TENURE_BANDS, cells = s->roster->cell_count;
    add_days(s->leave_counts.days + at, stay->tenure, from, over);
    for (size_t y = 0; y < s->leave_counts.years; y++) {
        int32_t first = date_add_months(s->origin, -12 * (int)(y + 1)) + 1;
        int32_t end = date_add_months(s->origin, -12 * (int)y) + 1;
        int32_t begin = from > first ? from : first, last = over < end ? over : end;
        for (size_t k = 0; last > begin && k < 2; k++) {
            struct tenure_counts *n = k ? &s->move_counts : &s->leave_counts;
            size_t year = s->class[stay->cell] * n->years + y;
            add_days(n->year_days + year * cells * TENURE_BANDS + at, stay->tenure, begin, last);
        }
    }
    enum ending ending = ending_of(s, stay, over);
    if (ending == STAYED)
        return;
    struct tenure_counts *n = ending == LEFT ? &s->leave_counts : &s->move_counts;
    /* known at the end of the day: it happened on the day before, of which it was at risk */
    n->events[at + (size_t)tenure_band(over - 1 - stay->tenure)]++;
    for (size_t y = 0; y < n->years; y++)
        if (over > date_add_months(s->origin, -12 * (int)(y + 1)) &&
            over <= date_add_months(s->origin, -12 * (int)y))
            n->year_events[s->class[stay->cell] * n -> years + y]++;
    if (ending == MOVED) {
        s->moves = true;
        s->to[stay->cell * cells + s->roster->stays[stay->then].cell]++;
    }
}

static bool make_counts(struct supply *s, struct tenure_counts *n, size_t years)
{
    size_t cells = s->roster->cell_count, bands = cells * TENURE_BANDS;
    *n = (struct tenure_counts){
        .cells = cells, .classes = CLASSES, .class = s->class, .years = years};
    n->events = calloc(2 * bands + 1, sizeof *n->events);
    n->year_events = calloc(CLASSES * years * (1 + bands) + 1, sizeof *n->year_events);
    if (!n->events || !n->year_events)
        return false;
    n->days = n->events + bands;
    n->year_days = n->year_events + CLASSES * years;
    return true;
}

static enum status fit_leaving(struct supply *s, int32_t recent)
{
    size_t years = 0;
    int32_t earliest = recent ? date_add_months(s->origin, -12 * recent) + 1 : INT32_MIN;
    while (years < YEARS_MOST && (!recent || years < (size_t)recent) &&
           date_add_months(s->origin, -12 * (int)(years + 1)) >= s->roster->earliest - 1)
        years++;
    if (!make_counts(s, &s->leave_counts, years) || !make_counts(s, &s->move_counts, years))
        return STATUS_MEMORY;
    for (size_t i = 0; i < s->roster->count; i++)
        if (s->roster->stays[i].start <= s->origin)
            count_stay(s, &s->roster->stays[i], earliest);
    memcpy(s->move_counts.days, s->leave_counts.days,
           s->roster->cell_count * TENURE_BANDS * sizeof *s->move_counts.days);
    if (!tenure_fit(&s->leave, &s->leave_counts) || !tenure_fit(&s->move, &s->move_counts))
        return STATUS_MEMORY;
    return STATUS_OK;
}

/* Shares of where moves go: what was seen in the cell, and one event's worth of what was seen from its
 * line in all authorities; only within an authority. Cells without either are not moved from. */
static void share_moves(struct supply *s)
{
    const struct roster *r = s->roster;
    size_t n = r->cell_count;
    for (size_t from = 0; from < n; from++) {
        double *to = s->to + from * n, sum = 0;
        for (size_t k = 0; k < n; k++)
            sum += to[k];
        bool own = sum > 0;
        for (size_t k = 0; !own && k < n; k++)
            for (size_t f = 0; f < n; f++)
                if (r->cells[f].line == r->cells[from].line && s->class[f] == s->class[from])
                    for (size_t t = 0; t < n; t++)
                        if (r->cells[t].line == r->cells[k].line && f != from &&
                            r->cells[k].authority == r->cells[from].authority)
                            to[k] += s->to[f * n + t];
        for (size_t k = 1; k < n; k++)
            to[k] += to[k - 1];
        for (size_t k = 0; k < n && to[n - 1] > 0; k++)
            to[k] /= k + 1 < n ? to[n - 1] : 1;
        if (to[n - 1] > 0)
            to[n - 1] = 1;
    }
}

/* --- who is there ---------------------------------------------------------------------------- */

static enum status find_members(struct supply *s)
{
    const struct roster *r = s->roster;
    s->members = malloc((r->count + 1) * sizeof *s->members);
    if (!s->members)
        return STATUS_MEMORY;
    for (size_t i = 0; i < r->count; i++) {
        const struct roster_stay *stay = &r->stays[i];
        if (r->cells[stay->cell].agency)
            continue;
        s->stale += stay->open && stay->start <= s->origin && stay->over <= s->origin;
        if (!roster_there(stay, s->origin))
            continue;
        struct supply_member *m = &s->members[s->member_count++];
        *m = (struct supply_member){.cell = stay->cell,
                                    .tenure = s->origin - stay->tenure,
                                    .places = stay->places,
                                    .ours = stay->ours,
                                    .held = PLACES_UNKNOWN};
        if (s->availability.now && r->kind == SUPPLY_CARERS &&
            s->availability.now[stay->subject].approved != PLACES_UNKNOWN) {
            m->places = m->ours = s->availability.now[stay->subject].approved;
            m->held = s->availability.now[stay->subject].unavailable;
        }
        s->unplaced += m->places == PLACES_UNKNOWN;
    }
    return STATUS_OK;
}

/* The sizes that were seen, and how often, among newcomers and (a tenth each) among all. */
static enum status find_sizes(struct supply *s)
{
    const struct roster *r = s->roster;
    size_t n = r->cell_count;
    s->sizes = malloc(SIZES_MOST * sizeof *s->sizes);
    s->weight = calloc(n * SIZES_MOST + 1, sizeof *s->weight);
    if (!s->sizes || !s->weight)
        return STATUS_MEMORY;
    for (size_t i = 0; i < r->count; i++) {
        const struct roster_stay *stay = &r->stays[i];
        if (stay->start > s->origin || stay->places == PLACES_UNKNOWN || stay->continues ||
            r->cells[stay->cell].agency)
            continue;
        size_t k = 0;
        while (k < s->size_count &&
               (s->sizes[k].places != stay->places || s->sizes[k].ours != stay->ours))
            k++;
        if (k == SIZES_MOST)
            continue;
        if (k == s->size_count)
            s->sizes[s->size_count++] = (struct supply_size){stay->places, stay->ours};
        s->weight[stay->cell * SIZES_MOST + k] += stay->start >= stay->seen_from ? 1 : 0.1;
    }
    return s->size_count ? STATUS_OK : STATUS_VALUE;
}

/* Packs the weights and adds two newcomers' worth of the class's shares. */
static void pool_sizes(struct supply *s)
{
    size_t n = s->roster->cell_count, k = s->size_count;
    double class[CLASSES][SIZES_MOST] = {{0}}, sum[CLASSES] = {0};
    for (size_t c = 0; c < n; c++)
        for (size_t i = 0; i < k; i++) {
            s->weight[c * k + i] = s->weight[c * SIZES_MOST + i];
            class[s->class[c]][i] += s->weight[c * k + i];
            sum[s->class[c]] += s->weight[c * k + i];
        }
    for (size_t c = 0; c < n; c++)
        for (size_t i = 0; i < k; i++) {
            size_t j = s->class[c];
            s->weight[c * k + i] += 2 * (sum[j] > 0 ? class[j][i] / sum[j] : 1 / (double)k);
        }
}

/* --- all of it ------------------------------------------------------------------------------- */

/* A cell's name for random numbers: its labels and flags, not its number. */
static bool name_cells(struct supply *s)
{
    const struct roster *r = s->roster;
    s->names = arena_take(&s->arena, (r->cell_count + 1) * sizeof *s->names);
    if (!s->names)
        return false;
    for (size_t c = 0; c < r->cell_count; c++) {
        char name[1100];
        size_t size = 0;
        for (size_t i = 0; i < r->name_count; i++) {
            struct text label = r->labels[r->cells[c].line * r->name_count + i];
            if (text_is(r->names[i], "la")) /* is in the stream's name anyhow */
                continue;
            if (label.size)
                memcpy(name + size, label.at, label.size);
            size += label.size;
            name[size++] = '\x1f';
        }
        name[size++] = r->cells[c].kinship ? 'k' : '-';
        if (!(s->names[c] = arena_text(&s->arena, (struct text){name, size})).at)
            return false;
    }
    return true;
}

static enum status read_availability(struct supply *s, const struct supply_settings *settings,
                                     const struct problem_sink *sink)
{
    struct availability *a = &s->availability;
    a->stated = settings->stated;
    a->available = settings->available;
    a->others = settings->others;
    if (!settings->places)
        return STATUS_OK;
    struct availability_settings day = {settings->origin, settings->past->dates,
                                        settings->past->count};
    return availability_read(a, s->roster, settings->places, &day, sink);
}

/* How many places of each group there are today says how much the groups vary. */
static void set_groups(struct supply *s)
{
    if (!s->availability.from_spells)
        return;
    for (size_t c = 0; c < s->roster->cell_count; c++) {
        double places[PLACES_GROUPS] = {0};
        for (size_t i = 0; i < s->member_count; i++) {
            const struct supply_member *m = &s->members[i];
            if (m->cell != c || m->places == PLACES_UNKNOWN)
                continue;
            places[PLACES_LATER] += m->ours;
            if (m->held == PLACES_UNKNOWN)
                continue;
            places[PLACES_HELD] += m->held;
            places[PLACES_FREE] += m->ours - m->held;
        }
        availability_groups(&s->availability.cells[c], places);
    }
}

enum status supply_fit(struct supply *s, const struct roster *r,
                       const struct supply_settings *settings, const struct problem_sink *sink)
{
    *s = (struct supply){.roster = r, .origin = settings->origin, .ahead = settings->ahead};
    size_t n = r->cell_count;
    s->class = malloc(n + 1);
    s->to = calloc(n * n + 1, sizeof *s->to);
    enum status status = s->class && s->to && name_cells(s) ? STATUS_OK : STATUS_MEMORY;
    for (size_t c = 0; status == STATUS_OK && c < n; c++)
        s->class[c] = r->cells[c].kinship;
    int32_t most = s->ahead->dates[s->ahead->count - 1] - s->origin;
    if (status == STATUS_OK && !turn_find(&s->turn, r, s->origin, most))
        status = STATUS_MEMORY;
    if (status == STATUS_OK)
        status = fit_leaving(s, settings->recent);
    if (status == STATUS_OK) {
        share_moves(s);
        status = newcomers_fit(&s->newcomers, r, s->origin, s->ahead->dates[s->ahead->count - 1]);
    }
    if (status == STATUS_OK)
        status = read_availability(s, settings, sink);
    if (status == STATUS_OK)
        status = find_members(s);
    if (status == STATUS_OK)
        status = find_sizes(s);
    if (status == STATUS_OK) {
        pool_sizes(s);
        set_groups(s);
    } else {
        supply_done(s);
    }
    return status;
}

void supply_done(struct supply *s)
{
    free(s->members);
    free(s->class);
    free(s->to);
    free(s->sizes);
    free(s->weight);
    free(s->leave_counts.events);
    free(s->leave_counts.year_events);
    free(s->move_counts.events);
    free(s->move_counts.year_events);
    tenure_rates_done(&s->leave);
    tenure_rates_done(&s->move);
    turn_done(&s->turn);
    newcomers_done(&s->newcomers);
    availability_done(&s->availability);
    arena_done(&s->arena);
    *s = (struct supply){0};
}

void supply_count_past(const struct supply *s, const struct timeline *t, double *count)
{
    const struct roster *r = s->roster;
    size_t n = r->cell_count;
    const double *past = s->availability.past;
    for (size_t d = 0; d < t->count; d++) {
        for (size_t c = 0; c < n; c++) {
            for (int m = 0; m < SUPPLY_COUNTS; m++)
                count[((size_t)m * t->count + d) * n + c] = 0;
            count[(SUPPLY_USABLE * t->count + d) * n + c] = past ? past[d * n + c] : NAN;
        }
        for (size_t i = 0; i < r->count; i++) {
            const struct roster_stay *stay = &r->stays[i];
            if (!roster_there(stay, t->dates[d]))
                continue;
            count[(SUPPLY_COUNT * t->count + d) * n + stay->cell]++;
            if (stay->places != PLACES_UNKNOWN) {
                count[(SUPPLY_PLACES * t->count + d) * n + stay->cell] += stay->places;
                count[(SUPPLY_OURS * t->count + d) * n + stay->cell] += stay->ours;
            }
        }
    }
}
