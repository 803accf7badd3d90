// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/ssda903_private.h"

#include <stdlib.h>
#include <string.h>

/* The rows of the three tables that are used. Every row is either kept or named with file, line,
 * column and value. */

enum { ID_MOST = 200 };

/* Where a table keeps what all tables share; -1 = no such column. */
struct key_cells {
    int child, la, year;
};

static int cell_of(const struct rows *rows, const char *name)
{
    const struct text *names;
    size_t count = rows_header(rows, &names);
    return schema_cell(names, count, name);
}

static struct key_cells key_cells_of(const struct rows *rows)
{
    return (struct key_cells){cell_of(rows, "CHILD"), cell_of(rows, "LA"), cell_of(rows, "YEAR")};
}

/* A cell without blanks around it; empty when the table has no such column. Most cells have none, which two
 * bytes tell. */
static struct text cell(struct rows *rows, int index)
{
    if (index < 0)
        return (struct text){NULL, 0};
    struct text t = rows_cell(rows, index);
    bool bare = t.size && (unsigned char)(t.at[0] - '!') < 0x5e &&
                (unsigned char)(t.at[t.size - 1] - '!') < 0x5e;
    return bare || !t.size ? t : text_trim(t);
}

/* The number of the row's authority: its LA cell, else --la, else empty (said once). */
static uint32_t la_of(struct ssda903 *r, struct rows *rows, const struct key_cells *key)
{
    struct text la = cell(rows, key->la);
    if (!la.size) {
        la = text_of(r->options->la);
        r->used_la = true;
        if (!la.size && !r->said_no_la) {
            r->said_no_la = true;
            problem_report(r->sink, PROBLEM_NOTE, "no-la", rows_name(rows), 0, NULL,
                           "no authority (no LA, no --la): the column la is left empty");
        }
    }
    return intern_add(&r->las, la);
}

/* The row's child; INTERN_NONE after a report (row left out) or when memory is out (*memory). */
static uint32_t child_of(struct ssda903 *r, struct rows *rows, const struct key_cells *key,
                         bool *memory)
{
    struct text id = cell(rows, key->child);
    *memory = false;
    if (id.size == 0 || id.size > ID_MOST) {
        rows_problem(rows, PROBLEM_ROW, "no-child", key->child,
                     id.size ? "longer than 200 bytes; row left out" : "empty; row left out");
        return INTERN_NONE;
    }
    uint32_t la = la_of(r, rows, key);
    uint32_t child = la == INTERN_NONE ? INTERN_NONE : ssda903_child(r, la, id);
    *memory = child == INTERN_NONE;
    return child;
}

/* The YEAR cell; 0 when there is none, or none that is a year (said). */
static int16_t year_of(struct rows *rows, const struct key_cells *key)
{
    struct text t = cell(rows, key->year);
    long year = 0;
    char shown[64];
    if (t.size && (!text_integer(t, &year) || year < 1900 || year > 2199)) {
        rows_problem(rows, PROBLEM_WARNING, "not-a-year", key->year,
                     "'%s' is not a year (YYYY); the year of the file's dates is used",
                     text_show(t, shown, sizeof shown));
        return 0;
    }
    return (int16_t)year;
}

static bool grow(void **array, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return true;
    size_t wanted = *room ? *room * 2 : 1024;
    void *more = realloc(*array, wanted * size);
    if (!more)
        return false;
    *array = more;
    *room = wanted;
    return true;
}

/* -- episodes */

