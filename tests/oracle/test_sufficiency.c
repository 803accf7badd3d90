// SPDX-License-Identifier: GPL-3.0-or-later
/* Children beside fixed places, without overflow: the chance of a shortfall and the places needed against closed
 * forms. Demand is simulated here, child by child, by code that shares nothing with the library: an open
 * network of three kinds of placement (project/stationary.json), whose stationary law is
 * independent Poisson and whose total one year on has the law in exact_total_t1.json; Poisson counts
 * (queue/required_places.csv); and counts whose mean is itself uncertain (gamma_poisson_predictive.csv). */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "calendar/date.h"
#include "model/sufficiency/request.h"
#include "oracle/oracle.h"
#include "stats/counts/quantile.h"
#include "stats/stats.h"
#include "table/rows.h"

#include <unistd.h>

#define DATA "tests/oracle/data/"
enum { KINDS = 3, MOST = 8 };

/* Uniform on (0, 1): a 64-bit congruential generator, the upper bits of it. */
static uint64_t generator = 20261123;
static double uniform(void)
{
    generator = generator * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return ((double)(generator >> 12) + .5) / 4503599627370496.;
}

static double exponential(double rate)
{
    return -log(uniform()) / rate;
}

/* Arrivals of a Poisson process up to a time: the count itself. */
static long poisson(double mean)
{
    long n = 0;
    for (double t = exponential(1); t < mean; t += exponential(1))
        n++;
    return n;
}

struct network {
    double rate[4][4], inflow[KINDS], stock[KINDS];
};

static struct network read_network(const char *json)
{
    struct network n;
    assert_int_equal(oracle_numbers(json, "Q", &n.rate[0][0], 16), 16);
    assert_int_equal(oracle_numbers(json, "inflow_per_year", n.inflow, KINDS), KINDS);
    assert_int_equal(oracle_numbers(json, "stock0", n.stock, KINDS), KINDS);
    return n;
}

/* Where a child who is in KIND now is after YEARS; KINDS: left. */
static int live(const struct network *n, int kind, double years)
{
    while (kind < KINDS) {
        years -= exponential(-n->rate[kind][kind]);
        if (years < 0)
            return kind;
        double u = uniform() * -n->rate[kind][kind];
        int to = 0;
        for (; to < KINDS; to++)
            if (to != kind && (u -= n->rate[kind][to]) < 0)
                break;
        kind = to;
    }
    return KINDS;
}

/* Children by kind after YEARS, from the stock at the start or from nobody. */
static void simulate(const struct network *n, double years, bool with_stock, long count[KINDS + 1])
{
    for (int k = 0; k <= KINDS; k++)
        count[k] = 0;
    for (int k = 0; k < KINDS; k++) {
        for (int i = 0; with_stock && i < (int)n->stock[k]; i++)
            count[live(n, k, years)]++;
        for (double t = exponential(n->inflow[k]); t < years; t += exponential(n->inflow[k]))
            count[live(n, k, years - t)]++;
    }
}

struct pair {
    char demand[40], supply[40];
    FILE *files[2];
};

static void open_pair(struct pair *p)
{
    char *const names[] = {p->demand, p->supply};
    for (int i = 0; i < 2; i++) {
        strcpy(names[i], "/tmp/hearth-sufficiency-XXXXXX");
        int fd = mkstemp(names[i]);
        assert_true(fd >= 0);
        p->files[i] = fdopen(fd, "w");
        fprintf(p->files[i], "date,measure,draw,placement_kind,value\n");
    }
}

static void add_row(struct pair *p, int file, long draw, int kind, long value)
{
    fprintf(p->files[file], "2030-03-31,%s,%ld,k%d,%ld\n", file ? "usable_places" : "stock", draw,
            kind, value);
}

struct answer {
    double chance, needed, low, high, mean;
};

