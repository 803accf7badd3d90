// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/retention/retention.h"
#include "stats/stats.h"
#include "stats/survival/cox.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One column of --cox, as it stands for one model: a number, or levels of which one is compared with. */
struct factor {
    size_t label; /* which of the stays' labels */
    bool numeric;
    double *value;       /* by label number; NaN: the stay is left out */
    size_t *column;      /* by label number: 1 + the model's column; 0: the level compared with */
    size_t first, count; /* its columns of the model */
    size_t term;         /* number in retention.terms of the column itself */
};

enum { COLUMNS_MOST = 200 };

/* One model: the stays that have all columns, in arrays of their own. */
struct model {
    struct retention *r;
    uint32_t cause; /* 0: any */
    struct factor factor[STAYS_LABELS_MOST];
    size_t factors, p, n, clusters;
    bool several;              /* stays of one subject */
    size_t term[COLUMNS_MOST]; /* of each column: number in retention.terms */
    size_t factor_of[COLUMNS_MOST];
    double *entry, *exit, *x;
    uint32_t *why, *stratum, *cluster;
    struct survival_data data;
};

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

static bool is_exit(const struct model *m, size_t stay)
{
    uint32_t cause = m->r->stays.cause[stay];
    return cause && (!m->cause || cause == m->cause);
}

/* The values of a column that holds nothing but numbers and blanks; false for any other. */
static bool read_numbers(struct model *m, struct factor *f)
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
static void take_level(struct model *m, struct factor *f, const struct level *level,
                       const struct level *base)
{
    struct retention *r = m->r;
    char column[60], name[60], other[60], all[240];
    text_show(r->stays.label_names[f->label], column, sizeof column);
    text_show(intern_text(&r->stays.label_texts, level->label), name, sizeof name);
    text_show(intern_text(&r->stays.label_texts, base->label), other, sizeof other);
    if (!level->exits || m->p == COLUMNS_MOST) {
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
    m->factor_of[m->p] = (size_t)(f - m->factor);
    f->column[level->label] = ++m->p;
    f->count++;
}

/* A column of texts: each level beside the most frequent one that anybody left. */
static void find_levels(struct model *m, struct factor *f)
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

static void find_factor(struct model *m, size_t label)
{
    struct retention *r = m->r;
    struct factor *f = &m->factor[m->factors++];
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
        m->factor_of[m->p] = m->factors - 1;
        m->p++;
    } else {
        find_levels(m, f);
    }
}

/* Copies the stays that have every column. */
static void fill(struct model *m)
{
    const struct stays *s = &m->r->stays;
    const struct retention_settings *set = m->r->settings;
    uint32_t last = 0;
    size_t left_out = 0, strata = set->cox_count, cluster = strata + set->strata;
    for (size_t i = 0; i < s->n; i++) {
        bool whole = true;
        double *x = m->x + m->n * m->p;
        memset(x, 0, m->p * sizeof *x);
        for (size_t k = 0; k < m->factors && whole; k++) {
            const struct factor *f = &m->factor[k];
            uint32_t label = label_of(m->r, i, f->label);
            whole = !isnan(f->value[label]);
            if (f->numeric)
                x[f->first] = f->value[label];
            else if (whole && f->column[label])
                x[f->column[label] - 1] = 1;
        }
        left_out += !whole;
        if (!whole)
            continue;
        m->entry[m->n] = s->entry[i];
        m->exit[m->n] = s->exit[i];
        m->why[m->n] = s->cause[i];
        m->stratum[m->n] = set->strata ? label_of(m->r, i, strata) : 0;
        m->several |= m->n > 0 && s->subject[i] == last;
        last = s->subject[i];
        m->cluster[m->n++] = set->cluster ? label_of(m->r, i, cluster) : s->subject[i];
    }
    m->clusters = set->cluster ? s->label_texts.count : s->subjects;
    if (left_out)
        problem_report(m->r->sink, PROBLEM_WARNING, "cox-rows", m->r->file, 0, NULL,
                       "Cox: %zu stays lack a column and are left out of the model", left_out);
}

static struct retention_row *add_row(struct model *m, enum retention_measure measure, size_t term,
                                     double value)
{
    struct retention_row *row = retention_add(m->r, measure, RETENTION_NONE, NAN, value);
    if (row) {
        row->term = term == SIZE_MAX ? term : term + 1;
        row->cause = m->cause ? m->cause - 1 : RETENTION_NONE;
        row->status = isnan(value) ? "z" : NULL;
    }
    return row;
}

static void write_ratios(struct model *m, const double *beta, const double *covariance)
{
    double wide = stats_normal_z(.95), narrow = stats_normal_z(.8);
    for (size_t j = 0; j < m->p; j++) {
        double se = sqrt(covariance[j * m->p + j]), b = se > 0 ? beta[j] : NAN;
        struct retention_row *row = add_row(m, RETENTION_HAZARD_RATIO, m->term[j], exp(b));
        if (row && se > 0) {
            row->lo95 = exp(b - wide * se);
            row->lo80 = exp(b - narrow * se);
            row->hi80 = exp(b + narrow * se);
            row->hi95 = exp(b + wide * se);
        }
        add_row(m, RETENTION_HAZARD_RATIO_P, m->term[j],
                se > 0 ? erfc(fabs(b / se) * M_SQRT1_2) : NAN);
    }
}

