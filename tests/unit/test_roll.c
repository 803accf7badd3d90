// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/unit.h"

#include "base/random.h"
#include "calendar/date.h"
#include "returns/roll/roll.h"
#include "table/rows.h"

#include <stdlib.h>
#include <unistd.h>

/* Returns in a temporary file, read as RETURN; what came out, and the closing sum. */
struct reading {
    struct returns returns;
    struct writer *out;
    struct text bytes;
    enum status status;
    char sum[400];
    size_t by_level[PROBLEM_FATAL + 1];
};

static void take_note(void *context, const struct problem *p)
{
    struct reading *r = context;
    r->by_level[p->level]++;
    if (strcmp(p->kind, "sum") == 0)
        snprintf(r->sum, sizeof r->sum, "%s", p->text);
}

static void read_text(struct reading *r, const char *name, const char *text,
                      const struct roll_options *options)
{
    char path[] = "/tmp/hearth-roll-XXXXXX";
    char *arguments[] = {path};
    struct files files;
    struct problem_sink sink = {take_note, r};
    *r = (struct reading){.out = writer_open_memory()};
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    assert_int_equal(returns_load(&r->returns, &sink), STATUS_OK);
    assert_int_equal(files_collect(&files, arguments, 1, &sink), STATUS_OK);
    r->status = roll_read(&files, returns_find(&r->returns, name), options, r->out, &sink);
    r->bytes = writer_bytes(r->out);
    files_done(&files);
    unlink(path);
}

static void reading_done(struct reading *r)
{
    writer_close(r->out);
    returns_done(&r->returns);
}

static const struct roll_options plain = {.from = DATE_NONE, .to = DATE_NONE};

/* Lines of the output without its header. */
static size_t lines_of(const struct reading *r)
{
    size_t lines = 0;
    for (size_t i = 0; i < r->bytes.size; i++)
        lines += r->bytes.at[i] == '\n';
    return lines ? lines - 1 : 0;
}

/* Every row that was read is accounted for, and every spell that is said was written. */
static void sum_is_whole(const struct reading *r)
{
    unsigned long n[5], spells;
    char word[32], again[64];
    int got = sscanf(r->sum,
                     "%lu rows of %31s read = %lu written + %lu sent again or joined + %lu outside "
                     "the window + %lu left out; %lu %63s",
                     &n[0], word, &n[1], &n[2], &n[3], &n[4], &spells, again);
    assert_int_equal(got, 8);
    assert_int_equal(n[0], n[1] + n[2] + n[3] + n[4]);
    assert_int_equal(spells, lines_of(r));
}

/* -- random registers */

static const char *date_text(int32_t date, char buffer[16])
{
    int year, month, day;
    date_split(date, &year, &month, &day);
    snprintf(buffer, 16, "%02d/%02d/%04d", day, month, year);
    return buffer;
}

/* A date, mostly sound; now and then nothing, nonsense, or a date that can't be. */
static void any_date(struct random_stream *s, int32_t from, int days, char buffer[16])
{
    uint32_t kind = random_below(s, 40);
    if (kind == 0)
        snprintf(buffer, 16, "31/02/2020");
    else if (kind == 1)
        snprintf(buffer, 16, "soon");
    else if (kind == 2)
        buffer[0] = '\0';
    else
        date_text(from + (int32_t)random_below(s, (uint32_t)days), buffer);
}

static void household_line(struct random_stream *s, char *line, size_t size)
{
    char start[16], end[16] = "";
    int32_t origin = date_of(2015, 4, 1);
    any_date(s, origin, 3000, start);
    if (random_below(s, 2))
        any_date(s, origin + 800, 3000, end);
    snprintf(line, size, "%s%u,900000%u,E%u,%s,PERM,%u,%s,%s,%s,2%s\n",
             random_below(s, 30) ? "H" : "", random_below(s, 60), random_below(s, 2),
             random_below(s, 3), random_below(s, 20) ? "LA" : "ifa", random_below(s, 2), start, end,
             *end ? "RETIRE" : "", random_below(s, 50) ? "" : ",one more");
}

static const char household_header[] =
    "HOUSEHOLD_ID,AGENCY_URN,LA,SECTOR,PRIMARY_TYPE,KINSHIP,APPROVAL_DATE,DEREG_DATE,DEREG_REASON,"
    "CARERS\n";

enum { LINES = 120, LINE = 160 };

static void join(char *text, const char *header, char lines[][LINE], size_t n)
{
    strcpy(text, header);
    for (size_t i = 0; i < n; i++)
        strcat(text, lines[i]);
}

/* Whatever stands in a register, its rows are accounted for, their order does not matter, and reading
 * what was sent twice gives the same. */
