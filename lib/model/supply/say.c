// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/say.h"
#include "calendar/date.h"

#include <math.h>
#include <stdio.h>

/* All labels of a line: "900, Residential: external". */
static const char *show_line(const struct roster *r, size_t line, char *shown, size_t size)
{
    size_t used = 0;
    shown[0] = 0;
    for (size_t i = 0; i < r->name_count && used + 8 < size; i++) {
        used += (size_t)snprintf(shown + used, size - used, "%s", i ? ", " : "");
        text_show(r->labels[line * r->name_count + i], shown + used, size - used);
        used += strlen(shown + used);
    }
    return shown;
}

static void say_members(const struct supply *s, const struct problem_sink *sink)
{
    const struct roster *r = s->roster;
    char origin[DATE_TEXT];
    size_t kinship = 0;
    for (size_t i = 0; i < s->member_count; i++)
        kinship += r->cells[s->members[i].cell].kinship;
    date_write(s->origin, origin);
    problem_report(sink, PROBLEM_NOTE, "start", NULL, 0, NULL, "from %s: %zu %s", origin,
                   s->member_count - kinship, supply_many(r->kind));
    if (kinship)
        problem_report(
            sink, PROBLEM_NOTE, "kinship", NULL, 0, NULL,
            "and %zu of family and friends, who bring their own child: not counted among "
            "places",
            kinship);
    if (s->stale)
        problem_report(sink, PROBLEM_NOTE, "stale", NULL, 0, NULL,
                       "%zu spells were open when last seen, before %s: not assumed to go on",
                       s->stale, origin);
    if (s->unplaced)
        problem_report(sink, PROBLEM_WARNING, "unplaced", NULL, 0, NULL,
                       "%s without a number of %s: %zu; drawn from the others'",
                       supply_many(r->kind), r->kind == SUPPLY_WORKERS ? "hours" : "places",
                       s->unplaced);
    if (r->ours_unknown)
        problem_report(sink, PROBLEM_NOTE, "not-ours", NULL, 0, NULL,
                       "%zu spells of homes of others without places_for_us: no place is for us",
                       r->ours_unknown);
}

static void say_leaving(const struct supply *s, const struct problem_sink *sink)
{
    static const char *const whom[] = {"", " of family and friends"};
    for (size_t k = 0; k < s->leave_counts.classes; k++) {
        const struct tenure_class *c = &s->leave.classes[k];
        char bands[300] = "";
        int used = 0;
        if (c->days <= 0)
            continue;
        for (int b = 0; b < TENURE_BANDS; b++)
            used +=
                snprintf(bands + used, sizeof bands - (size_t)used, "%s%s %.0f %%", b ? ", " : "",
                         tenure_names[b], 100 * (1 - exp(-365.25 * c->rate * c->band[b])));
        problem_report(sink, PROBLEM_NOTE, "leaving", NULL, 0, NULL,
                       "leaving%s: %.0f in %.0f years of being there; a year, by tenure: %s",
                       whom[k], c->events, c->days / 365.25, bands);
    }
}

static void say_moves(const struct supply *s, const struct problem_sink *sink)
{
    double moves = 0;
    for (size_t i = 0; i < s->roster->cell_count * TENURE_BANDS; i++)
        moves += s->move_counts.events[i];
    if (moves > 0)
        problem_report(sink, PROBLEM_NOTE, "moves", NULL, 0, NULL, "moves between groups: %.0f%s",
                       moves, s->turn.count ? ", on one day of the year, and so ahead" : "");
}

/* How many groups are told one by one. */
enum { LINES_TOLD = 8 };

/* Who came to the cells of LINE, or (ROSTER_NONE) to all that are not of family and friends. */
struct arrivals_told {
    double past, year, ahead;
    bool any, stated, approved;
};

static struct arrivals_told sum_newcomers(const struct supply *s, uint32_t line)
{
    const struct newcomers *n = &s->newcomers;
    struct arrivals_told sum = {0, 0, 0, false, false, false};
    for (size_t c = 0; c < s->roster->cell_count; c++) {
        const struct newcomer_cell *cell = &n->cell[c];
        const struct roster_cell *at = &s->roster->cells[c];
        if (cell->never || (line == ROSTER_NONE ? at->kinship : at->line != line))
            continue;
        sum.any = true;
        sum.past += cell->past;
        sum.year += cell->last_year;
        sum.stated = sum.stated || !cell->history;
        sum.approved = sum.approved || cell->from > 0;
        for (size_t m = 0; m < n->months && m < 12; m++)
            sum.ahead += n->mean[c * n->months + m];
    }
    return sum;
}

