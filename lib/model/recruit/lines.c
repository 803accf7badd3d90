// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/lines.h"

#include "model/population/grouping.h"
#include "stats/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const extras[LINE_EXTRAS] = {"stage", "outcome", "reason"};

const char *lines_by_mistake(const char *by, char *buffer, size_t size)
{
    struct text rest = text_of(by);
    if (grouping_by_mistake(by, buffer, size))
        return buffer;
    while (rest.at) {
        struct text name = text_cut(&rest, ',');
        for (int i = 0; i < LINE_EXTRAS; i++)
            if (text_is(name, extras[i])) {
                snprintf(buffer, size, "every result is by %s already", extras[i]);
                return buffer;
            }
    }
    return NULL;
}

struct line *lines_add(struct lines *l, int measure, uint32_t group, int32_t date, double value)
{
    if (l->count == l->room) {
        size_t room = l->room ? 2 * l->room : 256;
        struct line *grown = realloc(l->items, room * sizeof *grown);
        if (!grown) {
            l->failed = true;
            return &l->spare;
        }
        l->items = grown;
        l->room = room;
    }
    struct line *new = &l->items[l->count++];
    *new = (struct line){.measure = measure,
                         .group = group,
                         .date = date,
                         .value = value,
                         .in80 = {NAN, NAN},
                         .in95 = {NAN, NAN}};
    return new;
}

struct placed {
    const struct line *line;
    const struct journeys *j;
    size_t number;
};

static struct text label_of(const struct placed *p, size_t i)
{
    if (p->line->group == LINES_ALL)
        return text_of("");
    return p->j->labels[p->line->group * p->j->name_count + i];
}

static int compare(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    if (x->line->measure != y->line->measure)
        return x->line->measure < y->line->measure ? -1 : 1;
    for (size_t i = 0; i < x->j->name_count; i++) {
        int c = text_compare(label_of(x, i), label_of(y, i));
        if (c)
            return c;
    }
    for (int i = 0; i < LINE_EXTRAS; i++) {
        int c = text_compare(x->line->extra[i], y->line->extra[i]);
        if (c)
            return c;
    }
    if (x->line->date != y->line->date)
        return x->line->date < y->line->date ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* Sums of many parts: what differs between compilers is left off. */
static double tidy(double x)
{
    return stats_round(x, 12);
}

static void write_line(const struct placed *p, const struct lines_layout *layout,
                       const struct series_columns *columns, struct text *labels, struct writer *w)
{
    const struct line *line = p->line;
    size_t count = p->j->name_count;
    for (size_t i = 0; i < count; i++)
        labels[i] = label_of(p, i);
    for (int i = 0; i < LINE_EXTRAS; i++)
        if (layout->extras[i])
            labels[count++] = line->extra[i];
    series_write(w,
                 &(struct series_output){
                     .date = line->date,
                     .measure = text_of(layout->measures[line->measure]),
                     .labels = labels,
                     .label_count = count,
                     .value = tidy(line->value),
                     .median = NAN,
                     .bound = {tidy(line->in95.low), tidy(line->in80.low), tidy(line->in80.high),
                               tidy(line->in95.high)},
                     .kind = text_of(layout->kind),
                 },
                 columns);
}

enum status lines_write(struct lines *l, const struct journeys *j,
                        const struct lines_layout *layout, struct writer *w)
{
    const struct series_columns columns = {.bounds = true, .kind = layout->kind != NULL};
    struct placed *order = malloc((l->count + 1) * sizeof *order);
    struct text *names = malloc((j->name_count + LINE_EXTRAS) * sizeof *names);
    enum status s = order && names && !l->failed ? STATUS_OK : STATUS_MEMORY;
    if (s == STATUS_OK) {
        size_t count = j->name_count;
        for (size_t i = 0; i < count; i++)
            names[i] = j->names[i];
        for (int i = 0; i < LINE_EXTRAS; i++)
            if (layout->extras[i])
                names[count++] = text_of(extras[i]);
        series_write_header(w, names, count, &columns);
        for (size_t i = 0; i < l->count; i++)
            order[i] = (struct placed){&l->items[i], j, i};
        qsort(order, l->count, sizeof *order, compare);
        for (size_t i = 0; i < l->count; i++)
            write_line(&order[i], layout, &columns, names, w);
    }
    free(order);
    free(names);
    free(l->items);
    *l = (struct lines){0};
    return s;
}
