// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/retention/stays.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The stay that is being put together. */
struct pending {
    bool open; /* there is one */
    int32_t start, end, since;
    int32_t observed_from, observed_to;
    uint32_t group, cause, label[STAYS_LABELS_MOST];
    double weight;
    bool exit; /* its end is one */
    uint32_t la;
};

struct reading {
    struct stays *out;
    const struct stays_settings *settings;
    const struct problem_sink *sink;
    struct rows *rows;
    struct dimension labels[STAYS_LABELS_MOST];
    struct where not_exits;
    int since, competing, weight; /* columns, or -1 */
    struct pending now, before;   /* before: the stay whose re-entry is awaited */
    size_t line;                  /* of the first heavy or missing weight */
};

void stays_done(struct stays *s)
{
    free(s->entry);
    free(s->exit);
    free(s->weight);
    free(s->cause);
    free(s->group);
    free(s->subject);
    free(s->label);
    free(s->seen);
    sight_done(&s->sight);
    intern_done(&s->reasons);
    intern_done(&s->label_texts);
    grouping_close(s->grouping);
    spells_close(s->spells);
    *s = (struct stays){0};
}

struct survival_data stays_data(const struct stays *s)
{
    return (struct survival_data){s->n, s->entry, s->exit, s->cause,
                                  s->weighted ? s->weight : NULL};
}

static bool grow(void **array, size_t room, size_t size)
{
    void *bigger = realloc(*array, room * size);
    if (bigger)
        *array = bigger;
    return bigger;
}

static bool make_room(struct stays *s)
{
    if (s->n < s->room)
        return true;
    size_t room = s->room ? 2 * s->room : 1024;
    size_t labels = s->label_count ? s->label_count : 1;
    bool good = grow((void **)&s->entry, room, sizeof *s->entry) &&
                grow((void **)&s->exit, room, sizeof *s->exit) &&
                grow((void **)&s->weight, room, sizeof *s->weight) &&
                grow((void **)&s->cause, room, sizeof *s->cause) &&
                grow((void **)&s->group, room, sizeof *s->group) &&
                grow((void **)&s->subject, room, sizeof *s->subject) &&
                grow((void **)&s->label, room, labels * sizeof *s->label) &&
                (!s->by_census || grow((void **)&s->seen, room, sizeof *s->seen));
    if (good)
        s->room = room;
    return good;
}

/* Adds a stay seen from FROM to TO (the day of its exit, or the last day it was seen open). */
static enum status add(struct reading *r, const struct pending *p, int32_t origin, int32_t from,
                       int32_t to, uint32_t cause)
{
    struct stays *s = r->out;
    if (to < from || to < origin) {
        s->count.unseen++;
        return STATUS_OK;
    }
    if (!make_room(s))
        return STATUS_MEMORY;
    size_t i = s->n++;
    s->entry[i] = from > origin ? from - 1 - origin : -1;
    s->exit[i] = to - origin;
    s->cause[i] = cause;
    s->group[i] = p->group;
    s->weight[i] = p->weight;
    s->subject[i] = s->subjects - 1;
    if (s->by_census)
        s->seen[i] = (struct stay_sight){.origin = origin,
                                         .from = from,
                                         .to = to,
                                         .la = p->la,
                                         .ending = cause                 ? STAY_LEFT
                                                   : p->end == DATE_NONE ? STAY_OPEN
                                                                         : STAY_CENSORED};
    s->count.same_day += cause && to == origin;
    memcpy(s->label + i * s->label_count, p->label, s->label_count * sizeof *s->label);
    return STATUS_OK;
}

/* The last day that the stay was seen open, or that of its exit: *exit tells which. */
static int32_t seen_until(struct stays *s, const struct pending *p, bool *exit)
{
    *exit = false;
    if (p->end == DATE_NONE)
        return p->observed_to;
    if (p->end > p->observed_to) {
        s->count.beyond++;
        return p->observed_to;
    }
    *exit = p->exit;
    s->count.transfers += !p->exit;
    return p->end;
}

/* The stay under way is whole: a stay by its own clock. */
static enum status finish_stay(struct reading *r)
{
    const struct stays_settings *set = r->settings;
    struct pending *p = &r->now;
    int32_t origin = set->landmark != DATE_NONE ? set->landmark
                     : r->since >= 0            ? p->since
                                                : p->start;
    bool exit;
    if (origin == DATE_NONE) {
        r->out->count.no_origin++;
        return STATUS_OK;
    }
    if (set->landmark != DATE_NONE && p->end != DATE_NONE && p->end <= origin)
        return STATUS_OK; /* gone by then */
    if (origin > p->start && set->landmark == DATE_NONE) {
        r->out->count.before_origin++;
        return STATUS_OK;
    }
    int32_t to = seen_until(r->out, p, &exit);
    int32_t from = p->observed_from > p->start ? p->observed_from : p->start;
    return add(r, p, origin, from, to, exit ? p->cause : 0);
}

/* Awaits the re-entry after the stay that is whole; or, the subject being done (NEXT is NULL), ends the
 * wait of the last one. */
