// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TESTS_SURVIVAL_ORACLE_H
#define HEARTH_TESTS_SURVIVAL_ORACLE_H

/* The made-up workforce of the reference results, for the tests of lib/stats/survival. */
#include "oracle/oracle.h"
#include "stats/survival/order.h"

#define DATA "tests/oracle/data/"
ORACLE_UNUSED static const double tolerance = 1e-8;
enum { MOST = 300, GROUPS = 3, CAUSES = 3 };

/* The reference's made-up workforce: years, left truncated. */
static struct workforce {
    size_t n;
    double entry[MOST], exit[MOST], age[MOST], x[MOST * 4];
    uint32_t cause[MOST], role[MOST], agency[MOST], cluster[MOST];
    struct survival_data late, right; /* with and without delayed entry */
    struct risk_order order;
} w;
static const char *const roles[GROUPS] = {"experienced", "manager", "newly_qualified"};

ORACLE_UNUSED static uint32_t role_of(const char *label)
{
    for (uint32_t r = 0; r < GROUPS; r++)
        if (strstr(label, roles[r]))
            return r;
    oracle_stop("no such role", label);
    return 0;
}

static int setup(void **state)
{
    (void)state;
    struct oracle_table t = oracle_table(DATA "km/workforce.csv");
    w.n = t.rows;
    for (size_t i = 0; i < w.n; i++) {
        w.entry[i] = oracle_value(&t, i, "entry");
        w.exit[i] = oracle_value(&t, i, "exit");
        w.age[i] = oracle_value(&t, i, "age");
        w.cause[i] = (uint32_t)oracle_value(&t, i, "cause");
        w.agency[i] = (uint32_t)oracle_value(&t, i, "agency");
        w.role[i] = role_of(oracle_cell(&t, i, "role"));
        w.cluster[i] = (uint32_t)(i % 20);
        double row[4] = {w.role[i] == 1, w.role[i] == 2, w.agency[i], w.age[i]};
        memcpy(w.x + 4 * i, row, sizeof row);
    }
    oracle_table_done(&t);
    w.late = (struct survival_data){w.n, w.entry, w.exit, w.cause, NULL};
    w.right = (struct survival_data){w.n, NULL, w.exit, w.cause, NULL};
    return risk_order_init(&w.order, MOST, MOST) != STATUS_OK;
}

static int teardown(void **state)
{
    (void)state;
    risk_order_done(&w.order);
    return 0;
}

static void sorted(const struct survival_data *d, const uint32_t *segment, size_t segments)
{
    assert_int_equal(risk_order_sort(&w.order, d), STATUS_OK);
    assert_int_equal(risk_order_split(&w.order, segment, segments), STATUS_OK);
}

#endif
