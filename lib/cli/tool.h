// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_CLI_TOOL_H
#define HEARTH_CLI_TOOL_H

#include "base/problem.h"
#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

/* The command-line layer: the only part of the library that prints or exits.
 *
 * A tool has one option table; its parser, --help, manual page, shell completion and error messages
 * all come from it. The rest of the manual is the tool's top comment, which the build turns into the
 * string tool_manual (see scripts/manual); so comment, --help and man page can't differ.
 *
 * The shape of every tool:
 *
 *     static struct options { const char *by; } options;
 *     static const struct option table[] = {
 *         {"by", 0, OPTION_TEXT, &options.by, "COLUMN,...", "one series for each combination"},
 *         OPTION_END,
 *     };
 *
 *     int main(int argc, char **argv)
 *     {
 *         struct run run;
 *         if (!run_begin(&run, table, argc, argv))
 *             return run.exit_code;            // --help, --version or wrong use
 *         enum status s = work(&run);
 *         return run_end(&run, s);             // flush, rename, sum up, exit code
 *     }
 */
enum option_kind {
    OPTION_FLAG,    /* bool: true when given */
    OPTION_TEXT,    /* const char *: the last one given */
    OPTION_TEXTS,   /* struct option_texts: every one given, in order */
    OPTION_INTEGER, /* long, within least ... most */
    OPTION_NUMBER,  /* double, within least ... most */
    OPTION_DATE,    /* int32_t: a date (calendar/date.h); DATE_NONE unless given, set it yourself */
    OPTION_CHOICE   /* int: index into choices */
};

struct option_limits {
    double least, most;         /* OPTION_INTEGER, OPTION_NUMBER: checked unless both are 0 */
    const char *const *choices; /* OPTION_CHOICE: NULL-terminated */
};

struct option {
    const char *name; /* long name without dashes */
    char letter;      /* short name, or 0 */
    enum option_kind kind;
    void *target;
    const char *argument; /* what stands for the value in --help ("DATE"); NULL for flags */
    const char *help;     /* one sentence, lower case, without full stop; names the default */
    struct option_limits limits;
};

#define OPTION_END                                                                                 \
    {                                                                                              \
        NULL                                                                                       \
    }

enum { OPTION_TEXTS_MOST = 32 };
struct option_texts {
    const char *items[OPTION_TEXTS_MOST];
    int count;
};

/* Made by the build from the tool's top comment. */
extern const char tool_manual[];

enum { EXIT_DONE = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_INPUT = 3 };

struct run {
    const char *tool;         /* "hearth-stock" */
    struct problem_sink sink; /* give it to every reader */
    int argument_count;       /* what is left of the command line after the options */
    char **arguments;
    int output; /* file descriptor to write data to: standard output, or -o's temporary file */
    bool quiet, strict;
    int exit_code;
    struct run_state *state; /* private to cli/ */
};

/* Reads the command line into the option targets and opens the output. Every tool also understands
 * -h/--help, -V/--version, -o/--output FILE, -q/--quiet, --strict, --help-as=man|bash (for the build)
 * and "--". False: nothing to do; return run->exit_code. All mistakes of the command line are
 * reported together. SIGPIPE keeps its default. */
bool run_begin(struct run *run, const struct option *table, int argc, char **argv);

/* Ends the run: prints the counts of what was not shown, closes the output (flush, then rename from
 * the temporary file; a failed run leaves no file), frees. S is the outcome of the work: STATUS_OK
 * or STATUS_END give 0 (or 3 with --strict and rows left out; or EXIT_FINDINGS when set by
 * run_findings), anything else 3. Returns the exit code. */
int run_end(struct run *run, enum status s);

/* Reports wrong use found after parsing ("--to is before --from"), with the hint to see --help; the
 * caller then returns run_end(run, STATUS_OK), which gives 2. */
void run_usage(struct run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A check-type tool found something: run_end gives 1 instead of 0. */
void run_findings(struct run *run);

/* One sentence for the person on standard error, prefixed with the tool's name; silent with -q. */
void run_say(struct run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Says why a library function failed when it had no sink to say it itself. */
void run_fail(struct run *run, enum status s, const char *what);

/* At most one input: the single argument, or "-" when there is none. False after run_usage when
 * there are more. */
bool run_one_input(struct run *run, const char **path);

/* --output's file name, or NULL when writing to standard output. */
const char *run_output_path(const struct run *run);

#endif
