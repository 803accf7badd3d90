// SPDX-License-Identifier: GPL-3.0-or-later
/* The row reader against plain libcsv, on any bytes and any chunk size: the same rows with the same
 * cells on the same lines, the same rows left out, the same end.
 *
 * The yardstick is libcsv in strict mode, without trimming, fed one physical line at a time, which
 * makes it know lines. The reader's own rules (rows.h) are put on top in the plainest way: what is
 * blank, what is ragged, a CR alone, where reading ends. Input: byte 0 is the chunk size (0 = all),
 * byte 1 the order in which cells are asked for, the rest is the file. */
#include "table/rows_private.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void require(bool true_that, const char *what, size_t line)
{
    if (true_that)
        return;
    fprintf(stderr, "fuzz_rows: line %zu: %s\n", line, what);
    abort();
}

/* The yardstick: one record at a time. */
enum outcome { ROW, BLANK, LEFT_OUT, FATAL, END_OF_INPUT };

struct yardstick {
    struct text rest;
    size_t next_line;
    char delimiter;
    bool header_found;
    struct csv_parser parser;
    /* the present record */
    struct text raw; /* without the last line end */
    size_t line, problem_line;
    size_t ends; /* row callbacks */
    struct {
        char *bytes;
        size_t size, room;
    } content;
    size_t *cell_end; /* in content */
    size_t cells, cells_room;
};

static int no_blank(unsigned char c)
{
    (void)c;
    return 0;
}

static void *grow(void *p, size_t size)
{
    p = realloc(p, size);
    if (!p)
        abort();
    return p;
}

static void take_cell(void *bytes, size_t size, void *context)
{
    struct yardstick *y = context;
    if (y->content.size + size > y->content.room) {
        y->content.room = 2 * (y->content.size + size);
        y->content.bytes = grow(y->content.bytes, y->content.room);
    }
    if (size)
        memcpy(y->content.bytes + y->content.size, bytes, size);
    y->content.size += size;
    if (y->cells == y->cells_room) {
        y->cells_room = 2 * y->cells_room + 16;
        y->cell_end = grow(y->cell_end, y->cells_room * sizeof *y->cell_end);
    }
    y->cell_end[y->cells++] = y->content.size;
}

static void take_end(int c, void *context)
{
    (void)c;
    ((struct yardstick *)context)->ends++;
}

static bool feed(struct yardstick *y, struct text t)
{
    return csv_parse(&y->parser, t.at, t.size, take_cell, take_end, y) == t.size;
}

