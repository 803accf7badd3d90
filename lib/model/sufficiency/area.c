// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sufficiency/area.h"
#include "calendar/date.h"
#include "stats/random/variates.h"
#include "stream/spells.h"

#include <stdlib.h>

struct reading {
    struct area *a;
    struct spells *spells;
    struct rows *rows;
    int kind, place; /* columns; PLACE says where the child lives */
    enum { BY_DISTANCE, BY_LOCATION, BY_AUTHORITY } by;
    double miles;
};

static enum status find_columns(struct reading *r, struct text kind,
                                const struct problem_sink *sink)
{
    static const char *const names[] = {"distance_miles", "location", "placement_la"};
    char name[96];
    r->rows = spells_rows(r->spells);
    r->kind = rows_column(r->rows, text_show(kind, name, sizeof name));
    r->place = -1;
    for (int i = r->miles > 0 ? BY_DISTANCE : BY_LOCATION; r->place < 0 && i <= BY_AUTHORITY; i++)
        if (i == BY_DISTANCE || !(r->miles > 0)) {
            r->place = rows_column(r->rows, names[i]);
            r->by = (unsigned)i;
        }
    if (r->kind < 0)
        problem_report(sink, PROBLEM_FATAL, "missing-column", rows_name(r->rows), 0, NULL,
                       "no column %s, the kind of placement", name);
    if (r->place < 0)
        problem_report(sink, PROBLEM_FATAL, "missing-column", rows_name(r->rows), 0, NULL,
                       r->miles > 0 ? "no column distance_miles"
                                    : "no column location or placement_la, which say who lives "
                                      "out of area (or distance_miles, with --far)");
    return r->kind < 0 || r->place < 0 ? STATUS_FORMAT : STATUS_OK;
}

/* 1 far, 0 near, -1 unknown. */
static int is_far(const struct reading *r, const struct spell *spell)
{
    struct text cell = text_trim(rows_cell(r->rows, r->place));
    double miles;
    if (r->by == BY_DISTANCE)
        return text_number(cell, &miles) ? miles > r->miles : -1;
    if (r->by == BY_LOCATION)
        return text_is_nocase(cell, "OUT") ? 1 : text_is_nocase(cell, "IN") ? 0 : -1;
    return cell.size && spell->la.size ? !text_equal(cell, spell->la) : -1;
}

static void count_spell(const struct reading *r, const struct spell *spell)
{
    struct area *a = r->a;
    struct text kind = rows_cell(r->rows, r->kind);
    if (spell->end != DATE_NONE)
        return;
    for (size_t k = 0; k < a->kind_count; k++)
        if (text_equal(kind, a->kinds[k])) {
            int far = is_far(r, spell);
            if (far < 0) {
                a->unknown++;
                return;
            }
            a->known[k]++;
            a->known[a->kind_count]++;
            a->far[k] += far;
            a->far[a->kind_count] += far;
        }
}

enum status area_read(struct area *a, const char *path, struct text kind, const struct text *kinds,
                      size_t kind_count, double miles, const struct problem_sink *sink)
{
    *a = (struct area){.kinds = kinds, .kind_count = kind_count};
    a->far = calloc(2 * (kind_count + 1), sizeof *a->far);
    a->known = a->far + kind_count + 1;
    struct reading r = {.a = a, .miles = miles};
    enum status s = a->far ? spells_open(&r.spells, path, sink) : STATUS_MEMORY;
    if (s == STATUS_OK)
        s = find_columns(&r, kind, sink);
    struct spell spell;
    while (s == STATUS_OK && (s = spells_next(r.spells, &spell)) == STATUS_OK)
        count_spell(&r, &spell);
    if (s == STATUS_END && !(a->known[kind_count] > 0)) {
        problem_report(sink, PROBLEM_FATAL, "no-row", rows_name(r.rows), 0, NULL,
                       "no open placement of these kinds says where the child lives");
        s = STATUS_SHORT;
    }
    spells_close(r.spells);
    if (s == STATUS_END)
        return STATUS_OK;
    area_done(a);
    return s;
}

void area_done(struct area *a)
{
    free(a->far);
    *a = (struct area){0};
}

double area_share(const struct area *a, size_t kind, struct random_stream *s)
{
    size_t from = a->known[kind] > 0 ? kind : a->kind_count;
    return random_beta(s, a->far[from] + .5, a->known[from] - a->far[from] + .5);
}
