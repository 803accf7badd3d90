// SPDX-License-Identifier: GPL-3.0-or-later
#include "mask/plan.h"

#include "returns/embedded.h"

#include <stdio.h>
#include <string.h>

static const char *const action_names[] = {
    "keep", "id", "birth_date", "home_postcode", "placement_postcode", "special"};

enum status mask_action_of(struct text name, enum mask_action *out, const struct problem_sink *sink)
{
    static const char *const wanted[] = {"column", "action", NULL};
    struct rows *facts;
    int column[2];
    *out = MASK_FREE;
    enum status s = embedded_open(&facts, "mask", NULL, sink);
    if (s != STATUS_OK)
        return s;
    s = rows_columns(facts, wanted, column);
    while (s == STATUS_OK && (s = rows_next(facts)) == STATUS_OK)
        if (text_equal(rows_cell(facts, column[0]), name))
            for (int a = 0; a < MASK_FREE; a++)
                if (text_is(rows_cell(facts, column[1]), action_names[a]))
                    *out = (enum mask_action)a;
    rows_close(facts);
    return s == STATUS_END ? STATUS_OK : s;
}

static bool listed(const char *list, struct text name)
{
    struct text rest = text_of(list);
    while (rest.at)
        if (text_equal(text_trim(text_cut(&rest, ',')), name))
            return true;
    return false;
}

static void note(char *list, size_t size, struct text name)
{
    size_t used = strlen(list);
    snprintf(list + used, size - used, "%s%.*s", used ? ", " : "", (int)name.size,
             name.size ? name.at : "");
}

/* Every name in LIST must be a column: a slip of the keys in --drop would let a column through. --keep can
 * only keep too little, and is often given for several tables at once: it is warned about. */
static bool all_there(const struct rows *r, const char *option, const char *list,
                      enum problem_level level, const struct problem_sink *sink)
{
    struct text rest = text_of(list);
    const struct text *names;
    size_t count = rows_header(r, &names);
    while (rest.at) {
        struct text name = text_trim(text_cut(&rest, ','));
        bool found = false;
        for (size_t i = 0; i < count; i++)
            found |= text_equal(names[i], name);
        if (!found) {
            char shown[80];
            problem_report(sink, level, "no-column", rows_name(r), 1, NULL,
                           "--%s: there is no column '%s'", option,
                           text_show(name, shown, sizeof shown));
            if (level == PROBLEM_FATAL)
                return false;
        }
    }
    return true;
}

static enum status choose(const struct mask_options *o, struct text name, enum mask_action *action,
                          const struct problem_sink *sink)
{
    enum status s = mask_action_of(name, action, sink);
    if (listed(o->ids, name))
        *action = MASK_ID;
    else if (listed(o->keep, name) && (*action == MASK_FREE || *action == MASK_SPECIAL))
        *action = MASK_KEEP;
    return s;
}

static bool is_postcode(enum mask_action a)
{
    return a == MASK_HOME_POSTCODE || a == MASK_PLACEMENT_POSTCODE;
}

static void place(struct mask_plan *plan, const struct mask_options *o, int index, struct text name,
                  enum mask_action action)
{
    if (action == MASK_HOME_POSTCODE)
        plan->home = index;
    if (action == MASK_PLACEMENT_POSTCODE)
        plan->placement = index;
    if (listed(o->drop, name))
        return;
    if (action == MASK_SPECIAL)
        note(plan->dropped_special, sizeof plan->dropped_special, name);
    else if (action == MASK_FREE)
        note(plan->dropped_free, sizeof plan->dropped_free, name);
    else if (!is_postcode(action) || o->postcodes == MASK_SECTOR || o->postcodes == MASK_DISTRICT) {
        plan->columns[plan->count++] = (struct mask_column){index, action};
        plan->ids += action == MASK_ID;
    }
}

enum status mask_plan(struct mask_plan *plan, const struct rows *r,
                      const struct mask_options *options, const struct problem_sink *sink)
{
    const struct text *names;
    size_t count = rows_header(r, &names);
    *plan = (struct mask_plan){.home = -1, .placement = -1};
    if (count > MASK_COLUMNS_MOST || !all_there(r, "keep", options->keep, PROBLEM_WARNING, sink) ||
        !all_there(r, "drop", options->drop, PROBLEM_FATAL, sink) ||
        !all_there(r, "id", options->ids, PROBLEM_FATAL, sink))
        return STATUS_FORMAT;
    for (size_t i = 0; i < count; i++) {
        enum mask_action action;
        enum status s = choose(options, names[i], &action, sink);
        if (s != STATUS_OK)
            return s;
        place(plan, options, (int)i, names[i], action);
    }
    plan->distance = options->postcodes == MASK_DISTANCE && plan->home >= 0 && plan->placement >= 0;
    if (!plan->ids) {
        problem_report(sink, PROBLEM_FATAL, "no-id", rows_name(r), 1, NULL,
                       "no column is known to hold ids: name one with --id");
        return STATUS_FORMAT;
    }
    return STATUS_OK;
}

void mask_write_header(const struct mask_plan *plan, const struct rows *r, struct writer *w)
{
    const struct text *names;
    rows_header(r, &names);
    for (size_t i = 0; i < plan->count; i++)
        writer_cell(w, names[plan->columns[i].index]);
    if (plan->distance)
        writer_words(w, "distance_miles");
    writer_row(w);
}
