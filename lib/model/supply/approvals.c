// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/approvals.h"
#include "calendar/date.h"
#include "stream/future.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct approvals_reading {
    struct newcomers *n;
    const struct roster *r;
    struct future *future;
    const struct future_shape *shape;
    const struct problem_sink *sink;
    int32_t origin;
    int32_t *known; /* by target: approved in the first period already */
    size_t room;    /* draws */
};

static enum status refuse(const struct approvals_reading *d, const char *kind, const char *column,
                          const char *words, struct text value)
{
    char shown[80];
    problem_report(d->sink, PROBLEM_FATAL, kind, future_name(d->future), 0, column, "'%s' %s",
                   text_show(value, shown, sizeof shown), words);
    return STATUS_VALUE;
}

/* --- which cells they go to ------------------------------------------------------------------ */

/* Does roster cell C agree with LABEL of the dimension NAME? */
static bool agrees(const struct roster *r, size_t c, struct text name, struct text label)
{
    if (text_is(name, "la"))
        return text_equal(r->authorities[r->cells[c].authority], label);
    for (size_t i = 0; i < r->name_count; i++)
        if (text_equal(r->names[i], name))
            return text_equal(r->labels[r->cells[c].line * r->name_count + i], label);
    if (text_is(name, "route"))
        return r->cells[c].kinship == text_is(label, "family and friends");
    return true; /* added up over */
}

static bool says_kind(const struct approvals_reading *d)
{
    for (size_t k = 0; k < d->shape->dimension_count; k++) {
        struct text name = d->shape->dimensions[k];
        if (text_is(name, "route"))
            return true;
        for (size_t i = 0; i < d->r->name_count; i++)
            if (text_equal(d->r->names[i], name) && !text_is(name, "la"))
                return true;
    }
    return false;
}

static enum status find_cells(struct approvals_reading *d, size_t target)
{
    const struct roster *r = d->r;
    const struct future_shape *shape = d->shape;
    const struct text *labels = shape->labels + target * shape->dimension_count;
    double *weight = d->n->approvals.weight + target * r->cell_count, sum = 0;
    bool kind = says_kind(d);
    for (size_t c = 0; c < r->cell_count; c++) {
        bool in = !d->n->cell[c].never && (kind || !r->cells[c].kinship);
        for (size_t k = 0; in && k < shape->dimension_count; k++)
            in = agrees(r, c, shape->dimensions[k], labels[k]);
        /* a little for cells that nobody came to yet, so that some cell can take them */
        sum += weight[c] = in ? d->n->cell[c].past + 0.01 : 0;
    }
    if (sum > 0)
        return STATUS_OK;
    struct text label = shape->dimension_count ? labels[0] : text_of("approvals");
    for (size_t k = 0; k < shape->dimension_count; k++) {
        bool found = false;
        for (size_t c = 0; c < r->cell_count; c++)
            found = found || agrees(r, c, shape->dimensions[k], labels[k]);
        if (!found)
            return refuse(d, "unknown-kind", shape->dimensions[k].at,
                          "is a label of approvals that no spell has", labels[k]);
    }
    return refuse(d, "unknown-kind", NULL, "is a combination of labels that no spell has", label);
}

static bool has_la(const struct approvals_reading *d)
{
    return future_dimension(d->shape, text_of("la")) >= 0;
}

static enum status find_targets(struct approvals_reading *d)
{
    struct approvals *a = &d->n->approvals;
    if (d->r->authority_count > 1 && !has_la(d)) {
        problem_report(d->sink, PROBLEM_FATAL, "no-la", future_name(d->future), 0, "la",
                       "the spells are of %zu authorities, but the approvals have no column la "
                       "(hearth-recruit --to-come --by la,...)",
                       d->r->authority_count);
        return STATUS_VALUE;
    }
    a->targets = d->shape->cell_count;
    a->weight = calloc(a->targets * d->r->cell_count + 1, sizeof *a->weight);
    d->known = calloc(a->targets + 1, sizeof *d->known);
    enum status s = a->weight && d->known ? STATUS_OK : STATUS_MEMORY;
    for (size_t t = 0; t < a->targets && s == STATUS_OK; t++)
        s = find_cells(d, t);
    return s;
}

/* --- when ------------------------------------------------------------------------------------ */

