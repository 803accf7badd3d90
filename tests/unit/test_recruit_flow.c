// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/recruit/needed.h"
#include "model/recruit/to_come.h"
#include "stats/stats.h"

/* Two stages and 400 journeys, one every third day: the enquiry takes 10 days and half go on; the decision
 * takes 20 days and four of five are approved. */
enum { COUNT = 400, FIRST = 18000 };
struct world {
    struct journeys j;
    struct authority authorities[2];
    struct journey items[COUNT];
    struct step steps[2 * COUNT];
};

static void make(struct world *w, int32_t last)
{
    *w = (struct world){.j = {.items = w->items,
                              .steps = w->steps,
                              .stage_count = 2,
                              .goal = 1,
                              .group_count = 1,
                              .authorities = w->authorities,
                              .authority_count = 1,
                              .first = FIRST,
                              .last = last}};
    w->authorities[0] = (struct authority){FIRST, last};
    for (size_t i = 0; i < COUNT; i++) {
        struct journey *of = &w->items[i];
        struct step *step = &w->steps[2 * i];
        int32_t begun = FIRST + 3 * (int32_t)i;
        bool goes_on = i % 2 == 0, approved = goes_on && i / 2 % 5;
        *of = (struct journey){.la = text_of("301"),
                               .id = text_of("x"),
                               .begun = begun,
                               .ended = goes_on ? begun + 30 : begun + 10,
                               .seen_from = FIRST,
                               .seen_to = last,
                               .recorded = DATE_NONE,
                               .first_step = 2 * (uint32_t)i,
                               .steps = goes_on ? 2 : 1,
                               .outcome = approved ? OUTCOME_PROGRESS : OUTCOME_BY_APPLICANT};
        step[0] = (struct step){begun, begun + 10, 0, goes_on ? 1 : STEP_LOST};
        step[1] = (struct step){begun + 10, begun + 30, 1, approved ? STEP_APPROVED : STEP_LOST};
    }
    w->j.count = COUNT;
    w->j.step_count = 2 * COUNT;
}

static void chances_follow_stages(void **state)
{
    (void)state;
    static struct world w;
    struct flow f;
    struct flow_pool pool;
    struct flow_fit fit;
    make(&w, FIRST + 2000);
    assert_int_equal(flow_make(&f, &w.j, FIRST + 2000, 0), STATUS_OK);
    assert_true(flow_pool_init(&pool, &f) && flow_fit_init(&fit, &f));
    flow_pool_make(&pool, &f, NULL);
    flow_fit_make(&fit, &f, &pool, 0);
    assert_float_equal(flow_chance(&f, &fit, 0, -1), .4, 1e-9);
    assert_float_equal(flow_chance(&f, &fit, 0, 9), .4, 1e-9);
    assert_float_equal(flow_chance(&f, &fit, 0, 10), 0, 0);
    assert_float_equal(flow_chance(&f, &fit, 1, 5), .8, 1e-9);
    int approved = 0;
    for (uint64_t draw = 0; draw < 4000; draw++) {
        struct random_stream s;
        random_start(&s, 1, "test", text_of(""), text_of(""), draw);
        int32_t days = flow_follow(&f, &fit, &s, 0, 4, 1000);
        assert_true(days == 26 || days == FLOW_NEVER);
        approved += days == 26;
        assert_int_equal(flow_follow(&f, &fit, &s, 0, 4, 25), FLOW_NEVER);
    }
    assert_in_range(approved, 1600 - 4 * 31, 1600 + 4 * 31);
    flow_pool_done(&pool);
    flow_fit_done(&fit);
    flow_done(&f);
}

/* What happens after the origin must not be known on it. */
static void the_future_is_unknown(void **state)
{
    (void)state;
    static struct world whole, part;
    int32_t origin = FIRST + 1000;
    const struct to_come_plan plan = {.origin = origin,
                                      .calendar = PERIOD_TO_31_MARCH(EVERY_MONTH),
                                      .ahead = 4,
                                      .draws = 50,
                                      .threads = 2,
                                      .seed = 5};
    struct to_come a, b;
    make(&whole, FIRST + 2000);
    make(&part, FIRST + 2000);
    part.j.count = 0;
    for (size_t i = 0; i < COUNT; i++) { /* as a register that was made on the origin */
        struct journey *of = &part.items[i];
        if (of->begun > origin)
            continue;
        part.j.count++;
        if (of->ended > origin) {
            of->ended = DATE_NONE;
            of->outcome = OUTCOME_PENDING;
            of->steps = part.steps[of->first_step + 1].begun <= origin ? of->steps : 1;
            struct step *last = &part.steps[of->first_step + of->steps - 1];
            last->left = DATE_NONE;
            last->next = STEP_PENDING;
        }
        of->seen_to = origin;
    }
    assert_int_equal(to_come_open(&a, &whole.j, &plan), STATUS_OK);
    assert_int_equal(to_come_next(&a), STATUS_OK);
    assert_int_equal(to_come_open(&b, &part.j, &plan), STATUS_OK);
    assert_int_equal(to_come_next(&b), STATUS_OK);
    assert_memory_equal(a.counts, b.counts, 50 * 4 * sizeof *a.counts);
    to_come_close(&a);
    to_come_close(&b);
}

