// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-chart - draw a series as a chart that a board can read
 *
 * Job: chart
 * Usage: hearth-chart KIND [OPTION...] [FILE]
 *
 * Draws one measure of a series stream (FILE, or standard input) as SVG, PDF or PNG. KIND is
 *
 *   line   values over time. Up to four series share a plot, each named at its end and told apart
 *          by colour, dash and shape; more stand in small panels on one pair of axes. Forecasts go
 *          on dashed, with their 80% interval shaded.
 *   fan    history solid, the median forecast dashed, and the intervals in which 80% and 95% of
 *          outcomes are expected. Several series stand in panels on one pair of axes.
 *   spc    control charts, of the rows that hearth-spc writes: values, mean, limits, target, special
 *          points as triangles (up where high or rising; pale an improvement, dark a concern), and
 *          the verdicts in words with their letter: H high, L low, C common cause; P pass, F fail,
 *          ? by chance. New limits leave a gap. The headline says only what the rules found.
 *          Several series stand in panels, each on a value axis of its own.
 *   step   curves over the time since a start, as of survival: one row is one point, its column time
 *          (a number, in the unit named by column unit: days, months, years) how long after the
 *          start, its date the day to which the data reach; the latest date is drawn. A value holds
 *          until the next; lo95 and hi95 are shaded. Rows of measure at_risk give how many were under
 *          observation just before. 0 to 1 is read as percentages. Up to four curves share a plot.
 *   bar    all series at one date, the largest first (ages in their order), from zero, values at the
 *          ends, 95% intervals as whiskers. Rows of kind reference are lines across, named above;
 *          a series without a value leaves a gap with its symbol. --steps draws a process by stage.
 *   reliability   forecast chances against how often it came: one row is one dot, its column chance
 *          what was forecast (0 to 1), its value the share that came true; forecasts: of how many.
 *   waterfall   how one number became another: series at one date, in their order: the start, what
 *          came on or off; one that is as high as all before it is a sum.
 *
 * At most 12 series (400 bars) fit in one chart: choose with --where. Without --title and --subtitle
 * both are written from the data: the headline says what the rows say and no more, and calls a rise
 * or fall likely only where the whole 80% interval lies on one side of the latest recorded value.
 * The value axis starts at zero unless --zoom is given (or a control chart's values are all far from
 * zero), and then a note says so. A missing value breaks the line, its symbol (c, x, z ...) stands
 * at the gap, and a note explains it.
 *
 * The text alternative is in the file: SVG's title and desc, PDF's title and subject. The same input
 * gives the same bytes.
 *
 * Columns read:
 *   date, value    the last day of the period, and what is drawn
 *   measure, median, lo95, lo80, hi80, hi95, kind, status    where they exist (kind: actual,
 *                  forecast or target; for spc those of hearth-spc)
 *   time, unit     for step, chance for reliability, as said above
 *   others         tell the series apart; one that is the same everywhere goes into the titles
 * Columns written: none: a picture.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  the input can't be read or can't be drawn as this kind of chart, or writing failed
 *
 * Example:
 *   hearth-read ssda903 datasets/ssda903 | hearth-stock --every quarter --by category |
 *       hearth-forecast --ahead 12 | hearth-chart fan -o placements.svg
 */
#include "chart/chart.h"
#include "cli/tool.h"
#include "report/series_chart.h"
#include "stream/selection.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct options {
    int format; /* 0: by -o's ending, else 1 + enum canvas_format */
    const char *measure, *title, *subtitle, *source, *note, *unit, *alt, *focus;
    struct option_texts where;
    double width, height; /* points; 0: what suits the chart */
    double scale;
    bool zoom, steps;
    int panels;
    int32_t date;
} options = {.scale = 2, .date = DATE_NONE};

static const char *const formats[] = {"auto", "svg", "pdf", "png", NULL};
static const char *const panel_choices[] = {"auto", "yes", "no", NULL};

static const struct option table[] = {
    {"measure", 0, OPTION_TEXT, &options.measure, "NAME",
     "draw this measure (default: the only one there is)"},
    {"where", 0, OPTION_TEXTS, &options.where, "COLUMN=VALUE,...",
     "draw only rows in which COLUMN is one of the values"},
    {"title", 0, OPTION_TEXT, &options.title, "TEXT",
     "the headline: the message in at most ten words (default: from the data)"},
    {"subtitle", 0, OPTION_TEXT, &options.subtitle, "TEXT",
     "the statistical title (default: measure, unit, place and period)"},
    {"unit", 0, OPTION_TEXT, &options.unit, "TEXT",
     "the unit of the values; £ and % are written at the numbers"},
    {"source", 0, OPTION_TEXT, &options.source, "TEXT", "the source, written below the chart"},
    {"note", 0, OPTION_TEXT, &options.note, "TEXT", "a note, written below the chart"},
    {"zoom", 0, OPTION_FLAG, &options.zoom, NULL,
     "let the value axis cover the data only, instead of starting at zero"},
    {"date", 0, OPTION_DATE, &options.date, "DATE",
     "all but line, fan, spc: draw this date (default: the latest with a recorded value)"},
    {"focus", 0, OPTION_TEXT, &options.focus, "LABEL",
     "bar: the bar that matters, dark among grey ones"},
    {"steps", 0, OPTION_FLAG, &options.steps, NULL,
     "bar: stages of a process, each with its share of the stage before"},
    {"panels",
     0,
     OPTION_CHOICE,
     &options.panels,
     "auto|yes|no",
     "a plot for each series (default: auto, by their number)",
     {0, 0, panel_choices}},
    {"format",
     0,
     OPTION_CHOICE,
     &options.format,
     "svg|pdf|png",
     "the format (default: by the ending of -o's FILE, else svg)",
     {0, 0, formats}},
    {"width",
     0,
     OPTION_NUMBER,
     &options.width,
     "POINTS",
     "width in points of 1/72 inch (default: 800)",
     {320, 4000, NULL}},
    {"height",
     0,
     OPTION_NUMBER,
     &options.height,
     "POINTS",
     "height in points (default: what suits the chart, 240 to 565)",
     {220, 4000, NULL}},
    {"scale",
     0,
     OPTION_NUMBER,
     &options.scale,
     "PIXELS",
     "pixels a point in PNG (default: 2)",
     {0.25, 8, NULL}},
    {"alt", 0, OPTION_TEXT, &options.alt, "FILE", "also write the text alternative to FILE"},
    OPTION_END,
};

