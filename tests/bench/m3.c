// SPDX-License-Identifier: GPL-3.0-or-later
/* m3 FOLDER: accuracy on the odd-numbered yearly and quarterly series of the M3 competition, beside the
 * competition's own entrants. sMAPE and MASE are means over all series and horizons. */
#include "competition.h"
#include "stats/forecast/forecast.h"
#include "stats/forecast/season.h"
#include "stats/stats.h"

#include <time.h>

enum { LONGEST = 200 };

struct score {
    double smape, mase;
    size_t count;
};

static void add_score(struct score *s, const struct contest *c, const double *mean)
{
    for (size_t h = 0; h < c->ahead; h++) {
        double y = c->actual[h], size = fabs(y) + fabs(mean[h]);
        s->smape += size > 0 ? 200 * fabs(y - mean[h]) / size : 0;
        s->mase += fabs(y - mean[h]) / c->scale;
        s->count++;
    }
}

static void print_score(const char *name, const struct score *s, double milliseconds)
{
    double n = (double)s->count;
    printf("  %-16s %8.3f %8.3f", name, s->smape / n, s->mase / n);
    if (milliseconds >= 0)
        printf(" %10.2f", milliseconds);
    putchar('\n');
}

/* Naive2: no change after seasonal adjustment, the competition's own yardstick. */
static void naive2(const struct contest *c, double *mean)
{
    struct season_adjustment season;
    double adjusted[LONGEST], sd[COMPETITION_AHEAD];
    season_adjust(&season, c->y, c->n, c->frequency, adjusted);
    for (size_t h = 0; h < c->ahead; h++) {
        mean[h] = adjusted[c->n - 1];
        sd[h] = 0;
    }
    season_restore(&season, c->ahead, mean, sd);
}

static void score_ours(const struct competition *c, const char *period)
{
    static const struct {
        const char *name;
        struct forecast_plan plan;
    } methods[] = {
        {"ses", {FORECAST_SES, FORECAST_MEAN}},
        {"holt", {FORECAST_HOLT, FORECAST_MEAN}},
        {"damped", {FORECAST_DAMPED, FORECAST_MEAN}},
        {"ets", {FORECAST_ETS, FORECAST_MEAN}},
        {"theta", {FORECAST_THETA, FORECAST_MEAN}},
        {"dotm", {FORECAST_DOTM, FORECAST_MEAN}},
        {"comb", {FORECAST_COMB, FORECAST_MEAN}},
        {"comb (median)", {FORECAST_COMB, FORECAST_MEDIAN}},
    };
    double mean[COMPETITION_AHEAD], sd[COMPETITION_AHEAD];
    struct forecast_workspace *w = forecast_workspace_new(LONGEST, COMPETITION_AHEAD);
    struct score simple = {0};
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->items[i].period, period) == 0 && c->items[i].scored) {
            naive2(&c->items[i], mean);
            add_score(&simple, &c->items[i], mean);
        }
    print_score("naive2", &simple, -1);
    for (size_t m = 0; m < sizeof methods / sizeof methods[0]; m++) {
        struct score total = {0};
        size_t series = 0;
        clock_t begin = clock();
        for (size_t i = 0; i < c->count; i++) {
            const struct contest *s = &c->items[i];
            if (strcmp(s->period, period) != 0 || !s->scored)
                continue;
            struct forecast_result r = {.mean = mean, .sd = sd};
            if (forecast_run(w, &methods[m].plan, s->y, s->n, s->frequency, s->ahead, &r) !=
                STATUS_OK)
                competition_stop("cannot be forecast", s->id);
            add_score(&total, s, mean);
            series++;
        }
        double ms = 1e3 * (double)(clock() - begin) / CLOCKS_PER_SEC / (double)series;
        print_score(methods[m].name, &total, ms);
    }
    forecast_workspace_free(w);
}

/* The forecasts that entrants of 1998 sent in, scored alike. */
static void score_entrants(struct competition *c, const char *folder, const char *period)
{
    static const char *const names[] = {"series_id", "method", "h", "forecast", NULL};
    int at[4];
    struct intern entrants = {0};
    struct score scores[64] = {0};
    struct rows *r = competition_open(folder, "m3_published_forecasts_odd.csv", names, at);
    while (rows_next(r) == STATUS_OK) {
        const struct contest *s = competition_find(c, r, at[0]);
        size_t h = (size_t)competition_number(r, at[2]);
        if (!s || strcmp(s->period, period) != 0 || h < 1 || h > s->ahead)
            continue;
        struct contest one = *s;
        double mean = competition_number(r, at[3]);
        one.ahead = 1;
        one.actual[0] = s->actual[h - 1];
        add_score(&scores[intern_add(&entrants, rows_cell(r, at[1])) % 64], &one, &mean);
    }
    for (uint32_t i = 0; i < entrants.count; i++)
        print_score(intern_text(&entrants, i).at, &scores[i], -1);
    rows_close(r);
    intern_done(&entrants);
}

int main(int argc, char **argv)
{
    static const char *const periods[] = {"YEARLY", "QUARTERLY"};
    if (argc != 2) {
        fprintf(stderr, "usage: m3 FOLDER\n");
        return 2;
    }
    stats_begin();
    struct competition c = competition_read(argv[1], "m3", "m3_test_odd.csv");
    for (size_t i = 0; i < 2; i++) {
        size_t series = 0;
        for (size_t s = 0; s < c.count; s++)
            series += strcmp(c.items[s].period, periods[i]) == 0 && c.items[s].scored;
        printf("M3 %s, %zu odd-numbered series\n", periods[i], series);
        printf("  %-16s %8s %8s %10s\n", "method", "sMAPE", "MASE", "ms/series");
        score_ours(&c, periods[i]);
        printf("  entrants of 1998:\n");
        score_entrants(&c, argv[1], periods[i]);
    }
    competition_done(&c);
    return 0;
}
