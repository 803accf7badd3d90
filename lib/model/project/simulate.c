// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/simulate.h"
#include "model/project/luck.h"
#include "stats/random/variates.h"

#include <math.h>
#include <string.h>

#define YEAR_DAYS     365.25
#define MOST_RATE     1000.0    /* a day */
#define MOST_ENTRANTS (1 << 22) /* a month: the room that an entrant's number has in its stream */

enum { SIDE_BY_SIDE = 8 }; /* children whose first random numbers are made together */

struct path {
    double at, birthday, since; /* since: when the present group was entered */
    int age, phase;
    size_t group;
    size_t month;
    struct luck luck;
};

static size_t pick(const double *cumulative, size_t n, double u)
{
    size_t at = 0; /* counted, not searched: no branch to foresee */
    for (size_t i = 0; i + 1 < n; i++)
        at += u >= cumulative[i];
    return at;
}

/* The whole number not below X: ceil() without a call. */
static int32_t up(double x)
{
    int32_t whole = (int32_t)x;
    return whole + (x > whole);
}

static size_t place_of(const struct simulation *s, double at)
{
    return timeline_place(s->timeline, s->origin + up(at));
}

static void count_event(const struct simulation *s, enum project_measure m, const struct path *p,
                        uint32_t *count)
{
    if (!s->frame->measures[m])
        return;
    size_t place = place_of(s, p->at);
    if (place < s->timeline->count)
        count[frame_at(s->frame, s->timeline, m, place, frame_cell(s->frame, p->group, p->age))]++;
}

/* Whole days, as the stock of each day has them: day d is spent where the child is at its end. */
static void count_days(const struct simulation *s, const struct path *p, uint32_t *count)
{
    const struct frame *f = s->frame;
    int32_t from = s->origin + up(p->since), over = s->origin + up(p->at);
    int age = p->age;
    for (double b = p->birthday - YEAR_DAYS; f->ages != FRAME_NO_AGE; b -= YEAR_DAYS) {
        int32_t birthday = s->origin + up(b);
        if (birthday <= from)
            break;
        if (birthday < over) {
            frame_add_days(f, s->timeline, p->group, age, birthday, over, count);
            over = birthday;
        }
        age--;
    }
    frame_add_days(f, s->timeline, p->group, age, from, over, count);
}

/* The dates between, one by one, because the child's age on each matters. */
static void count_dates(const struct simulation *s, const struct path *p, uint32_t *count)
{
    const struct timeline *t = s->timeline;
    for (size_t place = place_of(s, p->since); place < t->count; place++) {
        double date = t->dates[place] - s->origin;
        if (date >= p->at)
            break;
        int age = p->age; /* that at the end */
        for (double birthday = p->birthday - YEAR_DAYS; birthday > date; birthday -= YEAR_DAYS)
            age--;
        count[frame_at(s->frame, t, PROJECT_STOCK, place, frame_cell(s->frame, p->group, age))]++;
    }
}

/* The child was in the group from p->since until p->at: counts the dates between. Without ages only the
 * changes are noted, at the first date and at the first no more: simulate_add_up makes stocks of them. */
static void count_stay(const struct simulation *s, const struct path *p, uint32_t *count)
{
    const struct frame *f = s->frame;
    if (f->ages != FRAME_NO_AGE) {
        count_dates(s, p, count);
    } else {
        size_t cell = frame_cell(f, p->group, 0);
        size_t from = place_of(s, p->since), over = place_of(s, p->at);
        if (from < s->timeline->count)
            count[frame_at(f, s->timeline, PROJECT_STOCK, from, cell)]++;
        if (over < s->timeline->count)
            count[frame_at(f, s->timeline, PROJECT_STOCK, over, cell)]--;
    }
    if (f->measures[PROJECT_CARE_DAYS])
        count_days(s, p, count);
}

void simulate_add_up(const struct frame *f, const struct timeline *t, uint32_t *count)
{
    uint32_t *stock = count + frame_at(f, t, PROJECT_STOCK, 0, 0);
    for (size_t i = f->cells; f->ages == FRAME_NO_AGE && i < t->count * f->cells; i++)
        stock[i] += stock[i - f->cells];
}

/* The rates of the child's present state, a day. */
struct now_rates {
    double leave, moving, stay; /* moving: leave and moves together */
};

static double move_share(const struct hazards *h, const struct path *p, size_t to)
{
    const double *share = h->to + ((size_t)project_band(p->age) * h->groups + p->group) * h->groups;
    return to ? share[to] - share[to - 1] : share[0];
}

static double shifted_move(const struct simulation *s, const struct path *p, size_t state,
                           size_t to)
{
    const struct shift *m = &s->shifts[p->month];
    size_t at = state * s->hazards->groups + to;
    double rate = s->hazards->move[state] * move_share(s->hazards, p, to);
    rate = rate * m->move_factor[at] + m->move_add[at];
    return rate > 0 ? rate : 0;
}

