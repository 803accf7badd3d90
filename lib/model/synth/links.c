// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/links.h"
#include "calendar/date.h"

static void link_row(struct writer *w, const char *la, const char *link, const char *child,
                     const char *household, const char *worker, int32_t from, int32_t to)
{
    char date[DATE_TEXT];
    writer_words(w, la);
    writer_words(w, link);
    writer_words(w, child);
    writer_words(w, household);
    writer_words(w, worker);
    writer_cell(w, date_write(from, date));
    writer_cell(w, date_write(to, date));
    writer_row(w);
}

void links_begin(struct writer *w)
{
    writer_raw(w, text_of("la,link,child,household,worker,from,to"));
}

void links_write(struct writer *w, const struct synth_made *made)
{
    const char *la = made->authority.settings.la;
    for (size_t i = 0; i < made->fostering.lodging_count; i++) {
        const struct synth_lodging *l = &made->fostering.lodgings[i];
        link_row(w, la, l->staying_put ? "staying put" : "lodging", l->child->id,
                 made->fostering.households[l->household].id, "", l->start, l->end);
    }
    for (size_t i = 0; i < made->workforce.case_count; i++) {
        const struct synth_case *c = &made->workforce.cases[i];
        link_row(w, la, "case", c->child->id, "", made->workforce.workers[c->worker].number,
                 workforce_census_day(c->census), DATE_NONE);
    }
}
