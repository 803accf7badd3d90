// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "model/synth/faults_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Faults of every return but SSDA903, as a table: which cell is spoilt, and how. */

enum how {
    PUT,      /* the value */
    EMPTY,    /* a cell that had a value */
    BEFORE,   /* a date 30 days before that of another column */
    ONE_MORE, /* a number */
    TWICE,    /* the row */
    FILE_BOM,
    FILE_CRLF,
    FILE_LOWER
};

static const struct roll_fault {
    enum synth_return which; /* SYNTH_RETURNS: every return of this table */
    const char *name, *meaning;
    const char *file; /* where the return has several; NULL: its first */
    enum how how;
    const char *column;
    const char *value; /* PUT: it; BEFORE: the other column */
} roll_faults[] = {
    {RETURN_WORKFORCE, "unknown-role", "OrgRole is no code", NULL, PUT, "OrgRole", "9"},
    {RETURN_WORKFORCE, "hours-for-fte", "FTE holds the hours a week", NULL, PUT, "FTE", "37"},
    {RETURN_WORKFORCE, "end-before-start", "RoleEndDate is 30 days before RoleStartDate", NULL,
     BEFORE, "RoleEndDate", "RoleStartDate"},
    {RETURN_WORKFORCE, "no-end-reason", "ReasonLeave of a leaver is blank", NULL, EMPTY,
     "ReasonLeave", NULL},
    {RETURN_WORKFORCE, "blank-start", "RoleStartDate is blank", NULL, EMPTY, "RoleStartDate", NULL},
    {RETURN_WORKFORCE, "duplicate-row", "a worker stands twice", NULL, TWICE, NULL, NULL},
    {RETURN_HOUSEHOLDS, "end-before-start", "DEREG_DATE is 30 days before APPROVAL_DATE", NULL,
     BEFORE, "DEREG_DATE", "APPROVAL_DATE"},
    {RETURN_HOUSEHOLDS, "no-end-reason", "DEREG_DATE without DEREG_REASON", NULL, EMPTY,
     "DEREG_REASON", NULL},
    {RETURN_HOUSEHOLDS, "unknown-type", "PRIMARY_TYPE is no code", NULL, PUT, "PRIMARY_TYPE",
     "XYZ"},
    {RETURN_HOUSEHOLDS, "impossible-date", "APPROVAL_DATE is 31 February", NULL, PUT,
     "APPROVAL_DATE", "31/02/2022"},
    {RETURN_HOUSEHOLDS, "duplicate-row", "a household stands twice", NULL, TWICE, NULL, NULL},
    {RETURN_PLACES, "sum-wrong", "one more VACANT than APPROVED allows", NULL, ONE_MORE, "VACANT",
     NULL},
    {RETURN_PLACES, "no-reason", "NOT_AVAILABLE without NA_REASON", NULL, EMPTY, "NA_REASON", NULL},
    {RETURN_PLACES, "end-before-start", "TO_DATE is 30 days before FROM_DATE", NULL, BEFORE,
     "TO_DATE", "FROM_DATE"},
    {RETURN_PLACES, "not-a-number", "APPROVED is a word", NULL, PUT, "APPROVED", "two"},
    {RETURN_ENQUIRIES, "stage-order", "APPLICATION_DATE is 30 days before ENQUIRY_DATE", NULL,
     BEFORE, "APPLICATION_DATE", "ENQUIRY_DATE"},
    {RETURN_ENQUIRIES, "no-decision", "a decision was made and DECISION_DATE is blank", NULL, EMPTY,
     "DECISION_DATE", NULL},
    {RETURN_ENQUIRIES, "unknown-route", "ROUTE is no code", NULL, PUT, "ROUTE", "OTHER"},
    {RETURN_ENQUIRIES, "impossible-date", "ENQUIRY_DATE is 31 February", NULL, PUT, "ENQUIRY_DATE",
     "31/02/2022"},
    {RETURN_CONCERNS, "end-before-start", "CONCLUDED_DATE is 30 days before RECEIVED_DATE", NULL,
     BEFORE, "CONCLUDED_DATE", "RECEIVED_DATE"},
    {RETURN_CONCERNS, "unknown-kind", "KIND is no code", NULL, PUT, "KIND", "OTHER"},
    {RETURN_ADOPTERS, "placed-before-match", "placed 30 days before the match",
     "list_11_adopters.csv", BEFORE, "Date child/children placed with adopter(s)",
     "Date adopter matched with child(ren)"},
    {RETURN_ADOPTERS, "impossible-date", "the placement order is of 31 February", NULL, PUT,
     "Date of Placement Order", "31/02/2022"},
    {RETURN_ADOPTERS, "blank-family", "an adopter has no Family identifier", "list_11_adopters.csv",
     EMPTY, "Family identifier", NULL},
    {SYNTH_RETURNS, "lower-case-columns", "a file's column names are in lower case", NULL,
     FILE_LOWER, NULL, NULL},
    {SYNTH_RETURNS, "bom", "a file begins with a byte-order mark", NULL, FILE_BOM, NULL, NULL},
    {SYNTH_RETURNS, "crlf", "a file's lines end with CR LF", NULL, FILE_CRLF, NULL, NULL},
};
enum { ROLL_FAULTS = sizeof roll_faults / sizeof *roll_faults };

