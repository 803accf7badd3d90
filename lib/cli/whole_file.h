// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CLI_WHOLE_FILE_H
#define HEARTH_CLI_WHOLE_FILE_H

#include "cli/tool.h"

/* A file that appears under its name only when it is whole: written under a temporary name beside it,
 * flushed to the disk, renamed. A failed or interrupted run leaves nothing. A file that was there keeps
 * its permissions, and a symbolic link stays one: the file it leads to is replaced. Devices, pipes and
 * /dev/stdout are written to directly: they can't be renamed over. */
struct whole_file {
    const char *path; /* as the user named it */
    char *target;     /* the same with links followed */
    char *temporary;  /* NULL: written directly */
    int fd;           /* to write to; -1 when not open */
};

/* Opens PATH for writing; false after a PROBLEM_FATAL of kind KIND. */
bool whole_file_open(struct run *run, struct whole_file *f, const char *kind, const char *path);

/* Closes; keeps the file (flush, rename) or removes it. False when KEEP was wanted and failed, after a
 * PROBLEM_FATAL. A file that is not open is fine. */
bool whole_file_close(struct run *run, struct whole_file *f, const char *kind, bool keep);

#endif
