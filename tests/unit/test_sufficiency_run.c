// SPDX-License-Identifier: GPL-3.0-or-later
/* Whole runs over random futures: every child is somewhere, and what is said to close a gap closes it, with
 * nothing to spare. */
#include "unit/unit.h"

#include "base/random.h"
#include "calendar/date.h"
#include "model/sufficiency/request.h"
#include "stats/stats.h"
#include "table/rows.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

enum { LAS = 3, KINDS = 4, DATES = 2, DRAWS = 40 };
static const char *const kinds[KINDS] = {"Fostering: IFA", "Fostering: in-house",
                                         "Residential: in-house", "Supported: registered"};
static const char *const las[LAS] = {"301", "302", "303"};
static const char *const dates[DATES] = {"2026-03-31", "2027-03-31"};

struct world {
    long demand[DRAWS][DATES][LAS][KINDS], supply[DRAWS][DATES][LAS][KINDS];
    long households[DRAWS][DATES][LAS][KINDS], days[DRAWS][DATES][LAS][KINDS];
};

static void make_world(struct world *w, struct random_stream *s)
{
    for (int i = 0; i < DRAWS; i++)
        for (int d = 0; d < DATES; d++)
            for (int a = 0; a < LAS; a++)
                for (int k = 0; k < KINDS; k++) {
                    w->demand[i][d][a][k] = (long)random_below(s, 12);
                    w->supply[i][d][a][k] = 2 + (long)random_below(s, 10);
                    w->households[i][d][a][k] = 1 + (long)random_below(s, 5);
                    w->days[i][d][a][k] = (long)random_below(s, 900);
                }
}

/* Writes both streams; their names go to PATHS. */
static void write_world(const struct world *w, char paths[2][40])
{
    for (int f = 0; f < 2; f++) {
        strcpy(paths[f], "/tmp/hearth-run-XXXXXX");
        int fd = mkstemp(paths[f]);
        assert_true(fd >= 0);
        FILE *out = fdopen(fd, "w");
        fprintf(out, "date,measure,draw,la,placement_kind,value\n");
        for (int i = 0; i < DRAWS; i++)
            for (int d = 0; d < DATES; d++)
                for (int a = 0; a < LAS; a++)
                    for (int k = 0; k < KINDS; k++) {
                        fprintf(out, "%s,%s,%d,%s,%s,%ld\n", dates[d],
                                f ? "usable_places" : "stock", i, las[a], kinds[k],
                                f ? w->supply[i][d][a][k] : w->demand[i][d][a][k]);
                        fprintf(out, "%s,%s,%d,%s,%s,%ld\n", dates[d],
                                f ? "households" : "care_days", i, las[a], kinds[k],
                                f ? w->households[i][d][a][k] : w->days[i][d][a][k]);
                    }
        fclose(out);
    }
}

static struct sufficiency_request request_of(const char *const paths[2])
{
    return (struct sufficiency_request){
        .market = {.demand = &paths[0],
                   .demand_count = 1,
                   .supply = &paths[1],
                   .supply_count = 1,
                   .demand_measure = "stock",
                   .supply_measure = "usable_places",
                   .grid = 1},
        .write = {.service = .9},
        .nowhere = "no place",
        .close_date = DATE_NONE,
        .seed = 1,
    };
}

/* Runs R, gives the rows of what it wrote. */
static struct rows *run_request(struct sufficiency_request *r, struct writer **w)
{
    struct text mistake;
    assert_true(outcome_read_measures(NULL, r->write.measures, &mistake));
    *w = writer_open_memory();
    assert_int_equal(sufficiency_run(r, *w, NULL), STATUS_OK);
    struct text out = writer_bytes(*w);
    struct rows *rows;
    assert_int_equal(rows_open_memory(&rows, "out", out.at, out.size, 0, NULL), STATUS_OK);
    return rows;
}

static struct text cell(struct rows *rows, const char *column)
{
    return rows_cell(rows, rows_column(rows, column));
}

