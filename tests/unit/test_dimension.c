// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/unit.h"

#include "stream/dimension.h"
#include "stream/where.h"

#include <stdlib.h>
#include <unistd.h>

#define HEADER "la,id,start,end,observed_from,observed_to"
#define WINDOW "2015-04-01,2024-03-31"

/* Opens a stream of these bytes at its first spell. */
static struct spells *opened(const char *bytes, struct spell *first,
                             const struct problem_sink *sink)
{
    char path[] = "/tmp/hearth-dimension-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, strlen(bytes)), strlen(bytes));
    close(fd);
    struct spells *s;
    assert_int_equal(spells_open(&s, path, sink), STATUS_OK);
    assert_int_equal(spells_next(s, first), STATUS_OK);
    unlink(path);
    return s;
}

static const struct period_calendar quarters = PERIOD_TO_31_MARCH(EVERY_QUARTER);

static struct dimension found(const char *name, struct spells *s)
{
    struct dimension d;
    const char *missing;
    assert_true(dimension_find(&d, text_of(name), s, &missing));
    return d;
}

/* The value of dimension NAME on a day given by its parts. */
static void assert_value(struct spells *s, const struct spell *spell, const char *name, int32_t on,
                         const char *expected)
{
    char buffer[DIMENSION_TEXT];
    struct dimension d = found(name, s);
    struct dimension_dates dates = dimension_dates(&d, 1, s, spell);
    assert_text(dimension_value(&d, s, &dates, on, &quarters, buffer), expected);
}

