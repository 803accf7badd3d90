// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_ROLL_PRIVATE_H
#define HEARTH_RETURNS_ROLL_PRIVATE_H

#include "base/intern.h"
#include "calendar/date.h"
#include "calendar/period.h"
#include "returns/codes.h"
#include "returns/placement.h"
#include "returns/roll/roll.h"
#include "returns/schema.h"
#include "table/rows.h"

/* What the parts of the roll reader share. One run: load the rows of the tables (load.c, cells.c), make
 * spells of them (spells.c, stages.c, posts.c), find what was seen when (sheets.c), settle copies
 * (settle.c), write (write.c), say the sums (report.c).
 *
 * A cell is kept as the number of its text in `values`: dates as YYYY-MM-DD, codes as in their list,
 * numbers as given; 0 is empty, also for what could not be understood. A row takes four bytes a cell
 * and 32 bytes, a spell 48. */
struct roll_row {
    const uint32_t *cells; /* by position in the schema's table */
    uint32_t la, sheet;
    uint32_t file, line;
};

struct roll_table {
    const struct schema_table *schema;
    struct roll_row *rows;
    size_t count, room, files;
    size_t rows_read;
};

/* The events that one file without years, or one authority's return of a year, tells of. */
struct roll_extent {
    size_t rows, events;
    int32_t first_end;      /* earliest end of a subject's row; DATE_NONE = none */
    int32_t latest, second; /* the two latest days with an event */
    bool said;
};

/* What one file, or one return year, said of one authority. */
struct roll_sheet {
    uint32_t la, file; /* file INTERN_NONE where it is a year */
    uint32_t extent; /* shared by the authorities of a file without years: it was made on one day */
    int year;        /* 0 = none */
    int32_t from, to;
    int32_t block_from, block_to; /* of the windows that meet */
};

struct roll_spell {
    uint32_t row; /* of the main table */
    uint32_t la, id;
    int32_t start, end; /* DATE_NONE = open */
    uint32_t sheet, first_sheet;
    uint32_t outcome; /* stages: number in values */
    uint16_t stage;
    uint16_t rank;   /* posts: 1 = the worker's main one */
    bool superseded; /* by another row: not written */
};

/* What became of a row of the main table. */
enum roll_fate { ROLL_JOINED, ROLL_LEFT_OUT, ROLL_OUTSIDE, ROLL_WRITTEN };

/* A stage of a return: from `begins` to the first of `ends` that has a date. */
struct roll_stage {
    const char *name;
    int begins;
    int ends[12];
    size_t end_count;
};

enum { ROLL_COLUMNS_MOST = 64, ROLL_TABLES_MOST = 24, ROLL_STAGES_MOST = 16 };

/* What columns are to a spell: positions in the main table, -1 = none. */
struct roll_roles {
    int id, start, end, la, closed, decided, result;
};

/* The rows of another table by an id of the main one. */
struct roll_link {
    int table, start; /* its number, -1 = none, and the position of its date */
    uint32_t *rows;   /* by id number: row + 1, newest first; 0 = none */
    uint32_t *next;   /* by row: the next older of the same id + 1 */
    uint32_t room;
};

enum roll_left {
    ROLL_RAGGED,
    ROLL_NO_ID,
    ROLL_NO_START,
    ROLL_BAD_DATE,
    ROLL_END_FIRST,
    ROLL_AFTER_YEAR,
    ROLL_NO_YEAR,
    ROLL_NO_STAGE,
    ROLL_REASONS
};

