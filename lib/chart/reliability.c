// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/axis.h"
#include "chart/key.h"
#include "chart/kind.h"
#include "chart/mark.h"
#include "chart/panel.h"
#include "chart/story.h"

#include <math.h>
#include <stdio.h>

/* Forecast chances against how often it came: forecasts of about the same chance are one dot, the share
 * of them that came true its height, the 95% interval of that share its whisker. On the diagonal they
 * agree. Both axes run from 0 to 100%; below stands how many forecasts each dot is made of. */
enum { MARKER = 9, COUNT_ROW = 14, COUNT_SPACE = 6, MARGIN = 36, INSIDE = 8, NUMBER_SPACE = 4 };

static const struct lettering grey = {FACE_SMALL, COLOUR_GREY_INK, ALIGN_LEFT, 1};
static const struct stroke diagonal = {COLOUR_AXIS, 1.25, DASH_MEDIUM};

static bool is_dot(const struct chart_point *p)
{
    return p->kind == CHART_ACTUAL && isfinite(p->value);
}

/* How many forecasts the dot at CHANCE is made of; NaN where the data do not say. */
static double forecasts_at(const struct chart_series *series, double chance)
{
    for (size_t i = 0; i < series->count; i++)
        if (series->points[i].kind == CHART_AT_RISK && series->points[i].time == chance)
            return series->points[i].value;
    return NAN;
}

static bool any_counts(const struct chart *chart)
{
    for (size_t i = 0; i < chart->series_count; i++)
        for (size_t k = 0; k < chart->series[i].count; k++)
            if (chart->series[i].points[k].kind == CHART_AT_RISK)
                return true;
    return false;
}

static double reliability_height(const struct chart *chart)
{
    (void)chart;
    return panel_page_height(1, 2);
}

static bool is_share(double percent)
{
    return isnan(percent) || (percent >= 0 && percent <= 100);
}

static enum status reliability_check(const struct chart *chart, const struct survey *survey,
                                     const struct problem_sink *sink)
{
    (void)survey;
    for (size_t i = 0; i < chart->series_count; i++)
        for (size_t k = 0; k < chart->series[i].count; k++) {
            const struct chart_point *p = &chart->series[i].points[k];
            bool chance = isfinite(p->time) && is_share(p->time);
            bool value = p->kind != CHART_ACTUAL ||
                         (is_share(p->value) && is_share(p->low95) && is_share(p->high95));
            if (chance && value)
                continue;
            problem_report(sink, PROBLEM_FATAL, "no-share", NULL, 0, NULL,
                           "%s %g: chances and shares of 1 lie between 0 and 1",
                           chance ? "value" : "chance", chance ? p->value : p->time / 100);
            return STATUS_VALUE;
        }
    return panel_check(chart, CHART_LINES_MOST, sink);
}

/* How many dots there are with an interval, and how many of these hold the forecast chance. */
static size_t count_agreeing(const struct chart *chart, size_t *all)
{
    size_t agreeing = 0;
    *all = 0;
    for (size_t i = 0; i < chart->series_count; i++)
        for (size_t k = 0; k < chart->series[i].count; k++) {
            const struct chart_point *p = &chart->series[i].points[k];
            if (!is_dot(p) || !isfinite(p->low95 + p->high95))
                continue;
            ++*all;
            agreeing += p->low95 <= p->time && p->time <= p->high95;
        }
    return agreeing;
}

static void reliability_headline(const struct chart *chart, const struct survey *survey,
                                 char *buffer, size_t size)
{
    size_t all, agreeing = count_agreeing(chart, &all);
    (void)survey;
    if (all == 0)
        snprintf(buffer, size, "Forecast chances, and how often it came");
    else if (agreeing == all)
        snprintf(buffer, size, "Forecast chances agree with what came");
    else
        snprintf(buffer, size, "%zu of %zu forecast chances agree with what came", agreeing, all);
}

