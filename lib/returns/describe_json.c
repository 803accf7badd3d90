// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/describe.h"
#include "returns/describe_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Frictionless Data Package and Table Schema (https://specs.frictionlessdata.io), written line by line:
 * a field a line, so that two versions can be compared. */

static void write_string(FILE *f, struct text t)
{
    fputc('"', f);
    for (size_t i = 0; i < t.size; i++) {
        unsigned char c = (unsigned char)t.at[i];
        if (c == '"' || c == '\\')
            fprintf(f, "\\%c", c);
        else if (c < 0x20)
            fprintf(f, "\\u%04x", c);
        else
            fputc(c, f);
    }
    fputc('"', f);
}

static void write_member(FILE *f, const char *name, const char *value)
{
    fprintf(f, ", \"%s\": ", name);
    write_string(f, text_of(value));
}

/* Codes of any year: which year a file is of is not known to a schema. */
static void write_constraints(FILE *f, const struct schema_column *c, const struct codes *codes)
{
    struct text code;
    const char *join = "";
    bool required = c->need == SCHEMA_YES;
    if (!required && c->type != SCHEMA_CODE)
        return;
    fprintf(f, ", \"constraints\": {");
    if (required) {
        fprintf(f, "\"required\": true");
        join = ", ";
    }
    if (c->type == SCHEMA_CODE) {
        fprintf(f, "%s\"enum\": [", join);
        join = "";
        for (size_t i = 0; codes_at(codes, c->code_list, i, &code); i++, join = ", ") {
            fputs(join, f);
            write_string(f, code);
        }
        fputc(']', f);
    }
    fputc('}', f);
}

static void write_field(FILE *f, const struct schema_column *c, const struct codes *codes)
{
    static const char *const types[] = {"string", "date", "string", "integer", "number", "string"};
    char years[40], text[1200];
    fprintf(f, "          {\"name\": ");
    write_string(f, text_of(c->name));
    write_member(f, "type", types[c->type]);
    if (c->type == SCHEMA_DATE)
        write_member(f, "format", "any"); /* DD/MM/YYYY or YYYY-MM-DD */
    describe_years(c->first_year, c->last_year, years, sizeof years);
    snprintf(text, sizeof text, "%s%s%s%s%s", c->note, *c->note && *c->format ? ". " : "",
             c->format,
             !*years                  ? ""
             : *c->note || *c->format ? ". Returns "
                                      : "Returns ",
             years);
    if (*text)
        write_member(f, "description", text);
    write_constraints(f, c, codes);
    fputc('}', f);
}

static void write_key(FILE *f, const struct schema *s, const struct schema_table *t)
{
    const char *join = ",\n        \"primaryKey\": [";
    bool any = false;
    for (size_t i = t->first; i < t->first + t->count; i++) {
        if (!s->columns[i].is_key)
            continue;
        fputs(join, f);
        write_string(f, text_of(s->columns[i].name));
        join = ", ";
        any = true;
    }
    if (any)
        fputc(']', f);
}

static void write_resource(FILE *f, const struct schema *s, const struct schema_table *t,
                           const struct codes *codes)
{
    fprintf(f, "    {\"name\": ");
    write_string(f, text_of(t->name));
    fprintf(f, ", \"path\": \"%s.csv\", \"profile\": \"tabular-data-resource\",\n", t->name);
    fprintf(f, "      \"schema\": {\n        \"fields\": [\n");
    for (size_t i = t->first; i < t->first + t->count; i++) {
        if (i > t->first)
            fprintf(f, ",\n");
        write_field(f, &s->columns[i], codes);
    }
    for (size_t i = s->common.first; i < s->common.first + s->common.count; i++) {
        struct text name = text_of(s->columns[i].name);
        if (schema_column(s, t, name) != &s->columns[i])
            continue; /* the table has its own */
        fprintf(f, ",\n");
        write_field(f, &s->columns[i], codes);
    }
    fprintf(f, "],\n        \"missingValues\": [\"\"]");
    write_key(f, s, t);
    fprintf(f, "}}");
}

static void write_package(FILE *f, const struct returns *returns, const struct return_kind *kind,
                          const struct schema *s, const struct codes *codes)
{
    const char *join = "";
    fprintf(f, "{\"profile\": \"tabular-data-package\"");
    write_member(f, "name", kind->name);
    write_member(f, "description", kind->description);
    fprintf(f, ",\n  \"resources\": [\n");
    for (size_t i = 0; i < s->table_count; i++) {
        if (!describe_has_table(returns, kind, &s->tables[i]))
            continue;
        fputs(join, f);
        write_resource(f, s, &s->tables[i], codes);
        join = ",\n";
    }
    fprintf(f, "]}\n");
}

enum status describe_json(const struct returns *returns, const struct return_kind *kind,
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
    FILE *f = open_memstream(&text, &size);
    if (status == STATUS_OK && f)
        write_package(f, returns, kind, &s, &codes);
    if (!f || fclose(f) != 0)
        status = STATUS_MEMORY;
    if (status == STATUS_OK)
        writer_raw(out, (struct text){text, size - 1});
    free(text);
    codes_done(&codes);
    schema_done(&s);
    return status;
}
