// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/random.h"
#include "calendar/date.h"
#include "model/retention/retention.h"
#include "stats/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORKERS = 6000 };
static const double rate[2] = {.3, .6}; /* leaving, a year: social workers, agency */
static const double resigns = .7;       /* of those who leave */

/* A workforce with a known truth: people start all through 2008-2024 and leave at a constant rate; the
 * returns cover April 2018 to March 2024, so those who left before are in none of them. NAIVE writes
 * observed_from as if the returns had always been there. */
static char *write_workforce(bool naive)
{
    static char path[] = "/tmp/hearth-retention-XXXXXX";
    memcpy(path + sizeof path - 7, "XXXXXX", 6);
    int fd = mkstemp(path);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
    assert_non_null(f);
    int32_t first = date_of(2008, 4, 1), from = date_of(2018, 4, 1), to = date_of(2024, 3, 31);
    struct random_stream s;
    random_start(&s, 1, "test-retention", text_of(""), text_of("workforce"), 0);
    fprintf(f, "la,id,start,end,observed_from,observed_to,role,reason\n");
    for (int i = 0; i < WORKERS; i++) {
        char start_text[DATE_TEXT], end_text[DATE_TEXT], from_text[DATE_TEXT], to_text[DATE_TEXT];
        int agency = random_uniform(&s) < .3;
        int32_t start = first + (int32_t)random_below(&s, (uint32_t)(to - first));
        double days = -log(random_uniform(&s)) / rate[agency] * 365.25;
        bool resigned = random_uniform(&s) < resigns;
        int32_t end = days < 20000 ? start + (int32_t)ceil(days) : DATE_NONE;
        if (end != DATE_NONE && end < from)
            continue; /* left before anybody looked */
        if (end != DATE_NONE && end > to)
            end = DATE_NONE;
        date_write(start, start_text);
        date_write(end, end_text);
        date_write(naive ? first : from, from_text);
        date_write(to, to_text);
        fprintf(f, "301,%06d,%s,%s,%s,%s,%s,%s\n", i, start_text, end_text, from_text, to_text,
                agency ? "agency" : "worker",
                end == DATE_NONE ? ""
                : resigned       ? "resigned"
                                 : "retired");
    }
    assert_int_equal(fclose(f), 0);
    return path;
}

static void read_workforce(struct retention *r, struct retention_settings *settings, bool naive)
{
    char *path = write_workforce(naive);
    settings->unit = "years";
    settings->unit_days = retention_unit_days(RETENTION_YEARS);
    settings->least = 10;
    settings->stays.landmark = settings->stays.landmark ? settings->stays.landmark : DATE_NONE;
    settings->stays.calendar = PERIOD_TO_31_MARCH(EVERY_YEAR);
    assert_int_equal(retention_read(r, path, settings, NULL), STATUS_OK);
    unlink(path);
}

static const struct retention_row *row_of(const struct retention *r, enum retention_measure m,
                                          uint32_t group, uint32_t cause, double years)
{
    for (size_t i = 0; i < r->row_count; i++) {
        const struct retention_row *row = &r->rows[i];
        if (row->measure == m && row->group == group && row->cause == cause &&
            (isnan(years) ? isnan(row->time) : fabs(row->time - years * 365.25) < 1e-6))
            return row;
    }
    fail_msg("no such row");
    return NULL;
}

/* Within 3.5 standard errors, taken from the interval. */
static bool agrees(const struct retention_row *row, double truth)
{
    double se = (row->hi95 - row->lo95) / (2 * 1.96);
    return se > 0 && fabs(row->value - truth) < 3.5 * se;
}

