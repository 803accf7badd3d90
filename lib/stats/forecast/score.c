// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/score.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

double score_scale(const double *y, size_t n, size_t period)
{
    size_t lag = n > period ? period : 1, count = 0;
    double sum = 0;
    for (size_t t = lag; t < n; t++)
        if (!isnan(y[t]) && !isnan(y[t - lag])) {
            sum += fabs(y[t] - y[t - lag]);
            count++;
        }
    return count ? sum / (double)count : NAN;
}

double score_smape(double actual, double forecast)
{
    double size = fabs(actual) + fabs(forecast);
    return size > 0 ? 200 * fabs(actual - forecast) / size : 0;
}

double score_interval(double actual, double low, double high, double level)
{
    double score = high - low;
    if (actual < low)
        score += 2 / (1 - level) * (low - actual);
    if (actual > high)
        score += 2 / (1 - level) * (actual - high);
    return score;
}

double score_weighted_interval(double actual, double median, const double low[2],
                               const double high[2])
{
    static const double levels[2] = {.80, .95};
    double sum = .5 * fabs(actual - median);
    for (int k = 0; k < 2; k++)
        sum += .5 * (1 - levels[k]) * score_interval(actual, low[k], high[k], levels[k]);
    return sum / 2.5;
}

double score_pinball(double actual, double q, double p)
{
    return actual >= q ? p * (actual - q) : (1 - p) * (q - actual);
}

double score_crps_normal(double actual, double mean, double sd)
{
    if (!(sd > 0))
        return isnan(sd) ? NAN : fabs(actual - mean);
    double z = (actual - mean) / sd;
    return sd *
           (z * (2 * gsl_cdf_ugaussian_P(z) - 1) + 2 * gsl_ran_ugaussian_pdf(z) - M_2_SQRTPI / 2);
}

/* Mean |X - y|, and the sum of |X - X'| over pairs of different draws (each once). */
static double draws_distance(double actual, const double *sorted, size_t n, double *pairs)
{
    double sum = 0;
    *pairs = 0;
    for (size_t i = 0; i < n; i++) {
        sum += fabs(sorted[i] - actual);
        *pairs += sorted[i] * (2 * (double)i + 1 - (double)n);
    }
    return sum / (double)n;
}

double score_crps_draws(double actual, const double *sorted, size_t n)
{
    double pairs, distance = draws_distance(actual, sorted, n, &pairs);
    return distance - pairs / ((double)n * (double)n);
}

double score_crps_draws_fair(double actual, const double *sorted, size_t n)
{
    double pairs, distance = draws_distance(actual, sorted, n, &pairs);
    return distance - pairs / ((double)n * (double)(n - 1));
}

double score_conformal(const double *sorted, size_t n, double level)
{
    double rank = ceil((double)(n + 1) * level - 1e-9);
    return rank >= 1 && rank <= (double)n ? sorted[(size_t)rank - 1] : NAN;
}

static double autocovariance(const double *x, size_t n, double mean, size_t lag)
{
    double sum = 0;
    for (size_t t = lag; t < n; t++)
        sum += (x[t] - mean) * (x[t - lag] - mean);
    return sum / (double)n;
}

struct score_comparison score_compare(const double *d, size_t n, size_t h)
{
    struct score_comparison out = {NAN, NAN};
    if (n < 3 || h < 1 || h >= n)
        return out;
    double count = (double)n, steps = (double)h, mean = 0;
    for (size_t t = 0; t < n; t++)
        mean += d[t] / count;
    double own = autocovariance(d, n, mean, 0), variance = own;
    for (size_t k = 1; k < h; k++)
        variance += 2 * autocovariance(d, n, mean, k);
    if (!(variance > 0)) { /* as R: the overlap of the horizons is then left out of account */
        variance = own;
        steps = 1;
    }
    if (!(variance > 0))
        return out;
    double correction = (count + 1 - 2 * steps + steps * (steps - 1) / count) / count;
    out.statistic = mean / sqrt(variance / count) * sqrt(correction);
    out.p = 2 * gsl_cdf_tdist_Q(fabs(out.statistic), count - 1);
    return out;
}
