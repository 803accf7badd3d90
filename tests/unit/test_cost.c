// SPDX-License-Identifier: GPL-3.0-or-later
/* Money: bridges that add up, paybacks, and a whole reckoning against one made day by day. */
#include "unit/unit.h"

#include "base/random.h"
#include "model/cost/bridge.h"
#include "model/cost/costing.h"
#include "model/cost/invest.h"
#include "model/cost/kinds.h"
#include "model/cost/money.h"
#include "model/cost/prices.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

enum { KINDS = 12, TRIALS = 20000 };

static struct bridge_side random_side(struct random_stream *r)
{
    double days = random_below(r, 4) ? random_below(r, 100000) * (random_below(r, 2) ? 1 : .25) : 0;
    double price = random_uniform(r) * 2000;
    return (struct bridge_side){days, money_pence(days * price),
                                random_below(r, 10) ? price : (double)NAN};
}

/* Whatever the days and costs: volume + price + mix is the change, of each kind and so of all. */
static void bridges_add_up(void **state)
{
    (void)state;
    struct random_stream r;
    random_start(&r, 1, "test", text_of(""), text_of("bridge"), 0);
    for (int trial = 0; trial < TRIALS; trial++) {
        struct bridge_side from[KINDS], to[KINDS];
        struct bridge_steps steps[KINDS];
        size_t n = 1 + random_below(&r, KINDS);
        int64_t before = 0, after = 0, sum = 0;
        for (size_t i = 0; i < n; i++) {
            from[i] = random_side(&r);
            to[i] = random_side(&r);
            before += from[i].pence;
            after += to[i].pence;
        }
        bridge_make(from, to, n, steps);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(steps[i].change, to[i].pence - from[i].pence);
            assert_int_equal(steps[i].volume + steps[i].price + steps[i].mix, steps[i].change);
            sum += steps[i].volume + steps[i].price + steps[i].mix;
        }
        assert_int_equal(sum, after - before);
    }
}

static void a_bridge_says_what_changed(void **state)
{
    (void)state;
    const struct bridge_side from[2] = {{1000, 10000000, 100}, {100, 5000000, 500}};
    struct bridge_side to[2] = {{1100, 11000000, 100}, {110, 5500000, 500}};
    struct bridge_steps s[2];
    bridge_make(from, to, 2, s); /* a tenth more of everything */
    assert_true(s[0].volume == 1000000 && s[0].mix == 0 && s[0].price == 0);
    assert_true(s[1].volume == 500000 && s[1].mix == 0 && s[1].price == 0);
    to[0] = (struct bridge_side){900, 9000000, 100};
    to[1] = (struct bridge_side){200, 10000000, 500};
    bridge_make(from, to, 2, s); /* 100 days from the one to the other */
    assert_true(s[0].volume == 0 && s[0].mix == -1000000 && s[0].price == 0);
    assert_true(s[1].volume == 0 && s[1].mix == 5000000 && s[1].price == 0);
    to[0] = (struct bridge_side){1000, 11000000, 110};
    to[1] = from[1];
    bridge_make(from, to, 2, s); /* dearer by a tenth */
    assert_true(s[0].volume == 0 && s[0].mix == 0 && s[0].price == 1000000);
    assert_true(s[1].change == 0 && s[1].price == 0);
    /* A new kind is mix at its first price, and price for what it became. */
    const struct bridge_side none[2] = {{1000, 10000000, 100}, {0, 0, 400}};
    const struct bridge_side some[2] = {{900, 9000000, 100}, {100, 5000000, 500}};
    bridge_make(none, some, 2, s);
    assert_true(s[1].volume == 0 && s[1].mix == 4000000 && s[1].price == 1000000);
}

