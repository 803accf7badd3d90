// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "model/synth/service_parameters.h"
#include "model/synth/service_sheets.h"
#include "stats/random/variates.h"

#include <stdlib.h>
#include <string.h>

static const char *const worker_columns[] = {"AgencyWorker",  "SWENo",
                                             "FTE",           "PersonBirthDate",
                                             "GenderCurrent", "Ethnicity",
                                             "QualInst",      "QualLevel",
                                             "StepUpGrad",    "OrgRole",
                                             "RoleStartDate", "StartOrigin",
                                             "RoleEndDate",   "LeaverDestination",
                                             "ReasonLeave",   "FTE30",
                                             "Cases30",       "WorkingDaysLost",
                                             "ContractWeeks", "FrontlineGrad",
                                             "Absat30Sept",   "ReasonAbsence",
                                             "CFKSSstatus",   NULL};
static const char *const la_columns[] = {"NumberOfVacancies", "NoAgencyFTE", "NoAgencyHeadcount",
                                         NULL};

struct census {
    const struct synth_workforce *f;
    const struct synth_settings *settings;
    struct sheet_set *set;
    struct sheet *sheets;
    int year;
    int32_t first, day; /* the year's first day, and 30 September */
    const int *cases;   /* of children in care, by worker */
    double other_cases, in_post, agency_fte;
    int agency;
};

/* Cases of a full-time holder that are not children's in care: children in need, households. */
static double other_cases(const struct census *c)
{
    const struct synth_workforce *f = c->f;
    double holders = 0, own = 0;
    for (size_t i = 0; i < f->worker_count; i++) {
        const struct synth_worker *w = &f->workers[i];
        if (w->start <= c->day && w->left > c->day && workforce_holds_cases(w, c->day))
            holders += w->fte;
        own += c->cases[i];
    }
    double others = holders > 0 ? case_load - own / holders : 0;
    return others > 1 ? others : 1;
}

static int cases(const struct census *c, struct random_stream *r, size_t i)
{
    return c->cases[i] + (int)random_poisson(r, c->f->workers[i].fte * c->other_cases);
}

static void absence(struct sheet_pen *p, struct random_stream *r, const struct synth_worker *w,
                    double part_of_year, bool in_post)
{
    static const char *const reasons[] = {"SIC", "MAT", "TRN", "UNP", "OTH"};
    static const double weight[] = {45, 38, 3, 6, 8};
    bool any = random_uniform(r) < 0.55;
    double days = any ? random_gamma(r, 0.6, absence_days / 0.55 / 0.6) * w->fte * part_of_year : 0;
    bool away = in_post && random_uniform(r) < 0.05;
    size_t why = random_choice(r, weight, 5);
    pen_fixed(p, days, 2);
    pen_skip(p, 1); /* ContractWeeks */
    pen_flag(p, w->frontline);
    if (in_post)
        pen_flag(p, away);
    else
        pen_skip(p, 1);
    pen_words(p, away ? reasons[why] : "");
}

static int practice_level(const struct census *c, const struct synth_worker *w, int32_t day)
{
    int role = workforce_role(w, day);
    bool first_year = w->origin == 1 && c->day - w->start < 365;
    return first_year ? 1 : role >= 4 ? 2 : role == 3 ? 3 : 4;
}

/* A worker of the authority's own, in post or gone within the year. */
static bool own_row(const struct census *c, size_t i)
{
    const struct synth_worker *w = &c->f->workers[i];
    struct random_stream r;
    service_stream(&r, c->settings, w->number, c->day, 0);
    bool gone = w->left <= c->day, started = w->start >= c->first;
    int32_t day = gone ? w->left : c->day;
    struct sheet_pen p = sheet_pen(c->set, &c->sheets[WORKFORCE_WORKERS], c->day);
    pen_words(&p, "0");
    pen_copy(&p, w->number);
    pen_fixed(&p, w->fte, 2);
    pen_date(&p, w->birth);
    pen_words(&p, w->male ? "1" : "2");
    pen_words(&p, w->ethnicity);
    pen_skip(&p, 1);
    pen_integer(&p, w->qualification);
    pen_flag(&p, w->step_up);
    pen_integer(&p, workforce_role(w, day));
    pen_date(&p, w->start);
    if (started)
        pen_integer(&p, w->origin);
    else
        pen_skip(&p, 1);
    pen_date(&p, w->left);
    if (gone) {
        pen_integer(&p, w->destination);
        pen_integer(&p, w->reason);
        pen_skip(&p, 2);
    } else {
        pen_skip(&p, 2);
        pen_fixed(&p, w->fte, 2);
        pen_integer(&p, workforce_holds_cases(w, day) ? cases(c, &r, i) : 0);
    }
    int32_t from = w->start > c->first ? w->start : c->first;
    absence(&p, &r, w, (day - from + 1) / 365.25, !gone);
    pen_integer(&p, practice_level(c, w, day));
    return p.row;
}

