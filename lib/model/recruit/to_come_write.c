// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/to_come.h"

#include <stdlib.h>

struct ordered {
    const struct text *labels;
    size_t count;
    uint32_t group;
};

static int by_labels(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;
    for (size_t i = 0; i < x->count; i++) {
        int c = text_compare(x->labels[i], y->labels[i]);
        if (c)
            return c;
    }
    return (x->group > y->group) - (x->group < y->group);
}

static void write_header(struct writer *w, const struct journeys *j)
{
    writer_words(w, "date");
    writer_words(w, "measure");
    for (size_t i = 0; i < j->name_count; i++)
        writer_cell(w, j->names[i]);
    writer_words(w, "value");
    writer_words(w, "kind");
    writer_words(w, "draw");
    writer_row(w);
}

static void write_row(struct writer *w, const struct ordered *group, int32_t date, double value,
                      long draw)
{
    char text[DATE_TEXT];
    writer_cell(w, date_write(date, text));
    writer_words(w, "approvals");
    for (size_t i = 0; i < group->count; i++)
        writer_cell(w, group->labels[i]);
    writer_number(w, value);
    writer_words(w, draw < 0 ? "actual" : "forecast");
    if (draw < 0)
        writer_empty(w);
    else
        writer_integer(w, draw);
    writer_row(w);
}

/* Whole periods that all the group's authorities were seen in, up to the draws. */
static void write_history(struct writer *w, const struct to_come *t, const struct journeys *j,
                          const struct period_calendar *calendar, const struct ordered *order)
{
    const struct to_come_group *g = &t->group[order->group];
    int32_t first = period_number(calendar, g->from - 1) + 1;
    int32_t last = period_number(calendar, g->to + 1) - 1;
    for (int32_t period = first; period <= last; period++) {
        int32_t end = period_end(calendar, period), before = period_end(calendar, period - 1);
        write_row(w, order, end, approvals_between(j, order->group, before, end), -1);
    }
}

static void write_draw(struct writer *w, const struct to_come *t, const struct ordered *order,
                       size_t draw)
{
    for (size_t k = 0; k < t->periods; k++)
        for (size_t g = 0; g < t->groups; g++) {
            uint32_t group = order[g].group;
            size_t at = group * t->periods + k;
            if (k < t->group[group].first)
                continue;
            double n = t->counts[(draw - t->from) * t->groups * t->periods + at] + t->seen[at];
            write_row(w, &order[g], t->ends[k], n, (long)draw);
        }
}

enum status to_come_write(struct to_come *t, const struct journeys *j,
                          const struct period_calendar *calendar, struct writer *w)
{
    enum status s;
    struct ordered *order = malloc((t->groups + 1) * sizeof *order);
    if (!order)
        return STATUS_MEMORY;
    for (uint32_t g = 0; g < t->groups; g++)
        order[g] = (struct ordered){j->labels + g * j->name_count, j->name_count, g};
    qsort(order, t->groups, sizeof *order, by_labels);
    write_header(w, j);
    for (size_t g = 0; g < t->groups; g++)
        write_history(w, t, j, calendar, &order[g]);
    while ((s = to_come_next(t)) == STATUS_OK)
        for (size_t draw = t->from; draw < t->to; draw++)
            write_draw(w, t, order, draw);
    free(order);
    return s == STATUS_END ? STATUS_OK : s;
}
