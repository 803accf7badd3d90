// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/kind.h"

#include "chart/frame.h"
#include "chart/panel.h"
#include "chart/story.h"

#include <string.h>

static const struct chart_kind *const kinds[] = {&line_kind, &fan_kind};
enum { KINDS = sizeof kinds / sizeof *kinds };

const struct chart_kind *chart_kind_find(const char *name)
{
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
    return NULL;
}

const char *chart_kind_name(size_t number)
{
    return number < KINDS ? kinds[number]->name : NULL;
}

const char *chart_kind_purpose(size_t number)
{
    return number < KINDS ? kinds[number]->purpose : NULL;
}

enum status chart_describe(const struct chart_kind *kind, const struct chart *chart,
                           struct chart_text *text, const struct problem_sink *sink)
{
    struct survey survey;
    survey_chart(&survey, chart);
    if (survey.values == 0) {
        problem_report(sink, PROBLEM_FATAL, "no-values", NULL, 0, NULL,
                       "nothing to draw: no row has a value");
        return STATUS_VALUE;
    }
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
    survey_chart(&survey, chart);
    frame_layout(&frame, canvas, box, text);
    frame_draw(&frame, canvas, text);
    canvas_begin(canvas, CANVAS_FIGURE);
    enum status s = kind->draw(chart, &survey, canvas, frame.body);
    canvas_end(canvas, CANVAS_FIGURE);
    return s;
}

struct box chart_page(const struct chart_kind *kind, const struct chart *chart)
{
    size_t panels = kind->panels(chart);
    return (struct box){0, 0, 800, panel_rows(panels) > 2 ? 565 : 450};
}
