// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/theme.h"

#include <math.h>

const char theme_families[] = "Arial,Liberation Sans,DejaVu Sans,sans-serif";

struct line_style theme_line(unsigned number)
{
    static const struct line_style styles[THEME_LINES] = {
        {0x12436D, DASH_SOLID, SHAPE_CIRCLE},    /* dark blue */
        {0xF46A25, DASH_LONG, SHAPE_TRIANGLE},   /* orange: with the first, the advised pair */
        {0x801650, DASH_LONG_DOT, SHAPE_SQUARE}, /* dark pink */
        {0x28A197, DASH_DOT, SHAPE_DIAMOND},     /* turquoise */
        {0x3D3D3D, DASH_MEDIUM, SHAPE_DOWN},     /* dark grey */
        {0xA285D1, DASH_TWO_DOTS, SHAPE_CROSS},  /* light purple */
    };
    return styles[number % THEME_LINES];
}

struct face_style theme_face(enum face face)
{
    static const struct face_style styles[FACES] = {
        [FACE_HEADLINE] = {18, 1}, [FACE_HEADLINE_SMALL] = {14, 1}, [FACE_SUBTITLE] = {12, 0},
        [FACE_BODY] = {11, 0},     [FACE_STRONG] = {11, 1},         [FACE_SMALL] = {9.5, 0},
        [FACE_NOTE] = {9.5, 0},
    };
    return styles[face];
}

static double luminance(uint32_t colour)
{
    double sum = 0;
    const double weights[] = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < 3; i++) {
        double c = ((colour >> (16 - 8 * i)) & 0xFF) / 255.0;
        sum += weights[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double colour_contrast(uint32_t a, uint32_t b)
{
    double x = luminance(a), y = luminance(b);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}
