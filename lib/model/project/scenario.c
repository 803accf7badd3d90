// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/scenario.h"
#include "stats/random/variates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MONTH_DAYS 30.4375
#define TENTH      1.2815515655446004 /* the normal quantile that leaves one in ten */

bool shift_init(struct shift *s, size_t groups)
{
    size_t states = PROJECT_AGES * groups * PROJECT_PHASES, entries = PROJECT_AGES * groups;
    *s = (struct shift){
        .room = malloc((2 * states + 2 * states * groups + 2 * entries) * sizeof(double))};
    s->moves = malloc(groups * sizeof *s->moves);
    if (!s->room || !s->moves) {
        shift_done(s);
        return false;
    }
    s->leave_factor = s->room;
    s->leave_add = s->leave_factor + states;
    s->move_factor = s->leave_add + states;
    s->move_add = s->move_factor + states * groups;
    s->enter_factor = s->move_add + states * groups;
    s->enter_add = s->enter_factor + entries;
    return true;
}

void shift_done(struct shift *s)
{
    free(s->room);
    free(s->moves);
    *s = (struct shift){0};
}

static void fill(double *x, size_t n, double value)
{
    for (size_t i = 0; i < n; i++)
        x[i] = value;
}

static void shift_clear(struct shift *s, size_t groups)
{
    size_t states = PROJECT_AGES * groups * PROJECT_PHASES, entries = PROJECT_AGES * groups;
    fill(s->leave_factor, states, 1);
    fill(s->leave_add, states, 0);
    memset(s->moves, 0, groups * sizeof *s->moves);
    fill(s->enter_factor, entries, 1);
    fill(s->enter_add, entries, 0);
}

/* Moves from most groups are left as they are, so that their many numbers need not be set. */
static void clear_moves(struct shift *s, size_t groups, size_t group)
{
    if (s->moves[group])
        return;
    s->moves[group] = true;
    for (int age = 0; age < PROJECT_AGES; age++)
        for (int p = 0; p < PROJECT_PHASES; p++) {
            size_t at = project_state(groups, age, group, p) * groups;
            fill(s->move_factor + at, groups, 1);
            fill(s->move_add + at, groups, 0);
        }
}

/* Share of the full effect in the middle of a month. */
static double strength(const struct lever *l, double middle)
{
    if (middle < l->start || middle >= l->end)
        return 0;
    double share = l->ramp_days > 0 ? (middle - l->start) / l->ramp_days : 1;
    return share < 1 ? share : 1;
}

static double draw_effect(const struct lever *l, uint64_t seed, uint64_t draw)
{
    struct random_stream r;
    random_start(&r, seed, "project-lever", text_of(""), l->name, draw);
    double z = random_normal(&r) / TENTH;
    return l->mid + (z < 0 ? z * (l->mid - l->low) : z * (l->high - l->mid));
}

static bool acts_on(const struct lever *l, const struct projection *p, size_t part)
{
    return !l->la.size || !p->part_count || text_equal(l->la, p->lives->parts[part].la);
}

/* Children that a lever's numbers are shared out over in MONTH. */
static double eligible(const struct scenarios *s, const struct lever *l, const struct projection *p,
                       size_t month)
{
    double sum = 0;
    size_t groups = p->mean.groups;
    for (size_t i = 0; i < (p->part_count ? p->part_count : 1); i++)
        for (size_t g = 0; acts_on(l, p, i) && g < groups; g++)
            for (int age = l->age_low; l->from[g] && age <= l->age_high; age++)
                sum += s->children[((i * p->plan.months + month) * groups + g) * PROJECT_AGES +
                                   (size_t)age];
    return sum > 1 ? sum : 1;
}

/* The share of a part in the entrants that a lever acts on. */
static double entrants_share(const struct lever *l, const struct projection *p, size_t part,
                             size_t month)
{
    double sum = 0;
    for (size_t i = 0; i < p->part_count; i++)
        sum += acts_on(l, p, i) ? p->parts[i].plan.mean[month] : 0;
    return sum > 0 ? p->parts[part].plan.mean[month] / sum : 1;
}

static void shift_states(const struct lever *l, size_t groups, double effect, double add,
                         struct shift *m)
{
    size_t targets = 0;
    for (size_t to = 0; to < groups; to++)
        targets += l->to[to];
    for (size_t g = 0; g < groups; g++)
        if (l->from[g] && l->flow == LEVER_MOVE)
            clear_moves(m, groups, g);
    for (int age = l->age_low; age <= l->age_high; age++)
        for (size_t g = 0; g < groups; g++)
            for (int p = 0; l->from[g] && p < PROJECT_PHASES; p++) {
                if (l->phase >= 0 && p != l->phase)
                    continue;
                size_t state = project_state(groups, age, g, p);
                if (l->flow == LEVER_LEAVE) {
                    m->leave_factor[state] *= 1 + effect;
                    m->leave_add[state] += add;
                    continue;
                }
                for (size_t to = 0; to < groups; to++)
                    if (l->to[to]) {
                        m->move_factor[state * groups + to] *= 1 + effect;
                        m->move_add[state * groups + to] += add / (double)targets;
                    }
            }
}

