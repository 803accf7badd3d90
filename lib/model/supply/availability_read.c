// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/availability.h"
#include "stream/spells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SNAPSHOTS_MOST = 60 };
static const double QUARTER = 91.3125;

/* Sums over households of products of not available (n) and approved (a): what the sum of squares of n -
 * share * a is for any share. */
struct squares {
    double nn, na, aa;
};

static double spread(const struct squares *s, double share)
{
    return s->nn - share * s->na + share * share * s->aa; /* na: both n*a' and a*n' */
}

struct tally {
    double approved[SNAPSHOTS_MOST], unavailable[SNAPSHOTS_MOST];
    struct squares within;
    /* by lag: a household on two days so many quarters apart; and both days alone */
    struct squares along[AVAILABILITY_LAGS + 1], ends[AVAILABILITY_LAGS + 1];
};

enum { APPROVED, FILLED, VACANT, NOT_AVAILABLE, NUMBERS };

struct places_reading {
    struct availability *a;
    const struct roster *r;
    const struct availability_settings *settings;
    struct spells *spells;
    struct rows *rows;
    int columns[NUMBERS];
    int32_t days[SNAPSHOTS_MOST];
    size_t day_count;
    struct tally *tallies; /* by cell */
    uint32_t *cell_of;     /* by subject */
    /* of the subject being read, by snapshot; approved < 0: not there */
    int32_t approved[SNAPSHOTS_MOST], unavailable[SNAPSHOTS_MOST];
    uint32_t subject;
    size_t used;
};

static void clear(struct places_reading *d)
{
    for (size_t k = 0; k < d->day_count; k++)
        d->approved[k] = PLACES_UNKNOWN;
}

static void add(struct squares *s, double n, double a, double n2, double a2)
{
    s->nn += n * n2;
    s->na += n * a2 + a * n2;
    s->aa += a * a2;
}

/* Adds the subject's snapshots to its cell. Snapshot 0 is the latest. */
static void flush(struct places_reading *d)
{
    if (d->subject == ROSTER_NONE)
        return;
    struct tally *t = &d->tallies[d->cell_of[d->subject]];
    for (size_t k = 0; k < d->day_count; k++) {
        double a = d->approved[k], n = d->unavailable[k];
        if (a < 0)
            continue;
        t->approved[k] += a;
        t->unavailable[k] += n;
        add(&t->within, n, a, n, a);
        for (size_t lag = 1; lag <= AVAILABILITY_LAGS && k + lag < d->day_count; lag++) {
            double a2 = d->approved[k + lag], n2 = d->unavailable[k + lag];
            if (a2 < 0)
                continue;
            add(&t->along[lag], n, a, n2, a2);
            add(&t->ends[lag], n, a, n, a);
            add(&t->ends[lag], n2, a2, n2, a2);
        }
    }
    clear(d);
    d->subject = ROSTER_NONE;
}

static bool read_row(struct places_reading *d, long number[NUMBERS])
{
    for (int i = 0; i < NUMBERS; i++) {
        struct text cell = text_trim(rows_cell(d->rows, d->columns[i]));
        if (!text_integer(cell, &number[i]) || number[i] < 0 || number[i] > 1000) {
            char shown[40];
            rows_problem(d->rows, PROBLEM_ROW, "out-of-range", d->columns[i],
                         "'%s' is not a number of places from 0 to 1000",
                         text_show(cell, shown, sizeof shown));
            return false;
        }
    }
    if (number[NOT_AVAILABLE] > number[APPROVED]) {
        rows_problem(d->rows, PROBLEM_ROW, "out-of-range", d->columns[NOT_AVAILABLE],
                     "'%ld' not available are more than the %ld approved", number[NOT_AVAILABLE],
                     number[APPROVED]);
        return false;
    }
    return true;
}

static void take(struct places_reading *d, const struct spell *s, uint32_t subject,
                 const long number[NUMBERS])
{
    struct availability *a = d->a;
    int32_t origin = d->settings->origin;
    int32_t over = spell_over(s) <= origin ? spell_over(s) : origin + 1;
    uint32_t cell = d->cell_of[subject];
    int32_t approved = (int32_t)number[APPROVED], unavailable = (int32_t)number[NOT_AVAILABLE];
    d->used++;
    d->subject = subject;
    a->overfilled += number[FILLED] > number[APPROVED];
    a->unequal += number[FILLED] <= number[APPROVED] &&
                  number[FILLED] + number[VACANT] + number[NOT_AVAILABLE] != number[APPROVED];
    for (size_t k = 0; k < d->day_count; k++)
        if (s->start <= d->days[k] && over > d->days[k]) {
            d->approved[k] = approved;
            d->unavailable[k] = unavailable;
        }
    if (s->start <= origin && over > origin)
        a->now[subject] = (struct availability_now){approved, unavailable};
    for (size_t i = 0; i < d->settings->past_count; i++)
        if (s->start <= d->settings->past[i] && over > d->settings->past[i]) {
            double *past = &a->past[i * d->r->cell_count + cell];
            *past = (isnan(*past) ? 0 : *past) + approved - unavailable;
        }
}

