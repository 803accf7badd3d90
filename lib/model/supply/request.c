// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/request.h"
#include "calendar/date.h"
#include "model/supply/approvals.h"
#include "model/supply/futures.h"
#include "model/supply/say.h"

#include <stdlib.h>

struct supply_task {
    const struct supply_request *request;
    const struct problem_sink *sink;
    struct roster roster;
    struct supply supply;
    struct timeline past, ahead;
    struct period_calendar calendar;
    struct supply_writer out;
    struct posts posts;
    int32_t *in_post, *vacancies, *agency; /* by date; of each authority and date */
};

bool supply_read_range(struct text t, double least, double most, struct stated_range *out)
{
    double number[3];
    size_t n = 0;
    for (struct text rest = t; rest.at && n < 3; n++)
        if (!text_number(text_trim(text_cut(&rest, ',')), &number[n]))
            return false;
    size_t commas = 0;
    for (size_t i = 0; i < t.size; i++)
        commas += t.at[i] == ',';
    if (commas != 0 && commas != 2)
        return false;
    *out = commas ? (struct stated_range){number[0], number[1], number[2]}
                  : (struct stated_range){number[0], number[0], number[0]};
    return least <= out->low && out->low <= out->mid && out->mid <= out->high && out->high <= most;
}

/* --- measures -------------------------------------------------------------------------------- */

static bool known_measure(const struct supply_task *t, struct text word, int *measure)
{
    bool workers = t->roster.kind == SUPPLY_WORKERS;
    for (int m = 0; m < SUPPLY_MEASURES; m++) {
        bool fits = m == MEASURE_MANY || (m >= MEASURE_FTE) == workers;
        if (fits && text_is(word, supply_measure_name((enum supply_measure)m, t->roster.kind))) {
            *measure = m;
            return true;
        }
    }
    return false;
}

static enum status read_measures(struct supply_task *t)
{
    bool workers = t->roster.kind == SUPPLY_WORKERS;
    const char *list = t->request->measures ? t->request->measures
                       : workers            ? "fte"
                                            : "usable_places";
    struct text rest = text_of(list);
    while (rest.at) {
        int m;
        char shown[60];
        struct text word = text_trim(text_cut(&rest, ','));
        if (!known_measure(t, word, &m)) {
            problem_report(t->sink, PROBLEM_FATAL, "measure", NULL, 0, NULL,
                           "--measures: '%s' is none of %s: %s, %s",
                           text_show(word, shown, sizeof shown), supply_many(t->roster.kind),
                           supply_many(t->roster.kind),
                           workers ? "fte, vacancies_fte, agency_fte" : "places, usable_places");
            return STATUS_VALUE;
        }
        t->out.measures[m] = true;
    }
    return STATUS_OK;
}

/* --- who comes ------------------------------------------------------------------------------- */

/* Cells that KIND names: with one label of that text. Empty: all but family and friends. */
static bool name_cells(const struct roster *r, struct text kind, bool *cells)
{
    bool any = false;
    for (size_t c = 0; c < r->cell_count; c++) {
        cells[c] = !kind.size && !r->cells[c].kinship;
        for (size_t i = 0; kind.size && i < r->name_count; i++)
            cells[c] |= text_equal(r->labels[r->cells[c].line * r->name_count + i], kind);
        cells[c] = cells[c] && !r->cells[c].agency;
        any = any || cells[c];
    }
    return any;
}

static enum status state_rate(struct supply_task *t, const char *rate, bool *cells)
{
    struct text all = text_of(rate), kind = {NULL, 0}, numbers = all;
    struct stated_range range;
    char shown[80];
    for (size_t i = all.size; i-- > 0 && !kind.at;)
        if (all.at[i] == '=') {
            kind = text_trim((struct text){all.at, i});
            numbers = (struct text){all.at + i + 1, all.size - i - 1};
        }
    bool numeric = supply_read_range(numbers, 0, 1e5, &range);
    if (numeric && name_cells(&t->roster, kind, cells)) {
        newcomers_state(&t->supply.newcomers, &t->roster, cells, &range);
        return STATUS_OK;
    }
    if (numeric)
        problem_report(t->sink, PROBLEM_FATAL, "unknown-kind", NULL, 0, NULL,
                       "--rate: '%s' is a label that no spell has",
                       text_show(kind, shown, sizeof shown));
    else
        problem_report(t->sink, PROBLEM_FATAL, "rate", NULL, 0, NULL,
                       "--rate: '%s' is not [KIND=]N or [KIND=]LOW,MID,HIGH, a year",
                       text_show(all, shown, sizeof shown));
    return STATUS_VALUE;
}