static void truth_is_recovered(void **state)
{
    (void)state;
    struct retention r;
    struct retention_settings set = {.stays = {.by = "role", .competing = "reason"}};
    assert_true(retention_times("", &set, (char[8]){0}, 8) == false);
    set.at_count = 0;
    set.unit_days = 365.25;
    assert_true(retention_times("1,3y,60m", &set, (char[8]){0}, 8));
    read_workforce(&r, &set, false);
    uint32_t resigned = intern_find(&r.stays.reasons, text_of("resigned"));
    assert_true(r.group_count == 2 && text_is(r.labels[0], "agency"));
    for (uint32_t g = 0; g < 2; g++)
        for (size_t k = 0; k < 3; k++) {
            double years = set.at[k] / 365.25, leaving = rate[g == 0];
            assert_true(agrees(row_of(&r, RETENTION_SURVIVAL, g, RETENTION_NONE, years),
                               exp(-leaving * years)));
            assert_true(agrees(row_of(&r, RETENTION_INCIDENCE, g, resigned, years),
                               resigns * -expm1(-leaving * years)));
        }
    assert_true(
        agrees(row_of(&r, RETENTION_MEDIAN, 1, RETENTION_NONE, NAN), log(2) / rate[0] * 365.25));
    retention_done(&r);
}

/* Counting from their start those who were already there when the returns began makes retention look
 * better than it is: those who had left by then are in no return. */
static void late_entry_is_no_detail(void **state)
{
    (void)state;
    struct retention r;
    struct retention_settings set = {.unit_days = 365.25};
    assert_true(retention_times("3", &set, (char[8]){0}, 8));
    read_workforce(&r, &set, true);
    const struct retention_row *naive = row_of(&r, RETENTION_SURVIVAL, 0, RETENTION_NONE, 3);
    double truth = .7 * exp(-3 * rate[0]) + .3 * exp(-3 * rate[1]);
    print_message("still there after 3 years: truth %.3f, without delayed entry %.3f\n", truth,
                  naive->value);
    assert_true(naive->lo95 > truth + .05);
    retention_done(&r);
    set = (struct retention_settings){.unit_days = 365.25};
    assert_true(retention_times("3", &set, (char[8]){0}, 8));
    read_workforce(&r, &set, false);
    assert_true(agrees(row_of(&r, RETENTION_SURVIVAL, 0, RETENTION_NONE, 3), truth));
    retention_done(&r);
}

static void ratios_are_recovered(void **state)
{
    (void)state;
    struct retention r;
    struct retention_settings set = {.stays = {.labels = "role"}, .cox_count = 1};
    read_workforce(&r, &set, false);
    const struct retention_row *ratio = NULL, *drift = NULL;
    for (size_t i = 0; i < r.row_count; i++) {
        ratio = r.rows[i].measure == RETENTION_HAZARD_RATIO ? &r.rows[i] : ratio;
        drift = r.rows[i].measure == RETENTION_PROPORTIONAL_P ? &r.rows[i] : drift;
    }
    assert_true(ratio && drift);
    assert_string_equal(r.terms[ratio->term - 1].name, "role: agency (compared with worker)");
    assert_true(ratio->lo95 < rate[1] / rate[0] && rate[1] / rate[0] < ratio->hi95);
    assert_true(drift->value > .01);
    retention_done(&r);
}

/* A constant rate has no memory: from any day on, those there leave as newcomers do. */
static void landmarks_count_those_there(void **state)
{
    (void)state;
    struct retention r;
    struct retention_settings set = {.stays = {.by = "role", .landmark = date_of(2020, 1, 1)},
                                     .unit_days = 365.25};
    assert_true(retention_times("2", &set, (char[8]){0}, 8));
    read_workforce(&r, &set, false);
    for (uint32_t g = 0; g < 2; g++)
        assert_true(
            agrees(row_of(&r, RETENTION_SURVIVAL, g, RETENTION_NONE, 2), exp(-2 * rate[g == 0])));
    retention_done(&r);
}

int main(void)
{
    stats_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(truth_is_recovered),
        cmocka_unit_test(late_entry_is_no_detail),
        cmocka_unit_test(ratios_are_recovered),
        cmocka_unit_test(landmarks_count_those_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
