// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/unit.h"

#include "base/arena.h"
#include "base/intern.h"

static void numbers_are_read_whole_or_not_at_all(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } good[] = {{"0", 0},  {"-1.5", -1.5}, {"+2", 2},    {".5", .5},
                {"3.", 3}, {"1e3", 1000},  {"2E-2", .02}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double x = -99;
        assert_true(text_number(text_of(good[i].text), &x));
        assert_true(x == good[i].value);
    }
    static const char *const bad[] = {"",   " 1", "1 ", "nan",   "inf", "0x10",  "1,000",
                                      "1e", ".",  "-",  "1.2.3", "c",   "1e400", "-1e309"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double x = -99;
        assert_false(text_number(text_of(bad[i]), &x));
        assert_true(x == -99);
    }
}

static void integers_refuse_overflow_and_points(void **state)
{
    (void)state;
    long n = 7;
    assert_true(text_integer(text_of("-12"), &n));
    assert_int_equal(n, -12);
    assert_true(text_integer(text_of("0042"), &n));
    assert_int_equal(n, 42);
    static const char *const bad[] = {"", "-", "1.0", "99999999999999999999", "1 ", "1e3"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(text_integer(text_of(bad[i]), &n));
    assert_int_equal(n, 42);
}

static void blanks_are_trimmed_at_both_ends_only(void **state)
{
    (void)state;
    assert_text(text_trim(text_of(" \t a b\r ")), "a b");
    assert_text(text_trim(text_of("\xC2\xA0x\xC2\xA0")), "x");
    assert_int_equal(text_trim(text_of(" \t ")).size, 0);
}

static void lists_are_cut_into_items(void **state)
{
    (void)state;
    struct text rest = text_of("a,,bc");
    assert_text(text_cut(&rest, ','), "a");
    assert_text(text_cut(&rest, ','), "");
    assert_text(text_cut(&rest, ','), "bc");
    assert_null(rest.at);
    rest = text_of("");
    assert_int_equal(text_cut(&rest, ',').size, 0);
    assert_null(rest.at);
}

static void shown_text_is_safe_and_never_splits_a_character(void **state)
{
    (void)state;
    char small[8];
    assert_string_equal(text_show(text_of("a\nb"), small, sizeof small), "a?b");
    assert_string_equal(text_show(text_of("abcdefgh"), small, sizeof small), "abcd...");
    assert_string_equal(text_show(text_of("abc\xC3\xA9xyz"), small, sizeof small), "abc...");
}

static void order_is_byte_order(void **state)
{
    (void)state;
    assert_true(text_compare(text_of("a"), text_of("b")) < 0);
    assert_true(text_compare(text_of("ab"), text_of("a")) > 0);
    assert_true(text_compare(text_of("Z"), text_of("a")) < 0);
    assert_true(text_compare(text_of(""), text_of("")) == 0);
    assert_true(text_is_nocase(text_of("Child"), "CHILD"));
    assert_false(text_is_nocase(text_of("Child"), "CHILDREN"));
}

static void interned_texts_keep_their_numbers(void **state)
{
    (void)state;
    struct intern in;
    intern_init(&in);
    assert_int_equal(intern_find(&in, text_of("x")), INTERN_NONE);
    char name[32];
    for (uint32_t i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "child %u", i * 7919u % 5003u);
        assert_int_equal(intern_add(&in, text_of(name)), i);
    }
    for (uint32_t i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "child %u", i * 7919u % 5003u);
        assert_int_equal(intern_add(&in, text_of(name)), i);
        assert_int_equal(intern_find(&in, text_of(name)), i);
        assert_string_equal(intern_text(&in, i).at, name);
    }
    assert_int_equal(in.count, 5000);
    uint32_t *rank = test_malloc(in.count * sizeof *rank);
    assert_true(intern_rank(&in, rank));
    for (uint32_t i = 1; i < in.count; i++) {
        int order = text_compare(intern_text(&in, 0), intern_text(&in, i));
        assert_true(order < 0 ? rank[0] < rank[i] : rank[0] > rank[i]);
    }
    test_free(rank);
    intern_done(&in);
}

static void arena_pieces_are_aligned_and_separate(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct text word = arena_text(&a, text_of("odd"));
    for (int i = 0; i < 1000; i++) {
        char *piece = arena_take(&a, 100);
        assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
        memset(piece, 0xAB, 100);
    }
    char *large = arena_take(&a, 1 << 20);
    memset(large, 1, 1 << 20);
    assert_string_equal(word.at, "odd");
    arena_done(&a);
}

static void problems_carry_their_place(void **state)
{
    (void)state;
    struct recorded r;
    struct problem_sink sink = record_to(&r);
    problem_report(&sink, PROBLEM_ROW, "not-a-date", "f.csv", 12, "DECOM", "'%s' is bad", "x");
    assert_string_equal(r.last, "f.csv:12: DECOM: 'x' is bad");
    assert_int_equal(r.by_level[PROBLEM_ROW], 1);
    problem_report(NULL, PROBLEM_ROW, "k", NULL, 0, NULL, "swallowed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_whole_or_not_at_all),
        cmocka_unit_test(integers_refuse_overflow_and_points),
        cmocka_unit_test(blanks_are_trimmed_at_both_ends_only),
        cmocka_unit_test(lists_are_cut_into_items),
        cmocka_unit_test(shown_text_is_safe_and_never_splits_a_character),
        cmocka_unit_test(order_is_byte_order),
        cmocka_unit_test(interned_texts_keep_their_numbers),
        cmocka_unit_test(arena_pieces_are_aligned_and_separate),
        cmocka_unit_test(problems_carry_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
