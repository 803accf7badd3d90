// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static enum status add_file(struct files *f, const char *path)
{
    if (f->count == f->room) {
        size_t room = f->room ? f->room * 2 : 16;
        struct file *more = realloc(f->list, room * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        f->list = more;
        f->room = room;
    }
    const char *slash = strrchr(path, '/');
    struct text folder = {path, slash ? (size_t)(slash - path) : 0};
    uint32_t number = intern_add(&f->folders, strcmp(path, "-") == 0 ? text_of("-") : folder);
    const char *kept = arena_text(&f->arena, text_of(path)).at;
    if (!kept || number == INTERN_NONE)
        return STATUS_MEMORY;
    f->list[f->count++] = (struct file){kept, number};
    return STATUS_OK;
}

static bool is_csv(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && text_is_nocase((struct text){name + n - 4, 4}, ".csv");
}

static enum status cannot(const struct problem_sink *sink, const char *path)
{
    problem_report(sink, PROBLEM_FATAL, "open", path, 0, NULL, "%s", strerror(errno));
    return STATUS_READ;
}

static enum status add_folder(struct files *f, const char *path, const struct problem_sink *sink);

/* One entry of a folder. */
static enum status add_entry(struct files *f, const char *folder, const char *name,
                             const struct problem_sink *sink)
{
    size_t n = strlen(folder), m = strlen(name);
    char *path = malloc(n + 1 + m + 1);
    if (!path)
        return STATUS_MEMORY;
    memcpy(path, folder, n);
    path[n] = '/';
    memcpy(path + n + 1, name, m + 1);
    struct stat info;
    enum status status = STATUS_OK;
    if (lstat(path, &info) == 0 && S_ISDIR(info.st_mode))
        status = add_folder(f, path, sink);
    else if (stat(path, &info) != 0)
        status = cannot(sink, path);
    else if (S_ISDIR(info.st_mode))
        problem_report(sink, PROBLEM_WARNING, "linked-folder", path, 0, NULL,
                       "is a link to a folder: not followed (name it to have it read)");
    else if (is_csv(name))
        status = add_file(f, path);
    else
        f->others++;
    free(path);
    return status;
}

static enum status add_folder(struct files *f, const char *path, const struct problem_sink *sink)
{
    DIR *folder = opendir(path);
    if (!folder)
        return cannot(sink, path);
    enum status status = STATUS_OK;
    struct dirent *entry;
    while (status == STATUS_OK && (entry = readdir(folder)))
        if (entry->d_name[0] != '.')
            status = add_entry(f, path, entry->d_name, sink);
    closedir(folder);
    return status;
}

static enum status add_argument(struct files *f, const char *argument,
                                const struct problem_sink *sink)
{
    struct stat info;
    if (strcmp(argument, "-") == 0)
        return add_file(f, argument);
    if (stat(argument, &info) != 0)
        return cannot(sink, argument);
    if (!S_ISDIR(info.st_mode))
        return add_file(f, argument);
    /* "returns/" and "returns" are one folder. */
    size_t n = strlen(argument);
    while (n > 1 && argument[n - 1] == '/')
        n--;
    char *path = strndup(argument, n);
    if (!path)
        return STATUS_MEMORY;
    enum status status = add_folder(f, path, sink);
    free(path);
    return status;
}

static int by_path(const void *a, const void *b)
{
    const struct file *x = a, *y = b;
    return strcmp(x->path, y->path);
}

/* Drops files that were named before, be it by another path. */
static enum status drop_repeated(struct files *f, const struct problem_sink *sink)
{
    struct intern seen = {0};
    size_t kept = 0;
    for (size_t i = 0; i < f->count; i++) {
        struct stat info = {0};
        uint64_t key[2];
        if (strcmp(f->list[i].path, "-") != 0 && stat(f->list[i].path, &info) != 0) {
            intern_done(&seen);
            return cannot(sink, f->list[i].path);
        }
        key[0] = (uint64_t)info.st_dev;
        key[1] = (uint64_t)info.st_ino;
        uint32_t before = seen.count;
        uint32_t number = intern_add(&seen, (struct text){(const char *)key, sizeof key});
        if (number == before)
            f->list[kept++] = f->list[i];
        else
            problem_report(sink, PROBLEM_NOTE, "named-twice", f->list[i].path, 0, NULL,
                           "named twice: read once");
    }
    f->count = kept;
    intern_done(&seen);
    return STATUS_OK;
}

enum status files_collect(struct files *f, char *const *arguments, int count,
                          const struct problem_sink *sink)
{
    *f = (struct files){0};
    for (int i = 0; i < count; i++) {
        enum status status = add_argument(f, arguments[i], sink);
        if (status != STATUS_OK)
            return status;
    }
    if (f->others)
        problem_report(sink, PROBLEM_NOTE, "not-csv", NULL, 0, NULL,
                       "%zu %s in the folders not named *.csv: not read", f->others,
                       f->others == 1 ? "file" : "files");
    if (f->count)
        qsort(f->list, f->count, sizeof *f->list, by_path);
    return drop_repeated(f, sink);
}

void files_done(struct files *f)
{
    arena_done(&f->arena);
    intern_done(&f->folders);
    free(f->list);
    *f = (struct files){0};
}
