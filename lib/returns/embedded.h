// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_EMBEDDED_H
#define HEARTH_RETURNS_EMBEDDED_H

#include "table/rows.h"

#include <stddef.h>

/* Facts as data: every file of datasets/schema is compiled in by scripts/embed, so that an installed
 * tool needs no files of its own. The bytes are CSV text as in the file. Nothing is parsed until
 * somebody asks, so a tool that does not need a table does not pay for it. */
struct embedded_file {
    const char *name; /* file name without folder and ".csv": "placement_categories" */
    const unsigned char *bytes;
    size_t size;
};

/* Made by scripts/embed, in the order of their names; the last has name NULL. */
extern const struct embedded_file embedded_files[];

/* The file called NAME, or NULL. */
const struct embedded_file *embedded_find(const char *name);

/* Opens the facts called NAME: the file PATH when it is given, the embedded file otherwise. As
 * rows_open: on success *out is yours (rows_close), a failure was reported. */
enum status embedded_open(struct rows **out, const char *name, const char *path,
                          const struct problem_sink *sink);

#endif
