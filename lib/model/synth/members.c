// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/members.h"
#include "stats/random/variates.h"

#include <math.h>
#include <string.h>

static const double size_spread = 0.58;

static enum status read_codes(struct synth_member *members, size_t count, struct rows *table)
{
    static const char *const names[] = {"old_code", "last_year", NULL};
    int column[2];
    enum status s = rows_columns(table, names, column);
    for (size_t i = 0; i < count && s == STATUS_OK;) {
        s = rows_next(table);
        if (s != STATUS_OK || text_trim(rows_cell(table, column[1])).size)
            continue;
        struct text code = rows_cell(table, column[0]);
        members[i] = (struct synth_member){.children = 1};
        if (code.size >= sizeof members[i].la)
            return STATUS_VALUE;
        memcpy(members[i++].la, code.at, code.size);
    }
    return s == STATUS_END ? STATUS_SHORT : s;
}

enum status members_load(struct synth_member *members, size_t count, struct rows *table,
                         uint64_t seed, long children)
{
    double size[MEMBERS_MOST], sum = 0;
    if (count > MEMBERS_MOST)
        return STATUS_SHORT;
    enum status s = read_codes(members, count, table);
    if (s != STATUS_OK)
        return s;
    for (size_t i = 0; i < count; i++) {
        struct random_stream r;
        random_start(&r, seed, "synth-size", text_of(members[i].la), text_of(""), 0);
        size[i] = exp(size_spread * random_normal(&r));
        sum += size[i];
    }
    for (size_t i = 0; i < count; i++) {
        double share = round((double)children * size[i] / sum);
        members[i].children = share < 1 ? 1 : (int)share;
    }
    return STATUS_OK;
}
