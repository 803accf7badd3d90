// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sufficiency/placements.h"
#include "calendar/date.h"
#include "stats/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DIGITS = 12 };

struct placements {
    struct outcome *o;
    struct writer *w;
    struct text nowhere;
    size_t columns, nowhere_at; /* kinds, and one more when NOWHERE is none of them */
    double *stock, *days;       /* by group * columns + kind: of one date */
    bool *written;              /* the same: has rows */
};

/* A kind's row: before which of the market's kinds the extra one stands is not kept in byte order, it comes
 * last. */
static void write_row(const struct placements *p, const char *start, size_t group, size_t kind,
                      double value, const char *word)
{
    const struct market *m = p->o->market;
    writer_raw_cells(p->w, text_of(start));
    size_t before = m->by_count ? m->by_count - 1 : 0;
    for (size_t d = 0; d < before; d++)
        writer_cell(p->w, m->group_labels[group * before + d]);
    if (m->by_count)
        writer_cell(p->w, kind < m->kind_count ? m->kinds[kind] : p->nowhere);
    writer_number(p->w, value == floor(value) ? value : stats_round(value, DIGITS));
    writer_words(p->w, word);
    writer_row(p->w);
}

static int by_date(const void *a, const void *b)
{
    const struct market_past *x = a, *y = b;
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    return (x->cell > y->cell) - (x->cell < y->cell);
}

/* Takes the rows of supply out; returns how many are left. */
static size_t keep_demand(struct market_past *past, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!past[i].is_supply)
            past[kept++] = past[i];
    return kept;
}

/* Kinds of a group that only rules fill, no place among them: in the past nobody was there. Without
 * these rows a past year would lack kinds that coming years have, and could not be priced. */
static void write_unfilled(const struct placements *p, const char *start, size_t group)
{
    const struct market *m = p->o->market;
    for (size_t k = 0; k < p->columns; k++)
        if (p->written[group * p->columns + k] &&
            (k == m->kind_count || !m->has_demand[group * m->kind_count + k]))
            write_row(p, start, group, k, 0, "actual");
}

/* History, as it was: by date, measure, group; then labels. */
static enum status write_past(const struct placements *p)
{
    struct market *m = p->o->market;
    struct market_past *past[2] = {NULL, NULL};
    size_t count[2] = {0, 0}, at[2] = {0, 0};
    enum status s = STATUS_OK;
    for (int i = 0; s == STATUS_OK && i < (m->has_care_days ? 2 : 1); i++) {
        s = market_history(m, i, &past[i], &count[i]);
        if (s == STATUS_OK)
            count[i] = keep_demand(past[i], count[i]);
        if (s == STATUS_OK)
            qsort(past[i], count[i], sizeof *past[i], by_date);
    }
    while (s == STATUS_OK && (at[0] < count[0] || at[1] < count[1])) {
        int side =
            at[1] >= count[1] || (at[0] < count[0] && past[0][at[0]].date <= past[1][at[1]].date)
                ? 0
                : 1;
        const struct market_past *q = &past[side][at[side]++];
        char date[DATE_TEXT], start[64];
        date_write(q->date, date);
        snprintf(start, sizeof start, "%s,%s,", date, side ? "care_days" : "stock");
        size_t group = q->cell / m->kind_count;
        write_row(p, start, group, q->cell % m->kind_count, q->value, "actual");
        if (at[side] == count[side] || q[1].date != q->date || q[1].cell / m->kind_count != group)
            write_unfilled(p, start, group);
    }
    free(past[0]);
    free(past[1]);
    return s;
}

static void choose_rows(struct placements *p)
{
    const struct market *m = p->o->market;
    for (size_t g = 0; g < m->group_count; g++) {
        bool limited = false;
        for (size_t k = 0; k < m->kind_count; k++) {
            size_t cell = g * m->kind_count + k;
            bool sent_to = false;
            for (size_t i = 0; i < p->o->plan.count; i++)
                sent_to = sent_to || p->o->plan.steps[i].to == k;
            limited = limited || m->state[cell] == MARKET_COUNTED;
            p->written[g * p->columns + k] = m->has_demand[cell] ||
                                             m->state[cell] == MARKET_COUNTED ||
                                             (m->state[cell] == MARKET_NO_LIMIT && sent_to);
        }
        if (limited)
            p->written[g * p->columns + p->nowhere_at] = true;
    }
}

