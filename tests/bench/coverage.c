// SPDX-License-Identifier: GPL-3.0-or-later
/* coverage FOLDER [table]: how many of the outcomes of M1 and of the odd-numbered M3 series the intervals
 * of comb hold, raw and calibrated, where the calibration did not see them; or the table of multiples
 * that the library keeps, made from all of them. */
#include "competition.h"
#include "stats/counts/interval.h"
#include "stats/forecast/forecast.h"
#include "stats/forecast/interval.h"
#include "stats/forecast/score.h"
#include "stats/stats.h"

enum { LONGEST = 400, CLASSES = 3 };
static const size_t frequencies[CLASSES] = {1, 4, 12};
static const char *const class_names[CLASSES] = {"yearly", "quarterly", "monthly"};
static const double levels[INTERVAL_LEVELS] = {.80, .95};

/* One series' outcome: absolute errors, the model's standard errors and units by horizon. */
struct outcome {
    bool from_m1, even; /* even: the place among its set's series, for halves at random */
    size_t class, ahead;
    double scale, error[COMPETITION_AHEAD], sd[COMPETITION_AHEAD], unit[COMPETITION_AHEAD];
};

struct outcomes {
    struct outcome *items;
    size_t count;
};

static void collect(struct outcomes *o, const struct competition *c, bool from_m1,
                    enum forecast_method method, struct forecast_workspace *w)
{
    const struct forecast_plan plan = {method, FORECAST_MEAN};
    size_t place = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct contest *s = &c->items[i];
        double mean[COMPETITION_AHEAD];
        size_t class = 0;
        while (class < CLASSES && frequencies[class] != s->frequency)
            class ++;
        if (!s->scored || class == CLASSES || strcmp(s->period, "OTHER") == 0 || !(s->scale > 0))
            continue;
        o->items = realloc(o->items, (o->count + 1) * sizeof *o->items);
        struct outcome *one = &o->items[o->count];
        *one =
            (struct outcome){from_m1, place++ % 2 == 0, class, s->ahead, s->scale, {0}, {0}, {0}};
        struct forecast_result r = {.mean = mean, .sd = one->sd};
        if (forecast_run(w, &plan, s->y, s->n, s->frequency, s->ahead, &r) != STATUS_OK ||
            r.reason != FORECAST_AS_ASKED)
            continue;
        interval_unit(s->y, s->n, s->frequency, s->ahead, mean, one->sd, one->unit);
        for (size_t h = 0; h < s->ahead; h++)
            one->error[h] = fabs(s->actual[h] - mean[h]);
        o->count++;
    }
}

/* Which outcomes a calibration learns from, or is tried on. */
enum part { ALL, M1_ONLY, M3_ONLY, EVEN, ODD };

static bool in_part(const struct outcome *o, enum part part)
{
    return part == ALL || (part == M1_ONLY && o->from_m1) || (part == M3_ONLY && !o->from_m1) ||
           (part == EVEN && o->even) || (part == ODD && !o->even);
}

/* A line through V[0 ... n-1] at 0, 1, ... by least squares. */
static void fit_line(const double *v, size_t n, double line[2])
{
    double centre = .5 * (double)(n - 1), mean = 0, slope = 0, square = 0;
    for (size_t i = 0; i < n; i++) {
        mean += v[i] / (double)n;
        slope += ((double)i - centre) * v[i];
        square += ((double)i - centre) * ((double)i - centre);
    }
    line[1] = slope / square;
    line[0] = mean - line[1] * centre;
}

/* Lines through the conformal quantiles of error / unit by horizon. */
static void calibrate(const struct outcomes *o, enum part part, size_t class,
                      double lines[INTERVAL_LEVELS][2])
{
    size_t ahead = interval_furthest(frequencies[class]);
    double *x = malloc((o->count + 1) * sizeof *x);
    double quantiles[INTERVAL_LEVELS][COMPETITION_AHEAD];
    for (size_t h = 0; h < ahead; h++) {
        size_t n = 0;
        for (size_t i = 0; i < o->count; i++)
            if (o->items[i].class == class && in_part(&o->items[i], part) &&
                o->items[i].unit[h] > 0)
                x[n++] = o->items[i].error[h] / o->items[i].unit[h];
        stats_sort(x, n);
        for (int level = 0; level < INTERVAL_LEVELS; level++)
            quantiles[level][h] = score_conformal(x, n, levels[level]);
    }
    for (int level = 0; level < INTERVAL_LEVELS; level++)
        fit_line(quantiles[level], ahead, lines[level]);
    free(x);
}

/* Counts of what was held, by horizon. */
struct held {
    double raw[INTERVAL_LEVELS], calibrated[INTERVAL_LEVELS], n, score_raw, score;
};

