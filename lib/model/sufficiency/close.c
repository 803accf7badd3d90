// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sufficiency/close.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

static const char *const names[CLOSE_LEVERS] = {"close_places", "close_households",
                                                "close_reduction", "close_both_places",
                                                "close_both_reduction"};

const char *close_name(enum close_lever l)
{
    return names[l];
}

struct kept {
    int32_t demand, supply;
    double per_household; /* NaN: unknown */
};

struct close_store {
    const struct outcome *o;
    struct close_result result;
    double household;
    struct kept *kept; /* by future * leaves + leaf */
    size_t count, room;
    double *need; /* by future: workspace */
};

enum status close_open(struct close_store **out, const struct outcome *o, double level, size_t date,
                       double household)
{
    struct close_store *c = *out = calloc(1, sizeof *c);
    if (!c)
        return STATUS_MEMORY;
    c->o = o;
    c->household = household;
    c->result = (struct close_result){
        .level = level,
        .date = date,
        .answers = malloc((o->line_count + 1) * CLOSE_LEVERS * sizeof *c->result.answers),
    };
    return c->result.answers ? STATUS_OK : STATUS_MEMORY;
}

void close_close(struct close_store *c)
{
    if (!c)
        return;
    free(c->result.answers);
    free(c->kept);
    free(c->need);
    free(c);
}

/* Usable places of one household more of the leaf's kind; NaN: not a kind of households. */
static double places_of_household(const struct close_store *c, const struct outcome *o, size_t leaf,
                                  double households)
{
    struct text kind = o->market->kinds[leaf % o->market->kind_count];
    if (c->household > 0 && overflow_is_about(text_of("Fostering"), kind))
        return c->household;
    return households > 0 ? (double)o->leaf[leaf].supply / households : NAN;
}

enum status close_add(void *store, const struct outcome *o, size_t date)
{
    struct close_store *c = store;
    const struct market *m = o->market;
    if (date != c->result.date)
        return STATUS_OK;
    if (c->count == c->room) {
        size_t room = c->room ? 2 * c->room : 256;
        struct kept *kept = realloc(c->kept, room * o->leaf_count * sizeof *kept + 1);
        if (!kept)
            return STATUS_MEMORY;
        c->kept = kept;
        c->room = room;
    }
    struct kept *to = c->kept + c->count++ * o->leaf_count;
    for (size_t i = 0; i < o->leaf_count; i++) {
        const struct outcome_leaf *l = &o->leaf[i];
        double households = i < m->cell_count ? m->households[date * m->cell_count + i] : NAN;
        if (o->state[i] == MARKET_COUNTED && (l->demand > INT32_MAX || l->supply > INT32_MAX))
            return STATUS_VALUE;
        bool counted = o->state[i] == MARKET_COUNTED;
        to[i] = (struct kept){
            .demand = counted ? (int32_t)l->demand : 0,
            .supply = counted ? (int32_t)l->supply : 0,
            .per_household = places_of_household(c, o, i, households),
        };
    }
    return STATUS_OK;
}

/* What one future needs of one lever for one leaf. */
static double need_of(const struct kept *k, enum close_lever lever)
{
    double shortage = k->demand > k->supply ? (double)k->demand - k->supply : 0;
    if (lever == CLOSE_PLACES)
        return shortage;
    if (lever == CLOSE_HOUSEHOLDS)
        return isnan(k->per_household) ? NAN
               : shortage == 0         ? 0
                                       : ceil(shortage / k->per_household - 1e-9);
    return shortage == 0 ? 0 : ceil(1000 * shortage / (double)k->demand - 1e-9) / 10;
}

/* The smallest number that suffices in all futures but a share LEVEL: the (1 - level) quantile. */
static double suffices(const double *sorted, size_t n, double level)
{
    double at = ceil((1 - level) * (double)n - 1e-9);
    size_t rank = at < 1 ? 1 : at > (double)n ? n : (size_t)at;
    return sorted[rank - 1];
}

/* The level LEVEL and those at which its own standard error puts it, twice. */
static void levels(const struct close_store *c, double out[3])
{
    double p = c->result.level, error = stats_normal_z(.95) * sqrt(p * (1 - p) / (double)c->count);
    out[0] = p;
    out[1] = p + error < 1 ? p + error : 1;
    out[2] = p > error ? p - error : 0;
}

static struct close_answer answer_of(const struct close_store *c, double *needs)
{
    double at[3];
    levels(c, at);
    for (size_t i = 0; i < c->count; i++)
        if (isnan(needs[i]))
            return (struct close_answer){NAN, NAN, NAN};
    stats_sort(needs, c->count);
    double value[3];
    for (int i = 0; i < 3; i++) {
        value[i] = suffices(needs, c->count, at[i]);
        value[i] = isfinite(value[i]) ? value[i] : NAN;
    }
    return (struct close_answer){value[0], value[1], value[2]};
}

/* What every future needs of LEVER for the leaf. */
static void needs_of_leaf(const struct close_store *c, uint32_t leaf, enum close_lever lever,
                          double *needs)
{
    for (size_t i = 0; i < c->count; i++)
        needs[i] = need_of(&c->kept[i * c->o->leaf_count + leaf], lever);
}

