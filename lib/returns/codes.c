// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/codes.h"
#include "returns/embedded.h"
#include "table/rows.h"

#include <stdlib.h>
#include <string.h>

enum { LIST, CODE, MEANING, FIRST_YEAR, LAST_YEAR, WORD, CELLS };
static const char *const cell_names[] = {"code_list",  "code",      "meaning",
                                         "first_year", "last_year", NULL};

/* The longest list name and code together; anything longer is not a published code. */
enum { KEY = 96 };

/* List and code in one text, apart by a byte that neither holds; empty when too long. */
static struct text key_of(const char *list, struct text code, char buffer[KEY])
{
    size_t n = strlen(list);
    if (n + 1 + code.size > KEY)
        return (struct text){NULL, 0};
    memcpy(buffer, list, n);
    buffer[n] = '\n';
    if (code.size)
        memcpy(buffer + n + 1, code.at, code.size);
    return (struct text){buffer, n + 1 + code.size};
}

static int year_of(struct rows *r, int cell)
{
    long year;
    return text_integer(text_trim(rows_cell(r, cell)), &year) ? (int)year : 0;
}

static enum status read_code(struct codes *c, struct rows *r, const int *cell)
{
    char list[KEY], buffer[KEY];
    text_show(rows_cell(r, cell[LIST]), list, sizeof list);
    struct text key = key_of(list, text_trim(rows_cell(r, cell[CODE])), buffer);
    uint32_t before = c->keys.count;
    uint32_t number = key.size ? intern_add(&c->keys, key) : INTERN_NONE;
    if (number != before) {
        rows_problem(r, PROBLEM_FATAL, "codes", cell[CODE],
                     "stands twice in its list, or is too long");
        return STATUS_DUPLICATE;
    }
    if (!(number & (number - 1))) {
        struct code *more = realloc(c->codes, (number ? number * 2 : 1) * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        c->codes = more;
    }
    struct text meaning = arena_text(&c->arena, rows_cell(r, cell[MEANING]));
    struct text word = arena_text(&c->arena, text_trim(rows_cell(r, cell[WORD])));
    c->codes[number] = (struct code){meaning.at, word.at, year_of(r, cell[FIRST_YEAR]),
                                     year_of(r, cell[LAST_YEAR])};
    return meaning.at && word.at ? STATUS_OK : STATUS_MEMORY;
}

enum status codes_load(struct codes *c, const char *path, const struct problem_sink *sink)
{
    *c = (struct codes){0};
    struct rows *r;
    enum status status = embedded_open(&r, "codes", path, sink);
    if (status != STATUS_OK)
        return status;
    int cell[CELLS];
    status = rows_columns(r, cell_names, cell);
    cell[WORD] = rows_column(r, "word");
    while (status == STATUS_OK && (status = rows_next(r)) == STATUS_OK)
        status = read_code(c, r, cell);
    rows_close(r);
    if (status == STATUS_END)
        return STATUS_OK;
    codes_done(c);
    return status;
}

void codes_done(struct codes *c)
{
    intern_done(&c->keys);
    arena_done(&c->arena);
    free(c->codes);
    *c = (struct codes){0};
}

const struct code *codes_find(const struct codes *c, const char *list, struct text code)
{
    char buffer[KEY];
    struct text key = key_of(list, code, buffer);
    uint32_t number = key.size ? intern_find(&c->keys, key) : INTERN_NONE;
    return number == INTERN_NONE ? NULL : &c->codes[number];
}

/* The code in KEY when its list is LIST; at NULL otherwise. */
static struct text code_in(const char *list, struct text key)
{
    size_t n = strlen(list);
    if (key.size <= n || key.at[n] != '\n' || memcmp(key.at, list, n) != 0)
        return (struct text){NULL, 0};
    return (struct text){key.at + n + 1, key.size - n - 1};
}

const struct code *codes_at(const struct codes *c, const char *list, size_t position,
                            struct text *code)
{
    for (uint32_t i = 0; i < c->keys.count; i++) {
        *code = code_in(list, intern_text(&c->keys, i));
        if (code->at && position-- == 0)
            return &c->codes[i];
    }
    return NULL;
}

static bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The first word of T where other words follow it, and the second: "b) K2" gives b and K2. */
static bool first_words(struct text t, struct text words[2])
{
    size_t i = 0;
    for (int k = 0; k < 2; k++) {
        while (i < t.size && !is_letter_or_digit(t.at[i]))
            i++;
        size_t from = i;
        while (i < t.size && is_letter_or_digit(t.at[i]))
            i++;
        words[k] = (struct text){t.at + from, i - from};
    }
    return words[0].size > 0 && words[0].size < t.size;
}

static bool is_named(struct text t, const struct code *k)
{
    return text_is_nocase(t, k->meaning) || (*k->word && text_is_nocase(t, k->word));
}

/* How surely T, which begins with the two WORDS, means the code K that is written CODE; 0 = not. */
static int likeness(struct text t, const struct text words[2], bool several, struct text code,
                    const struct code *k)
{
    if (text_is_nocase(t, code.at))
        return 5;
    if (is_named(t, k))
        return 4;
    if (!several)
        return 0;
    if (text_is_nocase(words[1], code.at))
        return 3;
    return is_named(words[1], k) ? 2 : text_is_nocase(words[0], code.at) ? 1 : 0;
}

const struct code *codes_read(const struct codes *c, const char *list, struct text t,
                              struct text *code)
{
    struct text words[2];
    bool several = first_words(t, words);
    const struct code *exact = codes_find(c, list, t), *found = NULL;
    *code = t;
    if (exact)
        return exact;
    int best = 0;
    struct text each;
    for (uint32_t i = 0; i < c->keys.count; i++) {
        each = code_in(list, intern_text(&c->keys, i));
        if (!each.at)
            continue;
        int match = likeness(t, words, several, each, &c->codes[i]);
        if (match > best) {
            best = match;
            found = &c->codes[i];
            *code = each;
        }
    }
    return found;
}

enum code_standing codes_check(const struct codes *c, const char *list, struct text code, int year)
{
    const struct code *found = codes_find(c, list, code);
    if (!found)
        return CODE_UNKNOWN;
    bool early = year && found->first_year && year < found->first_year;
    bool late = year && found->last_year && year > found->last_year;
    return early || late ? CODE_OTHER_YEAR : CODE_VALID;
}
