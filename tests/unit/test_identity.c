// SPDX-License-Identifier: GPL-3.0-or-later
/* A thousand random spell files, counted twice: by lib/model/population and by the plain definitions
 * of identity_answer.h. Every value that is written must be the same, and so the identity
 * stock(t) = stock(t-1) + net holds; it is checked from the definitions, too. */
#include "unit/identity_answer.h"

#include "model/population/population.h"

enum { FILES = 1000 };
static const char *const measures[MEASURES] = {
    "starts", "ends", "moves_in", "moves_out", "moves_within", "ageing_in", "ageing_out", "net"};

/* Cuts a row into cells in place; the labels are joined by '|' into LABEL. */
static void split_row(char *row, char *cells[16], int *count)
{
    *count = 0;
    for (char *at = row; at; *count += 1) {
        cells[*count] = at;
        at = strchr(at, ',');
        if (at)
            *at++ = '\0';
    }
}

static int value_in(struct answer *a, const char *measure, int label, int d, bool *hidden)
{
    if (strcmp(measure, "stock") == 0) {
        *hidden = a->unseen_stock[label][d];
        return a->stock[label][d];
    }
    *hidden = a->unseen_flow[label][d];
    int *flow[MEASURES];
    for (int m = 0; m < MEASURES; m++) {
        flow[m] = a->flow[label][m];
        if (m != NET && strcmp(measure, measures[m]) == 0)
            return flow[m][d];
    }
    assert_string_equal(measure, "net");
    int net = flow[STARTS][d] - flow[ENDS][d] + flow[IN][d] - flow[OUT][d] + flow[AGED_IN][d] -
              flow[AGED_OUT][d];
    /* The identity itself, in the plain definitions. */
    assert_int_equal(a->stock[label][d] - a->stock[label][d - 1], net);
    return net;
}

/* Which of the expected values were written; place NET + 1 is the stock. */
static bool written[NET + 2][LABELS_MOST][DATES_MOST];

static int measure_place(const char *name)
{
    int m = 0;
    while (m <= NET && strcmp(name, measures[m]) != 0)
        m++;
    return m;
}

static int date_place(const struct answer *a, const char *text)
{
    int32_t date;
    int d = 0;
    assert_int_equal(date_parse(text_of(text), &date), DATE_READ);
    while (d < a->date_count && a->dates[d] != date)
        d++;
    assert_true(d < a->date_count);
    return d;
}

static void check_row(struct answer *a, char *row)
{
    char whole[128];
    snprintf(whole, sizeof whole, "%s", row);
    char *cells[16], label[64] = "";
    int count;
    split_row(row, cells, &count);
    for (int i = 2; i < count - 2; i++)
        sprintf(label + strlen(label), "%s|", cells[i]);
    int l = label_index(a, label), d = date_place(a, cells[0]);
    bool hidden;
    int expected = value_in(a, cells[1], l, d, &hidden);
    char text[16] = "";
    if (!hidden)
        sprintf(text, "%d", expected);
    if (strcmp(cells[count - 1], hidden ? "x" : "") != 0 || strcmp(cells[count - 2], text) != 0)
        fail_msg("'%s' should have the value '%s'", whole, hidden ? "(unseen)" : text);
    bool *mark = &written[measure_place(cells[1])][l][d];
    assert_false(*mark); /* no row stands twice */
    *mark = true;
}

/* Everything that was written is as defined. What is not nothing was written, and a series that was
 * written has every date. */
static void check_output(struct answer *a, char *bytes, bool stock)
{
    memset(written, 0, sizeof written);
    char *row = strchr(bytes, '\n') + 1;
    for (char *end; (end = strchr(row, '\n')); row = end + 1) {
        *end = '\0';
        check_row(a, row);
    }
    for (int m = stock ? NET + 1 : 0; m <= (stock ? NET + 1 : NET); m++)
        for (int l = 0; l < a->label_count; l++)
            for (int d = stock ? 0 : 1; d < a->date_count; d++) {
                int expected = stock ? a->stock[l][d] : m == NET ? 0 : a->flow[l][m][d];
                assert_true(!expected || written[m][l][d]);
                assert_int_equal(written[m][l][d], written[m][l][a->date_count - 1]);
            }
}

static void add_side(struct answer *a, char *const *cells, int width, int d, int value,
                     int sums[][DATES_MOST])
{
    char label[64] = "";
    if (strcmp(cells[0], "not in care") == 0 || strcmp(cells[0], "not included") == 0)
        return;
    for (int i = 0; i < width; i++)
        sprintf(label + strlen(label), "%s|", cells[i]);
    sums[label_index(a, label)][d] += value;
}

