// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/survival/logrank.h"

#include "stats/survival/matrix.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* The state of one stratum on the way up. */
struct front {
    double *at_risk, *events; /* one a group */
    double total, survival;
    const uint32_t *leave, *enter, *leave_end, *enter_end;
};

static void add_time(const struct front *f, double deaths, size_t groups, double rho,
                     struct logrank *out)
{
    double weight = rho == 0 ? 1 : pow(f->survival, rho), n = f->total;
    double spread = n > 1 ? weight * weight * deaths * (n - deaths) / ((n - 1) * n * n) : 0;
    for (size_t g = 0; g < groups; g++) {
        double here = f->at_risk[g];
        out->observed[g] += weight * f->events[g];
        if (here == 0)
            continue;
        out->expected[g] += weight * deaths * here / n;
        out->variance[g * groups + g] += spread * here * n;
        for (size_t h = 0; h < groups; h++)
            out->variance[g * groups + h] -= spread * here * f->at_risk[h];
    }
}

static void add_stratum(const struct survival_data *d, const uint32_t *group, size_t groups,
                        double rho, struct front *f, struct logrank *out)
{
    while (f->leave < f->leave_end) {
        double time = d->exit[*f->leave], deaths = 0;
        for (; f->enter < f->enter_end && survival_entry(d, *f->enter) < time; f->enter++) {
            f->at_risk[group[*f->enter]]++;
            f->total++;
        }
        const uint32_t *first = f->leave;
        for (; f->leave < f->leave_end && d->exit[*f->leave] == time; f->leave++)
            if (d->cause[*f->leave]) {
                f->events[group[*f->leave]]++;
                deaths++;
            }
        if (deaths > 0) {
            add_time(f, deaths, groups, rho, out);
            f->survival *= (f->total - deaths) / f->total;
        }
        for (; first < f->leave; first++) {
            f->at_risk[group[*first]]--;
            f->events[group[*first]] = 0;
            f->total--;
        }
    }
}

void logrank_judge(double *difference, const double *variance, size_t groups, double *work,
                   double *chi_square, size_t *degrees, double *p)
{
    /* rows of a variance of differences that sum to 0 hold one too many: the pivots find it */
    memcpy(work, variance, groups * groups * sizeof *work);
    *degrees = matrix_factor(work, groups);
    *chi_square = matrix_quadratic(work, groups, difference);
    *p = *degrees ? gsl_cdf_chisq_Q(*chi_square, (double)*degrees) : NAN;
}

enum status logrank_test(const struct survival_data *d, const struct risk_order *o,
                         const uint32_t *group, size_t groups, double rho, double *work,
                         struct logrank *out)
{
    double *difference = work, *matrix = work + 3 * groups;
    memset(out->observed, 0, groups * sizeof *out->observed);
    memset(out->expected, 0, groups * sizeof *out->expected);
    memset(out->variance, 0, groups * groups * sizeof *out->variance);
    for (size_t s = 0; s < o->segments; s++) {
        struct front f = {.at_risk = work + groups, .events = work + 2 * groups, .survival = 1};
        memset(f.at_risk, 0, 2 * groups * sizeof *f.at_risk);
        f.leave = o->by_exit + o->first[s];
        f.leave_end = o->by_exit + o->first[s + 1];
        f.enter = o->by_entry + o->first[s];
        f.enter_end = o->by_entry + o->first[s + 1];
        add_stratum(d, group, groups, rho, &f, out);
    }
    for (size_t g = 0; g < groups; g++)
        difference[g] = out->observed[g] - out->expected[g];
    logrank_judge(difference, out->variance, groups, matrix, &out->chi_square, &out->degrees,
                  &out->p);
    return out->degrees ? STATUS_OK : STATUS_SHORT;
}
