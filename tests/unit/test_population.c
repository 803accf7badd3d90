// SPDX-License-Identifier: GPL-3.0-or-later
/* The parts of lib/model/population by themselves; what they give together is test_identity.c. */
#include "unit/unit.h"

#include "calendar/date.h"
#include "model/population/coverage.h"
#include "model/population/events.h"
#include "model/population/grouping.h"
#include "model/population/tally.h"

static void tuples_are_numbered_in_order_of_appearance(void **state)
{
    (void)state;
    struct tuples t;
    tuples_init(&t, 2);
    for (int round = 0; round < 2; round++)
        for (int32_t i = 0; i < 1000; i++)
            assert_int_equal(tuples_add(&t, (int32_t[]){i % 37, i}), i);
    assert_int_equal(t.count, 1000);
    assert_int_equal(tuples_at(&t, 999)[0], 999 % 37);
    assert_int_equal(tuples_at(&t, 999)[1], 999);
    tuples_done(&t);
}

static void any_date_has_its_place(void **state)
{
    (void)state;
    for (int every = EVERY_DAY; every <= EVERY_YEAR; every++) {
        struct period_calendar c = {(enum period_every)every, 9, 15};
        struct tally t;
        assert_true(tally_init(&t, &c, 2));
        assert_int_equal(tally_place(&t, date_of(1900, 1, 1)), 0);
        for (int32_t day = date_of(1900, 1, 1); day <= date_of(2200, 1, 1); day += 13)
            assert_int_equal(tally_end(&t, tally_place(&t, day)), period_end_from(&c, day));
        assert_int_equal(tally_end(&t, tally_place(&t, date_of(2200, 1, 1))),
                         period_end_from(&c, date_of(2200, 1, 1)));
        tally_done(&t);
    }
}

static void counts_far_apart_take_little_memory(void **state)
{
    (void)state;
    struct period_calendar c = PERIOD_TO_31_MARCH(EVERY_DAY);
    struct tally t;
    assert_true(tally_init(&t, &c, 2));
    int32_t early = date_of(1900, 1, 1), late = date_of(2200, 1, 1), now = date_of(2024, 2, 29);
    assert_true(tally_add(&t, 0, 1, early, 1) && tally_add(&t, 40, 1, late, 2) &&
                tally_add(&t, 40, 1, late, -1) && tally_add(&t, 40, 0, now, 5) &&
                tally_add(&t, 40, 0, now, -5));
    size_t pages = 0;
    for (size_t i = 0; i < (size_t)t.groups * t.pages_per_group; i++)
        pages += t.pages[i] != NULL;
    assert_int_equal(pages, 3);
    assert_int_equal(t.used, 41);
    int32_t last = tally_place(&t, late);
    assert_int_equal(tally_count(&t, 40, 1, last), 1);
    assert_int_equal(tally_count(&t, 40, 0, last), 0);
    assert_int_equal(tally_count(&t, 7, 0, last), 0);
    assert_int_equal(tally_sum(&t, 40, 1, 0, last), 1);
    assert_int_equal(tally_sum(&t, 40, 1, 0, last - 1), 0);
    assert_true(tally_touched(&t, 40, tally_place(&t, now), tally_place(&t, now))); /* 5 - 5 */
    assert_false(tally_touched(&t, 40, 0, tally_place(&t, now) - 1));
    assert_false(tally_touched(&t, 40, tally_place(&t, now) + 1, last - 1));
    assert_false(tally_touched(&t, 99, 0, last));
    tally_done(&t);
}

/* ---- coverage ---- */

static void see(struct coverage *c, int32_t from, int32_t to, bool open, bool selected)
{
    struct spell s = {
        .start = from, .end = open ? DATE_NONE : from, .observed_from = from, .observed_to = to};
    coverage_add(c, &s, selected);
}

static void a_missing_year_is_a_gap(void **state)
{
    (void)state;
    struct coverage c = {0};
    int32_t y18 = date_of(2018, 4, 1), y19 = date_of(2019, 4, 1), y20 = date_of(2020, 4, 1),
            y21 = date_of(2021, 4, 1);
    assert_true(coverage_begin(&c, text_of("301")));
    see(&c, y18, y19 - 1, true, true);  /* not carried on */
    see(&c, y18, y21 - 1, true, true);  /* carried over the gap: closes nothing */
    see(&c, y20, y21 - 1, false, true); /* new after it */
    assert_true(coverage_begin(&c, text_of("302")));
    see(&c, y19, y20 - 1, true, false);
    see(&c, y20, y21 - 1, true, false); /* the next day: no gap */
    assert_true(coverage_begin(&c, text_of("303")));
    see(&c, y20, y20, false, true); /* a window of one day, then a gap of one day */
    see(&c, y20 + 2, y20 + 9, false, true);
    assert_true(coverage_end(&c));
    assert_int_equal(c.count, 3);
    assert_int_equal(c.gap_count, 2);
    assert_int_equal(c.stale, 1); /* that of 302 is not among the selected */
    assert_int_equal(c.gaps[0].from, y19);
    assert_int_equal(c.gaps[0].to, y20 - 1);
    assert_int_equal(c.authorities[1].gaps, 0);
    assert_int_equal(c.gaps[1].from, y20 + 1);
    assert_int_equal(c.gaps[1].to, y20 + 1);

    assert_false(coverage_misses(&c, 0, y18, y19 - 1));
    assert_true(coverage_misses(&c, 0, y18, y19));
    assert_true(coverage_misses(&c, 0, y20 - 1, y20));
    assert_false(coverage_misses(&c, 0, y20, y21 - 1));
    assert_true(coverage_misses(&c, 0, y20, y21));
    assert_true(coverage_misses(&c, 0, y18 - 1, y18));
    assert_false(coverage_misses_stock(&c, 0, y18 - 1)); /* the opening stock */
    assert_true(coverage_misses_stock(&c, 0, y18 - 2));
    assert_true(coverage_misses_stock(&c, 0, y20 - 1));

    int32_t first, last;
    assert_true(coverage_span(&c, &first, &last));
    assert_int_equal(first, y18);
    assert_int_equal(last, y21 - 1);
    coverage_done(&c);
    assert_false(coverage_span(&c, &first, &last));
}

