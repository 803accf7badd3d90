// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_TESTS_RULE_CASE_H
#define HEARTH_TESTS_RULE_CASE_H

/* One case of a file in tests/rules: a rule, what it should do, and the few rows that matter (the format is
 * in tests/rules/README). Everything that a case does not say is filled in: a sound child. */
#include "unit.h"

#include "base/text.h"
#include "returns/check/check.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CASE_ROWS_MOST = 24, CASE_TEXT = 400 };
enum case_outcome { CASE_PASSES, CASE_FAILS, CASE_SKIPPED };

struct rule_case {
    char rule[40], column[40]; /* column: where the finding must stand; "" = anywhere */
    enum case_outcome outcome;
    int year; /* 0: of the rule */
    int line; /* in its file */
    char rows[CASE_ROWS_MOST][CASE_TEXT];
    size_t row_count;
};

/* What a row of each table holds unless the case says otherwise; %d is the year before the return's. */
static const struct case_table {
    const char *name, *columns, *sound;
    const char *of; /* the return; NULL = ssda903 */
} case_tables[] = {
    {"header", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB",
     "CHILD=1 SEX=? DOB=01/06/2012 ETHNIC=WBRI UPN=A100000000001"},
    {"episodes",
     "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,"
     "URN",
     "CHILD=1 DECOM=01/05/%d RNE=S LS=C2 CIN=N1 PLACE=U4 PLACE_PROVIDER=PR1 HOME_POST=AB1_2CD "
     "PL_POST=EF3_4GH URN=1000001"},
    {"uasc", "CHILD,SEX,DOB,DUC", "CHILD=1 SEX=? DOB=01/06/2012"},
    {"reviews", "CHILD,DOB,REVIEW,REVIEW_CODE",
     "CHILD=1 DOB=01/06/2012 REVIEW=01/09/%d REVIEW_CODE=PN1"},
    {"oc2",
     "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,"
     "HEALTH_ASSESSMENT,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED",
     "CHILD=1 DOB=01/06/2012"},
    {"oc3", "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM",
     "CHILD=1 DOB=01/06/2012 IN_TOUCH=YES ACTIV=F1 ACCOM=U1"},
    {"ad1", "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR",
     "CHILD=1 DOB=01/06/2012 DATE_INT=01/06/%d DATE_MATCH=01/07/%d FOSTER_CARE=0 NB_ADOPTR=1 "
     "SEX_ADOPTR=F1 LS_ADOPTR=L0"},
    {"placed_for_adoption", "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED",
     "CHILD=1 DOB=01/06/2012 DATE_PLACED=01/06/%d"},
    {"previous_permanence", "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM",
     "CHILD=1 DOB=01/06/2012 PREV_PERM=Z1"},
    {"missing", "CHILD,DOB,MISSING,MIS_START,MIS_END",
     "CHILD=1 DOB=01/06/2012 MISSING=M MIS_START=01/07/%d MIS_END=02/07/%d"},
    {"sw_episodes", "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON",
     "CHILD=1 DOB=01/06/2012 SW_ID=SW1 SW_DECOM=01/05/%d SW_REASON=MANAGE"},
    {"dolo", "CHILD,DOB,DOLO_START,DOLO_END",
     "CHILD=1 DOB=01/06/2012 DOLO_START=01/06/%d DOLO_END=01/07/%d"},
    {"worker",
     "AgencyWorker,SWENo,FTE,PersonBirthDate,GenderCurrent,Ethnicity,OrgRole,RoleStartDate,"
     "StartOrigin,RoleEndDate,LeaverDestination,ReasonLeave,FTE30,Cases30",
     "AgencyWorker=0 SWENo=SW1 FTE=1 PersonBirthDate=1980-05-06 GenderCurrent=2 Ethnicity=WBRI "
     "OrgRole=5 RoleStartDate=2019-04-01 FTE30=1 Cases30=14",
     "workforce"},
    {"assignments",
     "WORKER_ID,ROLE,START_DATE,END_DATE,FTE,HOURLY_COST,ABOVE_CAP_APPROVED,EXPERIENCE_YEARS,"
     "LEFT_POST_DATE,LEFT_POST_EXEMPT",
     "WORKER_ID=1 ROLE=Social_worker START_DATE=06/01/2025 FTE=1 HOURLY_COST=38 "
     "EXPERIENCE_YEARS=5",
     "assignments"},
    {"price_caps", "ROLE,HOURLY_CAP,FROM_DATE,TO_DATE",
     "ROLE=Social_worker HOURLY_CAP=38.50 FROM_DATE=31/10/2024", "assignments"},
};
enum { CASE_TABLES = sizeof case_tables / sizeof *case_tables };

