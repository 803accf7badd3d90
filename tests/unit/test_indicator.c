// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "model/indicator/definition.h"
#include "model/indicator/family.h"
#include "model/indicator/indicators.h"
#include "model/indicator/region.h"
#include "returns/embedded.h"

#include <math.h>

/* a = 2, b = 3, c = 5, anything else unknown */
static double letter(void *context, struct text name)
{
    (void)context;
    return text_is(name, "a") ? 2 : text_is(name, "b") ? 3 : text_is(name, "c") ? 5 : NAN;
}

static double value_of(const char *source)
{
    struct formula f;
    assert_true(formula_parse(&f, text_of(source)));
    return formula_value(&f, letter, NULL);
}

static void test_formula(void **state)
{
    (void)state;
    assert_true(value_of("a") == 2);
    assert_true(value_of("a + b*c - 4") == 13);
    assert_true(value_of("c - a - b") == 0);
    assert_true(value_of("a * b * c") == 30);
    assert_true(isnan(value_of("a + d")));
    assert_true(isnan(value_of("")));
    struct formula f;
    assert_false(formula_parse(&f, text_of("a +")));
    assert_false(formula_parse(&f, text_of("a b")));
    assert_false(formula_parse(&f, text_of("a++b")));
    assert_false(formula_parse(&f, text_of("a+a+a+a+a+a+a+a+a")));
}

static void test_round(void **state)
{
    (void)state;
    assert_true(indicator_round(12.25, 1) == 12.3);
    assert_true(indicator_round(2.675, 2) == 2.68); /* 2.67499999999999982 as a binary fraction */
    assert_true(indicator_round(69.5, 0) == 70);
    assert_true(indicator_round(-0.25, 1) == -0.3);
    assert_true(indicator_round(0.04999, 1) == 0);
    assert_true(isnan(indicator_round(NAN, 1)));
}

static const struct family *family_named(struct text name)
{
    static const struct family *const all[] = {&family_placements, &family_workforce,
                                               &family_contacts,   &family_households,
                                               &family_places,     &family_enquiries};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (text_is(name, all[i]->name))
            return all[i];
    return NULL;
}

/* Counts that no spells tell, or that are worked out from a date. */
static bool is_from_elsewhere(struct text name)
{
    static const char *const others[] = {"population",          "working_days", "vacancies_fte",
                                         "agency_covering_fte", "in_care",      NULL};
    for (int i = 0; others[i]; i++)
        if (text_is(name, others[i]))
            return true;
    return false;
}

static void check_counts(const struct definition *d, const struct formula *f)
{
    const struct family *family = family_named(d->from);
    for (size_t i = 0; i < f->size && family; i++) {
        bool before, found = false;
        struct text name = indicator_count_name(f->factors[i].count, &before);
        if (!name.size || is_from_elsewhere(name))
            continue;
        for (size_t k = 0; k < family->count_count; k++)
            found = found || text_is(name, family->counts[k].name);
        if (!found)
            fail_msg("%s: the spells of %s have no count %.*s", d->measure.at, family->name,
                     (int)name.size, name.at);
    }
}

/* Every count in a definition is one that its spells give, and every column it needs is one they read. */
static void test_definitions(void **state)
{
    (void)state;
    struct definitions all;
    struct rows *rows;
    assert_int_equal(embedded_open(&rows, "indicators", NULL, NULL), STATUS_OK);
    assert_int_equal(definitions_read(&all, rows), STATUS_OK);
    rows_close(rows);
    for (size_t i = 0; i < all.count; i++) {
        const struct definition *d = &all.list[i];
        assert_true(text_is(d->status, "published") || text_is(d->status, "checked") ||
                    text_is(d->status, "proposed"));
        check_counts(d, &d->numerator);
        check_counts(d, &d->denominator);
        check_counts(d, &d->left_out);
        for (size_t k = 0; k < d->measure.size; k++)
            assert_true(d->measure.at[k] != ',');
        for (size_t k = 0; k < i; k++)
            assert_false(text_equal(d->measure, all.list[k].measure));
    }
    assert_true(definitions_know(&all, text_of("W1")));
    assert_true(definitions_know(&all, text_of("F")));
    assert_false(definitions_know(&all, text_of("W99")));
    definitions_done(&all);
}