static struct now_rates find_rates(const struct simulation *s, const struct path *p)
{
    const struct hazards *h = s->hazards;
    size_t state = project_state(h->groups, p->age, p->group, p->phase);
    struct now_rates r = {h->leave[state], h->leave[state] + h->move[state],
                          h->stay[p->group * PROJECT_PHASES + (size_t)p->phase]};
    if (!s->shifts || !s->shifts[p->month].active)
        return r;
    const struct shift *m = &s->shifts[p->month];
    r.leave = r.leave * m->leave_factor[state] + m->leave_add[state];
    r.leave = r.leave > 0 ? r.leave : 0;
    r.moving = r.leave + h->move[state];
    if (!m->moves[p->group])
        return r;
    r.moving = r.leave;
    for (size_t to = 0; to < h->groups; to++)
        r.moving += shifted_move(s, p, state, to);
    return r;
}

/* Where a move goes to; U: uniform. */
static size_t find_target(const struct simulation *s, const struct path *p, double u, double moves)
{
    const struct hazards *h = s->hazards;
    if (!s->shifts || !s->shifts[p->month].active || !s->shifts[p->month].moves[p->group])
        return pick(h->to + ((size_t)project_band(p->age) * h->groups + p->group) * h->groups,
                    h->groups, u);
    size_t state = project_state(h->groups, p->age, p->group, p->phase), to = 0;
    for (double left = u * moves; to + 1 < h->groups; to++)
        if ((left -= shifted_move(s, p, state, to)) < 0)
            break;
    return to;
}

static void move(const struct simulation *s, struct path *p, size_t to, uint32_t *count)
{
    p->phase = 0;
    if (to == p->group)
        return;
    count_stay(s, p, count);
    count_event(s, PROJECT_MOVES_OUT, p, count);
    p->group = to;
    p->since = p->at;
    count_event(s, PROJECT_MOVES_IN, p, count);
}

/* At a boundary in time. False when the child has turned 18. */
static bool pass(const struct simulation *s, struct path *p)
{
    if (s->shifts && p->at >= s->plan->begin[p->month + 1])
        p->month++;
    if (p->at < p->birthday)
        return true;
    if (p->age == PROJECT_AGES - 1)
        return false;
    p->age++;
    p->birthday += YEAR_DAYS;
    return true;
}

static void leave_care(const struct simulation *s, const struct path *p, uint32_t *count)
{
    count_stay(s, p, count);
    count_event(s, PROJECT_ENDS, p, count);
}

/* Follows a child to leaving, the 18th birthday or the end; false at a rate or a time that can't be. */
static bool live(const struct simulation *s, struct path *p, uint32_t *count)
{
    double risk = luck_wait(&p->luck);
    if (!isfinite(p->at) || !isfinite(p->birthday))
        return false;
    for (;;) {
        struct now_rates r = find_rates(s, p);
        double rate = r.moving + r.stay;
        if (!(rate >= 0 && rate <= MOST_RATE && r.leave >= 0 && r.stay >= 0))
            return false;
        double until = p->birthday < s->end ? p->birthday : s->end;
        if (s->shifts && s->plan->begin[p->month + 1] < until)
            until = s->plan->begin[p->month + 1];
        double used = (until - p->at) * rate; /* of the risk, to be there then */
        if (risk >= used) {
            risk -= used;
            p->at = until;
            if (until >= s->end)
                break;
            if (pass(s, p))
                continue;
            leave_care(s, p, count);
            return true;
        }
        p->at += risk / rate;
        double u = luck_uniform(&p->luck) * rate;
        if (u < r.leave) {
            leave_care(s, p, count);
            return true;
        }
        if (u < r.moving) {
            double moves = r.moving - r.leave;
            move(s, p, find_target(s, p, (u - r.leave) / moves, moves), count);
        } else {
            p->phase++;
        }
        risk = luck_wait(&p->luck);
    }
    p->at = s->end + 1; /* still there on the last date */
    count_stay(s, p, count);
    return true;
}

static void begin_present(const struct simulation *s, size_t child, struct path *p)
{
    const struct present_child *c = &s->now->children[child];
    *p = (struct path){.birthday = (double)c->birthday,
                       .age = c->age,
                       .phase = c->phase,
                       .group = c->group,
                       .since = -1}; /* the origin itself is no date of the timeline */
    luck_start(&p->luck, s->children, (uint32_t)child);
}

/* The first random numbers of N children, two by two. */
static void make_luck(struct path *paths, size_t n)
{
    for (size_t k = 0; k + 1 < n; k += 2)
        luck_make_both(&paths[k].luck, &paths[k + 1].luck);
}

static bool live_present(const struct simulation *s, uint32_t *count)
{
    struct path paths[SIDE_BY_SIDE];
    for (size_t i = 0; i < s->now->count; i += SIDE_BY_SIDE) {
        size_t n = s->now->count - i < SIDE_BY_SIDE ? s->now->count - i : SIDE_BY_SIDE;
        for (size_t k = 0; k < n; k++)
            begin_present(s, i + k, &paths[k]);
        make_luck(paths, n);
        for (size_t k = 0; k < n; k++)
            if (!live(s, &paths[k], count))
                return false;
    }
    return true;
}

