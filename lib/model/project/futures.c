// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/futures.h"
#include "base/parallel.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64, MOST_THREADS = 64 };

/* What one thread needs for a draw. */
struct bench {
    struct hazards drawn;
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

static void name_stream(struct random_stream *s, const struct factory *f, const char *subject,
                        size_t draw)
{
    random_start(s, f->settings->seed, "project", text_of(""), text_of(subject), draw);
}

static void begin_counts(const struct factory *f, uint32_t *count)
{
    memset(count, 0, f->size * f->scenarios * sizeof *count);
    for (size_t i = 0; f->settings->lived && i < f->scenarios; i++)
        memcpy(count + i * f->size, f->settings->lived, f->size * sizeof *count);
}

static enum status make_draw(void *context, size_t worker, size_t item)
{
    struct factory *f = context;
    const struct projection *p = f->p;
    struct bench *b = &f->benches[worker];
    size_t draw = f->first + item, months = p->plan.months;
    struct random_stream parameters, entries, children, entrants;
    name_stream(&parameters, f, "rates", draw);
    name_stream(&entries, f, "entries", draw);
    name_stream(&children, f, "child", draw);
    name_stream(&entrants, f, "entrant", draw);
    if (f->settings->fixed) {
        memcpy(b->wanted, p->plan.mean, months * sizeof *b->wanted);
    } else {
        rates_draw(p->rates, &parameters, &b->drawn);
        entries_draw(&p->entries, &entries, months, p->month, b->wanted);
    }
    if (!f->settings->fixed && !hazards_sound(&b->drawn))
        return STATUS_NUMERIC;
    const struct timeline *t = f->settings->timeline;
    struct simulation s = {
        .frame = f->settings->frame,
        .timeline = t,
        .now = &p->present,
        .origin = p->origin,
        .end = t->dates[t->count - 1] - p->origin,
        .hazards = f->settings->fixed ? &p->mean : &b->drawn,
        .plan = &p->plan,
        .wanted = b->wanted,
        .children = &children,
        .entrants = &entrants,
    };
    uint32_t *count = f->count + item * f->size * f->scenarios;
    begin_counts(f, count);
    enum status status = simulate(&s, count);
    for (size_t i = 1; status == STATUS_OK && i < f->scenarios; i++) {
        scenarios_shift(f->settings->scenarios, i, p->mean.groups, &p->plan, f->settings->seed,
                        draw, f->settings->fixed, b->shifts);
        s.shifts = b->shifts;
        status = simulate(&s, count + i * f->size);
    }
    return status;
}

static void done(struct factory *f, size_t threads)
{
    for (size_t i = 0; f->benches && i < threads; i++) {
        hazards_done(&f->benches[i].drawn);
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
        good = hazards_init(&b->drawn, f->p->mean.groups) && b->wanted;
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
