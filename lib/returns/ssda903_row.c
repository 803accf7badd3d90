// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/ssda903_private.h"

#include <stdlib.h>
#include <string.h>

/* One spell as a row of the output. A row has 27 cells or more, and most of their values come again and again: codes
 * and categories are written as CSV once and copied from then on, and so are dates. */

static const char *const column_names[] = {"la",
                                           "id",
                                           "start",
                                           "end",
                                           "observed_from",
                                           "observed_to",
                                           "birth_date",
                                           "sex",
                                           "ethnicity",
                                           "uasc",
                                           "legal_status",
                                           "need",
                                           "reason_started",
                                           "reason_ended",
                                           "reason_changed",
                                           "placement_type",
                                           "provider",
                                           "category",
                                           "subcategory",
                                           "placement_kind",
                                           "demand_group",
                                           "placement_start",
                                           "care_start",
                                           "home_postcode",
                                           "placement_postcode",
                                           "urn"};
/* Where some return has them; return_year follows. */
static const char *const place_columns[PLACES] = {
    [PL_LA] = "placement_la", [PL_LOCATION] = "location", [PL_DISTANCE] = "distance_miles"};

static const char *const period_names[] = {"la",
                                           "id",
                                           "start",
                                           "end",
                                           "observed_from",
                                           "observed_to",
                                           "birth_date",
                                           "sex",
                                           "ethnicity",
                                           "uasc",
                                           "need",
                                           "reason_started",
                                           "reason_ended",
                                           "episodes",
                                           "placements",
                                           "first_category",
                                           "first_placement_kind",
                                           "first_legal_status",
                                           "last_category",
                                           "last_placement_kind",
                                           "last_legal_status",
                                           "home_postcode",
                                           "return_year"};

enum { DATES = 4096, CATEGORIES = 1024 };

struct ready_cells {
    struct arena arena;
    struct text *values; /* every code as a CSV cell */
    struct ready_date {
        int32_t date; /* DATE_NONE = free: it is written as an empty cell anyway */
        char text[DATE_TEXT];
    } dates[DATES]; /* by the date's last bits */
    struct ready_category {
        struct text cells; /* at NULL = free */
        uint16_t place, provider;
    } categories[CATEGORIES]; /* by place and provider */
};

struct text ssda903_place(const char *places, enum place_text index)
{
    for (enum place_text i = 0; places && i < index; i++)
        places += strlen(places) + 1;
    return text_of(places);
}

/* COUNT texts as CSV cells in one text, kept in the arena; at is NULL when memory is out. */
static struct text as_cells(struct ready_cells *ready, const struct text *texts, size_t count)
{
    struct text cells = {NULL, 0};
    struct writer *w = writer_open_memory();
    if (!w)
        return cells;
    writer_empty(w); /* a first row, and a first cell, are written with more care */
    writer_row(w);
    size_t before = writer_bytes(w).size;
    writer_empty(w);
    for (size_t i = 0; i < count; i++)
        writer_cell(w, texts[i]);
    struct text all = writer_bytes(w);
    cells = arena_text(&ready->arena, (struct text){all.at + before + 1, all.size - before - 1});
    return writer_close(w) == STATUS_OK ? cells : (struct text){NULL, 0};
}

bool ssda903_begin_rows(struct ssda903 *r)
{
    const char *const *names = r->options->periods ? period_names : column_names;
    size_t count = r->options->periods ? sizeof period_names / sizeof *period_names
                                       : sizeof column_names / sizeof *column_names;
    for (size_t i = 0; i < count; i++)
        writer_words(r->out, names[i]);
    for (int i = PLACES_SENT; i < PLACES && !r->options->periods; i++)
        if (r->has_place[i])
            writer_words(r->out, place_columns[i]);
    if (!r->options->periods)
        writer_words(r->out, "return_year");
    writer_row(r->out);
    r->ready = calloc(1, sizeof *r->ready);
    struct ready_cells *ready = r->ready;
    if (!ready || !(ready->values = malloc(r->values.count * sizeof *ready->values)))
        return false;
    for (size_t i = 0; i < DATES; i++)
        ready->dates[i].date = DATE_NONE;
    for (uint32_t i = 0; i < r->values.count; i++) {
        struct text value = intern_text(&r->values, i);
        ready->values[i] = as_cells(ready, &value, 1);
        if (!ready->values[i].at)
            return false;
    }
    return true;
}

void ssda903_end_rows(struct ssda903 *r)
{
    if (!r->ready)
        return;
    arena_done(&r->ready->arena);
    free(r->ready->values);
    free(r->ready);
    r->ready = NULL;
}

