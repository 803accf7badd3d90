// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The unfinished files, so that an interrupted run can remove them: set before they can be left behind,
 * and only read by the handler. */
enum { UNFINISHED_MOST = 4 };
static const char *volatile unfinished[UNFINISHED_MOST];

static void on_signal(int number)
{
    for (int i = 0; i < UNFINISHED_MOST; i++)
        if (unfinished[i])
            unlink(unfinished[i]);
    signal(number, SIG_DFL);
    raise(number);
}

static void watch(const char *path)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
    for (int i = 0; i < UNFINISHED_MOST; i++)
        if (!unfinished[i]) {
            unfinished[i] = path;
            break;
        }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (signal(numbers[i], on_signal) == SIG_IGN)
            signal(numbers[i], SIG_IGN);
}

static void forget(const char *path)
{
    for (int i = 0; i < UNFINISHED_MOST; i++)
        if (unfinished[i] == path)
            unfinished[i] = NULL;
}

static bool fail(struct run *run, const char *kind, const char *path, const char *what)
{
    problem_report(&run->sink, PROBLEM_FATAL, kind, path, 0, NULL, "%s: %s", what, strerror(errno));
    return false;
}

static bool is_plain(const char *path)
{
    struct stat about;
    return stat(path, &about) != 0 || S_ISREG(about.st_mode);
}

static void forget_names(struct whole_file *f)
{
    free(f->target);
    free(f->temporary);
    f->target = NULL;
    f->temporary = NULL;
}

/* Where PATH leads, to be freed; a link to nothing is itself replaced. */
static char *target_of(const char *path)
{
    char *target = realpath(path, NULL);
    return target ? target : strdup(path);
}

/* A copy of the standard stream that PATH is (/dev/stdout, or a file that it was sent to), which keeps
 * its place between what others write there; -1 when it is none. */
static int standard_stream(const char *path)
{
    struct stat named, stream;
    if (stat(path, &named) != 0)
        return -1;
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
        if ((fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDONLY && fstat(fd, &stream) == 0 &&
            stream.st_dev == named.st_dev && stream.st_ino == named.st_ino)
            return dup(fd);
    return -1;
}

bool whole_file_open(struct run *run, struct whole_file *f, const char *kind, const char *path)
{
    static const char ending[] = ".unfinished-XXXXXX";
    *f = (struct whole_file){.path = path, .fd = standard_stream(path)};
    if (f->fd >= 0)
        return true;
    if (!is_plain(path)) {
        f->fd = open(path, O_WRONLY);
        return f->fd >= 0 || fail(run, kind, path, "can't write");
    }
    f->target = target_of(path);
    size_t size = f->target ? strlen(f->target) + sizeof ending : 0;
    f->temporary = f->target ? malloc(size) : NULL;
    if (!f->temporary) {
        forget_names(f);
        return fail(run, kind, path, "can't write");
    }
    snprintf(f->temporary, size, "%s%s", f->target, ending);
    f->fd = mkstemp(f->temporary);
    if (f->fd < 0) {
        bool opened = fail(run, kind, path, "can't write");
        forget_names(f);
        return opened;
    }
    watch(f->temporary);
    return true;
}

/* The permissions of the file that is replaced, else what a new one would have had from open(): mkstemp
 * makes it private. */
static mode_t usual_mode(const char *target)
{
    struct stat about;
    if (stat(target, &about) == 0)
        return about.st_mode & 0777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

bool whole_file_close(struct run *run, struct whole_file *f, const char *kind, bool keep)
{
    bool good = true;
    if (f->fd < 0)
        return true;
    if (f->temporary && keep && (fchmod(f->fd, usual_mode(f->target)) != 0 || fsync(f->fd) != 0))
        good = fail(run, kind, f->path, "can't write");
    /* close reports late write errors, too */
    if (close(f->fd) != 0 && keep && good)
        good = fail(run, kind, f->path, "can't write");
    if (f->temporary && keep && good && rename(f->temporary, f->target) != 0)
        good = fail(run, kind, f->path, "can't rename the finished file");
    if (f->temporary && !(keep && good))
        unlink(f->temporary);
    forget(f->temporary);
    forget_names(f);
    f->fd = -1;
    return good;
}
