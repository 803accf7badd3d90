// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_RECRUIT_LINES_H
#define HEARTH_MODEL_RECRUIT_LINES_H

#include "model/recruit/journeys.h"
#include "stats/counts/interval.h"
#include "stream/series.h"

/* The rows of a result, gathered and then written in the order of a series stream: measure, labels in
 * byte order, date. The dimensions are those of --by and whichever of stage, outcome and reason the
 * caller asks for. */
enum { LINE_STAGE, LINE_OUTCOME, LINE_REASON, LINE_EXTRAS };

struct line {
    int measure;    /* index into the caller's names; also the order */
    uint32_t group; /* LINES_ALL: no label */
    int32_t date;
    struct text extra[LINE_EXTRAS];
    double value;
    struct interval in80, in95; /* NaN: none */
};
#define LINES_ALL UINT32_MAX

struct lines {
    struct line *items;
    size_t count, room;
    bool failed;       /* out of memory: lines_write says so */
    struct line spare; /* what is filled in then */
};

/* What is wrong with the list BY (NULL: none): as grouping_by_mistake says, or a name that every result
 * has a column for already. Writes the sentence to BUFFER and returns it; NULL when all is well. */
const char *lines_by_mistake(const char *by, char *buffer, size_t size);

/* A new line of MEASURE with VALUE, no interval and no labels; fill in the rest. Never NULL. */
struct line *lines_add(struct lines *l, int measure, uint32_t group, int32_t date, double value);

struct lines_layout {
    const char *const *measures;
    bool extras[LINE_EXTRAS]; /* which columns to write */
    const char *kind;         /* NULL: no column */
};

/* Orders, writes and frees them. */
enum status lines_write(struct lines *l, const struct journeys *j,
                        const struct lines_layout *layout, struct writer *w);

#endif
