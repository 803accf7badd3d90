// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/newcomers.h"
#include "calendar/date.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { YEARS_MOST = 12 };

/* Months back from the origin that DAY lies in: 0 is the one that ends on the origin. */
static size_t months_back(int32_t origin, int32_t day)
{
    size_t back = (size_t)((double)(origin - day) / 30.4375);
    while (back > 0 && day > date_add_months(origin, -(int)back))
        back--;
    while (day <= date_add_months(origin, -(int)back - 1))
        back++;
    return back;
}

static void count_past(struct newcomers *n, const struct roster *r, int32_t origin, size_t months,
                       double *count)
{
    for (size_t c = 0; c < r->cell_count; c++)
        for (size_t m = 0; m < months; m++) {
            const int32_t first = r->first[r->cells[c].authority];
            bool seen = date_add_months(origin, -(int)(months - m)) >= first - 1;
            count[c * months + m] = seen ? 0 : -1;
        }
    for (size_t i = 0; i < r->count; i++) {
        const struct roster_stay *s = &r->stays[i];
        if (s->continues || s->start < s->seen_from || s->start > origin)
            continue;
        size_t back = months_back(origin, s->start);
        n->cell[s->cell].past++;
        n->cell[s->cell].last_year += back < 12;
        if (back < months && count[s->cell * months + months - 1 - back] >= 0)
            count[s->cell * months + months - 1 - back]++;
    }
}

static enum status fit_history(struct newcomers *n, const struct roster *r, int32_t origin)
{
    size_t months = 0;
    while (months < 12 * YEARS_MOST &&
           date_add_months(origin, -(int)(months + 1)) >= r->earliest - 1)
        months++;
    double *count = malloc((r->cell_count * months + 1) * sizeof *count);
    if (!count)
        return STATUS_MEMORY;
    count_past(n, r, origin, months, count);
    enum status s = months ? STATUS_OK : STATUS_SHORT;
    int first = (n->calendar_month + 12 * 100 - (int)months) % 12;
    for (size_t c = 0; c < r->cell_count && s == STATUS_OK; c++) {
        struct newcomer_cell *cell = &n->cell[c];
        int32_t last = r->last[r->cells[c].authority];
        if ((cell->never = r->cells[c].agency || last < origin))
            continue;
        cell->history = malloc(sizeof *cell->history);
        s = cell->history ? entries_fit(cell->history, count + c * months, months, first)
                          : STATUS_MEMORY;
    }
    free(count);
    return s;
}

enum status newcomers_fit(struct newcomers *n, const struct roster *r, int32_t origin,
                          int32_t until)
{
    int year, month, day;
    *n = (struct newcomers){.cells = r->cell_count};
    date_split(origin + 1, &year, &month, &day);
    n->calendar_month = month - 1;
    while (date_add_months(origin, (int)n->months) < until)
        n->months++;
    n->begin = malloc((n->months + 1) * sizeof *n->begin);
    n->mean = calloc(n->cells * n->months + 1, sizeof *n->mean);
    n->cell = calloc(n->cells + 1, sizeof *n->cell);
    if (!n->begin || !n->mean || !n->cell)
        return STATUS_MEMORY;
    for (size_t m = 0; m <= n->months; m++)
        n->begin[m] = date_add_months(origin, (int)m) - origin;
    enum status s = fit_history(n, r, origin);
    if (s == STATUS_OK)
        newcomers_mean(n);
    return s;
}

void newcomers_done(struct newcomers *n)
{
    for (size_t c = 0; n->cell && c < n->cells; c++)
        free(n->cell[c].history);
    free(n->cell);
    free(n->mean);
    free(n->begin);
    free(n->approvals.begin);
    free(n->approvals.counts);
    free(n->approvals.weight);
    *n = (struct newcomers){0};
}

void newcomers_state(struct newcomers *n, const struct roster *r, const bool *cells,
                     const struct stated_range *rate)
{
    for (uint32_t a = 0; a < r->authority_count; a++) {
        double sum = 0, count = 0;
        for (size_t c = 0; c < n->cells; c++)
            if (cells[c] && r->cells[c].authority == a) {
                sum += n->cell[c].past;
                count++;
            }
        for (size_t c = 0; c < n->cells; c++) {
            struct newcomer_cell *cell = &n->cell[c];
            if (!cells[c] || r->cells[c].authority != a)
                continue;
            double share = sum > 0 ? cell->past / sum : 1 / count;
            cell->rate =
                (struct stated_range){rate->low * share, rate->mid * share, rate->high * share};
            free(cell->history);
            cell->history = NULL;
        }
    }
}

/* Of history from the month's first day on; who came before FROM comes from the approvals. */
double newcomers_month(const struct newcomers *n, size_t cell, size_t m, double wanted,
                       int32_t *after, int32_t *until)
{
    *after = n->begin[m];
    *until = n->begin[m + 1];
    int32_t from = n->cell[cell].from;
    if (from <= *after)
        return wanted;
    if (from >= *until)
        return 0;
    double left = (double)(*until - from) / (double)(*until - *after);
    *after = from;
    return wanted * left;
}

static void steady(const struct newcomers *n, double rate, double *wanted)
{
    for (size_t m = 0; m < n->months; m++)
        wanted[m] = rate * (double)(n->begin[m + 1] - n->begin[m]) / 365.25;
}

void newcomers_mean(struct newcomers *n)
{
    for (size_t c = 0; c < n->cells; c++) {
        double *mean = n->mean + c * n->months;
        if (n->cell[c].history)
            entries_mean(n->cell[c].history, n->months, n->calendar_month, mean);
        else
            steady(n, n->cell[c].never ? 0 : n->cell[c].rate.mid, mean);
    }
}

void newcomers_expect(const struct newcomers *n, size_t cell, struct random_stream *s, bool fixed,
                      double *wanted)
{
    const struct newcomer_cell *c = &n->cell[cell];
    if (fixed || c->never) {
        memcpy(wanted, n->mean + cell * n->months, n->months * sizeof *wanted);
    } else if (c->history) {
        entries_draw(c->history, s, n->months, n->calendar_month, wanted);
    } else {
        steady(n, fmax(stated_draw(&c->rate, s), 0), wanted);
    }
}
