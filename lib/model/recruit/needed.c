// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/recruit/needed.h"

#include "base/parallel.h"
#include "model/recruit/lines.h"
#include "stats/random/variates.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

enum needed_measure { LEAVING, UNDER_WAY, NEEDED, ALONE, EXPECTED, CHANCE };
static const char *const measures[] = {
    "households leaving", "approvals of those under way",
    "enquiries needed",   "enquiries needed, one channel only",
    "enquiries expected", "chance with enquiries expected",
};

struct worker {
    struct flow_pool pool;
    struct flow_fit *fits; /* one a group */
    double *cluster, *counts;
};

/* One number a draw: of all groups together at [draw], of group g at [(g + 1) * draws + draw]. */
struct search {
    const struct journeys *j;
    const struct needed_plan *plan;
    struct leavers leavers;
    struct flow flow;
    struct arrivals arrivals;
    double *mix; /* each group's share of enquiries */
    double *leaving, *under_way, *needed, *alone, *expected, *reached;
    struct worker *workers;
};

static double leaving(const struct search *k, struct random_stream *s)
{
    const struct leavers *l = &k->leavers;
    if (!k->plan->approvals)
        return 0;
    double a_day = random_gamma(s, l->left + .5, 1 / l->exposure);
    double chance = 1 - exp(-a_day * (double)(k->plan->until - k->plan->draws.origin));
    return random_binomial(s, chance, (unsigned)l->stock);
}

static void continue_waiting(struct search *k, const struct worker *worker, size_t draw)
{
    const struct journeys *j = k->j;
    for (size_t i = 0; i < j->count; i++) {
        const struct journey *of = &j->items[i];
        struct standing at;
        struct random_stream s;
        if (!flow_standing(j, of, k->plan->draws.origin, &at))
            continue;
        random_start(&s, k->plan->draws.seed, "hearth-recruit", of->la, of->id, draw);
        int32_t days = flow_follow(&k->flow, &worker->fits[of->group], &s, at.stage, at.age,
                                   k->plan->until - at.seen);
        if (days != FLOW_NEVER && at.seen + days > k->plan->draws.origin) {
            k->under_way[draw]++;
            k->under_way[(of->group + 1) * k->plan->draws.draws + draw]++;
        }
    }
}

/* Whether an enquiry of GROUP on DAY is approved after AFTER, and in time. */
static bool follow_enquiry(const struct search *k, const struct worker *worker, uint32_t group,
                           int32_t day, int32_t after, struct random_stream *s)
{
    uint16_t stage = (uint16_t)random_choice(s, k->flow.starts + group * STAGES_MOST, STAGES_MOST);
    int32_t days = flow_follow(&k->flow, &worker->fits[group], s, stage, -1, k->plan->until - day);
    return days != FLOW_NEVER && day + days > after;
}

/* Whether one more enquiry of GROUP, on any day until then, is approved in time. */
static bool try_enquiry(const struct search *k, const struct worker *worker, uint32_t group,
                        struct random_stream *s)
{
    uint32_t days = (uint32_t)(k->plan->until - k->plan->draws.origin);
    int32_t begun = k->plan->draws.origin + 1 + (int32_t)random_below(s, days);
    return follow_enquiry(k, worker, group, begun, k->plan->draws.origin, s);
}

/* True when N enquiries, after which WANTED of AT_FIRST approvals are still missing, tell that it is of
 * no use to go on. */
static bool is_hopeless(double n, double at_first, double wanted)
{
    return n >= NEEDED_RARE * (at_first - wanted + 1);
}

/* Enquiries of all groups until WANTED are approved; INFINITY when that can't be. */
static void search_mix(struct search *k, const struct worker *worker, size_t draw, double wanted,
                       struct random_stream *s)
{
    size_t draws = k->plan->draws.draws, groups = k->j->group_count;
    double n = 0, at_first = wanted;
    while (wanted > 0 && !is_hopeless(n, at_first, wanted)) {
        uint32_t g = (uint32_t)random_choice(s, k->mix, groups);
        n++;
        k->needed[(g + 1) * draws + draw]++;
        wanted -= try_enquiry(k, worker, g, s);
    }
    k->needed[draw] = wanted > 0 ? INFINITY : n;
    for (size_t g = 0; wanted > 0 && g < groups; g++)
        k->needed[(g + 1) * draws + draw] = INFINITY;
}

static double search_alone(const struct search *k, const struct worker *worker, uint32_t group,
                           double wanted, struct random_stream *s)
{
    double n = 0, at_first = wanted;
    while (wanted > 0 && !is_hopeless(n, at_first, wanted)) {
        n++;
        wanted -= try_enquiry(k, worker, group, s);
    }
    return wanted > 0 ? INFINITY : n;
}

