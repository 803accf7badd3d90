// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/service.h"
#include "calendar/date.h"
#include "stats/random/variates.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* What the processes around the children share. */

enum { ARRIVALS_A_DAY = 540, PRIME = 99999989 }; /* multiplying modulo a prime never collides */

void service_id(const struct synth_settings *settings, char letter, int32_t day, int n, char id[16])
{
    uint32_t arrival = (uint32_t)(day - date_of(1960, 1, 1)) * ARRIVALS_A_DAY + (uint32_t)n;
    uint32_t offset = 0;
    for (const char *la = settings->la; *la; la++)
        offset = offset * 31 + (unsigned char)*la;
    uint32_t number = (uint32_t)(((uint64_t)arrival * 45678917 + offset) % PRIME);
    snprintf(id, 16, "%c%08u", letter, (unsigned)number);
}

int32_t service_stay(struct random_stream *r, const double hazard[SERVICE_TENURES], double factor)
{
    double left = -log(random_uniform(r)) * 365.25;
    for (int i = 0; i + 1 < SERVICE_TENURES; i++) {
        double days = service_tenure_cuts[i + 1] - service_tenure_cuts[i];
        double used = hazard[i] * factor * days;
        if (left < used)
            return 1 + service_tenure_cuts[i] + (int32_t)(left / (hazard[i] * factor));
        left -= used;
    }
    int last = SERVICE_TENURES - 1;
    return 1 + service_tenure_cuts[last] + (int32_t)(left / (hazard[last] * factor));
}

double service_mean_stay(const double hazard[SERVICE_TENURES], double factor)
{
    double alive = 1, years = 0;
    for (int i = 0; i < SERVICE_TENURES; i++) {
        bool open = i + 1 == SERVICE_TENURES;
        double rate = hazard[i] * factor;
        double width = open ? 0 : (service_tenure_cuts[i + 1] - service_tenure_cuts[i]) / 365.25;
        double stays = open ? 0 : exp(-rate * width);
        years += alive * (1 - stays) / rate;
        alive *= stays;
    }
    return years;
}

int32_t service_delay(struct random_stream *r, double mean, double shape, int32_t least)
{
    int32_t days = (int32_t)random_gamma(r, shape, mean / shape);
    return days < least ? least : days;
}

void service_stream(struct random_stream *r, const struct synth_settings *settings,
                    const char *process, int32_t day, int n)
{
    char name[32];
    snprintf(name, sizeof name, "%d/%d", (int)day, n);
    random_start(r, settings->seed, process, text_of(settings->la), text_of(name), 0);
}

int service_arrivals(const struct synth_settings *settings, const char *process, int32_t day,
                     double per_year)
{
    struct random_stream r;
    random_start(&r, settings->seed, process, text_of(settings->la), text_of("day"), (uint64_t)day);
    return synth_poisson(random_uniform(&r), per_year / 365.25, ARRIVALS_A_DAY);
}

int32_t service_birth(struct random_stream *r, int32_t day, double mean, double spread, int least,
                      int most)
{
    double age = mean + spread * random_normal(r);
    age = age < least ? least + (least - age) / 4 : age > most ? most - random_uniform(r) : age;
    return day - (int32_t)(age * 365.25);
}

bool service_room(void **items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return true;
    size_t wanted = *room ? *room * 2 : 256;
    void *more = realloc(*items, wanted * size);
    if (!more)
        return false;
    *items = more;
    *room = wanted;
    return true;
}
