// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/curve.h"
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

/* Curves over the time since a start, as of survival: a share that holds from one event to the next is
 * drawn as steps, its 95% interval shaded, and below stands how many were still under observation. Up
 * to four curves share a plot; more stand in panels. */
enum { EDGE = 5, MARKER = 7, MARGIN_LEAST = 36 };

static bool in_panels(const struct chart *chart)
{
    if (chart->panels == CHART_PANELS_AUTO)
        return chart->series_count > CHART_LINES_MOST;
    return chart->panels == CHART_PANELS_YES && chart->series_count > 1;
}

static double step_height(const struct chart *chart)
{
    return panel_page_height(in_panels(chart) ? chart->series_count : 1, 2);
}

static enum status step_check(const struct chart *chart, const struct survey *survey,
                              const struct problem_sink *sink)
{
    (void)survey;
    for (size_t i = 0; i < chart->series_count; i++)
        if (chart->series[i].count > 0 && chart->series[i].points[0].time < 0) {
            problem_report(sink, PROBLEM_FATAL, "negative-time", NULL, 0, NULL,
                           "time %g: curves begin at their start, at time 0 or later",
                           chart->series[i].points[0].time);
            return STATUS_VALUE;
        }
    return panel_check(chart, in_panels(chart) ? CHART_PANELS_MOST : CHART_LINES_MOST, sink);
}

enum { TIME_WORDS = 80 };

/* "after 5 years". */
static const char *after(const struct chart *chart, double time, char buffer[TIME_WORDS])
{
    char number[NUMBER_TEXT];
    bool unit = chart->time_unit && chart->time_unit[0];
    number_brief(number, time, false, NULL);
    snprintf(buffer, TIME_WORDS, "%s %s%s%.20s", unit ? "after" : "at", number, unit ? " " : "",
             unit ? chart->time_unit : "");
    return buffer;
}

/* "62% (55% to 68%)". */
static void write_value(const struct chart *chart, const struct chart_point *p, char *buffer,
                        size_t size, size_t *used)
{
    char number[NUMBER_TEXT], low[NUMBER_TEXT], high[NUMBER_TEXT];
    story_add(buffer, size, used, "%s", number_brief(number, p->value, false, chart->unit));
    if (isfinite(p->low95) && isfinite(p->high95))
        story_add(buffer, size, used, " (%s to %s)",
                  number_brief(low, p->low95, false, chart->unit),
                  number_brief(high, p->high95, false, chart->unit));
}

/* "Survival after 6 years: 29% to 61% by type". */
static void headline_of_many(const struct chart *chart, double time, char *buffer, size_t size)
{
    char when[TIME_WORDS], low[NUMBER_TEXT], high[NUMBER_TEXT];
    double least = INFINITY, most = -INFINITY;
    const struct chart_series *highest = curves_highest(chart, time);
    after(chart, time, when);
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct chart_point *p = curve_value(&chart->series[i], time);
        least = fmin(least, p ? p->value : INFINITY);
        most = fmax(most, p ? p->value : -INFINITY);
    }
    number_brief(low, least, false, chart->unit);
    number_brief(high, most, false, chart->unit);
    if (highest && strlen(highest->label) <= STORY_SUBJECT_LONGEST)
        snprintf(buffer, size, "%s: %s highest %s, at %s", chart->measure, highest->label, when,
                 high);
    else if (isfinite(least))
        snprintf(buffer, size, "%s %s: %s to %s", chart->measure, when, low, high);
    else
        snprintf(buffer, size, "%s by %s", chart->measure, chart->by ? chart->by : "group");
}

static void step_headline(const struct chart *chart, const struct survey *survey, char *buffer,
                          size_t size)
{
    char when[TIME_WORDS];
    size_t used = 0;
    double time = curves_common_time(chart);
    const struct chart_point *p = curve_value(&chart->series[0], time);
    (void)survey;
    if (chart->series_count > 1) {
        headline_of_many(chart, time, buffer, size);
        return;
    }
    story_add(buffer, size, &used, "%s %s: ", chart->measure, after(chart, time, when));
    if (p)
        write_value(chart, p, buffer, size, &used);
    else
        story_add(buffer, size, &used, "no value");
}

