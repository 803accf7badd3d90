// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_BASE_INTERN_H
#define HEARTH_BASE_INTERN_H

#include "base/arena.h"

#include <stdint.h>

/* Texts to small numbers: the first text seen is 0, the next new one 1, and so on. Group keys,
 * codes and ids become integers once, so that the work after reading compares integers. */
struct intern {
    struct arena arena;
    struct text *texts; /* by number */
    uint32_t count;
    uint32_t room;   /* of texts */
    uint64_t *slots; /* open addressing; upper half of the hash over number + 1, 0 = free */
    uint32_t mask;
};

#define INTERN_NONE UINT32_MAX

/* {0} is an empty table, too. */
void intern_init(struct intern *in);
void intern_done(struct intern *in);

/* T's number, adding a copy of T when it is new; INTERN_NONE when memory is out. */
uint32_t intern_add(struct intern *in, struct text t);

/* T's number or INTERN_NONE when it was never added. */
uint32_t intern_find(const struct intern *in, struct text t);

/* The text with number NUMBER (< count), NUL-terminated; valid until intern_done. */
struct text intern_text(const struct intern *in, uint32_t number);

/* Writes to RANK (count entries, caller's) the place of each number in byte order of its text.
 * False when memory is out. */
bool intern_rank(const struct intern *in, uint32_t *rank);

#endif
