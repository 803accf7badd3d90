// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_INDICATOR_PLACEMENTS_H
#define HEARTH_MODEL_INDICATOR_PLACEMENTS_H

#include "model/indicator/family.h"

/* What the two files of this family share: columns and counts. IN_CARE and CARE_DAYS have parts by
 * category, NEW_PLACEMENTS by location, CHANGES by reason. */
enum placements_cell {
    BIRTH_DATE,
    REASON_STARTED,
    REASON_ENDED,
    REASON_CHANGED,
    PLACEMENT_TYPE,
    PROVIDER,
    CATEGORY,
    UASC,
    PLACEMENT_START,
    CARE_START,
    DISTANCE,
    LOCATION
};

enum placements_count {
    IN_CARE,
    UNACCOMPANIED_IN_CARE,
    UNACCOMPANIED_UNKNOWN,
    FAR_AND_OUTSIDE,
    DISTANCE_UNKNOWN,
    FOSTERED,
    FOSTERED_IN_HOUSE,
    IN_CARE_3_PLACEMENTS,
    LONG_TERM,
    LONG_TERM_STABLE,
    LONG_TERM_UNKNOWN,
    IN_CARE_TWO_YEARS,
    TWO_YEARS_3_PLACEMENTS,
    TWO_YEARS_UNKNOWN,
    STARTED,
    UNACCOMPANIED_STARTED,
    CEASED,
    CEASED_TO_GUARDIANSHIP,
    CEASED_TO_ARRANGEMENTS,
    NEW_PLACEMENTS,
    CHANGES,
    CARE_DAYS
};

/* Placements and stability of a child who is looked after on 31 March, in spell STOCK. */
void placements_count_history(struct reckoning *r, const struct subject *s,
                              const struct family_spell *stock);

/* Placements that began in the year, and changes of placement with their reasons. */
void placements_count_new(struct reckoning *r, const struct subject *s);

#endif
