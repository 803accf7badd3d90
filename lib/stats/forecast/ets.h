// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_STATS_FORECAST_ETS_H
#define HEARTH_STATS_FORECAST_ETS_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Exponential smoothing as innovations state space models (Hyndman, Koehler, Ord & Snyder,
 * "Forecasting with exponential smoothing", Springer 2008; the models and the model choice of R's
 * forecast::ets).
 *
 * A model is an error, a trend and a season. With level l, slope b and season s,
 *     q  = l + phi b                       (phi = 1 unless damped; no b without a trend)
 *     mu = q, q + s or q s                 the one-step forecast
 *     e  = y - mu or (y - mu) / mu         the error, independent with variance sigma2
 *     p  = y, y - s or y / s               the value without its season
 *     l' = q + alpha (p - q)
 *     b' = phi b + beta (p - q)
 *     s' = s + gamma (y - q - s) or s + gamma (y / q - s).
 * A missing value (NaN) keeps q and s as they are.
 */
enum ets_error { ETS_ERROR_ADDITIVE, ETS_ERROR_MULTIPLICATIVE };
enum ets_trend { ETS_TREND_NONE, ETS_TREND_ADDITIVE, ETS_TREND_DAMPED };
enum ets_season { ETS_SEASON_NONE, ETS_SEASON_ADDITIVE, ETS_SEASON_MULTIPLICATIVE };

enum {
    ETS_PERIOD_MOST = 24,   /* a longer season is not modelled */
    ETS_SMOOTHING_MOST = 4, /* alpha, beta, gamma, phi */
    ETS_STATES_MOST = 2 + ETS_PERIOD_MOST,
    ETS_FREE_MOST = ETS_SMOOTHING_MOST + ETS_STATES_MOST,
    ETS_MODELS_MOST = 15 /* in one choice */
};

struct ets_model {
    enum ets_error error;
    enum ets_trend trend;
    enum ets_season season;
    size_t period; /* 2 ... ETS_PERIOD_MOST with a season, 1 without */
};

struct ets_state {
    double level, slope;
    double season[ETS_PERIOD_MOST]; /* in the order of time: [0] belongs to the next period */
};

struct ets_fit {
    struct ets_model model;
    double alpha, beta, gamma, phi; /* 0 where the model has none; phi 1 when not damped */
    struct ets_state start, end;    /* before the first and after the last value */
    double sum;                     /* of squared errors */
    double loglik, aicc;            /* loglik without its constants, as R has it */
    double sigma2;
    size_t observed;   /* values that are not missing */
    size_t parameters; /* smoothing, free initial states and sigma */
};

/* "ETS(A,Ad,N)"; BUFFER has ETS_NAME places. */
enum { ETS_NAME = 16 };
const char *ets_name(const struct ets_model *m, char *buffer);

/* How many smoothing parameters and free initial states M has. */
size_t ets_smoothing_count(const struct ets_model *m);
size_t ets_state_count(const struct ets_model *m);

/* True when the parameters of FIT lie in the usual region (0 < beta < alpha < 1, 0 < gamma < 1 -
 * alpha, .8 <= phi <= .98, each 1e-4 off the edge) and in the admissible one, where the weight of old
 * observations dies away. */
bool ets_admissible(const struct ets_fit *fit);

/* Runs the recursion of FIT's parameters from FIT's start state over Y[0 ... n-1]: sets sum, loglik,
 * end and observed, and MU[0 ... n-1], the one-step forecasts, where MU is not NULL. False when the
 * likelihood is not a number. */
bool ets_filter(struct ets_fit *fit, const double *y, size_t n, double *mu);

/* Finds smoothing parameters and start state of MODEL that maximise the likelihood of Y[0 ... n-1];
 * fills all of *FIT. STATUS_SHORT: too few values for so many parameters; STATUS_VALUE: a
 * multiplicative model meets values that are not positive; STATUS_NUMERIC: no admissible start.
 *
 * Method: Levenberg-Marquardt on the concentrated likelihood with exact derivatives, over smoothing
 * parameters in a box and initial states together, from several starts. For given smoothing
 * parameters the one-step forecasts of every model without a multiplicative season are linear in the initial
 * states, so that the first step of each start finds these exactly, and in the search they cost no
 * iterations of their own: only the one to four smoothing parameters decide its length. */
enum status ets_fit_model(struct ets_fit *fit, const struct ets_model *model, const double *y,
                          size_t n);

/* As ets_fit_model, giving up early (STATUS_END) on a model whose AICc clearly can't come below AICC. */
enum status ets_fit_below(struct ets_fit *fit, const struct ets_model *model, const double *y,
                          size_t n, double aicc);

/* The model with the least AICc among those that the series allows: no multiplicative trend, a
 * multiplicative season only with a multiplicative error, multiplicative anything only for positive
 * values. PERIOD 1 or above ETS_PERIOD_MOST: no season. */
enum status ets_fit_best(struct ets_fit *fit, const double *y, size_t n, size_t period);

/* Point forecasts and standard errors of the AHEAD periods after the fit, from its end state:
 * MEAN by the recursion itself; SD exact for additive errors and for multiplicative errors with
 * additive parts, by the book's small-variance form (section 6.4) with a multiplicative season. */
void ets_forecast(const struct ets_fit *fit, size_t ahead, double *mean, double *sd);

/* WEIGHT[j], j = 0 ... ahead-1: what one error of size 1 adds to the value j periods later (WEIGHT[0] is
 * 1). With multiplicative errors as if they were additive. */
void ets_weights(const struct ets_fit *fit, size_t ahead, double *weight);

/* One step of the recursion: the forecast for the next period, and the state after the value Y (NaN:
 * missing). For simulation. *MU may be NULL. */
void ets_step(const struct ets_fit *fit, struct ets_state *state, double y, double *mu);

#endif
