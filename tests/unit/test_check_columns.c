// SPDX-License-Identifier: GPL-3.0-or-later
/* The rules that columns are, for every return: a sound cell passes, a broken one fails, each by itself. */
#include "unit.h"

#include "returns/check/check.h"
#include "returns/check/format.h"
#include "returns/codes.h"

#include <stdlib.h>
#include <unistd.h>

static struct returns known;
static struct codes codes;

static int set_up(void **state)
{
    (void)state;
    return returns_load(&known, NULL) == STATUS_OK && codes_load(&codes, NULL, NULL) == STATUS_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    returns_done(&known);
    codes_done(&codes);
    return 0;
}

/* A code of LIST that is valid in YEAR. */
static void valid_code(const char *list, int year, char *out, size_t size)
{
    size_t n = strlen(list);
    for (uint32_t i = 0; i < codes.keys.count; i++) {
        struct text key = intern_text(&codes.keys, i); /* list, line feed, code */
        if (key.size <= n + 1 || memcmp(key.at, list, n) != 0 || key.at[n] != '\n')
            continue;
        struct text code = {key.at + n + 1, key.size - n - 1};
        if (codes_check(&codes, list, code, year) != CODE_VALID)
            continue;
        if (text_is(code, "nnn")) /* any authority */
            code = text_of("845");
        snprintf(out, size, "%.*s", (int)code.size, code.at);
        return;
    }
    fail_msg("the list %s has no code for %d", list, year);
}

static const char *sound_text(enum format_kind kind)
{
    static const char *const texts[] = {[FORMAT_NONE] = "A1",
                                        [FORMAT_RANGE] = "1",
                                        [FORMAT_POSTCODE] = "AB1 2CD",
                                        [FORMAT_REGISTER] = "1000001",
                                        [FORMAT_PUPIL] = "A100000000001"};
    return texts[kind];
}

static void sound_cell(const struct schema_column *c, int year, char *out, size_t size)
{
    switch (c->type) {
    case SCHEMA_DATE:
        snprintf(out, size, "01/05/%d", year - 1);
        return;
    case SCHEMA_CODE:
        valid_code(c->code_list, year, out, size);
        return;
    case SCHEMA_CHOICE: {
        char code[80];
        valid_code(c->code_list, year, code, sizeof code);
        snprintf(out, size, "b) %.70s", code);
        return;
    }
    case SCHEMA_INTEGER:
        snprintf(out, size, "1");
        return;
    case SCHEMA_NUMBER:
        snprintf(out, size, "0.5");
        return;
    case SCHEMA_TEXT:
        snprintf(out, size, "%s", sound_text(format_of(c).kind));
    }
}

/* A cell of the column that must not be there; false when there is none for this way of breaking it. */
static bool broken_cell(const struct schema_column *c, int way, const char **out)
{
    static const char *const cells[] = {
        [SCHEMA_DATE] = "31/02/2023", [SCHEMA_CODE] = "~",     [SCHEMA_CHOICE] = "b) ~",
        [SCHEMA_INTEGER] = "1.5",     [SCHEMA_NUMBER] = "1,5", [SCHEMA_TEXT] = NULL};
    if (way == 2) {
        *out = c->type == SCHEMA_TEXT ? "?" : "-1";
        return format_of(c).kind != FORMAT_NONE;
    }
    *out = way ? cells[c->type] : "";
    return way ? *out != NULL : c->need == SCHEMA_YES;
}

/* Writes a file of table T with one row: sound but for column BROKEN, which is CELL. */
static void write_table(const char *path, const struct schema *s, const struct schema_table *t,
                        int year, const struct schema_column *broken, const char *cell, int rows)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (size_t i = 0; i < t->count; i++)
        fprintf(f, "%s\"%s\"", i ? "," : "", s->columns[t->first + i].name);
    fputc('\n', f);
    for (int row = 0; row < rows; row++)
        for (size_t i = 0; i < t->count; i++) {
            const struct schema_column *c = &s->columns[t->first + i];
            char sound[80];
            sound_cell(c, year, sound, sizeof sound);
            fprintf(f, "%s\"%s\"%s", i ? "," : "", c == broken ? cell : sound,
                    i + 1 < t->count ? "" : "\n");
        }
    fclose(f);
}

