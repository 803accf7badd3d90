// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/describe.h"
#include "calendar/date.h"
#include "returns/describe_private.h"
#include "returns/embedded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const type_names[] = {"text",         "date",   "code",
                                         "whole number", "number", "choice"};
static const char *const need_names[] = {"always given", "given where it applies", "optional",
                                         "worked out by a portal", "added by regional copies"};

bool describe_has_table(const struct returns *returns, const struct return_kind *kind,
                        const struct schema_table *t)
{
    for (size_t i = 0; i < returns->count; i++) {
        const struct return_kind *k = &returns->list[i];
        if (strcmp(k->schema, kind->schema) == 0 && strcmp(k->table, t->name) == 0)
            return k == kind || kind->form == RETURN_EPISODES;
    }
    return strcmp(kind->name, kind->schema) == 0;
}

const char *describe_years(int first, int last, char *buffer, size_t size)
{
    buffer[0] = '\0';
    if (first && last)
        snprintf(buffer, size, "%d to %d", first, last);
    else if (first)
        snprintf(buffer, size, "from %d", first);
    else if (last)
        snprintf(buffer, size, "to %d", last);
    return buffer;
}

enum status describe_list(const struct returns *returns, struct writer *out)
{
    char line[400];
    for (size_t i = 0; i < returns->count; i++) {
        snprintf(line, sizeof line, "%-16s  %s", returns->list[i].name,
                 returns->list[i].description);
        writer_raw(out, text_of(line));
    }
    snprintf(line, sizeof line, "%-16s  %s", "table",
             "any table with a column for the date and one for each measure");
    writer_raw(out, text_of(line));
    return STATUS_OK;
}

static void write_column(FILE *f, const struct schema_column *c)
{
    char years[40];
    struct text names = text_of(c->spell);
    describe_years(c->first_year, c->last_year, years, sizeof years);
    fprintf(f, "  %s\n      %s", c->name, type_names[c->type]);
    if (*c->code_list)
        fprintf(f, "%s of %s", c->type == SCHEMA_TEXT ? " or a code" : "", c->code_list);
    fprintf(f, ", %s%s%s", need_names[c->need], *years ? ", " : "", years);
    if (*c->format)
        fprintf(f, "; %s", c->format);
    for (const char *join = " -> "; names.at && names.size; join = " and ") {
        struct text name = text_cut(&names, '|');
        fprintf(f, "%s%.*s", join, (int)name.size, name.at);
    }
    fputc('\n', f);
    if (*c->note)
        fprintf(f, "      %s\n", c->note);
}

static void write_table(FILE *f, const struct schema *s, const struct schema_table *t,
                        const char *title)
{
    fprintf(f, "\n%s\n", title);
    for (size_t i = t->first; i < t->first + t->count; i++)
        write_column(f, &s->columns[i]);
}

static void write_codes(FILE *f, const struct codes *codes, const char *list)
{
    struct text code;
    const struct code *c;
    char years[40];
    fprintf(f, "\nCodes of %s\n", list);
    for (size_t i = 0; (c = codes_at(codes, list, i, &code)); i++) {
        describe_years(c->first_year, c->last_year, years, sizeof years);
        fprintf(f, "  %-10.*s  %s%s%s%s%s%s\n", (int)code.size, code.at, c->meaning,
                *years ? " (" : "", years, *years ? ")" : "", *c->word ? " -> " : "", c->word);
    }
}

/* Every code list of the described tables, once, in the order of the columns. */
static void write_lists(FILE *f, const struct returns *returns, const struct return_kind *kind,
                        const struct schema *s, const struct codes *codes, bool *done)
{
    for (size_t t = 0; t < s->table_count; t++) {
        if (!describe_has_table(returns, kind, &s->tables[t]))
            continue;
        for (size_t i = s->tables[t].first; i < s->tables[t].first + s->tables[t].count; i++) {
            for (size_t k = 0; k < i; k++)
                if (done[k] && strcmp(s->columns[k].code_list, s->columns[i].code_list) == 0)
                    done[i] = true;
            if (!*s->columns[i].code_list || done[i])
                continue;
            write_codes(f, codes, s->columns[i].code_list);
            done[i] = true;
        }
    }
}

