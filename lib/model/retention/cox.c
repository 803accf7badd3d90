// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/retention/factors.h"
#include "stats/stats.h"
#include "stats/survival/cox.h"

#include <math.h>
#include <stdlib.h>

/* One model: the stays that have all columns, in arrays of their own. */
struct model {
    struct retention *r;
    uint32_t cause; /* 0: any */
    struct factors factors;
    size_t p, n, clusters;
    bool several; /* stays of one subject */
    double *entry, *exit, *x;
    uint32_t *why, *stratum, *cluster;
    struct survival_data data;
};

static uint32_t label_of(const struct retention *r, size_t stay, size_t label)
{
    return r->stays.label[stay * r->stays.label_count + label];
}

/* Copies the stays that have every column. */
static void fill(struct model *m)
{
    const struct stays *s = &m->r->stays;
    const struct retention_settings *set = m->r->settings;
    uint32_t last = 0;
    size_t left_out = 0, strata = set->cox_count, cluster = strata + set->strata;
    for (size_t i = 0; i < s->n; i++) {
        bool whole = factors_row(&m->factors, i, m->x + m->n * m->p);
        left_out += !whole;
        if (!whole)
            continue;
        m->entry[m->n] = s->entry[i];
        m->exit[m->n] = s->exit[i];
        m->why[m->n] = s->cause[i];
        m->stratum[m->n] = set->strata ? label_of(m->r, i, strata) : 0;
        m->several |= m->n > 0 && s->subject[i] == last;
        last = s->subject[i];
        m->cluster[m->n++] = set->cluster ? label_of(m->r, i, cluster) : s->subject[i];
    }
    m->clusters = set->cluster ? s->label_texts.count : s->subjects;
    if (left_out)
        problem_report(m->r->sink, PROBLEM_WARNING, "cox-rows", m->r->file, 0, NULL,
                       "Cox: %zu stays lack a column and are left out of the model", left_out);
}

/* Are the hazards proportional? One test a column of the table, and one of all. */
static void check_proportional(struct model *m, struct cox *c, const double *beta,
                               struct risk_order *o)
{
    size_t degrees[STAYS_LABELS_MOST + 1];
    double chi_square[STAYS_LABELS_MOST + 1], p[STAYS_LABELS_MOST + 1];
    struct curve pooled = {.points = malloc((m->n + 1) * sizeof *pooled.points)};
    bool good = pooled.points && risk_order_split(o, NULL, 1) == STATUS_OK &&
                curve_estimate(&m->data, o, 0, m->cause, 0, &pooled) == STATUS_OK &&
                cox_proportional(c, beta, &pooled, m->factors.factor_of, m->factors.count,
                                 chi_square, degrees, p) == STATUS_OK;
    size_t factors = m->factors.count;
    for (size_t k = 0; k < factors && good; k++)
        factors_add(&m->factors, RETENTION_PROPORTIONAL_P, m->factors.list[k].term, p[k]);
    if (good && factors > 1)
        factors_add(&m->factors, RETENTION_PROPORTIONAL_P, SIZE_MAX, p[factors]);
    free(pooled.points);
}

static void say_model(struct model *m, const struct cox_fit *fit, bool clustered)
{
    char shown[60] = "";
    if (m->cause)
        text_show(intern_text(&m->r->stays.reasons, m->cause - 1), shown, sizeof shown);
    problem_report(m->r->sink, PROBLEM_NOTE, "cox", m->r->file, 0, NULL,
                   "Cox%s%s: %zu stays, %zu exits, ties by Efron; standard errors %s",
                   m->cause ? " for reason " : "", shown, fit->rows, fit->events,
                   !clustered                ? "of the model"
                   : m->r->settings->cluster ? "robust, by cluster"
                                             : "robust, by subject");
}

/* Fits M's arrays and writes its rows; BETA p, the matrices p * p. */
static enum status fit(struct model *m, double *beta, double *covariance, double *robust)
{
    struct risk_order o;
    struct cox *c = NULL;
    struct cox_fit got;
    size_t strata = m->r->settings->strata ? m->r->stays.label_texts.count : 1;
    const struct cox_data data = {&m->data, m->cause, m->x, m->p, COX_EFRON};
    enum status s = risk_order_init(&o, m->n, strata);
    if (s != STATUS_OK)
        return s;
    s = risk_order_sort(&o, &m->data);
    if (s == STATUS_OK)
        s = risk_order_split(&o, m->stratum, strata);
    if (s == STATUS_OK)
        s = cox_new(&c, &data, &o);
    if (s == STATUS_OK)
        s = cox_estimate(c, beta, covariance, &got);
    bool clustered = m->r->settings->cluster || m->several;
    if (s == STATUS_OK && clustered)
        s = cox_robust(c, beta, covariance, m->cluster, m->clusters, robust);
    if (s == STATUS_OK) {
        say_model(m, &got, clustered);
        const double *used = clustered ? robust : covariance;
        double variance[FACTORS_COLUMNS_MOST];
        for (size_t j = 0; j < m->p; j++)
            variance[j] = used[j * m->p + j];
        factors_write_ratios(&m->factors, beta, variance);
        check_proportional(m, c, beta, &o);
    }
    cox_free(c);
    risk_order_done(&o);
    return s;
}

static void fit_cause(struct retention *r, struct model *m, uint32_t cause)
{
    *m = (struct model){.r = r, .cause = cause};
    factors_find(&m->factors, r, cause);
    m->p = m->factors.p;
    size_t room = r->stays.n + 1, width = m->p + 1;
    double *numbers = malloc((room * (2 + width) + width * (1 + 2 * width)) * sizeof *numbers);
    uint32_t *codes = malloc(3 * room * sizeof *codes);
    if (numbers && codes && !r->failed) {
        m->entry = numbers;
        m->exit = m->entry + room;
        m->x = m->exit + room;
        double *beta = m->x + room * width, *covariance = beta + width;
        m->why = codes;
        m->stratum = codes + room;
        m->cluster = m->stratum + room;
        fill(m);
        m->data = (struct survival_data){m->n, m->entry, m->exit, m->why, NULL};
        enum status s = fit(m, beta, covariance, covariance + width * width);
        if (s == STATUS_MEMORY)
            r->failed = true;
        else if (s != STATUS_OK)
            problem_report(r->sink, PROBLEM_WARNING, "cox", r->file, 0, NULL, "Cox: no model: %s",
                           s == STATUS_SHORT   ? "nobody left"
                           : s == STATUS_VALUE ? "no column varies"
                                               : "no estimate was found");
    } else {
        r->failed = true;
    }
    free(numbers);
    free(codes);
}

void retention_cox(struct retention *r)
{
    struct model *m = malloc(sizeof *m);
    r->failed |= !m;
    if (m && !r->settings->stays.competing)
        fit_cause(r, m, 0);
    for (uint32_t k = 0; m && r->settings->stays.competing && k < r->stays.reasons.count; k++)
        fit_cause(r, m, 1 + k);
    free(m);
}