static void registers_add_up(void **state)
{
    (void)state;
    static char lines[2 * LINES][LINE], text[2 * LINES * LINE + 400];
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct random_stream s;
        struct reading a, b, c;
        random_start(&s, seed, "test-roll", text_of(""), text_of(""), 1);
        for (size_t i = 0; i < LINES; i++)
            household_line(&s, lines[i], LINE);
        join(text, household_header, lines, LINES);
        read_text(&a, "households", text, &plain);
        assert_int_equal(a.status, STATUS_OK);
        sum_is_whole(&a);
        memcpy(lines + LINES, lines, sizeof *lines * LINES);
        join(text, household_header, lines, 2 * LINES);
        read_text(&b, "households", text, &plain);
        sum_is_whole(&b);
        assert_true(text_equal(a.bytes, b.bytes));
        for (size_t i = 0; i < LINES / 2; i++) {
            char line[LINE];
            memcpy(line, lines[i], LINE);
            memcpy(lines[i], lines[LINES - 1 - i], LINE);
            memcpy(lines[LINES - 1 - i], line, LINE);
        }
        join(text, household_header, lines, LINES);
        read_text(&c, "households", text, &plain);
        assert_int_equal(lines_of(&a), lines_of(&c));
        reading_done(&a);
        reading_done(&b);
        reading_done(&c);
    }
}

/* Stages: with random steps skipped, out of order or unreadable, the rows are accounted for, no stage ends
 * before it begins, and only open stages are pending. */
static void stages_add_up(void **state)
{
    (void)state;
    static char text[LINES * 400 + 400];
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct random_stream s;
        struct reading a;
        random_start(&s, seed, "test-roll", text_of(""), text_of(""), 2);
        strcpy(text, "ENQUIRY_ID,AGENCY_URN,ROUTE,ENQUIRY_DATE,INITIAL_VISIT_DATE,APPLICATION_DATE,"
                     "STAGE1_START,STAGE1_END,STAGE2_START,STAGE2_END,PANEL_DATE,DECISION_DATE,"
                     "OUTCOME,END_DATE\n");
        for (int i = 0; i < LINES; i++) {
            static const char *const outcomes[] = {"", "", "APPROVED", "NOTAPPR", "WD_APP", "ODD"};
            int32_t at = date_of(2018, 4, 1) + (int32_t)random_below(&s, 2000);
            sprintf(text + strlen(text), "Q%d,9000001,MAIN", i);
            for (int k = 0; k < 9; k++) {
                char date[16] = "";
                if (random_below(&s, 4))
                    any_date(&s, at, 30, date);
                at += 28; /* now and then the next is earlier */
                sprintf(text + strlen(text), ",%s", date);
            }
            const char *outcome = outcomes[random_below(&s, 6)];
            char end[16] = "";
            if (*outcome && random_below(&s, 5))
                any_date(&s, at, 30, end);
            sprintf(text + strlen(text), ",%s,%s\n", outcome, end);
        }
        read_text(&a, "enquiries", text, &plain);
        assert_int_equal(a.status, STATUS_OK);
        sum_is_whole(&a);
        struct rows *rows;
        assert_int_equal(rows_open_memory(&rows, "out", a.bytes.at, a.bytes.size, 0, NULL),
                         STATUS_OK);
        while (rows_next(rows) == STATUS_OK) {
            int32_t start, end;
            assert_int_equal(date_parse(rows_cell(rows, rows_column(rows, "start")), &start),
                             DATE_READ);
            date_parse(rows_cell(rows, rows_column(rows, "end")), &end);
            assert_true(end == DATE_NONE || end >= start);
            struct text outcome = rows_cell(rows, rows_column(rows, "outcome"));
            assert_int_equal(text_is(outcome, "pending"), end == DATE_NONE);
        }
        rows_close(rows);
        reading_done(&a);
    }
}

/* -- posts against the published rules, counted row by row */

struct person {
    char id[16], birth[16];
    int gender;
};

/* A worker's row of the census of YEAR. */
struct worker_row {
    int person, year, agency;
    int32_t start, end; /* DATE_NONE = none */
};

enum { PEOPLE = 30, FIRST = 2020, LAST = 2023, ROWS = PEOPLE * 2 * 4 };

/* Posts of made-up people as four censuses would have them: some with two posts at once. */
static size_t make_rows(struct random_stream *s, struct worker_row *rows)
{
    size_t n = 0;
    for (int p = 0; p < PEOPLE; p++)
        for (uint32_t post = 0; post < 1 + random_below(s, 2); post++) {
            int32_t start = date_of(FIRST - 2, 10, 1) + (int32_t)random_below(s, 1800);
            int32_t end = start + 1 + (int32_t)random_below(s, 1500);
            int agency = random_below(s, 6) == 0;
            for (int year = FIRST; year <= LAST; year++) {
                int32_t census = date_of(year, 9, 30), before = date_of(year - 1, 9, 30);
                bool left = !agency && end <= census;
                if (start <= census && end > before && (end > census || left))
                    rows[n++] = (struct worker_row){p, year, agency, start, left ? end : DATE_NONE};
            }
        }
    return n;
}

