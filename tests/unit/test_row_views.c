// SPDX-License-Identifier: GPL-3.0-or-later
/* The rows themselves: raw copies, long ones, wide ones, and rows out of a pipe. What the reader
 * says of each form of file is in test_rows.c. */
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
#include <sys/wait.h>
#include <unistd.h>

static void test_raw(void **state)
{
    (void)state;
    static const char csv[] = "\xEF\xBB\xBF\"a\",b,,\r\n 1 ,\"x\r\ny\",,\r\ncaf\xE9,2,,\n";
    struct rows *r;
    assert_int_equal(rows_open_memory(&r, "t", csv, sizeof csv - 1, 3, NULL), STATUS_OK);
    assert_true(text_is(rows_header_raw(r), "\"a\",b"));
    assert_int_equal(rows_next(r), STATUS_OK);
    assert_true(text_is(rows_raw(r), " 1 ,\"x\r\ny\""));
    assert_int_equal(rows_next(r), STATUS_OK);
    assert_true(text_is(rows_raw(r), "caf\xC3\xA9,2"));
    assert_int_equal(rows_line(r), 4);
    assert_int_equal(rows_next(r), STATUS_END);
    assert_int_equal(rows_count(r), 2);
    assert_int_equal(rows_left_out(r), 0);
    rows_close(r);
}

static void test_raw_without_line_end(void **state)
{
    (void)state;
    static const char csv[] = "a,b\r\n1,\"x\r\ny\"\r\n1,\"2\"\r\n\"3\",4\r";
    struct rows *r;
    assert_int_equal(rows_open_memory(&r, "t", csv, sizeof csv - 1, 0, NULL), STATUS_OK);
    assert_int_equal(rows_next(r), STATUS_OK);
    assert_true(text_is(rows_raw(r), "1,\"x\r\ny\""));
    assert_int_equal(rows_next(r), STATUS_OK);
    assert_true(text_is(rows_raw(r), "1,\"2\""));
    assert_int_equal(rows_next(r), STATUS_OK);
    assert_true(text_is(rows_raw(r), "\"3\",4"));
    rows_close(r);
}

/* With another delimiter the raw row is made anew, so that streams always have commas. */
static void test_raw_of_other_delimiter(void **state)
{
    (void)state;
    static const char csv[] = "a;\"b;c\";d,e\n1;2,5;\"x\"\"y\"\n;\"\";3\n";
    struct rows *r;
    assert_int_equal(rows_open_memory(&r, "t", csv, sizeof csv - 1, 0, NULL), STATUS_OK);
    assert_int_equal(rows_delimiter(r), ';');
    assert_true(text_is(rows_header_raw(r), "a,\"b;c\",\"d,e\""));
    assert_int_equal(rows_next(r), STATUS_OK);
    assert_true(text_is(rows_raw(r), "1,\"2,5\",\"x\"\"y\""));
    assert_int_equal(rows_next(r), STATUS_OK);
    assert_true(text_is(rows_raw(r), ",,3"));
    rows_close(r);
}

static void test_long_field(void **state)
{
    (void)state;
    enum { LONG = 1000 * 1000 };
    for (int quoted = 0; quoted <= 1; quoted++) {
        char *csv = malloc(2 * (LONG + 16));
        size_t size = (size_t)sprintf(csv, "a,b\n1,%s", quoted ? "\"" : "");
        memset(csv + size, quoted ? '\n' : 'x', LONG);
        size += LONG;
        size += (size_t)sprintf(csv + size, "%s\n3,4\n", quoted ? "\"" : "");
        for (size_t chunk = 0; chunk <= 8192; chunk += 4096) {
            struct rows *r;
            assert_int_equal(rows_open_memory(&r, "t", csv, size, chunk, NULL), STATUS_OK);
            assert_int_equal(rows_next(r), STATUS_OK);
            assert_int_equal(rows_cell(r, 1).size, LONG);
            assert_int_equal(rows_next(r), STATUS_OK);
            assert_true(text_is(rows_cell(r, 1), "4"));
            assert_int_equal(rows_line(r), quoted ? LONG + 3 : 3);
            rows_close(r);
        }
        free(csv);
    }
}

/* Records of every length around the sizes at which the reader changes its way: 64 bytes are marked
 * at a time, and 4096 are the most for the fast lane. */
