// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/fostering_private.h"

#include <stdlib.h>
#include <string.h>

/* Children with in-house carers and relatives get the households they live in.
 *
 * Households have their times of approval already, and stays have their lengths: so the longest stays
 * choose first, each any household (at random) that is approved for the whole stay and has a place for
 * it, one that is approved for the child's age if there is one. Should all be full, a household takes one
 * more than approved, as exemptions allow; should none be approved for so long, one is added. Both are
 * rare, and counted. */

struct stay {
    const struct synth_child *child;
    const struct synth_episode *last;
    int32_t start, end;  /* end: the day after the last when still open */
    int32_t stays_until; /* as a young adult, if there is room; else end */
    int nth;             /* of the child */
    bool kinship;
};

struct stays {
    struct stay *list;
    size_t count, room;
};

static bool in_house(const struct synth_place *p)
{
    return !p->temporary && strcmp(p->provider, "PR1") == 0 &&
           (p->kind == KIND_IN_HOUSE || p->kind == KIND_KINSHIP);
}

/* True when E, which follows BEFORE, is with the same carer and of the same kind. */
static bool goes_on(const struct synth_episode *before, const struct synth_episode *e)
{
    if (e->rne == 'S' || e->place.kind != before->place.kind)
        return false;
    bool away_or_back = e->place.temporary || before->place.temporary;
    return strchr("LTU", e->rne) || away_or_back;
}

/* Who turns 18 with foster carers may stay with them, until the 21st birthday at most. */
static int32_t draw_staying_put(const struct making *m, const struct stay *s)
{
    struct random_stream r;
    if (s->kinship || !s->last->reason_ended || strcmp(s->last->reason_ended, "E17") != 0)
        return s->end;
    random_start(&r, m->settings->seed, "synth-staying-put", text_of(m->settings->la),
                 text_of(s->child->id), 0);
    int32_t until = s->end + 1 + (int32_t)random_exponential(&r, 1 / staying_put_days);
    int32_t most = date_birthday(s->child->birth, 21);
    until = until < most ? until : most;
    return until <= m->last ? until : m->last + 1;
}

static enum status find_stays(struct making *m, const struct synth_child *c, struct stays *all)
{
    int nth = 0;
    for (int i = 0, next; i < c->episode_count; i = next) {
        for (next = i + 1;
             next < c->episode_count && goes_on(&c->episodes[next - 1], &c->episodes[next]);)
            next++;
        const struct synth_episode *first = &c->episodes[i], *last = &c->episodes[next - 1];
        bool breaks = first->legal == LEGAL_BREAKS || first->legal == LEGAL_BREAKS_AGREED;
        if (breaks || !in_house(&first->place))
            continue;
        struct stay s = {c, last, first->start, last->end, 0, ++nth, false};
        s.kinship = first->place.kind == KIND_KINSHIP;
        if (s.end == DATE_NONE)
            s.end = m->last + 1;
        if (s.end <= m->first)
            continue;
        s.stays_until = draw_staying_put(m, &s);
        if (!service_room((void **)&all->list, all->count, &all->room, sizeof *all->list))
            return STATUS_MEMORY;
        all->list[all->count++] = s;
    }
    return STATUS_OK;
}

static int by_length(const void *a, const void *b)
{
    const struct stay *x = a, *y = b;
    int32_t longer = (y->stays_until - y->start) - (x->stays_until - x->start);
    if (longer)
        return longer > 0 ? 1 : -1;
    int id = strcmp(x->child->id, y->child->id);
    return id ? id : (x->start > y->start) - (x->start < y->start);
}

/* --- room in households --------------------------------------------------------------------- */

enum { NOWHERE = -1 };
struct rooms {
    struct making *m;
    int32_t *first, *next; /* lodgings of a household, as a list of indexes */
    size_t household_room, lodging_room;
};

static enum status make_rooms(struct rooms *r)
{
    const struct synth_fostering *f = r->m->fostering;
    size_t before = r->household_room;
    while (r->household_room <= f->household_count)
        if (!service_room((void **)&r->first, r->household_room, &r->household_room,
                          sizeof *r->first))
            return STATUS_MEMORY;
    for (size_t i = before; i < r->household_room; i++)
        r->first[i] = NOWHERE;
    while (r->lodging_room <= f->lodging_count)
        if (!service_room((void **)&r->next, r->lodging_room, &r->lodging_room, sizeof *r->next))
            return STATUS_MEMORY;
    return STATUS_OK;
}

static bool covers(const struct synth_lodging *l, int32_t day)
{
    return l->start <= day && (l->end == DATE_NONE || day < l->end);
}

/* The most people who lodge with HOUSEHOLD on one day between START and END. */
static int most_lodgers(const struct rooms *r, size_t household, int32_t start, int32_t end)
{
    const struct synth_lodging *list = r->m->fostering->lodgings;
    int most = 0;
    for (int32_t at = NOWHERE - 1; at != NOWHERE;) {
        /* the number can only grow on the first day and where somebody comes */
        int32_t day = at < NOWHERE ? start : list[at].start;
        if (day >= start && day < end) {
            int here = 0;
            for (int32_t i = r->first[household]; i != NOWHERE; i = r->next[i])
                here += covers(&list[i], day);
            most = here > most ? here : most;
        }
        at = at < NOWHERE ? r->first[household] : r->next[at];
    }
    return most;
}

