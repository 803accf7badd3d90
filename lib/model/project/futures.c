// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/futures.h"
#include "base/parallel.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64, MOST_THREADS = 64 };

/* What one thread needs for a draw. */
struct bench {
    struct hazards drawn, part; /* of all; of the part at hand */
    double *wanted;
    struct shift *shifts; /* of each month; NULL: no scenarios */
};

struct factory {
    const struct projection *p;
    const struct futures_settings *settings;
    struct bench *benches;
    uint32_t *count;  /* BLOCK futures */
    size_t size;      /* places of one future of one scenario */
    size_t scenarios; /* with the base */
    size_t first;
};

/* Of what is common to all authorities LA is empty. */
static void name_stream(struct random_stream *s, const struct factory *f, struct text la,
                        const char *subject, size_t draw)
{
    random_start(s, f->settings->seed, "project", la, text_of(subject), draw);
}

static void begin_counts(const struct factory *f, uint32_t *count)
{
    memset(count, 0, f->size * f->scenarios * sizeof *count);
    for (size_t i = 0; f->settings->lived && i < f->scenarios; i++)
        memcpy(count + i * f->size, f->settings->lived, f->size * sizeof *count);
}

/* Children with one law: all of them, or a part. */
struct party {
    struct text la;
    bool unaccompanied;
    const struct entries *entries; /* NULL: nobody is known to come */
    const struct entry_plan *plan;
    const struct present *present;
    const struct hazards *mean;
    struct frame frame;
};

static struct party find_party(const struct factory *f, size_t number)
{
    const struct projection *p = f->p;
    if (!p->part_count)
        return (struct party){.la = p->lives->authority_count == 1 ? p->lives->authorities[0]
                                                                   : text_of(""),
                              .entries = &p->entries,
                              .plan = &p->plan,
                              .present = &p->present,
                              .mean = &p->mean,
                              .frame = *f->settings->frame};
    const struct projection_part *part = &p->parts[number];
    return (struct party){.la = p->lives->parts[number].la,
                          .unaccompanied = p->lives->parts[number].unaccompanied,
                          .entries = part->seen ? &part->entries : NULL,
                          .plan = &part->plan,
                          .present = &part->present,
                          .mean = &part->mean,
                          .frame = frame_of_part(f->settings->frame, number)};
}

/* Draws the rates and the entries of a party; COMMON: those of all, where it is a part. */
static const struct hazards *draw_party(const struct factory *f, struct bench *b,
                                        const struct party *party, size_t number, size_t draw)
{
    const struct projection *p = f->p;
    struct random_stream rates, entries, shared;
    size_t months = party->plan->months;
    name_stream(&entries, f, party->la, party->unaccompanied ? "unaccompanied entries" : "entries",
                draw);
    name_stream(&shared, f, text_of(""), "entries of all", draw);
    if (f->settings->fixed || !party->entries)
        memcpy(b->wanted, party->plan->mean, months * sizeof *b->wanted);
    else
        entries_draw_shared(party->entries, &entries, &shared, months, p->month, b->wanted);
    if (f->settings->fixed)
        return party->mean;
    if (!p->part_count)
        return &b->drawn;
    name_stream(&rates, f, party->la,
                party->unaccompanied ? "unaccompanied rates" : "rates of part", draw);
    rates_parts_put(p->rates_of_parts, number, &b->drawn, &rates, &b->part);
    return &b->part;
}

/* One future of a party: base and scenarios. */
static enum status live_party(const struct factory *f, struct bench *b, size_t number, size_t draw,
                              uint32_t *count)
{
    struct party party = find_party(f, number);
    const struct timeline *t = f->settings->timeline;
    struct random_stream children, entrants;
    name_stream(&children, f, party.la, party.unaccompanied ? "unaccompanied child" : "child",
                draw);
    name_stream(&entrants, f, party.la, party.unaccompanied ? "unaccompanied entrant" : "entrant",
                draw);
    struct simulation s = {
        .frame = &party.frame,
        .timeline = t,
        .now = party.present,
        .origin = f->p->origin,
        .end = t->dates[t->count - 1] - f->p->origin,
        .hazards = draw_party(f, b, &party, number, draw),
        .plan = party.plan,
        .wanted = b->wanted,
        .children = &children,
        .entrants = &entrants,
    };
    if (!hazards_sound(s.hazards))
        return STATUS_NUMERIC;
    enum status status = simulate(&s, count);
    for (size_t i = 1; status == STATUS_OK && i < f->scenarios; i++) {
        scenarios_shift(f->settings->scenarios, i, f->p, number, f->settings->seed, draw,
                        f->settings->fixed, b->shifts);
        s.shifts = b->shifts;
        status = simulate(&s, count + i * f->size);
    }
    return status;
}

