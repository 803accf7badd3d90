// SPDX-License-Identifier: GPL-3.0-or-later
/* Writes a made-up return of fostering enquiries of which the truth is known:
 * make_enquiries MONTHS [A_MONTH [SEED [LATE]]]. From April 2018 on so many enquiries begin a month on average
 * (negative binomial, with a season and a slow drift). Each is followed to its end; what lies after
 * the last day is left blank, as a return made on that day would have it. With LATE, enquiries are entered
 * so many days late on average (exponential), and those not entered by the last day are missing.
 *
 * The truth: a stage lasts a gamma time; it is passed with a chance that differs by channel (of an
 * enquirer through a foster carer the first two are half as large again). The chances of one cohort
 * vary by month, too (a beta with `alike` cases). */
#include "calendar/date.h"
#include "stats/random/variates.h"
#include "stats/stats.h"
#include "table/writer.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

enum { ENQUIRY, VISIT, APPLICATION, STAGE1, STAGE2, PANEL, DECISION, STAGES };
static const struct {
    double passes, days, shape;
} truth[STAGES] = {
    {.45, 12, 1.2}, {.45, 30, 1.5}, {.9, 10, 2}, {.75, 70, 3},
    {.85, 90, 4},   {.97, 20, 4},   {.96, 8, 3},
};
static const char *const end_stages[STAGES] = {"ENQ", "VISIT", "APP", "ST1", "ST2", "PANEL", "DEC"};
static const char *const channels[] = {"WEB", "SOCIAL", "CARER", "EVENT"};
static const double channel_weight[] = {.45, .3, .15, .1};
static const double alike = 60;

static void date_cell(struct writer *w, int32_t date, int32_t last)
{
    char text[DATE_TEXT];
    writer_cell(w, date_write(date == DATE_NONE || date > last ? DATE_NONE : date, text));
}

struct enquiry {
    int32_t begins[STAGES + 1]; /* of each stage reached; of the last one: the approval */
    int stage;                  /* in which it ended; STAGES: approved */
    int32_t ended;
};

static void live(struct random_stream *s, struct enquiry *e, int32_t begun, int carer,
                 const double *month)
{
    int32_t day = begun;
    for (int i = 0; i <= STAGES; i++)
        e->begins[i] = DATE_NONE;
    for (e->stage = 0; e->stage < STAGES; e->stage++) {
        e->begins[e->stage] = day;
        day += (int32_t)random_gamma(s, truth[e->stage].shape,
                                     truth[e->stage].days / truth[e->stage].shape);
        double chance = month[e->stage] * (carer && e->stage < 2 ? 1.5 : 1);
        if (random_uniform(s) > (chance < .99 ? chance : .99))
            break;
    }
    if (e->stage == STAGES)
        e->begins[STAGES] = day;
    e->ended = day;
}

static void write_outcome(struct writer *w, struct random_stream *s, const struct enquiry *e,
                          int32_t last)
{
    static const char *const reasons[] = {"AW1", "AW2", "AW3", "AW4", "AW5", "AW0"};
    double u = random_uniform(s);
    const char *reason = reasons[random_below(s, 6)];
    const char *outcome = e->stage == STAGES     ? "APPROVED"
                          : e->stage == DECISION ? "NOTAPPR"
                          : u < .6               ? "WD_APP"
                                                 : "WD_AGENCY";
    int known = e->ended <= last;
    writer_words(w, known ? outcome : "");
    date_cell(w, e->ended, last);
    writer_words(w, known ? end_stages[e->stage < STAGES ? e->stage : DECISION] : "");
    writer_words(w, known && *outcome == 'W' && u < .6 ? reason : "");
}

static void write_enquiry(struct writer *w, struct random_stream *s, long number,
                          const char *channel, const struct enquiry *e, int32_t recorded,
                          int32_t last)
{
    const int32_t *b = e->begins;
    writer_integer(w, 100000 + number);
    writer_words(w, "9999999");
    writer_words(w, "999");
    writer_words(w, channel);
    writer_words(w, "MAIN");
    const int32_t dates[] = {b[ENQUIRY],
                             b[VISIT],
                             b[APPLICATION],
                             b[STAGE1],
                             b[STAGE2],
                             b[STAGE2],
                             b[PANEL],
                             b[DECISION],
                             e->stage == STAGES     ? b[STAGES]
                             : e->stage == DECISION ? e->ended
                                                    : DATE_NONE};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        date_cell(w, dates[i], last);
    write_outcome(w, s, e, last);
    date_cell(w, recorded, last);
    writer_row(w);
}

int main(int argc, char **argv)
{
    static const char *const header[] = {"ENQUIRY_ID",
                                         "AGENCY_URN",
                                         "LA",
                                         "SOURCE",
                                         "ROUTE",
                                         "ENQUIRY_DATE",
                                         "INITIAL_VISIT_DATE",
                                         "APPLICATION_DATE",
                                         "STAGE1_START",
                                         "STAGE1_END",
                                         "STAGE2_START",
                                         "STAGE2_END",
                                         "PANEL_DATE",
                                         "DECISION_DATE",
                                         "OUTCOME",
                                         "END_DATE",
                                         "END_STAGE",
                                         "WITHDRAW_REASON",
                                         "RECORDED_DATE"};
    int months = argc > 1 ? atoi(argv[1]) : 60;
    double a_month = argc > 2 ? atof(argv[2]) : 30;
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    double late = argc > 4 ? atof(argv[4]) : 0;
    int32_t first = date_of(2018, 4, 1), last = date_add_months(first, months) - 1;
    long number = 0;
    stats_begin();
    struct writer *w = writer_open(STDOUT_FILENO);
    for (size_t i = 0; i < sizeof header / sizeof *header; i++)
        writer_words(w, header[i]);
    writer_row(w);
    double drift = 0;
    for (int m = 0; m < months; m++) {
        struct random_stream s;
        struct random_stream late_stream;
        random_start(&s, seed, "make_enquiries", text_of(""), text_of(""), (uint64_t)m);
        random_start(&late_stream, seed, "make_enquiries", text_of(""), text_of("late"),
                     (uint64_t)m);
        drift += .05 * random_normal(&s);
        double season = 1 + .25 * sin(2 * M_PI * m / 12), chances[STAGES];
        for (int i = 0; i < STAGES; i++)
            chances[i] = random_beta(&s, alike * truth[i].passes, alike * (1 - truth[i].passes));
        int32_t begin = date_add_months(first, m), end = date_add_months(first, m + 1);
        unsigned n = random_negative_binomial(&s, a_month * season * exp(drift), 20);
        for (unsigned i = 0; i < n; i++) {
            struct enquiry e;
            size_t channel = random_choice(&s, channel_weight, 4);
            live(&s, &e, begin + (int32_t)random_below(&s, (uint32_t)(end - begin)), channel == 2,
                 chances);
            int32_t recorded = DATE_NONE;
            if (late > 0)
                recorded = e.begins[ENQUIRY] + (int32_t)random_exponential(&late_stream, 1 / late);
            if (recorded == DATE_NONE || recorded <= last)
                write_enquiry(w, &s, ++number, channels[channel], &e, recorded, last);
        }
    }
    return writer_close(w) == STATUS_OK ? 0 : 1;
}
