// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/axis.h"

#include "chart/mark.h"

#include <math.h>

enum { TICK_LENGTH = 4, LABEL_SPACE = 7, EDGE = 5 };

double axis_label_width(struct canvas *c, const struct ticks *t, enum face face)
{
    struct lettering l = {face, COLOUR_GREY_INK, ALIGN_RIGHT, 1};
    double widest = 0;
    for (int i = 0; i < t->count; i++)
        widest = fmax(widest, lettering_measure(c, t->at[i].label, &l, 0).width);
    return widest;
}

void axis_choose_values(struct ticks *t, const struct chart *chart, const struct survey *survey,
                        double height, enum face face)
{
    double least = survey->least, most = survey->most;
    if (!survey->zoom) {
        least = fmin(least, 0);
        most = fmax(most, 0);
    }
    double space = face == FACE_SMALL ? 26 : 36; /* between gridlines */
    int limit = (int)(height / space) + 1;
    limit = limit < 3 ? 3 : limit > 8 ? 8 : limit;
    ticks_of_numbers(t, least, most, limit, survey->whole, chart->unit);
    if (most > least)
        ticks_trim(t, least, most);
}

void axis_choose_dates(struct ticks *t, struct canvas *c, const struct survey *survey, double width,
                       enum face face)
{
    struct lettering l = {face, COLOUR_GREY_INK, ALIGN_CENTRE, 1};
    double label = lettering_measure(c, "May 2026", &l, 0).width;
    int limit = (int)((width + label) / (label + 1.2 * theme_face(face).points));
    int32_t anchor = survey->last_actual != DATE_NONE ? survey->last_actual : survey->last;
    ticks_of_dates(t, survey->first, survey->last, limit, survey->spacing_months, anchor);
}

void plot_scale(struct plot *p, struct box area, const struct survey *survey)
{
    double first = survey->first, last = survey->last;
    if (first == last) { /* a single date stands in the middle */
        first -= 1;
        last += 1;
    }
    p->area = area;
    p->x = (struct scale){first, last, area.x + EDGE, box_right(area) - EDGE};
    p->y = (struct scale){p->values.from, p->values.to, box_bottom(area), area.y};
}

void axis_draw_values(struct canvas *c, const struct plot *p, bool labels)
{
    const struct stroke grid = {COLOUR_GRID, 0.75, DASH_SOLID};
    const struct stroke zero = {COLOUR_AXIS, 1, DASH_SOLID};
    const struct lettering l = {p->face, COLOUR_GREY_INK, ALIGN_RIGHT, 1};
    for (int i = 0; i < p->values.count; i++) {
        const struct tick *t = &p->values.at[i];
        double y = scale_at(&p->y, t->value);
        const struct stroke *line = t->value == 0 && p->values.from < 0 ? &zero : &grid;
        mark_segment(c, p->area.x, y, box_right(p->area), y, line);
        if (!labels)
            continue;
        double height = lettering_measure(c, t->label, &l, 0).height;
        lettering_draw(c, t->label, &l, p->area.x - LABEL_SPACE, y - height / 2, 0);
    }
}

/* Where a label of WIDTH begins that is centred on X but stays between LEFT and RIGHT. */
static double keep_between(double x, double width, double left, double right)
{
    double start = x - width / 2;
    if (start + width > right)
        start = right - width;
    return start < left ? left : start;
}

void axis_draw_dates(struct canvas *c, const struct plot *p, bool labels, double left, double right)
{
    const struct stroke line = {COLOUR_AXIS, 1, DASH_SOLID};
    const struct lettering l = {p->face, COLOUR_GREY_INK, ALIGN_LEFT, 1};
    double bottom = box_bottom(p->area), free_from = left;
    mark_segment(c, p->area.x, bottom, box_right(p->area), bottom, &line);
    for (int i = 0; i < p->dates.count; i++) {
        const struct tick *t = &p->dates.at[i];
        double x = scale_at(&p->x, t->value);
        mark_segment(c, x, bottom, x, bottom + TICK_LENGTH, &line);
        double width = lettering_measure(c, t->label, &l, 0).width;
        double start = keep_between(x, width, left, right);
        if (!labels || start < free_from)
            continue;
        lettering_draw(c, t->label, &l, start, bottom + TICK_LENGTH + 2, 0);
        free_from = start + width + 0.6 * theme_face(p->face).points;
    }
}

double axis_date_height(struct canvas *c, enum face face)
{
    struct lettering l = {face, COLOUR_GREY_INK, ALIGN_CENTRE, 1};
    return TICK_LENGTH + 2 + lettering_measure(c, "May 2026", &l, 0).height;
}
