// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/request.h"
#include "calendar/date.h"
#include "model/project/backtest.h"
#include "model/project/output.h"

#include <stdlib.h>

bool project_read_measures(const char *list, bool measures[PROJECT_MEASURES], struct text *mistake)
{
    struct text rest = text_of(list);
    while (rest.at) {
        struct text item = text_cut(&rest, ',');
        int m = 0;
        while (m < PROJECT_MEASURES &&
               !text_is(item, project_measure_name((enum project_measure)m)))
            m++;
        *mistake = item;
        if (m == PROJECT_MEASURES)
            return false;
        measures[m] = true;
    }
    return true;
}

bool project_closed_measures(const struct project_request *r)
{
    for (int m = 0; m < PROJECT_MEASURES; m++)
        if (r->measures[m] && m != PROJECT_STOCK && (m != PROJECT_CARE_DAYS || r->demand_model))
            return false;
    return true;
}

bool project_read_reference(const char *range, int32_t *from, int32_t *to)
{
    struct text t = text_of(range);
    for (size_t i = 0; i + 2 < t.size; i++)
        if (t.at[i] == '.' && t.at[i + 1] == '.')
            return date_parse((struct text){t.at, i}, from) == DATE_READ &&
                   date_parse((struct text){t.at + i + 2, t.size - i - 2}, to) == DATE_READ &&
                   *from < *to;
    return false;
}

/* Everything on a frame of dates: what was, what is to come. */
struct task {
    const struct project_request *request;
    const struct lives *lives;
    const struct problem_sink *sink;
    int32_t origin;
    struct timeline past, ahead;
    uint32_t *history;
    uint32_t *lived; /* care days of the period under way; NULL: none */
    struct project_writer out;
};

static void say_fitted(const struct task *t, const struct projection *p)
{
    char origin[DATE_TEXT], from[DATE_TEXT], to[DATE_TEXT];
    date_write(p->origin, origin);
    date_write(p->reference_from, from);
    date_write(p->reference_to, to);
    problem_report(t->sink, PROBLEM_NOTE, "start", NULL, 0, NULL,
                   "from %s: %zu children, %.0f entries in the year before", origin,
                   p->present.count, p->entered);
    if (p->choice.tested)
        problem_report(t->sink, PROBLEM_NOTE, "reference", NULL, 0, NULL,
                       "rates of %s to %s: %zu of %zu years, the longest reference period that "
                       "foretold following years' leavings and moves as well as any",
                       from, to, p->choice.years, p->years);
    else
        problem_report(t->sink, PROBLEM_NOTE, "reference", NULL, 0, NULL, "rates of %s to %s", from,
                       to);
    if (p->present.stale)
        problem_report(t->sink, PROBLEM_NOTE, "stale", NULL, 0, NULL,
                       "%zu spells were open when last seen, before %s: not assumed to go on",
                       p->present.stale, origin);
    if (p->present.adults)
        problem_report(t->sink, PROBLEM_NOTE, "adults", NULL, 0, NULL,
                       "%zu open spells of people of 18 or over are not projected",
                       p->present.adults);
}

static enum status fail(const struct task *t, enum status s)
{
    problem_report(t->sink, PROBLEM_FATAL, "history", NULL, 0, NULL,
                   s == STATUS_SHORT ? "too little was seen before the day to start from, or in "
                                       "the reference period"
                                     : "%s",
                   status_text(s));
    return s;
}

static enum status project_demand_model(struct task *t)
{
    const struct project_request *r = t->request;
    struct demand_model m;
    bool given = r->reference_from != DATE_NONE;
    enum status s = demand_model_fit(&m, t->lives, given ? r->reference_from : t->lives->first,
                                     given ? r->reference_to : t->origin, t->origin);
    if (s != STATUS_OK)
        return fail(t, s);
    s = output_demand_model(&m, t->origin, &t->out, &t->past, t->history, &t->ahead);
    demand_model_done(&m);
    return s;
}

static enum status project_multi_state(struct task *t)
{
    const struct project_request *r = t->request;
    struct projection p;
    struct projection_settings settings = {t->origin, r->reference_from, r->reference_to,
                                           t->ahead.dates[t->ahead.count - 1]};
    enum status s = projection_fit(&p, t->lives, &settings);
    if (s != STATUS_OK)
        return fail(t, s);
    say_fitted(t, &p);
    struct futures_settings futures = {.frame = t->out.frame,
                                       .timeline = &t->ahead,
                                       .seed = r->seed,
                                       .draws = r->draws,
                                       .threads = r->threads,
                                       .lived = t->lived,
                                       .fixed = r->fixed};
    struct scenarios scenarios = {0};
    if (r->scenario) {
        s = scenarios_read(&scenarios, r->scenario, t->lives, t->origin, t->sink);
        if (s == STATUS_OK)
            s = scenarios_expect(&scenarios, &p);
        futures.scenarios = &scenarios;
        t->out.scenarios = scenarios.names;
        t->out.scenario_count = scenarios.scenario_count;
    }
    if (s == STATUS_OK)
        s = r->draws ? output_draws(&p, &futures, &t->out, &t->past, t->history)
                     : output_closed_form(&p, &t->out, &t->past, t->history, &t->ahead, t->lived);
    if (s == STATUS_NUMERIC)
        problem_report(
            t->sink, PROBLEM_FATAL, "rates", NULL, 0, NULL,
            "a rate or a number of entrants of a future is beyond what could be: below 0, "
            "1,000 events a day for one child, 2 million children a month, or no number");
    scenarios_done(&scenarios);
    projection_done(&p);
    return s;
}

