// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CLI_PRIVATE_H
#define HEARTH_CLI_PRIVATE_H

#include "cli/tool.h"
#include "cli/whole_file.h"

#include <stdio.h>

/* Problems of one kind: the first MESSAGES_SHOWN are printed, the rest counted. */
enum { MESSAGES_SHOWN = 20 };
struct message_kind {
    char kind[40];
    size_t seen;
};

struct run_state {
    const struct option *table;
    struct message_kind *kinds;
    size_t kind_count;
    size_t rows_left_out;
    size_t usage_mistakes;
    bool findings;
    bool failed;             /* a PROBLEM_FATAL was reported */
    const char *output_path; /* -o, or NULL */
    struct whole_file output;
};

/* Options every tool has; they come after its own in the help. */
struct common_options {
    bool help, version, quiet, strict;
    const char *output, *help_as;
};
extern struct common_options cli_common;
extern const struct option cli_common_table[];

/* options.c: reads argv into the targets of both tables; leaves the other arguments in
 * run->arguments. Mistakes go through run_usage. */
void options_parse(struct run *run, const struct option *table, int argc, char **argv);

/* help.c */
void help_print(FILE *out, const struct option *table);
void help_print_man(FILE *out, const char *tool, const struct option *table);
void help_print_bash(FILE *out, const char *tool, const struct option *table);

/* messages.c */
void messages_report(void *run, const struct problem *p);
void messages_finish(struct run *run);

/* output.c: opens run->output (a temporary file beside PATH, or standard output when PATH is NULL);
 * false after a message. output_close keeps (flush to disk, rename) or removes the file. */
bool output_open(struct run *run, const char *path);
bool output_close(struct run *run, bool keep);

#endif
