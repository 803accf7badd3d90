// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/retention/retention.h"
#include "model/retention/censuses.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct retention_row *retention_add(struct retention *r, enum retention_measure m, uint32_t group,
                                    double time, double value)
{
    if (r->row_count == r->row_room) {
        size_t room = r->row_room ? 2 * r->row_room : 256;
        struct retention_row *rows = realloc(r->rows, room * sizeof *rows);
        if (!rows) {
            r->failed = true;
            return NULL;
        }
        r->rows = rows;
        r->row_room = room;
    }
    struct retention_row *row = &r->rows[r->row_count];
    *row = (struct retention_row){.measure = m, .group = group, .time = time, .value = value};
    row->cause = RETENTION_NONE;
    row->lo95 = row->lo80 = row->hi80 = row->hi95 = NAN;
    row->order = r->row_count++;
    return row;
}

const char *retention_group_name(const struct retention *r, uint32_t group, char *buffer,
                                 size_t size)
{
    size_t used = 0;
    buffer[0] = 0;
    for (size_t n = 0; n < r->by_count && used < size; n++) {
        char name[40], label[60];
        text_show(r->by[n], name, sizeof name);
        text_show(r->labels[group * r->by_count + n], label, sizeof label);
        int more = snprintf(buffer + used, size - used, "%s%s %s", n ? ", " : "", name,
                            label[0] ? label : "(empty)");
        used += more > 0 ? (size_t)more : 0;
    }
    return r->by_count ? buffer : "all";
}

/* A group that occurs, with its labels. */
struct named {
    uint32_t group;
    const struct text *labels;
    size_t count;
};

static int compare_named(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    for (size_t n = 0; n < x->count; n++) {
        int order = text_compare(x->labels[n], y->labels[n]);
        if (order)
            return order;
    }
    return 0;
}

/* Numbers the groups that occur in the order of their labels. MAP: room for the largest number. */
static enum status sort_groups(struct retention *r, uint32_t *map, size_t largest)
{
    struct stays *s = &r->stays;
    size_t count = 0;
    for (size_t i = 0; i < s->n; i++)
        map[s->group[i]] = 1;
    for (size_t g = 0; g <= largest; g++)
        count += map[g];
    struct named *named = arena_take(&r->arena, (count + 1) * sizeof *named);
    struct text *labels = arena_take(&r->arena, (count * r->by_count + 1) * sizeof *labels);
    r->labels = arena_take(&r->arena, (count * r->by_count + 1) * sizeof *r->labels);
    if (!named || !labels || !r->labels)
        return STATUS_MEMORY;
    for (size_t g = 0, at = 0; g <= largest; g++)
        if (map[g]) {
            named[at] = (struct named){(uint32_t)g, labels + at * r->by_count, r->by_count};
            if (!grouping_labels(s->grouping, (uint32_t)g, labels + at * r->by_count))
                return STATUS_MEMORY;
            at++;
        }
    qsort(named, count, sizeof *named, compare_named);
    for (size_t at = 0; at < count; at++) {
        map[named[at].group] = (uint32_t)at;
        memcpy(r->labels + at * r->by_count, named[at].labels, r->by_count * sizeof *labels);
    }
    for (size_t i = 0; i < s->n; i++)
        r->dense[i] = map[s->group[i]];
    r->group_count = count;
    return STATUS_OK;
}

static enum status find_groups(struct retention *r)
{
    struct stays *s = &r->stays;
    size_t largest = 0;
    for (size_t i = 0; i < s->n; i++)
        largest = s->group[i] > largest ? s->group[i] : largest;
    r->by_count = grouping_names(s->grouping, &r->by);
    r->dense = malloc((s->n + 1) * sizeof *r->dense);
    uint32_t *map = calloc(largest + 1, sizeof *map);
    enum status status = r->dense && map ? sort_groups(r, map, largest) : STATUS_MEMORY;
    free(map);
    return status;
}

/* Says what was counted but not used. */
static void say_counts(const struct retention *r)
{
    const struct stays *s = &r->stays;
    const struct {
        size_t count;
        const char *text;
    } notes[] = {
        {s->count.no_origin, "stays without the date they count from are left out"},
        {s->count.before_origin, "stays begin before the date they count from and are left out"},
        {s->count.unseen, "stays were over before they could be seen and are left out"},
        {s->count.beyond, "ends lie after observed_to and are taken as not seen"},
        {s->count.transfers, "ends are no exits: censored there"},
        {s->count.overlapping, "spells begin before the one before of the same subject is over"},
        {s->count.same_day, "exits on the very day of the start"},
    };
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (notes[i].count)
            problem_report(r->sink, PROBLEM_NOTE, "count", r->file, 0, NULL, "%zu %s",
                           notes[i].count, notes[i].text);
}

static enum status estimate(struct retention *r)
{
    struct stays *s = &r->stays;
    if (r->settings->stays.census) {
        retention_census(r);
        return r->failed ? STATUS_MEMORY : STATUS_OK;
    }
    size_t segments = r->group_count > s->label_texts.count ? r->group_count : s->label_texts.count;
    struct survival_data d = stays_data(s);
    enum status status = risk_order_init(&r->order, s->n, segments);
    if (status == STATUS_OK)
        status = risk_order_sort(&r->order, &d);
    if (status == STATUS_OK)
        status = risk_order_split(&r->order, r->dense, r->group_count);
    if (status != STATUS_OK)
        return status;
    retention_curves(r);
    retention_tests(r);
    if (r->settings->cox_count && !r->failed)
        retention_cox(r);
    return r->failed ? STATUS_MEMORY : STATUS_OK;
}

/* Free text among the reasons, or a name as a group, is a mistake better said than computed. */
static enum status check_size(const struct retention *r)
{
    enum { REASONS_MOST = 200, TESTED_MOST = 1000 };
    bool tested = r->settings->test != RETENTION_NO_TEST;
    if (r->stays.reasons.count > REASONS_MOST)
        problem_report(r->sink, PROBLEM_FATAL, "reasons", r->file, 0, r->settings->stays.competing,
                       "%u different reasons, at most %d are meant", r->stays.reasons.count,
                       REASONS_MOST);
    else if (tested && r->group_count > TESTED_MOST)
        problem_report(r->sink, PROBLEM_FATAL, "groups", r->file, 0, NULL,
                       "%zu groups to compare, at most %d are meant", r->group_count, TESTED_MOST);
    else
        return STATUS_OK;
    return STATUS_VALUE;
}

enum status retention_read(struct retention *out, const char *path,
                           const struct retention_settings *settings,
                           const struct problem_sink *sink)
{
    *out = (struct retention){.settings = settings, .sink = sink};
    arena_init(&out->arena);
    enum status s = stays_read(&out->stays, path, &settings->stays, sink);
    if (s != STATUS_OK)
        return s;
    out->file = rows_name(spells_rows(out->stays.spells));
    say_counts(out);
    if (out->stays.n == 0) {
        problem_report(sink, PROBLEM_FATAL, "no-stay", out->file, 0, NULL,
                       "there is no stay to be seen among %zu spells", out->stays.count.spells);
        s = STATUS_SHORT;
    }
    if (s == STATUS_OK)
        s = find_groups(out);
    if (s == STATUS_OK)
        s = check_size(out);
    if (s == STATUS_OK)
        s = estimate(out);
    if (s != STATUS_OK)
        retention_done(out);
    return s;
}

void retention_done(struct retention *r)
{
    stays_done(&r->stays);
    risk_order_done(&r->order);
    arena_done(&r->arena);
    free(r->dense);
    free(r->rows);
    free(r->terms);
    *r = (struct retention){0};
}
