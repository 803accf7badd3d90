// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/end_label.h"
#include "chart/key.h"
#include "chart/kind.h"
#include "chart/mark.h"
#include "chart/number.h"
#include "chart/panel.h"
#include "chart/story.h"
#include "chart/trace.h"

#include <math.h>
#include <stdio.h>

/* Fan charts: what was recorded as a solid line, what is expected as a dashed one, and around it the
 * intervals in which 80% and 95% of outcomes are expected. Several series stand in panels on one
 * pair of axes. */
static const struct stroke history_stroke = {COLOUR_HISTORY, 2.25, DASH_SOLID};
static const struct stroke median_stroke = {COLOUR_HISTORY, 2, DASH_FORECAST};
static const struct stroke edge_stroke = {COLOUR_FORECAST, 0.75, DASH_SOLID};
static const struct stroke start_stroke = {COLOUR_GREY_INK, 1, DASH_MEDIUM};

static double fan_height(const struct chart *chart)
{
    return panel_page_height(chart->series_count, 3);
}

static enum status fan_check(const struct chart *chart, const struct survey *survey,
                             const struct problem_sink *sink)
{
    if (survey->forecasts == 0) {
        problem_report(sink, PROBLEM_FATAL, "no-forecast", NULL, 0, NULL,
                       "a fan chart needs rows of kind 'forecast', and there are none: make them "
                       "with hearth-forecast, or draw the history with hearth-chart line");
        return STATUS_VALUE;
    }
    if (chart->panels == CHART_PANELS_NO)
        return panel_check(chart, 1, sink);
    return panel_check(chart, CHART_PANELS_MOST, sink);
}

/* 1: the whole 80% interval at the forecast's end lies above the latest recorded value; -1: below it;
 * 0: neither, or not known. */
static int direction(const struct chart_series *series)
{
    const struct chart_point *now = series_latest(series, CHART_ACTUAL);
    const struct chart_point *end = series_latest(series, CHART_FORECAST);
    if (!now || !end || !isfinite(end->low80) || !isfinite(end->high80))
        return 0;
    return end->low80 > now->value ? 1 : end->high80 < now->value ? -1 : 0;
}

static void headline_of_one(const struct chart *chart, const struct survey *survey, char *buffer,
                            size_t size)
{
    const struct chart_point *end = series_latest(&chart->series[0], CHART_FORECAST);
    char low[NUMBER_TEXT], high[NUMBER_TEXT], date[DATE_WORDS];
    bool whole = survey->whole;
    size_t used = 0;
    story_add(buffer, size, &used, "%s ", story_subject(chart));
    date_words(date, end->date, true);
    if (!isfinite(end->low80) || !isfinite(end->high80)) {
        story_add(buffer, size, &used, "forecast at %s by %s",
                  number_brief(low, end->value, whole, chart->unit), date);
        return;
    }
    int way = direction(&chart->series[0]);
    number_brief(low, end->low80, whole, chart->unit);
    number_brief(high, end->high80, whole, chart->unit);
    story_add(buffer, size, &used, "%s %s to %s by %s",
              way > 0   ? "likely to rise:"
              : way < 0 ? "likely to fall:"
                        : "likely between",
              low, high, date);
    if (way == 0) { /* "between a and b", not "between a to b" */
        used = 0;
        story_add(buffer, size, &used, "%s likely between %s and %s by %s", story_subject(chart),
                  low, high, date);
    }
}

static void fan_headline(const struct chart *chart, const struct survey *survey, char *buffer,
                         size_t size)
{
    size_t rising = 0, falling = 0, n = chart->series_count;
    if (n == 1) {
        headline_of_one(chart, survey, buffer, size);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        int way = direction(&chart->series[i]);
        rising += way > 0;
        falling += way < 0;
    }
    if (rising && falling)
        snprintf(buffer, size, "%s likely to rise in %zu of %zu, fall in %zu", chart->measure,
                 rising, n, falling);
    else if (rising || falling)
        snprintf(buffer, size, "%s likely to %s in %zu of %zu groups", chart->measure,
                 rising ? "rise" : "fall", rising ? rising : falling, n);
    else
        snprintf(buffer, size, "%s: no clear change ahead in %zu groups", chart->measure, n);
}