static void write_date(struct ssda903 *r, int32_t date)
{
    struct ready_date *d = &r->ready->dates[(uint32_t)date % DATES];
    if (date == DATE_NONE) {
        writer_raw_cells(r->out, (struct text){NULL, 0});
        return;
    }
    if (d->date != date) {
        date_write(date, d->text);
        d->date = date;
    }
    writer_raw_cells(r->out, (struct text){d->text, DATE_TEXT - 1});
}

static void write_value(struct ssda903 *r, uint16_t value)
{
    writer_raw_cells(r->out, r->ready->values[value]);
}

static void write_category(struct ssda903 *r, const struct episode *e)
{
    uint16_t place = e->code[PLACE], provider = e->code[PLACE_PROVIDER];
    struct ready_category *k = &r->ready->categories[(place * 31u + provider) % CATEGORIES];
    if (!k->cells.at || k->place != place || k->provider != provider) {
        const struct placement_category *c = placements_find(
            &r->placements, intern_text(&r->values, place), intern_text(&r->values, provider));
        c = c ? c : &r->placements.unknown;
        const struct text texts[] = {text_of(c->category), text_of(c->subcategory),
                                     text_of(c->kind), text_of(c->demand_group)};
        *k = (struct ready_category){as_cells(r->ready, texts, 4), place, provider};
        if (!k->cells.at) { /* no memory to keep them: written one by one */
            for (size_t i = 0; i < 4; i++)
                writer_cell(r->out, texts[i]);
            return;
        }
    }
    writer_raw_cells(r->out, k->cells);
}

static void write_child(struct ssda903 *r, const struct child *c)
{
    static const struct text yes = {"1", 1}, no = {"0", 1}, unknown = {NULL, 0};
    write_date(r, c->birth);
    write_value(r, c->sex);
    write_value(r, c->ethnicity);
    writer_raw_cells(r->out, c->flags & CHILD_UASC ? yes : r->uasc_tables ? no : unknown);
}

void ssda903_write_row(struct ssda903 *r, const struct spell_row *s)
{
    const struct episode *e = s->episode;
    const struct child *c = &r->children[e->child];
    writer_cell(r->out, intern_text(&r->las, c->la));
    writer_cell(r->out, ssda903_id(r, e->child));
    write_date(r, e->start);
    write_date(r, s->end);
    write_date(r, s->from);
    write_date(r, s->to);
    write_child(r, c);
    write_value(r, e->code[LS]);
    write_value(r, e->code[CIN]);
    write_value(r, e->code[RNE]);
    write_value(r, s->reason_ended);
    write_value(r, s->reason_changed);
    write_value(r, e->code[PLACE]);
    write_value(r, e->code[PLACE_PROVIDER]);
    write_category(r, e);
    write_date(r, s->placement_start);
    write_date(r, s->care_start);
    for (enum place_text i = 0; i < PLACES; i++)
        if (i < PLACES_SENT || r->has_place[i])
            writer_cell(r->out, ssda903_place(e->places, i));
    writer_integer(r->out, e->year);
    writer_row(r->out);
}

/* Category and kind of the placement of E, and its legal status. */
static void write_kind(struct ssda903 *r, const struct episode *e)
{
    const struct placement_category *c =
        placements_find(&r->placements, intern_text(&r->values, e->code[PLACE]),
                        intern_text(&r->values, e->code[PLACE_PROVIDER]));
    c = c ? c : &r->placements.unknown;
    writer_words(r->out, c->category);
    writer_words(r->out, c->kind);
    write_value(r, e->code[LS]);
}

void ssda903_write_period(struct ssda903 *r, const struct period_row *p)
{
    const struct child *c = &r->children[p->first->child];
    writer_cell(r->out, intern_text(&r->las, c->la));
    writer_cell(r->out, ssda903_id(r, p->first->child));
    write_date(r, p->first->start);
    write_date(r, p->end);
    write_date(r, p->from);
    write_date(r, p->to);
    write_child(r, c);
    write_value(r, p->first->code[CIN]);
    write_value(r, p->first->code[RNE]);
    write_value(r, p->reason_ended);
    writer_integer(r->out, (long)p->episodes);
    writer_integer(r->out, (long)p->placements);
    write_kind(r, p->first);
    write_kind(r, p->last);
    writer_cell(r->out, ssda903_place(p->first->places, HOME_POST));
    writer_integer(r->out, p->last->year);
    writer_row(r->out);
}