static void write_rows(char *text, const struct worker_row *rows, size_t n)
{
    strcpy(text, "AgencyWorker,SWENo,PersonBirthDate,GenderCurrent,Ethnicity,OrgRole,"
                 "RoleStartDate,RoleEndDate,FTE,FTE30,LA,YEAR\n");
    for (size_t i = 0; i < n; i++) {
        char start[DATE_TEXT], end[DATE_TEXT];
        date_write(rows[i].start, start);
        date_write(rows[i].end, end);
        sprintf(text + strlen(text), "%d,SW%d,19%d-01-01,%d,WBRI,%d,%s,%s,%s,%s,E1,%d\n",
                rows[i].agency, rows[i].person, 60 + rows[i].person % 40, 1 + rows[i].person % 2,
                1 + (int)(i % 6), start, end, *end ? "1" : "", *end ? "" : "1", rows[i].year);
    }
}

/* People in post on 30 September of YEAR, agency workers apart, each once. */
static int headcount(const struct worker_row *rows, size_t n, int year)
{
    int count = 0;
    for (int p = 0; p < PEOPLE; p++) {
        bool in_post = false;
        for (size_t i = 0; i < n; i++)
            in_post |= rows[i].person == p && rows[i].year == year && !rows[i].agency &&
                       rows[i].end == DATE_NONE;
        count += in_post;
    }
    return count;
}

/* Spells open on DATE of which the column NAME holds VALUE, agency workers apart. */
static int stock(const struct reading *r, int32_t date, bool main_only)
{
    struct rows *rows;
    int count = 0;
    assert_int_equal(rows_open_memory(&rows, "out", r->bytes.at, r->bytes.size, 0, NULL),
                     STATUS_OK);
    while (rows_next(rows) == STATUS_OK) {
        int32_t start, end, seen;
        date_parse(rows_cell(rows, rows_column(rows, "start")), &start);
        date_parse(rows_cell(rows, rows_column(rows, "end")), &end);
        date_parse(rows_cell(rows, rows_column(rows, "observed_to")), &seen);
        bool open = start <= date && (end == DATE_NONE ? date <= seen : end > date);
        bool main_post = text_is(rows_cell(rows, rows_column(rows, "main_post")), "1");
        bool agency = text_is(rows_cell(rows, rows_column(rows, "agency")), "1");
        count += open && !agency && (main_post || !main_only);
    }
    rows_close(rows);
    return count;
}

static void posts_count_as_published(void **state)
{
    (void)state;
    static struct worker_row rows[ROWS];
    static char text[ROWS * 120 + 400];
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct random_stream s;
        struct reading whole, yearly;
        struct roll_options by_year = plain;
        random_start(&s, seed, "test-roll", text_of(""), text_of(""), 3);
        size_t n = make_rows(&s, rows);
        write_rows(text, rows, n);
        by_year.yearly = true;
        read_text(&whole, "workforce", text, &plain);
        read_text(&yearly, "workforce", text, &by_year);
        sum_is_whole(&whole);
        sum_is_whole(&yearly);
        for (int year = FIRST; year <= LAST; year++) {
            int32_t census = date_of(year, 9, 30);
            int posts = 0;
            for (size_t i = 0; i < n; i++)
                posts += rows[i].year == year && !rows[i].agency && rows[i].end == DATE_NONE;
            assert_int_equal(stock(&yearly, census, true), headcount(rows, n, year));
            assert_int_equal(stock(&yearly, census, false), posts);
            assert_int_equal(stock(&whole, census, false), posts);
        }
        reading_done(&whole);
        reading_done(&yearly);
    }
}

/* A register that says nothing of who left is a snapshot, whoever stands in it. */
static void snapshots_are_seen_on_one_day(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "households",
              "HOUSEHOLD_ID,LA,APPROVAL_DATE,DEREG_DATE\nH1,E1,12/06/2015,\nH2,E1,10/10/2024,\n",
              &plain);
    assert_int_equal(r.status, STATUS_OK);
    struct rows *rows;
    assert_int_equal(rows_open_memory(&rows, "out", r.bytes.at, r.bytes.size, 0, NULL), STATUS_OK);
    assert_int_equal(rows_next(rows), STATUS_OK);
    assert_text(rows_cell(rows, rows_column(rows, "observed_from")), "2024-10-10");
    assert_text(rows_cell(rows, rows_column(rows, "observed_to")), "2024-10-10");
    rows_close(rows);
    reading_done(&r);
}

static void refuses_what_is_no_table(void **state)
{
    (void)state;
    struct reading r;
    read_text(&r, "households", "HOUSEHOLD_ID,FROM_DATE,APPROVED\nH1,12/06/2015,1\n", &plain);
    assert_int_equal(r.status, STATUS_FORMAT);
    assert_int_equal(r.by_level[PROBLEM_FATAL], 1);
    reading_done(&r);
    read_text(&r, "households", "HOUSEHOLD_ID,APPROVAL_DATE\nH1,\n", &plain);
    assert_int_equal(r.status, STATUS_SHORT);
    assert_int_equal(r.by_level[PROBLEM_ROW], 1);
    reading_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registers_add_up),         cmocka_unit_test(stages_add_up),
        cmocka_unit_test(posts_count_as_published), cmocka_unit_test(snapshots_are_seen_on_one_day),
        cmocka_unit_test(refuses_what_is_no_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
