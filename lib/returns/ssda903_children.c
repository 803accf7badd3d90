// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/ssda903_private.h"

#include <stdlib.h>

/* Header rows to children: the newest year's header wins, cell by cell, and a blank cell never wipes out
 * what an older header knew. */

/* A child placed at this age or over is a slip in the birth date: care ends at 18, and remand or
 * staying put can add a little, but nobody is placed at 21. */
enum { IMPOSSIBLE_AGE = 21 };

/* Of the children of header file H, those that episodes file E has too, as a share of both. */
static double shared(const struct ssda903 *r, const struct source *h, const struct source *e,
                     uint32_t *mark, uint32_t stamp)
{
    size_t both = 0, either = 0;
    for (size_t i = h->first; i < h->last; i++) {
        uint32_t *m = &mark[r->headers[i].child];
        either += *m != stamp;
        *m = stamp;
    }
    for (size_t i = e->first; i < e->last; i++) {
        uint32_t *m = &mark[r->episodes[i].child];
        both += *m == stamp;
        either += *m != stamp && *m != stamp + 1;
        *m = stamp + 1;
    }
    return either ? (double)both / (double)either : 0;
}

/* The year of header file H: that of the episodes file of its folder (of any folder, when its own has none)
 * with which it shares most children; of the newest such file. */
static int16_t year_of_header(const struct ssda903 *r, const struct source *h, uint32_t *mark,
                              uint32_t *stamp)
{
    bool own = false;
    for (size_t i = 0; i < r->source_count; i++)
        own |= r->sources[i].episodes && r->sources[i].folder == h->folder;
    double best = -1;
    int16_t year = 0;
    for (size_t i = 0; i < r->source_count; i++) {
        const struct source *e = &r->sources[i];
        if (!e->episodes || (own && e->folder != h->folder))
            continue;
        *stamp += 2;
        double share = shared(r, h, e, mark, *stamp);
        if (share > best || (share >= best && e->year > year)) {
            best = share;
            year = e->year;
        }
    }
    return year;
}

static enum status settle_header_years(struct ssda903 *r)
{
    uint32_t *mark = calloc(r->ids.count + 1, sizeof *mark);
    if (!mark)
        return STATUS_MEMORY;
    uint32_t stamp = 0;
    for (size_t i = 0; i < r->source_count; i++) {
        struct source *s = &r->sources[i];
        bool dated = true;
        for (size_t k = s->first; !s->episodes && k < s->last; k++)
            dated &= r->headers[k].year != 0;
        if (s->episodes || dated)
            continue;
        s->year = year_of_header(r, s, mark, &stamp);
        for (size_t k = s->first; k < s->last; k++)
            if (!r->headers[k].year)
                r->headers[k].year = s->year;
    }
    free(mark);
    return STATUS_OK;
}

static void join_row(struct child *c, const struct header_row *h)
{
    c->flags |= CHILD_HAS_HEADER;
    if (h->birth != DATE_NONE) {
        if (c->birth != DATE_NONE && c->birth != h->birth)
            c->flags |= CHILD_BIRTH_CHANGED;
        if (c->birth == DATE_NONE || h->year >= c->birth_year) {
            c->birth = h->birth;
            c->birth_year = h->year;
            c->birth_source = h->source;
            c->birth_line = h->line;
        }
    }
    if (h->sex != VALUE_BLANK && (c->sex == VALUE_BLANK || h->year >= c->sex_year)) {
        c->sex = h->sex;
        c->sex_year = h->year;
    }
    if (h->ethnicity != VALUE_BLANK &&
        (c->ethnicity == VALUE_BLANK || h->year >= c->ethnicity_year)) {
        c->ethnicity = h->ethnicity;
        c->ethnicity_year = h->year;
    }
}

enum status ssda903_join(struct ssda903 *r)
{
    enum status status = settle_header_years(r);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < r->header_count; i++)
        join_row(&r->children[r->headers[i].child], &r->headers[i]);
    free(r->headers);
    r->headers = NULL;
    return STATUS_OK;
}

void ssda903_check_birth(struct ssda903 *r, uint32_t child, int32_t first_start)
{
    struct child *c = &r->children[child];
    if (c->birth == DATE_NONE)
        return;
    bool unborn = c->birth > first_start;
    if (!unborn && date_age(c->birth, first_start) < IMPOSSIBLE_AGE)
        return;
    char birth[DATE_TEXT], start[DATE_TEXT];
    date_write(c->birth, birth);
    date_write(first_start, start);
    problem_report(r->sink, PROBLEM_WARNING, "impossible-birth-date",
                   r->sources[c->birth_source].path, c->birth_line, "DOB",
                   unborn ? "%s is after the child's first DECOM (%s); age unknown"
                          : "%s makes the child 21 or over on the first DECOM (%s); age unknown",
                   birth, start);
    c->birth = DATE_NONE;
}
