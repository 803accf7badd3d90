// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MASK_H
#define HEARTH_MASK_H

#include "mask/plan.h"

/* Masks the table PATH (NULL or "-": standard input) to OUT. A spells stream (columns la, id, start) comes
 * out in the order of its new ids, as every reader of spells expects and so that the old order tells
 * nothing; it is held in memory for that. Other tables keep their order and stream through.
 * *plan tells what was dropped, *counts what could not be made coarser. */
enum status mask_table(const char *path, const struct pseudonym_key *key,
                       const struct mask_options *options, struct writer *out,
                       struct mask_plan *plan, struct mask_counts *counts,
                       const struct problem_sink *sink);

#endif
