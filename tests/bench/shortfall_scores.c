// SPDX-License-Identifier: GPL-3.0-or-later
/* Holds one authority's forecast of its shortfall against what came.
 *
 * Usage: shortfall_scores NAME SEED DEMAND SUPPLY SUFFICIENCY TRUTH
 * DEMAND (measure stock) and SUPPLY (measure usable_places) are draws, SUFFICIENCY the series that
 * hearth-sufficiency made of them, TRUTH a series with measures demand and supply: the day of the
 * forecast first, then the days to compare.
 *
 * Written: one row a day, as CSV without header (NAMES below). shortfall = demand - supply where that is
 * above 0, else 0; balance = demand - supply. p and the bounds are hearth-sufficiency's. held80 says
 * whether the interval holds what came, meant80 which share of the forecast's own futures it holds:
 * more than 80 % where outcomes are whole numbers and often 0. pit is the probability that the futures
 * give to less than what came, ties broken at random (a stream named by SEED and NAME): uniform when the
 * forecast is right, whatever the atoms. The practice to compare with takes the two mean lines for
 * certain: lines = their difference where above 0. same = the shortfall stays what it is today. p is also
 * counted anew from the draws: when it differs, that is an error. */
#include "base/random.h"
#include "stats/forecast/score.h"
#include "stats/stats.h"
#include "stream/draws.h"
#include "stream/series.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DAYS = 8, DRAWS = 10000 };

static const char names[] =
    "name,ahead,demand,supply,shortfall,p,forecast,lo95,lo80,hi80,hi95,held80,held95,meant80,"
    "meant95,pit,balance_pit,crps,lines,p_lines,same,p_same,"
    "mean_demand,mean_supply,demand_today,supply_today";

struct day {
    int32_t date;
    double demand, supply;                    /* what came */
    double p, forecast, bound[SERIES_BOUNDS]; /* as hearth-sufficiency has it */
    double wanted[DRAWS], usable[DRAWS];      /* in each future */
};

struct authority {
    const char *name;
    uint64_t seed;
    struct day days[DAYS];
    int count;
    long draws;
};

static void say(void *context, const struct problem *p)
{
    (void)context;
    if (p->level >= PROBLEM_ROW)
        fprintf(stderr, "shortfall_scores: %s:%zu: %s\n", p->file ? p->file : "", p->line, p->text);
}
static const struct problem_sink sink = {say, NULL};

static void fail(const char *why, const char *file)
{
    fprintf(stderr, "shortfall_scores: %s: %s\n", file, why);
    exit(3);
}

static struct day *day_of(struct authority *a, int32_t date)
{
    for (int i = 0; i < a->count; i++)
        if (a->days[i].date == date)
            return &a->days[i];
    return NULL;
}

static double shortfall(double demand, double supply)
{
    return demand > supply ? demand - supply : 0;
}

static void read_truth(struct authority *a, const char *file)
{
    struct series_table t;
    if (series_read(&t, file, NULL, &sink) != STATUS_OK)
        fail("can't be read", file);
    for (size_t i = 0; i < t.row_count; i++) {
        const struct series_row *row = &t.rows[i];
        struct day *day = day_of(a, row->date);
        if (!day && a->count == DAYS)
            fail("too many days", file);
        if (!day)
            day = &a->days[a->count++];
        day->date = row->date;
        bool demand = text_is(series_word(&t, t.series[row->series].measure), "demand");
        *(demand ? &day->demand : &day->supply) = row->value;
    }
    series_done(&t);
    if (a->count < 2)
        fail("the day of the forecast and later ones are wanted", file);
}

/* Adds up MEASURE over all cells, future by future. */
static void read_draws(struct authority *a, const char *file, const char *measure, bool demand)
{
    struct draws *d;
    struct draw_row row;
    long most = -1;
    if (draws_open(&d, file, &sink) != STATUS_OK)
        fail("can't be read", file);
    while (draws_next(d, &row) == STATUS_OK) {
        struct day *day = day_of(a, row.numbers.date);
        if (!day || row.draw == DRAW_NONE || !text_is(row.measure, measure))
            continue;
        if (row.draw >= DRAWS)
            fail("too many futures", file);
        most = row.draw > most ? row.draw : most;
        (demand ? day->wanted : day->usable)[row.draw] += row.numbers.value;
    }
    draws_close(d);
    if (most < 0 || (a->draws && a->draws != most + 1))
        fail("not the number of futures that the other has", file);
    a->draws = most + 1;
}

