// SPDX-License-Identifier: GPL-3.0-or-later
/* Rates estimated from a made-up return, as hearth-read reads it, agree with the truth that generated
 * it: each family of rates by a chi square test at the 0.1 % level, and a truth that is wrong by 15 % is
 * found out. Without arguments a small authority is made, read and tested; with TRUTH SPELLS (spells of
 * hearth-read ssda903 --temporary keep) these are, and a table is printed: scripts/recover. */
#include "unit.h"

#include "model/synth/order.h"
#include "recover.h"
#include "returns/ssda903.h"

#include <fcntl.h>
#include <unistd.h>

static const double level = 0.001;
static const int32_t seen_before =
    4 * 365; /* days without which a child may have been in care before */

enum column {
    LA,
    ID,
    START,
    END,
    TO,
    FROM,
    BIRTH,
    UASC_SEEN,
    LEGAL_STATUS,
    REASON,
    CEASED,
    TYPE,
    PROVIDER,
    COLUMNS
};
static const char *const column_names[] = {"la",           "id",
                                           "start",        "end",
                                           "observed_to",  "observed_from",
                                           "birth_date",   "uasc",
                                           "legal_status", "reason_started",
                                           "reason_ended", "placement_type",
                                           "provider",     NULL};

struct spell {
    char child[32];
    int32_t start, end, to, birth;
    bool uasc, ceased;
    int legal;
    char reason, type[4];
    int kind; /* ANY: a temporary stay */
};

static int kind_of(const char *type, struct text provider)
{
    static const char *const codes[] = {"P1", "K2", "K1", "K3", "H5", "P2",
                                        "R1", "R2", "R3", "R5", "S1"};
    static const int kinds[] = {KIND_PARENTS,       KIND_HOME,      KIND_SECURE,    KIND_SUPPORTED,
                                KIND_SUPPORTED,     KIND_SUPPORTED, KIND_CARE_HOME, KIND_HEALTH,
                                KIND_FAMILY_CENTRE, KIND_CUSTODY,   KIND_SCHOOL};
    bool bought = text_is(provider, "PR4") || text_is(provider, "PR5");
    int other = index_of(text_of(type), codes, 11);
    if (type[0] == 'T')
        return ANY;
    if (type[0] == 'U')
        return type[1] <= '3' ? KIND_KINSHIP : bought ? KIND_IFA : KIND_IN_HOUSE;
    return type[0] == 'A' ? KIND_ADOPTION : other >= 0 ? kinds[other] : KIND_OTHER;
}

static void read_spell(struct rows *r, const int c[], struct spell *s)
{
    struct text la = rows_cell(r, c[LA]), id = rows_cell(r, c[ID]);
    snprintf(s->child, sizeof s->child, "%.*s/%.*s", (int)la.size, la.at, (int)id.size, id.at);
    date_parse(rows_cell(r, c[START]), &s->start);
    date_parse(rows_cell(r, c[END]), &s->end);
    date_parse(rows_cell(r, c[TO]), &s->to);
    date_parse(rows_cell(r, c[BIRTH]), &s->birth);
    s->uasc = text_is(rows_cell(r, c[UASC_SEEN]), "1");
    s->ceased = s->end != DATE_NONE && !text_is(rows_cell(r, c[CEASED]), "X1");
    s->legal = index_of(rows_cell(r, c[LEGAL_STATUS]), legal_names, SYNTH_LEGALS);
    s->reason = rows_cell(r, c[REASON]).at[0];
    struct text type = rows_cell(r, c[TYPE]);
    snprintf(s->type, sizeof s->type, "%.*s", (int)type.size, type.at);
    s->kind = kind_of(s->type, rows_cell(r, c[PROVIDER]));
}

