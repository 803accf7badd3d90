// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SUPPLY_WRITE_H
#define HEARTH_MODEL_SUPPLY_WRITE_H

#include "model/supply/expect.h"
#include "model/supply/posts.h"
#include "table/writer.h"

/* The rows of a supply. As draws: date, measure, draw, dimensions, value, kind; history first, with draw
 * empty. As a series (expected values): date, measure, dimensions, value, lo95, lo80, hi80, hi95, kind.
 *
 * Family and friends bring their own child: their places are nobody else's. Lines of theirs alone have
 * no places and usable_places; of other lines only the others' places count. */
enum supply_measure {
    MEASURE_MANY, /* households, homes or workers */
    MEASURE_PLACES,
    MEASURE_USABLE,
    MEASURE_FTE,
    MEASURE_VACANCIES, /* of the whole authority: labels but la are empty */
    MEASURE_AGENCY,
    SUPPLY_MEASURES
};
const char *supply_measure_name(enum supply_measure m, enum supply_kind kind);

struct supply_writer {
    struct writer *w;
    const struct supply *s;
    bool measures[SUPPLY_MEASURES];
    const struct posts *posts;   /* NULL: no vacancies */
    int32_t *vacancies, *agency; /* of the future to be written: [authority * dates + date] */
};

void supply_write_header(const struct supply_writer *p, bool draws);

/* Whether any of the measures has a row: of places, family and friends alone have none. */
bool supply_has_rows(const struct supply_writer *p);

/* Counts of supply_count_past on the dates of T; what is not known (NaN) is not written. */
void supply_write_past(const struct supply_writer *p, const struct timeline *t,
                       const double *count);
void supply_write_draw(const struct supply_writer *p, long draw, const int32_t *count);

/* Series by series: the past of a line, then its expected values with the interval that the process's
 * variance gives a normal law; not below 0. */
void supply_write_expected(const struct supply_writer *p, const struct timeline *t,
                           const double *past, const struct supply_expected *e);

#endif
