// SPDX-License-Identifier: GPL-3.0-or-later
/* Supply on made-up registers whose truth is known: leaving by tenure recovered from spells of whom some
 * were there before anybody looked; the exact mean and variance against the Mt/G/infinity load and
 * against many futures. */
#include "unit.h"

#include "calendar/date.h"
#include "model/supply/expect.h"
#include "model/supply/futures.h"
#include "stats/queue/load.h"
#include "stats/random/variates.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

static const double truth[TENURE_BANDS] = {.10, .25, .18, .10, .14}; /* a year */

/* The day of leaving when approved on START, at the true rates times FACTOR. */
static int32_t leave_day(struct random_stream *r, int32_t start, double factor)
{
    double left = random_exponential(r, 1), day = 0;
    for (int b = 0; b < TENURE_BANDS; b++) {
        double rate = truth[b] * factor / 365.25;
        double end = b + 1 < TENURE_BANDS ? (double)tenure_cuts[b + 1] : INFINITY;
        double span = end - tenure_cuts[b];
        if (rate * span >= left)
            return start + (int32_t)ceil(day + left / rate);
        left -= rate * span;
        day += span;
    }
    return INT32_MAX;
}

struct register_of {
    const char *path;
    int32_t first, last;
    double a_year, factor;
    const char *la, *kind;
};

/* Approvals since thirty years before the first day seen; who left before it isn't there. */
static void write_households(FILE *f, const struct register_of *g, uint64_t seed)
{
    struct random_stream r;
    int id = 0;
    random_start(&r, seed, "test-supply", text_of(g->la), text_of(g->kind), 0);
    for (int32_t day = g->first - 30 * 365; day <= g->last; day++)
        for (unsigned n = random_poisson(&r, g->a_year / 365.25); n > 0; n--) {
            int32_t left = leave_day(&r, day, g->factor);
            char start[DATE_TEXT], end[DATE_TEXT] = "", from[DATE_TEXT], to[DATE_TEXT];
            unsigned places = 1 + random_below(&r, 3);
            if (left <= g->first)
                continue;
            if (left <= g->last)
                date_write(left, end);
            date_write(day, start);
            fprintf(f, "%s,%c%06d,%s,%s,%s,%s,%s,%u\n", g->la, g->kind[0], id++, start, end,
                    date_write(g->first, from).at, date_write(g->last, to).at, g->kind, places);
        }
}

static void write_register(const char *path, const struct register_of *groups, size_t n)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("la,id,start,end,observed_from,observed_to,placement_kind,places\n", f);
    for (size_t i = 0; i < n; i++)
        write_households(f, &groups[i], 7 + i);
    assert_int_equal(fclose(f), 0);
}

struct world {
    char path[64];
    struct roster roster;
    struct supply supply;
    struct timeline ahead, past;
};

static void begin_world(struct world *w, size_t quarters, const char *by)
{
    struct period_calendar calendar = PERIOD_TO_31_MARCH(EVERY_QUARTER);
    struct roster_settings reading = {.by = by};
    struct recorded said;
    struct problem_sink sink = record_to(&said);
    assert_int_equal(roster_read(&w->roster, w->path, &reading, &sink), STATUS_OK);
    int32_t origin = w->roster.latest;
    assert_true(timeline_ahead(&w->ahead, &calendar, origin, quarters));
    assert_true(timeline_between(&w->past, &calendar, w->roster.earliest, origin));
    struct supply_settings settings = {.origin = origin, .ahead = &w->ahead, .past = &w->past};
    assert_int_equal(supply_fit(&w->supply, &w->roster, &settings, &sink), STATUS_OK);
}

static void end_world(struct world *w)
{
    supply_done(&w->supply);
    roster_done(&w->roster);
    timeline_done(&w->ahead);
    timeline_done(&w->past);
    unlink(w->path);
}

static void make_path(struct world *w)
{
    *w = (struct world){.path = "/tmp/hearth-test-supply-XXXXXX"};
    int fd = mkstemp(w->path);
    assert_true(fd >= 0);
    close(fd);
}

/* --- leaving by tenure ----------------------------------------------------------------------- */

