// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/axis.h"
#include "chart/kind.h"
#include "chart/mark.h"
#include "chart/panel.h"
#include "chart/story.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* How one number became another: the first bar is where it starts, the next are what came on top or
 * off, each hanging where the one before ended, and a bar that is as high as all before it together is
 * a sum, drawn from zero again. Signs are printed, so that colour need not be seen. */
enum { STEPS_MOST = 12, LABEL_LINES = 2, SIDE = 8, ABOVE = 3 };

static const struct stroke outline = {COLOUR_FORECAST, 1, DASH_SOLID};
static const struct stroke tie = {COLOUR_AXIS, 0.75, DASH_SOLID};

struct step {
    const char *label;
    double value;    /* of the row */
    double from, to; /* where the bar begins and ends */
    bool sum;
};

struct steps {
    struct step items[STEPS_MOST];
    size_t count, missing, extra;
    double least, most; /* that the bars reach */
    double start, end;  /* the first bar; where the last one ends */
    size_t largest;     /* change by size; 0: there is none */
};

static const struct chart_point *point_of(const struct chart_series *series)
{
    const struct chart_point *found = NULL;
    for (size_t i = 0; i < series->count; i++)
        if (!found || series->points[i].kind == CHART_ACTUAL)
            found = &series->points[i];
    return found;
}

static void add_step(struct steps *s, const char *label, double value)
{
    struct step *x = &s->items[s->count];
    double near = 1e-6 * fmax(fabs(s->end), 1e-9);
    bool sum = s->count == 0 || (s->count > 1 && fabs(value - s->end) <= near);
    *x = (struct step){label, value, sum ? 0 : s->end, sum ? value : s->end + value, sum};
    if (!sum && (!s->largest || fabs(value) > fabs(s->items[s->largest].value)))
        s->largest = s->count;
    s->end = x->to;
    s->start = s->count ? s->start : value;
    s->least = fmin(s->least, x->to);
    s->most = fmax(s->most, x->to);
    s->count++;
}

static void read_steps(struct steps *s, const struct chart *chart)
{
    *s = (struct steps){.least = INFINITY, .most = -INFINITY};
    for (size_t i = 0; i < chart->series_count; i++) {
        const struct chart_point *p = point_of(&chart->series[i]);
        if (!p || !isfinite(p->value))
            s->missing++;
        else if (s->count == STEPS_MOST)
            s->extra++;
        else
            add_step(s, chart->series[i].label, p->value);
    }
}

static double waterfall_height(const struct chart *chart)
{
    (void)chart;
    return panel_page_height(1, 2);
}

static enum status waterfall_check(const struct chart *chart, const struct survey *survey,
                                   const struct problem_sink *sink)
{
    struct steps s;
    (void)survey;
    read_steps(&s, chart);
    const char *wrong = s.missing ? "a step without a value: what follows would hang in the air"
                        : s.extra ? "too many steps: choose some with --where"
                        : s.count < 2
                            ? "a start and at least one step are needed, as series in order"
                            : NULL;
    if (!wrong)
        return STATUS_OK;
    problem_report(sink, PROBLEM_FATAL, "steps", NULL, 0, NULL, "%s", wrong);
    return STATUS_VALUE;
}

/* "+£1.6m": a change with its sign, a sum without. */
static const char *write_step(const struct chart *chart, const struct survey *survey, double value,
                              bool sum, char buffer[NUMBER_TEXT])
{
    char number[NUMBER_TEXT];
    number_brief(number, value, survey->whole, chart->unit);
    snprintf(buffer, NUMBER_TEXT, "%s%.40s", !sum && value > 0 ? "+" : "", number);
    return buffer;
}

static void waterfall_headline(const struct chart *chart, const struct survey *survey, char *buffer,
                               size_t size)
{
    struct steps s;
    char change[NUMBER_TEXT], largest[NUMBER_TEXT];
    size_t used = 0;
    read_steps(&s, chart);
    const struct step *most = &s.items[s.largest];
    double by = s.end - s.start;
    story_add(buffer, size, &used, "%s %s by %s", chart->measure, by < 0 ? "down" : "up",
              number_brief(change, fabs(by), survey->whole, chart->unit));
    if (s.largest && strlen(most->label) <= STORY_SUBJECT_LONGEST)
        story_add(buffer, size, &used, ": the largest step is %s, %s", most->label,
                  write_step(chart, survey, most->value, false, largest));
}

static void waterfall_explain(const struct chart *chart, const struct survey *survey, char *buffer,
                              size_t size)
{
    size_t used = 0;
    (void)survey;
    story_add(buffer, size, &used,
              "Each step begins where the one before ended; dark bars are sums.");
    if (chart->zoom)
        story_add(buffer, size, &used, " The value axis does not start at zero.");
}

