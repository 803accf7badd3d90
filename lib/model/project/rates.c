// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/rates.h"
#include "model/project/pooling.h"
#include "stats/random/variates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 5, STATES_A_GROUP = PROJECT_AGES * PROJECT_PHASES };

/* One kind of event. Cells of base: group * phases + phase; of deviation: age * groups + group. */
struct factors {
    const double *events;          /* by state */
    double pooled[PROJECT_PHASES]; /* a day, all groups */
    double pooled_events[PROJECT_PHASES];
    double age[PROJECT_AGES], age_events[PROJECT_AGES], age_expected[PROJECT_AGES];
    double *base, *base_events, *base_days; /* days: weighted with the effects of age */
    double *deviation, *deviation_events, *deviation_expected;
    double strength_base, strength_age, strength_deviation;
    double scatter;
};

struct rates {
    size_t groups;
    struct exposure all; /* a copy */
    struct factors factors[RATES_KINDS];
    double *to, *entry_group; /* Dirichlet weights: shares' events and prior together */
    double entry_age[PROJECT_AGES];
    double *room;
};

static double state_days(const struct rates *r, int age, size_t group, int phase)
{
    return r->all.days[project_state(r->groups, age, group, phase)];
}

static double deviation_of(const struct rates *r, const struct factors *f, int age, size_t group)
{
    return f->age[age] * f->deviation[(size_t)age * r->groups + group];
}

static void fit_base(struct rates *r, struct factors *f)
{
    double events = 0, days = 0, expected[PROJECT_PHASES] = {0};
    size_t cells = r->groups * PROJECT_PHASES;
    memset(f->base_days, 0, cells * sizeof *f->base_days);
    memset(f->pooled_events, 0, sizeof f->pooled_events);
    for (int age = 0; age < PROJECT_AGES; age++)
        for (size_t g = 0; g < r->groups; g++)
            for (int p = 0; p < PROJECT_PHASES; p++)
                f->base_days[g * PROJECT_PHASES + (size_t)p] +=
                    state_days(r, age, g, p) * deviation_of(r, f, age, g);
    for (size_t c = 0; c < cells; c++) {
        f->pooled_events[c % PROJECT_PHASES] += f->base_events[c];
        expected[c % PROJECT_PHASES] += f->base_days[c];
        events += f->base_events[c];
        days += f->base_days[c];
    }
    /* half an event in a thousand days where nothing at all was seen: never zero */
    double overall = (events + 0.5) / (days + 1000);
    for (int p = 0; p < PROJECT_PHASES; p++)
        f->pooled[p] = (f->pooled_events[p] + 1) / (expected[p] + 1 / overall);
    double *x = r->room;
    for (size_t c = 0; c < cells; c++)
        x[c] = f->base_days[c] * f->pooled[c % PROJECT_PHASES];
    double k = f->strength_base = pooling_strength(f->base_events, x, cells);
    for (size_t c = 0; c < cells; c++)
        f->base[c] = f->pooled[c % PROJECT_PHASES] * (f->base_events[c] + k) / (x[c] + k);
}

static void fit_ages(struct rates *r, struct factors *f)
{
    size_t groups = r->groups;
    memset(f->age_expected, 0, sizeof f->age_expected);
    for (int age = 0; age < PROJECT_AGES; age++)
        for (size_t g = 0; g < groups; g++) {
            double expected = 0;
            for (int p = 0; p < PROJECT_PHASES; p++)
                expected += state_days(r, age, g, p) * f->base[g * PROJECT_PHASES + (size_t)p];
            f->deviation_expected[(size_t)age * groups + g] = expected;
            f->age_expected[age] += expected * f->deviation[(size_t)age * groups + g];
        }
    double k = f->strength_age = pooling_strength(f->age_events, f->age_expected, PROJECT_AGES);
    for (int age = 0; age < PROJECT_AGES; age++)
        f->age[age] = (f->age_events[age] + k) / (f->age_expected[age] + k);
    for (size_t c = 0; c < PROJECT_AGES * groups; c++)
        f->deviation_expected[c] *= f->age[c / groups];
    k = f->strength_deviation =
        pooling_strength(f->deviation_events, f->deviation_expected, PROJECT_AGES * groups);
    for (size_t c = 0; c < PROJECT_AGES * groups; c++)
        f->deviation[c] = (f->deviation_events[c] + k) / (f->deviation_expected[c] + k);
}