static void test_recovered(void **state)
{
    (void)state;
    struct world w;
    make_path(&w);
    struct register_of groups[] = {
        {w.path, date_of(2015, 4, 1), date_of(2024, 3, 31), 120, 1, "900", "Fostering: in-house"}};
    write_register(w.path, groups, 1);
    begin_world(&w, 4, NULL);
    for (size_t b = 0; b < TENURE_BANDS; b++) {
        double events = w.supply.leave_counts.events[b];
        double years = w.supply.leave_counts.days[b] / 365.25;
        double z = (events - years * truth[b]) / sqrt(years * truth[b]);
        assert_true(years * truth[b] > 40);
        assert_true(fabs(z) < 4);
        /* the posterior mean lies near what was seen */
        assert_true(fabs(w.supply.leave.mean[b] * 365.25 / truth[b] - 1) < 4 / sqrt(events) + .05);
    }
    /* taken from approval on, as if all had been seen from then, the first years look far too safe */
    double wrong = 0;
    for (size_t i = 0; i < w.roster.count; i++)
        wrong += w.roster.stays[i].start < w.roster.earliest ? 365 : 0;
    double seen = w.supply.leave_counts.days[0];
    assert_true(w.supply.leave_counts.events[0] / (seen + wrong) * 365.25 < .6 * truth[0]);
    end_world(&w);
}

/* A kind with two events is drawn towards the others; one without any does not leave at a rate of 0; what is
 * drawn has the mean and about the spread of its events. */
static void test_pooled(void **state)
{
    (void)state;
    struct world w;
    make_path(&w);
    int32_t from = date_of(2015, 4, 1), to = date_of(2024, 3, 31);
    struct register_of groups[] = {{w.path, from, to, 40, 1, "900", "Fostering: in-house"},
                                   {w.path, from, to, .4, 1, "900", "Placed elsewhere"}};
    write_register(w.path, groups, 2);
    begin_world(&w, 4, NULL);
    assert_int_equal(w.roster.cell_count, 2);
    const struct tenure_rates *t = &w.supply.leave;
    for (size_t b = 0; b < TENURE_BANDS; b++) {
        double events = w.supply.leave_counts.events[TENURE_BANDS + b];
        assert_true(t->mean[TENURE_BANDS + b] > 0);
        assert_true(events < 6);
        assert_true(fabs(t->mean[TENURE_BANDS + b] / t->mean[b] - 1) < .5);
    }
    enum { N = 4000 };
    double sum = 0, square = 0, events = 0, expected = 0;
    for (uint64_t draw = 0; draw < N; draw++) {
        struct random_stream s;
        double above[TENURE_BANDS], year, rate[TENURE_BANDS], total = 0;
        random_start(&s, 1, "test-supply", text_of(""), text_of(""), draw);
        tenure_draw_class(t, 0, &s, above, &year);
        tenure_draw_cell(t, 0, above, year, &s, rate);
        for (size_t b = 0; b < TENURE_BANDS; b++)
            total += rate[b] * w.supply.leave_counts.days[b];
        sum += total;
        square += total * total;
    }
    for (size_t b = 0; b < TENURE_BANDS; b++) {
        events += w.supply.leave_counts.events[b];
        expected += t->mean[b] * w.supply.leave_counts.days[b];
    }
    double mean = sum / N, sd = sqrt(square / N - mean * mean);
    double year = t->classes[0].scatter * events;
    assert_true(fabs(mean / expected - 1) < .02);
    assert_true(sd > .9 * sqrt(events) && sd < 1.3 * sqrt(events + year * year));
    end_world(&w);
}

/* --- the exact mean and variance ------------------------------------------------------------- */

struct totals {
    const struct supply *s;
    double *sum[EXPECT_MEASURES], *square[EXPECT_MEASURES], *fourth[EXPECT_MEASURES];
    const struct supply_expected *e;
};