static void step_explain(const struct chart *chart, const struct survey *survey, char *buffer,
                         size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    if (survey->bounds > 0)
        story_add(buffer, size, &used, "Shading shows the 95%% interval.");
    if (in_panels(chart) && chart->time_unit && chart->time_unit[0])
        story_add(buffer, size, &used, "%sThe axis counts %s since the start.", used ? " " : "",
                  chart->time_unit);
    if (curve_any_at_risk(chart))
        story_add(buffer, size, &used, "%sAt risk: under observation just before that time.",
                  used ? " " : "");
}

/* " Own carers: 62% (55% to 68%) after 5 years, 12 at risk." */
static void step_tell(const struct chart *chart, const struct survey *survey, char *buffer,
                      size_t size)
{
    char when[TIME_WORDS], number[NUMBER_TEXT];
    size_t used = 0;
    double time = curves_common_time(chart);
    (void)survey;
    after(chart, time, when);
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct chart_series *series = &chart->series[i];
        const struct chart_point *p = curve_value(series, time);
        double risk = curve_at_risk(series, time);
        if (i == CHART_LINES_MOST) {
            story_add(buffer, size, &used, " And %zu more curves.", chart->series_count - i);
            return;
        }
        story_add(buffer, size, &used, " %s%s", series->label, series->label[0] ? ": " : "");
        if (p)
            write_value(chart, p, buffer, size, &used);
        else
            story_add(buffer, size, &used, "no value");
        story_add(buffer, size, &used, " %s", when);
        if (isfinite(risk))
            story_add(buffer, size, &used, ", %s at risk", number_brief(number, risk, true, NULL));
        story_add(buffer, size, &used, ".");
    }
}

static double longest_time(const struct survey *survey)
{
    return survey->last_time > 0 ? survey->last_time : 1;
}

static void choose_times(struct ticks *t, const struct survey *survey, double width, enum face face)
{
    double last = longest_time(survey);
    ticks_of_numbers(t, 0, last, (int)(width / (3.5 * theme_face(face).points)) + 1, false, NULL);
    while (t->count > 2 && t->at[t->count - 1].value > last)
        t->count--;
}

static struct scale time_scale(struct box area, const struct survey *survey)
{
    return (struct scale){0, longest_time(survey), area.x + EDGE, box_right(area) - EDGE};
}

static void add_place(struct trace *t, const struct plot *plot, double time,
                      const struct chart_point *p)
{
    size_t i = t->count++;
    t->x[i] = scale_at(&plot->x, time);
    t->y[i] = scale_at(&plot->y, p->value);
    t->low95[i] = scale_at(&plot->y, p->low95);
    t->high95[i] = scale_at(&plot->y, p->high95);
}

/* Every value holds until the next one; T has room for two places a point. */
static void read_steps(struct trace *t, const struct chart_series *series, const struct plot *plot)
{
    const struct chart_point *held = NULL;
    t->count = 0;
    for (size_t i = 0; i < series->count; i++) {
        const struct chart_point *p = &series->points[i];
        if (p->kind != CHART_ACTUAL)
            continue;
        if (held)
            add_place(t, plot, p->time, held);
        add_place(t, plot, p->time, p);
        held = p;
    }
}

static void draw_curve(struct canvas *c, const struct plot *plot, const struct chart_series *series,
                       const struct line_style *style, struct trace *t)
{
    const struct stroke line = {style->colour, 2, style->dash};
    double x, y;
    read_steps(t, series, plot);
    mark_line(c, t->x, t->y, t->count, &line);
    if (trace_end(t, &x, &y))
        mark_shape(c, x, y, style->shape, MARKER, style->colour);
}

static void draw_band(struct canvas *c, const struct plot *plot, const struct chart_series *series,
                      uint32_t colour, struct trace *t)
{
    const struct stroke edge = {colour, 0.6, DASH_SOLID};
    read_steps(t, series, plot);
    mark_band(c, t->x, t->low95, t->high95, t->count, colour, 0.14, &edge);
}

