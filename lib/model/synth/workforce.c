// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "model/synth/service_parameters.h"
#include "stats/random/variates.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The made-up authority's social workers: they come at a steady rate by several ways, leave by tenure
 * and the way they came, are promoted; agency workers come and go; children's cases are held. */

int32_t workforce_census_day(int census)
{
    return date_of(census, 9, 30);
}

int workforce_role(const struct synth_worker *w, int32_t day)
{
    int role = w->role_at_start;
    for (int i = 0; i < 2; i++)
        role -= w->promoted[i] != DATE_NONE && w->promoted[i] <= day && role > 1;
    return role;
}

bool workforce_holds_cases(const struct synth_worker *w, int32_t day)
{
    int role = workforce_role(w, day);
    return w->agency || role == 4 || role == 5;
}

static enum status add(struct synth_workforce *f, const struct synth_worker *w)
{
    if (!service_room((void **)&f->workers, f->worker_count, &f->worker_room, sizeof *f->workers))
        return STATUS_MEMORY;
    f->workers[f->worker_count++] = *w;
    return STATUS_OK;
}

static void draw_person(struct random_stream *r, const struct synth_settings *s,
                        struct synth_worker *w, int32_t day, int n)
{
    char id[16];
    service_id(s, '0', day, w->agency ? n + 300 : n,
               id); /* agency workers have numbers of their own */
    snprintf(w->number, sizeof w->number, "SW1%.9s", id);
    w->male = random_uniform(r) < 0.135;
    do
        w->ethnicity = synth_ethnic_codes[random_choice(r, synth_ethnicity, SYNTH_ETHNICITIES)];
    while (strcmp(w->ethnicity, "WIRT") == 0 || strcmp(w->ethnicity, "WROM") == 0);
    w->fte = 1;
    if (random_uniform(r) < worker_part_time)
        w->fte = 0.4 + 0.1 * random_below(r, 6);
    w->qualification = 1 + (random_uniform(r) < 0.47);
    w->step_up = random_uniform(r) < 0.04;
    w->frontline = !w->step_up && random_uniform(r) < 0.03;
}

/* Why W leaves, and where to; nobody works beyond 75, which makes who leaves late younger, not early. */
static void draw_leaving(struct random_stream *r, struct synth_worker *w)
{
    const int32_t most = 75 * 365;
    if (w->left - w->birth > most)
        w->birth += w->left - w->birth - most;
    do
        w->reason = 1 + (int)random_choice(r, worker_reasons, WORKER_REASONS + 2);
    while (w->reason == 5 && w->left - w->birth < 55 * 366);
    w->destination = 1 + (int)random_choice(r, worker_destinations, WORKER_DESTINATIONS);
    if (w->reason == 5 || w->reason == 6)
        w->destination = 6 + (w->reason == 6);
}

static void draw_promotions(struct random_stream *r, struct synth_worker *w)
{
    int32_t day = w->start;
    for (int i = 0; i < 2; i++) {
        day += 365 + (int32_t)random_exponential(r, worker_promotion / 365.25);
        w->promoted[i] = w->role_at_start == 6 ? DATE_NONE : day;
    }
}

static enum status hire(struct synth_workforce *f, const struct synth_settings *s, int32_t day,
                        int n)
{
    struct random_stream r;
    struct synth_worker w = {.start = day};
    double weight[WORKER_ORIGINS];
    for (int i = 0; i < WORKER_ORIGINS; i++)
        weight[i] = worker_origins[i].weight;
    service_stream(&r, s, "synth-worker", day, n);
    draw_person(&r, s, &w, day, n);
    w.origin = 1 + (int)random_choice(&r, weight, WORKER_ORIGINS);
    bool new = w.origin == 1;
    w.birth = new ? service_birth(&r, day, 29, 7, 21, 58) : service_birth(&r, day, 41, 9, 24, 66);
    w.role_at_start = 1 + (int)random_choice(&r, worker_roles[!new], WORKER_ROLES);
    w.left = day + service_stay(&r, worker_leave, worker_origins[w.origin - 1].leave);
    draw_leaving(&r, &w);
    draw_promotions(&r, &w);
    return w.left > workforce_census_day(f->first - 1) ? add(f, &w) : STATUS_OK;
}

static enum status engage(struct synth_workforce *f, const struct synth_settings *s, int32_t day,
                          int n)
{
    struct random_stream r;
    struct synth_worker w = {.start = day, .agency = true, .role_at_start = 5};
    service_stream(&r, s, "synth-agency", day, n);
    draw_person(&r, s, &w, day, n);
    w.fte = random_uniform(&r) < 0.9 ? 1 : 0.6;
    w.birth = service_birth(&r, day, 43, 10, 24, 68);
    w.left = day + 1 + (int32_t)random_exponential(&r, 1 / agency_days);
    w.promoted[0] = w.promoted[1] = DATE_NONE;
    return w.left > workforce_census_day(f->first - 1) ? add(f, &w) : STATUS_OK;
}

