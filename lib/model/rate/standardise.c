// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/rate/rates.h"

#include "stats/counts/standardise.h"
#include "stats/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 220 };

/* One actual count of one stratum. */
struct stratum {
    const struct standardiser *owner;
    const struct series_row *row;
};

struct standardiser {
    const struct series_table *table;
    const struct denominators *people, *standard;
    const struct rate_plan *plan;
    const char *name;
    const struct problem_sink *sink;
    struct rate_tally *tally;
    size_t over;
    uint32_t *first;  /* of each series: the first series that differs in OVER alone */
    uint32_t *strata; /* table words of the standard's labels; INTERN_NONE: not in the table */
    double *events, *population, *weights; /* one a stratum of the standard */
    struct text *labels, *kept;
};

/* By group (in order of first appearance), date, file order. */
static int compare(const void *p, const void *q)
{
    const struct stratum *a = p, *b = q;
    uint32_t x = a->owner->first[a->row->series], y = b->owner->first[b->row->series];
    if (x != y)
        return x < y ? -1 : 1;
    if (a->row->date != b->row->date)
        return a->row->date < b->row->date ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static bool same_group(const struct standardiser *s, const struct series_key *a,
                       const struct series_key *b)
{
    if (a->measure != b->measure)
        return false;
    for (size_t d = 0; d < s->table->dimension_count; d++)
        if (d != s->over && a->labels[d] != b->labels[d])
            return false;
    return true;
}

static void find_groups(struct standardiser *s)
{
    const struct series_table *t = s->table;
    for (uint32_t i = 0; i < t->series_count; i++) {
        s->first[i] = i;
        for (uint32_t k = 0; k < i; k++)
            if (s->first[k] == k && same_group(s, &t->series[i], &t->series[k])) {
                s->first[i] = k;
                break;
            }
    }
}

/* The standard's own labels, found among the words of the series. */
static void find_strata(struct standardiser *s)
{
    for (size_t i = 0; i < s->standard->count; i++) {
        uint32_t word = s->standard->entries[i].labels[0];
        s->strata[i] = intern_find(&s->table->words, intern_text(&s->standard->words, word));
        s->weights[i] = s->standard->entries[i].value;
    }
}

/* Puts a row's count into its stratum; false when the standard has none for it. */
static bool place(struct standardiser *s, const struct series_row *row)
{
    uint32_t label = s->table->series[row->series].labels[s->over];
    for (size_t i = 0; i < s->standard->count; i++)
        if (s->strata[i] == label) {
            s->events[i] = row->value;
            return true;
        }
    char text[NAME];
    problem_report(s->sink, PROBLEM_ROW, "no-standard", s->name, row->line, NULL,
                   "%s is not in the standard population: left out",
                   series_name(s->table, row->series, text, sizeof text));
    return false;
}

static struct interval level_of(const struct standardiser *s, double level, double *rate)
{
    struct standardised_rate r;
    if (rate_standardise(s->events, s->population, s->weights, s->standard->count, level, &r) !=
        STATUS_OK) {
        *rate = NAN;
        return (struct interval){NAN, NAN};
    }
    *rate = s->plan->per * r.rate;
    return (struct interval){s->plan->per * r.dobson_byar.low, s->plan->per * r.dobson_byar.high};
}

/* Writes the rate of the rows FROM ... END - 1: one group at one date. */
static void write_group(struct standardiser *s, const struct stratum *from,
                        const struct stratum *end, struct writer *w)
{
    const struct series_table *t = s->table;
    const struct series_row *row = from->row;
    const struct series_key *key = &t->series[row->series];
    static const struct series_columns columns = {.bounds = true, .status = true};
    struct series_output out = {.date = row->date, .labels = s->kept, .median = NAN};
    char measure[NAME];
    size_t used = 0, kept = 0;
    memset(s->events, 0, s->standard->count * sizeof *s->events);
    for (const struct stratum *i = from; i < end; i++)
        used += place(s, i->row);
    if (!used)
        return;
    for (size_t d = 0; d < t->dimension_count; d++) {
        s->labels[d] = series_word(t, key->labels[d]);
        if (d != s->over)
            s->kept[kept++] = s->labels[d];
    }
    for (size_t i = 0; i < s->standard->count; i++) {
        s->labels[s->over] = intern_text(&s->standard->words, s->standard->entries[i].labels[0]);
        s->population[i] = denominators_find(s->people, s->labels, row->date);
    }
    struct interval wide = level_of(s, .95, &out.value), narrow = level_of(s, .8, &out.value);
    const double bounds[SERIES_BOUNDS] = {wide.low, narrow.low, narrow.high, wide.high};
    for (int i = 0; i < SERIES_BOUNDS; i++)
        out.bound[i] = stats_round(bounds[i], RATE_DIGITS);
    out.value = stats_round(out.value, RATE_DIGITS);
    bool missing = isnan(out.value);
    s->tally->rates += missing ? 0 : 1;
    s->tally->no_population += missing ? 1 : 0;
    out.status = text_of(missing ? "x" : "");
    out.label_count = kept;
    size_t start = (size_t)snprintf(measure, sizeof measure, "standardised ");
    rate_measure(series_word(t, key->measure), s->plan->per, measure + start,
                 sizeof measure - start);
    out.measure = text_of(measure);
    series_write(w, &out, &columns);
}

static void write_all(struct standardiser *s, struct stratum *strata, struct writer *w)
{
    const struct series_table *t = s->table;
    static const struct series_columns columns = {.bounds = true, .status = true};
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < t->row_count; i++)
        if (t->rows[i].kind == t->actual)
            strata[count++] = (struct stratum){s, &t->rows[i]};
    qsort(strata, count, sizeof *strata, compare);
    for (size_t d = 0; d < t->dimension_count; d++)
        if (d != s->over)
            s->kept[kept++] = t->dimensions[d];
    series_write_header(w, s->kept, kept, &columns);
    for (size_t i = 0, end; i < count; i = end) {
        const struct series_row *a = strata[i].row;
        for (end = i + 1; end < count; end++) {
            const struct series_row *b = strata[end].row;
            if (s->first[b->series] != s->first[a->series] || b->date != a->date)
                break;
        }
        write_group(s, strata + i, strata + end, w);
    }
}

enum status rates_standardise(const struct series_table *t, const struct denominators *people,
                              const struct denominators *standard, size_t over,
                              const struct rate_plan *plan, const char *name, struct writer *w,
                              const struct problem_sink *sink, struct rate_tally *tally)
{
    size_t n = standard->count, dimensions = t->dimension_count;
    struct standardiser s = {.table = t,
                             .people = people,
                             .standard = standard,
                             .plan = plan,
                             .name = name,
                             .sink = sink,
                             .tally = tally,
                             .over = over};
    *tally = (struct rate_tally){0};
    struct stratum *strata = malloc((t->row_count + 1) * sizeof *strata);
    s.first = malloc((t->series_count + 1) * sizeof *s.first);
    s.strata = malloc((n + 1) * sizeof *s.strata);
    s.events = malloc((3 * n + 1) * sizeof *s.events);
    s.labels = malloc((2 * dimensions + 1) * sizeof *s.labels);
    enum status status =
        strata && s.first && s.strata && s.events && s.labels ? STATUS_OK : STATUS_MEMORY;
    if (status == STATUS_OK) {
        s.population = s.events + n;
        s.weights = s.population + n;
        s.kept = s.labels + dimensions;
        find_groups(&s);
        find_strata(&s);
        write_all(&s, strata, w);
    }
    free(strata);
    free(s.first);
    free(s.strata);
    free(s.events);
    free(s.labels);
    return status;
}