/* Whether some finding of a single column's rule stands in COLUMN (NULL = in any) of the file; or, where
 * RULE is given, whether that rule found anything. */
static bool has_finding(const struct return_kind *kind, char *path, int year, const char *column,
                        const char *rule)
{
    static const char *const messages[] = {",must be given",
                                           ",is not a date",
                                           ",is not a day",
                                           ",is not a number",
                                           ",is not a whole number",
                                           ",is not in the code list",
                                           ",is a code of other years",
                                           ",has not the shape of",
                                           ",is outside what",
                                           NULL};
    struct library l = {0};
    struct files files;
    struct library_options from = {.kind = kind, .year = year};
    struct check_options what = {.least_severity = CHECK_QUERY};
    struct check_counts counts;
    struct writer *w = writer_open_memory();
    struct recorded recorded;
    struct problem_sink sink = record_to(&recorded);
    assert_int_equal(files_collect(&files, &path, 1, &sink), STATUS_OK);
    if (library_load(&l, &files, &from, &sink) != STATUS_OK)
        fail_msg("%s: %s", kind->name, recorded.last);
    assert_int_equal(check_run(&l, &what, false, w, &counts, &sink), STATUS_OK);
    struct text rest = writer_bytes(w);
    char cell[100];
    snprintf(cell, sizeof cell, ",%s,", column ? column : "");
    bool found = false;
    while (rest.at && rest.size) {
        struct text line = text_cut(&rest, '\n');
        char row[600];
        snprintf(row, sizeof row, "%.*s", (int)line.size, line.at ? line.at : "");
        if (rule)
            found |= strncmp(row, rule, strlen(rule)) == 0;
        for (int i = 0; messages[i] && !rule; i++)
            found |= strstr(row, messages[i]) && (!column || strstr(row, cell));
    }
    writer_close(w);
    library_done(&l);
    files_done(&files);
    return found;
}

static int year_of(const struct schema *s, const struct schema_table *t)
{
    int year = 2024;
    for (size_t i = t->first; i < t->first + t->count; i++)
        if (s->columns[i].first_year > year)
            year = s->columns[i].first_year;
    return year;
}

static void try_table(const struct return_kind *kind, const struct schema *s,
                      const struct schema_table *t, char *path, int *tried)
{
    int year = year_of(s, t);
    write_table(path, s, t, year, NULL, "", 1);
    if (has_finding(kind, path, year, NULL, NULL))
        fail_msg("%s %s: a sound row has findings", kind->name, t->name);
    for (size_t i = t->first; i < t->first + t->count; i++)
        for (int way = 0; way < 3; way++) {
            const struct schema_column *c = &s->columns[i];
            const char *cell;
            if (!broken_cell(c, way, &cell) || (c->last_year && c->last_year < year))
                continue;
            if (kind->key && strcmp(c->name, kind->key) == 0 && !way && t->count == 1)
                continue; /* a row of blanks is no row */
            write_table(path, s, t, year, c, cell, 1);
            /* what several columns say together is said by numbered rules: tests/rules */
            bool together = strcmp(kind->name, "ssda903") == 0 && !way &&
                            (strcmp(t->name, "missing") == 0 || strncmp(c->name, "SW_", 3) == 0);
            if (!together && !has_finding(kind, path, year, c->name, NULL))
                fail_msg("%s %s.%s: '%s' was not found", kind->name, t->name, c->name, cell);
            ++*tried;
        }
}

