// SPDX-License-Identifier: GPL-3.0-or-later
/* The projection's exact moments against the closed form of a three-state network with Poisson
 * inflow, and its Monte Carlo against both. A year is 1,000 days here, so that all times are whole days;
 * rates are the same at every age, and nobody reaches 18. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "model/project/simulate.h"
#include "oracle/oracle.h"

#define DATA "tests/oracle/data/project/"
enum { GROUPS = 3, MONTHS = 60, YEAR = 1000, PLACES = 6, CHILDREN = 295, DRAWS = 4000 };

struct network {
    struct hazards hazards;
    struct frame frame;
    struct timeline timeline;
    struct present present;
    struct present_child children[CHILDREN];
    struct entry_plan plan;
    double begin[MONTHS + 1], mean[MONTHS];
    size_t order[GROUPS];
    int32_t dates[PLACES];
    uint16_t place[5 * YEAR + 1];
};

static void set_hazards(struct hazards *h, const char *json)
{
    double inflow[GROUPS], rates[GROUPS + 1][GROUPS + 1], total = 0, sum = 0;
    oracle_numbers(json, "inflow_per_year", inflow, GROUPS);
    oracle_numbers(json, "Q", rates[0], (GROUPS + 1) * (GROUPS + 1));
    assert_true(hazards_init(h, GROUPS));
    for (size_t g = 0; g < GROUPS; g++) {
        const double *q = rates[g];
        double moves = 0, below = 0;
        for (size_t to = 0; to < GROUPS; to++)
            moves += to != g ? q[to] : 0;
        for (int age = 0; age < PROJECT_AGES; age++)
            for (int p = 0; p < PROJECT_PHASES; p++) {
                h->leave[project_state(GROUPS, age, g, p)] = q[GROUPS] / YEAR;
                h->move[project_state(GROUPS, age, g, p)] = moves / YEAR;
            }
        for (size_t to = 0; to < GROUPS; to++) {
            below += to != g ? q[to] / moves : 0;
            for (size_t band = 0; band < PROJECT_BANDS; band++)
                h->to[(band * GROUPS + g) * GROUPS + to] = to == GROUPS - 1 ? 1 : below;
        }
        total += inflow[g];
    }
    for (int age = 0; age < PROJECT_AGES; age++)
        h->entry_age[age] = 1; /* all enter at 0 */
    for (size_t g = 0; g < GROUPS; g++) {
        sum += inflow[g] / total;
        for (size_t band = 0; band < PROJECT_BANDS; band++)
            h->entry_group[band * GROUPS + g] = g == GROUPS - 1 ? 1 : sum;
    }
}

static void set_network(struct network *n, const char *json)
{
    static const int32_t dates[PLACES] = {250, 500, 1000, 2000, 3000, 5000};
    *n = (struct network){0};
    set_hazards(&n->hazards, json);
    for (size_t g = 0; g < GROUPS; g++)
        n->order[g] = g;
    n->frame = (struct frame){.age_cells = 1, .cells = GROUPS, .order = n->order};
    n->frame.measures[PROJECT_STOCK] = true;
    memcpy(n->dates, dates, sizeof dates);
    for (int32_t day = 0; day <= dates[PLACES - 1]; day++)
        n->place[day] =
            (uint16_t)((day > 250) + (day > 500) + (day > 1000) + (day > 2000) + (day > 3000));
    n->timeline = (struct timeline){.dates = n->dates, .count = PLACES, .place = n->place};
    double stock[GROUPS];
    oracle_numbers(json, "stock0", stock, GROUPS);
    for (size_t g = 0, i = 0; g < GROUPS; g++) {
        for (int c = (int)stock[g]; c > 0; c--)
            n->children[i++] = (struct present_child){.birthday = 1e6f, .group = (uint16_t)g};
        n->present.count = i;
    }
    n->present.children = n->children;
    n->plan = (struct entry_plan){MONTHS, n->begin, n->mean};
    for (size_t m = 0; m <= MONTHS; m++)
        n->begin[m] = (double)m * 5 * YEAR / MONTHS;
    for (size_t m = 0; m < MONTHS; m++)
        n->mean[m] = 110.0 * 5 / MONTHS;
}

