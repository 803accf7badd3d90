// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/ssda903_private.h"

#include <stdlib.h>

/* Which year a return is for, and over which dates it could have seen anything.
 *
 * A file without YEAR (and without --year) is the return of the year that ends on the 31 March on or
 * after its latest DECOM. A return whose latest event (DECOM or DEC) is within 31 days before its year end is a
 * full year, and its window ends with the year; otherwise it is an extract from within the year, and its
 * window ends at its latest event. Returns of consecutive years are one block, through which a spell is
 * seen from the 1 April before the block's first return; a missing year between two blocks is a gap. */

enum { FULL_YEAR_DAYS = 31 };

static int32_t year_end(int year)
{
    return date_of(year, 3, 31);
}

static int16_t year_of_date(int32_t date)
{
    int year, month, day;
    date_split(date, &year, &month, &day);
    return (int16_t)(month > 3 ? year + 1 : year);
}

/* Whether another row has an event in the year up to LAST's DECOM. */
static bool is_borne_out(const struct ssda903 *r, const struct source *s,
                         const struct episode *last)
{
    for (size_t i = s->first; i < s->last; i++) {
        const struct episode *e = &r->episodes[i];
        if (e == last || e->year)
            continue;
        bool end = e->end != DATE_NONE && e->end <= last->start && last->start - e->end <= 366;
        if (end || last->start - e->start <= 366)
            return true;
    }
    return false;
}

/* The year of a file's rows that have none. One DECOM that is more than a year after every other event is
 * a slip of the pen, not the file's year: it is said and set aside. */
static int16_t year_of_file(struct ssda903 *r, const struct source *s)
{
    const struct episode *last = NULL, *second = NULL;
    for (size_t i = s->first; i < s->last; i++) {
        const struct episode *e = &r->episodes[i];
        if (e->year)
            continue;
        if (!last || e->start > last->start) {
            second = last;
            last = e;
        } else if (!second || e->start > second->start) {
            second = e;
        }
    }
    if (!last)
        return 0;
    if (!second || is_borne_out(r, s, last))
        return year_of_date(last->start);
    char start[DATE_TEXT];
    date_write(last->start, start);
    problem_report(r->sink, PROBLEM_WARNING, "late-start", s->path, last->line, "DECOM",
                   "%s is more than a year after any other; not used to find the file's year",
                   start);
    return year_of_date(second->start);
}

/* Nothing that begins after 31 March is known to the return of that year. */
static void check_start(struct ssda903 *r, struct episode *e, const struct source *s)
{
    char date[DATE_TEXT];
    if (e->start <= year_end(e->year))
        return;
    date_write(e->start, date);
    r->left_out[LEFT_AFTER_YEAR]++;
    e->first_year = 0;
    problem_report(r->sink, PROBLEM_ROW, "after-year", s->path, e->line, "DECOM",
                   "%s is after the year of its return, which ends on 31 March %d; row left out",
                   date, e->year);
}

/* Gives every episode its year. Files of headers follow in ssda903_join. */
static void settle_years(struct ssda903 *r)
{
    for (size_t i = 0; i < r->source_count; i++) {
        struct source *s = &r->sources[i];
        if (!s->episodes)
            continue;
        int16_t year = year_of_file(r, s);
        for (size_t k = s->first; k < s->last; k++) {
            struct episode *e = &r->episodes[k];
            if (!e->year)
                e->year = year;
            e->first_year = e->last_year = e->year;
            if (e->year > s->year)
                s->year = e->year;
            check_start(r, e, s);
        }
    }
}

static int by_la_and_year(const void *a, const void *b)
{
    const struct submission *x = a, *y = b;
    if (x->la != y->la)
        return x->la < y->la ? -1 : 1;
    return x->year < y->year ? -1 : x->year > y->year;
}

/* The submission (la, year) among the COUNT found so far, which INDEX numbers. */
static struct submission *submission_of(struct ssda903 *r, struct intern *index, uint32_t la,
                                        int16_t year, size_t *room)
{
    uint32_t key[2] = {la, (uint32_t)year};
    uint32_t number = intern_add(index, (struct text){(const char *)key, sizeof key});
    if (number == INTERN_NONE)
        return NULL;
    if (number < r->submission_count)
        return &r->submissions[number];
    if (number == *room) {
        size_t wanted = *room ? *room * 2 : 64;
        struct submission *more = realloc(r->submissions, wanted * sizeof *more);
        if (!more)
            return NULL;
        r->submissions = more;
        *room = wanted;
    }
    r->submissions[r->submission_count++] =
        (struct submission){.la = la, .year = year, .latest = DATE_NONE};
    return &r->submissions[number];
}

