// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_FOSTERING_PRIVATE_H
#define HEARTH_MODEL_SYNTH_FOSTERING_PRIVATE_H

#include "calendar/date.h"
#include "model/synth/service_parameters.h"
#include "stats/random/variates.h"

/* Private to fostering: what its parts share while it is made. */
struct making {
    struct synth_fostering *fostering;
    const struct synth_authority *authority;
    const struct synth_settings *settings;
    int32_t first,
        last; /* of the days that returns cover, and the eve of them: the opening stock */
};

const char *fostering_choose(struct random_stream *r, const struct code_weight *list, size_t count);

/* enquiries.c: everybody's, with household_approve for those who get there; a relative's. */
enum status enquiries_make(struct making *m);
enum status enquiries_add_kinship(struct making *m, const struct synth_household *h);

/* households.c: the household that E leads to; one that must be there from START to END (DATE_NONE: to
 * the last day), for CHILD; a relative's. */
enum status household_approve(struct making *m, const struct synth_enquiry *e,
                              struct random_stream *r);
enum status household_add(struct making *m, const struct synth_child *child, int32_t start,
                          int32_t end);
enum status household_kinship(struct making *m, const struct synth_child *child, int nth,
                              int32_t start, const struct synth_episode *last);

/* lodging.c: every child who is with in-house carers or relatives gets a household. */
enum status lodgings_make(struct making *m);

/* offers.c: what households offered when; concerns about them. */
enum status offers_make(struct making *m);
enum status concerns_make(struct making *m);

#endif
