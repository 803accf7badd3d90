// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_CHECK_TABLES_H
#define HEARTH_RETURNS_CHECK_TABLES_H

#include "returns/check/names.h"

/* The tables that a rule needs, for rule_entry.tables and .last_tables. */
enum {
    NEEDS_HEADER = 1u << TABLE_HEADER,
    NEEDS_EPISODES = 1u << TABLE_EPISODES,
    NEEDS_UASC = 1u << TABLE_UASC,
    NEEDS_REVIEWS = 1u << TABLE_REVIEWS,
    NEEDS_OC2 = 1u << TABLE_OC2,
    NEEDS_OC3 = 1u << TABLE_OC3,
    NEEDS_PLACED = 1u << TABLE_PLACED_FOR_ADOPTION,
    NEEDS_MISSING = 1u << TABLE_MISSING,
    NEEDS_WORKERS = 1u << TABLE_SW_EPISODES,
    NEEDS_ORDERS = 1u << TABLE_DOLO,
    NEEDS_POSTS = 1u << TABLE_WORKER,
    NEEDS_ASSIGNMENTS = 1u << TABLE_ASSIGNMENTS
};

#endif
