// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/indicator/indicators.h"
#include "stats/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

double indicator_round(double x, int decimals)
{
    /* a nudge of a millionth of a millionth, so that 2.675, which a binary fraction falls short of, is a
     * half as its digits say */
    double scale = pow(10, decimals), y = fabs(x) * scale;
    return copysign(floor(y + .5 + 1e-12 * y) / scale, x);
}

enum { DIGITS = 12 }; /* significant ones of what is not rounded: sums of decimal fractions */

/* -- one formula for one group, part and date */

struct question {
    const struct indicators *in;
    struct count_entry key; /* of the numerator: with its part */
    uint32_t status;        /* of the first unknown count */
    bool absent;            /* a count of a series is not there at all: no row */
};

/* Days in the year that a full-time worker has to work, as published rates imply: one more when the year
 * holds a 29 February. */
static double working_days(int32_t date)
{
    int year, month, day;
    date_split(date, &year, &month, &day);
    return 253 + (date_days_in_month(year, 2) == 29);
}

static const struct period_calendar *years_of(const struct indicators *in, int32_t date,
                                              struct period_calendar *own)
{
    int year, month, day;
    if (in->reckoning)
        return reckoning_years(in->reckoning);
    date_split(date, &year, &month, &day);
    *own = (struct period_calendar){EVERY_YEAR, month, 31};
    return own;
}

static double unknown(struct question *q, const char *status)
{
    if (!q->status)
        q->status = counts_word(q->in->counts, text_of(status));
    return NAN;
}

static double count_of(void *context, struct text name)
{
    struct question *q = context;
    const struct indicators *in = q->in;
    struct count_entry key = q->key;
    bool before;
    name = indicator_count_name(name, &before);
    if (text_is(name, "working_days"))
        return working_days(key.date);
    if (text_is(name, "population") && in->population) {
        double people = group_population(in->population, in->counts, key.group, key.date);
        return isnan(people) ? unknown(q, "x") : people;
    }
    if (before) {
        struct period_calendar own;
        const struct period_calendar *years = years_of(in, key.date, &own);
        key.date = period_end(years, period_number(years, key.date) - 1);
    }
    key.name = intern_find(&in->counts->words, name);
    const struct count_entry *e = counts_find(in->counts, &key);
    const struct family_count *own = in->reckoning ? reckoning_count(in->reckoning, name) : NULL;
    if (own && !reckoning_covers(in->reckoning, key.group, key.date, own->years))
        return unknown(q, "x");
    if (!e && own)
        return 0;
    if (!e)
        q->absent = true;
    if (!e || isnan(e->value))
        return unknown(q, e && e->status ? intern_text(&in->counts->words, e->status).at : "x");
    return e->value;
}

/* -- rows */

enum kind { VALUE, NUMERATOR, DENOMINATOR, LEFT_OUT, KINDS };
static const char *const kind_words[KINDS] = {"", " numerator", " denominator", " left out"};

struct row {
    int32_t date;
    uint32_t definition, group, part, status;
    enum kind kind;
    double value;
};

struct table {
    struct indicators *in;
    struct row *rows;
    size_t count, room;
    int32_t *dates;
    size_t date_count;
    bool any_parts, any_status, failed;
};

static bool add_row(struct table *t, const struct row *row)
{
    if (t->count == t->room) {
        size_t room = t->room ? t->room * 2 : 256;
        struct row *more = realloc(t->rows, room * sizeof *more);
        if (!more)
            return false;
        t->rows = more;
        t->room = room;
    }
    t->rows[t->count++] = *row;
    t->any_status = t->any_status || row->status;
    t->any_parts = t->any_parts || row->part;
    return true;
}

/* How long a group must have been seen for D; one more year for a count of the year before. */
static int years_wanted(const struct indicators *in, const struct definition *d)
{
    const struct formula *both[] = {&d->numerator, &d->denominator};
    int years = 0;
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < both[k]->size; i++) {
            bool before;
            struct text name = indicator_count_name(both[k]->factors[i].count, &before);
            const struct family_count *c = reckoning_count(in->reckoning, name);
            int wanted = (c ? c->years : 0) + (before ? 1 : 0);
            years = wanted > years ? wanted : years;
        }
    return years;
}

static bool is_asked(const struct table *t, const struct definition *d, int32_t date)
{
    const struct indicators *in = t->in;
    if ((in->from != DATE_NONE && date < in->from) || (in->to != DATE_NONE && date > in->to))
        return false;
    if (!in->reckoning)
        return true;
    int32_t first, last;
    if (!reckoning_span(in->reckoning, &first, &last))
        return false;
    int32_t n = period_number(reckoning_years(in->reckoning), date);
    return n - years_wanted(in, d) >= first && n <= last;
}

