// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/roll/roll_private.h"

#include <stdlib.h>
#include <string.h>

/* What another table of the return adds: places and concerns take the authority of their household, places
 * its kind too, and households the number of places they are approved for and the source (the channel) of
 * the enquiry that led to them. */

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

/* Links the rows of LINK's table by the column at ID, the newest first; false when memory is out. */
static bool index_rows(struct roll *r, struct roll_link *link, int id)
{
    const struct roll_table *t = &r->tables[link->table];
    link->room = r->values.count;
    link->rows = calloc(link->room, sizeof *link->rows);
    link->next = calloc(t->count + 1, sizeof *link->next);
    if (!link->rows || !link->next)
        return false;
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t *at = &link->rows[t->rows[i].cells[id]];
        int32_t date = roll_date(r, t->rows[i].cells[link->start]);
        while (*at && roll_date(r, t->rows[*at - 1].cells[link->start]) > date)
            at = &link->next[*at - 1];
        link->next[i] = *at;
        *at = i + 1;
    }
    return true;
}

void roll_link_done(struct roll_link *link)
{
    free(link->rows);
    free(link->next);
}

const struct roll_row *roll_linked(const struct roll *r, const struct roll_link *link, uint32_t la,
                                   uint32_t id, int32_t date)
{
    if (!link->rows || !id || id >= link->room)
        return NULL;
    for (uint32_t at = link->rows[id]; at; at = link->next[at - 1]) {
        const struct roll_row *row = &r->tables[link->table].rows[at - 1];
        bool known = intern_text(&r->las, la).size && intern_text(&r->las, row->la).size;
        bool begun = date == DATE_NONE || roll_date(r, row->cells[link->start]) < date;
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
            roll_linked(r, &r->partner_link, row->la, row->cells[r->roles.id], DATE_NONE);
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

/* Enquiries name the household that they led to. */
static enum status link_enquiries(struct roll *r)
{
    struct roll_link *link = &r->enquiry_link;
    if (link->table < 0 || !r->tables[link->table].count)
        return STATUS_OK;
    int id = roll_column(r, link->table, "HOUSEHOLD_ID");
    link->start = roll_column(r, link->table, "ENQUIRY_DATE");
    return id < 0 || link->start < 0 || index_rows(r, link, id) ? STATUS_OK : STATUS_MEMORY;
}

enum status roll_join(struct roll *r)
{
    enum status s = link_enquiries(r);
    if (s != STATUS_OK || r->partner < 0 || !r->tables[r->partner].count || r->roles.id < 0)
        return s;
    int id = partner_column(r, "id");
    r->partner_link.table = r->partner;
    r->partner_link.start = partner_column(r, "start");
    if (id < 0 || r->partner_link.start < 0)
        return STATUS_OK;
    return index_rows(r, &r->partner_link, id) ? take_las(r) : STATUS_MEMORY;
}
