// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/retention/censuses.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Whether a band has enough in it. Of few leavers, who may as well belong to the years beside it, a rate is
 * no more than chance. */
static bool is_enough(double exposure, double leavers, double least)
{
    static const double leavers_least = 5;
    return exposure >= least && leavers >= leavers_least;
}

/* Years of people between two whole years, and leavers by the share of their time there. */
static void count_year(const struct census_rows *rows, const size_t *subset, size_t n, double year,
                       double *exposure, double *leavers)
{
    for (size_t i = 0; i < n; i++) {
        size_t row = subset[i];
        double begin = fmax(rows->begin[row], year), end = fmin(rows->end[row], year + 1);
        double time = end > begin ? end - begin : 0;
        *exposure += time;
        *leavers += rows->left[row] * time / (rows->end[row] - rows->begin[row]);
    }
}

void census_bands_find(struct census_bands *b, const struct census_rows *rows, const size_t *subset,
                       size_t n, double least)
{
    double first = INFINITY, last = 0, exposure = 0, leavers = 0;
    for (size_t i = 0; i < n; i++) {
        first = fmin(first, rows->begin[subset[i]]);
        last = fmax(last, rows->end[subset[i]]);
    }
    b->count = 0;
    b->cut[0] = floor(first);
    for (double year = b->cut[0]; year < last && b->count < CENSUS_BANDS_MOST - 1; year++) {
        count_year(rows, subset, n, year, &exposure, &leavers);
        if (!is_enough(exposure, leavers, least))
            continue;
        b->cut[++b->count] = year + 1;
        exposure = leavers = 0;
    }
    b->count += b->count == 0; /* too little for any: one band */
    b->cut[b->count] = INFINITY;
}

void census_spend(const struct census_bands *b, double begin, double end, double *spent)
{
    for (size_t k = 0; k < b->count; k++) {
        double from = fmax(begin, b->cut[k]), to = fmin(end, b->cut[k + 1]);
        spent[k] = to > from ? to - from : 0;
    }
}

/* The rates of the present bands. SPENT: room for them, LEFT and the work. */
static enum status fit_bands(struct census_curve *c, const struct census_rows *rows,
                             const size_t *subset, size_t n, double *spent)
{
    size_t p = c->bands.count;
    double *left = spent + n * p, *work = left + n;
    for (size_t i = 0; i < n; i++) {
        left[i] = rows->left[subset[i]];
        census_spend(&c->bands, rows->begin[subset[i]], rows->end[subset[i]], spent + i * p);
    }
    const struct census_data d = {.x = spent, .left = left, .n = n, .spent = spent, .bands = p};
    struct census_fit fit;
    return census_estimate(&d, work, c->beta, c->covariance, &fit);
}

/* Joins the band whose rate is least known with the one beside it that is less known; false where every rate
 * is known well enough. Where a time between censuses lies in two years, its leaver may belong to either:
 * the rate of a short first year can end at nothing, with an interval from 0 to 1. */
static bool join_bands(struct census_curve *c)
{
    static const double error_most = .7; /* of the logarithm of a rate: half to double */
    struct census_bands *b = &c->bands;
    size_t worst = 0, p = b->count;
    for (size_t k = 1; k < p; k++)
        if (c->covariance[k * (p + 1)] > c->covariance[worst * (p + 1)])
            worst = k;
    if (p < 2 || c->covariance[worst * (p + 1)] <= error_most * error_most)
        return false;
    bool back = worst + 1 == p || (worst > 0 && c->covariance[(worst - 1) * (p + 1)] >
                                                    c->covariance[(worst + 1) * (p + 1)]);
    size_t gone = back ? worst : worst + 1; /* the cut between the two */
    memmove(b->cut + gone, b->cut + gone + 1, (p - gone) * sizeof *b->cut);
    b->count--;
    return true;
}

enum status census_curve_estimate(struct census_curve *c, const struct census_rows *rows,
                                  const size_t *subset, size_t n, double least)
{
    double leavers = 0;
    for (size_t i = 0; i < n; i++)
        leavers += rows->left[subset[i]];
    census_bands_find(&c->bands, rows, subset, n, least);
    c->nobody_left = !(leavers > 0);
    if (c->nobody_left)
        return STATUS_OK;
    size_t p = c->bands.count;
    double *room = malloc((n * p + n + 4 * p + p * p + 1) * sizeof *room);
    if (!room)
        return STATUS_MEMORY;
    enum status s;
    do
        s = fit_bands(c, rows, subset, n, room);
    while (s == STATUS_OK && join_bands(c));
    free(room);
    return s == STATUS_SHORT ? STATUS_NUMERIC : s;
}

/* The cumulated rate to TIME, and the standard error of its logarithm (SE may be NULL). */
static double cumulate(const struct census_curve *c, double time, double *se)
{
    double spent[CENSUS_BANDS_MOST], sum = 0, variance = 0;
    size_t p = c->bands.count;
    census_spend(&c->bands, c->bands.cut[0], time, spent);
    for (size_t b = 0; b < p; b++) {
        spent[b] *= exp(c->beta[b]);
        sum += spent[b];
    }
    for (size_t b = 0; b < p && se; b++)
        for (size_t k = 0; k < p; k++)
            variance += spent[b] * spent[k] * c->covariance[b * p + k];
    if (se)
        *se = sum > 0 ? sqrt(fmax(0, variance)) / sum : 0;
    return sum;
}

double census_curve_share(const struct census_curve *c, double time)
{
    return c->nobody_left ? 1 : exp(-cumulate(c, time, NULL));
}

void census_curve_bounds(const struct census_curve *c, double time, bool plain, double z,
                         double *low, double *high)
{
    *low = *high = NAN;
    if (c->nobody_left || time <= c->bands.cut[0])
        return;
    double se, sum = cumulate(c, time, &se), share = exp(-sum);
    *low = plain ? fmax(0, share - z * share * sum * se) : exp(-sum * exp(z * se));
    *high = plain ? fmin(1, share + z * share * sum * se) : exp(-sum * exp(-z * se));
}
