// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUFFICIENCY_WRITE_H
#define HEARTH_MODEL_SUFFICIENCY_WRITE_H

#include "model/sufficiency/close.h"
#include "model/sufficiency/outcome.h"
#include "table/writer.h"

/* Writes outcomes as a series: by measure, labels (byte order), date; actual rows of a series before its
 * forecasts. Means are values; quantiles are numbers that did occur. The interval (lo95, hi95) of
 * p_shortfall, places_needed, places_to_add and of what closes a gap is that of the simulation itself: what
 * another run of as many futures could have said. */
struct write_settings {
    bool measures[OUTCOME_MEASURES];
    double service; /* share of futures in which the places needed suffice */
};

enum status outcome_write(const struct outcome *o, const struct close_result *closed,
                          const struct write_settings *settings, struct writer *w);

/* A whole number of steps of the grid as a number of places. */
double outcome_number(const struct outcome *o, double steps);

#endif