static enum status add_future(void *context, size_t draw, const int32_t *count)
{
    static const enum supply_count which[] = {SUPPLY_COUNT, SUPPLY_PLACES, SUPPLY_USABLE};
    struct totals *t = context;
    const struct roster *r = t->s->roster;
    size_t lines = r->line_count;
    (void)draw;
    for (int m = 0; m < EXPECT_MEASURES; m++)
        for (size_t d = 0; d < t->e->dates; d++)
            for (size_t l = 0; l < lines; l++) {
                double x = -t->e->mean[((size_t)m * t->e->dates + d) * lines + l];
                for (size_t c = 0; c < r->cell_count; c++)
                    if (r->cells[c].line == l)
                        x += count[supply_at(t->s, which[m], d, c)];
                t->sum[m][d * lines + l] += x;
                t->square[m][d * lines + l] += x * x;
                t->fourth[m][d * lines + l] += x * x * x * x;
            }
    return STATUS_OK;
}

/* Mean and variance of many futures with fixed parameters, within 4 standard errors of the exact ones. */
static void compare(const struct supply *s, size_t draws)
{
    struct supply_expected e;
    assert_true(supply_expect(&e, s));
    struct totals t = {.s = s, .e = &e};
    size_t n = e.dates * e.lines;
    for (int m = 0; m < EXPECT_MEASURES; m++) {
        t.sum[m] = calloc(3 * n, sizeof *t.sum[m]);
        t.square[m] = t.sum[m] + n;
        t.fourth[m] = t.square[m] + n;
    }
    struct supply_futures settings = {.seed = 11, .draws = draws, .threads = 2, .fixed = true};
    assert_int_equal(supply_futures_run(s, &settings, add_future, &t), STATUS_OK);
    for (int m = 0; m < EXPECT_MEASURES; m++) {
        for (size_t i = 0; i < n; i++) {
            double count = (double)draws, mean = t.sum[m][i] / count;
            double variance = t.square[m][i] / count - mean * mean;
            double exact = e.variance[(size_t)m * n + i];
            double error = sqrt((t.fourth[m][i] / count - variance * variance) / count);
            assert_true(fabs(mean) <= 4 * sqrt(exact / count));
            assert_true(fabs(variance - exact) <= 4 * error);
        }
        free(t.sum[m]);
    }
    supply_expected_done(&e);
}

static void test_exact(void **state)
{
    (void)state;
    struct world w;
    make_path(&w);
    int32_t from = date_of(2018, 4, 1), to = date_of(2024, 3, 31);
    struct register_of groups[] = {{w.path, from, to, 20, 1, "900", "Fostering: in-house"},
                                   {w.path, from, to, 6, 2, "900", "Placed elsewhere"},
                                   {w.path, from, to, 10, 1, "901", "Fostering: in-house"}};
    write_register(w.path, groups, 3);
    begin_world(&w, 6, NULL);
    compare(&w.supply, 4000);
    /* with shares not available: known today, varying by whole households, and filled by others */
    struct availability_cell cells[3];
    for (size_t c = 0; c < 3; c++) {
        cells[c] = (struct availability_cell){
            .share = .2, .clusters = 1.8, .hold = {1, .6, .4, .3, .25, .2, .2, .1}};
        availability_groups(&cells[c], (double[]){8, 40, 10});
    }
    for (size_t i = 0; i < w.supply.member_count; i += 2)
        w.supply.members[i].held = i % 6 == 0 ? w.supply.members[i].ours : 0;
    w.supply.availability =
        (struct availability){.from_spells = true, .cells = cells, .others = {.05, .1, .2}};
    compare(&w.supply, 4000);
    w.supply.availability.cells = NULL;
    end_world(&w);
}

/* --- moves ------------------------------------------------------------------------------------ */

/* Workers who leave at 12 % a year; juniors become seniors: on the day after each 30 September with a chance
 * of 30 %, or (YEARLY false) on any day at 35 % a year. */