static enum status finish_wait(struct reading *r, const struct pending *next)
{
    enum status s = STATUS_OK;
    if (r->before.open) {
        const struct pending *p = &r->before;
        int32_t from = p->observed_from > p->end ? p->observed_from : p->end;
        s = add(r, p, p->end, from, next ? next->start : p->observed_to, next != NULL);
    }
    r->before.open = false;
    if (next && next->end != DATE_NONE && next->end <= next->observed_to && next->exit &&
        next->group != GROUPING_OUTSIDE)
        r->before = *next;
    return s;
}

/* Ends the stay under way. LAST: the subject has no further rows. */
static enum status finish(struct reading *r, bool last)
{
    enum status s = STATUS_OK;
    if (r->now.open && r->settings->re_entry)
        s = finish_wait(r, &r->now);
    else if (r->now.open && r->now.group != GROUPING_OUTSIDE)
        s = finish_stay(r);
    if (r->now.open && r->now.group == GROUPING_OUTSIDE)
        r->out->count.not_chosen++;
    if (last && s == STATUS_OK && r->settings->re_entry)
        s = finish_wait(r, NULL);
    r->now.open = false;
    return s;
}

static double weight_of(struct reading *r, size_t *count)
{
    double weight;
    struct text cell = rows_cell(r->rows, r->weight);
    char shown[40];
    if (!text_number(text_trim(cell), &weight) || weight < 0) {
        problem_report(r->sink, PROBLEM_ROW, "weight", rows_name(r->rows), rows_line(r->rows),
                       r->settings->weight, "'%s' is not a weight: the row is left out",
                       text_show(cell, shown, sizeof shown));
        ++*count;
        return NAN;
    }
    if (weight > 1.5) {
        problem_report(r->sink, PROBLEM_WARNING, "heavy", rows_name(r->rows), rows_line(r->rows),
                       r->settings->weight, "%g is more than 1.5 full-time equivalents", weight);
        r->out->count.heavy++;
    }
    return weight;
}

/* Group, labels and weight as they are on day ON, from the present row. */
static enum status describe(struct reading *r, const struct spell *spell, int32_t on)
{
    struct grouping *g = r->out->grouping;
    struct pending *p = &r->now;
    struct dimension_dates dates = grouping_dates(g, spell);
    p->group = grouping_on(g, grouping_fixed(g), &dates, on);
    if (p->group == GROUPING_FAILED)
        return STATUS_MEMORY;
    p->weight = r->weight >= 0 ? weight_of(r, &r->out->count.bad_weight) : 1;
    if (isnan(p->weight))
        p->group = GROUPING_OUTSIDE;
    size_t count = r->out->label_count;
    struct dimension_dates mine =
        count ? dimension_dates(r->labels, count, r->out->spells, spell) : dates;
    for (size_t i = 0; i < count; i++) {
        char buffer[DIMENSION_TEXT];
        struct text t = dimension_value(&r->labels[i], r->out->spells, &mine, on,
                                        &r->settings->calendar, buffer);
        p->label[i] = intern_add(&r->out->label_texts, text_trim(t));
        if (p->label[i] == INTERN_NONE)
            return STATUS_MEMORY;
    }
    return STATUS_OK;
}

/* What the present row says of the end: whether it is an exit and why. */
static enum status note_end(struct reading *r, const struct spell *spell)
{
    struct pending *p = &r->now;
    p->end = spell->end;
    p->observed_to = spell->observed_to;
    p->exit = !r->settings->not_exits || !where_keeps(&r->not_exits, r->rows);
    p->cause = 1;
    if (r->competing >= 0 && p->end != DATE_NONE && p->exit && p->end <= p->observed_to) {
        uint32_t number = intern_add(&r->out->reasons, text_trim(rows_cell(r->rows, r->competing)));
        if (number == INTERN_NONE)
            return STATUS_MEMORY;
        p->cause = 1 + number;
    }
    return STATUS_OK;
}

static enum status begin(struct reading *r, const struct spell *spell)
{
    struct pending *p = &r->now;
    *p = (struct pending){.open = true, .start = spell->start, .since = DATE_NONE};
    p->observed_from = spell->observed_from;
    int32_t landmark = r->settings->landmark, on = spell->start;
    if (r->since >= 0) {
        char shown[40];
        struct text cell = rows_cell(r->rows, r->since);
        enum date_reading reading = date_parse(cell, &p->since);
        if (reading != DATE_READ)
            p->since = DATE_NONE;
        if (reading != DATE_READ && reading != DATE_EMPTY)
            problem_report(r->sink, PROBLEM_WARNING, "not-a-date", rows_name(r->rows),
                           rows_line(r->rows), r->settings->since, "'%s' %s",
                           text_show(cell, shown, sizeof shown), date_reading_text(reading));
        on = p->since != DATE_NONE && p->since < on ? p->since : on;
    }
    if (landmark != DATE_NONE)
        on = landmark;
    else if (r->settings->re_entry && spell->end != DATE_NONE)
        on = spell->end;
    enum status s = describe(r, spell, on);
    return s == STATUS_OK ? note_end(r, spell) : s;
}

