// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sufficiency/outcome.h"

#include <stdlib.h>

static const char *const names[OUTCOME_MEASURES] = {
    "shortfall",     "surplus", "p_shortfall", "places_needed", "places_to_add",      "occupancy",
    "second_choice", "placed",  "unmet",       "out_of_area",   "children_per_worker"};

const char *outcome_name(enum outcome_measure m)
{
    return names[m];
}

bool outcome_read_measures(const char *list, bool measures[OUTCOME_MEASURES], struct text *mistake)
{
    struct text rest = text_of(list);
    for (int i = 0; i < OUTCOME_MEASURES; i++)
        measures[i] = !list;
    while (rest.at) {
        *mistake = text_trim(text_cut(&rest, ','));
        int found = -1;
        for (int i = 0; i < OUTCOME_MEASURES; i++)
            found = text_is(*mistake, names[i]) ? i : found;
        if (found < 0)
            return false;
        measures[found] = true;
    }
    return true;
}

/* Which groups are pooled together: those that differ in the dimension POOL only. Their blocks come
 * after those of the groups. */
static enum status find_pools(struct outcome *o, size_t pool)
{
    const struct market *m = o->market;
    size_t before = m->by_count - 1;
    o->pooled_block = arena_take(&o->arena, (m->group_count + 1) * sizeof *o->pooled_block);
    if (!o->pooled_block)
        return STATUS_MEMORY;
    for (size_t g = 0; g < m->group_count; g++) {
        o->pooled_block[g] = (uint32_t)o->block_count;
        for (size_t h = 0; h < g; h++) {
            bool same = true;
            for (size_t d = 0; d < before; d++)
                same = same && (d == pool || text_equal(m->group_labels[g * before + d],
                                                        m->group_labels[h * before + d]));
            if (same) {
                o->pooled_block[g] = o->pooled_block[h];
                break;
            }
        }
        o->block_count += o->pooled_block[g] == o->block_count;
    }
    return STATUS_OK;
}

static enum status find_states(struct outcome *o)
{
    const struct market *m = o->market;
    o->leaf_count = o->block_count * m->kind_count;
    o->state = arena_take(&o->arena, (o->leaf_count + 1) * sizeof *o->state);
    o->leaf = arena_take(&o->arena, (o->leaf_count + 1) * sizeof *o->leaf);
    o->line_of = arena_take(&o->arena, (o->leaf_count + 1) * sizeof *o->line_of);
    if (!o->state || !o->leaf || !o->line_of)
        return STATUS_MEMORY;
    for (size_t i = 0; i < o->leaf_count; i++) {
        o->state[i] = i < m->cell_count ? m->state[i] : MARKET_ABSENT;
        o->leaf[i] = (struct outcome_leaf){0};
        o->line_of[i] = UINT32_MAX;
    }
    for (size_t c = 0; o->pooled_block && c < m->cell_count; c++) {
        size_t leaf = o->pooled_block[c / m->kind_count] * m->kind_count + c % m->kind_count;
        if (m->state[c] != MARKET_ABSENT)
            o->state[leaf] = m->state[c];
    }
    return STATUS_OK;
}

/* A line of the leaves PLUS less those MINUS: sets of leaves given as flags. */
struct line_request {
    const bool *plus, *minus; /* by leaf; MINUS may be NULL */
    size_t group;             /* whose labels it has */
    size_t pool;              /* dimension with LABEL instead; SIZE_MAX: none */
    const char *label;
    size_t kind; /* SIZE_MAX: "Total" */
    bool apart;
};

static uint32_t *list_of(struct outcome *o, const bool *flags, size_t *count)
{
    *count = 0;
    for (size_t i = 0; flags && i < o->leaf_count; i++)
        *count += flags[i];
    uint32_t *list = arena_take(&o->arena, (*count + 1) * sizeof *list);
    size_t n = 0;
    for (size_t i = 0; list && flags && i < o->leaf_count; i++)
        if (flags[i])
            list[n++] = (uint32_t)i;
    return list;
}

