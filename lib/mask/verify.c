// SPDX-License-Identifier: GPL-3.0-or-later
#include "mask/verify.h"

#include "base/intern.h"
#include "calendar/date.h"
#include "mask/plan.h"
#include "table/rows.h"

#include <string.h>

enum { LENGTH_MOST = 64, ANYWHERE = 6 };

/* The identifiers of the original, and which lengths there are. */
struct secrets {
    struct intern texts, births; /* births: exact dates as YYYY-MM-DD */
    bool length[LENGTH_MOST + 1];
};

static bool add_secret(struct secrets *s, struct text t)
{
    t = text_trim(t);
    if (!t.size || (t.size == 3 && memcmp(t.at, "UN", 2) == 0))
        return true; /* UN1 to UN5: the reasons why a child has no UPN */
    if (t.size > LENGTH_MOST)
        t.size = LENGTH_MOST;
    s->length[t.size] = true;
    return intern_add(&s->texts, t) != INTERN_NONE;
}

static bool add_birth(struct secrets *s, struct text t)
{
    int32_t date;
    char written[DATE_TEXT];
    int year, month, day;
    if (date_parse(t, &date) != DATE_READ)
        return true;
    date_split(date, &year, &month, &day);
    /* the first of a month is what masking makes of every birth date, so it tells nothing */
    return day == 1 || intern_add(&s->births, date_write(date, written)) != INTERN_NONE;
}

static enum mask_action action_in(const struct rows *r, size_t column, const char *ids,
                                  const struct problem_sink *sink)
{
    const struct text *names;
    enum mask_action action = MASK_FREE;
    rows_header(r, &names);
    struct text rest = text_of(ids);
    while (rest.at)
        if (text_equal(text_trim(text_cut(&rest, ',')), names[column]))
            return MASK_ID;
    mask_action_of(names[column], &action, sink);
    return text_is(names[column], "UPN") ? MASK_ID : action;
}

static enum status collect(struct secrets *s, const char *path, const char *ids,
                           const struct problem_sink *sink)
{
    struct rows *r;
    enum mask_action action[MASK_COLUMNS_MOST];
    enum status status = rows_open(&r, path, sink);
    if (status != STATUS_OK)
        return status;
    const struct text *names;
    size_t count = rows_header(r, &names);
    for (size_t i = 0; i < count && i < MASK_COLUMNS_MOST; i++)
        action[i] = action_in(r, i, ids, sink);
    while ((status = rows_next(r)) == STATUS_OK)
        for (size_t i = 0; i < count && i < MASK_COLUMNS_MOST; i++) {
            struct text cell = rows_cell(r, (int)i);
            bool secret = action[i] == MASK_ID || action[i] == MASK_HOME_POSTCODE ||
                          action[i] == MASK_PLACEMENT_POSTCODE;
            if ((secret && !add_secret(s, cell)) ||
                (action[i] == MASK_BIRTH_DATE && !add_birth(s, cell)))
                status = STATUS_MEMORY;
        }
    rows_close(r);
    return status == STATUS_END ? STATUS_OK : status;
}

/* A secret of at least ANYWHERE characters inside CELL, or an empty text. */
static struct text inside(const struct secrets *s, struct text cell)
{
    for (size_t length = ANYWHERE; length <= LENGTH_MOST && length <= cell.size; length++)
        for (size_t at = 0; s->length[length] && at + length <= cell.size; at++) {
            struct text part = {cell.at + at, length};
            if (intern_find(&s->texts, part) != INTERN_NONE)
                return part;
        }
    return (struct text){NULL, 0};
}

static void report(struct writer *out, const struct rows *r, const char *kind, size_t column,
                   struct text value, size_t *found)
{
    const struct text *names;
    rows_header(r, &names);
    writer_words(out, kind);
    writer_integer(out, (long)rows_line(r));
    writer_cell(out, names[column]);
    writer_cell(out, value);
    writer_row(out);
    ++*found;
}

static void check_cell(const struct secrets *s, struct rows *r, size_t column,
                       enum mask_action action, struct writer *out, size_t *found)
{
    struct text cell = text_trim(rows_cell(r, (int)column));
    int32_t date;
    char written[DATE_TEXT];
    struct text part = inside(s, cell);
    if (part.size)
        report(out, r, "identifier", column, part, found);
    else if (action == MASK_ID && intern_find(&s->texts, cell) != INTERN_NONE)
        report(out, r, "identifier", column, cell, found);
    if (action == MASK_BIRTH_DATE && date_parse(cell, &date) == DATE_READ &&
        intern_find(&s->births, date_write(date, written)) != INTERN_NONE)
        report(out, r, "birth date", column, cell, found);
}

static enum status search(const struct secrets *s, const char *path, const char *ids,
                          struct writer *out, size_t *found, const struct problem_sink *sink)
{
    struct rows *r;
    enum mask_action action[MASK_COLUMNS_MOST];
    enum status status = rows_open(&r, path, sink);
    if (status != STATUS_OK)
        return status;
    const struct text *names;
    size_t count = rows_header(r, &names);
    for (size_t i = 0; i < count && i < MASK_COLUMNS_MOST; i++)
        action[i] = action_in(r, i, ids, sink);
    while ((status = rows_next(r)) == STATUS_OK)
        for (size_t i = 0; i < count && i < MASK_COLUMNS_MOST; i++)
            check_cell(s, r, i, action[i], out, found);
    rows_close(r);
    return status == STATUS_END ? STATUS_OK : status;
}

enum status mask_verify(const char *original, const char *masked, const char *ids,
                        struct writer *out, size_t *found, const struct problem_sink *sink)
{
    struct secrets s = {0};
    *found = 0;
    static const char *const header[] = {"kind", "line", "column", "value"};
    for (size_t i = 0; i < 4; i++)
        writer_words(out, header[i]);
    writer_row(out);
    enum status status = collect(&s, original, ids, sink);
    if (status == STATUS_OK)
        status = search(&s, masked, ids, out, found, sink);
    intern_done(&s.texts);
    intern_done(&s.births);
    return status;
}
