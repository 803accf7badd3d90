// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/entries.h"
#include "model/project/pooling.h"
#include "stats/random/variates.h"

#include <math.h>

/* Priors: what each may be, and how likely before any count is seen (entries.h says where from). */
static const double spreads[ENTRIES_SPREADS] = {0, 0.3};
static const double spread_prior[ENTRIES_SPREADS] = {0.8, 0.2};
static const double wanders[ENTRIES_WANDERS] = {0.005, 0.04, 0.1, 0.2, 0.4};
static const double wander_prior[ENTRIES_WANDERS] = {0.09, 0.09, 0.60, 0.17, 0.05};
static const double slopes[ENTRIES_SLOPES] = {0.005, 0.05, 0.15};
static const double slope_prior[ENTRIES_SLOPES] = {0.96, 0.03, 0.01};
static const double unevens[ENTRIES_UNEVEN] = {0.005, 0.06, 0.13, 0.22};
static const double uneven_prior[ENTRIES_UNEVEN] = {0.05, 0.57, 0.33, 0.05};
#define CALM  0.8  /* chance that wander, slope and uneven are all the least */
#define TREND 0.02 /* that all but the slope are */

#define COMMON  0.11 /* share of the shocks' variance that all authorities have alike */
#define DAMPING 0.9715319411536059 /* a month: half in two years */

/* One month on; NEW_YEAR: the level takes a step, the year's deviation is drawn anew. */
static void predict(struct entries_point *p, bool new_year)
{
    double(*v)[ENTRIES_STATE] = p->covariance;
    p->state[ENTRIES_LEVEL] += p->state[ENTRIES_SLOPE] / 12;
    p->state[ENTRIES_SLOPE] *= DAMPING;
    v[0][0] += v[0][1] / 6 + v[1][1] / 144;
    v[0][1] = v[1][0] = DAMPING * (v[0][1] + v[1][1] / 12);
    v[0][2] = v[2][0] = v[0][2] + v[1][2] / 12;
    v[1][2] = v[2][1] = DAMPING * v[1][2];
    v[1][1] = DAMPING * DAMPING * v[1][1] + (1 - DAMPING * DAMPING) * p->slope * p->slope;
    if (!new_year)
        return;
    v[0][0] += p->wander * p->wander;
    p->state[ENTRIES_YEAR] = 0;
    v[0][2] = v[2][0] = v[1][2] = v[2][1] = 0;
    v[2][2] = p->uneven * p->uneven;
}

/* Log-likelihood of COUNT at log mean ETA, up to what does not depend on ETA. */
static double count_likelihood(double count, double eta, double spread)
{
    double mean = exp(eta);
    if (spread <= 0)
        return count * eta - mean - lgamma(count + 1);
    double size = 1 / (spread * spread), sum = size + mean;
    return lgamma(count + size) - lgamma(size) - lgamma(count + 1) + size * log(size / sum) +
           count * (eta - log(sum));
}

/* Its first derivative and the negative second one. */
static void count_slopes(double count, double eta, double spread, double *slope, double *bend)
{
    double mean = exp(eta);
    if (spread <= 0) {
        *slope = count - mean;
        *bend = mean;
        return;
    }
    double size = 1 / (spread * spread), sum = size + mean;
    *slope = (count - mean) * size / sum;
    *bend = mean * size * (size + count) / (sum * sum);
}