static void fit(struct rates *r, struct factors *f, const double *events)
{
    f->events = events;
    for (size_t s = 0; s < r->all.states; s++) {
        size_t age = s / (r->groups * PROJECT_PHASES), cell = s % (r->groups * PROJECT_PHASES);
        f->base_events[cell] += events[s];
        f->age_events[age] += events[s];
        f->deviation_events[age * r->groups + cell / PROJECT_PHASES] += events[s];
    }
    for (int age = 0; age < PROJECT_AGES; age++)
        f->age[age] = 1;
    for (size_t c = 0; c < PROJECT_AGES * r->groups; c++)
        f->deviation[c] = 1;
    for (int round = 0; round < ROUNDS; round++) {
        fit_base(r, f);
        fit_ages(r, f);
    }
    fit_base(r, f);
}

static double mean_rate(const struct rates *r, const struct factors *f, size_t s)
{
    size_t age = s / (r->groups * PROJECT_PHASES), cell = s % (r->groups * PROJECT_PHASES);
    return f->base[cell] * deviation_of(r, f, (int)age, cell / PROJECT_PHASES);
}

/* How much years differ: the mean, over a grid, of what the steps between successive years' ratios of
 * observed to expected events say; steps, so that a slow change of level doesn't count. The prior
 * expects little (a choice, made with those of entries.h: what it does to the intervals, scripts/calibrate
 * shows). */
static double fit_scatter(const struct rates *r, const struct factors *f, bool moves,
                          const struct exposure *years, size_t n)
{
    enum { GRID = 5 };
    static const double grid[GRID] = {0, 0.04, 0.08, 0.14, 0.25};
    static const double prior[GRID] = {0.96, 0.01, 0.01, 0.01, 0.01};
    double before = NAN, before_chance = 0, log_likely[GRID] = {0}, sum = 0, variance = 0;
    for (size_t y = 0; y < n; y++) {
        double observed = 0, expected = 0;
        for (size_t s = 0; s < years[y].states; s++) {
            observed += moves ? years[y].moves[s] : years[y].leaves[s];
            expected += years[y].days[s] * mean_rate(r, f, s);
        }
        double ratio = log((observed + 0.5) / (expected + 0.5)), chance = 1 / (observed + 0.5);
        for (int i = 0; !isnan(before) && i < GRID; i++) {
            double v = chance + before_chance + 2 * grid[i] * grid[i], step = ratio - before;
            log_likely[i] -= 0.5 * log(v) + step * step / v / 2;
        }
        before = ratio;
        before_chance = chance;
    }
    double most = log_likely[0]; /* the greatest, so that no weight overflows with many events */
    for (int i = 1; i < GRID; i++)
        most = fmax(most, log_likely[i]);
    for (int i = 0; i < GRID; i++) {
        double weight = prior[i] * exp(log_likely[i] - most);
        sum += weight;
        variance += weight * grid[i] * grid[i];
    }
    return sqrt(variance / sum);
}

/* Dirichlet weights of where moves and entries go: what was seen, and a few events' worth of the shares
 * of the level above. */
