// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/ets.h"

#include <math.h>

/* The weight that an error has on the forecast J periods later: c_j of the book (table 6.2). SUM is
 * phi + phi^2 + ... + phi^j. */
static double error_weight(const struct ets_fit *f, size_t j, double sum, bool with_season)
{
    double c = f->alpha + f->beta * sum;
    if (with_season && j % f->model.period == 0)
        c += f->gamma;
    return c;
}

/* Sums of phi + phi^2 + ... one at a time. */
struct damping {
    double power, sum, phi;
};

static double damping_next(struct damping *d)
{
    d->power *= d->phi;
    d->sum += d->power;
    return d->sum;
}

void ets_weights(const struct ets_fit *f, size_t ahead, double *weight)
{
    struct damping d = {1, 0, f->phi};
    bool season = f->model.season != ETS_SEASON_NONE;
    for (size_t j = 0; j < ahead; j++)
        weight[j] = j == 0 ? 1 : error_weight(f, j, damping_next(&d), season);
}

/* Additive errors: var_h = sigma2 (1 + sum of c_j^2, j < h). */
static void additive_errors(const struct ets_fit *f, size_t ahead, double *sd)
{
    struct damping d = {1, 0, f->phi};
    bool season = f->model.season == ETS_SEASON_ADDITIVE;
    double total = 1;
    for (size_t h = 1; h <= ahead; h++) {
        sd[h - 1] = sqrt(f->sigma2 * total);
        double c = error_weight(f, h, damping_next(&d), season);
        total += c * c;
    }
}

/* Multiplicative errors around the additive forecasts MU: theta_h = mu_h^2 + sigma2 sum of c_j^2
 * theta_(h-j) is the second moment of the forecast mean. SD receives theta. */
static void second_moments(const struct ets_fit *f, size_t ahead, const double *mu, double *theta)
{
    bool season = f->model.season == ETS_SEASON_ADDITIVE;
    for (size_t h = 0; h < ahead; h++) {
        struct damping d = {1, 0, f->phi};
        double sum = 0;
        for (size_t j = 1; j <= h; j++) {
            double c = error_weight(f, j, damping_next(&d), season);
            sum += c * c * theta[h - j];
        }
        theta[h] = mu[h] * mu[h] + f->sigma2 * sum;
    }
}

/* Multiplies X by the season of each period ahead. */
static void put_season_on(const struct ets_fit *f, size_t ahead, double *x)
{
    for (size_t h = 0; h < ahead && f->model.season == ETS_SEASON_MULTIPLICATIVE; h++)
        x[h] *= f->end.season[h % f->model.period];
}

void ets_forecast(const struct ets_fit *f, size_t ahead, double *mean, double *sd)
{
    struct damping d = {1, 0, f->phi};
    for (size_t h = 0; h < ahead; h++) {
        mean[h] = f->end.level + damping_next(&d) * f->end.slope;
        if (f->model.season == ETS_SEASON_ADDITIVE)
            mean[h] += f->end.season[h % f->model.period];
    }
    if (f->model.error == ETS_ERROR_ADDITIVE) {
        additive_errors(f, ahead, sd);
        return;
    }
    second_moments(f, ahead, mean, sd);
    for (size_t h = 0; h < ahead; h++) {
        double seasonal = 1;
        if (f->model.season == ETS_SEASON_MULTIPLICATIVE)
            seasonal = pow(1 + f->gamma * f->gamma * f->sigma2, (double)(h / f->model.period));
        double variance = sd[h] * (1 + f->sigma2) * seasonal - mean[h] * mean[h];
        sd[h] = sqrt(variance > 0 ? variance : 0);
    }
    put_season_on(f, ahead, mean);
    put_season_on(f, ahead, sd);
    for (size_t h = 0; h < ahead; h++)
        sd[h] = fabs(sd[h]);
}