static enum status set_newcomers(struct supply_task *t)
{
    const struct supply_request *r = t->request;
    bool *cells = malloc(t->roster.cell_count + 1);
    enum status s = cells ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; i < r->rate_count && s == STATUS_OK; i++)
        s = state_rate(t, r->rates[i], cells);
    free(cells);
    if (s == STATUS_OK && r->approvals)
        s = approvals_read(&t->supply.newcomers, &t->roster, t->supply.origin, r->approvals,
                           r->draws > 0 ? (size_t)r->draws : 0, t->sink);
    if (s == STATUS_OK)
        newcomers_mean(&t->supply.newcomers);
    return s;
}

/* --- rows ------------------------------------------------------------------------------------ */

/* Vacancies and agency workers of the draw, from the workers in post. */
static void fill_posts(struct supply_task *t, size_t draw, const int32_t *count)
{
    const struct supply *s = &t->supply;
    size_t dates = s->ahead->count;
    for (uint32_t a = 0; a < t->roster.authority_count; a++) {
        if (!t->posts.authorities[a].known)
            continue;
        for (size_t d = 0; d < dates; d++) {
            t->in_post[d] = 0;
            for (size_t c = 0; c < t->roster.cell_count; c++)
                if (t->roster.cells[c].authority == a && !t->roster.cells[c].agency)
                    t->in_post[d] += count[supply_at(s, SUPPLY_PLACES, d, c)];
        }
        posts_draw(&t->posts, s, a, t->request->seed, draw, t->in_post, t->vacancies + a * dates,
                   t->agency + a * dates);
    }
}

static enum status write_draw(void *context, size_t draw, const int32_t *count)
{
    struct supply_task *t = context;
    if (t->out.posts)
        fill_posts(t, draw, count);
    supply_write_draw(&t->out, (long)draw, count);
    return STATUS_OK;
}

static enum status write_futures(struct supply_task *t, const double *past)
{
    const struct supply_request *r = t->request;
    size_t approved = t->supply.newcomers.approvals.draws;
    size_t draws = r->draws > 0 ? (size_t)r->draws : approved ? approved : 1000;
    struct supply_futures settings = {.seed = r->seed,
                                      .draws = draws,
                                      .threads = r->threads,
                                      .fixed = r->fixed,
                                      .places_only = t->roster.kind != SUPPLY_WORKERS &&
                                                     !t->out.measures[MEASURE_MANY]};
    supply_write_header(&t->out, true);
    supply_write_past(&t->out, &t->past, past);
    return supply_futures_run(&t->supply, &settings, write_draw, t);
}

static enum status write_expected(struct supply_task *t, const double *past)
{
    struct supply_expected e;
    if (!supply_expect(&e, &t->supply))
        return STATUS_MEMORY;
    supply_write_header(&t->out, false);
    supply_write_expected(&t->out, &t->past, past, &e);
    supply_expected_done(&e);
    return STATUS_OK;
}

static enum status write_rows(struct supply_task *t)
{
    size_t size = (size_t)SUPPLY_COUNTS * t->past.count * t->roster.cell_count;
    double *past = malloc((size + 1) * sizeof *past);
    if (!past)
        return STATUS_MEMORY;
    supply_count_past(&t->supply, &t->past, past);
    enum status s = t->request->draws ? write_futures(t, past) : write_expected(t, past);
    free(past);
    return s;
}

/* Reads the vacancies where they are wanted. */
static enum status read_posts(struct supply_task *t)
{
    const struct supply_request *r = t->request;
    bool wanted = t->out.measures[MEASURE_VACANCIES] || t->out.measures[MEASURE_AGENCY];
    size_t all = t->roster.authority_count * t->ahead.count;
    if (!wanted)
        return STATUS_OK;
    if (!r->vacancies || !r->draws) {
        problem_report(t->sink, PROBLEM_FATAL, "no-vacancies", NULL, 0, NULL,
                       "--measures: vacancies_fte and agency_fte want %s",
                       r->vacancies ? "draws" : "--vacancies");
        return STATUS_VALUE;
    }
    t->posts.stated = r->posts;
    t->posts.limit = r->agency_limit;
    enum status s = posts_read(&t->posts, &t->supply, r->vacancies, t->sink);
    if (s != STATUS_OK)
        return s;
    t->in_post = malloc((t->ahead.count + 2 * all + 1) * sizeof *t->in_post);
    if (!t->in_post)
        return STATUS_MEMORY;
    t->out.vacancies = t->vacancies = t->in_post + t->ahead.count;
    t->out.agency = t->agency = t->vacancies + all;
    t->out.posts = &t->posts;
    return STATUS_OK;
}