static void note_event(struct submission *s, int32_t date)
{
    if (date <= year_end(s->year) && date > s->latest)
        s->latest = date;
}

static enum status collect_submissions(struct ssda903 *r)
{
    struct intern index = {0};
    size_t room = 0;
    enum status status = STATUS_OK;
    struct submission *s = NULL;
    for (size_t i = 0; i < r->episode_count && status == STATUS_OK; i++) {
        const struct episode *e = &r->episodes[i];
        uint32_t la = r->children[e->child].la;
        if (!s || s->la != la || s->year != e->year)
            s = submission_of(r, &index, la, e->year, &room);
        if (!s) {
            status = STATUS_MEMORY;
            continue;
        }
        s->rows++;
        note_event(s, e->start);
        note_event(s, e->end);
    }
    intern_done(&index);
    if (r->submission_count)
        qsort(r->submissions, r->submission_count, sizeof *r->submissions, by_la_and_year);
    return status;
}

/* The unbroken runs of years; a gap is warned about by name. */
static void mark_blocks(struct ssda903 *r)
{
    struct submission *s = r->submissions;
    for (size_t i = 0; i < r->submission_count; i++) {
        bool same_la = i && s[i - 1].la == s[i].la;
        bool joined = same_la && s[i - 1].year + 1 == s[i].year;
        s[i].block_first = joined ? s[i - 1].block_first : s[i].year;
        for (int year = s[i].year; same_la && --year > s[i - 1].year;) {
            char la[64];
            problem_report(
                r->sink, PROBLEM_WARNING, "missing-year", NULL, 0, NULL,
                "the return of %d is missing%s%s: nothing is known from 1 April %d to 31 "
                "March %d",
                year, intern_text(&r->las, s[i].la).size ? ", authority " : "",
                text_show(intern_text(&r->las, s[i].la), la, sizeof la), year - 1, year);
        }
    }
    for (size_t i = r->submission_count; i--;) {
        bool joined =
            i + 1 < r->submission_count && s[i + 1].la == s[i].la && s[i].year + 1 == s[i + 1].year;
        s[i].block_last = joined ? s[i + 1].block_last : s[i].year;
    }
}

static void end_windows(struct ssda903 *r)
{
    for (size_t i = 0; i < r->submission_count; i++) {
        struct submission *s = &r->submissions[i];
        int32_t end = year_end(s->year);
        bool full = s->latest == DATE_NONE || end - s->latest <= FULL_YEAR_DAYS;
        int32_t first = year_end(s->year - 1) + 1; /* no window is shorter than a day */
        s->window_end = full ? end : s->latest < first ? first : s->latest;
        char la[64], date[DATE_TEXT];
        date_write(s->window_end, date);
        struct text name = intern_text(&r->las, s->la);
        problem_report(r->sink, PROBLEM_NOTE, "return", NULL, 0, NULL,
                       "return of %d%s%s: %u %s, %s %s", s->year, name.size ? ", authority " : "",
                       text_show(name, la, sizeof la), s->rows, s->rows == 1 ? "row" : "rows",
                       full ? "a full year, seen to"
                       : s->latest >= first
                           ? "an extract from within the year, seen to its latest event,"
                           : "no event in its year, seen to",
                       date);
    }
}

enum status ssda903_windows(struct ssda903 *r)
{
    settle_years(r);
    enum status status = collect_submissions(r);
    if (status != STATUS_OK)
        return status;
    mark_blocks(r);
    end_windows(r);
    return STATUS_OK;
}

const struct submission *ssda903_submission(const struct ssda903 *r, uint32_t la, int year)
{
    struct submission key = {.la = la, .year = (int16_t)year};
    if (!r->submission_count)
        return NULL;
    return bsearch(&key, r->submissions, r->submission_count, sizeof key, by_la_and_year);
}

int ssda903_newest_year(const struct ssda903 *r, uint32_t la)
{
    /* The last submission whose la is not above LA. */
    size_t low = 0, high = r->submission_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->submissions[middle].la <= la)
            low = middle + 1;
        else
            high = middle;
    }
    return low && r->submissions[low - 1].la == la ? r->submissions[low - 1].year : 0;
}

void ssda903_window(const struct ssda903 *r, uint32_t la, int first, int last, bool open,
                    int32_t *from, int32_t *to)
{
    const struct submission *sent = ssda903_submission(r, la, first);
    const struct submission *seen = ssda903_submission(r, la, last);
    if (!open)
        seen = ssda903_submission(r, la, seen->block_last);
    *from = date_of(sent->block_first - 1, 4, 1);
    *to = seen->window_end;
}
