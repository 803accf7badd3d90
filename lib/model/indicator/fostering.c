// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/indicator/family.h"

/* Fostering: households as spells of approval, places as spells with so many filled and vacant, enquiries as
 * spells of one stage each; on 31 March and in the year to it. */

static const struct text whole = {"", 0};

/* -- households */

enum { KINSHIP, TRANSFERRED_TO };
static const char *const household_marks[] = {"kinship", "carers", NULL};
static const char *const household_columns[] = {
    [KINSHIP] = "kinship", [TRANSFERRED_TO] = "transferred_to", NULL};
enum {
    HOUSEHOLDS,
    MAINSTREAM,
    APPROVED,
    MAINSTREAM_APPROVED,
    APPROVED_ACTIVE,
    DEREGISTERED,
    MAINSTREAM_DEREGISTERED,
    TRANSFERRED,
    SERVICE_DAYS
};
static const struct family_count household_counts[] = {
    [HOUSEHOLDS] = {"households", 0},
    [MAINSTREAM] = {"mainstream_households", 0},
    [APPROVED] = {"approved", 1},
    [MAINSTREAM_APPROVED] = {"mainstream_approved", 1},
    [APPROVED_ACTIVE] = {"approved_active", 1},
    [DEREGISTERED] = {"deregistered", 1},
    [MAINSTREAM_DEREGISTERED] = {"mainstream_deregistered", 1},
    [TRANSFERRED] = {"transferred", 1},
    [SERVICE_DAYS] = {"service_days", 1},
};

/* Mainstream is every household but those approved for children of their family or friends. */
static bool is_mainstream(const struct family_spell *p)
{
    return !text_is(p->cells[KINSHIP], "1") && !text_is_nocase(p->cells[KINSHIP], "yes");
}

static void count_households(struct reckoning *r, const struct subject *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct family_spell *p = &s->spells[i];
        bool mainstream = is_mainstream(p), open = family_open(p, s->on);
        if (open)
            family_add(r, s, HOUSEHOLDS, p, s->on, whole, 1);
        if (open && mainstream)
            family_add(r, s, MAINSTREAM, p, s->on, whole, 1);
        if (family_in_year(s, p->start)) {
            family_add(r, s, APPROVED, p, p->start, whole, 1);
            if (mainstream)
                family_add(r, s, MAINSTREAM_APPROVED, p, p->start, whole, 1);
            if (open)
                family_add(r, s, APPROVED_ACTIVE, p, p->start, whole, 1);
        }
        if (family_in_year(s, p->end)) {
            family_add(r, s, DEREGISTERED, p, p->end, whole, 1);
            if (mainstream)
                family_add(r, s, MAINSTREAM_DEREGISTERED, p, p->end, whole, 1);
            if (p->cells[TRANSFERRED_TO].size)
                family_add(r, s, TRANSFERRED, p, p->end, whole, 1);
            const struct family_time time = {-1, p->end - p->start, 1, false};
            family_add_time(r, s, SERVICE_DAYS, p, p->end, whole, &time);
        }
    }
}

const struct family family_households = {
    .name = "households",
    .marks = household_marks,
    .columns = household_columns,
    .counts = household_counts,
    .count_count = sizeof household_counts / sizeof *household_counts,
    .end_month = 3,
    .end_day = 31,
    .count = count_households,
};

/* -- places */

static const char *const place_marks[] = {"approved", "filled", "vacant", NULL};
static const char *const place_columns[] = {"approved", "filled", "vacant", "not_available", NULL};
static const struct family_count place_counts[] = {{"places_approved", 0},
                                                   {"places_filled", 0},
                                                   {"places_vacant", 0},
                                                   {"places_not_available", 0}};
enum { PLACE_COUNTS = sizeof place_counts / sizeof *place_counts };

static void count_places(struct reckoning *r, const struct subject *s)
{
    for (size_t i = 0; i < s->count; i++)
        for (int k = 0; k < PLACE_COUNTS && family_open(&s->spells[i], s->on); k++) {
            double places;
            if (text_number(s->spells[i].cells[k], &places))
                family_add(r, s, k, &s->spells[i], s->on, whole, places);
        }
}

const struct family family_places = {
    .name = "places",
    .marks = place_marks,
    .columns = place_columns,
    .counts = place_counts,
    .count_count = PLACE_COUNTS,
    .end_month = 3,
    .end_day = 31,
    .count = count_places,
};

/* -- enquiries: who asks, who applies, and what becomes of applications */

enum { STAGE, RESULT, DECIDED_ON, CLOSED_ON };
static const char *const enquiry_marks[] = {"stage", "route", NULL};
static const char *const enquiry_columns[] = {[STAGE] = "stage",
                                              [RESULT] = "result",
                                              [DECIDED_ON] = "decided_on",
                                              [CLOSED_ON] = "closed_on",
                                              NULL};
