// SPDX-License-Identifier: GPL-3.0-or-later
/* The made-up social workers: everybody in care is the case of somebody in post, the figures of England
 * show, and the rates at which they leave are found again. */
#include "unit.h"

#include "calendar/date.h"
#include "model/synth/service_sheets.h"
#include "tenure.h"

#include <math.h>
#include <stdlib.h>

static const struct synth_settings usual = {
    .seed = 12, .la = "900", .children = 1500, .first = 2018, .last = 2025, .entry_spread = 0.05};
static struct synth_authority authority;
static struct synth_workforce workforce;

static int make(void **state)
{
    (void)state;
    return synth_make(&authority, &usual) == STATUS_OK &&
                   workforce_make(&workforce, &authority) == STATUS_OK
               ? 0
               : -1;
}

static int done(void **state)
{
    (void)state;
    workforce_done(&workforce);
    synth_done(&authority);
    return 0;
}

static void every_child_has_a_worker(void **state)
{
    (void)state;
    size_t at = 0;
    for (int census = workforce.first; census <= workforce.last; census++) {
        int32_t day = workforce_census_day(census);
        int in_care = 0, held = 0;
        for (size_t c = 0; c < authority.count; c++)
            for (int i = 0; i < authority.children[c].episode_count; i++) {
                const struct synth_episode *e = &authority.children[c].episodes[i];
                in_care += e->legal < LEGAL_BREAKS && e->start <= day &&
                           (e->end == DATE_NONE || e->end > day);
            }
        for (; at < workforce.case_count && workforce.cases[at].census == census; at++, held++) {
            const struct synth_worker *w = &workforce.workers[workforce.cases[at].worker];
            assert_true(w->start <= day && w->left > day && workforce_holds_cases(w, day));
        }
        assert_int_equal(held, in_care);
    }
}

/* England in the census of 2024: turnover 13.9 %, agency 16.2 %, vacancies 17.3 %, 15.4 cases. The
 * margins are two standard errors of some 80 leavers, 110 agency workers and 600 posts a year, for the
 * mean of eight censuses. */
static void workforce_looks_like_england(void **state)
{
    (void)state;
    struct sheet_set set;
    assert_int_equal(workforce_sheets(&workforce, &usual, &set), STATUS_OK);
    double in_post = 0, leavers = 0, agency = 0, vacancies = 0, cases = 0, holders = 0;
    for (size_t s = 0; s < set.count; s += WORKFORCE_SHEETS) {
        const struct sheet *workers = &set.sheets[s + WORKFORCE_WORKERS];
        vacancies += atof(set.sheets[s + WORKFORCE_LA].rows[0]->cells[0]);
        for (size_t i = 0; i < workers->count; i++) {
            const char *const *cells = workers->rows[i]->cells;
            double fte = atof(cells[15]);
            bool hired = cells[0][0] == '0';
            in_post += hired ? fte : 0;
            agency += hired ? 0 : fte;
            leavers += cells[12][0] ? atof(cells[2]) : 0;
            cases += atof(cells[16]);
            holders += atof(cells[16]) > 0 ? fte : 0;
        }
    }
    assert_true(fabs(leavers / in_post - 0.139) < 0.015);
    assert_true(fabs(agency / (agency + in_post) - 0.162) < 0.02);
    assert_true(fabs(vacancies / (vacancies + in_post) - 0.173) < 0.03);
    assert_true(fabs(cases / holders - 15.4) < 0.5);
    sheet_set_done(&set);
}

/* Those who came from other authorities leave by the plain hazards, the newly qualified later. */
static void leaving_by_tenure_is_recovered(void **state)
{
    (void)state;
    struct piece others[SERVICE_TENURES] = {{0, 0}}, fresh[SERVICE_TENURES] = {{0, 0}};
    for (size_t i = 0; i < workforce.worker_count; i++) {
        const struct synth_worker *w = &workforce.workers[i];
        if (!w->agency && w->origin <= 2)
            follow(w->origin == 1 ? fresh : others, w->start, w->left,
                   workforce_census_day(workforce.first - 1) + 1,
                   workforce_census_day(workforce.last));
    }
    assert_true(disagreement(fresh, worker_leave, worker_origins[0].leave) > level);
    assert_true(disagreement(others, worker_leave, worker_origins[1].leave) > level);
    assert_true(disagreement(fresh, worker_leave, 1.4) < level); /* it can tell */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_child_has_a_worker),
        cmocka_unit_test(workforce_looks_like_england),
        cmocka_unit_test(leaving_by_tenure_is_recovered),
    };
    return cmocka_run_group_tests(tests, make, done);
}
