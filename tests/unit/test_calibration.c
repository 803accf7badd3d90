// SPDX-License-Identifier: GPL-3.0-or-later
/* A small calibration of the projection (scripts/calibrate is the large one): worlds of 100 children, lived
 * through often enough that intervals far too narrow or too wide show. What is asked: the coverage of the 95 %
 * interval lies within 90 and 97 %. Of 300 runs, 253 to 299 hold then, but for one chance in a thousand at
 * either end (binomial: P(X < 253 | 0.90) = 0.0008, P(X > 299 | 0.97) = 0.0001). */
#include "unit/unit.h"

#include "bench/calibration.h"

enum { RUNS = 300, FUTURES = 79, LEAST = 253, MOST = 299 };

static const struct world *find_world(const char *name)
{
    for (size_t i = 0; i < WORLDS; i++)
        if (strcmp(worlds[i].name, name) == 0)
            return &worlds[i];
    return NULL;
}

/* Runs whose outcome the intervals held; for each target and horizon. */
static void count_inside(const char *name, bool fixed, size_t inside[TARGETS][HORIZONS])
{
    struct study study = {.world = find_world(name), .seed = 5, .draws = FUTURES, .fixed = fixed};
    assert_non_null(study.world);
    assert_true(study_begin(&study, RUNS));
    assert_true(study_run(&study, RUNS));
    for (size_t k = 0; k < TARGETS; k++)
        for (size_t h = 0; h < HORIZONS; h++)
            inside[k][h] = study_inside(&study, RUNS, h, k, .95);
    study_end(&study);
}

static void intervals_hold(const char *name)
{
    size_t inside[TARGETS][HORIZONS];
    count_inside(name, false, inside);
    for (size_t k = 0; k < TARGETS; k++)
        for (size_t h = 0; h < HORIZONS; h++)
            assert_in_range(inside[k][h], LEAST, MOST);
}

static void intervals_hold_where_nothing_changes(void **state)
{
    (void)state;
    intervals_hold("100 stationary");
}

static void intervals_hold_where_entries_vary(void **state)
{
    (void)state;
    intervals_hold("100 varying");
}

/* The band can tell: the process alone, with rates and entries taken as known, is too narrow there. */
static void known_rates_do_not_hold_where_entries_vary(void **state)
{
    (void)state;
    size_t inside[TARGETS][HORIZONS];
    count_inside("100 varying", true, inside);
    assert_true(inside[0][1] < LEAST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_hold_where_nothing_changes),
        cmocka_unit_test(intervals_hold_where_entries_vary),
        cmocka_unit_test(known_rates_do_not_hold_where_entries_vary),
    };
    stats_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