static enum status read_all(struct places_reading *d)
{
    struct spell s;
    enum status status;
    long number[NUMBERS];
    uint32_t subject = ROSTER_NONE;
    while ((status = spells_next(d->spells, &s)) == STATUS_OK) {
        if (!s.same_subject) {
            flush(d);
            subject = roster_subject(d->r, s.la, s.id);
        }
        if (s.start > d->settings->origin)
            continue;
        if (subject == ROSTER_NONE || d->cell_of[subject] == ROSTER_NONE) {
            d->a->strangers += !s.same_subject;
            continue;
        }
        if (d->r->cells[d->cell_of[subject]].kinship || !read_row(d, number))
            continue;
        take(d, &s, subject, number);
    }
    flush(d);
    return status == STATUS_END ? STATUS_OK : status;
}

/* --- estimates ------------------------------------------------------------------------------- */

static double sum_of(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum;
}

/* The share of a cell, how uncertain chance leaves it, and how its level drifted beyond chance. */
struct level {
    double share, variance, drift, places, snapshots;
};

static struct level find_level(const struct tally *t, size_t days, double clusters,
                               const double *hold)
{
    struct level l = {.places = sum_of(t->approved, days)};
    double mean = 0, square = 0;
    l.share = (sum_of(t->unavailable, days) + .5) / (l.places + 1);
    for (size_t k = 0; k < days; k++)
        if (t->approved[k] > 0) {
            double off = t->unavailable[k] / t->approved[k] - l.share;
            l.snapshots++;
            mean += off;
            square += off * off;
        }
    if (l.snapshots < 1)
        return l;
    double n = l.snapshots, one = l.share * (1 - l.share) * clusters / (l.places / n);
    double together = 1; /* what successive days say the same */
    for (size_t lag = 1; lag <= AVAILABILITY_LAGS && (double)lag < n; lag++)
        together += 2 * (1 - (double)lag / n) * hold[lag];
    l.variance = one * fmin(together / n, 1);
    if (n > 1) {
        double seen = (square - mean * mean / n) / (n - 1);
        l.drift = fmax(seen - one, 0) * (n - 1) / (n + 3); /* few snapshots say little */
    }
    return l;
}

/* Draws cells towards the common share, as far as they are alike. */
static void pool(struct availability *a, const struct level *levels, size_t cells)
{
    double weight = 0, mean = 0, between = 0, chance = 0, drift = 0, n = 0;
    for (size_t c = 0; c < cells; c++) {
        weight += levels[c].places;
        mean += levels[c].places * levels[c].share;
        drift += levels[c].places * levels[c].drift;
    }
    mean /= weight;
    drift /= weight;
    for (size_t c = 0; c < cells; c++)
        if (levels[c].places > 0) {
            between += (levels[c].share - mean) * (levels[c].share - mean) - levels[c].variance;
            chance += 1 / levels[c].variance;
            n++;
        }
    between = fmax(n > 1 ? between / (n - 1) : 0, 4e-4); /* two points of a hundred, at least */
    for (size_t c = 0; c < cells; c++) {
        struct availability_cell *out = &a->cells[c];
        double own = levels[c].places > 0 ? levels[c].variance : INFINITY;
        double w = n < 2 && levels[c].places > 0 ? 1 : between / (between + own);
        out->share = levels[c].places > 0 ? mean + w * (levels[c].share - mean) : mean;
        out->variance = levels[c].places > 0 ? w * own : between;
        out->variance +=
            (1 - w) * (1 - w) / chance + (levels[c].places > 0 ? levels[c].drift : drift);
        out->places = levels[c].places;
        out->snapshots = levels[c].snapshots;
    }
}

static double share_of(const struct tally *t, size_t days)
{
    return (sum_of(t->unavailable, days) + .5) / (sum_of(t->approved, days) + 1);
}

