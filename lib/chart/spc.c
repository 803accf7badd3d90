// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/control.h"
#include "chart/end_label.h"
#include "chart/key.h"
#include "chart/kind.h"
#include "chart/mark.h"
#include "chart/number.h"
#include "chart/panel.h"
#include "chart/story.h"
#include "chart/trace.h"
#include "chart/verdict.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Control charts: recorded values, their mean and limits, special points by shape and shade, the target,
 * and the verdicts in words at the top right. Several series stand in panels, each on a value axis of
 * its own: a process is read against its own limits. */
static const struct stroke value_stroke = {COLOUR_GREY_INK, 1.25, DASH_SOLID};
static const struct stroke mean_stroke = {COLOUR_INK, 1.5, DASH_SOLID};
static const struct stroke limit_stroke = {COLOUR_INK, 1.25, DASH_MEDIUM};
static const struct stroke target_stroke = {COLOUR_TARGET, 1.5, DASH_LONG_DOT};

static double spc_height(const struct chart *chart)
{
    return panel_page_height(chart->series_count, 2); /* captions take height */
}

static enum status spc_check(const struct chart *chart, const struct survey *survey,
                             const struct problem_sink *sink)
{
    (void)survey;
    for (size_t i = 0; i < chart->series_count; i++)
        if (series_latest(&chart->series[i], CHART_MEAN))
            return panel_check(chart, chart->panels == CHART_PANELS_NO ? 1 : CHART_PANELS_MOST,
                               sink);
    problem_report(sink, PROBLEM_FATAL, "no-limits", NULL, 0, NULL,
                   "a control chart needs rows with limits (kinds mean, lower_limit, upper_limit), "
                   "and there are none: make them with hearth-spc");
    return STATUS_VALUE;
}

static const char *meaning_word(const struct control *c)
{
    bool trend = c->count > 0 && c->points[c->count - 1].trend;
    switch (c->variation) {
    case CONTROL_IMPROVEMENT:
        return "improvement";
    case CONTROL_CONCERN:
        return "concern";
    case CONTROL_HIGH:
        return trend ? "rising" : "high";
    default:
        return trend ? "falling" : "low";
    }
}

static void headline_of_one(const struct chart *chart, char *buffer, size_t size)
{
    struct control c;
    char date[DATE_WORDS];
    if (control_read(&c, &chart->series[0]) != STATUS_OK)
        return;
    const char *subject = story_subject(chart);
    int32_t since = control_since(&c);
    if (c.variation == CONTROL_TOO_FEW || c.variation == CONTROL_NONE)
        snprintf(buffer, size, "%s: too few points to judge", subject);
    else if (since == DATE_NONE)
        snprintf(buffer, size, "%s: no significant change", subject);
    else
        snprintf(buffer, size, "%s: special cause %s since %s", subject, meaning_word(&c),
                 date_words(date, since, true));
    control_done(&c);
}

static void count_verdicts(const struct chart *chart, size_t counts[CONTROL_NONE + 1])
{
    for (size_t i = 0; i < chart->series_count; i++) {
        struct control c;
        if (control_read(&c, &chart->series[i]) != STATUS_OK)
            continue;
        counts[c.variation]++;
        control_done(&c);
    }
}

/* "Starts: concern in 2 of 7, improvement in 1". */
static void spc_headline(const struct chart *chart, const struct survey *survey, char *buffer,
                         size_t size)
{
    static const char *const words[] = {[CONTROL_CONCERN] = "concern",
                                        [CONTROL_IMPROVEMENT] = "improvement",
                                        [CONTROL_HIGH] = "special cause high",
                                        [CONTROL_LOW] = "special cause low"};
    static const enum control_meaning order[] = {CONTROL_CONCERN, CONTROL_IMPROVEMENT, CONTROL_HIGH,
                                                 CONTROL_LOW};
    size_t counts[CONTROL_NONE + 1] = {0}, used = 0, told = 0, n = chart->series_count;
    (void)survey;
    buffer[0] = '\0';
    if (n == 1) {
        headline_of_one(chart, buffer, size);
        return;
    }
    count_verdicts(chart, counts);
    story_add(buffer, size, &used, "%s: ", chart->measure);
    for (int i = 0; i < 4; i++)
        if (counts[order[i]]) {
            story_add(buffer, size, &used, told ? ", %s in %zu" : "%s in %zu", words[order[i]],
                      counts[order[i]]);
            if (!told++)
                story_add(buffer, size, &used, " of %zu", n);
        }
    if (told)
        return;
    size_t judged = counts[CONTROL_COMMON];
    if (judged == 0)
        story_add(buffer, size, &used, "too few points to judge %zu groups", n);
    else if (judged < n)
        story_add(buffer, size, &used, "no significant change in %zu of %zu groups", judged, n);
    else
        story_add(buffer, size, &used, "no significant change in %zu groups", n);
}

