// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/reconcile.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct reconcile {
    size_t all, aggregates, parts;
    unsigned char *belongs;
    gsl_matrix *weights; /* W: all x all */
    gsl_matrix *cw;      /* C W: aggregates x all */
    gsl_matrix *cwc;     /* C W C', then its Cholesky factor */
    gsl_matrix *gain;    /* (C W C')^-1 C W: aggregates x all, so that y~ = y - gain' C y */
    gsl_matrix *factor;  /* of W's correlations; NULL until reconcile_factor */
    double *scale;       /* all: standard deviations of the errors */
};

struct reconcile *reconcile_new(size_t all, size_t aggregates, const unsigned char *belongs)
{
    if (aggregates == 0 || aggregates >= all)
        return NULL;
    struct reconcile *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    *r = (struct reconcile){.all = all, .aggregates = aggregates, .parts = all - aggregates};
    r->belongs = malloc(aggregates * r->parts);
    r->weights = gsl_matrix_calloc(all, all);
    r->cw = gsl_matrix_calloc(aggregates, all);
    r->cwc = gsl_matrix_calloc(aggregates, aggregates);
    r->gain = gsl_matrix_calloc(aggregates, all);
    r->scale = calloc(all, sizeof *r->scale);
    if (!r->belongs || !r->weights || !r->cw || !r->cwc || !r->gain || !r->scale) {
        reconcile_free(r);
        return NULL;
    }
    memcpy(r->belongs, belongs, aggregates * r->parts);
    return r;
}

void reconcile_free(struct reconcile *r)
{
    if (!r)
        return;
    free(r->belongs);
    gsl_matrix_free(r->weights);
    gsl_matrix_free(r->cw);
    gsl_matrix_free(r->cwc);
    gsl_matrix_free(r->gain);
    gsl_matrix_free(r->factor);
    free(r->scale);
    free(r);
}

static void weigh_by_structure(struct reconcile *r, enum reconcile_weights kind)
{
    gsl_matrix_set_identity(r->weights);
    for (size_t i = 0; i < r->aggregates && kind == RECONCILE_STRUCTURE; i++) {
        size_t count = 0;
        for (size_t j = 0; j < r->parts; j++)
            count += r->belongs[i * r->parts + j] != 0;
        gsl_matrix_set(r->weights, i, i, (double)count);
    }
}

/* W = E'E / count, uncentred: forecast errors have mean zero. */
static enum status covariance(struct reconcile *r, const double *errors, size_t count)
{
    gsl_matrix_const_view e = gsl_matrix_const_view_array(errors, count, r->all);
    return gsl_blas_dgemm(CblasTrans, CblasNoTrans, 1 / (double)count, &e.matrix, &e.matrix, 0,
                          r->weights)
               ? STATUS_NUMERIC
               : STATUS_OK;
}

/* The share of the diagonal that minimises the expected error of the shrunken correlations: the sum
 * of their sampling variances over the sum of their squares. */
static double shrinkage(const struct reconcile *r, const double *errors, size_t count)
{
    double n = (double)count, variances = 0, squares = 0;
    for (size_t i = 0; i < r->all; i++)
        for (size_t j = 0; j < i; j++) {
            double sum = 0, sum2 = 0;
            for (size_t t = 0; t < count; t++) {
                double x =
                    errors[t * r->all + i] / r->scale[i] * errors[t * r->all + j] / r->scale[j];
                sum += x;
                sum2 += x * x;
            }
            variances += (sum2 - sum * sum / n) / (n * (n - 1));
            squares += sum / n * (sum / n);
        }
    double lambda = squares > 0 ? variances / squares : 1;
    return lambda < 0 ? 0 : lambda > 1 ? 1 : lambda;
}

static void shrink(struct reconcile *r, double lambda)
{
    for (size_t i = 0; i < r->all; i++)
        for (size_t j = 0; j < r->all; j++)
            if (i != j)
                *gsl_matrix_ptr(r->weights, i, j) *= 1 - lambda;
}

