// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TESTS_ORACLE_H
#define HEARTH_TESTS_ORACLE_H

/* Reference results for the oracle tests: small readers that stop the test at any surprise.
 *
 * JSON: numbers and lists of numbers are found by a path of keys such as "nile30.csv/ci95/M1"; keys
 * are followed in the order of nesting. CSV: one header line, cells that hold no line end; text cells
 * may be quoted; "NA", "NaN" and empty cells are NaN. The whole file stays in memory until the
 * program ends. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ORACLE_UNUSED __attribute__((unused))

static void oracle_stop(const char *what, const char *where)
{
    fprintf(stderr, "oracle: %s: %s\n", what, where);
    abort();
}

/* The whole of PATH as text; the caller frees it. */
static char *oracle_text(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        oracle_stop("cannot open", path);
    long size = ftell(f);
    char *text = size < 0 ? NULL : malloc((size_t)size + 1);
    if (!text || fseek(f, 0, SEEK_SET) != 0 || fread(text, 1, (size_t)size, f) != (size_t)size)
        oracle_stop("cannot read", path);
    text[size] = 0;
    fclose(f);
    return text;
}

/* After the value that begins at S: a text, a number, a word, or everything up to the matching
 * bracket. */
static const char *oracle_skip(const char *s)
{
    int depth = 0;
    do {
        if (*s == '"') {
            for (s++; *s && *s != '"'; s++)
                s += *s == '\\';
        } else if (*s == '{' || *s == '[') {
            depth++;
        } else if (*s == '}' || *s == ']') {
            depth--;
        }
        if (!*s)
            oracle_stop("unfinished value", "json");
        s++;
    } while (depth > 0 || (*s && !strchr(",}]", *s)));
    return s;
}

/* Where the value of KEY (SIZE bytes) begins in the object that begins at S; NULL if it has none. */
static const char *oracle_member(const char *s, const char *key, size_t size)
{
    s += strspn(s, " \t\r\n");
    if (*s != '{')
        return NULL;
    for (s++;;) {
        s += strspn(s, " \t\r\n,");
        if (*s != '"')
            return NULL;
        const char *name = s + 1, *end = strchr(name, '"');
        if (!end)
            return NULL;
        s = end + 1;
        s += strspn(s, " \t\r\n:");
        if ((size_t)(end - name) == size && memcmp(name, key, size) == 0)
            return s;
        s = oracle_skip(s);
    }
}

/* The value at PATH in JSON text; stops the test when there is none. */
static const char *oracle_at(const char *json, const char *path)
{
    for (const char *key = path;;) {
        size_t size = strcspn(key, "/");
        json = oracle_member(json, key, size);
        if (!json)
            oracle_stop("no such value", path);
        if (!key[size])
            return json;
        key += size + 1;
    }
}

/* The number at PATH; NaN for null or "NA". */
ORACLE_UNUSED static double oracle_number(const char *json, const char *path)
{
    const char *at = oracle_at(json, path);
    if (strncmp(at, "null", 4) == 0 || strncmp(at, "\"NA\"", 4) == 0)
        return NAN;
    char *end;
    double x = strtod(at, &end);
    if (end == at)
        oracle_stop("not a number", path);
    return x;
}

/* The numbers of the list at PATH, of any nesting, row by row; at most MOST; returns how many. */
ORACLE_UNUSED static size_t oracle_numbers(const char *json, const char *path, double *out,
                                           size_t most)
{
    const char *at = oracle_at(json, path), *end = oracle_skip(at);
    size_t n = 0;
    for (at += strspn(at, "[ \t\r\n,]"); at < end; at += strspn(at, "[ \t\r\n,]")) {
        char *after = NULL;
        bool missing = strncmp(at, "null", 4) == 0 || strncmp(at, "\"NA\"", 4) == 0;
        double x = missing ? NAN : strtod(at, &after);
        if (n == most || (!missing && after == at))
            oracle_stop("not a list of so many numbers", path);
        out[n++] = x;
        at = missing ? at + 4 : after;
    }
    return n;
}

struct oracle_table {
    char *text, **cells; /* row by row, the header first */
    size_t columns, rows;
};

ORACLE_UNUSED static struct oracle_table oracle_table(const char *path)
{
    struct oracle_table t = {.text = oracle_text(path)};
    size_t room = 1;
    for (const char *s = t.text; *s; s++)
        room += *s == ',' || *s == '\n';
    t.cells = calloc(room, sizeof *t.cells);
    if (!t.cells)
        oracle_stop("out of memory", path);
    size_t count = 0;
    for (char *s = t.text; *s;) {
        bool quoted = *s == '"';
        t.cells[count++] = s += quoted;
        s += strcspn(s, quoted ? "\"" : ",\r\n");
        if (quoted)
            *s++ = 0;
        if (*s == '\r')
            *s++ = 0;
        if (!t.columns && *s != ',')
            t.columns = count;
        if (*s)
            *s++ = 0;
    }
    if (!t.columns || count % t.columns)
        oracle_stop("ragged table", path);
    t.rows = count / t.columns - 1;
    return t;
}

ORACLE_UNUSED static void oracle_table_done(struct oracle_table *t)
{
    free(t->cells);
    free(t->text);
}

/* The cell under COLUMN in data row ROW (0 = the first one after the header). */
ORACLE_UNUSED static const char *oracle_cell(const struct oracle_table *t, size_t row,
                                             const char *column)
{
    for (size_t c = 0; c < t->columns; c++)
        if (strcmp(t->cells[c], column) == 0)
            return row < t->rows ? t->cells[(row + 1) * t->columns + c] : "";
    oracle_stop("no such column", column);
    return "";
}

ORACLE_UNUSED static double oracle_value(const struct oracle_table *t, size_t row,
                                         const char *column)
{
    const char *s = oracle_cell(t, row, column);
    if (strcmp(s, "TRUE") == 0 || strcmp(s, "FALSE") == 0)
        return *s == 'T';
    char *end;
    double x = strtod(s, &end);
    return end == s ? NAN : x;
}

/* The whole COLUMN as numbers; the caller frees them. */
ORACLE_UNUSED static double *oracle_column(const struct oracle_table *t, const char *column)
{
    double *out = malloc((t->rows + 1) * sizeof *out);
    if (!out)
        oracle_stop("out of memory", column);
    for (size_t row = 0; row < t->rows; row++)
        out[row] = oracle_value(t, row, column);
    return out;
}

/* Fails the test unless GOT is WANT within TOLERANCE, relative to the larger of |want| and 1. */
#define oracle_close(got, want, tolerance)                                                         \
    oracle_close_((got), (want), (tolerance), #got, __FILE__, __LINE__)
ORACLE_UNUSED static void oracle_close_(double got, double want, double tolerance, const char *what,
                                        const char *file, int line)
{
    if (isnan(got) && isnan(want))
        return;
    double scale = fabs(want) > 1 ? fabs(want) : 1;
    if (fabs(got - want) <= tolerance * scale)
        return;
    fprintf(stderr, "%s: %.17g, the reference says %.17g (difference %.3g)\n", what, got, want,
            got - want);
    _fail(file, line);
}

#endif
