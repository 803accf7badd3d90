// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/roll/roll_private.h"

#include <stdlib.h>
#include <string.h>

/* What another table of the return adds: places and concerns take the authority of their household, places
 * its kind too, and households the number of places they are approved for. */

static int partner_column(const struct roll *r, const char *role)
{
    const struct schema_table *t = &r->schema.tables[r->partner];
    for (size_t i = 0; i < t->count; i++) {
        struct text names = text_of(r->schema.columns[t->first + i].spell);
        if (names.size && text_is(text_cut(&names, '|'), role))
            return (int)i;
    }
    return -1;
}

/* Links the partner's rows of each id, the newest first; false when memory is out. */
static bool index_partner(struct roll *r, int id, int start)
{
    const struct roll_table *t = &r->tables[r->partner];
    r->partner_room = r->values.count;
    r->partner_start = start;
    r->partner_rows = calloc(r->partner_room, sizeof *r->partner_rows);
    r->partner_next = calloc(t->count + 1, sizeof *r->partner_next);
    if (!r->partner_rows || !r->partner_next)
        return false;
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t *at = &r->partner_rows[t->rows[i].cells[id]];
        int32_t date = roll_date(r, t->rows[i].cells[start]);
        while (*at && roll_date(r, t->rows[*at - 1].cells[start]) > date)
            at = &r->partner_next[*at - 1];
        r->partner_next[i] = *at;
        *at = i + 1;
    }
    return true;
}

const struct roll_row *roll_partner(const struct roll *r, uint32_t la, uint32_t id, int32_t date)
{
    if (!r->partner_rows || !id || id >= r->partner_room)
        return NULL;
    for (uint32_t at = r->partner_rows[id]; at; at = r->partner_next[at - 1]) {
        const struct roll_row *row = &r->tables[r->partner].rows[at - 1];
        bool known = intern_text(&r->las, la).size && intern_text(&r->las, row->la).size;
        bool begun = date == DATE_NONE || roll_date(r, row->cells[r->partner_start]) < date;
        if (begun && (!known || row->la == la))
            return row;
    }
    return NULL;
}

/* Rows without an authority take that of their partner. */
static enum status take_las(struct roll *r)
{
    struct roll_table *t = &r->tables[r->main];
    for (size_t i = 0; i < t->count; i++) {
        struct roll_row *row = &t->rows[i];
        const struct roll_row *partner =
            roll_partner(r, row->la, row->cells[r->roles.id], DATE_NONE);
        r->no_partner += !partner;
        if (intern_text(&r->las, row->la).size || !partner || partner->la == row->la)
            continue;
        row->la = partner->la;
        row->sheet = roll_sheet(r, row->la, r->sheets[row->sheet].year, row->file);
        if (row->sheet == INTERN_NONE)
            return STATUS_MEMORY;
    }
    return STATUS_OK;
}

enum status roll_join(struct roll *r)
{
    if (r->partner < 0 || !r->tables[r->partner].count || r->roles.id < 0)
        return STATUS_OK;
    int id = partner_column(r, "id"), start = partner_column(r, "start");
    if (id < 0 || start < 0)
        return STATUS_OK;
    return index_partner(r, id, start) ? take_las(r) : STATUS_MEMORY;
}
