// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/dotm.h"

#include "stats/forecast/season.h"

#include <math.h>

enum { LEAST_VALUES = 7, FIRST_ERROR = 3, GRID = 24 };
static const double least_alpha = .1, most_alpha = .99, most_weight = 1 - 1e-10;

/* The recursion's state after T values. */
struct recursion {
    double alpha, keep; /* 1 - alpha */
    double level;
    double constant, slope; /* the running line: A + B t */
    double mean;            /* of the values so far */
    double power;           /* keep to the power of t */
    size_t t;
};

static void begin(struct recursion *r, double alpha, double start, double y)
{
    *r = (struct recursion){.alpha = alpha, .keep = 1 - alpha, .constant = y, .mean = y, .t = 1};
    r->level = alpha * y + r->keep * start;
    r->power = r->keep;
}

/* What w multiplies in the forecast of the next value. */
static double line_part(const struct recursion *r)
{
    return r->power * r->constant + (1 - r->power * r->keep) / r->alpha * r->slope;
}

static void take(struct recursion *r, double y)
{
    double t = (double)++r->t;
    double before = r->mean;
    r->level = r->alpha * y + r->keep * r->level;
    r->mean = before + (y - before) / t;
    r->slope = ((t - 2) * r->slope + 6 * (y - before) / t) / (t + 1);
    r->constant = r->mean - r->slope * (t + 1) / 2;
    r->power *= r->keep;
}

/* The least sum of squares for ALPHA, with l_0 (from level 0) and w by linear least squares, w kept
 * within its bounds. */
static double profile(double alpha, const double *y, size_t n, struct dotm_fit *fit)
{
    double aa = 0, ab = 0, bb = 0, ar = 0, br = 0, rr = 0, fade = 1;
    struct recursion r;
    begin(&r, alpha, 0, y[0]);
    for (size_t t = 1; t < n; t++) {
        double line = line_part(&r), rest = y[t] - r.level;
        if (t >= FIRST_ERROR) {
            aa += fade * fade;
            ab += fade * line;
            bb += line * line;
            ar += fade * rest;
            br += line * rest;
            rr += rest * rest;
            fade *= r.keep;
        }
        take(&r, y[t]);
    }
    double determinant = aa * bb - ab * ab, w = 0;
    if (determinant > 1e-12 * aa * bb)
        w = (aa * br - ab * ar) / determinant;
    w = fmin(fmax(w, 0), most_weight);
    double a = (ar - w * ab) / aa;
    double sum = rr - 2 * (a * ar + w * br) + a * a * aa + 2 * a * w * ab + w * w * bb;
    if (fit)
        *fit = (struct dotm_fit){alpha, 1 / (1 - w), a / pow(1 - alpha, FIRST_ERROR), sum};
    return sum;
}

enum status dotm_fit(struct dotm_fit *fit, const double *y, size_t n)
{
    if (n < LEAST_VALUES)
        return STATUS_SHORT;
    const double width = (most_alpha - least_alpha) / GRID, ratio = .6180339887498949;
    double best = INFINITY, at = least_alpha;
    for (int i = 0; i <= GRID; i++) {
        double sum = profile(least_alpha + width * i, y, n, NULL);
        if (sum < best) {
            best = sum;
            at = least_alpha + width * i;
        }
    }
    double low = fmax(at - width, least_alpha), high = fmin(at + width, most_alpha);
    double x1 = high - ratio * (high - low), x2 = low + ratio * (high - low);
    double f1 = profile(x1, y, n, NULL), f2 = profile(x2, y, n, NULL);
    while (high - low > 1e-6) {
        if (f1 < f2) {
            high = x2;
            x2 = x1;
            f2 = f1;
            f1 = profile(x1 = high - ratio * (high - low), y, n, NULL);
        } else {
            low = x1;
            x1 = x2;
            f1 = f2;
            f2 = profile(x2 = low + ratio * (high - low), y, n, NULL);
        }
    }
    double inside = .5 * (low + high);
    profile(profile(inside, y, n, NULL) < best ? inside : at, y, n, fit);
    return isfinite(fit->sum) ? STATUS_OK : STATUS_NUMERIC;
}

/* SD from the recursion's answer to one error, which depends on when it comes. */
static void spread(const struct dotm_fit *f, const struct recursion *end, double sigma2,
                   size_t ahead, double *sd, double *weight)
{
    double w = 1 - 1 / f->theta;
    for (size_t h = 0; h < ahead; h++)
        sd[h] = 1;
    if (weight)
        weight[0] = 1;
    for (size_t first = 0; first + 1 < ahead; first++) {
        struct recursion r = *end; /* the same times, values zero: everything is linear in them */
        r.level = r.constant = r.slope = r.mean = 0;
        for (size_t i = 0; i < first; i++)
            take(&r, 0);
        take(&r, 1);
        for (size_t h = first + 1; h < ahead; h++) {
            double answer = r.level + w * line_part(&r);
            sd[h] += answer * answer;
            if (first == 0 && weight)
                weight[h] = answer;
            take(&r, answer);
        }
    }
    for (size_t h = 0; h < ahead; h++)
        sd[h] = sqrt(sigma2 * sd[h]);
}

void dotm_forecast(struct dotm_fit *f, const double *y, size_t n, size_t ahead, double *mean,
                   double *sd, const struct forecast_extras *extras)
{
    double *mu = extras->fitted;
    double w = 1 - 1 / f->theta, sum = 0;
    struct recursion r;
    begin(&r, f->alpha, f->start, y[0]);
    if (mu)
        mu[0] = y[0];
    for (size_t t = 1; t < n; t++) {
        double forecast = r.level + w * line_part(&r), e = y[t] - forecast;
        if (mu)
            mu[t] = forecast;
        if (t >= FIRST_ERROR)
            sum += e * e;
        take(&r, y[t]);
    }
    f->sum = sum;
    double freedom = n > 7 ? (double)(n - 6) : 1; /* n - 3 errors, three parameters */
    spread(f, &r, sum / freedom, ahead, sd, extras->weight);
    for (size_t h = 0; h < ahead; h++) {
        mean[h] = r.level + w * line_part(&r);
        take(&r, mean[h]);
    }
}

enum status dotm_run(const double *y, size_t n, size_t period, size_t ahead, double *adjusted,
                     double *mean, double *sd, const struct forecast_extras *extras)
{
    struct season_adjustment season;
    struct dotm_fit fit;
    season_adjust(&season, y, n, period, adjusted);
    size_t lead = 0; /* missing values before the first */
    while (lead < n && isnan(adjusted[lead]))
        lead++;
    enum status s = dotm_fit(&fit, adjusted + lead, n - lead);
    if (s != STATUS_OK)
        return s;
    struct forecast_extras inner = {extras->weight, extras->fitted ? extras->fitted + lead : NULL};
    dotm_forecast(&fit, adjusted + lead, n - lead, ahead, mean, sd, &inner);
    season_restore(&season, ahead, mean, sd);
    if (extras->fitted) /* the first ones, not fitted, are at the mercy of l_0 */
        season_fitted(&season, lead + FIRST_ERROR, n, extras->fitted);
    return STATUS_OK;
}
