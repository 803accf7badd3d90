// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/needed.h"

#include "stream/spells.h"

static int32_t most(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

enum status leavers_read(struct leavers *l, const char *path, int32_t origin, int32_t recent,
                         const struct problem_sink *sink)
{
    struct spells *spells;
    struct spell s;
    *l = (struct leavers){0};
    enum status status = spells_open(&spells, path, sink);
    if (status != STATUS_OK)
        return status;
    while ((status = spells_next(spells, &s)) == STATUS_OK) {
        int32_t from = most(s.start, s.observed_from), over = least(spell_over(&s), origin + 1);
        if (recent)
            from = most(from, origin - recent);
        /* an open spell is over only because nobody looked any longer */
        bool ended = s.end != DATE_NONE && s.end <= origin && s.end > from;
        if (over > from)
            l->exposure += (double)(over - from);
        l->left += ended;
        l->stock += s.start <= origin && (s.end == DATE_NONE || s.end > origin);
    }
    spells_close(spells);
    if (status == STATUS_END && !(l->exposure > 0)) {
        problem_report(sink, PROBLEM_FATAL, "no-household", path, 0, NULL,
                       "no household was seen in the time that counts");
        return STATUS_SHORT;
    }
    return status == STATUS_END ? STATUS_OK : status;
}
