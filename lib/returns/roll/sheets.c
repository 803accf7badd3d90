// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/roll/roll_private.h"

#include <stdlib.h>

/* What was seen when (roll.h says how it is found). A sheet is what one file, or one return year, said
 * of one authority. */

enum { NEAR_DAYS = 31, LEAST_EVENTS = 8 };

/* Room for one more of an array that grows by doubling at powers of two. */
static bool grow(void **array, uint32_t count, size_t size)
{
    if (count & (count - 1))
        return true;
    void *more = realloc(*array, (count ? (size_t)count * 2 : 1) * size);
    if (!more)
        return false;
    *array = more;
    return true;
}

static uint32_t find_extent(struct roll *r, uint32_t la, int year, uint32_t file)
{
    uint32_t key[3] = {year ? la : INTERN_NONE, (uint32_t)year, year ? INTERN_NONE : file};
    uint32_t before = r->extent_keys.count;
    uint32_t number = intern_add(&r->extent_keys, (struct text){(const char *)key, sizeof key});
    if (number != before)
        return number;
    if (!grow((void **)&r->extents, number, sizeof *r->extents))
        return INTERN_NONE;
    r->extents[number] =
        (struct roll_extent){.first_end = DATE_NONE, .latest = DATE_NONE, .second = DATE_NONE};
    return number;
}

uint32_t roll_sheet(struct roll *r, uint32_t la, int year, uint32_t file)
{
    uint32_t key[3] = {la, (uint32_t)year, year ? INTERN_NONE : file};
    uint32_t before = r->sheet_keys.count;
    uint32_t number = intern_add(&r->sheet_keys, (struct text){(const char *)key, sizeof key});
    if (number != before)
        return number;
    uint32_t extent = find_extent(r, la, year, file);
    if (extent == INTERN_NONE || !grow((void **)&r->sheets, number, sizeof *r->sheets))
        return INTERN_NONE;
    r->sheets[number] =
        (struct roll_sheet){.la = la, .file = key[2], .extent = extent, .year = year};
    r->sheet_count++;
    return number;
}

static struct period_calendar years_of(const struct roll *r)
{
    return (struct period_calendar){EVERY_YEAR, r->kind->end_month, r->kind->end_day};
}

void roll_event(struct roll *r, uint32_t sheet, int32_t date, bool ends)
{
    const struct roll_sheet *s = &r->sheets[sheet];
    struct roll_extent *e = &r->extents[s->extent];
    const struct period_calendar years = years_of(r);
    if (date == DATE_NONE || (s->year && period_year(&years, date) > s->year))
        return;
    e->events++;
    if (date > e->latest) {
        e->second = e->latest;
        e->latest = date;
    } else if (date > e->second && date < e->latest) {
        e->second = date;
    }
    if (ends && (e->first_end == DATE_NONE || date < e->first_end))
        e->first_end = date;
}

/* Whether any row of it is a spell, or it has a year in any case. */
static bool is_used(const struct roll *r, const struct roll_sheet *s)
{
    return s->year || r->extents[s->extent].latest != DATE_NONE;
}

/* The last day of the year YEAR. */
static int32_t year_end(const struct roll *r, int year)
{
    const struct period_calendar years = years_of(r);
    return period_end_from(&years, date_of(year, r->kind->end_month, 1));
}

/* One event more than a year after every other is a slip of the pen, and no reason to think that the
 * file knows so late a day. */
static void drop_late_event(const struct roll *r, const struct roll_sheet *s)
{
    char date[DATE_TEXT];
    struct roll_extent *e = &r->extents[s->extent];
    if (s->year || e->events < LEAST_EVENTS || e->second == DATE_NONE ||
        e->latest - e->second <= 366)
        return;
    date_write(e->latest, date);
    problem_report(r->sink, PROBLEM_WARNING, "late-date", roll_path(r, s->file), 0, NULL,
                   "%s is more than a year after any other date; not used to find what the file "
                   "could see",
                   date);
    e->latest = e->second;
}

static const char *set_end(const struct roll *r, struct roll_sheet *s)
{
    const struct period_calendar years = years_of(r);
    if (s->year) {
        s->to = year_end(r, s->year);
        return r->kind->form == RETURN_POSTS ? "census" : "the year";
    }
    drop_late_event(r, s);
    int32_t latest = r->extents[s->extent].latest;
    int32_t end = period_end_from(&years, latest);
    bool full = end - latest <= NEAR_DAYS;
    s->to = full ? end : latest;
    return full ? "to the end of its year" : "to its latest event";
}