/* What S does to the clocks that BEFORE ran by. */
static void enter(struct state *now, const struct spell *s, bool back)
{
    bool same_carer = back || s->kind == ANY || strchr("LTU", s->reason);
    if (s->reason == 'S')
        now->care = s->start;
    if (strchr("SLBU", s->reason))
        now->legal_since = s->start;
    if (!same_carer || (s->reason == 'T' && s->kind == KIND_ADOPTION))
        now->carer = s->start;
    if (s->kind != ANY)
        now->kind = s->kind;
    now->legal = s->legal;
    now->foster = s->kind == KIND_KINSHIP || s->kind == KIND_IN_HOUSE || s->kind == KIND_IFA;
    now->long_term_next = strcmp(s->type, "U3") == 0 || strcmp(s->type, "U6") == 0;
    now->match_next = s->legal == LEGAL_PLACEMENT && s->kind != KIND_ADOPTION;
}

static bool protected(const struct spell *s)
{
    return s->legal == LEGAL_POLICE || s->legal == LEGAL_EMERGENCY;
}

/* What ended S, NEXT being the spell that followed at once or NULL. */
static int event_of(const struct state *now, const struct spell *s, const struct spell *next)
{
    if (s->end == DATE_NONE || s->end >= now->eighteenth)
        return EVENT_NONE;
    if (s->ceased)
        return protected(s) ? EVENT_NONE : LEAVES;
    if (!next)
        return EVENT_NONE;
    if (strchr("LBU", next->reason)) /* protection runs out by the calendar */
        return protected(s) ? EVENT_NONE : LEGAL_CHANGES;
    if (next->kind == ANY)
        return GOES_AWAY;
    if (next->kind == KIND_ADOPTION)
        return IS_MATCHED;
    if (next->reason == 'T')
        return strcmp(s->type, "P2") == 0 ? EVENT_NONE : BECOMES_LONG_TERM;
    return MOVES;
}

/* --- all children --------------------------------------------------------------------------- */

struct spells {
    struct spell *list;
    size_t count, room;
    int32_t from, to; /* what the returns could see */
};

static bool read_spells(struct spells *all, const char *path)
{
    struct rows *r;
    int c[COLUMNS];
    *all = (struct spells){.from = INT32_MAX, .to = INT32_MIN};
    if (rows_open(&r, path, NULL) != STATUS_OK || rows_columns(r, column_names, c) != STATUS_OK)
        return false;
    while (rows_next(r) == STATUS_OK) {
        if (all->count == all->room) {
            all->room = all->room ? all->room * 2 : 4096;
            all->list = realloc(all->list, all->room * sizeof *all->list);
        }
        struct spell *s = &all->list[all->count++];
        int32_t from;
        read_spell(r, c, s);
        date_parse(rows_cell(r, c[FROM]), &from);
        all->from = from < all->from ? from : all->from;
        all->to = s->to > all->to ? s->to : all->to;
    }
    rows_close(r);
    return true;
}

static int year_of(int32_t day)
{
    int year, month, of_month;
    date_split(day, &year, &month, &of_month);
    return year + (month > 3);
}

static void follow(const struct truth *t, struct tally *n, const struct spell *s, size_t count,
                   const double factor[2])
{
    double share = t->rules[P_SHARE][0].value;
    struct state now = {.birth = s->birth,
                        .eighteenth = date_birthday(s->birth, 18),
                        .group = s->uasc ? UASC : CHILD,
                        .unsettled = share,
                        .settled = 1 - share};
    for (size_t i = 0; i < count; i++) {
        enter(&now, &s[i], i && s[i - 1].kind == ANY && s[i].reason == 'P');
        if (s[i].kind == ANY)
            continue;
        bool followed = i + 1 < count && s[i + 1].start == s[i].end;
        int32_t last = s[i].end == DATE_NONE ? s[i].to : s[i].end;
        last = last < now.eighteenth - 1 ? last : now.eighteenth - 1;
        expect(t, n, &now, s[i].start + 1, s[i].start + 2, last + 1, factor);
        int event = event_of(&now, &s[i], followed ? &s[i + 1] : NULL);
        if (event == EVENT_NONE)
            continue;
        if (event == MOVES) {
            now.unsettled *= factor[0];
            now.settled *= factor[1];
        }
        int cell[FAMILIES];
        double rate[KINDS_OF_EVENT];
        rates_on(t, &now, s[i].end, rate); /* sets the age */
        cells_of(&now, event, s[i].end, cell);
        if (s[i].end >= s[i].start + 2)
            add(n->observed, cell, 1);
    }
}

