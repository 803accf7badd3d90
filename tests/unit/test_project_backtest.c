// SPDX-License-Identifier: GPL-3.0-or-later
/* The back-test of a projection: nothing that comes after an origin has a part in what is forecast there. */
#include "unit/unit.h"

#include "calendar/date.h"
#include "model/project/backtest.h"
#include "model/project/known.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

enum { CHILDREN = 500, YEARS = 6, AHEAD = 4 };

static struct text names[1], labels[3];

static void add(struct lives *l, int32_t start, int32_t over, size_t group, int32_t birth)
{
    bool open = over > l->last;
    struct life_spell s = {.start = start,
                           .over = open ? l->last + 1 : over,
                           .open = open,
                           .birth = birth,
                           .placed = start,
                           .seen_from = l->first,
                           .before = LIVES_NONE,
                           .then = LIVES_NONE,
                           .group = (uint16_t)group};
    assert_non_null(lives_add(l, &s));
}

/* Six years of children who come every few days, move after some months and leave. What a child does
 * after the day CHANGE is another thing when ALTERED: moves and leavings come later, newcomers are
 * older and more, and half of them go to a third group. */
static void make_lives(struct lives *l, int32_t change, bool altered)
{
    names[0] = text_of("kind");
    labels[0] = text_of("a");
    labels[1] = text_of("b");
    labels[2] = text_of("c");
    int32_t last = date_of(2024, 3, 31);
    *l = (struct lives){.group_count = altered ? 3 : 2,
                        .name_count = 1,
                        .names = names,
                        .labels = labels,
                        .first = date_add_months(last, -12 * YEARS) + 1,
                        .last = last};
    for (int i = 0; i < CHILDREN; i++) {
        int32_t start = l->first - 200 + (int32_t)(i * (200 + 365L * YEARS) / CHILDREN);
        int32_t birth = start - 365 * (1 + i % 12), move = start + 60 + i * 37 % 300;
        int32_t over = move + 90 + i * 53 % 600;
        bool later = altered && start > change;
        if (later)
            birth -= 365 * 3;
        if (altered && move > change)
            move += 41;
        if (altered && over > change)
            over = (over > move ? over : move + 1) + 77;
        for (int twin = 0; twin <= later; twin++) {
            uint32_t at = l->count;
            size_t group = later && i % 2 ? 2 : 0;
            add(l, start, move, group, birth);
            if (l->spells[at].open || move > last)
                continue;
            add(l, move, over, 1, birth);
            l->spells[at].then = at + 1;
            l->spells[at + 1].before = at;
        }
    }
}

static void free_lives(struct lives *l)
{
    l->names = l->labels = NULL;
    lives_done(l);
}

struct fixture {
    struct lives lives;
    struct frame frame;
    struct project_request request;
    struct project_backtest b;
};

static void test_history(struct fixture *f, int32_t change, bool altered, size_t threads)
{
    make_lives(&f->lives, change, altered);
    f->request = (struct project_request){.by = "kind",
                                          .calendar = PERIOD_TO_31_MARCH(EVERY_QUARTER),
                                          .ahead = AHEAD,
                                          .draws = 100,
                                          .origins = 20,
                                          .seed = 1,
                                          .threads = threads};
    assert_true(frame_init(&f->frame, &f->lives, "kind", false));
    assert_int_equal(project_backtest_run(&f->b, &f->request, &f->lives, &f->frame, NULL),
                     STATUS_OK);
}

static void clean_up(struct fixture *f)
{
    project_backtest_done(&f->b);
    frame_done(&f->frame);
    free_lives(&f->lives);
}

/* Whole series: the groups a and b, then all together. */
static const struct scored *forecast(const struct fixture *f, size_t origin, int m, size_t series,
                                     size_t h)
{
    return project_trial_at(&f->b, origin, (enum project_method)m,
                            series == 2 ? f->b.series - 1 : series, h);
}

static void same(double a, double b)
{
    assert_true(a == b || (isnan(a) && isnan(b)));
}

