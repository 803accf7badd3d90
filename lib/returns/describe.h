// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_DESCRIBE_H
#define HEARTH_RETURNS_DESCRIBE_H

#include "base/problem.h"
#include "returns/returns.h"
#include "table/writer.h"

/* What the built-in facts say of the returns, for people and for programs. */

/* One line a return: its name and what it is. */
enum status describe_list(const struct returns *returns, struct writer *out);

/* Every table of KIND that is not a return of its own: each column with its type, whether it must be
 * given, its years, what it becomes in the stream and its note; then the code lists with their years and
 * words. SCHEMA, unless NULL, is a schema file to describe instead. */
enum status describe_text(const struct returns *returns, const struct return_kind *kind,
                          const char *schema, struct writer *out, const struct problem_sink *sink);

/* The same as a Frictionless Data Package: one resource a table, each with its Table Schema (fields,
 * types, constraints, missingValues, primaryKey). */
enum status describe_json(const struct returns *returns, const struct return_kind *kind,
                          const char *schema, struct writer *out, const struct problem_sink *sink);

#endif