/* The share of futures in which some leaf of the line is short although PLACES are added to each (by leaf of
 * the line) and PER_CENT of the children need none. */
static double chance(const struct close_store *c, const struct outcome_line *line,
                     const double *places, double per_cent)
{
    size_t shorts = 0;
    for (size_t i = 0; i < c->count; i++) {
        bool is_short = false;
        for (size_t p = 0; p < line->plus_count; p++) {
            const struct kept *k = &c->kept[i * c->o->leaf_count + line->plus[p]];
            is_short = is_short || k->demand * (1 - per_cent / 100) > k->supply + places[p] + 1e-9;
        }
        shorts += is_short;
    }
    return (double)shorts / (double)c->count;
}

/* Places of each kind at a common rank of what the futures need: RANK of them are served. */
static enum status places_at(struct close_store *c, const struct outcome_line *line, size_t rank,
                             double *places)
{
    for (size_t p = 0; p < line->plus_count; p++) {
        needs_of_leaf(c, line->plus[p], CLOSE_PLACES, c->need);
        stats_sort(c->need, c->count);
        places[p] = c->need[rank - 1];
    }
    return STATUS_OK;
}

/* Lowest common rank at which the chance of any shortfall is at most LEVEL. */
static enum status common_places(struct close_store *c, const struct outcome_line *line,
                                 double level, double *places)
{
    size_t low = 1, high = c->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        places_at(c, line, middle, places);
        if (chance(c, line, places, 0) <= level + 1e-12)
            high = middle;
        else
            low = middle + 1;
    }
    return places_at(c, line, low, places);
}

/* The smallest reduction (in tenths of a per cent) of all children of the line. */
static double common_reduction(struct close_store *c, const struct outcome_line *line, double level)
{
    for (size_t i = 0; i < c->count; i++) {
        c->need[i] = 0;
        for (size_t p = 0; p < line->plus_count; p++) {
            double need = need_of(&c->kept[i * c->o->leaf_count + line->plus[p]], CLOSE_REDUCTION);
            c->need[i] = need > c->need[i] ? need : c->need[i];
        }
    }
    stats_sort(c->need, c->count);
    return suffices(c->need, c->count, level);
}

/* The smallest part, in 256ths, of both ways that suffices. Fills TRY with the places it means. */
static double both(const struct close_store *c, const struct outcome_line *line, double level,
                   const double *places, double per_cent, double *try)
{
    size_t low = 0, high = 256;
    for (;;) {
        size_t part = low < high ? (low + high) / 2 : low;
        for (size_t p = 0; p < line->plus_count; p++)
            try[p] = floor(places[p] * (double)part / 256 + .5);
        if (low == high)
            return per_cent * (double)part / 256;
        if (chance(c, line, try, per_cent * (double)part / 256) <= level + 1e-12)
            high = part;
        else
            low = part + 1;
    }
}

static double sum_of(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum;
}

static enum status answer_line(struct close_store *c, size_t number)
{
    const struct outcome_line *line = &c->o->lines[number];
    struct close_answer *to = c->result.answers + number * CLOSE_LEVERS;
    double at[3], *places = malloc((2 * line->plus_count + 1) * sizeof *places);
    if (!places)
        return STATUS_MEMORY;
    levels(c, at);
    double found[CLOSE_LEVERS][3] = {{0}};
    for (int i = 0; i < 3; i++) {
        double *try = places + line->plus_count;
        common_places(c, line, at[i], places);
        found[CLOSE_PLACES][i] = sum_of(places, line->plus_count);
        found[CLOSE_REDUCTION][i] = common_reduction(c, line, at[i]);
        found[CLOSE_BOTH_REDUCTION][i] =
            ceil(10 * both(c, line, at[i], places, found[CLOSE_REDUCTION][i], try) - 1e-9) / 10;
        found[CLOSE_BOTH_PLACES][i] = sum_of(try, line->plus_count);
    }
    for (int l = 0; l < CLOSE_LEVERS; l++) /* of both, one may fall as the other rises */
        to[l] =
            (struct close_answer){found[l][0], fmin(found[l][0], fmin(found[l][1], found[l][2])),
                                  fmax(found[l][0], fmax(found[l][1], found[l][2]))};
    to[CLOSE_HOUSEHOLDS] = (struct close_answer){NAN, NAN, NAN};
    if (line->single) {
        needs_of_leaf(c, line->plus[0], CLOSE_HOUSEHOLDS, c->need);
        to[CLOSE_HOUSEHOLDS] = answer_of(c, c->need);
    }
    free(places);
    return STATUS_OK;
}

enum status close_find(struct close_store *c, const struct close_result **out)
{
    *out = &c->result;
    c->need = malloc((c->count + 1) * sizeof *c->need);
    enum status s = c->need ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; s == STATUS_OK && i < c->o->line_count; i++)
        if (c->o->lines[i].limited && !c->o->lines[i].minus_count)
            s = answer_line(c, i);
    return s;
}
