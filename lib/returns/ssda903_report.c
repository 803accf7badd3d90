// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/ssda903_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the person is told at the end: codes that are in no list, and the sums, so that every row that
 * was read can be followed into a spell or to the reason why it is in none. */

static void say(const struct ssda903 *r, const char *kind, enum problem_level level, size_t n,
                const char *one, const char *many)
{
    if (n)
        problem_report(r->sink, level, kind, NULL, 0, NULL, "%zu %s", n, n == 1 ? one : many);
}

/* -- codes */

/* How often each value stands in a column, and where it stood first. */
struct seen {
    size_t count;
    size_t first;
};

static void say_code(const struct ssda903 *r, uint32_t value, const struct seen *seen,
                     const char *path, size_t line, const char *column, const char *then)
{
    char shown[64];
    problem_report(r->sink, PROBLEM_WARNING, "unknown-code", path, line, column,
                   "'%s' is not a code of %s: %zu %s, %s",
                   text_show(intern_text(&r->values, value), shown, sizeof shown), column,
                   seen->count, seen->count == 1 ? "row" : "rows", then);
}

/* Says which of the values SEEN in a column are in no list. */
static void check_column(const struct ssda903 *r, enum episode_column column,
                         const struct schema_column *c, const struct seen *seen)
{
    const char *then = column == PLACE ? "counted as category Other" : "kept as it is";
    for (uint32_t v = 1; v < r->values.count; v++) {
        if (!seen[v].count ||
            codes_check(&r->codes, c->code_list, intern_text(&r->values, v), 0) != CODE_UNKNOWN)
            continue;
        const struct episode *e = &r->episodes[seen[v].first];
        say_code(r, v, &seen[v], r->sources[e->source].path, e->line, c->name, then);
    }
    if (column == PLACE && seen[VALUE_BLANK].count) {
        const struct episode *e = &r->episodes[seen[VALUE_BLANK].first];
        problem_report(r->sink, PROBLEM_WARNING, "no-place", r->sources[e->source].path, e->line,
                       c->name, "empty: %zu %s, counted as category Other", seen[VALUE_BLANK].count,
                       seen[VALUE_BLANK].count == 1 ? "row" : "rows");
    }
}

/* Fills SEEN[column * values + value]. */
static void count_codes(const struct ssda903 *r, struct seen *seen)
{
    size_t values = r->values.count;
    for (size_t i = 0; i < r->episode_count; i++)
        for (size_t k = 0; k < EPISODE_COLUMNS; k++) {
            struct seen *s = &seen[k * values + r->episodes[i].code[k]];
            if (!s->count++)
                s->first = i;
        }
}

