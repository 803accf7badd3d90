// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TESTS_BENCH_COMPETITION_H
#define HEARTH_TESTS_BENCH_COMPETITION_H

/* The series of the M1 and M3 forecasting competitions (Makridakis et al. 1982; Makridakis & Hibon
 * 2000) as CSV: NAME_meta.csv (series_id,period,frequency,category,h,start_year,start_sub,n_train),
 * NAME_train.csv and a test file (series_id,t,value). Programs here may print and stop. */
#include "base/intern.h"
#include "table/rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMPETITION_AHEAD = 18 };

struct contest {
    char id[8], period[12];
    size_t frequency, ahead, n;
    double *y;                        /* training values */
    double actual[COMPETITION_AHEAD]; /* NaN where the outcome is not known */
    double scale; /* mean absolute seasonal difference of y: the MASE denominator */
    bool scored;  /* has outcomes */
};

struct competition {
    struct contest *items;
    size_t count;
    struct intern ids;
};

static void competition_stop(const char *what, const char *path)
{
    fprintf(stderr, "%s: %s\n", path, what);
    exit(3);
}

static struct rows *competition_open(const char *folder, const char *file, const char *const *names,
                                     int *index)
{
    char path[1024];
    struct rows *r;
    snprintf(path, sizeof path, "%s/%s", folder, file);
    if (rows_open(&r, path, NULL) != STATUS_OK || rows_columns(r, names, index) != STATUS_OK)
        competition_stop("cannot read", path);
    return r;
}

static double competition_number(struct rows *r, int column)
{
    double x;
    return text_number(rows_cell(r, column), &x) ? x : NAN;
}

static struct contest *competition_find(struct competition *c, struct rows *r, int column)
{
    uint32_t i = intern_find(&c->ids, rows_cell(r, column));
    return i == INTERN_NONE ? NULL : &c->items[i];
}

static void competition_read_meta(struct competition *c, const char *folder, const char *file)
{
    static const char *const names[] = {"series_id", "period", "frequency", "h", "n_train", NULL};
    int at[5];
    struct rows *r = competition_open(folder, file, names, at);
    while (rows_next(r) == STATUS_OK) {
        c->items = realloc(c->items, (c->count + 1) * sizeof *c->items);
        struct contest *s = &c->items[c->count++];
        *s = (struct contest){.frequency = (size_t)competition_number(r, at[2]),
                              .ahead = (size_t)competition_number(r, at[3]),
                              .n = (size_t)competition_number(r, at[4])};
        s->y = calloc(s->n + 1, sizeof *s->y);
        for (int h = 0; h < COMPETITION_AHEAD; h++)
            s->actual[h] = NAN;
        struct text id = rows_cell(r, at[0]), period = rows_cell(r, at[1]);
        snprintf(s->id, sizeof s->id, "%.*s", (int)id.size, id.at);
        snprintf(s->period, sizeof s->period, "%.*s", (int)period.size, period.at);
        intern_add(&c->ids, id);
    }
    rows_close(r);
}

static void competition_read_values(struct competition *c, const char *folder, const char *file)
{
    static const char *const names[] = {"series_id", "t", "value", NULL};
    int at[3];
    struct rows *r = competition_open(folder, file, names, at);
    while (rows_next(r) == STATUS_OK) {
        struct contest *s = competition_find(c, r, at[0]);
        size_t t = (size_t)competition_number(r, at[1]);
        if (!s || t < 1 || t > s->n + COMPETITION_AHEAD)
            continue;
        if (t <= s->n)
            s->y[t - 1] = competition_number(r, at[2]);
        else
            s->actual[t - s->n - 1] = competition_number(r, at[2]);
        s->scored = s->scored || t > s->n;
    }
    rows_close(r);
}

/* Reads a whole competition; FOLDER holds NAME_meta.csv, NAME_train.csv and TEST. */
static struct competition competition_read(const char *folder, const char *name, const char *test)
{
    struct competition c = {0};
    char file[64];
    snprintf(file, sizeof file, "%s_meta.csv", name);
    competition_read_meta(&c, folder, file);
    snprintf(file, sizeof file, "%s_train.csv", name);
    competition_read_values(&c, folder, file);
    competition_read_values(&c, folder, test);
    for (size_t i = 0; i < c.count; i++) {
        struct contest *s = &c.items[i];
        size_t lag = s->n > s->frequency ? s->frequency : 1;
        for (size_t t = lag; t < s->n; t++)
            s->scale += fabs(s->y[t] - s->y[t - lag]) / (double)(s->n - lag);
    }
    return c;
}

static void competition_done(struct competition *c)
{
    for (size_t i = 0; i < c->count; i++)
        free(c->items[i].y);
    free(c->items);
    intern_done(&c->ids);
}

#endif