static enum status make_draw(void *context, size_t worker, size_t item)
{
    struct factory *f = context;
    struct bench *b = &f->benches[worker];
    size_t draw = f->first + item, parties = f->p->part_count ? f->p->part_count : 1;
    struct random_stream rates, years;
    struct text la = find_party(f, 0).la;
    name_stream(&rates, f, f->p->part_count ? text_of("") : la, "rates", draw);
    name_stream(&years, f, text_of(""), "years", draw);
    if (!f->settings->fixed)
        rates_draw(f->p->rates, &rates, &years, &b->drawn);
    uint32_t *count = f->count + item * f->size * f->scenarios;
    begin_counts(f, count);
    enum status s = STATUS_OK;
    for (size_t i = 0; s == STATUS_OK && i < parties; i++)
        s = live_party(f, b, i, draw, count);
    for (size_t i = 0; i < f->scenarios; i++)
        simulate_add_up(f->settings->frame, f->settings->timeline, count + i * f->size);
    return s;
}

static void done(struct factory *f, size_t threads)
{
    for (size_t i = 0; f->benches && i < threads; i++) {
        hazards_done(&f->benches[i].drawn);
        hazards_done(&f->benches[i].part);
        free(f->benches[i].wanted);
        for (size_t m = 0; f->benches[i].shifts && m < f->p->plan.months; m++)
            shift_done(&f->benches[i].shifts[m]);
        free(f->benches[i].shifts);
    }
    free(f->benches);
    free(f->count);
}

static bool prepare(struct factory *f, size_t threads)
{
    size_t months = f->p->plan.months;
    f->size = frame_size(f->settings->frame, f->settings->timeline);
    f->benches = calloc(threads, sizeof *f->benches);
    f->scenarios = f->settings->scenarios ? f->settings->scenarios->scenario_count : 1;
    f->count = malloc(BLOCK * f->size * f->scenarios * sizeof *f->count);
    bool good = f->benches && f->count;
    for (size_t i = 0; good && i < threads; i++) {
        struct bench *b = &f->benches[i];
        b->wanted = malloc((months + 1) * sizeof *b->wanted);
        good = hazards_init(&b->drawn, f->p->mean.groups) &&
               hazards_init(&b->part, f->p->mean.groups) && b->wanted;
        if (good && f->scenarios > 1) {
            b->shifts = calloc(months + 1, sizeof *b->shifts);
            good = b->shifts != NULL;
            for (size_t m = 0; good && m < months; m++)
                good = shift_init(&b->shifts[m], f->p->mean.groups);
        }
    }
    return good;
}

enum status futures_run(const struct projection *p, const struct futures_settings *settings,
                        enum status (*take)(void *context, size_t draw, const uint32_t *count),
                        void *context)
{
    struct factory f = {.p = p, .settings = settings};
    size_t threads = settings->threads < 1              ? 1
                     : settings->threads > MOST_THREADS ? MOST_THREADS
                                                        : settings->threads;
    enum status s = prepare(&f, threads) ? STATUS_OK : STATUS_MEMORY;
    for (size_t at = 0; s == STATUS_OK && at < settings->draws; at += BLOCK) {
        size_t n = settings->draws - at < BLOCK ? settings->draws - at : BLOCK;
        f.first = settings->first + at;
        s = parallel_run(n, threads, make_draw, &f);
        for (size_t i = 0; s == STATUS_OK && i < n; i++)
            s = take(context, f.first + i, f.count + i * f.size * f.scenarios);
    }
    done(&f, threads);
    return s;
}
