// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_FILES_H
#define HEARTH_RETURNS_FILES_H

#include "base/intern.h"
#include "base/problem.h"
#include "base/status.h"

/* The files that a command line names: any mix of files and folders. A folder is searched to the
 * bottom for *.csv (in either case); names that begin with '.' are passed over. Links to folders are
 * not followed (they may go round in a circle), and that is said. The order is the byte order of the paths, whatever the order of the arguments.
 * A file that is named twice is read once, and said. "-" is standard input.
 *
 * Files of one folder belong together (a header file has no dates of its own), but no name of a file
 * or folder ever reaches the data. */
struct file {
    const char *path;
    uint32_t folder; /* the same number = the same folder */
};

struct files {
    struct arena arena;    /* owns the paths */
    struct intern folders; /* by path */
    struct file *list;
    size_t count, room;
    size_t others; /* files in folders that are not *.csv: said */
};

/* Caller-owned: files_done, also after a failure (which was reported). */
enum status files_collect(struct files *f, char *const *arguments, int count,
                          const struct problem_sink *sink);
void files_done(struct files *f);

#endif