static void read_sufficiency(struct authority *a, const char *file)
{
    struct series_table t;
    if (series_read(&t, file, NULL, &sink) != STATUS_OK)
        fail("can't be read", file);
    for (size_t i = t.row_count; i-- > 0;) { /* from the last, so that the first cell stays */
        const struct series_row *row = &t.rows[i];
        struct text measure = series_word(&t, t.series[row->series].measure);
        struct day *day = day_of(a, row->date);
        if (!day || row->kind == t.actual)
            continue;
        if (text_is(measure, "p_shortfall"))
            day->p = row->value;
        if (!text_is(measure, "shortfall"))
            continue;
        day->forecast = row->value;
        for (int b = 0; b < SERIES_BOUNDS; b++)
            day->bound[b] = row->bound[b];
    }
    series_done(&t);
}

/* How much of the N SORTED futures lies below WHAT, ties broken by U. */
static double transform(const double *sorted, long n, double what, double u)
{
    long below = 0, equal = 0;
    for (long i = 0; i < n; i++) {
        below += sorted[i] < what;
        equal += sorted[i] == what;
    }
    return ((double)below + u * (double)equal) / (double)n;
}

static double held(const double *sorted, long n, double low, double high)
{
    long inside = 0;
    for (long i = 0; i < n; i++)
        inside += sorted[i] >= low && sorted[i] <= high;
    return (double)inside / (double)n;
}

static void score(const struct authority *a, int ahead)
{
    static double short_by[DRAWS], balance[DRAWS];
    const struct day *now = &a->days[0], *d = &a->days[ahead];
    double wanted = 0, usable = 0, short_of = 0;
    for (long i = 0; i < a->draws; i++) {
        balance[i] = d->wanted[i] - d->usable[i];
        short_by[i] = shortfall(d->wanted[i], d->usable[i]);
        short_of += short_by[i] > 0;
        wanted += d->wanted[i] / (double)a->draws;
        usable += d->usable[i] / (double)a->draws;
    }
    if (fabs(d->p - short_of / (double)a->draws) > 1e-9)
        fail("p_shortfall is not the share of futures with more children than places", a->name);
    size_t n = (size_t)a->draws;
    stats_sort(short_by, n);
    stats_sort(balance, n);
    struct random_stream r;
    random_start(&r, a->seed, "shortfall-scores", text_of(a->name), text_of(""), (uint64_t)ahead);
    double came = shortfall(d->demand, d->supply), u = random_uniform(&r);
    const double *b = d->bound;
    double lines = shortfall(wanted, usable), same = shortfall(now->demand, now->supply);
    printf("%s,%d,%g,%g,%g,%g,%g,%g,%g,%g,%g,", a->name, ahead, d->demand, d->supply, came, d->p,
           d->forecast, b[SERIES_LO95], b[SERIES_LO80], b[SERIES_HI80], b[SERIES_HI95]);
    printf("%d,%d,%g,%g,", came >= b[SERIES_LO80] && came <= b[SERIES_HI80],
           came >= b[SERIES_LO95] && came <= b[SERIES_HI95],
           held(short_by, a->draws, b[SERIES_LO80], b[SERIES_HI80]),
           held(short_by, a->draws, b[SERIES_LO95], b[SERIES_HI95]));
    printf("%g,%g,%g,%g,%d,%g,%d,%g,%g,%g,%g\n", transform(short_by, a->draws, came, u),
           transform(balance, a->draws, d->demand - d->supply, u),
           score_crps_draws_fair(came, short_by, n), lines, wanted > usable, same, same > 0, wanted,
           usable, now->demand, now->supply);
}

int main(int argc, char **argv)
{
    static struct authority a;
    if (argc == 2 && argv[1][0] == 'n') {
        puts(names);
        return 0;
    }
    if (argc != 7) {
        fputs("usage: shortfall_scores NAME SEED DEMAND SUPPLY SUFFICIENCY TRUTH\n"
              "       shortfall_scores names\n",
              stderr);
        return 2;
    }
    stats_begin();
    a.name = argv[1];
    a.seed = strtoull(argv[2], NULL, 10);
    read_truth(&a, argv[6]);
    read_draws(&a, argv[3], "stock", true);
    read_draws(&a, argv[4], "usable_places", false);
    read_sufficiency(&a, argv[5]);
    for (int ahead = 1; ahead < a.count; ahead++)
        score(&a, ahead);
    return 0;
}
