// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart/story.h"

#include "chart/number.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { ALT_WISHED = 250, ALT_DETAIL = 200 };

void story_add(char *buffer, size_t size, size_t *used, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int wanted = vsnprintf(buffer + *used, size - *used, format, arguments);
    va_end(arguments);
    if (wanted < 0)
        return;
    *used += (size_t)wanted;
    if (*used < size)
        return;
    /* Cut: not in the middle of a character. */
    *used = size - 1;
    while (*used > 0 && ((unsigned char)buffer[*used - 1] & 0xC0) == 0x80)
        --*used;
    if (*used > 0 && (unsigned char)buffer[*used - 1] >= 0xC0)
        --*used;
    buffer[*used] = '\0';
}

const char *story_subject(const struct chart *chart)
{
    if (chart->series_count == 1) {
        const char *label = chart->series[0].label;
        if (label[0] && strlen(label) <= STORY_SUBJECT_LONGEST)
            return label;
    }
    return chart->measure;
}

static const char *every(const struct survey *s)
{
    switch (s->first == s->last ? 0 : s->spacing_months) {
    case 1:
        return "monthly";
    case 3:
        return "quarterly";
    case 12:
        return "yearly";
    default:
        return NULL;
    }
}

static void write_period(const struct chart_kind *kind, const struct survey *s, char *buffer,
                         size_t size, size_t *used)
{
    char from[DATE_WORDS], to[DATE_WORDS];
    int32_t last = s->last_actual == DATE_NONE ? s->last : s->last_actual;
    story_add(buffer, size, used, kind->form == CHART_CURVES ? ", data to %s" : ", %s",
              date_words(from, s->first, false));
    if (last > s->first)
        story_add(buffer, size, used, " to %s", date_words(to, last, false));
    if (s->last_forecast > last)
        story_add(buffer, size, used, ", forecast to %s", date_words(to, s->last_forecast, false));
}

static void write_subtitle(const struct chart_kind *kind, const struct chart *chart,
                           const struct survey *s, char *buffer, size_t size)
{
    size_t used = 0;
    story_add(buffer, size, &used, "%s", chart->measure);
    if (chart->by && chart->by[0])
        story_add(buffer, size, &used, " by %s", chart->by);
    else if (chart->series_count == 1 && chart->series[0].label[0])
        story_add(buffer, size, &used, ", %s", chart->series[0].label);
    if (chart->unit && chart->unit[0] && strcmp(chart->unit, "%") != 0 &&
        strcmp(chart->unit, "£") != 0) /* those stand at the numbers */
        story_add(buffer, size, &used, ", %s", chart->unit);
    if (chart->place && chart->place[0])
        story_add(buffer, size, &used, ", %s", chart->place);
    if (every(s))
        story_add(buffer, size, &used, ", %s", every(s));
    write_period(kind, s, buffer, size, &used);
}

static const char *symbol_meaning(const char *status)
{
    static const char *const meanings[][2] = {
        {"c", "suppressed, to protect people's privacy"},
        {"x", "not available"},
        {"z", "not applicable"},
        {"k", "rounds to zero"},
        {"low", "rounds to zero"},
        {"u", "of low reliability"},
        {"", "no value given"},
    };
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (strcmp(meanings[i][0], status) == 0)
            return meanings[i][1];
    return "no value";
}

static bool lacks(const struct chart_point *p, const char *status)
{
    return point_is_missing(p) && strcmp(p->status, status) == 0;
}

/* "c: suppressed (Fostering, Jun 2020 and 2 more)." for every point with this symbol. */
static void write_symbol(const struct chart *chart, const char *status, char *buffer, size_t size,
                         size_t *used)
{
    char date[DATE_WORDS];
    const struct chart_series *series = NULL;
    const struct chart_point *point = NULL;
    size_t more = 0;
    for (size_t i = 0; i < chart->series_count; i++)
        for (size_t k = 0; k < chart->series[i].count; k++) {
            const struct chart_point *p = &chart->series[i].points[k];
            if (!lacks(p, status))
                continue;
            if (point)
                more++;
            else {
                point = p;
                series = &chart->series[i];
            }
        }
    if (!point)
        return;
    story_add(buffer, size, used, "%s%s: %s (%s%s%s", *used ? " " : "", status[0] ? status : "?",
              symbol_meaning(status), series->label, series->label[0] ? ", " : "",
              date_words(date, point->date, false));
    if (more > 0)
        story_add(buffer, size, used, " and %zu more", more);
    story_add(buffer, size, used, ").");
}

/* Each symbol once, in the order of the data. */
static void write_missing(const struct chart *chart, char *buffer, size_t size, size_t *used)
{
    enum { SYMBOLS = 8 };
    const char *seen[SYMBOLS];
    int count = 0;
    for (size_t i = 0; i < chart->series_count; i++)
        for (size_t k = 0; k < chart->series[i].count; k++) {
            const struct chart_point *p = &chart->series[i].points[k];
            if (!point_is_missing(p))
                continue;
            int known = 0;
            while (known < count && strcmp(seen[known], p->status) != 0)
                known++;
            if (known < count || count == SYMBOLS)
                continue;
            seen[count++] = p->status;
            write_symbol(chart, p->status, buffer, size, used);
        }
}

