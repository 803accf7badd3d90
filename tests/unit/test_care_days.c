// SPDX-License-Identifier: GPL-3.0-or-later
/* Days of care, against counting them one by one. */
#include "unit/unit.h"

#include "base/random.h"
#include "calendar/date.h"
#include "model/project/futures.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

enum { CHILDREN = 500, GROUPS = 3, QUARTERS = 5, DRAWS = 1500 };

struct fixture {
    struct lives lives;
    struct frame frame;
    struct text labels[GROUPS], by;
    struct timeline quarters, days;
    int32_t origin;
};

/* Stays from a day to two years, of children of all ages, over four years; one in three moves on. */
static void make_lives(struct lives *l, int32_t origin)
{
    *l = (struct lives){
        .group_count = GROUPS, .first = date_add_months(origin, -48) + 1, .last = origin};
    struct random_stream r;
    random_start(&r, 1, "test", text_of(""), text_of("care-days"), 0);
    for (uint32_t i = 0; i < CHILDREN; i++) {
        int32_t start = l->first - 300 + (int32_t)random_below(&r, 1760);
        int32_t birth = start - (int32_t)random_below(&r, 17 * 365), over = start;
        for (bool more = true; more && over <= origin; more = random_below(&r, 3) == 0) {
            start = over;
            over += (int32_t)random_below(&r, random_below(&r, 2) ? 40 : 700);
            if (over <= l->first)
                break;
            struct life_spell s = {.start = start,
                                   .over = over > origin ? origin + 1 : over,
                                   .birth = birth,
                                   .placed = start,
                                   .seen_from = l->first,
                                   .before = LIVES_NONE,
                                   .then = LIVES_NONE,
                                   .group = (uint16_t)random_below(&r, GROUPS),
                                   .open = over > origin};
            assert_non_null(lives_add(l, &s));
        }
    }
}

static void prepare(struct fixture *f, enum frame_ages ages)
{
    const struct period_calendar quarter = PERIOD_TO_31_MARCH(EVERY_QUARTER);
    const struct period_calendar day = PERIOD_TO_31_MARCH(EVERY_DAY);
    static const char *const names[] = {"a", "b", "c"};
    *f = (struct fixture){.origin = date_of(2024, 2, 15), .by = text_of("kind")};
    make_lives(&f->lives, f->origin);
    for (size_t i = 0; i < GROUPS; i++)
        f->labels[i] = text_of(names[i]);
    f->lives.name_count = 1;
    f->lives.names = &f->by;
    f->lives.labels = f->labels;
    assert_true(frame_init(&f->frame, &f->lives,
                           ages == FRAME_AGE        ? "age,kind"
                           : ages == FRAME_AGE_BAND ? "age_band,kind"
                                                    : "kind",
                           false));
    f->frame.measures[PROJECT_STOCK] = f->frame.measures[PROJECT_CARE_DAYS] = true;
    assert_true(timeline_ahead(&f->quarters, &quarter, f->origin, QUARTERS));
    assert_true(timeline_ahead(&f->days, &day, f->origin,
                               (size_t)(f->quarters.dates[QUARTERS - 1] - f->origin)));
}

static void clean_up(struct fixture *f)
{
    frame_done(&f->frame);
    timeline_done(&f->quarters);
    timeline_done(&f->days);
    f->lives.names = f->lives.labels = NULL;
    lives_done(&f->lives);
}

/* Every day of every spell, one at a time. */
static void count_by_hand(const struct fixture *f, const struct timeline *t, uint32_t *count)
{
    for (uint32_t i = 0; i < f->lives.count; i++) {
        const struct life_spell *s = &f->lives.spells[i];
        for (int32_t day = s->start; day < s->over; day++)
            for (size_t p = 0; p < t->count; p++)
                if (day > (p ? t->dates[p - 1] : t->begin) && day <= t->dates[p])
                    count[frame_at(&f->frame, t, PROJECT_CARE_DAYS, p,
                                   frame_cell(&f->frame, s->group, date_age(s->birth, day)))]++;
    }
}

static void history_is_counted_to_the_day(void **state)
{
    (void)state;
    for (int ages = FRAME_NO_AGE; ages <= FRAME_AGE_BAND; ages++)
        for (int every = EVERY_DAY; every <= EVERY_YEAR; every++) {
            struct fixture f;
            struct timeline t;
            prepare(&f, (enum frame_ages)ages);
            const struct period_calendar c = PERIOD_TO_31_MARCH((enum period_every)every);
            assert_true(timeline_between(&t, &c, f.lives.first, f.origin));
            assert_true(t.count > 2);
            uint32_t *count = calloc(frame_size(&f.frame, &t), sizeof *count);
            uint32_t *wanted = calloc(frame_size(&f.frame, &t), sizeof *wanted);
            frame_count_history(&f.frame, &t, &f.lives, count);
            count_by_hand(&f, &t, wanted);
            for (size_t p = 0; p < t.count; p++)
                for (size_t cell = 0; cell < f.frame.cells; cell++) {
                    size_t at = frame_at(&f.frame, &t, PROJECT_CARE_DAYS, p, cell);
                    bool seen = (p ? t.dates[p - 1] : t.begin) + 1 >= f.lives.first;
                    assert_int_equal(count[at], seen ? wanted[at] : FRAME_UNSEEN);
                }
            free(count);
            free(wanted);
            timeline_done(&t);
            clean_up(&f);
        }
}

struct futures {
    const struct fixture *f;
    uint32_t *days; /* of each draw, quarter and cell */
    double sum[QUARTERS][GROUPS], squares[QUARTERS][GROUPS];
};