static enum status find_periods(struct approvals_reading *d)
{
    struct approvals *a = &d->n->approvals;
    const int32_t *dates = d->shape->dates;
    a->periods = d->shape->date_count;
    a->begin = malloc((a->periods + 1) * sizeof *a->begin);
    if (!a->begin)
        return STATUS_MEMORY;
    int32_t length = a->periods > 1 ? dates[1] - dates[0] : 28;
    int months = length <= 31 ? 1 : length <= 92 ? 3 : 12;
    /* the last day of a month goes back to the last day of a month */
    int32_t before = date_add_months(dates[0] + 1, -months) - 1;
    char first[DATE_TEXT], origin[DATE_TEXT];
    date_write(dates[0], first);
    date_write(d->origin, origin);
    if (dates[0] <= d->origin || before > d->origin) {
        problem_report(d->sink, PROBLEM_FATAL, "other-dates", future_name(d->future), 0, "date",
                       "the approvals begin with the period to %s, the supply starts from %s: make "
                       "both from the same day",
                       first, origin);
        return STATUS_VALUE;
    }
    a->begin[0] = before - d->origin; /* 0, or before the origin: part of it is over */
    for (size_t p = 0; p < a->periods; p++)
        a->begin[p + 1] = dates[p] - d->origin;
    return STATUS_OK;
}

/* Approved in the first period up to the origin: they are in the spells. */
static void count_known(struct approvals_reading *d)
{
    struct approvals *a = &d->n->approvals;
    const struct roster *r = d->r;
    int32_t before = d->origin + a->begin[0];
    for (size_t i = 0; i < r->count; i++) {
        const struct roster_stay *s = &r->stays[i];
        if (s->continues || s->start <= before || s->start > d->origin)
            continue;
        for (size_t t = 0; t < a->targets; t++)
            if (a->weight[t * r->cell_count + s->cell] > 0) {
                d->known[t]++;
                break;
            }
    }
    a->begin[0] = 0;
}

/* --- how many -------------------------------------------------------------------------------- */

static enum status take_draw(struct approvals_reading *d, size_t draw, const double *value)
{
    struct approvals *a = &d->n->approvals;
    if (draw == d->room) {
        size_t room = d->room ? 2 * d->room : 256;
        uint16_t *counts = realloc(a->counts, room * a->periods * a->targets * sizeof *counts);
        if (!counts)
            return STATUS_MEMORY;
        a->counts = counts;
        d->room = room;
    }
    for (size_t p = 0; p < a->periods; p++)
        for (size_t t = 0; t < a->targets; t++) {
            double x = value[future_at(d->shape, 0, p, t)];
            if (isnan(x))
                x = 0; /* a month that the stream doesn't give this combination */
            if (!(x >= 0) || x > UINT16_MAX || x != floor(x)) {
                problem_report(d->sink, PROBLEM_FATAL, "not-a-count", future_name(d->future),
                               future_line(d->future), "value",
                               "draw %zu: '%g' is not a number of approvals", draw, x);
                return STATUS_VALUE;
            }
            if (p == 0)
                x = fmax(0, x - d->known[t]);
            a->counts[(draw * a->periods + p) * a->targets + t] = (uint16_t)x;
        }
    return STATUS_OK;
}

static enum status take_draws(struct approvals_reading *d, size_t wanted)
{
    struct approvals *a = &d->n->approvals;
    const double *value;
    long draw;
    enum status s;
    while ((s = future_next(d->future, &draw, &value)) == STATUS_OK) {
        if ((s = take_draw(d, a->draws, value)) != STATUS_OK)
            return s;
        a->draws++;
    }
    if (s != STATUS_END)
        return s;
    if (wanted && wanted != a->draws) {
        problem_report(d->sink, PROBLEM_FATAL, "other-draws", future_name(d->future), 0, "draw",
                       "the approvals have %zu draws, --draws asks for %zu", a->draws, wanted);
        return STATUS_VALUE;
    }
    return STATUS_OK;
}

static void set_cells(struct approvals_reading *d)
{
    struct approvals *a = &d->n->approvals;
    size_t cells = d->r->cell_count;
    for (size_t t = 0; t < a->targets; t++)
        for (size_t c = 0; c < cells; c++)
            if (a->weight[t * cells + c] > 0)
                d->n->cell[c].from = a->begin[a->periods];
}

enum status approvals_read(struct newcomers *n, const struct roster *r, int32_t origin,
                           const char *path, size_t draws, const struct problem_sink *sink)
{
    static const char *const measures[] = {"approvals", NULL};
    struct future_settings settings = {.measures = measures};
    struct approvals_reading d = {.n = n, .r = r, .sink = sink, .origin = origin};
    enum status s = future_open(&d.future, path, &settings, sink);
    if (s != STATUS_OK)
        return s;
    d.shape = future_shape(d.future);
    if (!d.shape->measure_count) {
        char other[200];
        problem_report(sink, PROBLEM_FATAL, "no-approvals", future_name(d.future), 0, "measure",
                       "there is no measure approvals (but %s): hearth-recruit --to-come makes it",
                       future_other_measures(d.future, other, sizeof other));
        s = STATUS_VALUE;
    }
    if (s == STATUS_OK)
        s = find_targets(&d);
    if (s == STATUS_OK)
        s = find_periods(&d);
    if (s == STATUS_OK) {
        count_known(&d);
        s = take_draws(&d, draws);
    }
    if (s == STATUS_OK)
        set_cells(&d);
    free(d.known);
    future_close(d.future);
    return s;
}