/* The next word of *REST, which blanks part. */
static inline struct text case_word(struct text *rest)
{
    *rest = text_trim(*rest);
    size_t n = 0;
    while (n < rest->size && rest->at[n] != ' ')
        n++;
    struct text word = {rest->at, n};
    rest->at += n;
    rest->size -= n;
    return word;
}

/* Reads the next case from F; false at the end. *LINE counts lines; *AHEAD holds the line that began
 * the next case. */
static inline bool case_read(FILE *f, struct rule_case *c, int *line, char ahead[CASE_TEXT])
{
    *c = (struct rule_case){.line = 0};
    char text[CASE_TEXT];
    for (;;) {
        if (*ahead)
            snprintf(text, sizeof text, "%s", ahead);
        else if (!fgets(text, sizeof text, f))
            return c->line > 0;
        else
            ++*line;
        *ahead = '\0';
        struct text rest = text_of(text);
        while (rest.size && rest.at[rest.size - 1] == '\n')
            rest.size--;
        if (!rest.size || *rest.at == '#')
            continue;
        if (*rest.at == ' ') { /* a row of the case */
            rest = text_trim(rest);
            assert_true(c->line && c->row_count < CASE_ROWS_MOST);
            snprintf(c->rows[c->row_count++], CASE_TEXT, "%.*s", (int)rest.size, rest.at);
            continue;
        }
        if (c->line) {
            snprintf(ahead, CASE_TEXT, "%.*s", (int)rest.size, rest.at);
            return true;
        }
        c->line = *line;
        struct text rule = case_word(&rest), outcome = case_word(&rest);
        snprintf(c->rule, sizeof c->rule, "%.*s", (int)rule.size, rule.at);
        c->outcome = text_is(outcome, "fails")    ? CASE_FAILS
                     : text_is(outcome, "passes") ? CASE_PASSES
                                                  : CASE_SKIPPED;
        if (c->outcome == CASE_SKIPPED)
            assert_text(outcome, "skipped");
        for (struct text word; (word = case_word(&rest)).size > 0;) {
            long year;
            if (text_integer(word, &year))
                c->year = (int)year;
            else if (!text_is(word, "in"))
                snprintf(c->column, sizeof c->column, "%.*s", (int)word.size, word.at);
        }
    }
}

/* The value that the words of ROW give COLUMN; false when they don't. */
static inline bool case_value(const char *row, const char *column, char *value, size_t size)
{
    struct text rest = text_of(row);
    for (struct text word; (word = case_word(&rest)).size > 0;) {
        struct text name = text_cut(&word, '=');
        if (!word.at || !text_is(name, column))
            continue;
        snprintf(value, size, "%.*s", (int)word.size, word.at);
        for (char *at = value; *at; at++)
            if (*at == '_')
                *at = ' ';
        return true;
    }
    return false;
}

/* How many years back the rows of this line are, and the table they are of. */
static inline int case_years_back(const char *row, struct text *table)
{
    struct text rest = text_of(row);
    struct text word = case_word(&rest);
    int back = text_is(word, "last") ? 1 : text_is(word, "before") ? 2 : 0;
    *table = back ? case_word(&rest) : word;
    return back;
}

static inline bool case_has(const struct rule_case *c, const char *table, int back)
{
    for (size_t i = 0; i < c->row_count; i++) {
        struct text name;
        if (case_years_back(c->rows[i], &name) == back && text_is(name, table))
            return true;
    }
    return false;
}

/* Takes COLUMN out of the list COLUMNS. */
static inline void case_drop_column(char *columns, struct text column)
{
    for (char *at = columns; *at;) {
        size_t n = strcspn(at, ",");
        if (n == column.size && memcmp(at, column.at, n) == 0) {
            memmove(at, at + n + (at[n] == ','), strlen(at + n + (at[n] == ',')) + 1);
            return;
        }
        at += n + (at[n] == ',');
    }
}

/* Columns that are not of the CSV layout stand in the file only where the case names them; those of a line
 * "without COLUMN" not at all. */
