// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/reading.h"
#include "returns/check/check_private.h"

#include <stdlib.h>

int32_t check_read_date(struct text t)
{
    int32_t date;
    enum date_reading r = date_parse(t, &date);
    return r == DATE_READ ? date : r == DATE_EMPTY ? DATE_NONE : DATE_BAD;
}

static int by_start(const void *a, const void *b)
{
    const struct episode_view *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    int32_t x_end = x->end == DATE_NONE ? INT32_MAX : x->end;
    int32_t y_end = y->end == DATE_NONE ? INT32_MAX : y->end;
    if (x_end != y_end)
        return x_end < y_end ? -1 : 1;
    return (x->row->line > y->row->line) - (x->row->line < y->row->line);
}

static struct text episode_cell(const struct visit *v, const struct book_row *row,
                                enum column_name column)
{
    int position = v->check->position[TABLE_EPISODES][column];
    return position < 0 ? (struct text){NULL, 0} : book_cell(row, position);
}

static void fill_episode(const struct visit *v, const struct book_row *row, struct episode_view *e)
{
    *e = (struct episode_view){
        .row = row,
        .start = check_read_date(episode_cell(v, row, COLUMN_DECOM)),
        .end = check_read_date(episode_cell(v, row, COLUMN_DEC)),
        .rne = episode_cell(v, row, COLUMN_RNE),
        .ls = episode_cell(v, row, COLUMN_LS),
        .cin = episode_cell(v, row, COLUMN_CIN),
        .place = episode_cell(v, row, COLUMN_PLACE),
        .provider = episode_cell(v, row, COLUMN_PLACE_PROVIDER),
        .rec = episode_cell(v, row, COLUMN_REC),
        .reason = episode_cell(v, row, COLUMN_REASON_PLACE_CHANGE),
        .home_post = episode_cell(v, row, COLUMN_HOME_POST),
        .placement_post = episode_cell(v, row, COLUMN_PL_POST),
        .urn = episode_cell(v, row, COLUMN_URN),
    };
}

static size_t fill_episodes(const struct visit *v, const struct subject_rows *rows,
                            struct episode_room *room)
{
    if (rows->count > room->room) {
        struct episode_view *more = realloc(room->list, rows->count * 2 * sizeof *more);
        if (!more) {
            v->check->out_of_memory = true;
            return 0;
        }
        room->list = more;
        room->room = rows->count * 2;
    }
    for (size_t i = 0; i < rows->count; i++)
        fill_episode(v, &rows->rows[i], &room->list[i]);
    if (rows->count > 1)
        qsort(room->list, rows->count, sizeof *room->list, by_start);
    return rows->count;
}

static void begin_reading(const struct check *c, const struct book *b, struct book_reading *r)
{
    *r = (struct book_reading){.table_count = 0};
    for (int t = 0; b && t < TABLES; t++) {
        int table = c->table[t];
        if (table < 0 || !b->count[table])
            continue;
        r->rows[t] = c->library->tables[table].rows + b->first[table];
        r->count[t] = b->count[table];
        r->tables[r->table_count++] = (enum table_name)t;
    }
}

/* The rows of SUBJECT in table T (which is ordered by subject); r->at[t] moves behind them. */
static struct subject_rows take(struct book_reading *r, enum table_name t, uint32_t subject)
{
    const struct book_row *rows = r->rows[t];
    size_t at = r->at[t], count = r->count[t];
    while (at < count && rows[at].subject < subject)
        at++;
    struct subject_rows found = {rows + at, 0};
    while (at < count && rows[at].subject == subject) {
        at++;
        found.count++;
    }
    r->at[t] = at;
    return found;
}

/* Every table's rows of SUBJECT, to OUT, whose tables without rows in the book are left alone. */
static void take_all(struct book_reading *r, uint32_t subject, struct subject_rows *out)
{
    for (int i = 0; i < r->table_count; i++)
        out[r->tables[i]] = take(r, r->tables[i], subject);
}

/* The next subject in any table of the book; INTERN_NONE when there is none left. Rows without an id
 * sort last and are no subject. */
static uint32_t next_subject(const struct book_reading *r)
{
    uint32_t next = INTERN_NONE;
    for (int i = 0; i < r->table_count; i++) {
        enum table_name t = r->tables[i];
        if (r->at[t] < r->count[t] && r->rows[t][r->at[t]].subject < next)
            next = r->rows[t][r->at[t]].subject;
    }
    return next;
}

/* By the header's flag where it was sent, else by the child's standing in table uasc. */
static bool is_uasc(const struct visit *v, const struct subject_rows *tables)
{
    struct text flag = {NULL, 0};
    if (tables[TABLE_HEADER].count)
        flag = cell(v, tables[TABLE_HEADER].rows, COLUMN_UASC);
    return flag.size ? text_is(flag, "1") : tables[TABLE_UASC].count > 0;
}

static bool was_uasc(const struct visit *v, struct reading *r)
{
    struct subject_rows before[TABLES] = {{NULL, 0}};
    if (!r->before.table_count)
        return false;
    before[TABLE_HEADER] = take(&r->before, TABLE_HEADER, v->subject);
    before[TABLE_UASC] = take(&r->before, TABLE_UASC, v->subject);
    return is_uasc(v, before);
}

static void fill_visit(struct visit *v, uint32_t subject, struct reading *r)
{
    const struct check *c = v->check;
    v->subject = subject;
    struct text key = intern_text(&c->library->subjects, subject);
    v->id = (struct text){key.at + sizeof(uint32_t), key.size - sizeof(uint32_t)};
    take_all(&r->now, subject, v->now);
    take_all(&r->last, subject, v->last);
    v->episode_count = fill_episodes(v, &v->now[TABLE_EPISODES], &r->now_room);
    v->episodes = r->now_room.list;
    v->last_episode_count = fill_episodes(v, &v->last[TABLE_EPISODES], &r->last_room);
    v->last_episodes = r->last_room.list;
    v->birth = v->now[TABLE_HEADER].count ? cell_date(v, v->now[TABLE_HEADER].rows, COLUMN_DOB)
                                          : DATE_NONE;
    v->uasc = is_uasc(v, v->now);
    v->uasc_last = is_uasc(v, v->last);
    v->uasc_before = was_uasc(v, r);
}

void reading_init(struct reading *r, const struct visit *v)
{
    const struct check *c = v->check;
    bool two_back = v->last_book && v->last_book->last_year >= 0;
    r->now_room = r->last_room = (struct episode_room){NULL, 0};
    begin_reading(c, v->book, &r->now);
    begin_reading(c, v->last_book, &r->last);
    begin_reading(c, two_back ? &c->library->books[v->last_book->last_year] : NULL, &r->before);
}

bool reading_next(struct reading *r, struct visit *v)
{
    uint32_t subject = next_subject(&r->now), before = next_subject(&r->last);
    if (before < subject)
        subject = before;
    if (subject == INTERN_NONE)
        return false;
    fill_visit(v, subject, r);
    return true;
}

void reading_done(struct reading *r)
{
    free(r->now_room.list);
    free(r->last_room.list);
}
