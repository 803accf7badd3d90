// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/futures.h"
#include "base/parallel.h"
#include "model/supply/life.h"
#include "stats/random/variates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64, MOST_THREADS = 64 };

/* Random numbers are named by authority, cell and purpose. */
#define TOOL "hearth-supply"

/* What one thread needs for a draw. */
struct bench {
    struct life_rates rates;
    double *wanted; /* by month */
    double *chance; /* by size, summed up */
};

struct factory {
    const struct supply *s;
    const struct supply_futures *settings;
    struct bench *benches;
    int32_t *count; /* BLOCK futures */
    size_t first;
};

static void name_stream(struct random_stream *s, const struct factory *f, size_t cell,
                        const char *tool, size_t draw)
{
    const struct roster *r = f->s->roster;
    random_start(s, f->settings->seed, tool, r->authorities[r->cells[cell].authority],
                 f->s->names[cell], draw);
}

/* --- rates ----------------------------------------------------------------------------------- */

static void draw_rates(const struct factory *f, const struct tenure_rates *t, const char *tool,
                       size_t draw, double *out)
{
    const struct supply *s = f->s;
    size_t cells = s->roster->cell_count;
    if (f->settings->fixed) {
        memcpy(out, t->mean, cells * TENURE_BANDS * sizeof *out);
        return;
    }
    for (size_t k = 0; k < t->counts->classes; k++) {
        struct random_stream stream;
        double above[TENURE_BANDS], year;
        random_start(&stream, f->settings->seed, tool, text_of(""), text_of(k ? "kinship" : ""),
                     draw);
        tenure_draw_class(t, k, &stream, above, &year);
        for (size_t c = 0; c < cells; c++)
            if (s->class[c] == k) {
                name_stream(&stream, f, c, tool, draw);
                tenure_draw_cell(t, c, above, year, &stream, out + c * TENURE_BANDS);
            }
    }
}

/* Chances to move: none where there is nowhere to move to. */
static void draw_moves(const struct factory *f, struct bench *b, size_t draw)
{
    const struct supply *s = f->s;
    size_t cells = s->roster->cell_count;
    if (s->moves && !s->turn.count)
        draw_rates(f, &s->move, TOOL " moving", draw, b->rates.move);
    for (size_t c = 0; c < cells; c++) {
        bool nowhere = s->to[(c + 1) * cells - 1] <= 0;
        for (int k = 0; k < TENURE_BANDS && nowhere; k++)
            b->rates.move[c * TENURE_BANDS + (size_t)k] = 0;
        b->rates.turn[c] = 0;
        if (nowhere || !s->turn.count)
            continue;
        struct random_stream r;
        name_stream(&r, f, c, TOOL " turn", draw);
        double moved = s->turn.moved[c], stayed = s->turn.stayed[c];
        b->rates.turn[c] =
            f->settings->fixed ? moved / (moved + stayed) : random_beta(&r, moved, stayed);
    }
}

/* --- places ---------------------------------------------------------------------------------- */

static void draw_sizes(const struct factory *f, struct bench *b, size_t cell,
                       struct random_stream *r)
{
    const struct supply *s = f->s;
    const double *weight = s->weight + cell * s->size_count;
    double sum = 0;
    for (size_t k = 0; k < s->size_count; k++) {
        sum += f->settings->fixed || weight[k] <= 0 ? weight[k] : random_gamma(r, weight[k], 1);
        b->chance[k] = sum;
    }
    for (size_t k = 0; k < s->size_count; k++)
        b->chance[k] = sum > 0 ? b->chance[k] / sum : 1;
}

/* What somebody of whom nothing is known brings. */
static struct load draw_load(const struct factory *f, const struct bench *b,
                             struct random_stream *r)
{
    const struct supply *s = f->s;
    size_t k = s->size_count > 1 ? life_choose(b->chance, s->size_count, random_uniform(r)) : 0;
    return (struct load){1, s->sizes[k].places, s->sizes[k].ours, 0, s->sizes[k].ours};
}

/* --- who is there, who comes ----------------------------------------------------------------- */

struct streams {
    struct random_stream stay, come, size;
};