static void the_future_changes_no_forecast(void **state)
{
    (void)state;
    struct fixture f, g;
    int32_t change = date_of(2022, 6, 30);
    test_history(&f, change, false, 1);
    test_history(&g, change, true, 1);
    size_t compared = 0, different = 0, later = 0;
    assert_int_equal(f.b.origin_count, g.b.origin_count);
    for (size_t i = 0; i < f.b.origin_count * TEST_METHODS * 3 * AHEAD; i++) {
        size_t h = i % AHEAD, series = i / AHEAD % 3, origin = i / AHEAD / 3 / TEST_METHODS;
        int m = (int)(i / AHEAD / 3 % TEST_METHODS);
        const struct scored *a = forecast(&f, origin, m, series, h);
        const struct scored *b = forecast(&g, origin, m, series, h);
        if (f.b.past.dates[f.b.origins[origin]] > change) {
            later += a->point != b->point;
            continue;
        }
        same(a->point, b->point);
        for (int k = 0; k < 2; k++) {
            same(a->low[k], b->low[k]);
            same(a->high[k], b->high[k]);
        }
        same(a->scale, b->scale);
        compared++;
        different += a->actual != b->actual;
    }
    assert_true(compared > 250);
    assert_true(different > 40); /* the outcomes did change */
    assert_true(later > 40);     /* and so do later forecasts */
    clean_up(&f);
    clean_up(&g);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    struct fixture f, g;
    test_history(&f, 0, false, 1);
    test_history(&g, 0, false, 3);
    size_t places = f.b.series * TEST_METHODS * AHEAD;
    assert_memory_equal(f.b.scores, g.b.scores, places * sizeof *f.b.scores);
    assert_true(project_backtest_scores(&f.b, 2, TEST_OURS, 0)->errors > 5);
    clean_up(&f);
    clean_up(&g);
}

/* Eight quarters: no origin has three years behind it. */
static void a_short_history_is_refused(void **state)
{
    (void)state;
    struct fixture f;
    make_lives(&f.lives, 0, false);
    f.lives.first = date_of(2021, 4, 1);
    f.request = (struct project_request){.by = "kind",
                                         .calendar = PERIOD_TO_31_MARCH(EVERY_QUARTER),
                                         .ahead = 1,
                                         .draws = 100,
                                         .origins = 20,
                                         .threads = 1};
    assert_true(frame_init(&f.frame, &f.lives, "kind", false));
    assert_int_equal(project_backtest_run(&f.b, &f.request, &f.lives, &f.frame, NULL),
                     STATUS_SHORT);
    frame_done(&f.frame);
    free_lives(&f.lives);
}

static void what_is_known_ends_with_the_day(void **state)
{
    (void)state;
    struct lives l, k;
    int32_t day = date_of(2022, 6, 30);
    make_lives(&l, day, true);
    assert_true(known_make(&k, &l, day));
    assert_int_equal(k.group_count, 2); /* nobody had been in c */
    assert_int_equal(k.last, day);
    uint32_t open = 0, begun = 0;
    for (uint32_t i = 0; i < l.count; i++)
        begun += l.spells[i].start <= day;
    assert_int_equal(k.count, begun);
    for (uint32_t i = 0; i < k.count; i++) {
        const struct life_spell *s = &k.spells[i];
        assert_true(s->start <= day && s->over <= day + 1);
        assert_true(s->over <= day || (s->open && s->then == LIVES_NONE));
        if (s->then != LIVES_NONE) {
            assert_int_equal(k.spells[s->then].start, s->over);
            assert_int_equal(k.spells[s->then].before, i);
        }
        open += s->over == day + 1;
    }
    uint32_t there = 0;
    for (uint32_t i = 0; i < l.count; i++)
        there += life_open_on(&l.spells[i], day);
    assert_int_equal(open, there);
    known_done(&k);
    free_lives(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_future_changes_no_forecast),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(a_short_history_is_refused),
        cmocka_unit_test(what_is_known_ends_with_the_day),
    };
    stats_begin();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
