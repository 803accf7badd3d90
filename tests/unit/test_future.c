// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/unit.h"

#include "calendar/date.h"
#include "stream/future.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

static const char *file_with(const char *bytes)
{
    static char path[] = "/tmp/hearth-future-XXXXXX";
    strcpy(path + sizeof path - 7, "XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, strlen(bytes)), strlen(bytes));
    close(fd);
    return path;
}

#define HEADER "date,measure,draw,kind_of_place,la,value,kind\n"
#define PAST   "2025-03-31,stock,,b,1,7,actual\n"

static const struct future_settings all = {0};

static struct future *open_bytes(const char *bytes, const struct future_settings *settings)
{
    const char *path = file_with(bytes);
    struct future *f;
    assert_int_equal(future_open(&f, path, settings, NULL), STATUS_OK);
    unlink(path);
    return f;
}

static void futures_come_dense_and_in_byte_order(void **state)
{
    (void)state;
    struct future *f = open_bytes(HEADER PAST "2025-06-30,stock,0,b,2,12,forecast\n"
                                              "2025-06-30,stock,0,a,3,13,forecast\n"
                                              "2025-09-30,stock,0,b,2,22,forecast\n"
                                              "2025-09-30,stock,0,a,3,2.5,forecast\n"
                                              "2025-06-30,stock,1,b,2,112,forecast\n"
                                              "2025-09-30,stock,1,a,3,123,forecast\n"
                                              "2025-06-30,stock,1,a,3,113,forecast\n"
                                              "2025-09-30,stock,1,b,2,122,forecast\n",
                                  &all);
    const struct future_shape *s = future_shape(f);
    assert_int_equal(s->cell_count, 2);
    assert_int_equal(s->date_count, 2);
    assert_text(s->labels[0], "a");
    assert_text(s->labels[3], "2");
    assert_int_equal(s->dates[1], date_of(2025, 9, 30));
    assert_int_equal(future_dimension(s, text_of("la")), 1);
    assert_int_equal(future_measure(s, "stock"), 0);
    assert_int_equal(future_measure(s, "care_days"), -1);
    const struct future_actual *past;
    assert_int_equal(future_actuals(f, &past), 1);
    assert_text(past[0].labels[0], "b");
    assert_true(past[0].value == 7);
    long draw;
    const double *v;
    assert_int_equal(future_next(f, &draw, &v), STATUS_OK);
    assert_int_equal(draw, 0);
    assert_true(v[future_at(s, 0, 0, 0)] == 13 && v[future_at(s, 0, 0, 1)] == 12);
    assert_true(v[future_at(s, 0, 1, 0)] == 2.5 && v[future_at(s, 0, 1, 1)] == 22);
    assert_int_equal(future_next(f, &draw, &v), STATUS_OK);
    assert_int_equal(draw, 1);
    assert_true(v[future_at(s, 0, 0, 0)] == 113 && v[future_at(s, 0, 0, 1)] == 112);
    assert_true(v[future_at(s, 0, 1, 0)] == 123 && v[future_at(s, 0, 1, 1)] == 122);
    assert_int_equal(future_next(f, &draw, &v), STATUS_END);
    assert_int_equal(future_next(f, &draw, &v), STATUS_END);
    future_close(f);
}

static void only_wanted_measures_and_rows_are_kept(void **state)
{
    (void)state;
    const char *bytes = "date,measure,draw,scenario,value\n"
                        "2025-06-30,stock,0,base,1\n2025-06-30,stock,0,less,2\n"
                        "2025-06-30,starts,0,base,3\n2025-06-30,stock,1,base,4\n"
                        "2025-06-30,stock,1,less,5\n2025-06-30,starts,1,base,6\n";
    const char *const measures[] = {"stock", NULL}, *const none[] = {"care_days", NULL};
    const char *const where[] = {"scenario=less"};
    struct future *f = open_bytes(
        bytes, &(struct future_settings){.measures = measures, .where = where, .where_count = 1});
    long draw;
    const double *v;
    assert_int_equal(future_shape(f)->cell_count, 1);
    assert_int_equal(future_shape(f)->measure_count, 1);
    assert_int_equal(future_next(f, &draw, &v), STATUS_OK);
    assert_true(v[0] == 2);
    assert_int_equal(future_next(f, &draw, &v), STATUS_OK);
    assert_true(v[0] == 5);
    assert_int_equal(future_next(f, &draw, &v), STATUS_END);
    future_close(f);
    f = open_bytes(bytes, &(struct future_settings){.measures = none});
    char others[80];
    assert_int_equal(future_shape(f)->measure_count, 0);
    assert_string_equal(future_other_measures(f, others, sizeof others), "stock, starts");
    assert_int_equal(future_next(f, &draw, &v), STATUS_END);
    future_close(f);
}

/* A measure that only some cells have leaves NaN at the others, never 0. */
static void what_no_draw_has_is_not_zero(void **state)
{
    (void)state;
    struct future *f = open_bytes("date,measure,draw,a,value\n2025-06-30,x,0,p,1\n"
                                  "2025-06-30,y,0,q,2\n2025-06-30,x,1,p,3\n2025-06-30,y,1,q,4\n",
                                  &all);
    long draw;
    const double *v;
    assert_true(future_has(f, 0, 0, 0) && !future_has(f, 0, 0, 1));
    assert_true(!future_has(f, 1, 0, 0) && future_has(f, 1, 0, 1));
    for (int i = 0; i < 2; i++) {
        assert_int_equal(future_next(f, &draw, &v), STATUS_OK);
        assert_true(v[0] == 1 + 2 * i && isnan(v[1]) && isnan(v[2]) && v[3] == 2 + 2 * i);
    }
    future_close(f);
}

static void broken_futures_are_refused_by_line(void **state)
{
    (void)state;
#define ROW(date, draw, label, value) date ",stock," draw "," label ",1," value ",forecast\n"
    static const struct {
        const char *rows, *said;
        enum status status;
    } bad[] = {
        {ROW("2025-06-30", "1", "a", "1"), ":2: draw:", STATUS_ORDER},
        {ROW("2025-06-30", "0", "a", "1") ROW("2025-06-30", "2", "a", "1"), ":3: draw: draw 2",
         STATUS_ORDER},
        {ROW("2025-06-30", "0", "a", "1") ROW("2025-06-30", "1", "a", "1")
             ROW("2025-06-30", "0", "a", "1"),
         ":4: draw: a lower", STATUS_ORDER},
        {ROW("2025-06-30", "0", "a", "1") PAST, ":3: draw: an actual", STATUS_ORDER},
        {ROW("2025-06-30", "x", "a", "1"), ":2: draw: 'x'", STATUS_VALUE},
        {ROW("2025-06-30", "-1", "a", "1"), ":2: draw: '-1'", STATUS_VALUE},
        {ROW("2025-06-31", "0", "a", "1"), ":2: date: '2025-06-31'", STATUS_VALUE},
        {ROW("2025-06-30", "0", "a", ""), ":2: value: ''", STATUS_VALUE},
        {ROW("2025-06-30", "0", "a", "1") ROW("2025-06-30", "1", "a", "few"), ":3: value: 'few'",
         STATUS_VALUE},
        {ROW("2025-06-30", "0", "a", "1") ROW("2025-06-30", "1", "b", "1"), ":3: : draw 1 has",
         STATUS_VALUE},
        {ROW("2025-06-30", "0", "a", "1") ROW("2025-09-30", "1", "a", "1"), ":3: : draw 1 has",
         STATUS_VALUE},
        {ROW("2025-06-30", "0", "a", "1") ROW("2025-06-30", "0", "b", "1")
             ROW("2025-06-30", "1", "a", "1"),
         "draw 1 ends without stock of 2025-06-30: b, 1", STATUS_VALUE},
        {ROW("2025-06-30", "0", "a", "1") ROW("2025-06-30", "0", "b", "1")
             ROW("2025-06-30", "1", "a", "1") ROW("2025-06-30", "2", "a", "1"),
         "draw 1 ends without stock of 2025-06-30: b, 1", STATUS_VALUE},
        {ROW("2025-06-30", "0", "a", "1") ROW("2025-06-30", "0", "a", "1"), ":3: : draw 0 has",
         STATUS_DUPLICATE},
        {ROW("2025-06-30", "0", "a", "1") ROW("2025-06-30", "1", "a", "1")
             ROW("2025-06-30", "1", "a", "1"),
         ":4: : draw 1 has stock of 2025-06-30: a, 1 twice", STATUS_DUPLICATE},
        {PAST, "there is no draw", STATUS_SHORT},
        {"", "there is no draw", STATUS_SHORT},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char bytes[800];
        snprintf(bytes, sizeof bytes, HEADER "%s", bad[i].rows);
        const char *path = file_with(bytes);
        struct recorded r;
        struct problem_sink sink = record_to(&r);
        struct future *f;
        long draw;
        const double *v;
        enum status s = future_open(&f, path, &all, &sink);
        while (s == STATUS_OK)
            s = future_next(f, &draw, &v);
        future_close(f);
        unlink(path);
        if (!strstr(r.last, bad[i].said))
            print_error("%s", r.last);
        assert_int_equal(s, bad[i].status);
        assert_int_equal(r.by_level[PROBLEM_FATAL], 1);
        assert_non_null(strstr(r.last, bad[i].said));
    }
}

/* Negative places and half children are refused where the settings say so, in any draw; another measure
 * may have them. */
static void values_are_checked_by_line(void **state)
{
    (void)state;
#define PAIR(draw, stock, days)                                                                    \
    "2025-06-30,stock," draw ",a,1," stock ",forecast\n"                                           \
    "2025-06-30,care_days," draw ",a,1," days ",forecast\n"
    static const struct {
        const char *rows, *said;
    } cases[] = {
        {PAIR("0", "1", "1.5") PAIR("1", "2", "2.5"), ""},
        {PAIR("0", "-1", "1"), ":2: value: '-1' is negative"},
        {PAIR("0", "1", "1") PAIR("1", "1", "-3"), ":5: value: '-3' is negative"},
        {PAIR("0", "1.5", "1"), ":2: value: '1.5' is no whole multiple of 1"},
        {PAIR("0", "1", "1") PAIR("1", "2.5", "1"), ":4: value: '2.5' is no whole multiple of 1"},
    };
    static const char *const measures[] = {"stock", "care_days", NULL};
    const struct future_settings settings = {measures, NULL, 0, true, 1};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char bytes[800];
        snprintf(bytes, sizeof bytes, HEADER "%s", cases[i].rows);
        const char *path = file_with(bytes);
        struct recorded r;
        struct problem_sink sink = record_to(&r);
        struct future *f;
        long draw;
        const double *v;
        enum status s = future_open(&f, path, &settings, &sink);
        while (s == STATUS_OK)
            s = future_next(f, &draw, &v);
        future_close(f);
        unlink(path);
        assert_int_equal(s, *cases[i].said ? STATUS_VALUE : STATUS_END);
        assert_non_null(strstr(r.last, cases[i].said));
    }
}

