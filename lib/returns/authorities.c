// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/authorities.h"
#include "returns/embedded.h"

#include <stdlib.h>
#include <string.h>

enum { OLD_CODE, NEW_CODE, NAME, CELLS };
static const char *const cell_names[] = {"old_code", "new_code", "name", NULL};
enum { KEY = 80 };

/* What councils put behind (or before) the name of their area. The longest first. */
static const char *const endings[] = {" metropolitan borough council",
                                      " borough council",
                                      " county council",
                                      " city council",
                                      " district council",
                                      " council",
                                      NULL};

/* NAME in lower case without what says that it is a council; empty when it is too long. */
static struct text key_of(struct text name, char buffer[KEY])
{
    name = text_trim(name);
    if (name.size >= KEY)
        return (struct text){NULL, 0};
    for (size_t i = 0; i < name.size; i++)
        buffer[i] = name.at[i] >= 'A' && name.at[i] <= 'Z' ? (char)(name.at[i] + 32) : name.at[i];
    struct text key = {buffer, name.size};
    for (int i = 0; endings[i]; i++) {
        size_t n = strlen(endings[i]);
        if (key.size > n && memcmp(key.at + key.size - n, endings[i], n) == 0) {
            key.size -= n;
            break;
        }
    }
    return key;
}

static enum status add_name(struct authorities *a, struct text name, int number)
{
    char buffer[KEY];
    struct text key = key_of(name, buffer);
    if (!key.size)
        return STATUS_OK;
    uint32_t before = a->names.count, at = intern_add(&a->names, key);
    if (at == INTERN_NONE)
        return STATUS_MEMORY;
    if (at < before)
        return STATUS_OK; /* an old code that was used again: the present authority keeps it */
    if (!(at & (at - 1))) {
        int *more = realloc(a->number, (at ? (size_t)at * 2 : 1) * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        a->number = more;
    }
    a->number[at] = number;
    return STATUS_OK;
}

enum status authorities_load(struct authorities *a, const struct problem_sink *sink)
{
    *a = (struct authorities){0};
    struct rows *r;
    enum status s = embedded_open(&r, "la", NULL, sink);
    if (s != STATUS_OK)
        return s;
    int cell[CELLS];
    s = rows_columns(r, cell_names, cell);
    while (s == STATUS_OK && (s = rows_next(r)) == STATUS_OK) {
        uint32_t number = intern_add(&a->codes, rows_cell(r, cell[NEW_CODE]));
        if (number == INTERN_NONE)
            s = STATUS_MEMORY;
        for (int i = 0; s == STATUS_OK && i < CELLS; i++)
            s = add_name(a, rows_cell(r, cell[i]), (int)number);
    }
    rows_close(r);
    if (s == STATUS_END)
        return STATUS_OK;
    authorities_done(a);
    return s;
}

void authorities_done(struct authorities *a)
{
    intern_done(&a->names);
    intern_done(&a->codes);
    free(a->number);
    *a = (struct authorities){0};
}

int authorities_find(const struct authorities *a, struct text name)
{
    char buffer[KEY];
    struct text key = key_of(name, buffer);
    uint32_t at = key.size ? intern_find(&a->names, key) : INTERN_NONE;
    return at == INTERN_NONE ? -1 : a->number[at];
}
