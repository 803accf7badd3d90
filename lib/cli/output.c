// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cli_private.h"

#include <unistd.h>

bool output_open(struct run *run, const char *path)
{
    struct run_state *state = run->state;
    state->output =
        (struct whole_file){.path = path ? path : "standard output", .fd = STDOUT_FILENO};
    bool good = !path || whole_file_open(run, &state->output, "output", path);
    state->output_path = path;
    run->output = state->output.fd;
    return good;
}

bool output_close(struct run *run, bool keep)
{
    return whole_file_close(run, &run->state->output, "output", keep);
}
