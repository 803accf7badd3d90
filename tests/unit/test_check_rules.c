// SPDX-License-Identifier: GPL-3.0-or-later
/* Every rule of hearth-check ssda903 against the cases of tests/rules, and that no rule is without. */
#include "rule_case.h"

#include "returns/check/rules.h"
#include "returns/check/visit.h"

#include <dirent.h>

static struct returns known;
static struct rules rules;
static bool has_case[1000][3]; /* by number of the rule: passes, fails, skipped */

static int set_up(void **state)
{
    (void)state;
    return returns_load(&known, NULL) == STATUS_OK &&
                   rules_load(&rules, "ssda903", NULL) == STATUS_OK
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    returns_done(&known);
    rules_done(&rules);
    return 0;
}

/* Removes the folder with its files, and a folder in it. */
static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (struct dirent *e; (e = readdir(folder)) != NULL;) {
        char inner[600];
        snprintf(inner, sizeof inner, "%s/%s", path, e->d_name);
        if (*e->d_name != '.' && unlink(inner) != 0)
            remove_folder(inner);
    }
    closedir(folder);
    assert_int_equal(rmdir(path), 0);
}

/* Runs the case's rule over the files of FOLDER; the findings go to FOUND. */
static struct check_counts run(const struct rule_case *c, char *folder, const char *la,
                               bool has_providers, bool has_postcodes, struct writer *found)
{
    struct files files;
    struct library l = {0};
    struct library_options from = {.kind = returns_find(&known, "ssda903"), .la = la};
    struct check_counts counts = {0};
    struct check_options what = {.rules = c->rule,
                                 .least_severity = CHECK_QUERY,
                                 .only_year = c->year,
                                 .providers = has_providers ? "providers" : NULL,
                                 .postcodes = has_postcodes ? "postcodes" : NULL};
    char providers[300], postcodes[300];
    snprintf(providers, sizeof providers, "%s.providers", folder);
    snprintf(postcodes, sizeof postcodes, "%s.postcodes", folder);
    what.providers = has_providers ? providers : NULL;
    what.postcodes = has_postcodes ? postcodes : NULL;
    struct recorded recorded;
    struct problem_sink sink = record_to(&recorded);
    assert_int_equal(files_collect(&files, (char *[]){folder}, 1, &sink), STATUS_OK);
    assert_int_equal(library_load(&l, &files, &from, &sink), STATUS_OK);
    assert_int_equal(check_run(&l, &what, false, found, &counts, &sink), STATUS_OK);
    library_done(&l);
    files_done(&files);
    return counts;
}

/* What is wrong with what the rule did; NULL when it did as the case says. */
static const char *judge(const struct rule_case *c, const struct check_counts *counts,
                         struct text findings)
{
    char column[60];
    snprintf(column, sizeof column, ",%s,", c->column);
    if (c->outcome == CASE_SKIPPED)
        return counts->rules_skipped && !counts->rules_run ? NULL : "was not skipped";
    if (!counts->rules_run)
        return "did not run";
    if (c->outcome == CASE_PASSES)
        return counts->findings ? "found something" : NULL;
    if (!counts->findings)
        return "found nothing";
    char *text = strndup(findings.at, findings.size), *rows = strchr(text, '\n');
    bool there = !*c->column || strstr(rows, column);
    free(text);
    return there ? NULL : "found it elsewhere";
}

static bool try_case(struct rule_case *c, const char *file)
{
    int rule = rules_find(&rules, text_of(c->rule));
    if (rule < 0) {
        print_error("%s:%d: there is no rule %s\n", file, c->line, c->rule);
        return false;
    }
    const struct rule *r = &rules.list[rule];
    if (!c->year)
        c->year = r->first_year > 2024                  ? r->first_year
                  : r->last_year && r->last_year < 2024 ? r->last_year
                                                        : 2024;
    char folder[] = "/tmp/hearth-rule-XXXXXX", returns[60], path[80], la[60] = "";
    assert_non_null(mkdtemp(folder));
    snprintf(returns, sizeof returns, "%s/return", folder);
    case_write(c, returns, c->year);
    snprintf(path, sizeof path, "%s.providers", returns);
    bool providers = case_write_facts(c, "providers", "URN,PLACE,PLACE_PROVIDER,LA", path);
    snprintf(path, sizeof path, "%s.postcodes", returns);
    bool postcodes = case_write_facts(c, "postcodes", "postcode", path);
    for (size_t i = 0; i < c->row_count; i++)
        if (strncmp(c->rows[i], "la ", 3) == 0)
            case_value(c->rows[i], "LA", la, sizeof la);
    struct writer *found = writer_open_memory();
    assert_non_null(found);
    struct check_counts counts = run(c, returns, *la ? la : NULL, providers, postcodes, found);
    const char *wrong = judge(c, &counts, writer_bytes(found));
    if (wrong) {
        struct text bytes = writer_bytes(found);
        print_error("%s:%d: rule %s %s\n%.*s", file, c->line, c->rule, wrong, (int)bytes.size,
                    bytes.at);
    }
    writer_close(found);
    remove_folder(folder);
    has_case[rule][c->outcome] = true;
    return !wrong;
}

/* How many cases of the file came out wrong. */
static int try_file(const char *path)
{
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    char ahead[CASE_TEXT] = "";
    int line = 0, wrong = 0;
    struct rule_case c;
    while (case_read(f, &c, &line, ahead))
        wrong += !try_case(&c, path);
    fclose(f);
    return wrong;
}

static void every_case_comes_out(void **state)
{
    (void)state;
    DIR *folder = opendir("tests/rules");
    assert_non_null(folder);
    int files = 0, wrong = 0;
    for (struct dirent *e; (e = readdir(folder)) != NULL;) {
        char path[300];
        if (!strstr(e->d_name, ".txt"))
            continue;
        snprintf(path, sizeof path, "tests/rules/%s", e->d_name);
        wrong += try_file(path);
        files++;
    }
    closedir(folder);
    assert_true(files > 0);
    assert_int_equal(wrong, 0);
}

static void every_rule_has_cases(void **state)
{
    (void)state;
    int wanting = 0;
    for (size_t i = 0; i < rules.count; i++)
        for (int outcome = CASE_PASSES; outcome <= CASE_FAILS; outcome++)
            if (!has_case[i][outcome]) {
                print_error("rule %s has no case in tests/rules in which it %s\n",
                            rules.list[i].code, outcome == CASE_PASSES ? "passes" : "fails");
                wanting++;
            }
    assert_int_equal(wanting, 0);
}

/* A function whose rule is not in the list, or that stands twice, would never be missed otherwise. */
static void every_function_has_its_rule(void **state)
{
    (void)state;
    static const struct rule_entry *const lists[] = {
        rules_dates,  rules_rows,   rules_places,   rules_sequence,  rules_placement_change,
        rules_years,  rules_tables, rules_missing,  rules_durations, rules_workers,
        rules_orders, rules_keys,   rules_register, rules_derived};
    bool seen[1000] = {false};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct rule_entry *e = lists[i]; e->code; e++) {
            int rule = rules_find(&rules, text_of(e->code));
            if (rule < 0 || seen[rule])
                fail_msg("rule %s is not in the list, or stands twice", e->code);
            seen[rule] = true;
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_comes_out),
        cmocka_unit_test(every_rule_has_cases),
        cmocka_unit_test(every_function_has_its_rule),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
