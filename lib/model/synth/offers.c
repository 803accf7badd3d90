// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/fostering_private.h"

#include <stdlib.h>
#include <string.h>

/* What households offered when. A place is filled by a child, or held by a young adult who stays on; of
 * the rest, all are vacant or none is, as the household takes children at the time or not. */

enum { PAUSES = 200, CHANGES = 1200 };

struct pause {
    int32_t from, to;
    const char *reason;
};

struct plan {
    const struct synth_household *h;
    size_t household;
    const struct synth_lodging *lodgings;
    size_t lodging_count;
    struct pause pauses[PAUSES];
    int pause_count;
    int32_t days[CHANGES]; /* on which something changes */
    int day_count;
};

/* When the household takes no children: by turns, as long as it is approved. */
static void draw_pauses(struct making *m, struct plan *p)
{
    struct random_stream r;
    random_start(&r, m->settings->seed, "synth-pause", text_of(m->settings->la), text_of(p->h->id),
                 0);
    int32_t day = p->h->approved;
    p->pause_count = 0;
    while (!p->h->kinship && day <= m->last && p->pause_count < PAUSES) {
        day += 1 + (int32_t)random_exponential(&r, unavailable_rate / 365.25);
        int32_t days = 1 + (int32_t)random_exponential(&r, 1 / unavailable_days);
        const char *why = fostering_choose(&r, unavailable_reasons, UNAVAILABLE_REASONS);
        if (day + days > m->first)
            p->pauses[p->pause_count++] = (struct pause){day, day + days, why};
        day += days;
    }
}

static void note_day(struct plan *p, int32_t day, int32_t from, int32_t to)
{
    if (day != DATE_NONE && day > from && day < to && p->day_count < CHANGES)
        p->days[p->day_count++] = day;
}

static int by_day(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static void find_changes(struct plan *p, int32_t from, int32_t to)
{
    p->day_count = 0;
    for (int i = 0; i < p->pause_count; i++) {
        note_day(p, p->pauses[i].from, from, to);
        note_day(p, p->pauses[i].to, from, to);
    }
    for (size_t i = 0; i < p->lodging_count; i++) {
        note_day(p, p->lodgings[i].start, from, to);
        note_day(p, p->lodgings[i].end, from, to);
    }
    qsort(p->days, (size_t)p->day_count, sizeof *p->days, by_day);
}

/* The offer on DAY. */
static struct synth_offer offer_on(const struct plan *p, int32_t day)
{
    struct synth_offer o = {.household = p->household, .from = day, .to = DATE_NONE};
    int young_adults = 0;
    for (size_t i = 0; i < p->lodging_count; i++) {
        const struct synth_lodging *l = &p->lodgings[i];
        if (l->start > day || (l->end != DATE_NONE && l->end <= day))
            continue;
        young_adults += l->staying_put;
        o.filled += !l->staying_put;
    }
    int left = p->h->places - o.filled;
    if (left > 0 && young_adults) {
        o.not_available = young_adults < left ? young_adults : left;
        o.reason = "SPPUT";
    }
    left = left > o.not_available ? left - o.not_available : 0;
    for (int i = 0; i < p->pause_count && left; i++)
        if (p->pauses[i].from <= day && day < p->pauses[i].to) {
            o.reason = o.reason ? o.reason : p->pauses[i].reason;
            o.not_available += left;
            left = 0;
        }
    o.vacant = left;
    return o;
}

static bool same(const struct synth_offer *a, const struct synth_offer *b)
{
    return a->filled == b->filled && a->vacant == b->vacant &&
           a->not_available == b->not_available && a->reason == b->reason;
}

static enum status add_offers(struct making *m, struct plan *p)
{
    struct synth_fostering *f = m->fostering;
    int32_t from = p->h->approved > m->first ? p->h->approved : m->first;
    int32_t to = p->h->left <= m->last ? p->h->left : m->last + 1;
    find_changes(p, from, to);
    size_t first = f->offer_count;
    for (int i = -1; i < p->day_count; i++) {
        struct synth_offer o = offer_on(p, i < 0 ? from : p->days[i]);
        if (f->offer_count > first && same(&o, &f->offers[f->offer_count - 1]))
            continue;
        if (!service_room((void **)&f->offers, f->offer_count, &f->offer_room, sizeof *f->offers))
            return STATUS_MEMORY;
        if (f->offer_count > first)
            f->offers[f->offer_count - 1].to = o.from;
        f->offers[f->offer_count++] = o;
    }
    if (p->h->left <= m->last)
        f->offers[f->offer_count - 1].to = p->h->left;
    return STATUS_OK;
}

enum status offers_make(struct making *m)
{
    struct synth_fostering *f = m->fostering;
    struct plan *p = malloc(sizeof *p);
    enum status s = p ? STATUS_OK : STATUS_MEMORY;
    size_t lodging = 0;
    for (size_t i = 0; i < f->household_count && s == STATUS_OK; i++) {
        size_t first = lodging;
        while (lodging < f->lodging_count && f->lodgings[lodging].household == i)
            lodging++;
        p->h = &f->households[i];
        p->household = i;
        p->lodgings = f->lodgings + first;
        p->lodging_count = lodging - first;
        draw_pauses(m, p);
        s = add_offers(m, p);
    }
    free(p);
    return s;
}

/* --- concerns ------------------------------------------------------------------------------- */

static int by_date(const void *a, const void *b)
{
    const struct synth_concern *x = a, *y = b;
    if (x->received != y->received)
        return x->received < y->received ? -1 : 1;
    return (x->household > y->household) - (x->household < y->household);
}

static enum status concerns_of(struct making *m, size_t household)
{
    static const double kinds[] = {35, 20, 45}, sources[] = {38, 18, 12, 20, 6, 6},
                        abuses[] = {45, 25, 6, 18, 6}, outcomes[] = {58, 28, 14};
    struct synth_fostering *f = m->fostering;
    const struct synth_household *h = &f->households[household];
    struct random_stream r;
    random_start(&r, m->settings->seed, "synth-concern", text_of(m->settings->la), text_of(h->id),
                 0);
    for (int32_t day = h->approved; day <= m->last;) {
        day += 1 + (int32_t)random_exponential(&r, concern_rate / 365.25);
        struct synth_concern c = {.household = household, .received = day};
        c.concluded = day + service_delay(&r, 55, 1.5, 2);
        c.kind = (int)random_choice(&r, kinds, 3);
        c.source = (int)random_choice(&r, sources, 6);
        c.abuse = (int)random_choice(&r, abuses, 5);
        c.outcome = (int)random_choice(&r, outcomes, 3);
        if (day < m->first || day > m->last || day >= h->left)
            continue;
        if (!service_room((void **)&f->concerns, f->concern_count, &f->concern_room,
                          sizeof *f->concerns))
            return STATUS_MEMORY;
        f->concerns[f->concern_count++] = c;
    }
    return STATUS_OK;
}

enum status concerns_make(struct making *m)
{
    struct synth_fostering *f = m->fostering;
    enum status s = STATUS_OK;
    for (size_t i = 0; i < f->household_count && s == STATUS_OK; i++)
        s = concerns_of(m, i);
    if (f->concern_count)
        qsort(f->concerns, f->concern_count, sizeof *f->concerns, by_date);
    return s;
}