enum status placements_open(struct placements **out, struct outcome *o, const char *nowhere,
                            struct writer *w)
{
    const struct market *m = o->market;
    struct placements *p = *out = calloc(1, sizeof *p);
    if (!p)
        return STATUS_MEMORY;
    *p = (struct placements){.o = o,
                             .w = w,
                             .nowhere = text_of(nowhere),
                             .columns = m->kind_count + 1,
                             .nowhere_at = m->kind_count};
    for (size_t k = 0; k < m->kind_count; k++)
        if (text_equal(m->kinds[k], p->nowhere))
            p->nowhere_at = k;
    size_t n = m->group_count * p->columns;
    p->stock = malloc((2 * n + 1) * sizeof *p->stock);
    p->days = p->stock + n;
    p->written = calloc(n + 1, sizeof *p->written);
    if (!p->stock || !p->written)
        return STATUS_MEMORY;
    choose_rows(p);
    static const char *const first[] = {"date", "measure", "draw"};
    for (int i = 0; i < 3; i++)
        writer_words(w, first[i]);
    for (size_t d = 0; d < m->by_count; d++)
        writer_cell(w, m->by[d]);
    writer_words(w, "value");
    writer_words(w, "kind");
    writer_row(w);
    return write_past(p);
}

void placements_close(struct placements *p)
{
    if (!p)
        return;
    free(p->stock);
    free(p->written);
    free(p);
}

/* Moves of one group: children, and their days in the same proportion. */
static void share_out(struct placements *p, size_t group, size_t date)
{
    const struct market *m = p->o->market;
    double grid = m->settings->grid;
    double *stock = p->stock + group * p->columns, *days = p->days + group * p->columns;
    for (size_t k = 0; k < p->columns; k++)
        stock[k] = days[k] = 0;
    outcome_place(p->o, group, date);
    const struct overflow_result *r = &p->o->result;
    for (size_t k = 0; k < m->kind_count; k++) {
        size_t at = date * m->cell_count + group * m->kind_count + k;
        bool planned = m->state[group * m->kind_count + k] != MARKET_LEFT_OUT;
        double demand = (double)p->o->demand[k], own = (double)r->own[k];
        double each = planned && demand > 0 ? m->care_days[at] / demand : 0;
        stock[k] += planned ? own * grid : (double)m->demand[at] * grid;
        days[k] += each > 0 ? each * own : m->care_days[at];
        stock[p->nowhere_at] += (double)r->unmet[k] * grid;
        days[p->nowhere_at] += each * (double)r->unmet[k];
    }
    for (size_t i = 0; i < p->o->plan.count; i++) {
        const struct overflow_step *step = &p->o->plan.steps[i];
        size_t from = date * m->cell_count + group * m->kind_count + step->from;
        double demand = (double)p->o->demand[step->from], moved = (double)r->moved[i];
        stock[step->to] += moved * grid;
        days[step->to] += moved > 0 ? m->care_days[from] / demand * moved : 0;
    }
}

enum status placements_add(void *placements, const struct outcome *o, size_t date)
{
    struct placements *p = placements;
    const struct market *m = o->market;
    char day[DATE_TEXT], start[80];
    date_write(m->dates[date], day);
    for (size_t g = 0; g < m->group_count; g++)
        share_out(p, g, date);
    for (int measure = 0; measure < (m->has_care_days ? 2 : 1); measure++) {
        snprintf(start, sizeof start, "%s,%s,%ld", day, measure ? "care_days" : "stock",
                 m->draws - 1);
        for (size_t i = 0; i < m->group_count * p->columns; i++)
            if (p->written[i])
                write_row(p, start, i / p->columns, i % p->columns,
                          measure ? p->days[i] : p->stock[i], "forecast");
    }
    return STATUS_OK;
}