static void live_members(const struct factory *f, struct bench *b, size_t cell, struct streams *r)
{
    const struct supply *s = f->s;
    for (size_t i = 0; i < s->member_count; i++) {
        const struct supply_member *m = &s->members[i];
        if (m->cell != cell)
            continue;
        struct life l = {m->cell, m->tenure, 0, {1, m->places, m->ours, m->held, 0}};
        if (m->places == PLACES_UNKNOWN)
            l.load = draw_load(f, b, &r->size);
        else if (m->held == PLACES_UNKNOWN)
            l.load = (struct load){1, m->places, m->ours, 0, m->ours};
        life_live(&b->rates, &l, &r->stay);
    }
}

/* N newcomers on days after AFTER up to UNTIL. */
static void live_newcomers(const struct factory *f, struct bench *b, size_t cell, unsigned n,
                           int32_t after, int32_t until, struct streams *r)
{
    int32_t last = f->s->ahead->dates[f->s->ahead->count - 1] - f->s->origin;
    for (; n > 0; n--) {
        struct life l = {.cell = (uint32_t)cell};
        l.day = after + 1 + (int32_t)random_below(&r->come, (uint32_t)(until - after));
        l.load = draw_load(f, b, &r->size);
        if (l.day <= last)
            life_live(&b->rates, &l, &r->come);
    }
}

static void come_as_before(const struct factory *f, struct bench *b, size_t cell, struct streams *r)
{
    const struct newcomers *n = &f->s->newcomers;
    newcomers_expect(n, cell, &r->come, f->settings->fixed, b->wanted);
    for (size_t m = 0; m < n->months; m++) {
        int32_t after, until;
        double mean = newcomers_month(n, cell, m, b->wanted[m], &after, &until);
        if (mean > 0)
            live_newcomers(f, b, cell, random_poisson(&r->come, fmin(mean, 1e6)), after, until, r);
    }
}

/* Of the approvals of draw DRAW those that fall to CELL. Every cell goes through the same choices, so that
 * each approval goes to one cell only. */
static void come_approved(const struct factory *f, struct bench *b, size_t cell, size_t draw,
                          struct streams *r)
{
    const struct supply *s = f->s;
    const struct approvals *a = &s->newcomers.approvals;
    size_t cells = s->roster->cell_count;
    for (size_t t = 0; t < a->targets; t++) {
        const double *weight = a->weight + t * cells;
        struct random_stream choices;
        double sum = 0;
        if (weight[cell] <= 0)
            continue;
        for (size_t c = 0; c < cells; c++)
            sum += weight[c];
        random_start(&choices, f->settings->seed, TOOL " approvals", text_of(""), text_of(""),
                     draw * a->targets + t);
        for (size_t p = 0; p < a->periods; p++) {
            unsigned mine = 0;
            for (int n = a->counts[(draw * a->periods + p) * a->targets + t]; n > 0; n--)
                mine += weight[cell] >= sum || random_choice(&choices, weight, cells) == cell;
            live_newcomers(f, b, cell, mine, a->begin[p], a->begin[p + 1], r);
        }
    }
}

/* --- a future -------------------------------------------------------------------------------- */

static int32_t usable_on(const struct supply *s, size_t cell, const struct load *l, double share,
                         double others, double days, struct random_stream *r)
{
    if (!s->availability.from_spells)
        return availability_usable(r, l->ours, share, 0, others);
    const struct availability_cell *a = &s->availability.cells[cell];
    const int32_t places[PLACES_GROUPS] = {l->held, l->ours - l->held - l->later, l->later};
    int32_t sum = 0;
    for (int g = 0; g < PLACES_GROUPS; g++)
        sum += availability_usable(r, places[g], availability_chance(a, g, share, days), a->rho[g],
                                   others);
    return sum;
}

