// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/project/frame.h"
#include "stream/dimension.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AGE_CELLS = FRAME_ADULT + 1, BANDS = 5, LABEL = 20 };

const char *project_measure_name(enum project_measure m)
{
    static const char *const names[] = {"stock",    "starts",    "ends",
                                        "moves_in", "moves_out", "care_days"};
    return names[m];
}

/* Columns of --by that are none of the spells' groups. */
static bool is_age(struct text item)
{
    return text_is(item, "age") || text_is(item, "age_band");
}

char *frame_columns(const char *by, enum frame_ages *ages, bool la, bool uasc)
{
    *ages = FRAME_NO_AGE;
    char *columns = calloc(strlen(by) + 1, 1);
    if (!columns)
        return NULL;
    struct text rest = text_of(by);
    for (struct text item; rest.size && (item = text_cut(&rest, ',')).at;) {
        bool part = (la && text_is(item, "la")) || (uasc && text_is(item, "uasc"));
        if (is_age(item)) {
            *ages = text_is(item, "age") ? FRAME_AGE : FRAME_AGE_BAND;
        } else if (!part) {
            if (*columns)
                strcat(columns, ",");
            strncat(columns, item.at, item.size);
        }
        if (!rest.at)
            break;
    }
    return columns;
}

bool frame_is_named(const char *by, const char *column)
{
    struct text rest = text_of(by);
    while (rest.at)
        if (text_is(text_cut(&rest, ','), column))
            return true;
    return false;
}

struct labelled {
    const struct text *labels;
    size_t count, cell;
};

static int by_labels(const void *a, const void *b)
{
    const struct labelled *x = a, *y = b;
    for (size_t i = 0; i < x->count; i++) {
        int c = text_compare(x->labels[i], y->labels[i]);
        if (c)
            return c;
    }
    return 0;
}

static bool put_in_order(struct frame *f)
{
    struct labelled *cells = malloc((f->cells + 1) * sizeof *cells);
    if (!cells)
        return false;
    for (size_t c = 0; c < f->cells; c++)
        cells[c] = (struct labelled){f->labels + c * f->name_count, f->name_count, c};
    qsort(cells, f->cells, sizeof *cells, by_labels);
    for (size_t c = 0; c < f->cells; c++)
        f->order[c] = cells[c].cell;
    free(cells);
    return true;
}

static void write_age_labels(struct frame *f)
{
    for (int age = 0; age <= FRAME_ADULT; age++) {
        int band = (age >= 1) + (age >= 5) + (age >= 10) + (age >= 16);
        int cell = f->ages == FRAME_AGE_BAND ? band : age;
        char buffer[DIMENSION_TEXT];
        struct text t = dimension_code_text(
            f->ages == FRAME_AGE_BAND ? DIMENSION_AGE_BAND : DIMENSION_AGE, cell, buffer);
        f->age_cell[age] = (unsigned char)cell;
        snprintf(f->text + cell * LABEL, LABEL, "%.*s%s", (int)t.size, t.at,
                 f->ages == FRAME_AGE && age == FRAME_ADULT ? " and over" : "");
    }
}

/* The label of a cell of BLOCK in a column that tells parts apart; NULL: it is none of those. */
static const char *part_label(const struct lives *l, const struct lives_part *part,
                              struct text column, struct text *out)
{
    if (part && l->by_authority && text_is(column, "la"))
        return (*out = part->la).at;
    if (part && l->by_unaccompanied && text_is(column, "uasc"))
        return (*out = text_of(part->unaccompanied ? "1" : "0")).at;
    return NULL;
}

static const struct lives_part *part_of_block(const struct frame *f, const struct lives *l,
                                              size_t block)
{
    for (size_t i = 0; i < l->part_count; i++)
        if (f->block[i] == block)
            return &l->parts[i];
    return NULL;
}

