// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "returns/codes.h"
#include "returns/embedded.h"
#include "returns/placement.h"
#include "returns/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static size_t split(const char *line, struct text *names)
{
    struct text rest = text_of(line);
    size_t count = 0;
    while (rest.at)
        names[count++] = text_cut(&rest, ',');
    return count;
}

/* The table that a header line is; "" when it is none. */
static const char *table_of(const struct schema *s, const char *line)
{
    struct text names[64];
    const struct schema_table *nearest;
    size_t count = split(line, names);
    const struct schema_table *t = schema_match(s, names, count, &nearest);
    return t ? t->name : "";
}

static void finds_every_embedded_file(void **state)
{
    (void)state;
    assert_non_null(embedded_find("ssda903"));
    assert_non_null(embedded_find("codes"));
    assert_null(embedded_find("ssda90"));
    assert_null(embedded_find(""));
    for (const struct embedded_file *f = embedded_files; f->name; f++) {
        assert_ptr_equal(embedded_find(f->name), f);
        assert_true(f->size > 0 && f->bytes[f->size - 1] == '\n');
    }
}

/* A row that the reader leaves out (an unquoted comma in a note is enough) would be a rule less. */
static void every_embedded_file_reads_whole(void **state)
{
    (void)state;
    for (const struct embedded_file *f = embedded_files; f->name; f++) {
        struct rows *r;
        enum status s;
        assert_int_equal(embedded_open(&r, f->name, NULL, NULL), STATUS_OK);
        while ((s = rows_next(r)) == STATUS_OK) {
        }
        assert_int_equal(s, STATUS_END);
        if (rows_left_out(r))
            fail_msg("datasets/schema/%s.csv: %zu rows are left out", f->name, rows_left_out(r));
        rows_close(r);
    }
}

static void knows_tables_by_their_columns(void **state)
{
    (void)state;
    struct schema s;
    assert_int_equal(schema_load(&s, "ssda903", NULL, NULL), STATUS_OK);
    assert_string_equal(table_of(&s, "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"), "header");
    assert_string_equal(table_of(&s, "MC_DOB,UPN,ETHNIC,DOB,SEX,CHILD"), "header");
    assert_string_equal(table_of(&s, "child,sex,dob,ethnic,uasc,la,year"), "header");
    assert_string_equal(table_of(&s, "CHILD,SEX,DOB,DUC"), "uasc");
    assert_string_equal(table_of(&s, "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC"),
                        "episodes");
    assert_string_equal(table_of(&s, "CHILD,DECOM,DEC,PLACE"), "episodes");
    assert_string_equal(table_of(&s, "CHILD,DECOM,DEC"), "");
    assert_string_equal(table_of(&s, "CHILD,DOB,REVIEW,REVIEW_CODE"), "reviews");
    assert_string_equal(table_of(&s, "CHILD,DOB,DOLO_START,DOLO_END"), "dolo");
    assert_string_equal(table_of(&s, "name,town"), "");
    schema_done(&s);
}

/* Every table is known by exactly its own collected columns. */
static void every_table_is_itself(void **state)
{
    (void)state;
    struct schema s;
    assert_int_equal(schema_load(&s, "ssda903", NULL, NULL), STATUS_OK);
    assert_int_equal(s.table_count, 12);
    for (const struct schema_table *t = s.tables; t < s.tables + s.table_count; t++) {
        char line[1024] = "";
        for (size_t i = t->first; i < t->first + t->count; i++) {
            strcat(line, *line ? "," : "");
            strcat(line, s.columns[i].name);
        }
        assert_string_equal(table_of(&s, line), t->name);
    }
    schema_done(&s);
}

