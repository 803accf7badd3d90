// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/ets_slope.h"

#include <math.h>
#include <string.h>

static const double edge = 1e-4; /* distance of the usual region's bounds from 0 and 1 */

void ets_space_set(struct ets_space *s, const struct ets_model *model)
{
    *s = (struct ets_space){.model = *model, .smoothing = ets_smoothing_count(model)};
    s->total = s->smoothing + ets_state_count(model);
    size_t i = 0;
    s->least[i] = edge;
    s->most[i++] = 1 - edge;
    if (model->trend != ETS_TREND_NONE)
        s->most[i++] = 1;
    if (model->trend == ETS_TREND_DAMPED) {
        s->least[i] = .8;
        s->most[i++] = .98;
    }
    if (model->season != ETS_SEASON_NONE)
        s->most[i++] = 1;
}

void ets_space_put(const struct ets_space *s, const double *x, struct ets_fit *f)
{
    const struct ets_model *m = &s->model;
    *f = (struct ets_fit){.model = *m, .alpha = *x++, .phi = 1};
    if (m->trend != ETS_TREND_NONE)
        f->beta = edge + *x++ * (f->alpha - edge);
    if (m->trend == ETS_TREND_DAMPED)
        f->phi = *x++;
    if (m->season != ETS_SEASON_NONE)
        f->gamma = edge + *x++ * (1 - f->alpha - edge);
    f->start.level = *x++;
    if (m->trend != ETS_TREND_NONE)
        f->start.slope = *x++;
    if (m->season == ETS_SEASON_NONE)
        return;
    double rest = m->season == ETS_SEASON_MULTIPLICATIVE ? (double)m->period : 0;
    for (size_t j = 0; j + 1 < m->period; j++) {
        f->start.season[j] = *x++;
        rest -= f->start.season[j];
    }
    f->start.season[m->period - 1] = rest;
}

/* The recursion with derivatives of level, slope, season, q and the forecast by every coordinate,
 * and the sums that become gradient and curvature. */
struct pass {
    const struct ets_space *space;
    struct ets_fit fit;
    size_t width;  /* coordinates */
    size_t phi_at; /* place of phi among them; width when there is none */
    size_t gamma_at;
    double beta_by_alpha, gamma_by_alpha, beta_scale, gamma_scale;
    double level, slope, season[ETS_PERIOD_MOST];
    double d_level[ETS_FREE_MOST], d_slope[ETS_FREE_MOST], d_q[ETS_FREE_MOST];
    double d_mu[ETS_FREE_MOST], d_p[ETS_FREE_MOST];
    double d_season[ETS_PERIOD_MOST][ETS_FREE_MOST];
    double log_slope[ETS_FREE_MOST]; /* sum of d mu / mu */
    double sum, logs, product;
    size_t observed;
};

static void begin(struct pass *p, const struct ets_space *s, const double *x)
{
    memset(p, 0, sizeof *p);
    const struct ets_model *m = &s->model;
    p->space = s;
    ets_space_put(s, x, &p->fit);
    p->width = s->total;
    p->product = 1;
    bool trend = m->trend != ETS_TREND_NONE;
    p->phi_at = m->trend == ETS_TREND_DAMPED ? 2 : p->width;
    p->gamma_at = m->season != ETS_SEASON_NONE ? s->smoothing - 1 : p->width;
    if (trend) {
        p->beta_by_alpha = x[1];
        p->beta_scale = p->fit.alpha - edge;
    }
    if (m->season != ETS_SEASON_NONE) {
        p->gamma_by_alpha = -x[p->gamma_at];
        p->gamma_scale = 1 - p->fit.alpha - edge;
    }
    p->level = p->fit.start.level;
    p->slope = p->fit.start.slope;
    memcpy(p->season, p->fit.start.season, sizeof p->season);
    size_t at = s->smoothing;
    p->d_level[at++] = 1;
    if (trend)
        p->d_slope[at++] = 1;
    for (size_t j = 0; at < s->total; j++, at++) {
        p->d_season[j][at] = 1;
        p->d_season[m->period - 1][at] = -1;
    }
}

/* Forecast, value without season, and their derivatives for the period whose season is *S. */
static double look_ahead(struct pass *p, double y, double s, const double *d_s, double *q,
                         double *v)
{
    size_t k = p->width;
    double phi = p->fit.phi;
    *q = p->level + phi * p->slope;
    for (size_t i = 0; i < k; i++)
        p->d_q[i] = p->d_level[i] + phi * p->d_slope[i];
    if (p->phi_at < k)
        p->d_q[p->phi_at] += p->slope;
    *v = y;
    switch (p->fit.model.season) {
    case ETS_SEASON_ADDITIVE:
        *v = y - s;
        for (size_t i = 0; i < k; i++)
            p->d_mu[i] = p->d_q[i] + d_s[i];
        for (size_t i = 0; i < k; i++)
            p->d_p[i] = -d_s[i];
        return *q + s;
    case ETS_SEASON_MULTIPLICATIVE:
        *v = y / s;
        for (size_t i = 0; i < k; i++)
            p->d_mu[i] = s * p->d_q[i] + *q * d_s[i];
        for (size_t i = 0; i < k; i++)
            p->d_p[i] = -*v / s * d_s[i];
        return *q * s;
    default:
        memcpy(p->d_mu, p->d_q, k * sizeof *p->d_mu);
        return *q;
    }
}

