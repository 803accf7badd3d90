// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/parallel.h"

#include <pthread.h>
#include <unistd.h>

enum { MOST_WORKERS = 64 };

struct crew {
    pthread_mutex_t lock; /* guards next, failed_item and status */
    size_t next, count, failed_item;
    enum status status;
    enum status (*work)(void *context, size_t worker, size_t item);
    void *context;
};

struct hand {
    struct crew *crew;
    size_t number;
};

/* The next item to do, or count when there is none (left). */
static size_t take(struct crew *c)
{
    pthread_mutex_lock(&c->lock);
    size_t item = c->status == STATUS_OK && c->next < c->count ? c->next++ : c->count;
    pthread_mutex_unlock(&c->lock);
    return item;
}

static void *serve(void *argument)
{
    struct hand *h = argument;
    struct crew *c = h->crew;
    for (size_t item; (item = take(c)) < c->count;) {
        enum status s = c->work(c->context, h->number, item);
        if (s == STATUS_OK)
            continue;
        pthread_mutex_lock(&c->lock);
        if (c->status == STATUS_OK || item < c->failed_item) {
            c->status = s;
            c->failed_item = item;
        }
        pthread_mutex_unlock(&c->lock);
    }
    return NULL;
}

enum status parallel_run(size_t count, size_t workers,
                         enum status (*work)(void *context, size_t worker, size_t item),
                         void *context)
{
    struct crew c = {
        .lock = PTHREAD_MUTEX_INITIALIZER, .count = count, .work = work, .context = context};
    struct hand hands[MOST_WORKERS];
    pthread_t threads[MOST_WORKERS];
    if (workers > count)
        workers = count;
    if (workers > MOST_WORKERS)
        workers = MOST_WORKERS;
    size_t started = 1;
    hands[0] = (struct hand){&c, 0};
    while (started < workers) {
        hands[started] = (struct hand){&c, started};
        if (pthread_create(&threads[started], NULL, serve, &hands[started]) != 0)
            break; /* fewer threads do the same work */
        started++;
    }
    serve(&hands[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&c.lock);
    return c.status;
}

size_t parallel_workers(size_t most)
{
    long at_hand = sysconf(_SC_NPROCESSORS_ONLN);
    size_t n = at_hand < 1 ? 1 : (size_t)at_hand;
    if (n > MOST_WORKERS)
        n = MOST_WORKERS;
    return n < most || most == 0 ? n : most;
}
