// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "table/rows.h"
#include "table/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <float.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void expect(struct writer *w, const char *expected)
{
    struct text t = writer_bytes(w);
    char *copy = strndup(t.at, t.size);
    assert_string_equal(copy, expected);
    free(copy);
    assert_int_equal(writer_close(w), STATUS_OK);
}

static void test_quotes_only_when_needed(void **state)
{
    (void)state;
    struct writer *w = writer_open_memory();
    static const char *const cells[] = {"plain", "a b", "a,b", "a\"b", "a\nb", "a\rb",
                                        " a",    "a ",  "\ta", "a;b",  "é",    ""};
    writer_words(w, "header");
    writer_row(w);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        writer_words(w, cells[i]);
    writer_row(w);
    expect(w,
           "header\nplain,a b,\"a,b\",\"a\"\"b\",\"a\nb\",\"a\rb\",\" a\",\"a \",\"\ta\",a;b,é,\n");
}

/* In the header a ';' or tab could be taken for the delimiter. */
static void test_header_is_safe(void **state)
{
    (void)state;
    struct writer *w = writer_open_memory();
    writer_words(w, "a;b;c");
    writer_words(w, "d\te");
    writer_row(w);
    writer_words(w, "a;b;c");
    writer_words(w, "d\te");
    writer_row(w);
    expect(w, "\"a;b;c\",\"d\te\"\na;b;c,d\te\n");
}

static void test_empty_cells(void **state)
{
    (void)state;
    struct writer *w = writer_open_memory();
    writer_empty(w);
    writer_row(w);
    writer_empty(w);
    writer_empty(w);
    writer_row(w);
    writer_number(w, NAN);
    writer_row(w);
    writer_fixed(w, NAN, 2);
    writer_integer(w, 1);
    writer_row(w);
    expect(w, "\"\"\n,\n\"\"\n,1\n");
}

static void test_raw(void **state)
{
    (void)state;
    struct writer *w = writer_open_memory();
    writer_raw(w, text_of("a,\"b\""));
    writer_raw_cells(w, text_of("1,\"2\""));
    writer_integer(w, 3);
    writer_row(w);
    writer_raw(w, text_of("x,y"));
    expect(w, "a,\"b\"\n1,\"2\",3\nx,y\n");
}

static void check_number(double x, const char *expected)
{
    struct writer *w = writer_open_memory();
    writer_number(w, x);
    char with_newline[64];
    snprintf(with_newline, sizeof with_newline, "%s\n", expected);
    writer_row(w);
    expect(w, with_newline);
}

static void test_numbers(void **state)
{
    (void)state;
    check_number(0, "0");
    check_number(-0.0, "0");
    check_number(1, "1");
    check_number(-12, "-12");
    check_number(999999999999999, "999999999999999");
    check_number(1e15, "1e+15");
    check_number(0.1, "0.1");
    check_number(-0.05, "-0.05");
    check_number(0.1 + 0.2, "0.30000000000000004");
    check_number(1.0 / 3, "0.3333333333333333");
    check_number(2.0 / 3, "0.6666666666666666");
    check_number(1234.5678, "1234.5678");
    check_number(0.00012, "0.00012");
    check_number(0.00001, "1e-05");
    check_number(DBL_MAX, "1.7976931348623157e+308");
    check_number(DBL_MIN, "2.2250738585072014e-308");
    check_number(INFINITY, "\"\"");
}

static void test_fixed_and_integers(void **state)
{
    (void)state;
    struct writer *w = writer_open_memory();
    writer_fixed(w, 1.005, 2);
    writer_fixed(w, -0.001, 2);
    writer_fixed(w, -1.5, 0);
    writer_fixed(w, 2, 1);
    writer_integer(w, 0);
    writer_integer(w, INT64_MAX);
    writer_integer(w, INT64_MIN);
    writer_row(w);
    expect(w, "1.00,0.00,-2,2.0,0,9223372036854775807,-9223372036854775808\n");
}

