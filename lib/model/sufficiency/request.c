// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sufficiency/request.h"
#include "calendar/date.h"
#include "model/sufficiency/placements.h"
#include "model/sufficiency/say.h"

/* What is open during a run. */
struct running {
    struct sufficiency_request *r;
    struct market market;
    struct area area;
    struct outcome outcome;
    struct close_store *store;
    struct placements *placements;
};

static enum status find_date(const struct market *m, int32_t date, size_t *out)
{
    char day[DATE_TEXT];
    *out = m->date_count - 1;
    if (date == DATE_NONE)
        return STATUS_OK;
    for (size_t i = 0; i < m->date_count; i++)
        if (m->dates[i] == date) {
            *out = i;
            return STATUS_OK;
        }
    date_write(date, day);
    problem_report(m->sink, PROBLEM_FATAL, "date", NULL, 0, NULL,
                   "%s is none of the dates of the draws", day);
    return STATUS_VALUE;
}

static enum status prepare(struct running *k, struct writer *w)
{
    struct sufficiency_request *r = k->r;
    struct market *m = &k->market;
    enum status s = STATUS_OK;
    if (r->area) {
        struct text kind = m->by_count ? m->by[m->by_count - 1] : text_of("placement_kind");
        s = area_read(&k->area, r->area, kind, m->kinds, m->kind_count, r->far_miles, m->sink);
    }
    if (s == STATUS_OK)
        s = outcome_init(&k->outcome, m, &r->table, r->pool, r->area ? &k->area : NULL, r->seed);
    if (s == STATUS_OK)
        s = find_date(m, r->close_date, &k->outcome.sum_date);
    if (s == STATUS_OK && r->close > 0)
        s = close_open(&k->store, &k->outcome, r->close, k->outcome.sum_date, r->household);
    if (s == STATUS_OK && r->placements)
        s = placements_open(&k->placements, &k->outcome, r->nowhere, w);
    return s;
}

static enum status each_date(void *context, const struct outcome *o, size_t date)
{
    struct running *k = context;
    enum status s = k->store ? close_add(k->store, o, date) : STATUS_OK;
    if (s == STATUS_OK && k->placements)
        s = placements_add(k->placements, o, date);
    return s;
}

static enum status run(struct running *k, struct writer *w)
{
    enum status s = prepare(k, w);
    while (s == STATUS_OK && (s = market_next(&k->market)) == STATUS_OK)
        s = outcome_add(&k->outcome, each_date, k);
    if (s != STATUS_END)
        return s;
    const struct close_result *closed = NULL;
    s = k->store ? close_find(k->store, &closed) : STATUS_OK;
    if (s == STATUS_OK && !k->placements)
        s = outcome_write(&k->outcome, closed, &k->r->write, w);
    if (s == STATUS_OK)
        outcome_say(&k->outcome, closed, &k->r->write);
    return s;
}

enum status sufficiency_run(struct sufficiency_request *r, struct writer *w,
                            const struct problem_sink *sink)
{
    struct running k = {.r = r};
    enum status s = r->overflow ? overflow_read(&r->table, r->overflow, sink) : STATUS_OK;
    if (s == STATUS_OK)
        s = market_open(&k.market, &r->market, &r->table, sink);
    if (s == STATUS_OK)
        s = run(&k, w);
    placements_close(k.placements);
    close_close(k.store);
    outcome_done(&k.outcome);
    area_done(&k.area);
    market_close(&k.market);
    overflow_done(&r->table);
    return s;
}
