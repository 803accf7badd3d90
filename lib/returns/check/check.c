// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/check.h"
#include "returns/check/check_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What rules need to know from elsewhere than the return. */
static enum status load_facts(struct check *c)
{
    enum status s = codes_load(&c->codes, NULL, c->sink);
    if (s == STATUS_OK)
        s = authorities_load(&c->authorities, c->sink);
    if (s == STATUS_OK && c->options->providers)
        s = providers_load(&c->providers, c->options->providers, c->sink);
    if (s == STATUS_OK && c->options->postcodes)
        s = postcodes_load(&c->postcodes, c->options->postcodes, c->sink);
    return s;
}

static void find_positions(struct check *c)
{
    const struct schema *s = &c->library->schema;
    memset(c->position, -1, sizeof c->position);
    for (int t = 0; t < BOOK_TABLES_MOST; t++)
        c->table_name_of[t] = -1;
    for (int t = 0; t < TABLES; t++) {
        c->table[t] = library_table(c->library, table_names[t]);
        if (c->table[t] < 0)
            continue;
        c->table_name_of[c->table[t]] = t;
        const struct schema_table *table = &s->tables[c->table[t]];
        for (size_t i = 0; i < table->count; i++)
            for (int column = 0; column < COLUMNS; column++)
                if (strcmp(s->columns[table->first + i].name, column_names[column]) == 0)
                    c->position[t][column] = (signed char)i;
    }
    for (size_t f = 0; f < c->library->file_count; f++)
        c->sent[c->library->files[f].table] |= c->library->files[f].columns;
}

/* Marks the rules that --rules and --severity ask for; an unknown code is refused by name. */
static enum status choose_rules(struct check *c)
{
    const struct check_options *o = c->options;
    c->outcomes = calloc(c->rules.count + 1, sizeof *c->outcomes);
    if (!c->outcomes)
        return STATUS_MEMORY;
    for (size_t i = 0; i < c->rules.count; i++)
        c->outcomes[i].wanted = !o->rules && (int)c->rules.list[i].severity <= o->least_severity;
    struct text rest = text_of(o->rules);
    while (rest.at) {
        struct text code = text_trim(text_cut(&rest, ','));
        int rule = rules_find(&c->rules, code);
        if (rule < 0) {
            char shown[80];
            problem_report(c->sink, PROBLEM_FATAL, "rules", NULL, 0, NULL,
                           "there is no rule '%s' for the return %s",
                           text_show(code, shown, sizeof shown), c->library->kind->name);
            return STATUS_VALUE;
        }
        c->outcomes[rule].wanted = (int)c->rules.list[rule].severity <= o->least_severity;
    }
    return STATUS_OK;
}

/* Writes the codes of the rules that were skipped for the same reason as rule FIRST, those of single
 * columns as their number only; *part: some of them did run for other returns. */
static void list_skipped(const struct check *c, size_t first, char *list, size_t size, bool *part)
{
    size_t used = 0, of_columns = 0;
    *part = false;
    *list = '\0';
    for (size_t i = first; i < c->rules.count; i++) {
        const struct outcome *o = &c->outcomes[i];
        const char *code = c->rules.list[i].code;
        if (!o->skipped || strcmp(o->reason, c->outcomes[first].reason) != 0)
            continue;
        *part |= o->ran > 0;
        if (strchr(code, ':'))
            of_columns++;
        else if (used + strlen(code) + 40 < size)
            used += (size_t)snprintf(list + used, size - used, "%s%s", used ? ", " : "", code);
    }
    if (of_columns)
        snprintf(list + used, size - used, "%s%zu of single columns", used ? " and " : "",
                 of_columns);
}

/* Says in one message which rules were skipped for the reason of rule FIRST; nothing where an earlier
 * rule had the same reason. */
static void say_skipped(const struct check *c, size_t first)
{
    const struct outcome *o = &c->outcomes[first];
    for (size_t i = 0; i < first; i++)
        if (c->outcomes[i].skipped && strcmp(c->outcomes[i].reason, o->reason) == 0)
            return;
    char list[900];
    bool part;
    list_skipped(c, first, list, sizeof list, &part);
    problem_report(c->sink, PROBLEM_WARNING, "skipped", NULL, 0, NULL, "%s: skipped%s %s",
                   o->reason, part ? " for some of the returns" : "", list);
}

static void count(const struct check *c, struct check_counts *counts)
{
    *counts = (struct check_counts){.findings = c->finding_count};
    for (size_t i = 0; i < c->rules.count; i++) {
        const struct outcome *o = &c->outcomes[i];
        counts->rules_run += o->ran > 0;
        counts->rules_skipped += o->skipped > 0;
        if (o->skipped)
            say_skipped(c, i);
    }
}

static enum status run(struct check *c, bool summary, struct writer *out,
                       struct check_counts *counts)
{
    enum status s = rules_load(&c->rules, c->library->kind->name, c->sink);
    if (s == STATUS_OK)
        s = load_facts(c);
    if (s == STATUS_OK)
        s = check_link_rules(c);
    if (s == STATUS_OK)
        s = check_add_column_rules(c);
    if (s == STATUS_OK)
        s = check_add_key_rules(c);
    if (s == STATUS_OK)
        s = choose_rules(c);
    for (size_t b = 0; s == STATUS_OK && b < c->library->book_count; b++) {
        if (c->options->only_year && c->library->books[b].year != c->options->only_year)
            continue;
        c->book = (uint16_t)b;
        check_columns(c, (uint16_t)b);
        check_keys(c, (uint16_t)b);
        check_rules(c, (uint16_t)b);
        if (c->out_of_memory)
            s = STATUS_MEMORY;
    }
    if (s != STATUS_OK)
        return s;
    count(c, counts);
    return summary ? check_write_summary(c, out) : check_write_findings(c, out);
}

enum status check_run(const struct library *l, const struct check_options *options, bool summary,
                      struct writer *out, struct check_counts *counts,
                      const struct problem_sink *sink)
{
    struct check *c = calloc(1, sizeof *c);
    if (!c)
        return STATUS_MEMORY;
    c->library = l;
    c->options = options;
    c->sink = sink;
    c->is_ssda903 = strcmp(l->kind->name, "ssda903") == 0;
    find_positions(c);
    enum status s = run(c, summary, out, counts);
    rules_done(&c->rules);
    codes_done(&c->codes);
    authorities_done(&c->authorities);
    providers_done(&c->providers);
    postcodes_done(&c->postcodes);
    free(c->linked);
    free(c->columns);
    arena_done(&c->arena);
    free(c->outcomes);
    free(c->findings);
    free(c);
    return s;
}
