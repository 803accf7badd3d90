// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_CHECK_VISIT_H
#define HEARTH_RETURNS_CHECK_VISIT_H

#include "returns/check/book.h"
#include "returns/authorities.h"
#include "returns/check/names.h"
#include "returns/check/postcodes.h"
#include "returns/check/providers.h"
#include "returns/codes.h"

/* What a rule sees: one child (or worker, where the return is of workers), with all that was sent about
 * it this year and last. Episodes, births and the like are those of SSDA903 and empty elsewhere. A rule is a function that looks at a visit and says what it finds:
 *
 *     static void end_before_start(struct visit *v)           // 356
 *     {
 *         for (size_t i = 0; i < v->episode_count; i++) {
 *             const struct episode_view *e = &v->episodes[i];
 *             if (date_known(e->end) && date_known(e->start) && e->end < e->start)
 *                 finding(v, e->row, COLUMN_DEC, "the episode ends before it starts on %s", ...);
 *         }
 *     }
 *
 * The engine calls it only where every table and column that the rule names in its entry was sent (and
 * last year's return when it needs one), so a rule never has to ask.
 */
enum { DATE_BAD = INT32_MIN + 1 }; /* a cell that is no date; DATE_NONE = blank */

static inline bool date_known(int32_t d)
{
    return d > DATE_BAD;
}

/* An episode with its dates read and its codes as views. */
struct episode_view {
    const struct book_row *row;
    int32_t start, end; /* DECOM, DEC: DATE_NONE blank, DATE_BAD unreadable */
    struct text rne, ls, cin, place, provider, rec, reason, home_post, placement_post, urn;
};

struct subject_rows {
    const struct book_row *rows;
    size_t count;
};

struct check; /* private to the engine */

struct visit {
    const struct book *book, *last_book; /* last_book: NULL when last year's return was not given */
    int year;                            /* 0: a return without years */
    int32_t year_start,
        year_end; /* 1 April, 31 March, as the return has it; DATE_NONE without years */
    int32_t
        seen_to; /* the year end, or the day on which an extract was taken before it; without years the
                        latest start */
    uint32_t subject;
    struct text id;

    struct subject_rows now[TABLES], last[TABLES]; /* by table */
    struct episode_view *episodes; /* this year's, by start (unknown first), end (open */
    size_t episode_count;          /* last), line */
    struct episode_view *last_episodes;
    size_t last_episode_count;
    int32_t birth; /* of this year's header; DATE_NONE or DATE_BAD when it is not known */
    /* unaccompanied asylum-seeking child this year, last year, the year before that: by the header's
     * flag, else by table uasc */
    bool uasc, uasc_last, uasc_before;

    const struct codes *codes;
    const struct authorities *authorities;
    int authority;                     /* that made the return; -1 = not known */
    const struct providers *providers; /* NULL unless given */
    const struct postcodes *postcodes; /* NULL unless given */
    struct check *check;
};

/* A whole book at once: for keys that must be unique over all children (rule 444). */
struct book_visit {
    const struct library *library;
    const struct book *book, *last_book;
    int year;
    struct check *check;
};

/* One rule. It has one of four forms: WRONG is asked for every episode of the year, WRONG_ROW for every
 * row of table OF, VISIT for every child, BOOK once. The first two need COLUMN and MESSAGE, and say it
 * where they answer true. */
struct rule_entry {
    const char *code;
    unsigned tables;      /* NEEDS_... (returns/check/tables.h): tables that must have been sent */
    unsigned last_tables; /* the same of last year's return */
    const enum column_name
        *columns;   /* that must have been sent, ended by COLUMNS; NULL = none more */
    unsigned wants; /* WANTS_...: what must be known from elsewhere */
    bool (*wrong)(const struct visit *v, const struct episode_view *e);
    bool (*wrong_row)(const struct visit *v, const struct book_row *row);
    enum table_name of;
    enum column_name column;
    const char *message;
    void (*visit)(struct visit *v);
    void (*book)(struct book_visit *b);
};

enum {
    WANTS_AUTHORITY = 1, /* the return's, by a name that la.csv knows */
    WANTS_PROVIDERS = 2,
    WANTS_POSTCODES = 4,
    WANTS_PLACES = 8, /* columns of the register of providers */
    WANTS_CODES = 16,
    WANTS_LA = 32,
    WANTS_CAPS = 64 /* price caps among the tables, whatever their authority */
};

/* Every file of rules ends with one such list; check/rules.c knows them all. Each list ends with an
 * entry whose code is NULL. */
extern const struct rule_entry rules_dates[], rules_rows[], rules_places[], rules_sequence[],
    rules_placement_change[], rules_years[], rules_durations[], rules_tables[], rules_missing[],
    rules_workers[], rules_orders[], rules_keys[], rules_register[], rules_derived[], rules_posts[],
    rules_agency[];

/* -- to look at rows */
struct text cell(const struct visit *v, const struct book_row *row, enum column_name column);
int32_t cell_date(const struct visit *v, const struct book_row *row, enum column_name column);
bool cell_number(const struct visit *v, const struct book_row *row, enum column_name column,
                 double *out);
/* One of a NULL-terminated or comma-separated set: text_in(e->place, "A3,A4,A5,A6"). */
bool text_in(struct text t, const char *set);
bool is_short_break(const struct episode_view *e);     /* V3, V4 */
bool is_temporary(const struct episode_view *e);       /* T0 ... T4 */
bool is_other_placement(const struct episode_view *e); /* Z1, Z11 ... Z14 */
bool postcode_equal(struct text a, struct text b);     /* whatever their blanks and case */
/* Whether CODE may stand in LIST in this visit's year. */
bool code_valid(const struct visit *v, const char *list, struct text code);

/* UASC in this year or one of the two before: the child's postcodes and distance may be blank. */
bool ever_uasc(const struct visit *v);

/* The first of this year's episodes, and the last of last year's, whose start is known; NULL when there
 * is none. */
const struct episode_view *first_episode(const struct visit *v);
const struct episode_view *last_years_last(const struct visit *v);

/* A period of care: this year's episodes that follow each other without a gap. */
struct care {
    int32_t start, end; /* end: DATE_NONE = open, DATE_BAD = not known */
};

/* The next period of care from episode *AT on (0 to begin with); false when there is none left. */
bool care_next(const struct visit *v, size_t *at, struct care *out);

/* -- to say what was found: COLUMN's value is quoted in the finding; the message says what was
 * expected, in words of the field, without the value. */
void finding(struct visit *v, const struct book_row *row, enum column_name column,
             const char *format, ...) __attribute__((format(printf, 4, 5)));
void book_finding(struct book_visit *b, const struct book_row *row, enum column_name column,
                  const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