static void fan_explain(const struct chart *chart, const struct survey *survey, char *buffer,
                        size_t size)
{
    (void)chart;
    snprintf(buffer, size, "%s",
             survey->bounds > 0 ? "Dashed: forecast. Shaded: 80% and 95% of outcomes are "
                                  "expected to lie within."
                                : "Dashed: forecast. The data give no interval around it.");
}

/* The date after which everything is forecast; DATE_NONE when nothing was recorded before. */
static int32_t forecast_start(const struct chart_series *series)
{
    const struct chart_point *now = series_latest(series, CHART_ACTUAL);
    const struct chart_point *end = series_latest(series, CHART_FORECAST);
    return now && end && now->date < end->date ? now->date : DATE_NONE;
}

static void draw_fan(struct canvas *c, const struct plot *plot, const struct chart_series *series,
                     struct trace *t)
{
    const struct stroke target = {COLOUR_TARGET, 1.25, DASH_LONG_DOT};
    trace_read(t, series, CHART_FORECAST, plot);
    mark_band(c, t->x, t->low95, t->high95, t->count, COLOUR_BAND_95, 1, &edge_stroke);
    mark_band(c, t->x, t->low80, t->high80, t->count, COLOUR_BAND_80, 1, &edge_stroke);
    mark_line(c, t->x, t->y, t->count, &median_stroke);
    trace_read(t, series, CHART_TARGET, plot);
    mark_line(c, t->x, t->y, t->count, &target);
    int32_t start = forecast_start(series);
    if (start != DATE_NONE) {
        double x = scale_at(&plot->x, start);
        mark_segment(c, x, plot->area.y, x, box_bottom(plot->area), &start_stroke);
    }
    trace_read(t, series, CHART_ACTUAL, plot);
    mark_line(c, t->x, t->y, t->count, &history_stroke);
    trace_mark_missing(c, series, plot);
}

/* "Forecast starts" in the strip above the plot, beside the line it names. */
static void name_start(struct canvas *c, const struct plot *plot, int32_t start, double strip)
{
    if (start == DATE_NONE)
        return;
    struct lettering l = {FACE_BODY, COLOUR_GREY_INK, ALIGN_LEFT, 1};
    double x = scale_at(&plot->x, start);
    double width = lettering_measure(c, "Forecast starts", &l, 0).width;
    double at = x + width > box_right(plot->area) ? x - width : x;
    mark_segment(c, x, plot->area.y - 3, x, plot->area.y, &start_stroke);
    lettering_draw(c, "Forecast starts", &l, at, plot->area.y - strip, 0);
}

static void add_label(struct end_label *labels, int *count, const struct chart_point *p, double at,
                      const char *name, enum face face, bool whole, const char *unit)
{
    char number[NUMBER_TEXT];
    if (!isfinite(at))
        return;
    struct end_label *l = &labels[(*count)++];
    *l = (struct end_label){.x = p->date, .y = at, .face = face, .shape = -1};
    number_brief(number, at, whole, unit);
    snprintf(l->name, sizeof l->name, "%s", name);
    snprintf(l->value, sizeof l->value, "%s", number);
}

enum { FAN_LABELS = 6 };

