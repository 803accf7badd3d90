// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "table/rows.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a reading says, as one text: "LINE:cell|cell" a row, "!LINE kind" a problem left out, "?LINE
 * kind" a note, "#LINE kind" a fatal problem, and "= status" at the end. */
struct said {
    char text[8192];
    size_t size;
};

static void say(struct said *said, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(struct said *said, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(said->text + said->size, sizeof said->text - said->size, format, arguments);
    va_end(arguments);
    assert_true(n >= 0 && (size_t)n < sizeof said->text - said->size);
    said->size += (size_t)n;
}

static void take_problem(void *context, const struct problem *p)
{
    static const char sign[] = {
        [PROBLEM_NOTE] = '?', [PROBLEM_WARNING] = '~', [PROBLEM_ROW] = '!', [PROBLEM_FATAL] = '#'};
    say(context, "%c%zu %s%s%s\n", sign[p->level], p->line, p->kind, p->column ? " " : "",
        p->column ? p->column : "");
}

static void read_all(struct said *said, const char *bytes, size_t size, size_t chunk,
                     bool backwards)
{
    struct problem_sink sink = {take_problem, said};
    struct rows *r;
    enum status s = rows_open_memory(&r, "test", bytes, size, chunk, &sink);
    if (s) {
        assert_null(r);
        say(said, "= %s\n", status_text(s));
        return;
    }
    const struct text *names;
    size_t columns = rows_header(r, &names);
    for (size_t i = 0; i < columns; i++)
        say(said, "%s%.*s", i ? "|" : "", (int)names[i].size, names[i].at);
    say(said, "\n");
    while ((s = rows_next(r)) == STATUS_OK) {
        if (backwards) /* cells may be asked for in any order */
            for (size_t i = columns; i-- > 0;)
                rows_cell(r, (int)i);
        say(said, "%zu:", rows_line(r));
        for (size_t i = 0; i < columns; i++) {
            struct text cell = rows_cell(r, (int)i);
            say(said, "%s%.*s", i ? "|" : "", (int)cell.size, cell.at);
        }
        say(said, "\n");
    }
    assert_int_equal(rows_next(r), s);
    say(said, "= %s\n", status_text(s));
    rows_close(r);
}

/* Every case is read whole and with every chunk size. */
static void check_bytes(const char *bytes, size_t size, const char *expected)
{
    for (size_t chunk = 0; chunk <= size; chunk++) {
        struct said said = {.size = 0};
        read_all(&said, bytes, size, chunk, chunk % 2 == 1);
        assert_string_equal(said.text, expected);
    }
}

static void check(const char *csv, const char *expected)
{
    check_bytes(csv, strlen(csv), expected);
}

#define END "= end of input\n"
#define BAD "= the input has the wrong form\n"

static void test_plain(void **state)
{
    (void)state;
    check("a,b\n1,2\n3,4\n", "a|b\n2:1|2\n3:3|4\n" END);
    check("a,b\n1,2\n3,4", "a|b\n2:1|2\n3:3|4\n" END);
    check("a,b\r\n1,2\r\n3,4\r\n", "a|b\n2:1|2\n3:3|4\n" END);
    check("a,b\r\n1,2\n3,4\r", "a|b\n2:1|2\n3:3|4\n" END);
    check("a,b\n,\"\"\n 1 ,\t2\n", "a|b\n2:|\n3: 1 |\t2\n" END);
    check("a\n1\n\"\"\n2\n", "a\n2:1\n3:\n4:2\n" END);
}

static void test_header(void **state)
{
    (void)state;
    check("", "#0 no-header\n" BAD);
    check("\n\r\n ,,\n", "#0 no-header\n" BAD);
    check("a,b", "a|b\n" END);
    check("a,b\n", "a|b\n" END);
    check("\n\n a , b\t\n1,2\n", "a|b\n4:1|2\n" END);
    check("a,b,a\n1,2,3\n", "#1 duplicate-column a\n" BAD);
    check("a,,b,\n1,2,3,\n", "a||b\n2:1|2|3\n" END);
    check("\"a\nb\",\"c\"\"d\"\n1,2\n", "a\nb|c\"d\n3:1|2\n" END);
    check("\"\",\"\"\n", "#1 no-header\n" BAD);
    check("a,b\"\n1,2\n", "!1 quotes\n#1 no-header\n" BAD);
}

static void test_spare_cells(void **state)
{
    (void)state;
    check("a,b,,\n1,2,,\n1,2\n1,2,\n1,2, ,\"\"\n", "a|b\n2:1|2\n3:1|2\n4:1|2\n5:1|2\n" END);
    check("a,\n,\"\"\n \t,\"\"\n\"\",\"\"\n", "a\n4:\n" END); /* else rows_raw would be blank */
    check("a,b,,\n1,2,,x\n1,2,\",\",\n1\n1,2,,,\n", "a|b\n!2 ragged\n!3 ragged\n!4 ragged\n"
                                                    "!5 ragged\n" END);
}

static void test_ragged(void **state)
{
    (void)state;
    check("a,b\n1\n1,2,3\n1,2\n\"1,2\"\n", "a|b\n!2 ragged\n!3 ragged\n4:1|2\n!5 ragged\n" END);
    check("a,b\n1,2,\n", "a|b\n!2 ragged\n" END);
}

static void test_blank(void **state)
{
    (void)state;
    check("a,b\n\n1,2\n\r\n , \n,\n\t\n3,4\n\n", "a|b\n3:1|2\n8:3|4\n" END);
}

static void test_quotes(void **state)
{
    (void)state;
    check("a,b\n\"1\",\"x,\"\"y\"\"\"\n3,4\n", "a|b\n2:1|x,\"y\"\n3:3|4\n" END);
    check("a,b\n\"1\r\n2\n\n3\",\"4\"\r\n5,6\n", "a|b\n2:1\r\n2\n\n3|4\n6:5|6\n" END);
    check("a,b\n\"1\",\" 2 \"", "a|b\n2:1| 2 \n" END);
    check("a,b\n\"1\",\" 2 \"\r", "a|b\n2:1| 2 \n" END);
    check("a,b\n1,\"\"\"\"\n2,\"\"\n", "a|b\n2:1|\"\n3:2|\n" END);
}

static void test_bad_quotes(void **state)
{
    (void)state;
    /* On one line: that row is left out. */
    check("a,b\nq\"r,2\n3,4\n", "a|b\n!2 quotes\n3:3|4\n" END);
    check("a,b\n \"1\",2\n3,4\n", "a|b\n!2 quotes\n3:3|4\n" END);
    check("a,b\n\"Smith \"Bob\" Jones\",2\n3,4\n", "a|b\n!2 quotes\n3:3|4\n" END);
    check("a,b\n\"1\" ,2\n3,4\n", "a|b\n!2 quotes\n3:3|4\n" END);
    check("a,b\nq\"r,2", "a|b\n!2 quotes\n" END);
    /* Over several lines nobody can say where the row ends. */
    check("a,b\n\"Bob,2\n3,\"A\"\n5,6\n", "a|b\n#3 quotes\n" BAD);
    check("a,b\n\"1\n2\",x\"y\n5,6\n", "a|b\n#3 quotes\n" BAD);
    check("a,b\n1,2\n\"3\n4\",\"5\n6,7\n\n", "a|b\n2:1|2\n#4 quotes\n" BAD);
    check("a,b\n1,\"", "a|b\n#2 quotes\n" BAD);
    check("a,b\n1,\"\"\"\r", "a|b\n#2 quotes\n" BAD);
}

static void test_carriage_returns(void **state)
{
    (void)state;
    check("a,b\r1,2\r3,4\r", "#1 carriage-return\n" BAD);
    check("\"a\",\"b\"\r\"1\",\"2\"\r", "#1 carriage-return\n" BAD);
    check("a,b\n1\r,2\n\"3\"\r,4\n5,6\r\r\n7,8\n",
          "a|b\n!2 carriage-return\n!3 carriage-return\n!4 carriage-return\n5:7|8\n" END);
    check("a,b\n1,\"2\r3\"\n", "a|b\n2:1|2\r3\n" END);
}

static void test_delimiters(void **state)
{
    (void)state;
    check("a;b,c;d\n1;2,5;\"x;\"\n", "?1 delimiter\na|b,c|d\n2:1|2,5|x;\n" END);
    check("a\tb\n1\t 2\n\t\n", "?1 delimiter\na|b\n2:1| 2\n" END);
    check("\";;\nx;\",b\n1,2\n", ";;\nx;|b\n3:1|2\n" END);
    check("\n;\na;b\n1;2\n", "?3 delimiter\na|b\n4:1|2\n" END);
}

static void test_encodings(void **state)
{
    (void)state;
    check("\xEF\xBB\xBF\"a\",b\n1,2\n", "a|b\n2:1|2\n" END);
    check("a,b\n\xC3\xA9,\xF0\x9F\x8F\xA0\n", "a|b\n2:\xC3\xA9|\xF0\x9F\x8F\xA0\n" END);
    check("a,b\nSi\xE2n,\x80\n\"x\n\x92\",\xFF\n",
          "a|b\n?2 windows-1252\n2:Si\xC3\xA2n|\xE2\x82\xAC\n3:x\n\xE2\x80\x99|\xC3\xBF\n" END);
    check("a,b\n1,2\n\"x\n\ny\x92\",3\n",
          "a|b\n2:1|2\n?5 windows-1252\n3:x\n\ny\xE2\x80\x99|3\n" END);
    check("caf\xE9,b\n1,\xC3\xA9\n", "?1 windows-1252\ncaf\xC3\xA9|b\n2:1|\xC3\xA9\n" END);
    /* Overlong, surrogate, beyond Unicode, cut short: no UTF-8. */
    check("a\n\xC0\x80\n", "a\n?2 windows-1252\n2:\xC3\x80\xE2\x82\xAC\n" END);
    check("a\n\xED\xA0\x80\n", "a\n?2 windows-1252\n2:\xC3\xAD\xC2\xA0\xE2\x82\xAC\n" END);
    check("a\n\xF4\x90\x80\x80\n",
          "a\n?2 windows-1252\n2:\xC3\xB4\xC2\x90\xE2\x82\xAC\xE2\x82\xAC\n" END);
    check("a\n\xE2\x82\n", "a\n?2 windows-1252\n2:\xC3\xA2\xE2\x80\x9A\n" END);
    check("a\n\xE0\x9F\xBF\n", "a\n?2 windows-1252\n2:\xC3\xA0\xC5\xB8\xC2\xBF\n" END);
}

static void test_refused(void **state)
{
    (void)state;
    check_bytes("\xFF\xFE"
                "a\0,\0b\0\n\0",
                10, "#1 utf-16\n" BAD);
    check_bytes("\xFE\xFF\0a\0,\0b", 8, "#1 utf-16\n" BAD);
    check_bytes("a\0,\0b\0\n\0", 8, "#1 utf-16\n" BAD);
    check_bytes("\0a\0,\0b\0\n", 8, "#1 utf-16\n" BAD);
    check_bytes("PK\x03\x04zip", 7, "#1 workbook\n" BAD);
    check_bytes("a,b\n1,2\n3,\0\n4,5\n", 17, "a|b\n2:1|2\n#3 nul\n" BAD);
    check_bytes("a,b\n\"1\n\n\0\",2\n", 14, "a|b\n#4 nul\n" BAD);
}

static void test_columns(void **state)
{
    (void)state;
    struct said said = {.size = 0};
    struct problem_sink sink = {take_problem, &said};
    struct rows *r;
    assert_int_equal(rows_open_memory(&r, "t", "a,b,c\n1,2,3\n", 12, 0, &sink), STATUS_OK);
    assert_int_equal(rows_column(r, "c"), 2);
    assert_int_equal(rows_column(r, "C"), -1);
    int index[3];
    assert_int_equal(rows_columns(r, (const char *const[]){"c", "a", NULL}, index), STATUS_OK);
    assert_int_equal(index[0], 2);
    assert_int_equal(index[1], 0);
    assert_int_equal(rows_columns(r, (const char *const[]){"x", "a", "y", NULL}, index),
                     STATUS_FORMAT);
    assert_int_equal(index[0], -1);
    assert_string_equal(said.text, "#1 missing-column\n");
    assert_int_equal(rows_next(r), STATUS_OK);
    assert_int_equal(rows_cell(r, -1).size, 0);
    assert_int_equal(rows_cell(r, 3).size, 0);
    rows_problem(r, PROBLEM_ROW, "not-a-date", 1, "'%s'", "2");
    assert_string_equal(said.text, "#1 missing-column\n!2 not-a-date b\n");
    rows_close(r);
}

static void test_files(void **state)
{
    (void)state;
    struct said said = {.size = 0};
    struct problem_sink sink = {take_problem, &said};
    struct rows *r;
    assert_int_equal(rows_open(&r, "/nonexistent/x.csv", &sink), STATUS_READ);
    assert_null(r);
    assert_int_equal(rows_open(&r, "/", &sink), STATUS_READ);
    assert_int_equal(rows_open(&r, "/dev/null", &sink), STATUS_FORMAT);
    assert_string_equal(said.text, "#0 unreadable\n#0 unreadable\n#0 no-header\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),       cmocka_unit_test(test_header),
        cmocka_unit_test(test_spare_cells), cmocka_unit_test(test_ragged),
        cmocka_unit_test(test_blank),       cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_bad_quotes),  cmocka_unit_test(test_carriage_returns),
        cmocka_unit_test(test_delimiters),  cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_refused),     cmocka_unit_test(test_columns),
        cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