static void reliability_explain(const struct chart *chart, const struct survey *survey,
                                char *buffer, size_t size)
{
    size_t used = 0;
    story_add(buffer, size, &used,
              "Each dot stands for forecasts of about one chance: its height is how often it came, "
              "and on the dashed line that is as often as forecast.");
    if (survey->bounds > 0)
        story_add(buffer, size, &used, " Whiskers show the 95%% interval.");
    if (any_counts(chart))
        story_add(buffer, size, &used, " Below: how many forecasts each is made of.");
}

enum { TOLD = 10 };

/* " Year 1: forecast 5%, came 3% (1% to 8%) of 60; forecast 30%, came ..." */
static void reliability_tell(const struct chart *chart, const struct survey *survey, char *buffer,
                             size_t size)
{
    size_t used = 0, told = 0;
    char chance[NUMBER_TEXT], share[NUMBER_TEXT], low[NUMBER_TEXT], high[NUMBER_TEXT];
    (void)survey;
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct chart_series *series = &chart->series[i];
        story_add(buffer, size, &used, " %s%s", series->label, series->label[0] ? ": " : "");
        const char *before = "";
        for (size_t k = 0; k < series->count && told < TOLD; k++) {
            const struct chart_point *p = &series->points[k];
            double forecasts = forecasts_at(series, p->time);
            if (!is_dot(p))
                continue;
            story_add(buffer, size, &used, "%sforecast %s, came %s", before,
                      number_brief(chance, round(p->time), true, "%"),
                      number_brief(share, round(p->value), true, "%"));
            if (isfinite(p->low95 + p->high95))
                story_add(buffer, size, &used, " (%s to %s)",
                          number_brief(low, round(p->low95), true, "%"),
                          number_brief(high, round(p->high95), true, "%"));
            if (isfinite(forecasts))
                story_add(buffer, size, &used, " of %s",
                          number_brief(share, forecasts, true, NULL));
            before = "; ";
            told++;
        }
        story_add(buffer, size, &used, ".");
    }
}

/* --- drawing ------------------------------------------------------------------------------------ */

static double counts_height(const struct chart *chart)
{
    return any_counts(chart) ? (double)(chart->series_count + 1) * COUNT_ROW + COUNT_SPACE : 0;
}

/* A row a series, each number below its dot, moved to the right where it would touch another. */
static void draw_counts(struct canvas *c, const struct chart *chart, const struct plot *plot,
                        struct box b)
{
    static const struct lettering number_style = {FACE_SMALL, COLOUR_INK, ALIGN_LEFT, 1};
    if (b.height <= 0)
        return;
    box_cut_top(&b, COUNT_SPACE);
    struct box row = box_cut_top(&b, COUNT_ROW);
    lettering_draw(c, "Number of forecasts", &grey, row.x, row.y, row.width);
    for (size_t i = 0; i < chart->series_count; i++) {
        struct line_style style = theme_line((unsigned)i);
        row = box_cut_top(&b, COUNT_ROW);
        double free_from = row.x;
        if (chart->series_count > 1)
            mark_shape(c, row.x + MARKER, row.y + COUNT_ROW / 2.0, style.shape, MARKER,
                       style.colour);
        for (size_t k = 0; k < chart->series[i].count; k++) {
            const struct chart_point *p = &chart->series[i].points[k];
            char number[NUMBER_TEXT];
            if (p->kind != CHART_AT_RISK || !isfinite(p->value))
                continue;
            number_brief(number, p->value, true, NULL);
            double width = lettering_measure(c, number, &number_style, 0).width;
            double x = fmax(scale_at(&plot->x, p->time) - width / 2, free_from);
            lettering_draw(c, number, &number_style, x, row.y, 0);
            free_from = x + width + NUMBER_SPACE;
        }
    }
}

