// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/check_private.h"
#include "returns/check/library_private.h"

#include <stdlib.h>
#include <string.h>

/* How many rules the return has: of its collection, and of its columns alone. */
static enum status count_rules(const struct return_kind *kind, struct library *l, size_t *numbered,
                               size_t *of_columns, const struct problem_sink *sink)
{
    struct check *c = calloc(1, sizeof *c);
    if (!c)
        return STATUS_MEMORY;
    c->library = l;
    c->is_ssda903 = strcmp(kind->name, "ssda903") == 0;
    enum status s = rules_load(&c->rules, kind->name, sink);
    *numbered = c->rules.count;
    if (s == STATUS_OK)
        s = check_add_column_rules(c);
    if (s == STATUS_OK)
        s = check_add_key_rules(c);
    *of_columns = c->rules.count - *numbered;
    rules_done(&c->rules);
    free(c->columns);
    free(c);
    return s;
}

static enum status list_return(const struct return_kind *kind, struct writer *out,
                               const struct problem_sink *sink)
{
    struct library l = {.kind = kind};
    enum status s = schema_load(&l.schema, kind->schema, NULL, sink);
    size_t numbered = 0, of_columns = 0, columns = 0;
    library_choose_table(&l);
    if (s == STATUS_OK)
        s = count_rules(kind, &l, &numbered, &of_columns, sink);
    for (size_t t = 0; t < l.schema.table_count; t++)
        if (l.only_table < 0 || (size_t)l.only_table == t)
            columns += l.schema.tables[t].count;
    if (s == STATUS_OK) {
        writer_words(out, kind->name);
        writer_integer(out, l.only_table < 0 ? (long)l.schema.table_count : 1);
        writer_integer(out, (long)columns);
        writer_integer(out, (long)of_columns);
        writer_integer(out, (long)numbered);
        writer_words(out, kind->description);
        writer_row(out);
    }
    schema_done(&l.schema);
    return s;
}

enum status check_list(const struct returns *known, struct writer *out,
                       const struct problem_sink *sink)
{
    static const char *const header[] = {"return",         "tables",      "columns", "column_rules",
                                         "numbered_rules", "description", NULL};
    for (int i = 0; header[i]; i++)
        writer_words(out, header[i]);
    writer_row(out);
    enum status s = STATUS_OK;
    for (size_t i = 0; i < known->count && s == STATUS_OK; i++)
        s = list_return(&known->list[i], out, sink);
    return s;
}
