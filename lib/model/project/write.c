// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/write.h"
#include "calendar/date.h"
#include "stats/stats.h"

#include <stdio.h>

enum { DIGITS = 12 }; /* beyond them compilers may differ */

void project_write_header(const struct project_writer *p, bool draws)
{
    writer_words(p->w, "date");
    writer_words(p->w, "measure");
    if (draws)
        writer_words(p->w, "draw");
    if (p->scenarios)
        writer_words(p->w, "scenario");
    for (size_t i = 0; i < p->frame->name_count; i++)
        writer_cell(p->w, p->frame->names[i]);
    writer_words(p->w, "value");
    static const char *const bounds[] = {"lo95", "lo80", "hi80", "hi95"};
    for (int i = 0; !draws && i < 4; i++)
        writer_words(p->w, bounds[i]);
    writer_words(p->w, "kind");
    writer_row(p->w);
}

static void write_labels(const struct project_writer *p, size_t scenario, size_t cell)
{
    const struct frame *f = p->frame;
    if (p->scenarios)
        writer_cell(p->w, p->scenarios[scenario]);
    for (size_t i = 0; i < f->name_count; i++)
        writer_cell(p->w, f->labels[cell * f->name_count + i]);
}

/* What a row of draws begins with is the same for all its cells: written once, copied after. */
static void write_counts(const struct project_writer *p, const struct timeline *t, long draw,
                         const uint32_t *count)
{
    const struct frame *f = p->frame;
    size_t scenarios = draw >= 0 ? p->scenario_count : 1;
    char start[DATE_TEXT + 40], number[24] = "";
    if (draw >= 0)
        snprintf(number, sizeof number, "%ld", draw);
    for (size_t place = 0; place < t->count; place++) {
        char date[DATE_TEXT];
        date_write(t->dates[place], date);
        for (int m = 0; m < PROJECT_MEASURES; m++) {
            if (!f->measures[m])
                continue;
            enum project_measure measure = (enum project_measure)m;
            int size = snprintf(start, sizeof start, "%s,%s,%s", date,
                                project_measure_name(measure), number);
            for (size_t i = 0; i < f->cells * scenarios; i++) {
                size_t scenario = i / f->cells, cell = f->order[i % f->cells];
                uint32_t n =
                    count[scenario * frame_size(f, t) + frame_at(f, t, measure, place, cell)];
                if (n == FRAME_UNSEEN)
                    continue;
                writer_raw_cells(p->w, (struct text){start, (size_t)size});
                write_labels(p, scenario, cell);
                writer_integer(p->w, (long)n);
                writer_words(p->w, draw >= 0 ? "forecast" : "actual");
                writer_row(p->w);
            }
        }
    }
}

void project_write_history(const struct project_writer *p, const struct timeline *t,
                           const uint32_t *count)
{
    write_counts(p, t, -1, count);
}

void project_write_draw(const struct project_writer *p, const struct timeline *t, long draw,
                        const uint32_t *count)
{
    write_counts(p, t, draw, count);
}

static void write_start(const struct project_writer *p, int32_t date, enum project_measure m,
                        size_t cell)
{
    char written[DATE_TEXT];
    writer_cell(p->w, date_write(date, written));
    writer_words(p->w, project_measure_name(m));
    write_labels(p, 0, cell);
}

void project_write_history_cell(const struct project_writer *p, const struct timeline *t,
                                const uint32_t *count, enum project_measure m, size_t cell)
{
    for (size_t place = 0; place < t->count; place++) {
        uint32_t n = count[frame_at(p->frame, t, m, place, cell)];
        if (n == FRAME_UNSEEN)
            continue;
        write_start(p, t->dates[place], m, cell);
        writer_integer(p->w, (long)n);
        for (int i = 0; i < 4; i++)
            writer_empty(p->w);
        writer_words(p->w, "actual");
        writer_row(p->w);
    }
}

void project_write_expected(const struct project_writer *p, const struct project_expected *e)
{
    write_start(p, e->date, e->measure, e->cell);
    writer_number(p->w, stats_round(e->mean, DIGITS));
    const double bounds[] = {-e->z95, -e->z80, e->z80, e->z95};
    for (int i = 0; i < 4; i++) {
        double bound = stats_round(e->mean + bounds[i] * e->sd, DIGITS);
        writer_number(p->w, e->floor && bound < 0 ? 0 : bound);
    }
    writer_words(p->w, "forecast");
    writer_row(p->w);
}
