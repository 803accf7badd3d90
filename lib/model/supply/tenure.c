// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/tenure.h"
#include "model/project/pooling.h"
#include "stats/random/variates.h"

#include <math.h>
#include <stdlib.h>

const int32_t tenure_cuts[TENURE_BANDS] = {0, 365, 731, 1826, 3653};
const char *const tenure_names[TENURE_BANDS] = {"first year", "second year", "2 to 4 years",
                                                "5 to 9 years", "10 years and more"};

enum { PRIOR_DAYS = 1826 }; /* with half an event: a tenth of an event a year */
static const double PRIOR_EVENTS = 0.5;

int tenure_band(int32_t days)
{
    int band = TENURE_BANDS - 1;
    while (band > 0 && days < tenure_cuts[band])
        band--;
    return band;
}

/* --- estimation ----------------------------------------------------------------------------- */

static void sum_class(const struct tenure_counts *n, size_t k, struct tenure_class *c)
{
    for (size_t cell = 0; cell < n->cells; cell++)
        for (size_t b = 0; n->class[cell] == k && b < TENURE_BANDS; b++) {
            c->band_events[b] += n->events[cell * TENURE_BANDS + b];
            c->band_days[b] += n->days[cell * TENURE_BANDS + b];
        }
    for (size_t b = 0; b < TENURE_BANDS; b++) {
        c->events += c->band_events[b];
        c->days += c->band_days[b];
    }
    c->rate = (c->events + PRIOR_EVENTS) / (c->days + PRIOR_DAYS);
}

static void fit_bands(struct tenure_class *c)
{
    double expected[TENURE_BANDS];
    for (int b = 0; b < TENURE_BANDS; b++)
        expected[b] = c->band_days[b] * c->rate;
    double k = c->strength_band = pooling_strength(c->band_events, expected, TENURE_BANDS);
    for (int b = 0; b < TENURE_BANDS; b++)
        c->band[b] = (c->band_events[b] + k) / (expected[b] + k);
}

/* Cells' ratios, then deviations; leaves the means in T. EVENTS and EXPECTED: room for all cells and bands. */
static void fit_cells(struct tenure_rates *t, size_t k, double *events, double *expected)
{
    const struct tenure_counts *n = t->counts;
    struct tenure_class *c = &t->classes[k];
    for (size_t cell = 0; cell < n->cells; cell++) {
        events[cell] = expected[cell] = 0; /* of other classes: no information */
        for (size_t b = 0; n->class[cell] == k && b < TENURE_BANDS; b++) {
            events[cell] += n->events[cell * TENURE_BANDS + b];
            expected[cell] += n->days[cell * TENURE_BANDS + b] * c->rate * c->band[b];
        }
    }
    double s = c->strength_cell = pooling_strength(events, expected, n->cells);
    for (size_t cell = 0; cell < n->cells; cell++)
        if (n->class[cell] == k)
            t->cell[cell] = (events[cell] + s) / (expected[cell] + s);
    for (size_t i = 0; i < n->cells * TENURE_BANDS; i++) {
        size_t cell = i / TENURE_BANDS;
        bool in = n->class[cell] == k;
        events[i] = in ? n->events[i] : 0;
        expected[i] = in ? n->days[i] * c->rate * c->band[i % TENURE_BANDS] * t->cell[cell] : 0;
    }
    s = c->strength_deviation = pooling_strength(events, expected, n->cells * TENURE_BANDS);
    for (size_t i = 0; i < n->cells * TENURE_BANDS; i++) {
        size_t cell = i / TENURE_BANDS;
        if (n->class[cell] == k)
            t->mean[i] = c->rate * c->band[i % TENURE_BANDS] * t->cell[cell] * (events[i] + s) /
                         (expected[i] + s);
    }
}

/* How much years differ beyond chance: the posterior mean, over a grid, of the variance of a Gamma factor a
 * year, given each year's events and those expected. The prior expects little. */
