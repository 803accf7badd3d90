// SPDX-License-Identifier: GPL-3.0-or-later
/* Does the projection's interval hold what it says? Worlds whose truth is known (bench/worlds.h), of 600 and
 * of 100 children on average, many runs each: five years of history are given to the projection and to
 * the regional demand model's arithmetic, and what comes in the two years after is compared with
 * their intervals.
 *
 * Usage: calibrate RUNS DRAWS SEED [WORLD...]
 * Written: one row a world, horizon and group, as CSV: coverage of the 80 and 95 % intervals by
 * randomised probability-integral transform, each with its Wilson interval, mean width of the 95 %
 * interval, what the demand model's held and its width, and the ratio of the widths. */
#include "bench/calibration.h"

#include <stdio.h>
#include <string.h>

static void wilson(double inside, double n, double *low, double *high)
{
    double z = 1.959964, p = inside / n, centre = (p + z * z / 2 / n) / (1 + z * z / n);
    double half = z * sqrt(p * (1 - p) / n + z * z / 4 / n / n) / (1 + z * z / n);
    *low = centre - half;
    *high = centre + half;
}

static void report(const struct study *study, size_t runs)
{
    static const char *const targets[] = {"total", "residential"};
    double n = (double)runs;
    for (size_t k = 0; k < TARGETS; k++)
        for (size_t h = 0; h < HORIZONS; h++) {
            double demand = 0, width = 0, demand_width = 0;
            for (size_t i = 0; i < runs; i++) {
                const struct outcome *o = &study->outcomes[i];
                demand += o->demand_inside[h][k];
                width += o->width[h][k];
                demand_width += o->demand_width[h][k];
            }
            printf("%s,%s,%zu", study->world->name, targets[k], h + 1);
            for (int level = 0; level < 2; level++) {
                double inside = (double)study_inside(study, runs, h, k, level ? .95 : .80);
                double low, high;
                wilson(inside, n, &low, &high);
                printf(",%.1f,%.1f,%.1f", 100 * inside / n, 100 * low, 100 * high);
            }
            printf(",%.1f,%.1f,%.1f,%.2f\n", width / n, 100 * demand / n, demand_width / n,
                   width / demand_width);
            fflush(stdout);
        }
}

int main(int argc, char **argv)
{
    size_t runs = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    struct study study = {.draws = argc > 2 ? strtoul(argv[2], NULL, 10) : 0,
                          .seed = argc > 3 ? strtoul(argv[3], NULL, 10) : 0};
    if (!runs || !study.draws || !study.seed) {
        fputs("usage: calibrate RUNS DRAWS SEED [WORLD...]\n", stderr);
        return 2;
    }
    stats_begin();
    if (!study_begin(&study, runs))
        return 3;
    puts("world,of,years_ahead,inside_80,low_80,high_80,inside_95,low_95,high_95,width,"
         "demand_model_inside,demand_model_width,width_ratio");
    for (size_t i = 0; i < WORLDS; i++) {
        bool wanted = argc <= 4;
        for (int a = 4; a < argc; a++)
            wanted = wanted || strcmp(argv[a], worlds[i].name) == 0;
        if (!wanted)
            continue;
        study.world = &worlds[i];
        if (!study_run(&study, runs))
            return 3;
        report(&study, runs);
    }
    study_end(&study);
    return 0;
}
