// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/random.h"
#include "returns/ssda903_private.h"

#include <stdlib.h>
#include <string.h>

/* The repairs as properties, on thousands of made-up histories of one child. */

enum { MOST = 40, HISTORIES = 20000 };
enum { FIRST_YEAR = 2018, YEARS = 5 };

static const struct ssda903_options as_seen = {.from = DATE_NONE, .to = DATE_NONE};

struct history {
    struct ssda903 r;
    struct child child;
    struct submission submissions[YEARS];
    struct episode episodes[MOST];
    uint32_t list[MOST], scratch[MOST];
    size_t n;
};

static int32_t day(int year, int month, int d)
{
    return date_of(year, month, d);
}

/* A history in which the returns of the years in MASK (bit 0 = FIRST_YEAR) were sent. */
static void begin(struct history *h, unsigned mask)
{
    memset(h, 0, sizeof *h);
    h->r.options = &as_seen;
    h->r.children = &h->child;
    h->r.episodes = h->episodes;
    h->r.order = h->list;
    h->r.scratch = h->scratch;
    h->r.submissions = h->submissions;
    size_t count = 0;
    for (int i = 0; i < YEARS; i++)
        if (mask >> i & 1)
            h->submissions[count++] = (struct submission){.year = (int16_t)(FIRST_YEAR + i),
                                                          .window_end = day(FIRST_YEAR + i, 3, 31)};
    for (size_t i = 0; i < count; i++) {
        bool joined = i && h->submissions[i - 1].year + 1 == h->submissions[i].year;
        h->submissions[i].block_first =
            joined ? h->submissions[i - 1].block_first : h->submissions[i].year;
    }
    for (size_t i = count; i--;) {
        bool joined = i + 1 < count && h->submissions[i].year + 1 == h->submissions[i + 1].year;
        h->submissions[i].block_last =
            joined ? h->submissions[i + 1].block_last : h->submissions[i].year;
    }
    h->r.submission_count = count;
}

static struct episode *add(struct history *h, int year, int32_t start, int32_t end, enum value rne,
                           enum value rec)
{
    struct episode *e = &h->episodes[h->n];
    *e = (struct episode){.start = start,
                          .end = end,
                          .line = (uint32_t)h->n + 2,
                          .year = (int16_t)year,
                          .first_year = (int16_t)year,
                          .last_year = (int16_t)year};
    e->code[RNE] = (uint16_t)rne;
    e->code[REC] = (uint16_t)rec;
    h->list[h->n] = (uint32_t)h->n;
    h->n++;
    return e;
}

static void repair(struct history *h, size_t (*how)(struct ssda903 *, uint32_t *, size_t))
{
    ssda903_sort(&h->r, h->list, h->n, h->scratch, ssda903_by_start);
    h->n = how(&h->r, h->list, h->n);
}

static const struct episode *at(const struct history *h, size_t i)
{
    return &h->episodes[h->list[i]];
}

/* Starts fall on a few days, so that copies, overlaps and gaps all happen; so do ends unless LEAST_DAYS
 * moves them. */
static void make_up(struct history *h, struct random_stream *s, uint32_t least_days)
{
    begin(h, 1 + random_below(s, (1u << YEARS) - 1));
    size_t n = 1 + random_below(s, 12);
    if (random_below(s, 50) == 0)
        n = MOST; /* beyond the insertion sort */
    for (size_t i = 0; i < n; i++) {
        const struct submission *sent =
            &h->submissions[random_below(s, (uint32_t)h->r.submission_count)];
        int32_t last = day(sent->year, 3, 31);
        int32_t start = last - (int32_t)random_below(s, 40) * 20;
        int32_t end = DATE_NONE;
        if (random_below(s, 3))
            end = start + (int32_t)(least_days + random_below(s, 12) * 20);
        static const enum value rne[] = {VALUE_S, VALUE_L, VALUE_P, VALUE_BLANK};
        static const enum value rec[] = {VALUE_X1, VALUE_E99};
        enum value began = rne[random_below(s, 4)]; /* one after the other, so that the compiler */
        enum value ended =
            end == DATE_NONE ? VALUE_BLANK : rec[random_below(s, 2)]; /* has no say */
        add(h, sent->year, start, end, began, ended);
    }
}

static void assert_sound(const struct history *h)
{
    for (size_t i = 0; i < h->n; i++) {
        const struct episode *e = at(h, i);
        assert_true(e->end == DATE_NONE || e->end >= e->start);
        assert_true(e->first_year <= e->last_year && e->first_year >= FIRST_YEAR);
        if (i + 1 < h->n) { /* nobody is in two places */
            assert_true(e->end != DATE_NONE && e->end <= at(h, i + 1)->start);
            assert_true(e->start <= at(h, i + 1)->start);
        }
    }
}

