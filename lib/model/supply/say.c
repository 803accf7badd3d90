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
                       "%zu %s without a number of %s: drawn from the others'", s->unplaced,
                       supply_many(r->kind), r->kind == SUPPLY_WORKERS ? "hours" : "places");
    if (r->ours_unknown)
        problem_report(sink, PROBLEM_NOTE, "not-ours", NULL, 0, NULL,
                       "%zu spells of homes of others without places_for_us: no place is for us",
                       r->ours_unknown);
    for (uint32_t a = 0; a < r->authority_count; a++) {
        char last[DATE_TEXT], la[40];
        if (r->last[a] >= s->origin)
            continue;
        date_write(r->last[a], last);
        problem_report(sink, PROBLEM_WARNING, "unseen", NULL, 0, NULL,
                       "authority '%s' was last seen on %s, before %s: nobody is there",
                       text_show(r->authorities[a], la, sizeof la), last, origin);
    }
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

static void say_newcomers(const struct supply *s, const struct problem_sink *sink)
{
    const struct newcomers *n = &s->newcomers;
    const struct roster *r = s->roster;
    for (size_t line = 0; line < r->line_count; line++) {
        double past = 0, year = 0, ahead = 0;
        bool stated = false, approved = false, any = false;
        char label[160];
        for (size_t c = 0; c < r->cell_count; c++) {
            const struct newcomer_cell *cell = &n->cell[c];
            if (r->cells[c].line != line || cell->never)
                continue;
            any = true;
            past += cell->past;
            year += cell->last_year;
            stated = stated || !cell->history;
            approved = approved || cell->from > 0;
            for (size_t m = 0; m < n->months && m < 12; m++)
                ahead += n->mean[c * n->months + m];
        }
        if (!any)
            continue;
        show_line(r, line, label, sizeof label);
        if (approved)
            problem_report(sink, PROBLEM_NOTE, "newcomers", NULL, 0, NULL,
                           "%s: who comes is as the approvals say for %.1f years, then as before",
                           label, n->approvals.begin[n->approvals.periods] / 365.25);
        else
            problem_report(sink, PROBLEM_NOTE, "newcomers", NULL, 0, NULL,
                           "%s: %.0f came in the year before, %.0f in all; %.1f %s in the first %s",
                           label, year, past, ahead, stated ? "are stated" : "expected",
                           n->months < 12 ? "months" : "year");
    }
}

static void say_availability(const struct supply *s, const struct problem_sink *sink)
{
    const struct availability *a = &s->availability;
    if (s->roster->kind == SUPPLY_WORKERS)
        return;
    if (!a->from_spells && !a->stated) {
        problem_report(sink, PROBLEM_NOTE, "available", NULL, 0, NULL,
                       "every place is taken as available: nothing said otherwise (--places, "
                       "--available)");
        return;
    }
    if (a->stated)
        return;
    for (size_t c = 0; c < s->roster->cell_count; c++) {
        const struct availability_cell *cell = &a->cells[c];
        char label[160], la[40];
        if (s->roster->cells[c].kinship)
            continue;
        show_line(s->roster, s->roster->cells[c].line, label, sizeof label);
        text_show(s->roster->authorities[s->roster->cells[c].authority], la, sizeof la);
        if (cell->places > 0)
            problem_report(sink, PROBLEM_NOTE, "available", NULL, 0, NULL,
                           "%s of %s: %.1f %% of places not available (give or take %.1f), on %.0f "
                           "days a quarter apart",
                           label, la, 100 * cell->share, 196 * sqrt(cell->variance),
                           cell->snapshots);
        else
            problem_report(
                sink, PROBLEM_WARNING, "available", NULL, 0, NULL,
                "%s of %s: no place spell; %.1f %% not available, as elsewhere in the file", label,
                la, 100 * cell->share);
    }
    if (a->overfilled)
        problem_report(sink, PROBLEM_NOTE, "overfilled", NULL, 0, NULL,
                       "more filled than approved (an exemption) in %zu place spells: the approved "
                       "count",
                       a->overfilled);
    if (a->unequal)
        problem_report(
            sink, PROBLEM_WARNING, "unequal", NULL, 0, NULL,
            "%zu place spells whose filled, vacant and not available don't add up to the "
            "approved: approved less not available counts",
            a->unequal);
    if (a->strangers)
        problem_report(sink, PROBLEM_WARNING, "strangers", NULL, 0, NULL,
                       "households that are not among the approvals, and don't count: %zu",
                       a->strangers);
}

void supply_say(const struct supply *s, const struct problem_sink *sink)
{
    say_members(s, sink);
    say_leaving(s, sink);
    say_newcomers(s, sink);
    say_availability(s, sink);
}
