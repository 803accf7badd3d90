// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/survival/cox_private.h"

#include "stats/survival/matrix.h"

#include <math.h>
#include <string.h>

/* What one walk gives: log-likelihood, score and information. */
struct evaluation {
    double log_likelihood, *score, *information, *part, *part2;
};

static void add_moment(void *context, const struct cox *c, const struct cox_moment *m)
{
    struct evaluation *e = context;
    struct cox_steps s = cox_steps(c, m);
    cox_terms(c, m, &s, e->part, e->part2);
    e->log_likelihood += m->leaver_score - s.log_sum;
    for (size_t j = 0; j < c->p; j++)
        e->score[j] += e->part[j];
    for (size_t j = 0; j < c->p * c->p; j++)
        e->information[j] += e->part2[j];
}

static void evaluate(struct cox *c, const double *beta, struct evaluation *e)
{
    e->log_likelihood = 0;
    memset(e->score, 0, c->p * sizeof *e->score);
    memset(e->information, 0, c->p * c->p * sizeof *e->information);
    cox_walk(c, beta, add_moment, e);
}

/* Newton from BETA = 0, halving a step that does not climb; leaves the factors of the information
 * at BETA in e->information. */
static enum status climb(struct cox *c, double *beta, double *trial, struct evaluation *e,
                         double *step, struct cox_fit *out)
{
    enum { STEPS_MOST = 30, HALVINGS_MOST = 20 };
    static const double settled = 1e-10;
    size_t p = c->p;
    double best = e->log_likelihood;
    for (out->iterations = 1; out->iterations <= STEPS_MOST; out->iterations++) {
        out->rank = matrix_factor(e->information, p);
        memcpy(step, e->score, p * sizeof *step);
        matrix_solve(e->information, p, step);
        double gain = 0;
        for (size_t j = 0; j < p; j++)
            gain += .5 * step[j] * e->score[j];
        if (gain <= settled * fmax(1, fabs(best)) * 1e-2) {
            out->log_likelihood = best;
            return STATUS_OK;
        }
        int halvings = 0;
        for (double size = 1;; size /= 2, halvings++) {
            for (size_t j = 0; j < p; j++)
                trial[j] = beta[j] + size * step[j];
            evaluate(c, trial, e);
            if (e->log_likelihood >= best - settled * fabs(best))
                break;
            if (halvings == HALVINGS_MOST)
                return STATUS_NUMERIC;
        }
        memcpy(beta, trial, p * sizeof *beta);
        best = e->log_likelihood;
    }
    return STATUS_NUMERIC;
}

enum status cox_estimate(struct cox *c, double *beta, double *covariance, struct cox_fit *out)
{
    size_t p = c->p;
    double *work = c->work + p; /* the first p belong to the walk */
    struct evaluation e = {.score = work,
                           .part = work + p,
                           .information = work + 4 * p,
                           .part2 = work + 4 * p + p * p};
    double *trial = work + 2 * p, *step = work + 3 * p, *kept = work + 4 * p + 2 * p * p;
    *out = (struct cox_fit){.rows = c->n, .events = (size_t)c->events};
    memset(beta, 0, p * sizeof *beta);
    evaluate(c, beta, &e);
    out->log_likelihood0 = e.log_likelihood;
    memcpy(kept, e.information, p * p * sizeof *kept);
    memcpy(step, e.score, p * sizeof *step);
    matrix_factor(kept, p);
    out->score = matrix_quadratic(kept, p, step);
    enum status s = climb(c, beta, trial, &e, step, out);
    if (s != STATUS_OK)
        return s;
    out->likelihood_ratio = 2 * (out->log_likelihood - out->log_likelihood0);
    matrix_invert(e.information, p, covariance, step);
    memcpy(kept, covariance, p * p * sizeof *kept);
    memcpy(step, beta, p * sizeof *step);
    matrix_factor(kept, p);
    out->wald = matrix_quadratic(kept, p, step);
    for (size_t j = 0; j < p; j++)
        if (!isfinite(beta[j]) || !isfinite(covariance[j * p + j]))
            return STATUS_NUMERIC;
    return STATUS_OK;
}
