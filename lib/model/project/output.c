// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/output.h"
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

void output_demand_cells(const struct demand_model *m, const struct frame *f, double *mean,
                         double *variance)
{
    for (size_t c = 0; c < f->cells; c++)
        mean[c] = variance[c] = 0;
    for (size_t s = 0; s < m->states; s++) {
        size_t band = s / m->groups, group = s % m->groups;
        size_t cell = f->total                    ? 0
                      : f->ages == FRAME_AGE_BAND ? group * f->age_cells + band
                                                  : group;
        mean[cell] += m->mean[s];
        variance[cell] += m->variance[s];
    }
}

enum status output_demand_model(struct demand_model *m, int32_t origin,
                                const struct project_writer *p, const struct timeline *past,
                                const uint32_t *history, const struct timeline *ahead)
{
    size_t cells = p->frame->cells;
    double *mean = malloc(2 * ahead->count * cells * sizeof *mean + 1);
    if (!mean)
        return STATUS_MEMORY;
    double *variance = mean + ahead->count * cells;
    int32_t day = origin;
    demand_model_restart(m);
    for (size_t i = 0; i < ahead->count; i++) {
        for (; day < ahead->dates[i]; day++)
            demand_model_step(m);
        output_demand_cells(m, p->frame, mean + i * cells, variance + i * cells);
    }
    project_write_header(p, false);
    for (size_t c = 0; c < cells; c++) {
        size_t cell = p->frame->order[c];
        project_write_history_cell(p, past, history, PROJECT_STOCK, cell);
        for (size_t i = 0; i < ahead->count; i++) {
            struct project_expected e = {
                .date = ahead->dates[i],
                .measure = PROJECT_STOCK,
                .cell = cell,
                .mean = mean[i * cells + cell],
                .sd = sqrt(variance[i * cells + cell]),
                .z95 = 2,
                .z80 = NAN,
            };
            project_write_expected(p, &e);
        }
    }
    free(mean);
    return STATUS_OK;
}

static void write_stock(const struct closed_form *f, const struct project_writer *p,
                        const struct timeline *past, const uint32_t *history,
                        const struct timeline *ahead)
{
    for (size_t c = 0; c < f->cells; c++) {
        size_t cell = p->frame->order[c];
        project_write_history_cell(p, past, history, PROJECT_STOCK, cell);
        for (size_t i = 0; i < ahead->count; i++) {
            double variance = f->covariance[(i * f->cells + cell) * f->cells + cell];
            struct project_expected e = {
                .date = ahead->dates[i],
                .measure = PROJECT_STOCK,
                .cell = cell,
                .mean = f->mean[i * f->cells + cell],
                .sd = sqrt(variance > 0 ? variance : 0),
                .z95 = stats_normal_z(.95),
                .z80 = stats_normal_z(.80),
                .floor = true,
            };
            project_write_expected(p, &e);
        }
    }
}

static void write_care_days(const struct closed_form *f, const struct project_writer *p,
                            const struct timeline *past, const uint32_t *history,
                            const struct timeline *ahead, const uint32_t *lived)
{
    for (size_t c = 0; c < f->cells; c++) {
        size_t cell = p->frame->order[c];
        project_write_history_cell(p, past, history, PROJECT_CARE_DAYS, cell);
        for (size_t i = 0; i < ahead->count; i++) {
            struct project_expected e = {
                .date = ahead->dates[i],
                .measure = PROJECT_CARE_DAYS,
                .cell = cell,
                .mean = f->days[i * f->cells + cell],
                .sd = NAN,
            };
            if (lived)
                e.mean += lived[frame_at(p->frame, ahead, PROJECT_CARE_DAYS, i, cell)];
            project_write_expected(p, &e);
        }
    }
}

enum status output_closed_form(const struct projection *projection, const struct project_writer *p,
                               const struct timeline *past, const uint32_t *history,
                               const struct timeline *ahead, const uint32_t *lived)
{
    struct closed_form f;
    enum status s = closed_form_make(&f, p->frame, ahead, projection->origin, &projection->present,
                                     &projection->mean, &projection->plan);
    if (s != STATUS_OK)
        return s;
    project_write_header(p, false);
    if (p->frame->measures[PROJECT_STOCK])
        write_stock(&f, p, past, history, ahead);
    if (p->frame->measures[PROJECT_CARE_DAYS])
        write_care_days(&f, p, past, history, ahead, lived);
    closed_form_done(&f);
    return STATUS_OK;
}

struct written {
    const struct project_writer *p;
    const struct timeline *ahead;
};

static enum status write_draw(void *context, size_t draw, const uint32_t *count)
{
    const struct written *w = context;
    project_write_draw(w->p, w->ahead, (long)draw, count);
    return STATUS_OK;
}

enum status output_draws(const struct projection *projection,
                         const struct futures_settings *settings, const struct project_writer *p,
                         const struct timeline *past, const uint32_t *history)
{
    struct written w = {p, settings->timeline};
    project_write_header(p, true);
    project_write_history(p, past, history);
    return futures_run(projection, settings, write_draw, &w);
}
