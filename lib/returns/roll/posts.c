// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/roll/roll_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Rows of yearly workforce censuses to posts. A row is a post of a worker as one census knew it: in post
 * on 30 September, or left in the year. Rows of several censuses are the same post when authority,
 * register number, birth date, agency or not, and start are; several such rows in one census are told
 * apart by their seniority. The newest says how the post went on. A row that stands twice in a census,
 * alike in every cell, counts once.
 *
 * What is asked once, of starters (where they came from), and what does not change (qualification, route) is
 * carried on from census to census where the later ones leave it blank.
 *
 * Headcount. The published figures count a worker once: of the posts in which somebody (authority,
 * register number, birth date, gender, ethnicity) is on 30 September the most senior; of those that
 * end on one day the most senior. That is main_post = 1. Hours (fte) are never counted once: all posts.
 * Agency workers are never counted once either.
 *
 * A post that one census has and the next has neither as in post nor as left is not ended, but lost from
 * sight: it was seen to the end of the first. (The published stocks and flows don't close either.) */

enum post_column { AGENCY, BIRTH, GENDER, ETHNICITY, ROLE, FTE, FTE_CENSUS, POST_COLUMNS };

struct post {
    uint32_t row, la, id;
    uint32_t cell[POST_COLUMNS];
    int32_t start; /* as given; DATE_NONE = not known */
    int32_t end;
    double role, fte;
    int year;
    uint32_t ordinal; /* among posts alike in one census */
    uint16_t rank;
    bool copy;
};

struct posts {
    struct roll *r;
    struct post *list;
    size_t count;
};

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

/* -- rows to posts */

static void find_columns(const struct roll *r, int *column)
{
    static const char *const names[POST_COLUMNS] = {
        "AgencyWorker", "PersonBirthDate", "GenderCurrent", "Ethnicity", "OrgRole", "FTE", "FTE30"};
    for (int i = 0; i < POST_COLUMNS; i++)
        column[i] = roll_column(r, r->main, names[i]);
}

/* The dates of a row, as far as its census can know them; false when it is left out. */
static bool read_dates(struct roll *r, const struct roll_row *row, struct post *p)
{
    char a[DATE_TEXT], b[DATE_TEXT], text[80];
    int32_t census = date_of(p->year, 9, 30);
    p->start = roll_date(r, row->cells[r->roles.start]);
    p->end = roll_date(r, row->cells[r->roles.end]);
    if (p->start > census) {
        snprintf(text, sizeof text, "%s is after the census of %d", date_write(p->start, a).at,
                 p->year);
        roll_leave_out(r, row, ROLL_AFTER_YEAR, r->roles.start, text);
        return false;
    }
    if (p->end != DATE_NONE && p->start == DATE_NONE) {
        roll_leave_out(r, row, ROLL_NO_START, r->roles.start, "empty: a post that ended, no start");
        return false;
    }
    if (p->end != DATE_NONE && p->end < p->start) {
        date_write(p->start, a);
        date_write(p->end, b);
        snprintf(text, sizeof text, "%s is before the start (%s)", b, a);
        roll_leave_out(r, row, ROLL_END_FIRST, r->roles.end, text);
        return false;
    }
    r->late_ends += p->end > census;
    r->last_day += p->end == census;
    if (p->end > census || (p->end == census && r->options->last_day_stays))
        p->end = DATE_NONE;
    return true;
}

/* Hours that are missing, or more than anybody's: named and kept. */
static void check_hours(struct roll *r, const struct roll_row *row, const struct post *p,
                        const int *column)
{
    static const double fte_most = 1.5;
    int at = p->cell[FTE_CENSUS] ? FTE_CENSUS : FTE;
    r->no_hours += isnan(p->fte) && p->end == DATE_NONE;
    if (!(p->fte > fte_most))
        return;
    const struct roll_table *t = &r->tables[r->main];
    r->heavy++;
    problem_report(r->sink, PROBLEM_WARNING, "heavy", roll_path(r, row->file), row->line,
                   r->schema.columns[t->schema->first + (size_t)column[at]].name,
                   "%g full-time equivalents are more than 1.5; kept as it is", p->fte);
}

static enum status collect(struct posts *posts)
{
    struct roll *r = posts->r;
    const struct roll_table *t = &r->tables[r->main];
    int column[POST_COLUMNS];
    find_columns(r, column);
    posts->list = malloc((t->count + 1) * sizeof *posts->list);
    if (!posts->list)
        return STATUS_MEMORY;
    for (uint32_t i = 0; i < t->count; i++) {
        const struct roll_row *row = &t->rows[i];
        struct post p = {.row = i, .la = row->la, .id = row->cells[r->roles.id]};
        p.year = r->sheets[row->sheet].year;
        if (!p.year) {
            roll_leave_out(r, row, ROLL_NO_YEAR, -1, "the year of its census is not known");
            continue;
        }
        if (!read_dates(r, row, &p))
            continue;
        for (int k = 0; k < POST_COLUMNS; k++)
            p.cell[k] = column[k] < 0 ? 0 : row->cells[column[k]];
        p.role = roll_number(r, p.cell[ROLE]);
        p.role = isnan(p.role) ? 99 : p.role;
        p.fte = roll_number(r, p.cell[p.cell[FTE_CENSUS] ? FTE_CENSUS : FTE]);
        check_hours(r, row, &p, column);
        p.fte = isnan(p.fte) ? 0 : p.fte;
        posts->list[posts->count++] = p;
    }
    return STATUS_OK;
}

/* -- who is the same */

static int compare_worker(const struct post *a, const struct post *b)
{
    int c = compare(a->la, b->la);
    c = c ? c : compare(a->id, b->id);
    c = c ? c : compare(a->cell[BIRTH], b->cell[BIRTH]);
    return c ? c : compare(a->cell[AGENCY], b->cell[AGENCY]);
}

/* The most senior, longest and fullest first. */
static int compare_seniority(const struct post *a, const struct post *b)
{
    int c = compare_numbers(a->role, b->role);
    c = c ? c : compare(a->start, b->start);
    c = c ? c : compare_numbers(b->fte, a->fte);
    return c ? c : compare(a->row, b->row);
}

/* For ranks: worker with gender and ethnicity, census, in post or day of leaving; then seniority. */
static int same_headcount(const struct post *a, const struct post *b)
{
    int c = compare_worker(a, b);
    c = c ? c : compare(a->cell[GENDER], b->cell[GENDER]);
    c = c ? c : compare(a->cell[ETHNICITY], b->cell[ETHNICITY]);
    c = c ? c : compare(a->year, b->year);
    return c ? c : compare(a->end, b->end);
}

static int by_headcount(const void *a, const void *b)
{
    int c = same_headcount(a, b);
    return c ? c : compare_seniority(a, b);
}

/* For posts: worker, start, census; then seniority. */
static int same_census(const struct post *a, const struct post *b)
{
    int c = compare_worker(a, b);
    c = c ? c : compare(a->start, b->start);
    return c ? c : compare(a->year, b->year);
}

static int by_census(const void *a, const void *b)
{
    int c = same_census(a, b);
    return c ? c : compare_seniority(a, b);
}

static int same_post(const struct post *a, const struct post *b)
{
    int c = compare_worker(a, b);
    c = c ? c : compare(a->start, b->start);
    return c ? c : compare(a->ordinal, b->ordinal);
}

static int by_post(const void *a, const void *b)
{
    const struct post *x = a, *y = b;
    int c = same_post(x, y);
    c = c ? c : compare(x->year, y->year);
    return c ? c : compare(x->row, y->row);
}

static bool same_cells(const struct roll *r, const struct post *a, const struct post *b)
{
    const struct roll_table *t = &r->tables[r->main];
    return memcmp(t->rows[a->row].cells, t->rows[b->row].cells,
                  t->schema->count * sizeof(uint32_t)) == 0;
}

static bool is_agency(const struct roll *r, const struct post *p)
{
    return text_is(intern_text(&r->values, p->cell[AGENCY]), "1");
}

/* Drops rows that stand twice in a census, numbers posts alike, and ranks those of one worker. */
static void number_posts(struct posts *posts)
{
    struct post *p = posts->list;
    size_t kept = 0;
    qsort(p, posts->count, sizeof *p, by_census);
    for (size_t i = 0; i < posts->count; i++) {
        bool alike = kept && same_census(&p[kept - 1], &p[i]) == 0;
        if (alike && same_cells(posts->r, &p[kept - 1], &p[i]))
            continue;
        p[i].ordinal = alike ? p[kept - 1].ordinal + 1 : 0;
        p[kept++] = p[i];
    }
    posts->count = kept;
    qsort(p, posts->count, sizeof *p, by_headcount);
    for (size_t i = 0; i < posts->count; i++) {
        bool again = i && !is_agency(posts->r, &p[i]) && same_headcount(&p[i - 1], &p[i]) == 0;
        p[i].rank = again ? (uint16_t)(p[i - 1].rank + (p[i - 1].rank < UINT16_MAX)) : 1;
    }
    qsort(p, posts->count, sizeof *p, by_post);
}

/* A register number that people of two birth dates share is no id: the birth date makes it one. */
static enum status part_shared_ids(struct posts *posts)
{
    struct roll *r = posts->r;
    struct post *p = posts->list;
    for (size_t i = 0; i < posts->count;) {
        size_t k = i + 1;
        bool shared = false;
        for (; k < posts->count && p[k].la == p[i].la && p[k].id == p[i].id; k++)
            shared |= p[k].cell[BIRTH] && p[i].cell[BIRTH] && p[k].cell[BIRTH] != p[i].cell[BIRTH];
        r->shared_ids += shared;
        for (; i < k; i++) {
            char text[300];
            if (!shared)
                continue;
            snprintf(text, sizeof text, "%.250s/%s", intern_text(&r->values, p[i].id).at,
                     intern_text(&r->values, p[i].cell[BIRTH]).at);
            p[i].id = intern_add(&r->values, text_of(text));
            if (p[i].id == INTERN_NONE)
                return STATUS_MEMORY;
        }
    }
    return STATUS_OK;
}

/* -- posts to spells */

static bool add_spell(struct roll *r, const struct post *p, const struct post *first, int32_t start,
                      int32_t end)
{
    struct roll_spell *s = roll_add_spell(r);
    if (!s)
        return false;
    const struct roll_row *rows = r->tables[r->main].rows;
    *s = (struct roll_spell){.row = p->row,
                             .la = p->la,
                             .id = p->id,
                             .start = start,
                             .end = end,
                             .sheet = rows[p->row].sheet,
                             .first_sheet = rows[first->row].sheet,
                             .rank = p->rank};
    return true;
}

/* Copies what was told once about a post, P[0 ... N - 1], to the later rows where it is blank; false when
 * memory is out. */
static bool carry_on(struct roll *r, const struct post *p, size_t n)
{
    static const char *const names[] = {"StartOrigin", "QualInst", "QualLevel", "StepUpGrad",
                                        "FrontlineGrad"};
    struct roll_table *t = &r->tables[r->main];
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        int column = roll_column(r, r->main, names[k]);
        uint32_t told = 0;
        for (size_t i = 0; column >= 0 && i < n; i++) {
            struct roll_row *row = &t->rows[p[i].row];
            if (row->cells[column] || !told) {
                told = row->cells[column];
                continue;
            }
            size_t size = t->schema->count * sizeof(uint32_t);
            uint32_t *cells = arena_take(&r->arena, size);
            if (!cells)
                return false;
            memcpy(cells, row->cells, size);
            cells[column] = told;
            row->cells = cells;
        }
    }
    return true;
}

