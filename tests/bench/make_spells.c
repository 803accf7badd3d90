// SPDX-License-Identifier: GPL-3.0-or-later
/* Writes made-up placement spells in order: make_spells ROWS [SEED]. 13 columns, some 95 bytes a row;
 * children have a few spells each, most of them moves, in 20 authorities seen over ten years. */
#include "calendar/date.h"
#include "table/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static uint64_t state;

static unsigned below(unsigned n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((state >> 33) % n);
}

static void date_cell(struct writer *w, int32_t date)
{
    char text[DATE_TEXT];
    writer_cell(w, date_write(date, text));
}

struct child {
    long la, id;
    int32_t birth, at, placement;
};

static void spell(struct writer *w, struct child *c, int last)
{
    static const char *const categories[] = {"Fostering", "Fostering", "Residential",
                                             "Supported", "Secure",    "With parents",
                                             "Adoption",  "Other"};
    static const char *const types[] = {"U4", "U6", "K2", "H5", "K1", "P1", "A3", "Z1"};
    static const char *const legal[] = {"C2", "C1", "V2", "E1", "D1"};
    int32_t from = date_of(2014, 4, 1), to = date_of(2024, 3, 31);
    unsigned kind = below(8);
    int32_t over = c->at + 1 + (int32_t)below(400);
    int open = last && c->at <= to && below(4) == 0;
    if (below(3))
        c->placement = c->at;
    writer_integer(w, c->la);
    writer_integer(w, c->id);
    date_cell(w, c->at);
    date_cell(w, open ? DATE_NONE : over);
    date_cell(w, from);
    date_cell(w, to);
    date_cell(w, c->birth);
    writer_integer(w, 1 + (int)below(2));
    writer_words(w, legal[below(5)]);
    writer_words(w, types[kind]);
    writer_words(w, "PR1");
    writer_words(w, categories[kind]);
    date_cell(w, c->placement);
    writer_row(w);
    c->at = over + (below(4) ? 0 : (int32_t)below(60));
}

int main(int argc, char **argv)
{
    long rows = argc > 1 ? atol(argv[1]) : 1000000;
    state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct writer *w = writer_open(STDOUT_FILENO);
    if (!w)
        return 3;
    writer_raw(w, text_of("la,id,start,end,observed_from,observed_to,birth_date,sex,legal_status,"
                          "placement_type,provider,category,placement_start"));
    struct child c = {.id = 100000};
    for (long i = 0, left = 0; i < rows; i++) {
        if (!left--) {
            left = (long)below(5);
            c.la = 301 + i * 20 / rows;
            c.id++;
            c.at = date_of(2013, 1, 1) + (int32_t)below(3800);
            c.birth = c.at - (int32_t)below(6200);
        }
        spell(w, &c, left == 0);
    }
    return writer_close(w) == STATUS_OK ? 0 : 3;
}