/* An enquiry that comes anyway. One made by the origin, and not seen by then, counts as under way. */
static void take_enquiry(struct search *k, const struct worker *worker, uint32_t group, int32_t day,
                         size_t draw, struct random_stream *s)
{
    size_t draws = k->plan->draws.draws, at = (group + 1) * draws + draw;
    int32_t origin = k->plan->draws.origin;
    if (day > k->plan->until)
        return;
    bool approved = follow_enquiry(k, worker, group, day, origin, s);
    if (day > origin) {
        k->expected[draw]++;
        k->expected[at]++;
        k->reached[draw] += approved;
    } else if (approved) {
        k->under_way[draw]++;
        k->under_way[at]++;
    }
}

/* Those that will come anyway: EXPECTED, and how many of them are approved in REACHED. */
static void take_enquiries(struct search *k, const struct worker *worker, size_t draw,
                           struct random_stream *s)
{
    size_t version = draw % k->arrivals.versions;
    for (size_t i = 0; i < k->arrivals.unit_count; i++) {
        const struct arrivals_unit *u = &k->arrivals.units[i];
        const struct arrivals_version *v = &u->versions[version];
        arrivals_draw(u, version, s, worker->counts);
        for (size_t n = 0; n < v->late_count; n++)
            take_enquiry(k, worker, u->group, v->late[n], draw, s);
        for (size_t m = 0; m < u->months; m++) {
            int32_t begin = arrivals_begin(u, m);
            uint32_t length = (uint32_t)(u->ends[m] - begin) + 1;
            for (double n = worker->counts[m]; n >= 1; n--)
                take_enquiry(k, worker, u->group, begin + (int32_t)random_below(s, length), draw,
                             s);
        }
    }
}

static enum status search_draw(void *context, size_t number, size_t draw)
{
    struct search *k = context;
    struct worker *worker = &k->workers[number];
    struct random_stream s;
    size_t groups = k->j->group_count;
    flow_weights(&k->flow, k->plan->draws.seed, draw, worker->cluster);
    flow_pool_make(&worker->pool, &k->flow, worker->cluster);
    for (uint32_t g = 0; g < groups; g++)
        flow_fit_make(&worker->fits[g], &k->flow, &worker->pool, g);
    random_start(&s, k->plan->draws.seed, "hearth-recruit needed", text_of(""), text_of(""), draw);
    k->leaving[draw] = leaving(k, &s);
    continue_waiting(k, worker, draw);
    take_enquiries(k, worker, draw, &s);
    double wanted = k->plan->households + k->leaving[draw] - k->under_way[draw];
    k->reached[draw] = k->reached[draw] >= wanted;
    search_mix(k, worker, draw, wanted, &s);
    for (uint32_t g = 0; g < groups && groups > 1; g++)
        k->alone[(g + 1) * k->plan->draws.draws + draw] = search_alone(k, worker, g, wanted, &s);
    return STATUS_OK;
}

/* -- rooms */

static bool make_workers(struct search *k)
{
    size_t groups = k->j->group_count;
    k->workers = calloc(k->plan->draws.threads, sizeof *k->workers);
    for (size_t i = 0; k->workers && i < k->plan->draws.threads; i++) {
        struct worker *w = &k->workers[i];
        w->fits = calloc(groups + 1, sizeof *w->fits);
        w->cluster = malloc((k->flow.clusters + 1) * sizeof *w->cluster);
        w->counts = calloc(k->arrivals.months + 1, sizeof *w->counts);
        if (!flow_pool_init(&w->pool, &k->flow) || !w->fits || !w->cluster || !w->counts)
            return false;
        for (size_t g = 0; g < groups; g++)
            if (!flow_fit_init(&w->fits[g], &k->flow))
                return false;
    }
    return k->workers != NULL;
}

static bool make_room(struct search *k)
{
    size_t cells = (k->j->group_count + 1) * k->plan->draws.draws + 1;
    double **rooms[] = {&k->leaving, &k->under_way, &k->needed,
                        &k->alone,   &k->expected,  &k->reached};
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
        if (!(*rooms[i] = calloc(cells, sizeof **rooms[i])))
            return false;
    k->mix = calloc(k->j->group_count + 1, sizeof *k->mix);
    return k->mix && make_workers(k);
}

static void free_all(struct search *k)
{
    for (size_t i = 0; k->workers && i < k->plan->draws.threads; i++) {
        struct worker *w = &k->workers[i];
        for (size_t g = 0; w->fits && g < k->j->group_count; g++)
            flow_fit_done(&w->fits[g]);
        free(w->fits);
        flow_pool_done(&w->pool);
        free(w->cluster);
        free(w->counts);
    }
    free(k->workers);
    free(k->mix);
    free(k->leaving);
    free(k->under_way);
    free(k->needed);
    free(k->alone);
    free(k->expected);
    free(k->reached);
    arrivals_done(&k->arrivals);
    flow_done(&k->flow);
}