/* ---- events ---- */

struct log {
    char text[512];
};

static void log_event(void *context, const struct event *e)
{
    struct log *log = context;
    size_t used = strlen(log->text);
    snprintf(log->text + used, sizeof log->text - used, "%s%d:%s%d%s%d", used ? " " : "",
             (int)e->date, e->from ? "" : "-", e->from ? (int)e->from->fixed : 0,
             e->to ? ">" : ">-", e->to ? (int)e->to->fixed : 0);
}

/* The events of one subject, "DATE:FROM>TO" each, where a spell is named by its number. */
static const char *events_of(const int32_t (*spells)[2], size_t count)
{
    static struct log log;
    log.text[0] = '\0';
    struct events e = {.handle = log_event, .context = &log};
    for (size_t i = 0; i < count; i++) {
        struct events_spell s = {
            .start = spells[i][0], .over = spells[i][1], .fixed = (uint32_t)i + 1};
        assert_true(events_next(&e, &s));
    }
    events_finish(&e);
    events_done(&e);
    return log.text;
}
#define EVENTS(...)                                                                                \
    events_of((const int32_t[][2]){__VA_ARGS__},                                                   \
              sizeof(int32_t[][2]){__VA_ARGS__} / sizeof(int32_t[2]))

static void an_end_and_a_start_on_one_day_are_a_move(void **state)
{
    (void)state;
    assert_string_equal(EVENTS({10, 20}), "10:-0>1 20:1>-0");
    assert_string_equal(EVENTS({10, 20}, {20, 30}), "10:-0>1 20:1>2 30:2>-0");
    assert_string_equal(EVENTS({10, 20}, {21, 30}), "10:-0>1 20:1>-0 21:-0>2 30:2>-0");
    /* of no length: passed on, or coming and going */
    assert_string_equal(EVENTS({10, 20}, {20, 20}, {20, 30}), "10:-0>1 20:1>2 20:2>3 30:3>-0");
    assert_string_equal(EVENTS({20, 20}), "20:-0>1 20:1>-0");
    assert_string_equal(EVENTS({20, 20}, {20, 20}), "20:-0>1 20:1>2 20:2>-0");
    /* a spell never takes its own end, nor that of a later row */
    assert_string_equal(EVENTS({10, 20}, {20, 30}, {20, 20}),
                        "10:-0>1 20:1>2 20:-0>3 20:3>-0 30:2>-0");
    /* overlaps: the first row that ends that day is taken up, the other one ends */
    assert_string_equal(EVENTS({10, 30}, {20, 30}, {30, 40}),
                        "10:-0>1 20:-0>2 30:1>3 30:2>-0 40:3>-0");
    assert_string_equal(EVENTS({10, 50}, {20, 30}, {25, 28}, {30, 60}),
                        "10:-0>1 20:-0>2 25:-0>3 28:3>-0 30:2>4 50:1>-0 60:4>-0");
}

/* ---- names ---- */

static void impossible_names_are_refused(void **state)
{
    (void)state;
    char buffer[256];
    assert_null(grouping_by_mistake(NULL, buffer, sizeof buffer));
    assert_null(grouping_by_mistake("category,age_band", buffer, sizeof buffer));
    static const char *const wrong[] = {
        "", ",a", "a,", "a,b,a", "date", "a,status", "draw", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_non_null(grouping_by_mistake(wrong[i], buffer, sizeof buffer));
    static const char *const good[] = {"a=", "a=b=c"}, *const bad[] = {"a=b", "=a"};
    assert_null(grouping_where_mistake(good, 2, buffer, sizeof buffer));
    assert_non_null(grouping_where_mistake(bad, 2, buffer, sizeof buffer));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tuples_are_numbered_in_order_of_appearance),
        cmocka_unit_test(any_date_has_its_place),
        cmocka_unit_test(counts_far_apart_take_little_memory),
        cmocka_unit_test(a_missing_year_is_a_gap),
        cmocka_unit_test(an_end_and_a_start_on_one_day_are_a_move),
        cmocka_unit_test(impossible_names_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
