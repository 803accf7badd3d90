// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cli_private.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The unfinished file, so that an interrupted run can remove it. Written before the handlers are
 * set and read only by them. */
static const char *unfinished;

static void on_signal(int number)
{
    if (unfinished)
        unlink(unfinished);
    signal(number, SIG_DFL);
    raise(number);
}

static void watch_signals(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (signal(numbers[i], on_signal) == SIG_IGN)
            signal(numbers[i], SIG_IGN);
}

static bool fail(struct run *run, const char *path, const char *what)
{
    problem_report(&run->sink, PROBLEM_FATAL, "output", path, 0, NULL, "%s: %s", what,
                   strerror(errno));
    return false;
}

/* Devices, pipes and descriptors can't be renamed over; they are written to directly. */
static bool is_plain(const char *path)
{
    struct stat about;
    return stat(path, &about) != 0 || S_ISREG(about.st_mode);
}

bool output_open(struct run *run, const char *path)
{
    struct run_state *state = run->state;
    state->output_path = path;
    run->output = STDOUT_FILENO;
    if (!path)
        return true;
    if (!is_plain(path)) {
        run->output = open(path, O_WRONLY);
        return run->output >= 0 || fail(run, path, "can't write");
    }
    size_t size = strlen(path) + sizeof ".unfinished-XXXXXX";
    state->temporary_path = malloc(size);
    if (!state->temporary_path)
        return fail(run, path, "can't write");
    snprintf(state->temporary_path, size, "%s.unfinished-XXXXXX", path);
    run->output = mkstemp(state->temporary_path);
    if (run->output < 0) {
        free(state->temporary_path);
        state->temporary_path = NULL;
        return fail(run, path, "can't write");
    }
    unfinished = state->temporary_path;
    watch_signals();
    return true;
}

/* What a new file would have had from open(): mkstemp makes it private. */
static mode_t usual_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

bool output_close(struct run *run, bool keep)
{
    struct run_state *state = run->state;
    bool good = true;
    if (state->temporary_path && keep) {
        good = fchmod(run->output, usual_mode()) == 0 && fsync(run->output) == 0;
        if (!good)
            fail(run, state->output_path, "can't write");
    }
    /* close reports late write errors too, of standard output on a full network disk as well */
    if (close(run->output) != 0 && keep && good)
        good =
            fail(run, state->output_path ? state->output_path : "standard output", "can't write");
    if (state->temporary_path && keep && good &&
        rename(state->temporary_path, state->output_path) != 0)
        good = fail(run, state->output_path, "can't rename the finished file");
    if (state->temporary_path && !(keep && good))
        unlink(state->temporary_path);
    unfinished = NULL;
    free(state->temporary_path);
    state->temporary_path = NULL;
    return good;
}