/* A spell for each census of one post, P[0 ... N - 1]: what a census says held from the 1 October before
 * it, or from the start. */
static bool add_yearly(struct roll *r, const struct post *p, size_t n, int32_t start)
{
    for (size_t i = 0; i < n; i++) {
        int32_t from = i ? date_of(p[i].year - 1, 10, 1) : start;
        int32_t to = i + 1 < n ? date_of(p[i + 1].year - 1, 10, 1) : p[i].end;
        if (to != DATE_NONE && to < from)
            to = from;
        if (!add_spell(r, &p[i], &p[0], from, to))
            return false;
    }
    return true;
}

/* Whether the authority sent the census after P's. */
static bool has_next_census(const struct roll *r, const struct post *p)
{
    for (size_t i = 0; i < r->sheet_count; i++)
        if (r->sheets[i].la == p->la && r->sheets[i].year == p->year + 1)
            return true;
    return false;
}

static enum status add_posts(struct posts *posts)
{
    struct roll *r = posts->r;
    struct post *p = posts->list;
    for (size_t i = 0; i < posts->count;) {
        size_t k = i + 1;
        while (k < posts->count && same_post(&p[i], &p[k]) == 0)
            k++;
        const struct post *last = &p[k - 1];
        int32_t start = p[i].start == DATE_NONE ? date_of(p[i].year, 9, 30) : p[i].start;
        r->unknown_start += p[i].start == DATE_NONE;
        if (last->end == DATE_NONE && has_next_census(r, last))
            *(is_agency(r, last) ? &r->agency_gone : &r->unfinished) += 1;
        bool good = carry_on(r, p + i, k - i) &&
                    (r->options->yearly ? add_yearly(r, p + i, k - i, start)
                                        : add_spell(r, last, &p[i], start, last->end));
        if (!good)
            return STATUS_MEMORY;
        i = k;
    }
    return STATUS_OK;
}

enum status roll_make_posts(struct roll *r)
{
    struct posts posts = {.r = r};
    enum status s = roll_settle_census_years(r);
    if (s == STATUS_OK)
        s = collect(&posts);
    if (s == STATUS_OK) {
        number_posts(&posts);
        s = part_shared_ids(&posts);
    }
    if (s == STATUS_OK)
        s = add_posts(&posts);
    free(posts.list);
    return s;
}
