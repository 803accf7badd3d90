// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TESTS_IDENTITY_ANSWER_H
#define HEARTH_TESTS_IDENTITY_ANSWER_H

/* Stock and flow of a random spell file by the plain definitions: day by day and spell by spell,
 * without any of the shortcuts of lib/model/population. */
#include "unit/identity_files.h"

#include "calendar/period.h"

enum { LABELS_MOST = 150, DATES_MOST = 80, MEASURES = 8 };
enum { STARTS, ENDS, IN, OUT, WITHIN, AGED_IN, AGED_OUT, NET };

/* What is asked of one file. */
struct question {
    bool by_category, by_band, by_la, by_tenure, by_year;
    const char *by, *where;
    struct period_calendar calendar;
};

/* What the definitions give. */
struct answer {
    int32_t dates[DATES_MOST];
    int date_count;
    char labels[LABELS_MOST][48];
    int label_count;
    int flow[LABELS_MOST][MEASURES][DATES_MOST];
    int stock[LABELS_MOST][DATES_MOST];
    bool unseen_stock[LABELS_MOST][DATES_MOST], unseen_flow[LABELS_MOST][DATES_MOST];
    bool la_in[LABELS_MOST][3];
};

/* Completed years, by walking through all days from one anniversary to the next. */
static void walk_years(int32_t since, int16_t years[DAYS_MOST])
{
    int16_t completed = -1;
    int32_t next = since == DATE_NONE ? INT32_MAX : since;
    for (int32_t day = EARLIEST; day < EARLIEST + DAYS_MOST; day++) {
        while (next <= day)
            next = date_birthday(since, ++completed + 1);
        years[day - EARLIEST] = completed;
    }
}

static void find_years(struct file *f)
{
    for (int i = 0; i < f->count; i++) {
        walk_years(f->records[i].birth, f->records[i].age);
        walk_years(f->records[i].placement, f->records[i].tenure);
    }
}

/* Before the first and after the last of these days nothing is written, and labels don't matter. */
static int years_on(const int16_t years[DAYS_MOST], int32_t on)
{
    return on < EARLIEST || on >= EARLIEST + DAYS_MOST ? -1 : years[on - EARLIEST];
}

static const char *band(int age)
{
    return age < 0     ? ""
           : age < 1   ? "under 1"
           : age < 5   ? "1-4"
           : age < 10  ? "5-9"
           : age <= 15 ? "10-15"
                       : "16 and over";
}

static bool selected(const struct record *r, const struct question *q)
{
    return !q->where || strncmp(q->where, "category=", 9) != 0 ||
           strstr(q->where, categories[r->category]);
}

/* The group of a spell on a day as its labels joined by '|'; false when --where leaves it out. */
static bool label_of(const struct record *r, int32_t on, const struct question *q, char label[48])
{
    int age = years_on(r->age, on);
    if (!selected(r, q))
        return false;
    if (q->where && strncmp(q->where, "age_band=", 9) == 0 && age < 10)
        return false;
    label[0] = '\0';
    if (q->by_la)
        sprintf(label + strlen(label), "%s|", authorities[r->la]);
    if (q->by_category)
        sprintf(label + strlen(label), "%s|", categories[r->category]);
    if (q->by_band)
        sprintf(label + strlen(label), "%s|", band(age));
    if (q->by_tenure)
        sprintf(label + strlen(label), "%d|", years_on(r->tenure, on));
    if (q->by_year) {
        int year, month, day;
        date_split(on, &year, &month, &day);
        sprintf(label + strlen(label), "%d|", year + (month > 3));
    }
    return true;
}

static int label_index(struct answer *a, const char *label)
{
    int i = 0;
    while (i < a->label_count && strcmp(a->labels[i], label) != 0)
        i++;
    if (i == a->label_count) {
        assert_true(i < LABELS_MOST);
        strcpy(a->labels[i], label);
        a->label_count++;
    }
    return i;
}

static void find_dates(const struct file *f, const struct question *q, struct answer *a)
{
    bool in[3] = {false}, any = false;
    for (int i = 0; i < f->count; i++)
        if (selected(&f->records[i], q))
            any = in[f->records[i].la] = true;
    int32_t first = INT32_MAX, last = INT32_MIN;
    for (int i = 0; i < f->count; i++) {
        const struct record *r = &f->records[i];
        if (any && !in[r->la])
            continue;
        first = r->from < first ? r->from : first;
        last = r->to > last ? r->to : last;
    }
    for (int32_t day = first - 1; day <= last; day++)
        if (period_end_from(&q->calendar, day) == day) {
            assert_true(a->date_count < DATES_MOST);
            a->dates[a->date_count++] = day;
        }
}

static void add_event(struct answer *a, const struct record *r, int32_t day,
                      const struct question *q, int measure)
{
    char label[48];
    if (!label_of(r, day, q, label))
        return;
    int l = label_index(a, label);
    if (a->date_count && day <= a->dates[a->date_count - 1])
        a->la_in[l][r->la] = true;
    for (int d = 1; d < a->date_count; d++)
        if (day > a->dates[d - 1] && day <= a->dates[d])
            a->flow[l][measure][d]++;
}

