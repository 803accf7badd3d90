// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_BASE_ARENA_H
#define HEARTH_BASE_ARENA_H

#include "base/text.h"

/* Memory that is given back all at once: many small, long-lived pieces without a header each. */
struct arena_block;
struct arena {
    struct arena_block *blocks; /* newest first */
    size_t used;                /* bytes used of the newest block */
    size_t total;               /* bytes asked from the system so far */
};

/* {0} is an empty arena, too. */
void arena_init(struct arena *a);

/* Gives every piece back; all pointers from this arena end here. */
void arena_done(struct arena *a);

/* SIZE bytes, aligned for any type, not cleared; NULL when memory is out. */
void *arena_take(struct arena *a, size_t size);

/* A NUL-terminated copy of T, without alignment (text packs tightly); at is NULL when memory is
 * out. The copy lives until arena_done. */
struct text arena_text(struct arena *a, struct text t);

#endif
