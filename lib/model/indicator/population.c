// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/indicator/population.h"

#include <math.h>

enum status group_population_read(struct group_population *p, const char *path,
                                  const char *const *where, size_t where_count,
                                  const struct counts *counts, const struct problem_sink *sink)
{
    const struct denominator_settings settings = {
        .where = where, .where_count = where_count, .month = 6, .day = 30, .oldest_months = 18};
    size_t count = 0;
    p->names[count++] = text_of("la");
    for (size_t i = 0; i < counts->dimension_count; i++)
        if (!text_is(counts->dimensions[i], "la") && (int)i != counts->region)
            p->names[count++] = counts->dimensions[i];
    return denominators_read(&p->people, path, p->names, count, &settings, sink);
}

void group_population_done(struct group_population *p)
{
    denominators_done(&p->people);
}

/* Whether the people of ENTRY may be in GROUP. */
static bool belongs(const struct group_population *p, const struct counts *c,
                    const struct denominator_entry *entry, uint32_t group)
{
    const struct denominators *d = &p->people;
    struct text la = d->has[0] ? intern_text(&d->words, entry->labels[0]) : text_of("");
    if (d->has[0] && c->has_authorities && intern_find(&c->seen, la) == INTERN_NONE)
        return false;
    for (size_t i = 0, k = 1; i < c->dimension_count; i++) {
        struct text label = counts_label(c, group, i);
        if (text_is(c->dimensions[i], "la")) {
            if (d->has[0] && !text_equal(la, label))
                return false;
        } else if ((int)i == c->region) {
            if (d->has[0] && !text_equal(region_of(c->regions, la), label))
                return false;
        } else {
            if (d->has[k] && !text_equal(intern_text(&d->words, entry->labels[k]), label))
                return false;
            k++;
        }
    }
    return true;
}

static bool same_labels(const struct denominators *d, size_t a, size_t b)
{
    for (size_t i = 0; i < d->dimension_count; i++)
        if (d->entries[a].labels[i] != d->entries[b].labels[i])
            return false;
    return true;
}

double group_population(const struct group_population *p, const struct counts *counts,
                        uint32_t group, int32_t date)
{
    const struct denominators *d = &p->people;
    double sum = 0;
    bool any = false;
    for (size_t i = 0, next; i < d->count; i = next) {
        size_t latest = d->count;
        for (next = i; next < d->count && same_labels(d, i, next); next++)
            if (d->entries[next].date == DATE_NONE || d->entries[next].date <= date)
                latest = next;
        if (!belongs(p, counts, &d->entries[i], group))
            continue;
        const struct denominator_entry *e = latest < d->count ? &d->entries[latest] : NULL;
        if (!e || (e->date != DATE_NONE && date_add_months(e->date, d->oldest_months) < date))
            return NAN;
        sum += e->value;
        any = true;
    }
    return any ? sum : NAN;
}