static void fit_shares(struct rates *r)
{
    enum { PRIOR = 3 };
    size_t g = r->groups;
    double *pooled = r->room;
    for (size_t from = 0; from < g; from++) {
        double total = 0;
        for (size_t to = 0; to < g; to++) {
            pooled[to] = 0.5 / (double)g;
            for (size_t band = 0; band < PROJECT_BANDS; band++)
                pooled[to] += r->all.to[(band * g + from) * g + to];
            total += pooled[to];
        }
        for (size_t band = 0; band < PROJECT_BANDS; band++)
            for (size_t to = 0; to < g; to++)
                r->to[(band * g + from) * g + to] =
                    r->all.to[(band * g + from) * g + to] + PRIOR * pooled[to] / total;
    }
    double total = 0;
    for (size_t to = 0; to < g; to++) {
        pooled[to] = 0.5 / (double)g;
        for (size_t age = 0; age < PROJECT_AGES; age++)
            pooled[to] += r->all.entries[age * g + to];
        total += pooled[to];
    }
    for (size_t c = 0; c < PROJECT_BANDS * g; c++)
        r->entry_group[c] = PRIOR * pooled[c % g] / total;
    for (int age = 0; age < PROJECT_AGES; age++) {
        r->entry_age[age] = 0.2;
        for (size_t to = 0; to < g; to++) {
            double n = r->all.entries[(size_t)age * g + to];
            r->entry_age[age] += n;
            r->entry_group[(size_t)project_band(age) * g + to] += n;
        }
    }
}

static bool make_room(struct rates *r)
{
    size_t base = r->groups * PROJECT_PHASES, deviation = PROJECT_AGES * r->groups;
    size_t to = PROJECT_BANDS * r->groups * r->groups;
    for (int k = 0; k < RATES_KINDS; k++) {
        struct factors *f = &r->factors[k];
        f->base = calloc(3 * base + 3 * deviation, sizeof *f->base);
        if (!f->base)
            return false;
        f->base_events = f->base + base;
        f->base_days = f->base_events + base;
        f->deviation = f->base_days + base;
        f->deviation_events = f->deviation + deviation;
        f->deviation_expected = f->deviation_events + deviation;
    }
    r->to = calloc(to + PROJECT_BANDS * r->groups, sizeof *r->to);
    r->room = calloc(base + deviation + 1, sizeof *r->room);
    if (!r->to || !r->room)
        return false;
    r->entry_group = r->to + to;
    return true;
}

struct rates *rates_new(const struct exposure *all, const struct exposure *years, size_t year_count)
{
    struct rates *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->groups = all->groups;
    if (!exposure_init(&r->all, all->groups) || !make_room(r)) {
        rates_free(r);
        return NULL;
    }
    exposure_add(&r->all, all);
    fit(r, &r->factors[RATES_LEAVE], r->all.leaves);
    fit(r, &r->factors[RATES_MOVE], r->all.moves);
    for (int k = 0; k < RATES_KINDS; k++)
        r->factors[k].scatter = fit_scatter(r, &r->factors[k], k == RATES_MOVE, years, year_count);
    fit_shares(r);
    return r;
}

void rates_free(struct rates *r)
{
    if (!r)
        return;
    exposure_done(&r->all);
    for (int k = 0; k < RATES_KINDS; k++)
        free(r->factors[k].base);
    free(r->to);
    free(r->room);
    free(r);
}

double rates_scatter(const struct rates *r, enum rates_kind kind)
{
    return r->factors[kind].scatter;
}

/* What has no age: staying on, where to, who enters. */
static void put_rest(const struct rates *r, struct random_stream *s, struct hazards *out)
{
    size_t g = r->groups;
    for (size_t c = 0; c < g * PROJECT_PHASES; c++) {
        size_t phase = c % PROJECT_PHASES;
        out->stay[c] = 0;
        if (phase == PROJECT_PHASES - 1)
            continue;
        double days = 0, begin = phase ? project_phase_days[phase - 1] : 0;
        for (int age = 0; age < PROJECT_AGES; age++)
            days += state_days(r, age, c / PROJECT_PHASES, (int)phase);
        double shape = r->all.stays[c] + 1, rate = days + project_phase_days[phase] - begin;
        out->stay[c] = s ? random_gamma(s, shape, 1 / rate) : shape / rate;
    }
    for (size_t c = 0; c < PROJECT_BANDS * g; c++) {
        hazards_put_shares(s, r->to + c * g, g, out->to + c * g);
        if (c % g == 0)
            hazards_put_shares(s, r->entry_group + c, g, out->entry_group + c);
    }
    hazards_put_shares(s, r->entry_age, PROJECT_AGES, out->entry_age);
}

