// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/population/population_private.h"

#include <stdio.h>

enum { NAME_ROOM = 80 };

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void note(const struct population *p, enum problem_level level, const char *kind,
                 const char *text)
{
    problem_report(p->sink, level, kind, NULL, 0, NULL, "%s", text);
}

static void note_overlaps(const struct population *p)
{
    char text[256];
    size_t n = p->overlaps;
    if (!n)
        return;
    snprintf(text, sizeof text,
             "%zu spell%s begin%s while an earlier spell of the same id lasts (the first on line "
             "%zu): each spell is counted",
             n, plural(n), n == 1 ? "s" : "", p->overlap_line);
    note(p, PROBLEM_WARNING, "overlap", text);
}

static void note_stale(const struct population *p)
{
    char text[256], date[DATE_TEXT];
    size_t n = p->coverage.stale;
    int32_t first, last;
    if (!n || !coverage_span(&p->coverage, &first, &last))
        return;
    date_write(last, date);
    snprintf(text, sizeof text,
             "%zu open spell%s %s last seen before %s: counted as %send%s on the day after; the "
             "reason is unknown",
             n, plural(n), n == 1 ? "was" : "were",
             p->coverage.count == 1 ? date : "the authority's last day", n == 1 ? "an " : "",
             plural(n));
    note(p, PROBLEM_WARNING, "stale", text);
}

/* "la 301", or what stands for it where the column is empty. */
static const char *authority_name(const struct coverage_authority *a, char buffer[NAME_ROOM])
{
    char shown[64];
    if (!a->name.size)
        return "the authority";
    snprintf(buffer, NAME_ROOM, "la %s", text_show(a->name, shown, sizeof shown));
    return buffer;
}

/* True when a written value depends on one of the days FROM ... TO. */
static bool matters(const struct population *p, int32_t from, int32_t to)
{
    const struct tally *t = &p->tally;
    bool stock = p->settings.what == POPULATION_STOCK;
    int32_t first, last;
    population_places(p, &first, &last);
    int32_t place = tally_place(t, from);
    if (!stock)
        first++;
    for (place = place < first ? first : place; place <= last; place++) {
        int32_t end = tally_end(t, place);
        int32_t begin = stock ? end : tally_end(t, place - 1) + 1;
        if (begin > to)
            return false;
        if (end >= from && population_wants(p, end))
            return true;
    }
    return false;
}

/* "la 301 was not seen before 2016-04-01: ..."; a date that is DATE_NONE leaves its word out. */
static void note_unseen(const struct population *p, const struct coverage_authority *a,
                        const char *word, int32_t date, const char *second_word,
                        int32_t second_date)
{
    char text[256], name[NAME_ROOM], date_text[DATE_TEXT], second_text[DATE_TEXT];
    date_write(date, date_text);
    date_write(second_date, second_text);
    snprintf(text, sizeof text,
             "%s was not seen %s %s%s%s: the values it is part of are empty there, with status x",
             authority_name(a, name), word, date_text, second_word, second_text);
    note(p, PROBLEM_WARNING, "unseen", text);
}

static void note_authority(const struct population *p, const struct coverage_authority *a,
                           int32_t earliest, int32_t latest)
{
    /* The stock of the day before the first one is known. */
    int32_t unseen_to = a->first - (p->settings.what == POPULATION_STOCK ? 2 : 1);
    if (a->first > earliest && matters(p, earliest, unseen_to))
        note_unseen(p, a, "before", a->first, "", DATE_NONE);
    for (size_t i = a->gap; i < a->gap + a->gaps; i++) {
        const struct coverage_gap *gap = &p->coverage.gaps[i];
        if (matters(p, gap->from, gap->to))
            note_unseen(p, a, "from", gap->from, " to ", gap->to);
    }
    if (a->last < latest && matters(p, a->last + 1, latest))
        note_unseen(p, a, "after", a->last, "", DATE_NONE);
}

static void note_part(const struct population *p, int32_t place, const char *how, int32_t date)
{
    char text[160], end_text[DATE_TEXT], date_text[DATE_TEXT];
    int32_t end = tally_end(&p->tally, place);
    if (!population_wants(p, end))
        return;
    date_write(end, end_text);
    date_write(date, date_text);
    snprintf(text, sizeof text, "the %s to %s is seen only %s %s: not written",
             period_every_name(p->settings.calendar.every), end_text, how, date_text);
    note(p, PROBLEM_NOTE, "part", text);
}

/* --from and --to may lie outside of what is known: an empty table would then look like an answer. */
static void note_no_date(const struct population *p, int32_t first, int32_t last)
{
    char text[160], first_text[DATE_TEXT], last_text[DATE_TEXT];
    if (p->settings.what != POPULATION_STOCK)
        first++;
    if (first > last)
        return;
    for (int32_t place = first; place <= last; place++)
        if (population_wants(p, tally_end(&p->tally, place)))
            return;
    date_write(tally_end(&p->tally, first), first_text);
    date_write(tally_end(&p->tally, last), last_text);
    snprintf(text, sizeof text, "--from and --to leave no date: there are %s to %s", first_text,
             last_text);
    note(p, PROBLEM_WARNING, "no-date", text);
}

void population_notes(const struct population *p)
{
    int32_t first, last, from, to;
    note_overlaps(p);
    note_stale(p);
    if (!p->selected)
        note(p, PROBLEM_WARNING, "none-selected", "--where leaves no spell");
    bool some = population_places(p, &first, &last);
    coverage_span(&p->coverage, &from, &to);
    for (uint32_t i = 0; some && i < p->coverage.count; i++)
        if (p->coverage.authorities[i].selected)
            note_authority(p, &p->coverage.authorities[i], from, to);
    if (some)
        note_no_date(p, first, last);
    if (p->settings.what != POPULATION_STOCK && tally_end(&p->tally, first) != from - 1)
        note_part(p, first, "from", from);
    if (tally_end(&p->tally, tally_place(&p->tally, to)) != to &&
        (some || p->settings.what == POPULATION_STOCK))
        note_part(p, tally_place(&p->tally, to), "to", to);
}