static enum status fit_failed(const struct supply_task *t, enum status s)
{
    if (s == STATUS_SHORT)
        problem_report(t->sink, PROBLEM_FATAL, "history", NULL, 0, NULL,
                       "not one whole month was seen before the day to start from");
    if (s == STATUS_VALUE)
        problem_report(t->sink, PROBLEM_FATAL, "no-places", NULL, 0, NULL,
                       "no spell says how many places there are");
    return s;
}

static enum status nothing_to_write(const struct supply_task *t)
{
    problem_report(
        t->sink, PROBLEM_FATAL, "no-row", NULL, 0, NULL,
        "nobody is there of what --measures asks for: family and friends have no places for other "
        "children (--measures households counts them), and agency workers are not in post");
    return STATUS_SHORT;
}

/* An authority not seen on the day to start from would count as having nobody, and its total as too low. */
static enum status all_seen(const struct supply_task *t, int32_t origin)
{
    const struct roster *r = &t->roster;
    char from[DATE_TEXT], day[DATE_TEXT], la[40];
    int32_t common = r->latest;
    enum status s = STATUS_OK;
    for (uint32_t a = 0; a < r->authority_count; a++)
        common = r->last[a] < common ? r->last[a] : common;
    date_write(origin, from);
    for (uint32_t a = 0; a < r->authority_count; a++) {
        if (r->last[a] >= origin)
            continue;
        date_write(r->last[a], day);
        problem_report(t->sink, PROBLEM_FATAL, "unseen", NULL, 0, NULL,
                       "authority '%s' was last seen on %s, before the day to start from (%s)",
                       text_show(r->authorities[a], la, sizeof la), day, from);
        s = STATUS_SHORT;
    }
    if (s != STATUS_OK) {
        date_write(common, day);
        problem_report(t->sink, PROBLEM_FATAL, "unseen", NULL, 0, NULL,
                       "start all from the same day (--from %s), or leave it out (--where)", day);
    }
    return s;
}

static enum status supply_task_run(struct supply_task *t)
{
    const struct supply_request *r = t->request;
    int32_t origin = r->from != DATE_NONE ? r->from : t->roster.latest;
    t->calendar = r->calendar;
    if (t->roster.kind == SUPPLY_WORKERS && !r->year_end_given)
        t->calendar = PERIOD_TO_30_SEPTEMBER(r->calendar.every);
    enum status s = read_measures(t);
    if (s == STATUS_OK)
        s = all_seen(t, origin);
    if (s != STATUS_OK)
        return s;
    if (!timeline_between(&t->past, &t->calendar, t->roster.earliest, origin) ||
        !timeline_ahead(&t->ahead, &t->calendar, origin, r->ahead))
        return STATUS_MEMORY;
    struct supply_settings settings = {.origin = origin,
                                       .recent = r->recent,
                                       .ahead = &t->ahead,
                                       .past = &t->past,
                                       .places = r->places,
                                       .stated = r->stated,
                                       .available = r->available,
                                       .others = r->others};
    s = supply_fit(&t->supply, &t->roster, &settings, t->sink);
    if (s != STATUS_OK)
        return fit_failed(t, s);
    t->out.s = &t->supply;
    s = set_newcomers(t);
    if (s == STATUS_OK)
        s = read_posts(t);
    if (s == STATUS_OK) {
        supply_say(&t->supply, t->sink);
        s = supply_has_rows(&t->out) ? write_rows(t) : nothing_to_write(t);
    }
    supply_done(&t->supply);
    return s;
}

enum status supply_run(const struct supply_request *r, const char *path, struct writer *w,
                       const struct problem_sink *sink)
{
    struct supply_task t = {.request = r, .sink = sink, .out = {.w = w}};
    struct roster_settings settings = {r->by, r->where, r->where_count};
    enum status s = roster_read(&t.roster, path, &settings, sink);
    if (s != STATUS_OK)
        return s;
    s = supply_task_run(&t);
    posts_done(&t.posts);
    free(t.in_post);
    timeline_done(&t.past);
    timeline_done(&t.ahead);
    roster_done(&t.roster);
    return s;
}
