// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/end_label.h"
#include "chart/kind.h"
#include "chart/mark.h"
#include "chart/number.h"
#include "chart/panel.h"
#include "chart/story.h"
#include "chart/trace.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Lines over time: up to four in one plot, each named at its end; more in small panels on the same
 * axes. A forecast goes on dashed, with its 80% interval shaded. */
enum { MARKER = 7, MARKER_APART = 90 };

static bool in_panels(const struct chart *chart)
{
    if (chart->panels == CHART_PANELS_AUTO)
        return chart->series_count > CHART_LINES_MOST;
    return chart->panels == CHART_PANELS_YES && chart->series_count > 1;
}

static double line_height(const struct chart *chart)
{
    return panel_page_height(in_panels(chart) ? chart->series_count : 1, 3);
}

static enum status line_check(const struct chart *chart, const struct survey *survey,
                              const struct problem_sink *sink)
{
    (void)survey;
    size_t most = in_panels(chart) ? CHART_PANELS_MOST : THEME_LINES;
    return panel_check(chart, most, sink);
}

/* The series with the highest latest value, if it is the only one so high and all are of one date. */
static const struct chart_series *highest(const struct chart *chart, const struct survey *survey)
{
    const struct chart_series *best = NULL;
    double top = -INFINITY;
    size_t length = 0;
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct chart_point *p = series_latest(&chart->series[i], CHART_ACTUAL);
        if (!p || p->date != survey->last_actual)
            return NULL;
        if (p->value == top)
            best = NULL;
        else if (p->value > top) {
            top = p->value;
            best = &chart->series[i];
            length = strlen(best->label);
        }
    }
    return length <= STORY_SUBJECT_LONGEST ? best : NULL;
}

static void line_headline(const struct chart *chart, const struct survey *survey, char *buffer,
                          size_t size)
{
    char number[NUMBER_TEXT], date[DATE_WORDS];
    const struct chart_series *best =
        chart->series_count == 1 ? &chart->series[0] : highest(chart, survey);
    const struct chart_point *p = best ? series_latest(best, CHART_ACTUAL) : NULL;
    if (!p) {
        snprintf(buffer, size, "%s%s%s to %s", chart->measure, chart->by ? " by " : "",
                 chart->by ? chart->by : "", date_words(date, survey->last, true));
        return;
    }
    snprintf(buffer, size, "%s %s %s %s",
             chart->series_count == 1 ? story_subject(chart) : best->label,
             chart->series_count == 1 ? "stood at" : "was highest, at",
             number_brief(number, p->value, survey->whole, chart->unit), date_when(date, p->date));
}

static void line_explain(const struct chart *chart, const struct survey *survey, char *buffer,
                         size_t size)
{
    (void)chart;
    buffer[0] = '\0';
    if (survey->forecasts > 0)
        snprintf(buffer, size, "Dashed lines are forecasts.%s",
                 survey->bounds > 0
                     ? " Shading shows where 80% of outcomes are expected (80% interval)."
                     : "");
}

/* Lines differ in dash, too, unless dashes are needed to tell a forecast from what was recorded. */
static struct line_style line_style_of(const struct survey *survey, size_t number)
{
    struct line_style style = theme_line((unsigned)number);
    if (survey->forecasts > 0)
        style.dash = DASH_SOLID;
    return style;
}

/* Shapes along the line, about APART points from each other (infinite: none but the last), so that they can be told apart
 * where lines cross; the last value always has one. */
static void draw_markers(struct canvas *c, const struct trace *t, const struct line_style *style,
                         double apart)
{
    double x, y, next = isfinite(apart) ? -INFINITY : INFINITY;
    if (!trace_end(t, &x, &y))
        return;
    for (size_t i = 0; i < t->count; i++)
        if (isfinite(t->y[i]) && t->x[i] >= next && t->x[i] < x - apart / 2) {
            mark_shape(c, t->x[i], t->y[i], style->shape, MARKER, style->colour);
            next = t->x[i] + apart;
        }
    mark_shape(c, x, y, style->shape, MARKER, style->colour);
}

static void draw_band(struct canvas *c, const struct plot *plot, const struct chart_series *series,
                      uint32_t colour, struct trace *t)
{
    const struct stroke edge = {colour, 0.6, DASH_SOLID};
    trace_read(t, series, CHART_FORECAST, plot);
    mark_band(c, t->x, t->low80, t->high80, t->count, colour, 0.14, &edge);
}

static void draw_series(struct canvas *c, const struct plot *plot,
                        const struct chart_series *series, const struct line_style *style,
                        double markers_apart, struct trace *t)
{
    const struct stroke solid = {style->colour, 2.25, style->dash};
    const struct stroke dashed = {style->colour, 2, DASH_FORECAST};
    const struct stroke target = {COLOUR_TARGET, 1.25, DASH_LONG_DOT};
    trace_read(t, series, CHART_TARGET, plot);
    mark_line(c, t->x, t->y, t->count, &target);
    trace_read(t, series, CHART_FORECAST, plot);
    mark_line(c, t->x, t->y, t->count, &dashed);
    trace_read(t, series, CHART_ACTUAL, plot);
    mark_line(c, t->x, t->y, t->count, &solid);
    draw_markers(c, t, style, markers_apart);
    trace_mark_missing(c, series, plot);
}