/* Takes in a count; returns the log of how likely it was (Laplace). */
static double update(struct entries_point *p, double count, double log_season)
{
    double(*v)[ENTRIES_STATE] = p->covariance, along[ENTRIES_STATE];
    double before = p->state[ENTRIES_LEVEL] + p->state[ENTRIES_YEAR], eta = before;
    for (int i = 0; i < ENTRIES_STATE; i++)
        along[i] = v[i][ENTRIES_LEVEL] + v[i][ENTRIES_YEAR];
    double variance = along[ENTRIES_LEVEL] + along[ENTRIES_YEAR], prior = 1 / variance;
    double slope, bend;
    for (int step = 0; step < 30; step++) {
        count_slopes(count, eta + log_season, p->spread, &slope, &bend);
        double change = (slope - prior * (eta - before)) / (bend + prior);
        change = change > 1 ? 1 : change < -1 ? -1 : change;
        eta += change;
        if (fabs(change) < 1e-7)
            break;
    }
    count_slopes(count, eta + log_season, p->spread, &slope, &bend);
    double value = count_likelihood(count, eta + log_season, p->spread);
    double off = eta - before, after = 1 / (prior + bend);
    /* the state follows as from a Gaussian observation with the same mode and curvature */
    for (int i = 0; i < ENTRIES_STATE; i++) {
        p->state[i] += along[i] * prior * off;
        for (int j = 0; j < ENTRIES_STATE; j++)
            v[i][j] -= along[i] * along[j] * prior * prior * (variance - after);
    }
    return value - off * off * prior / 2 + 0.5 * log(after * prior);
}

/* Runs the counts through a point of the grid; returns the log-likelihood. */
static double filter(struct entries_point *p, const double *count, size_t n, int month,
                     const double *log_season, double start)
{
    double sum = 0;
    p->state[ENTRIES_LEVEL] = start;
    p->covariance[0][0] = 0.5;
    p->covariance[1][1] = p->slope * p->slope;
    p->covariance[2][2] = p->uneven * p->uneven;
    for (size_t i = 0; i < n; i++) {
        if (i)
            predict(p, (n - i) % 12 == 0);
        if (count[i] >= 0)
            sum += update(p, count[i], log_season[(month + (int)(i % 12)) % 12]);
    }
    return sum;
}

/* Each calendar month's counts against the mean of the year around them, drawn towards 1. */
static void fit_season(struct entries *e, const double *count, size_t n, int month)
{
    double events[12] = {0}, expected[12] = {0};
    for (int m = 0; m < 12; m++)
        e->season[m] = 1;
    if (n < 24)
        return;
    for (size_t i = 0; i < n; i++) {
        size_t first = i < 6 ? 0 : i - 6;
        if (first + 12 > n)
            first = n - 12;
        double sum = 0;
        int seen = 0;
        for (size_t j = first; j < first + 12; j++) {
            sum += count[j] >= 0 ? count[j] : 0;
            seen += count[j] >= 0;
        }
        if (count[i] < 0 || seen < 12)
            continue;
        events[(month + (int)(i % 12)) % 12] += count[i];
        expected[(month + (int)(i % 12)) % 12] += sum / 12;
    }
    double k = pooling_strength(events, expected, 12), mean = 0;
    for (int m = 0; m < 12; m++) {
        e->season[m] = (events[m] + k) / (expected[m] + k);
        mean += e->season[m] / 12;
    }
    for (int m = 0; m < 12; m++)
        e->season[m] /= mean;
}

