// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/roll/roll_private.h"

#include <stdlib.h>
#include <string.h>

/* What a column is to a spell, by the first name in its `spell`. */
static void find_roles(struct roll *r)
{
    static const char *const names[] = {"id", "start", "end", "la", "closed", "decided", "result"};
    int *const roles[] = {&r->roles.id,     &r->roles.start,   &r->roles.end,   &r->roles.la,
                          &r->roles.closed, &r->roles.decided, &r->roles.result};
    const struct schema_table *t = &r->schema.tables[r->main];
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        *roles[k] = -1;
        for (size_t i = 0; i < t->count && *roles[k] < 0; i++) {
            struct text spell = text_of(r->schema.columns[t->first + i].spell);
            if (spell.size && text_is(text_cut(&spell, '|'), names[k]))
                *roles[k] = (int)i;
        }
        bool needed = k < 6 && k != 3; /* a result that is no code is kept */
        if (*roles[k] >= 0 && needed)
            r->structural[*roles[k]] = true;
    }
}

/* The table that completes the main one, where the files hold it. */
static void find_partner(struct roll *r)
{
    static const char *const partners[][2] = {{"households", "places"},
                                              {"places", "households"},
                                              {"concerns", "households"},
                                              {"la_level", "worker"}};
    r->partner = -1;
    for (size_t i = 0; i < sizeof partners / sizeof *partners; i++)
        if (strcmp(r->kind->table, partners[i][0]) == 0)
            r->partner = roll_table_number(r, partners[i][1]);
    if (r->partner >= 0)
        r->wanted[r->partner] = true;
    r->enquiry_link.table = -1;
    if (strcmp(r->kind->table, "households") == 0)
        r->enquiry_link.table = roll_table_number(r, "enquiries");
    if (r->enquiry_link.table >= 0)
        r->wanted[r->enquiry_link.table] = true;
}

static enum status begin(struct roll *r)
{
    enum status s = schema_load(&r->schema, r->kind->schema, r->options->schema, r->sink);
    if (s == STATUS_OK)
        s = codes_load(&r->codes, NULL, r->sink);
    if (s == STATUS_OK)
        s = placements_load(&r->placements, NULL, r->sink);
    if (s != STATUS_OK)
        return s;
    r->main = roll_table_number(r, r->kind->table);
    if (r->main < 0 || r->schema.table_count > ROLL_TABLES_MOST ||
        r->schema.tables[r->main].count > ROLL_COLUMNS_MOST) {
        problem_report(r->sink, PROBLEM_FATAL, "schema", r->options->schema, 0, NULL,
                       "the schema has no table '%s', or more tables or columns than any return",
                       r->kind->table);
        return STATUS_FORMAT;
    }
    if (intern_add(&r->values, text_of("")) != 0)
        return STATUS_MEMORY;
    r->wanted[r->main] = true;
    find_roles(r);
    find_partner(r);
    return r->kind->form == RETURN_STAGES ? roll_find_stages(r) : STATUS_OK;
}

static void end(struct roll *r)
{
    schema_done(&r->schema);
    codes_done(&r->codes);
    placements_done(&r->placements);
    intern_done(&r->values);
    intern_done(&r->las);
    intern_done(&r->odd);
    intern_done(&r->sheet_keys);
    intern_done(&r->extent_keys);
    free(r->extents);
    arena_done(&r->arena);
    for (size_t i = 0; i < ROLL_TABLES_MOST; i++)
        free(r->tables[i].rows);
    free(r->odd_codes);
    free(r->sheets);
    free(r->spells);
    roll_link_done(&r->partner_link);
    roll_link_done(&r->enquiry_link);
    free(r->fates);
}

const char *roll_path(const struct roll *r, uint32_t file)
{
    const char *path = file < r->files->count ? r->files->list[file].path : NULL;
    return path && strcmp(path, "-") == 0 ? "standard input" : path;
}

static enum status check_tables(const struct roll *r)
{
    if (r->tables[r->main].files)
        return STATUS_OK;
    char columns[300] = "";
    const struct schema_table *t = &r->schema.tables[r->main];
    schema_missing(&r->schema, t, NULL, 0, true, columns, sizeof columns);
    problem_report(r->sink, PROBLEM_FATAL, "no-table", NULL, 0, NULL,
                   "no table of %s (a file with the columns %s) among the files", t->name, columns);
    return STATUS_FORMAT;
}

static enum status make(struct roll *r)
{
    switch (r->kind->form) {
    case RETURN_STAGES:
        return roll_make_stages(r);
    case RETURN_POSTS:
        return roll_make_posts(r);
    default:
        return roll_make_spells(r);
    }
}

static enum status spells(struct roll *r)
{
    enum status s = make(r);
    if (s == STATUS_OK)
        s = roll_windows(r);
    if (s == STATUS_OK)
        s = roll_settle(r);
    return s == STATUS_OK ? roll_write(r) : s;
}

static enum status finish(struct roll *r, enum status s)
{
    if (s != STATUS_OK)
        return s;
    roll_report(r);
    if (r->written)
        return STATUS_OK;
    problem_report(r->sink, PROBLEM_FATAL, "no-rows", NULL, 0, NULL, "no usable row of %s",
                   r->kind->table);
    return STATUS_SHORT;
}

enum status roll_read(const struct files *files, const struct return_kind *kind,
                      const struct roll_options *options, struct writer *out,
                      const struct problem_sink *sink)
{
    struct roll r = {
        .kind = kind, .options = options, .sink = sink, .files = files, .out = out, .partner = -1};
    enum status s = begin(&r);
    for (uint32_t i = 0; i < files->count && s == STATUS_OK; i++)
        s = roll_load(&r, &files->list[i], i);
    if (s == STATUS_OK)
        s = check_tables(&r);
    if (s == STATUS_OK && !(r.fates = calloc(r.tables[r.main].count + 1, 1)))
        s = STATUS_MEMORY;
    if (s == STATUS_OK)
        s = roll_join(&r);
    if (s == STATUS_OK)
        s = kind->form == RETURN_TABLE    ? roll_write_table(&r)
            : kind->form == RETURN_SERIES ? roll_write_series(&r)
                                          : spells(&r);
    s = finish(&r, s);
    end(&r);
    return s;
}
