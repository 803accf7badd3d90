// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/axis.h"
#include "chart/bars.h"
#include "chart/kind.h"
#include "chart/mark.h"
#include "chart/number.h"
#include "chart/spread.h"
#include "chart/story.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Bars of one date: labels at the left, values at the ends, one bar dark among outlined grey ones where
 * it matters, intervals as whiskers, references (England, a region) as lines across. */
static const struct stroke outline = {COLOUR_AXIS, 0.75, DASH_SOLID};
static const struct stroke reference_stroke = {COLOUR_INK, 1.5, DASH_MEDIUM};

enum { ROW_MOST = 40, ROW_LABELLED = 12, ROW_BODY = 15, LABEL_SPACE = 8, VALUE_SPACE = 5 };

static double bar_height(const struct chart *chart)
{
    return fmin(fmax(150 + 22 * (double)chart->series_count, 240), 565);
}

static enum status bar_check(const struct chart *chart, const struct survey *survey,
                             const struct problem_sink *sink)
{
    struct bars b;
    (void)survey;
    bars_read(&b, chart);
    const char *wrong = b.valued == 0        ? "no bar has a value at this date"
                        : b.extra            ? "too many bars: choose some with --where"
                        : b.extra_references ? "too many references: choose some with --where"
                                             : NULL;
    if (wrong)
        problem_report(sink, PROBLEM_FATAL, "bars", NULL, 0, NULL, "%s", wrong);
    else if (chart->focus && b.focus == b.count)
        problem_report(sink, PROBLEM_FATAL, "focus", NULL, 0, NULL,
                       "--focus %s: no bar is called so; the first is %s", chart->focus,
                       b.items[0].series->label[0] ? b.items[0].series->label : "without a label");
    else
        return STATUS_OK;
    return STATUS_VALUE;
}

static const char *number_of(const struct chart *chart, const struct survey *survey, double value,
                             char buffer[NUMBER_TEXT])
{
    return number_brief(buffer, value, survey->whole, chart->unit);
}

static const char *label_of(const struct chart *chart, const struct bar *bar)
{
    return bar->series->label[0] ? bar->series->label : chart->measure;
}

static void bar_headline(const struct chart *chart, const struct survey *survey, char *buffer,
                         size_t size)
{
    struct bars b;
    char number[NUMBER_TEXT], whole[NUMBER_TEXT], date[DATE_WORDS], rank[RANK_WORDS];
    size_t used = 0;
    bool ahead = survey->last_forecast != DATE_NONE;
    bars_read(&b, chart);
    const struct bar *best = bars_highest(&b),
                     *focus = b.focus < b.count ? &b.items[b.focus] : NULL;
    date_when(date, survey->first);
    if (focus && focus->rank) {
        story_add(buffer, size, &used, "%s: %s, ", label_of(chart, focus),
                  number_of(chart, survey, focus->value, number));
        story_add(buffer, size, &used, "%s", bars_rank_words(&b, focus, rank));
    } else if (focus)
        story_add(buffer, size, &used, "%s: no figure %s", label_of(chart, focus), date);
    else if (chart->steps && b.valued > 1 && b.items[0].value > 0) {
        const struct bar *last = &b.items[b.valued - 1];
        story_add(buffer, size, &used, "%s of %s reach %s",
                  number_of(chart, survey, last->value, number),
                  number_of(chart, survey, b.items[0].value, whole), label_of(chart, last));
        story_add(buffer, size, &used, " (%s)",
                  number_brief(number, 100 * last->value / b.items[0].value, false, "%"));
    } else if (best && strlen(best->series->label) <= STORY_SUBJECT_LONGEST && b.valued > 1)
        story_add(buffer, size, &used, "%s %s highest, at %s %s", label_of(chart, best),
                  ahead ? "is forecast" : "was", number_of(chart, survey, best->value, number),
                  date);
    else if (b.count == 1)
        story_add(buffer, size, &used, "%s %s at %s %s", story_subject(chart),
                  ahead ? "is forecast" : "stood",
                  number_of(chart, survey, b.items[0].value, number), date);
    else
        story_add(buffer, size, &used, "%s by %s %s", chart->measure,
                  chart->by && chart->by[0] ? chart->by : "group", date);
}