/* The names in the order of BY, and for each cell its labels in that order. */
static void name_cells(struct frame *f, const struct lives *l, const char *by)
{
    struct text rest = text_of(by);
    size_t column = 0;
    for (size_t n = 0; n < f->name_count; n++) {
        struct text item = text_cut(&rest, ','), label = text_of("");
        bool part = part_label(l, part_of_block(f, l, 0), item, &label) != NULL;
        f->names[n] = item;
        for (size_t c = 0; c < f->cells; c++) {
            size_t group = c % f->block_cells / f->age_cells;
            if (part)
                part_label(l, part_of_block(f, l, c / f->block_cells), item, &label);
            else
                label = is_age(item) ? text_of(f->text + (c % f->age_cells) * LABEL)
                                     : l->labels[group * l->name_count + column];
            f->labels[c * f->name_count + n] = label;
        }
        column += !part && !is_age(item);
    }
}

/* Parts that --by does not tell apart share a block. */
static bool make_blocks(struct frame *f, const struct lives *l, bool uasc)
{
    f->blocks = 1;
    if (!l->part_count)
        return true;
    f->block = calloc(l->part_count, sizeof *f->block);
    if (!f->block)
        return false;
    size_t blocks = 0;
    for (size_t i = 0; i < l->part_count; i++) {
        const struct lives_part *a = &l->parts[i];
        size_t same = 0;
        for (; same < i; same++) {
            const struct lives_part *b = &l->parts[same];
            if ((!l->by_authority || a->authority == b->authority) &&
                (!uasc || a->unaccompanied == b->unaccompanied))
                break;
        }
        f->block[i] = same < i ? f->block[same] : (uint16_t)blocks++;
    }
    f->blocks = f->total ? 1 : blocks;
    return true;
}

bool frame_init(struct frame *f, const struct lives *l, const char *by, bool total)
{
    enum frame_ages ages;
    bool uasc = l->by_unaccompanied && frame_is_named(by, "uasc");
    free(frame_columns(by, &ages, false, false));
    *f = (struct frame){.ages = ages, .total = total};
    f->age_cells = ages == FRAME_AGE ? AGE_CELLS : ages == FRAME_AGE_BAND ? BANDS : 1;
    f->block_cells = total ? 1 : l->group_count * f->age_cells;
    bool good = make_blocks(f, l, uasc);
    f->cells = f->blocks * f->block_cells;
    f->name_count = total ? 0 : l->name_count + (ages != FRAME_NO_AGE) + l->by_authority + uasc;
    f->order = calloc(f->cells + 1, sizeof *f->order);
    f->names = calloc(f->name_count + 1, sizeof *f->names);
    f->labels = calloc(f->cells * f->name_count + 1, sizeof *f->labels);
    f->text = calloc(AGE_CELLS, LABEL);
    if (!good || !f->order || !f->names || !f->labels || !f->text) {
        frame_done(f);
        return false;
    }
    if (total)
        return true;
    if (ages != FRAME_NO_AGE)
        write_age_labels(f);
    name_cells(f, l, by);
    return put_in_order(f);
}

struct frame frame_of_part(const struct frame *f, size_t part)
{
    struct frame out = *f;
    out.offset = f->block && !f->total ? f->block[part] * f->block_cells : 0;
    return out;
}

void frame_done(struct frame *f)
{
    free(f->order);
    free(f->block);
    free(f->names);
    free(f->labels);
    free(f->text);
    *f = (struct frame){0};
}

static void count_stay(const struct frame *f, const struct timeline *t, const struct life_spell *s,
                       uint32_t *count)
{
    for (size_t p = timeline_place(t, s->start); p < t->count && t->dates[p] < s->over; p++) {
        if (t->dates[p] < s->start)
            continue;
        int age = f->ages == FRAME_NO_AGE ? 0 : date_age(s->birth, t->dates[p]);
        count[frame_at(f, t, PROJECT_STOCK, p, frame_cell(f, s->group, age))]++;
    }
}

