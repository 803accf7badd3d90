// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/unit.h"

#include "stream/draws.h"
#include "stream/spells.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

/* A file with these bytes; its name is a view into static storage until the next call. */
static const char *file_with(const char *bytes)
{
    static char path[] = "/tmp/hearth-stream-XXXXXX";
    strcpy(path + sizeof path - 7, "XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, strlen(bytes)), strlen(bytes));
    close(fd);
    return path;
}

#define SPELLS "la,id,start,end,observed_from,observed_to,category\n"

/* Reads all spells of BYTES; the status that ended it. */
static enum status read_spells(const char *bytes, struct recorded *r, size_t *count)
{
    struct problem_sink sink = record_to(r);
    const char *path = file_with(bytes);
    struct spells *s;
    *count = 0;
    enum status status = spells_open(&s, path, &sink);
    struct spell now;
    while (status == STATUS_OK && (status = spells_next(s, &now)) == STATUS_OK)
        ++*count;
    spells_close(s);
    unlink(path);
    return status;
}

static void spells_are_read_with_their_subject(void **state)
{
    (void)state;
    const char *path =
        file_with(SPELLS "301,7,2020-01-01,2020-02-01,2019-04-01,2021-03-31,Fostering\n"
                         "301,7,2020-02-01,,2019-04-01,2021-03-31,Residential\n"
                         "302,7,2020-02-01,,2019-04-01,2021-03-31,Residential\n");
    struct spells *s;
    struct spell now;
    assert_int_equal(spells_open(&s, path, NULL), STATUS_OK);
    assert_int_equal(spells_next(s, &now), STATUS_OK);
    assert_false(now.same_la || now.same_subject);
    assert_int_equal(spell_over(&now), date_of(2020, 2, 1));
    assert_int_equal(spells_next(s, &now), STATUS_OK);
    assert_true(now.same_la && now.same_subject);
    assert_int_equal(now.end, DATE_NONE);
    assert_int_equal(spell_over(&now), date_of(2021, 4, 1));
    assert_text(rows_cell(spells_rows(s), rows_column(spells_rows(s), "category")), "Residential");
    assert_int_equal(spells_next(s, &now), STATUS_OK);
    assert_false(now.same_la || now.same_subject);
    assert_int_equal(spells_next(s, &now), STATUS_END);
    spells_close(s);
    unlink(path);
}

static void missing_columns_are_all_named_at_once(void **state)
{
    (void)state;
    struct recorded r;
    size_t count;
    assert_int_equal(read_spells("la,id,start,category\n1,2,2020-01-01,x\n", &r, &count),
                     STATUS_FORMAT);
    assert_int_equal(r.by_level[PROBLEM_FATAL], 1);
    assert_non_null(strstr(r.last, "end"));
    assert_non_null(strstr(r.last, "observed_from"));
    assert_non_null(strstr(r.last, "observed_to"));
}

static void unusable_spells_are_left_out_by_line_and_column(void **state)
{
    (void)state;
    static const struct {
        const char *row, *place;
    } bad[] = {
        {"301,,2020-01-01,,2019-04-01,2021-03-31,x\n", ":2: id:"},
        {"301,1,,,2019-04-01,2021-03-31,x\n", ":2: start:"},
        {"301,1,31/02/2020,,2019-04-01,2021-03-31,x\n", ":2: start:"},
        {"301,1,2020-01-02,2020-01-01,2019-04-01,2021-03-31,x\n", ":2: end:"},
        {"301,1,2020-01-02,soon,2019-04-01,2021-03-31,x\n", ":2: end:"},
        {"301,1,2020-01-01,,2021-04-01,2021-03-31,x\n", ":2: observed_to:"},
        {"301,1,2021-05-01,,2019-04-01,2021-03-31,x\n", ":2: observed_to:"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char bytes[400];
        snprintf(bytes, sizeof bytes, SPELLS "%s301,9,2020-01-01,,2019-04-01,2021-03-31,x\n",
                 bad[i].row);
        struct recorded r;
        size_t count;
        assert_int_equal(read_spells(bytes, &r, &count), STATUS_END);
        assert_int_equal(count, 1);
        assert_int_equal(r.by_level[PROBLEM_ROW], 1);
        assert_non_null(strstr(r.last, bad[i].place));
    }
}

static void spells_out_of_order_are_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "302,1,2020-01-01,,2019-04-01,2021-03-31,x\n301,1,2020-01-01,,2019-04-01,2021-03-31,x\n",
        "301,2,2020-01-01,,2019-04-01,2021-03-31,x\n301,1,2020-01-01,,2019-04-01,2021-03-31,x\n",
        "301,1,2020-01-02,,2019-04-01,2021-03-31,x\n301,1,2020-01-01,,2019-04-01,2021-03-31,x\n",
    };
    static const char *const columns[] = {"la", "id", "start"};
    for (size_t i = 0; i < 3; i++) {
        char bytes[400], place[32];
        snprintf(bytes, sizeof bytes, SPELLS "%s", rows[i]);
        snprintf(place, sizeof place, ":3: %s:", columns[i]);
        struct recorded r;
        size_t count;
        assert_int_equal(read_spells(bytes, &r, &count), STATUS_ORDER);
        assert_non_null(strstr(r.last, place));
    }
}

