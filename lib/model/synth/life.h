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
    struct random_stream *random; /* what happens */
    struct random_stream details; /* where exactly: apart, as it depends on the authority's size */
    struct synth_child *child;
    double now; /* days since 1970, with the part of the day */
    int32_t care_start, carer_start, legal_start;
    int32_t legal_until; /* police and emergency protection end then; DATE_NONE otherwise */
    int32_t birthdays[SYNTH_AGES]; /* on which the child leaves each age band */
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

/* --- what the course of a life is made of: hazards.c, move.c, leave.c ----------------------- */

enum life_event { EVENT_LEAVE, EVENT_MOVE, EVENT_STATUS, EVENT_LEGAL, EVENT_AWAY, EVENTS };

int32_t life_today(const struct life *l);
enum synth_age life_age(const struct life *l);
struct synth_episode *life_present(const struct life *l);

/* Fills the hazards, events a year, and returns the days for which they hold. */
double life_hazards(const struct life *l, double hazard[EVENTS]);

/* The first episode of a period of care, or the next one, on the same day as the present one ends
 * but a day after its start at least. CHANGED: REASON_PLACE_CHANGE or NULL. */
void life_open(struct life *l, int32_t day, char rne, enum synth_legal legal,
               const struct synth_place *place);
void life_next(struct life *l, char rne, enum synth_legal legal, const struct synth_place *place,
               const char *changed);

/* Who may live where, whatever the weights; and where a move leads. */
bool life_allowed(const struct life *l, enum synth_kind kind, enum synth_legal legal, int age);
enum synth_kind life_destination(const struct life *l, enum synth_legal legal);

void life_move(struct life *l, enum synth_kind kind, enum synth_legal legal);
void life_same_carer(struct life *l, const char *type); /* the type of placement alone changes */
void life_change_status(struct life *l);                /* long term, or matched for adoption */
void life_change_legal(struct life *l);
void life_go_away(struct life *l); /* a temporary stay and back */

/* Ends care today; true when the child may come back. */
bool life_leave(struct life *l, bool at_18);

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
