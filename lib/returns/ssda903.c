// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/ssda903_private.h"

#include <stdlib.h>

/* The values that the code knows, in the order of enum value. */
static const char *const known[VALUES_KNOWN] = {"",   "S",  "L",   "T",     "U",  "P",
                                                "B",  "X1", "E99", "LIIAF", "V3", "V4",
                                                "T0", "T1", "T2",  "T3",    "T4"};

void ssda903_define(struct ssda903_options *o, int definitions, int repair, int short_breaks,
                    int temporary)
{
    bool dfe = definitions == 0;
    o->repair = repair >= 0 ? (enum ssda903_repair)repair
                : dfe       ? SSDA903_STANDARD
                            : SSDA903_DEMAND_MODEL;
    o->keep_short_breaks = short_breaks >= 0 ? short_breaks == 0 : !dfe;
    o->keep_temporary = temporary >= 0 ? temporary == 0 : !dfe;
}

static enum status begin(struct ssda903 *r)
{
    enum status status = schema_load(&r->schema, "ssda903", r->options->schema, r->sink);
    if (status == STATUS_OK)
        status = codes_load(&r->codes, NULL, r->sink);
    if (status == STATUS_OK)
        status = placements_load(&r->placements, NULL, r->sink);
    if (status != STATUS_OK)
        return status;
    for (uint32_t i = 0; i < VALUES_KNOWN; i++)
        if (intern_add(&r->values, text_of(known[i])) != i)
            return STATUS_MEMORY;
    r->table_files = calloc(r->schema.table_count + 1, sizeof *r->table_files);
    return r->table_files ? STATUS_OK : STATUS_MEMORY;
}

static void end(struct ssda903 *r)
{
    ssda903_end_rows(r);
    schema_done(&r->schema);
    codes_done(&r->codes);
    placements_done(&r->placements);
    intern_done(&r->values);
    intern_done(&r->las);
    intern_done(&r->ids);
    arena_done(&r->places);
    free(r->children);
    free(r->episodes);
    free(r->headers);
    free(r->sources);
    free(r->submissions);
    free(r->order);
    free(r->scratch);
    free(r->table_files);
}

/* No table of episodes is no return at all. */
static enum status check_tables(const struct ssda903 *r)
{
    for (size_t i = 0; i < r->source_count; i++)
        if (r->sources[i].episodes)
            return STATUS_OK;
    problem_report(r->sink, PROBLEM_FATAL, "no-episodes", NULL, 0, NULL,
                   "no table of episodes (CHILD, DECOM, DEC, PLACE, ...) among the files");
    return STATUS_FORMAT;
}

enum status ssda903_read(const struct files *files, const struct ssda903_options *options,
                         struct writer *out, struct writer *log, const struct problem_sink *sink)
{
    struct ssda903 r = {.options = options, .sink = sink, .out = out, .log = log};
    enum status status = begin(&r);
    ssda903_begin_log(&r);
    for (size_t i = 0; i < files->count && status == STATUS_OK; i++)
        status = ssda903_load(&r, &files->list[i]);
    if (status == STATUS_OK)
        status = check_tables(&r);
    if (status == STATUS_OK)
        status = ssda903_windows(&r);
    if (status == STATUS_OK)
        status = ssda903_join(&r);
    if (status == STATUS_OK)
        status = ssda903_order(&r);
    if (status == STATUS_OK)
        status = ssda903_write(&r);
    if (status == STATUS_OK) {
        ssda903_report(&r);
        if (!r.spells) {
            problem_report(sink, PROBLEM_FATAL, "no-spells", NULL, 0, NULL,
                           "no usable row of episodes");
            status = STATUS_SHORT;
        }
    }
    end(&r);
    return status;
}