static int name_ends(struct end_label *labels, const struct chart *chart)
{
    int count = 0;
    char number[NUMBER_TEXT];
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct chart_point *p = series_latest(&chart->series[i], CHART_ACTUAL);
        struct line_style style = theme_line((unsigned)i);
        if (!p)
            continue;
        struct end_label *l = &labels[count++];
        *l = (struct end_label){.x = p->time, /* until there is a scale */
                                .y = p->value,
                                .face = FACE_BODY,
                                .colour = style.colour,
                                .shape = (int)style.shape};
        snprintf(l->name, sizeof l->name, "%s", chart->series[i].label);
        snprintf(l->value, sizeof l->value, "%s",
                 number_brief(number, p->value, false, chart->unit));
    }
    return count;
}

static const struct lettering small_grey = {FACE_SMALL, COLOUR_GREY_INK, ALIGN_LEFT, 1};
static const struct lettering small_number = {FACE_SMALL, COLOUR_INK, ALIGN_CENTRE, 1};

enum { RISK_ROW = 14, RISK_SPACE = 6 };

static double risk_height(const struct chart *chart)
{
    return curve_any_at_risk(chart) ? (double)(chart->series_count + 1) * RISK_ROW + RISK_SPACE : 0;
}

/* A row a curve, its numbers below the ticks, its shape at the left where there are several. */
static void draw_risk(struct canvas *c, const struct chart *chart, const struct plot *plot,
                      struct box b)
{
    if (b.height <= 0)
        return;
    box_cut_top(&b, RISK_SPACE);
    struct box row = box_cut_top(&b, RISK_ROW);
    lettering_draw(c, "Number at risk", &small_grey, row.x, row.y, row.width);
    for (size_t i = 0; i < chart->series_count; i++) {
        struct line_style style = theme_line((unsigned)i);
        row = box_cut_top(&b, RISK_ROW);
        if (chart->series_count > 1)
            mark_shape(c, row.x + MARKER, row.y + RISK_ROW / 2.0, style.shape, MARKER,
                       style.colour);
        for (int k = 0; k < plot->dates.count; k++) {
            char number[NUMBER_TEXT];
            double risk = curve_at_risk(&chart->series[i], plot->dates.at[k].value);
            if (isfinite(risk))
                lettering_draw(c, number_brief(number, risk, true, NULL), &small_number,
                               scale_at(&plot->x, plot->dates.at[k].value), row.y, 0);
        }
    }
}

