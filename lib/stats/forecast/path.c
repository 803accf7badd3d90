// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/path.h"

#include "stats/stats.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

void path_normals(struct random_stream *s, size_t n, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = gsl_cdf_ugaussian_Pinv(random_uniform(s));
}

/* The distance from the mean that U standard deviations stand for. */
static double stretch(double u, double half80, double half95, double z80, double z95)
{
    double size = fabs(u), distance = half80 * size / z80;
    if (size > z80)
        distance = half80 + (half95 - half80) * (size - z80) / (z95 - z80);
    return u < 0 ? -distance : distance;
}

void path_make(const double *z, size_t ahead, const double *weight, const double *mean,
               const double *const half[INTERVAL_LEVELS], double *out)
{
    double z80 = stats_normal_z(.80), z95 = stats_normal_z(.95);
    for (size_t h = ahead; h-- > 0;) { /* the last first: OUT may be Z */
        double sum = 0, square = 0;
        for (size_t j = 0; j <= h; j++) {
            sum += weight[h - j] * z[j];
            square += weight[j] * weight[j];
        }
        double half80 = half[INTERVAL_80][h], half95 = half[INTERVAL_95][h];
        out[h] = mean[h];
        if (!isnan(half95) && square > 0)
            out[h] += stretch(sum / sqrt(square), half80, half95, z80, z95);
    }
}
