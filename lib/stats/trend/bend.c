// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/trend/bend.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdbool.h>

enum { LEAST = 6, STEPS = 8, SEARCHES = 80 };

/* A straight line through Y, and what it leaves. */
struct line {
    double middle, spread; /* of t */
    double slope, level;   /* at the middle */
    double squares;        /* left */
};

static struct line fit_line(const double *t, const double *y, size_t n)
{
    struct line l = {0};
    double m = (double)n, product = 0;
    for (size_t i = 0; i < n; i++) {
        l.middle += t[i] / m;
        l.level += y[i] / m;
    }
    for (size_t i = 0; i < n; i++) {
        l.spread += (t[i] - l.middle) * (t[i] - l.middle);
        product += (t[i] - l.middle) * (y[i] - l.level);
    }
    l.slope = product / l.spread;
    for (size_t i = 0; i < n; i++) {
        double left = y[i] - l.level - l.slope * (t[i] - l.middle);
        l.squares += left * left;
    }
    return l;
}

/* How much a hinge max(t - at, 0) beside the line explains: its part that the line can't mimic, against
 * RESIDUAL, what the line left. */
struct hinge {
    double change;    /* of slope */
    double size;      /* sum of squares of that part */
    double explained; /* sum of squares */
};

static struct hinge fit_hinge(const double *t, const double *residual, size_t n,
                              const struct line *line, double at, double *part)
{
    double mean = 0, product = 0, size = 0, cross = 0;
    for (size_t i = 0; i < n; i++) {
        part[i] = t[i] > at ? t[i] - at : 0;
        mean += part[i] / (double)n;
    }
    for (size_t i = 0; i < n; i++)
        product += (t[i] - line->middle) * part[i];
    for (size_t i = 0; i < n; i++) {
        double left = part[i] - mean - product / line->spread * (t[i] - line->middle);
        size += left * left;
        cross += left * residual[i];
    }
    return (struct hinge){cross / size, size, cross * cross / size};
}

static enum status prepare(const double *t, const double *y, size_t n, double *residual,
                           struct line *line)
{
    if (n < LEAST)
        return STATUS_SHORT;
    for (size_t i = 1; i < n; i++)
        if (!(t[i] > t[i - 1]))
            return STATUS_NUMERIC;
    *line = fit_line(t, y, n);
    for (size_t i = 0; i < n; i++)
        residual[i] = y[i] - line->level - line->slope * (t[i] - line->middle);
    return STATUS_OK;
}

/* The best place between LOW and HIGH, where there is one valley. */
static double search(const double *t, const double *residual, size_t n, const struct line *line,
                     double low, double high, double *part)
{
    const double golden = .6180339887498949;
    double a = high - golden * (high - low), b = low + golden * (high - low);
    double at_a = fit_hinge(t, residual, n, line, a, part).explained;
    double at_b = fit_hinge(t, residual, n, line, b, part).explained;
    for (int i = 0; i < SEARCHES; i++) {
        bool left = at_a > at_b;
        if (left) {
            high = b;
            b = a;
            at_b = at_a;
            a = high - golden * (high - low);
            at_a = fit_hinge(t, residual, n, line, a, part).explained;
        } else {
            low = a;
            a = b;
            at_a = at_b;
            b = low + golden * (high - low);
            at_b = fit_hinge(t, residual, n, line, b, part).explained;
        }
    }
    return .5 * (low + high);
}

/* Variances of the linearised model: columns 1, t, max(t - at, 0) and -(t > at), whose coefficient is
 * the change of slope times the error of the place. */
static enum status errors(const double *t, size_t n, struct bend *b)
{
    double cells[16] = {0}, change = b->slope[1] - b->slope[0];
    for (size_t i = 0; i < n; i++) {
        double row[4] = {1, t[i] - b->at, fmax(0, t[i] - b->at), t[i] > b->at ? -1 : 0};
        for (size_t j = 0; j < 16; j++)
            cells[j] += row[j / 4] * row[j % 4];
    }
    gsl_matrix_view square = gsl_matrix_view_array(cells, 4, 4);
    if (gsl_linalg_cholesky_decomp1(&square.matrix) || gsl_linalg_cholesky_invert(&square.matrix))
        return STATUS_NUMERIC;
    double variance = b->squares / (double)(n - 4);
    b->slope_se[0] = sqrt(variance * cells[5]);
    b->slope_se[1] = sqrt(variance * (cells[5] + 2 * cells[6] + cells[10]));
    b->at_se = sqrt(variance * cells[15]) / fabs(change);
    return STATUS_OK;
}

enum status bend_find(const double *t, const double *y, size_t n, double *work, struct bend *out)
{
    struct line line;
    double *residual = work, *part = work + n, best = -1, at = 0, reach = 0;
    enum status s = prepare(t, y, n, residual, &line);
    if (s != STATUS_OK)
        return s;
    for (size_t i = 1; i + 2 < n; i++)
        for (int step = 0; step < STEPS; step++) {
            double width = (t[i + 1] - t[i]) / STEPS, here = t[i] + (step + .5) * width;
            double explained = fit_hinge(t, residual, n, &line, here, part).explained;
            if (explained > best) {
                best = explained;
                at = here;
                reach = width;
            }
        }
    double low = fmax(at - reach, t[1]), high = fmin(at + reach, t[n - 2]);
    out->at = search(t, residual, n, &line, low, high, part);
    struct hinge hinge = fit_hinge(t, residual, n, &line, out->at, part);
    double mean = 0, product = 0;
    for (size_t i = 0; i < n; i++)
        mean += part[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        product += (t[i] - line.middle) * (part[i] - mean);
    /* beside the hinge the line is flatter by what it had to carry of it */
    out->slope[0] = line.slope - hinge.change * product / line.spread;
    out->slope[1] = out->slope[0] + hinge.change;
    out->squares = line.squares - hinge.explained;
    return errors(t, n, out);
}

enum status bend_test(const double *t, const double *y, size_t n, size_t points, double *work,
                      double *best, double *p)
{
    struct line line;
    enum status s = prepare(t, y, n, work, &line);
    if (s != STATUS_OK || points < 2)
        return s != STATUS_OK ? s : STATUS_VALUE;
    double free_values = (double)n - 3, most = -1, path = 0, last = 0;
    for (size_t i = 0; i < points; i++) {
        double at = t[1] + (t[n - 2] - t[1]) * (double)i / (double)(points - 1);
        struct hinge hinge = fit_hinge(t, work, n, &line, at, work + n);
        double share = fmin(1, hinge.explained / line.squares), angle = asin(sqrt(share));
        path += i ? fabs(angle - last) : 0;
        last = angle;
        if (share > most) {
            most = share;
            *best = at;
        }
    }
    double largest = sqrt(free_values * most / (1 - most));
    double gammas = gsl_sf_lngamma(.5 * free_values + .5) - gsl_sf_lngamma(.5 * free_values);
    double crossings =
        path * pow(1 - most, .5 * (free_values - 1)) * exp(gammas) / (2 * sqrt(acos(-1)));
    *p = fmin(1, 2 * (gsl_cdf_tdist_Q(largest, free_values) + crossings));
    return STATUS_OK;
}