/* Runs the whole model and reads its answer for each kind; [MOST]: Total. */
static void ask(struct pair *p, double service, struct answer answer[MOST + 1])
{
    fclose(p->files[0]);
    fclose(p->files[1]);
    const char *demand = p->demand, *supply = p->supply;
    struct sufficiency_request r = {
        .market = {.demand = &demand,
                   .demand_count = 1,
                   .supply = &supply,
                   .supply_count = 1,
                   .demand_measure = "stock",
                   .supply_measure = "usable_places",
                   .grid = 1},
        .write = {.service = service},
        .close_date = DATE_NONE,
    };
    struct text mistake;
    assert_true(
        outcome_read_measures("shortfall,p_shortfall,places_needed", r.write.measures, &mistake));
    struct writer *w = writer_open_memory();
    assert_int_equal(sufficiency_run(&r, w, NULL), STATUS_OK);
    struct text out = writer_bytes(w);
    struct rows *rows;
    assert_int_equal(rows_open_memory(&rows, "out", out.at, out.size, 0, NULL), STATUS_OK);
    while (rows_next(rows) == STATUS_OK) {
        struct text measure = rows_cell(rows, rows_column(rows, "measure"));
        struct text kind = rows_cell(rows, rows_column(rows, "placement_kind"));
        struct answer *a = &answer[kind.at[0] == 'k' ? kind.at[1] - '0' : MOST];
        double value, low = NAN, high = NAN;
        assert_true(text_number(rows_cell(rows, rows_column(rows, "value")), &value));
        text_number(rows_cell(rows, rows_column(rows, "lo95")), &low);
        text_number(rows_cell(rows, rows_column(rows, "hi95")), &high);
        if (text_is(measure, "p_shortfall"))
            a->chance = value;
        else if (text_is(measure, "shortfall"))
            a->mean = value;
        else
            *a = (struct answer){a->chance, value, low, high, a->mean};
    }
    rows_close(rows);
    writer_close(w);
    unlink(p->demand);
    unlink(p->supply);
}

/* Four standard errors of a share of N draws. */
static double four_errors(double p, double n)
{
    return 4 * sqrt(p * (1 - p) / n) + 1 / n;
}

/* The places needed at SERVICE by a law with mean MEAN: those of the closed form but for the simulation's
 * error; and the simulation's own interval holds them, widened to four errors. */
static void check_poisson(const struct answer *a, double mean, double places, double service,
                          double closed_form, double n)
{
    double error = four_errors(service, n);
    assert_true(poisson_below(closed_form, mean) >= service &&
                poisson_below(closed_form - 1, mean) < service);
    assert_true(poisson_below(a->needed, mean) >= service - error);
    assert_true(poisson_below(a->needed - 1, mean) < service + error);
    assert_true(a->low - 2 <= closed_form && closed_form <= a->high + 2);
    double over = 1 - poisson_below(places, mean);
    assert_true(fabs(a->chance - over) <= four_errors(over, n));
    /* E max(X - c, 0) = m P(X >= c) - c P(X > c) */
    double expected = mean * (1 - poisson_below(places - 1, mean)) - places * over;
    assert_true(fabs(a->mean - expected) <= 4 * sqrt(mean / n));
}

static void stationary_network(void **state)
{
    (void)state;
    enum { DRAWS = 2000 };
    char *json = oracle_text(DATA "project/stationary.json");
    struct network n = read_network(json);
    double mean[KINDS], places[KINDS];
    assert_int_equal(oracle_numbers(json, "stationary_mean", mean, KINDS), KINDS);
    assert_int_equal(oracle_numbers(json, "p95_places", places, KINDS), KINDS);
    static const long fixed[KINDS] = {100, 215, 250};
    struct pair p;
    open_pair(&p);
    for (long d = 0; d < DRAWS; d++) {
        long count[KINDS + 1];
        simulate(&n, 40, false, count);
        for (int k = 0; k < KINDS; k++) {
            add_row(&p, 0, d, k, count[k]);
            add_row(&p, 1, d, k, fixed[k]);
        }
    }
    struct answer answer[MOST + 1];
    ask(&p, .95, answer);
    double enough = 1, sum = 0;
    for (int k = 0; k < KINDS; k++) {
        check_poisson(&answer[k], mean[k], (double)fixed[k], .95, places[k], DRAWS);
        enough *= poisson_below((double)fixed[k], mean[k]); /* the kinds are independent */
        sum += answer[k].mean;
    }
    assert_true(fabs(answer[MOST].chance - (1 - enough)) <= four_errors(1 - enough, DRAWS));
    oracle_close(answer[MOST].mean, sum, 1e-9);
    free(json);
}

