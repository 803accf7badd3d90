// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/quantiles/combine.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 12 };

/* The place of SERIES with WORD instead at COLUMN, on DATE; TUPLES_NONE where there is none. KEY: room. */
static uint32_t place_beside(const struct collection *c, const int32_t *series, size_t column,
                             uint32_t word, int32_t date, int32_t *key)
{
    memcpy(key, series, (c->dimension_count + 1) * sizeof *key);
    key[column] = (int32_t)word;
    uint32_t same = word == INTERN_NONE ? TUPLES_NONE : tuples_find(&c->series, key);
    return same == TUPLES_NONE ? TUPLES_NONE
                               : tuples_find(&c->places, (int32_t[]){(int32_t)same, date});
}

/* Divides what is collected at P by what is at Q, future by future; false where Q is not above 0. */
static bool divide_place(struct collected *p, const struct collected *q, size_t draws)
{
    p->actual = q->actual > 0 ? stats_round(p->actual / q->actual, DIGITS) : (double)NAN;
    for (size_t d = 0; p->rows && q->rows && d < draws; d++) {
        if (d >= q->room || !(q->values[d] > 0))
            return false;
        if (d < p->room)
            p->values[d] = stats_round(p->values[d] / q->values[d], DIGITS);
    }
    p->rows = q->rows ? p->rows : 0;
    return true;
}

enum status collection_divide(struct collection *c, const char *per,
                              const struct problem_sink *sink)
{
    uint32_t word = intern_find(&c->words, text_of(per)), count = c->places.count;
    size_t divided = 0, alone = 0;
    int32_t *key = malloc((c->dimension_count + 1) * sizeof *key);
    if (!key)
        return STATUS_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        const int32_t *place = tuples_at(&c->places, i);
        const int32_t *series = tuples_at(&c->series, (uint32_t)place[0]);
        int32_t date = place[1];
        if (series[0] == (int32_t)word)
            continue;
        uint32_t by = place_beside(c, series, 0, word, date, key);
        static const struct collected nothing = {.actual = NAN};
        if (!divide_place(&c->collected[i], by != TUPLES_NONE ? &c->collected[by] : &nothing,
                          c->draws)) {
            char day[DATE_TEXT];
            problem_report(sink, PROBLEM_FATAL, "per", NULL, 0, NULL,
                           "--per %s: it is not above 0 in every future on %s", per,
                           date_write(date, day).at);
            free(key);
            return STATUS_SHORT;
        }
        divided += c->collected[i].rows > 0;
        alone += by == TUPLES_NONE;
    }
    for (uint32_t i = 0; i < count; i++)
        if (tuples_at(&c->series, (uint32_t)tuples_at(&c->places, i)[0])[0] == (int32_t)word) {
            c->collected[i].rows = 0;
            c->collected[i].actual = NAN;
        }
    free(key);
    if (divided && alone)
        problem_report(sink, PROBLEM_NOTE, "per", NULL, 0, NULL,
                       "--per %s: %zu values have none beside them on their date and are left out",
                       per, alone);
    else if (!divided)
        problem_report(sink, PROBLEM_FATAL, "per", NULL, 0, NULL,
                       "--per %s: there are no draws of this measure beside another's", per);
    return divided ? STATUS_OK : STATUS_SHORT;
}

bool collection_is_one_measure(const struct collection *c, const struct problem_sink *sink)
{
    int32_t word = -1;
    for (uint32_t i = 0; i < c->places.count; i++) {
        int32_t other = tuples_at(&c->series, (uint32_t)tuples_at(&c->places, i)[0])[0];
        if (!c->collected[i].rows || other == word)
            continue;
        if (word >= 0) {
            char a[60], b[60];
            problem_report(sink, PROBLEM_FATAL, "name", NULL, 0, NULL,
                           "--name is for one measure: there are '%s' and '%s'",
                           text_show(intern_text(&c->words, (uint32_t)word), a, sizeof a),
                           text_show(intern_text(&c->words, (uint32_t)other), b, sizeof b));
            return false;
        }
        word = other;
    }
    return true;
}

enum status collection_subtract(struct collection *c, const char *base,
                                const struct problem_sink *sink)
{
    size_t dimension = 0; /* there is one: collection_read has looked for it */
    while (!text_is(c->dimensions[dimension], "scenario"))
        dimension++;
    uint32_t word = intern_find(&c->words, text_of(base));
    int32_t *key = malloc((c->dimension_count + 1) * sizeof *key);
    if (!key)
        return STATUS_MEMORY;
    size_t subtracted = 0;
    for (uint32_t i = 0; word != INTERN_NONE && i < c->places.count; i++) {
        const int32_t *place = tuples_at(&c->places, i);
        const int32_t *series = tuples_at(&c->series, (uint32_t)place[0]);
        if (series[dimension + 1] == (int32_t)word || !c->collected[i].rows)
            continue;
        uint32_t from = place_beside(c, series, dimension + 1, word, place[1], key);
        if (from == TUPLES_NONE)
            continue;
        if (c->collected[from].hole) {
            c->collected[i].rows = 0;
            continue;
        }
        for (size_t d = 0; d < c->draws; d++)
            if (d < c->collected[from].room && c->collected[from].values[d] != 0 &&
                !collected_add(&c->collected[i], (long)d, -c->collected[from].values[d])) {
                free(key);
                return STATUS_MEMORY;
            }
        subtracted++;
    }
    for (uint32_t i = 0; i < c->places.count; i++) {
        uint32_t series = (uint32_t)tuples_at(&c->places, i)[0];
        if (tuples_at(&c->series, series)[dimension + 1] == (int32_t)word)
            c->collected[i].rows = 0;
    }
    free(key);
    if (subtracted)
        return STATUS_OK;
    problem_report(sink, PROBLEM_FATAL, "difference", NULL, 0, NULL,
                   "--difference %s: there are no draws of this scenario beside another", base);
    return STATUS_SHORT;
}
