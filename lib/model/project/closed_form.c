// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/closed_form.h"
#include "model/project/propagate.h"

#include <stdlib.h>
#include <string.h>

enum { BIRTHDAYS = 12 };
#define YEAR_DAYS 365.25

struct making {
    struct closed_form *out;
    const struct frame *frame;
    const struct timeline *timeline;
    int32_t origin;
    struct propagator propagator;
    bool failed;   /* memory is out */
    size_t states; /* groups * phases */
    double *p;     /* by state */
    double *inflow;
    double *spent; /* days by state since they were last gathered */
    double *cell;  /* by cell */
};

/* Sums states up to cells for children of AGE. */
static void gather(struct making *k, int age)
{
    memset(k->cell, 0, k->out->cells * sizeof *k->cell);
    for (size_t s = 0; s < k->states; s++)
        k->cell[frame_cell(k->frame, s / PROJECT_PHASES, age)] += k->p[s];
}

/* Adds the days spent by children of AGE in the period that ends at PLACE. */
static void gather_days(struct making *k, int age, size_t place)
{
    double *days = k->out->days + place * k->out->cells;
    for (size_t s = 0; s < k->states; s++)
        days[frame_cell(k->frame, s / PROJECT_PHASES, age)] += k->spent[s];
}

/* From a time in the period that ends at PLACE on to a later one. */
static void advance(struct making *k, int age, size_t place, double days, const double *inflow)
{
    if (days > 0 && k->out->days) {
        memset(k->spent, 0, k->states * sizeof *k->spent);
        markov_spend(&k->propagator.markov, age, days, k->p, inflow, k->spent);
        gather_days(k, age, place);
    }
    if (days > 0 && !propagator_advance(&k->propagator, age, days, k->p, inflow))
        k->failed = true;
}

/* A child present: probabilities to moments. */
static void add_child(struct making *k, size_t place)
{
    size_t cells = k->out->cells;
    double *mean = k->out->mean + place * cells;
    double *covariance = k->out->covariance ? k->out->covariance + place * cells * cells : NULL;
    for (size_t c = 0; c < cells; c++) {
        double p = k->cell[c];
        mean[c] += p;
        if (p == 0 || !covariance)
            continue;
        covariance[c * cells + c] += p;
        for (size_t d = 0; d < cells; d++)
            covariance[c * cells + d] -= p * k->cell[d];
    }
}

static void add_entrants(struct making *k, size_t place)
{
    size_t cells = k->out->cells;
    for (size_t c = 0; c < cells; c++) {
        k->out->mean[place * cells + c] += k->cell[c];
        if (k->out->covariance)
            k->out->covariance[(place * cells + c) * cells + c] += k->cell[c];
    }
}

static double place_time(const struct making *k, size_t place)
{
    return k->timeline->dates[place] - k->origin;
}

static void follow_child(struct making *k, const struct present_child *child)
{
    memset(k->p, 0, k->states * sizeof *k->p);
    k->p[(size_t)child->group * PROJECT_PHASES + child->phase] = 1;
    double at = 0, birthday = (double)child->birthday;
    int age = child->age;
    for (size_t place = 0; place < k->timeline->count; place++) {
        double date = place_time(k, place);
        while (birthday < date) {
            advance(k, age, place, birthday - at, NULL);
            at = birthday;
            if (++age == PROJECT_AGES)
                return;
            birthday += YEAR_DAYS;
        }
        advance(k, age, place, date - at, NULL);
        at = date;
        gather(k, age);
        add_child(k, place);
    }
}

/* Sets the inflow a day of a class of birthdays at AGE when MEAN entrants come in DAYS. */
static void set_inflow(struct making *k, const struct hazards *h, int age, double per_day)
{
    const double *share = h->entry_group + (size_t)project_band(age) * h->groups;
    double of_age = h->entry_age[age] - (age ? h->entry_age[age - 1] : 0), before = 0;
    for (size_t g = 0; g < h->groups; g++) {
        k->inflow[g * PROJECT_PHASES] = per_day * of_age * (share[g] - before) / BIRTHDAYS;
        before = share[g];
    }
}

/* The middle of a month of the plan, or of one of as many days beyond it. */
static double mid_month(const struct entry_plan *e, size_t month)
{
    size_t last = e->months - 1;
    if (month <= last)
        return (e->begin[month] + e->begin[month + 1]) / 2;
    return e->begin[last + 1] + ((double)(month - last) - 0.5) * YEAR_DAYS / 12;
}

/* Everybody who is AGE now and has the next birthday in the middle of month CLASS, or is born later
 * (AGE -1 and below). */
