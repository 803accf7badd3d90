// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TESTS_FORECAST_ORACLE_H
#define HEARTH_TESTS_FORECAST_ORACLE_H

#include "oracle.h"

/* A series of tests/oracle/data/series. */
struct sample {
    double *y;
    size_t n, period;
};

ORACLE_UNUSED static struct sample sample_read(const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "tests/oracle/data/series/%s.csv", name);
    struct oracle_table t = oracle_table(path);
    struct sample s = {.y = oracle_column(&t, "value"),
                       .n = t.rows,
                       .period = (size_t)oracle_value(&t, 0, "frequency")};
    oracle_table_done(&t);
    return s;
}

ORACLE_UNUSED static void sample_done(struct sample *s)
{
    free(s->y);
}

/* The text at PATH of JSON, into BUFFER. */
ORACLE_UNUSED static const char *oracle_word(const char *json, const char *path, char *buffer,
                                             size_t size)
{
    const char *at = oracle_at(json, path);
    if (*at != '"' || strcspn(at + 1, "\"") >= size)
        oracle_stop("not a short text", path);
    snprintf(buffer, size, "%.*s", (int)strcspn(at + 1, "\""), at + 1);
    return buffer;
}

#endif
