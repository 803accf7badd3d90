// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/series_chart.h"
#include "report/label_order.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_LONGEST = 160, LIST_LONGEST = 400 };

/* What is needed only while converting. */
struct work {
    struct series_chart *out;
    const struct series_table *t;
    const struct problem_sink *sink;
    unsigned points;  /* kinds to draw */
    uint32_t measure; /* word number */
    bool *varies;     /* one a dimension: its labels differ between the series drawn */
    bool *drawn;      /* one a series */
};

const char *name_in_words(struct text name, char *buffer, size_t size)
{
    static const char probability[] = "probability of ";
    size_t used = 0;
    if (name.size > 2 && memcmp(name.at, "p_", 2) == 0 && size > sizeof probability) {
        memcpy(buffer, probability, sizeof probability - 1);
        used = sizeof probability - 1;
        name.at += 2;
        name.size -= 2;
    }
    for (size_t i = 0; i < name.size && used + 1 < size; i++)
        buffer[used++] = name.at[i] == '_' ? ' ' : name.at[i];
    buffer[used] = '\0';
    return buffer;
}

static enum status refuse(const struct work *w, const char *kind, const char *text,
                          const char *detail)
{
    problem_report(w->sink, PROBLEM_FATAL, kind, NULL, 0, NULL, text, detail);
    return STATUS_VALUE;
}

/* Adds ", T" to the list in BUFFER, cut at SIZE between characters. */
static void list_add(char *buffer, size_t size, struct text t)
{
    size_t used = strlen(buffer);
    if (used && used + 2 < size) {
        memcpy(buffer + used, ", ", 3);
        used += 2;
    }
    size_t room = size - 1 - used;
    size_t length = t.size < room ? t.size : room;
    while (length > 0 && length < t.size && ((unsigned char)t.at[length] & 0xC0) == 0x80)
        length--;
    if (length)
        memcpy(buffer + used, t.at, length);
    buffer[used + length] = '\0';
}

static enum status choose_measure(struct work *w, const char *name)
{
    const struct series_table *t = w->t;
    char all[LIST_LONGEST] = "";
    size_t different = 0;
    for (size_t i = 0; i < t->series_count; i++) {
        struct text measure = series_word(t, t->series[i].measure);
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = t->series[k].measure == t->series[i].measure;
        if (!seen) {
            list_add(all, sizeof all, measure);
            different++;
        }
        if (!name ? different == 1 : text_is(measure, name))
            w->measure = t->series[i].measure;
    }
    if (different == 0)
        return refuse(w, "no-values", "nothing to draw: %s", "no usable row");
    if (name && w->measure == INTERN_NONE)
        return refuse(w, "measure", "--measure: no row has this measure; there are: %s", all);
    if (!name && different > 1)
        return refuse(w, "measure", "several measures: choose one with --measure (%s)", all);
    return STATUS_OK;
}

static bool is_area(struct text name)
{
    static const char *const areas[] = {"la",          "la_name",      "local_authority", "region",
                                        "region_name", "country_name", "geography",       "area"};
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++)
        if (text_is(name, areas[i]))
            return true;
    return false;
}