static bool agency_row(const struct census *c, size_t i)
{
    const struct synth_worker *w = &c->f->workers[i];
    struct random_stream r;
    service_stream(&r, c->settings, w->number, c->day, 0);
    struct sheet_pen p = sheet_pen(c->set, &c->sheets[WORKFORCE_WORKERS], c->day);
    pen_words(&p, "1");
    pen_copy(&p, w->number);
    pen_fixed(&p, w->fte, 2);
    pen_date(&p, w->birth);
    pen_words(&p, w->male ? "1" : "2");
    pen_words(&p, w->ethnicity);
    pen_skip(&p, 3);
    pen_words(&p, "5");
    pen_date(&p, w->start);
    pen_skip(&p, 4);
    pen_fixed(&p, w->fte, 2);
    pen_integer(&p, cases(c, &r, i));
    pen_skip(&p, 1);
    pen_fixed(&p, (w->left - w->start) / 7.0, 1);
    return p.row;
}

static bool la_row(const struct census *c)
{
    struct sheet_pen p = sheet_pen(c->set, &c->sheets[WORKFORCE_LA], c->day);
    double vacancies = c->f->establishment - c->in_post;
    double covered = c->agency_fte * agency_cover;
    vacancies = vacancies > 0 ? vacancies : 0;
    covered = covered < vacancies ? covered : vacancies;
    double share = c->agency_fte > 0 ? covered / c->agency_fte : 0;
    pen_fixed(&p, vacancies, 2);
    pen_fixed(&p, covered, 2);
    pen_fixed(&p, c->agency * share, 0);
    return p.row;
}

static enum status census_sheets(struct census *c)
{
    c->other_cases = other_cases(c);
    for (size_t i = 0; i < c->f->worker_count; i++) {
        const struct synth_worker *w = &c->f->workers[i];
        bool there = w->start <= c->day && w->left > c->day;
        if (w->start > c->day || w->left < c->first || (w->agency && !there))
            continue;
        if (!(w->agency ? agency_row(c, i) : own_row(c, i)))
            return STATUS_MEMORY;
        c->in_post += there && !w->agency ? w->fte : 0;
        c->agency_fte += w->agency ? w->fte : 0;
        c->agency += w->agency;
    }
    return la_row(c) ? STATUS_OK : STATUS_MEMORY;
}

enum status workforce_sheets(const struct synth_workforce *f, const struct synth_settings *settings,
                             struct sheet_set *set)
{
    int count = f->last - f->first + 1;
    int *own = malloc((f->worker_count + 1) * sizeof *own);
    enum status s = own && sheet_set_init(set, (size_t)count * WORKFORCE_SHEETS, SHEET_DATES_ISO)
                        ? STATUS_OK
                        : STATUS_MEMORY;
    for (int i = 0; i < count && s == STATUS_OK; i++) {
        int year = f->first + i;
        struct sheet *sheets = set->sheets + i * WORKFORCE_SHEETS;
        sheet_begin(&sheets[WORKFORCE_WORKERS], year, "csww_worker.csv", worker_columns);
        sheet_begin(&sheets[WORKFORCE_LA], year, "csww_la.csv", la_columns);
        memset(own, 0, f->worker_count * sizeof *own);
        for (size_t k = 0; k < f->case_count; k++)
            own[f->cases[k].worker] += f->cases[k].census == year;
        s = census_sheets(&(struct census){.f = f,
                                           .settings = settings,
                                           .set = set,
                                           .sheets = sheets,
                                           .year = year,
                                           .first = workforce_census_day(year - 1) + 1,
                                           .day = workforce_census_day(year),
                                           .cases = own});
    }
    free(own);
    return s;
}