static const char *const code_names[EPISODE_COLUMNS] = {
    "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "REC", "REASON_PLACE_CHANGE"};
static const char *const place_names[PLACES] = {"HOME_POST", "PL_POST",     "URN",
                                                "PL_LA",     "PL_LOCATION", "PL_DISTANCE"};

struct episode_cells {
    struct key_cells key;
    int decom, dec, code[EPISODE_COLUMNS], place[PLACES];
};

/* A date cell; false after a report that leaves the row out. */
static bool read_date(struct ssda903 *r, struct rows *rows, int index, bool wanted, int32_t *out)
{
    struct text t = cell(rows, index);
    enum date_reading reading = date_parse(t, out);
    char shown[64];
    if (reading == DATE_READ || (reading == DATE_EMPTY && !wanted))
        return true;
    if (reading == DATE_EMPTY) {
        r->left_out[LEFT_NO_START]++;
        rows_problem(rows, PROBLEM_ROW, "no-start", index, "empty; row left out");
        return false;
    }
    r->left_out[LEFT_BAD_DATE]++;
    rows_problem(rows, PROBLEM_ROW, "not-a-date", index, "'%s' %s; row left out",
                 text_show(t, shown, sizeof shown), date_reading_text(reading));
    return false;
}

static bool read_dates(struct ssda903 *r, struct rows *rows, const struct episode_cells *c,
                       struct episode *e)
{
    if (!read_date(r, rows, c->decom, true, &e->start) ||
        !read_date(r, rows, c->dec, false, &e->end))
        return false;
    if (e->end == DATE_NONE || e->end >= e->start)
        return true;
    char start[DATE_TEXT], end[DATE_TEXT];
    date_write(e->start, start);
    date_write(e->end, end);
    r->left_out[LEFT_END_FIRST]++;
    rows_problem(rows, PROBLEM_ROW, "end-before-start", c->dec,
                 "%s is before DECOM (%s); row left out", end, start);
    return false;
}

/* Postcodes, URN and the rest in one piece of memory. A distance of 999.9 says that it is not known. */
static bool pack_places(struct ssda903 *r, struct rows *rows, const struct episode_cells *c,
                        const char **out)
{
    struct text t[PLACES];
    size_t size = PLACES - 1;
    for (int i = 0; i < PLACES; i++) {
        t[i] = cell(rows, c->place[i]);
        if (i == PL_DISTANCE && text_is(t[i], "999.9"))
            t[i].size = 0;
        size += t[i].size;
    }
    *out = NULL;
    if (size == PLACES - 1)
        return true;
    char small[256];
    char *packed = size <= sizeof small ? small : malloc(size);
    if (!packed)
        return false;
    char *at = packed;
    for (int i = 0; i < PLACES; i++) {
        if (t[i].size)
            memcpy(at, t[i].at, t[i].size);
        at += t[i].size;
        if (i + 1 < PLACES)
            *at++ = '\0';
    }
    *out = arena_text(&r->places, (struct text){packed, size}).at;
    if (packed != small)
        free(packed);
    return *out != NULL;
}

static enum status read_episode(struct ssda903 *r, struct rows *rows, const struct episode_cells *c,
                                uint32_t source)
{
    bool memory;
    struct episode e = {.line = (uint32_t)rows_line(rows), .source = source};
    e.child = child_of(r, rows, &c->key, &memory);
    if (e.child == INTERN_NONE) {
        r->left_out[LEFT_NO_CHILD] += !memory;
        return memory ? STATUS_MEMORY : STATUS_OK;
    }
    if (!read_dates(r, rows, c, &e))
        return STATUS_OK;
    e.year = year_of(rows, &c->key);
    if (!e.year) {
        e.year = (int16_t)r->options->year;
        r->used_year = true;
    }
    for (int i = 0; i < EPISODE_COLUMNS; i++)
        if (!ssda903_value(r, cell(rows, c->code[i]), &e.code[i]))
            return STATUS_MEMORY;
    if (!pack_places(r, rows, c, &e.places) ||
        !grow((void **)&r->episodes, r->episode_count, &r->episode_room, sizeof e))
        return STATUS_MEMORY;
    r->episodes[r->episode_count++] = e;
    return STATUS_OK;
}

enum status ssda903_episode_rows(struct ssda903 *r, struct rows *rows, struct source *source)
{
    struct episode_cells c = {
        key_cells_of(rows), cell_of(rows, "DECOM"), cell_of(rows, "DEC"), {0}, {0}};
    for (int i = 0; i < EPISODE_COLUMNS; i++)
        c.code[i] = cell_of(rows, code_names[i]);
    for (int i = 0; i < PLACES; i++) {
        c.place[i] = cell_of(rows, place_names[i]);
        r->has_place[i] |= c.place[i] >= 0;
    }
    uint32_t number = (uint32_t)(source - r->sources);
    source->first = r->episode_count;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && (status = rows_next(rows)) == STATUS_OK)
        status = read_episode(r, rows, &c, number);
    source->last = r->episode_count;
    r->rows_read += rows_count(rows);
    r->rows_ragged += rows_left_out(rows);
    return status;
}