/* Codes stand aside where there is a name for the same. */
static bool is_code(const struct series_table *t, struct text name)
{
    static const char *const codes[][2] = {{"la", "la_name"},
                                           {"old_la_code", "la_name"},
                                           {"new_la_code", "la_name"},
                                           {"region_code", "region_name"},
                                           {"country_code", "country_name"}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (text_is(name, codes[i][0]) && series_dimension(t, codes[i][1]) >= 0)
            return true;
    return false;
}

static void find_varying(struct work *w)
{
    const struct series_table *t = w->t;
    const struct series_key *first = NULL;
    for (size_t i = 0; i < t->series_count; i++) {
        const struct series_key *k = &t->series[i];
        w->drawn[i] = k->measure == w->measure;
        if (!w->drawn[i])
            continue;
        first = first ? first : k;
        for (size_t d = 0; d < t->dimension_count; d++)
            w->varies[d] |= k->labels[d] != first->labels[d];
    }
}

static const char *keep(struct work *w, const char *s)
{
    return arena_text(&w->out->arena, text_of(s)).at;
}

/* A label in words: an empty one must be seen, a bare number needs its column's name. */
static void add_value(char *buffer, size_t size, struct text name, struct text value)
{
    char words[LABEL_LONGEST];
    double number;
    if (value.size == 0) {
        char unknown[LABEL_LONGEST + 16];
        snprintf(unknown, sizeof unknown, "%s not known", name_in_words(name, words, sizeof words));
        list_add(buffer, size, text_of(unknown));
    } else if (text_number(value, &number)) {
        name_in_words(name, words, sizeof words);
        list_add(buffer, size, text_of(text_is(name, "la") ? "LA" : words));
        size_t used = strlen(buffer);
        snprintf(buffer + used, size - used, " %.*s", (int)value.size, value.at);
    } else
        list_add(buffer, size, value);
}

static const char *label_of(struct work *w, const struct series_key *k)
{
    char label[LABEL_LONGEST] = "";
    for (size_t d = 0; d < w->t->dimension_count; d++)
        if (w->varies[d] && !is_code(w->t, w->t->dimensions[d]))
            add_value(label, sizeof label, w->t->dimensions[d], series_word(w->t, k->labels[d]));
    return keep(w, label);
}

/* The chart's measure, place and by, from what the series have in common; FIRST is one of them. */
static bool write_words(struct work *w, const struct series_key *first)
{
    const struct series_table *t = w->t;
    char measure[LABEL_LONGEST], place[LABEL_LONGEST] = "", by[LABEL_LONGEST] = "";
    char same[LABEL_LONGEST] = "", word[LABEL_LONGEST];
    name_in_words(series_word(t, w->measure), measure, sizeof measure);
    measure[0] = (char)toupper((unsigned char)measure[0]);
    for (size_t d = 0; d < t->dimension_count; d++) {
        struct text name = t->dimensions[d], value = series_word(t, first->labels[d]);
        if (is_code(t, name))
            continue;
        if (w->varies[d])
            list_add(by, sizeof by, text_of(name_in_words(name, word, sizeof word)));
        else if (value.size)
            add_value(is_area(name) ? place : same, LABEL_LONGEST, name, value);
    }
    struct chart *c = &w->out->chart;
    if (by[0] && same[0])
        list_add(measure, sizeof measure, text_of(same));
    c->measure = keep(w, measure);
    c->place = keep(w, place);
    c->by = keep(w, by);
    if (!by[0]) /* a single series is named by what it is */
        ((struct chart_series *)c->series)->label = keep(w, same);
    return c->measure && c->place && c->by && c->series[0].label;
}

/* False for a kind that is not among POINTS. */
static bool kind_of(struct text kind, unsigned points, enum chart_point_kind *out)
{
    static const char *const names[CHART_POINT_KINDS] = {
        [CHART_ACTUAL] = "actual",
        [CHART_FORECAST] = "forecast",
        [CHART_TARGET] = "target",
        [CHART_MEAN] = "mean",
        [CHART_LOWER_LIMIT] = "lower_limit",
        [CHART_UPPER_LIMIT] = "upper_limit",
        [CHART_LOWER_NEAR] = "lower_near",
        [CHART_UPPER_NEAR] = "upper_near",
        [CHART_IMPROVEMENT] = "improvement",
        [CHART_CONCERN] = "concern",
        [CHART_HIGH] = "high",
        [CHART_LOW] = "low",
        [CHART_OUTSIDE] = "outside limits",
        [CHART_TREND] = "trend",
        [CHART_TWO_OF_THREE] = "two of three",
        [CHART_SHIFT] = "shift",
        [CHART_VARIATION] = "variation",
        [CHART_ASSURANCE] = "assurance",
    };
    for (int i = 0; i < CHART_POINT_KINDS; i++)
        if (text_is(kind, names[i])) {
            *out = (enum chart_point_kind)i;
            return points >> i & 1;
        }
    return false;
}

static struct chart_point point_of(const struct work *w, const struct series_row *row,
                                   enum chart_point_kind kind)
{
    bool middle = kind == CHART_FORECAST && isfinite(row->median);
    return (struct chart_point){
        .date = row->date,
        .kind = kind,
        .value = middle ? row->median : row->value,
        .low95 = row->bound[SERIES_LO95],
        .low80 = row->bound[SERIES_LO80],
        .high80 = row->bound[SERIES_HI80],
        .high95 = row->bound[SERIES_HI95],
        .status = series_word(w->t, row->status).at,
    };
}

static bool stands_after(const struct chart_point *a, const struct chart_point *b)
{
    return a->date != b->date ? a->date > b->date : a->kind > b->kind;
}

/* By date, then kind; of two for the same, the one read later goes last. A merge, because the rows of
 * each kind come in order already. ROOM has room for half of them. */
static void sort_points(struct chart_point *points, size_t count, struct chart_point *room)
{
    size_t half = count / 2, left = 0, right = half, at = 0;
    if (count < 2)
        return;
    sort_points(points, half, room);
    sort_points(points + half, count - half, room);
    if (!stands_after(&points[half - 1], &points[half]))
        return;
    memcpy(room, points, half * sizeof *room);
    while (left < half)
        points[at++] = right < count && stands_after(&room[left], &points[right]) ? points[right++]
                                                                                  : room[left++];
}

/* A date and kind that stand twice were reported by the reader; the later row is drawn. */
static size_t drop_repeats(struct chart_point *points, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool again = kept > 0 && points[kept - 1].date == points[i].date &&
                     points[kept - 1].kind == points[i].kind;
        points[kept - again] = points[i];
        kept += !again;
    }
    return kept;
}

