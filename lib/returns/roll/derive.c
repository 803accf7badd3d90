// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/roll/roll_private.h"

#include <math.h>
#include <string.h>

/* Attributes that are worked out. Households, places and providers get the category, subcategory and
 * placement_kind in which demand counts placements, so that supply meets it, and enquiries that of the
 * homes they lead to; posts get what their census says in several columns. */

enum derived {
    DERIVED_NONE,
    DERIVED_HOUSEHOLD,
    DERIVED_PLACES,
    DERIVED_PROVIDER,
    DERIVED_POST,
    DERIVED_ENQUIRY
};

static enum derived derived_of(const struct roll *r)
{
    static const char *const tables[] = {"",          "households", "places",
                                         "providers", "worker",     "enquiries"};
    for (int i = DERIVED_HOUSEHOLD; i <= DERIVED_ENQUIRY; i++)
        if (strcmp(r->kind->table, tables[i]) == 0)
            return (enum derived)i;
    return DERIVED_NONE;
}

void roll_derived_names(const struct roll *r, const char *const **names)
{
    static const char *const none[] = {NULL};
    static const char *const household[] = {"category", "subcategory", "placement_kind",
                                            "places",   "source",      NULL};
    static const char *const places[] = {"category", "subcategory", "placement_kind",
                                         "sector",   "kinship",     NULL};
    static const char *const provider[] = {"category", "subcategory", "placement_kind", NULL};
    static const char *const post[] = {"census_year", "post_start", "main_post",  "fte",
                                       "seniority",   "route",      "started_as", NULL};
    static const char *const enquiry[] = {"placement_kind", NULL};
    static const char *const *const lists[] = {none, household, places, provider, post, enquiry};
    *names = lists[derived_of(r)];
}

static uint32_t cell_of(const struct roll *r, int table, const struct roll_row *row,
                        const char *name)
{
    int column = row ? roll_column(r, table, name) : -1;
    return column < 0 ? 0 : row->cells[column];
}

/* A code of another table by its word. */
static void write_word(struct roll *r, int table, const struct roll_row *row, const char *name)
{
    int column = row ? roll_column(r, table, name) : -1;
    struct text t = intern_text(&r->values, cell_of(r, table, row, name));
    const struct schema_table *s = column < 0 ? NULL : &r->schema.tables[table];
    const struct code *code =
        s ? codes_find(&r->codes, r->schema.columns[s->first + (size_t)column].code_list, t) : NULL;
    writer_cell(r->out, code && *code->word ? text_of(code->word) : t);
}

static bool value_is(const struct roll *r, uint32_t value, const char *text)
{
    return text_is(intern_text(&r->values, value), text);
}

/* -- kinds of placement */

static void write_category(struct roll *r, const char *type, struct text provider)
{
    const struct placement_category *c = placements_find(&r->placements, text_of(type), provider);
    c = c ? c : &r->placements.unknown;
    writer_words(r->out, c->category);
    writer_words(r->out, c->subcategory);
    writer_words(r->out, c->kind);
}

/* A household as the placements return would code a child placed there; empty when there is none. */
static void write_household_category(struct roll *r, int table, const struct roll_row *row)
{
    uint32_t sector = cell_of(r, table, row, "SECTOR");
    if (!row)
        for (int i = 0; i < 3; i++)
            writer_empty(r->out);
    else if (value_is(r, cell_of(r, table, row, "KINSHIP"), "1"))
        write_category(r, "U3", text_of("PR1"));
    else
        write_category(r, "U6",
                       text_of(value_is(r, sector, "LA")    ? "PR1"
                               : value_is(r, sector, "IFA") ? "PR4"
                                                            : ""));
}

static void write_household(struct roll *r, const struct roll_spell *s, const struct roll_row *row)
{
    uint32_t id = row->cells[r->roles.id];
    const struct roll_row *places = roll_linked(r, &r->partner_link, row->la, id, s->end);
    const struct roll_row *enquiry = roll_linked(r, &r->enquiry_link, row->la, id, s->start + 1);
    write_household_category(r, r->main, row);
    writer_cell(r->out, intern_text(&r->values, cell_of(r, r->partner, places, "APPROVED")));
    write_word(r, r->enquiry_link.table, enquiry, "SOURCE");
    r->unasked += !enquiry;
}

static void write_places(struct roll *r, const struct roll_row *row)
{
    int32_t end = roll_date(r, row->cells[r->roles.end]);
    const struct roll_row *household =
        roll_linked(r, &r->partner_link, row->la, row->cells[r->roles.id], end);
    write_household_category(r, r->partner, household);
    writer_cell(r->out, intern_text(&r->values, cell_of(r, r->partner, household, "SECTOR")));
    writer_cell(r->out, intern_text(&r->values, cell_of(r, r->partner, household, "KINSHIP")));
}

