// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_LIFE_H
#define HEARTH_MODEL_SYNTH_LIFE_H

#include "model/synth/synth.h"

/* Private to the simulator: one child's life. */

enum { LIFE_EPISODES = 400 };

/* What lives share within an authority. */
struct synth_world {
    const struct synth_settings *settings;
    int32_t stop; /* nothing is simulated after this day */
    char own_area[3];
    uint32_t la_offset; /* spreads ids, register numbers and homes of authorities */
};

struct life {
    const struct synth_world *world;
    struct random_stream *random;
    struct synth_child *child;
    double now; /* days since 1970, with the part of the day */
    int32_t care_start, carer_start, legal_start;
    int32_t legal_until; /* police and emergency protection end then; DATE_NONE otherwise */
    int32_t eighteenth;
    bool placement_order_planned; /* proceedings will end in E1 */
    struct synth_place place;     /* the present or waiting placement */
    struct synth_episode *episodes;
    int count;
    bool in_care;
    bool unsettled; /* moves more often than others */
};

/* From the day of entry to the end of care at 18 or the day the world stops, with periods at home
 * between. The child's birth, sex, need and uasc are set; fills EPISODES (LIFE_EPISODES long) and
 * the child's dates. */
void life_run(struct life *l, int32_t entry);

/* A series of short breaks (V3) or an agreement on them (V4) from the day of entry. */
void breaks_run(struct life *l, int32_t entry);

/* Draws a placement of KIND for the child of L on DAY (place.c). LIKE is the placement before, from
 * which a visible field will differ; NULL at the start. */
struct synth_place place_draw(struct life *l, enum synth_kind kind, int32_t day,
                              const struct synth_place *like);

/* A short stay elsewhere: hospital, the carer's holiday, anything else up to 7 days. */
struct synth_place place_temporary(struct life *l, int *days);

/* A postcode of the right form in an area that does not exist. */
void place_postcode(struct random_stream *r, const char *area, char postcode[9]);
const char *place_area(uint32_t index);
enum { PLACE_AREAS = 24 };

/* The day from which supported accommodation had to be registered with Ofsted: 28 October 2023. */
int32_t place_registration_day(void);

/* Days until an event with so many a year: exponential. */
double synth_wait(struct random_stream *r, double per_year);

#endif