static void bar_explain(const struct chart *chart, const struct survey *survey, char *buffer,
                        size_t size)
{
    struct bars b;
    size_t used = 0;
    (void)survey;
    buffer[0] = '\0';
    bars_read(&b, chart);
    if (b.intervals)
        story_add(buffer, size, &used, "Lines at the bars' ends: 95%% intervals.");
    if (chart->steps && b.valued > 1)
        story_add(buffer, size, &used, "%sPercentages: share of the stage before.",
                  used ? " " : "");
    if (b.count > b.valued)
        story_add(buffer, size, &used, "%s%zu of %zu %s no figure.", used ? " " : "",
                  b.count - b.valued, b.count, b.count - b.valued == 1 ? "has" : "have");
}

/* " Barnet 16%, 12th highest of 33. Highest Enfield 25%, lowest Kent 4%. England 14%." */
static void bar_tell(const struct chart *chart, const struct survey *survey, char *buffer,
                     size_t size)
{
    enum { FEW = 6 };
    struct bars b;
    char number[NUMBER_TEXT], rank[RANK_WORDS];
    size_t used = 0, shown = 0;
    bars_read(&b, chart);
    if (chart->headline && b.focus < b.count && b.items[b.focus].rank) {
        story_add(buffer, size, &used, " %s %s, ", label_of(chart, &b.items[b.focus]),
                  number_of(chart, survey, b.items[b.focus].value, number));
        story_add(buffer, size, &used, "%s.", bars_rank_words(&b, &b.items[b.focus], rank));
    }
    for (size_t i = 0; i < b.count; i++) {
        const struct bar *bar = &b.items[i];
        bool end = bar->rank == 1 || bar->rank == b.valued;
        if (!bar->rank || shown == FEW || (b.valued > FEW && !end))
            continue;
        story_add(buffer, size, &used, "%s%s %s",
                  shown++          ? ", "
                  : b.valued > FEW ? " Highest and lowest: "
                                   : " ",
                  label_of(chart, bar), number_of(chart, survey, bar->value, number));
        if (isfinite(bar->of_before))
            story_add(buffer, size, &used, " (%s)",
                      number_brief(number, bar->of_before, false, "%"));
    }
    story_add(buffer, size, &used, ".");
    for (size_t i = 0; i < b.reference_count; i++)
        story_add(buffer, size, &used, " %s %s.", b.references[i].label,
                  number_brief(number, b.references[i].value, false, chart->unit));
}

/* How the rows lie. */
struct layout {
    struct plot plot; /* its x scale holds the values */
    double row;       /* height of one */
    enum face face;
    double label_x, label_width;
};

/* Where rows are too thin for letters, only the focus and the two ends are named. */
static bool is_named(const struct bars *b, const struct layout *l, size_t i)
{
    return l->row >= ROW_LABELLED || i == b->focus || i == 0 || i + 1 == b->valued;
}

static void write_end(const struct chart *chart, const struct survey *survey, const struct bar *bar,
                      char *buffer, size_t size)
{
    char number[NUMBER_TEXT];
    size_t used = 0;
    if (!isfinite(bar->value)) {
        snprintf(buffer, size, "%s", bar->point->status[0] ? bar->point->status : "?");
        return;
    }
    story_add(buffer, size, &used, "%s", number_of(chart, survey, bar->value, number));
    if (isfinite(bar->of_before))
        story_add(buffer, size, &used, " (%s)", number_brief(number, bar->of_before, false, "%"));
}

enum { END_WORDS = 2 * NUMBER_TEXT };

static double widest_end(struct canvas *c, const struct chart *chart, const struct survey *survey,
                         const struct bars *b, const struct layout *l)
{
    const struct lettering bold = {FACE_STRONG, COLOUR_INK, ALIGN_LEFT, 1};
    char text[END_WORDS];
    double widest = 0;
    for (size_t i = 0; i < b->count; i++) {
        if (!is_named(b, l, i))
            continue;
        write_end(chart, survey, &b->items[i], text, sizeof text);
        widest = fmax(widest, lettering_measure(c, text, &bold, 0).width);
    }
    return widest + VALUE_SPACE;
}

static double widest_label(struct canvas *c, const struct bars *b, const struct layout *l)
{
    double widest = 0;
    for (size_t i = 0; i < b->count; i++) {
        const struct lettering letters = {i == b->focus ? FACE_STRONG : l->face, COLOUR_INK,
                                          ALIGN_LEFT, 1};
        if (is_named(b, l, i))
            widest =
                fmax(widest, lettering_measure(c, b->items[i].series->label, &letters, 0).width);
    }
    return ceil(widest) + 1;
}