static void spc_explain(const struct chart *chart, const struct survey *survey, char *buffer,
                        size_t size)
{
    size_t used = 0;
    bool rebased = false, trial = false;
    (void)survey;
    for (size_t i = 0; i < chart->series_count; i++) {
        struct control c;
        if (control_read(&c, &chart->series[i]) != STATUS_OK)
            continue;
        rebased = rebased || c.last_first > 0;
        trial = trial || (c.variation == CONTROL_TOO_FEW &&
                          isfinite(c.points[c.last_first].mean)); /* a verdict has points */
        control_done(&c);
    }
    story_add(buffer, size, &used,
              "Solid line: mean. Dashed: limits within which nearly all values fall while nothing "
              "changes.");
    if (chart->series_count > 1)
        story_add(buffer, size, &used,
                  " Each plot has a value axis of its own, which may not start "
                  "at zero.");
    if (rebased)
        story_add(buffer, size, &used, " Where the lines break, new limits begin.");
    if (trial)
        story_add(buffer, size, &used, " Trial limits rest on too few points for a verdict.");
}

/* "limits 7.3 to 36; target 20". */
static void spc_detail(const struct chart *chart, const struct chart_series *series, char *buffer,
                       size_t size)
{
    struct control c;
    char low[NUMBER_TEXT], high[NUMBER_TEXT], target[NUMBER_TEXT];
    size_t used = 0;
    if (control_read(&c, series) != STATUS_OK)
        return;
    const struct control_point *p = c.count ? &c.points[c.count - 1] : NULL;
    if (p && isfinite(p->lower) && isfinite(p->upper))
        story_add(buffer, size, &used, "%slimits %s to %s",
                  c.variation == CONTROL_TOO_FEW ? "trial " : "",
                  number_brief(low, p->lower, false, chart->unit),
                  number_brief(high, p->upper, false, chart->unit));
    if (isfinite(c.target))
        story_add(buffer, size, &used, "%starget %s%s", used ? ", " : "",
                  number_brief(target, c.target, false, chart->unit),
                  c.assurance == CONTROL_PASS           ? " will be met"
                  : c.assurance == CONTROL_FAIL         ? " will be missed"
                  : c.assurance == CONTROL_INCONSISTENT ? " met or missed by chance"
                                                        : "");
    control_done(&c);
}

/* Mean and limits of every piece between rebases. */
static void draw_levels(struct canvas *canvas, const struct plot *plot, const struct control *c,
                        struct trace *t)
{
    for (size_t i = 0; i < c->count; i++) {
        const struct control_point *p = &c->points[i];
        t->x[i] = scale_at(&plot->x, p->date);
        t->y[i] = scale_at(&plot->y, p->mean);
        t->low95[i] = scale_at(&plot->y, p->lower);
        t->high95[i] = scale_at(&plot->y, p->upper);
    }
    for (size_t first = 0, end; first < c->count; first = end) {
        for (end = first + 1; end < c->count && !control_breaks(c, end);)
            end++;
        mark_line(canvas, t->x + first, t->low95 + first, end - first, &limit_stroke);
        mark_line(canvas, t->x + first, t->high95 + first, end - first, &limit_stroke);
        mark_line(canvas, t->x + first, t->y + first, end - first, &mean_stroke);
    }
}

static void draw_special(struct canvas *canvas, double x, double y, enum control_meaning meaning,
                         int direction, double size)
{
    mark_outlined(canvas, x, y, direction >= 0 ? SHAPE_TRIANGLE : SHAPE_DOWN, size,
                  verdict_colour(meaning));
}

/* Points as large as their number allows, special ones above the common ones; where they would only
 * thicken the line, the common ones are left to it. */