static bool fill_series(struct work *w, struct chart_series *out, const struct series_key *k,
                        size_t *not_drawn)
{
    out->label = label_of(w, k);
    out->points = arena_take(&w->out->arena, (k->length + 1) * sizeof *out->points);
    struct chart_point *room =
        arena_take(&w->out->arena, (k->length / 2 + 1) * sizeof *out->points);
    if (!out->label || !out->points || !room)
        return false;
    size_t count = 0;
    for (uint32_t i = 0; i < k->length; i++) {
        const struct series_row *row = &w->t->rows[w->t->by_series[k->first + i]];
        enum chart_point_kind kind;
        if (kind_of(series_word(w->t, row->kind), w->points, &kind))
            out->points[count++] = point_of(w, row, kind);
        else
            ++*not_drawn;
    }
    sort_points(out->points, count, room);
    out->count = drop_repeats(out->points, count);
    return true;
}

static enum status fill(struct work *w)
{
    const struct series_table *t = w->t;
    struct chart *c = &w->out->chart;
    struct chart_series *series =
        arena_take(&w->out->arena, (t->series_count + 1) * sizeof *series);
    const struct series_key *first = NULL;
    size_t not_drawn = 0;
    if (!series)
        return STATUS_MEMORY;
    c->series = series;
    for (size_t i = 0; i < t->series_count; i++) {
        if (!w->drawn[i])
            continue;
        first = first ? first : &t->series[i];
        if (!fill_series(w, &series[c->series_count++], &t->series[i], &not_drawn))
            return STATUS_MEMORY;
    }
    if (not_drawn)
        problem_report(w->sink, PROBLEM_WARNING, "kind-not-drawn", NULL, 0, NULL,
                       "%zu %s not drawn, of a kind that this chart does not show", not_drawn,
                       not_drawn == 1 ? "row is" : "rows are");
    if (!write_words(w, first))
        return STATUS_MEMORY;
    label_order(series, c->series_count);
    return STATUS_OK;
}

enum status series_chart_init(struct series_chart *out, const struct series_table *t,
                              const char *measure, unsigned points, const struct problem_sink *sink)
{
    *out = (struct series_chart){0};
    struct work w = {.out = out, .t = t, .sink = sink, .points = points, .measure = INTERN_NONE};
    if (series_dimension(t, "draw") >= 0)
        return refuse(&w, "draws",
                      "these are simulated futures (column %s): sum them up first, "
                      "with hearth-quantiles",
                      "draw");
    enum status s = choose_measure(&w, measure);
    if (s != STATUS_OK)
        return s;
    w.varies = calloc(t->dimension_count + 1, sizeof *w.varies);
    w.drawn = calloc(t->series_count + 1, sizeof *w.drawn);
    s = STATUS_MEMORY;
    if (w.varies && w.drawn) {
        find_varying(&w);
        s = fill(&w);
    }
    free(w.varies);
    free(w.drawn);
    if (s != STATUS_OK)
        series_chart_done(out);
    return s;
}

void series_chart_done(struct series_chart *c)
{
    arena_done(&c->arena);
    *c = (struct series_chart){0};
}
