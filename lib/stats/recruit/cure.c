// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/recruit/cure.h"

#include "stats/stats.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* The parameters on scales without ends: logit of the share, logs of shape and scale. */
enum { LOGIT, SHAPE, SCALE, PARAMETERS };

struct likelihood {
    double value, slope[PARAMETERS];
};

static double share_of(double logit)
{
    return 1 / (1 + exp(-logit));
}

static struct likelihood likelihood_at(const struct cure_time *times, size_t n,
                                       const double at[PARAMETERS])
{
    struct likelihood l = {0};
    double p = share_of(at[LOGIT]), shape = exp(at[SHAPE]);
    for (size_t i = 0; i < n; i++) {
        double x = shape * (log(times[i].days) - at[SCALE]), z = exp(x);
        double flow = z < 700 ? z * exp(-z) : 0; /* z times what is left */
        double by = -expm1(-z), never = 1 - p * by, d = times[i].happened, c = times[i].not_yet;
        if (d > 0) {
            l.value += d * (log(p) + at[SHAPE] + x - log(times[i].days) - z);
            l.slope[LOGIT] += d * (1 - p);
            l.slope[SHAPE] += d * (1 + x * (1 - z));
            l.slope[SCALE] += d * shape * (z - 1);
        }
        if (c > 0) {
            l.value += c * log(never);
            l.slope[LOGIT] -= c * by * p * (1 - p) / never;
            l.slope[SHAPE] -= c * p * flow * x / never;
            l.slope[SCALE] += c * p * flow * shape / never;
        }
    }
    return l;
}

/* How the slope changes: differences of it. */
static void curvature(const struct cure_time *times, size_t n, const double at[PARAMETERS],
                      double out[PARAMETERS][PARAMETERS])
{
    const double step = 1e-5;
    for (int i = 0; i < PARAMETERS; i++) {
        double low[PARAMETERS], high[PARAMETERS];
        memcpy(low, at, sizeof low);
        memcpy(high, at, sizeof high);
        low[i] -= step;
        high[i] += step;
        struct likelihood a = likelihood_at(times, n, low), b = likelihood_at(times, n, high);
        for (int k = 0; k < PARAMETERS; k++)
            out[i][k] = -(b.slope[k] - a.slope[k]) / (2 * step);
    }
}

/* Solves (H + DAMPING diag) x = b by elimination without exchange; false unless all pivots are > 0. */
static bool solve(double h[PARAMETERS][PARAMETERS], double damping, const double *b, double *x)
{
    double a[PARAMETERS][PARAMETERS + 1];
    for (int i = 0; i < PARAMETERS; i++) {
        for (int k = 0; k < PARAMETERS; k++)
            a[i][k] = (h[i][k] + h[k][i]) / 2;
        a[i][i] += damping * (1 + fabs(h[i][i]));
        a[i][PARAMETERS] = b[i];
    }
    for (int i = 0; i < PARAMETERS; i++) {
        if (!(a[i][i] > 0))
            return false;
        for (int row = i + 1; row < PARAMETERS; row++)
            for (int k = PARAMETERS; k >= i; k--)
                a[row][k] -= a[i][k] * a[row][i] / a[i][i];
    }
    for (int i = PARAMETERS - 1; i >= 0; i--) {
        x[i] = a[i][PARAMETERS];
        for (int k = i + 1; k < PARAMETERS; k++)
            x[i] -= a[i][k] * x[k];
        x[i] /= a[i][i];
    }
    return true;
}

static double begin(const struct cure_time *times, size_t n, double at[PARAMETERS])
{
    double events = 0, all = 0, days = 0;
    for (size_t i = 0; i < n; i++) {
        events += times[i].happened;
        all += times[i].happened + times[i].not_yet;
        days += times[i].happened * times[i].days;
    }
    double p = 1.2 * events / all;
    p = p < .95 ? p : .95;
    at[LOGIT] = log(p / (1 - p));
    at[SHAPE] = log(1.5);
    at[SCALE] = log(days / events * 1.2);
    return events;
}

