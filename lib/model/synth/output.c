// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/output.h"
#include "table/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OUTPUT_PATH = 4096 };

static void write_header(const struct sheet *s, struct writer *w)
{
    for (int c = 0; c < s->column_count; c++)
        writer_words(w, s->columns[c]);
}

static void write_rows(const struct sheet *s, struct writer *w)
{
    write_header(s, w);
    writer_row(w);
    for (size_t i = 0; i < s->count; i++) {
        for (int c = 0; c < s->column_count; c++)
            writer_words(w, s->rows[i]->cells[c]);
        writer_row(w);
    }
}

static bool put(int fd, const char *at, size_t size)
{
    while (size) {
        ssize_t n = write(fd, at, size);
        if (n < 0 && errno != EINTR)
            return false;
        at += n > 0 ? n : 0;
        size -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* No cell holds a line break, so every LF ends a row. */
static bool put_crlf(int fd, struct text all)
{
    bool good = true;
    while (good && all.size) {
        struct text line = text_cut(&all, '\n');
        good = put(fd, line.at, line.size) && put(fd, "\r\n", 2);
    }
    return good;
}

static bool put_sheet(const struct sheet *s, int fd)
{
    struct writer *w = writer_open_memory();
    if (!w)
        return false;
    write_rows(s, w);
    struct text all = writer_bytes(w);
    bool good = !s->byte_order_mark || put(fd, "\xEF\xBB\xBF", 3);
    good = good && (s->crlf ? put_crlf(fd, all) : put(fd, all.at, all.size));
    return writer_close(w) == STATUS_OK && good;
}

static enum status failed(const struct problem_sink *sink, const char *path, const char *what)
{
    problem_report(sink, PROBLEM_FATAL, "output", path, 0, NULL, "%s: %s", what, strerror(errno));
    return STATUS_WRITE;
}

enum status output_folder(const char *path, const struct problem_sink *sink)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return STATUS_OK;
    return failed(sink, path, "can't make the folder");
}

static enum status write_sheet(const struct sheet *s, const char *path,
                               const struct problem_sink *sink)
{
    char unfinished[OUTPUT_PATH + 16];
    snprintf(unfinished, sizeof unfinished, "%s.unfinished", path);
    int fd = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (fd < 0)
        return failed(sink, path, "can't write");
    bool good = put_sheet(s, fd);
    if (close(fd) != 0)
        good = false;
    if (good && rename(unfinished, path) == 0)
        return STATUS_OK;
    enum status status = failed(sink, path, "can't write");
    unlink(unfinished);
    return status;
}

enum status output_folders(const struct sheet_set *set, const char *folder,
                           const struct problem_sink *sink)
{
    enum status status = output_folder(folder, sink);
    for (size_t i = 0; i < set->count && status == STATUS_OK; i++) {
        const struct sheet *s = &set->sheets[i];
        char path[OUTPUT_PATH];
        if (s->absent)
            continue;
        if (s->year) {
            snprintf(path, sizeof path, "%s/%d", folder, s->year);
            status = output_folder(path, sink);
            snprintf(path, sizeof path, "%s/%d/%s", folder, s->year, s->file);
        } else {
            snprintf(path, sizeof path, "%s/%s", folder, s->file);
        }
        if (status == STATUS_OK)
            status = write_sheet(s, path, sink);
    }
    return status;
}

/* --- a region's files ----------------------------------------------------------------------- */

struct region_file {
    char path[OUTPUT_PATH], unfinished[OUTPUT_PATH + 16];
    int fd;
    struct writer *writer;
    bool with_la, with_year; /* columns that are added to the sheet's own */
};

enum status region_open(struct region *r, const char *folder, const struct problem_sink *sink)
{
    *r = (struct region){.folder = folder, .sink = sink};
    return output_folder(folder, sink);
}

/* The file of S, opened when S is the first of its name. */
static struct region_file *region_file(struct region *r, const struct sheet *s)
{
    char path[OUTPUT_PATH];
    snprintf(path, sizeof path, "%s/%s", r->folder, s->file);
    for (int i = 0; i < r->count; i++)
        if (strcmp(r->files[i]->path, path) == 0)
            return r->files[i];
    struct region_file *f = r->count < REGION_FILES ? calloc(1, sizeof *f) : NULL;
    if (!f)
        return NULL;
    r->files[r->count++] = f;
    memcpy(f->path, path, sizeof f->path);
    snprintf(f->unfinished, sizeof f->unfinished, "%s.unfinished", path);
    f->fd = open(f->unfinished, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    f->writer = f->fd < 0 ? NULL : writer_open(f->fd);
    if (!f->writer) {
        failed(r->sink, path, "can't write");
        return NULL;
    }
    f->with_la = sheet_column(s, "LA") < 0;
    f->with_year = s->year;
    write_header(s, f->writer);
    if (f->with_la)
        writer_words(f->writer, "LA");
    if (f->with_year)
        writer_words(f->writer, "YEAR");
    writer_row(f->writer);
    return f;
}

static void region_rows(struct region_file *f, const struct sheet *s, const char *la)
{
    for (size_t i = 0; i < s->count; i++) {
        for (int c = 0; c < s->column_count; c++)
            writer_words(f->writer, s->rows[i]->cells[c]);
        if (f->with_la)
            writer_words(f->writer, la);
        if (f->with_year)
            writer_integer(f->writer, s->year);
        writer_row(f->writer);
    }
}

enum status region_add(struct region *r, const struct sheet_set *set, const char *la)
{
    for (size_t i = 0; i < set->count; i++) {
        struct region_file *f = region_file(r, &set->sheets[i]);
        if (!f)
            return STATUS_WRITE;
        region_rows(f, &set->sheets[i], la);
    }
    return STATUS_OK;
}

enum status region_close(struct region *r, enum status s)
{
    for (int i = 0; i < r->count; i++) {
        struct region_file *f = r->files[i];
        bool good = writer_close(f->writer) == STATUS_OK;
        good = (f->fd < 0 || close(f->fd) == 0) && good;
        if (s == STATUS_OK && (!good || rename(f->unfinished, f->path) != 0))
            s = failed(r->sink, f->path, "can't write");
        if (s != STATUS_OK && f->fd >= 0)
            unlink(f->unfinished);
        free(f);
    }
    r->count = 0;
    return s;
}