/* Arrivals are Poisson counts: by year, and by age over all years. */
static void expect_entries(const struct truth *t, struct tally *n, int first, int last)
{
    double sum[2] = {0, 0};
    for (size_t i = 0; i < t->count[P_ENTRY]; i++) {
        const struct rule *r = &t->rules[P_ENTRY][i];
        if (r->group > UASC || r->year < first || r->year > last)
            continue;
        double entries = r->value * (date_of(r->year, 4, 1) - date_of(r->year - 1, 4, 1));
        n->expected[r->group == UASC ? ENTRY_UASC : ENTRY_CHILD][r->year - first] += entries;
        sum[r->group] += entries;
    }
    for (size_t i = 0; i < t->count[P_AGE]; i++) {
        const struct rule *r = &t->rules[P_AGE][i];
        n->expected[ENTRY_AGE][r->group * 18 + r->age] += r->value * sum[r->group];
    }
}

static void count(const struct truth *t, const struct spells *all, struct tally *n)
{
    int first = year_of(all->from + seen_before) + 1, last = year_of(all->to);
    double factor[2] = {1, 1};
    for (size_t i = 0; i < t->count[P_MOVE]; i++)
        if (t->rules[P_MOVE][i].group >= UNSETTLED)
            factor[t->rules[P_MOVE][i].group == SETTLED] = t->rules[P_MOVE][i].value;
    for (size_t i = 0, next; i < all->count; i = next) {
        const struct spell *s = &all->list[i];
        for (next = i + 1; next < all->count && !strcmp(all->list[next].child, s->child);)
            next++;
        if (year_of(s->start) < first || s->reason != 'S')
            continue;
        n->observed[s->uasc ? ENTRY_UASC : ENTRY_CHILD][year_of(s->start) - first]++;
        n->observed[ENTRY_AGE][(s->uasc ? 18 : 0) + date_age(s->birth, s->start)]++;
        follow(t, n, s, next - i, factor);
    }
    expect_entries(t, n, first, last);
}

static void scale(struct truth *t, enum process p, double by)
{
    for (size_t i = 0; i < t->count[p]; i++)
        if (t->rules[p][i].clock != NO_CLOCK || p == P_AWAY || p == P_ENTRY)
            t->rules[p][i].value *= by;
}

/* --- the small authority -------------------------------------------------------------------- */

static struct truth truth;
static struct spells spells;
static char folder[] = "/tmp/hearth-recover-XXXXXX";

static void path_to(const char *name, char path[64])
{
    snprintf(path, 64, "%s/%s", folder, name);
}

static enum status make(const char *truth_path, const char *returns)
{
    int fd = open(truth_path, O_WRONLY | O_CREAT, 0666);
    struct synth_order order = {.settings = {.seed = 77,
                                             .la = "900",
                                             .children = 2500,
                                             .first = 2015,
                                             .last = 2026,
                                             .entry_spread = 0.15},
                                .layout = LAYOUT_REGIONAL,
                                .folder = returns,
                                .truth = writer_open(fd)};
    enum status s = order_make(&order, NULL);
    order_done(&order);
    enum status written = writer_close(order.truth);
    close(fd);
    return s == STATUS_OK ? written : s;
}

