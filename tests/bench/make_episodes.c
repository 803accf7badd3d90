// SPDX-License-Identifier: GPL-3.0-or-later
/* Writes made-up episodes in the shape of the SSDA903 return: make_episodes ROWS [SEED [QUOTED]].
 * The rows have the sizes of real ones (about 77 bytes) and no meaning beyond that. QUOTED = 1 puts
 * every cell in quotes. */
#include "table/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <unistd.h>

static uint64_t state;

static unsigned below(unsigned n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((state >> 33) % n);
}

static const char *one_of(const char *const *list, unsigned n)
{
    return list[below(n)];
}

static const char *date(char *to, unsigned year)
{
    sprintf(to, "%02u/%02u/%04u", 1 + below(28), 1 + below(12), year);
    return to;
}

static const char *postcode(char *to)
{
    static const char *const area[] = {"LS", "BD", "HD", "WF", "S", "YO", "DN", "HU", "M", "B"};
    sprintf(to, "%s%u %u%c%c", one_of(area, 10), 1 + below(28), below(10), 'A' + (int)below(26),
            'A' + (int)below(26));
    return to;
}

static void row(struct writer *w, long number, int quoted)
{
    static const char *const begun[] = {"S", "P", "L", "T", "B", "U"};
    static const char *const legal[] = {"C2", "C1", "V2", "E1", "D1", "J1"};
    static const char *const need[] = {"N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8"};
    static const char *const place[] = {"U1", "U2", "U3", "U4", "U5", "U6", "K1",
                                        "K2", "R1", "H5", "P1", "P2", "A3", "S1"};
    static const char *const provider[] = {"PR0", "PR1", "PR2", "PR3", "PR4"};
    static const char *const ended[] = {"X1", "E4A", "E13", "E8", "E11", "E3"};
    static const char *const moved[] = {"CARPL", "CLOSE", "CREQB", "CREQO", "CHILD", "PLACE"};
    char text[13][16] = {{0}};
    unsigned year = 2010 + below(15);
    sprintf(text[0], "%ld", 100000 + number / 3);
    date(text[1], year);
    strcpy(text[2], one_of(begun, 6));
    strcpy(text[3], one_of(legal, 6));
    strcpy(text[4], one_of(need, 8));
    strcpy(text[5], one_of(place, 14));
    strcpy(text[6], one_of(provider, 5));
    if (below(5)) {
        date(text[7], year + 1);
        strcpy(text[8], one_of(ended, 6));
        strcpy(text[9], one_of(moved, 6));
    }
    postcode(text[10]);
    postcode(text[11]);
    if (text[5][0] == 'U' || text[5][0] == 'K')
        sprintf(text[12], "%s%u", text[5][0] == 'U' ? "SC0" : "", 40000 + below(60000));
    for (int i = 0; i < 13; i++) {
        char cell[24];
        sprintf(cell, quoted ? "\"%s\"" : "%s", text[i]);
        writer_raw_cells(w, text_of(cell));
    }
    writer_row(w);
}

int main(int argc, char **argv)
{
    long rows = argc > 1 ? atol(argv[1]) : 1000000;
    state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    int quoted = argc > 3 && atoi(argv[3]);
    struct writer *w = writer_open(STDOUT_FILENO);
    if (!w)
        return 3;
    writer_raw(w, text_of("CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,"
                          "REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"));
    for (long i = 0; i < rows; i++)
        row(w, i, quoted);
    return writer_close(w) == STATUS_OK ? 0 : 3;
}
