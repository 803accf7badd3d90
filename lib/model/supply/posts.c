// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/posts.h"
#include "stats/random/variates.h"
#include "stream/series.h"

#include <math.h>
#include <stdlib.h>

static const double PRIOR_STEP = 0.02, PRIOR_SPREAD = 0.15, PRIOR_WEIGHT = 2;
static const double PRIOR_SLOPE = 1, PRIOR_ERROR = 0.5;
enum { ONE_POST = 10, ROUNDS = 10 };

void posts_done(struct posts *p)
{
    free(p->authorities);
    free(p->dates);
    free(p->past);
    p->authorities = NULL;
    p->dates = NULL;
    p->past = NULL;
}

double posts_filled(const struct roster *r, uint32_t authority, int32_t day, bool agency)
{
    double sum = 0;
    for (size_t i = 0; i < r->count; i++) {
        const struct roster_stay *s = &r->stays[i];
        const struct roster_cell *c = &r->cells[s->cell];
        if (c->authority == authority && c->agency == agency && roster_there(s, day) &&
            s->places != PLACES_UNKNOWN)
            sum += s->places;
    }
    return sum;
}

/* --- reading --------------------------------------------------------------------------------- */

static int by_date(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static uint32_t authority_of(const struct series_table *t, const struct roster *r, int dimension,
                             const struct series_row *row)
{
    struct text la = {NULL, 0};
    if (dimension >= 0)
        la = series_word(t, t->series[row->series].labels[dimension]);
    for (uint32_t a = 0; a < r->authority_count; a++)
        if (text_equal(r->authorities[a], la))
            return a;
    return ROSTER_NONE;
}

static bool is_measure(const struct series_table *t, const struct series_row *row, const char *name)
{
    return text_is(series_word(t, t->series[row->series].measure), name) && !isnan(row->value);
}

static size_t place_date(const struct posts *p, int32_t date)
{
    size_t i = 0;
    while (p->dates[i] != date)
        i++;
    return i;
}

static bool find_dates(struct posts *p, const struct series_table *t, int32_t origin)
{
    p->dates = malloc((t->row_count + 1) * sizeof *p->dates);
    if (!p->dates)
        return false;
    for (size_t i = 0; i < t->row_count; i++)
        if (is_measure(t, &t->rows[i], "vacancies_fte") && t->rows[i].date <= origin)
            p->dates[p->date_count++] = t->rows[i].date;
    qsort(p->dates, p->date_count, sizeof *p->dates, by_date);
    size_t kept = 0;
    for (size_t i = 0; i < p->date_count; i++)
        if (!kept || p->dates[i] != p->dates[kept - 1])
            p->dates[kept++] = p->dates[i];
    p->date_count = kept;
    return true;
}

/* Puts the values of MEASURE, in tenths, on their dates; returns how many are negative. */
static size_t place_values(const struct posts *p, const struct series_table *t,
                           const struct supply *s, const char *measure, double *out)
{
    const struct roster *r = s->roster;
    int dimension = series_dimension(t, "la");
    size_t negative = 0;
    for (size_t i = 0; i < p->date_count * r->authority_count; i++)
        out[i] = NAN;
    for (size_t i = 0; i < t->row_count; i++) {
        const struct series_row *row = &t->rows[i];
        uint32_t a = authority_of(t, r, dimension, row);
        if (!is_measure(t, row, measure) || row->date > s->origin || a == ROSTER_NONE)
            continue;
        size_t d = 0;
        while (d < p->date_count && p->dates[d] != row->date)
            d++;
        negative += row->value < 0;
        if (d < p->date_count && row->value >= 0)
            out[place_date(p, row->date) * r->authority_count + a] = round(10 * row->value);
    }
    return negative;
}

/* --- estimates -------------------------------------------------------------------------------- */

/* Sums of the logarithms of vacancies (x) and agency workers (y) on days that have both. */
struct pairs {
    double n, x, y, xx, xy, yy;
};

static void fit_line(struct post_history *h, const struct pairs *p)
{
    if (p->n < 1) /* no agency workers were ever seen */
        return;
    double prior = 1 / (PRIOR_ERROR * PRIOR_ERROR);
    double xx = p->xx - p->x * p->x / p->n, xy = p->xy - p->x * p->y / p->n,
           yy = p->yy - p->y * p->y / p->n;
    h->days = p->n;
    h->vacant = p->x / p->n;
    h->agency = p->y / p->n;
    h->slope = PRIOR_SLOPE;
    for (int round = 0; round < ROUNDS; round++) {
        double about = fmax(yy - 2 * h->slope * xy + h->slope * h->slope * xx, 0);
        double variance =
            (about + PRIOR_WEIGHT * PRIOR_SPREAD * PRIOR_SPREAD) / (p->n - 1 + PRIOR_WEIGHT);
        double known = xx / variance + prior;
        h->slope = (xy / variance + prior * PRIOR_SLOPE) / known;
        h->slope_error = 1 / sqrt(known);
        h->spread = sqrt(variance);
    }
}

static void add_pair(struct pairs *p, double vacant, double agency)
{
    if (agency <= 0)
        return;
    double x = log(vacant + ONE_POST), y = log(agency);
    p->n++;
    p->x += x;
    p->y += y;
    p->xx += x * x;
    p->xy += x * y;
    p->yy += y * y;
}

static void fit_authority(struct posts *p, const struct supply *s, uint32_t a, const double *cover)
{
    const struct roster *r = s->roster;
    struct post_history *h = &p->authorities[a];
    struct pairs pairs = {0, 0, 0, 0, 0, 0};
    double steps = 0, years = 0, before = NAN;
    for (size_t d = 0; d < p->date_count; d++) {
        double vacant = p->past[d * r->authority_count + a];
        if (isnan(vacant))
            continue;
        double posts = posts_filled(r, a, p->dates[d], false) + vacant;
        double agency = posts_filled(r, a, p->dates[d], true);
        double covering = cover[d * r->authority_count + a];
        add_pair(&pairs, vacant, agency <= 0 && !isnan(covering) ? covering : agency);
        if (!isnan(before) && posts > 0 && before > 0) {
            double step = log(posts / before), time = (p->dates[d] - h->last) / 365.25;
            steps += step * step / time;
            years++;
        }
        before = h->posts = posts;
        h->last = p->dates[d];
        h->known = true;
    }
    h->step = sqrt((steps + PRIOR_WEIGHT * PRIOR_STEP * PRIOR_STEP) / (years + PRIOR_WEIGHT));
    fit_line(h, &pairs);
}

static enum status fit_posts(struct posts *p, const struct series_table *t, const struct supply *s,
                             const char *path, const struct problem_sink *sink)
{
    const struct roster *r = s->roster;
    size_t n = r->authority_count, known = 0;
    p->authorities = calloc(n + 1, sizeof *p->authorities);
    if (!p->authorities || !find_dates(p, t, s->origin))
        return STATUS_MEMORY;
    p->past = malloc((p->date_count * n + 1) * sizeof *p->past);
    double *cover = malloc((p->date_count * n + 1) * sizeof *cover);
    if (!p->past || !cover) {
        free(cover);
        return STATUS_MEMORY;
    }
    size_t negative = place_values(p, t, s, "vacancies_fte", p->past);
    place_values(p, t, s, "agency_covering_fte", cover);
    for (uint32_t a = 0; a < n; a++) {
        char la[40];
        fit_authority(p, s, a, cover);
        known += p->authorities[a].known;
        if (!p->authorities[a].known)
            problem_report(sink, PROBLEM_WARNING, "no-vacancies", path, 0, NULL,
                           "no vacancies of authority '%s': not in vacancies_fte and agency_fte",
                           text_show(r->authorities[a], la, sizeof la));
    }
    free(cover);
    if (negative)
        problem_report(sink, PROBLEM_ROW, "negative", path, 0, "value",
                       "%zu vacancies below 0 are left out", negative);
    if (!known)
        problem_report(sink, PROBLEM_FATAL, "no-vacancies", path, 0, "measure",
                       "no vacancies_fte of these authorities until the day to start from");
    return known ? STATUS_OK : STATUS_SHORT;
}

enum status posts_read(struct posts *p, const struct supply *s, const char *path,
                       const struct problem_sink *sink)
{
    struct series_table t;
    enum status status = series_read(&t, path, NULL, sink);
    if (status != STATUS_OK)
        return status;
    status = fit_posts(p, &t, s, path, sink);
    series_done(&t);
    return status;
}

/* --- a future --------------------------------------------------------------------------------- */

void posts_draw(const struct posts *p, const struct supply *s, uint32_t authority, uint64_t seed,
                size_t draw, const int32_t *in_post, int32_t *vacancies, int32_t *agency)
{
    const struct post_history *h = &p->authorities[authority];
    struct random_stream r;
    random_start(&r, seed, "hearth-supply posts", s->roster->authorities[authority], text_of(""),
                 draw);
    bool stated = p->stated.high > 0;
    double posts = stated ? 10 * fmax(stated_draw(&p->stated, &r), 0) : h->posts;
    double level = h->agency + h->spread / sqrt(fmax(h->days, 1)) * random_normal(&r);
    double slope = h->slope + h->slope_error * random_normal(&r);
    int32_t before = h->last;
    for (size_t d = 0; d < s->ahead->count; d++) {
        double years = (s->ahead->dates[d] - before) / 365.25;
        double spread = stated ? 0 : h->step * sqrt(years);
        posts *= exp(spread * random_normal(&r) - spread * spread / 2);
        before = s->ahead->dates[d];
        double vacant = fmax(round(posts) - in_post[d], 0);
        double line = level + slope * (log(vacant + ONE_POST) - h->vacant);
        double filling = h->days > 0 ? exp(line + h->spread * random_normal(&r)) : 0;
        if (p->limit < 1)
            filling = fmin(filling, p->limit / (1 - p->limit) * in_post[d]);
        vacancies[d] = (int32_t)vacant;
        agency[d] = (int32_t)(p->limit < 1 ? floor(filling + 1e-9) : round(filling));
    }
}