static void series_are_grouped_and_written_back(void **state)
{
    (void)state;
    static const char bytes[] = "date,measure,category,value,kind,status\n"
                                "2020-03-31,stock,Fostering,10,actual,\n"
                                "2020-03-31,stock,Residential,2.5,actual,\n"
                                "2020-06-30,stock,Fostering,,,x\n"
                                "2020-06-30,stock,Residential,3,forecast,\n";
    const char *path = file_with(bytes);
    struct series_table t;
    assert_int_equal(series_read(&t, path, NULL, NULL), STATUS_OK);
    unlink(path);
    assert_int_equal(t.row_count, 4);
    assert_int_equal(t.series_count, 2);
    assert_int_equal(t.dimension_count, 1);
    assert_int_equal(series_dimension(&t, "category"), 0);
    assert_int_equal(t.series[1].length, 2);
    assert_int_equal(t.by_series[t.series[1].first + 1], 3);
    assert_true(isnan(t.rows[2].value));
    assert_text(series_word(&t, t.rows[2].status), "x");
    assert_int_equal(t.rows[2].kind, t.actual);
    char name[64];
    assert_string_equal(series_name(&t, 1, name, sizeof name), "stock, category Residential");
    struct writer *w = writer_open_memory();
    struct series_columns columns = {.kind = true, .status = true};
    series_write_header(w, t.dimensions, t.dimension_count, &columns);
    for (size_t i = 0; i < t.row_count; i++)
        series_write_row(w, &t, &t.rows[i], &columns);
    assert_text(writer_bytes(w), "date,measure,category,value,kind,status\n"
                                 "2020-03-31,stock,Fostering,10,actual,\n"
                                 "2020-03-31,stock,Residential,2.5,actual,\n"
                                 "2020-06-30,stock,Fostering,,actual,x\n"
                                 "2020-06-30,stock,Residential,3,forecast,\n");
    assert_int_equal(writer_close(w), STATUS_OK);
    series_done(&t);
}

static void bad_numbers_and_doubles_are_named(void **state)
{
    (void)state;
    struct recorded r;
    struct problem_sink sink = record_to(&r);
    const char *path = file_with("date,value,la\n2020-03-31,c,301\n2020-03-31,1,301\n"
                                 "31/03/2020,2,301\n2020-02-30,2,301\n");
    struct series_table t;
    assert_int_equal(series_read(&t, path, NULL, &sink), STATUS_OK);
    unlink(path);
    assert_int_equal(t.row_count, 2);
    assert_int_equal(r.by_level[PROBLEM_ROW], 2);
    assert_int_equal(r.by_level[PROBLEM_WARNING], 1);
    assert_non_null(strstr(r.last, "value, la 301"));
    assert_non_null(strstr(r.last, "line 3"));
    series_done(&t);
}

static void many_series_keep_apart(void **state)
{
    (void)state;
    static char bytes[400000];
    size_t used = (size_t)snprintf(bytes, sizeof bytes, "date,a,b,value\n");
    for (int i = 0; i < 3000; i++)
        for (int y = 2020; y < 2022; y++)
            used += (size_t)snprintf(bytes + used, sizeof bytes - used, "%d-03-31,%d,%d,%d\n", y,
                                     i % 60, i / 60, i + y);
    const char *path = file_with(bytes);
    struct series_table t;
    assert_int_equal(series_read(&t, path, NULL, NULL), STATUS_OK);
    unlink(path);
    assert_int_equal(t.series_count, 3000);
    for (uint32_t i = 0; i < 3000; i++) {
        assert_int_equal(t.series[i].length, 2);
        for (uint32_t k = 0; k < 2; k++)
            assert_true(t.rows[t.by_series[t.series[i].first + k]].value == i + 2020 + k);
    }
    series_done(&t);
}

static void draws_come_one_future_at_a_time(void **state)
{
    (void)state;
    const char *path = file_with("date,measure,category,value,draw\n2020-03-31,stock,F,10,\n"
                                 "2020-06-30,stock,F,11,0\n2020-06-30,stock,F,9,1\n"
                                 "2020-06-30,stock,F,8,0\n");
    struct recorded r;
    struct problem_sink sink = record_to(&r);
    struct draws *d;
    struct draw_row row;
    assert_int_equal(draws_open(&d, path, &sink), STATUS_OK);
    const struct text *names;
    assert_int_equal(draws_dimensions(d, &names), 1);
    assert_text(names[0], "category");
    assert_int_equal(draws_next(d, &row), STATUS_OK);
    assert_int_equal(row.draw, DRAW_NONE);
    assert_text(row.kind, "actual");
    assert_int_equal(draws_next(d, &row), STATUS_OK);
    assert_int_equal(row.draw, 0);
    assert_text(row.kind, "forecast");
    assert_text(row.labels[0], "F");
    assert_int_equal(draws_next(d, &row), STATUS_OK);
    assert_true(row.numbers.value == 9);
    assert_int_equal(draws_next(d, &row), STATUS_ORDER);
    assert_non_null(strstr(r.last, ":5: draw:"));
    draws_close(d);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spells_are_read_with_their_subject),
        cmocka_unit_test(missing_columns_are_all_named_at_once),
        cmocka_unit_test(unusable_spells_are_left_out_by_line_and_column),
        cmocka_unit_test(spells_out_of_order_are_refused),
        cmocka_unit_test(series_are_grouped_and_written_back),
        cmocka_unit_test(bad_numbers_and_doubles_are_named),
        cmocka_unit_test(many_series_keep_apart),
        cmocka_unit_test(draws_come_one_future_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
