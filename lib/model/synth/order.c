// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/order.h"
#include "model/synth/links.h"
#include "model/synth/output.h"
#include "model/synth/service_sheets.h"
#include "model/synth/truth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* By enum synth_return; folder: where it goes when all are made. */
static const struct made_return {
    const char *name, *folder;
    unsigned needs;
} returns[SYNTH_RETURNS + 1] = {
    {"ssda903", "ssda903", 0},
    {"workforce", "workforce", SERVICE_WORKFORCE},
    {"households", "fostering", SERVICE_FOSTERING},
    {"places", "fostering", SERVICE_FOSTERING},
    {"enquiries", "fostering", SERVICE_FOSTERING},
    {"concerns", "fostering", SERVICE_FOSTERING},
    {"adopters", "adoption", SERVICE_ADOPTION},
    {"all", NULL, SERVICE_FOSTERING | SERVICE_WORKFORCE | SERVICE_ADOPTION},
};

const char *order_return_name(int which)
{
    return which <= RETURN_ALL ? returns[which].name : NULL;
}

int order_return(const char *name)
{
    int which = 0;
    while (which <= RETURN_ALL && strcmp(returns[which].name, name) != 0)
        which++;
    return which;
}

/* The sheets of one return, with mistakes if they were asked for. Their cells point into what is made. */
static enum status make_sheets(struct synth_order *o, int which, const struct problem_sink *sink)
{
    const struct synth_made *m = &o->made;
    const struct synth_settings *settings = &m->authority.settings;
    struct sheet_set *set = &o->sheets;
    enum sheet_dates style = o->layout == LAYOUT_REGIONAL ? SHEET_DATES_ISO : SHEET_DATES_UK;
    enum status s =
        which == RETURN_SSDA903      ? ssda903_sheets(&m->authority, style, set)
        : which == RETURN_WORKFORCE  ? workforce_sheets(&m->workforce, settings, set)
        : which == RETURN_HOUSEHOLDS ? households_sheets(&m->fostering, settings, style, set)
        : which == RETURN_PLACES     ? places_sheets(&m->fostering, settings, style, set)
        : which == RETURN_ENQUIRIES  ? enquiries_sheets(&m->fostering, settings, style, set)
        : which == RETURN_CONCERNS   ? concerns_sheets(&m->fostering, settings, style, set)
                                     : adoption_sheets(&m->adoption, settings, style, set);
    if (s == STATUS_OK && o->faults)
        s = faults_plant((enum synth_return)which, set, settings, o->faults, &o->fault_list, sink);
    return s;
}

static enum status make_authority(struct synth_made *m, const struct synth_settings *settings,
                                  unsigned needs)
{
    enum status s = synth_make(&m->authority, settings);
    if (s == STATUS_OK && (needs & SERVICE_FOSTERING))
        s = fostering_make(&m->fostering, &m->authority);
    if (s == STATUS_OK && (needs & SERVICE_WORKFORCE))
        s = workforce_make(&m->workforce, &m->authority);
    if (s == STATUS_OK && (needs & SERVICE_ADOPTION))
        s = adoption_make(&m->adoption, &m->authority);
    return s;
}

static void release(struct synth_made *m)
{
    fostering_done(&m->fostering);
    workforce_done(&m->workforce);
    adoption_done(&m->adoption);
    synth_done(&m->authority);
}

struct regions {
    struct region of[SYNTH_RETURNS];
    char folders[SYNTH_RETURNS][4096];
    bool open[SYNTH_RETURNS];
};

static bool wanted(const struct synth_order *o, int which)
{
    return o->which == RETURN_ALL || o->which == which;
}

/* The folder of a return under TOP. */
static void folder_of(const struct synth_order *o, int which, const char *top, char folder[4096])
{
    if (o->which == RETURN_ALL)
        snprintf(folder, 4096, "%s/%s", top, returns[which].folder);
    else
        snprintf(folder, 4096, "%s", top);
}

static enum status make_one(struct synth_order *o, const struct synth_settings *settings,
                            struct regions *regions, const char *top,
                            const struct problem_sink *sink)
{
    order_done(o);
    enum status s = make_authority(&o->made, settings, returns[o->which].needs);
    if (s == STATUS_OK && !regions)
        s = output_folder(top, sink);
    for (int which = 0; which < SYNTH_RETURNS && s == STATUS_OK; which++) {
        char folder[4096];
        if (!wanted(o, which))
            continue;
        sheet_set_done(&o->sheets);
        s = make_sheets(o, which, sink);
        folder_of(o, which, top, folder);
        if (s == STATUS_OK && regions)
            s = region_add(&regions->of[which], &o->sheets, settings->la);
        else if (s == STATUS_OK)
            s = output_folders(&o->sheets, folder, sink);
    }
    if (o->truth && wanted(o, RETURN_SSDA903))
        truth_entries(o->truth, settings);
    if (o->truth)
        truth_services(o->truth, &o->made, returns[o->which].needs);
    if (o->links)
        links_write(o->links, &o->made);
    return s;
}

static enum status make_members(struct synth_order *o, struct regions *regions,
                                const struct problem_sink *sink)
{
    enum status s = regions ? STATUS_OK : output_folder(o->folder, sink);
    for (size_t i = 0; i < o->member_count && s == STATUS_OK; i++) {
        const struct synth_member *m = &o->members[i];
        struct synth_settings settings = o->settings;
        char folder[4096];
        snprintf(folder, sizeof folder, "%s/%s", o->folder, m->la);
        settings.la = m->la;
        settings.children = m->children;
        s = make_one(o, &settings, regions, folder, sink);
    }
    return s;
}

static enum status open_regions(const struct synth_order *o, struct regions *r,
                                const struct problem_sink *sink)
{
    enum status s = output_folder(o->folder, sink);
    for (int which = 0; which < SYNTH_RETURNS && s == STATUS_OK; which++) {
        if (!wanted(o, which))
            continue;
        folder_of(o, which, o->folder, r->folders[which]);
        s = region_open(&r->of[which], r->folders[which], sink);
        r->open[which] = s == STATUS_OK;
    }
    return s;
}

static enum status make_authorities(struct synth_order *o, struct regions *regions,
                                    const struct problem_sink *sink)
{
    if (o->member_count)
        return make_members(o, regions, sink);
    return make_one(o, &o->settings, regions, o->folder, sink);
}

static enum status make_regions(struct synth_order *o, const struct problem_sink *sink)
{
    struct regions *r = calloc(1, sizeof *r);
    if (!r)
        return STATUS_MEMORY;
    enum status s = open_regions(o, r, sink);
    if (s == STATUS_OK)
        s = make_authorities(o, r, sink);
    for (int which = 0; which < SYNTH_RETURNS; which++)
        if (r->open[which])
            s = region_close(&r->of[which], s);
    free(r);
    return s;
}

enum status order_make(struct synth_order *o, const struct problem_sink *sink)
{
    if (o->truth)
        truth_begin(o->truth);
    if (o->links)
        links_begin(o->links);
    enum status s =
        o->layout == LAYOUT_REGIONAL ? make_regions(o, sink) : make_authorities(o, NULL, sink);
    if (o->truth && wanted(o, RETURN_SSDA903))
        truth_children(o->truth);
    if (o->truth)
        truth_service_shares(o->truth, returns[o->which].needs);
    return s;
}

void order_done(struct synth_order *o)
{
    fault_list_done(&o->fault_list);
    sheet_set_done(&o->sheets);
    release(&o->made);
}
