// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_JOURNEYS_H
#define HEARTH_MODEL_RECRUIT_JOURNEYS_H

#include "base/arena.h"
#include "base/intern.h"
#include "base/problem.h"
#include "base/status.h"
#include "calendar/date.h"

/* Recruitment as journeys: all stages of one enquiry (or of one family of adopters), from a stream of
 * stage spells, put together.
 *
 * The stream's rows are spells with two attributes: `stage` and `outcome` (progress, withdrawn by
 * applicant, withdrawn by service, not approved, pending; any other word is one more way to end). The
 * order of the stages is read from the rows: a stage comes before another when more journeys say so.
 *
 * Stages may overlap (assessment beside checks) and be skipped. So a journey stands at the furthest
 * stage that it has begun: each step leads to a further one, to the approval, or out. It is approved
 *   on the day on which the goal stage (by default "decision") ends in progress; else
 *   on the day on which a stage behind the goal begins; else
 *   on decided_on, or the last end, where the attribute `result` says approved.
 * Otherwise it is lost on the first day on which a stage ended in neither progress nor pending, unless
 * a stage began after that day. Else it is under way, as seen on its last observed day. */
enum {
    OUTCOME_PENDING,
    OUTCOME_PROGRESS, /* of a journey: approved */
    OUTCOME_BY_APPLICANT,
    OUTCOME_BY_SERVICE,
    OUTCOME_NOT_APPROVED,
    OUTCOME_NOT_KNOWN,
    OUTCOME_OTHER /* and above: words of the stream's own */
};

enum { STAGES_MOST = 16, STEP_PENDING = 0xfffd, STEP_APPROVED = 0xfffe, STEP_LOST = 0xffff };

/* One row: a stage as recorded. */
struct stage_spell {
    int32_t start, end; /* end DATE_NONE: open when last seen */
    int32_t seen_from, seen_to;
    uint32_t journey, reason; /* reason: number in words */
    uint16_t stage, outcome;
};

/* Time at one stage as the furthest one. */
struct step {
    int32_t begun, left;  /* left DATE_NONE: still there when last seen */
    uint16_t stage, next; /* next: a stage, or STEP_... */
};

/* One authority: the days on which it looked, both inclusive. Those of a region may have sent their
 * returns on different days. */
struct authority {
    int32_t first, last;
};

struct journey {
    struct text la, id;
    uint32_t authority;
    int32_t begun, ended; /* ended DATE_NONE: under way when last seen */
    int32_t seen_from,
        seen_to;      /* both inclusive; begun before seen_from: others like it had left unseen */
    int32_t recorded; /* day on which the enquiry was entered; DATE_NONE: not known */
    uint32_t group, reason;
    uint32_t first_row, rows, first_step, steps;
    uint16_t outcome;
};

struct journeys {
    struct journey *items;
    size_t count, room;
    struct stage_spell *rows;
    size_t row_count, row_room;
    struct step *steps;
    size_t step_count;
    struct authority *authorities; /* in the order of the rows */
    size_t authority_count, authority_room;
    struct text stages[STAGES_MOST]; /* in order */
    size_t stage_count, goal;
    struct intern outcomes, words;
    size_t name_count; /* columns of --by */
    struct text *names;
    struct text *labels; /* group * name_count + column */
    size_t group_count;
    int32_t first, last; /* earliest and latest day on which anybody looked */
    bool has_reason;
    bool has_recorded; /* a day of entry was given, or asked for by name */
    struct arena arena;
};

struct journeys_settings {
    const char *by;
    const char *const *where;
    size_t where_count;
    const char *goal;     /* NULL: "decision" */
    const char *reason;   /* column, NULL: reason_withdrawn where it exists */
    const char *recorded; /* column, NULL: recorded where it exists */
};

/* Reads a stream of stage spells whole. On success free *out with journeys_done; failures were
 * reported to SINK. */
enum status journeys_read(struct journeys *out, const char *path,
                          const struct journeys_settings *settings,
                          const struct problem_sink *sink);
void journeys_done(struct journeys *j);

/* A sentence or two on how they ended (PROBLEM_NOTE). RECENT: days before the last on whose approvals
 * what is said of the future rests: a warning when they are few; -1: nothing is said of it. */
void journeys_say(const struct journeys *j, int32_t recent, const struct problem_sink *sink);

/* -- the second part of reading: stages put in order, rows to steps (journeys_build.c) */
struct journeys_extra { /* what one row said of its whole journey */
    int32_t decided;
    bool approved;
};
enum status journeys_build(struct journeys *j, const struct journeys_extra *extra, const char *goal,
                           const char *name, const struct problem_sink *sink);

/* The days of observation between which all enquiries are known: the latest first day and the earliest
 * last day of any authority. */
int32_t journeys_complete_from(const struct journeys *j);
int32_t journeys_complete_to(const struct journeys *j);

/* The last day up to ORIGIN on which the journey's authority looked. */
static inline int32_t journey_origin(const struct journeys *j, const struct journey *of,
                                     int32_t origin)
{
    int32_t last = j->authorities[of->authority].last;
    return last < origin ? last : origin;
}

/* Whether the enquiry had been made by ORIGIN and, where that is known, entered into the register. */
static inline bool journey_known(const struct journeys *j, const struct journey *of, int32_t origin)
{
    int32_t day = journey_origin(j, of, origin);
    return of->begun <= day && (of->recorded == DATE_NONE || of->recorded <= day);
}

/* The journey's state on day ON: what was seen to happen until then. */
static inline bool journey_under_way(const struct journey *j, int32_t on)
{
    return j->begun <= on && (j->ended == DATE_NONE || j->ended > on);
}

#endif