/* Expected entrants of the base of an age and group in a month. */
static double base_entrants(const struct simulation *s, size_t month, int age, size_t group)
{
    const struct hazards *h = s->hazards;
    const double *share = h->entry_group + (size_t)project_band(age) * h->groups;
    double of_age = h->entry_age[age] - (age ? h->entry_age[age - 1] : 0);
    return s->wanted[month] * of_age * (group ? share[group] - share[group - 1] : share[0]);
}

/* The chance that an entrant of the base comes in the scenario, too; 1 and more: surely. */
static double entry_factor(const struct simulation *s, const struct path *p)
{
    if (!s->shifts || !s->shifts[p->month].active)
        return 1;
    const struct shift *m = &s->shifts[p->month];
    size_t at = (size_t)p->age * s->hazards->groups + p->group;
    if (m->enter_add[at] >= 0)
        return m->enter_factor[at];
    return m->enter_factor[at] + m->enter_add[at] / base_entrants(s, p->month, p->age, p->group);
}

/* An entrant: when, how old and where to are the child's own random numbers. An entrant of the base is kept
 * with the chance that a lever leaves. */
static bool live_entrant(const struct simulation *s, struct path *p, uint32_t *count)
{
    const struct hazards *h = s->hazards;
    double begin = s->plan->begin[p->month], days = s->plan->begin[p->month + 1] - begin;
    p->at = p->since = begin + days * luck_uniform(&p->luck);
    p->age = (int)pick(h->entry_age, PROJECT_AGES, luck_uniform(&p->luck));
    p->birthday = p->at + YEAR_DAYS * luck_uniform(&p->luck);
    double chance = luck_uniform(&p->luck), where = luck_uniform(&p->luck);
    p->group = pick(h->entry_group + (size_t)project_band(p->age) * h->groups, h->groups, where);
    if (p->at >= s->end || chance >= entry_factor(s, p))
        return true;
    count_event(s, PROJECT_STARTS, p, count);
    return live(s, p, count);
}

/* N entrants of a month. */
static bool live_entrants(const struct simulation *s, size_t month, unsigned n, uint32_t *count)
{
    struct path paths[SIDE_BY_SIDE];
    for (unsigned i = 0; i < n; i += SIDE_BY_SIDE) {
        unsigned some = n - i < SIDE_BY_SIDE ? n - i : SIDE_BY_SIDE;
        for (unsigned k = 0; k < some; k++) {
            paths[k] = (struct path){.month = month};
            luck_start(&paths[k].luck, s->entrants, (uint32_t)month << 22 | (i + k));
        }
        make_luck(paths, some);
        for (unsigned k = 0; k < some; k++)
            if (!live_entrant(s, &paths[k], count))
                return false;
    }
    return true;
}

/* Entrants beyond the base's, of one age and group. */
static bool live_added(const struct simulation *s, size_t month, int age, size_t group,
                       uint32_t *count)
{
    const struct shift *m = &s->shifts[month];
    size_t at = (size_t)age * s->hazards->groups + group;
    double more = base_entrants(s, month, age, group) * (m->enter_factor[at] - 1);
    more = (more > 0 ? more : 0) + (m->enter_add[at] > 0 ? m->enter_add[at] : 0);
    if (more <= 0)
        return true;
    if (!(more < MOST_ENTRANTS))
        return false;
    struct random_stream r = *s->entrants;
    r.counter[1] = 0x80000000u | (uint32_t)(month * PROJECT_AGES * s->hazards->groups + at);
    unsigned n = random_poisson(&r, more);
    double begin = s->plan->begin[month], days = s->plan->begin[month + 1] - begin;
    for (unsigned i = 0; i < n; i++) {
        struct path p = {.month = month, .age = age, .group = group};
        luck_start(&p.luck, &r, r.counter[1]);
        p.luck.stream.counter[0] = (i + 1) << 16;
        p.at = p.since = begin + days * luck_uniform(&p.luck);
        p.birthday = p.at + YEAR_DAYS * luck_uniform(&p.luck);
        if (p.at >= s->end)
            continue;
        count_event(s, PROJECT_STARTS, &p, count);
        if (!live(s, &p, count))
            return false;
    }
    return true;
}

static bool live_month(const struct simulation *s, size_t month, uint32_t *count)
{
    struct random_stream number = *s->entrants;
    if (!(s->wanted[month] >= 0 && s->wanted[month] < MOST_ENTRANTS / 2))
        return false;
    number.counter[1] = 0x7fffffffu - (uint32_t)month;
    unsigned n = random_poisson(&number, s->wanted[month]);
    if (!live_entrants(s, month, n, count))
        return false;
    if (!s->shifts || !s->shifts[month].active)
        return true;
    for (int age = 0; age < PROJECT_AGES; age++)
        for (size_t g = 0; g < s->hazards->groups; g++)
            if (!live_added(s, month, age, g, count))
                return false;
    return true;
}

enum status simulate(const struct simulation *s, uint32_t *count)
{
    bool good = isfinite(s->end) && live_present(s, count);
    for (size_t month = 0; good && s->plan && month < s->plan->months; month++)
        good = live_month(s, month, count);
    return good ? STATUS_OK : STATUS_NUMERIC;
}
