// SPDX-License-Identifier: GPL-3.0-or-later
/* PLACE x year of DECOM with the row reader. */
#include "place_year.h"
#include "table/rows.h"

int main(int argc, char **argv)
{
    static struct counts counts;
    struct rows *r;
    if (rows_open(&r, argc > 1 ? argv[1] : NULL, NULL) != STATUS_OK)
        return 3;
    int column[2];
    static const char *const names[] = {"PLACE", "DECOM", NULL};
    enum status s = rows_columns(r, names, column);
    while (s == STATUS_OK && (s = rows_next(r)) == STATUS_OK) {
        struct text place = rows_cell(r, column[0]), decom = rows_cell(r, column[1]);
        count_episode(&counts, place.at, place.size, decom.at, decom.size);
    }
    rows_close(r);
    return s == STATUS_END ? print_counts(&counts) : 3;
}