/* Of a statistic: the value; how many ended; how many times it is made of; and what was left out. */
static enum status work_out_times(struct table *t, const struct definition *d, struct row *row)
{
    struct indicators *in = t->in;
    struct count_entry key = {.group = row->group, .part = d->parts ? row->part : 0};
    struct duration_answer answer;
    key.name = intern_find(&in->counts->words, d->numerator.factors[0].count);
    key.date = row->date;
    double days = definition_days(intern_text(&in->counts->words, row->part));
    if (!reckoning_covers(in->reckoning, row->group, row->date, 1)) {
        row->value = NAN;
        row->status = counts_word(in->counts, text_of("x"));
        return STATUS_OK;
    }
    enum status s =
        durations_ask(reckoning_durations(in->reckoning), &key, d->statistic, days, &answer);
    row->value = row->kind == NUMERATOR     ? (double)answer.ended
                 : row->kind == DENOMINATOR ? (double)answer.times
                                            : d->scale * answer.value;
    if (isnan(row->value))
        row->status = counts_word(in->counts, text_of(answer.too_few ? "u" : "x"));
    else if (row->kind == VALUE)
        row->value =
            in->exact ? stats_round(row->value, DIGITS) : indicator_round(row->value, d->decimals);
    return s;
}

/* The value of KIND; false where there is no such row. */
static bool work_out(struct table *t, const struct definition *d, struct row *row)
{
    struct indicators *in = t->in;
    if (d->statistic && row->kind != LEFT_OUT) {
        in->values += row->kind == VALUE;
        t->failed = t->failed || work_out_times(t, d, row) != STATUS_OK;
        in->empty += row->kind == VALUE && isnan(row->value) ? 1 : 0;
        return true;
    }
    struct question q = {.in = in, .key = {.group = row->group, .date = row->date}};
    struct question whole = q;
    q.key.part = row->part;
    double over = d->statistic ? 0 : formula_value(&d->numerator, count_of, &q);
    double under = formula_value(&d->denominator, count_of, &whole);
    bool ratio = d->denominator.size > 0;
    if (q.absent || whole.absent) {
        bool some = ratio && !(q.absent && whole.absent);
        in->incomplete += row->kind == VALUE && some ? 1 : 0;
        return false;
    }
    row->status = q.status ? q.status : ratio ? whole.status : 0;
    if (row->kind == NUMERATOR || row->kind == DENOMINATOR) {
        row->value = row->kind == NUMERATOR ? over : under;
        row->status = row->kind == NUMERATOR ? q.status : whole.status;
        row->value = stats_round(row->value, DIGITS);
        return ratio;
    }
    if (row->kind == LEFT_OUT) {
        struct question lost = whole;
        lost.status = 0;
        row->value = formula_value(&d->left_out, count_of, &lost);
        row->status = lost.status;
        return d->left_out.size && !lost.absent;
    }
    if (ratio && under == 0 && !row->status)
        row->status = counts_word(in->counts, text_of("z"));
    row->value = row->status ? NAN : ratio ? d->scale * (over / under) : over;
    row->value =
        in->exact ? stats_round(row->value, DIGITS) : indicator_round(row->value, d->decimals);
    in->values++;
    in->empty += isnan(row->value) ? 1 : 0;
    return true;
}

/* -- order: definitions as chosen, kinds, labels, parts, dates */

struct place {
    const struct counts *counts;
    uint32_t group, part;
};

static int compare_places(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    const struct counts *c = x->counts;
    for (size_t i = 0; i < c->dimension_count; i++) {
        int order = text_compare(counts_label(c, x->group, i), counts_label(c, y->group, i));
        if (order)
            return order;
    }
    return text_compare(intern_text(&c->words, x->part), intern_text(&c->words, y->part));
}

/* The groups, in order, or the groups with each part that occurs of NAME. Returns their number. */
static size_t find_places(const struct counts *c, bool parts, struct text name, struct place *out)
{
    size_t n = 0, kept = 0;
    uint32_t word = intern_find(&c->words, name);
    for (uint32_t g = 0; !parts && g < c->groups.count; g++)
        out[n++] = (struct place){c, g, 0};
    for (size_t i = 0; parts && i < c->keys.count; i++)
        if (c->entries[i].name == word && c->entries[i].part)
            out[n++] = (struct place){c, c->entries[i].group, c->entries[i].part};
    qsort(out, n, sizeof *out, compare_places);
    for (size_t i = 0; i < n; i++)
        if (!kept || compare_places(&out[kept - 1], &out[i]))
            out[kept++] = out[i];
    return kept;
}

