// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sufficiency/overflow.h"
#include "stream/spells.h"

#include <stdlib.h>

enum column { KIND, NEXT_KIND, ORDER, SHARE, PLACES, COLUMNS };
static const char *const names[] = {"kind", "next_kind", "order", "share", "places", NULL};

struct reading {
    struct overflow_table *t;
    struct rows *rows;
    int column[COLUMNS];
};

static struct text cell(const struct reading *r, enum column c)
{
    return text_trim(rows_cell(r->rows, r->column[c]));
}

static enum status refuse(const struct reading *r, enum column c, const char *why)
{
    char shown[96];
    rows_problem(r->rows, PROBLEM_FATAL, "overflow", r->column[c], "'%s' %s",
                 text_show(cell(r, c), shown, sizeof shown), why);
    return STATUS_VALUE;
}

/* One more of both, so that either can be added. */
static bool make_room(struct overflow_table *t)
{
    size_t most = t->rule_count > t->statement_count ? t->rule_count : t->statement_count;
    if (most < t->room)
        return true;
    size_t room = t->room ? 2 * t->room : 32;
    struct overflow_rule *rules = realloc(t->rules, room * sizeof *rules);
    t->rules = rules ? rules : t->rules;
    struct overflow_statement *statements = realloc(t->statements, room * sizeof *statements);
    t->statements = statements ? statements : t->statements;
    if (!rules || !statements)
        return false;
    t->room = room;
    return true;
}

enum status overflow_state(struct overflow_table *t, const char *list, enum overflow_places places)
{
    struct text rest = text_of(list);
    while (rest.at && rest.size) {
        struct text kind = text_trim(text_cut(&rest, ','));
        if (!make_room(t))
            return STATUS_MEMORY;
        t->statements[t->statement_count++] = (struct overflow_statement){
            .kind = kind, .places = places, .start = DATE_NONE, .end = DATE_NONE};
    }
    return STATUS_OK;
}

static enum status add_statement(const struct reading *r, const struct spell *spell)
{
    static const char *const words[] = {"", "no limit", "no places", "no demand", "left out"};
    struct overflow_table *t = r->t;
    for (int i = 1; i <= PLACES_LEFT_OUT; i++)
        if (text_is(cell(r, PLACES), words[i])) {
            struct text kind = arena_text(&t->arena, cell(r, KIND));
            t->statements[t->statement_count++] = (struct overflow_statement){
                .kind = kind,
                .places = (enum overflow_places)i,
                .start = spell->start,
                .end = spell->end,
                .line = rows_line(r->rows),
            };
            return kind.at ? STATUS_OK : STATUS_MEMORY;
        }
    return refuse(r, PLACES,
                  cell(r, PLACES).size ? "is not known" : "and no next kind: one of both");
}

static enum status add_rule(const struct reading *r, const struct spell *spell)
{
    struct overflow_table *t = r->t;
    struct overflow_rule *rule = &t->rules[t->rule_count];
    *rule = (struct overflow_rule){
        .kind = arena_text(&t->arena, cell(r, KIND)),
        .next = arena_text(&t->arena, cell(r, NEXT_KIND)),
        .share = 100,
        .start = spell->start,
        .end = spell->end,
        .line = rows_line(r->rows),
    };
    if (!rule->kind.at || !rule->next.at)
        return STATUS_MEMORY;
    if (cell(r, PLACES).size)
        return refuse(r, PLACES, "beside a next kind: one of both");
    if (!text_integer(cell(r, ORDER), &rule->order) || rule->order < 1)
        return refuse(r, ORDER, "is not the place of a choice (1, 2, ...)");
    if (cell(r, SHARE).size && !text_number(cell(r, SHARE), &rule->share))
        return refuse(r, SHARE, "is not a number");
    if (rule->share < 0 || rule->share > 100)
        return refuse(r, SHARE, "is not so many of a hundred (0-100)");
    rule->share /= 100;
    t->rule_count++;
    return STATUS_OK;
}

static enum status read_row(const struct reading *r, const struct spell *spell)
{
    if (!make_room(r->t))
        return STATUS_MEMORY;
    if (!cell(r, KIND).size)
        return refuse(r, KIND, "is no kind of placement");
    return cell(r, NEXT_KIND).size ? add_rule(r, spell) : add_statement(r, spell);
}

enum status overflow_read(struct overflow_table *t, const char *path,
                          const struct problem_sink *sink)
{
    struct spells *spells;
    struct reading r = {.t = t};
    t->path = path;
    enum status s = spells_open(&spells, path, sink);
    if (s == STATUS_OK) {
        r.rows = spells_rows(spells);
        s = rows_columns(r.rows, names, r.column);
    }
    struct spell spell;
    while (s == STATUS_OK && (s = spells_next(spells, &spell)) == STATUS_OK)
        s = read_row(&r, &spell);
    spells_close(spells);
    return s == STATUS_END ? STATUS_OK : s;
}

void overflow_done(struct overflow_table *t)
{
    free(t->rules);
    free(t->statements);
    arena_done(&t->arena);
    *t = (struct overflow_table){0};
}