static void ages_and_bands_change_on_birthdays(void **state)
{
    (void)state;
    struct spell spell;
    struct spells *s =
        opened(HEADER ",birth_date\n1,a,2020-01-01,," WINDOW ",2008-02-29\n", &spell, NULL);
    static const struct {
        int year, month, day;
        const char *age, *band;
    } cases[] = {
        {2008, 2, 28, "", ""},         {2008, 2, 29, "0", "under 1"},
        {2009, 2, 28, "0", "under 1"}, {2009, 3, 1, "1", "1-4"},
        {2013, 2, 28, "4", "1-4"},     {2013, 3, 1, "5", "5-9"},
        {2018, 2, 28, "9", "5-9"},     {2018, 3, 1, "10", "10-15"},
        {2024, 2, 28, "15", "10-15"},  {2024, 2, 29, "16", "16 and over"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t on = date_of(cases[i].year, cases[i].month, cases[i].day);
        assert_value(s, &spell, "age", on, cases[i].age);
        assert_value(s, &spell, "age_band", on, cases[i].band);
    }
    spells_close(s);
}

static void tenure_is_counted_from_the_placement_or_the_spell(void **state)
{
    (void)state;
    struct spell spell;
    struct spells *s = opened(HEADER "\n1,a,2020-05-01,," WINDOW "\n", &spell, NULL);
    assert_value(s, &spell, "tenure", date_of(2021, 4, 30), "0");
    assert_value(s, &spell, "tenure", date_of(2021, 5, 1), "1");
    spells_close(s);
    s = opened(HEADER ",placement_start\n1,a,2020-05-01,," WINDOW ",2018-05-02\n", &spell, NULL);
    assert_value(s, &spell, "tenure", date_of(2021, 5, 1), "2");
    assert_value(s, &spell, "tenure", date_of(2021, 5, 2), "3");
    spells_close(s);
    s = opened(HEADER ",placement_start\n1,a,2020-05-01,," WINDOW ",\n", &spell, NULL);
    assert_value(s, &spell, "tenure", date_of(2021, 5, 2), "");
    spells_close(s);
}

static void the_year_is_named_by_its_end(void **state)
{
    (void)state;
    struct spell spell;
    struct spells *s = opened(HEADER "\n1,a,2020-05-01,," WINDOW "\n", &spell, NULL);
    assert_value(s, &spell, "year", date_of(2021, 3, 31), "2021");
    assert_value(s, &spell, "year", date_of(2021, 4, 1), "2022");
    spells_close(s);
}

static void a_column_wins_over_a_derived_dimension(void **state)
{
    (void)state;
    struct spell spell;
    struct spells *s =
        opened(HEADER ",age,category\n1,a,2020-05-01,," WINDOW ",old,Fostering\n", &spell, NULL);
    assert_value(s, &spell, "age", date_of(2021, 3, 31), "old");
    assert_value(s, &spell, "category", date_of(2021, 3, 31), "Fostering");
    struct dimension d;
    const char *missing;
    assert_false(dimension_find(&d, text_of("age_band"), s, &missing));
    assert_string_equal(missing, "birth_date");
    assert_false(dimension_find(&d, text_of("categories"), s, &missing));
    assert_null(missing);
    spells_close(s);
}

/* Day by day over twelve years: the value changes exactly where it is said to. */
static void changes_are_foretold(void **state)
{
    (void)state;
    static const char *const names[] = {"age", "age_band", "tenure", "year"};
    struct spell spell;
    struct spells *s =
        opened(HEADER ",birth_date\n1,a,2012-02-29,," WINDOW ",2012-02-20\n", &spell, NULL);
    for (size_t i = 0; i < 4; i++) {
        struct dimension d = found(names[i], s);
        struct dimension_dates dates = dimension_dates(&d, 1, s, &spell);
        int32_t first = date_of(2012, 1, 1), foretold = first;
        for (int32_t day = first; day < date_of(2030, 1, 1); day++) {
            int32_t code = dimension_code(&d, &dates, day, &quarters);
            if (day > first)
                assert_int_equal(code != dimension_code(&d, &dates, day - 1, &quarters),
                                 day == foretold);
            foretold = dimension_next_change(&d, &dates, day, &quarters);
            assert_true(foretold > day);
        }
    }
    spells_close(s);
}

static void unknown_dates_stay_unknown(void **state)
{
    (void)state;
    struct spell spell;
    struct recorded r;
    struct problem_sink sink = record_to(&r);
    struct spells *s =
        opened(HEADER ",birth_date\n1,a,2020-05-01,," WINDOW ",June\n", &spell, &sink);
    assert_value(s, &spell, "age_band", date_of(2021, 3, 31), "");
    assert_int_equal(r.by_level[PROBLEM_WARNING], 1);
    assert_non_null(strstr(r.last, ":2: birth_date: 'June'"));
    struct dimension d = found("age", s);
    struct dimension_dates dates = dimension_dates(&d, 1, s, &spell);
    assert_int_equal(dimension_next_change(&d, &dates, 0, &quarters), INT32_MAX);
    spells_close(s);
}

static void codes_and_texts_are_one_to_one(void **state)
{
    (void)state;
    char buffer[DIMENSION_TEXT];
    for (int32_t code = DIMENSION_UNKNOWN; code < 5; code++) {
        int32_t again;
        struct text t = dimension_code_text(DIMENSION_AGE_BAND, code, buffer);
        assert_true(dimension_code_of(DIMENSION_AGE_BAND, t, &again));
        assert_int_equal(code, again);
        t = dimension_code_text(DIMENSION_AGE, code, buffer);
        assert_true(dimension_code_of(DIMENSION_AGE, t, &again));
        assert_int_equal(code, again);
    }
    static const char *const wrong[] = {"012", "-1", "ten", "+4", "1-4", " 4", "99999999999"};
    int32_t code;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(dimension_code_of(DIMENSION_AGE, text_of(wrong[i]), &code));
    assert_false(dimension_code_of(DIMENSION_AGE_BAND, text_of("16+"), &code));
}

static void conditions_keep_rows_by_exact_values(void **state)
{
    (void)state;
    struct spell spell;
    struct recorded r;
    struct problem_sink sink = record_to(&r);
    struct spells *s =
        opened(HEADER ",category,sex\n1,a,2020-05-01,," WINDOW ",\"Fostering, kin\",\n"
                      "1,b,2020-05-01,," WINDOW ",Fostering,1\n",
               &spell, &sink);
    struct rows *rows = spells_rows(s);
    struct where w = {0};
    assert_true(where_add(&w, "category=Fostering,Residential"));
    assert_true(where_add(&w, "sex=,1"));
    assert_int_equal(where_bind(&w, rows), STATUS_OK);
    assert_false(where_keeps(&w, rows)); /* a comma parts values */
    assert_int_equal(spells_next(s, &spell), STATUS_OK);
    assert_true(where_keeps(&w, rows));
    assert_true(where_matches(&w.conditions[1], text_of("")));
    assert_false(where_matches(&w.conditions[0], text_of("fostering")));
    assert_false(where_matches(&w.conditions[0], text_of("")));

    struct where wrong = {0};
    assert_false(where_add(&wrong, "category"));
    assert_false(where_add(&wrong, "=1"));
    assert_int_equal(wrong.count, 0);
    assert_true(where_add(&wrong, "categry=1") && where_add(&wrong, "six=1"));
    assert_int_equal(where_bind(&wrong, rows), STATUS_FORMAT);
    assert_int_equal(r.by_level[PROBLEM_FATAL], 1);
    assert_non_null(strstr(r.last, "'categry', 'six'"));
    for (int i = 2; i < WHERE_MOST; i++)
        assert_true(where_add(&wrong, "a=b"));
    assert_false(where_add(&wrong, "a=b"));
    spells_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ages_and_bands_change_on_birthdays),
        cmocka_unit_test(tenure_is_counted_from_the_placement_or_the_spell),
        cmocka_unit_test(the_year_is_named_by_its_end),
        cmocka_unit_test(a_column_wins_over_a_derived_dimension),
        cmocka_unit_test(changes_are_foretold),
        cmocka_unit_test(unknown_dates_stay_unknown),
        cmocka_unit_test(codes_and_texts_are_one_to_one),
        cmocka_unit_test(conditions_keep_rows_by_exact_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
