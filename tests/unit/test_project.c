// SPDX-License-Identifier: GPL-3.0-or-later
/* The projection on lives made by hand. */
#include "unit/unit.h"

#include "calendar/date.h"
#include "model/project/futures.h"
#include "model/project/pooling.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

enum { CHILDREN = 400, SEVENTEEN = 120 };

/* Six years of children in two groups: each comes on their own day, moves after 100 days, leaves after two
 * years; and some who are 17 on the last day. */
static void make_lives(struct lives *l, int32_t origin, bool all_seventeen)
{
    *l =
        (struct lives){.group_count = 2, .first = date_add_months(origin, -72) + 1, .last = origin};
    for (int i = 0; i < CHILDREN; i++) {
        bool old = all_seventeen || i < SEVENTEEN;
        int32_t start = l->first + (int32_t)(i * 2190L / CHILDREN);
        struct life_spell s = {.start = start,
                               .birth = old ? date_add_months(origin, -12 * 18) + 1 + i % 364
                                            : start - 365 * (1 + i % 9),
                               .seen_from = l->first,
                               .before = LIVES_NONE,
                               .then = LIVES_NONE,
                               .placed = start};
        if (s.birth > start)
            continue;
        s.over = start + 100;
        s.then = l->count + 1;
        bool moves = s.over <= origin;
        if (!moves) {
            s.over = origin + 1;
            s.open = true;
            s.then = LIVES_NONE;
        }
        assert_non_null(lives_add(l, &s));
        if (!moves)
            continue;
        s.start = s.placed = s.over;
        s.over = start + (old ? 3000 : 730);
        s.open = s.over > origin;
        s.over = s.open ? origin + 1 : s.over;
        s.before = l->count - 1;
        s.then = LIVES_NONE;
        s.group = 1;
        assert_non_null(lives_add(l, &s));
    }
}

struct fixture {
    struct lives lives;
    struct projection projection;
    struct frame frame;
    struct timeline timeline;
    size_t order[2];
};

static void prepare(struct fixture *f, bool all_seventeen)
{
    int32_t origin = date_of(2024, 3, 31);
    struct period_calendar calendar = PERIOD_TO_31_MARCH(EVERY_QUARTER);
    *f = (struct fixture){.order = {0, 1}};
    make_lives(&f->lives, origin, all_seventeen);
    f->frame = (struct frame){.age_cells = 1, .cells = 2, .order = f->order};
    for (int m = 0; m < PROJECT_MEASURES; m++)
        f->frame.measures[m] = true;
    assert_true(timeline_ahead(&f->timeline, &calendar, origin, 8));
    struct projection_settings settings = {origin, DATE_NONE, DATE_NONE, f->timeline.dates[7]};
    assert_int_equal(projection_fit(&f->projection, &f->lives, &settings), STATUS_OK);
}

static void clean_up(struct fixture *f)
{
    projection_done(&f->projection);
    timeline_done(&f->timeline);
    lives_done(&f->lives);
}

static size_t at(const struct fixture *f, enum project_measure m, size_t place, size_t cell)
{
    return frame_at(&f->frame, &f->timeline, m, place, cell);
}

static enum status nobody_after_a_year(void *context, size_t draw, const uint32_t *count)
{
    const struct fixture *f = context;
    (void)draw;
    for (size_t cell = 0; cell < 2; cell++)
        assert_int_equal(count[at(f, PROJECT_STOCK, 3, cell)], 0);
    return STATUS_OK;
}