/* Are the hazards proportional? One test a column of the table, and one of all. */
static void check_proportional(struct model *m, struct cox *c, const double *beta,
                               struct risk_order *o)
{
    size_t degrees[STAYS_LABELS_MOST + 1];
    double chi_square[STAYS_LABELS_MOST + 1], p[STAYS_LABELS_MOST + 1];
    struct curve pooled = {.points = malloc((m->n + 1) * sizeof *pooled.points)};
    bool good = pooled.points && risk_order_split(o, NULL, 1) == STATUS_OK &&
                curve_estimate(&m->data, o, 0, m->cause, 0, &pooled) == STATUS_OK &&
                cox_proportional(c, beta, &pooled, m->factor_of, m->factors, chi_square, degrees,
                                 p) == STATUS_OK;
    for (size_t k = 0; k < m->factors && good; k++)
        add_row(m, RETENTION_PROPORTIONAL_P, m->factor[k].term, p[k]);
    if (good && m->factors > 1)
        add_row(m, RETENTION_PROPORTIONAL_P, SIZE_MAX, p[m->factors]);
    free(pooled.points);
}

static void say_model(struct model *m, const struct cox_fit *fit, bool clustered)
{
    char shown[60] = "";
    if (m->cause)
        text_show(intern_text(&m->r->stays.reasons, m->cause - 1), shown, sizeof shown);
    problem_report(m->r->sink, PROBLEM_NOTE, "cox", m->r->file, 0, NULL,
                   "Cox%s%s: %zu stays, %zu exits, ties by Efron; standard errors %s",
                   m->cause ? " for reason " : "", shown, fit->rows, fit->events,
                   !clustered                ? "of the model"
                   : m->r->settings->cluster ? "robust, by cluster"
                                             : "robust, by subject");
}

/* Fits M's arrays and writes its rows; BETA p, the matrices p * p. */
static enum status fit(struct model *m, double *beta, double *covariance, double *robust)
{
    struct risk_order o;
    struct cox *c = NULL;
    struct cox_fit got;
    size_t strata = m->r->settings->strata ? m->r->stays.label_texts.count : 1;
    const struct cox_data data = {&m->data, m->cause, m->x, m->p, COX_EFRON};
    enum status s = risk_order_init(&o, m->n, strata);
    if (s != STATUS_OK)
        return s;
    s = risk_order_sort(&o, &m->data);
    if (s == STATUS_OK)
        s = risk_order_split(&o, m->stratum, strata);
    if (s == STATUS_OK)
        s = cox_new(&c, &data, &o);
    if (s == STATUS_OK)
        s = cox_estimate(c, beta, covariance, &got);
    bool clustered = m->r->settings->cluster || m->several;
    if (s == STATUS_OK && clustered)
        s = cox_robust(c, beta, covariance, m->cluster, m->clusters, robust);
    if (s == STATUS_OK) {
        say_model(m, &got, clustered);
        write_ratios(m, beta, clustered ? robust : covariance);
        check_proportional(m, c, beta, &o);
    }
    cox_free(c);
    risk_order_done(&o);
    return s;
}

static void fit_cause(struct retention *r, struct model *m, uint32_t cause)
{
    *m = (struct model){.r = r, .cause = cause};
    for (size_t k = 0; k < r->settings->cox_count && !r->failed; k++)
        find_factor(m, k);
    size_t room = r->stays.n + 1, width = m->p + 1;
    double *numbers = malloc((room * (2 + width) + width * (1 + 2 * width)) * sizeof *numbers);
    uint32_t *codes = malloc(3 * room * sizeof *codes);
    if (numbers && codes && !r->failed) {
        m->entry = numbers;
        m->exit = m->entry + room;
        m->x = m->exit + room;
        double *beta = m->x + room * width, *covariance = beta + width;
        m->why = codes;
        m->stratum = codes + room;
        m->cluster = m->stratum + room;
        fill(m);
        m->data = (struct survival_data){m->n, m->entry, m->exit, m->why, NULL};
        enum status s = fit(m, beta, covariance, covariance + width * width);
        if (s == STATUS_MEMORY)
            r->failed = true;
        else if (s != STATUS_OK)
            problem_report(r->sink, PROBLEM_WARNING, "cox", r->file, 0, NULL, "Cox: no model: %s",
                           s == STATUS_SHORT   ? "nobody left"
                           : s == STATUS_VALUE ? "no column varies"
                                               : "no estimate was found");
    } else {
        r->failed = true;
    }
    free(numbers);
    free(codes);
}

void retention_cox(struct retention *r)
{
    struct model *m = malloc(sizeof *m);
    r->failed |= !m;
    if (m && !r->settings->stays.competing)
        fit_cause(r, m, 0);
    for (uint32_t k = 0; m && r->settings->stays.competing && k < r->stays.reasons.count; k++)
        fit_cause(r, m, 1 + k);
    free(m);
}