struct fault_kind fault_roll_kind(enum synth_return which, int i)
{
    for (int k = 0; k < ROLL_FAULTS; k++)
        if ((roll_faults[k].which == which || roll_faults[k].which == SYNTH_RETURNS) && i-- == 0)
            return (struct fault_kind){roll_faults[k].name, roll_faults[k].meaning};
    return (struct fault_kind){NULL, NULL};
}

static const struct roll_fault *find(enum synth_return which, const char *name)
{
    for (int k = 0; k < ROLL_FAULTS; k++)
        if ((roll_faults[k].which == which || roll_faults[k].which == SYNTH_RETURNS) &&
            strcmp(roll_faults[k].name, name) == 0)
            return &roll_faults[k];
    return NULL;
}

static bool of_file(const struct planting *p, const struct sheet *s, const struct roll_fault *f)
{
    return strcmp(s->file, f->file ? f->file : p->set->sheets[0].file) == 0;
}

static bool spoilable(const struct planting *p, const struct roll_fault *f, const struct sheet *s,
                      const struct sheet_row *row)
{
    int column = f->column ? sheet_column(s, f->column) : 0;
    int other = f->how == BEFORE ? sheet_column(s, f->value) : 0;
    return of_file(p, s, f) && !row->touched && column >= 0 && other >= 0 &&
           row->cells[column][0] && row->cells[other][0];
}

/* A row that suits, at random; false when there is none. */
static bool find_spot(struct planting *p, const struct roll_fault *f, struct spot *at)
{
    size_t count = 0;
    for (int chosen = 0; chosen < 2; chosen++) {
        size_t left = chosen && count ? random_below(&p->random, (uint32_t)count) : SIZE_MAX;
        for (size_t i = 0; i < p->set->count; i++)
            for (size_t k = 0; k < p->set->sheets[i].count; k++) {
                struct sheet *s = &p->set->sheets[i];
                if (!spoilable(p, f, s, s->rows[k]))
                    continue;
                *at = (struct spot){s, k, s->rows[k]};
                if (!chosen)
                    count++;
                else if (left-- == 0)
                    return true;
            }
        if (!count)
            return false;
    }
    return false;
}

/* Who the row is of: workers have their number behind the mark of agencies. */
static const char *id_of(const struct sheet *s, const struct sheet_row *row)
{
    int number = sheet_column(s, "SWENo");
    return row->cells[number < 0 ? 0 : number];
}

static const char *spoilt(struct planting *p, const struct roll_fault *f, const struct spot *at,
                          int column)
{
    char number[24];
    switch (f->how) {
    case PUT:
        return f->value;
    case BEFORE:
        return sheet_date(p->set, plant_date(at->row, sheet_column(at->sheet, f->value)) - 30);
    case ONE_MORE:
        snprintf(number, sizeof number, "%ld", strtol(at->row->cells[column], NULL, 10) + 1);
        return sheet_text(p->set, number);
    default:
        return "";
    }
}

static bool plant_row(struct planting *p, const struct roll_fault *f)
{
    struct spot at;
    if (!find_spot(p, f, &at))
        return false;
    const char *id = id_of(at.sheet, at.row);
    at.row->touched = true;
    if (f->how == TWICE) {
        struct sheet_row *copy = sheet_insert(p->set, at.sheet, at.place + 1);
        if (!copy) {
            p->memory_out = true;
            return false;
        }
        memcpy(copy->cells, at.row->cells, (size_t)at.sheet->column_count * sizeof *copy->cells);
        copy->touched = true;
        return plant_list(p, at.sheet, copy, "", id, "");
    }
    int column = sheet_column(at.sheet, f->column);
    const char *value = spoilt(p, f, &at, column);
    p->memory_out = !value;
    at.row->cells[column] = value;
    return value && plant_list(p, at.sheet, at.row, f->column, id, value);
}

/* How the file of another sheet is written, for each of these faults another one if there are so many. */
static bool plant_file(struct planting *p, const struct roll_fault *f)
{
    struct sheet *s = &p->set->sheets[(size_t)(f->how - FILE_BOM) % p->set->count];
    s->byte_order_mark |= f->how == FILE_BOM;
    s->crlf |= f->how == FILE_CRLF;
    return f->how == FILE_LOWER ? plant_lower_columns(p, s) : plant_list(p, s, NULL, "", "", "");
}

bool plant_roll(struct planting *p, enum synth_return which)
{
    const struct roll_fault *f = find(which, p->name);
    return f->how >= FILE_BOM ? plant_file(p, f) : plant_row(p, f);
}
