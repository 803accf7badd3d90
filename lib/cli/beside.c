// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/beside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status fail(struct run *run, const char *kind, const char *path)
{
    problem_report(&run->sink, PROBLEM_FATAL, kind, path, 0, NULL, "can't write: %s",
                   strerror(errno));
    return STATUS_WRITE;
}

/* Devices, pipes and descriptors can't be renamed over; they are written to directly. */
static bool is_plain(const char *path)
{
    struct stat about;
    return stat(path, &about) != 0 || S_ISREG(about.st_mode);
}

enum status beside_open(struct run *run, struct beside *b, const char *kind, const char *path)
{
    *b = (struct beside){.path = path, .fd = -1};
    if (!path)
        return STATUS_OK;
    if (!is_plain(path)) {
        b->fd = open(path, O_WRONLY);
        return b->fd < 0 ? fail(run, kind, path) : STATUS_OK;
    }
    int n = snprintf(b->unfinished, sizeof b->unfinished, "%s.unfinished", path);
    if (n < 0 || (size_t)n >= sizeof b->unfinished) {
        errno = ENAMETOOLONG;
        return fail(run, kind, path);
    }
    b->fd = open(b->unfinished, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    return b->fd < 0 ? fail(run, kind, path) : STATUS_OK;
}

enum status beside_close(struct run *run, struct beside *b, const char *kind, enum status s)
{
    if (b->fd < 0)
        return s;
    if (close(b->fd) != 0 && s == STATUS_OK)
        s = fail(run, kind, b->path);
    bool renamed = b->unfinished[0];
    if (renamed && s == STATUS_OK && rename(b->unfinished, b->path) != 0)
        s = fail(run, kind, b->path);
    if (renamed && s != STATUS_OK)
        unlink(b->unfinished);
    b->fd = -1;
    return s;
}
