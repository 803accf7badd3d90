// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_FAULTS_PRIVATE_H
#define HEARTH_MODEL_SYNTH_FAULTS_PRIVATE_H

#include "model/synth/faults.h"

/* Private to the faults: what every planter has at hand. */
struct planting {
    struct sheet_set *set;
    const struct synth_settings *settings;
    struct fault_list *list;
    struct random_stream random;
    const char *name;
    bool memory_out;
};

/* A row of one of the sheets. */
struct spot {
    struct sheet *sheet;
    size_t place;
    struct sheet_row *row;
};

/* Columns by their place in the layouts of ssda903.c. */
enum { CHILD = 0, HEADER_DOB = 2, HEADER_ETHNIC = 3 };
enum { DECOM = 1, LS = 3, PLACE = 5, DEC = 7, REC = 8, CHANGED = 9, PL_POST = 11 };
enum { UASC_DUC = 3 };

struct sheet *plant_sheet(const struct planting *p, int year, int table);
int32_t plant_date(const struct sheet_row *row, int column);

/* Lists a fault; false when memory is out. */
bool plant_list(struct planting *p, const struct sheet *sheet, const struct sheet_row *row,
                const char *column, const char *id, const char *value);

/* Puts VALUE into a cell and lists it. The child's rows of that year carry no other fault then. */
bool plant_cell(struct planting *p, struct spot *at, int column, const char *value);
void plant_touch(struct planting *p, int year, const char *child);

/* The first row of CHILD in SHEET (sorted by it), or -1. */
long plant_find_child(const struct sheet *s, const char *child);

/* A row of TABLE that SUITS and no other fault stands on: a random one, in a random year. */
typedef bool suits(const struct planting *p, const struct spot *at);
bool plant_find(struct planting *p, int table, suits *suits_here, struct spot *at);

/* Rows that suit: of a child who is in one return only; the header of such a child, not of short
 * breaks; such a child in a foster placement or home; an ended episode of such a child; one that is
 * followed by another of more than three weeks, both known to the end; an open one of anybody; one
 * with a postcode. */
suits suits_lone, suits_header, suits_placed, suits_ended, suits_followed, suits_open,
    suits_postcode;

/* The first episode in the same return of the child whose header is AT. */
const struct sheet_row *plant_first_episode(const struct planting *p, const struct spot *at);

/* The names of a sheet's columns in lower case. */
bool plant_lower_columns(struct planting *p, struct sheet *s);

/* fault_rolls.c: fault I of a return but SSDA903 ({NULL, NULL}: there are no more); plants the one called
 * p->name. */
struct fault_kind fault_roll_kind(enum synth_return which, int i);
bool plant_roll(struct planting *p, enum synth_return which);

/* The planters: false when no place was found (or memory is out). */
typedef bool planter(struct planting *p);
planter plant_missing_year, plant_no_uasc, plant_mid_year, plant_stale_open, plant_missing_header,
    plant_duplicate_rows, plant_header_twice, plant_blank_ethnicity, plant_unknown_ethnicity,
    plant_blank_birth, plant_birth_1985, plant_birth_after_start, plant_blank_start,
    plant_impossible_date, plant_end_before_start, plant_no_end_reason, plant_unknown_placement,
    plant_overlap, plant_lower_case, plant_windows_1252, plant_bom, plant_crlf;

#endif
