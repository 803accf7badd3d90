// SPDX-License-Identifier: GPL-3.0-or-later
/* What a supply is told beside its spells: places that are not available, approvals to come, vacancies; read
 * from made-up files whose truth is known. */
#include "unit.h"

#include "calendar/date.h"
#include "model/supply/approvals.h"
#include "model/supply/futures.h"
#include "model/supply/posts.h"
#include "stats/random/variates.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#define FIRST date_of(2018, 4, 1)
#define LAST  date_of(2024, 3, 31)

struct files {
    char spells[64], other[64];
};

static FILE *make_file(char path[64], const char *header)
{
    strcpy(path, "/tmp/hearth-test-supply-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "w");
    assert_non_null(f);
    fputs(header, f);
    return f;
}

static const char *write_date(int32_t date, char text[DATE_TEXT])
{
    return date == DATE_NONE ? "" : date_write(date, text).at;
}

/* COUNT households of one to three places, there all the time; the whole of one pauses for 100 days on
 * average, every 500. */
static void write_pausing(struct files *x, int count)
{
    FILE *spells = make_file(x->spells, "la,id,start,end,observed_from,observed_to,placement_kind,"
                                        "places\n");
    FILE *places = make_file(x->other, "la,id,start,end,observed_from,observed_to,approved,filled,"
                                       "vacant,not_available\n");
    struct random_stream r;
    random_start(&r, 5, "test-supply pauses", text_of(""), text_of(""), 0);
    for (int id = 0; id < count; id++) {
        int approved = 1 + (int)random_below(&r, 3);
        int32_t day = FIRST - 1000;
        fprintf(spells, "900,H%04d,2014-01-01,,2018-04-01,2024-03-31,Fostering: in-house,%d\n", id,
                approved);
        for (bool paused = false; day <= LAST; paused = !paused) {
            int32_t until =
                day + 1 + (int32_t)random_exponential(&r, paused ? 1 / 100.0 : 1 / 400.0);
            char from[DATE_TEXT], to[DATE_TEXT];
            if (until > FIRST)
                fprintf(places, "900,H%04d,%s,%s,2018-04-01,2024-03-31,%d,0,%d,%d\n", id,
                        write_date(day, from), write_date(until > LAST ? DATE_NONE : until, to),
                        approved, paused ? 0 : approved, paused ? approved : 0);
            day = until;
        }
    }
    assert_int_equal(fclose(spells) | fclose(places), 0);
}

struct world {
    struct roster roster;
    struct supply supply;
    struct timeline ahead, past;
    struct recorded said;
    struct problem_sink sink;
};

static void begin_world(struct world *w, const struct files *x, const char *places, int32_t origin)
{
    struct period_calendar calendar = PERIOD_TO_31_MARCH(EVERY_QUARTER);
    struct roster_settings reading = {.by = NULL};
    w->sink = record_to(&w->said);
    assert_int_equal(roster_read(&w->roster, x->spells, &reading, &w->sink), STATUS_OK);
    assert_true(timeline_ahead(&w->ahead, &calendar, origin, 8));
    assert_true(timeline_between(&w->past, &calendar, w->roster.earliest, origin));
    struct supply_settings settings = {
        .origin = origin, .ahead = &w->ahead, .past = &w->past, .places = places};
    assert_int_equal(supply_fit(&w->supply, &w->roster, &settings, &w->sink), STATUS_OK);
}

static void end_world(struct world *w, const struct files *x)
{
    supply_done(&w->supply);
    roster_done(&w->roster);
    timeline_done(&w->ahead);
    timeline_done(&w->past);
    unlink(x->spells);
    unlink(x->other);
}

static void test_pauses(void **state)
{
    (void)state;
    struct world w;
    struct files x;
    write_pausing(&x, 400);
    begin_world(&w, &x, x.other, LAST);
    const struct availability_cell *c = &w.supply.availability.cells[0];
    assert_true(fabs(c->share - .2) < 4 * sqrt(c->variance));
    assert_true(sqrt(c->variance) < .02);
    for (int lag = 1; lag < 4; lag++)
        assert_true(fabs(c->hold[lag] - exp(-91.3125 * lag * (1 / 400.0 + 1 / 100.0))) < .06);
    /* all places of a household together: sum of squares by sum, of 1, 2 and 3 */
    assert_true(fabs(c->clusters - 14 / 6.0) < .25);
    int32_t held = 0, ours = 0;
    for (size_t i = 0; i < w.supply.member_count; i++) {
        held += w.supply.members[i].held;
        ours += w.supply.members[i].ours;
    }
    assert_int_equal(w.supply.member_count, 400);
    /* nobody knows more of today than today's register */
    double usable = w.supply.availability.past[(w.past.count - 1) * w.roster.cell_count];
    assert_true(usable == ours - held);
    double far = availability_chance(c, PLACES_HELD, c->share, 3650);
    assert_true(fabs(far - c->share) < .06);
    assert_true(availability_chance(c, PLACES_HELD, c->share, 0) == 1);
    assert_true(availability_chance(c, PLACES_FREE, c->share, 0) == 0);
    end_world(&w, &x);
}

/* --- approvals ------------------------------------------------------------------------------- */

/* Two kinds and family and friends, half a dozen households of each a year; nobody ever leaves. */
static void write_kinds(struct files *x)
{
    static const char *const kinds[] = {"Fostering: agency", "Fostering: in-house",
                                        "Fostering: kinship"};
    FILE *f =
        make_file(x->spells, "la,id,start,end,observed_from,observed_to,placement_kind,places\n");
    for (int kind = 0; kind < 3; kind++)
        for (int i = 0; i < 36; i++) {
            char start[DATE_TEXT];
            fprintf(f, "900,%d%03d,%s,,2018-04-01,2024-03-31,%s,2\n", kind, i,
                    write_date(FIRST + 30 + 60 * i, start), kinds[kind]);
        }
    assert_int_equal(fclose(f), 0);
}

/* Three months of so many approvals in each of DRAWS futures; those of ROUTE. */
static void write_approvals(struct files *x, const char *column, const char *label, int number,
                            int draws)
{
    static const char *const dates[] = {"2024-04-30", "2024-05-31", "2024-06-30"};
    FILE *f = make_file(x->other, "");
    fprintf(f, "date,measure,%s,value,kind,draw\n2024-03-31,approvals,%s,9,actual,\n", column,
            label);
    for (int draw = 0; draw < draws; draw++)
        for (int i = 0; i < 3; i++)
            fprintf(f, "%s,approvals,%s,%d,forecast,%d\n", dates[i], label, number + draw, draw);
    assert_int_equal(fclose(f), 0);
}

struct first_date {
    const struct supply *s;
    int32_t count[3]; /* by cell, in the first quarter */
    int32_t draws[4];
};

static enum status take(void *context, size_t draw, const int32_t *count)
{
    struct first_date *t = context;
    for (size_t c = 0; c < 3; c++) {
        t->count[c] = count[supply_at(t->s, SUPPLY_COUNT, 0, c)];
        t->draws[draw] += t->count[c];
    }
    return STATUS_OK;
}

/* Rates of leaving set to nothing, so that every approval is there to be counted. */
static void keep_all(struct world *w)
{
    for (size_t i = 0; i < w->roster.cell_count * TENURE_BANDS; i++)
        w->supply.leave.mean[i] = 1e-12;
}

static void test_approvals(void **state)
{
    (void)state;
    struct world w;
    struct files x;
    write_kinds(&x);
    write_approvals(&x, "route", "mainstream", 10, 4);
    begin_world(&w, &x, NULL, LAST);
    assert_int_equal(approvals_read(&w.supply.newcomers, &w.roster, LAST, x.other, 0, &w.sink),
                     STATUS_OK);
    newcomers_mean(&w.supply.newcomers);
    assert_int_equal(w.supply.newcomers.approvals.draws, 4);
    keep_all(&w);
    struct first_date t = {.s = &w.supply};
    struct supply_futures settings = {.seed = 1, .draws = 4, .threads = 1, .fixed = true};
    /* nobody from relatives but what the approvals say */
    newcomers_state(&w.supply.newcomers, &w.roster, (bool[]){false, false, true},
                    &(struct stated_range){0, 0, 0});
    newcomers_mean(&w.supply.newcomers);
    assert_int_equal(supply_futures_run(&w.supply, &settings, take, &t), STATUS_OK);
    for (int draw = 0; draw < 4; draw++)
        assert_int_equal(t.draws[draw], 108 + 3 * (10 + draw));
    assert_int_equal(t.count[2], 36);                        /* relatives: none */
    assert_true(t.count[0] > 36 + 6 && t.count[1] > 36 + 6); /* half and half of 39 */
    end_world(&w, &x);
}

/* A month under way: who was approved in it already is in the spells, and not counted twice. */
static void test_month_under_way(void **state)
{
    (void)state;
    struct world w;
    struct files x;
    write_kinds(&x);
    write_approvals(&x, "placement_kind", "Fostering: in-house", 10, 2);
    int32_t origin = date_of(2024, 4, 10), known = 0;
    FILE *f = fopen(x.spells, "w");
    assert_non_null(f);
    fputs("la,id,start,end,observed_from,observed_to,placement_kind,places\n", f);
    for (int i = 0; i < 40; i++) {
        char start[DATE_TEXT];
        int32_t day = date_of(2024, 4, 8) - 60 * i;
        known += day > LAST;
        fprintf(f, "900,%03d,%s,,2018-04-01,2024-04-10,Fostering: in-house,2\n", i,
                write_date(day, start));
    }
    assert_int_equal(fclose(f), 0);
    begin_world(&w, &x, NULL, origin);
    assert_int_equal(approvals_read(&w.supply.newcomers, &w.roster, origin, x.other, 2, &w.sink),
                     STATUS_OK);
    const struct approvals *a = &w.supply.newcomers.approvals;
    assert_int_equal(known, 1);
    assert_int_equal(a->begin[0], 0);
    assert_int_equal(a->begin[1], 20);
    assert_int_equal(a->counts[0], 9);
    assert_int_equal(a->counts[1], 10);
    assert_int_equal(w.supply.newcomers.cell[0].from, date_of(2024, 6, 30) - origin);
    end_world(&w, &x);
}

/* --- vacancies ------------------------------------------------------------------------------- */

/* Fifty workers, and agency workers: half as many as vacancies, or always 10. */
static void write_posts(struct files *x, bool balancing)
{
    static const int vacancies[] = {8, 12, 16, 20, 12, 8, 16, 20};
    FILE *f =
        make_file(x->spells, "la,id,start,end,observed_from,observed_to,seniority,fte,agency\n");
    FILE *v = make_file(x->other, "date,measure,la,value\n");
    int agency = 0;
    for (int i = 0; i < 8; i++)
        fprintf(v, "%d-09-30,vacancies_fte,900,%d\n", 2016 + i, vacancies[i]);
    for (int i = 0; i < 8; i++)
        for (int k = 0; k < (balancing ? vacancies[i] / 2 : 10); k++)
            fprintf(f, "900,A%03d,%d-09-01,%d-10-10,2016-01-01,2023-09-30,agency,1,1\n", agency++,
                    2016 + i, 2016 + i);
    for (int i = 0; i < 50; i++)
        fprintf(f, "900,W%03d,2015-%02d-10,,2016-01-01,2023-09-30,experienced,1,0\n", i,
                1 + i % 12);
    assert_int_equal(fclose(f) | fclose(v), 0);
}

static struct posts read_posts(struct world *w, struct files *x, bool balancing)
{
    struct posts p = {.limit = 1};
    write_posts(x, balancing);
    begin_world(w, x, NULL, date_of(2023, 9, 30));
    assert_int_equal(posts_read(&p, &w->supply, x->other, &w->sink), STATUS_OK);
    return p;
}

static void test_posts(void **state)
{
    (void)state;
    struct world w;
    struct files x;
    struct posts p = read_posts(&w, &x, true);
    double balancing = p.authorities[0].slope;
    assert_true(p.authorities[0].known && p.authorities[0].posts == 700);
    int32_t in_post[8], vacancies[8], agency[8];
    for (int i = 0; i < 8; i++)
        in_post[i] = 100 * i;
    p.stated = (struct stated_range){60, 60, 60};
    p.limit = .1;
    for (size_t draw = 0; draw < 50; draw++) {
        posts_draw(&p, &w.supply, 0, 1, draw, in_post, vacancies, agency);
        for (int i = 0; i < 8; i++) {
            assert_int_equal(vacancies[i], in_post[i] < 600 ? 600 - in_post[i] : 0);
            assert_true(agency[i] * 9 <= in_post[i]);
        }
    }
    posts_done(&p);
    end_world(&w, &x);
    p = read_posts(&w, &x, false);
    assert_true(balancing > .85 && balancing < 1.15);
    assert_true(p.authorities[0].slope < .35);
    posts_done(&p);
    end_world(&w, &x);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pauses),
        cmocka_unit_test(test_approvals),
        cmocka_unit_test(test_month_under_way),
        cmocka_unit_test(test_posts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
