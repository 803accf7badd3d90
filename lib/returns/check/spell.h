// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_CHECK_SPELL_H
#define HEARTH_RETURNS_CHECK_SPELL_H

#include "returns/check/visit.h"

/* Rows of a child that have a start and an end, other than episodes: missing spells, orders, allocated
 * social workers. What their rules have in common. */
struct spell_kind {
    enum table_name table;
    enum column_name start, end;
};

int32_t spell_start(const struct visit *v, const struct spell_kind *k, const struct book_row *row);
int32_t spell_end(const struct visit *v, const struct spell_kind *k, const struct book_row *row);

/* The child's spell before ROW: the latest that starts before it, or on the same day above it in the
 * file; NULL when there is none, or ROW's start is not known. */
const struct book_row *spell_before(const struct visit *v, const struct spell_kind *k,
                                    const struct book_row *row);

/* Whether the spell before ROW is open, or ends after ROW starts. */
bool spell_overlaps(const struct visit *v, const struct spell_kind *k, const struct book_row *row);

/* Whether no period of care holds the spell's end: the spell ends after care does, or stands open when
 * care does not. False for a child without episodes. */
bool spell_outlasts_care(const struct visit *v, const struct spell_kind *k,
                         const struct book_row *row);

#endif
