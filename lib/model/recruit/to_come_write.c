// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/period.h"
#include "model/recruit/to_come.h"

#include <stdlib.h>

static const struct period_calendar by_month = PERIOD_TO_31_MARCH(EVERY_MONTH);

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

/* Whole months that all authorities were seen in. */
static void write_history(struct writer *w, const struct journeys *j, const struct ordered *group,
                          int32_t origin)
{
    int32_t first = period_number(&by_month, journeys_complete_from(j) - 1) + 1;
    int32_t last = period_number(&by_month, origin + 1) - 1;
    for (int32_t month = first; month <= last; month++) {
        int32_t end = period_end(&by_month, month), before = period_end(&by_month, month - 1);
        write_row(w, group, end, approvals_between(j, group->group, before, end), -1);
    }
}

enum status to_come_write(const struct to_come *t, const struct journeys *j, int32_t origin,
                          struct writer *w)
{
    struct ordered *order = malloc((t->groups + 1) * sizeof *order);
    double *begun = malloc((t->groups + 1) * sizeof *begun);
    if (!order || !begun) {
        free(order);
        free(begun);
        return STATUS_MEMORY;
    }
    int32_t before = period_end(&by_month, period_number(&by_month, origin + 1) - 1);
    for (uint32_t g = 0; g < t->groups; g++) {
        order[g] = (struct ordered){j->labels + g * j->name_count, j->name_count, g};
        /* a month under way: what it has already is in every future */
        begun[g] = approvals_between(j, g, before, origin);
    }
    qsort(order, t->groups, sizeof *order, by_labels);
    write_header(w, j);
    for (size_t g = 0; g < t->groups; g++)
        write_history(w, j, &order[g], origin);
    for (size_t draw = 0; draw < t->draws; draw++)
        for (size_t k = 0; k < t->months; k++)
            for (size_t g = 0; g < t->groups; g++) {
                uint32_t group = order[g].group;
                double n = t->counts[(draw * t->groups + group) * t->months + k];
                write_row(w, &order[g], t->ends[k], n + (k == 0 ? begun[group] : 0), (long)draw);
            }
    free(order);
    free(begun);
    return STATUS_OK;
}
