// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/library_private.h"

#include <stdlib.h>
#include <string.h>

int library_table(const struct library *l, const char *name)
{
    for (size_t t = 0; t < l->schema.table_count; t++)
        if (strcmp(l->schema.tables[t].name, name) == 0)
            return (int)t;
    return -1;
}

void library_done(struct library *l)
{
    schema_done(&l->schema);
    arena_done(&l->arena);
    intern_done(&l->las);
    intern_done(&l->subjects);
    for (int t = 0; t < BOOK_TABLES_MOST; t++)
        free(l->tables[t].rows);
    free(l->files);
    free(l->books);
    *l = (struct library){0};
}

struct book_key {
    uint32_t rank; /* of the authority's name in byte order */
    uint16_t la;
    int16_t year;
};

static int by_la_and_year(const void *a, const void *b)
{
    const struct book_key *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->year > y->year) - (x->year < y->year);
}

/* Every (la, year) that some row has, ordered and without repetition. */
static enum status find_books(struct library *l)
{
    struct intern keys;
    intern_init(&keys);
    for (size_t t = 0; t < l->schema.table_count; t++)
        for (size_t i = 0; i < l->tables[t].count; i++) {
            struct book_row *row = &l->tables[t].rows[i];
            struct book_key key = {0, row->la, row->year};
            uint32_t book = intern_add(&keys, (struct text){(const char *)&key, sizeof key});
            if (book >= UINT16_MAX) {
                intern_done(&keys);
                return STATUS_MEMORY;
            }
            row->book = (uint16_t)book;
        }
    enum status s = library_order_books(l, &keys);
    intern_done(&keys);
    return s;
}

/* Renumbers the books that KEYS found in the order of la and year. */
enum status library_order_books(struct library *l, const struct intern *keys)
{
    size_t n = keys->count;
    struct book_key *sorted = malloc((n + 1) * sizeof *sorted);
    uint16_t *number = malloc((n + 1) * sizeof *number);
    uint32_t *rank = malloc((l->las.count + 1) * sizeof *rank);
    l->books = calloc(n + 1, sizeof *l->books);
    bool good = sorted && number && rank && l->books && intern_rank(&l->las, rank);
    for (uint32_t i = 0; good && i < n; i++) {
        memcpy(&sorted[i], intern_text(keys, i).at, sizeof *sorted);
        sorted[i].rank = rank[sorted[i].la];
    }
    if (good)
        qsort(sorted, n, sizeof *sorted, by_la_and_year);
    for (uint16_t i = 0; good && i < n; i++) {
        struct book_key key = {0, sorted[i].la, sorted[i].year};
        number[intern_find(keys, (struct text){(const char *)&key, sizeof key})] = i;
        l->books[i] = (struct book){.la = key.la, .year = key.year, .last_year = -1};
        if (i && l->books[i - 1].la == key.la && key.year && l->books[i - 1].year == key.year - 1)
            l->books[i].last_year = i - 1;
    }
    for (size_t t = 0; good && t < l->schema.table_count; t++)
        for (size_t i = 0; i < l->tables[t].count; i++)
            l->tables[t].rows[i].book = number[l->tables[t].rows[i].book];
    l->book_count = n;
    free(sorted);
    free(number);
    free(rank);
    return good ? STATUS_OK : STATUS_MEMORY;
}

/* Puts the COUNT rows FROM into TO by KEY (< keys), rows of one key in their order; PLACES has room for
 * keys + 1 numbers. */
static void order_rows(const struct book_row *from, struct book_row *to, size_t count, size_t keys,
                       size_t *places, size_t (*key)(const struct book_row *row))
{
    memset(places, 0, (keys + 1) * sizeof *places);
    for (size_t i = 0; i < count; i++)
        places[key(&from[i]) + 1]++;
    for (size_t k = 1; k <= keys; k++)
        places[k] += places[k - 1];
    for (size_t i = 0; i < count; i++)
        to[places[key(&from[i])]++] = from[i];
}

static size_t by_subject(const struct book_row *row)
{
    return row->subject;
}

static size_t by_book(const struct book_row *row)
{
    return row->book;
}

/* Orders the rows of one table by book, subject, file and line. They stand by file and line already,
 * so that two passes over them do it. Rows without a subject sort last. */
