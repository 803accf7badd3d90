// SPDX-License-Identifier: GPL-3.0-or-later
#include "stream/where.h"

#include <stdio.h>
#include <string.h>

bool where_add(struct where *w, const char *source)
{
    const char *equals = strchr(source, '=');
    if (!equals || equals == source || w->count == WHERE_MOST)
        return false;
    w->conditions[w->count++] = (struct where_condition){
        .column = {source, (size_t)(equals - source)}, .values = text_of(equals + 1), .index = -1};
    return true;
}

/* Adds "'NAME'" to the list in LIST. */
static void list_name(char *list, size_t size, struct text name)
{
    char shown[64];
    size_t used = strlen(list);
    snprintf(list + used, size - used, "%s'%s'", used ? ", " : "",
             text_show(name, shown, sizeof shown));
}

enum status where_bind(struct where *w, const struct rows *r)
{
    const struct text *header;
    size_t count = rows_header(r, &header);
    char missing[512] = "";
    for (int i = 0; i < w->count; i++) {
        struct where_condition *c = &w->conditions[i];
        c->index = -1;
        for (size_t h = 0; h < count; h++)
            if (text_equal(header[h], c->column))
                c->index = (int)h;
        if (c->index < 0)
            list_name(missing, sizeof missing, c->column);
    }
    if (!*missing)
        return STATUS_OK;
    problem_report(rows_sink(r), PROBLEM_FATAL, "missing-column", rows_name(r), 1, NULL,
                   "--where: there is no column %s", missing);
    return STATUS_FORMAT;
}

bool where_matches(const struct where_condition *c, struct text value)
{
    struct text rest = c->values;
    do {
        if (text_equal(text_cut(&rest, ','), value))
            return true;
    } while (rest.at);
    return false;
}

bool where_keeps(const struct where *w, struct rows *r)
{
    for (int i = 0; i < w->count; i++)
        if (!where_matches(&w->conditions[i], rows_cell(r, w->conditions[i].index)))
            return false;
    return true;
}