static void lay_out(struct layout *l, struct canvas *c, const struct chart *chart,
                    const struct survey *survey, const struct bars *b, struct box body)
{
    struct box area = body;
    l->plot = (struct plot){.face = FACE_BODY};
    if (b->reference_count > 0)
        box_cut_top(&area, 20);
    box_cut_bottom(&area, axis_date_height(c, l->plot.face));
    l->row = fmin(area.height / (double)b->count, ROW_MOST);
    l->face = l->row >= ROW_BODY ? FACE_BODY : FACE_SMALL;
    area.height = l->row * (double)b->count;
    l->label_x = body.x;
    l->label_width = fmin(widest_label(c, b, l), 0.34 * body.width);
    box_cut_left(&area, l->label_width + LABEL_SPACE);
    double end = widest_end(c, chart, survey, b, l);
    box_cut_right(&area, end);
    if (survey->least < 0) /* their values stand at the left */
        box_cut_left(&area, end);
    l->plot.area = area;
    struct ticks *t = &l->plot.dates;
    double least = fmin(survey->least, 0), most = fmax(survey->most, 0);
    ticks_of_numbers(t, least, most, (int)(area.width / 60) + 1, survey->whole, chart->unit);
    if (most > least)
        ticks_trim(t, least, most);
    l->plot.x = (struct scale){t->from, t->to, area.x, box_right(area)};
}

static void draw_grid(struct canvas *c, const struct layout *l, struct box body)
{
    const struct stroke grid = {COLOUR_GRID, 0.75, DASH_SOLID};
    const struct stroke zero = {COLOUR_AXIS, 1, DASH_SOLID};
    const struct lettering letters = {l->plot.face, COLOUR_GREY_INK, ALIGN_LEFT, 1};
    double bottom = box_bottom(l->plot.area);
    for (int i = 0; i < l->plot.dates.count; i++) {
        const struct tick *t = &l->plot.dates.at[i];
        double x = scale_at(&l->plot.x, t->value);
        double width = lettering_measure(c, t->label, &letters, 0).width;
        mark_segment(c, x, l->plot.area.y, x, bottom, t->value == 0 ? &zero : &grid);
        lettering_draw(c, t->label, &letters, fmin(x - width / 2, box_right(body) - width),
                       bottom + 5, 0);
    }
}

/* A line with caps, bright around so that it is seen on a dark bar. */
static void draw_whisker(struct canvas *c, double from, double to, double y, double cap)
{
    const struct stroke halo = {COLOUR_WHITE, 3, DASH_SOLID}, line = {COLOUR_INK, 1.25, DASH_SOLID};
    const struct stroke *const strokes[] = {&halo, &line};
    for (int i = 0; i < 2; i++) {
        mark_segment(c, from, y, to, y, strokes[i]);
        mark_segment(c, from, y - cap, from, y + cap, strokes[i]);
        mark_segment(c, to, y - cap, to, y + cap, strokes[i]);
    }
}

static double middle_of(const struct layout *l, size_t i)
{
    return l->plot.area.y + ((double)i + 0.5) * l->row;
}

/* Thin bars have no room for an outline, and a darker grey instead. */
static void draw_box(struct canvas *c, const struct bars *b, const struct layout *l, size_t i)
{
    bool dark = i == b->focus || b->focus == b->count, thin = l->row < ROW_LABELLED;
    double zero = scale_at(&l->plot.x, 0), end = scale_at(&l->plot.x, b->items[i].value);
    double thick = fmax(0.72 * l->row, i == b->focus ? 3 : 0);
    struct box box = {fmin(zero, end), middle_of(l, i) - thick / 2, fabs(end - zero), thick};
    uint32_t rest = thin ? COLOUR_FOCUS_THIN : COLOUR_FOCUS_REST;
    mark_box(c, box, dark ? COLOUR_HISTORY : rest, dark || thin ? NULL : &outline);
}

static void draw_mark(struct canvas *c, const struct bars *b, const struct layout *l, size_t i)
{
    const struct bar *bar = &b->items[i];
    if (!isfinite(bar->value))
        return;
    draw_box(c, b, l, i);
    if (isfinite(bar->point->low95 + bar->point->high95) && is_named(b, l, i))
        draw_whisker(c, scale_at(&l->plot.x, bar->point->low95),
                     scale_at(&l->plot.x, bar->point->high95), middle_of(l, i),
                     fmin(0.18 * l->row, 4));
}

