// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sufficiency/outcome.h"
#include "stats/random/variates.h"

#include <math.h>
#include <stdlib.h>

static const char tool[] = "hearth-sufficiency";

/* The random numbers of one date: one for each block and rule that sends on only a share. */
static void draw_luck(struct outcome *o, struct random_stream *streams)
{
    for (size_t b = 0; b < o->block_count; b++) {
        struct random_stream *s = &streams[b];
        for (size_t i = 0; i < o->plan.count; i++)
            o->luck[b * o->plan.count + i] = o->plan.steps[i].share < 1 ? random_uniform(s) : 0;
    }
}

static struct text block_name(const struct outcome *o, size_t block)
{
    return block < o->market->group_count ? o->market->group_names[block] : text_of("Pooled");
}

static void add_group(struct outcome *o, size_t group, size_t block, size_t date)
{
    const struct market *m = o->market;
    size_t at = date * m->cell_count + group * m->kind_count;
    for (size_t k = 0; k < m->kind_count; k++) {
        o->demand[k] += m->demand[at + k];
        o->supply[k] += m->supply[at + k];
        o->leaf[block * m->kind_count + k].children += m->sum[at + k];
    }
}

/* Demand and supply of a block by kind: of the group itself, or the sum of those pooled in it. */
static void gather(struct outcome *o, size_t block, size_t date)
{
    const struct market *m = o->market;
    const enum market_state *state = o->state + block * m->kind_count;
    for (size_t k = 0; k < m->kind_count; k++) {
        o->demand[k] = o->supply[k] = 0;
        o->leaf[block * m->kind_count + k].children = 0;
    }
    if (block < m->group_count)
        add_group(o, block, block, date);
    for (size_t g = 0; block >= m->group_count && g < m->group_count; g++)
        if (o->pooled_block[g] == block)
            add_group(o, g, block, date);
    for (size_t k = 0; k < m->kind_count; k++) {
        bool out = state[k] == MARKET_LEFT_OUT || state[k] == MARKET_ABSENT;
        o->demand[k] = out ? 0 : o->demand[k];
        o->supply[k] = state[k] == MARKET_NO_LIMIT ? OVERFLOW_NO_LIMIT : out ? 0 : o->supply[k];
    }
}

void outcome_place(struct outcome *o, size_t block, size_t date)
{
    const struct market *m = o->market;
    gather(o, block, date);
    overflow_place(&o->plan, m->kind_count, m->dates[date], o->demand, o->supply,
                   o->luck + block * o->plan.count, &o->result);
}

static void place_block(struct outcome *o, size_t block, size_t date, double *share,
                        struct random_stream *stream)
{
    const struct market *m = o->market;
    outcome_place(o, block, date);
    for (size_t k = 0; k < m->kind_count; k++) {
        size_t at = block * m->kind_count + k;
        struct outcome_leaf *leaf = &o->leaf[at];
        double children = leaf->children;
        *leaf = (struct outcome_leaf){
            .demand = o->demand[k],
            .supply = o->supply[k],
            .own = o->result.own[k],
            .arrived = o->result.arrived[k],
            .sent = o->result.sent[k],
            .unmet = o->result.unmet[k],
            .children = children,
        };
        int64_t placed = leaf->own + leaf->arrived;
        if (share && block < m->group_count && placed > 0)
            leaf->away = random_binomial(stream, share[at], (unsigned)placed);
    }
}

/* Adds up one line of the present date. */
struct sums {
    int64_t need, shortfall, surplus, served, usable, second, placed, unmet, away, workers;
    double children;
};

static void add_leaf(const struct outcome *o, uint32_t at, struct sums *s, int64_t sign)
{
    const struct outcome_leaf *l = &o->leaf[at];
    bool limited = o->state[at] == MARKET_COUNTED;
    int64_t placed = l->own + l->arrived;
    s->need += sign * (limited ? l->demand : placed);
    s->shortfall += sign * (l->sent + l->unmet);
    s->second += sign * l->sent;
    s->unmet += sign * l->unmet;
    s->placed += sign * placed;
    s->away += sign * l->away;
    if (!limited)
        return;
    s->surplus += sign * (l->supply - placed);
    s->served += sign * placed;
    s->usable += sign * l->supply;
    s->children += (double)sign * l->children;
}

static enum status count_line(const struct outcome *o, const struct outcome_line *line, size_t date)
{
    struct sums s = {0};
    for (size_t i = 0; i < line->plus_count; i++)
        add_leaf(o, line->plus[i], &s, 1);
    for (size_t i = 0; i < line->minus_count; i++)
        add_leaf(o, line->minus[i], &s, -1);
    double grid = o->market->settings->grid;
    bool usable = s.usable > 0;
    const struct {
        enum outcome_count count;
        bool wanted;
        int64_t value;
    } counted[] = {
        {COUNT_SHORTFALL, line->limited, s.shortfall},
        {COUNT_NEED, line->single, s.need},
        {COUNT_SURPLUS, line->limited && !line->minus_count, s.surplus},
        {COUNT_OCCUPANCY, usable && !line->minus_count,
         usable ? llround(1000. * (double)s.served / (double)s.usable) : 0},
        {COUNT_SECOND_CHOICE, o->plan.count && line->limited, s.second},
        {COUNT_PLACED, o->plan.count && !line->minus_count, s.placed},
        {COUNT_UNMET, o->plan.count && line->limited, s.unmet},
        {COUNT_OUT_OF_AREA, o->area && line->apart, s.away},
        {COUNT_PER_WORKER, usable && !line->minus_count && o->market->settings->load > 0,
         usable ? llround(100 * s.children / ((double)s.usable * grid)) : 0},
    };
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
        if (!counted[i].wanted)
            continue;
        enum status status =
            histogram_add(outcome_count(line, date, counted[i].count), counted[i].value);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status add_date(struct outcome *o, size_t date, struct random_stream *streams,
                            double *share)
{
    draw_luck(o, streams);
    for (size_t b = 0; b < o->block_count; b++)
        place_block(o, b, date, share, &streams[o->block_count + b]);
    enum status s = STATUS_OK;
    for (size_t i = 0; s == STATUS_OK && i < o->line_count; i++)
        s = count_line(o, &o->lines[i], date);
    return s;
}

enum status outcome_add(struct outcome *o,
                        enum status (*each)(void *context, const struct outcome *o, size_t date),
                        void *context)
{
    const struct market *m = o->market;
    uint64_t draw = (uint64_t)(m->draws - 1);
    struct random_stream *streams = malloc(2 * o->block_count * sizeof *streams + 1);
    double *share = o->area ? malloc(o->leaf_count * sizeof *share + 1) : NULL;
    if (!streams || (o->area && !share)) {
        free(streams);
        free(share);
        return STATUS_MEMORY;
    }
    for (size_t b = 0; b < o->block_count; b++) {
        struct text name = block_name(o, b);
        random_start(&streams[b], o->seed, tool, name, text_of("overflow"), draw);
        random_start(&streams[o->block_count + b], o->seed, tool, name, text_of("area"), draw);
        for (size_t k = 0; share && k < m->kind_count; k++)
            share[b * m->kind_count + k] = area_share(o->area, k, &streams[o->block_count + b]);
    }
    for (size_t c = 0; c < m->cell_count; c++)
        o->demand_sum[c] += m->sum[o->sum_date * m->cell_count + c];
    enum status s = STATUS_OK;
    for (size_t d = 0; s == STATUS_OK && d < m->date_count; d++) {
        s = add_date(o, d, streams, share);
        if (s == STATUS_OK && each)
            s = each(context, o, d);
    }
    free(streams);
    free(share);
    return s;
}
