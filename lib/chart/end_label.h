// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_END_LABEL_H
#define HEARTH_CHART_END_LABEL_H

#include "chart/lettering.h"
#include "chart/spread.h"

/* Direct labels: words in a column to the right of a plot, each beside the end of what it names, pushed
 * apart so that none overlaps, and tied to its end by a thin line where it had to move. */
/* A narrower column (points) would cut even "Forecast 163". */
enum { END_LABEL_LEAST = 105 };

enum { END_LABEL_TEXT = 200, END_LABEL_VALUE = 80 };

struct end_label {
    double x, y; /* what it names ends here */
    char name[END_LABEL_TEXT];
    char value[END_LABEL_VALUE]; /* goes on behind the name; stands below one that must be cut */
    enum face face;
    uint32_t colour; /* of the shape */
    int shape;       /* enum shape, drawn before the words; -1: none */
    struct box box;  /* the answer: where the words stand */
    int lines;       /* and on how many lines at most the name, with the value where they fit */
    double apart;    /* the value's distance below the box's top; 0 when it follows the name */
};

/* The width of the column: as wide as the longest label asks, at most MOST points. */
double end_labels_width(struct canvas *c, struct end_label *labels, int count, double most);

/* Sets every box. COLUMN is the strip beside the plot. Labels that are too high for it all together
 * are cut to one line. */
void end_labels_place(struct canvas *c, struct end_label *labels, int count, struct box column);
void end_labels_draw(struct canvas *c, const struct end_label *labels, int count);

#endif
