// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/order.h"
#include "model/synth/output.h"
#include "model/synth/truth.h"

#include <stdio.h>

/* The sheets of an authority, with mistakes if they were asked for. Their cells point into it. */
static enum status make_sheets(struct synth_order *o, const struct synth_settings *settings,
                               const struct problem_sink *sink)
{
    bool regional = o->layout == LAYOUT_REGIONAL;
    enum status s = synth_make(&o->authority, settings);
    if (s == STATUS_OK)
        s = ssda903_sheets(&o->authority, regional ? SHEET_DATES_ISO : SHEET_DATES_UK, &o->sheets);
    if (s == STATUS_OK && o->faults)
        s = faults_plant(&o->sheets, settings, o->faults, &o->fault_list, sink);
    return s;
}

static enum status make_one(struct synth_order *o, const struct synth_settings *settings,
                            struct region *region, const char *folder,
                            const struct problem_sink *sink)
{
    order_done(o);
    enum status s = make_sheets(o, settings, sink);
    if (s == STATUS_OK && region)
        s = region_add(region, &o->sheets, settings->la);
    else if (s == STATUS_OK)
        s = output_folders(&o->sheets, folder, sink);
    if (o->truth)
        truth_entries(o->truth, settings);
    return s;
}

static enum status make_members(struct synth_order *order, struct region *region,
                                const struct problem_sink *sink)
{
    enum status s = region ? STATUS_OK : output_folder(order->folder, sink);
    for (size_t i = 0; i < order->member_count && s == STATUS_OK; i++) {
        const struct synth_member *m = &order->members[i];
        struct synth_settings settings = order->settings;
        char folder[4096];
        snprintf(folder, sizeof folder, "%s/%s", order->folder, m->la);
        settings.la = m->la;
        settings.children = m->children;
        s = make_one(order, &settings, region, folder, sink);
    }
    return s;
}

enum status order_make(struct synth_order *order, const struct problem_sink *sink)
{
    struct region region;
    bool regional = order->layout == LAYOUT_REGIONAL;
    enum status s = regional ? region_open(&region, order->folder, sink) : STATUS_OK;
    if (s != STATUS_OK)
        return s;
    if (order->truth)
        truth_begin(order->truth);
    if (order->member_count)
        s = make_members(order, regional ? &region : NULL, sink);
    else
        s = make_one(order, &order->settings, regional ? &region : NULL, order->folder, sink);
    if (order->truth)
        truth_children(order->truth);
    return regional ? region_close(&region, s) : s;
}

void order_done(struct synth_order *order)
{
    fault_list_done(&order->fault_list);
    sheet_set_done(&order->sheets);
    synth_done(&order->authority);
}
