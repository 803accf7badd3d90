// SPDX-License-Identifier: GPL-3.0-or-later
#include "stats/queue/loss.h"

#include <math.h>
#include <stdbool.h>

static bool usable(double load, double places)
{
    return load >= 0 && places >= 0 && isfinite(load) && isfinite(places);
}

/* B(0) = 1, 1 / B(c) = 1 + c / (load B(c - 1)): all terms positive, so nothing cancels, and 1 / B
 * may grow to infinity (B = 0) without harm. */
static double next_inverse(double inverse, double load, double c)
{
    return 1 + inverse * (c / load);
}

double queue_loss(double load, double places)
{
    if (!usable(load, places))
        return NAN;
    double inverse = 1;
    for (double c = 1; c <= places && isfinite(inverse); c++)
        inverse = next_inverse(inverse, load, c);
    return 1 / inverse;
}

static double wait_from_loss(double loss, double load, double places)
{
    return places * loss / (places - load * (1 - loss));
}

double queue_wait(double load, double places)
{
    if (!usable(load, places) || load >= floor(places))
        return NAN;
    return wait_from_loss(queue_loss(load, places), load, floor(places));
}

double queue_wait_beyond(double load, double places, double time)
{
    if (!(time >= 0))
        return NAN;
    return queue_wait(load, places) * exp(-(floor(places) - load) * time);
}

static double places_for(double load, double chance, bool wait)
{
    if (!usable(load, 0) || !(chance > 0 && chance < 1))
        return NAN;
    double inverse = 1, c = 0;
    if (load == 0)
        return 1; /* who comes all the same finds no place among none */
    for (;; inverse = next_inverse(inverse, load, ++c)) {
        double loss = 1 / inverse;
        if (wait ? c > load && wait_from_loss(loss, load, c) <= chance : loss <= chance)
            return c;
    }
}

double queue_places_for_loss(double load, double chance)
{
    return places_for(load, chance, false);
}

double queue_places_for_wait(double load, double chance)
{
    return places_for(load, chance, true);
}