/* From changes to levels, and from places to those that can be used. */
static void count_cell(const struct factory *f, struct bench *b, size_t cell, size_t draw,
                       int32_t *count)
{
    const struct supply *s = f->s;
    const struct availability *a = &s->availability;
    size_t cells = s->roster->cell_count;
    struct random_stream r;
    struct load level = {0};
    name_stream(&r, f, cell, TOOL " places", draw);
    double share = availability_draw(a, cell, &r, f->settings->fixed);
    double others = availability_draw_others(a, &r, f->settings->fixed);
    bool plain = !a->from_spells && !a->stated && others <= 0;
    for (size_t d = 0; d < s->ahead->count; d++) {
        double days = s->ahead->dates[d] - s->origin;
        load_add(&level, &b->rates.loads[d * cells + cell], 1);
        count[supply_at(s, SUPPLY_COUNT, d, cell)] = level.count;
        count[supply_at(s, SUPPLY_PLACES, d, cell)] = level.places;
        count[supply_at(s, SUPPLY_OURS, d, cell)] = level.ours;
        count[supply_at(s, SUPPLY_USABLE, d, cell)] =
            plain || s->roster->cells[cell].kinship
                ? level.ours
                : usable_on(s, cell, &level, share, others, days, &r);
    }
}

static enum status make_draw(void *context, size_t worker, size_t item)
{
    struct factory *f = context;
    const struct supply *s = f->s;
    struct bench *b = &f->benches[worker];
    size_t draw = f->first + item, cells = s->roster->cell_count;
    const struct approvals *a = &s->newcomers.approvals;
    memset(b->rates.loads, 0, (s->ahead->count + 1) * cells * sizeof *b->rates.loads);
    draw_rates(f, &s->leave, TOOL " leaving", draw, b->rates.leave);
    draw_moves(f, b, draw);
    for (size_t c = 0; c < cells; c++) {
        struct streams r;
        bool unasked = f->settings->places_only && s->roster->cells[c].kinship && !s->moves;
        if (s->roster->cells[c].agency || unasked)
            continue;
        name_stream(&r.stay, f, c, TOOL " staying", draw);
        name_stream(&r.come, f, c, TOOL " coming", draw);
        name_stream(&r.size, f, c, TOOL " size", draw);
        draw_sizes(f, b, c, &r.size);
        live_members(f, b, c, &r);
        if (a->draws)
            come_approved(f, b, c, draw, &r);
        come_as_before(f, b, c, &r);
    }
    int32_t *count = f->count + item * supply_size(s);
    for (size_t c = 0; c < cells; c++)
        count_cell(f, b, c, draw, count);
    return STATUS_OK;
}

static void done(struct factory *f, size_t threads)
{
    for (size_t i = 0; f->benches && i < threads; i++) {
        free(f->benches[i].rates.leave);
        free(f->benches[i].rates.loads);
    }
    free(f->benches);
    free(f->count);
}

static bool begin(struct factory *f, size_t threads)
{
    const struct supply *s = f->s;
    size_t rates = s->roster->cell_count * TENURE_BANDS;
    f->benches = calloc(threads, sizeof *f->benches);
    f->count = malloc((BLOCK * supply_size(s) + 1) * sizeof *f->count);
    for (size_t i = 0; f->benches && i < threads; i++) {
        struct bench *b = &f->benches[i];
        size_t cells = s->roster->cell_count;
        b->rates.s = s;
        b->rates.leave = calloc(2 * rates + cells + s->newcomers.months + s->size_count + 1,
                                sizeof *b->rates.leave);
        b->rates.loads =
            malloc((s->ahead->count + 1) * (s->roster->cell_count + 1) * sizeof *b->rates.loads);
        if (!b->rates.leave || !b->rates.loads)
            return false;
        b->rates.move = b->rates.leave + rates;
        b->rates.turn = b->rates.move + rates;
        b->wanted = b->rates.turn + cells;
        b->chance = b->wanted + s->newcomers.months;
    }
    return f->benches && f->count;
}

enum status supply_futures_run(const struct supply *s, const struct supply_futures *settings,
                               enum status (*take)(void *context, size_t draw,
                                                   const int32_t *count),
                               void *context)
{
    struct factory f = {.s = s, .settings = settings};
    size_t threads = settings->threads < MOST_THREADS ? settings->threads : MOST_THREADS;
    enum status status = begin(&f, threads) ? STATUS_OK : STATUS_MEMORY;
    for (; f.first < settings->draws && status == STATUS_OK; f.first += BLOCK) {
        size_t n = settings->draws - f.first < BLOCK ? settings->draws - f.first : BLOCK;
        status = parallel_run(n, threads, make_draw, &f);
        for (size_t i = 0; i < n && status == STATUS_OK; i++)
            status = take(context, f.first + i, f.count + i * supply_size(s));
    }
    done(&f, threads);
    return status;
}
