// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/retention/retention.h"
#include "stats/stats.h"
#include "stream/series.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char *measure_name(const struct retention *r, enum retention_measure m)
{
    static const char *const names[] = {"survival",
                                        "at_risk",
                                        "cumulative_incidence",
                                        "median_time",
                                        "restricted_mean",
                                        "stays",
                                        "exits",
                                        "",
                                        "",
                                        "hazard_ratio",
                                        "hazard_ratio_p",
                                        "proportional_hazards_p"};
    static const char *const tests[][2] = {{"", ""},
                                           {"logrank_chi_square", "logrank_p"},
                                           {"peto_chi_square", "peto_p"},
                                           {"gray_chi_square", "gray_p"}};
    bool test = m == RETENTION_CHI_SQUARE || m == RETENTION_P;
    return test ? tests[r->settings->test][m == RETENTION_P] : names[m];
}

/* The places of the reasons in byte order, for compare_rows. */
struct keyed {
    const struct retention_row *row;
    uint32_t cause; /* 0: none */
};

static int compare_rows(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    if (x->row->measure != y->row->measure)
        return x->row->measure < y->row->measure ? -1 : 1;
    if (x->row->group != y->row->group)
        return x->row->group < y->row->group ? -1 : 1;
    if (x->cause != y->cause)
        return x->cause < y->cause ? -1 : 1;
    return x->row->order < y->row->order ? -1 : 1;
}

/* A time in the unit, to four decimals at most. */
static struct text write_time(const struct retention *r, double days, char *buffer, size_t size)
{
    int length = snprintf(buffer, size, "%.4f", days / r->settings->unit_days);
    while (length > 0 && buffer[length - 1] == '0')
        length--;
    length -= length > 0 && buffer[length - 1] == '.';
    buffer[length] = 0;
    return text_of(buffer);
}

static double scaled(const struct retention *r, const struct retention_row *row, double x)
{
    if (row->timed)
        return round(x / r->settings->unit_days * 1e4) / 1e4;
    return stats_round(x, 12);
}

static void write_row(const struct retention *r, struct writer *w, const struct retention_row *row,
                      struct text *labels, size_t count)
{
    static const struct series_columns columns = {.bounds = true, .status = true};
    const struct retention_settings *set = r->settings;
    char time[32];
    size_t n = 0;
    for (; n < r->by_count; n++)
        labels[n] =
            row->group == RETENTION_NONE ? text_of("") : r->labels[row->group * r->by_count + n];
    if (set->stays.competing)
        labels[n++] =
            row->cause == RETENTION_NONE ? text_of("") : intern_text(&r->stays.reasons, row->cause);
    if (set->cox_count)
        labels[n++] = text_of(row->term == SIZE_MAX ? "all"
                              : row->term           ? r->terms[row->term - 1].name
                                                    : "");
    labels[n++] = isnan(row->time) ? text_of("") : write_time(r, row->time, time, sizeof time);
    labels[n++] = text_of(isnan(row->time) && !row->timed ? "" : set->unit);
    const struct series_output out = {
        .date = r->stays.last_seen,
        .measure = text_of(measure_name(r, row->measure)),
        .labels = labels,
        .label_count = count,
        .value = scaled(r, row, row->value),
        .median = NAN,
        .bound = {scaled(r, row, row->lo95), scaled(r, row, row->lo80), scaled(r, row, row->hi80),
                  scaled(r, row, row->hi95)},
        .status = text_of(row->status ? row->status : ""),
    };
    series_write(w, &out, &columns);
}

enum status retention_write(struct retention *r, struct writer *w)
{
    static const struct series_columns columns = {.bounds = true, .status = true};
    struct text names[GROUPING_MOST + 4], labels[GROUPING_MOST + 4];
    size_t count = 0, reasons = r->stays.reasons.count;
    for (; count < r->by_count; count++)
        names[count] = r->by[count];
    if (r->settings->stays.competing)
        names[count++] = text_of(r->settings->stays.competing);
    if (r->settings->cox_count)
        names[count++] = text_of("term");
    names[count++] = text_of("time");
    names[count++] = text_of("unit");
    struct keyed *keyed = malloc((r->row_count + 1) * sizeof *keyed);
    uint32_t *rank = malloc((reasons + 1) * sizeof *rank);
    if (!keyed || !rank || !intern_rank(&r->stays.reasons, rank)) {
        free(keyed);
        free(rank);
        return STATUS_MEMORY;
    }
    for (size_t i = 0; i < r->row_count; i++)
        keyed[i] = (struct keyed){
            &r->rows[i], r->rows[i].cause == RETENTION_NONE ? 0 : 1 + rank[r->rows[i].cause]};
    qsort(keyed, r->row_count, sizeof *keyed, compare_rows);
    series_write_header(w, names, count, &columns);
    for (size_t i = 0; i < r->row_count; i++)
        write_row(r, w, keyed[i].row, labels, count);
    free(keyed);
    free(rank);
    return STATUS_OK;
}
