// SPDX-License-Identifier: GPL-3.0-or-later
/* Rates of parts of the children, drawn towards those of all. */
#include "unit/unit.h"

#include "model/project/rates_parts.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

enum { PARTS = 12, GROUPS = 2, DRAWS = 400 };

struct fixture {
    struct lives_part parts[PARTS];
    struct exposure exposures[PARTS], all;
    struct rates *rates;
    struct hazards mean;
    struct rates_parts *apart;
    size_t count;
};

/* Part I has DAYS[i] days in each state, and LEAVING[i] leavings in a thousand of them; moves are alike. */
static void prepare(struct fixture *f, size_t count, const double *days, const double *leaving)
{
    *f = (struct fixture){.count = count};
    assert_true(exposure_init(&f->all, GROUPS) && hazards_init(&f->mean, GROUPS));
    for (size_t i = 0; i < count; i++) {
        struct exposure *e = &f->exposures[i];
        assert_true(exposure_init(e, GROUPS));
        for (size_t s = 0; s < e->states; s++) {
            e->days[s] = days[i];
            e->leaves[s] = days[i] * leaving[i] / 1000;
            e->moves[s] = days[i] * 2 / 1000;
        }
        for (size_t c = 0; c < PROJECT_BANDS * GROUPS * GROUPS; c++)
            e->to[c] = days[i] / 100;
        exposure_add(&f->all, e);
    }
    f->rates = rates_new(&f->all, &f->all, 1);
    assert_non_null(f->rates);
    rates_mean(f->rates, &f->mean);
    f->apart = rates_parts_new(&f->mean, f->parts, f->exposures, count);
    assert_non_null(f->apart);
}

static void clean_up(struct fixture *f)
{
    for (size_t i = 0; i < f->count; i++)
        exposure_done(&f->exposures[i]);
    exposure_done(&f->all);
    rates_free(f->rates);
    rates_parts_free(f->apart);
    hazards_done(&f->mean);
}

/* Leaving of a part over that of all, in its first state. */
static double ratio(const struct fixture *f, size_t part)
{
    struct hazards h;
    assert_true(hazards_init(&h, GROUPS));
    rates_parts_put(f->apart, part, &f->mean, NULL, &h);
    assert_true(hazards_sound(&h));
    double r = h.leave[0] / f->mean.leave[0];
    hazards_done(&h);
    return r;
}

static void a_part_with_nothing_seen_has_the_rates_of_all(void **state)
{
    (void)state;
    double days[PARTS], leaving[PARTS];
    for (int i = 0; i < PARTS; i++) {
        days[i] = i ? 1000 : 0;
        leaving[i] = i % 2 ? 1 : 3;
    }
    struct fixture f;
    prepare(&f, PARTS, days, leaving);
    assert_true(fabs(ratio(&f, 0) - 1) < 1e-12);
    clean_up(&f);
}

static void unlike_parts_keep_their_own_rates_and_alike_ones_are_drawn_together(void **state)
{
    (void)state;
    double days[PARTS], leaving[PARTS];
    for (int i = 0; i < PARTS; i++) {
        days[i] = 1000;
        leaving[i] = i % 2 ? 1 : 3;
    }
    struct fixture f;
    prepare(&f, PARTS, days, leaving);
    assert_true(ratio(&f, 0) > 1.45 && ratio(&f, 0) < 1.55);
    assert_true(ratio(&f, 1) > 0.45 && ratio(&f, 1) < 0.55);
    clean_up(&f);
    for (int i = 0; i < PARTS; i++)
        leaving[i] = i % 2 ? 1.98 : 2.02;
    prepare(&f, PARTS, days, leaving);
    assert_true(fabs(ratio(&f, 0) - 1) < 0.005 && fabs(ratio(&f, 1) - 1) < 0.005);
    clean_up(&f);
}

