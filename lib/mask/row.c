// SPDX-License-Identifier: GPL-3.0-or-later
#include "mask/plan.h"

#include "calendar/date.h"

#include <string.h>

/* The first of the month, in the shape of T; empty and counted when T is no date. */
static void write_month(struct text t, struct writer *w, struct mask_counts *counts)
{
    int32_t date;
    char buffer[11];
    t = text_trim(t);
    enum date_reading reading = date_parse(t, &date);
    if (reading != DATE_READ || t.size < 10) {
        counts->bad_dates += reading != DATE_EMPTY;
        writer_empty(w);
        return;
    }
    memcpy(buffer, t.at, 10);
    memcpy(buffer + (buffer[4] == '-' ? 8 : 0), "01", 2);
    writer_cell(w, (struct text){buffer, 10});
}

static void write_postcode(struct text t, const struct mask_options *o, struct writer *w,
                           struct mask_counts *counts)
{
    char buffer[POSTCODE_TEXT];
    struct text coarse =
        o->postcodes == MASK_SECTOR ? postcode_sector(t, buffer) : postcode_district(t, buffer);
    counts->bad_postcodes += !coarse.size && text_trim(t).size;
    writer_cell(w, coarse);
}

static void write_distance(const struct mask_plan *plan, struct rows *r,
                           const struct mask_options *o, struct writer *w,
                           struct mask_counts *counts)
{
    double miles;
    struct text home = text_trim(rows_cell(r, plan->home));
    struct text placement = text_trim(rows_cell(r, plan->placement));
    if (postcode_distance(o->places, home, placement, &miles)) {
        writer_fixed(w, miles, 1);
        return;
    }
    counts->no_distance += home.size && placement.size;
    writer_empty(w);
}

void mask_write_row(const struct mask_plan *plan, struct rows *r, const struct pseudonym_key *key,
                    const struct mask_options *options, struct writer *w,
                    struct mask_counts *counts)
{
    char pseudonym[PSEUDONYM_TEXT];
    counts->rows++;
    for (size_t i = 0; i < plan->count; i++) {
        struct text cell = rows_cell(r, plan->columns[i].index);
        switch (plan->columns[i].action) {
        case MASK_ID:
            writer_cell(w, pseudonym_of(key, cell, pseudonym));
            break;
        case MASK_BIRTH_DATE:
            write_month(cell, w, counts);
            break;
        case MASK_HOME_POSTCODE:
        case MASK_PLACEMENT_POSTCODE:
            write_postcode(cell, options, w, counts);
            break;
        case MASK_KEEP:
        case MASK_SPECIAL:
        case MASK_FREE:
            writer_cell(w, cell);
            break;
        }
    }
    if (plan->distance)
        write_distance(plan, r, options, w, counts);
    writer_row(w);
}
