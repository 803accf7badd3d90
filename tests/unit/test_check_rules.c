// SPDX-License-Identifier: GPL-3.0-or-later
/* Every numbered or named rule of hearth-check against the cases of tests/rules, and that no rule is without. */
#include "rule_case.h"

#include "returns/check/rules.h"
#include "returns/check/visit.h"

#include <dirent.h>

/* A return with rules of its own, and where their cases are. */
static struct ruled {
    const char *name, *folder;
    struct rules rules;
    bool has_case[400][3]; /* by number of the rule: passes, fails, skipped */
} ruled[] = {{.name = "ssda903", .folder = "tests/rules"},
             {.name = "workforce", .folder = "tests/rules/workforce"},
             {.name = "assignments", .folder = "tests/rules/assignments"}};
enum { RULED = sizeof ruled / sizeof *ruled };

static struct returns known;

static int set_up(void **state)
{
    (void)state;
    bool good = returns_load(&known, NULL) == STATUS_OK;
    for (int i = 0; i < RULED; i++)
        good = good && rules_load(&ruled[i].rules, ruled[i].name, NULL) == STATUS_OK &&
               ruled[i].rules.count > 0;
    return good ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    returns_done(&known);
    for (int i = 0; i < RULED; i++)
        rules_done(&ruled[i].rules);
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
static struct check_counts run(const struct rule_case *c, const char *name, char *folder,
                               const char *la, bool has_providers, bool has_postcodes,
                               struct writer *found)
{
    struct files files;
    struct library l = {0};
    const struct return_kind *kind = returns_find(&known, name);
    struct library_options from = {.kind = kind, .la = la};
    struct check_counts counts = {0};
    struct check_options what = {.rules = c->rule,
                                 .least_severity = CHECK_QUERY,
                                 .only_year = kind->year_table ? c->year : 0,
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

static bool try_case(struct ruled *of, struct rule_case *c, const char *file)
{
    int rule = rules_find(&of->rules, text_of(c->rule));
    if (rule < 0) {
        print_error("%s:%d: there is no rule %s\n", file, c->line, c->rule);
        return false;
    }
    const struct rule *r = &of->rules.list[rule];
    if (!c->year)
        c->year = r->first_year > 2024                  ? r->first_year
                  : r->last_year && r->last_year < 2024 ? r->last_year
                                                        : 2024;
    char folder[] = "/tmp/hearth-rule-XXXXXX", returns[60], path[80], la[60] = "";
    assert_non_null(mkdtemp(folder));
    snprintf(returns, sizeof returns, "%s/return", folder);
    case_write(c, of->name, returns, c->year);
    snprintf(path, sizeof path, "%s.providers", returns);
    bool providers = case_write_facts(c, "providers", "URN,PLACE,PLACE_PROVIDER,LA", path);
    snprintf(path, sizeof path, "%s.postcodes", returns);
    bool postcodes = case_write_facts(c, "postcodes", "postcode", path);
    for (size_t i = 0; i < c->row_count; i++)
        if (strncmp(c->rows[i], "la ", 3) == 0)
            case_value(c->rows[i], "LA", la, sizeof la);
    struct writer *found = writer_open_memory();
    assert_non_null(found);
    struct check_counts counts =
        run(c, of->name, returns, *la ? la : NULL, providers, postcodes, found);
    const char *wrong = judge(c, &counts, writer_bytes(found));
    if (wrong) {
        struct text bytes = writer_bytes(found);
        print_error("%s:%d: rule %s %s\n%.*s", file, c->line, c->rule, wrong, (int)bytes.size,
                    bytes.at);
    }
    writer_close(found);
    remove_folder(folder);
    of->has_case[rule][c->outcome] = true;
    return !wrong;
}

/* How many cases of the file came out wrong. */
static int try_file(struct ruled *of, const char *path)
{
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    char ahead[CASE_TEXT] = "";
    int line = 0, wrong = 0;
    struct rule_case c;
    while (case_read(f, &c, &line, ahead))
        wrong += !try_case(of, &c, path);
    fclose(f);
    return wrong;
}

/* How many cases of the return came out wrong. */
static int try_return(struct ruled *of)
{
    DIR *folder = opendir(of->folder);
    assert_non_null(folder);
    int files = 0, wrong = 0;
    for (struct dirent *e; (e = readdir(folder)) != NULL;) {
        char path[400];
        if (!strstr(e->d_name, ".txt"))
            continue;
        snprintf(path, sizeof path, "%s/%s", of->folder, e->d_name);
        wrong += try_file(of, path);
        files++;
    }
    closedir(folder);
    assert_true(files > 0);
    return wrong;
}

static void every_case_comes_out(void **state)
{
    (void)state;
    int wrong = 0;
    for (int i = 0; i < RULED; i++)
        wrong += try_return(&ruled[i]);
    assert_int_equal(wrong, 0);
}

/* How many rules of the return want a case. */
static int count_wanting(const struct ruled *of)
{
    int wanting = 0;
    for (size_t i = 0; i < of->rules.count; i++)
        for (int outcome = CASE_PASSES; outcome <= CASE_FAILS; outcome++)
            if (!of->has_case[i][outcome]) {
                print_error("rule %s of %s has no case in %s in which it %s\n",
                            of->rules.list[i].code, of->name, of->folder,
                            outcome == CASE_PASSES ? "passes" : "fails");
                wanting++;
            }
    return wanting;
}

static void every_rule_has_cases(void **state)
{
    (void)state;
    int wanting = 0;
    for (int i = 0; i < RULED; i++)
        wanting += count_wanting(&ruled[i]);
    assert_int_equal(wanting, 0);
}

/* The place of rule CODE among those of all returns; -1 = it is in no list. */
static int place_of(const char *code)
{
    for (int i = 0, before = 0; i < RULED; before += (int)ruled[i].rules.count, i++) {
        int rule = rules_find(&ruled[i].rules, text_of(code));
        if (rule >= 0)
            return before + rule;
    }
    return -1;
}

/* A function whose rule is not in the list, or that stands twice, would never be missed otherwise. */
static void every_function_has_its_rule(void **state)
{
    (void)state;
    static const struct rule_entry *const lists[] = {
        rules_dates,  rules_rows,   rules_places,   rules_sequence,  rules_placement_change,
        rules_years,  rules_tables, rules_missing,  rules_durations, rules_workers,
        rules_orders, rules_keys,   rules_register, rules_derived,   rules_posts,
        rules_agency};
    bool seen[1000] = {false};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct rule_entry *e = lists[i]; e->code; e++) {
            int rule = place_of(e->code);
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
