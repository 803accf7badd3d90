// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/costs.h"

#include <math.h>

static bool belongs(const struct costs *c, const struct journeys *j, const struct series_key *key,
                    uint32_t group)
{
    for (size_t i = 0; i < c->name_count; i++) {
        if (c->columns[i] < 0)
            return false;
        struct text label = series_word(&c->table, key->labels[c->columns[i]]);
        if (!text_equal(label, j->labels[group * j->name_count + i]))
            return false;
    }
    return true;
}

enum status costs_read(struct costs *c, const char *path, const struct journeys *j,
                       const struct problem_sink *sink)
{
    *c = (struct costs){.name_count = j->name_count};
    enum status s = series_read(&c->table, path, NULL, sink);
    if (s != STATUS_OK)
        return s;
    for (size_t i = 0; i < j->name_count; i++)
        c->columns[i] = series_dimension(&c->table, j->names[i].at);
    for (size_t k = 0; k < c->table.series_count; k++) {
        bool known = false;
        for (uint32_t g = 0; g < j->group_count && !known; g++)
            known = belongs(c, j, &c->table.series[k], g);
        c->unmatched += known ? 0 : c->table.series[k].length;
    }
    if (c->unmatched)
        problem_report(sink, PROBLEM_WARNING, "cost-unmatched", path, 0, NULL,
                       "%zu of %zu costs belong to no group of enquiries and are not used",
                       c->unmatched, c->table.row_count);
    return STATUS_OK;
}

void costs_done(struct costs *c)
{
    series_done(&c->table);
}

double costs_of(const struct costs *c, const struct journeys *j, uint32_t group,
                const struct period_calendar *calendar, int32_t number)
{
    double sum = 0;
    bool known = false;
    for (size_t k = 0; k < c->table.series_count; k++) {
        const struct series_key *key = &c->table.series[k];
        if (!belongs(c, j, key, group))
            continue;
        for (uint32_t i = 0; i < key->length; i++) {
            const struct series_row *row = &c->table.rows[c->table.by_series[key->first + i]];
            if (period_number(calendar, row->date) != number)
                continue;
            sum += row->value;
            known = true;
        }
    }
    return known ? sum : NAN;
}