static void payback_is_when_the_money_stays_back(void **state)
{
    (void)state;
    const double spent[] = {0, 10, 10, 10, 0};
    const double in_time[] = {0, -10, 5, 5, 1}, never[] = {0, -10, 5, 4, 0};
    const double relapse[] = {0, -10, 12, -5, 4}, at_once[] = {0, 2, 2, 2, 2};
    const double nothing[] = {0, 0, 0, 0, 0};
    assert_int_equal(invest_payback(in_time, spent, 5), 3);
    assert_int_equal(invest_payback(never, spent, 5), 5);
    assert_int_equal(invest_payback(relapse, spent, 5), 4);
    assert_int_equal(invest_payback(at_once, spent, 5), 1);
    assert_int_equal(invest_payback(nothing, nothing, 5), SIZE_MAX);
}

static void levers_cost_their_share_of_the_year(void **state)
{
    (void)state;
    struct invest_lever levers[] = {
        {text_of("a"), text_of("x"), date_of(2025, 4, 1), INT32_MAX, 365, 36500},
        {text_of("b"), text_of(""), date_of(2025, 4, 11), date_of(2025, 4, 21), 0, 36500}};
    struct invest v = {.levers = levers, .count = 2};
    int32_t from = date_of(2025, 4, 1), to = date_of(2026, 3, 31);
    assert_true(fabs(invest_cost(&v, text_of("x"), from, to, false) - 37500) < 1e-9);
    assert_true(fabs(invest_cost(&v, text_of("y"), from, to, false) - 1000) < 1e-9);
    assert_true(invest_cost(&v, text_of("base"), from, to, false) == 0);
    /* growing in a straight line over the year, it costs half */
    assert_true(fabs(invest_cost(&v, text_of("x"), from, to, true) - 36500 / 2.0 - 1000) < 1e-6);
    /* and parts add up to the year */
    double parts = invest_cost(&v, text_of("x"), from, from + 99, true) +
                   invest_cost(&v, text_of("x"), from + 100, to, true);
    assert_true(fabs(parts - invest_cost(&v, text_of("x"), from, to, true)) < 1e-9);
}

static void words_and_money(void **state)
{
    (void)state;
    char text[MONEY_TEXT];
    assert_true(kind_match(text_of("Fostering: IFA"), text_of("Fostering: IFA")) >
                kind_match(text_of("Fostering"), text_of("Fostering: IFA")));
    assert_true(kind_match(text_of("Fostering"), text_of("Fostering: IFA")) >
                kind_match(text_of("All"), text_of("Fostering: IFA")));
    assert_int_equal(kind_match(text_of("Foster"), text_of("Fostering: IFA")), 0);
    assert_string_equal(money_say(123456789, text), "\xC2\xA3"
                                                    "1,234,568");
    assert_string_equal(money_say_exactly(-100000005, text), "-\xC2\xA3"
                                                             "1,000,000.05");
    assert_string_equal(money_say_exactly(-5, text), "-\xC2\xA3"
                                                     "0.05");
    assert_int_equal(money_pence(.125), 13);
    assert_int_equal(money_pence(-.125), -13);
    struct writer *w = writer_open_memory();
    money_write(w, -7);
    money_write(w, 123405);
    writer_row(w);
    assert_text(writer_bytes(w), "-0.07,1234.05\n");
    writer_close(w);
    int from, to;
    assert_true(costing_read_years("2025-26..2028-29", &from, &to) && from == 2026 && to == 2029);
    assert_true(costing_read_years("1999-00", &from, &to) && from == 2000 && to == 2000);
    assert_false(costing_read_years("2025-27", &from, &to));
    assert_false(costing_read_years("2028-29..2025-26", &from, &to));
    assert_false(costing_read_years("2025-26..", &from, &to));
}

/* A file of TEXT for as long as the test. */
static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

/* Prices that change on odd days, rises by kind, quarters: each day priced by itself. */
static double cost_by_day(int year, bool residential, double days_a_day)
{
    double sum = 0;
    for (int32_t day = date_of(year - 1, 4, 1); day <= date_of(year, 3, 31); day++) {
        double weekly = residential ? day < date_of(2025, 7, 11)  ? 5000
                                      : day < date_of(2026, 2, 3) ? 5500
                                                                  : 6000
                                    : 700;
        if (residential && year == 2027) /* 6,000 from February 2026 is of the year before */
            weekly *= 1.08;
        if (!residential)
            weekly *= year == 2026 ? 1.03 : 1.03 * 1.04;
        sum += days_a_day * weekly / 7;
    }
    return sum;
}

