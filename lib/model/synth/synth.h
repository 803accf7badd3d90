// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_SYNTH_H
#define HEARTH_MODEL_SYNTH_SYNTH_H

#include "base/arena.h"
#include "base/random.h"
#include "base/status.h"
#include "model/synth/parameters.h"

#include <stdbool.h>

/* A made-up authority's children, one at a time, from a seed: no real child, ever.
 *
 * Children arrive day by day from 18 years before the first return on, so that the first return
 * already is in balance. The arrivals of a day have a random stream named after the day, a child's
 * life one named after the child: so more return years, or a larger authority, add children and leave
 * the others as they were, and two authorities (la) share nothing. The steps:
 *
 *     settings -> synth_make -> children with their whole lives
 *              -> ssda903_sheets (ssda903.h): what the authority would send for a return year
 *              -> faults_plant (faults.h): known mistakes, listed
 *              -> sheet_write (sheet.h): files
 */
struct synth_settings {
    uint64_t seed;
    const char *la;      /* names the authority's random streams; any text */
    int children;        /* in care on a 31 March, on average */
    int first, last;     /* return years: 2018 is the year to 31 March 2018 */
    double entry_spread; /* of a year's entries; 0: the same rate every year */
    double drift;        /* a year's entries against the year before's, less 1: 0.1 grows by 10 % */
    int drift_from;      /* the first return year that drift moves */
};

enum { SYNTH_FIRST_YEAR = 2012, SYNTH_LAST_YEAR = 2040 };

/* Sets the return years from "2018-2025", or from a number of years that end with 2025; false when TEXT is
 * neither or they lie outside of the years above. */
bool synth_years(struct synth_settings *settings, const char *text);

/* Sets how entries behave over the years: DRIFT a year from DRIFT_FROM on (0: the first year). */
enum synth_world_kind { WORLD_USUAL = -1, WORLD_STATIONARY, WORLD_VARYING, WORLD_DRIFT };
void synth_world_of(struct synth_settings *settings, enum synth_world_kind world, double drift,
                    int drift_from);

/* Where a child lives. Codes are those of the newest return year before any that replaced them
 * (H5, Z1): the return writes what its year used. */
struct synth_place {
    enum synth_kind kind;
    bool temporary;   /* T0 to T4: kind is that of the placement which waits */
    char type[4];     /* "U6" */
    char provider[4]; /* "PR1"; "" for none */
    char urn[8];      /* "" for none */
    char postcode[9];
};

struct synth_episode {
    int32_t start, end; /* end DATE_NONE: still open when the simulation stopped */
    struct synth_place place;
    enum synth_legal legal;
    char rne;
    const char *reason_ended;   /* REC: "X1" when care goes on; NULL while open */
    const char *reason_changed; /* REASON_PLACE_CHANGE or NULL */
};

struct synth_child {
    char id[9];
    char upn[14];
    int32_t birth;
    bool male, uasc;
    const char *ethnicity;
    int need;                       /* 1 to 8: N1 to N8 */
    int32_t uasc_ended;             /* DUC; DATE_NONE while (or if never) unaccompanied */
    int32_t own_child;              /* birth date of a young mother's child, or DATE_NONE */
    char home_postcode[9];          /* "" for unaccompanied children and short breaks */
    struct synth_episode *episodes; /* in the arena of the authority, by start */
    int episode_count;
};

struct synth_authority {
    struct synth_settings settings;
    struct arena arena;
    struct synth_child *children; /* by id; those only who were in care in the return years */
    size_t count, room;
};

/* Simulates the authority. A's memory is given back by synth_done, also after a failure. */
enum status synth_make(struct synth_authority *a, const struct synth_settings *settings);
void synth_done(struct synth_authority *a);

/* The drift alone of a return year, 1 before it begins. */
double synth_drift(const struct synth_settings *settings, int year);

/* A Poisson count, at most MOST, by inversion of one UNIFORM, exact for the means below 300 that occur;
 * a larger mean never gives fewer, so that a larger authority keeps what a smaller one has. */
int synth_poisson(double uniform, double mean, int most);

/* What the entries of a return year are multiplied by: its lognormal factor (mean 1), times the drift. */
double synth_year_factor(const struct synth_settings *settings, int year);

/* The return year that DAY lies in. */
int synth_year_of(int32_t day);

/* Spreads ids and register numbers of authorities. */
uint32_t synth_la_number(const char *la);

/* The first day of a return year (1 April before) and its last (31 March). */
int32_t synth_year_start(int year);
int32_t synth_year_end(int year);

#endif
