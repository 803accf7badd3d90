// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/forecast/paths.h"

#include "base/parallel.h"
#include "stats/forecast/path.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64, SUBJECT_SIZE = 1024 };

/* One simulated row's place: rows of a draw are written in this order. */
struct place {
    int32_t date;
    uint32_t series, h;
};

struct simulation {
    const struct predictions *p;
    const struct histories *h;
    const struct series_table *t;
    const struct hierarchy *hierarchy;
    const struct paths_plan *plan;
    struct text *la;      /* of each series */
    struct text *subject; /* its other labels, in one text */
    char *subjects;
    struct place *places;
    size_t place_count, first_draw;
    double *values;  /* [draw in block * series * ahead ...] */
    double *scratch; /* a worker: two places a series */
};

static int compare_places(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    if (x->series != y->series)
        return x->series < y->series ? -1 : 1;
    return (x->h > y->h) - (x->h < y->h);
}

/* The names of every series' random numbers: la apart, all other labels in one text. */
static void name_series(struct simulation *m, size_t s, char *buffer)
{
    const struct series_key *key = &m->t->series[s];
    int la = series_dimension(m->t, "la");
    size_t used = 0;
    struct text measure = series_word(m->t, key->measure);
    m->la[s] = la < 0 ? text_of("") : series_word(m->t, key->labels[la]);
    for (size_t i = 0; i <= m->t->dimension_count; i++) {
        struct text label = i == 0 ? measure : series_word(m->t, key->labels[i - 1]);
        if (i > 0 && (int)i - 1 == la)
            continue;
        size_t size = label.size < SUBJECT_SIZE - 1 - used ? label.size : SUBJECT_SIZE - 1 - used;
        if (size)
            memcpy(buffer + used, label.at, size);
        used += size;
        if (used < SUBJECT_SIZE - 1)
            buffer[used++] = '\x1f'; /* so that "a","b" differs from "ab" */
    }
    m->subject[s] = (struct text){buffer, used};
}

/* Standard normal errors of every series that has an interval, correlated within groups. */
static void draw_errors(const struct simulation *m, size_t draw, double *values, double *scratch)
{
    size_t ahead = m->p->ahead;
    for (size_t s = 0; s < m->p->count; s++) {
        struct random_stream stream;
        random_start(&stream, m->plan->seed, "hearth-forecast", m->la[s], m->subject[s], draw);
        path_normals(&stream, ahead, values + s * ahead);
    }
    for (size_t g = 0; m->hierarchy && g < m->hierarchy->count; g++) {
        const struct hierarchy_group *group = &m->hierarchy->groups[g];
        for (size_t h = 0; h < ahead && group->shrunk; h++) {
            for (size_t i = 0; i < group->all; i++)
                scratch[i] = values[group->series[i] * ahead + h];
            reconcile_correlate(group->reconcile, scratch);
            for (size_t i = 0; i < group->all; i++)
                values[group->series[i] * ahead + h] = scratch[i];
        }
    }
}

static void settle_groups(const struct simulation *m, double *values, double *scratch)
{
    size_t ahead = m->p->ahead;
    for (size_t g = 0; m->hierarchy && g < m->hierarchy->count; g++) {
        const struct hierarchy_group *group = &m->hierarchy->groups[g];
        for (size_t h = 0; h < ahead; h++) {
            for (size_t i = 0; i < group->all; i++)
                scratch[i] = values[group->series[i] * ahead + h];
            hierarchy_settle(group, m->h, scratch, scratch + m->p->count);
            for (size_t i = 0; i < group->all; i++)
                values[group->series[i] * ahead + h] = scratch[i];
        }
    }
}

static enum status make_draw(void *context, size_t worker, size_t item)
{
    struct simulation *m = context;
    size_t ahead = m->p->ahead, each = m->p->count * ahead;
    double *values = m->values + item * each, *scratch = m->scratch + worker * 2 * m->p->count;
    draw_errors(m, m->first_draw + item, values, scratch);
    for (size_t s = 0; s < m->p->count; s++) {
        size_t at = s * ahead;
        if (!m->p->items[s].usable)
            continue;
        const double *half[INTERVAL_LEVELS] = {m->p->half[INTERVAL_80] + at,
                                               m->p->half[INTERVAL_95] + at};
        path_make(values + at, ahead, m->p->weight + at, m->p->mean + at, half, values + at);
        double scale = pow(10, m->h->items[s].decimals);
        /* what reconciliation takes from the errors it takes below */
        double left = m->p->items[s].narrowed;
        for (size_t i = at; i < at + ahead; i++) {
            double x = left > 0 ? m->p->mean[i] + (values[i] - m->p->mean[i]) / left : values[i];
            x = m->h->items[s].counts && x < 0 ? 0 : x;
            values[i] = nearbyint(x * scale) / scale;
        }
    }
    settle_groups(m, values, scratch);
    return STATUS_OK;
}