static double number(struct rows *rows, const char *column)
{
    double x = NAN;
    assert_true(text_number(cell(rows, column), &x));
    return x;
}

static int find(const char *const *names, int count, struct text t)
{
    for (int i = 0; i < count; i++)
        if (text_is(t, names[i]))
            return i;
    return -1;
}

static const char *const rules[] = {
    "",
    ",a,2010-01-01,,2010-01-01,2030-01-01,Fostering: in-house,Fostering: IFA,1,,\n",
    ",a,2010-01-01,,2010-01-01,2030-01-01,Fostering,Residential: in-house,1,50,\n"
    ",b,2010-01-01,2026-06-01,2010-01-01,2030-01-01,Residential: in-house,Supported: "
    "registered,2,30,\n"
    ",c,2010-01-01,,2010-01-01,2030-01-01,Supported: registered,Residential: in-house,2,,\n"
    ",d,2010-01-01,,2010-01-01,2030-01-01,Fostering: IFA,,,,no limit\n",
};

/* By authority, date and future: the children placed, those left out and those without a place are the
 * children there were; and so are their days. */
static void check_placements(struct rows *rows, const struct world *w)
{
    static double stock[DRAWS][DATES][LAS], days[DRAWS][DATES][LAS];
    memset(stock, 0, sizeof stock);
    memset(days, 0, sizeof days);
    while (rows_next(rows) == STATUS_OK) {
        int d = find(dates, DATES, cell(rows, "date")), a = find(las, LAS, cell(rows, "la"));
        int i = (int)number(rows, "draw");
        double value = number(rows, "value");
        assert_true(d >= 0 && a >= 0 && i >= 0 && i < DRAWS && value >= 0);
        bool is_stock = text_is(cell(rows, "measure"), "stock");
        assert_true(!is_stock || value == floor(value));
        *(is_stock ? &stock[i][d][a] : &days[i][d][a]) += value;
    }
    for (int i = 0; i < DRAWS; i++)
        for (int d = 0; d < DATES; d++)
            for (int a = 0; a < LAS; a++) {
                double children = 0, all_days = 0;
                for (int k = 0; k < KINDS; k++) {
                    children += (double)w->demand[i][d][a][k];
                    all_days += (double)w->days[i][d][a][k];
                }
                assert_true(stock[i][d][a] == children);
                assert_true(fabs(days[i][d][a] - all_days) < 1e-6);
            }
}

static void every_child_and_day_is_somewhere(void **state)
{
    (void)state;
    struct random_stream s;
    random_start(&s, 5, "test", text_of(""), text_of("placements"), 0);
    struct world *w = malloc(sizeof *w);
    assert_non_null(w);
    for (int n = 0; n < 12; n++) {
        char names[2][40], table[40] = "/tmp/hearth-rules-XXXXXX";
        make_world(w, &s);
        write_world(w, names);
        const char *const paths[2] = {names[0], names[1]};
        FILE *out = fdopen(mkstemp(table), "w");
        fprintf(out,
                "la,id,start,end,observed_from,observed_to,kind,next_kind,order,share,places\n");
        fprintf(out, "%s", rules[n % 3]);
        fclose(out);
        struct sufficiency_request r = request_of(paths);
        r.placements = r.market.care_days = true;
        r.overflow = table;
        if (n % 2)
            r.nowhere = kinds[0];
        if (n > 5)
            assert_int_equal(overflow_state(&r.table, "Supported: registered",
                                            n % 3 == 2 ? PLACES_NO_LIMIT : PLACES_LEFT_OUT),
                             STATUS_OK);
        struct writer *writer;
        struct rows *rows = run_request(&r, &writer);
        check_placements(rows, w);
        rows_close(rows);
        writer_close(writer);
        unlink(names[0]);
        unlink(names[1]);
        unlink(table);
    }
    free(w);
}

/* Futures in which kind K of authority A is short on the last date although PLACES are added and so many per
 * cent of the children need none; K = -1: any kind, nothing but the reduction. */
