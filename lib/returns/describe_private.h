// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_DESCRIBE_PRIVATE_H
#define HEARTH_RETURNS_DESCRIBE_PRIVATE_H

#include "returns/codes.h"
#include "returns/returns.h"
#include "returns/schema.h"

#include <stdbool.h>

/* Whether table T of KIND's schema is described with it: its own; of the return that the schema is named after
 * those of no other return, too; of episodes (SSDA903) all. */
bool describe_has_table(const struct returns *returns, const struct return_kind *kind,
                        const struct schema_table *t);

/* "from 2024", "to 2024", "2024 to 2025", or "" without limit. */
const char *describe_years(int first, int last, char *buffer, size_t size);

#endif
