// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/indicator/definition.h"

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
    "id",         "measure", "from",     "numerator", "denominator", "scale",
    "decimals",   "parts",   "left_out", "needs",     "name",        "formula",
    "population", "unit",    "better",   "status",    NULL};

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
                             .scale = 1,
                             .parts = text_is(cell[PARTS], "yes")};
    long decimals;
    if ((cell[SCALE].size && !text_number(cell[SCALE], &d->scale)) ||
        !text_integer(cell[DECIMALS], &decimals) || decimals < 0 || decimals > 9 ||
        !formulas_parse(d)) {
        rows_problem(r, PROBLEM_FATAL, "indicators", index[MEASURE],
                     "scale, decimals or a formula can't be read");
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