static void names_missing_and_extra_columns(void **state)
{
    (void)state;
    struct schema s;
    struct text names[16];
    const struct schema_table *nearest;
    char list[128];
    assert_int_equal(schema_load(&s, "ssda903", NULL, NULL), STATUS_OK);
    size_t count = split("CHILD,DECOM,RNE,LS,CIN,DEC,PLACEMENT,YEAR", names);
    assert_null(schema_match(&s, names, count, &nearest));
    assert_string_equal(nearest->name, "episodes");
    assert_int_equal(schema_missing(&s, nearest, names, count, true, list, sizeof list), 1);
    assert_string_equal(list, "PLACE");
    assert_int_equal(schema_extra(&s, nearest, names, count, list, sizeof list), 1);
    assert_string_equal(list, "PLACEMENT");
    /* What does not fit the buffer is left out whole; the number is right all the same. */
    assert_int_equal(schema_missing(&s, nearest, names, count, false, list, 6), 7);
    assert_string_equal(list, "PLACE");
    schema_done(&s);
}

static void prefers_the_same_case(void **state)
{
    (void)state;
    struct text names[8];
    size_t count = split("dec,DEC,Dec", names);
    assert_int_equal(schema_cell(names, count, "DEC"), 1);
    assert_int_equal(schema_cell(names, count, "dEC"), 0);
    assert_int_equal(schema_cell(names, count, "DECOM"), -1);
}

/* A schema from a file with these lines. */
static enum status load_lines(struct schema *s, const char *lines)
{
    char path[] = "/tmp/hearth-schema-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    const char *head =
        "table,column,type,required,identifies,code_list,first_year,last_year,format,note\n";
    assert_true(write(fd, head, strlen(head)) > 0 && write(fd, lines, strlen(lines)) >= 0);
    close(fd);
    enum status status = schema_load(s, "ssda903", path, NULL);
    unlink(path);
    return status;
}

static void reads_a_schema_of_ones_own(void **state)
{
    (void)state;
    struct schema s;
    assert_int_equal(load_lines(&s, "a,ONE,text,yes,yes,,,,,\na,TWO,date,no,,,2019,2020,,\n"
                                    "*,ALL,integer,appended,,,,,,\n"),
                     STATUS_OK);
    assert_string_equal(table_of(&s, "ONE"), "a");
    const struct schema_column *c = schema_column(&s, s.tables, text_of("two"));
    assert_non_null(c);
    assert_int_equal(c->type, SCHEMA_DATE);
    assert_int_equal(c->first_year, 2019);
    assert_int_equal(c->last_year, 2020);
    assert_non_null(schema_column(&s, s.tables, text_of("ALL")));
    schema_done(&s);
    assert_int_equal(load_lines(&s, "a,ONE,word,yes,,,,,,\n"), STATUS_FORMAT);
    assert_int_equal(load_lines(&s, "a,ONE,text,maybe,,,,,,\n"), STATUS_FORMAT);
    assert_int_equal(load_lines(&s, "a,ONE,text,yes,,,19,,,\n"), STATUS_FORMAT);
    assert_int_equal(load_lines(&s, "*,A,text,yes,,,,,,\nb,B,text,yes,,,,,,\n*,C,text,yes,,,,,,\n"),
                     STATUS_FORMAT);
    assert_int_equal(schema_load(&s, "no_such_return", NULL, NULL), STATUS_VALUE);
}

