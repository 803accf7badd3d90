// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_QUANTILES_COLLECT_H
#define HEARTH_MODEL_QUANTILES_COLLECT_H

#include "base/intern.h"
#include "model/population/tuples.h"
#include "stream/draws.h"
#include "stream/where.h"

/* Draws streams, turned round: for each measure, combination of labels and date, the values of all
 * futures. Quantiles need them all: 8 bytes a value are kept, and nothing else of a row.
 *
 * Values of one draw that fall on one place (because a dimension is summed over, or because streams of
 * other rows are added) are added up. A place without a row in some draw counts as 0 there; one with an empty
 * value in some draw (an average of nothing) has no mean, and is left out and counted.
 *
 * A ratio of two measures (PER) is taken inside each future, when all is added up: children per social worker
 * where both are forecast. Where the divisor has no row, the place is left out and counted; a divisor that is
 * 0 in some future is a mistake, and said. */
struct collection_settings {
    const char *sum;        /* dimensions to add up over, "a,b"; NULL: none */
    const char *difference; /* scenario to subtract, draw by draw; NULL: none */
    const char *per;        /* measure by which the others are divided; NULL: none */
    bool one_measure;       /* several that are left are a mistake: one name is meant for them */
    const char *const *where;
    size_t where_count;
};

struct collected {
    double *values; /* one a draw */
    uint32_t room;
    uint32_t rows; /* added */
    bool hole;     /* a future has an empty value here */
    double actual; /* sum of actual rows; NaN: none */
};

/* Adds VALUE in future DRAW (DRAW_NONE: as actual); false when memory is out. */
bool collected_add(struct collected *p, long draw, double value);

struct collection {
    size_t dimension_count; /* of the output */
    struct text *dimensions;
    struct intern words;         /* measures and labels */
    struct tuples series;        /* measure, labels...: by word number */
    struct tuples places;        /* series, date */
    struct collected *collected; /* by place */
    uint32_t room;
    size_t draws; /* greatest draw + 1 */
    struct arena arena;
};

/* Reads the files one after the other; all must have the same dimensions. On success free with
 * collection_done. */
enum status collection_read(struct collection *c, char *const *paths, size_t count,
                            const struct collection_settings *settings,
                            const struct problem_sink *sink);
void collection_done(struct collection *c);

#endif