static void write_notes(const struct chart_kind *kind, const struct chart *chart,
                        const struct survey *s, char *buffer, size_t size)
{
    size_t used = 0;
    buffer[0] = '\0';
    kind->explain(chart, s, buffer, size);
    used = strlen(buffer);
    if (s->zoom && (s->least > 0 || s->most < 0) && !strstr(buffer, "start at zero"))
        story_add(buffer, size, &used, "%sThe value axis does not start at zero.", used ? " " : "");
    write_missing(chart, buffer, size, &used);
    if (chart->note && chart->note[0])
        story_add(buffer, size, &used, "%s%s", used ? " " : "", chart->note);
}

static void write_latest(const struct chart_kind *kind, const struct chart *chart,
                         const struct chart_series *series, bool whole, char *buffer, size_t size,
                         size_t *used)
{
    char number[NUMBER_TEXT], low[NUMBER_TEXT], high[NUMBER_TEXT], date[DATE_WORDS];
    const struct chart_point *actual = series_latest(series, CHART_ACTUAL);
    const struct chart_point *ahead = series_latest(series, CHART_FORECAST);
    story_add(buffer, size, used, " ");
    if (series->label[0])
        story_add(buffer, size, used, "%s: ", series->label);
    if (actual)
        story_add(buffer, size, used, "%s %s (%s)", series->label[0] ? "latest" : "Latest",
                  number_brief(number, actual->value, whole, chart->unit),
                  date_words(date, actual->date, false));
    if (ahead) {
        story_add(buffer, size, used, "%sforecast %s", actual ? ", " : "",
                  number_brief(number, ahead->value, whole, chart->unit));
        if (isfinite(ahead->low80) && isfinite(ahead->high80))
            story_add(buffer, size, used, ", 80%% interval %s to %s",
                      number_brief(low, ahead->low80, whole, chart->unit),
                      number_brief(high, ahead->high80, whole, chart->unit));
        story_add(buffer, size, used, " (%s)", date_words(date, ahead->date, false));
    }
    if (!actual && !ahead)
        story_add(buffer, size, used, "no values");
    char detail[ALT_DETAIL] = "";
    if (kind->detail)
        kind->detail(chart, series, detail, sizeof detail);
    if (detail[0])
        story_add(buffer, size, used, "; %s", detail);
    story_add(buffer, size, used, ".");
}

/* "Fan chart of stock by category, England, Mar 2019 to Mar 2026: message. Latest ... Range ..." */
static void write_alt(const struct chart_kind *kind, const struct chart *chart,
                      const struct survey *s, struct chart_text *text)
{
    char subtitle[sizeof text->subtitle], low[NUMBER_TEXT], high[NUMBER_TEXT];
    char *buffer = text->alt;
    size_t size = sizeof text->alt, used = 0, told = 0;
    snprintf(subtitle, sizeof subtitle, "%s", text->subtitle);
    if (subtitle[0] && islower((unsigned char)subtitle[1])) /* not "CLA" */
        subtitle[0] = (char)tolower((unsigned char)subtitle[0]);
    story_add(buffer, size, &used, "%s of %s: %s.", kind->picture, subtitle, text->headline);
    if (kind->tell) {
        kind->tell(chart, s, buffer + used, size - used);
        used += strlen(buffer + used);
        told = chart->series_count;
    }
    for (; told < chart->series_count && (told == 0 || used < ALT_WISHED - 60); told++)
        write_latest(kind, chart, &chart->series[told], s->whole, buffer, size, &used);
    if (told < chart->series_count)
        story_add(buffer, size, &used, " And %zu more series.", chart->series_count - told);
    bool recorded = isfinite(s->recorded_least);
    story_add(buffer, size, &used, " Range of %s values %s to %s.", recorded ? "recorded" : "all",
              number_brief(low, recorded ? s->recorded_least : s->least, s->whole, chart->unit),
              number_brief(high, recorded ? s->recorded_most : s->most, s->whole, chart->unit));
}

void story_write(const struct chart_kind *kind, const struct chart *chart,
                 const struct survey *survey, struct chart_text *text)
{
    memset(text, 0, sizeof *text);
    size_t used = 0;
    if (chart->headline)
        story_add(text->headline, sizeof text->headline, &used, "%s", chart->headline);
    else
        kind->headline(chart, survey, text->headline, sizeof text->headline);
    used = 0;
    if (chart->subtitle)
        story_add(text->subtitle, sizeof text->subtitle, &used, "%s", chart->subtitle);
    else
        write_subtitle(kind, chart, survey, text->subtitle, sizeof text->subtitle);
    write_notes(kind, chart, survey, text->notes, sizeof text->notes);
    used = 0;
    if (chart->source && chart->source[0])
        story_add(text->source, sizeof text->source, &used, "Source: %s", chart->source);
    write_alt(kind, chart, survey, text);
}