void rates_mean(const struct rates *r, struct hazards *out)
{
    for (size_t i = 0; i < out->states; i++) {
        out->leave[i] = mean_rate(r, &r->factors[RATES_LEAVE], i);
        out->move[i] = mean_rate(r, &r->factors[RATES_MOVE], i);
    }
    out->year[RATES_LEAVE] = out->year[RATES_MOVE] = 1;
    put_rest(r, NULL, out);
}

/* Draws the effects of age; scaled so that they change the pattern over ages, not the level, which is that
 * of the base. EFFECT: by age * groups + group. */
static void draw_ages(const struct rates *r, const struct factors *f, struct random_stream *s,
                      double *effect)
{
    size_t groups = r->groups;
    double age[PROJECT_AGES], k = f->strength_age;
    for (int a = 0; a < PROJECT_AGES; a++)
        age[a] = random_gamma(s, f->age_events[a] + k, 1 / (f->age_expected[a] + k));
    k = f->strength_deviation;
    for (size_t c = 0; c < PROJECT_AGES * groups; c++) {
        size_t a = c / groups;
        double expected = f->deviation_expected[c] * age[a] / f->age[a];
        effect[c] = age[a] * random_gamma(s, f->deviation_events[c] + k, 1 / (expected + k));
    }
    for (size_t g = 0; g < groups; g++) {
        double mean = 0, drawn = 0;
        for (size_t a = 0; a < PROJECT_AGES; a++) {
            size_t c = a * groups + g;
            double weight = f->deviation_expected[c] / f->age[a]; /* with base alone */
            mean += weight * f->age[a] * f->deviation[c];
            drawn += weight * effect[c];
        }
        for (size_t a = 0; drawn > 0 && mean > 0 && a < PROJECT_AGES; a++)
            effect[a * groups + g] *= mean / drawn;
    }
}

static void draw_kind(const struct rates *r, const struct factors *f, struct random_stream *s,
                      double year, double *effect, double *out)
{
    double pooled[PROJECT_PHASES], base[PROJECT_PHASES], k = f->strength_base;
    for (int p = 0; p < PROJECT_PHASES; p++)
        pooled[p] =
            f->pooled[p] * random_gamma(s, f->pooled_events[p] + 1, 1 / (f->pooled_events[p] + 1));
    draw_ages(r, f, s, effect);
    for (size_t g = 0; g < r->groups; g++) {
        for (size_t p = 0; p < PROJECT_PHASES; p++) {
            size_t c = g * PROJECT_PHASES + p;
            base[p] = year * pooled[p] *
                      random_gamma(s, f->base_events[c] + k, 1 / (f->base_days[c] * pooled[p] + k));
        }
        for (int a = 0; a < PROJECT_AGES; a++)
            for (int p = 0; p < PROJECT_PHASES; p++)
                out[project_state(r->groups, a, g, p)] =
                    base[p] * effect[(size_t)a * r->groups + g];
    }
}

void rates_draw(const struct rates *r, struct random_stream *s, struct random_stream *years,
                struct hazards *out)
{
    double *rate[RATES_KINDS] = {out->leave, out->move};
    for (int k = 0; k < RATES_KINDS; k++) {
        const struct factors *f = &r->factors[k];
        out->year[k] = exp(f->scatter * random_normal(years) - f->scatter * f->scatter / 2);
        draw_kind(r, f, s, out->year[k], out->effect, rate[k]);
    }
    put_rest(r, s, out);
}