static void *drain(void *context)
{
    size_t *total = context;
    int fd = (int)*total;
    char buffer[1000];
    ssize_t n;
    *total = 0;
    while ((n = read(fd, buffer, sizeof buffer)) > 0)
        *total += (size_t)n;
    return NULL;
}

/* Through a pipe that takes less than a buffer at a time and does not block. */
static void test_short_writes(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    size_t total = (size_t)ends[0];
    pthread_t reader;
    assert_int_equal(pthread_create(&reader, NULL, drain, &total), 0);
    struct writer *w = writer_open(ends[1]);
    for (long i = 0; i < 100000; i++) {
        writer_integer(w, 1234567);
        writer_row(w);
    }
    char *large = malloc(300000);
    memset(large, '"', 300000);
    writer_cell(w, (struct text){large, 300000});
    writer_row(w);
    free(large);
    assert_int_equal(writer_close(w), STATUS_OK);
    close(ends[1]);
    pthread_join(reader, NULL);
    close(ends[0]);
    assert_int_equal(total, 800000 + 600003);
}

static void test_full_disk(void **state)
{
    (void)state;
    int fd = open("/dev/full", O_WRONLY);
    assert_true(fd >= 0);
    struct writer *w = writer_open(fd);
    writer_integer(w, 1);
    writer_row(w);
    errno = 0;
    assert_int_equal(writer_flush(w), STATUS_WRITE);
    assert_int_equal(errno, ENOSPC);
    for (int i = 0; i < 100000; i++)
        writer_integer(w, i);
    errno = 0;
    assert_int_equal(writer_close(w), STATUS_WRITE);
    assert_int_equal(errno, ENOSPC);
    close(fd);
    assert_int_equal(writer_close(NULL), STATUS_MEMORY);
}

static uint64_t next_number(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 40;
}

/* Up to five bytes that are hard on a writer, after PREFIX. */
static void awkward_text(char *to, const char *prefix, uint64_t *seed)
{
    static const char alphabet[] = "ab,;\t\"\n\r ";
    size_t n = strlen(prefix), pick;
    memcpy(to, prefix, n);
    while (n < 6 && (pick = next_number(seed) % 12) < sizeof alphabet - 1)
        to[n++] = alphabet[pick];
    to[n] = '\0';
}

/* Whatever is written is read back the same; only a row of empty cells counts as blank. */
static void test_reads_back(void **state)
{
    (void)state;
    static const char *const prefix[3][3] = {{"A", "B", "C"}, {"", "", ""}, {"", "x", ""}};
    uint64_t seed = 7;
    for (int round = 0; round < 20000; round++) {
        char cells[3][3][8];
        struct writer *w = writer_open_memory();
        for (int row = 0; row < 3; row++) {
            for (int i = 0; i < 3; i++) {
                awkward_text(cells[row][i], prefix[row][i], &seed);
                writer_words(w, cells[row][i]);
            }
            writer_row(w);
        }
        struct text csv = writer_bytes(w);
        struct rows *r;
        assert_int_equal(rows_open_memory(&r, "t", csv.at, csv.size, 0, NULL), STATUS_OK);
        const struct text *names;
        assert_int_equal(rows_header(r, &names), 3);
        for (int i = 0; i < 3; i++)
            assert_true(text_equal(names[i], text_trim(text_of(cells[0][i]))));
        for (int row = 1; row < 3; row++) {
            if (!cells[row][0][0] && !cells[row][1][0] && !cells[row][2][0])
                continue;
            assert_int_equal(rows_next(r), STATUS_OK);
            for (int i = 0; i < 3; i++)
                assert_true(text_is(rows_cell(r, i), cells[row][i]));
        }
        assert_int_equal(rows_next(r), STATUS_END);
        rows_close(r);
        writer_close(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quotes_only_when_needed),
        cmocka_unit_test(test_header_is_safe),
        cmocka_unit_test(test_empty_cells),
        cmocka_unit_test(test_raw),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_fixed_and_integers),
        cmocka_unit_test(test_short_writes),
        cmocka_unit_test(test_full_disk),
        cmocka_unit_test(test_reads_back),
    };
    return cmocka_run_group_tests_name("writer", tests, NULL, NULL);
}