/* What the matrix moves from a group are its ends and moves, what it moves to it its starts. */
static void check_matrix(struct answer *a, char *bytes)
{
    static int from[LABELS_MOST][DATES_MOST], to[LABELS_MOST][DATES_MOST];
    bool hidden[DATES_MOST] = {false};
    memset(from, 0, sizeof from);
    memset(to, 0, sizeof to);
    char *row = strchr(bytes, '\n') + 1;
    for (char *end; (end = strchr(row, '\n')); row = end + 1) {
        char *cells[16];
        int count;
        *end = '\0';
        split_row(row, cells, &count);
        int width = (count - 4) / 2, d = date_place(a, cells[0]);
        hidden[d] |= strcmp(cells[count - 1], "x") == 0;
        add_side(a, cells + 2, width, d, atoi(cells[count - 2]), from);
        add_side(a, cells + 2 + width, width, d, atoi(cells[count - 2]), to);
    }
    for (int l = 0; l < a->label_count; l++)
        for (int d = 1; d < a->date_count; d++) {
            const int(*flow)[DATES_MOST] = a->flow[l];
            if (hidden[d])
                continue;
            assert_int_equal(from[l][d], flow[ENDS][d] + flow[OUT][d] + flow[WITHIN][d]);
            assert_int_equal(to[l][d], flow[STARTS][d] + flow[IN][d] + flow[WITHIN][d]);
        }
}

static char *ask(const struct file *f, const struct question *q, enum population_what what)
{
    struct population_settings settings = {.what = what,
                                           .calendar = q->calendar,
                                           .by = q->by,
                                           .where = &q->where,
                                           .where_count = q->where != NULL,
                                           .from = DATE_NONE,
                                           .to = DATE_NONE};
    struct population *p;
    assert_int_equal(population_read(&p, f->path, &settings, NULL), STATUS_OK);
    struct writer *w = writer_open_memory();
    assert_int_equal(population_write(p, w), STATUS_OK);
    struct text bytes = writer_bytes(w);
    char *copy = malloc(bytes.size + 1);
    memcpy(copy, bytes.at, bytes.size);
    copy[bytes.size] = '\0';
    writer_close(w);
    population_free(p);
    return copy;
}

static void check_question(const struct file *f, const struct question *q)
{
    static struct answer a;
    memset(&a, 0, sizeof a);
    find_dates(f, q, &a);
    find_events(f, q, &a);
    find_ageing(f, q, &a);
    find_stock(f, q, &a);
    find_unseen(f, &a);
    char *stock = ask(f, q, POPULATION_STOCK), *flow = ask(f, q, POPULATION_FLOW);
    check_output(&a, stock, true);
    check_output(&a, flow, false);
    free(stock);
    free(flow);
    if (q->by) {
        char *matrix = ask(f, q, POPULATION_MATRIX);
        check_matrix(&a, matrix);
        free(matrix);
    }
}

static void counts_are_as_defined_in_a_thousand_files(void **state)
{
    (void)state;
    static const struct question kinds[] = {
        {0},
        {.by_category = true, .by = "category"},
        {.by_band = true, .by = "age_band"},
        {.by_category = true, .by_band = true, .by = "category,age_band"},
        {.by_la = true, .by = "la"},
        {.by_category = true, .by = "category", .where = "category=Fostering,Supported"},
        {.by_category = true, .by = "category", .where = "age_band=10-15,16 and over"},
        {.by_tenure = true, .by = "tenure"},
        {.by_year = true, .by = "year"},
    };
    static struct file f;
    for (uint64_t seed = 0; seed < FILES; seed++) {
        make_records(&f, seed);
        write_file(&f);
        find_unseen_days(&f);
        find_years(&f);
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            for (int every = EVERY_MONTH; every <= EVERY_YEAR; every++) {
                struct question q = kinds[k];
                q.calendar = PERIOD_TO_31_MARCH((enum period_every)every);
                /* months, which take longest, in every fourth file; the rarer questions in turn */
                bool asked =
                    every == EVERY_MONTH ? seed % 4 == 0 : k < 4 || (seed + (size_t)every) % 2 == 0;
                if (seed % 5 == 0 && !q.by_year) { /* other years, also within a month */
                    q.calendar.end_month = 9;
                    q.calendar.end_day = seed % 2 ? 31 : 14;
                }
                if (asked)
                    check_question(&f, &q);
            }
        unlink(f.path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_as_defined_in_a_thousand_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