/* " 2023-24 £37.3m, volume −£1.5m, price +£1.6m, 2024-25 £37.6m." */
static void waterfall_tell(const struct chart *chart, const struct survey *survey, char *buffer,
                           size_t size)
{
    struct steps s;
    char number[NUMBER_TEXT];
    size_t used = 0;
    read_steps(&s, chart);
    for (size_t i = 0; i < s.count; i++)
        story_add(buffer, size, &used, "%s %s %s", i ? "," : "", s.items[i].label,
                  write_step(chart, survey, s.items[i].value, s.items[i].sum, number));
    story_add(buffer, size, &used, ".");
}

/* --- drawing ------------------------------------------------------------------------------------ */

static double label_height(struct canvas *c, const struct steps *s, double width)
{
    const struct lettering l = {FACE_BODY, COLOUR_INK, ALIGN_CENTRE, LABEL_LINES};
    double most = 0;
    for (size_t i = 0; i < s->count; i++)
        most = fmax(most, lettering_measure(c, s->items[i].label, &l, width).height);
    return most;
}

static void lay_out(struct plot *p, struct canvas *c, const struct chart *chart,
                    const struct survey *survey, const struct steps *s, struct box area)
{
    const struct lettering number = {FACE_STRONG, COLOUR_INK, ALIGN_CENTRE, 1};
    double least = chart->zoom ? s->least : fmin(s->least, 0);
    double most = chart->zoom ? s->most : fmax(s->most, 0);
    *p = (struct plot){.face = FACE_BODY};
    box_cut_top(&area, lettering_measure(c, "0", &number, 0).height + ABOVE);
    ticks_of_numbers(&p->values, least, most, 6, survey->whole, chart->unit);
    box_cut_left(&area, axis_label_width(c, &p->values, p->face) + SIDE);
    box_cut_bottom(&area, label_height(c, s, area.width / (double)s->count) + SIDE);
    p->area = area;
    p->y = (struct scale){p->values.from, p->values.to, box_bottom(area), area.y};
}

static struct box bar_box(const struct plot *p, const struct steps *s, size_t i)
{
    double width = p->area.width / (double)s->count;
    double x = p->area.x + (double)i * width;
    double from = fmax(s->items[i].from, p->y.from);
    double a = scale_at(&p->y, from), b = scale_at(&p->y, s->items[i].to);
    return (struct box){x + 0.18 * width, fmin(a, b), 0.64 * width, fmax(fabs(a - b), 1)};
}

static void draw_step(struct canvas *c, const struct chart *chart, const struct survey *survey,
                      const struct plot *p, const struct steps *s, size_t i)
{
    const struct step *x = &s->items[i];
    const struct lettering label = {FACE_BODY, COLOUR_INK, ALIGN_CENTRE, LABEL_LINES};
    const struct lettering value = {x->sum ? FACE_STRONG : FACE_BODY, COLOUR_INK, ALIGN_CENTRE, 1};
    double width = p->area.width / (double)s->count, left = p->area.x + (double)i * width;
    struct box bar = bar_box(p, s, i);
    char number[NUMBER_TEXT];
    if (x->sum)
        mark_box(c, bar, COLOUR_HISTORY, NULL);
    else
        mark_box(c, bar, x->value < 0 ? COLOUR_BAND_80 : COLOUR_FORECAST, &outline);
    if (i + 1 < s->count) {
        double y = scale_at(&p->y, x->to);
        mark_segment(c, box_right(bar), y, bar_box(p, s, i + 1).x, y, &tie);
    }
    write_step(chart, survey, x->value, x->sum, number);
    double height = lettering_measure(c, number, &value, width).height;
    lettering_draw(c, number, &value, left, bar.y - height - ABOVE, width);
    lettering_draw(c, x->label, &label, left, box_bottom(p->area) + SIDE, width);
}

static enum status waterfall_draw(const struct chart *chart, const struct survey *survey,
                                  struct canvas *canvas, struct box box)
{
    const struct stroke base = {COLOUR_AXIS, 1, DASH_SOLID};
    struct steps s;
    struct plot p;
    read_steps(&s, chart);
    lay_out(&p, canvas, chart, survey, &s, box);
    axis_draw_values(canvas, &p, true);
    mark_segment(canvas, p.area.x, box_bottom(p.area), box_right(p.area), box_bottom(p.area),
                 &base);
    for (size_t i = 0; i < s.count; i++)
        draw_step(canvas, chart, survey, &p, &s, i);
    return STATUS_OK;
}

const struct chart_kind waterfall_kind = {
    .name = "waterfall",
    .picture = "Waterfall chart",
    .form = CHART_AT_DATE,
    .points = 1u << CHART_ACTUAL | 1u << CHART_FORECAST,
    .check = waterfall_check,
    .headline = waterfall_headline,
    .explain = waterfall_explain,
    .tell = waterfall_tell,
    .height = waterfall_height,
    .draw = waterfall_draw,
};
