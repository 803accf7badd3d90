// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/selection.h"

bool selection_add(struct selection *s, const char *source)
{
    return where_add(&s->where, source);
}

static bool keeps(void *context, struct rows *r)
{
    struct selection *s = context;
    if (!s->tried)
        s->bound = where_bind(&s->where, r);
    s->tried = true;
    return s->bound == STATUS_OK && where_keeps(&s->where, r);
}

enum status selection_read(struct series_table *out, const char *path, struct selection *s,
                           const struct problem_sink *sink)
{
    struct rows *rows;
    enum status opened = rows_open(&rows, path, sink);
    return opened == STATUS_OK ? selection_read_rows(out, rows, s) : opened;
}

enum status selection_read_rows(struct series_table *out, struct rows *rows, struct selection *s)
{
    const struct series_filter filter = {keeps, s};
    enum status read = series_read_rows(out, rows, s->where.count ? &filter : NULL);
    if (read == STATUS_OK && s->bound != STATUS_OK) {
        series_done(out);
        return s->bound;
    }
    return read;
}
