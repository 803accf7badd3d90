// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/rows_private.h"

#include <stdlib.h>
#include <string.h>

static enum status out_of_memory(const struct rows *r)
{
    problem_report(r->sink, PROBLEM_FATAL, "memory", r->name, 0, NULL, "out of memory");
    return STATUS_MEMORY;
}

/* Chooses the delimiter that stands most often in the first record, outside quotes; the comma wins
 * a tie. Quotes are taken by parity here, as the grammar proper needs to know the delimiter. */
static enum status sniff_delimiter(struct rows *r)
{
    size_t commas = 0, semicolons = 0, tabs = 0;
    bool quoted = false;
    for (size_t at = 0;; at++) {
        while (at == r->end - r->begin && !r->at_end) {
            enum status s = source_fill(r);
            if (s)
                return s;
        }
        if (at == r->end - r->begin)
            break;
        char c = r->buffer[r->begin + at];
        if (c == '"')
            quoted = !quoted;
        if (quoted)
            continue;
        if (c == '\n')
            break;
        commas += c == ',';
        semicolons += c == ';';
        tabs += c == '\t';
    }
    r->delimiter = ',';
    if (semicolons > commas && semicolons >= tabs)
        r->delimiter = ';';
    else if (tabs > commas)
        r->delimiter = '\t';
    return STATUS_OK;
}

/* The first record that is not blank. */
static enum status find_header(struct rows *r)
{
    do {
        enum status s = sniff_delimiter(r);
        if (s == STATUS_OK)
            s = record_take(r);
        if (s == STATUS_END) {
            problem_report(r->sink, PROBLEM_FATAL, "no-header", r->name, 0, NULL,
                           "no header line: the input is empty");
            return STATUS_FORMAT;
        }
        if (s)
            return s;
    } while (record_is_blank(r));
    return STATUS_OK;
}

static enum status check_fault(struct rows *r)
{
    const struct record *record = &r->record;
    if (record->fault == FAULT_NONE)
        return STATUS_OK;
    if (record->fault == FAULT_RETURN)
        problem_report(r->sink, PROBLEM_FATAL, "carriage-return", r->name, record->fault_line, NULL,
                       "lines end in a carriage return alone; save it as "
                       "\"CSV UTF-8 (comma delimited)\"");
    else if (record_fault(r) == STATUS_OK)
        problem_report(r->sink, PROBLEM_FATAL, "no-header", r->name, record->line, NULL,
                       "no header line: the first row can't be read");
    return STATUS_FORMAT;
}

/* Copies the names; two that are the same would make "the column called X" meaningless. */
static enum status keep_names(struct rows *r)
{
    size_t cells = r->record.cells;
    enum status s = split_cells(r, cells);
    if (s)
        return s;
    r->columns = cells;
    while (r->columns && text_trim(r->cells[r->columns - 1]).size == 0)
        r->columns--;
    r->spare = cells - r->columns;
    if (r->columns == 0) {
        problem_report(r->sink, PROBLEM_FATAL, "no-header", r->name, r->record.line, NULL,
                       "no header line: no column has a name");
        return STATUS_FORMAT;
    }
    r->header = calloc(r->columns, sizeof *r->header);
    if (!r->header)
        return out_of_memory(r);
    for (size_t i = 0; i < r->columns; i++) {
        struct text name = text_trim(r->cells[i]);
        uint32_t before = r->names.count;
        uint32_t number = intern_add(&r->names, name);
        if (number == INTERN_NONE)
            return out_of_memory(r);
        r->header[i] = intern_text(&r->names, number);
        if (number < before && name.size) {
            problem_report(r->sink, PROBLEM_FATAL, "duplicate-column", r->name, r->record.line,
                           r->header[i].at, "two columns have this name");
            return STATUS_FORMAT;
        }
    }
    return STATUS_OK;
}

enum status header_read(struct rows *r)
{
    enum status s = find_header(r);
    if (s == STATUS_OK)
        s = check_fault(r);
    if (s == STATUS_OK)
        s = keep_names(r);
    if (s)
        return s;
    if (r->delimiter != ',')
        problem_report(r->sink, PROBLEM_NOTE, "delimiter", r->name, r->record.line, NULL,
                       "read with the %s as delimiter", r->delimiter == ';' ? "semicolon" : "tab");
    if (r->spare)
        header_fits(r);
    struct text raw = rows_raw(r);
    r->header_raw = malloc(raw.size + 1);
    if (!r->header_raw || !raw.at)
        return out_of_memory(r);
    memcpy(r->header_raw, raw.at, raw.size);
    r->header_raw_size = raw.size;
    return STATUS_OK;
}

bool header_fits(struct rows *r)
{
    struct record *record = &r->record;
    if (record->cells < r->columns || record->cells > r->columns + r->spare)
        return false;
    if (split_cells(r, record->cells) != STATUS_OK)
        return false;
    for (size_t i = r->columns; i < record->cells; i++)
        if (text_trim(r->cells[i]).size)
            return false;
    /* The cells to cut are blank, so any delimiter met from the end is a real one. */
    while (record->cells > r->columns)
        record->cells -= record->bytes.at[--record->bytes.size] == r->delimiter;
    return true;
}

void header_done(struct rows *r)
{
    intern_done(&r->names);
    free(r->header);
    free(r->header_raw);
}