/* Quotes, semicolons, another column order, shuffled draws: all give the same futures. */
static void every_way_of_writing_reads_the_same(void **state)
{
    (void)state;
    static const char *const ways[] = {
        "date,measure,draw,a,value\n2025-06-30,m,0,\"p, q\",1\n2025-06-30,m,0,r,2\n"
        "2025-06-30,m,1,\"p, q\",3\n2025-06-30,m,1,r,4\n2025-06-30,m,2,\"p, q\",5\n"
        "2025-06-30,m,2,r,6.5\n",
        "value,a,draw,date\n1,\"p, q\",0,2025-06-30\n2,r,0,2025-06-30\n4,r,1,2025-06-30\n"
        "3,\"p, q\",1,2025-06-30\n\"5\",\"p, q\",2,2025-06-30\n6.5,\"r\",\"2\",30/06/2025\n",
        "date;measure;draw;a;value\n2025-06-30;m;0;p, q;1\n2025-06-30;m;0;r;2\n"
        "2025-06-30;m;1;p, q;3\n2025-06-30;m;1;r;4\n2025-06-30;m;2;p, q;5\n2025-06-30;m;2;r;6.5\n",
    };
    static const double expected[] = {1, 2, 3, 4, 5, 6.5};
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
        struct future *f = open_bytes(ways[w], &all);
        long draw;
        const double *v;
        for (long i = 0; i < 3; i++) {
            assert_int_equal(future_next(f, &draw, &v), STATUS_OK);
            assert_int_equal(draw, i);
            assert_true(v[0] == expected[2 * i] && v[1] == expected[2 * i + 1]);
        }
        assert_int_equal(future_next(f, &draw, &v), STATUS_END);
        future_close(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(futures_come_dense_and_in_byte_order),
        cmocka_unit_test(only_wanted_measures_and_rows_are_kept),
        cmocka_unit_test(what_no_draw_has_is_not_zero),
        cmocka_unit_test(broken_futures_are_refused_by_line),
        cmocka_unit_test(values_are_checked_by_line),
        cmocka_unit_test(every_way_of_writing_reads_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
