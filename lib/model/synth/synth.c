// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "model/synth/life.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Arrivals are numbered (day, place in the day); the three sorts keep apart by their first number. */
enum { ARRIVALS_A_DAY = 540, FIRST_UASC = 400, FIRST_BREAK = 500 };
/* A prime above every arrival number to 2040: multiplying by anything modulo it mixes without
 * collision, so ids and pupil numbers are unique. */
enum { ID_PRIME = 9999991 };

enum arrival { ARRIVAL_CHILD, ARRIVAL_UASC, ARRIVAL_BREAK };

int32_t synth_year_start(int year)
{
    return date_of(year - 1, 4, 1);
}

int32_t synth_year_end(int year)
{
    return date_of(year, 3, 31);
}

int synth_year_of(int32_t day)
{
    int year, month, of_month;
    date_split(day, &year, &month, &of_month);
    return year + (month > 3);
}

uint32_t synth_la_number(const char *la)
{
    uint32_t h = 2166136261u;
    for (; *la; la++)
        h = (h ^ (unsigned char)*la) * 16777619u;
    return h % 99991;
}

/* --- who a child is ------------------------------------------------------------------------- */

/* The check letter of a unique pupil number: the digits weighted 2 to 13, modulo 23. */
static char upn_letter(const char *digits)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
    int sum = 0;
    for (int i = 0; i < 12; i++)
        sum += (digits[i] - '0') * (i + 2);
    return letters[sum % 23];
}

static void set_id(const struct synth_world *w, struct synth_child *c, uint32_t arrival)
{
    uint32_t id = (uint32_t)(((uint64_t)arrival * 4567891 + w->la_offset) % ID_PRIME);
    for (int i = 6; i >= 0; i--, id /= 10)
        c->id[i] = (char)('0' + id % 10);
    c->id[7] = '\0';
}

static void set_upn(const struct synth_world *w, struct synth_child *c, uint32_t arrival)
{
    uint32_t pupil = (uint32_t)(((uint64_t)arrival * 2345677 + 17) % ID_PRIME);
    int year, month, day, entered;
    date_split(c->birth, &year, &month, &day);
    entered = (year + 5) % 100;
    char digits[13], la[4] = "900";
    for (int i = 0; i < 3 && w->settings->la[i]; i++)
        if (w->settings->la[i] >= '0' && w->settings->la[i] <= '9')
            la[i] = w->settings->la[i];
    snprintf(digits, sizeof digits, "%s%04u%02d%03u", la, (unsigned)(pupil / 1000) % 10000,
             entered < 0 ? 0 : entered, (unsigned)(pupil % 1000));
    snprintf(c->upn, sizeof c->upn, "%c%s", upn_letter(digits), digits);
}

static int32_t draw_birth(struct random_stream *r, int32_t entry, const double weight[18])
{
    int age = (int)random_choice(r, weight, 18);
    double part = random_uniform(r);
    bool newborn = random_uniform(r) < synth_newborn_share;
    if (age == 0 && newborn)
        return entry - (int32_t)floor(part * part * 6);
    int32_t days = (int32_t)floor((age + part) * 365.25);
    if (days > 18 * 365 - 3) /* a period of care begins before the 18th birthday */
        days = 18 * 365 - 3;
    return entry - days;
}

static void draw_child(const struct synth_world *w, struct random_stream *r, struct synth_child *c,
                       int32_t entry, enum arrival sort)
{
    bool uasc = sort == ARRIVAL_UASC;
    c->uasc = uasc;
    c->birth = draw_birth(r, entry, uasc ? synth_uasc_entry_age : synth_entry_age);
    c->male = random_uniform(r) < (uasc ? synth_uasc_male_share : synth_male_share);
    const double *ethnicity = uasc ? synth_uasc_ethnicity : synth_ethnicity;
    c->ethnicity = synth_ethnic_codes[random_choice(r, ethnicity, SYNTH_ETHNICITIES)];
    double need[SYNTH_NEEDS];
    memcpy(need, uasc ? synth_uasc_need : synth_need, sizeof need);
    if (date_age(c->birth, entry) < 10)
        need[5] = 0; /* N6, socially unacceptable behaviour */
    c->need = sort == ARRIVAL_BREAK ? 2 : 1 + (int)random_choice(r, need, SYNTH_NEEDS);
    c->uasc_ended = DATE_NONE;
    bool mother = random_uniform(r) < 0.012;
    int32_t own = c->birth + (int32_t)(365.25 * (15.0 + 2.9 * random_uniform(r)));
    c->own_child = mother && !c->male && sort == ARRIVAL_CHILD ? own : DATE_NONE;
    char home[9];
    place_postcode(r, w->own_area, home);
    if (sort == ARRIVAL_CHILD)
        memcpy(c->home_postcode, home, sizeof home);
}

/* --- who arrives ---------------------------------------------------------------------------- */

int synth_poisson(double uniform, double mean, int most)
{
    double chance = exp(-mean), below = chance;
    int n = 0;
    while (uniform > below && n < most) {
        n++;
        chance *= mean / n;
        below += chance;
    }
    return n;
}

