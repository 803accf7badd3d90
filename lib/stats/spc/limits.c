// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/spc/limits.h"

#include <math.h>

enum status spc_xmr(const double *y, size_t n, bool screen, struct spc_limits *limits,
                    struct spc_process *out)
{
    *out = (struct spc_process){.sigma_z = NAN};
    if (n < 2)
        return STATUS_SHORT;
    double ranges = 0, sum = 0, kept = 0, used = 0;
    for (size_t i = 0; i < n; i++) {
        sum += y[i] - y[0];
        ranges += i ? fabs(y[i] - y[i - 1]) : 0;
    }
    out->mean = y[0] + sum / (double)n; /* exact where all values are equal */
    out->range = ranges / (double)(n - 1);
    if (screen && out->range > 0) {
        for (size_t i = 1; i < n; i++) {
            double range = fabs(y[i] - y[i - 1]);
            if (range >= 3.267 * out->range) {
                out->outlying++;
            } else {
                kept += range;
                used++;
            }
        }
        out->range = kept / used; /* used > 0: not every range can be above 3 times their mean */
    }
    out->range_limit = 3.267 * out->range;
    double reach = 2.66 * out->range;
    for (size_t i = 0; i < n; i++)
        limits[i] = (struct spc_limits){out->mean, out->mean - reach, out->mean + reach,
                                        out->mean - 2 * reach / 3, out->mean + 2 * reach / 3};
    return STATUS_OK;
}

enum status spc_ratio_limits(enum spc_ratio kind, const double *x, const double *n, size_t count,
                             struct spc_limits *limits, struct spc_process *out)
{
    bool share = kind == SPC_P || kind == SPC_P_LANEY;
    double events = 0, chances = 0, steps = 0, last = 0;
    *out = (struct spc_process){.range = NAN, .range_limit = NAN, .sigma_z = 1};
    for (size_t i = 0; i < count; i++) {
        if (!(n[i] > 0) || !(x[i] >= 0) || (share && x[i] > n[i]))
            return STATUS_VALUE;
        events += x[i];
        chances += n[i];
    }
    if (count < 2)
        return STATUS_SHORT;
    out->mean = events / chances;
    double variance = share ? out->mean * (1 - out->mean) : out->mean;
    if ((kind == SPC_P_LANEY || kind == SPC_U_LANEY) && variance > 0) {
        for (size_t i = 0; i < count; i++) {
            double z = (x[i] / n[i] - out->mean) / sqrt(variance / n[i]);
            steps += i ? fabs(z - last) : 0;
            last = z;
        }
        out->sigma_z = steps / (double)(count - 1) / 1.128;
    }
    double most = share ? 1 : INFINITY;
    for (size_t i = 0; i < count; i++) {
        double sd = out->sigma_z * sqrt(variance / n[i]);
        limits[i] = (struct spc_limits){out->mean, fmax(0, out->mean - 3 * sd),
                                        fmin(most, out->mean + 3 * sd), fmax(0, out->mean - 2 * sd),
                                        fmin(most, out->mean + 2 * sd)};
    }
    return STATUS_OK;
}