static void codes_are_valid_in_their_years(void **state)
{
    (void)state;
    struct codes c;
    assert_int_equal(codes_load(&c, NULL, NULL), STATUS_OK);
    assert_int_equal(codes_check(&c, "placement_type", text_of("U4"), 2017), CODE_VALID);
    assert_int_equal(codes_check(&c, "placement_type", text_of("K3"), 2024), CODE_OTHER_YEAR);
    assert_int_equal(codes_check(&c, "placement_type", text_of("K3"), 2025), CODE_VALID);
    assert_int_equal(codes_check(&c, "placement_type", text_of("H5"), 2024), CODE_VALID);
    assert_int_equal(codes_check(&c, "placement_type", text_of("H5"), 2025), CODE_OTHER_YEAR);
    assert_int_equal(codes_check(&c, "placement_type", text_of("H5"), 0), CODE_VALID);
    assert_int_equal(codes_check(&c, "placement_type", text_of("u4"), 0), CODE_UNKNOWN);
    assert_int_equal(codes_check(&c, "placement_type", text_of("PR1"), 0), CODE_UNKNOWN);
    assert_int_equal(codes_check(&c, "sex", text_of("1"), 2024), CODE_VALID);
    assert_int_equal(codes_check(&c, "sex", text_of("1"), 2025), CODE_OTHER_YEAR);
    char long_code[300];
    memset(long_code, 'X', sizeof long_code);
    assert_int_equal(codes_check(&c, "sex", (struct text){long_code, sizeof long_code}, 0),
                     CODE_UNKNOWN);
    assert_string_equal(codes_find(&c, "reason_episode_ceased", text_of("E2"))->meaning, "Died");
    codes_done(&c);
}

static const char *const schema_names[] = {"ssda903", "workforce", "fostering", "annex_a",
                                           "planning"};
enum { SCHEMAS = sizeof schema_names / sizeof *schema_names };

/* Lists that no column names: they group codes of another list, or are worked out. */
static bool is_derived_list(struct text list)
{
    static const char *const lists[] = {"ethnicity_group", "pl_la_other", "csww_seniority",
                                        "fs_outcome_stage", "adopter_leave_reason_stage"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (text_is(list, lists[i]))
            return true;
    return false;
}

/* Every code list that a column names exists, and every list is named. */
static void columns_and_lists_fit_together(void **state)
{
    (void)state;
    struct schema s[SCHEMAS];
    struct codes c;
    struct text code;
    assert_int_equal(codes_load(&c, NULL, NULL), STATUS_OK);
    for (size_t n = 0; n < SCHEMAS; n++) {
        assert_int_equal(schema_load(&s[n], schema_names[n], NULL, NULL), STATUS_OK);
        for (size_t i = 0; i < s[n].column_count; i++) {
            const char *list = s[n].columns[i].code_list;
            assert_true(!*list || codes_at(&c, list, 0, &code));
            assert_true(*list || (s[n].columns[i].type != SCHEMA_CODE &&
                                  s[n].columns[i].type != SCHEMA_CHOICE));
        }
    }
    for (uint32_t k = 0; k < c.keys.count; k++) {
        code = intern_text(&c.keys, k);
        struct text list = text_cut(&code, '\n');
        bool named = is_derived_list(list);
        for (size_t n = 0; n < SCHEMAS; n++)
            for (size_t i = 0; i < s[n].column_count; i++)
                named |= text_is(list, s[n].columns[i].code_list);
        assert_true(named);
    }
    for (size_t n = 0; n < SCHEMAS; n++)
        schema_done(&s[n]);
    codes_done(&c);
}

/* Every placement type has its category. */
static void every_type_has_a_category(void **state)
{
    (void)state;
    struct codes c;
    struct placements p;
    struct text code;
    size_t types = 0;
    assert_int_equal(codes_load(&c, NULL, NULL), STATUS_OK);
    assert_int_equal(placements_load(&p, NULL, NULL), STATUS_OK);
    while (codes_at(&c, "placement_type", types, &code)) {
        assert_non_null(placements_find(&p, code, text_of("")));
        types++;
    }
    assert_int_equal(types, 32);
    codes_done(&c);
    placements_done(&p);
}

/* A code is understood as people write it, but only where no other could be meant. */
static void reads_codes_as_people_write_them(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"adopter_leave_reason", "1", "1"},    {"adopter_leave_reason", "1. Adopter withdrew", "1"},
        {"adopter_leave_reason", "c) 3", "3"}, {"adopter_leave_reason", "application REFUSED", "3"},
        {"adopter_leave_reason", "31", NULL},  {"adopter_leave_reason", "", NULL},
        {"placement_type", "u4", "U4"},        {"placement_type", "K2 - children's home", "K2"},
        {"csww_org_role", "case holder", "5"}, {"no_such_list", "1", NULL}};
    struct codes c;
    assert_int_equal(codes_load(&c, NULL, NULL), STATUS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text code;
        const struct code *found = codes_read(&c, cases[i][0], text_of(cases[i][1]), &code);
        assert_int_equal(found != NULL, cases[i][2] != NULL);
        if (found)
            assert_true(text_is(code, cases[i][2]));
    }
    codes_done(&c);
}

