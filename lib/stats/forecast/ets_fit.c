// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/forecast/ets.h"
#include "stats/forecast/ets_slope.h"
#include "stats/forecast/season.h"

#include <math.h>
#include <string.h>

enum { STARTS = 3 };

/* A rough descent may miss this much of -2 loglik. */
static const double rough_error = 5;

/* A search in one model's space. */
struct search {
    struct ets_space space;
    const double *y;
    size_t n;
    double x[ETS_FREE_MOST];
    struct ets_slope slope; /* at x */
    double damping;
};

/* Solves A D = -G for the COUNT coordinates named in CHOSEN, A being the curvature with its diagonal
 * raised by the share DAMPING (Cholesky). False when A is not positive. */
static bool solve(const struct ets_slope *s, const size_t *chosen, size_t count, double damping,
                  double *d)
{
    double l[ETS_FREE_MOST][ETS_FREE_MOST];
    for (size_t i = 0; i < count; i++) {
        double sum = -s->gradient[chosen[i]];
        for (size_t j = 0; j <= i; j++) {
            double a = s->curvature[chosen[i]][chosen[j]];
            if (i == j)
                a = a * (1 + damping) + 1e-300;
            for (size_t k = 0; k < j; k++)
                a -= l[i][k] * l[j][k];
            if (i == j && !(a > 0))
                return false;
            l[i][j] = i == j ? sqrt(a) : a / l[j][j];
        }
        for (size_t k = 0; k < i; k++)
            sum -= l[i][k] * d[k];
        d[i] = sum / l[i][i];
    }
    for (size_t i = count; i-- > 0;) {
        for (size_t k = i + 1; k < count; k++)
            d[i] -= l[k][i] * d[k];
        d[i] /= l[i][i];
    }
    return true;
}

/* The coordinates that may move: not those at a bound which the slope pushes outward. */
static size_t choose_free(const struct search *s, bool states_only, size_t *chosen)
{
    size_t count = 0;
    const struct ets_space *p = &s->space;
    for (size_t i = states_only ? p->smoothing : 0; i < p->total; i++) {
        double g = s->slope.gradient[i];
        if (i < p->smoothing &&
            ((s->x[i] <= p->least[i] && g > 0) || (s->x[i] >= p->most[i] && g < 0)))
            continue;
        chosen[count++] = i;
    }
    return count;
}

static bool allowed(const struct search *s, const double *x)
{
    struct ets_fit fit;
    ets_space_put(&s->space, x, &fit);
    if (fit.model.season == ETS_SEASON_MULTIPLICATIVE)
        for (size_t j = 0; j < fit.model.period; j++)
            if (fit.start.season[j] < 0)
                return false;
    return ets_admissible(&fit);
}

/* How much the objective would fall by step D if the errors were linear in it. */
static double promise(const struct search *s, const size_t *chosen, size_t count, const double *d)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum -= s->slope.gradient[chosen[i]] * d[i];
    return (double)s->n * sum / s->slope.sum;
}

/* One damped step; damps until the objective falls. Returns by how much it fell, 0 when no step
 * promises more than TOLERANCE or none helps. */
static double step(struct search *s, bool states_only, double tolerance)
{
    size_t chosen[ETS_FREE_MOST];
    size_t count = choose_free(s, states_only, chosen);
    for (; s->damping < 1e5; s->damping = s->damping * 10 + 1e-3) {
        double d[ETS_FREE_MOST], x[ETS_FREE_MOST];
        if (!solve(&s->slope, chosen, count, s->damping, d))
            continue;
        if (promise(s, chosen, count, d) < tolerance)
            return 0;
        memcpy(x, s->x, sizeof x);
        for (size_t i = 0; i < count; i++) {
            size_t at = chosen[i];
            x[at] += d[i];
            if (at < s->space.smoothing)
                x[at] = fmin(fmax(x[at], s->space.least[at]), s->space.most[at]);
        }
        struct ets_slope there;
        if (!allowed(s, x) || !ets_slope_at(&there, &s->space, x, s->y, s->n) ||
            !(there.objective < s->slope.objective))
            continue;
        double gain = s->slope.objective - there.objective;
        memcpy(s->x, x, sizeof x);
        s->slope = there;
        s->damping = s->damping > 1e-5 ? s->damping / 10 : 0;
        return gain;
    }
    return 0;
}

/* Follows the slope down from s->x until two steps in turn gain less than TOLERANCE. */
static void descend(struct search *s, double tolerance, size_t most_steps)
{
    s->damping = 3e-2;
    for (size_t i = 0, idle = 0; i < most_steps && idle < 2; i++) {
        double gain = step(s, false, .01 * tolerance);
        if (gain == 0)
            return;
        idle = gain < tolerance ? idle + 1 : 0;
    }
}

/* A start: smoothing parameters as given, initial states from the first values and the season of a
 * classical decomposition. */
static void set_start(struct search *s, double alpha, double phi, const double *figure)
{
    const struct ets_model *m = &s->space.model;
    double *x = s->x, level = 0;
    size_t count = 0;
    for (size_t t = 0; t < s->n && count < (m->period > 4 ? m->period : 4); t++)
        if (!isnan(s->y[t])) {
            level += s->y[t];
            count++;
        }
    *x++ = alpha;
    if (m->trend != ETS_TREND_NONE)
        *x++ = .1;
    if (m->trend == ETS_TREND_DAMPED)
        *x++ = phi;
    if (m->season != ETS_SEASON_NONE)
        *x++ = .05;
    *x++ = level / (double)count;
    if (m->trend != ETS_TREND_NONE)
        *x++ = 0;
    for (size_t j = 0; m->season != ETS_SEASON_NONE && j + 1 < m->period; j++)
        *x++ = figure[j];
}