static void write_row(const struct simulation *m, struct writer *w, int32_t date, uint32_t series,
                      double value, struct text kind, long draw)
{
    char written[DATE_TEXT];
    const struct series_key *key = &m->t->series[series];
    writer_cell(w, date_write(date, written));
    writer_cell(w, series_word(m->t, key->measure));
    for (size_t i = 0; i < m->t->dimension_count; i++)
        writer_cell(w, series_word(m->t, key->labels[i]));
    writer_number(w, value == 0 ? 0 : value);
    writer_cell(w, kind);
    if (draw < 0)
        writer_empty(w);
    else
        writer_integer(w, draw);
    writer_row(w);
}

static void write_read_rows(const struct simulation *m, struct writer *w)
{
    static const char *const before[] = {"date", "measure"}, *const after[] = {"value", "kind",
                                                                               "draw"};
    for (size_t i = 0; i < 2; i++)
        writer_words(w, before[i]);
    for (size_t i = 0; i < m->t->dimension_count; i++)
        writer_cell(w, m->t->dimensions[i]);
    for (size_t i = 0; i < 3; i++)
        writer_words(w, after[i]);
    writer_row(w);
    for (uint32_t s = 0; s < m->p->count; s++) {
        const struct series_key *key = &m->t->series[s];
        for (uint32_t i = 0; i < key->length; i++) {
            const struct series_row *row = &m->t->rows[m->t->by_series[key->first + i]];
            write_row(m, w, row->date, s, row->value, series_word(m->t, row->kind), -1);
        }
    }
}

static enum status simulate(struct simulation *m, struct writer *w)
{
    size_t each = m->p->count * m->p->ahead;
    for (size_t s = 0; s < m->p->count; s++) {
        name_series(m, s, m->subjects + s * SUBJECT_SIZE);
        for (size_t h = 0; h < m->p->ahead && m->p->items[s].usable; h++)
            m->places[m->place_count++] =
                (struct place){history_date(&m->h->items[s], h + 1), (uint32_t)s, (uint32_t)h};
    }
    qsort(m->places, m->place_count, sizeof *m->places, compare_places);
    write_read_rows(m, w);
    for (; m->first_draw < m->plan->draws; m->first_draw += BLOCK) {
        size_t count = m->plan->draws - m->first_draw;
        count = count < BLOCK ? count : BLOCK;
        enum status s = parallel_run(count, m->plan->threads, make_draw, m);
        if (s != STATUS_OK)
            return s;
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < m->place_count; k++) {
                const struct place *at = &m->places[k];
                write_row(m, w, at->date, at->series,
                          m->values[i * each + at->series * m->p->ahead + at->h],
                          text_of("forecast"), (long)(m->first_draw + i));
            }
    }
    return STATUS_OK;
}

enum status paths_write(const struct predictions *p, const struct histories *h,
                        const struct series_table *t, const struct hierarchy *hierarchy,
                        const struct paths_plan *plan, struct writer *w)
{
    struct simulation m = {.p = p, .h = h, .t = t, .hierarchy = hierarchy, .plan = plan};
    size_t each = p->count * p->ahead;
    m.la = calloc(p->count + 1, sizeof *m.la);
    m.subject = calloc(p->count + 1, sizeof *m.subject);
    m.subjects = malloc(p->count * SUBJECT_SIZE + 1);
    m.places = calloc(each + 1, sizeof *m.places);
    m.values = calloc(BLOCK * each + 1, sizeof *m.values);
    m.scratch = calloc(plan->threads * 2 * p->count + 1, sizeof *m.scratch);
    enum status s = STATUS_MEMORY;
    if (m.la && m.subject && m.subjects && m.places && m.values && m.scratch)
        s = simulate(&m, w);
    free(m.la);
    free(m.subject);
    free(m.subjects);
    free(m.places);
    free(m.values);
    free(m.scratch);
    return s;
}
