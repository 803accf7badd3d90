// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/series.h"

#include <stdio.h>
#include <string.h>

void series_write_header(struct writer *w, const struct text *dimensions, size_t count,
                         const struct series_columns *columns)
{
    writer_words(w, "date");
    writer_words(w, "measure");
    for (size_t i = 0; i < count; i++)
        writer_cell(w, dimensions[i]);
    writer_words(w, "value");
    if (columns->median)
        writer_words(w, "median");
    if (columns->bounds) {
        writer_words(w, "lo95");
        writer_words(w, "lo80");
        writer_words(w, "hi80");
        writer_words(w, "hi95");
    }
    if (columns->kind)
        writer_words(w, "kind");
    if (columns->status)
        writer_words(w, "status");
    writer_row(w);
}

static void write_start(struct writer *w, int32_t date, struct text measure)
{
    char written[DATE_TEXT];
    writer_cell(w, date_write(date, written));
    writer_cell(w, measure);
}

static void write_rest(struct writer *w, double value, double median, const double *bound,
                       struct text kind, struct text status, const struct series_columns *columns)
{
    writer_number(w, value);
    if (columns->median)
        writer_number(w, median);
    for (int i = 0; columns->bounds && i < SERIES_BOUNDS; i++)
        writer_number(w, bound[i]);
    if (columns->kind)
        writer_cell(w, kind);
    if (columns->status)
        writer_cell(w, status);
    writer_row(w);
}

void series_write(struct writer *w, const struct series_output *row,
                  const struct series_columns *columns)
{
    write_start(w, row->date, row->measure);
    for (size_t i = 0; i < row->label_count; i++)
        writer_cell(w, row->labels[i]);
    write_rest(w, row->value, row->median, row->bound, row->kind, row->status, columns);
}

void series_write_row(struct writer *w, const struct series_table *t, const struct series_row *row,
                      const struct series_columns *columns)
{
    const struct series_key *k = &t->series[row->series];
    write_start(w, row->date, series_word(t, k->measure));
    for (size_t i = 0; i < t->dimension_count; i++)
        writer_cell(w, series_word(t, k->labels[i]));
    write_rest(w, row->value, row->median, row->bound, series_word(t, row->kind),
               series_word(t, row->status), columns);
}

const char *series_name(const struct series_table *t, uint32_t series, char *buffer, size_t size)
{
    const struct series_key *k = &t->series[series];
    struct text measure = series_word(t, k->measure);
    size_t used = (size_t)snprintf(buffer, size, "%.*s", (int)measure.size, measure.at);
    for (size_t i = 0; i < t->dimension_count && used < size; i++) {
        struct text label = series_word(t, k->labels[i]);
        struct text name = t->dimensions[i];
        used += (size_t)snprintf(buffer + used, size - used, ", %.*s %.*s", (int)name.size, name.at,
                                 (int)label.size, label.size ? label.at : "");
    }
    return buffer;
}
