// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_ORDER_H
#define HEARTH_MODEL_SYNTH_ORDER_H

#include "model/synth/faults.h"
#include "model/synth/members.h"
#include "table/writer.h"

/* What somebody wants made up: which authorities, where to and how; and its making, one authority
 * after another, so that a made-up England needs the memory of its largest authority. */
enum synth_layout {
    LAYOUT_FOLDERS, /* FOLDER/YEAR/FILE, as one authority keeps its returns; of several, FOLDER/LA/... */
    LAYOUT_REGIONAL /* FOLDER/FILE for all years and authorities, with LA and YEAR; ISO dates */
};

struct synth_order {
    struct synth_settings settings; /* la and children: of the only authority */
    const struct synth_member *members;
    size_t member_count; /* 0: one authority, without members */
    enum synth_layout layout;
    const char *folder;
    const char *faults;   /* names, or NULL; not together with members */
    struct writer *truth; /* NULL: not wanted */
    /* The outcome: */
    struct fault_list fault_list; /* what was planted */
    struct sheet_set sheets;      /* of the last authority; fault_list points into them */
    struct synth_authority authority;
};

/* Makes and writes it all; order_done in any case. Failures but of memory are reported to SINK. */
enum status order_make(struct synth_order *order, const struct problem_sink *sink);
void order_done(struct synth_order *order);

#endif
