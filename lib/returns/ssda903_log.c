// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/ssda903_private.h"

/* Every change to a row passes here: it is counted by its rule, and written to the repair log with
 * what it replaced. */

static const char *const rule_names[RULES] = {
    "1", "1A", "2", "3", "3A", "4", "5", "overlap", "same-start", "same-end", "cut", "temporary"};

const char *ssda903_rule_name(enum repair_rule rule)
{
    return rule_names[rule];
}

static const char *const column_names[EPISODE_COLUMNS] = {
    "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "REC", "REASON_PLACE_CHANGE"};

void ssda903_begin_log(struct ssda903 *r)
{
    static const char *const names[] = {"la", "id", "rule", "file", "line", "column", "old", "new"};
    for (size_t i = 0; r->log && i < sizeof names / sizeof *names; i++)
        writer_words(r->log, names[i]);
    if (r->log)
        writer_row(r->log);
}

static void log_row(struct ssda903 *r, const struct episode *e, enum repair_rule rule,
                    const char *column, struct text old, struct text new)
{
    writer_cell(r->log, intern_text(&r->las, r->children[e->child].la));
    writer_cell(r->log, ssda903_id(r, e->child));
    writer_words(r->log, rule_names[rule]);
    writer_words(r->log, r->sources[e->source].path);
    writer_integer(r->log, (long)e->line);
    writer_words(r->log, column);
    writer_cell(r->log, old);
    writer_cell(r->log, new);
    writer_row(r->log);
}

void ssda903_set_end(struct ssda903 *r, struct episode *e, enum repair_rule rule, int32_t end)
{
    if (e->end == end)
        return;
    char old[DATE_TEXT], new[DATE_TEXT];
    r->repairs[rule]++;
    if (r->log)
        log_row(r, e, rule, "DEC", date_write(e->end, old), date_write(end, new));
    e->end = end;
}

void ssda903_end_at_next(struct ssda903 *r, struct episode *e, enum repair_rule rule,
                         const struct episode *next)
{
    ssda903_set_end(r, e, rule, next->start);
    if (next->last_year > e->last_year)
        e->last_year = next->last_year;
}

void ssda903_set_code(struct ssda903 *r, struct episode *e, enum repair_rule rule,
                      enum episode_column column, uint16_t code)
{
    if (e->code[column] == code)
        return;
    if (r->log)
        log_row(r, e, rule, column_names[column], intern_text(&r->values, e->code[column]),
                intern_text(&r->values, code));
    e->code[column] = code;
}

void ssda903_removed(struct ssda903 *r, const struct episode *e, enum repair_rule rule)
{
    r->repairs[rule]++;
    r->removed++;
    if (r->log)
        log_row(r, e, rule, "", text_of("row"), text_of(""));
}