/* Codes are read as sent; what is in no list is said once a value. */
static void check_codes(const struct ssda903 *r)
{
    static const char *const names[EPISODE_COLUMNS] = {
        "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "REC", "REASON_PLACE_CHANGE"};
    const struct schema_table *t = r->schema.tables;
    while (t < r->schema.tables + r->schema.table_count && strcmp(t->name, "episodes") != 0)
        t++;
    struct seen *seen = calloc(r->values.count * (size_t)EPISODE_COLUMNS, sizeof *seen);
    if (!seen || t == r->schema.tables + r->schema.table_count) {
        free(seen);
        return;
    }
    count_codes(r, seen);
    for (int i = 0; i < EPISODE_COLUMNS; i++) {
        const struct schema_column *c = schema_column(&r->schema, t, text_of(names[i]));
        if (c && c->code_list[0])
            check_column(r, (enum episode_column)i, c, seen + (size_t)i * r->values.count);
    }
    free(seen);
}

static void check_ethnicity(const struct ssda903 *r)
{
    size_t *count = calloc(r->values.count + 1, sizeof *count);
    size_t blank = 0;
    for (uint32_t i = 0; count && i < r->ids.count; i++) {
        const struct child *c = &r->children[i];
        if (!(c->flags & CHILD_HAS_HEADER))
            continue;
        count[c->ethnicity]++;
        blank += c->ethnicity == VALUE_BLANK;
    }
    for (uint32_t v = 1; count && v < r->values.count; v++) {
        char shown[64];
        if (!count[v] ||
            codes_check(&r->codes, "ethnicity", intern_text(&r->values, v), 0) != CODE_UNKNOWN)
            continue;
        problem_report(r->sink, PROBLEM_WARNING, "unknown-code", NULL, 0, "ETHNIC",
                       "'%s' is not a code of ETHNIC: %zu %s, kept as it is",
                       text_show(intern_text(&r->values, v), shown, sizeof shown), count[v],
                       count[v] == 1 ? "child" : "children");
    }
    free(count);
    say(r, "no-ethnicity", PROBLEM_NOTE, blank, "child has no ETHNIC in any header: left empty",
        "children have no ETHNIC in any header: left empty");
}

/* -- children and tables */

/* Ids that stand in more than one authority. */
static size_t shared_ids(const struct ssda903 *r)
{
    struct intern ids = {0};
    size_t shared = 0;
    bool *twice = r->las.count > 1 ? calloc(r->ids.count + 1, sizeof *twice) : NULL;
    for (uint32_t i = 0; twice && i < r->ids.count; i++) {
        uint32_t before = ids.count;
        uint32_t number = intern_add(&ids, ssda903_id(r, i));
        if (number == INTERN_NONE)
            break;
        shared += number < before && !twice[number];
        twice[number] = number < before;
    }
    free(twice);
    intern_done(&ids);
    return shared;
}

static void say_children(const struct ssda903 *r)
{
    size_t no_episode = 0, no_header = 0, changed = 0;
    for (uint32_t i = 0; i < r->ids.count; i++) {
        uint8_t flags = r->children[i].flags;
        no_episode += (flags & CHILD_HAS_HEADER) && !(flags & CHILD_HAS_EPISODE);
        no_header += !(flags & CHILD_HAS_HEADER) && (flags & CHILD_HAS_EPISODE);
        changed += (flags & CHILD_BIRTH_CHANGED) != 0;
    }
    say(r, "children", PROBLEM_NOTE, no_episode, "child stands in a header but has no episode",
        "children stand in a header but have no episode");
    if (!r->header_files)
        problem_report(r->sink, PROBLEM_WARNING, "no-header-table", NULL, 0, NULL,
                       "no header table: birth date, sex and ethnicity are empty");
    else
        say(r, "children", PROBLEM_NOTE, no_header, "child has episodes but no header row: kept",
            "children have episodes but no header row: kept");
    say(r, "children", PROBLEM_NOTE, changed,
        "child has two birth dates: that of the newest header is used",
        "children have two birth dates: that of the newest header is used");
    say(r, "children", PROBLEM_NOTE, shared_ids(r),
        "id is used by more than one authority: another child in each",
        "ids are used by more than one authority: another child in each");
    size_t episodes = 0;
    for (size_t i = 0; i < r->source_count; i++)
        episodes += r->sources[i].episodes;
    if (!r->uasc_tables)
        problem_report(r->sink, PROBLEM_NOTE, "no-uasc", NULL, 0, NULL,
                       "no UASC table: the column uasc is left empty");
    else if (r->uasc_tables < episodes)
        problem_report(r->sink, PROBLEM_NOTE, "no-uasc", NULL, 0, NULL,
                       "%zu tables of episodes, but %zu of UASC: a child who stands only in a "
                       "missing one has uasc 0",
                       episodes, r->uasc_tables);
}

static void say_options(const struct ssda903 *r)
{
    if (r->options->la && !r->used_la)
        problem_report(r->sink, PROBLEM_NOTE, "unused-la", NULL, 0, NULL,
                       "--la %s was not used: every row has its LA", r->options->la);
    if (r->options->year && !r->used_year)
        problem_report(r->sink, PROBLEM_NOTE, "unused-year", NULL, 0, NULL,
                       "--year %d was not used: every row has its YEAR", r->options->year);
}

static void say_tables(const struct ssda903 *r)
{
    char list[512] = "";
    size_t files = 0, used = 0;
    for (size_t i = 0; i < r->schema.table_count; i++) {
        const char *name = r->schema.tables[i].name;
        if (!r->table_files[i] || !strcmp(name, "episodes") || !strcmp(name, "header") ||
            !strcmp(name, "uasc"))
            continue;
        files += r->table_files[i];
        int n = snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", name);
        if (n > 0 && (size_t)n < sizeof list - used)
            used += (size_t)n;
    }
    if (files)
        problem_report(r->sink, PROBLEM_NOTE, "tables", NULL, 0, NULL,
                       "%zu %s of the return not needed here: %s", files,
                       files == 1 ? "table" : "tables", list);
}

/* -- sums */

static const char *const left_out_texts[LEFT_REASONS] = {
    "no CHILD",
    "no DECOM",
    "a date that is none",
    "DEC before DECOM",
    "begins after the year of its return",
    "short breaks (legal status V3 or V4)",
    "no birth date (the demand model drops them)",
    "ended before --from",
    "begins after --to",
    "its returns lie before --from or after --to"};

static const char *const rule_texts[RULES] = {
    "stale open episode closed: the next one goes on",
    "stale open episode closed: the next one begins a new period of care",
    "stale open episode closed: nothing follows",
    "copy removed: a later return sent it, too",
    "stale open episode removed: a later return replaces it",
    "end cut back to the next episode, of a later return",
    "X1 end carried to the next episode, of a later return",
    "overlap cut at the next episode",
    "copy of one start removed",
    "copy of one end removed",
    "open or overlapping end cut at the next episode",
    "temporary placement folded into the one before"};

static void say_sums(const struct ssda903 *r)
{
    for (int i = 0; i < LEFT_REASONS; i++)
        if (r->left_out[i])
            problem_report(r->sink, PROBLEM_NOTE, "sum-left-out", NULL, 0, NULL,
                           "%zu %s left out: %s", r->left_out[i],
                           r->left_out[i] == 1 ? "row" : "rows", left_out_texts[i]);
    for (int i = 0; i < RULES; i++)
        if (r->repairs[i])
            problem_report(r->sink, PROBLEM_NOTE, "sum-repair", NULL, 0, NULL,
                           "%zu repaired by rule %s: %s", r->repairs[i],
                           ssda903_rule_name((enum repair_rule)i), rule_texts[i]);
    say(r, "sum-gap", PROBLEM_NOTE, r->gap_open,
        "episode is open where the next return is missing: seen to the end of its return",
        "episodes are open where the next return is missing: seen to the end of their return");
    say(r, "sum-temporary", PROBLEM_NOTE, r->temporary_first,
        "temporary placement has no placement before it: kept",
        "temporary placements have no placement before them: kept");
    say(r, "sum-to", PROBLEM_NOTE, r->cut_at_to, "spell ends after --to: open",
        "spells end after --to: open");
    say(r, "overlaps", PROBLEM_WARNING, r->overlaps,
        "spell overlaps the one before it: this child is counted twice on those days",
        "spells overlap the one before: such children are counted twice on those days");
}

void ssda903_report(struct ssda903 *r)
{
    check_codes(r);
    check_ethnicity(r);
    say_children(r);
    say_options(r);
    say_tables(r);
    say_sums(r);
    size_t left = r->removed + r->folded;
    for (int i = 0; i < LEFT_REASONS; i++)
        left += r->left_out[i];
    if (r->options->periods)
        problem_report(r->sink, PROBLEM_NOTE, "sum", NULL, 0, NULL,
                       "%zu rows of episodes read = %zu periods of care of %zu children + %zu "
                       "further episodes of a period + %zu left out, removed or folded",
                       r->rows_read, r->spells, r->spell_children, r->in_periods, left);
    else
        problem_report(r->sink, PROBLEM_NOTE, "sum", NULL, 0, NULL,
                       "%zu rows of episodes read = %zu spells of %zu children + %zu left out, "
                       "removed or folded",
                       r->rows_read, r->spells, r->spell_children, left);
}