static void no_seventeen_year_old_is_there_a_year_on(void **state)
{
    (void)state;
    struct fixture f;
    prepare(&f, true);
    assert_true(f.projection.present.count > 100);
    struct futures_settings s = {
        .frame = &f.frame, .timeline = &f.timeline, .seed = 1, .draws = 200, .threads = 1};
    for (size_t m = 0; m < f.projection.plan.months; m++)
        f.projection.plan.mean[m] = 0; /* nobody comes */
    s.fixed = true;
    assert_int_equal(futures_run(&f.projection, &s, nobody_after_a_year, &f), STATUS_OK);
    struct closed_form exact;
    assert_int_equal(closed_form_make(&exact, &f.frame, &f.timeline, f.projection.origin,
                                      &f.projection.present, &f.projection.mean, NULL),
                     STATUS_OK);
    assert_true(exact.mean[0] + exact.mean[1] > 20);
    assert_true(exact.mean[3 * 2] == 0 && exact.mean[3 * 2 + 1] == 0);
    closed_form_done(&exact);
    clean_up(&f);
}

/* stock(t) = stock(t-1) + starts - ends + moves in - moves out, in every cell of every future. */
static enum status flows_add_up(void *context, size_t draw, const uint32_t *count)
{
    const struct fixture *f = context;
    (void)draw;
    for (size_t cell = 0; cell < 2; cell++) {
        long stock = 0;
        for (size_t i = 0; i < f->projection.present.count; i++)
            stock += f->projection.present.children[i].group == cell;
        for (size_t p = 0; p < f->timeline.count; p++) {
            stock += (long)count[at(f, PROJECT_STARTS, p, cell)] -
                     (long)count[at(f, PROJECT_ENDS, p, cell)] +
                     (long)count[at(f, PROJECT_MOVES_IN, p, cell)] -
                     (long)count[at(f, PROJECT_MOVES_OUT, p, cell)];
            assert_int_equal(stock, count[at(f, PROJECT_STOCK, p, cell)]);
        }
    }
    return STATUS_OK;
}

static void every_future_adds_up(void **state)
{
    (void)state;
    struct fixture f;
    prepare(&f, false);
    struct futures_settings s = {
        .frame = &f.frame, .timeline = &f.timeline, .seed = 1, .draws = 100, .threads = 2};
    assert_int_equal(futures_run(&f.projection, &s, flows_add_up, &f), STATUS_OK);
    clean_up(&f);
}

struct copy {
    uint32_t *count;
    size_t size, draws;
};

static enum status keep(void *context, size_t draw, const uint32_t *count)
{
    struct copy *c = context;
    memcpy(c->count + draw * c->size, count, c->size * sizeof *count);
    c->draws++;
    return STATUS_OK;
}

static void threads_change_nothing(void **state)
{
    (void)state;
    struct fixture f;
    prepare(&f, false);
    struct copy copies[2];
    for (size_t i = 0; i < 2; i++) {
        struct futures_settings s = {.frame = &f.frame,
                                     .timeline = &f.timeline,
                                     .seed = 7,
                                     .draws = 150,
                                     .threads = i ? 5 : 1};
        copies[i] = (struct copy){.size = frame_size(&f.frame, &f.timeline)};
        copies[i].count = calloc(150 * copies[i].size, sizeof(uint32_t));
        assert_int_equal(futures_run(&f.projection, &s, keep, &copies[i]), STATUS_OK);
        assert_int_equal(copies[i].draws, 150);
    }
    assert_memory_equal(copies[0].count, copies[1].count, 150 * copies[0].size * sizeof(uint32_t));
    free(copies[0].count);
    free(copies[1].count);
    clean_up(&f);
}

static void rates_are_never_zero(void **state)
{
    (void)state;
    struct fixture f;
    prepare(&f, false);
    for (size_t s = 0; s < f.projection.mean.states; s++) {
        assert_true(f.projection.mean.leave[s] > 0);
        assert_true(f.projection.mean.move[s] > 0);
    }
    clean_up(&f);
}

