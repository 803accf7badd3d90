// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/series_chart_private.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

const char *name_in_words(struct text name, char *buffer, size_t size)
{
    static const char probability[] = "probability of ";
    size_t used = 0;
    if (text_is(name, "la") || text_is(name, "la_name"))
        name = text_of("local authority");
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

void list_add(char *buffer, size_t size, struct text t)
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

static const char *keep(struct chart_work *w, const char *s)
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

const char *series_chart_label(struct chart_work *w, const struct series_key *k)
{
    char label[LABEL_LONGEST] = "";
    for (size_t d = 0; d < w->t->dimension_count; d++)
        if (w->varies[d] && (int)d != w->time && !is_code(w->t, w->t->dimensions[d]))
            add_value(label, sizeof label, w->t->dimensions[d], series_word(w->t, k->labels[d]));
    return keep(w, label);
}

bool series_chart_titles(struct chart_work *w, const struct series_key *first)
{
    const struct series_table *t = w->t;
    char measure[LABEL_LONGEST], place[LABEL_LONGEST] = "", by[LABEL_LONGEST] = "";
    char same[LABEL_LONGEST] = "", word[LABEL_LONGEST];
    name_in_words(series_word(t, w->measure), measure, sizeof measure);
    measure[0] = (char)toupper((unsigned char)measure[0]);
    for (size_t d = 0; d < t->dimension_count; d++) {
        struct text name = t->dimensions[d], value = series_word(t, first->labels[d]);
        if (is_code(t, name) || (int)d == w->time || (int)d == w->unit)
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
    c->time_unit = w->unit >= 0 ? series_word(t, first->labels[w->unit]).at : NULL;
    if (!by[0]) /* a single series is named by what it is */
        ((struct chart_series *)c->series)->label = keep(w, same);
    return c->measure && c->place && c->by && c->series[0].label;
}