/* How much more than binomial households vary. */
static double find_clusters(const struct places_reading *d)
{
    double within = 0, binomial = 0;
    for (size_t c = 0; c < d->r->cell_count; c++) {
        const struct tally *t = &d->tallies[c];
        double share = share_of(t, d->day_count);
        within += spread(&t->within, share);
        binomial += share * (1 - share) * sum_of(t->approved, d->day_count);
    }
    return binomial > 0 ? fmax(within / binomial, 1) : 1;
}

/* Autocorrelation by lag, over all households; what nobody was seen long enough for is as the lag before. */
static void find_hold(const struct places_reading *d, double *hold)
{
    hold[0] = 1;
    for (size_t lag = 1; lag <= AVAILABILITY_LAGS; lag++) {
        double along = 0, ends = 0;
        for (size_t c = 0; c < d->r->cell_count; c++) {
            const struct tally *t = &d->tallies[c];
            double share = share_of(t, d->day_count);
            along += spread(&t->along[lag], share);
            ends += spread(&t->ends[lag], share) / 2;
        }
        double most = lag > 1 ? hold[lag - 1] : .98;
        hold[lag] = ends > 0 ? fmin(fmax(along / ends, 0), most) : lag > 1 ? most : 0;
    }
}

static enum status estimate(struct places_reading *d)
{
    size_t cells = d->r->cell_count;
    struct level *levels = calloc(cells + 1, sizeof *levels);
    double clusters = find_clusters(d), hold[AVAILABILITY_LAGS + 1];
    if (!levels)
        return STATUS_MEMORY;
    find_hold(d, hold);
    for (size_t c = 0; c < cells; c++) {
        levels[c] = find_level(&d->tallies[c], d->day_count, clusters, hold);
        d->a->cells[c].clusters = clusters;
        memcpy(d->a->cells[c].hold, hold, sizeof hold);
    }
    pool(d->a, levels, cells);
    free(levels);
    return STATUS_OK;
}

/* --- all of it ------------------------------------------------------------------------------- */

static bool begin(struct places_reading *d)
{
    const struct roster *r = d->r;
    struct availability *a = d->a;
    size_t past = d->settings->past_count * r->cell_count;
    a->cells = calloc(r->cell_count + 1, sizeof *a->cells);
    a->now = malloc((r->subjects.count + 1) * sizeof *a->now);
    a->past = malloc((past + 1) * sizeof *a->past);
    d->tallies = calloc(r->cell_count + 1, sizeof *d->tallies);
    d->cell_of = malloc((r->subjects.count + 1) * sizeof *d->cell_of);
    if (!a->cells || !a->now || !a->past || !d->tallies || !d->cell_of)
        return false;
    for (size_t i = 0; i < past; i++)
        a->past[i] = NAN;
    for (size_t i = 0; i < r->subjects.count; i++) {
        a->now[i] = (struct availability_now){PLACES_UNKNOWN, 0};
        d->cell_of[i] = ROSTER_NONE;
    }
    for (size_t i = 0; i < r->count; i++)
        if (r->stays[i].start <= d->settings->origin)
            d->cell_of[r->stays[i].subject] = r->stays[i].cell;
    while (d->day_count < SNAPSHOTS_MOST) {
        int32_t day = d->settings->origin - (int32_t)lround((double)d->day_count * QUARTER);
        if (day < r->earliest)
            break;
        d->days[d->day_count++] = day;
    }
    clear(d);
    d->subject = ROSTER_NONE;
    return true;
}

static enum status run(struct places_reading *d)
{
    static const char *const names[] = {"approved", "filled", "vacant", "not_available", NULL};
    d->rows = spells_rows(d->spells);
    enum status s = rows_columns(d->rows, names, d->columns);
    if (s == STATUS_OK && !begin(d))
        s = STATUS_MEMORY;
    if (s == STATUS_OK)
        s = read_all(d);
    if (s == STATUS_OK && !d->used) {
        problem_report(rows_sink(d->rows), PROBLEM_FATAL, "no-spell", rows_name(d->rows), 0, NULL,
                       "no usable row of a household that the approvals have");
        s = STATUS_SHORT;
    }
    return s == STATUS_OK ? estimate(d) : s;
}

enum status availability_read(struct availability *a, const struct roster *r, const char *path,
                              const struct availability_settings *settings,
                              const struct problem_sink *sink)
{
    struct places_reading d = {.a = a, .r = r, .settings = settings};
    enum status s = spells_open(&d.spells, path, sink);
    if (s != STATUS_OK)
        return s;
    a->from_spells = true;
    s = run(&d);
    spells_close(d.spells);
    free(d.tallies);
    free(d.cell_of);
    return s;
}
