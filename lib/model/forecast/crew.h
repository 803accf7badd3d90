// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_FORECAST_CREW_H
#define HEARTH_MODEL_FORECAST_CREW_H

#include "stats/forecast/forecast.h"

/* The workspaces of several threads that forecast at once. */
struct crew {
    size_t workers, ahead;
    struct forecast_workspace **spaces;
    double *arrays; /* three of ahead places a worker */
};

/* In any outcome crew_done may, and must, follow. */
enum status crew_make(struct crew *c, size_t workers, size_t longest, size_t ahead);
void crew_done(struct crew *c);

/* Worker NUMBER's workspace and its three arrays of ahead places. */
struct forecast_workspace *crew_member(const struct crew *c, size_t number, double **mean,
                                       double **sd, double **unit);

#endif
