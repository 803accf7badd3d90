// SPDX-License-Identifier: GPL-3.0-or-later
/* The yardstick: PLACE x year of DECOM with plain libcsv, as one would write it by hand. */
#include "place_year.h"

#include <csv.h>
#include <fcntl.h>
#include <unistd.h>

struct job {
    struct counts counts;
    int column, place_column, decom_column;
    int header_done;
    char place[16], decom[16];
    size_t place_size, decom_size;
};

static void keep(char *to, size_t *to_size, const void *cell, size_t size)
{
    *to_size = size < 16 ? size : 0;
    memcpy(to, cell, *to_size);
}

static void take_cell(void *cell, size_t size, void *context)
{
    struct job *job = context;
    int column = job->column++;
    if (!job->header_done) {
        if (size == 5 && memcmp(cell, "PLACE", 5) == 0)
            job->place_column = column;
        if (size == 5 && memcmp(cell, "DECOM", 5) == 0)
            job->decom_column = column;
    } else if (column == job->place_column) {
        keep(job->place, &job->place_size, cell, size);
    } else if (column == job->decom_column) {
        keep(job->decom, &job->decom_size, cell, size);
    }
}

static void take_row(int end, void *context)
{
    struct job *job = context;
    (void)end;
    if (job->header_done)
        count_episode(&job->counts, job->place, job->place_size, job->decom, job->decom_size);
    job->header_done = 1;
    job->column = 0;
}

int main(int argc, char **argv)
{
    static struct job job;
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
    return n < 0 ? 3 : print_counts(&job.counts);
}
