// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/retention/retention.h"
#include "stats/survival/incidence.h"
#include "stats/survival/logrank.h"

#include <math.h>
#include <stdlib.h>

static void add_test(struct retention *r, uint32_t cause, double chi_square, double p)
{
    struct retention_row *row =
        retention_add(r, RETENTION_CHI_SQUARE, RETENTION_NONE, NAN, isnan(p) ? NAN : chi_square);
    if (row) {
        row->cause = cause;
        row->status = isnan(p) ? "z" : NULL;
    }
    row = retention_add(r, RETENTION_P, RETENTION_NONE, NAN, p);
    if (row) {
        row->cause = cause;
        row->status = isnan(p) ? "z" : NULL;
    }
}

static void test_logrank(struct retention *r, const struct survival_data *d, double *work)
{
    size_t groups = r->group_count;
    struct logrank test = {work, work + groups, work + 2 * groups, 0, NAN, 0};
    double rho = r->settings->test == RETENTION_PETO ? 1 : 0;
    logrank_test(d, &r->order, r->dense, groups, rho, work + groups * (groups + 2), &test);
    add_test(r, RETENTION_NONE, test.chi_square, test.p);
}

static void test_gray(struct retention *r, const struct survival_data *d, double *work)
{
    size_t groups = r->group_count;
    for (uint32_t k = 0; k < r->stays.reasons.count; k++) {
        struct gray test = {.score = work, .variance = work + groups, .p = NAN};
        gray_test(d, &r->order, r->dense, groups, 1 + k, 0, work + groups * (groups + 1), &test);
        add_test(r, k, test.chi_square, test.p);
    }
}

/* The strata of every stay: numbers of labels, which are dense enough. */
static uint32_t *strata_of(const struct retention *r)
{
    const struct stays *s = &r->stays;
    uint32_t *strata = malloc((s->n + 1) * sizeof *strata);
    for (size_t i = 0; i < s->n && strata; i++)
        strata[i] = s->label[i * s->label_count + r->settings->cox_count];
    return strata;
}

void retention_tests(struct retention *r)
{
    size_t groups = r->group_count;
    struct survival_data d = stays_data(&r->stays);
    if (r->settings->test == RETENTION_NO_TEST)
        return;
    if (groups < 2) {
        problem_report(r->sink, PROBLEM_WARNING, "one-group", r->file, 0, NULL,
                       "there is one group only: nothing to compare");
        add_test(r, RETENTION_NONE, NAN, NAN);
        return;
    }
    bool strata = r->settings->strata && r->settings->test != RETENTION_GRAY;
    double *work = malloc(groups * (5 * groups + 16) * sizeof *work);
    uint32_t *stratum = strata ? strata_of(r) : NULL;
    if (!work || (strata && !stratum) ||
        risk_order_split(&r->order, stratum, strata ? r->stays.label_texts.count : 1) != STATUS_OK)
        r->failed = true;
    else if (r->settings->test == RETENTION_GRAY)
        test_gray(r, &d, work);
    else
        test_logrank(r, &d, work);
    free(stratum);
    free(work);
}