/* The first day after the stay under way: open ones were seen to observed_to. */
static int32_t over(const struct pending *p)
{
    return p->end == DATE_NONE || p->end > p->observed_to ? p->observed_to + 1 : p->end;
}

/* The present row carries the stay under way on. */
static enum status carry_on(struct reading *r, const struct spell *spell)
{
    int32_t landmark = r->settings->landmark;
    enum status s = STATUS_OK;
    struct pending later = {.end = spell->end, .observed_to = spell->observed_to};
    bool ends_later = over(&later) >= over(&r->now);
    if (landmark != DATE_NONE && spell->start <= landmark)
        s = describe(r, spell, landmark);
    else if (r->settings->re_entry && spell->end != DATE_NONE)
        s = describe(r, spell, spell->end);
    if (s == STATUS_OK && ends_later)
        s = note_end(r, spell);
    return s;
}

/* One row: carries the stay under way on, or ends it and begins another. */
static enum status take(struct reading *r, const struct spell *spell)
{
    struct stays *out = r->out;
    struct pending *p = &r->now;
    int32_t landmark = r->settings->landmark;
    enum status s = STATUS_OK;
    out->count.spells++;
    if (spell->observed_to > out->last_seen)
        out->last_seen = spell->observed_to;
    uint32_t la = 0;
    if (r->settings->census && !sight_add(&out->sight, spell, &la))
        return STATUS_MEMORY;
    bool same = out->subjects > 0 && spell->same_subject;
    if (!same) {
        s = finish(r, true);
        out->subjects++;
    } else if (p->open && spell->start < over(p)) {
        out->count.overlapping++;
    }
    if (s != STATUS_OK)
        return s;
    if (landmark != DATE_NONE && spell->start > landmark && !(same && p->open))
        return STATUS_OK; /* not there yet */
    bool joins =
        same && p->open && r->settings->chain && spell->start <= over(p) + r->settings->gap;
    if (joins)
        return carry_on(r, spell);
    s = finish(r, false);
    if (s != STATUS_OK || (landmark != DATE_NONE && spell->start > landmark))
        return s;
    s = begin(r, spell);
    p->la = la;
    return s;
}

/* Finds the column NAME; notes it in MISSING when it isn't there. */
static int find_column(struct reading *r, const char *name, char *missing, size_t size)
{
    int column = name ? rows_column(r->rows, name) : -1;
    size_t used = strlen(missing);
    if (name && column < 0)
        snprintf(missing + used, size - used, "%s'%s'", used ? ", " : "", name);
    return column;
}

static enum status bind(struct reading *r)
{
    const struct stays_settings *set = r->settings;
    char missing[512] = "";
    r->since = find_column(r, set->since, missing, sizeof missing);
    r->competing = find_column(r, set->competing, missing, sizeof missing);
    r->weight = find_column(r, set->weight, missing, sizeof missing);
    struct text rest = text_of(set->labels);
    while (rest.at && r->out->label_count < STAYS_LABELS_MOST) {
        char shown[64];
        const char *needed = NULL;
        struct text name = text_cut(&rest, ',');
        size_t i = r->out->label_count++, used = strlen(missing);
        r->out->label_names[i] = name;
        if (!dimension_find(&r->labels[i], name, r->out->spells, &needed))
            snprintf(missing + used, sizeof missing - used, "%s'%s'", used ? ", " : "",
                     needed ? needed : text_show(name, shown, sizeof shown));
    }
    if (missing[0]) {
        problem_report(r->sink, PROBLEM_FATAL, "column", rows_name(r->rows), 0, NULL,
                       "no column %s", missing);
        return STATUS_FORMAT;
    }
    if (set->not_exits && !where_add(&r->not_exits, set->not_exits))
        return STATUS_VALUE;
    return set->not_exits ? where_bind(&r->not_exits, r->rows) : STATUS_OK;
}

enum status stays_read(struct stays *out, const char *path, const struct stays_settings *settings,
                       const struct problem_sink *sink)
{
    struct reading r = {.out = out, .settings = settings, .sink = sink};
    struct spell spell;
    *out = (struct stays){.last_seen = DATE_NONE,
                          .weighted = settings->weight != NULL,
                          .by_census = settings->census};
    enum status s = spells_open(&out->spells, path, sink);
    if (s != STATUS_OK)
        return s;
    r.rows = spells_rows(out->spells);
    s = grouping_open(&out->grouping, settings->by, settings->where, settings->where_count,
                      &settings->calendar, out->spells);
    if (s == STATUS_OK)
        s = bind(&r);
    while (s == STATUS_OK && (s = spells_next(out->spells, &spell)) == STATUS_OK)
        s = take(&r, &spell);
    if (s == STATUS_END)
        s = finish(&r, true);
    if (s == STATUS_OK && settings->census && !sight_join(&out->sight))
        s = STATUS_MEMORY;
    if (s != STATUS_OK)
        stays_done(out);
    return s;
}
