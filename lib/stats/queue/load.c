// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/queue/load.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <math.h>
#include <stdlib.h>

enum { PIECES = 2000, KINKS = 400 }; /* of the line of ages, at most */
static const double ACCURACY = 1e-10;

struct load_work {
    gsl_integration_workspace *pieces;      /* without end: a smooth tail */
    gsl_integration_cquad_workspace *kinks; /* to an age: rates may jump on the way */
};

struct load_work *load_work_new(void)
{
    struct load_work *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->pieces = gsl_integration_workspace_alloc(PIECES);
    w->kinks = gsl_integration_cquad_workspace_alloc(KINKS);
    if (w->pieces && w->kinks)
        return w;
    load_work_free(w);
    return NULL;
}

void load_work_free(struct load_work *w)
{
    if (!w)
        return;
    if (w->pieces)
        gsl_integration_workspace_free(w->pieces);
    if (w->kinks)
        gsl_integration_cquad_workspace_free(w->kinks);
    free(w);
}

struct moment {
    const struct load_flow *flow;
    double t;
};

static double still_there(double age, void *context)
{
    const struct moment *m = context;
    double staying = m->flow->survival(age, m->flow->context);
    return staying > 0 ? staying * m->flow->rate(m->t - age, m->flow->context) : 0;
}

enum status load_at(struct load_work *w, const struct load_flow *flow, double since, double t,
                    double *out)
{
    struct moment moment = {flow, t};
    gsl_function f = {still_there, &moment};
    double error;
    *out = 0;
    if (!(since <= t))
        return STATUS_VALUE;
    if (since == t)
        return STATUS_OK;
    int code =
        isinf(since)
            ? gsl_integration_qagiu(&f, 0, 0, ACCURACY, PIECES, w->pieces, out, &error)
            : gsl_integration_cquad(&f, 0, t - since, 0, ACCURACY, w->kinks, out, &error, NULL);
    /* Rounding stops an integral of 0 (nobody comes) and one that is as good as it gets. */
    if (code != GSL_SUCCESS && !(code == GSL_EROUND && error <= 1e-8 * (1 + fabs(*out))))
        return STATUS_NUMERIC;
    return isfinite(*out) ? STATUS_OK : STATUS_NUMERIC;
}