/* The format by --format, else by the ending of the output's name; false for an unknown ending. */
static bool choose_format(struct run *run, enum canvas_format *format)
{
    const char *path = run_output_path(run);
    const char *dot = path ? strrchr(path, '.') : NULL;
    *format = CANVAS_SVG;
    if (options.format > 0) {
        *format = (enum canvas_format)(options.format - 1);
        return true;
    }
    if (!path)
        return true;
    for (int i = 1; dot && formats[i]; i++)
        if (text_is_nocase(text_of(dot + 1), formats[i])) {
            *format = (enum canvas_format)(i - 1);
            return true;
        }
    run_usage(run, "-o %s: the name must end in .svg, .pdf or .png, or --format must say which",
              path);
    return false;
}

/* The first argument, taken off the command line; NULL after run_usage. */
static const struct chart_kind *take_kind(struct run *run)
{
    const char *name = run->argument_count > 0 ? run->arguments[0] : NULL;
    const struct chart_kind *kind = name ? chart_kind_find(name) : NULL;
    char all[200];
    chart_kind_names(all, sizeof all);
    if (!name)
        run_usage(run, "which kind of chart? There are %s", all);
    else if (!kind)
        run_usage(run, "'%s' is no kind of chart; there are %s", name, all);
    if (name) {
        run->arguments++;
        run->argument_count--;
    }
    return kind;
}

static bool write_all(struct run *run, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(run->output, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            const char *path = run_output_path(run);
            problem_report(&run->sink, PROBLEM_FATAL, "output", path ? path : "standard output", 0,
                           NULL, "can't write: %s", strerror(errno));
            return false;
        }
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

static enum status write_alt(struct run *run, const char *alt)
{
    FILE *file = fopen(options.alt, "w");
    bool good = file && fprintf(file, "%s\n", alt) > 0;
    if (file && fclose(file) != 0)
        good = false;
    if (!good)
        problem_report(&run->sink, PROBLEM_FATAL, "output", options.alt, 0, NULL, "can't write: %s",
                       strerror(errno));
    return good ? STATUS_OK : STATUS_WRITE;
}

static enum status draw(struct run *run, const struct chart_kind *kind, const struct chart *chart,
                        enum canvas_format format)
{
    const struct chart_sheet sheet = {format, options.width, options.height, options.scale};
    struct chart_text text;
    struct canvas *canvas;
    const char *bytes;
    size_t size;
    enum status s = chart_describe(kind, chart, &text, &run->sink);
    if (s != STATUS_OK)
        return s;
    s = chart_render(kind, chart, &text, &sheet, &canvas, &bytes, &size);
    if (s != STATUS_OK)
        run_fail(run, s, "the drawing");
    else if (!write_all(run, bytes, size))
        s = STATUS_WRITE;
    else if (options.alt)
        s = write_alt(run, text.alt);
    canvas_free(canvas);
    return s;
}

static enum status draw_measure(struct run *run, const struct chart_kind *kind,
                                const struct series_table *series, enum canvas_format format)
{
    struct series_chart data;
    const struct series_chart_plan plan = {options.measure, chart_kind_form(kind),
                                           chart_kind_points(kind), options.date};
    enum status s = series_chart_init(&data, series, &plan, &run->sink);
    if (s != STATUS_OK)
        return s;
    if (options.unit)
        data.chart.unit = options.unit;
    data.chart.headline = options.title;
    data.chart.subtitle = options.subtitle;
    data.chart.source = options.source;
    data.chart.note = options.note;
    data.chart.zoom = options.zoom;
    data.chart.focus = options.focus;
    data.chart.steps = options.steps;
    data.chart.panels = (enum chart_panels)options.panels;
    s = draw(run, kind, &data.chart, format);
    series_chart_done(&data);
    return s;
}

static enum status work(struct run *run)
{
    struct selection selection = {0};
    struct series_table series;
    enum canvas_format format;
    const char *path;
    const struct chart_kind *kind = take_kind(run);
    bool good = choose_format(run, &format);
    if (!kind || !run_one_input(run, &path))
        good = false;
    for (int i = 0; i < options.where.count; i++)
        if (!selection_add(&selection, options.where.items[i])) {
            run_usage(run, "--where %s: COLUMN=VALUE[,VALUE...] is meant", options.where.items[i]);
            good = false;
        }
    if (kind && chart_kind_form(kind) != CHART_AT_DATE && (options.focus || options.steps)) {
        run_usage(run, "--focus and --steps belong to bar charts");
        good = false;
    }
    if (kind && chart_kind_form(kind) == CHART_OVER_TIME && options.date != DATE_NONE) {
        run_usage(run, "--date belongs to charts of one date, not to line, fan and spc");
        good = false;
    }
    if (!good)
        return STATUS_OK;
    enum status s = selection_read(&series, path, &selection, &run->sink);
    if (s != STATUS_OK)
        return s;
    s = draw_measure(run, kind, &series, format);
    series_done(&series);
    return s;
}

int main(int argc, char **argv)
{
    struct run run;
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    return run_end(&run, work(&run));
}
