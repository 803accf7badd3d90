// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/spell.h"

int32_t spell_start(const struct visit *v, const struct spell_kind *k, const struct book_row *row)
{
    return cell_date(v, row, k->start);
}

int32_t spell_end(const struct visit *v, const struct spell_kind *k, const struct book_row *row)
{
    return cell_date(v, row, k->end);
}

const struct book_row *spell_before(const struct visit *v, const struct spell_kind *k,
                                    const struct book_row *row)
{
    const struct subject_rows *spells = &v->now[k->table];
    const struct book_row *before = NULL;
    int32_t start = spell_start(v, k, row);
    if (!date_known(start))
        return NULL;
    for (size_t i = 0; i < spells->count; i++) {
        const struct book_row *other = &spells->rows[i];
        int32_t from = spell_start(v, k, other);
        if (other == row || !date_known(from) || from > start || (from == start && other > row))
            continue;
        if (!before || from >= spell_start(v, k, before))
            before = other;
    }
    return before;
}

bool spell_overlaps(const struct visit *v, const struct spell_kind *k, const struct book_row *row)
{
    const struct book_row *before = spell_before(v, k, row);
    int32_t end = before ? spell_end(v, k, before) : DATE_BAD;
    return end == DATE_NONE || (date_known(end) && spell_start(v, k, row) < end);
}

bool spell_outlasts_care(const struct visit *v, const struct spell_kind *k,
                         const struct book_row *row)
{
    int32_t from = spell_start(v, k, row), to = spell_end(v, k, row);
    if (!date_known(from) || to == DATE_BAD || !v->episode_count)
        return false;
    struct care care;
    for (size_t at = 0; care_next(v, &at, &care);) {
        bool open = !date_known(care.end);
        if (to == DATE_NONE ? open && from >= care.start
                            : to >= care.start && (open || to <= care.end))
            return false;
    }
    return true;
}
