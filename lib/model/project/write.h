// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_WRITE_H
#define HEARTH_MODEL_PROJECT_WRITE_H

#include "model/project/frame.h"
#include "table/writer.h"

/* The rows of a projection. As draws: date, measure, draw, dimensions, value, kind; history first, with draw
 * empty. As a series (expected values): date, measure, dimensions, value, lo95, lo80, hi80, hi95, kind; series
 * by series. With scenarios there is one more dimension, and history is that of the first. */
struct project_writer {
    struct writer *w;
    const struct frame *frame;
    const struct text *scenarios; /* names, or NULL: no such dimension */
    size_t scenario_count;        /* 1 without */
};

void project_write_header(const struct project_writer *p, bool draws);

/* History: every date of T with the counts of frame_count_history but those FRAME_UNSEEN. As a series (DRAWS false) the rows
 * of one cell only: they stand before its expected values. */
void project_write_history(const struct project_writer *p, const struct timeline *t,
                           const uint32_t *count);
void project_write_history_cell(const struct project_writer *p, const struct timeline *t,
                                const uint32_t *count, enum project_measure m, size_t cell);

/* One future: counts of the first scenario, then of the others. */
void project_write_draw(const struct project_writer *p, const struct timeline *t, long draw,
                        const uint32_t *count);

/* One expected value with its standard deviation (NaN: no interval); Z95, Z80: half-widths in it. */
struct project_expected {
    int32_t date;
    enum project_measure measure;
    size_t cell;
    double mean, sd, z95, z80;
    bool floor; /* bounds are not below 0 */
};
void project_write_expected(const struct project_writer *p, const struct project_expected *e);

#endif