/* All kinds as one: the law of the total a year on is no Poisson law. */
static void total_after_a_year(void **state)
{
    (void)state;
    enum { DRAWS = 4000 };
    char *network = oracle_text(DATA "project/stationary.json");
    char *exact = oracle_text(DATA "project/exact_total_t1.json");
    struct network n = read_network(network);
    double more_than_320 = oracle_number(exact, "p_gt_320"), p95 = oracle_number(exact, "q/p95");
    struct pair p;
    open_pair(&p);
    for (long d = 0; d < DRAWS; d++) {
        long count[KINDS + 1];
        simulate(&n, 1, true, count);
        add_row(&p, 0, d, 0, count[0] + count[1] + count[2]);
        add_row(&p, 1, d, 0, 320);
    }
    struct answer answer[MOST + 1];
    ask(&p, .95, answer);
    assert_true(fabs(answer[0].chance - more_than_320) <= four_errors(more_than_320, DRAWS));
    assert_true(fabs(answer[0].needed - p95) <= 2);
    assert_true(poisson_quantile(.95, oracle_number(exact, "mean")) > p95 + 5);
    free(network);
    free(exact);
}

static void poisson_loads(void **state)
{
    (void)state;
    enum { DRAWS = 4000 };
    struct oracle_table t = oracle_table(DATA "queue/required_places.csv");
    struct pair p;
    open_pair(&p);
    for (long d = 0; d < DRAWS; d++)
        for (size_t i = 0; i < t.rows; i++) {
            add_row(&p, 0, d, (int)i, poisson(oracle_value(&t, i, "load")));
            add_row(&p, 1, d, (int)i, 25);
        }
    struct answer answer[MOST + 1];
    ask(&p, .95, answer);
    for (size_t i = 0; i < t.rows; i++) {
        double over = oracle_value(&t, i, "p_over_25");
        check_poisson(&answer[i], oracle_value(&t, i, "load"), 25, .95,
                      oracle_value(&t, i, "p95_places_poisson"), DRAWS);
        assert_true(fabs(answer[i].chance - over) <= four_errors(over, DRAWS));
    }
    oracle_table_done(&t);
}

/* A sum of SHAPE exponential times (a whole number) and, for the half, half a squared normal variate. */
static double gamma_and_a_half(int shape, double rate)
{
    double sum = 0;
    for (int i = 0; i < shape; i++)
        sum += exponential(1);
    double normal = sqrt(2 * exponential(1)) * cos(6.283185307179586 * uniform());
    return (sum + normal * normal / 2) / rate;
}

/* 42 children in three years: next year's count is not Poisson around 14. */
static void uncertain_rate(void **state)
{
    (void)state;
    enum { DRAWS = 8000 };
    struct oracle_table t = oracle_table(DATA "queue/gamma_poisson_predictive.csv");
    for (size_t i = 0; i < t.rows; i++) {
        double service = oracle_value(&t, i, "q"), predictive = oracle_value(&t, i, "predictive");
        assert_true(oracle_value(&t, i, "y") == 42 && oracle_value(&t, i, "prior_a") == .5);
        struct pair p;
        open_pair(&p);
        for (long d = 0; d < DRAWS; d++) {
            add_row(&p, 0, d, 0, poisson(gamma_and_a_half(42, oracle_value(&t, i, "years"))));
            add_row(&p, 1, d, 0, 20);
        }
        struct answer answer[MOST + 1];
        ask(&p, service, answer);
        assert_true(fabs(answer[0].needed - predictive) <= 1);
        if (service > .97) /* a Poisson law around the mean would promise too much */
            assert_true(answer[0].needed > poisson_quantile(service, 42.5 / 3));
    }
    assert_int_equal(t.rows, 5);
    oracle_table_done(&t);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stationary_network),
        cmocka_unit_test(total_after_a_year),
        cmocka_unit_test(poisson_loads),
        cmocka_unit_test(uncertain_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
