// SPDX-License-Identifier: GPL-3.0-or-later
/* Demand beside supply: what must hold whatever the numbers are. */
#include "unit/unit.h"

#include "base/random.h"
#include "model/sufficiency/overflow.h"
#include "stats/counts/histogram.h"

#include <math.h>
#include <stdlib.h>

enum { KINDS = 5, STEPS = 12 };

struct case_of_overflow {
    struct overflow_step steps[STEPS];
    struct overflow_plan plan;
    int64_t demand[KINDS], supply[KINDS];
    double luck[STEPS];
    int64_t own[KINDS], arrived[KINDS], sent[KINDS], unmet[KINDS], left[KINDS], moved[STEPS];
    struct overflow_result result;
};

static void make_case(struct case_of_overflow *c, struct random_stream *s)
{
    c->plan = (struct overflow_plan){c->steps, random_below(s, STEPS + 1)};
    for (size_t i = 0; i < c->plan.count; i++) {
        uint32_t from = random_below(s, KINDS), to = random_below(s, KINDS - 1);
        c->steps[i] = (struct overflow_step){
            .from = from,
            .to = to + (to >= from),
            .share = random_below(s, 2) ? 1 : random_uniform(s),
            .start = (int32_t)random_below(s, 10),
            .end = random_below(s, 2) ? INT32_MIN : 5 + (int32_t)random_below(s, 10),
        };
        c->luck[i] = random_uniform(s);
    }
    for (size_t k = 0; k < KINDS; k++) {
        c->demand[k] = random_below(s, 40);
        c->supply[k] = random_below(s, 6) ? (int64_t)random_below(s, 40) : OVERFLOW_NO_LIMIT;
    }
    c->result = (struct overflow_result){c->own, c->arrived, c->sent, c->unmet, c->moved, c->left};
}

static void every_child_is_placed_once_or_unmet(void **state)
{
    (void)state;
    struct random_stream s;
    random_start(&s, 7, "test", text_of(""), text_of("overflow"), 0);
    for (int n = 0; n < 20000; n++) {
        struct case_of_overflow c;
        make_case(&c, &s);
        overflow_place(&c.plan, KINDS, 6, c.demand, c.supply, c.luck, &c.result);
        int64_t demand = 0, placed = 0, unmet = 0;
        for (size_t k = 0; k < KINDS; k++) {
            assert_true(c.own[k] >= 0 && c.arrived[k] >= 0 && c.sent[k] >= 0 && c.unmet[k] >= 0);
            assert_int_equal(c.own[k] + c.sent[k] + c.unmet[k], c.demand[k]);
            assert_true(c.supply[k] == OVERFLOW_NO_LIMIT || c.own[k] + c.arrived[k] <= c.supply[k]);
            /* Own children come first: nobody is sent away while others are let in. */
            assert_true(c.own[k] == c.demand[k] || c.arrived[k] == 0);
            assert_true(c.supply[k] != OVERFLOW_NO_LIMIT || c.own[k] == c.demand[k]);
            demand += c.demand[k];
            placed += c.own[k] + c.arrived[k];
            unmet += c.unmet[k];
        }
        assert_int_equal(placed + unmet, demand);
    }
}

/* A rule that holds and lets all go leaves nobody without a place while one is free. */
static void full_rules_leave_no_place_empty_beside_a_child(void **state)
{
    (void)state;
    struct random_stream s;
    random_start(&s, 7, "test", text_of(""), text_of("full"), 0);
    int used = 0;
    for (int n = 0; n < 5000; n++) {
        struct case_of_overflow c;
        make_case(&c, &s);
        overflow_place(&c.plan, KINDS, 6, c.demand, c.supply, c.luck, &c.result);
        for (size_t i = 0; i < c.plan.count; i++) {
            const struct overflow_step *t = &c.steps[i];
            bool holds = t->start <= 6 && (t->end == INT32_MIN || t->end > 6);
            if (!holds)
                assert_int_equal(c.moved[i], 0);
            if (!holds || t->share < 1)
                continue;
            assert_true(c.unmet[t->from] == 0 || c.left[t->to] == 0);
            used += c.moved[i] > 0;
        }
    }
    assert_true(used > 1000);
}

/* A share of few children is whole in each future, and right on average. */
static void shares_are_right_on_average(void **state)
{
    (void)state;
    struct random_stream s;
    random_start(&s, 7, "test", text_of(""), text_of("share"), 0);
    struct case_of_overflow c;
    make_case(&c, &s);
    c.plan.count = 1;
    c.steps[0] = (struct overflow_step){.from = 0, .to = 1, .share = .3, .end = INT32_MIN};
    for (size_t k = 0; k < KINDS; k++)
        c.demand[k] = c.supply[k] = 0;
    c.demand[0] = 4;
    c.supply[1] = 9;
    double sum = 0;
    enum { TIMES = 20000 };
    for (int n = 0; n < TIMES; n++) {
        c.luck[0] = random_uniform(&s);
        overflow_place(&c.plan, KINDS, 6, c.demand, c.supply, c.luck, &c.result);
        assert_true(c.moved[0] == 1 || c.moved[0] == 2);
        sum += (double)c.moved[0];
    }
    assert_true(fabs(sum / TIMES - 1.2) < 4 * .4 / sqrt(TIMES));
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void histograms_are_exact(void **state)
{
    (void)state;
    struct random_stream s;
    random_start(&s, 7, "test", text_of(""), text_of("histogram"), 0);
    for (int n = 0; n < 200; n++) {
        struct histogram h = {0};
        int64_t x[300];
        uint32_t width = 1 + random_below(&s, 400);
        size_t count = 1 + random_below(&s, 300);
        double sum = 0;
        for (size_t i = 0; i < count; i++) {
            x[i] = (int64_t)random_below(&s, width) - 150;
            sum += (double)x[i];
            assert_int_equal(histogram_add(&h, x[i]), STATUS_OK);
        }
        qsort(x, count, sizeof *x, by_size);
        assert_true(fabs(histogram_mean(&h) - sum / (double)count) < 1e-9);
        for (double p = 0; p <= 1; p += .05) {
            size_t rank = (size_t)ceil(p * (double)count - 1e-9);
            assert_int_equal(histogram_quantile(&h, p), x[rank ? rank - 1 : 0]);
        }
        uint64_t below = 0;
        for (size_t i = 0; i < count; i++)
            below += x[i] <= -100;
        assert_int_equal(histogram_below(&h, -100), below);
        histogram_done(&h);
    }
    struct histogram h = {0};
    assert_true(isnan(histogram_mean(&h)));
    assert_int_equal(histogram_add(&h, 0), STATUS_OK);
    assert_int_equal(histogram_add(&h, INT64_C(1) << 40), STATUS_VALUE);
    assert_int_equal(histogram_add(&h, -(INT64_C(1) << 40)), STATUS_VALUE);
    assert_int_equal(h.total, 1);
    histogram_done(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_child_is_placed_once_or_unmet),
        cmocka_unit_test(full_rules_leave_no_place_empty_beside_a_child),
        cmocka_unit_test(shares_are_right_on_average),
        cmocka_unit_test(histograms_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