/* A placement that began before it was seen: for two years its phase isn't known, and nothing counts. */
static void placements_of_unknown_start_count_when_old(void **state)
{
    (void)state;
    struct lives l = {.first = 0, .last = 2000};
    struct exposure e;
    struct life_spell s = {
        .start = 0, .over = 1000, .birth = -8 * 365, .before = LIVES_NONE, .then = LIVES_NONE};
    assert_true(exposure_init(&e, 1));
    s.placed_before = true;
    assert_non_null(lives_add(&l, &s));
    s.over = 700; /* gone before anybody could know */
    assert_non_null(lives_add(&l, &s));
    exposure_count(&e, &l, 0, 2000);
    double days[PROJECT_PHASES] = {0}, leaves = 0;
    for (size_t i = 0; i < e.states; i++) {
        days[i % PROJECT_PHASES] += e.days[i];
        leaves += e.leaves[i];
    }
    assert_true(days[0] + days[1] + days[2] == 0 && days[3] == 1000 - 730 && leaves == 1);
    assert_true(e.stays[2] == 0);
    exposure_done(&e);
    lives_done(&l);
}

static void alike_ratios_are_pooled(void **state)
{
    (void)state;
    double expected[30], alike[30], unlike[30];
    for (int i = 0; i < 30; i++) {
        expected[i] = 10;
        alike[i] = 10 + i % 3 - 1;
        unlike[i] = i % 2 ? 2 : 18;
    }
    assert_true(pooling_strength(alike, expected, 30) >= 1024);
    assert_true(pooling_strength(unlike, expected, 30) <= 4);
}

/* Steady months give a steady forecast with little doubt; a doubled level is followed. */
static void entries_follow_their_level(void **state)
{
    (void)state;
    double count[72], mean[12];
    struct entries e;
    for (int i = 0; i < 72; i++)
        count[i] = 20 + (i * 7 % 5) - 2;
    assert_int_equal(entries_fit(&e, count, 72, 3), STATUS_OK);
    entries_mean(&e, 12, 3, mean);
    assert_true(fabs(mean[0] - 20) < 1 && fabs(mean[11] - 20) < 1);
    for (int i = 36; i < 72; i++)
        count[i] += 20;
    assert_int_equal(entries_fit(&e, count, 72, 3), STATUS_OK);
    entries_mean(&e, 12, 3, mean);
    assert_true(mean[0] > 37 && mean[0] < 43);
    for (int i = 0; i < 72; i++)
        count[i] = -1;
    assert_int_equal(entries_fit(&e, count, 72, 3), STATUS_SHORT);
}

/* A fine return of a whole country has hundreds of thousands of events a year. Years that differ by half make
 * likelihoods of exp(-thousands) and exp(+thousands): rates and their scatter must stay numbers. */
static void very_many_events_stay_numbers(void **state)
{
    (void)state;
    enum { YEARS = 6 };
    struct exposure all, years[YEARS];
    assert_true(exposure_init(&all, 2));
    double leaves = 0;
    for (int y = 0; y < YEARS; y++) {
        assert_true(exposure_init(&years[y], 2));
        for (size_t s = 0; s < years[y].states; s++) {
            years[y].days[s] = 1e6;
            years[y].leaves[s] = y % 2 ? 3000 : 2000;
            years[y].moves[s] = 4000;
            leaves += years[y].leaves[s];
        }
        exposure_add(&all, &years[y]);
    }
    assert_true(leaves > 500000);
    struct rates *r = rates_new(&all, years, YEARS);
    struct hazards h;
    assert_non_null(r);
    assert_true(hazards_init(&h, 2));
    assert_true(rates_scatter(r, RATES_LEAVE) > 0.1 && rates_scatter(r, RATES_LEAVE) < 0.3);
    assert_true(rates_scatter(r, RATES_MOVE) < 0.1);
    rates_mean(r, &h);
    assert_true(hazards_sound(&h));
    assert_true(fabs(h.leave[0] - 0.0025) < 1e-4);
    for (uint64_t draw = 0; draw < 50; draw++) {
        struct random_stream s;
        random_start(&s, 1, "test", text_of(""), text_of("many"), draw);
        rates_draw(r, &s, &s, &h);
        assert_true(hazards_sound(&h));
    }
    double count[60], mean[12];
    struct entries e;
    for (int i = 0; i < 60; i++)
        count[i] = 40000 + i % 7 * 500;
    assert_int_equal(entries_fit(&e, count, 60, 3), STATUS_OK);
    entries_mean(&e, 12, 3, mean);
    assert_true(mean[0] > 38000 && mean[0] < 46000);
    hazards_done(&h);
    rates_free(r);
    exposure_done(&all);
    for (int y = 0; y < YEARS; y++)
        exposure_done(&years[y]);
}