/* The value begins where bar and whisker end; a reference line that would cross it is covered. */
static void draw_end(struct canvas *c, const struct chart *chart, const struct survey *survey,
                     const struct bars *b, const struct layout *l, size_t i)
{
    const struct bar *bar = &b->items[i];
    char text[END_WORDS];
    bool leftward = bar->value < 0;
    double end = isfinite(bar->value) ? bar->value : 0;
    if (isfinite(bar->value) && isfinite(bar->point->low95 + bar->point->high95))
        end = leftward ? fmin(end, bar->point->low95) : fmax(end, bar->point->high95);
    const struct lettering words = {i == b->focus ? FACE_STRONG : l->face,
                                    isfinite(bar->value) ? COLOUR_INK : COLOUR_GREY_INK, ALIGN_LEFT,
                                    1};
    write_end(chart, survey, bar, text, sizeof text);
    struct extent e = lettering_measure(c, text, &words, 0);
    double x = scale_at(&l->plot.x, end);
    x += leftward ? -VALUE_SPACE - e.width : VALUE_SPACE;
    double top = middle_of(l, i) - e.height / 2;
    if (b->reference_count > 0)
        mark_box(c, (struct box){x - 1, top, e.width + 2, e.height}, COLOUR_WHITE, NULL);
    lettering_draw(c, text, &words, x, top, 0);
}

static void draw_label(struct canvas *c, const struct bars *b, const struct layout *l, size_t i)
{
    const struct lettering words = {i == b->focus ? FACE_STRONG : l->face, COLOUR_INK, ALIGN_RIGHT,
                                    1};
    const char *label = b->items[i].series->label;
    double height = lettering_measure(c, label, &words, 0).height;
    lettering_draw(c, label, &words, l->label_x, middle_of(l, i) - height / 2, l->label_width);
}

/* Lines across all bars, named above them; names are pushed apart and tied to their line. */
static void draw_references(struct canvas *c, const struct chart *chart, const struct bars *b,
                            const struct layout *l, struct box body)
{
    const struct lettering letters = {FACE_BODY, COLOUR_INK, ALIGN_LEFT, 1};
    const struct stroke tie = {COLOUR_INK, 0.75, DASH_SOLID};
    struct label spread[REFERENCES_MOST];
    char text[REFERENCES_MOST][200], number[NUMBER_TEXT];
    double top = l->plot.area.y;
    for (size_t i = 0; i < b->reference_count; i++) {
        const struct reference *r = &b->references[i];
        snprintf(text[i], sizeof text[i], "%.140s %s", r->label,
                 number_brief(number, r->value, false, chart->unit));
        spread[i] = (struct label){scale_at(&l->plot.x, r->value),
                                   lettering_measure(c, text[i], &letters, 0).width, 0};
    }
    spread_labels(spread, (int)b->reference_count, 10, body.x, box_right(body));
    for (size_t i = 0; i < b->reference_count; i++) {
        double x = scale_at(&l->plot.x, b->references[i].value);
        double middle = spread[i].top + spread[i].height / 2;
        mark_segment(c, x, top, x, box_bottom(l->plot.area), &reference_stroke);
        mark_segment(c, x, top, middle, top - 4, &tie);
        lettering_draw(c, text[i], &letters, spread[i].top, top - 19, 0);
    }
}

static enum status bar_draw(const struct chart *chart, const struct survey *survey,
                            struct canvas *canvas, struct box box)
{
    struct bars b;
    struct layout l;
    bars_read(&b, chart);
    lay_out(&l, canvas, chart, survey, &b, box);
    draw_grid(canvas, &l, box);
    for (size_t i = 0; i < b.count; i++)
        draw_mark(canvas, &b, &l, i);
    draw_references(canvas, chart, &b, &l, box);
    for (size_t i = 0; i < b.count; i++)
        if (is_named(&b, &l, i)) {
            draw_label(canvas, &b, &l, i);
            draw_end(canvas, chart, survey, &b, &l, i);
        }
    return STATUS_OK;
}

const struct chart_kind bar_kind = {
    .name = "bar",
    .picture = "Bar chart",
    .form = CHART_AT_DATE,
    .points = 1u << CHART_ACTUAL | 1u << CHART_FORECAST | 1u << CHART_REFERENCE,
    .check = bar_check,
    .headline = bar_headline,
    .explain = bar_explain,
    .tell = bar_tell,
    .height = bar_height,
    .draw = bar_draw,
};