/* Shares of the groups in the last twelve months' enquiries; of all when there were none. */
static void find_mix(struct search *k)
{
    int32_t from = date_add_months(k->plan->draws.origin, -12);
    double all = 0;
    for (int recent = 1; recent >= 0 && all == 0; recent--)
        for (size_t i = 0; i < k->j->count; i++) {
            const struct journey *of = &k->j->items[i];
            if (journey_known(k->j, of, k->plan->draws.origin) && (!recent || of->begun > from)) {
                k->mix[of->group]++;
                all++;
            }
        }
}

/* -- results */

/* The value that share P of the sorted futures don't exceed; NaN when they do without end. */
static double quantile(const double *sorted, size_t n, double p)
{
    double place = ceil(p * (double)n);
    double x = sorted[place < 1 ? 0 : (size_t)place - 1];
    return isfinite(x) ? x : NAN;
}

/* What to say to a person: median and hi80 of all enquiries needed, and those expected. */
struct answer {
    double enough, likely, expected, chance;
};

static struct line *add_line(struct search *k, struct lines *lines, int measure, uint32_t group,
                             double *draws)
{
    size_t n = k->plan->draws.draws;
    stats_sort(draws, n);
    struct line *line = lines_add(lines, measure, group, k->plan->until, quantile(draws, n, .5));
    line->in80 = (struct interval){quantile(draws, n, .1), quantile(draws, n, .9)};
    line->in95 = (struct interval){quantile(draws, n, .025), quantile(draws, n, .975)};
    return line;
}

static void add_lines(struct search *k, struct lines *lines, struct answer *answer)
{
    size_t draws = k->plan->draws.draws, groups = k->j->group_count;
    double reached = 0;
    for (size_t d = 0; d < draws; d++)
        reached += k->reached[d] / (double)draws;
    uint32_t all = groups > 1 ? LINES_ALL : 0;
    if (k->plan->approvals)
        add_line(k, lines, LEAVING, all, k->leaving);
    add_line(k, lines, UNDER_WAY, all, k->under_way);
    struct line *needed = add_line(k, lines, NEEDED, all, k->needed);
    answer->enough = needed->value;
    answer->likely = needed->in80.high;
    answer->expected = add_line(k, lines, EXPECTED, all, k->expected)->value;
    answer->chance = lines_add(lines, CHANCE, all, k->plan->until, reached)->value;
    for (uint32_t g = 0; g < groups && groups > 1; g++) {
        size_t at = (g + 1) * draws;
        add_line(k, lines, UNDER_WAY, g, k->under_way + at);
        add_line(k, lines, NEEDED, g, k->needed + at);
        add_line(k, lines, ALONE, g, k->alone + at);
        add_line(k, lines, EXPECTED, g, k->expected + at);
    }
}

static void say(const struct answer *a, const struct problem_sink *sink)
{
    if (isnan(a->enough))
        problem_report(sink, PROBLEM_NOTE, "needed", NULL, 0, NULL,
                       "that many can't be reached by then, whatever the number of enquiries");
    else if (isnan(a->likely))
        problem_report(sink, PROBLEM_NOTE, "needed", NULL, 0, NULL,
                       "%.0f enquiries are enough in half of the futures; no number in 9 of 10",
                       a->enough);
    else
        problem_report(sink, PROBLEM_NOTE, "needed", NULL, 0, NULL,
                       "%.0f enquiries are enough in half of the futures, %.0f in 9 of 10",
                       a->enough, a->likely);
    problem_report(
        sink, PROBLEM_NOTE, "expected", NULL, 0, NULL,
        "with as many enquiries as are to be expected, %.0f, it is reached in %.0f of 100",
        a->expected, 100 * a->chance);
}

enum status needed_write(const struct journeys *j, const struct needed_plan *plan, struct writer *w,
                         const struct problem_sink *sink)
{
    struct search k = {.j = j, .plan = plan};
    struct lines lines = {0};
    struct answer answer;
    enum status s = STATUS_OK;
    if (plan->approvals)
        s = leavers_read(&k.leavers, plan->approvals, plan->draws.origin, plan->draws.recent, sink);
    if (s == STATUS_OK)
        s = flow_make(&k.flow, j, plan->draws.origin, plan->draws.recent);
    if (s == STATUS_OK)
        s = arrivals_make(
            &k.arrivals, j,
            &(struct arrivals_plan){plan->draws.origin, plan->until, plan->draws.seed});
    if (s == STATUS_OK)
        s = make_room(&k) ? STATUS_OK : STATUS_MEMORY;
    if (s == STATUS_OK) {
        find_mix(&k);
        s = parallel_run(plan->draws.draws, plan->draws.threads, search_draw, &k);
    }
    if (s == STATUS_OK) {
        add_lines(&k, &lines, &answer);
        s = lines_write(&lines, j, &(struct lines_layout){.measures = measures, .kind = "forecast"},
                        w);
    }
    if (s == STATUS_OK) {
        arrivals_say(&k.arrivals, sink);
        say(&answer, sink);
    }
    free_all(&k);
    return s;
}
