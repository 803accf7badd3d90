// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/indicator/durations.h"
#include "stats/survival/curve.h"
#include "stats/survival/incidence.h"

#include <math.h>
#include <stdlib.h>

void durations_done(struct durations *d)
{
    free(d->list);
    free(d->entry);
    free(d->exit);
    free(d->cause);
    free(d->points);
    *d = (struct durations){0};
}

bool durations_add(struct durations *d, const struct duration *one)
{
    if (d->count == d->room) {
        size_t room = d->room ? d->room * 2 : 256;
        struct duration *more = realloc(d->list, room * sizeof *more);
        if (!more)
            return false;
        d->list = more;
        d->room = room;
    }
    d->list[d->count++] = *one;
    return true;
}

static int compare_keys(const struct count_entry *x, const struct count_entry *y)
{
    if (x->name != y->name)
        return x->name < y->name ? -1 : 1;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    return (x->date > y->date) - (x->date < y->date);
}

static bool same_but_date(const struct count_entry *x, const struct count_entry *y)
{
    return x->name == y->name && x->group == y->group && x->part == y->part;
}

static int compare_durations(const void *a, const void *b)
{
    const struct duration *x = a, *y = b;
    int c = compare_keys(&x->key, &y->key);
    if (c)
        return c;
    if (x->exit != y->exit)
        return x->exit < y->exit ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

bool durations_settle(struct durations *d)
{
    if (d->count)
        qsort(d->list, d->count, sizeof *d->list, compare_durations);
    for (size_t i = 0, next; i < d->count; i = next) {
        for (next = i; next < d->count && same_but_date(&d->list[i].key, &d->list[next].key);)
            next++;
        d->most = next - i > d->most ? next - i : d->most;
    }
    d->entry = malloc((d->most + 1) * sizeof *d->entry);
    d->exit = malloc((d->most + 1) * sizeof *d->exit);
    d->cause = malloc((d->most + 1) * sizeof *d->cause);
    d->points = malloc((d->most + 1) * sizeof *d->points);
    return d->entry && d->exit && d->cause && d->points;
}

/* The place of the first time with a key not below KEY. */
static size_t first_of(const struct durations *d, const struct count_entry *key)
{
    size_t low = 0, high = d->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_keys(&d->list[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static enum status ask_curve(struct durations *d, const struct survival_data *data,
                             const struct risk_order *order, enum duration_statistic what,
                             double days, struct duration_answer *out)
{
    struct curve curve = {.points = d->points};
    bool share = what == DURATION_STAYING;
    enum status s = curve_estimate(data, order, 0, 0, share ? DURATION_LEAST : 0, &curve);
    if (s != STATUS_OK) {
        out->too_few = true;
        return s == STATUS_SHORT ? STATUS_OK : s;
    }
    if (!share) {
        out->value =
            curve_quantile(&curve, what == DURATION_P90 ? .9 : .5, CURVE_LOG_LOG, 1.96).time;
        return STATUS_OK;
    }
    const struct curve_point *p = curve_at(&curve, days);
    /* nobody was followed so long: what the curve says last is no answer */
    if (curve.points[curve.count - 1].time >= days)
        out->value = p ? p->survival : 1;
    return STATUS_OK;
}

static enum status ask_incidence(const struct survival_data *data, const struct risk_order *order,
                                 double days, struct duration_answer *out)
{
    struct incidence in = {0};
    enum status s = incidence_init(&in, data->n, data->n, 2);
    if (s == STATUS_OK)
        s = incidence_estimate(&in, data, order, 0, DURATION_LEAST);
    out->too_few = s == STATUS_SHORT;
    if (s == STATUS_OK && in.count && in.points[in.count - 1].time >= days) {
        out->value = 0;
        for (size_t i = 0; i < in.count && in.points[i].time <= days; i++)
            out->value = in.share[i * in.causes];
    }
    incidence_done(&in);
    return s == STATUS_SHORT ? STATUS_OK : s;
}

enum status durations_ask(struct durations *d, const struct count_entry *key,
                          enum duration_statistic what, double days, struct duration_answer *out)
{
    struct survival_data data = {.entry = d->entry, .exit = d->exit, .cause = d->cause};
    struct risk_order order;
    *out = (struct duration_answer){.value = NAN};
    struct count_entry from = *key;
    if (what == DURATION_STAYING)
        from.date = DATE_NONE;
    for (size_t i = first_of(d, &from);
         i < d->count && same_but_date(&d->list[i].key, key) && d->list[i].key.date <= key->date;
         i++) {
        d->entry[data.n] = d->list[i].entry;
        d->exit[data.n] = d->list[i].exit;
        d->cause[data.n++] = d->list[i].cause;
        bool seen = d->list[i].exit > d->list[i].entry;
        out->ended += seen && d->list[i].cause > 0 ? 1 : 0;
        out->times += seen && !d->list[i].again ? 1 : 0;
    }
    if (!data.n)
        return STATUS_OK;
    enum status s = risk_order_init(&order, data.n, 1);
    if (s != STATUS_OK)
        return s;
    s = risk_order_sort(&order, &data);
    if (s == STATUS_OK)
        s = risk_order_split(&order, NULL, 1);
    if (s == STATUS_OK)
        s = what == DURATION_ENDED ? ask_incidence(&data, &order, days, out)
                                   : ask_curve(d, &data, &order, what, days, out);
    risk_order_done(&order);
    return s;
}
