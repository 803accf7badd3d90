// SPDX-License-Identifier: GPL-3.0-or-later
/* The yardstick: open spells at each quarter's end by category with plain libcsv, as one would write it by
 * hand: +1 in the quarter of the start, -1 in that of the end, and a running sum. Nothing is checked that
 * hearth-stock checks (order, impossible dates, gaps, overlaps). */
#include <csv.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { QUARTERS = 1200, CATEGORIES = 64, WIDTH = 32 };
enum { START, END, FROM, TO, CATEGORY, WANTED };
static const char *const wanted[WANTED] = {"start", "end", "observed_from", "observed_to",
                                           "category"};

struct job {
    int column, where[WANTED], header_done;
    char cell[WANTED][WIDTH];
    size_t size[WANTED];
    char names[CATEGORIES][WIDTH];
    int categories, first, last; /* quarters */
    long change[CATEGORIES][QUARTERS];
};

static int number(const char *at, int digits)
{
    int n = 0;
    while (digits--)
        n = n * 10 + (*at++ - '0');
    return n;
}

/* The quarter in which a date lies, counted from 1900. */
static int quarter(const char *date)
{
    return (number(date, 4) - 1900) * 4 + (number(date + 5, 2) - 1) / 3;
}

static void take_cell(void *cell, size_t size, void *context)
{
    struct job *job = context;
    int column = job->column++;
    for (int i = 0; i < WANTED; i++) {
        if (!job->header_done && size == strlen(wanted[i]) && memcmp(cell, wanted[i], size) == 0) {
            job->where[i] = column;
        } else if (job->header_done && column == job->where[i]) {
            job->size[i] = size < WIDTH ? size : WIDTH - 1;
            memcpy(job->cell[i], cell, job->size[i]);
            job->cell[i][job->size[i]] = '\0';
        }
    }
}

static void take_row(int end, void *context)
{
    struct job *job = context;
    (void)end;
    job->column = 0;
    if (!job->header_done) {
        job->header_done = 1;
        return;
    }
    int c = 0;
    while (c < job->categories && strcmp(job->names[c], job->cell[CATEGORY]) != 0)
        c++;
    if (c == CATEGORIES)
        exit(3);
    if (c == job->categories)
        strcpy(job->names[job->categories++], job->cell[CATEGORY]);
    int from = quarter(job->cell[FROM]), to = quarter(job->cell[TO]);
    job->first = from < job->first ? from : job->first;
    job->last = to > job->last ? to : job->last;
    job->change[c][quarter(job->cell[START])]++;
    /* The day after the window, which ends with a quarter. */
    job->change[c][job->size[END] ? quarter(job->cell[END]) : to + 1]--;
}

static const struct job *sorting;
static int by_name(const void *a, const void *b)
{
    return strcmp(sorting->names[*(const int *)a], sorting->names[*(const int *)b]);
}

static int print(const struct job *job)
{
    static const char *const ends[] = {"03-31", "06-30", "09-30", "12-31"};
    int order[CATEGORIES];
    for (int i = 0; i < job->categories; i++)
        order[i] = i;
    sorting = job;
    qsort(order, (size_t)job->categories, sizeof *order, by_name);
    puts("date,measure,category,value,status");
    for (int i = 0; i < job->categories; i++) {
        long stock = 0;
        for (int q = 0; q <= job->last; q++) {
            stock += job->change[order[i]][q];
            if (q >= job->first - 1)
                printf("%d-%s,stock,%s,%ld,\n", 1900 + q / 4, ends[q % 4], job->names[order[i]],
                       stock);
        }
    }
    return fflush(stdout) ? 3 : 0;
}

int main(int argc, char **argv)
{
    static struct job job = {.first = QUARTERS, .where = {-1, -1, -1, -1, -1}};
    static char buffer[256 * 1024];
    struct csv_parser parser;
    int fd = argc > 1 ? open(argv[1], O_RDONLY) : STDIN_FILENO;
    if (fd < 0 || csv_init(&parser, CSV_STRICT) != 0)
        return 3;
    ssize_t n;
    while ((n = read(fd, buffer, sizeof buffer)) > 0)
        if (csv_parse(&parser, buffer, (size_t)n, take_cell, take_row, &job) != (size_t)n)
            return 3;
    csv_fini(&parser, take_cell, take_row, &job);
    csv_free(&parser);
    return n < 0 ? 3 : print(&job);
}
