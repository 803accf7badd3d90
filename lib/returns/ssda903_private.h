// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_SSDA903_PRIVATE_H
#define HEARTH_RETURNS_SSDA903_PRIVATE_H

#include "base/arena.h"
#include "base/intern.h"
#include "calendar/date.h"
#include "returns/codes.h"
#include "returns/placement.h"
#include "returns/schema.h"
#include "returns/ssda903.h"
#include "table/rows.h"

/* What the parts of the SSDA903 reader share. One run: load every file, settle years and windows, join
 * children, then child by child: order, repair, fold, write. Memory is what counts here: an episode is
 * 56 bytes, its postcodes and URN a few more, its child about 80. */

/* The code columns of an episode, under their published names. */
enum episode_column {
    RNE,
    LS,
    CIN,
    PLACE,
    PLACE_PROVIDER,
    REC,
    REASON_PLACE_CHANGE,
    EPISODE_COLUMNS
};

/* Codes are numbers of `values`; these are known beforehand, in this order. */
enum value {
    VALUE_BLANK,
    VALUE_S,
    VALUE_L,
    VALUE_T,
    VALUE_U,
    VALUE_P,
    VALUE_B,
    VALUE_X1,
    VALUE_E99,
    VALUE_LIIAF,
    VALUE_V3,
    VALUE_V4,
    VALUE_T0,
    VALUE_T1,
    VALUE_T2,
    VALUE_T3,
    VALUE_T4,
    VALUES_KNOWN
};

/* Texts of an episode that are kept as they are. The last three are worked out by the collection's portal,
 * and in few files. */
enum place_text {
    HOME_POST,
    PL_POST,
    URN,
    PL_LA,
    PL_LOCATION,
    PL_DISTANCE,
    PLACES,
    PLACES_SENT = 3
};

struct episode {
    int32_t start, end; /* DECOM, DEC; DATE_NONE = open */
    uint32_t child;
    uint32_t line, source; /* where it stood */
    uint16_t code[EPISODE_COLUMNS];
    int16_t year;                  /* of its return; 0 until the file's year is known */
    int16_t first_year, last_year; /* of the returns that sent it, copies included; first_year 0 =
                                      the row was left out */
    const char *places; /* texts by enum place_text, each with its NUL; NULL = all blank */
};

enum child_flags {
    CHILD_HAS_HEADER = 1,
    CHILD_UASC = 2,
    CHILD_BIRTH_CHANGED = 4, /* two headers give two birth dates */
    CHILD_HAS_EPISODE = 8
};

struct child {
    uint32_t la; /* number in `las` */
    int32_t birth;
    uint32_t birth_source, birth_line;
    uint16_t sex, ethnicity;                      /* numbers in `values` */
    int16_t birth_year, sex_year, ethnicity_year; /* of the headers they were taken from */
    uint8_t flags;
};

/* A header row, until every file's year is known. */
struct header_row {
    uint32_t child;
    int32_t birth;
    uint32_t source, line;
    uint16_t sex, ethnicity;
    int16_t year;
};

/* A file that was used. */
struct source {
    const char *path;
    uint32_t folder;
    bool episodes;      /* else a header */
    int16_t year;       /* of its rows without YEAR; 0 = none, or not known */
    size_t first, last; /* its rows: episodes[first] ... [last - 1], or headers likewise */
};

/* One authority's return for one year. */
struct submission {
    uint32_t la;
    int16_t year;
    int16_t block_first, block_last; /* the unbroken run of years that it belongs to */
    uint32_t rows;
    int32_t latest; /* event not after the year end; DATE_NONE = none */
    int32_t window_end;
};

/* Why a change was made; the log and the closing counts name it. */
enum repair_rule {
    RULE_1,
    RULE_1A,
    RULE_2,
    RULE_3,
    RULE_3A,
    RULE_4,
    RULE_5,
    RULE_OVERLAP,
    RULE_SAME_START,
    RULE_SAME_END,
    RULE_CUT,
    RULE_TEMPORARY,
    RULES
};

/* Rows that were read but are in no spell, other than by a repair. */
enum left_out {
    LEFT_NO_CHILD,
    LEFT_NO_START,
    LEFT_BAD_DATE,
    LEFT_END_FIRST,
    LEFT_AFTER_YEAR,
    LEFT_SHORT_BREAK,
    LEFT_NO_BIRTH,
    LEFT_BEFORE_FROM,
    LEFT_AFTER_TO,
    LEFT_UNSEEN,
    LEFT_REASONS
};