enum status entries_fit(struct entries *e, const double *count, size_t n, int month)
{
    *e = (struct entries){0};
    double sum = 0, most = -INFINITY, total = 0;
    for (size_t i = 0; i < n; i++) {
        e->months += count[i] >= 0;
        sum += count[i] > 0 ? count[i] : 0;
    }
    if (!e->months)
        return STATUS_SHORT;
    fit_season(e, count, n, month);
    double start = log((sum + 0.5) / (double)e->months), log_season[12];
    for (int m = 0; m < 12; m++)
        log_season[m] = log(e->season[m]);
    for (int i = 0; i < ENTRIES_GRID; i++) {
        struct entries_point *p = &e->grid[i];
        int a = i % ENTRIES_SPREADS, b = i / ENTRIES_SPREADS % ENTRIES_WANDERS;
        int c = i / (ENTRIES_SPREADS * ENTRIES_WANDERS) % ENTRIES_SLOPES;
        int d = i / (ENTRIES_SPREADS * ENTRIES_WANDERS * ENTRIES_SLOPES);
        p->spread = spreads[a];
        p->wander = wanders[b];
        p->slope = slopes[c];
        p->uneven = unevens[d];
        double real = wander_prior[b] * slope_prior[c] * uneven_prior[d];
        double prior = (1 - CALM - TREND) * real;
        if (b + d == 0)
            prior += c ? TREND / (ENTRIES_SLOPES - 1) : CALM;
        p->weight = log(spread_prior[a] * prior) + filter(p, count, n, month, log_season, start);
        most = p->weight > most ? p->weight : most;
    }
    for (int i = 0; i < ENTRIES_GRID; i++)
        total += e->grid[i].weight = exp(e->grid[i].weight - most);
    if (!isfinite(total))
        return STATUS_NUMERIC;
    for (int i = 0; i < ENTRIES_GRID; i++) {
        e->grid[i].weight /= total;
        e->wander += e->grid[i].weight * e->grid[i].wander;
        e->uneven += e->grid[i].weight * e->grid[i].uneven;
    }
    return STATUS_OK;
}

void entries_mean(const struct entries *e, size_t n, int month, double *out)
{
    for (size_t t = 0; t < n; t++)
        out[t] = 0;
    for (int i = 0; i < ENTRIES_GRID; i++) {
        const struct entries_point *p = &e->grid[i];
        double level = p->state[ENTRIES_LEVEL], rise = p->state[ENTRIES_SLOPE];
        for (size_t t = 0; t < n; t++) {
            level += rise / 12;
            rise *= DAMPING;
            out[t] += p->weight * exp(level) * e->season[(month + (int)(t % 12)) % 12];
        }
    }
}

static const struct entries_point *choose(const struct entries *e, double u)
{
    int i = 0;
    for (; i < ENTRIES_GRID - 1; i++)
        if ((u -= e->grid[i].weight) < 0)
            break;
    return &e->grid[i];
}

/* A standard normal number, partly that of all authorities where SHARED is given. */
static double shock(struct random_stream *s, struct random_stream *shared)
{
    double own = random_normal(s);
    if (!shared)
        return own;
    double all = random_normal(shared);
    return sqrt(COMMON) * all + sqrt(1 - COMMON) * own;
}

void entries_draw_shared(const struct entries *e, struct random_stream *s,
                         struct random_stream *shared, size_t n, int month, double *out)
{
    const struct entries_point *p = choose(e, random_uniform(s));
    double variance = p->covariance[0][0], sd = sqrt(variance),
           along = sd > 0 ? p->covariance[0][1] / sd : 0;
    double rest = p->covariance[1][1] - along * along, z = random_normal(s), year = 0;
    double level = p->state[ENTRIES_LEVEL] + sd * z - variance / 2;
    double rise =
        p->state[ENTRIES_SLOPE] + along * z + sqrt(rest > 0 ? rest : 0) * random_normal(s);
    double turn = p->slope * sqrt(1 - DAMPING * DAMPING);
    double size = 1 / (p->spread * p->spread + 1e-12);
    for (size_t t = 0; t < n; t++) {
        /* the count's mean, not its logarithm, is what wanders without a drift of its own */
        level += rise / 12;
        rise = DAMPING * rise + turn * random_normal(s);
        if (t % 12 == 0) {
            level += p->wander * shock(s, shared) - p->wander * p->wander / 2;
            year = p->uneven * shock(s, shared) - p->uneven * p->uneven / 2;
        }
        double unequal = p->spread > 0 ? random_gamma(s, size, 1 / size) : 1;
        out[t] = exp(level + year) * e->season[(month + (int)(t % 12)) % 12] * unequal;
    }
}

void entries_draw(const struct entries *e, struct random_stream *s, size_t n, int month,
                  double *out)
{
    entries_draw_shared(e, s, NULL, n, month, out);
}
