// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/fostering_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The made-up fostering service, in the order in which one thing needs the other. */

void fostering_urn(const struct synth_settings *settings, char urn[8])
{
    uint32_t number = synth_la_number(settings->la) * 31 % 99991;
    snprintf(urn, 8, "9%u%05u", (unsigned)KIND_IN_HOUSE, (unsigned)number % 100000);
}

static int by_approval(const void *a, const void *b)
{
    const struct synth_household *x = a, *y = b;
    if (x->approved != y->approved)
        return x->approved < y->approved ? -1 : 1;
    return strcmp(x->id, y->id);
}

static int by_enquiry(const void *a, const void *b)
{
    const struct synth_enquiry *x = a, *y = b;
    if (x->enquiry != y->enquiry)
        return x->enquiry < y->enquiry ? -1 : 1;
    return strcmp(x->id, y->id);
}

enum status fostering_make(struct synth_fostering *f, const struct synth_authority *a)
{
    *f = (struct synth_fostering){0};
    struct making m = {.fostering = f,
                       .authority = a,
                       .settings = &a->settings,
                       .first = synth_year_start(a->settings.first) - 1,
                       .last = synth_year_end(a->settings.last)};
    enum status s = enquiries_make(&m);
    if (f->household_count)
        qsort(f->households, f->household_count, sizeof *f->households, by_approval);
    if (s == STATUS_OK)
        s = lodgings_make(&m);
    if (f->enquiry_count)
        qsort(f->enquiries, f->enquiry_count, sizeof *f->enquiries, by_enquiry);
    if (s == STATUS_OK)
        s = offers_make(&m);
    return s == STATUS_OK ? concerns_make(&m) : s;
}

void fostering_done(struct synth_fostering *f)
{
    free(f->enquiries);
    free(f->households);
    free(f->lodgings);
    free(f->offers);
    free(f->concerns);
    *f = (struct synth_fostering){0};
}
