// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_SERVICE_H
#define HEARTH_MODEL_SYNTH_SERVICE_H

#include "model/synth/synth.h"

/* What surrounds the made-up children of an authority: the people who enquire about fostering, the
 * households that are approved and look after the children, the social workers who hold their cases,
 * the adopters. All from the same seed, and fitting the children as they are:
 *
 *     synth_make -> children -> fostering_make  -> enquiries, households, who lived with whom, places
 *                            -> workforce_make  -> posts, who held whose case
 *                            -> adoption_make   -> adopters, children for adoption
 *
 * Processes run free of the children (enquiries arrive, carers and workers leave by their tenure), so
 * that their rates can be estimated without knowing about children. Children are then put where there
 * is room for them. A process is a random stream of its own: making one return or all gives the same. */

enum { SERVICE_TENURES = 5 };
extern const int32_t service_tenure_cuts[SERVICE_TENURES]; /* days since approval or start */

/* --- enquiries ------------------------------------------------------------------------------ */

enum enquiry_stage {
    STAGE_ENQUIRY,
    STAGE_VISIT,
    STAGE_APPLICATION,
    STAGE_1,
    STAGE_2,
    STAGE_PANEL,
    STAGE_DECISION,
    ENQUIRY_STAGES
};
extern const char *const enquiry_stage_codes[ENQUIRY_STAGES];

enum enquiry_outcome {
    OUTCOME_APPROVED,
    OUTCOME_NOT_APPROVED,
    OUTCOME_WITHDREW,
    OUTCOME_ENDED,
    OUTCOME_INELIGIBLE,
    OUTCOME_NO_RESPONSE,
    OUTCOME_TRANSFER,
    ENQUIRY_OUTCOMES
};
extern const char *const enquiry_outcome_codes[ENQUIRY_OUTCOMES];

struct synth_enquiry {
    char id[16];
    int32_t enquiry, call, visit, application, stage_1, stage_1_end, stage_2, stage_2_end, panel,
        decision;
    int32_t end; /* DATE_NONE never: what lies after the last day is not shown */
    enum enquiry_stage end_stage;
    enum enquiry_outcome outcome;
    int source, reason; /* index into the parameters' lists; reason -1: none */
    bool kinship, fostered_before;
    int32_t birth[2]; /* of the carers; DATE_NONE: there is one alone */
    char household[16];
};

/* --- households ----------------------------------------------------------------------------- */

struct synth_household {
    char id[16];
    int32_t approved, left; /* left may lie after the last day */
    bool kinship;
    const char *type, *reason_left;
    bool transferred_in, transferred_out;
    int carers, places;
    int least_age, most_age; /* of children, as approved */
    int32_t birth[2];
    bool male[2];
    const char *ethnicity;
    char disability[2];
    bool mockingbird, added; /* added: made to fit a child for whom there was no household */
};

/* A child with a household, or (staying_put) a young adult who stayed there after care. */
struct synth_lodging {
    const struct synth_child *child;
    size_t household;   /* index into the service's households */
    int32_t start, end; /* end DATE_NONE: still there on the last day */
    bool staying_put;
};

/* What a household offered from FROM to before TO. */
struct synth_offer {
    size_t household;
    int32_t from, to; /* to DATE_NONE: still so on the last day */
    int filled, vacant, not_available;
    const char *reason; /* why not available; NULL */
};

struct synth_concern {
    size_t household;
    int32_t received, concluded;      /* concluded may lie after the last day */
    int kind, source, abuse, outcome; /* codes: fostering_sheets.c */
};

struct synth_fostering {
    struct synth_enquiry *enquiries; /* by date */
    size_t enquiry_count, enquiry_room;
    struct synth_household *households; /* by approval, mainstream before kinship */
    size_t household_count, household_room, mainstream_count;
    struct synth_lodging *lodgings; /* by household, then start */
    size_t lodging_count, lodging_room;
    struct synth_offer *offers; /* by household, then date */
    size_t offer_count, offer_room;
    struct synth_concern *concerns; /* by date */
    size_t concern_count, concern_room;
    int added;      /* households made to fit a child */
    int overfilled; /* lodgings beyond the approved places */
};

