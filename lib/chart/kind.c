// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/kind.h"

#include "chart/frame.h"
#include "chart/story.h"

#include "calendar/date.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static const struct chart_kind *const kinds[] = {
    &line_kind, &fan_kind, &spc_kind, &step_kind, &bar_kind, &reliability_kind, &waterfall_kind};
enum { KINDS = sizeof kinds / sizeof *kinds };

const char *chart_kind_names(char *buffer, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < KINDS; i++)
        story_add(buffer, size, &used, "%s%s", i ? ", " : "", kinds[i]->name);
    return buffer;
}

const struct chart_kind *chart_kind_find(const char *name)
{
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
    return NULL;
}

unsigned chart_kind_points(const struct chart_kind *kind)
{
    return kind->points;
}

enum chart_form chart_kind_form(const struct chart_kind *kind)
{
    return kind->form;
}

static void look(struct survey *survey, const struct chart_kind *kind, const struct chart *chart)
{
    survey_chart(survey, chart);
    if (kind->floating && survey_far_from_zero(survey))
        survey->zoom = true;
}

/* More is no number of children, pounds or pence: it would be a mistake in the data. */
static const double LARGEST_DRAWN = 1e15;

static size_t words_in(const char *s)
{
    size_t words = 0;
    bool inside = false;
    for (; *s; s++) {
        bool letter = !isspace((unsigned char)*s);
        words += letter && !inside;
        inside = letter;
    }
    return words;
}

enum status chart_describe(const struct chart_kind *kind, const struct chart *chart,
                           struct chart_text *text, const struct problem_sink *sink)
{
    struct survey survey;
    look(&survey, kind, chart);
    if (survey.values == 0) {
        problem_report(sink, PROBLEM_FATAL, "no-values", NULL, 0, NULL,
                       "nothing to draw: no row has a value");
        return STATUS_VALUE;
    }
    if (fmax(fabs(survey.least), fabs(survey.most)) > LARGEST_DRAWN) {
        problem_report(sink, PROBLEM_FATAL, "too-large", NULL, 0, NULL,
                       "values beyond %g can't be drawn: they run from %g to %g", LARGEST_DRAWN,
                       survey.least, survey.most);
        return STATUS_VALUE;
    }
    size_t words = chart->headline ? words_in(chart->headline) : 0;
    if (words > HEADLINE_WORDS_MOST)
        problem_report(sink, PROBLEM_NOTE, "headline", NULL, 0, NULL,
                       "the headline has %zu words; at most %d are read", words,
                       HEADLINE_WORDS_MOST);
    enum status s = kind->check(chart, &survey, sink);
    if (s == STATUS_OK)
        story_write(kind, chart, &survey, text);
    return s;
}

enum status chart_draw(const struct chart_kind *kind, const struct chart *chart,
                       const struct chart_text *text, struct canvas *canvas, struct box box)
{
    struct survey survey;
    struct frame frame;
    look(&survey, kind, chart);
    frame_layout(&frame, canvas, box, text);
    frame_draw(&frame, canvas, text);
    canvas_begin(canvas, CANVAS_FIGURE);
    enum status s = kind->draw(chart, &survey, canvas, frame.body);
    canvas_end(canvas, CANVAS_FIGURE);
    return s;
}

enum status chart_render(const struct chart_kind *kind, const struct chart *chart,
                         const struct chart_text *text, const struct chart_sheet *sheet,
                         struct canvas **canvas, const char **bytes, size_t *size)
{
    struct survey survey;
    look(&survey, kind, chart);
    struct box page = {0, 0, sheet->width > 0 ? sheet->width : 800,
                       sheet->height > 0 ? sheet->height : kind->height(chart)};
    struct canvas_setup setup = {.format = sheet->format,
                                 .width = page.width,
                                 .height = page.height,
                                 .scale = sheet->scale,
                                 .title = text->headline,
                                 .description = text->alt,
                                 .date = survey.last_actual != DATE_NONE ? survey.last_actual
                                                                         : survey.last};
    *canvas = canvas_new(&setup);
    if (!*canvas)
        return STATUS_MEMORY;
    enum status s = chart_draw(kind, chart, text, *canvas, page);
    return s == STATUS_OK ? canvas_finish(*canvas, bytes, size) : s;
}