/* From W to the gains. */
static enum status solve(struct reconcile *r)
{
    for (size_t i = 0; i < r->aggregates; i++)
        for (size_t k = 0; k < r->all; k++) {
            double sum = gsl_matrix_get(r->weights, i, k);
            for (size_t j = 0; j < r->parts; j++)
                if (r->belongs[i * r->parts + j])
                    sum -= gsl_matrix_get(r->weights, r->aggregates + j, k);
            gsl_matrix_set(r->cw, i, k, sum);
        }
    for (size_t i = 0; i < r->aggregates; i++)
        for (size_t k = 0; k < r->aggregates; k++) {
            double sum = gsl_matrix_get(r->cw, i, k);
            for (size_t j = 0; j < r->parts; j++)
                if (r->belongs[k * r->parts + j])
                    sum -= gsl_matrix_get(r->cw, i, r->aggregates + j);
            gsl_matrix_set(r->cwc, i, k, sum);
        }
    if (gsl_linalg_cholesky_decomp1(r->cwc))
        return STATUS_NUMERIC;
    gsl_matrix_memcpy(r->gain, r->cw);
    if (gsl_blas_dtrsm(CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, 1, r->cwc, r->gain) ||
        gsl_blas_dtrsm(CblasLeft, CblasLower, CblasTrans, CblasNonUnit, 1, r->cwc, r->gain))
        return STATUS_NUMERIC;
    for (size_t i = 0; i < r->aggregates; i++)
        for (size_t k = 0; k < r->all; k++)
            if (!isfinite(gsl_matrix_get(r->gain, i, k)))
                return STATUS_NUMERIC;
    return STATUS_OK;
}

enum status reconcile_weigh(struct reconcile *r, enum reconcile_weights kind, const double *errors,
                            size_t count, double *lambda)
{
    double share = kind == RECONCILE_SAMPLE ? 0 : 1;
    if (kind == RECONCILE_EQUAL || kind == RECONCILE_STRUCTURE) {
        weigh_by_structure(r, kind);
    } else {
        if (count < 2 || (kind == RECONCILE_SAMPLE && count <= r->all))
            return STATUS_SHORT;
        if (covariance(r, errors, count) != STATUS_OK)
            return STATUS_NUMERIC;
        for (size_t i = 0; i < r->all; i++) {
            r->scale[i] = sqrt(gsl_matrix_get(r->weights, i, i));
            if (!(r->scale[i] > 0))
                return STATUS_NUMERIC;
        }
        if (kind == RECONCILE_SHRINK)
            share = shrinkage(r, errors, count);
        shrink(r, share);
    }
    if (lambda)
        *lambda = share;
    return solve(r);
}

void reconcile_apply(const struct reconcile *r, double *y, double *scratch)
{
    for (size_t i = 0; i < r->aggregates; i++) {
        double sum = y[i];
        for (size_t j = 0; j < r->parts; j++)
            if (r->belongs[i * r->parts + j])
                sum -= y[r->aggregates + j];
        scratch[i] = sum;
    }
    for (size_t i = 0; i < r->aggregates; i++)
        for (size_t k = 0; k < r->all; k++)
            y[k] -= gsl_matrix_get(r->gain, i, k) * scratch[i];
}

void reconcile_variance(const struct reconcile *r, double *variance, double *before)
{
    for (size_t k = 0; k < r->all; k++) {
        double own = gsl_matrix_get(r->weights, k, k), sum = own;
        for (size_t i = 0; i < r->aggregates; i++)
            sum -= gsl_matrix_get(r->gain, i, k) * gsl_matrix_get(r->cw, i, k);
        variance[k] = sum > 0 ? sum : 0;
        if (before)
            before[k] = own;
    }
}

void reconcile_parts(const struct reconcile *r, double *g)
{
    for (size_t j = 0; j < r->parts; j++)
        for (size_t k = 0; k < r->all; k++) {
            double c, sum = r->aggregates + j == k;
            for (size_t i = 0; i < r->aggregates; i++) {
                c = i == k ? 1 : 0;
                if (k >= r->aggregates && r->belongs[i * r->parts + k - r->aggregates])
                    c = -1;
                sum -= gsl_matrix_get(r->gain, i, r->aggregates + j) * c;
            }
            g[j * r->all + k] = sum;
        }
}

enum status reconcile_factor(struct reconcile *r)
{
    if (!r->factor)
        r->factor = gsl_matrix_alloc(r->all, r->all);
    if (!r->factor)
        return STATUS_MEMORY;
    for (size_t i = 0; i < r->all; i++)
        for (size_t j = 0; j < r->all; j++)
            gsl_matrix_set(
                r->factor, i, j,
                gsl_matrix_get(r->weights, i, j) /
                    sqrt(gsl_matrix_get(r->weights, i, i) * gsl_matrix_get(r->weights, j, j)));
    return gsl_linalg_cholesky_decomp1(r->factor) ? STATUS_NUMERIC : STATUS_OK;
}

void reconcile_correlate(const struct reconcile *r, double *z)
{
    for (size_t i = r->all; i-- > 0;) {
        double sum = 0;
        for (size_t j = 0; j <= i; j++)
            sum += gsl_matrix_get(r->factor, i, j) * z[j];
        z[i] = sum;
    }
}