static void test_choice(void **state)
{
    (void)state;
    struct definitions all;
    struct rows *rows;
    const struct definition *chosen[200];
    char w1[] = "W1", f[] = "F", file[] = "file.csv";
    char *names[] = {f, w1, file};
    assert_int_equal(embedded_open(&rows, "indicators", NULL, NULL), STATUS_OK);
    assert_int_equal(definitions_read(&all, rows), STATUS_OK);
    rows_close(rows);
    size_t n = definitions_choose(&all, names, 3, chosen);
    assert_true(n > 3);
    assert_true(text_is(chosen[0]->measure, "W1 turnover rate"));
    assert_false(chosen[0]->by_letter);
    assert_true(text_is(chosen[2]->id, "F1"));
    assert_true(chosen[2]->by_letter);
    definitions_done(&all);
}

/* Twelve times, one a day from 1 to 12, in two years: odd ones ended for cause 1, even ones for 2, and the
 * last two not at all. Seen from day 0, but for the first of the second year, seen from day 6. */
static void test_durations(void **state)
{
    (void)state;
    struct durations d = {0};
    struct duration_answer a;
    struct count_entry key = {.name = 1, .date = 100};
    for (int i = 1; i <= 12; i++) {
        struct duration one = {.key = key, .entry = i == 7 ? 6 : -1, .exit = i};
        one.key.date = i < 7 ? 99 : 100;
        one.cause = i > 10 ? 0 : i % 2 ? 1 : 2;
        assert_true(durations_add(&d, &one));
    }
    assert_true(durations_settle(&d));
    /* up to both dates; 11, 10, ... at risk: 10/11 * 9/10 = 9/11 after two days */
    assert_int_equal(durations_ask(&d, &key, DURATION_STAYING, 2.5, &a), STATUS_OK);
    assert_float_equal(a.value, 9. / 11, 1e-12);
    assert_int_equal(a.times, 12);
    assert_int_equal(a.ended, 10);
    assert_int_equal(durations_ask(&d, &key, DURATION_STAYING, 13, &a), STATUS_OK);
    assert_true(isnan(a.value) && !a.too_few); /* nobody was followed so long */
    /* of the date alone: six times, too few for a share */
    assert_int_equal(durations_ask(&d, &key, DURATION_ENDED, 8, &a), STATUS_OK);
    assert_true(isnan(a.value) && a.too_few);
    /* 7 (at risk with five others), 8, 9, 10: the third of six ends on day 9: the middle of 9 and 10 */
    assert_int_equal(durations_ask(&d, &key, DURATION_MEDIAN, 0, &a), STATUS_OK);
    assert_float_equal(a.value, 9.5, 1e-12);
    assert_int_equal(durations_ask(&d, &key, DURATION_P90, 0, &a), STATUS_OK);
    assert_true(isnan(a.value));
    key.date = 99;
    assert_int_equal(durations_ask(&d, &key, DURATION_P90, 0, &a), STATUS_OK);
    assert_true(a.value == 6);
    key.name = 2;
    assert_int_equal(durations_ask(&d, &key, DURATION_MEDIAN, 0, &a), STATUS_OK);
    assert_true(isnan(a.value) && a.times == 0);
    durations_done(&d);
    assert_true(definition_days(text_of("2 years")) == 730.5);
    assert_true(isnan(definition_days(text_of("soon"))));
}

static void test_region(void **state)
{
    (void)state;
    struct regions g;
    struct rows *rows;
    assert_int_equal(embedded_open(&rows, "la", NULL, NULL), STATUS_OK);
    assert_int_equal(regions_read(&g, rows), STATUS_OK);
    rows_close(rows);
    assert_true(text_is(region_of(&g, text_of("201")), "London"));
    assert_true(text_is(region_of(&g, text_of("E09000001")), "London"));
    assert_true(text_is(region_of(&g, text_of(" gateshead ")), "North East"));
    assert_int_equal(region_of(&g, text_of("000")).size, 0);
    regions_done(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formula),     cmocka_unit_test(test_round),
        cmocka_unit_test(test_definitions), cmocka_unit_test(test_choice),
        cmocka_unit_test(test_durations),   cmocka_unit_test(test_region),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