static inline void case_columns(const struct rule_case *c, const struct case_table *t,
                                char *columns, size_t size)
{
    static const char *const more[] = {"UASC", "PL_LA", "PL_LOCATION", "PL_DISTANCE", NULL};
    char value[80];
    snprintf(columns, size, "%s", t->columns);
    for (int k = 0; more[k]; k++)
        for (size_t i = 0; i < c->row_count; i++) {
            struct text name;
            case_years_back(c->rows[i], &name);
            if (text_is(name, t->name) && case_value(c->rows[i], more[k], value, sizeof value)) {
                size_t used = strlen(columns);
                snprintf(columns + used, size - used, ",%s", more[k]);
                break;
            }
        }
    for (size_t i = 0; i < c->row_count; i++) {
        struct text rest = text_of(c->rows[i]);
        if (text_is(case_word(&rest), "without"))
            case_drop_column(columns, case_word(&rest));
    }
}

static inline void case_write_row(FILE *f, const struct case_table *t, const char *columns,
                                  const char *row, int year)
{
    char sound[CASE_TEXT], value[80];
    snprintf(sound, sizeof sound, t->sound, year - 1, year - 1);
    struct text rest = text_of(columns);
    while (rest.at) {
        struct text name = text_cut(&rest, ',');
        char column[40];
        snprintf(column, sizeof column, "%.*s", (int)name.size, name.at);
        if (!case_value(row, column, value, sizeof value) &&
            !case_value(sound, column, value, sizeof value))
            *value = '\0';
        fprintf(f, "%s,", strcmp(value, "?") ? value : year < 2025 ? "2" : "F");
    }
    fprintf(f, "%d\n", year); /* of assignments, which have no years, one column more */
}

static inline void case_write_table(const struct rule_case *c, const struct case_table *t,
                                    const char *folder, int year)
{
    char path[300], columns[400];
    case_columns(c, t, columns, sizeof columns);
    snprintf(path, sizeof path, "%s/%s.csv", folder, t->name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f, "%s,YEAR\n", columns);
    for (size_t i = 0; i < c->row_count; i++) {
        struct text name;
        int back = case_years_back(c->rows[i], &name);
        if (text_is(name, t->name))
            case_write_row(f, t, columns, c->rows[i], year - back);
    }
    /* a child that the case says nothing of has a sound header wherever it has rows */
    for (int back = 0; back < 3 && strcmp(t->name, "header") == 0; back++)
        if (!case_has(c, "header", back) && !case_has(c, "no-header", back) &&
            (back == 0 || case_has(c, "episodes", back) || case_has(c, "uasc", back)))
            case_write_row(f, t, columns, "", year - back);
    fclose(f);
}

/* A file of facts from the rows called NAME (providers, postcodes); false when there are none. */
static inline bool case_write_facts(const struct rule_case *c, const char *name,
                                    const char *columns, const char *path)
{
    if (!case_has(c, name, 0))
        return false;
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f, "%s\n", columns);
    for (size_t i = 0; i < c->row_count; i++) {
        struct text table, rest = text_of(columns);
        case_years_back(c->rows[i], &table);
        for (int first = 1; text_is(table, name) && rest.at; first = 0) {
            struct text column = text_cut(&rest, ',');
            char word[40], value[80] = "";
            snprintf(word, sizeof word, "%.*s", (int)column.size, column.at);
            case_value(c->rows[i], word, value, sizeof value);
            fprintf(f, "%s\"%s\"%s", first ? "" : ",", value, rest.at ? "" : "\n");
        }
    }
    fclose(f);
    return true;
}

/* Writes every table of the return NAME but those that the case says are not there ("no missing"). */
static inline void case_write(const struct rule_case *c, const char *name, const char *folder,
                              int year)
{
    assert_int_equal(mkdir(folder, 0700), 0);
    for (int t = 0; t < CASE_TABLES; t++) {
        bool left_out = strcmp(case_tables[t].of ? case_tables[t].of : "ssda903", name) != 0;
        for (size_t i = 0; i < c->row_count; i++) {
            struct text rest = text_of(c->rows[i]);
            left_out |=
                text_is(case_word(&rest), "no") && text_is(case_word(&rest), case_tables[t].name);
        }
        if (!left_out)
            case_write_table(c, &case_tables[t], folder, year);
    }
}

#endif
