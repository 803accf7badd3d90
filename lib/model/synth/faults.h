// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_FAULTS_H
#define HEARTH_MODEL_SYNTH_FAULTS_H

#include "model/synth/returns.h"
#include "model/synth/ssda903.h"

/* Known mistakes for readers and checkers to survive: each is planted where it does one kind of harm,
 * on rows that carry no other, and is listed with its place. The faults are those that existing tools
 * for the same returns crash on or swallow. Header faults go to children who are in one return only,
 * so that no other year's header can mend them. */
struct fault_kind {
    const char *name;
    const char *meaning; /* one line */
};
/* Fault I of a return, in the order in which they are planted, however they were asked for; the name is
 * NULL when there are no more. */
struct fault_kind fault_kind(enum synth_return which, int i);

/* One planted mistake: "fault,year,file,line,column,id,value" of the list. */
struct fault {
    const char *name;
    const struct sheet *sheet;
    const struct sheet_row *row; /* NULL: the whole file, or a row that is gone */
    size_t line;                 /* as written, 1 = header; 0 when row is NULL */
    const char *column;          /* or "" */
    const char *id;              /* CHILD, or "" */
    const char *value;           /* what stands there now */
};

struct fault_list {
    struct fault *items;
    size_t count, room;
};

/* Plants the faults named in NAMES ("bom,overlap", or "all") into SET, the return WHICH of SETTINGS, and
 * adds them to LIST. A fault that found no place is reported to SINK as a warning. */
enum status faults_plant(enum synth_return which, struct sheet_set *set,
                         const struct synth_settings *settings, const char *names,
                         struct fault_list *list, const struct problem_sink *sink);

/* True when every name is known; otherwise *unknown is the first that is not. */
bool faults_known(enum synth_return which, const char *names, struct text *unknown);

/* Writes what there is as CSV: fault,meaning. */
enum status fault_names_write(enum synth_return which, int fd);

/* Writes LIST as CSV: fault,year,file,line,column,id,value. */
enum status fault_list_write(const struct fault_list *list, int fd);

void fault_list_done(struct fault_list *list);

#endif
