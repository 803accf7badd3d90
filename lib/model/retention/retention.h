// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RETENTION_RETENTION_H
#define HEARTH_MODEL_RETENTION_RETENTION_H

#include "model/retention/stays.h"
#include "table/writer.h"

/* How long stays last: from stays to the rows of a series (lib/stats/survival has the statistics).
 *
 * Every group gets a curve of survival with the numbers at risk, one of cumulative incidence for each
 * reason where reasons compete, and its median. A curve begins where LEAST stays are at risk, and this
 * is said. Groups are compared by the log-rank or by Gray's test, columns by a Cox model. */
enum retention_test { RETENTION_NO_TEST, RETENTION_LOGRANK, RETENTION_PETO, RETENTION_GRAY };

enum { RETENTION_TIMES_MOST = 64 };

struct retention_settings {
    struct stays_settings stays; /* labels: cox, then strata, then cluster */
    const char *unit;            /* of time: "days", "months", "years" */
    double unit_days;
    double
        at[RETENTION_TIMES_MOST]; /* in days, ascending: only these times; none: the whole curve */
    size_t at_count;
    double mean_to; /* days; 0: no restricted mean */
    double least;   /* at risk where a curve may begin */
    bool plain;     /* intervals: plain instead of log-log */
    enum retention_test test;
    size_t cox_count; /* of the labels; one for strata and one for cluster follow as set */
    bool strata, cluster;
    uint64_t seed;
    size_t draws; /* of the bootstrap, where stays have weights */
};

/* Units of time: the mean month and year of the calendar. */
enum retention_unit { RETENTION_DAYS, RETENTION_MONTHS, RETENTION_YEARS };
double retention_unit_days(enum retention_unit unit);

/* Reads "18m", "1.5y", "90d" or a number in the unit of SET into days; false for anything else. */
bool retention_time(struct text t, const struct retention_settings *set, double *days);

/* Reads a list of them (NULL: none) into SET's at, in order. False: WRONG then has the first that is none,
 * or one too many. */
bool retention_times(const char *list, struct retention_settings *set, char *wrong, size_t size);

enum retention_measure {
    RETENTION_SURVIVAL,
    RETENTION_AT_RISK,
    RETENTION_INCIDENCE,
    RETENTION_MEDIAN,
    RETENTION_MEAN,
    RETENTION_STAYS,
    RETENTION_EXITS,
    RETENTION_CHI_SQUARE,
    RETENTION_P,
    RETENTION_HAZARD_RATIO,
    RETENTION_HAZARD_RATIO_P,
    RETENTION_PROPORTIONAL_P
};

#define RETENTION_NONE UINT32_MAX
struct retention_row {
    enum retention_measure measure;
    uint32_t group; /* dense number; RETENTION_NONE: all */
    uint32_t cause; /* number in the stays' reasons; RETENTION_NONE: any */
    size_t term;    /* 1 + number of the Cox term, 0: none; SIZE_MAX: all together */
    double time;    /* days; NaN: none */
    bool timed;     /* the value itself is a time, in days */
    double value, lo95, lo80, hi80, hi95;
    const char *status;
    size_t order;
};

struct retention_term {
    const char *name; /* "column" or "column: level (compared with level)" */
};

struct retention {
    const struct retention_settings *settings;
    const struct problem_sink *sink;
    const char *file;
    struct stays stays;
    uint32_t *dense;     /* group of every stay, dense and in the byte order of the labels */
    struct text *labels; /* of the dense groups: by_count each */
    size_t group_count, by_count;
    const struct text *by;
    struct risk_order order;
    struct retention_row *rows;
    size_t row_count, row_room;
    struct retention_term *terms;
    size_t term_count;
    struct arena arena;
    bool failed; /* out of memory */
};

/* Reads stays from PATH and estimates. On success fill *out (retention_done). STATUS_SHORT: no stay
 * was seen at all (reported). */
enum status retention_read(struct retention *out, const char *path,
                           const struct retention_settings *settings,
                           const struct problem_sink *sink);
void retention_done(struct retention *r);

/* Header: date, measure, those of --by, the column of reasons, term where there is a Cox model, time,
 * unit, value, bounds, status. Ordered by measure, labels (reasons by byte order), time. */
enum status retention_write(struct retention *r, struct writer *w);

/* For the parts of this folder. */
struct retention_row *retention_add(struct retention *r, enum retention_measure m, uint32_t group,
                                    double time, double value);
void retention_curves(struct retention *r);
void retention_tests(struct retention *r);
void retention_cox(struct retention *r);
/* The labels of dense GROUP, "role manager, la 301", for messages. */
const char *retention_group_name(const struct retention *r, uint32_t group, char *buffer,
                                 size_t size);

#endif
