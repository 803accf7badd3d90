// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_SCENARIO_H
#define HEARTH_MODEL_PROJECT_SCENARIO_H

#include "base/random.h"
#include "model/project/projection.h"

/* Levers: what would be done, and what it does to entering, leaving and moving.
 *
 * They come as the spells that `hearth-read levers` writes: id is the lever, [start, end) when it works;
 * flow (enter, leave, move), ages ("10-15", "0"), from_kind and to_kind (a label of the last --by
 * column, or what such labels begin with before a colon), tenure, unit (percent of the rate; per
 * month, quarter or year: so many children more), effect_low, effect_mid, effect_high, ramp_months,
 * scenario. The effect of a future is drawn: mid in the middle, one time in ten beyond low, one beyond
 * high. Levers on one flow multiply; numbers of children add. A lever without a scenario works in every one.
 * Where authorities are projected apart, a lever whose la is one of theirs acts on that one alone, any other on
 * all of them together: 15 children more are 15, shared out by who is there and who is expected.
 */
enum lever_flow { LEVER_ENTER, LEVER_LEAVE, LEVER_MOVE };

struct lever {
    struct text name;
    struct text la;  /* the authority it acts on; empty: all */
    size_t scenario; /* number of its scenario; SCENARIO_EVERY */
    enum lever_flow flow;
    int age_low, age_high;
    int phase;             /* -1: any */
    bool *from, *to;       /* by group */
    double low, mid, high; /* share of the rate, or children a day */
    bool absolute;
    double start, end; /* days after the origin; end may be infinite */
    double ramp_days;
};

#define SCENARIO_EVERY SIZE_MAX
enum { SCENARIOS_MOST = 16 };

struct scenarios {
    struct lever *levers;
    size_t count, room;
    struct text names[SCENARIOS_MOST + 1]; /* 0 is "base" */
    size_t scenario_count;                 /* with base */
    /* expected in the base by ((part * months + month) * groups + group) * ages + age; NULL when all levers
     * are per cent */
    double *children;
    struct arena arena;
};

/* Reads a stream of levers. Labels are those of L. Overlaps (two levers of one scenario that touch the
 * same flow of the same children at one time) are reported as notes: their effects multiply, and
 * evidence for each alone may count one change twice. */
enum status scenarios_read(struct scenarios *s, const char *path, const struct lives *l,
                           int32_t origin, const struct problem_sink *sink);
void scenarios_done(struct scenarios *s);

/* How many children there would be in each month, by group and age: what "15 more a quarter" is shared
 * out over. */
enum status scenarios_expect(struct scenarios *s, const struct projection *p);

/* What one scenario does to one month in one future. By state: leaving * leave_factor + leave_add; by state *
 * groups + to: moving there the same. By age * groups + group: entering * enter_factor + enter_add
 * (children a month, spread like the others). */
struct shift {
    bool active;
    bool *
        moves; /* by group: some lever acts on moves from it; move_factor and move_add hold only there */
    double *leave_factor, *leave_add, *move_factor, *move_add, *enter_factor, *enter_add;
    double *room;
};
bool shift_init(struct shift *s, size_t groups);
void shift_done(struct shift *s);

/* Fills the shifts of all months for the children of PART (0 without parts). Draws the effects from (seed, lever, draw), so that a lever has the same luck in
 * every scenario; FIXED: at mid. */
void scenarios_shift(const struct scenarios *s, size_t scenario, const struct projection *p,
                     size_t part, uint64_t seed, uint64_t draw, bool fixed, struct shift *months);

#endif
