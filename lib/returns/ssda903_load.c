// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/ssda903_private.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Files to episodes, header rows and UASC marks: which table a file is, and what is said about its
 * columns. */

/* An id longer than this is no child's number (the return's own limit is 10 characters). */
enum { ID_MOST = 200 };

uint32_t ssda903_child(struct ssda903 *r, uint32_t la, struct text id)
{
    char key[sizeof la + ID_MOST];
    memcpy(key, &la, sizeof la);
    memcpy(key + sizeof la, id.at, id.size);
    /* A child's rows mostly stand together, and tables and years in much the same order: the child is often
     * the last one, or one of the next. */
    uint32_t before = r->ids.count;
    for (uint32_t i = r->last_child; i < before && i < r->last_child + 3; i++)
        if (text_equal(intern_text(&r->ids, i), (struct text){key, sizeof la + id.size}))
            return r->last_child = i;
    uint32_t child = intern_add(&r->ids, (struct text){key, sizeof la + id.size});
    if (child == INTERN_NONE)
        return child;
    r->last_child = child;
    if (child != before)
        return child;
    if (child >= r->child_room) {
        size_t room = r->child_room ? r->child_room * 2 : 1024;
        struct child *more = realloc(r->children, room * sizeof *more);
        if (!more)
            return INTERN_NONE;
        r->children = more;
        r->child_room = room;
    }
    r->children[child] = (struct child){.la = la, .birth = DATE_NONE};
    return child;
}

struct text ssda903_id(const struct ssda903 *r, uint32_t child)
{
    struct text key = intern_text(&r->ids, child);
    return (struct text){key.at + sizeof(uint32_t), key.size - sizeof(uint32_t)};
}

/* T (1 to 7 bytes) and its size as one number: no two texts share one. */
static uint64_t packed(struct text t)
{
    uint64_t key = t.size << 56;
    for (size_t i = 0; i < t.size; i++)
        key |= (uint64_t)(unsigned char)t.at[i] << 8 * i;
    return key;
}

static bool find_value(struct ssda903 *r, struct text t, uint16_t *out)
{
    char upper[64];
    if (t.size <= sizeof upper) {
        for (size_t i = 0; i < t.size; i++)
            upper[i] = t.at[i] >= 'a' && t.at[i] <= 'z' ? (char)(t.at[i] - 'a' + 'A') : t.at[i];
        t.at = upper;
    }
    uint32_t number = intern_add(&r->values, t);
    if (number > UINT16_MAX) {
        if (number != INTERN_NONE)
            problem_report(r->sink, PROBLEM_FATAL, "codes", NULL, 0, NULL,
                           "the code columns hold more than %d different values", UINT16_MAX);
        return false;
    }
    *out = (uint16_t)number;
    return true;
}

bool ssda903_value(struct ssda903 *r, struct text t, uint16_t *out)
{
    if (t.size == 0 || t.size > 7) {
        *out = VALUE_BLANK;
        return t.size == 0 || find_value(r, t, out);
    }
    /* The few codes of a return come again and again: most are found here. */
    uint64_t key = packed(t);
    struct known_value *k = &r->recent[key * 0x9E3779B97F4A7C15u >> 56];
    if (k->key != key) {
        if (!find_value(r, t, &k->value)) {
            k->key = 0;
            return false;
        }
        k->key = key;
    }
    *out = k->value;
    return true;
}

/* Says which columns are written in another case, once a run. */
static void say_case(struct ssda903 *r, const struct schema_table *t, struct rows *rows)
{
    const struct text *names;
    size_t count = rows_header(rows, &names);
    for (size_t i = 0; i < count && !r->said_case; i++) {
        const struct schema_column *c = schema_column(&r->schema, t, names[i]);
        char shown[64];
        if (!c || text_is(names[i], c->name))
            continue;
        r->said_case = true;
        problem_report(r->sink, PROBLEM_NOTE, "case", rows_name(rows), 1, NULL,
                       "columns are read whatever their case ('%s' as %s)",
                       text_show(names[i], shown, sizeof shown), c->name);
    }
}

