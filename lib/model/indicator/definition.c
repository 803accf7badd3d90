// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/indicator/definition.h"

#include <math.h>
#include <stdlib.h>

enum {
    ID,
    MEASURE,
    FROM,
    NUMERATOR,
    DENOMINATOR,
    SCALE,
    DECIMALS,
    PARTS,
    STATISTIC,
    AT,
    LEFT_OUT,
    NEEDS,
    NAME,
    FORMULA,
    POPULATION,
    UNIT,
    BETTER,
    STATUS,
    CELLS
};
static const char *const cell_names[] = {
    "id",         "measure",   "from",   "numerator", "denominator", "scale", "decimals",
    "parts",      "statistic", "at",     "left_out",  "needs",       "name",  "formula",
    "population", "unit",      "better", "status",    NULL};

double definition_days(struct text t)
{
    double n;
    struct text rest = t, number = text_cut(&rest, ' ');
    if (!rest.at || !text_number(number, &n) || rest.size < 4)
        return NAN;
    return n * (rest.at[0] == 'y' ? 365.25 : rest.at[0] == 'm' ? 365.25 / 12 : NAN);
}

/* False for a statistic that there is none of. */
static bool statistic_parse(struct definition *d, struct text t)
{
    static const char *const names[] = {[DURATION_NONE] = "",
                                        [DURATION_MEDIAN] = "median",
                                        [DURATION_P90] = "p90",
                                        [DURATION_STAYING] = "staying",
                                        [DURATION_ENDED] = "ended"};
    struct text rest = d->at;
    for (int i = DURATION_NONE; i <= DURATION_ENDED; i++)
        if (text_is(t, names[i])) {
            d->statistic = (enum duration_statistic)i;
            while (d->at.size && rest.at)
                if (isnan(definition_days(text_cut(&rest, '|'))))
                    return false;
            return d->at.size ? i >= DURATION_STAYING : i < DURATION_STAYING;
        }
    return false;
}

static bool formulas_parse(struct definition *d)
{
    return formula_parse(&d->numerator, d->numerator_text) && d->numerator.size &&
           formula_parse(&d->denominator, d->denominator_text) &&
           formula_parse(&d->left_out, d->left_out_text);
}

static enum status read_one(struct definitions *all, struct rows *r, const int *index)
{
    struct text cell[CELLS];
    struct definition *d = &all->list[all->count];
    for (int i = 0; i < CELLS; i++) {
        cell[i] = arena_text(&all->arena, text_trim(rows_cell(r, index[i])));
        if (!cell[i].at)
            return STATUS_MEMORY;
    }
    *d = (struct definition){.id = cell[ID],
                             .measure = cell[MEASURE],
                             .from = cell[FROM],
                             .needs = cell[NEEDS],
                             .name = cell[NAME],
                             .words = cell[FORMULA],
                             .population = cell[POPULATION],
                             .unit = cell[UNIT],
                             .better = cell[BETTER],
                             .status = cell[STATUS],
                             .numerator_text = cell[NUMERATOR],
                             .denominator_text = cell[DENOMINATOR],
                             .left_out_text = cell[LEFT_OUT],
                             .at = cell[AT],
                             .scale = 1,
                             .parts = text_is(cell[PARTS], "yes")};
    long decimals;
    if ((cell[SCALE].size && !text_number(cell[SCALE], &d->scale)) ||
        !text_integer(cell[DECIMALS], &decimals) || decimals < 0 || decimals > 9 ||
        !statistic_parse(d, cell[STATISTIC]) || !formulas_parse(d)) {
        rows_problem(r, PROBLEM_FATAL, "indicators", index[MEASURE],
                     "scale, decimals, statistic or a formula can't be read");
        return STATUS_FORMAT;
    }
    d->decimals = (int)decimals;
    all->count++;
    return STATUS_OK;
}

enum status definitions_read(struct definitions *d, struct rows *r)
{
    int index[CELLS];
    *d = (struct definitions){0};
    enum status s = rows_columns(r, cell_names, index);
    while (s == STATUS_OK && (s = rows_next(r)) == STATUS_OK) {
        if (!(d->count & (d->count - 1))) {
            struct definition *more =
                realloc(d->list, (d->count ? d->count * 2 : 1) * sizeof *more);
            if (!more)
                return STATUS_MEMORY;
            d->list = more;
        }
        s = read_one(d, r, index);
    }
    return s == STATUS_END ? STATUS_OK : s;
}

void definitions_done(struct definitions *d)
{
    arena_done(&d->arena);
    free(d->list);
    *d = (struct definitions){0};
}

/* NAME is its id, or its letter alone. */
static bool is_meant(const struct definition *d, struct text name)
{
    return text_equal(d->id, name) ||
           (name.size == 1 && d->id.size > 1 && d->id.at[0] == name.at[0]);
}

bool definitions_know(const struct definitions *d, struct text name)
{
    for (size_t i = 0; i < d->count; i++)
        if (is_meant(&d->list[i], name))
            return true;
    return false;
}

size_t definitions_choose(struct definitions *d, char *const *names, int count,
                          const struct definition **chosen)
{
    size_t n = 0;
    for (size_t i = 0; i < d->count; i++) {
        struct definition *one = &d->list[i];
        bool meant = false;
        one->by_letter = true;
        for (int k = 0; k < count; k++) {
            bool this_one = is_meant(one, text_of(names[k]));
            meant = meant || this_one;
            one->by_letter = one->by_letter && !(this_one && text_of(names[k]).size > 1);
        }
        if (meant)
            chosen[n++] = one;
    }
    return n;
}

bool definitions_want_times(const struct definition *const *chosen, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (chosen[i]->statistic)
            return true;
    return false;
}
