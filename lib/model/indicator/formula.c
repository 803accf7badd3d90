// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/indicator/formula.h"

#include <math.h>

static bool add_factor(struct formula *out, struct text t, bool begins, bool minus)
{
    struct formula_factor *f = &out->factors[out->size];
    t = text_trim(t);
    if (!t.size || out->size == FORMULA_MOST)
        return false;
    *f = (struct formula_factor){.begins = begins, .minus = minus};
    if (!text_number(t, &f->number))
        f->count = t;
    for (size_t i = 0; i < f->count.size; i++)
        if (f->count.at[i] == ' ')
            return false;
    out->size++;
    return true;
}

bool formula_parse(struct formula *out, struct text source)
{
    size_t from = 0;
    bool begins = true, minus = false;
    *out = (struct formula){0};
    source = text_trim(source);
    if (!source.size)
        return true;
    for (size_t i = 0; i <= source.size; i++) {
        char c = i < source.size ? source.at[i] : '+';
        if (c != '+' && c != '-' && c != '*')
            continue;
        if (!add_factor(out, (struct text){source.at + from, i - from}, begins, minus))
            return false;
        begins = c != '*';
        minus = c == '-';
        from = i + 1;
    }
    return true;
}

double formula_value(const struct formula *f, double (*count)(void *context, struct text name),
                     void *context)
{
    double sum = 0, term = 0;
    for (size_t i = 0; i < f->size; i++) {
        const struct formula_factor *factor = &f->factors[i];
        double x = factor->count.size ? count(context, factor->count) : factor->number;
        if (factor->begins) {
            sum += term;
            term = factor->minus ? -x : x;
        } else {
            term *= x;
        }
    }
    return f->size ? sum + term : NAN;
}
