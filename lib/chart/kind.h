// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CHART_KIND_H
#define HEARTH_CHART_KIND_H

#include "chart/chart.h"
#include "chart/survey.h"

/* What a kind of chart must be able to do. To add one: write its file, declare it below, and put it
 * into the table of kind.c. */
struct chart_kind {
    const char *name;    /* as typed */
    const char *picture; /* how alt text calls it: "Fan chart" */
    enum chart_form form;
    unsigned points; /* the kinds of points drawn: bits 1 << enum chart_point_kind */
    bool floating;   /* where all values are far from zero, the value axis need not start there */

    /* Whether the data can be drawn; says what is wrong. */
    enum status (*check)(const struct chart *chart, const struct survey *survey,
                         const struct problem_sink *sink);
    /* The headline from the data: true of them whatever they are. */
    void (*headline)(const struct chart *chart, const struct survey *survey, char *buffer,
                     size_t size);
    /* How to read the picture, in words; may leave BUFFER empty. */
    void (*explain)(const struct chart *chart, const struct survey *survey, char *buffer,
                    size_t size);
    /* More about one series for the alt text ("limits 7 to 36"); NULL: nothing more. */
    void (*detail)(const struct chart *chart, const struct chart_series *series, char *buffer,
                   size_t size);
    /* What the alt text says of the values, instead of each series' latest; NULL: that. */
    void (*tell)(const struct chart *chart, const struct survey *survey, char *buffer, size_t size);
    /* The page's height that suits the chart on a page as wide as A4 (points). */
    double (*height)(const struct chart *chart);
    /* Draws what stands between subtitle and notes. */
    enum status (*draw)(const struct chart *chart, const struct survey *survey,
                        struct canvas *canvas, struct box box);
};

extern const struct chart_kind line_kind, fan_kind, spc_kind, step_kind, bar_kind, reliability_kind,
    waterfall_kind;

/* The kinds that every chart over time may show. */
enum { POINTS_OVER_TIME = 1u << CHART_ACTUAL | 1u << CHART_FORECAST | 1u << CHART_TARGET };

#endif