static enum status add_line(struct outcome *o, const struct line_request *r)
{
    const struct market *m = o->market;
    struct outcome_line *lines = realloc(o->lines, (o->line_count + 1) * sizeof *lines);
    if (!lines)
        return STATUS_MEMORY;
    o->lines = lines;
    struct outcome_line *line = &lines[o->line_count];
    *line = (struct outcome_line){.apart = r->apart, .label_count = m->by_count};
    line->plus = list_of(o, r->plus, &line->plus_count);
    line->minus = list_of(o, r->minus, &line->minus_count);
    line->labels = arena_take(&o->arena, (m->by_count + 1) * sizeof *line->labels);
    line->counts = calloc(m->date_count * OUTCOME_COUNTS, sizeof *line->counts);
    if (!line->plus || !line->minus || !line->labels || !line->counts) {
        free(line->counts);
        return STATUS_MEMORY;
    }
    o->line_count++;
    market_labels(m, r->group * m->kind_count + (r->kind == SIZE_MAX ? 0 : r->kind), line->labels);
    if (r->kind == SIZE_MAX)
        line->labels[m->by_count - 1] = text_of("Total");
    if (r->pool != SIZE_MAX)
        line->labels[r->pool] = text_of(r->label);
    line->single = line->plus_count == 1 && !line->minus_count && r->kind != SIZE_MAX &&
                   (r->pool == SIZE_MAX || !r->apart);
    for (size_t i = 0; i < line->plus_count; i++)
        line->limited = line->limited || o->state[line->plus[i]] == MARKET_COUNTED;
    return STATUS_OK;
}

/* Flags the leaves of kind KIND (SIZE_MAX: of all) in the blocks FIRST_BLOCK to LAST_BLOCK, of groups only
 * those that are pooled in block POOLED (SIZE_MAX: all). Returns how many. */
static size_t flag(const struct outcome *o, bool *flags, size_t kind, size_t first_block,
                   size_t last_block, size_t pooled)
{
    const struct market *m = o->market;
    size_t count = 0;
    for (size_t i = 0; i < o->leaf_count; i++) {
        size_t block = i / m->kind_count;
        flags[i] = (o->state[i] == MARKET_COUNTED || o->state[i] == MARKET_NO_LIMIT) &&
                   (kind == SIZE_MAX || i % m->kind_count == kind) && block >= first_block &&
                   block <= last_block && (pooled == SIZE_MAX || o->pooled_block[block] == pooled);
        count += flags[i];
    }
    return count;
}

static enum status add_group_lines(struct outcome *o, size_t group, bool *flags)
{
    const struct market *m = o->market;
    enum status s = STATUS_OK;
    for (size_t k = 0; s == STATUS_OK && k < m->kind_count; k++)
        if (flag(o, flags, k, group, group, SIZE_MAX))
            s = add_line(o, &(struct line_request){flags, NULL, group, SIZE_MAX, NULL, k, true});
    if (s == STATUS_OK && flag(o, flags, SIZE_MAX, group, group, SIZE_MAX) > 1)
        s = add_line(o, &(struct line_request){flags, NULL, group, SIZE_MAX, NULL, SIZE_MAX, true});
    return s;
}

/* Apart, pooled, and what pooling saves, for each kind and all of them. */
static enum status add_pool_lines(struct outcome *o, size_t block, size_t pool, bool *flags)
{
    const struct market *m = o->market;
    bool *pooled = flags + o->leaf_count;
    size_t group = 0;
    while (o->pooled_block[group] != block)
        group++;
    enum status s = STATUS_OK;
    for (size_t k = 0; s == STATUS_OK && k <= m->kind_count; k++) {
        size_t kind = k < m->kind_count ? k : SIZE_MAX;
        size_t n = flag(o, flags, kind, 0, m->group_count - 1, block);
        size_t of_pool = flag(o, pooled, kind, block, block, SIZE_MAX);
        if (!n || (kind == SIZE_MAX && of_pool < 2))
            continue;
        struct line_request r = {flags, NULL, group, pool, "Total", kind, true};
        s = add_line(o, &r);
        r = (struct line_request){pooled, NULL, group, pool, "Pooled", kind, false};
        if (s == STATUS_OK)
            s = add_line(o, &r);
        r = (struct line_request){flags, pooled, group, pool, "Saved by pooling", kind, false};
        if (s == STATUS_OK)
            s = add_line(o, &r);
    }
    return s;
}

