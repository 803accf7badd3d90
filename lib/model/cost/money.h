// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_COST_MONEY_H
#define HEARTH_MODEL_COST_MONEY_H

#include "base/text.h"
#include "table/writer.h"

#include <stdint.h>

/* Money is a whole number of pence, so that sums are exact; pounds with a point are only how it is
 * written. What is worked out in pounds becomes pence once, at the end: to the nearest, halves away from 0. */
int64_t money_pence(double pounds);

/* "12345.60" as a cell. */
void money_write(struct writer *w, int64_t pence);

enum { MONEY_TEXT = 32 };
/* "£1,234,567" (to the nearest pound) for a sentence. */
const char *money_say(double pence, char buffer[MONEY_TEXT]);
/* "£1,234,567.89" */
const char *money_say_exactly(int64_t pence, char buffer[MONEY_TEXT]);
/* "1,234,567" */
const char *money_say_number(double x, char buffer[MONEY_TEXT]);

#endif