enum status fostering_make(struct synth_fostering *f, const struct synth_authority *a);
void fostering_done(struct synth_fostering *f);

/* The register number of the authority's own fostering service, as its episodes have it. */
void fostering_urn(const struct synth_settings *settings, char urn[8]);

/* --- workers -------------------------------------------------------------------------------- */

struct synth_worker {
    char number[16]; /* SWENo */
    bool agency, male, step_up, frontline;
    int32_t birth, start, left;      /* left may lie after the last day */
    int origin, destination, reason; /* published codes */
    int role_at_start;
    int32_t promoted[2]; /* days on which the role became more senior; DATE_NONE: never */
    double fte;
    const char *ethnicity;
    int qualification;
};

/* Who held a child's case on a census day. */
struct synth_case {
    const struct synth_child *child;
    size_t worker;
    int census;
};

struct synth_workforce {
    struct synth_worker *workers; /* by start, agency last */
    size_t worker_count, worker_room;
    struct synth_case *cases; /* by census, then child */
    size_t case_count, case_room;
    double establishment; /* posts, full-time equivalents */
    int first, last;      /* censuses: the year ends on 30 September */
};

enum status workforce_make(struct synth_workforce *w, const struct synth_authority *a);
void workforce_done(struct synth_workforce *w);
int32_t workforce_census_day(int census);
int workforce_role(const struct synth_worker *w, int32_t day); /* 1 (senior manager) to 6 */
bool workforce_holds_cases(const struct synth_worker *w, int32_t day);
/* Who starts a year: the authority's own, and from agencies. */
double workforce_hires(const struct synth_settings *settings);
double workforce_engagements(const struct synth_settings *settings);

/* --- adopters ------------------------------------------------------------------------------- */

struct synth_adopters {
    char family[16];
    int adults;
    bool male[2], fostering_first;
    const char *ethnicity;
    int32_t enquiry, stage_1, stage_1_end, stage_2, stage_2_end, approved;
    int32_t matched, placed, order; /* of the child; DATE_NONE */
    int32_t left;                   /* may lie after the last day; DATE_NONE: matched */
    int reason;                     /* 1 to 3 */
};

/* A child for whom adoption was the plan. */
struct synth_adoption_plan {
    const struct synth_child *child;
    int32_t care, decision, order, matched, placed, adopted, reversed, fostered_first;
    const char *reversal;
    char family[16]; /* "": not matched */
};

struct synth_adoption {
    struct synth_adopters *adopters; /* by enquiry */
    size_t adopter_count, adopter_room;
    struct synth_adoption_plan *plans; /* by child */
    size_t plan_count, plan_room;
};

enum status adoption_make(struct synth_adoption *d, const struct synth_authority *a);
void adoption_done(struct synth_adoption *d);

/* --- shared by the processes ---------------------------------------------------------------- */

/* What a household, worker or adopter is named by: arrival N of DAY, unlike any other of its LETTER. */
void service_id(const struct synth_settings *settings, char letter, int32_t day, int n,
                char id[16]);

/* Days until somebody leaves, by the hazards of their tenure (a year) times FACTOR. */
int32_t service_stay(struct random_stream *r, const double hazard[SERVICE_TENURES], double factor);
double service_mean_stay(const double hazard[SERVICE_TENURES], double factor); /* years */

/* A delay of so many days on average, spread as a gamma variate of SHAPE; at least LEAST. */
int32_t service_delay(struct random_stream *r, double mean, double shape, int32_t least);

/* The stream of arrival N of DAY in PROCESS; how many arrive on DAY at PER_YEAR. */
void service_stream(struct random_stream *r, const struct synth_settings *settings,
                    const char *process, int32_t day, int n);
int service_arrivals(const struct synth_settings *settings, const char *process, int32_t day,
                     double per_year);

/* A birth date of AGE (mean, spread of the normal, within least and most) on DAY. */
int32_t service_birth(struct random_stream *r, int32_t day, double mean, double spread, int least,
                      int most);

/* Makes room for one more item of SIZE at *ITEMS; false when memory is out. */
bool service_room(void **items, size_t count, size_t *room, size_t size);

#endif
