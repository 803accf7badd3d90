// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/ets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A season so near zero can't be divided by; R's guard, kept so that both agree. */
static const double season_zero = 1e-10, season_guard = 1e10;

const char *ets_name(const struct ets_model *m, char *buffer)
{
    static const char *const trends[] = {"N", "A", "Ad"};
    snprintf(buffer, ETS_NAME, "ETS(%c,%s,%c)", "AM"[m->error], trends[m->trend], "NAM"[m->season]);
    return buffer;
}

size_t ets_smoothing_count(const struct ets_model *m)
{
    return 1 + (size_t)m->trend + (m->season != ETS_SEASON_NONE);
}

size_t ets_state_count(const struct ets_model *m)
{
    return (m->trend != ETS_TREND_NONE ? 2u : 1u) +
           (m->season != ETS_SEASON_NONE ? m->period - 1 : 0);
}

/* Do all roots of x^d + c[1] x^(d-1) + ... + c[d] lie within the unit circle? The step-down
 * recursion of Schur and Cohn: every reflection coefficient must stay below one. Destroys C. */
static bool roots_inside(double *c, size_t degree)
{
    for (size_t d = degree; d > 0; d--) {
        double k = c[d], scale = 1 - k * k;
        if (fabs(k) >= 1)
            return false;
        for (size_t i = 1, j = d - 1; i <= j; i++, j--) {
            double a = c[i], b = c[j];
            c[i] = (a - k * b) / scale;
            c[j] = (b - k * a) / scale;
        }
    }
    return true;
}

/* The characteristic equation of the seasonal models. Without a trend it has the root one, which
 * belongs to no state: it is divided out. */
static bool seasonal_roots_inside(const struct ets_fit *f)
{
    double c[ETS_PERIOD_MOST + 2], a = f->alpha, g = f->gamma;
    size_t m = f->model.period;
    c[0] = 1;
    if (f->model.trend == ETS_TREND_NONE) {
        for (size_t i = 1; i < m; i++)
            c[i] = a;
        c[m] = a + g - 1;
        return roots_inside(c, m);
    }
    double phi = f->phi, inner = a + f->beta - a * phi;
    c[1] = a + f->beta - phi;
    for (size_t i = 2; i < m; i++)
        c[i] = inner;
    c[m] = inner + g - 1;
    c[m + 1] = phi * (1 - a - g);
    return roots_inside(c, m + 1);
}

bool ets_admissible(const struct ets_fit *f)
{
    const double least = 1e-4 * (1 - 1e-9), most = .9999 + 1e-9;
    bool trend = f->model.trend != ETS_TREND_NONE, season = f->model.season != ETS_SEASON_NONE;
    if (!(f->alpha >= least && f->alpha <= most))
        return false;
    if (trend && !(f->beta >= least && f->beta <= f->alpha + 1e-9))
        return false;
    if (season && !(f->gamma >= least && f->gamma <= 1 - f->alpha + 1e-9))
        return false;
    if (f->model.trend == ETS_TREND_DAMPED && !(f->phi >= .8 - 1e-9 && f->phi <= .98 + 1e-9))
        return false;
    return !season || seasonal_roots_inside(f); /* without a season the usual region lies inside */
}

void ets_step(const struct ets_fit *f, struct ets_state *state, double y, double *mu)
{
    size_t m = f->model.period;
    double q = state->level + f->phi * state->slope, s = state->season[0], forecast = q, p = y;
    if (f->model.season == ETS_SEASON_ADDITIVE) {
        forecast = q + s;
        p = y - s;
    } else if (f->model.season == ETS_SEASON_MULTIPLICATIVE) {
        forecast = q * s;
        p = fabs(s) < season_zero ? season_guard : y / s;
    }
    if (mu)
        *mu = forecast;
    state->level = q;
    state->slope *= f->phi;
    if (!isnan(y)) {
        state->level += f->alpha * (p - q);
        state->slope += f->beta * (p - q);
        if (f->model.season == ETS_SEASON_ADDITIVE)
            s += f->gamma * (y - q - s);
        else if (f->model.season == ETS_SEASON_MULTIPLICATIVE)
            s += f->gamma * ((fabs(q) < season_zero ? season_guard : y / q) - s);
    }
    if (m > 1) {
        memmove(state->season, state->season + 1, (m - 1) * sizeof s);
        state->season[m - 1] = s;
    }
}

bool ets_filter(struct ets_fit *f, const double *y, size_t n, double *mu)
{
    bool relative = f->model.error == ETS_ERROR_MULTIPLICATIVE;
    struct ets_state state = f->start;
    double sum = 0, logs = 0;
    size_t observed = 0;
    for (size_t t = 0; t < n; t++) {
        double forecast;
        ets_step(f, &state, y[t], &forecast);
        if (mu)
            mu[t] = forecast;
        if (isnan(y[t]))
            continue;
        double e = y[t] - forecast;
        if (relative) {
            e /= forecast;
            logs += log(fabs(forecast));
        }
        sum += e * e;
        observed++;
    }
    f->end = state;
    f->sum = sum;
    f->observed = observed;
    f->loglik = -.5 * (double)observed * log(sum) - logs;
    return isfinite(sum);
}
