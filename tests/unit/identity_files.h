// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TESTS_IDENTITY_FILES_H
#define HEARTH_TESTS_IDENTITY_FILES_H

/* Random spell files that hold what real ones hold: moves, spells of no length, overlaps, events on
 * birthdays, open spells, stale ones, several authorities, missing years, dates far away. */
#include "unit/unit.h"

#include "base/random.h"
#include "calendar/date.h"

#include <stdlib.h>
#include <unistd.h>

enum { SPELLS_MOST = 64 };
enum { EARLIEST = 16436 /* 2015-01-01 */, DAYS_MOST = 3000 };
static const char *const categories[] = {"Fostering", "Residential", "Supported"};
static const char *const authorities[] = {"301", "302", "E10"};

struct record {
    int la, id, category;
    int32_t start, end, over, from, to, birth, placement;
    int16_t age[DAYS_MOST], tenure[DAYS_MOST]; /* completed years by day since EARLIEST; -1: none */
};

struct file {
    struct record records[SPELLS_MOST];
    int count;
    struct random_stream random;
    char path[40];
    bool unseen[3][DAYS_MOST]; /* by authority and day since EARLIEST */
};

static uint32_t below(struct file *f, uint32_t n)
{
    return random_below(&f->random, n);
}

static bool one_in(struct file *f, uint32_t n)
{
    return below(f, n) == 0;
}

/* A chain of spells of one child; windows lie in one or two blocks with a missing year between. */
static void make_child(struct file *f, int la, int id, const int32_t block[4], bool gap)
{
    int32_t birth = one_in(f, 12)
                        ? DATE_NONE
                        : date_of(2000 + (int)below(f, 20), 1, 1) + (int32_t)below(f, 366);
    int32_t at = block[0] - 400 + (int32_t)below(f, 1200);
    if (birth != DATE_NONE && one_in(f, 3))
        at = date_birthday(birth, date_age(birth, at > birth ? at : birth) + 1);
    int32_t placement = at;
    for (int n = 1 + (int)below(f, 5); n > 0 && f->count < SPELLS_MOST; n--) {
        bool late = gap && at >= block[2] - 1;
        struct record r = {.la = la,
                           .id = id,
                           .category = (int)below(f, 3),
                           .birth = birth,
                           .start = at,
                           .from = late ? block[2] : block[0],
                           .to = gap && !late && one_in(f, 2) ? block[1] : block[3]};
        int32_t days = one_in(f, 5) ? 0 : (int32_t)below(f, 400);
        if (birth != DATE_NONE && days && one_in(f, 4))
            days = date_birthday(birth, date_age(birth, at > birth ? at : birth) + 1) - at;
        r.end = at + (days > 0 ? days : 0);
        if (one_in(f, 40))
            r.end = date_of(2199, 12, 31);
        if (one_in(f, 4) && r.to >= r.start) {
            r.end = DATE_NONE;
            if (one_in(f, 4) && r.start <= r.from + 200 && r.to > r.from + 200)
                r.to = r.from + 200; /* lost from sight */
        }
        if (one_in(f, 2))
            placement = at;
        r.placement = placement;
        r.over = r.end != DATE_NONE ? r.end : r.to + 1;
        f->records[f->count++] = r;
        at = r.over;
        if (one_in(f, 6))
            at -= (int32_t)below(f, 100); /* overlap */
        else if (one_in(f, 3))
            at += (int32_t)below(f, 60);
        if (at < r.start)
            at = r.start;
        if (at > date_of(2030, 1, 1))
            break;
    }
}

static void make_records(struct file *f, uint64_t seed)
{
    random_start(&f->random, seed, "test_identity", text_of(""), text_of(""), 0);
    f->count = 0;
    int las = 1 + (int)below(f, 3);
    for (int la = 0; la < las; la++) {
        int32_t first = date_of(2016 + (int)below(f, 2), 4, 1);
        bool gap = one_in(f, 4);
        int32_t block[4] = {first, date_add_months(first, 12) - 1, date_add_months(first, 24),
                            date_add_months(first, 36 + 12 * (int)below(f, 2)) - 1};
        if (one_in(f, 5))
            block[0] += 45; /* a window that begins inside a period */
        if (one_in(f, 5))
            block[3] -= 45;
        for (int id = 0, ids = 1 + (int)below(f, 6); id < ids; id++)
            make_child(f, la, id, block, gap);
        if (one_in(f, 10) && f->count < SPELLS_MOST)
            f->records[f->count++] = (struct record){la,
                                                     9,
                                                     0,
                                                     date_of(1900, 1, 1),
                                                     date_of(1900, 1, 9),
                                                     date_of(1900, 1, 9),
                                                     block[0],
                                                     block[3],
                                                     DATE_NONE,
                                                     date_of(1900, 1, 1)};
    }
}

static void write_date(FILE *out, int32_t date)
{
    char text[DATE_TEXT];
    date_write(date, text);
    fprintf(out, "%s,", text);
}

static void write_file(struct file *f)
{
    strcpy(f->path, "/tmp/hearth-identity-XXXXXX");
    int fd = mkstemp(f->path);
    assert_true(fd >= 0);
    FILE *out = fdopen(fd, "w");
    fputs("la,id,start,end,observed_from,observed_to,birth_date,placement_start,category\n", out);
    for (int i = 0; i < f->count; i++) {
        const struct record *r = &f->records[i];
        fprintf(out, "%s,%d,", authorities[r->la], r->id);
        write_date(out, r->start);
        write_date(out, r->end);
        write_date(out, r->from);
        write_date(out, r->to);
        write_date(out, r->birth);
        write_date(out, r->placement);
        fprintf(out, "%s\n", categories[r->category]);
    }
    assert_int_equal(fclose(out), 0);
}

#endif