double synth_drift(const struct synth_settings *s, int year)
{
    int years = year - s->drift_from + 1;
    return s->drift_from && years > 0 ? pow(1 + s->drift, years) : 1;
}

double synth_year_factor(const struct synth_settings *s, int year)
{
    struct random_stream r;
    random_start(&r, s->seed, "synth-year", text_of(s->la), text_of(""), (uint64_t)year);
    double radius = sqrt(-2 * log(random_uniform(&r)));
    double normal = radius * cos(6.283185307179586 * random_uniform(&r));
    return exp(s->entry_spread * normal - s->entry_spread * s->entry_spread / 2) *
           synth_drift(s, year);
}

static bool overlaps(const struct synth_settings *s, const struct synth_episode *e)
{
    return e->start <= synth_year_end(s->last) &&
           (e->end == DATE_NONE || e->end >= synth_year_start(s->first));
}

static enum status keep(struct synth_authority *a, struct synth_child *c,
                        const struct synth_episode *episodes, int count)
{
    if (a->count == a->room) {
        size_t room = a->room ? a->room * 2 : 1024;
        struct synth_child *more = realloc(a->children, room * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        a->children = more;
        a->room = room;
    }
    size_t size = (size_t)count * sizeof *episodes;
    c->episodes = arena_take(&a->arena, size);
    if (!c->episodes)
        return STATUS_MEMORY;
    memcpy(c->episodes, episodes, size);
    c->episode_count = count;
    a->children[a->count++] = *c;
    return STATUS_OK;
}

static enum status arrive(struct synth_authority *a, const struct synth_world *w, int32_t day,
                          int place, enum arrival sort)
{
    static const int32_t epoch = 7305; /* 1 January 1990 */
    uint32_t arrival = (uint32_t)(day - epoch) * ARRIVALS_A_DAY + (uint32_t)place;
    char name[24];
    snprintf(name, sizeof name, "%d/%d", (int)day, place);
    struct random_stream r;
    random_start(&r, w->settings->seed, "synth", text_of(w->settings->la), text_of(name), 0);
    struct synth_child c = {0};
    draw_child(w, &r, &c, day, sort);
    if (date_birthday(c.birth, 18) < synth_year_start(w->settings->first))
        return STATUS_OK; /* grown up before the first return */
    set_id(w, &c, arrival);
    struct synth_episode episodes[LIFE_EPISODES];
    struct life l = {.world = w, .random = &r, .child = &c, .episodes = episodes};
    if (sort == ARRIVAL_BREAK)
        breaks_run(&l, day);
    else
        life_run(&l, day);
    if (!l.count || !overlaps(w->settings, &episodes[l.count - 1]))
        return STATUS_OK;
    set_upn(w, &c, arrival);
    return keep(a, &c, episodes, l.count);
}

/* A day's arrivals; CHILDREN: a day's part of the size that they suit this year. */
static enum status arrivals(struct synth_authority *a, const struct synth_world *w, int32_t day,
                            double children)
{
    static const int first[] = {0, FIRST_UASC, FIRST_BREAK, ARRIVALS_A_DAY};
    const double rate[] = {synth_first_entries, synth_uasc_entries, synth_break_entries};
    struct random_stream r;
    random_start(&r, w->settings->seed, "synth-day", text_of(w->settings->la), text_of(""),
                 (uint64_t)day);
    enum status s = STATUS_OK;
    for (int sort = 0; sort < 3; sort++) {
        int most = first[sort + 1] - first[sort];
        int n = synth_poisson(random_uniform(&r), rate[sort] * children, most);
        for (int i = 0; i < n && s == STATUS_OK; i++)
            s = arrive(a, w, day, first[sort] + i, (enum arrival)sort);
    }
    return s;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct synth_child *)a)->id, ((const struct synth_child *)b)->id);
}

enum status synth_make(struct synth_authority *a, const struct synth_settings *settings)
{
    *a = (struct synth_authority){.settings = *settings};
    if (settings->first > settings->last || settings->first < 2009 || settings->last > 2040)
        return STATUS_VALUE;
    struct synth_world w = {.settings = &a->settings,
                            .stop = synth_year_end(settings->last),
                            .la_offset = synth_la_number(settings->la)};
    memcpy(w.own_area, place_area(w.la_offset), sizeof w.own_area);
    enum status s = STATUS_OK;
    for (int year = settings->first - 18; year <= settings->last && s == STATUS_OK; year++) {
        double children = settings->children * synth_year_factor(settings, year) / 365.25;
        for (int32_t day = synth_year_start(year); day <= synth_year_end(year) && s == STATUS_OK;
             day++)
            s = arrivals(a, &w, day, children);
    }
    if (a->count)
        qsort(a->children, a->count, sizeof *a->children, by_id);
    return s;
}

void synth_done(struct synth_authority *a)
{
    free(a->children);
    arena_done(&a->arena);
    *a = (struct synth_authority){0};
}
