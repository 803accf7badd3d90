// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_THEME_H
#define HEARTH_CHART_THEME_H

#include <stdint.h>

/* How every chart looks: colours, sizes, faces. One place, so that a board's pack is one hand.
 *
 * Colours are those of the Government Analysis Function, in its order. Each graphic has at least
 * 3:1 contrast on white (WCAG 2.2, 1.4.11); where a published tint has less (the light blues of an
 * interval), it is outlined in a colour that has. No meaning is carried by colour alone: lines also
 * differ in dash and in marker shape, and are labelled directly.
 *
 * A colour is a number 0xRRGGBB.
 */
enum {
    COLOUR_WHITE = 0xFFFFFF,
    COLOUR_INK = 0x0B0C0C,      /* words that matter, 19:1 */
    COLOUR_GREY_INK = 0x505A5F, /* words that explain, 7:1 */
    COLOUR_AXIS = 0x6F777B,     /* axis lines and tick marks, 4.5:1 */
    COLOUR_GRID = 0xDEE0E2,     /* gridlines: to be felt, not seen; they carry no meaning alone */
    COLOUR_HISTORY = 0x12436D,  /* dark blue: what was recorded */
    COLOUR_FORECAST = 0x2073BC, /* mid blue: what is expected, and the outline of intervals */
    COLOUR_BAND_80 = 0x9CC7EC,  /* the likelier band is the darker one; both are outlined */
    COLOUR_BAND_95 = 0xDCEBF8,
    COLOUR_FOCUS_REST = 0xBFBFBF, /* bars beside the one that matters: outlined in COLOUR_AXIS */
    COLOUR_FOCUS_THIN = 0x949494, /* the same where they are too thin for an outline */
    COLOUR_TARGET = 0xB8180D,     /* target lines, always labelled */
    /* Special points, outlined in ink: their direction is a triangle's, what it means is pale or dark */
    COLOUR_IMPROVEMENT = 0x7FCFF5,
    COLOUR_CONCERN = 0xB8470A,
    COLOUR_NOTABLE = 0x7B61C4 /* special where neither direction is better */
};

/* Lines that can be told apart by colour, by dash and by shape: as many as a reader can follow. */
enum { THEME_LINES = 6 };

enum dash {
    DASH_SOLID,
    DASH_LONG,
    DASH_DOT,
    DASH_LONG_DOT,
    DASH_MEDIUM,
    DASH_TWO_DOTS,
    DASH_FORECAST
};
enum shape { SHAPE_CIRCLE, SHAPE_SQUARE, SHAPE_TRIANGLE, SHAPE_DIAMOND, SHAPE_DOWN, SHAPE_CROSS };

struct line_style {
    uint32_t colour;
    enum dash dash;
    enum shape shape;
};

/* The style of line NUMBER (0 ... THEME_LINES - 1; larger numbers start again). */
struct line_style theme_line(unsigned number);

/* What a text is, which decides its size and weight. Nothing is smaller than 9 points. */
enum face {
    FACE_HEADLINE,
    FACE_HEADLINE_SMALL, /* for a headline that is too long */
    FACE_SUBTITLE,
    FACE_BODY,   /* axis and line labels */
    FACE_STRONG, /* the same, bold: panel titles, latest values */
    FACE_SMALL,  /* axis labels in small panels */
    FACE_NOTE,   /* source and notes */
    FACES
};

struct face_style {
    double points;
    int bold;
};
struct face_style theme_face(enum face face);

/* Families asked for in this order; the first one installed is used. */
extern const char theme_families[];

/* Contrast of two colours by the formula of WCAG 2.2: 1 (equal) to 21 (black on white). */
double colour_contrast(uint32_t a, uint32_t b);

#endif
