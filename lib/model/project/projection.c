// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/projection.h"
#include "calendar/date.h"

#include <stdlib.h>

static size_t years_seen(const struct lives *l, int32_t origin)
{
    size_t n = 0;
    while (n < PROJECTION_YEARS && date_add_months(origin, -12 * (int)(n + 1)) >= l->first - 1)
        n++;
    return n;
}

static int32_t year_begin(int32_t origin, size_t back)
{
    return date_add_months(origin, -12 * (int)back) + 1;
}

/* Events of each observed year, oldest first; one short year where there is none whole. */
static struct exposure *count_years(const struct projection *p, size_t *count)
{
    size_t n = p->years ? p->years : 1;
    struct exposure *years = calloc(n, sizeof *years);
    *count = 0;
    for (size_t i = 0; years && i < n; i++) {
        if (!exposure_init(&years[i], p->lives->group_count))
            break;
        *count = i + 1;
        int32_t from = p->years ? year_begin(p->origin, n - i) : p->lives->first;
        exposure_count(&years[i], p->lives, from, date_add_months(from - 1, 12));
    }
    return years;
}

static enum status fit_rates(struct projection *p, const struct projection_settings *settings)
{
    struct exposure all;
    size_t n;
    struct exposure *years = count_years(p, &n);
    enum status s = STATUS_MEMORY;
    if (years && exposure_init(&all, p->lives->group_count)) {
        if (settings->reference_from != DATE_NONE) {
            exposure_count(&all, p->lives, p->reference_from, p->reference_to);
            s = STATUS_OK;
        } else if (reference_choose(&p->choice, years, n)) {
            p->reference_from = p->years ? year_begin(p->origin, p->choice.years) : p->lives->first;
            p->reference_to = p->origin;
            for (size_t i = n - p->choice.years; i < n; i++)
                exposure_add(&all, &years[i]);
            s = STATUS_OK;
        }
        double days = 0;
        for (size_t i = 0; i < all.states; i++)
            days += all.days[i];
        if (s == STATUS_OK && days <= 0)
            s = STATUS_SHORT;
        if (s == STATUS_OK && !(p->rates = rates_new(&all, years, n)))
            s = STATUS_MEMORY;
        exposure_done(&all);
    }
    for (size_t i = 0; years && i < n; i++)
        exposure_done(&years[i]);
    free(years);
    return s;
}

/* Months back from the origin that DAY lies in: 0 is the month that ends on the origin. */
static size_t months_back(int32_t origin, int32_t day)
{
    int y0, m0, d0, y1, m1, d1;
    date_split(origin, &y0, &m0, &d0);
    date_split(day, &y1, &m1, &d1);
    int months = (y0 - y1) * 12 + m0 - m1 + 1;
    while (months > 0 && day <= date_add_months(origin, -months))
        months++;
    while (months > 0 && day > date_add_months(origin, -months))
        months--;
    return (size_t)months;
}

static enum status fit_entries(struct projection *p)
{
    const struct lives *l = p->lives;
    size_t n = 0;
    while (n < 12 * PROJECTION_YEARS && date_add_months(p->origin, -(int)(n + 1)) >= l->first - 1)
        n++;
    double *count = calloc(n + 1, sizeof *count);
    if (!count)
        return STATUS_MEMORY;
    for (uint32_t i = 0; i < l->count; i++) {
        const struct life_spell *s = &l->spells[i];
        if (s->before != LIVES_NONE || s->start < s->seen_from || s->start > p->origin)
            continue;
        size_t back = months_back(p->origin, s->start);
        if (back < n)
            count[n - 1 - back]++;
    }
    for (size_t i = 0; i < n; i++) {
        int32_t to = date_add_months(p->origin, -(int)(n - 1 - i));
        if (lives_unseen(l, date_add_months(p->origin, -(int)(n - i)) + 1, to))
            count[i] = -1;
        else if (n - i <= 12)
            p->entered += count[i];
    }
    int year, month, day;
    date_split(p->origin + 1, &year, &month, &day);
    p->month = month - 1;
    enum status s = entries_fit(&p->entries, count, n, (p->month + 12 * 100 - (int)n) % 12);
    free(count);
    return s;
}

static enum status make_plan(struct projection *p, int32_t until)
{
    struct entry_plan *plan = &p->plan;
    while (date_add_months(p->origin, (int)plan->months) < until)
        plan->months++;
    plan->begin = malloc((2 * plan->months + 2) * sizeof *plan->begin);
    if (!plan->begin)
        return STATUS_MEMORY;
    plan->mean = plan->begin + plan->months + 1;
    for (size_t m = 0; m <= plan->months; m++)
        plan->begin[m] = date_add_months(p->origin, (int)m) - p->origin;
    entries_mean(&p->entries, plan->months, p->month, plan->mean);
    return STATUS_OK;
}

enum status projection_fit(struct projection *p, const struct lives *l,
                           const struct projection_settings *settings)
{
    *p = (struct projection){.lives = l,
                             .origin = settings->origin,
                             .reference_from = settings->reference_from,
                             .reference_to = settings->reference_to};
    p->years = years_seen(l, p->origin);
    enum status s = hazards_init(&p->mean, l->group_count) ? STATUS_OK : STATUS_MEMORY;
    if (s == STATUS_OK)
        s = fit_rates(p, settings);
    if (s == STATUS_OK)
        s = fit_entries(p);
    if (s == STATUS_OK)
        s = make_plan(p, settings->until);
    if (s == STATUS_OK && !present_find(&p->present, l, p->origin))
        s = STATUS_MEMORY;
    if (s == STATUS_OK) {
        rates_mean(p->rates, &p->mean);
        s = hazards_sound(&p->mean) ? STATUS_OK : STATUS_NUMERIC;
    }
    if (s != STATUS_OK)
        projection_done(p);
    return s;
}

void projection_done(struct projection *p)
{
    rates_free(p->rates);
    hazards_done(&p->mean);
    free(p->plan.begin);
    present_done(&p->present);
    *p = (struct projection){0};
}