static void write_workers(const char *path, bool yearly)
{
    FILE *f = fopen(path, "w");
    int32_t first = date_of(2015, 10, 1), last = date_of(2024, 9, 30);
    struct random_stream r;
    assert_non_null(f);
    fputs("la,id,start,end,observed_from,observed_to,seniority,fte,agency\n", f);
    random_start(&r, 3, "test-supply workers", text_of(""), text_of(""), 0);
    for (int id = 0; id < 900; id++) {
        int32_t start = first - 2000 + (int32_t)random_below(&r, (uint32_t)(last - first + 2000));
        int32_t left = start + 1 + (int32_t)random_exponential(&r, .12 / 365.25);
        int32_t up = start + 1 + (int32_t)random_exponential(&r, .35 / 365.25);
        for (int year = 2000; yearly && year < 2040; year++) {
            up = date_of(year, 10, 1);
            if (up > start && random_uniform(&r) < .3)
                break;
        }
        double fte = .1 * (5 + random_below(&r, 6));
        for (int senior = 0; senior < 2; senior++) {
            int32_t from = senior ? up : start, to = senior || left < up ? left : up;
            char begin[DATE_TEXT], end[DATE_TEXT] = "";
            if (from >= to || to <= first || from > last)
                continue;
            if (to <= last)
                date_write(to, end);
            date_write(from, begin);
            fprintf(f, "900,W%04d,%s,%s,2015-10-01,2024-09-30,%s,%.1f,0\n", id, begin, end,
                    senior ? "senior" : "junior", fte);
        }
    }
    assert_int_equal(fclose(f), 0);
}

static void test_turns(void **state)
{
    (void)state;
    struct world w;
    make_path(&w);
    write_workers(w.path, true);
    begin_world(&w, 9, NULL);
    const struct turn *t = &w.supply.turn;
    assert_int_equal(t->count, 3); /* 1 October 2024, 2025, 2026 */
    assert_int_equal(t->evening[0], 0);
    assert_true(fabs(t->moved[0] / (t->moved[0] + t->stayed[0]) - .3) < .06);
    assert_true(w.supply.to[1] == 1 && w.supply.to[3] == 0); /* to senior; from there nowhere */
    compare(&w.supply, 4000);
    end_world(&w);
}

static void test_moves(void **state)
{
    (void)state;
    struct world w;
    make_path(&w);
    write_workers(w.path, false);
    begin_world(&w, 9, NULL);
    assert_int_equal(w.supply.turn.count, 0);
    double events = 0, years = 0;
    for (size_t b = 0; b < TENURE_BANDS; b++) {
        events += w.supply.move_counts.events[b];
        years += w.supply.move_counts.days[b] / 365.25;
    }
    assert_true(fabs(events - .35 * years) < 4 * sqrt(.35 * years));
    compare(&w.supply, 4000);
    end_world(&w);
}

/* Newcomers alone, at a steady rate, are the Mt/G/infinity load of the same rate and survival. */
static double steady(double time, void *context)
{
    (void)time, (void)context;
    return 24 / 365.25;
}

static double staying(double age, void *context)
{
    const double *rate = context;
    double sum = 0;
    for (int b = 0; b < TENURE_BANDS; b++) {
        double end = b + 1 < TENURE_BANDS ? (double)tenure_cuts[b + 1] : INFINITY;
        sum += rate[b] * fmax(0, fmin(age, end) - tenure_cuts[b]);
    }
    return exp(-sum);
}

static void test_load(void **state)
{
    (void)state;
    struct world w;
    make_path(&w);
    struct register_of groups[] = {
        {w.path, date_of(2018, 4, 1), date_of(2024, 3, 31), 20, 1, "900", "Fostering: in-house"}};
    write_register(w.path, groups, 1);
    begin_world(&w, 24, NULL);
    bool all = true;
    newcomers_state(&w.supply.newcomers, &w.roster, &all, &(struct stated_range){24, 24, 24});
    newcomers_mean(&w.supply.newcomers);
    w.supply.member_count = 0;
    struct supply_expected e;
    assert_true(supply_expect(&e, &w.supply));
    struct load_flow flow = {steady, staying, w.supply.leave.mean};
    struct load_work *work = load_work_new();
    for (size_t d = 0; d < e.dates; d++) {
        double load, days = w.ahead.dates[d] - w.supply.origin;
        assert_int_equal(load_at(work, &flow, 0, days, &load), STATUS_OK);
        /* whole days against a continuous time: half a day of who comes at most */
        assert_true(fabs(e.mean[d] - load) < 24 / 365.25);
        assert_true(fabs(e.mean[d] - e.variance[d]) < 1e-9); /* Poisson */
    }
    load_work_free(work);
    supply_expected_done(&e);
    end_world(&w);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_recovered), cmocka_unit_test(test_pooled),
        cmocka_unit_test(test_exact),     cmocka_unit_test(test_turns),
        cmocka_unit_test(test_moves),     cmocka_unit_test(test_load),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
