// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/rows_private.h"

#include <string.h>

static unsigned marks_in(struct text t)
{
    unsigned marks = 0;
    for (size_t i = 0; i < t.size; i++) {
        unsigned char c = (unsigned char)t.at[i];
        marks |= (c == '"' ? MARK_QUOTE : 0u) | (c == '\r' ? MARK_RETURN : 0u) |
                 (c == 0 ? MARK_NUL : 0u) | (c & 0x80 ? MARK_HIGH : 0u);
    }
    return marks;
}

static size_t newlines_in(const char *s, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += s[i] == '\n';
    return count;
}

static size_t delimiters_in(struct text t, char delimiter)
{
    size_t count = 0;
    for (size_t i = 0; i < t.size; i++)
        count += t.at[i] == delimiter;
    return count;
}

/* Offset from begin of the first LF at or after FROM, or of the end of input. */
static enum status find_newline(struct rows *r, size_t from, size_t *end)
{
    for (;;) {
        size_t available = r->end - r->begin;
        const char *base = r->buffer + r->begin;
        const char *newline = from < available ? memchr(base + from, '\n', available - from) : NULL;
        if (newline || r->at_end) {
            *end = newline ? (size_t)(newline - base) : available;
            return STATUS_OK;
        }
        from = available;
        enum status s = source_fill(r);
        if (s)
            return s;
    }
}

enum place { CELL_START, PLAIN, QUOTED, AFTER_QUOTE, AFTER_RETURN, LINE_END };

static enum place after_delimiter_or_end(char c, char delimiter, enum place other)
{
    if (c == delimiter)
        return CELL_START;
    if (c == '\n')
        return LINE_END;
    return c == '\r' ? AFTER_RETURN : other;
}

/* Where the byte C leads from PLACE (outside quotes); notes a fault. This is RFC 4180's grammar,
 * and what libcsv accepts with CSV_STRICT: a quote opens a cell only as its first byte. */
static enum place step(struct record *record, enum place place, char c, char delimiter)
{
    switch (place) {
    case CELL_START:
        return c == '"' ? QUOTED : after_delimiter_or_end(c, delimiter, PLAIN);
    case PLAIN:
        if (c == '"')
            record->fault = FAULT_STRAY_QUOTE;
        return after_delimiter_or_end(c, delimiter, PLAIN);
    case AFTER_QUOTE:
        if (c == '"')
            return QUOTED;
        place = after_delimiter_or_end(c, delimiter, AFTER_QUOTE);
        if (place == AFTER_QUOTE)
            record->fault = FAULT_AFTER_QUOTE;
        return place;
    case AFTER_RETURN:
        if (c != '\n')
            record->fault = FAULT_RETURN;
        return LINE_END;
    case QUOTED:
    case LINE_END:
        break;
    }
    return LINE_END;
}

/* Finds the end of a record that holds a quote, counting its cells and physical lines. Only here
 * can a record go on over a line end. After a fault the record ends with the line of the fault. */
static enum status find_quoted_end(struct rows *r, size_t *end)
{
    struct record *record = &r->record;
    enum place place = CELL_START;
    size_t at = 0, opened_on = 0;
    record->cells = 1;
    record->fault_line = record->line;
    for (;;) {
        if (at == r->end - r->begin) {
            enum status s = r->at_end ? STATUS_END : source_fill(r);
            if (s == STATUS_OK)
                continue;
            if (s != STATUS_END)
                return s;
            if (place == QUOTED) {
                record->fault = FAULT_UNFINISHED;
                record->fault_line = opened_on;
            }
            *end = at;
            return STATUS_OK;
        }
        const char *base = r->buffer + r->begin;
        if (place == QUOTED) {
            size_t left = r->end - r->begin - at;
            const char *quote = memchr(base + at, '"', left);
            size_t span = quote ? (size_t)(quote - base) - at : left;
            record->fault_line += newlines_in(base + at, span);
            at += span + (quote != NULL);
            place = quote ? AFTER_QUOTE : QUOTED;
            continue;
        }
        enum place before = place;
        place = step(record, place, base[at], r->delimiter);
        if (record->fault)
            return find_newline(r, at, end);
        if (place == LINE_END) {
            *end = at;
            return STATUS_OK;
        }
        record->cells += place == CELL_START;
        if (place == QUOTED && before == CELL_START)
            opened_on = record->fault_line;
        at++;
    }
}

/* Sees to it that a record with bytes beyond ASCII is UTF-8. Each record is judged by itself, so
 * that files of both kinds can be concatenated. */
