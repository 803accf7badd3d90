// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/retention/factors.h"
#include "stats/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t add_term(struct retention *r, const char *name)
{
    size_t n = r->term_count;
    if ((n & (n - 1)) == 0) {
        struct retention_term *terms = realloc(r->terms, (n ? 2 * n : 1) * sizeof *terms);
        if (!terms) {
            r->failed = true;
            return 0;
        }
        r->terms = terms;
    }
    r->terms[n].name = arena_text(&r->arena, text_of(name)).at;
    r->failed |= !r->terms[n].name;
    return r->term_count++;
}

static uint32_t label_of(const struct retention *r, size_t stay, size_t label)
{
    return r->stays.label[stay * r->stays.label_count + label];
}

static bool is_exit(const struct factors *m, size_t stay)
{
    uint32_t cause = m->r->stays.cause[stay];
    return cause && (!m->cause || cause == m->cause);
}

/* The values of a column that holds nothing but numbers and blanks; false for any other. */
static bool read_numbers(struct factors *m, struct factor *f)
{
    const struct stays *s = &m->r->stays;
    size_t numbers = 0;
    if (text_is(s->label_names[f->label], "la"))
        return false; /* codes, whatever they look like */
    for (size_t i = 0; i < s->n; i++) {
        uint32_t label = label_of(m->r, i, f->label);
        struct text t = intern_text(&s->label_texts, label);
        double value = NAN;
        if (t.size && !text_number(t, &value))
            return false;
        f->value[label] = value;
        numbers += t.size > 0;
    }
    return numbers > 0;
}

/* How often a level occurs and exits. */
struct level {
    uint32_t label;
    size_t stays, exits;
};

static int compare_levels(const void *a, const void *b)
{
    const struct level *x = a, *y = b;
    return (x->stays < y->stays) - (x->stays > y->stays);
}

/* Names a level as a column of the model, or says why it is left out. */
static void take_level(struct factors *m, struct factor *f, const struct level *level,
                       const struct level *base)
{
    struct retention *r = m->r;
    char column[60], name[60], other[60], all[240];
    text_show(r->stays.label_names[f->label], column, sizeof column);
    text_show(intern_text(&r->stays.label_texts, level->label), name, sizeof name);
    text_show(intern_text(&r->stays.label_texts, base->label), other, sizeof other);
    if (!level->exits || m->p == FACTORS_COLUMNS_MOST) {
        f->value[level->label] = NAN;
        problem_report(r->sink, PROBLEM_WARNING, "level", r->file, 0, NULL,
                       "Cox: %s '%s': %s: its %zu stays are left out of the model", column, name,
                       level->exits ? "too many levels" : "nobody left", level->stays);
        return;
    }
    f->value[level->label] = 1;
    if (level->label == base->label)
        return;
    snprintf(all, sizeof all, "%s: %s (compared with %s)", column, name, other);
    m->term[m->p] = add_term(r, all);
    m->factor_of[m->p] = (size_t)(f - m->list);
    f->column[level->label] = ++m->p;
    f->count++;
}

/* A column of texts: each level beside the most frequent one that anybody left. */
static void find_levels(struct factors *m, struct factor *f)
{
    const struct stays *s = &m->r->stays;
    size_t room = s->label_texts.count, count = 0, base = 0;
    struct level *levels = calloc(room + 1, sizeof *levels);
    if (!levels) {
        m->r->failed = true;
        return;
    }
    for (size_t i = 0; i < room; i++) {
        levels[i].label = (uint32_t)i;
        f->value[i] = NAN;
    }
    for (size_t i = 0; i < s->n; i++) {
        struct level *level = &levels[label_of(m->r, i, f->label)];
        level->stays++;
        level->exits += is_exit(m, i);
    }
    for (size_t i = 0; i < room; i++)
        if (levels[i].stays && intern_text(&s->label_texts, levels[i].label).size)
            levels[count++] = levels[i];
    qsort(levels, count, sizeof *levels, compare_levels);
    while (base < count && !levels[base].exits)
        base++;
    for (size_t i = 0; i < count; i++)
        take_level(m, f, &levels[i], base < count ? &levels[base] : &levels[i]);
    free(levels);
}

static void find_factor(struct factors *m, size_t label)
{
    struct retention *r = m->r;
    struct factor *f = &m->list[m->count++];
    size_t room = r->stays.label_texts.count + 1;
    char name[60];
    *f = (struct factor){.label = label, .first = m->p};
    f->value = arena_take(&r->arena, room * sizeof *f->value);
    f->column = arena_take(&r->arena, room * sizeof *f->column);
    if (!f->value || !f->column) {
        r->failed = true;
        return;
    }
    memset(f->column, 0, room * sizeof *f->column);
    f->term = add_term(r, text_show(r->stays.label_names[label], name, sizeof name));
    f->numeric = read_numbers(m, f);
    if (f->numeric) {
        f->count = 1;
        m->term[m->p] = f->term;
        m->factor_of[m->p] = m->count - 1;
        m->p++;
    } else {
        find_levels(m, f);
    }
}

struct retention_row *factors_add(const struct factors *m, enum retention_measure measure,
                                  size_t term, double value)
{
    struct retention_row *row = retention_add(m->r, measure, RETENTION_NONE, NAN, value);
    if (row) {
        row->term = term == SIZE_MAX ? term : term + 1;
        row->cause = m->cause ? m->cause - 1 : RETENTION_NONE;
        row->status = isnan(value) ? "z" : NULL;
    }
    return row;
}

void factors_write_ratios(const struct factors *m, const double *beta, const double *variance)
{
    double wide = stats_normal_z(.95), narrow = stats_normal_z(.8);
    for (size_t j = 0; j < m->p; j++) {
        double se = sqrt(variance[j]), b = se > 0 ? beta[j] : NAN;
        struct retention_row *row = factors_add(m, RETENTION_HAZARD_RATIO, m->term[j], exp(b));
        if (row && se > 0) {
            row->lo95 = exp(b - wide * se);
            row->lo80 = exp(b - narrow * se);
            row->hi80 = exp(b + narrow * se);
            row->hi95 = exp(b + wide * se);
        }
        factors_add(m, RETENTION_HAZARD_RATIO_P, m->term[j],
                    se > 0 ? erfc(fabs(b / se) * M_SQRT1_2) : NAN);
    }
}

void factors_find(struct factors *f, struct retention *r, uint32_t cause)
{
    *f = (struct factors){.r = r, .cause = cause};
    for (size_t k = 0; k < r->settings->cox_count && !r->failed; k++)
        find_factor(f, k);
}

bool factors_row(const struct factors *m, size_t stay, double *x)
{
    bool whole = true;
    memset(x, 0, m->p * sizeof *x);
    for (size_t k = 0; k < m->count && whole; k++) {
        const struct factor *f = &m->list[k];
        uint32_t label = label_of(m->r, stay, f->label);
        whole = !isnan(f->value[label]);
        if (f->numeric)
            x[f->first] = f->value[label];
        else if (whole && f->column[label])
            x[f->column[label] - 1] = 1;
    }
    return whole;
}
