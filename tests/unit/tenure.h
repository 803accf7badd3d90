// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TESTS_TENURE_H
#define HEARTH_TESTS_TENURE_H

/* Leaving by tenure, estimated from who was seen from when to when (delayed entry), beside the hazards
 * that made them leave. */
#include "model/synth/service_parameters.h"

#include <gsl/gsl_cdf.h>

static const double level = 0.001;

struct piece {
    double events, years;
};

/* Somebody at risk from the day START of their clock, seen from FIRST to LAST, gone on LEFT. */
static inline void follow(struct piece pieces[SERVICE_TENURES], int32_t start, int32_t left,
                          int32_t first, int32_t last)
{
    int32_t from = start > first ? start : first, to = left <= last ? left : last + 1;
    for (int i = 0; i < SERVICE_TENURES; i++) {
        int32_t a = start + service_tenure_cuts[i];
        int32_t b = i + 1 < SERVICE_TENURES ? start + service_tenure_cuts[i + 1] : INT32_MAX;
        a = a > from ? a : from;
        b = b < to ? b : to;
        if (b > a)
            pieces[i].years += (b - a) / 365.25;
        if (left <= last && left > a && left <= b && b == to)
            pieces[i].events++;
    }
}

/* The chance of this much disagreement or more when HAZARD times FACTOR is true: chi square. */
static inline double disagreement(const struct piece pieces[SERVICE_TENURES], const double hazard[],
                                  double factor)
{
    double chi2 = 0;
    for (int i = 0; i < SERVICE_TENURES; i++) {
        double expected = pieces[i].years * hazard[i] * factor;
        assert_true(expected > 10);
        chi2 += (pieces[i].events - expected) * (pieces[i].events - expected) / expected;
    }
    return gsl_cdf_chisq_Q(chi2, SERVICE_TENURES);
}

#endif
