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

/* Means and variances of all cells; days: of care, NULL where not wanted. By place * cells + cell. */
struct moments {
    size_t cells;
    double *mean, *variance, *days;
};

/* Adds the moments of a part: given the rates, parts are independent of each other. */
static void add_moments(struct moments *m, const struct closed_form *f, size_t offset)
{
    for (size_t i = 0; i < f->places; i++)
        for (size_t c = 0; c < f->cells; c++) {
            size_t at = i * m->cells + offset + c;
            m->mean[at] += f->mean[i * f->cells + c];
            m->variance[at] += f->covariance[(i * f->cells + c) * f->cells + c];
            if (f->days)
                m->days[at] += f->days[i * f->cells + c];
        }
}

/* The exact moments: of all children at once, or part by part. */
static enum status make_moments(struct moments *m, const struct projection *p,
                                const struct frame *frame, const struct timeline *ahead)
{
    size_t size = ahead->count * frame->cells;
    *m = (struct moments){.cells = frame->cells, .mean = calloc(3 * size + 1, sizeof *m->mean)};
    if (!m->mean)
        return STATUS_MEMORY;
    m->variance = m->mean + size;
    m->days = m->variance + size;
    enum status s = STATUS_OK;
    for (size_t i = 0; s == STATUS_OK && i < (p->part_count ? p->part_count : 1); i++) {
        const struct projection_part *part = p->part_count ? &p->parts[i] : NULL;
        struct frame block = frame_of_part(frame, i);
        size_t offset = block.offset;
        struct closed_form f;
        block.cells = block.block_cells ? block.block_cells : block.cells;
        block.offset = 0;
        s = closed_form_make(&f, &block, ahead, p->origin, part ? &part->present : &p->present,
                             part ? &part->mean : &p->mean, part ? &part->plan : &p->plan);
        if (s != STATUS_OK)
            break;
        add_moments(m, &f, offset);
        closed_form_done(&f);
    }
    return s;
}

static void write_stock(const struct moments *m, const struct project_writer *p,
                        const struct timeline *past, const uint32_t *history,
                        const struct timeline *ahead)
{
    for (size_t c = 0; c < m->cells; c++) {
        size_t cell = p->frame->order[c];
        project_write_history_cell(p, past, history, PROJECT_STOCK, cell);
        for (size_t i = 0; i < ahead->count; i++) {
            double variance = m->variance[i * m->cells + cell];
            struct project_expected e = {
                .date = ahead->dates[i],
                .measure = PROJECT_STOCK,
                .cell = cell,
                .mean = m->mean[i * m->cells + cell],
                .sd = sqrt(variance > 0 ? variance : 0),
                .z95 = stats_normal_z(.95),
                .z80 = stats_normal_z(.80),
                .floor = true,
            };
            project_write_expected(p, &e);
        }
    }
}

static void write_care_days(const struct moments *m, const struct project_writer *p,
                            const struct timeline *past, const uint32_t *history,
                            const struct timeline *ahead, const uint32_t *lived)
{
    for (size_t c = 0; c < m->cells; c++) {
        size_t cell = p->frame->order[c];
        project_write_history_cell(p, past, history, PROJECT_CARE_DAYS, cell);
        for (size_t i = 0; i < ahead->count; i++) {
            struct project_expected e = {
                .date = ahead->dates[i],
                .measure = PROJECT_CARE_DAYS,
                .cell = cell,
                .mean = m->days[i * m->cells + cell],
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
    struct moments m;
    enum status s = make_moments(&m, projection, p->frame, ahead);
    if (s == STATUS_OK) {
        project_write_header(p, false);
        if (p->frame->measures[PROJECT_STOCK])
            write_stock(&m, p, past, history, ahead);
        if (p->frame->measures[PROJECT_CARE_DAYS])
            write_care_days(&m, p, past, history, ahead, lived);
    }
    free(m.mean);
    return s;
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