/* The label of the latest point of KIND; false when there is none. */
static bool name_end(struct end_label *l, const struct chart *chart, const struct survey *survey,
                     const struct chart_series *series, enum chart_point_kind kind,
                     const struct line_style *style)
{
    const struct chart_point *p = series_latest(series, kind);
    char number[NUMBER_TEXT];
    if (!p)
        return false;
    *l = (struct end_label){.x = p->date, /* until there is a scale */
                            .y = p->value,
                            .face = FACE_BODY,
                            .colour = style->colour,
                            .shape = kind == CHART_TARGET ? -1 : (int)style->shape};
    snprintf(l->name, sizeof l->name, "%s", series->label);
    snprintf(l->value, sizeof l->value, "%s%s",
             kind == CHART_TARGET     ? "target\u00A0"
             : kind == CHART_FORECAST ? "forecast\u00A0"
                                      : "",
             number_brief(number, p->value, survey->whole, chart->unit));
    return true;
}

/* One label a line: at the forecast's end where there is one, else at the latest value. */
static int name_ends(struct end_label *labels, const struct chart *chart,
                     const struct survey *survey)
{
    int count = 0;
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct chart_series *series = &chart->series[i];
        struct line_style style = line_style_of(survey, i);
        if (name_end(&labels[count], chart, survey, series, CHART_FORECAST, &style) ||
            name_end(&labels[count], chart, survey, series, CHART_ACTUAL, &style))
            count++;
        if (name_end(&labels[count], chart, survey, series, CHART_TARGET, &style))
            count++;
    }
    return count;
}

static enum status draw_together(const struct chart *chart, const struct survey *survey,
                                 struct canvas *c, struct box body)
{
    struct end_label labels[2 * THEME_LINES];
    struct plot plot = {.face = FACE_BODY};
    struct trace trace;
    if (trace_init(&trace, survey->longest) != STATUS_OK)
        return STATUS_MEMORY;
    int count = name_ends(labels, chart, survey);
    struct box column = box_cut_right(
        &body, end_labels_width(c, labels, count, fmax(0.28 * body.width, END_LABEL_LEAST)));
    struct box area = body;
    box_cut_top(&area, 6); /* half a label */
    box_cut_bottom(&area, axis_date_height(c, plot.face));
    axis_choose_values(&plot.values, chart, survey, area.height, plot.face);
    box_cut_left(&area, axis_label_width(c, &plot.values, plot.face) + 8);
    axis_choose_dates(&plot.dates, c, survey, area.width, plot.face);
    plot_scale(&plot, area, survey);
    axis_draw_values(c, &plot, true);
    axis_draw_dates(c, &plot, true, body.x, box_right(column));
    for (size_t i = 0; i < chart->series_count; i++)
        draw_band(c, &plot, &chart->series[i], line_style_of(survey, i).colour, &trace);
    for (size_t i = 0; i < chart->series_count; i++) {
        struct line_style style = line_style_of(survey, i);
        draw_series(c, &plot, &chart->series[i], &style, MARKER_APART, &trace);
    }
    for (int i = 0; i < count; i++) {
        labels[i].x = scale_at(&plot.x, labels[i].x);
        labels[i].y = scale_at(&plot.y, labels[i].y);
    }
    column.height = box_bottom(area) + 4 - column.y; /* a label at zero may hang over */
    end_labels_place(c, labels, count, column);
    end_labels_draw(c, labels, count);
    trace_done(&trace);
    return STATUS_OK;
}

static enum status draw_apart(const struct chart *chart, const struct survey *survey,
                              struct canvas *c, struct box body)
{
    struct panel_grid grid;
    struct trace trace;
    struct line_style style = {COLOUR_HISTORY, DASH_SOLID, SHAPE_CIRCLE};
    if (trace_init(&trace, survey->longest) != STATUS_OK)
        return STATUS_MEMORY;
    double right = panel_values_width(c, chart, survey);
    panel_layout(&grid, c, body, right, 0, chart, survey);
    for (size_t i = 0; i < grid.count; i++) {
        panel_draw_axes(&grid, c, chart, i);
        draw_band(c, &grid.plots[i], &chart->series[i], style.colour, &trace);
        draw_series(c, &grid.plots[i], &chart->series[i], &style, INFINITY, &trace);
        panel_draw_value(c, &grid.plots[i], chart, survey, i);
    }
    trace_done(&trace);
    return STATUS_OK;
}

static enum status line_draw(const struct chart *chart, const struct survey *survey,
                             struct canvas *canvas, struct box box)
{
    return in_panels(chart) ? draw_apart(chart, survey, canvas, box)
                            : draw_together(chart, survey, canvas, box);
}

const struct chart_kind line_kind = {
    .name = "line",
    .picture = "Line chart",
    .points = POINTS_OVER_TIME,
    .check = line_check,
    .headline = line_headline,
    .explain = line_explain,
    .height = line_height,
    .draw = line_draw,
};
