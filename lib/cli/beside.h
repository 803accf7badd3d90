// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CLI_BESIDE_H
#define HEARTH_CLI_BESIDE_H

#include "cli/whole_file.h"

/* A second output beside the tool's own, such as a log of repairs: it appears under its name only when
 * it is whole and the run went well. */
struct beside {
    int fd; /* to write to; -1 when there is none */
    struct whole_file file;
};

/* Opens PATH (NULL: nothing to do, fd is -1). KIND names the option in messages. On failure a
 * PROBLEM_FATAL was reported; call beside_close in any case. */
enum status beside_open(struct run *run, struct beside *b, const char *kind, const char *path);

/* Closes; keeps the file when the run went well (S is STATUS_OK), removes it otherwise. Returns how the
 * run ends. */
enum status beside_close(struct run *run, struct beside *b, const char *kind, enum status s);

#endif