static void add_days(const struct fixture *f, const uint32_t *count, uint32_t *sum)
{
    for (size_t d = 0; d < f->days.count; d++)
        for (size_t cell = 0; cell < f->frame.cells; cell++)
            sum[timeline_place(&f->quarters, f->days.dates[d]) * f->frame.cells + cell] +=
                count[frame_at(&f->frame, &f->days, PROJECT_STOCK, d, cell)];
}

static enum status add_daily_stock(void *context, size_t draw, const uint32_t *count)
{
    struct futures *k = context;
    add_days(k->f, count, k->days + draw * QUARTERS * k->f->frame.cells);
    return STATUS_OK;
}

static enum status compare(void *context, size_t draw, const uint32_t *count)
{
    struct futures *k = context;
    size_t cells = k->f->frame.cells, size = QUARTERS * cells;
    assert_memory_equal(count + frame_at(&k->f->frame, &k->f->quarters, PROJECT_CARE_DAYS, 0, 0),
                        k->days + draw * size, size * sizeof(uint32_t));
    return STATUS_OK;
}

/* Care days of a quarter are the stocks of its days, added up, in each future and cell. */
static void futures_add_up_daily_stocks(void **state)
{
    (void)state;
    for (int ages = FRAME_NO_AGE; ages <= FRAME_AGE; ages++) {
        struct fixture f;
        struct projection p;
        prepare(&f, (enum frame_ages)ages);
        struct projection_settings settings = {f.origin, DATE_NONE, DATE_NONE,
                                               f.quarters.dates[QUARTERS - 1]};
        assert_int_equal(projection_fit(&p, &f.lives, &settings), STATUS_OK);
        struct futures k = {.f = &f,
                            .days = calloc(20 * QUARTERS * f.frame.cells, sizeof(uint32_t))};
        struct futures_settings s = {
            .frame = &f.frame, .timeline = &f.days, .seed = 3, .draws = 20, .threads = 1};
        assert_int_equal(futures_run(&p, &s, add_daily_stock, &k), STATUS_OK);
        s.timeline = &f.quarters;
        assert_int_equal(futures_run(&p, &s, compare, &k), STATUS_OK);
        free(k.days);
        projection_done(&p);
        clean_up(&f);
    }
}

static enum status add_draw(void *context, size_t draw, const uint32_t *count)
{
    struct futures *k = context;
    (void)draw;
    for (size_t q = 0; q < QUARTERS; q++)
        for (size_t g = 0; g < GROUPS; g++) {
            double x = count[frame_at(&k->f->frame, &k->f->quarters, PROJECT_CARE_DAYS, q, g)];
            k->sum[q][g] += x;
            k->squares[q][g] += x * x;
        }
    return STATUS_OK;
}

static void compare_daily(const struct fixture *f, const struct projection *p, bool entries,
                          double tolerance)
{
    struct closed_form quarters, days;
    const struct entry_plan *plan = entries ? &p->plan : NULL;
    assert_int_equal(closed_form_mean(&quarters, &f->frame, &f->quarters, p->origin, &p->present,
                                      &p->mean, plan),
                     STATUS_OK);
    assert_int_equal(
        closed_form_mean(&days, &f->frame, &f->days, p->origin, &p->present, &p->mean, plan),
        STATUS_OK);
    double sum[QUARTERS][GROUPS] = {{0}};
    for (size_t d = 0; d < f->days.count; d++)
        for (size_t g = 0; g < GROUPS; g++)
            sum[timeline_place(&f->quarters, f->days.dates[d])][g] += days.mean[d * GROUPS + g];
    for (size_t q = 0; q < QUARTERS; q++)
        for (size_t g = 0; g < GROUPS; g++)
            assert_true(fabs(sum[q][g] - quarters.days[q * GROUPS + g]) < tolerance);
    closed_form_done(&days);
    closed_form_done(&quarters);
}

/* The mean agrees with the daily means, added up, and with the futures within 4 standard errors. */
static void expected_days_are_exact(void **state)
{
    (void)state;
    struct fixture f;
    struct projection p;
    prepare(&f, FRAME_NO_AGE);
    struct projection_settings settings = {f.origin, DATE_NONE, DATE_NONE,
                                           f.quarters.dates[QUARTERS - 1]};
    assert_int_equal(projection_fit(&p, &f.lives, &settings), STATUS_OK);
    compare_daily(&f, &p, false, .01);
    compare_daily(&f, &p, true, .2); /* entrants' birthdays are twelve days of the year */
    static struct futures k;
    k = (struct futures){.f = &f};
    struct futures_settings s = {.frame = &f.frame,
                                 .timeline = &f.quarters,
                                 .seed = 3,
                                 .draws = DRAWS,
                                 .threads = 2,
                                 .fixed = true};
    assert_int_equal(futures_run(&p, &s, add_draw, &k), STATUS_OK);
    struct closed_form exact;
    assert_int_equal(
        closed_form_mean(&exact, &f.frame, &f.quarters, p.origin, &p.present, &p.mean, &p.plan),
        STATUS_OK);
    for (size_t q = 0; q < QUARTERS; q++)
        for (size_t g = 0; g < GROUPS; g++) {
            double mean = k.sum[q][g] / DRAWS, spread = k.squares[q][g] / DRAWS - mean * mean;
            assert_true(mean > 50);
            assert_true(fabs(mean - exact.days[q * GROUPS + g]) < 4 * sqrt(spread / DRAWS));
        }
    closed_form_done(&exact);
    projection_done(&p);
    clean_up(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(history_is_counted_to_the_day),
        cmocka_unit_test(futures_add_up_daily_stocks),
        cmocka_unit_test(expected_days_are_exact),
    };
    stats_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
