// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_ORDER_H
#define HEARTH_MODEL_SYNTH_ORDER_H

#include "model/synth/faults.h"
#include "model/synth/members.h"
#include "model/synth/service.h"
#include "table/writer.h"

/* What somebody wants made up: which returns of which authorities, where to and how; and its making,
 * one authority after another, so that a made-up England needs the memory of its largest authority. */
enum synth_layout {
    LAYOUT_FOLDERS, /* FOLDER/YEAR/FILE, as one authority keeps its returns; of several, FOLDER/LA/... */
    LAYOUT_REGIONAL /* FOLDER/FILE for all years and authorities, with LA and YEAR; ISO dates */
};

/* The name on the command line, "all" included, or NULL; and the other way round (RETURN_ALL + 1: none). */
const char *order_return_name(int which);
int order_return(const char *name);

/* What surrounds the children. */
enum service { SERVICE_FOSTERING = 1, SERVICE_WORKFORCE = 2, SERVICE_ADOPTION = 4 };

/* An authority and what surrounds its children, as far as it was needed. */
struct synth_made {
    struct synth_authority authority;
    struct synth_fostering fostering;
    struct synth_workforce workforce;
    struct synth_adoption adoption;
};

struct synth_order {
    struct synth_settings settings; /* la and children: of the only authority */
    int which;                      /* enum synth_return */
    const struct synth_member *members;
    size_t member_count; /* 0: one authority, without members */
    enum synth_layout layout;
    const char *folder;
    const char *faults;   /* names, or NULL; not together with members or RETURN_ALL */
    struct writer *truth; /* NULL: not wanted */
    struct writer *links; /* who lived with whom and held whose case; likewise */
    /* The outcome: */
    struct fault_list fault_list; /* what was planted */
    struct sheet_set sheets;      /* of the last return; fault_list points into them */
    struct synth_made made;       /* of the last authority; the sheets point into it */
};

/* Makes and writes it all; order_done in any case. Failures but of memory are reported to SINK. */
enum status order_make(struct synth_order *order, const struct problem_sink *sink);
void order_done(struct synth_order *order);

#endif