static void begin_parser(struct csv_parser *parser, char delimiter)
{
    if (csv_init(parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        abort();
    csv_set_delim(parser, (unsigned char)delimiter);
    csv_set_space_func(parser, no_blank);
}

static struct text cell_of(const struct yardstick *y, size_t i)
{
    size_t start = i ? y->cell_end[i - 1] : 0;
    size_t size = y->cell_end[i] - start;
    return (struct text){size ? y->content.bytes + start : NULL, size};
}

/* Takes the next physical line off the rest: what it holds, and how it ends. */
static struct text next_line(struct yardstick *y, struct text *tail)
{
    struct text content = y->rest;
    const char *newline = y->rest.size ? memchr(y->rest.at, '\n', y->rest.size) : NULL;
    if (newline)
        content.size = (size_t)(newline - y->rest.at);
    size_t whole = content.size + (newline != NULL);
    if (content.size && content.at[content.size - 1] == '\r')
        content.size--;
    *tail = (struct text){content.at + content.size, whole - content.size};
    y->rest.at += whole;
    y->rest.size -= whole;
    y->next_line++;
    return content;
}

static bool blank(const struct yardstick *y)
{
    for (size_t i = 0; i < y->raw.size; i++)
        if (!memchr(" \t\r", y->raw.at[i], 3) && y->raw.at[i] != y->delimiter)
            return false;
    return true;
}

/* Before the header each record has its own delimiter, the one it holds most of. */
static bool blank_before_header(const struct yardstick *y)
{
    size_t commas = 0, semicolons = 0, tabs = 0;
    for (size_t i = 0; i < y->raw.size; i++) {
        char c = y->raw.at[i];
        commas += c == ',';
        semicolons += c == ';';
        tabs += c == '\t';
        if (!memchr(",; \t\r", c, 5))
            return false;
    }
    if (commas && semicolons)
        return false;
    return commas + semicolons == 0 || (commas ? tabs <= commas : tabs <= semicolons);
}

/* Feeds line by line until the record ends. */
static enum outcome parse_record(struct yardstick *y)
{
    size_t opened_on = 0, cells_before = 0;
    bool inside = false;
    const char *start = y->rest.at;
    for (;;) {
        size_t line = y->next_line;
        struct text tail, content = next_line(y, &tail);
        y->raw = (struct text){start, (size_t)(tail.at - start)};
        y->problem_line = line;
        bool returns_first = line == y->line && content.size && content.at[0] == '\r';
        bool parsed = feed(y, content);
        if (returns_first || y->ends)
            return LEFT_OUT; /* a CR alone */
        if (!parsed)
            return line == y->line ? LEFT_OUT : FATAL;
        bool last = y->rest.size == 0 && (!tail.size || tail.at[tail.size - 1] != '\n');
        if (!inside || y->cells > cells_before)
            opened_on = line;
        cells_before = y->cells;
        if (last) {
            y->problem_line = opened_on;
            if (csv_fini(&y->parser, take_cell, take_end, y) == 0)
                return ROW;
            y->raw.size += tail.size; /* a CR inside the quotes */
            return FATAL;
        }
        require(feed(y, tail), "libcsv refuses a line end", line);
        if (y->ends || y->parser.pstate == 0)
            return ROW;
        inside = true;
        if (y->rest.size == 0) { /* the input ends with a line end inside quotes */
            y->problem_line = opened_on;
            y->raw.size += tail.size;
            return FATAL;
        }
    }
}

static enum outcome next_record(struct yardstick *y)
{
    if (y->rest.size == 0)
        return END_OF_INPUT;
    y->line = y->next_line;
    y->ends = y->cells = y->content.size = 0;
    begin_parser(&y->parser, y->delimiter);
    enum outcome outcome = parse_record(y);
    csv_free(&y->parser);
    const char *nul = y->raw.size ? memchr(y->raw.at, '\0', y->raw.size) : NULL;
    if (nul) {
        y->problem_line = y->line;
        for (const char *p = y->raw.at; p < nul; p++)
            y->problem_line += *p == '\n';
        return FATAL;
    }
    return (y->header_found ? blank(y) : blank_before_header(y)) ? BLANK : outcome;
}

/* The cell as the reader should show it. */
static bool same_cell(struct text found, struct text raw, bool convert)
{
    if (!convert)
        return text_equal(found, raw);
    char *utf8 = grow(NULL, 3 * raw.size + 1);
    size_t size = encoding_from_windows_1252(raw, utf8);
    bool same = text_equal(found, (struct text){utf8, size});
    free(utf8);
    return same;
}

static bool empty_cell(struct text raw, bool convert)
{
    char *utf8 = grow(NULL, 3 * raw.size + 1);
    size_t size = encoding_from_windows_1252(raw, utf8);
    bool empty = text_trim(convert ? (struct text){utf8, size} : raw).size == 0;
    free(utf8);
    return empty;
}

/* Whether nothing but blanks is left when the cells beyond COLUMNS, which are empty, are cut off. */
static bool blank_when_cut(const struct yardstick *y, size_t columns)
{
    struct yardstick cut = {.raw = y->raw, .delimiter = y->delimiter};
    for (size_t extra = y->cells - columns; extra;)
        extra -= cut.raw.at[--cut.raw.size] == y->delimiter;
    return blank(&cut);
}

/* What the reader reported last. */
struct heard {
    size_t rows, fatals, line;
};

static void hear(void *context, const struct problem *p)
{
    struct heard *h = context;
    h->rows += p->level == PROBLEM_ROW;
    h->fatals += p->level == PROBLEM_FATAL;
    if (p->level == PROBLEM_ROW || p->level == PROBLEM_FATAL)
        h->line = p->line;
}

/* rows_raw must hold the same cells, between commas. */
static void check_raw(struct rows *r, size_t columns)
{
    struct yardstick again = {.delimiter = ','};
    struct text raw = rows_raw(r);
    begin_parser(&again.parser, ',');
    require(feed(&again, raw) && csv_fini(&again.parser, take_cell, take_end, &again) == 0,
            "the raw row is no CSV", rows_line(r));
    require(again.cells == columns, "the raw row has other cells", rows_line(r));
    for (size_t i = 0; i < columns; i++)
        require(text_equal(rows_cell(r, (int)i), cell_of(&again, i)), "raw cell", rows_line(r));
    csv_free(&again.parser);
    free(again.content.bytes);
    free(again.cell_end);
}

static void check_row(struct rows *r, const struct yardstick *y, size_t columns, unsigned order)
{
    bool convert = encoding_valid_size(y->raw) != y->raw.size;
    require(rows_line(r) == y->line, "another line", y->line);
    if (order & 4)
        check_raw(r, columns);
    for (size_t n = 0; n < columns; n++) {
        size_t i = order & 1 ? columns - 1 - n : n;
        if (order & 2 && i % 3 == 1)
            continue;
        require(same_cell(rows_cell(r, (int)i), cell_of(y, i), convert), "another cell", y->line);
    }
    if (order & 8)
        check_raw(r, columns);
}

static enum outcome next_to_compare(struct yardstick *y)
{
    enum outcome outcome;
    while ((outcome = next_record(y)) == BLANK)
        ;
    return outcome;
}

static void compare(struct rows *r, struct yardstick *y, struct heard *heard, unsigned order)
{
    const struct text *names;
    size_t columns = rows_header(r, &names);
    require(next_to_compare(y) == ROW && y->cells >= columns, "no such header", y->line);
    y->header_found = true;
    bool convert = encoding_valid_size(y->raw) != y->raw.size;
    size_t spare = y->cells - columns;
    for (size_t i = 0; i < columns && !convert; i++)
        require(text_equal(names[i], text_trim(cell_of(y, i))), "another name", y->line);
    for (;;) {
        struct heard expected = *heard;
        enum status s = rows_next(r);
        enum outcome outcome;
        bool usable = false;
        while (!usable && (outcome = next_to_compare(y)) != END_OF_INPUT && outcome != FATAL) {
            convert = encoding_valid_size(y->raw) != y->raw.size;
            usable = outcome == ROW && y->cells >= columns && y->cells <= columns + spare;
            for (size_t i = columns; usable && i < y->cells; i++)
                usable = empty_cell(cell_of(y, i), convert);
            if (usable && blank_when_cut(y, columns)) {
                usable = false;
                continue;
            }
            expected.rows += !usable;
            if (!usable)
                expected.line = outcome == ROW ? y->line : y->problem_line;
        }
        if (!usable && outcome == FATAL) {
            expected.fatals++;
            expected.line = y->problem_line;
        }
        require(heard->rows == expected.rows, "other rows left out", y->line);
        require(heard->fatals == expected.fatals, "another failure", y->line);
        require(heard->line == expected.line, "a problem on another line", y->line);
        require((s == STATUS_OK) == usable, "another number of rows", y->line);
        if (s)
            return;
        check_row(r, y, columns, order);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    struct text file = {(const char *)data + 2, size - 2};
    struct heard heard = {0, 0, 0};
    struct problem_sink sink = {hear, &heard};
    struct rows *r;
    if (rows_open_memory(&r, "fuzz", file.at, file.size, data[0], &sink) != STATUS_OK) {
        require(heard.fatals == 1, "a failure must be reported, once", heard.line);
        return 0;
    }
    if (file.size >= 3 && memcmp(file.at, "\xEF\xBB\xBF", 3) == 0)
        file = (struct text){file.at + 3, file.size - 3};
    struct yardstick y = {.rest = file, .next_line = 1, .delimiter = rows_delimiter(r)};
    compare(r, &y, &heard, data[1]);
    rows_close(r);
    free(y.content.bytes);
    free(y.cell_end);
    return 0;
}
