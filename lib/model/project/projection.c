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

/* Entries of a part, or of all (PART is NULL), month by month; those not seen are negative. */
static void count_entries(const struct projection *p, const struct lives_part *part, double *count,
                          size_t n)
{
    const struct lives *l = p->lives;
    size_t number = part ? (size_t)(part - l->parts) : 0;
    for (uint32_t i = part ? part->begin : 0; i < (part ? part->over : l->count); i++) {
        const struct life_spell *s = &l->spells[i];
        if (s->before != LIVES_NONE || s->start < s->seen_from || s->start > p->origin ||
            (part && s->part != number))
            continue;
        size_t back = months_back(p->origin, s->start);
        if (back < n)
            count[n - 1 - back]++;
    }
    for (size_t i = 0; i < n; i++) {
        int32_t to = date_add_months(p->origin, -(int)(n - 1 - i));
        if (lives_unseen(l, part, date_add_months(p->origin, -(int)(n - i)) + 1, to))
            count[i] = -1;
    }
}

static enum status fit_entries(struct projection *p, const struct lives_part *part,
                               struct entries *e)
{
    size_t n = 0;
    while (n < 12 * PROJECTION_YEARS &&
           date_add_months(p->origin, -(int)(n + 1)) >= p->lives->first - 1)
        n++;
    double *count = calloc(n + 1, sizeof *count);
    if (!count)
        return STATUS_MEMORY;
    count_entries(p, part, count, n);
    for (size_t i = n > 12 ? n - 12 : 0; i < n; i++)
        p->entered += count[i] > 0 ? count[i] : 0;
    int year, month, day;
    date_split(p->origin + 1, &year, &month, &day);
    p->month = month - 1;
    enum status s = entries_fit(e, count, n, (p->month + 12 * 100 - (int)n) % 12);
    free(count);
    return s;
}

/* The months from the origin until UNTIL; nobody is expected yet. */
static enum status make_plan(const struct projection *p, int32_t until, struct entry_plan *plan)
{
    while (date_add_months(p->origin, (int)plan->months) < until)
        plan->months++;
    plan->begin = calloc(2 * plan->months + 2, sizeof *plan->begin);
    if (!plan->begin)
        return STATUS_MEMORY;
    plan->mean = plan->begin + plan->months + 1;
    for (size_t m = 0; m <= plan->months; m++)
        plan->begin[m] = date_add_months(p->origin, (int)m) - p->origin;
    return STATUS_OK;
}

static enum status fit_part(struct projection *p, size_t number, int32_t until)
{
    struct projection_part *part = &p->parts[number];
    enum status s = fit_entries(p, &p->lives->parts[number], &part->entries);
    part->seen = s == STATUS_OK;
    if (s == STATUS_OK || s == STATUS_SHORT)
        s = make_plan(p, until, &part->plan);
    if (s == STATUS_OK && (!present_find_part(&part->present, p->lives, number, p->origin) ||
                           !hazards_init(&part->mean, p->mean.groups)))
        s = STATUS_MEMORY;
    if (s != STATUS_OK)
        return s;
    rates_parts_put(p->rates_of_parts, number, &p->mean, NULL, &part->mean);
    if (part->seen)
        entries_mean(&part->entries, part->plan.months, p->month, part->plan.mean);
    for (size_t m = 0; m < part->plan.months; m++)
        p->plan.mean[m] += part->plan.mean[m];
    return hazards_sound(&part->mean) ? STATUS_OK : STATUS_NUMERIC;
}

/* Events of each part in the reference period. */
static enum status fit_rates_of_parts(struct projection *p)
{
    size_t n = p->lives->part_count;
    struct exposure *exposures = calloc(n, sizeof *exposures);
    bool good = exposures != NULL;
    for (size_t i = 0; good && i < n; i++) {
        good = exposure_init(&exposures[i], p->lives->group_count);
        if (good)
            exposure_count_part(&exposures[i], p->lives, i, p->reference_from, p->reference_to);
    }
    if (good)
        p->rates_of_parts = rates_parts_new(&p->mean, p->lives->parts, exposures, n);
    for (size_t i = 0; exposures && i < n; i++)
        exposure_done(&exposures[i]);
    free(exposures);
    return p->rates_of_parts ? STATUS_OK : STATUS_MEMORY;
}

static enum status fit_parts(struct projection *p, int32_t until)
{
    size_t n = p->lives->part_count, seen = 0;
    enum status s = fit_rates_of_parts(p);
    p->parts = calloc(n, sizeof *p->parts);
    if (!p->parts)
        return STATUS_MEMORY;
    p->part_count = n;
    for (size_t i = 0; s == STATUS_OK && i < n; i++) {
        s = fit_part(p, i, until);
        seen += p->parts[i].seen;
    }
    return s == STATUS_OK && !seen ? STATUS_SHORT : s;
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
        s = make_plan(p, settings->until, &p->plan);
    if (s == STATUS_OK) {
        rates_mean(p->rates, &p->mean);
        s = hazards_sound(&p->mean) ? STATUS_OK : STATUS_NUMERIC;
    }
    if (s == STATUS_OK && !present_find(&p->present, l, p->origin))
        s = STATUS_MEMORY;
    if (s == STATUS_OK && l->part_count)
        s = fit_parts(p, settings->until);
    else if (s == STATUS_OK && (s = fit_entries(p, NULL, &p->entries)) == STATUS_OK)
        entries_mean(&p->entries, p->plan.months, p->month, p->plan.mean);
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
    rates_parts_free(p->rates_of_parts);
    for (size_t i = 0; i < p->part_count; i++) {
        free(p->parts[i].plan.begin);
        present_done(&p->parts[i].present);
        hazards_done(&p->parts[i].mean);
    }
    free(p->parts);
    *p = (struct projection){0};
}