static void check_length(size_t length, int quoted)
{
    char *csv = malloc(3 * length + 64), *value = malloc(length + 1);
    memset(value, 'v', length);
    value[length] = '\0';
    const char *quote = quoted ? "\"" : "";
    int size = sprintf(csv, "a,b,c\n%s%s%s,%s%s%s,2\r\n%s,%s,3\n", quote, value, quote, quote,
                       quoted == 2 ? "x\"\"y" : "x,y", quote, value, value);
    struct rows *r;
    assert_int_equal(rows_open_memory(&r, "t", csv, (size_t)size, 0, NULL), STATUS_OK);
    for (int row = 2; row <= 3; row++) {
        if (!quoted && row == 2) /* "x,y" makes that row ragged */
            continue;
        assert_int_equal(rows_next(r), STATUS_OK);
        assert_int_equal(rows_line(r), row);
        assert_true(rows_cell(r, 2).size == 1 && rows_cell(r, 2).at[0] == '0' + row);
        assert_true(text_is(rows_cell(r, 0), value));
        if (row == 2)
            assert_true(text_is(rows_cell(r, 1), quoted == 2 ? "x\"y" : "x,y"));
    }
    assert_int_equal(rows_next(r), STATUS_END);
    assert_int_equal(rows_left_out(r), quoted ? 0 : 1);
    rows_close(r);
    free(csv);
    free(value);
}

/* A quote in the wrong place is seen at whatever byte it stands. */
static void check_misplaced(size_t length, const char *tail)
{
    char *csv = malloc(length + 64), *value = malloc(length + 1);
    memset(value, 'v', length);
    value[length] = '\0';
    int size = sprintf(csv, "a,b\n%s%s\n3,4\n", value, tail);
    struct rows *r;
    assert_int_equal(rows_open_memory(&r, "t", csv, (size_t)size, 0, NULL), STATUS_OK);
    assert_int_equal(rows_next(r), STATUS_OK);
    assert_int_equal(rows_line(r), 3);
    assert_int_equal(rows_left_out(r), 1);
    rows_close(r);
    free(csv);
    free(value);
}

static void test_lengths(void **state)
{
    (void)state;
    for (size_t length = 1; length < 300; length++) {
        check_misplaced(length, "\"x\",2");
        check_misplaced(length, ",\"x\"y\"");
        check_misplaced(length, ",\"x\" ");
    }
    for (int quoted = 0; quoted <= 2; quoted++) {
        for (size_t length = 1; length < 200; length++)
            check_length(length, quoted);
        for (size_t length = 2000; length < 2060; length++)
            check_length(length, quoted);
        for (size_t length = 4000; length < 4200; length++)
            check_length(length, quoted);
    }
}

static void test_many_cells(void **state)
{
    (void)state;
    enum { CELLS = 9000 }; /* more than the 255 x 16 bytes that are counted at once */
    char *csv = malloc(2 * CELLS + 64 + CELLS * 8);
    size_t size = 0;
    for (int i = 0; i < CELLS; i++)
        size += (size_t)sprintf(csv + size, "%s%d", i ? "," : "", i);
    csv[size++] = '\n';
    for (int i = 0; i < CELLS; i++)
        size += (size_t)sprintf(csv + size, "%s%d", i ? "," : "", i % 10);
    struct rows *r;
    assert_int_equal(rows_open_memory(&r, "t", csv, size, 0, NULL), STATUS_OK);
    assert_int_equal(rows_next(r), STATUS_OK);
    for (int i = CELLS - 1; i >= 0; i--)
        assert_true(rows_cell(r, i).size == 1 && rows_cell(r, i).at[0] == '0' + i % 10);
    rows_close(r);
    free(csv);
}

/* A pipe gives its bytes in pieces. */
static void test_pipe(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "a,b\n1,2\n", 8), 8);
    close(ends[1]);
    char path[64];
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    struct rows *r;
    assert_int_equal(rows_open(&r, path, NULL), STATUS_OK);
    assert_int_equal(rows_next(r), STATUS_OK);
    assert_true(text_is(rows_cell(r, 1), "2"));
    assert_int_equal(rows_next(r), STATUS_END);
    assert_string_equal(rows_name(r), path);
    rows_close(r);
    close(ends[0]);
}

/* A pipe that somebody made non-blocking, whose writer is slow. */
static void test_slow_pipe(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    pid_t child = fork();
    if (child == 0) {
        for (const char *c = "a,b\n1,2\n"; *c; c++) {
            usleep(2000);
            if (write(ends[1], c, 1) != 1)
                _exit(1);
        }
        _exit(0);
    }
    close(ends[1]);
    int standard = dup(STDIN_FILENO);
    dup2(ends[0], STDIN_FILENO);
    struct rows *r;
    assert_int_equal(rows_open(&r, NULL, NULL), STATUS_OK);
    assert_string_equal(rows_name(r), "standard input");
    assert_int_equal(rows_next(r), STATUS_OK);
    assert_true(text_is(rows_cell(r, 1), "2"));
    assert_int_equal(rows_next(r), STATUS_END);
    rows_close(r);
    dup2(standard, STDIN_FILENO);
    close(standard);
    close(ends[0]);
    waitpid(child, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_raw),
        cmocka_unit_test(test_raw_without_line_end),
        cmocka_unit_test(test_raw_of_other_delimiter),
        cmocka_unit_test(test_long_field),
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_many_cells),
        cmocka_unit_test(test_pipe),
        cmocka_unit_test(test_slow_pipe),
    };
    return cmocka_run_group_tests_name("row views", tests, NULL, NULL);
}