static void try_on(const struct outcomes *o, enum part part, size_t class,
                   double lines[INTERVAL_LEVELS][2], struct held *held)
{
    for (size_t i = 0; i < o->count; i++) {
        const struct outcome *one = &o->items[i];
        if (one->class != class || !in_part(one, part))
            continue;
        for (size_t h = 0; h < one->ahead; h++) {
            double e = one->error[h], raw95 = stats_normal_z(.95) * one->sd[h], wide = 0;
            for (int level = 0; level < INTERVAL_LEVELS; level++) {
                wide = (lines[level][0] + lines[level][1] * (double)h) * one->unit[h];
                held[h].calibrated[level] += e <= wide;
                held[h].raw[level] += e <= stats_normal_z(levels[level]) * one->sd[h];
            }
            held[h].n++;
            held[h].score += score_interval(e, -wide, wide, .95) / one->scale;
            held[h].score_raw += score_interval(e, -raw95, raw95, .95) / one->scale;
        }
    }
}

static void print_held(const struct held *held, size_t ahead)
{
    struct held all = {{0}, {0}, 0, 0, 0};
    printf("  %4s %6s %7s %7s %22s %22s\n", "h", "series", "raw 80", "raw 95", "calibrated 80",
           "calibrated 95");
    for (size_t h = 0; h <= ahead; h++) {
        const struct held *one = h < ahead ? &held[h] : &all;
        char name[8];
        snprintf(name, sizeof name, h < ahead ? "%zu" : "all", h + 1);
        printf("  %4s %6.0f %7.3f %7.3f", name, one->n, one->raw[0] / one->n, one->raw[1] / one->n);
        for (int level = 0; level < INTERVAL_LEVELS; level++) {
            struct interval w = proportion_wilson(one->calibrated[level], one->n, .95);
            printf("  %.3f (%.3f to %.3f)", one->calibrated[level] / one->n, w.low, w.high);
            all.calibrated[level] += held[h < ahead ? h : 0].calibrated[level];
            all.raw[level] += held[h < ahead ? h : 0].raw[level];
        }
        putchar('\n');
        if (h == ahead)
            break;
        all.n += held[h].n;
        all.score += held[h].score;
        all.score_raw += held[h].score_raw;
    }
    printf("  mean scaled interval score at 95 %%: %.2f raw, %.2f calibrated\n",
           all.score_raw / all.n, all.score / all.n);
}

static void study(const struct outcomes *o)
{
    static const struct {
        const char *title;
        enum part learn[2], test[2];
        int folds;
    } studies[] = {
        {"two halves of M1 and odd M3, each calibrated on the other", {EVEN, ODD}, {ODD, EVEN}, 2},
        {"M1 and odd M3, each calibrated on the other", {M1_ONLY, M3_ONLY}, {M3_ONLY, M1_ONLY}, 2},
        {"odd M3, calibrated on M1", {M1_ONLY, ALL}, {M3_ONLY, ALL}, 1},
        {"M1, calibrated on odd M3", {M3_ONLY, ALL}, {M1_ONLY, ALL}, 1},
        {"odd M3, with the multiples that the library keeps (which saw them)",
         {ALL, ALL},
         {M3_ONLY, ALL},
         1},
    };
    for (size_t class = 0; class < CLASSES; class ++)
        for (size_t i = 0; i < sizeof studies / sizeof studies[0]; i++) {
            struct held held[COMPETITION_AHEAD] = {{{0}, {0}, 0, 0, 0}};
            for (int fold = 0; fold < studies[i].folds; fold++) {
                double lines[INTERVAL_LEVELS][2];
                calibrate(o, studies[i].learn[fold], class, lines);
                try_on(o, studies[i].test[fold], class, lines, held);
            }
            printf("%s: %s\n", class_names[class], studies[i].title);
            print_held(held, interval_furthest(frequencies[class]));
        }
}

/* One method's part of lib/stats/forecast/interval_table.inc. */
static void print_table(const struct outcomes *o, enum forecast_method method)
{
    printf("    /* %s */\n    {", forecast_method_name(method));
    for (size_t class = 0; class < CLASSES; class ++) {
        double lines[INTERVAL_LEVELS][2];
        calibrate(o, ALL, class, lines);
        printf("%s{{%.3f, %.3f}, {%.3f, %.3f}}", class ? ", " : "", lines[0][0], lines[0][1],
               lines[1][0], lines[1][1]);
    }
    printf("},\n");
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: coverage FOLDER [table]\n");
        return 2;
    }
    stats_begin();
    struct competition m3 = competition_read(argv[1], "m3", "m3_test_odd.csv");
    struct competition m1 = competition_read(argv[1], "m1", "m1_test.csv");
    struct forecast_workspace *w = forecast_workspace_new(LONGEST, COMPETITION_AHEAD);
    int last = argc == 3 ? FORECAST_METHODS - 1 : FORECAST_COMB;
    for (int method = FORECAST_COMB; method <= last; method++) {
        struct outcomes o = {0};
        collect(&o, &m3, false, (enum forecast_method)method, w);
        collect(&o, &m1, true, (enum forecast_method)method, w);
        if (argc == 3)
            print_table(&o, (enum forecast_method)method);
        else
            study(&o);
        free(o.items);
    }
    forecast_workspace_free(w);
    competition_done(&m3);
    competition_done(&m1);
    return 0;
}
