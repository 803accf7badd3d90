// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/season.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* The centred moving average over one season at T; NaN at the ends and next to missing values. */
static double centred_average(const double *y, size_t n, size_t period, size_t t)
{
    size_t half = period / 2;
    if (t < half || t + half >= n)
        return NAN;
    double sum = 0;
    if (period % 2) {
        for (size_t i = t - half; i <= t + half; i++)
            sum += y[i];
        return sum / (double)period;
    }
    sum = .5 * (y[t - half] + y[t + half]);
    for (size_t i = t - half + 1; i < t + half; i++)
        sum += y[i];
    return sum / (double)period;
}

bool season_decompose(const double *y, size_t n, size_t period, bool multiplicative, double *figure,
                      double *trend)
{
    double sum[SEASON_PERIOD_MOST] = {0}, total = 0;
    size_t count[SEASON_PERIOD_MOST] = {0};
    if (period < 2 || period > SEASON_PERIOD_MOST)
        return false;
    for (size_t t = 0; t < n; t++) {
        double average = centred_average(y, n, period, t);
        if (trend)
            trend[t] = average;
        double figure_here = multiplicative ? y[t] / average : y[t] - average;
        if (!isfinite(figure_here))
            continue;
        sum[t % period] += figure_here;
        count[t % period]++;
    }
    for (size_t j = 0; j < period; j++) {
        if (count[j] == 0)
            return false;
        figure[j] = sum[j] / (double)count[j];
        total += figure[j];
    }
    double mean = total / (double)period;
    for (size_t j = 0; j < period; j++)
        figure[j] = multiplicative ? figure[j] / mean : figure[j] - mean;
    return n >= 2 * period;
}

void season_start(const double *y, size_t n, size_t period, bool multiplicative, double *figure)
{
    if (!season_decompose(y, n, period, multiplicative, figure, NULL))
        for (size_t j = 0; j < period; j++)
            figure[j] = multiplicative ? 1 : 0;
    double sum = 0;
    for (size_t j = 0; j < period && multiplicative; j++) {
        if (!(figure[j] >= .01))
            figure[j] = .01;
        sum += figure[j];
    }
    for (size_t j = 0; j < period && multiplicative; j++)
        figure[j] *= (double)period / sum;
}

/* Autocorrelation of Y at LAG around MEAN, over pairs that both are observed. */
static double autocorrelation(const double *y, size_t n, size_t lag, double mean, double square)
{
    double sum = 0;
    for (size_t t = lag; t < n; t++)
        if (!isnan(y[t]) && !isnan(y[t - lag]))
            sum += (y[t] - mean) * (y[t - lag] - mean);
    return sum / square;
}

bool season_present(const double *y, size_t n, size_t period, double *acf, double *se)
{
    double sum = 0, square = 0, squares = 0;
    size_t count = 0;
    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t])) {
            sum += y[t];
            count++;
        }
    if (acf)
        *acf = *se = NAN;
    if (period < 2 || period > SEASON_PERIOD_MOST || n <= 2 * period || count <= 2 * period)
        return false;
    double mean = sum / (double)count;
    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t]))
            square += (y[t] - mean) * (y[t] - mean);
    if (!(square > 0))
        return false;
    for (size_t k = 1; k < period; k++) {
        double r = autocorrelation(y, n, k, mean, square);
        squares += r * r;
    }
    double error = sqrt((1 + 2 * squares) / (double)count);
    double r = autocorrelation(y, n, period, mean, square);
    if (acf) {
        *acf = r;
        *se = error;
    }
    return fabs(r) / error > gsl_cdf_ugaussian_Pinv(.95);
}

void season_fill(double *y, size_t n)
{
    size_t before = n; /* index of the last observed value; n: none yet */
    for (size_t t = 0; t < n; t++) {
        if (isnan(y[t]))
            continue;
        for (size_t i = before + 1; before < n && i < t; i++)
            y[i] = y[before] + (y[t] - y[before]) * (double)(i - before) / (double)(t - before);
        before = t;
    }
    for (size_t i = before + 1; before < n && i < n; i++)
        y[i] = y[before];
}

void season_adjust(struct season_adjustment *a, const double *y, size_t n, size_t period,
                   double *out)
{
    *a = (struct season_adjustment){.period = period, .multiplicative = true};
    for (size_t t = 0; t < n; t++) {
        out[t] = y[t];
        a->multiplicative = a->multiplicative && !(y[t] <= 0);
    }
    season_fill(out, n);
    if (!season_present(y, n, period, NULL, NULL))
        return;
    a->present = season_decompose(out, n, period, a->multiplicative, a->figure, NULL);
    a->first = n % period;
    for (size_t j = 0; j < period && a->multiplicative; j++)
        a->present = a->present && fabs(a->figure[j]) >= 1e-4;
    if (!a->present)
        return;
    for (size_t t = 0; t < n; t++)
        out[t] = a->multiplicative ? y[t] / a->figure[t % period] : y[t] - a->figure[t % period];
    season_fill(out, n);
}

void season_restore(const struct season_adjustment *a, size_t ahead, double *mean, double *sd)
{
    for (size_t h = 0; h < ahead && a->present; h++) {
        double figure = a->figure[(a->first + h) % a->period];
        mean[h] = a->multiplicative ? mean[h] * figure : mean[h] + figure;
        sd[h] *= a->multiplicative ? figure : 1;
    }
}

void season_fitted(const struct season_adjustment *a, size_t first, size_t n, double *fitted)
{
    for (size_t t = 0; t < n; t++) {
        double figure = a->present ? a->figure[t % a->period] : 0;
        if (t < first)
            fitted[t] = NAN;
        else if (a->present)
            fitted[t] = a->multiplicative ? fitted[t] * figure : fitted[t] + figure;
    }
}