/* Stays are longer or shorter by the way somebody came: the mean over those who come. */
static double mean_stay(void)
{
    double years = 0, sum = 0;
    for (int i = 0; i < WORKER_ORIGINS; i++) {
        years +=
            worker_origins[i].weight * service_mean_stay(worker_leave, worker_origins[i].leave);
        sum += worker_origins[i].weight;
    }
    return years / sum;
}

double workforce_hires(const struct synth_settings *settings)
{
    double mean_fte = 1 - worker_part_time * (1 - 0.65);
    return worker_fte_rate * settings->children / mean_fte / mean_stay();
}

double workforce_engagements(const struct synth_settings *settings)
{
    double in_post = worker_fte_rate * settings->children;
    return in_post * agency_rate / (1 - agency_rate) / 0.96 / (agency_days / 365.25);
}

static enum status everybody(struct synth_workforce *f, const struct synth_settings *s)
{
    enum { YEARS_BEFORE = 40, AGENCY_YEARS_BEFORE = 10 };
    int32_t stop = workforce_census_day(f->last);
    int32_t first = date_of(f->first - YEARS_BEFORE, 10, 1);
    double hires = workforce_hires(s), engagements = workforce_engagements(s);
    enum status status = STATUS_OK;
    for (int32_t day = first; day <= stop && status == STATUS_OK; day++) {
        int n = service_arrivals(s, "synth-worker", day, hires);
        for (int i = 0; i < n && status == STATUS_OK; i++)
            status = hire(f, s, day, i);
    }
    first = date_of(f->first - AGENCY_YEARS_BEFORE, 10, 1);
    for (int32_t day = first; day <= stop && status == STATUS_OK; day++) {
        int n = service_arrivals(s, "synth-agency", day, engagements);
        for (int i = 0; i < n && status == STATUS_OK; i++)
            status = engage(f, s, day, i);
    }
    return status;
}

/* --- cases ---------------------------------------------------------------------------------- */

/* The social workers who can hold cases on DAY: indexes into LIST, which has room for all. */
static size_t case_holders(const struct synth_workforce *f, int32_t day, size_t *list)
{
    size_t count = 0;
    for (size_t i = 0; i < f->worker_count; i++)
        if (f->workers[i].start <= day && f->workers[i].left > day &&
            workforce_holds_cases(&f->workers[i], day))
            list[count++] = i;
    return count;
}

static bool in_care(const struct synth_child *c, int32_t day)
{
    for (int i = 0; i < c->episode_count; i++) {
        const struct synth_episode *e = &c->episodes[i];
        if (e->legal == LEGAL_BREAKS || e->legal == LEGAL_BREAKS_AGREED)
            return false;
        if (e->start <= day && (e->end == DATE_NONE || e->end > day))
            return true;
    }
    return false;
}

/* The worker of the census before stays when that is possible, mostly. */
static size_t choose_worker(struct random_stream *r, const struct synth_workforce *f, int32_t day,
                            const size_t *holders, size_t count, size_t before)
{
    const struct synth_worker *w = before == SIZE_MAX ? NULL : &f->workers[before];
    bool there = w && w->left > day && workforce_holds_cases(w, day);
    if (there && random_uniform(r) < 0.8)
        return before;
    return holders[random_below(r, (uint32_t)count)];
}

static enum status hold_cases(struct synth_workforce *f, const struct synth_authority *a,
                              int census, const size_t *holders, size_t count, size_t *before)
{
    int32_t day = workforce_census_day(census);
    for (size_t c = 0; c < a->count && count; c++) {
        struct random_stream r;
        if (!in_care(&a->children[c], day))
            continue;
        random_start(&r, a->settings.seed, "synth-case", text_of(a->settings.la),
                     text_of(a->children[c].id), (uint64_t)census);
        before[c] = choose_worker(&r, f, day, holders, count, before[c]);
        if (!service_room((void **)&f->cases, f->case_count, &f->case_room, sizeof *f->cases))
            return STATUS_MEMORY;
        f->cases[f->case_count++] = (struct synth_case){&a->children[c], before[c], census};
    }
    return STATUS_OK;
}

static enum status all_cases(struct synth_workforce *f, const struct synth_authority *a)
{
    size_t *holders = malloc((f->worker_count + 1) * sizeof *holders);
    size_t *before = malloc((a->count + 1) * sizeof *before);
    enum status s = holders && before ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; before && i < a->count; i++)
        before[i] = SIZE_MAX;
    for (int census = f->first; census <= f->last && s == STATUS_OK; census++) {
        size_t count = case_holders(f, workforce_census_day(census), holders);
        s = hold_cases(f, a, census, holders, count, before);
    }
    free(holders);
    free(before);
    return s;
}

/* --- all of it ------------------------------------------------------------------------------ */

enum status workforce_make(struct synth_workforce *f, const struct synth_authority *a)
{
    const struct synth_settings *s = &a->settings;
    *f = (struct synth_workforce){.first = s->first - 1, .last = s->last - 1};
    f->establishment = worker_fte_rate * s->children / (1 - vacancy_rate);
    enum status status = everybody(f, s);
    return status == STATUS_OK ? all_cases(f, a) : status;
}

void workforce_done(struct synth_workforce *f)
{
    free(f->workers);
    free(f->cases);
    *f = (struct synth_workforce){0};
}