static enum status ignore(void *context, size_t draw, const uint32_t *count)
{
    (void)context, (void)draw, (void)count;
    return STATUS_OK;
}

/* What can't be a rate, a time or a number of entrants ends the run; it doesn't run for ever. */
static void impossible_numbers_are_refused(void **state)
{
    (void)state;
    const double wrong[] = {NAN, INFINITY, -0.01, 1e300};
    struct fixture f;
    prepare(&f, false);
    struct futures_settings s = {.frame = &f.frame,
                                 .timeline = &f.timeline,
                                 .seed = 1,
                                 .draws = 2,
                                 .threads = 1,
                                 .fixed = true};
    double *const numbers[] = {f.projection.mean.leave, f.projection.mean.move,
                               f.projection.plan.mean};
    const size_t counts[] = {f.projection.mean.states, f.projection.mean.states, 1};
    for (size_t n = 0; n < 3; n++)
        for (size_t w = 0; w < 4; w++) {
            double kept = numbers[n][0];
            for (size_t i = 0; i < counts[n]; i++)
                numbers[n][i] = wrong[w];
            assert_int_equal(futures_run(&f.projection, &s, ignore, NULL), STATUS_NUMERIC);
            for (size_t i = 0; i < counts[n]; i++)
                numbers[n][i] = kept;
        }
    f.projection.present.children[0].birthday = NAN;
    assert_int_equal(futures_run(&f.projection, &s, ignore, NULL), STATUS_NUMERIC);
    clean_up(&f);
}

/* Two authorities' entries a year on, each with its own luck and both with that of all: a ninth of their
 * variance is common. Without a stream of all there is none in common. */
static void a_ninth_of_the_shocks_is_common(void **state)
{
    (void)state;
    enum { DRAWS = 4000 };
    static struct entries e;
    e = (struct entries){.months = 60};
    e.grid[0].wander = 0.2;
    e.grid[0].weight = 1;
    for (int m = 0; m < 12; m++)
        e.season[m] = 1;
    for (int common = 0; common < 2; common++) {
        double products = 0, squares = 0;
        for (uint64_t draw = 0; draw < DRAWS; draw++) {
            double off[2];
            for (int la = 0; la < 2; la++) {
                struct random_stream own, all;
                double count[1];
                random_start(&own, 1, "test", text_of(la ? "901" : "900"), text_of("own"), draw);
                random_start(&all, 1, "test", text_of(""), text_of("all"), draw);
                entries_draw_shared(&e, &own, common ? &all : NULL, 1, 3, count);
                off[la] = (log(count[0]) + 0.02) / 0.2;
            }
            products += off[0] * off[1] / DRAWS;
            squares += (off[0] * off[0] + off[1] * off[1]) / DRAWS / 2;
        }
        assert_true(fabs(squares - 1) < 0.08);
        assert_true(fabs(products - (common ? 0.11 : 0)) < 0.05);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_seventeen_year_old_is_there_a_year_on),
        cmocka_unit_test(every_future_adds_up),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(rates_are_never_zero),
        cmocka_unit_test(placements_of_unknown_start_count_when_old),
        cmocka_unit_test(alike_ratios_are_pooled),
        cmocka_unit_test(entries_follow_their_level),
        cmocka_unit_test(a_ninth_of_the_shocks_is_common),
        cmocka_unit_test(very_many_events_stay_numbers),
        cmocka_unit_test(impossible_numbers_are_refused),
    };
    stats_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
