// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_LETTERING_H
#define HEARTH_CHART_LETTERING_H

#include "chart/canvas.h"
#include "chart/theme.h"

#include <stdbool.h>

/* Text on a canvas: always horizontal, always inside the width it is given. A text that is too long is
 * broken over at most LINES lines and then ends in "...". Bytes that are not UTF-8 and line ends are
 * shown as replacements. */
enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

struct lettering {
    enum face face;
    uint32_t colour;
    enum align align;
    int lines; /* at most; 0 counts as 1 */
};

struct extent {
    double width, height;
    bool cut; /* the text was too long and ends in "..." */
};

/* The room TEXT takes when it may be WIDTH points wide (0: as wide as it likes, on one line). */
struct extent lettering_measure(struct canvas *c, const char *text, const struct lettering *l,
                                double width);

/* Draws TEXT in the column of WIDTH points that begins at X, its upper edge at Y. With width 0, X is
 * the text's left edge, middle or right edge by its alignment. Returns the room taken. */
struct extent lettering_draw(struct canvas *c, const char *text, const struct lettering *l,
                             double x, double y, double width);

#endif