/* Adds one error and its derivatives to the sums; false where mu can't be a forecast. */
static bool add_error(struct pass *p, struct ets_slope *out, double y, double mu)
{
    double e = y - mu, by_mu = -1, d[ETS_FREE_MOST];
    if (p->fit.model.error == ETS_ERROR_MULTIPLICATIVE) {
        if (!(mu > 0) || mu > 1e150)
            return false;
        double share = 1 / mu;
        e *= share;
        by_mu = -y * share * share;
        for (size_t i = 0; i < p->width; i++)
            p->log_slope[i] += p->d_mu[i] * share;
        p->product *= mu; /* one logarithm for many forecasts */
        if (p->product > 1e150 || p->product < 1e-150) {
            p->logs += log(p->product);
            p->product = 1;
        }
    }
    for (size_t i = 0; i < p->width; i++)
        d[i] = by_mu * p->d_mu[i];
    for (size_t i = 0; i < p->width; i++) {
        double di = d[i];
        out->gradient[i] += e * di;
        for (size_t j = 0; j <= i; j++)
            out->curvature[i][j] += di * d[j];
    }
    p->sum += e * e;
    p->observed++;
    return true;
}

static void update_season(struct pass *p, double y, double q, double *s, double *d_s)
{
    double gamma = p->fit.gamma, news, by_q;
    if (p->fit.model.season == ETS_SEASON_MULTIPLICATIVE) {
        news = y / q - *s;
        by_q = -y / (q * q) * gamma;
    } else {
        news = y - q - *s;
        by_q = -gamma;
    }
    for (size_t i = 0; i < p->width; i++)
        d_s[i] = (1 - gamma) * d_s[i] + by_q * p->d_q[i];
    d_s[0] += p->gamma_by_alpha * news;
    d_s[p->gamma_at] += p->gamma_scale * news;
    *s += gamma * news;
}

static void update(struct pass *p, double y, double q, double v, double *s, double *d_s)
{
    size_t k = p->width;
    double alpha = p->fit.alpha, beta = p->fit.beta, phi = p->fit.phi;
    double news = isnan(y) ? 0 : v - q;
    if (p->fit.model.trend != ETS_TREND_NONE) {
        for (size_t i = 0; i < k; i++)
            p->d_slope[i] *= phi;
        if (p->phi_at < k)
            p->d_slope[p->phi_at] += p->slope;
        p->slope *= phi;
    }
    memcpy(p->d_level, p->d_q, k * sizeof *p->d_level);
    p->level = q;
    if (isnan(y))
        return;
    for (size_t i = 0; i < k; i++)
        p->d_level[i] += alpha * (p->d_p[i] - p->d_q[i]);
    p->d_level[0] += news;
    p->level += alpha * news;
    if (p->fit.model.trend != ETS_TREND_NONE) {
        for (size_t i = 0; i < k; i++)
            p->d_slope[i] += beta * (p->d_p[i] - p->d_q[i]);
        p->d_slope[0] += p->beta_by_alpha * news;
        p->d_slope[1] += p->beta_scale * news;
        p->slope += beta * news;
    }
    if (p->fit.model.season != ETS_SEASON_NONE)
        update_season(p, y, q, s, d_s);
}

/* Turns the sums into those of the errors times the geometric mean of the forecasts (whose common
 * factor is left out: no step depends on it). */
static void concentrate(struct pass *p, struct ets_slope *out)
{
    double n = (double)p->observed;
    p->logs += log(p->product);
    out->sum = p->sum;
    out->objective = n * log(p->sum) + 2 * p->logs;
    if (p->fit.model.error == ETS_ERROR_ADDITIVE)
        return;
    for (size_t i = 0; i < p->width; i++)
        p->log_slope[i] /= n;
    const double *c = p->log_slope;
    for (size_t i = 0; i < p->width; i++)
        for (size_t j = 0; j <= i; j++)
            out->curvature[i][j] +=
                out->gradient[i] * c[j] + c[i] * out->gradient[j] + p->sum * c[i] * c[j];
    for (size_t i = 0; i < p->width; i++)
        out->gradient[i] += p->sum * c[i];
}

bool ets_slope_at(struct ets_slope *out, const struct ets_space *space, const double *x,
                  const double *y, size_t n)
{
    struct pass p;
    begin(&p, space, x);
    for (size_t i = 0; i < p.width; i++) {
        out->gradient[i] = 0;
        memset(out->curvature[i], 0, (i + 1) * sizeof out->curvature[i][0]);
    }
    size_t j = 0;
    for (size_t t = 0; t < n; t++) {
        double q, v, *s = &p.season[j], *d_s = p.d_season[j];
        double mu = look_ahead(&p, y[t], *s, d_s, &q, &v);
        if (!isnan(y[t]) && !add_error(&p, out, y[t], mu))
            return false;
        update(&p, y[t], q, v, s, d_s);
        if (++j == space->model.period)
            j = 0;
    }
    concentrate(&p, out);
    return isfinite(out->objective);
}