static void assert_settled(struct history *h, size_t (*how)(struct ssda903 *, uint32_t *, size_t))
{
    struct history before = *h;
    repair(h, how);
    assert_int_equal(h->n, before.n);
    assert_memory_equal(h->list, before.list, h->n * sizeof *h->list);
    assert_memory_equal(h->episodes, before.episodes, sizeof h->episodes);
    assert_memory_equal(h->r.repairs, before.r.repairs, sizeof h->r.repairs);
}

static void standard_repair_leaves_one_history(void **state)
{
    (void)state;
    struct random_stream s;
    random_start(&s, 903, "test", text_of("standard"), text_of(""), 0);
    for (int k = 0; k < HISTORIES; k++) {
        struct history h;
        make_up(&h, &s, 0);
        size_t rows = h.n;
        repair(&h, ssda903_standard);
        assert_int_equal(h.n + h.r.removed, rows);
        assert_sound(&h);
        /* Open is only the last, of the newest return or at a gap. */
        const struct episode *last = at(&h, h.n - 1);
        if (last->end == DATE_NONE) {
            int newest = ssda903_newest_year(&h.r, 0);
            bool gap = !ssda903_submission(&h.r, 0, last->year + 1);
            assert_true(last->year == newest || gap);
        }
        assert_settled(&h, ssda903_standard);
    }
}

static bool has(const struct history *h, int32_t start)
{
    for (size_t i = 0; i < h->n; i++)
        if (at(h, i)->start == start)
            return true;
    return false;
}

/* Nothing is lost by the standard repair but copies and what a later return replaces. */
static void standard_repair_keeps_every_start(void **state)
{
    (void)state;
    struct random_stream s;
    random_start(&s, 904, "test", text_of("starts"), text_of(""), 0);
    for (int k = 0; k < HISTORIES; k++) {
        struct history h;
        make_up(&h, &s, 0);
        struct history sent = h;
        repair(&h, ssda903_standard);
        size_t lost = 0;
        for (size_t i = 0; i < sent.n; i++) {
            bool seen_before = false;
            for (size_t j = 0; j < i; j++)
                seen_before |= sent.episodes[j].start == sent.episodes[i].start;
            lost += !seen_before && !has(&h, sent.episodes[i].start);
        }
        /* At most two rows of one start are removed together when 3A takes its survivors. */
        assert_true(lost <= h.r.repairs[RULE_3A]);
    }
}

/* The demand model's repair, written from its description and nothing else: slow and plain. */
static size_t plain_demand_model(const struct history *sent, int32_t (*out)[2])
{
    bool gone[MOST] = {0};
    const struct episode *e = sent->episodes;
    for (size_t i = 0; i < sent->n; i++)
        for (size_t j = 0; j < sent->n; j++)
            if (i != j && !gone[j] && e[i].start == e[j].start &&
                (e[j].end > e[i].end || (e[j].end == e[i].end && j > i)))
                gone[i] = true;
    for (size_t i = 0; i < sent->n; i++)
        for (size_t j = 0; j < sent->n; j++)
            if (!gone[i] && !gone[j] && e[i].end != DATE_NONE && e[i].end == e[j].end &&
                e[j].start < e[i].start)
                gone[i] = true;
    size_t n = 0;
    for (int32_t from = INT32_MIN;;) {
        size_t best = MOST;
        for (size_t i = 0; i < sent->n; i++)
            if (!gone[i] && e[i].start > from && (best == MOST || e[i].start < e[best].start))
                best = i;
        if (best == MOST)
            break;
        from = e[best].start;
        if (n && (out[n - 1][1] == DATE_NONE || out[n - 1][1] > from))
            out[n - 1][1] = from;
        out[n][0] = from;
        out[n++][1] = e[best].end;
    }
    return n;
}

static void demand_model_repair_is_as_described(void **state)
{
    (void)state;
    struct random_stream s;
    random_start(&s, 905, "test", text_of("model"), text_of(""), 0);
    for (int k = 0; k < HISTORIES; k++) {
        struct history h;
        int32_t plain[MOST][2];
        make_up(&h, &s, 0);
        size_t rows = h.n;
        size_t wanted = plain_demand_model(&h, plain);
        repair(&h, ssda903_demand_model);
        assert_int_equal(h.n, wanted);
        assert_int_equal(h.n + h.r.removed, rows);
        for (size_t i = 0; i < wanted; i++) {
            assert_int_equal(at(&h, i)->start, plain[i][0]);
            assert_int_equal(at(&h, i)->end, plain[i][1]);
        }
        assert_sound(&h);
        /* A cut can end where an episode of no days ends: a second pass would take that for a copy. */
        make_up(&h, &s, 20);
        repair(&h, ssda903_demand_model);
        assert_settled(&h, ssda903_demand_model);
    }
}

