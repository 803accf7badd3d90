// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TESTS_RECOVER_H
#define HEARTH_TESTS_RECOVER_H

/* Counts events in spells and compares them with what the truth of hearth-synth lets expect.
 *
 * For every day on which a child was at risk, the truth gives the rates of what can happen. Summed
 * over all those days, observed minus expected counts are martingales, orthogonal between cells (by
 * age and clock) and with a variance of nearly the expected count: so the sum of (O - E)^2 / E is chi
 * square with as many degrees of freedom as cells. Days count from the second after an episode's start:
 * what happens on the first two is dated the first day after the start, so that the exposure there
 * is not known to the part of a day. Only children who were first seen four years or more after the
 * window began are followed: nobody else's earlier moves are known, and the settled and the unsettled
 * can't be told apart but by their moves so far (which Bayes' rule does here, day by day). */
#include "calendar/date.h"
#include "model/synth/parameters.h"
#include "table/rows.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum family {
    LEAVE_CHILD,
    LEAVE_UASC,
    LEAVE_ADOPTION,
    MOVE_KIND,
    MOVE_AGE,
    LONG_TERM,
    MATCH,
    LEGAL,
    AWAY,
    ENTRY_CHILD,
    ENTRY_UASC,
    ENTRY_AGE,
    FAMILIES
};
static const char *const family_names[FAMILIES] = {
    "leaving, by age and time in care",
    "leaving, unaccompanied, by time in care",
    "leaving by adoption, by time since placed",
    "moving, by kind and time in placement",
    "moving, by kind and age",
    "becoming long term, by time in placement",
    "matched for adoption, by time under the order",
    "change of legal status, by status, time and age",
    "temporary stays",
    "entries of children, by year",
    "entries of unaccompanied children, by year",
    "entries, by age",
};
enum { CELLS = 512 };
struct tally {
    double observed[FAMILIES][CELLS], expected[FAMILIES][CELLS];
};

/* --- the truth ------------------------------------------------------------------------------ */

enum group { ANY = -1, CHILD, UASC, ADOPTION, UNSETTLED, SETTLED, BREAKS };
enum clock { NO_CLOCK, CARE, CARER, LEGAL_CLOCK };
struct rule {
    int group, legal, from, age, clock, year;
    int32_t from_day, to_day;
    double value;
};
enum process {
    P_LEAVE,
    P_MOVE,
    P_LONG,
    P_MATCH,
    P_LEGAL,
    P_AWAY,
    P_ENTRY,
    P_AGE,
    P_SHARE,
    PROCESSES
};
struct truth {
    struct rule *rules[PROCESSES];
    size_t count[PROCESSES];
};

static const char *const process_names[PROCESSES] = {"leave", "move",         "long term",
                                                     "match", "legal change", "away",
                                                     "entry", "entry age",    "unsettled"};
static const char *const group_names[] = {"child",     "unaccompanied", "placed for adoption",
                                          "unsettled", "settled",       "short breaks"};
static const char *const kind_names[SYNTH_KINDS] = {
    "kinship",   "in-house",  "agency", "adoption", "parents", "home",   "secure",
    "supported", "care home", "health", "families", "custody", "school", "other"};
static const char *const legal_names[] = {"C1", "C2", "E1", "V2", "L1", "L2", "J1", "V3", "V4"};
static const char *const age_names[] = {"under 1", "1-4", "5-9", "10-15", "16 and over"};

static int index_of(struct text t, const char *const *names, int count)
{
    for (int i = 0; i < count; i++)
        if (text_is(t, names[i]))
            return i;
    return ANY;
}

static long number_of(struct text t, long otherwise)
{
    long n;
    return t.size && text_integer(t, &n) ? n : otherwise;
}

static bool truth_read(struct truth *t, const char *path)
{
    struct rows *r;
    static const char *const names[] = {"process", "group",    "year",   "legal", "from", "age",
                                        "clock",   "from_day", "to_day", "value", NULL};
    int c[10];
    *t = (struct truth){0};
    if (rows_open(&r, path, NULL) != STATUS_OK || rows_columns(r, names, c) != STATUS_OK)
        return false;
    while (rows_next(r) == STATUS_OK) {
        int p = index_of(rows_cell(r, c[0]), process_names, PROCESSES);
        if (p < 0)
            continue;
        struct text clock = rows_cell(r, c[6]), age = rows_cell(r, c[5]);
        double value = 0;
        text_number(rows_cell(r, c[9]), &value);
        struct rule rule = {index_of(rows_cell(r, c[1]), group_names, 6),
                            index_of(rows_cell(r, c[3]), legal_names, SYNTH_LEGALS),
                            index_of(rows_cell(r, c[4]), kind_names, SYNTH_KINDS),
                            p == P_AGE ? (int)number_of(age, ANY)
                                       : index_of(age, age_names, SYNTH_AGES),
                            text_is(clock, "care")    ? CARE
                            : text_is(clock, "carer") ? CARER
                            : text_is(clock, "legal") ? LEGAL_CLOCK
                                                      : NO_CLOCK,
                            (int)number_of(rows_cell(r, c[2]), 0),
                            (int32_t)number_of(rows_cell(r, c[7]), 0),
                            (int32_t)number_of(rows_cell(r, c[8]), INT32_MAX),
                            value};
        t->rules[p] = realloc(t->rules[p], (t->count[p] + 1) * sizeof rule);
        t->rules[p][t->count[p]++] = rule;
    }
    rows_close(r);
    return true;
}

