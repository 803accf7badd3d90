// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/sheet.h"
#include "calendar/date.h"
#include "table/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Days that are written often: 1980 to 2059. */
enum { DATES_FROM = 3652, DATES = 29220 };

bool sheet_set_init(struct sheet_set *set, size_t count)
{
    *set = (struct sheet_set){.count = count};
    set->sheets = calloc(count ? count : 1, sizeof *set->sheets);
    set->dates = calloc(DATES, sizeof *set->dates);
    return set->sheets && set->dates;
}

void sheet_set_done(struct sheet_set *set)
{
    for (size_t i = 0; set->sheets && i < set->count; i++)
        free(set->sheets[i].rows);
    free(set->sheets);
    free(set->dates);
    arena_done(&set->arena);
    *set = (struct sheet_set){0};
}

struct sheet_row *sheet_insert(struct sheet_set *set, struct sheet *s, size_t place)
{
    if (s->count == s->room) {
        size_t room = s->room ? s->room * 2 : 256;
        struct sheet_row **more = realloc(s->rows, room * sizeof *more);
        if (!more)
            return NULL;
        s->rows = more;
        s->room = room;
    }
    struct sheet_row *row = arena_take(&set->arena, sizeof *row);
    if (!row)
        return NULL;
    *row = (struct sheet_row){0};
    for (int i = 0; i < SHEET_COLUMNS; i++)
        row->cells[i] = "";
    memmove(s->rows + place + 1, s->rows + place, (s->count - place) * sizeof *s->rows);
    s->rows[place] = row;
    s->count++;
    return row;
}

void sheet_remove(struct sheet *s, size_t place)
{
    s->count--;
    memmove(s->rows + place, s->rows + place + 1, (s->count - place) * sizeof *s->rows);
}

int sheet_column(const struct sheet *s, const char *name)
{
    for (int i = 0; i < s->column_count; i++)
        if (strcmp(s->columns[i], name) == 0)
            return i;
    return -1;
}

const char *sheet_text(struct sheet_set *set, const char *s)
{
    return arena_text(&set->arena, text_of(s)).at;
}

const char *sheet_date(struct sheet_set *set, int32_t date)
{
    if (date == DATE_NONE)
        return "";
    bool often = date >= DATES_FROM && date < DATES_FROM + DATES;
    const char *known = often ? set->dates[date - DATES_FROM] : NULL;
    if (known)
        return known;
    int year, month, day;
    char buffer[16];
    date_split(date, &year, &month, &day);
    snprintf(buffer, sizeof buffer, "%02u/%02u/%04u", (unsigned)day % 100, (unsigned)month % 100,
             (unsigned)year % 10000);
    const char *written = sheet_text(set, buffer);
    if (often)
        set->dates[date - DATES_FROM] = written;
    return written;
}

static void write_rows(const struct sheet *s, struct writer *w)
{
    for (int c = 0; c < s->column_count; c++)
        writer_words(w, s->columns[c]);
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

static enum status write_sheet(const struct sheet *s, const char *folder,
                               const struct problem_sink *sink)
{
    char path[4096], unfinished[4200];
    snprintf(path, sizeof path, "%s/%d/%s", folder, s->year, s->file);
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

static enum status make_folder(const char *path, const struct problem_sink *sink)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return STATUS_OK;
    return failed(sink, path, "can't make the folder");
}

enum status sheet_set_write(const struct sheet_set *set, const char *folder,
                            const struct problem_sink *sink)
{
    enum status status = make_folder(folder, sink);
    for (size_t i = 0; i < set->count && status == STATUS_OK; i++) {
        const struct sheet *s = &set->sheets[i];
        if (s->absent)
            continue;
        char path[4096];
        snprintf(path, sizeof path, "%s/%d", folder, s->year);
        status = make_folder(path, sink);
        if (status == STATUS_OK)
            status = write_sheet(s, folder, sink);
    }
    return status;
}
