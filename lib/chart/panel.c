// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/panel.h"

#include "chart/number.h"

#include <math.h>

enum { COLUMN_GAP = 16, ROW_GAP = 12, LABEL_SPACE = 8, TITLE_SPACE = 4 };

static const struct lettering title_letters = {FACE_STRONG, COLOUR_INK, ALIGN_LEFT, 2};

size_t panel_columns(size_t n)
{
    return n <= 3 ? n : n == 4 ? 2 : n <= 6 ? 3 : n == 9 ? 3 : 4;
}

size_t panel_rows(size_t n)
{
    size_t columns = panel_columns(n);
    return columns ? (n + columns - 1) / columns : 0;
}

double panel_page_height(size_t n, size_t tall_rows)
{
    return panel_rows(n) >= tall_rows ? 565 : 450;
}

/* Two lines for all titles where one of them needs it. */
static double highest_title(struct canvas *c, const struct chart *chart, double width)
{
    double highest = 0;
    for (size_t i = 0; i < chart->series_count; i++)
        highest = fmax(highest,
                       lettering_measure(c, chart->series[i].label, &title_letters, width).height);
    return highest;
}

static void divide(struct panel_grid *g, struct box body, double right, double caption)
{
    double width = (body.width + COLUMN_GAP) / (double)g->columns - COLUMN_GAP;
    double height = (body.height + ROW_GAP) / (double)g->rows - ROW_GAP;
    for (size_t i = 0; i < g->count; i++) {
        size_t row = i / g->columns, column = i % g->columns;
        struct box cell = {body.x + (double)column * (width + COLUMN_GAP),
                           body.y + (double)row * (height + ROW_GAP), width, height};
        g->cells[i] = cell;
        g->titles[i] = box_cut_top(&cell, g->title_height);
        g->captions[i] = box_cut_top(&cell, caption);
        box_cut_top(&cell, TITLE_SPACE);
        box_cut_right(&cell, right);
        g->plots[i].area = cell;
    }
}

/* Sets all but the places; returns the face of the axis labels. */
static enum face begin(struct panel_grid *g, size_t count)
{
    *g = (struct panel_grid){
        .count = count, .rows = panel_rows(count), .columns = panel_columns(count)};
    return g->rows > 1 || g->columns > 2 ? FACE_SMALL : FACE_BODY;
}

void panel_layout(struct panel_grid *g, struct canvas *c, struct box body, double right,
                  double caption, const struct chart *chart, const struct survey *survey)
{
    enum face face = begin(g, chart->series_count);
    struct plot plot = {.face = face};
    box_cut_bottom(&body, axis_date_height(c, face));
    double row = body.height / (double)g->rows - ROW_GAP - caption;
    /* Titles wrap by the width that the labels leave, which depends on the ticks, which depend on the
     * height that titles leave: begun with one line. */
    double one_line = lettering_measure(c, "X", &title_letters, 0).height;
    axis_choose_values(&plot.values, chart, survey, row - one_line - TITLE_SPACE, face);
    box_cut_left(&body, axis_label_width(c, &plot.values, face) + LABEL_SPACE);
    double width = (body.width + COLUMN_GAP) / (double)g->columns - COLUMN_GAP;
    g->title_height = highest_title(c, chart, width);
    if (g->title_height > one_line)
        axis_choose_values(&plot.values, chart, survey, row - g->title_height - TITLE_SPACE, face);
    divide(g, body, right, caption);
    axis_choose_dates(&plot.dates, c, survey, g->plots[0].area.width, face);
    for (size_t i = 0; i < g->count; i++) {
        struct box area = g->plots[i].area;
        g->plots[i] = plot;
        plot_scale(&g->plots[i], area, survey);
    }
}