/* Care days from the last period end until the origin: they are known, and the first period ahead begins with
 * them. */
static enum status count_lived(struct task *t)
{
    const struct frame *f = t->out.frame;
    struct timeline under_way;
    enum status s = STATUS_MEMORY;
    uint32_t *count = NULL;
    if (timeline_under_way(&under_way, &t->request->calendar, t->origin)) {
        count = calloc(frame_size(f, &under_way) + 1, sizeof *count);
        t->lived = calloc(frame_size(f, &t->ahead) + 1, sizeof *t->lived);
        s = count && t->lived ? STATUS_OK : STATUS_MEMORY;
    }
    if (s == STATUS_OK && under_way.count) {
        frame_count_history(f, &under_way, t->lives, count);
        for (size_t c = 0; c < f->cells; c++) {
            uint32_t days = count[frame_at(f, &under_way, PROJECT_CARE_DAYS, 0, c)];
            if (days != FRAME_UNSEEN)
                t->lived[frame_at(f, &t->ahead, PROJECT_CARE_DAYS, 0, c)] = days;
            else if (!c)
                problem_report(t->sink, PROBLEM_WARNING, "unseen", NULL, 0, NULL,
                               "the period under way was not seen whole before the day to start "
                               "from: its care days are those after that day only");
        }
    }
    free(count);
    timeline_done(&under_way);
    return s;
}

static enum status project(struct task *t)
{
    const struct project_request *r = t->request;
    t->origin = r->from != DATE_NONE ? r->from : t->lives->last;
    bool good = timeline_between(&t->past, &r->calendar, t->lives->first, t->origin);
    good = timeline_ahead(&t->ahead, &r->calendar, t->origin, r->ahead) && good;
    t->history = calloc(frame_size(t->out.frame, &t->past) + 1, sizeof *t->history);
    enum status s = STATUS_MEMORY;
    if (good && t->history) {
        frame_count_history(t->out.frame, &t->past, t->lives, t->history);
        s = t->out.frame->measures[PROJECT_CARE_DAYS] ? count_lived(t) : STATUS_OK;
        if (s == STATUS_OK)
            s = r->demand_model ? project_demand_model(t) : project_multi_state(t);
    }
    free(t->history);
    free(t->lived);
    timeline_done(&t->past);
    timeline_done(&t->ahead);
    return s;
}

/* The demand model can't be asked for single ages. */
static enum status refuse_ages(const struct frame *f, const struct problem_sink *sink)
{
    if (f->ages != FRAME_AGE)
        return STATUS_OK;
    problem_report(sink, PROBLEM_FATAL, "age", NULL, 0, NULL,
                   "--by age: the demand model knows no single ages; age_band may be asked for");
    return STATUS_VALUE;
}

/* Reads the lives and makes the frame; on success both are to be freed. APART: authorities that --by names,
 * and unaccompanied children on request, are parts of the lives; else la is a column like any other. */
static enum status prepare(const struct project_request *r, bool apart, const char *path,
                           struct lives *lives, struct frame *frame,
                           const struct problem_sink *sink)
{
    enum frame_ages ages;
    bool la = apart && frame_is_named(r->by, "la"), uasc = apart && r->unaccompanied_apart;
    char *columns = frame_columns(r->by, &ages, la, uasc);
    if (!columns)
        return STATUS_MEMORY;
    struct lives_settings settings = {*columns ? columns : NULL, r->where, r->where_count, la,
                                      uasc};
    enum status s = lives_read(lives, path, &settings, sink);
    free(columns);
    if (s != STATUS_OK)
        return s;
    if (!frame_init(frame, lives, r->by, r->total)) {
        lives_done(lives);
        return STATUS_MEMORY;
    }
    for (int m = 0; m < PROJECT_MEASURES; m++)
        frame->measures[m] = r->measures[m];
    return STATUS_OK;
}

enum status project_run(const struct project_request *r, const char *path, struct writer *w,
                        const struct problem_sink *sink)
{
    struct lives lives;
    struct frame frame;
    enum status s = prepare(r, !r->demand_model, path, &lives, &frame, sink);
    if (s != STATUS_OK)
        return s;
    struct task task = {.request = r, .lives = &lives, .sink = sink, .out = {w, &frame, NULL, 1}};
    s = r->demand_model ? refuse_ages(&frame, sink) : STATUS_OK;
    if (s == STATUS_OK)
        s = project(&task);
    frame_done(&frame);
    lives_done(&lives);
    return s;
}

enum status project_test(const struct project_request *r, const char *path, struct writer *w,
                         const struct problem_sink *sink)
{
    struct lives lives;
    struct frame frame;
    struct project_backtest b;
    enum status s = prepare(r, true, path, &lives, &frame, sink);
    if (s != STATUS_OK)
        return s;
    s = refuse_ages(&frame, sink);
    if (s == STATUS_OK)
        s = project_backtest_run(&b, r, &lives, &frame, sink);
    if (s == STATUS_OK) {
        project_backtest_explain(&b, sink);
        project_backtest_write(&b, w);
        project_backtest_done(&b);
    }
    frame_done(&frame);
    lives_done(&lives);
    return s;
}