static bool order_table(struct library *l, struct book_table *t, size_t *places)
{
    struct book_row *other = malloc(t->count * sizeof *other);
    if (!other)
        return false;
    uint32_t none = l->subjects.count;
    for (size_t i = 0; i < t->count; i++)
        if (t->rows[i].subject == INTERN_NONE)
            t->rows[i].subject = none;
    order_rows(t->rows, other, t->count, (size_t)none + 1, places, by_subject);
    order_rows(other, t->rows, t->count, l->book_count, places, by_book);
    for (size_t i = 0; i < t->count; i++)
        if (t->rows[i].subject == none)
            t->rows[i].subject = INTERN_NONE;
    free(other);
    return true;
}

/* Orders the rows and notes where each book's stand. */
static enum status place_rows(struct library *l)
{
    size_t keys = l->subjects.count + 1 > l->book_count ? l->subjects.count + 1 : l->book_count;
    size_t *places = malloc((keys + 1) * sizeof *places);
    bool good = places != NULL;
    for (size_t t = 0; good && t < l->schema.table_count; t++) {
        struct book_table *table = &l->tables[t];
        good = !table->count || order_table(l, table, places);
        for (size_t i = 0; good && i < table->count; i++) {
            struct book *b = &l->books[table->rows[i].book];
            if (!b->count[t]++)
                b->first[t] = i;
            b->present |= 1u << t;
        }
    }
    free(places);
    return good ? STATUS_OK : STATUS_MEMORY;
}

/* The first and last year of the rows of each file. */
struct span {
    int first, last;
};

static void find_spans(const struct library *l, struct span *of_file)
{
    for (size_t t = 0; t < l->schema.table_count; t++)
        for (size_t i = 0; i < l->tables[t].count; i++) {
            const struct book_row *row = &l->tables[t].rows[i];
            struct span *s = &of_file[row->file];
            if (!s->first || row->year < s->first)
                s->first = row->year;
            if (row->year > s->last)
                s->last = row->year;
        }
}

/* A table that was sent without rows for a book is present, too. A file without a YEAR column is of one
 * year; one with it is of every year from its first to its last, and of all when it has no row. */
static enum status mark_empty_tables(struct library *l)
{
    struct span *of_file = calloc(l->file_count + 1, sizeof *of_file);
    if (!of_file)
        return STATUS_MEMORY;
    find_spans(l, of_file);
    for (size_t f = 0; f < l->file_count; f++) {
        const struct book_file *file = &l->files[f];
        struct span s = of_file[f];
        if (!file->has_year_column)
            s = (struct span){file->year, file->year};
        for (size_t b = 0; b < l->book_count; b++) {
            int year = l->books[b].year;
            if ((file->has_year_column && !s.first) || (year && s.first <= year && year <= s.last))
                l->books[b].present |= 1u << file->table;
        }
    }
    free(of_file);
    return STATUS_OK;
}

void library_choose_table(struct library *l)
{
    bool shared = strcmp(l->kind->name, l->kind->schema) != 0;
    l->only_table = shared && *l->kind->table ? library_table(l, l->kind->table) : -1;
}

enum status library_load(struct library *l, const struct files *files,
                         const struct library_options *options, const struct problem_sink *sink)
{
    *l = (struct library){.kind = options->kind};
    enum status s = schema_load(&l->schema, options->kind->schema, options->schema_path, sink);
    if (s != STATUS_OK)
        return s;
    library_choose_table(l);
    if (l->schema.table_count > BOOK_TABLES_MOST) {
        problem_report(sink, PROBLEM_FATAL, "schema", NULL, 0, NULL,
                       "a return may have %d tables at most", BOOK_TABLES_MOST);
        return STATUS_FORMAT;
    }
    for (size_t i = 0; s == STATUS_OK && i < files->count; i++)
        s = library_read_file(l, &files->list[i], options, sink);
    if (s == STATUS_OK && !l->file_count) {
        problem_report(sink, PROBLEM_FATAL, "no-table", NULL, 0, NULL,
                       "no file is a table of the return %s", options->kind->name);
        s = STATUS_FORMAT;
    } else if (s == STATUS_OK && !l->rows_read) {
        problem_report(sink, PROBLEM_FATAL, "no-row", NULL, 0, NULL,
                       "the tables of the return have no row");
        s = STATUS_FORMAT;
    }
    if (s == STATUS_OK)
        s = library_settle_years(l, options, sink);
    if (s == STATUS_OK)
        s = find_books(l);
    if (s == STATUS_OK)
        s = place_rows(l);
    if (s == STATUS_OK)
        s = mark_empty_tables(l);
    return s;
}
