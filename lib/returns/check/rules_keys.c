// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/check_private.h"
#include "returns/check/tables.h"

#include <stdlib.h>

/* Keys: a child stands once in a table of one row a child, and has a pupil number of its own. */

static void say_repeated(struct visit *v, enum table_name table)
{
    for (size_t i = 1; i < v->now[table].count; i++)
        finding(v, &v->now[table].rows[i], COLUMN_CHILD,
                "the child has a row in this table already");
}

static void rule_INT32(struct visit *v)
{
    say_repeated(v, TABLE_HEADER);
}

static void rule_INT36(struct visit *v)
{
    say_repeated(v, TABLE_UASC);
}

/* A row of header and its pupil number. */
struct pupil {
    struct text upn;
    const struct book_row *row;
};

static int by_upn(const void *a, const void *b)
{
    const struct pupil *x = a, *y = b;
    int order = text_compare(x->upn, y->upn);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

/* Reports the pupils of a group with one UPN when they are several children. */
static void say_shared(struct book_visit *b, const struct pupil *group, size_t n)
{
    bool several = false;
    for (size_t i = 1; i < n; i++)
        several |= group[i].row->subject != group[0].row->subject;
    for (size_t i = 0; several && i < n; i++)
        book_finding(b, group[i].row, COLUMN_UPN, "another child has the same UPN");
}

static void rule_444(struct book_visit *b)
{
    int table = b->check->table[TABLE_HEADER];
    int position = b->check->position[TABLE_HEADER][COLUMN_UPN];
    size_t count = b->book->count[table], n = 0;
    struct pupil *pupils = malloc((count + 1) * sizeof *pupils);
    if (!pupils) {
        b->check->out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct book_row *row = &b->library->tables[table].rows[b->book->first[table] + i];
        struct text upn = book_cell(row, position);
        if (upn.size && !text_in(upn, "UN1,UN2,UN3,UN4,UN5"))
            pupils[n++] = (struct pupil){upn, row};
    }
    qsort(pupils, n, sizeof *pupils, by_upn);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && text_equal(pupils[to].upn, pupils[from].upn); to++) {
        }
        say_shared(b, &pupils[from], to - from);
    }
    free(pupils);
}

static const enum column_name upn_sent[] = {COLUMN_UPN, COLUMNS};

const struct rule_entry rules_keys[] = {
    {.code = "INT32", .tables = NEEDS_HEADER, .visit = rule_INT32},
    {.code = "INT36", .tables = NEEDS_UASC, .visit = rule_INT36},
    {.code = "444", .tables = NEEDS_HEADER, .columns = upn_sent, .book = rule_444},
    {NULL},
};