static void count_event(const struct frame *f, const struct timeline *t, enum project_measure m,
                        const struct life_spell *s, int32_t on, uint32_t *count)
{
    size_t p = timeline_place(t, on);
    if (on > t->begin && p < t->count)
        count[frame_at(f, t, m, p, frame_cell(f, s->group, date_age(s->birth, on)))]++;
}

void frame_add_days(const struct frame *f, const struct timeline *t, size_t group, int age,
                    int32_t from, int32_t over, uint32_t *count)
{
    int32_t last = t->dates[t->count - 1];
    from = from > t->begin ? from : t->begin + 1;
    over = over <= last ? over : last + 1;
    size_t cell = frame_cell(f, group, age);
    for (size_t p = timeline_place(t, from); from < over; p++) {
        int32_t next = over <= t->dates[p] ? over : t->dates[p] + 1;
        count[frame_at(f, t, PROJECT_CARE_DAYS, p, cell)] += (uint32_t)(next - from);
        from = next;
    }
}

/* With ages, a stay is cut at the birthdays. */
static void count_days(const struct frame *f, const struct timeline *t, const struct life_spell *s,
                       uint32_t *count)
{
    int32_t from = s->start > t->begin ? s->start : t->begin + 1;
    if (f->ages == FRAME_NO_AGE) {
        frame_add_days(f, t, s->group, 0, from, s->over, count);
        return;
    }
    for (int age = date_age(s->birth, from); from < s->over && from <= t->dates[t->count - 1];
         age++) {
        int32_t birthday = date_birthday(s->birth, age + 1);
        int32_t until = birthday < s->over ? birthday : s->over;
        frame_add_days(f, t, s->group, age, from, until, count);
        from = until;
    }
}

static void mark_unseen(const struct frame *f, const struct timeline *t, const struct lives *l,
                        const struct lives_part *part, uint32_t *count)
{
    int32_t from = t->begin + 1;
    size_t last = f->offset + (part ? f->block_cells : f->cells);
    for (size_t p = 0; p < t->count; from = t->dates[p++] + 1)
        if (from < l->first || lives_unseen(l, part, from, t->dates[p]))
            for (size_t c = f->offset; c < last; c++)
                count[frame_at(f, t, PROJECT_CARE_DAYS, p, c)] = FRAME_UNSEEN;
}

/* F is the frame of the spell's part. */
static void count_spell(const struct frame *f, const struct timeline *t, const struct lives *l,
                        const struct life_spell *s, uint32_t *count)
{
    count_stay(f, t, s, count);
    if (f->measures[PROJECT_CARE_DAYS])
        count_days(f, t, s, count);
    if (s->before == LIVES_NONE && s->start >= s->seen_from)
        count_event(f, t, PROJECT_STARTS, s, s->start, count);
    if (s->then == LIVES_NONE && !s->open)
        count_event(f, t, PROJECT_ENDS, s, s->over, count);
    if (s->then != LIVES_NONE && l->spells[s->then].group != s->group) {
        count_event(f, t, PROJECT_MOVES_OUT, s, s->over, count);
        count_event(f, t, PROJECT_MOVES_IN, &l->spells[s->then], s->over, count);
    }
}

void frame_count_history(const struct frame *f, const struct timeline *t, const struct lives *l,
                         uint32_t *count)
{
    if (!t->count)
        return;
    struct frame of_part = *f;
    for (uint32_t i = 0; i < l->count; i++) {
        const struct life_spell *s = &l->spells[i];
        if (f->block)
            of_part = frame_of_part(f, s->part);
        count_spell(&of_part, t, l, s, count);
    }
    for (size_t i = 0; f->measures[PROJECT_CARE_DAYS] && i < (f->block ? l->part_count : 1); i++) {
        of_part = frame_of_part(f, i);
        mark_unseen(&of_part, t, l, f->block ? &l->parts[i] : NULL, count);
    }
}
