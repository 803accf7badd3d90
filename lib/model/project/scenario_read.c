// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/scenario.h"
#include "stream/spells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum column {
    SCENARIO,
    FLOW,
    AGES,
    FROM_KIND,
    TO_KIND,
    REASON,
    TENURE,
    UNIT,
    EFFECT_LOW,
    EFFECT_MID,
    EFFECT_HIGH,
    RAMP_MONTHS,
    COLUMNS
};
static const char *const names[] = {
    "scenario", "flow",       "ages",       "from_kind",   "to_kind",     "reason", "tenure",
    "unit",     "effect_low", "effect_mid", "effect_high", "ramp_months", NULL};

struct reading {
    struct scenarios *s;
    const struct lives *lives;
    struct spells *spells;
    struct rows *rows;
    int column[COLUMNS];
    int32_t origin;
};

static struct text cell(const struct reading *r, enum column c)
{
    return text_trim(rows_cell(r->rows, r->column[c]));
}

static bool refuse(const struct reading *r, enum column c, const char *why)
{
    char shown[64];
    rows_problem(r->rows, PROBLEM_FATAL, "lever", r->column[c], "'%s' %s",
                 text_show(cell(r, c), shown, sizeof shown), why);
    return false;
}

static bool choose(const struct reading *r, enum column c, const char *const *choices, int *out)
{
    for (int i = 0; choices[i]; i++)
        if (text_is(cell(r, c), choices[i])) {
            *out = i;
            return true;
        }
    return refuse(r, c, "is not known");
}

/* "10-15", "0" or nothing. */
static bool read_ages(const struct reading *r, struct lever *l)
{
    struct text rest = cell(r, AGES);
    l->age_low = 0;
    l->age_high = PROJECT_AGES - 1;
    if (!rest.size)
        return true;
    long low, high;
    struct text first = text_cut(&rest, '-');
    if (!text_integer(first, &low) || !text_integer(rest.at ? rest : first, &high) || low < 0 ||
        high < low)
        return refuse(r, AGES, "is not an age or two (10-15)");
    l->age_low = low < PROJECT_AGES ? (int)low : PROJECT_AGES - 1;
    l->age_high = high < PROJECT_AGES ? (int)high : PROJECT_AGES - 1;
    return true;
}

/* Groups of which a label is KIND, or begins with it and a colon. Nothing: all. */
static bool read_kind(const struct reading *r, enum column c, bool *of)
{
    const struct lives *l = r->lives;
    struct text kind = cell(r, c);
    bool any = false;
    for (size_t g = 0; g < l->group_count; g++) {
        of[g] = !kind.size;
        for (size_t n = 0; kind.size && n < l->name_count; n++) {
            struct text label = l->labels[g * l->name_count + n];
            of[g] = of[g] || text_equal(label, kind) ||
                    (label.size > kind.size && label.at[kind.size] == ':' &&
                     memcmp(label.at, kind.at, kind.size) == 0);
        }
        any = any || of[g];
    }
    return any || refuse(r, c,
                         "is no group of the projection: --by must name a column that holds it, "
                         "such as category or placement_kind");
}

static bool read_effect(const struct reading *r, struct lever *l, int unit)
{
    static const double days[] = {0, 30.4375, 91.3125, 365.25};
    double *out[] = {&l->low, &l->mid, &l->high};
    for (int i = 0; i < 3; i++) {
        enum column c = (enum column)(EFFECT_LOW + i);
        if (!text_number(cell(r, c), out[i]))
            return refuse(r, c, "is not a number");
        *out[i] /= unit ? days[unit] : 100;
    }
    l->absolute = unit > 0;
    if (l->absolute && l->phase >= 0)
        return refuse(r, TENURE, "can't be shared out over so many children: use per cent");
    if (cell(r, REASON).size)
        rows_problem(r->rows, PROBLEM_NOTE, "lever-reason", r->column[REASON],
                     "leaving is not told apart by reason: the effect is taken as that on all "
                     "leaving of these children");
    return true;
}

/* Numbers the scenario; nothing is every one. */
static bool read_scenario(const struct reading *r, struct lever *l)
{
    struct scenarios *s = r->s;
    struct text name = cell(r, SCENARIO);
    l->scenario = SCENARIO_EVERY;
    if (!name.size)
        return true;
    for (size_t i = 1; i < s->scenario_count; i++)
        if (text_equal(s->names[i], name)) {
            l->scenario = i;
            return true;
        }
    if (s->scenario_count > SCENARIOS_MOST || text_is(name, "base"))
        return refuse(r, SCENARIO, "is one scenario too many, or base, which has no lever");
    s->names[s->scenario_count] = arena_text(&s->arena, name);
    l->scenario = s->scenario_count++;
    return s->names[l->scenario].at != NULL;
}