enum { ENQUIRIES, APPLICATIONS, COMPLETED, APPLICATIONS_OPEN, STAGE_DAYS, DAYS_TO_APPROVAL };
static const struct family_count enquiry_counts[] = {
    [ENQUIRIES] = {"enquiries", 1},
    [APPLICATIONS] = {"applications", 1},
    [COMPLETED] = {"applications_completed", 1},
    [APPLICATIONS_OPEN] = {"applications_open", 0},
    [STAGE_DAYS] = {"stage_days", 1},
    [DAYS_TO_APPROVAL] = {"days_to_approval", 1},
};

/* The day on which an application was decided or closed; DATE_NONE while it is in progress. */
static int32_t completed_on(const struct family_spell *p)
{
    int32_t day;
    if (date_parse(p->cells[DECIDED_ON], &day) != DATE_READ)
        date_parse(p->cells[CLOSED_ON], &day);
    return day;
}

/* How long a stage that began in the year took, and how long it was from an enquiry in the year to its
 * approval (cause 1) or its loss (2); those under way as long as they were seen. */
static void count_times(struct reckoning *r, const struct subject *s, const struct family_spell *p)
{
    if (!family_in_year(s, p->start) || p->start < p->observed_from)
        return;
    struct family_time time = {-1, p->over - p->start, p->end != DATE_NONE, false};
    if (p->end == DATE_NONE)
        time.exit = p->observed_to - p->start;
    family_add_time(r, s, STAGE_DAYS, p, p->start, p->cells[STAGE], &time);
    if (!text_is(p->cells[STAGE], "enquiry"))
        return;
    int32_t completed = completed_on(p);
    bool done = completed != DATE_NONE && completed >= p->start;
    time.exit = (done ? completed : p->observed_to) - p->start;
    time.cause = !done ? 0 : text_is(p->cells[RESULT], "approved") ? 1 : 2;
    for (size_t i = 0; i < s->count && !done; i++) /* as long as any stage was seen */
        if (s->spells[i].observed_to - p->start > time.exit)
            time.exit = s->spells[i].observed_to - p->start;
    family_add_time(r, s, DAYS_TO_APPROVAL, p, p->start, whole, &time);
}

static void count_enquiries(struct reckoning *r, const struct subject *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct family_spell *p = &s->spells[i];
        count_times(r, s, p);
        if (text_is(p->cells[STAGE], "enquiry") && family_in_year(s, p->start))
            family_add(r, s, ENQUIRIES, p, p->start, whole, 1);
        if (!text_is(p->cells[STAGE], "application"))
            continue;
        if (family_in_year(s, p->start))
            family_add(r, s, APPLICATIONS, p, p->start, whole, 1);
        int32_t completed = completed_on(p);
        if (family_in_year(s, completed)) {
            struct text result = p->cells[RESULT];
            family_add(r, s, COMPLETED, p, completed, whole, 1);
            family_add(r, s, COMPLETED, p, completed,
                       result.size ? result : text_of("not recorded"), 1);
        } else if (p->start <= s->on && (completed == DATE_NONE || completed > s->on)) {
            family_add(r, s, APPLICATIONS_OPEN, p, s->on, whole, 1);
        }
    }
}

const struct family family_enquiries = {
    .name = "enquiries",
    .marks = enquiry_marks,
    .columns = enquiry_columns,
    .counts = enquiry_counts,
    .count_count = sizeof enquiry_counts / sizeof *enquiry_counts,
    .end_month = 3,
    .end_day = 31,
    .count = count_enquiries,
};

/* -- children's social workers, one spell a worker */

static const char *const contact_marks[] = {"social_worker", NULL};
static const struct family_count contact_counts[] = {{"children_3_workers", 1}};

/* A child with three or more different workers in the year, on the day of the last change. */
static void count_contacts(struct reckoning *r, const struct subject *s)
{
    const struct family_spell *third = NULL;
    int workers = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct family_spell *p = &s->spells[i];
        bool known = p->start > s->on || p->over <= s->before + 1 || !p->cells[0].size;
        for (size_t k = 0; k < i && !known; k++)
            known =
                text_equal(p->cells[0], s->spells[k].cells[0]) && s->spells[k].over > s->before + 1;
        workers += !known;
        third = !known ? p : third;
    }
    if (workers >= 3)
        family_add(r, s, 0, third, third->start, whole, 1);
}

const struct family family_contacts = {
    .name = "contacts",
    .marks = contact_marks,
    .columns = contact_marks,
    .counts = contact_counts,
    .count_count = 1,
    .end_month = 3,
    .end_day = 31,
    .count = count_contacts,
};