static void write_draws(const char *path, const double *days)
{
    static const int ends[][3] = {{2025, 6, 30}, {2025, 9, 30}, {2025, 12, 31}, {2026, 3, 31},
                                  {2026, 6, 30}, {2026, 9, 30}, {2026, 12, 31}, {2027, 3, 31}};
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("date,measure,draw,placement_kind,value,kind\n", f);
    int32_t before = date_of(2025, 3, 31);
    for (int i = 0; i < 8; i++) {
        int32_t end = date_of(ends[i][0], ends[i][1], ends[i][2]);
        for (int k = 0; k < 2; k++)
            fprintf(f, "%d-%02d-%02d,care_days,0,%s,%.0f,forecast\n", ends[i][0], ends[i][1],
                    ends[i][2], k ? "Residential: external" : "Fostering: IFA",
                    days[k] * (end - before));
        before = end;
    }
    fclose(f);
}

static void costs_are_those_of_each_day(void **state)
{
    (void)state;
    char folder[] = "/tmp/hearth-cost-XXXXXX", prices[64], rises[64], draws[64];
    assert_non_null(mkdtemp(folder));
    snprintf(prices, sizeof prices, "%s/prices", folder);
    snprintf(rises, sizeof rises, "%s/rises", folder);
    snprintf(draws, sizeof draws, "%s/draws", folder);
    write_file(prices, "la,id,start,end,observed_from,observed_to,placement_kind,weekly_cost\n"
                       ",F,2024-05-01,,2024-04-01,2026-04-01,Fostering: IFA,700\n"
                       ",R,2024-04-01,2025-07-11,2024-04-01,2026-04-01,Residential,5000\n"
                       ",R,2025-07-11,2026-02-03,2024-04-01,2026-04-01,Residential,5500\n"
                       ",R,2026-02-03,,2024-04-01,2026-04-01,Residential,6000\n");
    write_file(rises, "la,id,start,end,observed_from,observed_to,placement_kind,low_percent,"
                      "mid_percent,high_percent\n"
                      ",All,2025-04-01,2026-04-01,2024-04-01,2026-04-01,All,,3,\n"
                      ",All,2026-04-01,,2024-04-01,2026-04-01,All,,4,\n"
                      ",R,2026-04-01,,2024-04-01,2026-04-01,Residential,,8,\n");
    const double days[] = {31, 7};
    write_draws(draws, days);
    struct costing_request r = {
        .prices = prices, .inflation = rises, .kind = "placement_kind", .fixed = true};
    r.measures[COST_COST] = true;
    struct recorded said;
    struct problem_sink sink = record_to(&said);
    struct writer *w = writer_open_memory();
    assert_int_equal(costing_run(&r, draws, w, &sink), STATUS_OK);
    char expected[600];
    snprintf(expected, sizeof expected,
             "date,measure,draw,placement_kind,value,kind\n"
             "2026-03-31,cost,0,Fostering: IFA,%.2f,forecast\n"
             "2026-03-31,cost,0,Residential: external,%.2f,forecast\n"
             "2027-03-31,cost,0,Fostering: IFA,%.2f,forecast\n"
             "2027-03-31,cost,0,Residential: external,%.2f,forecast\n",
             cost_by_day(2026, false, 31), cost_by_day(2026, true, 7), cost_by_day(2027, false, 31),
             cost_by_day(2027, true, 7));
    assert_text(writer_bytes(w), expected);
    writer_close(w);
    unlink(prices);
    unlink(rises);
    unlink(draws);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bridges_add_up),
        cmocka_unit_test(a_bridge_says_what_changed),
        cmocka_unit_test(payback_is_when_the_money_stays_back),
        cmocka_unit_test(levers_cost_their_share_of_the_year),
        cmocka_unit_test(words_and_money),
        cmocka_unit_test(costs_are_those_of_each_day),
    };
    stats_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