/* The lever's authority, where it is one of those that are projected apart. */
static struct text find_authority(const struct reading *r, const struct spell *spell)
{
    const struct lives *l = r->lives;
    for (size_t i = 0; l->by_authority && i < l->part_count; i++)
        if (text_equal(l->parts[i].la, spell->la))
            return l->parts[i].la;
    if (l->by_authority && spell->la.size)
        rows_problem(r->rows, PROBLEM_NOTE, "lever-authority", -1,
                     "no such authority is projected: the lever acts on all of them");
    return text_of("");
}

static enum status read_lever(const struct reading *r, const struct spell *spell)
{
    static const char *const flows[] = {"enter", "leave", "move", NULL};
    static const char *const units[] = {"percent", "per month", "per quarter", "per year", NULL};
    static const char *const phases[] = {
        "", "first month", "1-6 months", "6-24 months", "24 months and over", NULL};
    struct scenarios *s = r->s;
    struct lever *levers = realloc(s->levers, (s->count + 1) * sizeof *levers);
    if (!levers)
        return STATUS_MEMORY;
    s->levers = levers;
    struct lever *l = &levers[s->count];
    *l = (struct lever){.name = arena_text(&s->arena, spell->id),
                        .from = calloc(2 * r->lives->group_count + 1, sizeof *l->from)};
    if (!l->from || !l->name.at) {
        free(l->from);
        return STATUS_MEMORY;
    }
    s->count++;
    l->la = find_authority(r, spell);
    l->to = l->from + r->lives->group_count;
    int flow, unit, phase;
    double ramp = 0;
    bool good = choose(r, FLOW, flows, &flow) && choose(r, UNIT, units, &unit) &&
                choose(r, TENURE, phases, &phase) && read_ages(r, l) &&
                read_kind(r, FROM_KIND, l->from) && read_kind(r, TO_KIND, l->to);
    if (!good)
        return STATUS_VALUE;
    l->flow = (enum lever_flow)flow;
    l->phase = phase - 1;
    if (!read_effect(r, l, unit) || !read_scenario(r, l))
        return STATUS_VALUE;
    if (cell(r, RAMP_MONTHS).size && !text_number(cell(r, RAMP_MONTHS), &ramp))
        return refuse(r, RAMP_MONTHS, "is not a number"), STATUS_VALUE;
    l->ramp_days = ramp * 30.4375;
    l->start = spell->start - r->origin - 1;
    l->end = spell->end == DATE_NONE ? HUGE_VAL : (double)(spell->end - r->origin - 1);
    return STATUS_OK;
}

static bool share(const bool *a, const bool *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i] && b[i])
            return true;
    return false;
}

static void report_overlaps(const struct scenarios *s, size_t groups, const char *path,
                            const struct problem_sink *sink)
{
    for (size_t i = 0; i < s->count; i++)
        for (size_t j = 0; j < i; j++) {
            const struct lever *a = &s->levers[j], *b = &s->levers[i];
            bool together = a->scenario == b->scenario || a->scenario == SCENARIO_EVERY ||
                            b->scenario == SCENARIO_EVERY;
            bool none = (a->low == 0 && a->mid == 0 && a->high == 0) ||
                        (b->low == 0 && b->mid == 0 && b->high == 0);
            if (!together || none || a->flow != b->flow || a->age_low > b->age_high ||
                b->age_low > a->age_high || a->start >= b->end || b->start >= a->end ||
                !share(a->from, b->from, groups) || !share(a->to, b->to, groups))
                continue;
            problem_report(sink, PROBLEM_WARNING, "overlap", path, 0, NULL,
                           "'%.*s' acts on a flow that '%.*s' already touches: both effects are "
                           "taken, and may count one change twice",
                           (int)b->name.size, b->name.at, (int)a->name.size, a->name.at);
        }
}

enum status scenarios_read(struct scenarios *s, const char *path, const struct lives *l,
                           int32_t origin, const struct problem_sink *sink)
{
    *s = (struct scenarios){.scenario_count = 1};
    s->names[0] = text_of("base");
    struct reading r = {.s = s, .lives = l, .origin = origin};
    enum status status = spells_open(&r.spells, path, sink);
    if (status == STATUS_OK) {
        r.rows = spells_rows(r.spells);
        status = rows_columns(r.rows, names, r.column);
    }
    struct spell spell;
    while (status == STATUS_OK && (status = spells_next(r.spells, &spell)) == STATUS_OK)
        status = read_lever(&r, &spell);
    if (status == STATUS_END)
        status = STATUS_OK;
    if (status == STATUS_OK && s->scenario_count == 1)
        s->names[s->scenario_count++] = text_of("levers");
    if (status == STATUS_OK)
        report_overlaps(s, l->group_count, path, sink);
    spells_close(r.spells);
    if (status != STATUS_OK)
        scenarios_done(s);
    return status;
}