/* A start in the group of TO, an end in that of FROM, on one day. */
static void add_move(struct answer *a, const struct record *from, const struct record *to,
                     const struct question *q)
{
    char old[48] = "outside", new[48] = "outside";
    bool was = label_of(from, to->start, q, old), is = label_of(to, to->start, q, new);
    if (was != is || strcmp(old, new) != 0) {
        add_event(a, from, to->start, q, OUT);
        add_event(a, to, to->start, q, IN);
    } else if (from->placement != to->placement) {
        add_event(a, to, to->start, q, WITHIN);
    }
}

static void find_events(const struct file *f, const struct question *q, struct answer *a)
{
    bool taken[SPELLS_MOST] = {false}, moved[SPELLS_MOST] = {false};
    for (int j = 0; j < f->count; j++)
        for (int i = 0; i < j; i++) {
            const struct record *from = &f->records[i], *to = &f->records[j];
            if (from->la != to->la || from->id != to->id || from->over != to->start || taken[i])
                continue;
            taken[i] = moved[j] = true;
            add_move(a, from, to, q);
            break;
        }
    for (int i = 0; i < f->count; i++) {
        const struct record *r = &f->records[i];
        if (!moved[i])
            add_event(a, r, r->start, q, STARTS);
        if (!taken[i])
            add_event(a, r, r->over, q, ENDS);
    }
}

/* Day by day: is the group still the one of the day before? (Columns don't change along a spell.) */
static void find_ageing(const struct file *f, const struct question *q, struct answer *a)
{
    bool derived = q->by_band || q->by_tenure || q->by_year || q->where;
    for (int i = 0; derived && i < f->count; i++) {
        const struct record *r = &f->records[i];
        char old[48] = "outside";
        label_of(r, r->start, q, old);
        int32_t last = a->date_count ? a->dates[a->date_count - 1] : r->start;
        for (int32_t day = r->start + 1; day <= r->over && day <= last; day++) {
            char new[48] = "outside";
            label_of(r, day, q, new);
            if (strcmp(old, new) == 0)
                continue;
            int l = strcmp(old, "outside") != 0 ? label_index(a, old) : -1;
            for (int d = 1; l >= 0 && d < a->date_count; d++)
                if (day > a->dates[d - 1] && day <= a->dates[d])
                    a->flow[l][AGED_OUT][d]++;
            if (l >= 0)
                a->la_in[l][r->la] = true;
            add_event(a, r, day, q, AGED_IN);
            strcpy(old, new);
        }
    }
}

static void find_stock(const struct file *f, const struct question *q, struct answer *a)
{
    for (int i = 0; i < f->count; i++)
        for (int d = 0; d < a->date_count; d++) {
            const struct record *r = &f->records[i];
            char label[48];
            if (r->start <= a->dates[d] && a->dates[d] < r->over &&
                label_of(r, a->dates[d], q, label))
                a->stock[label_index(a, label)][d]++;
        }
}

/* Was authority LA out of sight on DAY? Outside its windows, or between a window's end and the next
 * window's beginning with neither in between. */
static bool is_unseen(const struct file *f, int la, int32_t day)
{
    int32_t before = INT32_MIN, after = INT32_MAX;
    bool before_is_end = false, after_is_begin = false;
    for (int i = 0; i < f->count; i++) {
        const struct record *r = &f->records[i];
        if (r->la != la)
            continue;
        if (r->from == day || r->to == day)
            return false;
        if (r->from < day && r->from > before) {
            before = r->from;
            before_is_end = false;
        }
        if (r->to < day && r->to >= before) {
            before = r->to;
            before_is_end = true;
        }
        if (r->to > day && r->to < after) {
            after = r->to;
            after_is_begin = false;
        }
        if (r->from > day && r->from <= after) {
            after = r->from;
            after_is_begin = true;
        }
    }
    return before == INT32_MIN || after == INT32_MAX || (before_is_end && after_is_begin);
}

static void find_unseen_days(struct file *f)
{
    for (int la = 0; la < 3; la++)
        for (int day = 0; day < DAYS_MOST; day++)
            f->unseen[la][day] = is_unseen(f, la, EARLIEST + day);
}

static bool begins_next(const struct file *f, int la, int32_t day)
{
    int32_t first = INT32_MAX;
    for (int i = 0; i < f->count; i++)
        if (f->records[i].la == la && f->records[i].from < first)
            first = f->records[i].from;
    return first == day + 1;
}

static void find_unseen(const struct file *f, struct answer *a)
{
    for (int la = 0; la < 3; la++)
        for (int d = 0; d < a->date_count; d++) {
            bool stock = f->unseen[la][a->dates[d] - EARLIEST] && !begins_next(f, la, a->dates[d]);
            bool flow = false;
            for (int32_t day = d ? a->dates[d - 1] + 1 : a->dates[d]; day <= a->dates[d]; day++)
                flow |= f->unseen[la][day - EARLIEST];
            for (int l = 0; l < a->label_count; l++)
                if (a->la_in[l][la]) {
                    a->unseen_stock[l][d] |= stock;
                    a->unseen_flow[l][d] |= flow;
                }
        }
}

#endif
