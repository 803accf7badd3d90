// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/spells.h"

#include <stdlib.h>
#include <string.h>

enum { LA, ID, START, END, OBSERVED_FROM, OBSERVED_TO, RESERVED };
static const char *const reserved[] = {"la",          "id", "start", "end", "observed_from",
                                       "observed_to", NULL};

/* Windows repeat from row to row: the last text read is kept with its date. */
struct known_date {
    char text[10];
    int32_t date;
};

struct spells {
    struct rows *rows;
    int column[RESERVED];
    int last_column;            /* the last of them */
    const struct text *cells;   /* of the present row, up to the last column; NULL: ask the rows */
    struct known_date known[2]; /* observed_from, observed_to */
    char *la, *id;              /* of the row before, NUL-terminated copies */
    size_t la_room, id_room, la_size, id_size;
    int32_t start;
    bool any;
};

enum status spells_open(struct spells **out, const char *path, const struct problem_sink *sink)
{
    struct rows *rows;
    *out = NULL;
    enum status opened = rows_open(&rows, path, sink);
    return opened == STATUS_OK ? spells_open_rows(out, rows) : opened;
}

enum status spells_open_rows(struct spells **out, struct rows *rows)
{
    *out = NULL;
    struct spells *s = calloc(1, sizeof *s);
    if (!s) {
        rows_close(rows);
        return STATUS_MEMORY;
    }
    s->rows = rows;
    enum status opened = rows_columns(s->rows, reserved, s->column);
    for (int i = 0; i < RESERVED; i++)
        if (s->column[i] > s->last_column)
            s->last_column = s->column[i];
    if (opened != STATUS_OK) {
        spells_close(s);
        return opened;
    }
    *out = s;
    return STATUS_OK;
}

void spells_close(struct spells *s)
{
    if (!s)
        return;
    rows_close(s->rows);
    free(s->la);
    free(s->id);
    free(s);
}

struct rows *spells_rows(struct spells *s)
{
    return s->rows;
}

int32_t spell_over(const struct spell *s)
{
    return s->end != DATE_NONE ? s->end : s->observed_to + 1;
}

static void leave_out(struct spells *s, const char *kind, int column, const char *why)
{
    char shown[64];
    text_show(rows_cell(s->rows, column), shown, sizeof shown);
    rows_problem(s->rows, PROBLEM_ROW, kind, column, "'%s' %s: row left out", shown, why);
}

static inline struct text cell_of(struct spells *s, int which)
{
    return s->cells ? s->cells[s->column[which]] : rows_cell(s->rows, s->column[which]);
}

/* Reads what is no plain date: an end may be empty, anything else leaves the row out. */
static bool lacks_date(struct spells *s, int which, enum date_reading r)
{
    if (r == DATE_EMPTY && which == END)
        return false;
    leave_out(s, "not-a-date", s->column[which], date_reading_text(r));
    return true;
}

static inline bool read_date(struct spells *s, int which, int32_t *out)
{
    struct text cell = cell_of(s, which);
    enum date_reading r = DATE_EMPTY;
    *out = DATE_NONE;
    if (cell.size)
        r = date_parse(cell, out);
    return r == DATE_READ || !lacks_date(s, which, r);
}

/* The window's dates, which are mostly those of the row before. */
static inline bool read_window(struct spells *s, int which, int32_t *out)
{
    struct text cell = cell_of(s, which);
    struct known_date *known = &s->known[which - OBSERVED_FROM];
    if (cell.size == sizeof known->text && memcmp(cell.at, known->text, sizeof known->text) == 0) {
        *out = known->date;
        return true;
    }
    if (!read_date(s, which, out))
        return false;
    if (cell.size == sizeof known->text) {
        memcpy(known->text, cell.at, sizeof known->text);
        known->date = *out;
    }
    return true;
}

/* The present row as a spell; false when it was left out. */
static bool usable(struct spells *s, struct spell *out)
{
    s->cells = rows_cells(s->rows, s->last_column);
    out->la = cell_of(s, LA);
    out->id = cell_of(s, ID);
    if (!out->id.size) {
        leave_out(s, "no-id", s->column[ID], "is no id");
        return false;
    }
    if (!read_date(s, START, &out->start) || !read_date(s, END, &out->end) ||
        !read_window(s, OBSERVED_FROM, &out->observed_from) ||
        !read_window(s, OBSERVED_TO, &out->observed_to))
        return false;
    if (out->end != DATE_NONE && out->end < out->start) {
        leave_out(s, "end-before-start", s->column[END], "is before the start");
        return false;
    }
    if (out->observed_to < out->observed_from) {
        leave_out(s, "window", s->column[OBSERVED_TO], "is before observed_from");
        return false;
    }
    if (out->end == DATE_NONE && out->observed_to < out->start) {
        leave_out(s, "window", s->column[OBSERVED_TO],
                  "is before the start of a spell without end, which so was never seen");
        return false;
    }
    return true;
}

/* Byte order. Codes and ids are short: a loop is over before a call of memcmp has begun. */
static inline int compare_kept(const char *kept, size_t size, struct text now)
{
    size_t i = 0, most = size < now.size ? size : now.size;
    while (i < most && kept[i] == now.at[i])
        i++;
    if (i < most)
        return (unsigned char)kept[i] < (unsigned char)now.at[i] ? -1 : 1;
    return (size > now.size) - (size < now.size);
}

static bool keep(char **copy, size_t *room, size_t *size, struct text now)
{
    if (now.size > *room || !*copy) {
        char *more = realloc(*copy, now.size + 64);
        if (!more)
            return false;
        *copy = more;
        *room = now.size + 64;
    }
    if (now.size)
        memcpy(*copy, now.at, now.size);
    *size = now.size;
    return true;
}

/* Sets same_la and same_subject, checks the order, and remembers this row for the next one. */
static enum status place(struct spells *s, struct spell *now)
{
    int la = s->any ? compare_kept(s->la, s->la_size, now->la) : -1;
    int id = s->any && la == 0 ? compare_kept(s->id, s->id_size, now->id) : -1;
    now->same_la = s->any && la == 0;
    now->same_subject = now->same_la && id == 0;
    if (s->any && (la > 0 || (la == 0 && id > 0) || (now->same_subject && now->start < s->start))) {
        int column = la > 0 ? LA : id != 0 ? ID : START;
        char shown[64];
        text_show(rows_cell(s->rows, s->column[column]), shown, sizeof shown);
        rows_problem(s->rows, PROBLEM_FATAL, "order", s->column[column],
                     "'%s' comes after a greater value: spells must be ordered by la, id, start",
                     shown);
        return STATUS_ORDER;
    }
    if (!now->same_la && !keep(&s->la, &s->la_room, &s->la_size, now->la))
        return STATUS_MEMORY;
    if (!now->same_subject && !keep(&s->id, &s->id_room, &s->id_size, now->id))
        return STATUS_MEMORY;
    s->start = now->start;
    s->any = true;
    return STATUS_OK;
}

enum status spells_next(struct spells *s, struct spell *out)
{
    for (;;) {
        enum status next = rows_next(s->rows);
        if (next != STATUS_OK)
            return next;
        if (usable(s, out))
            return place(s, out);
    }
}