static void standard_rules_one_by_one(void **state)
{
    (void)state;
    struct history h;
    /* 3: closed copy of the next year; the survivor remembers the first year. */
    begin(&h, 3);
    add(&h, 2018, day(2018, 1, 5), DATE_NONE, VALUE_S, VALUE_BLANK);
    add(&h, 2019, day(2018, 1, 5), day(2018, 6, 1), VALUE_S, VALUE_E99);
    repair(&h, ssda903_standard);
    assert_int_equal(h.n, 1);
    assert_int_equal(at(&h, 0)->end, day(2018, 6, 1));
    assert_int_equal(at(&h, 0)->first_year, 2018);
    assert_int_equal(at(&h, 0)->last_year, 2019);
    /* 1 with LIIAF, 1A on the day before, 2 at the year end. */
    begin(&h, 7);
    add(&h, 2018, day(2018, 1, 5), DATE_NONE, VALUE_S, VALUE_BLANK);
    add(&h, 2019, day(2018, 5, 5), DATE_NONE, VALUE_P, VALUE_BLANK);
    add(&h, 2019, day(2018, 9, 9), DATE_NONE, VALUE_S, VALUE_BLANK);
    repair(&h, ssda903_standard);
    assert_int_equal(h.n, 3);
    assert_int_equal(at(&h, 0)->end, day(2018, 5, 5));
    assert_int_equal(at(&h, 0)->code[REC], VALUE_X1);
    assert_int_equal(at(&h, 0)->code[REASON_PLACE_CHANGE], VALUE_LIIAF);
    assert_int_equal(at(&h, 1)->end, day(2018, 9, 8));
    assert_int_equal(at(&h, 1)->code[REC], VALUE_E99);
    assert_int_equal(at(&h, 2)->end, day(2019, 3, 31));
    assert_int_equal(at(&h, 2)->code[REC], VALUE_E99);
    /* 2 at a gap: open, and seen to the end of its return. */
    begin(&h, 5);
    add(&h, 2018, day(2018, 1, 5), DATE_NONE, VALUE_S, VALUE_BLANK);
    repair(&h, ssda903_standard);
    assert_int_equal(at(&h, 0)->end, DATE_NONE);
    assert_int_equal(h.r.gap_open, 1);
    int32_t from, to;
    ssda903_window(&h.r, 0, 2018, 2018, true, &from, &to);
    assert_int_equal(from, day(2017, 4, 1));
    assert_int_equal(to, day(2018, 3, 31));
    /* An episode of no days beside a longer one of the same start: both stay. */
    begin(&h, 1);
    add(&h, 2018, day(2018, 1, 5), day(2018, 2, 5), VALUE_P, VALUE_X1);
    add(&h, 2018, day(2018, 1, 5), day(2018, 1, 5), VALUE_S, VALUE_X1);
    repair(&h, ssda903_standard);
    assert_int_equal(h.n, 2);
    assert_int_equal(at(&h, 0)->code[RNE], VALUE_S);
}

static void windows_follow_blocks_of_returns(void **state)
{
    (void)state;
    struct history h;
    int32_t from, to;
    begin(&h, 1 | 2 | 8 | 16); /* 2018 2019, 2021 2022 */
    ssda903_window(&h.r, 0, 2019, 2019, false, &from, &to);
    assert_int_equal(from, day(2017, 4, 1));
    assert_int_equal(to, day(2019, 3, 31));
    ssda903_window(&h.r, 0, 2018, 2018, false, &from, &to);
    assert_int_equal(to, day(2019, 3, 31)); /* closed: seen as long as the block lasts */
    ssda903_window(&h.r, 0, 2018, 2018, true, &from, &to);
    assert_int_equal(to, day(2018, 3, 31)); /* open: as long as it was sent */
    ssda903_window(&h.r, 0, 2019, 2021, false, &from, &to);
    assert_int_equal(from, day(2017, 4, 1)); /* carried over the gap */
    assert_int_equal(to, day(2022, 3, 31));
    ssda903_window(&h.r, 0, 2022, 2022, true, &from, &to);
    assert_int_equal(from, day(2020, 4, 1));
    assert_int_equal(ssda903_newest_year(&h.r, 0), 2022);
    assert_int_equal(ssda903_newest_year(&h.r, 1), 0);
    assert_null(ssda903_submission(&h.r, 0, 2020));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standard_repair_leaves_one_history),
        cmocka_unit_test(standard_repair_keeps_every_start),
        cmocka_unit_test(demand_model_repair_is_as_described),
        cmocka_unit_test(standard_rules_one_by_one),
        cmocka_unit_test(windows_follow_blocks_of_returns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