static void draws_do_not_depend_on_threads(void **state)
{
    (void)state;
    static struct world w;
    struct to_come a, b;
    struct to_come_plan plan = {.origin = FIRST + 1000,
                                .calendar = PERIOD_TO_31_MARCH(EVERY_MONTH),
                                .ahead = 6,
                                .draws = 40,
                                .threads = 1,
                                .seed = 5};
    make(&w, FIRST + 1000);
    assert_int_equal(to_come_open(&a, &w.j, &plan), STATUS_OK);
    assert_int_equal(to_come_next(&a), STATUS_OK);
    plan.threads = 3;
    assert_int_equal(to_come_open(&b, &w.j, &plan), STATUS_OK);
    assert_int_equal(to_come_next(&b), STATUS_OK);
    assert_memory_equal(a.counts, b.counts, 40 * 6 * sizeof *a.counts);
    /* some ten enquiries a month, of which four in ten are approved a month later */
    double sum = 0;
    for (size_t i = 0; i < 40 * 6; i++)
        sum += a.counts[i];
    assert_true(fabs(sum / (40 * 6) - 4) < .5);
    to_come_close(&a);
    to_come_close(&b);
}

/* Who is seen to SEEN only knows nothing of what came later. */
static void cut(struct world *w, struct journey *of, int32_t seen)
{
    of->seen_to = seen;
    if (of->ended <= seen)
        return;
    of->ended = DATE_NONE;
    of->outcome = OUTCOME_PENDING;
    of->steps = of->steps == 2 && w->steps[of->first_step + 1].begun <= seen ? 2 : 1;
    w->steps[of->first_step + of->steps - 1].left = DATE_NONE;
    w->steps[of->first_step + of->steps - 1].next = STEP_PENDING;
}

/* The sum over all periods, what is known included, a draw on average. */
static double mean_of(struct world *w, const struct to_come_plan *plan, struct to_come *t)
{
    double sum = 0;
    assert_int_equal(to_come_open(t, &w->j, plan), STATUS_OK);
    assert_int_equal(to_come_next(t), STATUS_OK);
    for (size_t i = 0; i < plan->draws * t->periods; i++)
        sum += t->counts[i] + t->seen[i % t->periods];
    return sum / (double)plan->draws;
}

/* Every second pair of journeys is another authority's, which was last seen three months before. */
static void authorities_go_on_from_their_own_day(void **state)
{
    (void)state;
    static struct world w;
    int32_t last = FIRST + 1023, before = FIRST + 931; /* 31 January 2022, 31 October 2021 */
    const struct to_come_plan plan = {.origin = last,
                                      .calendar = PERIOD_TO_31_MARCH(EVERY_MONTH),
                                      .ahead = 6,
                                      .draws = 60,
                                      .threads = 2,
                                      .seed = 2};
    struct to_come t;
    size_t kept = 0;
    make(&w, last);
    w.j.authority_count = 2;
    w.authorities[1] = (struct authority){FIRST, before};
    for (size_t i = 0; i < COUNT; i++) {
        struct journey of = w.items[i];
        of.authority = i / 2 % 2;
        if (of.begun > (of.authority ? before : last))
            continue;
        cut(&w, &of, of.authority ? before : last);
        w.items[kept++] = of;
    }
    w.j.count = kept;
    double mean = mean_of(&w, &plan, &t);
    assert_int_equal(t.periods, 9);
    assert_int_equal(t.group[0].to, before);
    /* four a month, of which two are the other authority's: six of the three months' twelve are known */
    assert_true(fabs(mean - 36) < 3);
    double known = 0;
    for (size_t k = 0; k < t.periods; k++)
        known += t.seen[k];
    assert_in_range(known, 5, 7);
    to_come_close(&t);
}

/* Two enquiries in three are entered after fifty days. A register that does not say so has too few
 * in its last months; with the days of entry these are made up for. */
static void late_entries_are_made_up_for(void **state)
{
    (void)state;
    static struct world w;
    int32_t last = FIRST + 1023;
    const struct to_come_plan plan = {.origin = last,
                                      .calendar = PERIOD_TO_31_MARCH(EVERY_MONTH),
                                      .ahead = 3,
                                      .draws = 60,
                                      .threads = 1,
                                      .seed = 2};
    struct to_come t;
    double mean[3];
    for (int told = 0; told < 3;
         told++) { /* all are entered; late ones are missing; and it is said */
        size_t kept = 0;
        make(&w, last);
        w.j.has_recorded = told == 2;
        for (size_t i = 0; i < COUNT; i++) {
            struct journey of = w.items[i];
            int32_t recorded = of.begun + (i % 3 ? 50 : 0);
            if (of.begun > last || (told && recorded > last))
                continue;
            of.recorded = told == 2 ? recorded : DATE_NONE;
            cut(&w, &of, last);
            w.items[kept++] = of;
        }
        w.j.count = kept;
        mean[told] = mean_of(&w, &plan, &t);
        to_come_close(&t);
    }
    assert_true(fabs(mean[0] - 12) < 1);
    assert_true(mean[1] < mean[0] - 4);
    assert_true(fabs(mean[2] - mean[0]) < 1.5);
}

static void nothing_seen_is_said(void **state)
{
    (void)state;
    static struct world w;
    struct flow f;
    make(&w, FIRST + 2000);
    assert_int_equal(flow_make(&f, &w.j, FIRST - 1, 0), STATUS_SHORT);
    flow_done(&f);
    struct to_come t;
    const struct to_come_plan plan = {.origin = FIRST + 5,
                                      .calendar = PERIOD_TO_31_MARCH(EVERY_MONTH),
                                      .ahead = 2,
                                      .draws = 20,
                                      .threads = 1};
    assert_int_equal(to_come_open(&t, &w.j, &plan), STATUS_SHORT);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chances_follow_stages),
        cmocka_unit_test(the_future_is_unknown),
        cmocka_unit_test(draws_do_not_depend_on_threads),
        cmocka_unit_test(authorities_go_on_from_their_own_day),
        cmocka_unit_test(late_entries_are_made_up_for),
        cmocka_unit_test(nothing_seen_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