static enum status read_returns(const char *returns, const char *path)
{
    struct ssda903_options options = {.from = DATE_NONE, .to = DATE_NONE, .keep_temporary = true};
    struct files files;
    char *arguments[] = {(char *)returns};
    int fd = open(path, O_WRONLY | O_CREAT, 0666);
    struct writer *out = writer_open(fd);
    enum status s = files_collect(&files, arguments, 1, NULL);
    if (s == STATUS_OK)
        s = ssda903_read(&files, &options, out, NULL, NULL);
    files_done(&files);
    enum status written = writer_close(out);
    close(fd);
    return s == STATUS_OK ? written : s;
}

static int make_and_read(void **state)
{
    (void)state;
    char truth_path[64], returns[64], path[64];
    if (!mkdtemp(folder))
        return -1;
    path_to("truth.csv", truth_path);
    path_to("returns", returns);
    path_to("spells.csv", path);
    if (make(truth_path, returns) != STATUS_OK || read_returns(returns, path) != STATUS_OK)
        return -1;
    return truth_read(&truth, truth_path) && read_spells(&spells, path) ? 0 : -1;
}

static int take_away(void **state)
{
    (void)state;
    static const char *const files[] = {"returns/header.csv", "returns/episodes.csv",
                                        "returns/uasc.csv",   "returns",
                                        "spells.csv",         "truth.csv"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[64];
        path_to(files[i], path);
        remove(path);
    }
    free(spells.list);
    truth_done(&truth);
    return rmdir(folder);
}

static void every_family_of_rates_is_recovered(void **state)
{
    (void)state;
    static struct tally n;
    count(&truth, &spells, &n);
    for (int f = 0; f < FAMILIES; f++) {
        struct verdict v = compare(&n, (enum family)f);
        if (v.p < level)
            print_error("%s: %.0f events, expected %.1f, p = %g\n", family_names[f], v.observed,
                        v.expected, v.p);
        assert_true(v.p >= level);
        assert_true(v.observed > 30);
    }
}

/* What the test can see: truths that are wrong by 15 % in one process. */
static void a_wrong_truth_is_found_out(void **state)
{
    (void)state;
    static const struct {
        enum process process;
        enum family family;
    } wrong[] = {
        {P_LEAVE, LEAVE_CHILD}, {P_MOVE, MOVE_KIND}, {P_LEGAL, LEGAL}, {P_ENTRY, ENTRY_CHILD}};
    static struct tally n;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        n = (struct tally){0};
        scale(&truth, wrong[i].process, 1.15);
        count(&truth, &spells, &n);
        scale(&truth, wrong[i].process, 1 / 1.15);
        assert_true(compare(&n, wrong[i].family).p < level);
    }
}

/* --- files that somebody else made ---------------------------------------------------------- */

static int judge(const char *truth_path, const char *spells_path)
{
    static struct tally n;
    int rejected = 0;
    if (!truth_read(&truth, truth_path) || !read_spells(&spells, spells_path)) {
        fprintf(stderr, "can't read %s and %s\n", truth_path, spells_path);
        return 3;
    }
    count(&truth, &spells, &n);
    printf("%-48s %9s %11s %5s %8s %7s\n", "rates", "observed", "expected", "cells", "chi2", "p");
    for (int f = 0; f < FAMILIES; f++) {
        struct verdict v = compare(&n, (enum family)f);
        printf("%-48s %9.0f %11.1f %5d %8.1f %7.4f%s\n", family_names[f], v.observed, v.expected,
               v.cells, v.chi2, v.p, v.p < level ? "  REJECTED" : "");
        rejected += v.p < level;
    }
    printf("%d of %d families of rates are rejected at the level %g\n", rejected, FAMILIES, level);
    return rejected > 0;
}

int main(int argc, char **argv)
{
    if (argc == 3)
        return judge(argv[1], argv[2]);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_family_of_rates_is_recovered),
        cmocka_unit_test(a_wrong_truth_is_found_out),
    };
    return cmocka_run_group_tests(tests, make_and_read, take_away);
}
