// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/faults_private.h"
#include "table/writer.h"

#include <stdlib.h>

static const struct fault_kind ssda903_faults[] = {
    {"missing-year", "a year's folder is not there"},
    {"no-uasc", "the first year's uasc.csv is not there"},
    {"mid-year", "the last return was taken on 30 September"},
    {"stale-open", "children open in an early return (1 in 30) are never sent again"},
    {"missing-header-child", "a child with episodes has no header row"},
    {"duplicate-rows", "five episode rows stand twice"},
    {"header-twice", "a header row stands twice"},
    {"blank-ethnicity", "ETHNIC is blank"},
    {"unknown-ethnicity", "ETHNIC is no code"},
    {"blank-birth-date", "DOB is blank"},
    {"birth-date-1985", "DOB makes the child a grown-up"},
    {"birth-after-start", "DOB is three years after care began"},
    {"blank-start", "DECOM is blank"},
    {"impossible-date", "DECOM is 31 February"},
    {"end-before-start", "DEC is 30 days before DECOM"},
    {"no-end-reason", "DEC without REC"},
    {"unknown-placement", "PLACE is no code"},
    {"overlap", "an episode ends ten days after the next began"},
    {"lower-case-columns", "a file's column names are in lower case"},
    {"windows-1252", "a file holds a no-break space in Windows-1252"},
    {"bom", "a file begins with a byte-order mark"},
    {"crlf", "a file's lines end with CR LF"},
    {NULL, NULL},
};

/* As ssda903_faults. */
static planter *const planters[] = {
    plant_missing_year,  plant_no_uasc,           plant_mid_year,
    plant_stale_open,    plant_missing_header,    plant_duplicate_rows,
    plant_header_twice,  plant_blank_ethnicity,   plant_unknown_ethnicity,
    plant_blank_birth,   plant_birth_1985,        plant_birth_after_start,
    plant_blank_start,   plant_impossible_date,   plant_end_before_start,
    plant_no_end_reason, plant_unknown_placement, plant_overlap,
    plant_lower_case,    plant_windows_1252,      plant_bom,
    plant_crlf};

struct fault_kind fault_kind(enum synth_return which, int i)
{
    return which == RETURN_SSDA903 ? ssda903_faults[i] : fault_roll_kind(which, i);
}

static bool asked_for(const char *names, const char *name)
{
    struct text rest = text_of(names);
    while (rest.at) {
        struct text item = text_trim(text_cut(&rest, ','));
        if (text_is(item, name) || text_is(item, "all"))
            return true;
    }
    return false;
}

bool faults_known(enum synth_return which, const char *names, struct text *unknown)
{
    struct text rest = text_of(names);
    while (rest.at) {
        struct text item = text_trim(text_cut(&rest, ','));
        bool known = text_is(item, "all");
        for (int i = 0; !known && fault_kind(which, i).name; i++)
            known = text_is(item, fault_kind(which, i).name);
        if (!known) {
            *unknown = item;
            return false;
        }
    }
    return true;
}

/* Rows have moved while faults were planted: now they stand still. */
static void find_lines(struct fault_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct fault *f = &list->items[i];
        for (size_t row = 0; f->row && row < f->sheet->count; row++)
            if (f->sheet->rows[row] == f->row)
                f->line = row + 2;
    }
}

enum status faults_plant(enum synth_return which, struct sheet_set *set,
                         const struct synth_settings *settings, const char *names,
                         struct fault_list *list, const struct problem_sink *sink)
{
    struct planting p = {.set = set, .settings = settings, .list = list};
    for (int i = 0; fault_kind(which, i).name; i++) {
        p.name = fault_kind(which, i).name;
        if (!asked_for(names, p.name))
            continue;
        random_start(&p.random, settings->seed, "synth-fault", text_of(settings->la),
                     text_of(p.name), 0);
        if (which == RETURN_SSDA903 ? planters[i](&p) : plant_roll(&p, which))
            continue;
        if (p.memory_out)
            return STATUS_MEMORY;
        problem_report(sink, PROBLEM_WARNING, "fault", NULL, 0, NULL,
                       "too few rows suit the fault %s", p.name);
    }
    find_lines(list);
    return STATUS_OK;
}

enum status fault_names_write(enum synth_return which, int fd)
{
    struct writer *w = writer_open(fd);
    if (!w)
        return STATUS_MEMORY;
    writer_raw(w, text_of("fault,meaning"));
    for (int i = 0; fault_kind(which, i).name; i++) {
        writer_words(w, fault_kind(which, i).name);
        writer_words(w, fault_kind(which, i).meaning);
        writer_row(w);
    }
    return writer_close(w);
}

enum status fault_list_write(const struct fault_list *list, int fd)
{
    struct writer *w = writer_open(fd);
    if (!w)
        return STATUS_MEMORY;
    writer_raw(w, text_of("fault,year,file,line,column,id,value"));
    for (size_t i = 0; i < list->count; i++) {
        const struct fault *f = &list->items[i];
        writer_words(w, f->name);
        if (f->sheet->year)
            writer_integer(w, f->sheet->year);
        else
            writer_empty(w);
        writer_words(w, f->sheet->file);
        if (f->line)
            writer_integer(w, (long)f->line);
        else
            writer_empty(w);
        writer_words(w, f->column);
        writer_words(w, f->id);
        writer_words(w, f->value);
        writer_row(w);
    }
    return writer_close(w);
}

void fault_list_done(struct fault_list *list)
{
    free(list->items);
    *list = (struct fault_list){0};
}