static void shift_entries(const struct lever *l, size_t groups, double effect, double add,
                          struct shift *m)
{
    double cells = 0;
    for (size_t g = 0; g < groups; g++)
        cells += l->to[g] ? l->age_high - l->age_low + 1 : 0;
    for (int age = l->age_low; age <= l->age_high; age++)
        for (size_t g = 0; g < groups; g++)
            if (l->to[g]) {
                m->enter_factor[(size_t)age * groups + g] *= 1 + effect;
                m->enter_add[(size_t)age * groups + g] += add / cells;
            }
}

/* One lever's share of its full EFFECT in one month. */
static void shift_month(const struct scenarios *s, const struct lever *l,
                        const struct projection *p, size_t part, size_t month, double effect,
                        struct shift *out)
{
    size_t groups = p->mean.groups;
    double begin = p->plan.begin[month], end = p->plan.begin[month + 1];
    double share = strength(l, (begin + end) / 2) * effect;
    if (share == 0)
        return;
    if (!out->active)
        shift_clear(out, groups);
    out->active = true;
    double relative = l->absolute ? 0 : fmax(share, -1), add = 0;
    if (l->absolute && l->flow == LEVER_ENTER)
        add = share * (end - begin) * entrants_share(l, p, part, month);
    else if (l->absolute)
        add = share / eligible(s, l, p, month);
    if (l->flow == LEVER_ENTER)
        shift_entries(l, groups, relative, add, out);
    else
        shift_states(l, groups, relative, add, out);
}

void scenarios_shift(const struct scenarios *s, size_t scenario, const struct projection *p,
                     size_t part, uint64_t seed, uint64_t draw, bool fixed, struct shift *months)
{
    for (size_t m = 0; m < p->plan.months; m++)
        months[m].active = false;
    for (size_t i = 0; i < s->count; i++) {
        const struct lever *l = &s->levers[i];
        if ((l->scenario != SCENARIO_EVERY && l->scenario != scenario) || !acts_on(l, p, part))
            continue;
        double effect = fixed ? l->mid : draw_effect(l, seed, draw);
        for (size_t m = 0; m < p->plan.months; m++)
            shift_month(s, l, p, part, m, effect, &months[m]);
    }
}

static bool wants_children(const struct scenarios *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->levers[i].absolute)
            return true;
    return false;
}

enum status scenarios_expect(struct scenarios *s, const struct projection *p)
{
    size_t groups = p->mean.groups, ages = PROJECT_AGES, months = p->plan.months;
    size_t parts = p->part_count ? p->part_count : 1, cells = groups * ages;
    struct timeline t = {.count = months};
    struct frame f = {.ages = FRAME_AGE, .age_cells = ages, .cells = cells};
    for (int age = 0; age <= FRAME_ADULT; age++)
        f.age_cell[age] = (unsigned char)(age < PROJECT_AGES ? age : PROJECT_AGES - 1);
    if (!wants_children(s))
        return STATUS_OK;
    t.dates = malloc((months + 1) * sizeof *t.dates);
    s->children = malloc(parts * months * cells * sizeof *s->children + 1);
    enum status status = t.dates && s->children ? STATUS_OK : STATUS_MEMORY;
    for (size_t m = 0; status == STATUS_OK && m < months; m++)
        t.dates[m] = p->origin + (int32_t)p->plan.begin[m + 1];
    for (size_t i = 0; status == STATUS_OK && i < parts; i++) {
        const struct projection_part *part = p->part_count ? &p->parts[i] : NULL;
        struct closed_form expected;
        status = closed_form_mean(&expected, &f, &t, p->origin, part ? &part->present : &p->present,
                                  part ? &part->mean : &p->mean, part ? &part->plan : &p->plan);
        if (status != STATUS_OK)
            break;
        memcpy(s->children + i * months * cells, expected.mean,
               months * cells * sizeof *s->children);
        closed_form_done(&expected);
    }
    free(t.dates);
    return status;
}

void scenarios_done(struct scenarios *s)
{
    for (size_t i = 0; i < s->count; i++)
        free(s->levers[i].from);
    free(s->levers);
    free(s->children);
    arena_done(&s->arena);
    *s = (struct scenarios){0};
}