/* Begins at a start; where the season found makes a forecast negative, without a season. */
static bool begin(struct search *s, double alpha, double phi, const double *figure)
{
    static const double none[ETS_PERIOD_MOST];
    set_start(s, alpha, phi, figure);
    if (allowed(s, s->x) && ets_slope_at(&s->slope, &s->space, s->x, s->y, s->n))
        return true;
    if (s->space.model.season != ETS_SEASON_ADDITIVE)
        return false;
    set_start(s, alpha, phi, none);
    return ets_slope_at(&s->slope, &s->space, s->x, s->y, s->n);
}

/* Akaike's criterion, corrected for short series, of a model with OBJECTIVE (-2 loglik). */
static double corrected_criterion(const struct search *s, double objective, size_t observed)
{
    double n = (double)observed, k = (double)s->space.total + 1;
    return objective + 2 * k + 2 * k * (k + 1) / (n - k - 1);
}

static void finish(const struct search *s, struct ets_fit *fit)
{
    ets_space_put(&s->space, s->x, fit);
    ets_filter(fit, s->y, s->n, NULL);
    fit->parameters = s->space.total + 1;
    fit->sigma2 = fit->sum / (double)(fit->observed + 1 - fit->parameters);
    fit->aicc = corrected_criterion(s, -2 * fit->loglik, fit->observed);
}

/* Enough values, and of the sign that MODEL needs? *OBSERVED: those that are not missing. */
static enum status check(const struct ets_model *m, const double *y, size_t n, size_t *observed)
{
    bool positive = true;
    *observed = 0;
    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t])) {
            ++*observed;
            positive = positive && y[t] > 0;
        }
    size_t parameters = ets_smoothing_count(m) + ets_state_count(m);
    if (parameters + 2 >= *observed)
        return STATUS_SHORT;
    bool multiplies =
        m->error == ETS_ERROR_MULTIPLICATIVE || m->season == ETS_SEASON_MULTIPLICATIVE;
    return multiplies && !positive ? STATUS_VALUE : STATUS_OK;
}

/* Rough descents from every start; the least objective found, INFINITY when there is no start. */
static double search_roughly(struct search *s, const double *figure, struct search *rough,
                             size_t *count)
{
    static const double start[STARTS][2] = {{.02, .97}, {.3, .9}, {.9, .97}};
    double least = INFINITY;
    *count = 0;
    for (size_t i = 0; i < STARTS; i++) {
        if (!begin(s, start[i][0], start[i][1], figure))
            continue;
        s->damping = 0;
        step(s, true, 0);
        descend(s, .3, 8);
        least = fmin(least, s->slope.objective);
        rough[(*count)++] = *s;
    }
    return least;
}

/* The best of the rough descents, followed to their end where they came near the best, unless two
 * arrived at one place. */
static void search_finely(struct search *rough, size_t count, double least, struct search *best)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        double behind = rough[i].slope.objective - (any ? best->slope.objective : least);
        if (behind > 1 || (any && fabs(behind) < .01))
            continue;
        descend(&rough[i], 1e-6, 200);
        if (!any || rough[i].slope.objective < best->slope.objective)
            *best = rough[i];
        any = true;
    }
}

/* The likelihood of a damped model often has one hill at each end of phi: tries the other end. */
static void try_other_damping(struct search *best)
{
    enum { PHI = 2 };
    struct search s = *best;
    bool low = s.x[PHI] < .5 * (s.space.least[PHI] + s.space.most[PHI]);
    s.x[PHI] = low ? s.space.most[PHI] : s.space.least[PHI];
    if (!allowed(&s, s.x) || !ets_slope_at(&s.slope, &s.space, s.x, s.y, s.n))
        return;
    s.damping = 0;
    step(&s, true, 0);
    descend(&s, .1, 12);
    if (s.slope.objective - best->slope.objective < .2)
        descend(&s, 1e-6, 200);
    if (s.slope.objective < best->slope.objective)
        *best = s;
}

enum status ets_fit_below(struct ets_fit *fit, const struct ets_model *model, const double *y,
                          size_t n, double aicc)
{
    size_t observed;
    enum status status = check(model, y, n, &observed);
    if (status != STATUS_OK)
        return status;
    struct search s = {.y = y, .n = n}, rough[STARTS], best;
    ets_space_set(&s.space, model);
    double figure[ETS_PERIOD_MOST];
    if (model->season != ETS_SEASON_NONE)
        season_start(y, n, model->period, model->season == ETS_SEASON_MULTIPLICATIVE, figure);
    size_t count;
    double least = search_roughly(&s, figure, rough, &count);
    if (count == 0)
        return STATUS_NUMERIC;
    if (corrected_criterion(&s, least, observed) > aicc + rough_error)
        return STATUS_END;
    search_finely(rough, count, least, &best);
    if (model->trend == ETS_TREND_DAMPED)
        try_other_damping(&best);
    finish(&best, fit);
    return STATUS_OK;
}

enum status ets_fit_model(struct ets_fit *fit, const struct ets_model *model, const double *y,
                          size_t n)
{
    return ets_fit_below(fit, model, y, n, INFINITY);
}