/* Newton's steps, damped until they lead upwards (Levenberg and Marquardt). */
static bool climb(const struct cure_time *times, size_t n, double at[PARAMETERS],
                  struct likelihood *l, double h[PARAMETERS][PARAMETERS])
{
    double damping = 1e-3;
    *l = likelihood_at(times, n, at);
    for (int round = 0; round < 200; round++) {
        double move[PARAMETERS], next[PARAMETERS], longest = 0;
        curvature(times, n, at, h);
        for (; damping < 1e12; damping *= 10) {
            longest = 0;
            if (!solve(h, damping, l->slope, move))
                continue;
            for (int k = 0; k < PARAMETERS; k++) {
                next[k] = at[k] + move[k];
                longest = fmax(longest, fabs(move[k]));
            }
            struct likelihood there = likelihood_at(times, n, next);
            if (longest < 2 && there.value >= l->value - 1e-12 * fabs(l->value)) {
                *l = there;
                break;
            }
        }
        if (!(damping < 1e12))
            return false;
        memcpy(at, next, sizeof next);
        if (longest < 1e-9)
            return true;
        damping = fmax(damping / 100, 1e-12);
    }
    return false;
}

enum status cure_estimate(const struct cure_time *times, size_t n, struct cure *out)
{
    static const double unit[PARAMETERS] = {1, 0, 0};
    double at[PARAMETERS], h[PARAMETERS][PARAMETERS], variance[PARAMETERS];
    struct likelihood l;
    if (begin(times, n, at) < CURE_LEAST || !climb(times, n, at, &l, h) ||
        !solve(h, 0, unit, variance) || share_of(at[LOGIT]) > .999)
        return STATUS_SHORT;
    *out = (struct cure){share_of(at[LOGIT]), exp(at[SHAPE]), exp(at[SCALE]), sqrt(variance[LOGIT]),
                         l.value};
    return STATUS_OK;
}

double cure_by(const struct cure *c, double days)
{
    return days > 0 ? -expm1(-pow(days / c->scale, c->shape)) : 0;
}

struct interval cure_interval(const struct cure *c, double level)
{
    double logit = log(c->share / (1 - c->share)), z = stats_normal_z(level);
    return (struct interval){share_of(logit - z * c->error), share_of(logit + z * c->error)};
}

/* -- the share alone */

static double share_likelihood(const struct cure *c, const struct cure_time *times, size_t n,
                               double p)
{
    double value = 0;
    for (size_t i = 0; i < n; i++) {
        if (times[i].happened > 0)
            value += times[i].happened * log(p);
        if (times[i].not_yet > 0)
            value += times[i].not_yet * log1p(-p * cure_by(c, times[i].days));
    }
    return value;
}

static double share_slope(const struct cure *c, const struct cure_time *times, size_t n, double p)
{
    double slope = 0;
    for (size_t i = 0; i < n; i++) {
        double by = cure_by(c, times[i].days);
        slope += times[i].happened / p - times[i].not_yet * by / (1 - p * by);
    }
    return slope;
}

/* Whether anything is known: somebody had the event, or was seen for long enough to tell. */
static bool is_known(const struct cure *c, const struct cure_time *times, size_t n)
{
    double known = 0;
    for (size_t i = 0; i < n; i++)
        known += times[i].happened + times[i].not_yet * cure_by(c, times[i].days);
    return known > 1e-3;
}

double cure_share(const struct cure *c, const struct cure_time *times, size_t n)
{
    double low = 0, high = 1;
    if (!is_known(c, times, n))
        return NAN;
    for (int round = 0; round < 60; round++) { /* the likelihood has one top: halve towards it */
        double middle = (low + high) / 2;
        if (share_slope(c, times, n, middle) > 0)
            low = middle;
        else
            high = middle;
    }
    return low > 0 ? high : 0;
}

/* Where the likelihood falls to LEAST between the top and END. */
static double crossing(const struct cure *c, const struct cure_time *times, size_t n, double top,
                       double end, double least)
{
    for (int round = 0; round < 60; round++) {
        double middle = (top + end) / 2;
        if (share_likelihood(c, times, n, middle) >= least)
            top = middle;
        else
            end = middle;
    }
    return top;
}

struct interval cure_share_interval(const struct cure *c, const struct cure_time *times, size_t n,
                                    double level)
{
    double top = cure_share(c, times, n), z = stats_normal_z(level);
    if (isnan(top))
        return (struct interval){NAN, NAN};
    double inside = fmin(fmax(top, 1e-12), 1 - 1e-12);
    double least = share_likelihood(c, times, n, inside) - z * z / 2;
    return (struct interval){top < 1e-9 ? 0 : crossing(c, times, n, inside, 0, least),
                             crossing(c, times, n, inside, 1, least)};
}
