// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cli_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct common_options cli_common;
const struct option cli_common_table[] = {
    {"output", 'o', OPTION_TEXT, &cli_common.output, "FILE",
     "write to FILE (complete or not at all) instead of standard output"},
    {"quiet", 'q', OPTION_FLAG, &cli_common.quiet, NULL,
     "say nothing on standard error but why a run failed"},
    {"strict", 0, OPTION_FLAG, &cli_common.strict, NULL,
     "end with exit code 3 when a row had to be left out"},
    {"help", 'h', OPTION_FLAG, &cli_common.help, NULL, "show this page"},
    {"version", 'V', OPTION_FLAG, &cli_common.version, NULL, "show the version"},
    OPTION_END,
};

/* What the build asks for; not in the help. */
static const char help_as_prefix[] = "--help-as=";

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool answered(struct run *run, const struct option *table, int argc, char **argv)
{
    if (argc == 2 && strncmp(argv[1], help_as_prefix, sizeof help_as_prefix - 1) == 0) {
        const char *form = argv[1] + sizeof help_as_prefix - 1;
        if (strcmp(form, "man") == 0)
            help_print_man(stdout, run->tool, table);
        else
            help_print_bash(stdout, run->tool, table);
        return true;
    }
    if (!cli_common.help && !cli_common.version)
        return false;
    if (cli_common.help)
        help_print(stdout, table);
    else
        printf("%s (Hearth) %s\n", run->tool, HEARTH_VERSION);
    return true;
}

/* A standard stream that the caller closed would be the number of the next file opened, and messages
 * would end in the data: hold its place with what refuses reading (0) or writing (1), or takes
 * messages to nowhere (2). */
static void hold_standard_streams(void)
{
    static const int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY};
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open("/dev/null", modes[fd]);
}

static void begin_state(struct run *run, const struct option *table, const char *name)
{
    static struct run_state state;
    state = (struct run_state){.table = table};
    *run = (struct run){.tool = base_name(name), .state = &state};
    run->sink = (struct problem_sink){messages_report, run};
}

bool run_begin(struct run *run, const struct option *table, int argc, char **argv)
{
    hold_standard_streams();
    begin_state(run, table, argc ? argv[0] : "hearth");
    bool asked = argc == 2 && strncmp(argv[1], help_as_prefix, sizeof help_as_prefix - 1) == 0;
    if (!asked)
        options_parse(run, table, argc, argv);
    run->quiet = cli_common.quiet;
    run->strict = cli_common.strict;
    if (answered(run, table, argc, argv)) {
        bool written = fflush(stdout) == 0 && !ferror(stdout);
        if (!written)
            fprintf(stderr, "%s: standard output: can't write: %s\n", run->tool, strerror(errno));
        run->exit_code = written ? EXIT_DONE : EXIT_INPUT;
        return false;
    }
    if (run->state->usage_mistakes) {
        fprintf(stderr, "%s: see %s --help\n", run->tool, run->tool);
        run->exit_code = EXIT_USAGE;
        return false;
    }
    if (!output_open(run, cli_common.output)) {
        run->exit_code = EXIT_INPUT;
        return false;
    }
    return true;
}

static int exit_code(const struct run *run, enum status s, bool written)
{
    const struct run_state *state = run->state;
    if (state->usage_mistakes)
        return EXIT_USAGE;
    if ((s != STATUS_OK && s != STATUS_END) || !written)
        return EXIT_INPUT;
    if (run->strict && state->rows_left_out)
        return EXIT_INPUT;
    return state->findings ? EXIT_FINDINGS : EXIT_DONE;
}

int run_end(struct run *run, enum status s)
{
    struct run_state *state = run->state;
    bool good = (s == STATUS_OK || s == STATUS_END) && !state->usage_mistakes;
    if (!good && !state->usage_mistakes && !state->failed)
        run_fail(run, s, NULL);
    bool refused = good && run->strict && state->rows_left_out;
    bool written = output_close(run, good && !refused);
    messages_finish(run);
    if (refused)
        run_say(run, "--strict: nothing may be left out");
    if (state->usage_mistakes)
        fprintf(stderr, "%s: see %s --help\n", run->tool, run->tool);
    run->exit_code = exit_code(run, s, written);
    free(state->kinds);
    state->kinds = NULL;
    return run->exit_code;
}

void run_usage(struct run *run, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s: ", run->tool);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    run->state->usage_mistakes++;
}

void run_findings(struct run *run)
{
    run->state->findings = true;
}

void run_say(struct run *run, const char *format, ...)
{
    if (run->quiet)
        return;
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s: ", run->tool);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

void run_fail(struct run *run, enum status s, const char *what)
{
    problem_report(&run->sink, PROBLEM_FATAL, "failed", NULL, 0, NULL, "%s%s%s", what ? what : "",
                   what ? ": " : "", status_text(s));
}

bool run_one_input(struct run *run, const char **path)
{
    if (run->argument_count > 1) {
        run_usage(run, "one input at most, but %d were named ('%s' is the second)",
                  run->argument_count, run->arguments[1]);
        return false;
    }
    *path = run->argument_count ? run->arguments[0] : "-";
    return true;
}

const char *run_output_path(const struct run *run)
{
    return run->state->output_path;
}