static void tell_newcomers(const struct supply *s, uint32_t line, const char *label,
                           const struct problem_sink *sink)
{
    const struct newcomers *n = &s->newcomers;
    struct arrivals_told sum = sum_newcomers(s, line);
    if (!sum.any)
        return;
    if (sum.approved)
        problem_report(sink, PROBLEM_NOTE, "newcomers", NULL, 0, NULL,
                       "%s: who comes is as the approvals say for %.1f years, then as before",
                       label, n->approvals.begin[n->approvals.periods] / 365.25);
    else
        problem_report(sink, PROBLEM_NOTE, "newcomers", NULL, 0, NULL,
                       "%s: %.0f came in the year before, %.0f in all; %.1f %s in the first %s",
                       label, sum.year, sum.past, sum.ahead, sum.stated ? "are stated" : "expected",
                       n->months < 12 ? "months" : "year");
}

static void say_newcomers(const struct supply *s, const struct problem_sink *sink)
{
    const struct roster *r = s->roster;
    if (r->line_count > LINES_TOLD) {
        tell_newcomers(s, ROSTER_NONE, "all but family and friends", sink);
        return;
    }
    for (uint32_t line = 0; line < r->line_count; line++) {
        char label[160];
        tell_newcomers(s, line, show_line(r, line, label, sizeof label), sink);
    }
}

static void tell_share(const struct supply *s, size_t c, const struct problem_sink *sink)
{
    const struct roster *r = s->roster;
    const struct availability_cell *cell = &s->availability.cells[c];
    char label[160], la[40];
    show_line(r, r->cells[c].line, label, sizeof label);
    text_show(r->authorities[r->cells[c].authority], la, sizeof la);
    if (cell->places <= 0)
        problem_report(sink, PROBLEM_WARNING, "no-place-spell", NULL, 0, NULL,
                       "%s of %s: no place spell; %.1f %% not available, as elsewhere in the file",
                       label, la, 100 * cell->share);
    else if (r->cell_count <= LINES_TOLD)
        problem_report(
            sink, PROBLEM_NOTE, "available", NULL, 0, NULL,
            "%s of %s: %.1f %% of places not available (give or take %.1f), on %.0f days a "
            "quarter apart",
            label, la, 100 * cell->share, 196 * sqrt(cell->variance), cell->snapshots);
}

static void say_shares(const struct supply *s, const struct problem_sink *sink)
{
    const struct roster *r = s->roster;
    double low = 1, high = 0;
    for (size_t c = 0; c < r->cell_count; c++) {
        double share = s->availability.cells[c].share;
        if (r->cells[c].kinship)
            continue;
        tell_share(s, c, sink);
        low = fmin(low, share);
        high = fmax(high, share);
    }
    if (r->cell_count > LINES_TOLD)
        problem_report(sink, PROBLEM_NOTE, "available", NULL, 0, NULL,
                       "places not available: between %.1f and %.1f %%", 100 * low, 100 * high);
}

static void say_places(const struct availability *a, const struct problem_sink *sink)
{
    if (a->overfilled)
        problem_report(sink, PROBLEM_NOTE, "overfilled", NULL, 0, NULL,
                       "more filled than approved (an exemption) in %zu place spells: the approved "
                       "count",
                       a->overfilled);
    if (a->unequal)
        problem_report(sink, PROBLEM_WARNING, "unequal", NULL, 0, NULL,
                       "filled, vacant and not available don't add up to the approved in %zu place "
                       "spells: approved less not available counts",
                       a->unequal);
    if (a->strangers)
        problem_report(sink, PROBLEM_WARNING, "strangers", NULL, 0, NULL,
                       "households that are not among the approvals, and don't count: %zu",
                       a->strangers);
}

static void say_availability(const struct supply *s, const struct problem_sink *sink)
{
    const struct availability *a = &s->availability;
    if (s->roster->kind == SUPPLY_WORKERS)
        return;
    if (a->from_spells) {
        say_shares(s, sink);
        say_places(a, sink);
    } else if (!a->stated) {
        problem_report(sink, PROBLEM_NOTE, "available", NULL, 0, NULL,
                       "every place is taken as available: nothing said otherwise (--places, "
                       "--available)");
    }
}

void supply_say(const struct supply *s, const struct problem_sink *sink)
{
    say_members(s, sink);
    say_leaving(s, sink);
    say_moves(s, sink);
    say_newcomers(s, sink);
    say_availability(s, sink);
}