/* Small parts lean on all the more, the smaller they are. */
static void the_smaller_a_part_the_nearer_it_is_to_all(void **state)
{
    (void)state;
    double days[PARTS], leaving[PARTS];
    for (int i = 0; i < PARTS; i++) {
        days[i] = 300;
        leaving[i] = 1.5 + 0.1 * i;
    }
    days[0] = 1, leaving[0] = 8;
    days[1] = 10, leaving[1] = 8;
    days[2] = 300, leaving[2] = 8;
    struct fixture f;
    prepare(&f, PARTS, days, leaving);
    assert_true(1 < ratio(&f, 0) && ratio(&f, 0) < ratio(&f, 1) && ratio(&f, 1) < ratio(&f, 2));
    assert_true(ratio(&f, 0) < 1.5 && ratio(&f, 2) > 2.2);
    clean_up(&f);
}

/* A part that is nearly all there is has the doubt of its own events, and not that of the pooled rates on top:
 * a log rate known from N events is known to 1 / sqrt(N). */
static void nothing_is_doubted_twice(void **state)
{
    (void)state;
    const double days[] = {400, 400, 4}, leaving[] = {1, 3, 2};
    struct fixture f;
    prepare(&f, 3, days, leaving);
    struct hazards pooled, h;
    assert_true(hazards_init(&pooled, GROUPS) && hazards_init(&h, GROUPS));
    double sum = 0, squares = 0, events = 0;
    for (size_t s = 0; s < f.all.states; s++)
        events += f.exposures[1].leaves[s];
    for (uint64_t draw = 0; draw < DRAWS; draw++) {
        struct random_stream all, part, years;
        random_start(&all, 1, "test", text_of(""), text_of("all"), draw);
        random_start(&part, 1, "test", text_of(""), text_of("part"), draw);
        random_start(&years, 1, "test", text_of(""), text_of("years"), draw);
        rates_draw(f.rates, &all, &years, &pooled);
        rates_parts_put(f.apart, 1, &pooled, &part, &h);
        double expected = 0;
        for (size_t s = 0; s < h.states; s++)
            expected += h.leave[s] / h.year[RATES_LEAVE] * f.exposures[1].days[s];
        sum += log(expected);
        squares += log(expected) * log(expected);
    }
    double sd = sqrt(squares / DRAWS - sum / DRAWS * sum / DRAWS) * sqrt(events);
    assert_true(sd > 0.85 && sd < 1.2);
    hazards_done(&pooled);
    hazards_done(&h);
    clean_up(&f);
}

/* How the years to come differ is no news of a part: what it has seen does not take it back. */
static void years_to_come_differ_for_every_part(void **state)
{
    (void)state;
    const double days[] = {400, 400, 4}, leaving[] = {1, 3, 2};
    struct fixture f;
    prepare(&f, 3, days, leaving);
    struct hazards pooled;
    assert_true(hazards_init(&pooled, GROUPS));
    hazards_copy(&pooled, &f.mean);
    for (size_t s = 0; s < pooled.states; s++)
        pooled.leave[s] *= 1.2;
    pooled.year[RATES_LEAVE] = 1.2;
    for (size_t i = 0; i < 3; i++) {
        struct hazards usual, other;
        assert_true(hazards_init(&usual, GROUPS) && hazards_init(&other, GROUPS));
        rates_parts_put(f.apart, i, &f.mean, NULL, &usual);
        rates_parts_put(f.apart, i, &pooled, NULL, &other);
        assert_true(fabs(other.leave[0] / usual.leave[0] - 1.2) < 1e-12);
        assert_true(fabs(other.move[0] / usual.move[0] - 1) < 1e-12);
        hazards_done(&usual);
        hazards_done(&other);
    }
    hazards_done(&pooled);
    clean_up(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_with_nothing_seen_has_the_rates_of_all),
        cmocka_unit_test(unlike_parts_keep_their_own_rates_and_alike_ones_are_drawn_together),
        cmocka_unit_test(the_smaller_a_part_the_nearer_it_is_to_all),
        cmocka_unit_test(nothing_is_doubted_twice),
        cmocka_unit_test(years_to_come_differ_for_every_part),
    };
    stats_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
