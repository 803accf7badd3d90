// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/forecast/crew.h"

#include <stdlib.h>

enum status crew_make(struct crew *c, size_t workers, size_t longest, size_t ahead)
{
    *c = (struct crew){.workers = workers, .ahead = ahead};
    c->spaces = calloc(workers, sizeof *c->spaces);
    c->arrays = calloc(3 * workers * ahead + 1, sizeof *c->arrays);
    if (!c->spaces || !c->arrays)
        return STATUS_MEMORY;
    for (size_t i = 0; i < workers; i++)
        if (!(c->spaces[i] = forecast_workspace_new(longest, ahead)))
            return STATUS_MEMORY;
    return STATUS_OK;
}

void crew_done(struct crew *c)
{
    for (size_t i = 0; i < c->workers && c->spaces; i++)
        forecast_workspace_free(c->spaces[i]);
    free(c->spaces);
    free(c->arrays);
    *c = (struct crew){0};
}

struct forecast_workspace *crew_member(const struct crew *c, size_t number, double **mean,
                                       double **sd, double **unit)
{
    *mean = c->arrays + 3 * number * c->ahead;
    *sd = *mean + c->ahead;
    *unit = *sd + c->ahead;
    return c->spaces[number];
}