static void draw_points(struct canvas *canvas, const struct plot *plot, const struct control *c)
{
    double apart = c->count > 1 ? plot->area.width / (double)(c->count - 1) : 20;
    double size = fmin(fmax(0.75 * apart, 2.2), plot->face == FACE_SMALL ? 5 : 6.5);
    for (int special = 0; special < 2; special++)
        for (size_t i = 0; i < c->count; i++) {
            const struct control_point *p = &c->points[i];
            double x = scale_at(&plot->x, p->date), y = scale_at(&plot->y, p->value);
            if (special && p->meaning != CONTROL_COMMON)
                draw_special(canvas, x, y, p->meaning, p->direction, fmax(1.2 * size, 5));
            else if (!special && p->meaning == CONTROL_COMMON && (apart > 3.5 || c->count == 1))
                mark_shape(canvas, x, y, SHAPE_CIRCLE, size, COLOUR_GREY_INK);
        }
}

static void draw_chart(struct canvas *canvas, const struct plot *plot,
                       const struct chart_series *series, const struct control *c, struct trace *t)
{
    trace_read(t, series, CHART_TARGET, plot);
    mark_line(canvas, t->x, t->y, t->count, &target_stroke);
    draw_levels(canvas, plot, c, t);
    trace_read(t, series, CHART_ACTUAL, plot);
    mark_line(canvas, t->x, t->y, t->count, &value_stroke);
    draw_points(canvas, plot, c);
    trace_mark_missing(canvas, series, plot);
}

enum { KEY_ENTRIES = 8 };

static void add_shape(struct key_entry *entries, int *count, enum shape shape, uint32_t fill,
                      const char *text)
{
    entries[(*count)++] =
        (struct key_entry){KEY_SHAPE, {COLOUR_INK, 1, DASH_SOLID}, fill, text, shape};
}

/* What the marks mean that are there; the lines only where no end label names them. */
static int fill_key(struct key_entry *entries, const struct control *all, size_t series, bool lines)
{
    static const char *const words[] = {"Common cause", "Improvement", "Concern", "Special, high",
                                        "Special, low"};
    int directions[CONTROL_TOO_FEW] = {0}, count = 0;
    bool target = false;
    for (size_t s = 0; s < series; s++) {
        target = target || isfinite(all[s].target);
        for (size_t i = 0; i < all[s].count; i++) {
            const struct control_point *p = &all[s].points[i];
            if (directions[p->meaning] == 0)
                directions[p->meaning] = p->direction ? p->direction : 1;
        }
    }
    if (lines) {
        entries[count++] = (struct key_entry){KEY_LINE, mean_stroke, 0, "Mean", 0};
        entries[count++] = (struct key_entry){KEY_LINE, limit_stroke, 0, "Limits", 0};
    }
    if (lines && target)
        entries[count++] = (struct key_entry){KEY_LINE, target_stroke, 0, "Target", 0};
    add_shape(entries, &count, SHAPE_CIRCLE, COLOUR_GREY_INK, words[0]);
    for (int m = CONTROL_IMPROVEMENT; m <= CONTROL_LOW; m++)
        if (directions[m])
            add_shape(entries, &count, directions[m] > 0 ? SHAPE_TRIANGLE : SHAPE_DOWN,
                      verdict_colour((enum control_meaning)m), words[m]);
    return count;
}

static void add_label(struct end_label *labels, int *count, int32_t date, double at,
                      const char *name, enum face face, bool whole, const char *unit)
{
    char number[NUMBER_TEXT];
    if (!isfinite(at))
        return;
    struct end_label *l = &labels[(*count)++];
    *l = (struct end_label){.x = date, .y = at, .face = face, .shape = -1};
    snprintf(l->name, sizeof l->name, "%s", name);
    snprintf(l->value, sizeof l->value, "%s", number_brief(number, at, whole, unit));
}

enum { SPC_LABELS = 5 };

static int name_levels(struct end_label *labels, const struct chart *chart,
                       const struct survey *survey, const struct control *c)
{
    int count = 0;
    if (c->count == 0)
        return 0;
    const struct control_point *p = &c->points[c->count - 1];
    add_label(labels, &count, p->date, p->upper, "Upper limit", FACE_BODY, false, chart->unit);
    add_label(labels, &count, p->date, p->mean, "Mean", FACE_BODY, false, chart->unit);
    add_label(labels, &count, p->date, p->lower, "Lower limit", FACE_BODY, false, chart->unit);
    add_label(labels, &count, p->date, c->target, "Target", FACE_BODY, false, chart->unit);
    add_label(labels, &count, p->date, p->value, "Latest", FACE_STRONG, survey->whole, chart->unit);
    return count;
}