static int shorts(const struct world *w, int a, int k, double places, double household,
                  double per_cent)
{
    int count = 0;
    for (int i = 0; i < DRAWS; i++) {
        bool is_short = false;
        for (int j = k < 0 ? 0 : k; j < (k < 0 ? KINDS : k + 1); j++) {
            double demand = (double)w->demand[i][DATES - 1][a][j];
            double supply = (double)w->supply[i][DATES - 1][a][j];
            double each = supply / (double)w->households[i][DATES - 1][a][j];
            is_short = is_short ||
                       demand * (1 - per_cent / 100) > supply + places + household * each + 1e-9;
        }
        count += is_short;
    }
    return count;
}

enum { MOST_SHORT = 4 }; /* one in ten of 40 */

static void check_lever(const struct world *w, struct rows *rows, double both[LAS][KINDS + 1][2])
{
    struct text measure = cell(rows, "measure");
    int a = find(las, LAS, cell(rows, "la"));
    int k = find(kinds, KINDS, cell(rows, "placement_kind"));
    double value = number(rows, "value");
    assert_true(number(rows, "lo95") <= value && value <= number(rows, "hi95"));
    if (text_is(measure, "close_places") && k >= 0) {
        assert_true(shorts(w, a, k, value, 0, 0) <= MOST_SHORT);
        assert_true(value == 0 || shorts(w, a, k, value - 1, 0, 0) > MOST_SHORT);
    } else if (text_is(measure, "close_households")) {
        assert_true(shorts(w, a, k, 0, value, 0) <= MOST_SHORT);
        assert_true(value == 0 || shorts(w, a, k, 0, value - 1, 0) > MOST_SHORT);
    } else if (text_is(measure, "close_reduction")) {
        assert_true(shorts(w, a, k, 0, 0, value) <= MOST_SHORT);
        assert_true(value == 0 || shorts(w, a, k, 0, 0, value - .1) > MOST_SHORT);
    } else if (text_is(measure, "close_both_places")) {
        both[a][k < 0 ? KINDS : k][0] = value;
    } else if (text_is(measure, "close_both_reduction")) {
        both[a][k < 0 ? KINDS : k][1] = value;
    }
}

static void what_closes_a_gap_is_the_least_that_does(void **state)
{
    (void)state;
    struct random_stream s;
    random_start(&s, 5, "test", text_of(""), text_of("close"), 0);
    struct world *w = malloc(sizeof *w);
    assert_non_null(w);
    int rows_seen = 0;
    for (int n = 0; n < 6; n++) {
        char names[2][40];
        make_world(w, &s);
        write_world(w, names);
        const char *const paths[2] = {names[0], names[1]};
        struct sufficiency_request r = request_of(paths);
        r.close = .1;
        r.market.households = true;
        struct writer *writer;
        struct rows *rows = run_request(&r, &writer);
        double both[LAS][KINDS + 1][2];
        while (rows_next(rows) == STATUS_OK) {
            struct text measure = cell(rows, "measure");
            if (measure.size > 6 && memcmp(measure.at, "close_", 6) == 0) {
                check_lever(w, rows, both);
                rows_seen++;
            }
        }
        for (int a = 0; a < LAS; a++)
            for (int k = 0; k < KINDS; k++)
                assert_true(shorts(w, a, k, both[a][k][0], 0, both[a][k][1]) <= MOST_SHORT);
        rows_close(rows);
        writer_close(writer);
        unlink(names[0]);
        unlink(names[1]);
    }
    free(w);
    assert_int_equal(rows_seen, 6 * LAS * (KINDS * 5 + 4));
}