/* Says which columns of a used table are missing or not of the return. */
static void say_columns(struct ssda903 *r, const struct schema_table *t, struct rows *rows)
{
    const struct text *names;
    size_t count = rows_header(rows, &names);
    char list[512];
    if (schema_missing(&r->schema, t, names, count, false, list, sizeof list))
        problem_report(r->sink, PROBLEM_WARNING, "missing-columns", rows_name(rows), 1, NULL,
                       "this table of %s has no column %s: read as empty", t->name, list);
    if (schema_extra(&r->schema, t, names, count, list, sizeof list))
        problem_report(r->sink, PROBLEM_NOTE, "extra-columns", rows_name(rows), 1, NULL,
                       "not columns of %s, and not read: %s", t->name, list);
}

/* Names a file that is no table of the return, and what it would take. */
static void say_unknown(struct ssda903 *r, struct rows *rows, const struct schema_table *nearest)
{
    const struct text *names;
    size_t count = rows_header(rows, &names);
    char missing[512], extra[512];
    if (!nearest) {
        problem_report(r->sink, PROBLEM_WARNING, "unknown-table", rows_name(rows), 1, NULL,
                       "no table of the SSDA903 return: none of its columns is known; not read");
        return;
    }
    schema_missing(&r->schema, nearest, names, count, true, missing, sizeof missing);
    size_t extras = schema_extra(&r->schema, nearest, names, count, extra, sizeof extra);
    problem_report(r->sink, PROBLEM_WARNING, "unknown-table", rows_name(rows), 1, NULL,
                   "no table of the SSDA903 return: to be %s it lacks %s%s%s; not read",
                   nearest->name, missing, extras ? "; it also has " : "", extras ? extra : "");
}

static struct source *add_source(struct ssda903 *r, const struct file *file)
{
    if (r->source_count == r->source_room) {
        size_t room = r->source_room ? r->source_room * 2 : 16;
        struct source *more = realloc(r->sources, room * sizeof *more);
        if (!more)
            return NULL;
        r->sources = more;
        r->source_room = room;
    }
    r->sources[r->source_count] =
        (struct source){.path = strcmp(file->path, "-") == 0 ? "standard input" : file->path,
                        .folder = file->folder};
    return &r->sources[r->source_count++];
}

static enum status load_table(struct ssda903 *r, const struct file *file,
                              const struct schema_table *t, struct rows *rows)
{
    bool episodes = strcmp(t->name, "episodes") == 0;
    bool header = strcmp(t->name, "header") == 0;
    bool uasc = strcmp(t->name, "uasc") == 0;
    r->table_files[t - r->schema.tables]++;
    if (!episodes && !header && !uasc)
        return STATUS_OK;
    say_case(r, t, rows);
    say_columns(r, t, rows);
    enum status status;
    if (uasc) {
        r->uasc_tables++;
        status = ssda903_uasc_rows(r, rows);
    } else {
        struct source *source = add_source(r, file);
        if (!source)
            return STATUS_MEMORY;
        source->episodes = episodes;
        r->header_files += header;
        status =
            episodes ? ssda903_episode_rows(r, rows, source) : ssda903_header_rows(r, rows, source);
    }
    return status == STATUS_END ? STATUS_OK : status;
}

enum status ssda903_load(struct ssda903 *r, const struct file *file)
{
    struct stat info;
    if (strcmp(file->path, "-") != 0 && stat(file->path, &info) == 0 && S_ISREG(info.st_mode) &&
        info.st_size == 0) {
        problem_report(r->sink, PROBLEM_NOTE, "empty-file", file->path, 0, NULL,
                       "empty file: not even a header line; passed over");
        return STATUS_OK;
    }
    struct rows *rows;
    enum status status = rows_open(&rows, file->path, r->sink);
    if (status != STATUS_OK)
        return status;
    const struct text *names;
    const struct schema_table *nearest;
    size_t count = rows_header(rows, &names);
    const struct schema_table *t = schema_match(&r->schema, names, count, &nearest);
    if (t)
        status = load_table(r, file, t, rows);
    else
        say_unknown(r, rows, nearest);
    rows_close(rows);
    return status;
}