static double total_variance(const struct closed_form *f, size_t place)
{
    double sum = 0;
    for (size_t i = 0; i < GROUPS * GROUPS; i++)
        sum += f->covariance[place * GROUPS * GROUPS + i];
    return sum;
}

static void moments_are_those_of_the_closed_form(void **state)
{
    (void)state;
    static struct network n;
    char *json = oracle_text(DATA "stationary.json");
    set_network(&n, json);
    struct oracle_table t = oracle_table(DATA "closed_form_moments.csv");
    struct closed_form f;
    assert_int_equal(
        closed_form_make(&f, &n.frame, &n.timeline, 0, &n.present, &n.hazards, &n.plan), STATUS_OK);
    static const char *const names[] = {"kin", "foster", "res"};
    for (size_t i = 0; i < PLACES; i++) {
        char column[32];
        for (size_t g = 0; g < GROUPS; g++) {
            snprintf(column, sizeof column, "mean_%s", names[g]);
            oracle_close(f.mean[i * GROUPS + g], oracle_value(&t, i, column), 1e-7);
            snprintf(column, sizeof column, "var_%s", names[g]);
            oracle_close(f.covariance[(i * GROUPS + g) * GROUPS + g], oracle_value(&t, i, column),
                         1e-7);
        }
        oracle_close(total_variance(&f, i), oracle_value(&t, i, "var_total"), 1e-7);
    }
    closed_form_done(&f);
    hazards_done(&n.hazards);
    oracle_table_done(&t);
    free(json);
}

/* Mean and variance of the total and of each group within 4 standard errors. */
static void futures_have_these_moments(void **state)
{
    (void)state;
    static struct network n;
    static uint32_t count[PROJECT_MEASURES * PLACES * GROUPS];
    static double sum[PLACES][GROUPS + 1], squares[PLACES][GROUPS + 1];
    char *json = oracle_text(DATA "stationary.json");
    set_network(&n, json);
    for (uint64_t draw = 0; draw < DRAWS; draw++) {
        struct random_stream children, entrants;
        random_start(&children, 1, "oracle", text_of(""), text_of("child"), draw);
        random_start(&entrants, 1, "oracle", text_of(""), text_of("entrant"), draw);
        struct simulation s = {.frame = &n.frame,
                               .timeline = &n.timeline,
                               .now = &n.present,
                               .end = 5 * YEAR,
                               .hazards = &n.hazards,
                               .plan = &n.plan,
                               .wanted = n.mean,
                               .children = &children,
                               .entrants = &entrants};
        memset(count, 0, sizeof count);
        assert_int_equal(simulate(&s, count), STATUS_OK);
        simulate_add_up(&n.frame, &n.timeline, count);
        for (size_t i = 0; i < PLACES; i++) {
            double total = 0;
            for (size_t g = 0; g <= GROUPS; g++) {
                double x = g < GROUPS ? count[frame_at(&n.frame, &n.timeline, PROJECT_STOCK, i, g)]
                                      : total;
                total += x;
                sum[i][g] += x;
                squares[i][g] += x * x;
            }
        }
    }
    struct oracle_table t = oracle_table(DATA "closed_form_moments.csv");
    static const char *const names[] = {"kin", "foster", "res", "total"};
    for (size_t i = 0; i < PLACES; i++)
        for (size_t g = 0; g <= GROUPS; g++) {
            char column[32];
            snprintf(column, sizeof column, "mean_%s", names[g]);
            double mean = oracle_value(&t, i, column), got = sum[i][g] / DRAWS;
            snprintf(column, sizeof column, "var_%s", names[g]);
            double variance = oracle_value(&t, i, column);
            double spread = squares[i][g] / DRAWS - got * got;
            assert_true(fabs(got - mean) < 4 * sqrt(variance / DRAWS));
            assert_true(fabs(spread - variance) < 4 * variance * sqrt(2.0 / DRAWS));
        }
    hazards_done(&n.hazards);
    oracle_table_done(&t);
    free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_are_those_of_the_closed_form),
        cmocka_unit_test(futures_have_these_moments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