/* Key at the left, verdicts at the right, of a strip above the plot. */
static void draw_top(struct canvas *canvas, const struct control *c, struct box *body)
{
    struct key_entry entries[KEY_ENTRIES];
    int count = fill_key(entries, c, 1, false);
    double width = fmin(verdict_width(canvas, c) + 1, body->width);
    double left = body->width - width - 20;
    double key = key_place(canvas, entries, count, body->x, body->y + 4, left, true) + 4;
    struct box strip = box_cut_top(body, fmax(key, verdict_height(c, false)));
    verdict_draw(canvas, c, box_cut_right(&strip, width), false);
    box_cut_top(body, 10);
}

static void draw_one(const struct chart *chart, const struct survey *survey, struct canvas *canvas,
                     struct box body, const struct control *c, struct trace *t)
{
    struct end_label labels[SPC_LABELS];
    struct plot plot = {.face = FACE_BODY};
    draw_top(canvas, c, &body);
    int count = name_levels(labels, chart, survey, c);
    struct box column = box_cut_right(
        &body, end_labels_width(canvas, labels, count, fmax(0.25 * body.width, END_LABEL_LEAST)));
    struct box area = body;
    box_cut_top(&area, 6); /* half a label */
    box_cut_bottom(&area, axis_date_height(canvas, plot.face));
    axis_choose_values(&plot.values, chart, survey, area.height, plot.face);
    box_cut_left(&area, axis_label_width(canvas, &plot.values, plot.face) + 8);
    axis_choose_dates(&plot.dates, canvas, survey, area.width, plot.face);
    plot_scale(&plot, area, survey);
    axis_draw_values(canvas, &plot, true);
    draw_chart(canvas, &plot, &chart->series[0], c, t);
    axis_draw_dates(canvas, &plot, true, body.x, box_right(column));
    for (int i = 0; i < count; i++) {
        labels[i].x = scale_at(&plot.x, labels[i].x);
        labels[i].y = scale_at(&plot.y, labels[i].y);
    }
    column.height = box_bottom(area) + 4 - column.y; /* a label at zero may hang over */
    end_labels_place(canvas, labels, count, column);
    end_labels_draw(canvas, labels, count);
}

static void draw_several(const struct chart *chart, const struct survey *survey,
                         struct canvas *canvas, struct box body, const struct control *all,
                         struct trace *t)
{
    struct panel_grid grid;
    struct key_entry entries[KEY_ENTRIES];
    int count = fill_key(entries, all, chart->series_count, true);
    double caption = 0;
    box_cut_top(&body, key_place(canvas, entries, count, body.x, body.y, body.width, true) + 12);
    for (size_t i = 0; i < chart->series_count; i++)
        caption = fmax(caption, verdict_height(&all[i], true) + 2);
    double right = panel_values_width(canvas, chart, survey);
    panel_layout_own(&grid, canvas, body, right, caption, chart, survey);
    for (size_t i = 0; i < grid.count; i++) {
        panel_draw_axes(&grid, canvas, chart, i);
        verdict_draw(canvas, &all[i], grid.captions[i], true);
        draw_chart(canvas, &grid.plots[i], &chart->series[i], &all[i], t);
        panel_draw_value(canvas, &grid.plots[i], chart, survey, i);
    }
}

static enum status spc_draw(const struct chart *chart, const struct survey *survey,
                            struct canvas *canvas, struct box box)
{
    struct control all[CHART_PANELS_MOST];
    struct trace trace;
    size_t read = 0;
    enum status s = trace_init(&trace, survey->longest);
    if (s != STATUS_OK)
        return s;
    for (; s == STATUS_OK && read < chart->series_count; read++)
        s = control_read(&all[read], &chart->series[read]);
    if (s == STATUS_OK && read == 1)
        draw_one(chart, survey, canvas, box, &all[0], &trace);
    else if (s == STATUS_OK)
        draw_several(chart, survey, canvas, box, all, &trace);
    while (read > 0)
        control_done(&all[--read]);
    trace_done(&trace);
    return s;
}

const struct chart_kind spc_kind = {
    .name = "spc",
    .picture = "Control chart",
    .points = (1u << (CHART_ASSURANCE + 1)) - 1 - (1u << CHART_FORECAST),
    .floating = true,
    .check = spc_check,
    .headline = spc_headline,
    .explain = spc_explain,
    .detail = spc_detail,
    .height = spc_height,
    .draw = spc_draw,
};