static int by_labels(const void *a, const void *b)
{
    const struct outcome_line *x = a, *y = b;
    for (size_t i = 0; i < x->label_count; i++) {
        int order = text_compare(x->labels[i], y->labels[i]);
        if (order)
            return order;
    }
    return 0;
}

static enum status make_lines(struct outcome *o, size_t pool)
{
    const struct market *m = o->market;
    bool *flags = malloc(2 * o->leaf_count + 1);
    if (!flags)
        return STATUS_MEMORY;
    enum status s = STATUS_OK;
    for (size_t g = 0; s == STATUS_OK && g < m->group_count; g++)
        s = add_group_lines(o, g, flags);
    for (size_t b = m->group_count; s == STATUS_OK && b < o->block_count; b++)
        s = add_pool_lines(o, b, pool, flags);
    free(flags);
    return s;
}

static enum status take_workspace(struct outcome *o)
{
    size_t kinds = o->market->kind_count;
    int64_t *numbers = arena_take(&o->arena, (7 * kinds + o->plan.count + 1) * sizeof *numbers);
    o->luck = arena_take(&o->arena, (o->block_count * o->plan.count + 1) * sizeof *o->luck);
    o->demand_sum = arena_take(&o->arena, (o->market->cell_count + 1) * sizeof *o->demand_sum);
    if (!numbers || !o->luck || !o->demand_sum)
        return STATUS_MEMORY;
    for (size_t c = 0; c < o->market->cell_count; c++)
        o->demand_sum[c] = 0;
    o->sum_date = o->market->date_count - 1;
    o->demand = numbers;
    o->supply = numbers + kinds;
    o->result = (struct overflow_result){
        .own = numbers + 2 * kinds,
        .arrived = numbers + 3 * kinds,
        .sent = numbers + 4 * kinds,
        .unmet = numbers + 5 * kinds,
        .left = numbers + 6 * kinds,
        .moved = numbers + 7 * kinds,
    };
    return STATUS_OK;
}

enum status outcome_init(struct outcome *o, struct market *m, struct overflow_table *t,
                         const char *pool, const struct area *area, uint64_t seed)
{
    *o = (struct outcome){.market = m, .area = area, .seed = seed, .block_count = m->group_count};
    size_t at = SIZE_MAX;
    for (size_t d = 0; pool && d + 1 < m->by_count; d++)
        at = text_is(m->by[d], pool) ? d : at;
    if (pool && at == SIZE_MAX) {
        problem_report(m->sink, PROBLEM_FATAL, "pool", NULL, 0, NULL,
                       "--pool %s: must be a dimension of --by before the last one", pool);
        return STATUS_FORMAT;
    }
    enum status s = overflow_bind(&o->plan, t, m->kinds, m->kind_count, m->sink);
    if (s == STATUS_OK && pool)
        s = find_pools(o, at);
    if (s == STATUS_OK)
        s = find_states(o);
    if (s == STATUS_OK)
        s = take_workspace(o);
    if (s == STATUS_OK)
        s = make_lines(o, at);
    if (s != STATUS_OK) {
        outcome_done(o);
        return s;
    }
    qsort(o->lines, o->line_count, sizeof *o->lines, by_labels);
    for (size_t i = 0; i < o->line_count; i++)
        if (o->lines[i].single)
            o->line_of[o->lines[i].plus[0]] = (uint32_t)i;
    return STATUS_OK;
}

void outcome_done(struct outcome *o)
{
    for (size_t i = 0; i < o->line_count; i++) {
        for (size_t c = 0; c < o->market->date_count * OUTCOME_COUNTS; c++)
            histogram_done(&o->lines[i].counts[c]);
        free(o->lines[i].counts);
    }
    free(o->lines);
    overflow_plan_done(&o->plan);
    arena_done(&o->arena);
    *o = (struct outcome){0};
}