static enum status lodge(struct rooms *r, size_t household, const struct synth_child *child,
                         int32_t start, int32_t end, bool staying_put)
{
    struct synth_fostering *f = r->m->fostering;
    enum status s = make_rooms(r);
    if (s == STATUS_OK && !service_room((void **)&f->lodgings, f->lodging_count, &f->lodging_room,
                                        sizeof *f->lodgings))
        s = STATUS_MEMORY;
    if (s != STATUS_OK)
        return s;
    if (end > r->m->last)
        end = DATE_NONE;
    f->lodgings[f->lodging_count] =
        (struct synth_lodging){child, household, start, end, staying_put};
    r->next[f->lodging_count] = r->first[household];
    r->first[household] = (int32_t)f->lodging_count++;
    return STATUS_OK;
}

/* A household for S until END, beginning to look at FROM: one with room that suits the age, else one
 * with room, else (*FULL) that with the fewest too many; the count when none is approved so long. */
static size_t find_household(const struct rooms *r, const struct stay *s, int32_t end, size_t from,
                             bool *full)
{
    const struct synth_fostering *f = r->m->fostering;
    size_t none = f->household_count, found = none, fewest_of = none;
    int age = date_age(s->child->birth, s->start), fewest = 100;
    *full = false;
    for (size_t k = 0; k < none; k++) {
        size_t i = (from + k) % none;
        const struct synth_household *h = &f->households[i];
        if (h->approved > s->start || h->left < end)
            continue;
        int over = most_lodgers(r, i, s->start, end) + 1 - h->places;
        if (over <= 0 && age >= h->least_age && age <= h->most_age)
            return i;
        if (over <= 0 && found == none)
            found = i;
        if (over < fewest) {
            fewest = over;
            fewest_of = i;
        }
    }
    *full = found == none;
    return found < none ? found : fewest_of;
}

/* With the time as a young adult if that has room, else for the time in care alone. */
static enum status settle(struct rooms *r, const struct stay *s)
{
    struct synth_fostering *f = r->m->fostering;
    struct random_stream random;
    random_start(&random, r->m->settings->seed, "synth-lodging", text_of(r->m->settings->la),
                 text_of(s->child->id), (uint64_t)s->nth);
    size_t count = f->household_count;
    size_t from = count ? random_below(&random, (uint32_t)count) : 0;
    bool full;
    size_t i = find_household(r, s, s->stays_until, from, &full);
    bool stays_put = i < count && !full && s->stays_until > s->end;
    if (!stays_put && s->stays_until > s->end)
        i = find_household(r, s, s->end, from, &full);
    enum status status = STATUS_OK;
    if (i == count) {
        status = household_add(r->m, s->child, s->start, s->last->end);
        if (status == STATUS_OK)
            status = make_rooms(r);
    } else {
        f->overfilled += full;
    }
    if (status == STATUS_OK)
        status = lodge(r, i, s->child, s->start, s->end, false);
    if (status == STATUS_OK && stays_put)
        status = lodge(r, i, s->child, s->end, s->stays_until, true);
    return status;
}

/* --- all of them ---------------------------------------------------------------------------- */

static enum status settle_all(struct rooms *r, const struct stays *all)
{
    struct synth_fostering *f = r->m->fostering;
    enum status s = make_rooms(r);
    for (size_t i = 0; i < all->count && s == STATUS_OK; i++)
        if (!all->list[i].kinship)
            s = settle(r, &all->list[i]);
    f->mainstream_count = f->household_count;
    for (size_t i = 0; i < all->count && s == STATUS_OK; i++) {
        const struct stay *stay = &all->list[i];
        if (!stay->kinship)
            continue;
        s = household_kinship(r->m, stay->child, stay->nth, stay->start, stay->last);
        if (s == STATUS_OK)
            s = make_rooms(r);
        if (s == STATUS_OK)
            s = lodge(r, f->household_count - 1, stay->child, stay->start, stay->end, false);
    }
    return s;
}

static int by_household(const void *a, const void *b)
{
    const struct synth_lodging *x = a, *y = b;
    if (x->household != y->household)
        return x->household < y->household ? -1 : 1;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return strcmp(x->child->id, y->child->id);
}

enum status lodgings_make(struct making *m)
{
    struct stays all = {0};
    struct rooms rooms = {.m = m};
    enum status s = STATUS_OK;
    for (size_t i = 0; i < m->authority->count && s == STATUS_OK; i++)
        s = find_stays(m, &m->authority->children[i], &all);
    if (all.count)
        qsort(all.list, all.count, sizeof *all.list, by_length);
    if (s == STATUS_OK)
        s = settle_all(&rooms, &all);
    struct synth_fostering *f = m->fostering;
    if (f->lodging_count)
        qsort(f->lodgings, f->lodging_count, sizeof *f->lodgings, by_household);
    free(all.list);
    free(rooms.first);
    free(rooms.next);
    return s;
}