/* "Years since the start", below the axis at its right end. */
static void name_axis(struct canvas *c, const struct chart *chart, const struct plot *plot,
                      struct box b)
{
    char text[TIME_WORDS];
    const struct lettering l = {FACE_BODY, COLOUR_GREY_INK, ALIGN_RIGHT, 1};
    bool unit = chart->time_unit && chart->time_unit[0];
    snprintf(text, sizeof text, "%.40s since the start", unit ? chart->time_unit : "Time");
    if (text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    lettering_draw(c, text, &l, plot->area.x, b.y, plot->area.width);
}

static void draw_together(const struct chart *chart, const struct survey *survey, struct canvas *c,
                          struct box body, struct trace *trace)
{
    struct end_label labels[CHART_LINES_MOST];
    struct plot plot = {.face = FACE_BODY};
    int count = name_ends(labels, chart);
    struct box column = box_cut_right(
        &body, end_labels_width(c, labels, count, fmax(0.28 * body.width, END_LABEL_LEAST)));
    struct box risk = box_cut_bottom(&body, risk_height(chart)), area = body;
    struct box name = box_cut_bottom(&area, axis_date_height(c, plot.face));
    box_cut_top(&area, 6); /* half a label */
    box_cut_bottom(&area, axis_date_height(c, plot.face));
    axis_choose_values(&plot.values, chart, survey, area.height, plot.face);
    box_cut_left(&area, fmax(axis_label_width(c, &plot.values, plot.face) + 8, MARGIN_LEAST));
    choose_times(&plot.dates, survey, area.width, plot.face);
    plot_scale(&plot, area, survey);
    plot.x = time_scale(area, survey);
    axis_draw_values(c, &plot, true);
    axis_draw_dates(c, &plot, true, body.x, box_right(column));
    name_axis(c, chart, &plot, name);
    draw_risk(c, chart, &plot, risk);
    for (size_t i = 0; i < chart->series_count; i++)
        draw_band(c, &plot, &chart->series[i], theme_line((unsigned)i).colour, trace);
    for (size_t i = 0; i < chart->series_count; i++) {
        struct line_style style = theme_line((unsigned)i);
        draw_curve(c, &plot, &chart->series[i], &style, trace);
    }
    for (int i = 0; i < count; i++) {
        labels[i].x = scale_at(&plot.x, labels[i].x);
        labels[i].y = scale_at(&plot.y, labels[i].y);
    }
    column.height = box_bottom(area) + 4 - column.y; /* a label at zero may hang over */
    end_labels_place(c, labels, count, column);
    end_labels_draw(c, labels, count);
}

/* "At risk: 120 at 0, 12 at 6", between a panel's title and its plot: the first tick and the last one
 * that the curve reaches. */
static void draw_caption(struct canvas *c, const struct plot *plot,
                         const struct chart_series *series, struct box b)
{
    char text[TIME_WORDS + 2 * NUMBER_TEXT] = "", number[NUMBER_TEXT];
    size_t used = 0;
    int last = plot->dates.count - 1;
    while (last > 0 && isnan(curve_at_risk(series, plot->dates.at[last].value)))
        last--;
    for (int k = 0; k <= last; k += last > 0 ? last : 1) {
        double risk = curve_at_risk(series, plot->dates.at[k].value);
        if (isfinite(risk))
            story_add(text, sizeof text, &used, "%s%s at %s",
                      used ? ", " : "At risk: ", number_brief(number, risk, true, NULL),
                      plot->dates.at[k].label);
    }
    lettering_draw(c, text, &small_grey, b.x, b.y, b.width);
}

static void draw_apart(const struct chart *chart, const struct survey *survey, struct canvas *c,
                       struct box body, struct trace *trace)
{
    const struct line_style style = {COLOUR_HISTORY, DASH_SOLID, SHAPE_CIRCLE};
    struct panel_grid grid;
    panel_layout(&grid, c, body, panel_values_width(c, chart, survey),
                 curve_any_at_risk(chart) ? RISK_ROW + 2 : 0, chart, survey);
    for (size_t i = 0; i < grid.count; i++) {
        struct plot *plot = &grid.plots[i];
        choose_times(&plot->dates, survey, plot->area.width, plot->face);
        plot->x = time_scale(plot->area, survey);
        panel_draw_axes(&grid, c, chart, i);
        if (curve_any_at_risk(chart))
            draw_caption(c, plot, &chart->series[i], grid.captions[i]);
        draw_band(c, plot, &chart->series[i], style.colour, trace);
        draw_curve(c, plot, &chart->series[i], &style, trace);
        panel_draw_value(c, plot, chart, survey, i);
    }
}

static enum status step_draw(const struct chart *chart, const struct survey *survey,
                             struct canvas *canvas, struct box box)
{
    struct trace trace;
    if (trace_init(&trace, 2 * survey->longest) != STATUS_OK)
        return STATUS_MEMORY;
    if (in_panels(chart))
        draw_apart(chart, survey, canvas, box, &trace);
    else
        draw_together(chart, survey, canvas, box, &trace);
    trace_done(&trace);
    return STATUS_OK;
}

const struct chart_kind step_kind = {
    .name = "step",
    .picture = "Step chart",
    .form = CHART_CURVES,
    .points = 1u << CHART_ACTUAL | 1u << CHART_AT_RISK,
    .check = step_check,
    .headline = step_headline,
    .explain = step_explain,
    .tell = step_tell,
    .height = step_height,
    .draw = step_draw,
};