static int name_bands(struct end_label *labels, const struct chart *chart,
                      const struct survey *survey)
{
    const struct chart_point *p = series_latest(&chart->series[0], CHART_FORECAST);
    const struct chart_point *target = series_latest(&chart->series[0], CHART_TARGET);
    const char *unit = chart->unit;
    bool whole = survey->whole;
    int count = 0;
    add_label(labels, &count, p, p->high95, "95%", FACE_BODY, whole, unit);
    add_label(labels, &count, p, p->high80, "80%", FACE_BODY, whole, unit);
    add_label(labels, &count, p, p->value, "Forecast", FACE_STRONG, whole, unit);
    add_label(labels, &count, p, p->low80, "80%", FACE_BODY, whole, unit);
    add_label(labels, &count, p, p->low95, "95%", FACE_BODY, whole, unit);
    if (target)
        add_label(labels, &count, target, target->value, "Target", FACE_BODY, whole, unit);
    return count;
}

static enum status draw_one(const struct chart *chart, const struct survey *survey,
                            struct canvas *c, struct box body)
{
    struct end_label labels[FAN_LABELS];
    struct plot plot = {.face = FACE_BODY};
    struct trace trace;
    if (trace_init(&trace, survey->longest) != STATUS_OK)
        return STATUS_MEMORY;
    int count = name_bands(labels, chart, survey);
    double strip = 20;
    struct box column = box_cut_right(
        &body, end_labels_width(c, labels, count, fmax(0.25 * body.width, END_LABEL_LEAST)));
    struct box area = body;
    box_cut_top(&area, strip);
    box_cut_bottom(&area, axis_date_height(c, plot.face));
    axis_choose_values(&plot.values, chart, survey, area.height, plot.face);
    box_cut_left(&area, axis_label_width(c, &plot.values, plot.face) + 8);
    axis_choose_dates(&plot.dates, c, survey, area.width, plot.face);
    plot_scale(&plot, area, survey);
    axis_draw_values(c, &plot, true);
    draw_fan(c, &plot, &chart->series[0], &trace);
    axis_draw_dates(c, &plot, true, body.x, box_right(column));
    name_start(c, &plot, forecast_start(&chart->series[0]), strip);
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

/* The key of the panels; the bands only where there are any. */
static struct box draw_key(struct canvas *c, const struct survey *survey, struct box *body)
{
    const struct key_entry entries[] = {
        {KEY_LINE, history_stroke, 0, "Recorded"},
        {KEY_UPRIGHT, start_stroke, 0, "Forecast starts"},
        {KEY_LINE, median_stroke, 0, "Forecast"},
        {KEY_BAND, edge_stroke, COLOUR_BAND_80, "80% interval"},
        {KEY_BAND, edge_stroke, COLOUR_BAND_95, "95% interval"},
    };
    int count = survey->bounds > 0 ? 5 : 3;
    double height = key_place(c, entries, count, body->x, body->y, body->width, true);
    struct box key = box_cut_top(body, height);
    box_cut_top(body, 12);
    return key;
}

static enum status draw_several(const struct chart *chart, const struct survey *survey,
                                struct canvas *c, struct box body)
{
    struct panel_grid grid;
    struct trace trace;
    if (trace_init(&trace, survey->longest) != STATUS_OK)
        return STATUS_MEMORY;
    draw_key(c, survey, &body);
    double right = panel_values_width(c, chart, survey);
    panel_layout(&grid, c, body, right, 0, chart, survey);
    for (size_t i = 0; i < grid.count; i++) {
        panel_draw_axes(&grid, c, chart, i);
        draw_fan(c, &grid.plots[i], &chart->series[i], &trace);
        panel_draw_value(c, &grid.plots[i], chart, survey, i);
    }
    trace_done(&trace);
    return STATUS_OK;
}

static enum status fan_draw(const struct chart *chart, const struct survey *survey,
                            struct canvas *canvas, struct box box)
{
    return chart->series_count == 1 ? draw_one(chart, survey, canvas, box)
                                    : draw_several(chart, survey, canvas, box);
}

const struct chart_kind fan_kind = {
    .name = "fan",
    .picture = "Fan chart",
    .points = POINTS_OVER_TIME,
    .check = fan_check,
    .headline = fan_headline,
    .explain = fan_explain,
    .height = fan_height,
    .draw = fan_draw,
};
