// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/unit.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

/* The known answers published with the generator (Random123 1.14, kat_vectors, philox4x32 10). */
static void philox_gives_its_published_answers(void **state)
{
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], answer[4];
    } known[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        uint32_t out[4];
        random_philox(known[i].counter, known[i].key, out);
        for (int j = 0; j < 4; j++)
            assert_int_equal(out[j], known[i].answer[j]);
    }
}

static uint64_t first_of(uint64_t seed, const char *tool, const char *la, const char *id,
                         uint64_t n)
{
    struct random_stream s;
    random_start(&s, seed, tool, text_of(la), text_of(id), n);
    return random_u64(&s);
}

static void a_stream_depends_on_every_part_of_its_name(void **state)
{
    (void)state;
    uint64_t first = first_of(1, "tool", "301", "x", 0);
    assert_true(first_of(1, "tool", "301", "x", 0) == first);
    assert_true(first_of(2, "tool", "301", "x", 0) != first);
    assert_true(first_of(1, "loot", "301", "x", 0) != first);
    assert_true(first_of(1, "tool", "30", "1x", 0) != first);
    assert_true(first_of(1, "tool", "301", "x", 1) != first);
}

/* 100 cells, 100,000 numbers, each the first of its own stream: the chi-square statistic has mean 99
 * and standard deviation 14.07; 180 is 5.8 of them away. */
static void first_numbers_of_streams_are_uniform(void **state)
{
    (void)state;
    double cells[100] = {0}, chi = 0, sum = 0, product = 0, before = 0.5;
    for (uint64_t draw = 0; draw < 100000; draw++) {
        struct random_stream s;
        random_start(&s, 42, "tool", text_of(""), text_of(""), draw);
        double u = random_uniform(&s);
        assert_true(u > 0 && u < 1);
        cells[(int)(u * 100)]++;
        sum += u;
        product += (u - 0.5) * (before - 0.5);
        before = u;
    }
    for (int i = 0; i < 100; i++)
        chi += (cells[i] - 1000) * (cells[i] - 1000) / 1000;
    assert_true(chi < 180);
    assert_true(fabs(sum / 100000 - 0.5) < 5 * sqrt(1.0 / 12 / 100000));
    /* Neighbouring draws must not go together: the sum of products has sd sqrt(n) / 12. */
    assert_true(fabs(product) < 5 * sqrt(100000.0) / 12);
}

static void choices_follow_their_weights(void **state)
{
    (void)state;
    static const double weight[] = {1, 0, 3};
    double seen[3] = {0};
    struct random_stream s;
    random_start(&s, 7, "choice", text_of(""), text_of(""), 0);
    for (int i = 0; i < 40000; i++)
        seen[random_choice(&s, weight, 3)]++;
    assert_true(seen[1] == 0);
    assert_true(fabs(seen[0] - 10000) < 5 * sqrt(40000 * .25 * .75));
    for (int i = 0; i < 1000; i++)
        assert_true(random_below(&s, 3) < 3);
    assert_int_equal(random_below(&s, 1), 0);
}

/* Also where the counter passes into its next word, between blocks and inside a bunch of them. */
static void many_at_once_are_the_same(void **state)
{
    (void)state;
    for (uint32_t before = 0; before < 6; before++) {
        struct random_stream one, many;
        random_start(&one, 3, "many", text_of(""), text_of("x"), 1);
        one.counter[0] = ~0u - before;
        many = one;
        for (int bunch = 0; bunch < 3; bunch++) {
            uint32_t out[RANDOM_MANY];
            random_many(&many, out);
            for (int i = 0; i < RANDOM_MANY; i++)
                assert_int_equal(out[i], random_u32(&one));
        }
        assert_int_equal(random_u32(&many), random_u32(&one));
    }
}

static void two_streams_at_once_are_the_same(void **state)
{
    (void)state;
    struct random_stream one[2], both[2];
    uint32_t out[2][RANDOM_BOTH];
    random_start(&one[0], 3, "both", text_of(""), text_of("x"), 1);
    one[1] = one[0];
    one[0].counter[0] = ~0u;
    one[1].counter[1] = 77;
    memcpy(both, one, sizeof both);
    random_both(&both[0], &both[1], out[0], out[1]);
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < RANDOM_BOTH; i++)
            assert_int_equal(out[k][i], random_u32(&one[k]));
        assert_int_equal(random_u32(&both[k]), random_u32(&one[k]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_gives_its_published_answers),
        cmocka_unit_test(a_stream_depends_on_every_part_of_its_name),
        cmocka_unit_test(first_numbers_of_streams_are_uniform),
        cmocka_unit_test(choices_follow_their_weights),
        cmocka_unit_test(many_at_once_are_the_same),
        cmocka_unit_test(two_streams_at_once_are_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