struct ssda903 {
    const struct ssda903_options *options;
    const struct problem_sink *sink;
    struct writer *out, *log;
    struct schema schema;
    struct codes codes;
    struct placements placements;
    struct intern values; /* codes in upper case */
    struct known_value {
        uint64_t key; /* a short text, packed; 0 = none */
        uint16_t value;
    } recent[256]; /* by the key's hash */
    struct intern las;
    struct intern ids; /* la number (4 bytes), then CHILD */
    uint32_t last_child;
    struct child *children;
    size_t child_room;
    struct episode *episodes;
    size_t episode_count, episode_room;
    struct arena places;
    struct header_row *headers;
    size_t header_count, header_room;
    struct source *sources;
    size_t source_count, source_room;
    struct submission *submissions; /* ordered by la, year */
    size_t submission_count;
    uint32_t *order; /* episodes by child and start; left-out ones are not in it */
    size_t order_count;
    uint32_t *scratch;         /* order_count */
    struct ready_cells *ready; /* private to ssda903_row.c */
    size_t uasc_tables, header_files;
    uint32_t *table_files; /* files seen of each schema table */
    bool said_no_la, said_case;
    bool has_place[PLACES];  /* some file has the column */
    bool used_la, used_year; /* some row has none of its own */
    size_t rows_read, rows_ragged;
    size_t left_out[LEFT_REASONS], repairs[RULES];
    size_t removed; /* rows that a repair took out */
    size_t folded, temporary_first, overlaps, cut_at_to, spells, spell_children, gap_open,
        in_periods;
};

/* -- ssda903_load.c: files to episodes, header rows and UASC marks */
enum status ssda903_load(struct ssda903 *r, const struct file *file);
/* The number of the child called ID in the authority LA; INTERN_NONE when memory is out. */
uint32_t ssda903_child(struct ssda903 *r, uint32_t la, struct text id);
struct text ssda903_id(const struct ssda903 *r, uint32_t child);
/* The number of code T (trimmed, upper case); false when memory is out or there are too many. */
bool ssda903_value(struct ssda903 *r, struct text t, uint16_t *out);

/* -- ssda903_rows.c: the rows of the three tables */
enum status ssda903_episode_rows(struct ssda903 *r, struct rows *rows, struct source *source);
enum status ssda903_header_rows(struct ssda903 *r, struct rows *rows, struct source *source);
enum status ssda903_uasc_rows(struct ssda903 *r, struct rows *rows);

/* -- ssda903_window.c: years, submissions and what they see */
enum status ssda903_windows(struct ssda903 *r);
const struct submission *ssda903_submission(const struct ssda903 *r, uint32_t la, int year);
int ssda903_newest_year(const struct ssda903 *r, uint32_t la);
/* The window through which a spell sent in the returns FIRST ... LAST was seen. */
void ssda903_window(const struct ssda903 *r, uint32_t la, int first, int last, bool open,
                    int32_t *from, int32_t *to);

/* -- ssda903_children.c: header rows to children */
enum status ssda903_join(struct ssda903 *r);
/* Makes an impossible birth date unknown; FIRST_START is the child's earliest DECOM. */
void ssda903_check_birth(struct ssda903 *r, uint32_t child, int32_t first_start);

/* -- ssda903_order.c */
/* Fills order with the episodes that are used, by la, id, start, year, end (open last). */
enum status ssda903_order(struct ssda903 *r);
/* Sorts N episode numbers by COMPARE; SCRATCH has room for N. */
void ssda903_sort(const struct ssda903 *r, uint32_t *list, size_t n, uint32_t *scratch,
                  int (*compare)(const struct episode *, const struct episode *));
int ssda903_by_start(const struct episode *a, const struct episode *b);
int ssda903_by_start_and_end(const struct episode *a, const struct episode *b);

/* -- repairs: LIST holds one child's N episodes by start, year, end; they change the episodes, take
 * removed ones out of LIST and return how many are left. A second pass changes nothing. */
size_t ssda903_standard(struct ssda903 *r, uint32_t *list, size_t n);
size_t ssda903_demand_model(struct ssda903 *r, uint32_t *list, size_t n);

/* -- ssda903_log.c: every change passes here: it is counted and logged */
void ssda903_begin_log(struct ssda903 *r);
void ssda903_set_end(struct ssda903 *r, struct episode *e, enum repair_rule rule, int32_t end);
/* Ends E where NEXT begins: the return that sent NEXT has seen that end. */
void ssda903_end_at_next(struct ssda903 *r, struct episode *e, enum repair_rule rule,
                         const struct episode *next);
void ssda903_set_code(struct ssda903 *r, struct episode *e, enum repair_rule rule,
                      enum episode_column column, uint16_t code);
void ssda903_removed(struct ssda903 *r, const struct episode *e, enum repair_rule rule);
const char *ssda903_rule_name(enum repair_rule rule);

/* -- ssda903_spells.c: child by child, repaired and written */
enum status ssda903_write(struct ssda903 *r);

/* -- ssda903_row.c: one spell as a row of the output */
struct spell_row {
    const struct episode *episode;
    int32_t end, from, to, placement_start, care_start;
    uint16_t reason_ended, reason_changed;
};
/* Writes the header line and makes ready what many rows share; false when memory is out. */
bool ssda903_begin_rows(struct ssda903 *r);
void ssda903_write_row(struct ssda903 *r, const struct spell_row *s);
/* A period of care: of FIRST, LAST and what lies between. */
struct period_row {
    const struct episode *first, *last;
    int32_t end, from, to;
    uint16_t reason_ended;
    size_t episodes, placements;
};
void ssda903_write_period(struct ssda903 *r, const struct period_row *p);
void ssda903_end_rows(struct ssda903 *r);
struct text ssda903_place(const char *places, enum place_text index);

/* -- ssda903_report.c: what the person is told at the end */
void ssda903_report(struct ssda903 *r);

#endif
