// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/indicator/indicators.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- which definitions can be worked out */

struct text indicator_count_name(struct text name, bool *before)
{
    static const char ending[] = "_before";
    size_t n = sizeof ending - 1;
    *before = name.size > n && memcmp(name.at + name.size - n, ending, n) == 0;
    return (struct text){name.at, name.size - (*before ? n : 0)};
}

/* PART: parts of the count are wanted. */
static bool is_available(const struct indicators *in, struct text count, bool part)
{
    bool before;
    count = indicator_count_name(count, &before);
    if (text_is(count, "working_days"))
        return true;
    if (text_is(count, "population") && in->population)
        return true;
    if (in->reckoning && reckoning_count(in->reckoning, count))
        return true;
    uint32_t word = intern_find(&in->counts->words, count);
    return word != INTERN_NONE && (part ? in->present_part : in->present)[word];
}

struct wants {
    char text[400];
};

static void want(struct wants *w, struct text name)
{
    size_t used = strlen(w->text);
    char shown[64];
    text_show(name, shown, sizeof shown);
    if (!strstr(w->text, shown))
        snprintf(w->text + used, sizeof w->text - used, "%s%s", used ? ", " : "", shown);
}

static void want_counts(const struct indicators *in, const struct formula *f, bool part,
                        struct wants *w)
{
    for (size_t i = 0; i < f->size; i++)
        if (f->factors[i].count.size && !is_available(in, f->factors[i].count, part))
            want(w, f->factors[i].count);
}

/* What D lacks; an empty text when it can be worked out. */
static struct wants wants_of(const struct indicators *in, const struct definition *d)
{
    struct wants w = {""};
    if (d->statistic && !in->reckoning)
        want(&w, text_of("spells"));
    else
        want_counts(in, &d->numerator, d->parts, &w);
    want_counts(in, &d->denominator, false, &w);
    struct text rest = d->needs;
    bool own = in->reckoning && text_is(d->from, reckoning_family(in->reckoning)->name);
    while (own && d->needs.size && rest.at) {
        struct text column = text_cut(&rest, ' ');
        if (!reckoning_has_column(in->reckoning, column))
            want(&w, column);
    }
    return w;
}

static void find_present(struct indicators *in)
{
    for (size_t i = 0; i < in->counts->keys.count; i++) {
        const struct count_entry *e = &in->counts->entries[i];
        (e->part ? in->present_part : in->present)[e->name] = true;
    }
}

/* Whether another form of the same id can be worked out. */
static bool has_other_form(const struct indicators *in, const struct definition *d)
{
    for (size_t i = 0; i < in->chosen_count; i++)
        if (text_equal(in->chosen[i]->id, d->id) && !*wants_of(in, in->chosen[i]).text)
            return true;
    return false;
}

static void refuse(const struct indicators *in, const struct definition *d, const struct wants *w,
                   const struct problem_sink *sink)
{
    if (in->reckoning)
        problem_report(sink, PROBLEM_FATAL, "wants", in->name, 0, NULL,
                       "%s: spells of %s, as these are, have no %s", d->measure.at,
                       reckoning_family(in->reckoning)->name, w->text);
    else if (d->statistic)
        problem_report(sink, PROBLEM_FATAL, "wants", in->name, 0, NULL,
                       "%s takes spells: it is not made of counts", d->measure.at);
    else
        problem_report(sink, PROBLEM_FATAL, "wants", in->name, 0, NULL,
                       "%s: there is no measure %s%s", d->measure.at, w->text,
                       d->parts ? " (with its parts)" : "");
}

enum status indicators_choose(struct indicators *in, const struct problem_sink *sink)
{
    enum status s = STATUS_OK;
    size_t kept = 0;
    in->present = calloc(in->counts->words.count + 1, sizeof *in->present);
    in->present_part = calloc(in->counts->words.count + 1, sizeof *in->present_part);
    bool *keep = calloc(in->chosen_count + 1, sizeof *keep);
    if (!in->present || !in->present_part || !keep) {
        free(keep);
        return STATUS_MEMORY;
    }
    find_present(in);
    for (size_t i = 0; i < in->chosen_count; i++) {
        const struct definition *d = in->chosen[i];
        struct wants w = wants_of(in, d);
        keep[i] = !*w.text;
        if (keep[i] || d->by_letter || has_other_form(in, d))
            continue;
        refuse(in, d, &w, sink);
        s = STATUS_FORMAT;
    }
    for (size_t i = 0; i < in->chosen_count; i++)
        if (keep[i])
            in->chosen[kept++] = in->chosen[i];
    free(keep);
    in->chosen_count = kept;
    if (s == STATUS_OK && !kept) {
        s = STATUS_SHORT;
        problem_report(sink, PROBLEM_FATAL, "wants", in->name, 0, NULL,
                       "none of the indicators asked for can be worked out from this input");
    }
    return s;
}

void indicators_done(struct indicators *in)
{
    free(in->present);
    free(in->present_part);
    in->present = in->present_part = NULL;
}