/* -- header */

struct header_cells {
    struct key_cells key;
    int sex, dob, ethnic, uasc;
};

/* M, F or U from either coding; VALUE_BLANK after a report when it is neither. */
static bool read_sex(struct ssda903 *r, struct rows *rows, int index, uint16_t *out)
{
    static const char *const spellings[][2] = {{"1", "M"}, {"2", "F"},   {"M", "M"},  {"F", "F"},
                                               {"U", "U"}, {"1.0", "M"}, {"2.0", "F"}};
    struct text t = cell(rows, index);
    char shown[64];
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        if (text_is_nocase(t, spellings[i][0]))
            return ssda903_value(r, text_of(spellings[i][1]), out);
    *out = VALUE_BLANK;
    if (t.size)
        rows_problem(rows, PROBLEM_WARNING, "sex", index, "'%s' is not a code of SEX; left empty",
                     text_show(t, shown, sizeof shown));
    return true;
}

static void read_birth(struct rows *rows, int index, int32_t *out)
{
    struct text t = cell(rows, index);
    enum date_reading reading = date_parse(t, out);
    char shown[64];
    if (reading == DATE_READ)
        return;
    *out = DATE_NONE;
    if (reading == DATE_EMPTY)
        rows_problem(rows, PROBLEM_WARNING, "no-birth-date", index, "empty; age unknown");
    else
        rows_problem(rows, PROBLEM_WARNING, "birth-date", index, "'%s' %s; age unknown",
                     text_show(t, shown, sizeof shown), date_reading_text(reading));
}

static enum status read_header(struct ssda903 *r, struct rows *rows, const struct header_cells *c,
                               uint32_t source)
{
    bool memory;
    struct header_row h = {.source = source, .line = (uint32_t)rows_line(rows)};
    h.child = child_of(r, rows, &c->key, &memory);
    if (h.child == INTERN_NONE)
        return memory ? STATUS_MEMORY : STATUS_OK;
    h.year = year_of(rows, &c->key);
    if (!h.year)
        h.year = (int16_t)r->options->year;
    read_birth(rows, c->dob, &h.birth);
    if (!read_sex(r, rows, c->sex, &h.sex) ||
        !ssda903_value(r, cell(rows, c->ethnic), &h.ethnicity) ||
        !grow((void **)&r->headers, r->header_count, &r->header_room, sizeof h))
        return STATUS_MEMORY;
    struct text uasc = cell(rows, c->uasc);
    if (text_is(uasc, "1") || text_is(uasc, "1.0"))
        r->children[h.child].flags |= CHILD_UASC;
    r->headers[r->header_count++] = h;
    return STATUS_OK;
}

enum status ssda903_header_rows(struct ssda903 *r, struct rows *rows, struct source *source)
{
    struct header_cells c = {key_cells_of(rows), cell_of(rows, "SEX"), cell_of(rows, "DOB"),
                             cell_of(rows, "ETHNIC"), cell_of(rows, "UASC")};
    uint32_t number = (uint32_t)(source - r->sources);
    source->first = r->header_count;
    r->uasc_tables += c.uasc >= 0;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && (status = rows_next(rows)) == STATUS_OK)
        status = read_header(r, rows, &c, number);
    source->last = r->header_count;
    return status;
}

/* -- uasc */

enum status ssda903_uasc_rows(struct ssda903 *r, struct rows *rows)
{
    struct key_cells key = key_cells_of(rows);
    enum status status = STATUS_OK;
    while (status == STATUS_OK && (status = rows_next(rows)) == STATUS_OK) {
        bool memory;
        uint32_t child = child_of(r, rows, &key, &memory);
        if (child != INTERN_NONE)
            r->children[child].flags |= CHILD_UASC;
        else if (memory)
            status = STATUS_MEMORY;
    }
    return status;
}
