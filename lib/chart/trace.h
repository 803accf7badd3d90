// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_TRACE_H
#define HEARTH_CHART_TRACE_H

#include "chart/axis.h"

/* A series' points of one kind as places on a plot, ready for the marks. Room is made once for the
 * longest series and used for one after the other. */
struct trace {
    double *x, *y, *low95, *low80, *high80, *high95;
    size_t count;
};

/* Room for POINTS points (and the one a forecast starts from). STATUS_MEMORY when there is none. */
enum status trace_init(struct trace *t, size_t points);
void trace_done(struct trace *t);

/* Fills T with the points of KIND. A forecast that follows the recorded values begins at the last of
 * them, its interval opening from there; so lines and bands have no gap where nothing is missing. */
void trace_read(struct trace *t, const struct chart_series *series, enum chart_point_kind kind,
                const struct plot *plot);

/* The last place with a value; false when there is none. */
bool trace_end(const struct trace *t, double *x, double *y);

/* Writes the published symbols of missing values (c, x, ...) into the gaps of the line: one for a
 * stretch of the same symbol. */
void trace_mark_missing(struct canvas *c, const struct chart_series *series,
                        const struct plot *plot);

#endif
