// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MASK_VERIFY_H
#define HEARTH_MASK_VERIFY_H

#include "base/problem.h"
#include "base/status.h"
#include "table/writer.h"

/* Proves that a masked table holds nothing of the original's identifiers: every id, UPN and full
 * postcode and every exact birth date of ORIGINAL is looked for in every cell of MASKED. An identifier
 * of six characters or more must not occur anywhere, not even inside a longer cell; a shorter one (which
 * would be found by chance in dates and codes) must not be a cell of a column that holds ids. Findings go
 * to OUT as kind,line,column,value; *found is their number. IDS names further id columns, or is NULL. */
enum status mask_verify(const char *original, const char *masked, const char *ids,
                        struct writer *out, size_t *found, const struct problem_sink *sink);

#endif