struct roll {
    const struct return_kind *kind;
    const struct roll_options *options;
    const struct problem_sink *sink;
    const struct files *files;
    struct writer *out;
    struct schema schema;
    struct codes codes;
    struct placements placements;
    struct intern values, las;
    struct intern odd; /* (column, value) that is no code: said once */
    struct odd_code {
        size_t count;
        uint32_t file;
        size_t line;
    } * odd_codes;
    struct arena arena;
    struct roll_table tables[ROLL_TABLES_MOST];
    bool wanted[ROLL_TABLES_MOST];
    int main;                           /* number of the main table */
    int partner;                        /* table that is joined, or -1 */
    bool structural[ROLL_COLUMNS_MOST]; /* main table: without it there is no spell */
    struct roll_roles roles;
    struct roll_stage stages[ROLL_STAGES_MOST];
    size_t stage_count;
    bool may_fail; /* a decision may go either way, so that it needs an outcome */
    struct roll_sheet *sheets;
    size_t sheet_count;
    struct intern sheet_keys, extent_keys;
    struct roll_extent *extents;
    struct roll_spell *spells;
    size_t spell_count, spell_room;
    struct roll_link partner_link;
    struct roll_link enquiry_link; /* households: the enquiries that led to them */
    unsigned char *fates;          /* of the main table's rows: enum roll_fate */
    uint32_t file;                 /* that is being read */
    bool used_la, used_year;
    size_t left_out[ROLL_REASONS];
    size_t values_lost, no_partner, cut_at_to, no_result, no_closing, stages_left, differing;
    size_t last_day, late_ends, unfinished, agency_gone, unknown_start, shared_ids, overlaps;
    size_t no_hours, heavy;
    size_t written, subjects, outside, unasked;
};

/* -- load.c: files to rows of the wanted tables */
enum status roll_load(struct roll *r, const struct file *file, uint32_t number);
int roll_table_number(const struct roll *r, const char *name);
/* Position of the column NAME in table T of the schema; -1 = none. */
int roll_column(const struct roll *r, int table, const char *name);

/* -- cells.c: one cell as its column's type has it */
enum roll_cell { ROLL_CELL_GOOD, ROLL_CELL_LOST, ROLL_CELL_MEMORY };
enum roll_cell roll_cell(struct roll *r, struct rows *rows, int index,
                         const struct schema_column *c, bool structural, uint32_t *out);
int32_t roll_date(const struct roll *r, uint32_t value);
double roll_number(const struct roll *r, uint32_t value); /* NaN = empty */

/* -- sheets.c */
uint32_t roll_sheet(struct roll *r, uint32_t la, int year, uint32_t file);
/* Takes note of an event of a sheet; ENDS: a subject's row ended on it. */
void roll_event(struct roll *r, uint32_t sheet, int32_t date, bool ends);
enum status roll_windows(struct roll *r);

/* -- spells of each form, from the rows of the main table */
/* Says that ROW is left out, why, and where; COLUMN is a position in the main table or -1. */
void roll_leave_out(struct roll *r, const struct roll_row *row, enum roll_left why, int column,
                    const char *text);
enum status roll_make_spells(struct roll *r);
enum status roll_make_stages(struct roll *r);
enum status roll_make_posts(struct roll *r);
/* census_years.c: gives the sheets of files without YEAR the year of their latest date. */
enum status roll_settle_census_years(struct roll *r);
enum status roll_find_stages(struct roll *r);
struct roll_spell *roll_add_spell(struct roll *r); /* NULL: out of memory */

/* -- settle.c: order and copies */
enum status roll_settle(struct roll *r);

/* -- join.c: what another table of the return adds */
enum status roll_join(struct roll *r);
/* The newest row of the other table for ID that began before DATE (DATE_NONE: the newest), or NULL. */
const struct roll_row *roll_linked(const struct roll *r, const struct roll_link *link, uint32_t la,
                                   uint32_t id, int32_t date);
void roll_link_done(struct roll_link *link);

/* -- derive.c: attributes that are worked out. NAMES gets a NULL-terminated list. */
void roll_derived_names(const struct roll *r, const char *const **names);
void roll_write_derived(struct roll *r, const struct roll_spell *s);

/* -- write.c */
enum status roll_write(struct roll *r);
enum status roll_write_table(struct roll *r);
enum status roll_write_series(struct roll *r);

/* -- report.c */
void roll_report(struct roll *r);
const char *roll_path(const struct roll *r, uint32_t file);

#endif
