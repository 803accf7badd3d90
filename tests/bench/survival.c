// SPDX-License-Identifier: GPL-3.0-or-later
/* survival ROWS [FILE]: CPU seconds of lib/stats/survival on so many made-up left-truncated stays in
 * days (4 groups, 3 reasons, 5 columns), each from unordered rows: "curves SECONDS", "cox SECONDS",
 * "incidence SECONDS". With FILE the rows are written there instead, for another program. */
#include "base/random.h"
#include "stats/stats.h"
#include "stats/survival/cox.h"
#include "stats/survival/curve.h"
#include "stats/survival/incidence.h"
#include "stats/survival/logrank.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { GROUPS = 4, CAUSES = 3, P = 5, DAYS = 5001 };

struct rows {
    size_t n;
    double *entry, *exit, *x;
    uint32_t *cause, *group;
};

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void *room(size_t n, size_t size)
{
    void *p = calloc(n, size);
    if (!p) {
        fprintf(stderr, "survival: out of memory\n");
        exit(3);
    }
    return p;
}

/* Stays of some years, seen through a window of about eight. */
static void fill(struct rows *r)
{
    static const double beta[P] = {.4, -.3, .2, .1, 0};
    struct random_stream s;
    random_start(&s, 1, "bench-survival", text_of(""), text_of("rows"), 0);
    for (size_t i = 0; i < r->n;) {
        double *x = r->x + i * P, score = 0;
        for (size_t j = 0; j < P; j++) {
            x[j] = j < 2 ? random_uniform(&s) < .4 : 2 * random_uniform(&s) - 1;
            score += beta[j] * x[j];
        }
        double stay = -log(random_uniform(&s)) * 1500 * exp(-score);
        double late = 4000 * random_uniform(&s) - 2000, seen = 3000 * random_uniform(&s);
        r->group[i] = random_below(&s, GROUPS);
        r->entry[i] = late > 0 ? floor(late) : -1;
        double end = ceil(fmax(r->entry[i], 0) + seen);
        r->exit[i] = fmin(ceil(stay), end);
        r->cause[i] = ceil(stay) <= end ? 1 + random_below(&s, CAUSES) : 0;
        i += r->exit[i] > r->entry[i];
    }
}

static void write_rows(const struct rows *r, const char *path)
{
    FILE *f = fopen(path, "w");
    if (!f)
        exit(3);
    fprintf(f, "entry,exit,cause,group,a,b,c,d,e\n");
    for (size_t i = 0; i < r->n; i++) {
        fprintf(f, "%g,%g,%u,%u", r->entry[i], r->exit[i], r->cause[i], r->group[i]);
        for (size_t j = 0; j < P; j++)
            fprintf(f, ",%.6g", r->x[i * P + j]);
        fprintf(f, "\n");
    }
    fclose(f);
}

static void check(enum status s, const char *what)
{
    if (s == STATUS_OK)
        return;
    fprintf(stderr, "survival: %s: %s\n", what, status_text(s));
    exit(3);
}

static void time_curves(const struct survival_data *d, const struct rows *r, struct risk_order *o)
{
    struct curve c = {.points = room(d->n, sizeof *c.points)};
    double observed[GROUPS], expected[GROUPS], variance[GROUPS * GROUPS];
    double work[GROUPS * (GROUPS + 4)], start = seconds();
    struct logrank test = {observed, expected, variance, 0, 0, 0};
    check(risk_order_sort(o, d), "order");
    check(logrank_test(d, o, r->group, GROUPS, 0, work, &test), "log-rank");
    check(risk_order_split(o, r->group, GROUPS), "groups");
    for (size_t g = 0; g < GROUPS; g++)
        check(curve_estimate(d, o, g, 0, 10, &c), "curve");
    printf("curves %.3f\n", seconds() - start);
    free(c.points);
}

static void time_cox(const struct survival_data *d, const struct rows *r, struct risk_order *o)
{
    const struct cox_data data = {d, 0, r->x, P, COX_EFRON};
    double beta[P], covariance[P * P], start = seconds();
    struct cox_fit fit;
    struct cox *c;
    check(risk_order_sort(o, d), "order");
    check(cox_new(&c, &data, o), "cox");
    check(cox_estimate(c, beta, covariance, &fit), "cox");
    printf("cox %.3f\n", seconds() - start);
    fprintf(stderr, "cox: %zu steps, %g %g %g %g %g\n", fit.iterations, beta[0], beta[1], beta[2],
            beta[3], beta[4]);
    cox_free(c);
}

static void time_incidence(const struct survival_data *d, struct risk_order *o)
{
    struct incidence in;
    double start = seconds();
    check(incidence_init(&in, d->n, DAYS, CAUSES), "incidence");
    check(risk_order_sort(o, d), "order");
    check(incidence_estimate(&in, d, o, 0, 10), "incidence");
    printf("incidence %.3f\n", seconds() - start);
    incidence_done(&in);
}

int main(int argc, char **argv)
{
    struct rows r = {.n = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 1000000};
    r.entry = room(r.n + 1, sizeof *r.entry);
    r.exit = room(r.n + 1, sizeof *r.exit);
    r.x = room((r.n + 1) * P, sizeof *r.x);
    r.cause = room(r.n + 1, sizeof *r.cause);
    r.group = room(r.n + 1, sizeof *r.group);
    fill(&r);
    if (argc > 2) {
        write_rows(&r, argv[2]);
        return 0;
    }
    struct risk_order order;
    const struct survival_data d = {r.n, r.entry, r.exit, r.cause, NULL};
    stats_begin();
    check(risk_order_init(&order, r.n, GROUPS), "order");
    time_curves(&d, &r, &order);
    time_cox(&d, &r, &order);
    time_incidence(&d, &order);
    return 0;
}
