// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_END_LABEL_H
#define HEARTH_CHART_END_LABEL_H

#include "chart/lettering.h"
#include "chart/spread.h"

/* Direct labels: words in a column to the right of a plot, each beside the end of what it names, pushed
 * apart so that none overlaps, and tied to its end by a thin line where it had to move. */
enum { END_LABEL_TEXT = 200 };

struct end_label {
    double x, y; /* what it names ends here */
    char text[END_LABEL_TEXT];
    enum face face;
    uint32_t colour; /* of the shape */
    int shape;       /* enum shape, drawn before the words; -1: none */
    struct box box;  /* the answer: where the words stand */
};

/* The width of the column: as wide as the longest label asks, at most MOST points. */
double end_labels_width(struct canvas *c, const struct end_label *labels, int count, double most);

/* Sets every box. COLUMN is the strip beside the plot. Labels that are too high for it all together
 * lose their second line. */
void end_labels_place(struct canvas *c, struct end_label *labels, int count, struct box column);
void end_labels_draw(struct canvas *c, const struct end_label *labels, int count);

#endif
