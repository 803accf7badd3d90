// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/postcodes.h"
#include "table/rows.h"

#include <stdlib.h>

/* Letters and digits in upper case, packed; 0 for what is no postcode (empty, longer than seven). */
static uint64_t pack(struct text t)
{
    uint64_t packed = 0;
    int n = 0;
    for (size_t i = 0; i < t.size; i++) {
        char c = t.at[i];
        if (c == ' ' || c == '\xC2' || c == '\xA0') /* a blank, or one that does not break */
            continue;
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 32);
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) || ++n > 7)
            return 0;
        packed = packed << 8 | (unsigned char)c;
    }
    return packed;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static enum status read_postcodes(struct postcodes *p, struct rows *r, int column)
{
    size_t room = 0;
    enum status s;
    while ((s = rows_next(r)) == STATUS_OK) {
        uint64_t packed = pack(rows_cell(r, column));
        if (p->count == room) {
            room = room ? room * 2 : 1024;
            uint64_t *more = realloc(p->list, room * sizeof *more);
            if (!more)
                return STATUS_MEMORY;
            p->list = more;
        }
        if (packed)
            p->list[p->count++] = packed;
    }
    return s;
}

enum status postcodes_load(struct postcodes *p, const char *path, const struct problem_sink *sink)
{
    static const char *const known[] = {"postcode", "pcds", "pcd", "pcd7", "pcd8"};
    *p = (struct postcodes){0};
    struct rows *r;
    enum status s = rows_open(&r, path, sink);
    if (s != STATUS_OK)
        return s;
    const struct text *names;
    size_t count = rows_header(r, &names);
    int column = -1;
    for (size_t k = 0; column < 0 && k < sizeof known / sizeof *known; k++)
        for (size_t i = 0; column < 0 && i < count; i++)
            if (text_is_nocase(names[i], known[k]))
                column = (int)i;
    if (column >= 0) {
        s = read_postcodes(p, r, column);
    } else {
        problem_report(sink, PROBLEM_FATAL, "postcodes", path, 1, NULL,
                       "a directory of postcodes needs a column postcode (or pcds)");
        s = STATUS_FORMAT;
    }
    rows_close(r);
    if (s != STATUS_END) {
        postcodes_done(p);
        return s;
    }
    if (p->count)
        qsort(p->list, p->count, sizeof *p->list, by_value);
    return STATUS_OK;
}

void postcodes_done(struct postcodes *p)
{
    free(p->list);
    *p = (struct postcodes){0};
}

bool postcodes_have(const struct postcodes *p, struct text postcode)
{
    uint64_t packed = pack(postcode);
    return packed && p->count &&
           bsearch(&packed, p->list, p->count, sizeof *p->list, by_value) != NULL;
}