/* What each authority lacks alone adds up to the Total; pooling never makes it more. */
static void pooling_saves(void **state)
{
    (void)state;
    struct random_stream s;
    random_start(&s, 5, "test", text_of(""), text_of("pool"), 0);
    struct world *w = malloc(sizeof *w);
    assert_non_null(w);
    char names[2][40];
    make_world(w, &s);
    write_world(w, names);
    const char *const paths[2] = {names[0], names[1]};
    struct sufficiency_request r = request_of(paths);
    r.pool = "la";
    struct writer *writer;
    struct rows *rows = run_request(&r, &writer);
    double sum[KINDS + 1] = {0}, total[KINDS + 1], pooled[KINDS + 1], saved[KINDS + 1];
    while (rows_next(rows) == STATUS_OK) {
        struct text la = cell(rows, "la"), kind = cell(rows, "placement_kind");
        int k = text_is(kind, "Total") ? KINDS : find(kinds, KINDS, kind);
        if (!text_is(cell(rows, "measure"), "shortfall") ||
            !text_is(cell(rows, "date"), dates[DATES - 1]))
            continue;
        double value = number(rows, "value");
        if (find(las, LAS, la) >= 0)
            sum[k] += value;
        else if (text_is(la, "Total"))
            total[k] = value;
        else if (text_is(la, "Pooled"))
            pooled[k] = value;
        else
            saved[k] = value;
        assert_true(number(rows, "lo95") >= 0);
    }
    for (int k = 0; k <= KINDS; k++) {
        double expected = 0; /* pooled, counted here */
        for (int i = 0; i < DRAWS; i++)
            for (int j = k < KINDS ? k : 0; j < (k < KINDS ? k + 1 : KINDS); j++) {
                long gap = 0;
                for (int a = 0; a < LAS; a++)
                    gap += w->demand[i][DATES - 1][a][j] - w->supply[i][DATES - 1][a][j];
                expected += gap > 0 ? (double)gap / DRAWS : 0;
            }
        assert_true(fabs(pooled[k] - expected) < 1e-9);
        assert_true(fabs(total[k] - sum[k]) < 1e-9);
        assert_true(fabs(saved[k] - (total[k] - pooled[k])) < 1e-9);
    }
    rows_close(rows);
    writer_close(writer);
    unlink(names[0]);
    unlink(names[1]);
    free(w);
}

/* 30 of 90 in one kind live far away: the share drawn for a future is 30.5 of 91, give or take. */
static void shares_out_of_area(void **state)
{
    (void)state;
    char path[40] = "/tmp/hearth-area-XXXXXX";
    FILE *out = fdopen(mkstemp(path), "w");
    fprintf(out, "la,id,start,end,observed_from,observed_to,placement_kind,placement_la\n");
    for (int i = 0; i < 100; i++)
        fprintf(out, "301,%03d,2024-01-01,,2020-04-01,2025-03-31,%s,%s\n", i,
                i < 95 ? kinds[0] : "another",
                i >= 90 ? ""
                : i % 3 ? "301"
                        : "302");
    fclose(out);
    struct text labels[2] = {text_of(kinds[0]), text_of(kinds[1])};
    struct area area;
    assert_int_equal(area_read(&area, path, text_of("placement_kind"), labels, 2, 0, NULL),
                     STATUS_OK);
    assert_true(area.far[0] == 30 && area.known[0] == 90 && area.unknown == 5);
    struct random_stream s;
    random_start(&s, 5, "test", text_of(""), text_of("area"), 0);
    enum { TIMES = 20000 };
    double sum = 0, squares = 0, other = 0;
    for (int i = 0; i < TIMES; i++) {
        double p = area_share(&area, 0, &s);
        sum += p;
        squares += p * p;
        other += area_share(&area, 1, &s); /* nobody is there: the share of all */
    }
    double mean = 30.5 / 91, sd = sqrt(mean * (1 - mean) / 92);
    assert_true(fabs(sum / TIMES - mean) < 4 * sd / sqrt(TIMES));
    assert_true(fabs(other / TIMES - mean) < 4 * sd / sqrt(TIMES));
    assert_true(fabs(sqrt(squares / TIMES - sum / TIMES * sum / TIMES) / sd - 1) < .03);
    area_done(&area);
    unlink(path);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_child_and_day_is_somewhere),
        cmocka_unit_test(what_closes_a_gap_is_the_least_that_does),
        cmocka_unit_test(pooling_saves),
        cmocka_unit_test(shares_out_of_area),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
