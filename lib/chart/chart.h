// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_CHART_H
#define HEARTH_CHART_CHART_H

#include "base/problem.h"
#include "base/status.h"
#include "chart/canvas.h"

#include <stdbool.h>
#include <stdint.h>

/* Charts: plain data in, a drawing and its words out. Nothing here knows where the data come from.
 *
 *     struct chart chart = {.measure = "Stock", .series = series, .series_count = 4};
 *     struct chart_text text;
 *     const struct chart_kind *fan = chart_kind_find("fan");
 *     chart_describe(fan, &chart, &text, &sink);    // checks the data, writes the words
 *     chart_draw(fan, &chart, &text, canvas, box);  // on any part of any page
 *
 * A kind of chart is one file (line.c, fan.c ...) and one line in the table of kind.c. It stands on:
 *   box, scale, tick   arithmetic of places          number        figures and dates in words
 *   spread             labels that don't overlap     theme         colours, faces, dashes
 *   canvas, lettering, mark                          the page, its text, its marks
 *   survey             what the data hold            frame         titles, notes, and what is left
 *   axis, panel, key, end_label, trace               parts that kinds share
 *   bars                                             the bars of one date, ranked
 *   curve                                            what curves say at a time
 *   control, verdict                                 what a control chart's rows say
 *   story              headline, subtitle, notes and alt text in words
 */
enum chart_point_kind {
    CHART_ACTUAL,
    CHART_FORECAST,
    CHART_TARGET,
    /* of control charts: the lines, the special points, the rules they meet */
    CHART_MEAN,
    CHART_LOWER_LIMIT,
    CHART_UPPER_LIMIT,
    CHART_LOWER_NEAR,
    CHART_UPPER_NEAR,
    CHART_IMPROVEMENT,
    CHART_CONCERN,
    CHART_HIGH,
    CHART_LOW,
    CHART_OUTSIDE,
    CHART_TREND,
    CHART_TWO_OF_THREE,
    CHART_SHIFT,
    /* and the verdicts: no value, the word in status */
    CHART_VARIATION,
    CHART_ASSURANCE,
    CHART_REFERENCE, /* what others are compared with: England, a region */
    CHART_AT_RISK,   /* of curves: how many were under observation just before; of chances: how many
                        forecasts there were */
    CHART_POINT_KINDS
};

struct chart_point {
    int32_t date; /* last day of the period */
    enum chart_point_kind kind;
    double value; /* NaN: missing; of a forecast the median where there is one, else the mean */
    double low95, low80, high80, high95; /* NaN where there is no interval */
    double
        time; /* of curves: how long after the start, in the chart's unit of time; of chances: the
                    forecast chance, in per cent; else 0 */
    const char *status; /* why the value is missing: c, z, x, k, low, u; or ""; a verdict's word */
};

/* What lies along a chart: dates, one date only, for each series the time since its start, or the chance
 * that was forecast. */
enum chart_form { CHART_OVER_TIME, CHART_AT_DATE, CHART_CURVES, CHART_CHANCES };

/* One line of a chart. Points are ordered by time and date; two kinds may share both. */
struct chart_series {
    const char *label; /* "Fostering"; "" when there is only one series and nothing to tell apart */
    struct chart_point *points;
    size_t count;
};

/* Whether each series has a plot of its own: by the number of series, always, never. */
enum chart_panels { CHART_PANELS_AUTO, CHART_PANELS_YES, CHART_PANELS_NO };

enum { CHART_PANELS_MOST = 12, CHART_LINES_MOST = 4 };

/* Everything a chart shows. Texts may be NULL: they are then left out or, for headline and subtitle,
 * written from the data. All pointers stay the caller's. */
struct chart {
    const struct chart_series *series;
    size_t series_count;
    const char *measure; /* in words, capitalised: "Stock" */
    const char *unit;    /* "£" and "%" are written at the numbers, others in the subtitle */
    const char *place;   /* "England" */
    const char *by;      /* what tells the series apart: "category" */
    const char *headline, *subtitle, *source, *note;
    bool zoom; /* the value axis covers the data only, instead of starting at zero */
    enum chart_panels panels;
    const char *time_unit; /* of curves: "years" */
    const char *focus;     /* bars: the label of the one that matters */
    bool steps;            /* bars: stages, each a share of the one before */
    bool ordered;          /* the labels have an order of their own, as ages do */
};

enum { HEADLINE_WORDS_MOST = 10 };

/* The words around and instead of the picture. */
struct chart_text {
    char headline[200]; /* the message: one line */
    char subtitle[400]; /* measure, unit, place, period */
    char notes[1200];   /* how to read it, and what is missing */
    char source[300];
    char alt
        [600]; /* text alternative: kind, measure, place, period, message, latest values, range */
};

struct chart_kind;

/* The kind called NAME, or NULL. */
const struct chart_kind *chart_kind_find(const char *name);

/* The kinds of points that KIND draws: a set of bits 1 << enum chart_point_kind. Points of other kinds
 * must be left out of the data. */
unsigned chart_kind_points(const struct chart_kind *kind);
enum chart_form chart_kind_form(const struct chart_kind *kind);

/* All kinds, for messages: "line, fan"; at most SIZE bytes with the NUL. Returns BUFFER. */
const char *chart_kind_names(char *buffer, size_t size);

/* Checks that the data can be drawn as KIND (STATUS_VALUE and a PROBLEM_FATAL where not) and writes
 * the words. A headline of the caller's that is too long to be read is noted, and kept. */
enum status chart_describe(const struct chart_kind *kind, const struct chart *chart,
                           struct chart_text *text, const struct problem_sink *sink);

/* Draws the chart with its words into BOX. The data must have passed chart_describe. */
enum status chart_draw(const struct chart_kind *kind, const struct chart *chart,
                       const struct chart_text *text, struct canvas *canvas, struct box box);

/* A whole file with one chart on it. */
struct chart_sheet {
    enum canvas_format format;
    double width, height; /* points; 0: what suits the chart, 16:9 or up to the height of A4 */
    double scale;         /* pixels a point; PNG only */
};

/* Draws the chart on a canvas of its own. On STATUS_OK *bytes and *size are the file, a view until
 * canvas_free(*canvas). Dates in it are those of the data, never the clock's. *canvas is yours in any
 * case; it may be NULL. */
enum status chart_render(const struct chart_kind *kind, const struct chart *chart,
                         const struct chart_text *text, const struct chart_sheet *sheet,
                         struct canvas **canvas, const char **bytes, size_t *size);

#endif
