// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_COST_KINDS_H
#define HEARTH_MODEL_COST_KINDS_H

#include "base/text.h"

/* How well NAMED, of a table of prices or inflation, says KIND, of the children: the same words best; then what
 * KIND begins with before a colon ("Fostering" for "Fostering: IFA"), the longest best; "All" for every
 * kind; 0: not at all. */
static inline size_t kind_match(struct text named, struct text kind)
{
    if (text_equal(named, kind))
        return 1000000;
    if (named.size && kind.size > named.size && kind.at[named.size] == ':' &&
        memcmp(kind.at, named.at, named.size) == 0)
        return 1 + named.size;
    return text_is_nocase(named, "all");
}

#endif