static void follow_class(struct making *k, const struct hazards *h, const struct entry_plan *e,
                         int age, size_t class)
{
    memset(k->p, 0, k->states * sizeof *k->p);
    double at = 0, birthday = mid_month(e, class);
    size_t place = 0, month = 0;
    while (place < k->timeline->count && month < e->months) {
        double date = place_time(k, place), until = e->begin[month + 1];
        double next = birthday < until ? birthday : until;
        next = date < next ? date : next;
        if (age >= 0 && next > at) {
            set_inflow(k, h, age, e->mean[month] / (e->begin[month + 1] - e->begin[month]));
            advance(k, age, place, next - at, k->inflow);
        }
        at = next;
        if (at >= birthday) {
            if (++age == PROJECT_AGES)
                return;
            class += 12;
            birthday = mid_month(e, class);
        }
        if (at >= date) {
            if (age >= 0) {
                gather(k, age);
                add_entrants(k, place);
            }
            place++;
        }
        if (at >= until)
            month++;
    }
}

static void follow_all(struct making *k, const struct present *now, const struct hazards *h,
                       const struct entry_plan *entries)
{
    for (size_t i = 0; i < now->count; i++)
        follow_child(k, &now->children[i]);
    if (!entries || !entries->months || !k->timeline->count)
        return;
    int unborn = (int)(place_time(k, k->timeline->count - 1) / YEAR_DAYS) + 1;
    for (int age = -unborn; age < PROJECT_AGES; age++)
        for (size_t b = 0; b < BIRTHDAYS; b++)
            follow_class(k, h, entries, age, b);
}

/* Half of the stock's change in each period, which makes days out of the integral. */
static void add_half_changes(struct making *k, const struct present *now)
{
    size_t cells = k->out->cells;
    double *before = k->cell;
    memset(before, 0, cells * sizeof *before);
    for (size_t i = 0; i < now->count; i++)
        before[frame_cell(k->frame, now->children[i].group, now->children[i].age)]++;
    for (size_t i = 0; i < k->out->places * cells; i++) {
        double stock = k->out->mean[i];
        k->out->days[i] += (stock - before[i % cells]) / 2;
        before[i % cells] = stock;
    }
}

static size_t note_length(double *lengths, size_t count, double days)
{
    for (size_t i = 0; i < count; i++)
        if (lengths[i] == days)
            return count;
    if (count < PROPAGATOR_LENGTHS)
        lengths[count++] = days;
    return count;
}

/* The stretches that many go through: from date to date, months and halves of them. */
static size_t find_lengths(const struct making *k, const struct entry_plan *e, double *lengths)
{
    size_t count = 0;
    for (size_t i = 0; i < k->timeline->count; i++)
        count = note_length(lengths, count, place_time(k, i) - (i ? place_time(k, i - 1) : 0));
    for (size_t m = 0; e && m < e->months; m++) {
        count = note_length(lengths, count, (e->begin[m + 1] - e->begin[m]) / 2);
        count = note_length(lengths, count, e->begin[m + 1] - e->begin[m]);
    }
    return count;
}

static enum status make(struct closed_form *out, const struct frame *f, const struct timeline *t,
                        int32_t origin, const struct present *now, const struct hazards *h,
                        const struct entry_plan *entries, bool covariance)
{
    struct making k = {out, f, t, origin, .states = h->groups * PROJECT_PHASES};
    *out = (struct closed_form){.places = t->count, .cells = f->cells};
    out->mean = calloc(t->count * f->cells + 1, sizeof *out->mean);
    if (covariance)
        out->covariance = calloc(t->count * f->cells * f->cells + 1, sizeof *out->covariance);
    if (f->measures[PROJECT_CARE_DAYS])
        out->days = calloc(t->count * f->cells + 1, sizeof *out->days);
    k.p = calloc(3 * k.states + f->cells, sizeof *k.p);
    double lengths[PROPAGATOR_LENGTHS];
    bool good = propagator_init(&k.propagator, h, lengths, find_lengths(&k, entries, lengths));
    good = good && out->mean && (out->covariance || !covariance) && k.p &&
           (out->days || !f->measures[PROJECT_CARE_DAYS]);
    if (good) {
        k.inflow = k.p + k.states;
        k.spent = k.inflow + k.states;
        k.cell = k.spent + k.states;
        follow_all(&k, now, h, entries);
        if (out->days)
            add_half_changes(&k, now);
        good = !k.failed;
    }
    if (!good)
        closed_form_done(out);
    propagator_done(&k.propagator);
    free(k.p);
    return good ? STATUS_OK : STATUS_MEMORY;
}

enum status closed_form_make(struct closed_form *out, const struct frame *f,
                             const struct timeline *t, int32_t origin, const struct present *now,
                             const struct hazards *h, const struct entry_plan *entries)
{
    return make(out, f, t, origin, now, h, entries, true);
}

enum status closed_form_mean(struct closed_form *out, const struct frame *f,
                             const struct timeline *t, int32_t origin, const struct present *now,
                             const struct hazards *h, const struct entry_plan *entries)
{
    return make(out, f, t, origin, now, h, entries, false);
}

void closed_form_done(struct closed_form *c)
{
    free(c->mean);
    free(c->covariance);
    free(c->days);
    *c = (struct closed_form){0};
}