static void draw_dots(struct canvas *c, const struct chart *chart, const struct plot *plot)
{
    for (size_t i = 0; i < chart->series_count; i++) {
        struct line_style style = theme_line((unsigned)i);
        const struct stroke whisker = {style.colour, 1.5, DASH_SOLID};
        for (size_t k = 0; k < chart->series[i].count; k++) {
            const struct chart_point *p = &chart->series[i].points[k];
            double x = scale_at(&plot->x, p->time);
            if (!is_dot(p))
                continue;
            if (isfinite(p->low95 + p->high95))
                mark_segment(c, x, scale_at(&plot->y, p->low95), x, scale_at(&plot->y, p->high95),
                             &whisker);
            mark_shape(c, x, scale_at(&plot->y, p->value), style.shape, MARKER, style.colour);
        }
    }
}

/* What lies above and below the diagonal, in the corners where no dot of a usable forecast lies. */
static void draw_sides(struct canvas *c, const struct plot *plot)
{
    const struct lettering right = {FACE_SMALL, COLOUR_GREY_INK, ALIGN_RIGHT, 1};
    const struct box a = plot->area;
    mark_segment(c, plot->x.start, plot->y.start, plot->x.end, plot->y.end, &diagonal);
    lettering_draw(c, "Came more often than forecast", &grey, a.x + INSIDE, a.y + INSIDE,
                   a.width / 2);
    lettering_draw(c, "Came less often than forecast", &right, a.x + a.width / 2 - INSIDE,
                   box_bottom(a) - INSIDE - COUNT_ROW, a.width / 2);
}

/* Which shape is which series, where there are several. */
static double draw_key(struct canvas *c, const struct chart *chart, struct box b, bool draw)
{
    struct key_entry entries[CHART_LINES_MOST];
    if (chart->series_count < 2)
        return 0;
    for (size_t i = 0; i < chart->series_count; i++) {
        struct line_style style = theme_line((unsigned)i);
        entries[i] = (struct key_entry){.sample = KEY_SHAPE,
                                        .fill = style.colour,
                                        .text = chart->series[i].label,
                                        .shape = style.shape};
    }
    return key_place(c, entries, (int)chart->series_count, b.x, b.y, b.width, draw);
}

static enum status reliability_draw(const struct chart *chart, const struct survey *survey,
                                    struct canvas *c, struct box body)
{
    const struct lettering name = {FACE_BODY, COLOUR_GREY_INK, ALIGN_RIGHT, 1};
    struct plot plot = {.face = FACE_BODY};
    struct box key = box_cut_top(&body, draw_key(c, chart, body, false) + INSIDE);
    (void)survey;
    draw_key(c, chart, key, true);
    struct box counts = box_cut_bottom(&body, counts_height(chart)), area = body;
    struct box below = box_cut_bottom(&area, axis_date_height(c, plot.face));
    box_cut_bottom(&area, axis_date_height(c, plot.face));
    ticks_of_numbers(&plot.values, 0, 100, 6, true, "%");
    plot.dates = plot.values;
    box_cut_left(&area, fmax(axis_label_width(c, &plot.values, plot.face) + INSIDE, MARGIN));
    plot.area = area;
    plot.x = (struct scale){0, 100, area.x, box_right(area)};
    plot.y = (struct scale){0, 100, box_bottom(area), area.y};
    axis_draw_values(c, &plot, true);
    axis_draw_dates(c, &plot, true, body.x, box_right(body));
    lettering_draw(c, "Forecast chance", &name, area.x, below.y, area.width);
    draw_sides(c, &plot);
    draw_counts(c, chart, &plot, counts);
    draw_dots(c, chart, &plot);
    return STATUS_OK;
}

const struct chart_kind reliability_kind = {
    .name = "reliability",
    .picture = "Reliability chart",
    .form = CHART_CHANCES,
    .points = 1u << CHART_ACTUAL | 1u << CHART_AT_RISK,
    .check = reliability_check,
    .headline = reliability_headline,
    .explain = reliability_explain,
    .tell = reliability_tell,
    .height = reliability_height,
    .draw = reliability_draw,
};