/* A table with a key: one row of it is no fault, the same row again is. */
static void try_key(const struct return_kind *kind, const struct schema *s,
                    const struct schema_table *t, char *path)
{
    bool has_key = false;
    for (size_t i = t->first; i < t->first + t->count; i++)
        has_key |= s->columns[i].is_key;
    bool numbered = strcmp(kind->name, "ssda903") == 0 &&
                    (strcmp(t->name, "header") == 0 || strcmp(t->name, "uasc") == 0);
    if (!has_key)
        return;
    char rule[80];
    snprintf(rule, sizeof rule, numbered ? "INT3" : "twice:%s,", t->name);
    for (int rows = 1; rows <= 2; rows++) {
        write_table(path, s, t, year_of(s, t), NULL, "", rows);
        if (has_finding(kind, path, year_of(s, t), NULL, rule) != (rows == 2))
            fail_msg("%s %s: a row that stands %d times", kind->name, t->name, rows);
    }
}

static void knows_forms(void **state)
{
    (void)state;
    static const struct {
        enum format_kind kind;
        const char *cell;
        bool fits;
    } tries[] = {
        {FORMAT_POSTCODE, "SW1A 1AA", true},
        {FORMAT_POSTCODE, "sw1a1aa", true},
        {FORMAT_POSTCODE, "M1 1AE", true},
        {FORMAT_POSTCODE, "LS11 5", true},
        {FORMAT_POSTCODE, "", true},
        {FORMAT_POSTCODE, "1AA SW1", false},
        {FORMAT_POSTCODE, "SW1A", false},
        {FORMAT_POSTCODE, "SW1A 1AAA", false},
        {FORMAT_REGISTER, "1234567", true},
        {FORMAT_REGISTER, "SC123456", true},
        {FORMAT_REGISTER, "123456", false},
        {FORMAT_REGISTER, "AB123456", false},
        {FORMAT_REGISTER, "XXXXXXX", false},
        {FORMAT_PUPIL, "A123456789012", true},
        {FORMAT_PUPIL, "A12345678901B", true},
        {FORMAT_PUPIL, "UN5", true},
        {FORMAT_PUPIL, "UN6", false},
        {FORMAT_PUPIL, "I123456789012", false},
        {FORMAT_PUPIL, "A1234567890123", false},
        {FORMAT_RANGE, "2", true},
        {FORMAT_RANGE, "2.01", false},
        {FORMAT_RANGE, "-0.5", false},
        {FORMAT_RANGE, "two", true},
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        struct format f = {.kind = tries[i].kind, .least = 0, .most = 2};
        if (format_fits(&f, text_of(tries[i].cell)) != tries[i].fits)
            fail_msg("'%s' as form %d", tries[i].cell, (int)tries[i].kind);
    }
    struct schema_column age = {.type = SCHEMA_INTEGER, .format = "0-17"};
    struct schema_column count = {.type = SCHEMA_INTEGER, .format = ">= 0"};
    struct schema_column loose = {.type = SCHEMA_INTEGER, .format = "1-2 (rarely more)"};
    assert_true(format_of(&age).most == 17);
    assert_int_equal(format_of(&count).kind, FORMAT_RANGE);
    assert_int_equal(format_of(&loose).kind, FORMAT_NONE);
}

static void every_column_of_every_return(void **state)
{
    (void)state;
    char path[] = "/tmp/hearth-columns-XXXXXX.csv";
    int file = mkstemps(path, 4);
    assert_true(file >= 0);
    close(file);
    for (size_t i = 0; i < known.count; i++) {
        struct schema s;
        int tried = 0;
        assert_int_equal(schema_load(&s, known.list[i].schema, NULL, NULL), STATUS_OK);
        bool shared = strcmp(known.list[i].name, known.list[i].schema) != 0;
        for (size_t t = 0; t < s.table_count; t++)
            if (!shared || strcmp(known.list[i].table, s.tables[t].name) == 0) {
                try_table(&known.list[i], &s, &s.tables[t], path, &tried);
                try_key(&known.list[i], &s, &s.tables[t], path);
            }
        assert_true(tried > 0);
        schema_done(&s);
    }
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(knows_forms),
                                       cmocka_unit_test(every_column_of_every_return)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