static void truth_done(struct truth *t)
{
    for (int p = 0; p < PROCESSES; p++)
        free(t->rules[p]);
}

/* --- a child in care on a day --------------------------------------------------------------- */

struct state {
    int32_t birth, eighteenth, care, carer, legal_since;
    int group, legal, kind, age;
    bool foster, long_term_next, match_next;
    double unsettled, settled; /* weights */
};

/* The product of the rows that apply on DAY; lowers *until to the next day on which it differs. */
static double rate_on(const struct truth *t, enum process p, const struct state *s, int group,
                      int32_t day, int32_t *until)
{
    double product = 1;
    bool timed = false;
    for (size_t i = 0; i < t->count[p]; i++) {
        const struct rule *r = &t->rules[p][i];
        if ((r->group != ANY && r->group != group) || (r->legal != ANY && r->legal != s->legal) ||
            (r->from != ANY && r->from != s->kind) || (r->age != ANY && r->age != s->age))
            continue;
        if (r->clock != NO_CLOCK) {
            int32_t since = r->clock == CARE    ? s->care
                            : r->clock == CARER ? s->carer
                                                : s->legal_since;
            if (day - since < r->from_day || day - since >= r->to_day)
                continue;
            if (r->to_day != INT32_MAX && since + r->to_day < *until)
                *until = since + r->to_day;
            timed = true;
        }
        product *= r->value;
    }
    return timed || p == P_AWAY ? product : 0;
}

enum {
    EVENT_NONE = -1,
    LEAVES,
    MOVES,
    BECOMES_LONG_TERM,
    IS_MATCHED,
    LEGAL_CHANGES,
    GOES_AWAY,
    KINDS_OF_EVENT
};

static int cut_of(const int32_t *cuts, int count, int32_t days)
{
    int i = count - 1;
    while (i && days < cuts[i])
        i--;
    return i;
}

/* The cell of an event in each family that it is counted in: -1 for none. */
static void cells_of(const struct state *s, int event, int32_t day, int cell[FAMILIES])
{
    for (int f = 0; f < FAMILIES; f++)
        cell[f] = -1;
    int care = cut_of(synth_care_cuts, SYNTH_CARE_PIECES, day - s->care);
    int stay = cut_of(synth_stay_cuts, SYNTH_STAY_PIECES, day - s->carer);
    int legal = cut_of(synth_legal_cuts, SYNTH_LEGAL_PIECES, day - s->legal_since);
    if (event == LEAVES && s->group == UASC)
        cell[LEAVE_UASC] = care;
    else if (event == LEAVES && s->kind == KIND_ADOPTION)
        cell[LEAVE_ADOPTION] = stay;
    else if (event == LEAVES)
        cell[LEAVE_CHILD] = s->age * SYNTH_CARE_PIECES + care;
    if (event == MOVES) {
        cell[MOVE_KIND] = s->kind * SYNTH_STAY_PIECES + stay;
        cell[MOVE_AGE] = s->kind * SYNTH_AGES + s->age;
    }
    if (event == BECOMES_LONG_TERM)
        cell[LONG_TERM] = stay;
    if (event == IS_MATCHED)
        cell[MATCH] = legal;
    if (event == LEGAL_CHANGES)
        cell[LEGAL] = (s->legal * SYNTH_LEGAL_PIECES + legal) * SYNTH_AGES + s->age;
    if (event == GOES_AWAY)
        cell[AWAY] = 0;
}

static void add(double into[FAMILIES][CELLS], const int cell[FAMILIES], double amount)
{
    for (int f = 0; f < FAMILIES; f++)
        if (cell[f] >= 0)
            into[f][cell[f]] += amount;
}