/* The groups with each part, or with each time asked for, that the times of D are of. */
static size_t find_times(const struct indicators *in, const struct definition *d, enum kind kind,
                         struct place *out)
{
    const struct durations *all = reckoning_durations(in->reckoning);
    struct counts *c = in->counts;
    size_t n = 0, kept = 0;
    uint32_t word = intern_find(&c->words, d->numerator.factors[0].count);
    for (size_t i = 0; i < all->count; i++) {
        const struct count_entry *key = &all->list[i].key;
        struct text rest = d->at;
        if (key->name != word || (n && out[n - 1].group == key->group && !d->parts))
            continue;
        if (d->parts || !d->at.size || kind != VALUE)
            out[n++] = (struct place){c, key->group, d->parts ? key->part : 0};
        else
            while (rest.at)
                out[n++] = (struct place){c, key->group, counts_word(c, text_cut(&rest, '|'))};
    }
    qsort(out, n, sizeof *out, compare_places);
    for (size_t i = 0; i < n; i++)
        if (!kept || compare_places(&out[kept - 1], &out[i]))
            out[kept++] = out[i];
    return kept;
}

static int compare_dates(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static bool find_dates(struct table *t)
{
    const struct indicators *in = t->in;
    int32_t first, last;
    if (in->reckoning) {
        if (!reckoning_span(in->reckoning, &first, &last))
            return true;
        t->dates = malloc((size_t)(last - first + 1) * sizeof *t->dates);
        for (int32_t n = first; t->dates && n <= last; n++)
            t->dates[t->date_count++] = period_end(reckoning_years(in->reckoning), n);
        return t->dates;
    }
    t->dates = malloc((in->counts->keys.count + 1) * sizeof *t->dates);
    if (!t->dates)
        return false;
    size_t n = in->counts->keys.count;
    for (size_t i = 0; i < n; i++)
        t->dates[i] = in->counts->entries[i].date;
    qsort(t->dates, n, sizeof *t->dates, compare_dates);
    for (size_t i = 0; i < n; i++)
        if (!t->date_count || t->dates[t->date_count - 1] != t->dates[i])
            t->dates[t->date_count++] = t->dates[i];
    return true;
}

static bool work_out_all(struct table *t, struct place *places)
{
    const struct indicators *in = t->in;
    for (uint32_t i = 0; i < in->chosen_count; i++) {
        const struct definition *d = in->chosen[i];
        for (enum kind k = VALUE; k < (in->values_only ? NUMERATOR : KINDS); k++) {
            bool parts = d->parts && (k == VALUE || k == NUMERATOR);
            size_t n = d->statistic && k != LEFT_OUT
                           ? find_times(in, d, k, places)
                           : find_places(in->counts, parts, d->numerator.factors[0].count, places);
            for (size_t p = 0; p < n; p++)
                for (size_t date = 0; date < t->date_count; date++) {
                    struct row row = {.date = t->dates[date],
                                      .definition = i,
                                      .group = places[p].group,
                                      .part = places[p].part,
                                      .kind = k};
                    if (is_asked(t, d, row.date) && work_out(t, d, &row) && !add_row(t, &row))
                        return false;
                }
        }
    }
    return !t->failed;
}

static void write_rows(const struct table *t, struct writer *w)
{
    const struct counts *c = t->in->counts;
    struct text names[COUNTS_DIMENSIONS + 1], labels[COUNTS_DIMENSIONS + 1];
    const struct series_columns columns = {.status = t->any_status};
    size_t n = c->dimension_count;
    for (size_t i = 0; i < n; i++)
        names[i] = c->dimensions[i];
    names[n] = text_of("part");
    series_write_header(w, names, n + (t->any_parts ? 1 : 0), &columns);
    for (size_t i = 0; i < t->count; i++) {
        char measure[200];
        const struct row *row = &t->rows[i];
        snprintf(measure, sizeof measure, "%s%s", t->in->chosen[row->definition]->measure.at,
                 kind_words[row->kind]);
        for (size_t k = 0; k < n; k++)
            labels[k] = counts_label(c, row->group, k);
        labels[n] = intern_text(&c->words, row->part);
        const struct series_output out = {.date = row->date,
                                          .measure = text_of(measure),
                                          .labels = labels,
                                          .label_count = n + (t->any_parts ? 1 : 0),
                                          .value = row->value,
                                          .status = intern_text(&c->words, row->status)};
        series_write(w, &out, &columns);
    }
}

enum status indicators_write(struct indicators *in, struct writer *w)
{
    struct table t = {.in = in};
    size_t most = in->counts->keys.count + in->counts->groups.count + 1;
    size_t pieces = in->reckoning ? reckoning_durations(in->reckoning)->count + 1 : 0;
    for (size_t i = 0; i < in->chosen_count; i++) {
        size_t times = 1;
        for (size_t k = 0; k < in->chosen[i]->at.size; k++)
            times += in->chosen[i]->at.at[k] == '|' ? 1 : 0;
        most = most > times * pieces ? most : times * pieces;
    }
    struct place *places = malloc(most * sizeof *places);
    bool good = places && find_dates(&t) && work_out_all(&t, places);
    if (good)
        write_rows(&t, w);
    free(places);
    free(t.dates);
    free(t.rows);
    return good ? STATUS_OK : STATUS_MEMORY;
}