static void write_provider(struct roll *r, const struct roll_row *row)
{
    uint32_t type = cell_of(r, r->main, row, "PLACEMENT_TYPE");
    write_category(r, intern_text(&r->values, type).at,
                   intern_text(&r->values, cell_of(r, r->main, row, "PROVIDER")));
}

/* Relatives who ask are to foster a child they know; all others come to the authority's own service. */
static void write_enquiry(struct roll *r, const struct roll_row *row)
{
    const struct placement_category *c = NULL;
    uint32_t way = cell_of(r, r->main, row, "ROUTE");
    if (value_is(r, way, "KIN"))
        c = placements_find(&r->placements, text_of("U3"), text_of("PR1"));
    else if (value_is(r, way, "MAIN"))
        c = placements_find(&r->placements, text_of("U6"), text_of("PR1"));
    writer_words(r->out, c ? c->kind : "");
}

/* -- posts */

/* Newly qualified: started in the census year as such; not, as elsewhere, every starter. */
static const char *seniority(const struct roll *r, const struct roll_spell *s,
                             const struct roll_row *row)
{
    const struct period_calendar years = {EVERY_YEAR, r->kind->end_month, r->kind->end_day};
    int32_t start = roll_date(r, row->cells[r->roles.start]);
    double role = roll_number(r, cell_of(r, r->main, row, "OrgRole"));
    bool started = start != DATE_NONE && period_year(&years, start) == r->sheets[s->sheet].year;
    if (value_is(r, cell_of(r, r->main, row, "AgencyWorker"), "1"))
        return "5";
    if (started && value_is(r, cell_of(r, r->main, row, "StartOrigin"), "1"))
        return "1";
    return role >= 5 ? "2" : role >= 2 ? "3" : role >= 1 ? "4" : "";
}

static const char *route(const struct roll *r, const struct roll_row *row)
{
    uint32_t level = cell_of(r, r->main, row, "QualLevel");
    if (value_is(r, cell_of(r, r->main, row, "FrontlineGrad"), "1"))
        return "Frontline";
    if (value_is(r, cell_of(r, r->main, row, "StepUpGrad"), "1"))
        return "Step Up";
    return value_is(r, level, "1")   ? "undergraduate"
           : value_is(r, level, "2") ? "postgraduate"
           : value_is(r, level, "3") ? "other"
                                     : "";
}

/* Empty where nobody asked (who started before the first census) or nobody knew. */
static const char *started_as(const struct roll *r, const struct roll_row *row)
{
    double origin = roll_number(r, cell_of(r, r->main, row, "StartOrigin"));
    return origin == 1 ? "newly qualified" : origin >= 2 && origin <= 8 ? "experienced" : "";
}

/* Hours as a share of full time: of a leaver on leaving, else at the census. */
static uint32_t full_time_share(const struct roll *r, const struct roll_row *row)
{
    uint32_t at_census = cell_of(r, r->main, row, "FTE30"), fte = cell_of(r, r->main, row, "FTE");
    bool left = roll_date(r, row->cells[r->roles.end]) != DATE_NONE;
    return (left && fte) || !at_census ? fte : at_census;
}

static void write_post(struct roll *r, const struct roll_spell *s, const struct roll_row *row)
{
    char date[DATE_TEXT];
    const char *senior = seniority(r, s, row);
    const struct code *code = codes_find(&r->codes, "csww_seniority", text_of(senior));
    writer_integer(r->out, r->sheets[s->sheet].year);
    writer_cell(r->out, date_write(roll_date(r, row->cells[r->roles.start]), date));
    writer_words(r->out, s->rank <= 1 ? "1" : "0");
    writer_cell(r->out, intern_text(&r->values, full_time_share(r, row)));
    writer_words(r->out, code ? code->word : "");
    writer_words(r->out, route(r, row));
    writer_words(r->out, started_as(r, row));
}

void roll_write_derived(struct roll *r, const struct roll_spell *s)
{
    const struct roll_row *row = &r->tables[r->main].rows[s->row];
    switch (derived_of(r)) {
    case DERIVED_HOUSEHOLD:
        write_household(r, s, row);
        break;
    case DERIVED_PLACES:
        write_places(r, row);
        break;
    case DERIVED_PROVIDER:
        write_provider(r, row);
        break;
    case DERIVED_POST:
        write_post(r, s, row);
        break;
    case DERIVED_ENQUIRY:
        write_enquiry(r, row);
        break;
    case DERIVED_NONE:
        break;
    }
}