/* The rates of all events on DAY but the factor of the unsettled, and how long they hold. */
static int32_t rates_on(const struct truth *t, struct state *s, int32_t day, double rate[])
{
    static const int birthdays[SYNTH_AGES] = {1, 5, 10, 16, 18};
    int years = date_age(s->birth, day);
    for (s->age = 0; s->age < SYNTH_AGES - 1 && years >= birthdays[s->age];)
        s->age++;
    int32_t until = date_birthday(s->birth, birthdays[s->age]);
    bool leaves_alone = s->legal == LEGAL_POLICE || s->legal == LEGAL_EMERGENCY;
    int group = s->group == UASC ? UASC : s->kind == KIND_ADOPTION ? ADOPTION : CHILD;
    rate[LEAVES] = rate_on(t, P_LEAVE, s, group, day, &until);
    rate[MOVES] = rate_on(t, P_MOVE, s, ANY, day, &until);
    rate[BECOMES_LONG_TERM] = s->long_term_next ? rate_on(t, P_LONG, s, ANY, day, &until) : 0;
    rate[IS_MATCHED] = 0;
    if (s->match_next) { /* what would become long term is matched instead */
        rate[IS_MATCHED] = rate_on(t, P_MATCH, s, ANY, day, &until) + rate[BECOMES_LONG_TERM];
        rate[BECOMES_LONG_TERM] = 0;
    }
    rate[LEGAL_CHANGES] = rate_on(t, P_LEGAL, s, s->group, day, &until);
    bool away = s->foster && !leaves_alone && day < s->eighteenth - 60;
    rate[GOES_AWAY] = away ? rate_on(t, P_AWAY, s, ANY, day, &until) : 0;
    if (day < s->eighteenth - 60 && until > s->eighteenth - 60)
        until = s->eighteenth - 60;
    return until;
}

/* Adds what days COUNTED to BEFORE - 1 let expect; those from FROM on teach about the child, too. */
static void expect(const struct truth *t, struct tally *n, struct state *s, int32_t from,
                   int32_t counted, int32_t before, const double factor[2])
{
    double rate[KINDS_OF_EVENT];
    for (int32_t day = from; day < before;) {
        int32_t until = rates_on(t, s, day, rate);
        double others = 0;
        for (int e = 0; e < KINDS_OF_EVENT; e++)
            others += e == MOVES ? 0 : rate[e];
        double total[2], chance[2], stays[2];
        for (int z = 0; z < 2; z++) {
            total[z] = (others + rate[MOVES] * factor[z]) / 365.25;
            chance[z] = total[z] > 0 ? (1 - exp(-total[z])) / total[z] / 365.25 : 0;
            stays[z] = exp(-rate[MOVES] * factor[z] / 365.25);
        }
        int cell[KINDS_OF_EVENT][FAMILIES];
        for (int e = 0; e < KINDS_OF_EVENT; e++)
            cells_of(s, e, day, cell[e]);
        for (; day < until && day < before; day++) {
            double sum = s->unsettled + s->settled;
            double u = s->unsettled / sum, v = s->settled / sum;
            for (int e = 0; e < KINDS_OF_EVENT && day >= counted; e++)
                add(n->expected, cell[e],
                    rate[e] * (e == MOVES ? u * chance[0] * factor[0] + v * chance[1] * factor[1]
                                          : u * chance[0] + v * chance[1]));
            bool first = day < counted; /* with the rest of the day before it, half a day say */
            s->unsettled = u * (first ? pow(stays[0], 1.5) : stays[0]);
            s->settled = v * (first ? pow(stays[1], 1.5) : stays[1]);
        }
    }
}

/* --- the comparison ------------------------------------------------------------------------- */

struct verdict {
    double observed, expected, chi2, p;
    int cells;
};

/* Cells that let expect fewer than ten events are counted together. */
static struct verdict compare(const struct tally *n, enum family f)
{
    struct verdict v = {0};
    double few_observed = 0, few_expected = 0;
    for (int c = 0; c < CELLS; c++) {
        double o = n->observed[f][c], e = n->expected[f][c];
        v.observed += o;
        v.expected += e;
        if (e < 10) {
            few_observed += o;
            few_expected += e;
            continue;
        }
        v.chi2 += (o - e) * (o - e) / e;
        v.cells++;
    }
    if (few_expected > 1) {
        v.chi2 += (few_observed - few_expected) * (few_observed - few_expected) / few_expected;
        v.cells++;
    } else if (few_observed > 5) {
        v.chi2 = INFINITY; /* what can't happen, happened */
        v.cells++;
    }
    v.p = v.cells ? gsl_cdf_chisq_Q(v.chi2, v.cells) : 1;
    return v;
}

#endif
