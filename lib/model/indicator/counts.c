// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/indicator/counts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool counts_init(struct counts *c, const struct text *dimensions, size_t count,
                 const struct regions *regions)
{
    *c = (struct counts){.dimension_count = count, .region = -1, .regions = regions};
    for (size_t i = 0; i < count; i++)
        c->dimensions[i] = dimensions[i];
    return intern_add(&c->words, (struct text){"", 0}) == 0;
}

void counts_done(struct counts *c)
{
    intern_done(&c->words);
    intern_done(&c->groups);
    intern_done(&c->keys);
    intern_done(&c->seen);
    free(c->entries);
    *c = (struct counts){0};
}

uint32_t counts_word(struct counts *c, struct text t)
{
    return intern_add(&c->words, t);
}

uint32_t counts_group(struct counts *c, const struct text *labels)
{
    uint32_t numbers[COUNTS_DIMENSIONS + 1] = {0};
    for (size_t i = 0; i < c->dimension_count; i++)
        if ((numbers[i] = intern_add(&c->words, labels[i])) == INTERN_NONE)
            return INTERN_NONE;
    /* one more number than dimensions, so that a key is never empty */
    return intern_add(&c->groups, (struct text){(const char *)numbers,
                                                (c->dimension_count + 1) * sizeof *numbers});
}

struct text counts_label(const struct counts *c, uint32_t group, size_t dimension)
{
    uint32_t number;
    memcpy(&number, intern_text(&c->groups, group).at + dimension * sizeof number, sizeof number);
    return intern_text(&c->words, number);
}

enum { KEY = 4 };
static struct text key_of(const struct count_entry *e, uint32_t buffer[KEY])
{
    buffer[0] = e->name;
    buffer[1] = e->part;
    buffer[2] = e->group;
    buffer[3] = (uint32_t)e->date;
    return (struct text){(const char *)buffer, KEY * sizeof *buffer};
}

bool counts_add(struct counts *c, const struct count_entry *key, double amount, uint32_t status)
{
    uint32_t buffer[KEY], before = c->keys.count;
    uint32_t n = intern_add(&c->keys, key_of(key, buffer));
    if (n == INTERN_NONE)
        return false;
    if (n == before) {
        if (!(n & (n - 1))) {
            struct count_entry *more = realloc(c->entries, (n ? n * 2 : 1) * sizeof *more);
            if (!more)
                return false;
            c->entries = more;
        }
        c->entries[n] = *key;
        c->entries[n].value = 0;
        c->entries[n].status = 0;
    }
    c->entries[n].value += amount;
    if (!c->entries[n].status)
        c->entries[n].status = status;
    return true;
}

const struct count_entry *counts_find(const struct counts *c, const struct count_entry *key)
{
    uint32_t buffer[KEY];
    uint32_t n = intern_find(&c->keys, key_of(key, buffer));
    return n == INTERN_NONE ? NULL : &c->entries[n];
}

/* -- from a series */

/* Where each dimension stands in T: its index, or that of la for the region that is worked out. */
static enum status place_dimensions(struct counts *c, const struct series_table *t,
                                    const char *name, int *place, const struct problem_sink *sink)
{
    for (size_t i = 0; i < c->dimension_count; i++) {
        char wanted[80];
        text_show(c->dimensions[i], wanted, sizeof wanted);
        place[i] = series_dimension(t, wanted);
        if (place[i] < 0 && text_is(c->dimensions[i], "region") && c->regions) {
            place[i] = series_dimension(t, "la");
            c->region = (int)i;
        }
        if (place[i] < 0) {
            problem_report(sink, PROBLEM_FATAL, "missing-column", name, 1, NULL,
                           "there is no column '%s'%s", wanted,
                           text_is(c->dimensions[i], "region") ? ", nor 'la' to tell it" : "");
            return STATUS_FORMAT;
        }
    }
    return STATUS_OK;
}

/* The group of a series, or INTERN_NONE. */
static uint32_t group_of(struct counts *c, const struct series_table *t,
                         const struct series_key *key, const int *place)
{
    struct text labels[COUNTS_DIMENSIONS];
    for (size_t i = 0; i < c->dimension_count; i++) {
        labels[i] = series_word(t, key->labels[place[i]]);
        if ((int)i == c->region)
            labels[i] = region_of(c->regions, labels[i]);
    }
    return counts_group(c, labels);
}

enum status counts_add_series(struct counts *c, const struct series_table *t, const char *name,
                              bool only_seen, const struct problem_sink *sink)
{
    int place[COUNTS_DIMENSIONS], la = series_dimension(t, "la");
    int part = series_dimension(t, "part");
    enum status s = place_dimensions(c, t, name, place, sink);
    c->has_authorities = c->has_authorities || (!only_seen && la >= 0);
    for (size_t i = 0; s == STATUS_OK && i < t->row_count; i++) {
        const struct series_row *row = &t->rows[i];
        const struct series_key *series = &t->series[row->series];
        if (row->kind != t->actual)
            continue;
        struct text authority = la < 0 ? (struct text){"", 0} : series_word(t, series->labels[la]);
        if (only_seen && la >= 0 && intern_find(&c->seen, authority) == INTERN_NONE)
            continue;
        uint32_t status = counts_word(c, series_word(t, row->status));
        struct count_entry key = {
            .name = counts_word(c, series_word(t, series->measure)),
            .part = part < 0 ? 0 : counts_word(c, series_word(t, series->labels[part])),
            .group = group_of(c, t, series, place),
            .date = row->date,
        };
        if (key.name == INTERN_NONE || key.part == INTERN_NONE || key.group == INTERN_NONE ||
            status == INTERN_NONE || intern_add(&c->seen, authority) == INTERN_NONE ||
            !counts_add(c, &key, row->value, isnan(row->value) ? status : 0))
            s = STATUS_MEMORY;
    }
    return s;
}