/* The stages of a return, from datasets/schema/stages.csv. */
static enum status write_stages(FILE *f, const struct return_kind *kind, const struct codes *codes,
                                const struct problem_sink *sink)
{
    static const char *const names[] = {"return", "stage", "begins", "note", NULL};
    struct rows *rows;
    struct text code;
    const struct code *c;
    int cell[4];
    enum status s = embedded_open(&rows, "stages", NULL, sink);
    if (s != STATUS_OK)
        return s;
    s = rows_columns(rows, names, cell);
    fprintf(f, "\nStages, one spell each\n");
    while (s == STATUS_OK && (s = rows_next(rows)) == STATUS_OK) {
        struct text stage = rows_cell(rows, cell[1]), begins, note;
        if (!text_is(rows_cell(rows, cell[0]), kind->name))
            continue;
        begins = rows_cell(rows, cell[2]);
        note = rows_cell(rows, cell[3]);
        fprintf(f, "  %-12.*s  from %.*s\n                %.*s\n", (int)stage.size, stage.at,
                (int)begins.size, begins.at, (int)note.size, note.at);
    }
    rows_close(rows);
    fprintf(
        f, "\nOutcome of a stage: progress when it is done, pending while it is open; else, by the "
           "row's outcome\n");
    for (size_t i = 0; (c = codes_at(codes, kind->outcome_list, i, &code)); i++)
        fprintf(f, "  %-12.*s  %s\n", (int)code.size, code.at, c->meaning);
    fprintf(f, "  %-12s  %s\n", "(none)", kind->closed_as);
    return s == STATUS_END ? STATUS_OK : s;
}

static void write_all(FILE *f, const struct returns *returns, const struct return_kind *kind,
                      const struct schema *s, const struct codes *codes, bool *done)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    char title[200];
    int last = date_days_in_month(2001, kind->end_month);
    fprintf(f, "%s: %s\nYears end on %d %s.\n", kind->name, kind->description,
            kind->end_day < last ? kind->end_day : last, months[kind->end_month - 1]);
    for (size_t i = 0; i < s->table_count; i++) {
        const struct schema_table *t = &s->tables[i];
        if (!describe_has_table(returns, kind, t))
            continue;
        snprintf(title, sizeof title, "Table %s%s", t->name,
                 strcmp(t->name, kind->table) == 0 ? ", of which the stream is made" : "");
        write_table(f, s, t, title);
    }
    if (s->common.count)
        write_table(f, s, &s->common, "Every table may also have");
    write_lists(f, returns, kind, s, codes, done);
}

enum status describe_text(const struct returns *returns, const struct return_kind *kind,
                          const char *schema, struct writer *out, const struct problem_sink *sink)
{
    struct schema s;
    struct codes codes = {0};
    char *text = NULL;
    size_t size = 0;
    enum status status = schema_load(&s, kind->schema, schema, sink);
    if (status != STATUS_OK)
        return status;
    status = codes_load(&codes, NULL, sink);
    bool *done = calloc(s.column_count + 1, sizeof *done);
    FILE *f = open_memstream(&text, &size);
    if (status == STATUS_OK && done && f)
        write_all(f, returns, kind, &s, &codes, done);
    if (status == STATUS_OK && f && kind->form == RETURN_STAGES)
        status = write_stages(f, kind, &codes, sink);
    if (!f || fclose(f) != 0 || !done)
        status = STATUS_MEMORY;
    if (status == STATUS_OK) /* the writer ends it with a line feed */
        writer_raw(out, (struct text){text, size - 1});
    free(text);
    free(done);
    codes_done(&codes);
    schema_done(&s);
    return status;
}