static const char *set_start(const struct roll *r, struct roll_sheet *s)
{
    const struct period_calendar years = years_of(r);
    int32_t ended = r->extents[s->extent].first_end;
    if (s->year) {
        s->from = year_end(r, s->year - 1) + 1;
        return "the year";
    }
    if (ended == DATE_NONE) {
        s->from = s->to;
        return "nothing has ended in it: a snapshot";
    }
    int32_t first = year_end(r, period_year(&years, ended) - 1) + 1;
    bool near = ended - first <= NEAR_DAYS;
    s->from = near ? first : ended;
    return near ? "from the start of the year of the first end" : "from the first end";
}

/* Once a return, or a file without years. */
static void say_extent(const struct roll *r, const struct roll_sheet *s, const char *start,
                       const char *end)
{
    char from[DATE_TEXT], to[DATE_TEXT], la[64];
    struct text name = intern_text(&r->las, s->la);
    struct roll_extent *e = &r->extents[s->extent];
    const char *rows = e->rows == 1 ? "row" : "rows";
    if (e->said)
        return;
    e->said = true;
    date_write(s->from, from);
    date_write(s->to, to);
    text_show(name, la, sizeof la);
    if (s->file == INTERN_NONE)
        problem_report(r->sink, PROBLEM_NOTE, "sheet", NULL, 0, NULL,
                       "return of %d%s%s: %zu %s, seen from %s to %s (%s)", s->year,
                       name.size ? ", authority " : "", la, e->rows, rows, from, to, end);
    else
        problem_report(r->sink, PROBLEM_NOTE, "sheet", roll_path(r, s->file), 0, NULL,
                       "%zu %s, seen from %s (%s) to %s (%s)", e->rows, rows, from, start, to, end);
}

static int by_la_and_from(const void *a, const void *b)
{
    const struct roll_sheet *x = *(const struct roll_sheet *const *)a;
    const struct roll_sheet *y = *(const struct roll_sheet *const *)b;
    if (x->la != y->la)
        return x->la < y->la ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    return x < y ? -1 : x > y;
}

static void say_gap(const struct roll *r, uint32_t la, int32_t from, int32_t to)
{
    char first[DATE_TEXT], last[DATE_TEXT], shown[64];
    struct text name = intern_text(&r->las, la);
    date_write(from, first);
    date_write(to, last);
    problem_report(r->sink, PROBLEM_WARNING, "gap", NULL, 0, NULL,
                   "nothing is known%s%s from %s to %s: no file or year covers it",
                   name.size ? " of authority " : "", text_show(name, shown, sizeof shown), first,
                   last);
}

/* Windows of one authority that meet or overlap become one block. */
static enum status join_blocks(struct roll *r)
{
    size_t n;
    struct roll_sheet **order = malloc((r->sheet_count + 1) * sizeof *order);
    if (!order)
        return STATUS_MEMORY;
    n = 0;
    for (size_t i = 0; i < r->sheet_count; i++)
        if (is_used(r, &r->sheets[i]))
            order[n++] = &r->sheets[i];
    qsort(order, n, sizeof *order, by_la_and_from);
    for (size_t i = 0; i < n;) {
        int32_t to = order[i]->to;
        size_t k = i + 1;
        while (k < n && order[k]->la == order[i]->la && order[k]->from <= to + 1) {
            to = order[k]->to > to ? order[k]->to : to;
            k++;
        }
        if (k < n && order[k]->la == order[i]->la)
            say_gap(r, order[i]->la, to + 1, order[k]->from - 1);
        for (size_t m = i; m < k; m++) {
            order[m]->block_from = order[i]->from;
            order[m]->block_to = to;
        }
        i = k;
    }
    free(order);
    return STATUS_OK;
}

/* Terms are set, not observed: one window over everything that the files name. */
static void window_of_terms(struct roll *r)
{
    int32_t from = DATE_NONE, to = DATE_NONE;
    for (size_t i = 0; i < r->spell_count; i++) {
        const struct roll_spell *s = &r->spells[i];
        int32_t last = s->end == DATE_NONE ? s->start : s->end;
        from = from == DATE_NONE || s->start < from ? s->start : from;
        to = last > to ? last : to;
    }
    for (size_t i = 0; i < r->sheet_count; i++) {
        r->sheets[i].from = r->sheets[i].block_from = from;
        r->sheets[i].to = r->sheets[i].block_to = to;
    }
}

enum status roll_windows(struct roll *r)
{
    if (r->kind->form == RETURN_TERMS) {
        window_of_terms(r);
        return STATUS_OK;
    }
    const struct roll_table *t = &r->tables[r->main];
    for (size_t i = 0; i < t->count; i++)
        r->extents[r->sheets[t->rows[i].sheet].extent].rows++;
    for (size_t i = 0; i < r->sheet_count; i++) {
        struct roll_sheet *s = &r->sheets[i];
        if (!is_used(r, s))
            continue;
        const char *end = set_end(r, s);
        const char *start = set_start(r, s);
        say_extent(r, s, start, end);
    }
    return join_blocks(r);
}