static double fit_scatter(const struct tenure_rates *t, size_t k, double *events, double *expected)
{
    enum { GRID = 5 };
    static const double grid[GRID] = {0.001, 0.05, 0.1, 0.2, 0.3};
    static const double prior[GRID] = {0.7, 0.1, 0.1, 0.06, 0.04};
    const struct tenure_counts *n = t->counts;
    double likely[GRID], most = -INFINITY, sum = 0, variance = 0;
    for (size_t y = 0; y < n->years; y++) {
        const double *days = n->year_days + (k * n->years + y) * n->cells * TENURE_BANDS;
        events[y] = n->year_events[k * n->years + y];
        expected[y] = 0;
        for (size_t i = 0; i < n->cells * TENURE_BANDS; i++)
            expected[y] += n->class[i / TENURE_BANDS] == k ? days[i] * t->mean[i] : 0;
    }
    for (int i = 0; i < GRID; i++) {
        likely[i] = pooling_likelihood(events, expected, n->years, 1 / (grid[i] * grid[i]));
        most = fmax(most, likely[i]);
    }
    for (int i = 0; i < GRID; i++) {
        double weight = prior[i] * exp(likely[i] - most);
        sum += weight;
        variance += weight * grid[i] * grid[i];
    }
    return sqrt(variance / sum);
}

bool tenure_fit(struct tenure_rates *t, const struct tenure_counts *counts)
{
    size_t all = counts->cells * TENURE_BANDS;
    size_t room = all > counts->years ? all : counts->years;
    *t = (struct tenure_rates){.counts = counts};
    t->classes = calloc(counts->classes + 1, sizeof *t->classes);
    t->cell = calloc(counts->cells + all + 1, sizeof *t->cell);
    double *work = malloc((2 * room + 1) * sizeof *work);
    if (!t->classes || !t->cell || !work) {
        free(work);
        tenure_rates_done(t);
        return false;
    }
    t->mean = t->cell + counts->cells;
    for (size_t k = 0; k < counts->classes; k++) {
        sum_class(counts, k, &t->classes[k]);
        fit_bands(&t->classes[k]);
        fit_cells(t, k, work, work + room);
        t->classes[k].scatter = fit_scatter(t, k, work, work + room);
    }
    free(work);
    return true;
}

void tenure_rates_done(struct tenure_rates *t)
{
    free(t->classes);
    free(t->cell);
    *t = (struct tenure_rates){0};
}

/* --- a future ------------------------------------------------------------------------------- */

static double draw_ratio(struct random_stream *s, double events, double expected, double strength)
{
    return random_gamma(s, events + strength, 1 / (expected + strength));
}

void tenure_draw_class(const struct tenure_rates *t, size_t class, struct random_stream *s,
                       double above[TENURE_BANDS], double *year)
{
    const struct tenure_class *c = &t->classes[class];
    double rate = random_gamma(s, c->events + PRIOR_EVENTS, 1 / (c->days + PRIOR_DAYS));
    *year = exp(c->scatter * random_normal(s) - c->scatter * c->scatter / 2);
    for (int b = 0; b < TENURE_BANDS; b++)
        above[b] =
            rate * draw_ratio(s, c->band_events[b], c->band_days[b] * rate, c->strength_band);
}

void tenure_draw_cell(const struct tenure_rates *t, size_t cell, const double above[TENURE_BANDS],
                      double year, struct random_stream *s, double out[TENURE_BANDS])
{
    const struct tenure_counts *n = t->counts;
    const struct tenure_class *c = &t->classes[n->class[cell]];
    const double *events = n->events + cell * TENURE_BANDS, *days = n->days + cell * TENURE_BANDS;
    double sum = 0, expected = 0;
    for (int b = 0; b < TENURE_BANDS; b++) {
        sum += events[b];
        expected += days[b] * above[b];
    }
    double ratio = draw_ratio(s, sum, expected, c->strength_cell);
    for (int b = 0; b < TENURE_BANDS; b++) {
        double rate = above[b] * ratio;
        out[b] = year * rate * draw_ratio(s, events[b], days[b] * rate, c->strength_deviation);
    }
}