static enum status make_utf8(struct rows *r)
{
    struct text *bytes = &r->record.bytes;
    size_t valid = encoding_valid_size(*bytes);
    if (valid == bytes->size)
        return STATUS_OK;
    if (bytes->size > SIZE_MAX / 3 || !bytes_reserve(&r->converted, bytes->size * 3)) {
        problem_report(r->sink, PROBLEM_FATAL, "memory", r->name, r->record.line, NULL,
                       "out of memory");
        return STATUS_MEMORY;
    }
    if (!r->said_windows_1252) {
        r->said_windows_1252 = true;
        problem_report(r->sink, PROBLEM_NOTE, "windows-1252", r->name,
                       r->record.line + newlines_in(bytes->at, valid), NULL,
                       "not UTF-8; such rows are read as Windows-1252");
    }
    bytes->size = encoding_from_windows_1252(*bytes, r->converted.at);
    bytes->at = r->converted.at;
    return STATUS_OK;
}

/* What a marked record needs: its quotes followed, NUL refused, foreign bytes converted. */
static enum status look_closer(struct rows *r, size_t *end)
{
    struct record *record = &r->record;
    if (record->marks & MARK_QUOTE) {
        enum status s = find_quoted_end(r, end);
        if (s)
            return s;
        record->bytes = (struct text){r->buffer + r->begin, *end};
        if (*end && record->fault != FAULT_UNFINISHED && record->bytes.at[*end - 1] == '\r')
            record->bytes.size--;
    }
    record->marks = marks_in(record->bytes);
    if (record->marks & MARK_NUL) {
        const char *nul = memchr(record->bytes.at, '\0', record->bytes.size);
        size_t before = newlines_in(record->bytes.at, (size_t)(nul - record->bytes.at));
        problem_report(r->sink, PROBLEM_FATAL, "nul", r->name, record->line + before, NULL,
                       "a NUL byte: not plain text; save it as \"CSV UTF-8 (comma delimited)\"");
        return STATUS_FORMAT;
    }
    if ((record->marks & (MARK_RETURN | MARK_QUOTE)) == MARK_RETURN) {
        record->fault = FAULT_RETURN;
        record->fault_line = record->line;
    }
    return STATUS_OK;
}

enum status record_take(struct rows *r)
{
    size_t end;
    enum status s = find_newline(r, 0, &end);
    if (s)
        return s;
    if (end == 0 && r->begin == r->end)
        return STATUS_END;
    const char *base = r->buffer + r->begin;
    struct record *record = &r->record;
    *record = (struct record){.line = r->next_line++};
    r->in_lane = false;
    r->known = r->split_at = 0;
    record->bytes = (struct text){base, end && base[end - 1] == '\r' ? end - 1 : end};
    record->marks = marks_in(record->bytes);
    record->cells = delimiters_in(record->bytes, r->delimiter) + 1;
    if (record->marks) {
        s = look_closer(r, &end);
        if (s)
            return s;
        if (record->marks & MARK_QUOTE)
            r->next_line += newlines_in(r->buffer + r->begin, end);
    }
    r->begin += end + (end < r->end - r->begin); /* the LF, unless the input ended without one */
    return record->marks & MARK_HIGH ? make_utf8(r) : STATUS_OK;
}

bool record_is_blank(const struct rows *r)
{
    struct text t = r->record.bytes;
    for (size_t i = 0; i < t.size; i++)
        if (t.at[i] != r->delimiter && t.at[i] != ' ' && t.at[i] != '\t' && t.at[i] != '\r')
            return false;
    return true;
}

enum status record_fault(struct rows *r)
{
    const struct record *record = &r->record;
    static const char *const text[] = {
        [FAULT_STRAY_QUOTE] = "a quote inside a cell that does not begin with one",
        [FAULT_AFTER_QUOTE] = "text after the closing quote of a cell (a quote inside is doubled)",
        [FAULT_RETURN] = "a carriage return alone, outside quotes",
        [FAULT_UNFINISHED] = "the quote that opens on this line is never closed",
    };
    const char *kind = record->fault == FAULT_RETURN ? "carriage-return" : "quotes";
    if (record->fault == FAULT_UNFINISHED) {
        problem_report(r->sink, PROBLEM_FATAL, kind, r->name, record->fault_line, NULL, "%s",
                       text[record->fault]);
        return STATUS_FORMAT;
    }
    if (record->fault != FAULT_RETURN && record->fault_line != record->line) {
        problem_report(r->sink, PROBLEM_FATAL, kind, r->name, record->fault_line, NULL,
                       "%s, in a row that begins on line %zu: where it ends can't be told",
                       text[record->fault], record->line);
        return STATUS_FORMAT;
    }
    problem_report(r->sink, PROBLEM_ROW, kind, r->name, record->fault_line, NULL,
                   "%s; the row is left out", text[record->fault]);
    return STATUS_OK;
}