/* Spreadsheets change blanks and punctuation in the names of columns. */
static void knows_columns_by_their_letters(void **state)
{
    (void)state;
    struct schema s;
    struct text names[4];
    assert_int_equal(schema_load(&s, "annex_a", NULL, NULL), STATUS_OK);
    assert_string_equal(table_of(&s, "individual_adopter_identifier,FamilyIdentifier"), "adopters");
    size_t count = split("Date of  Birth,Gender?,date-of-birth", names);
    assert_int_equal(schema_cell(names, count, "Date of Birth"), 0);
    assert_int_equal(schema_cell(names, count, "Gender"), 1);
    assert_int_equal(schema_cell(names, count, "Gende"), -1);
    assert_int_equal(schema_cell(names, count, "?"), -1);
    schema_done(&s);
}

/* Fostering U1-U6; Residential K2 R1 P3 S1; Supported H5 K3 P2; all else Other; whatever the provider. */
static void demand_groups_are_the_models(void **state)
{
    (void)state;
    static const char *const groups[][2] = {
        {"Fostering", " U1 U2 U3 U4 U5 U6 "},
        {"Residential", " K2 R1 P3 S1 "},
        {"Supported", " H5 K3 P2 "},
        {"Other", " K1 P1 A3 A4 A5 A6 R2 R3 R5 T0 T4 Z1 Z11 Z14 "}};
    static const char *const providers[] = {"", "PR0", "PR1", "PR2", "PR3", "PR4", "PR5", "PR9"};
    struct placements p;
    assert_int_equal(placements_load(&p, NULL, NULL), STATUS_OK);
    for (size_t g = 0; g < 4; g++) {
        struct text rest = text_trim(text_of(groups[g][1]));
        while (rest.at) {
            struct text type = text_cut(&rest, ' ');
            for (size_t i = 0; i < sizeof providers / sizeof *providers; i++) {
                const struct placement_category *c =
                    placements_find(&p, type, text_of(providers[i]));
                assert_non_null(c);
                assert_string_equal(c->demand_group, groups[g][0]);
                char kind[128];
                snprintf(kind, sizeof kind, "%s: %s", c->category, c->subcategory);
                assert_string_equal(c->kind, kind);
            }
        }
    }
    assert_null(placements_find(&p, text_of("U7"), text_of("PR1")));
    assert_null(placements_find(&p, text_of(""), text_of("PR1")));
    assert_string_equal(placements_find(&p, text_of("U4"), text_of("PR4"))->subcategory, "IFA");
    assert_string_equal(placements_find(&p, text_of("U4"), text_of("PR9"))->subcategory,
                        "unknown provider");
    placements_done(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_every_embedded_file),
        cmocka_unit_test(every_embedded_file_reads_whole),
        cmocka_unit_test(knows_tables_by_their_columns),
        cmocka_unit_test(every_table_is_itself),
        cmocka_unit_test(names_missing_and_extra_columns),
        cmocka_unit_test(prefers_the_same_case),
        cmocka_unit_test(reads_a_schema_of_ones_own),
        cmocka_unit_test(codes_are_valid_in_their_years),
        cmocka_unit_test(columns_and_lists_fit_together),
        cmocka_unit_test(every_type_has_a_category),
        cmocka_unit_test(reads_codes_as_people_write_them),
        cmocka_unit_test(knows_columns_by_their_letters),
        cmocka_unit_test(demand_groups_are_the_models),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