void panel_layout_own(struct panel_grid *g, struct canvas *c, struct box body, double right,
                      double caption, const struct chart *chart, const struct survey *survey)
{
    enum face face = begin(g, chart->series_count);
    double widest = 0;
    g->own_values = true;
    box_cut_bottom(&body, axis_date_height(c, face));
    g->title_height =
        highest_title(c, chart, (body.width + COLUMN_GAP) / (double)g->columns - COLUMN_GAP);
    divide(g, body, right, caption);
    for (size_t i = 0; i < g->count; i++) {
        struct plot *p = &g->plots[i];
        struct survey own;
        survey_series(&own, &chart->series[i]);
        own.zoom = chart->zoom || survey_far_from_zero(&own);
        own.whole = survey->whole;
        p->face = face;
        axis_choose_values(&p->values, chart, &own, p->area.height, face);
        widest = fmax(widest, axis_label_width(c, &p->values, face));
    }
    for (size_t i = 0; i < g->count; i++) {
        struct plot *p = &g->plots[i];
        struct box area = p->area;
        box_cut_left(&area, widest + LABEL_SPACE);
        axis_choose_dates(&p->dates, c, survey, area.width, face);
        plot_scale(p, area, survey);
    }
}

void panel_draw_axes(const struct panel_grid *g, struct canvas *c, const struct chart *chart,
                     size_t number)
{
    const struct plot *p = &g->plots[number];
    struct box title = g->titles[number], cell = g->cells[number];
    double height =
        lettering_measure(c, chart->series[number].label, &title_letters, title.width).height;
    /* Titles stand on their plot, whether or not a neighbour's takes two lines. */
    lettering_draw(c, chart->series[number].label, &title_letters, title.x,
                   box_bottom(title) - height, title.width);
    axis_draw_values(c, p, g->own_values || number % g->columns == 0);
    bool lowest = number + g->columns >= g->count;
    double spill = COLUMN_GAP / 2.0 - 2; /* labels may use half of the gap to the next panel */
    axis_draw_dates(c, p, lowest, cell.x - spill, box_right(cell) + spill);
}

enum { VALUE_SPACE = 7 };
static const struct lettering value_letters = {FACE_SMALL, COLOUR_INK, ALIGN_LEFT, 1};

static const struct chart_point *end_of(const struct chart_series *series)
{
    const struct chart_point *ahead = series_latest(series, CHART_FORECAST);
    return ahead ? ahead : series_latest(series, CHART_ACTUAL);
}

double panel_values_width(struct canvas *c, const struct chart *chart, const struct survey *survey)
{
    char number[NUMBER_TEXT];
    double widest = 0;
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct chart_point *p = end_of(&chart->series[i]);
        if (!p)
            continue;
        number_brief(number, p->value, survey->whole, chart->unit);
        widest = fmax(widest, lettering_measure(c, number, &value_letters, 0).width);
    }
    return widest + VALUE_SPACE;
}

void panel_draw_value(struct canvas *c, const struct plot *p, const struct chart *chart,
                      const struct survey *survey, size_t number)
{
    char text[NUMBER_TEXT];
    const struct chart_point *end = end_of(&chart->series[number]);
    if (!end) {
        const struct lettering l = {FACE_SMALL, COLOUR_GREY_INK, ALIGN_CENTRE, 1};
        lettering_draw(c, "no values", &l, p->area.x, p->area.y + p->area.height / 2,
                       p->area.width);
        return;
    }
    number_brief(text, end->value, survey->whole, chart->unit);
    double height = lettering_measure(c, text, &value_letters, 0).height;
    double y = scale_at(&p->y, end->value) - height / 2;
    y = fmin(y, box_bottom(p->area) - height);
    lettering_draw(c, text, &value_letters,
                   scale_at(&p->x, end->time > 0 ? end->time : end->date) + VALUE_SPACE, y, 0);
}

enum status panel_check(const struct chart *chart, size_t most, const struct problem_sink *sink)
{
    if (chart->series_count <= most)
        return STATUS_OK;
    problem_report(sink, PROBLEM_FATAL, "too-many-series", NULL, 0, NULL,
                   "%zu series are too many for one chart (at most %zu): choose some with --where, "
                   "or split the stream by fewer columns with --by",
                   chart->series_count, most);
    return STATUS_VALUE;
}
