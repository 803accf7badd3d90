// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_BASE_PARALLEL_H
#define HEARTH_BASE_PARALLEL_H

#include "base/status.h"

#include <stddef.h>

/* Independent pieces of work on several threads.
 *
 * WORK(context, worker, item) is called once for every item 0 ... count-1, in no stated order, by
 * workers 0 ... workers-1 (a worker is never in two calls at once, so that it may own a workspace).
 * When every item writes only to its own place, the result is the same for any number of workers.
 * The first status other than STATUS_OK stops the rest and is returned (of several failures that of
 * the lowest item that ran).
 */
enum status parallel_run(size_t count, size_t workers,
                         enum status (*work)(void *context, size_t worker, size_t item),
                         void *context);

/* Threads worth using: the processors at hand, at most MOST, at least 1. */
size_t parallel_workers(size_t most);

#endif
