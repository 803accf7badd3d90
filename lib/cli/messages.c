// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cli_private.h"

#include <stdlib.h>
#include <string.h>

/* The counter of this kind of problem, made when it is new; NULL when memory is out. */
static struct message_kind *kind_of(struct run_state *state, const char *kind)
{
    for (size_t i = 0; i < state->kind_count; i++)
        if (strncmp(state->kinds[i].kind, kind, sizeof state->kinds[i].kind - 1) == 0)
            return &state->kinds[i];
    struct message_kind *more = realloc(state->kinds, (state->kind_count + 1) * sizeof *more);
    if (!more)
        return NULL;
    state->kinds = more;
    struct message_kind *k = &more[state->kind_count++];
    *k = (struct message_kind){0};
    snprintf(k->kind, sizeof k->kind, "%s", kind);
    return k;
}

/* "hearth-stock: episodes.csv:1042: DECOM: '31/02/2024' is not a day of the calendar" */
static void print(const struct run *run, const struct problem *p)
{
    char where[1024];
    size_t used = 0;
    where[0] = '\0';
    if (p->file && p->line)
        used = (size_t)snprintf(where, sizeof where, "%s:%zu: ", p->file, p->line);
    else if (p->file)
        used = (size_t)snprintf(where, sizeof where, "%s: ", p->file);
    if (p->column && used < sizeof where)
        snprintf(where + used, sizeof where - used, "%s: ", p->column);
    fprintf(stderr, "%s: %s%s\n", run->tool, where, p->text);
}

void messages_report(void *context, const struct problem *p)
{
    struct run *run = context;
    struct run_state *state = run->state;
    state->rows_left_out += p->level == PROBLEM_ROW;
    state->failed |= p->level == PROBLEM_FATAL;
    if (run->quiet && p->level != PROBLEM_FATAL)
        return;
    struct message_kind *k = kind_of(state, p->kind);
    if (!k || p->level == PROBLEM_FATAL || k->seen++ < MESSAGES_SHOWN)
        print(run, p);
}

void messages_finish(struct run *run)
{
    struct run_state *state = run->state;
    for (size_t i = 0; i < state->kind_count; i++)
        if (state->kinds[i].seen > MESSAGES_SHOWN)
            run_say(run, "... and %zu more of this kind: %s", state->kinds[i].seen - MESSAGES_SHOWN,
                    state->kinds[i].kind);
    if (state->rows_left_out)
        run_say(run, "%zu %s left out in all", state->rows_left_out,
                state->rows_left_out == 1 ? "row" : "rows");
}
