// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit.h"

#include "calendar/date.h"
#include "chart/end_label.h"
#include "chart/frame.h"
#include "chart/kind.h"
#include "chart/panel.h"
#include "chart/spread.h"

#include <math.h>
#include <stdlib.h>

#define assert_near(a, b, slack) assert_true(fabs((a) - (b)) <= (slack))

static double uniform(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) / 16777216.0;
}

static struct canvas *sheet(double width, double height)
{
    const struct canvas_setup setup = {CANVAS_PNG, width, height, 1, NULL, NULL, DATE_NONE};
    struct canvas *c = canvas_new(&setup);
    assert_non_null(c);
    return c;
}

static void spread_labels_never_overlap(void **state)
{
    (void)state;
    uint32_t seed = 1;
    for (int run = 0; run < 50000; run++) {
        struct label l[12];
        int count = 1 + (int)(12 * uniform(&seed));
        double total = 0, most = 100 + 400 * uniform(&seed), gap = 3 * uniform(&seed);
        for (int i = 0; i < count; i++) {
            l[i] = (struct label){.wanted = most * (1.4 * uniform(&seed) - 0.2),
                                  .height = 5 + 25 * uniform(&seed)};
            if (uniform(&seed) < 0.3 && i > 0)
                l[i].wanted = l[i - 1].wanted;
            total += l[i].height + gap;
        }
        bool fits = spread_labels(l, count, gap, 0, most);
        assert_int_equal(fits, total - gap <= most);
        for (int i = 0; i < count; i++) {
            assert_true(!fits || (l[i].top >= -1e-9 && l[i].top + l[i].height <= most + 1e-9));
            for (int k = 0; k < i; k++) {
                bool above = l[k].top + l[k].height <= l[i].top + 1e-9;
                bool below = l[i].top + l[i].height <= l[k].top + 1e-9;
                assert_true(above || below);
                if (l[k].wanted < l[i].wanted - 40) /* the order of the lines is kept */
                    assert_true(above);
            }
        }
    }
}

static void spread_moves_nothing_that_fits(void **state)
{
    (void)state;
    struct label l[3] = {{100, 10, 0}, {50, 10, 0}, {130, 10, 0}};
    assert_true(spread_labels(l, 3, 2, 0, 200));
    assert_near(l[0].top, 95, 1e-9);
    assert_near(l[1].top, 45, 1e-9);
    assert_near(l[2].top, 125, 1e-9);
    /* two at one place move apart by the same distance */
    struct label two[2] = {{100, 10, 0}, {100, 10, 0}};
    assert_true(spread_labels(two, 2, 2, 0, 200));
    assert_near(two[0].top, 89, 1e-9);
    assert_near(two[1].top, 101, 1e-9);
    assert_true(spread_labels(two, 0, 2, 0, 200));
}

static void end_labels_never_overlap(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Own carers",
        "Fostering: independent agencies",
        "",
        "Semi-independent living accommodation not subject to children's homes regulations",
        "Children's homes",
        "\u00C9\u00C0\u00DC",
        "Supported accommodation"};
    struct canvas *c = sheet(800, 450);
    uint32_t seed = 4;
    for (int run = 0; run < 300; run++) {
        struct end_label l[6] = {0};
        int count = 1 + (int)(6 * uniform(&seed));
        struct box column = {600, 40, 120 + 80 * uniform(&seed), 120 + 250 * uniform(&seed)};
        for (int i = 0; i < count; i++) {
            l[i].x = 590;
            l[i].y = column.y + column.height * uniform(&seed);
            l[i].face = FACE_BODY;
            l[i].shape = uniform(&seed) < 0.8 ? SHAPE_CIRCLE : -1;
            snprintf(l[i].name, sizeof l[i].name, "%s", names[(int)(7 * uniform(&seed))]);
            snprintf(l[i].value, sizeof l[i].value, "%d", (int)(1e6 * uniform(&seed)));
        }
        double width = end_labels_width(c, l, count, column.width);
        assert_true(width <= column.width);
        column.width = width;
        end_labels_place(c, l, count, column);
        for (int i = 0; i < count; i++) {
            assert_true(box_right(l[i].box) <= box_right(column) + 1);
            assert_true(l[i].box.y >= column.y - 1e-9);
            assert_true(box_bottom(l[i].box) <= box_bottom(column) + 1e-9);
            for (int k = 0; k < i; k++)
                assert_false(box_overlaps(l[i].box, l[k].box));
        }
        end_labels_draw(c, l, count);
    }
    canvas_free(c);
}

static void frame_boxes_are_apart(void **state)
{
    (void)state;
    struct chart_text text = {0};
    uint32_t seed = 5;
    for (int run = 0; run < 60; run++) {
        double width = 240 + 900 * uniform(&seed), height = 180 + 600 * uniform(&seed);
        struct canvas *c = sheet(width, height);
        int words = (int)(60 * uniform(&seed));
        text.headline[0] = text.subtitle[0] = text.notes[0] = text.source[0] = '\0';
        for (int i = 0; i < words; i++) {
            strncat(text.headline, "headline ", sizeof text.headline - strlen(text.headline) - 1);
            strncat(text.subtitle, "subtitle ", sizeof text.subtitle - strlen(text.subtitle) - 1);
            strncat(text.notes, "a note of words ", sizeof text.notes - strlen(text.notes) - 1);
            strncat(text.source, "source ", sizeof text.source - strlen(text.source) - 1);
        }
        struct frame f;
        struct box page = {0, 0, width, height};
        frame_layout(&f, c, page, &text);
        const struct box all[] = {f.headline, f.subtitle, f.body, f.notes, f.source};
        for (int i = 0; i < 5; i++) {
            assert_true(all[i].x >= 0 && box_right(all[i]) <= width);
            assert_true(all[i].y >= 0 && box_bottom(all[i]) <= height);
            for (int k = 0; k < i; k++)
                assert_false(box_overlaps(all[i], all[k]));
        }
        assert_true(f.body.width > 100 && f.body.height > 0);
        canvas_free(c);
    }
}

/* Series of one value each, labelled by number. */
static struct chart_series *make_series(size_t count, struct chart_point *points)
{
    static const char *const labels[] = {"Own", "Children's homes of another authority", "Kinship"};
    struct chart_series *series = calloc(count, sizeof *series);
    assert_non_null(series);
    for (size_t i = 0; i < count; i++) {
        points[i] = (struct chart_point){.date = date_of(2024, 3, 31),
                                         .value = 10.0 * (double)i,
                                         .low95 = NAN,
                                         .low80 = NAN,
                                         .high80 = NAN,
                                         .high95 = NAN,
                                         .status = ""};
        series[i] = (struct chart_series){labels[i % 3], &points[i], 1};
    }
    return series;
}

static void panels_are_apart(void **state)
{
    (void)state;
    struct canvas *c = sheet(800, 565);
    for (size_t n = 1; n <= CHART_PANELS_MOST; n++) {
        struct chart_point points[CHART_PANELS_MOST];
        struct chart_series *series = make_series(n, points);
        struct chart chart = {.series = series, .series_count = n, .measure = "Stock"};
        struct survey survey;
        struct panel_grid g;
        struct box body = {20, 80, 760, 440};
        survey_chart(&survey, &chart);
        panel_layout(&g, c, body, 30, 0, &chart, &survey);
        assert_int_equal(g.count, n);
        assert_true(g.rows * g.columns >= n && (g.rows - 1) * g.columns < n);
        for (size_t i = 0; i < n; i++) {
            struct box area = g.plots[i].area;
            assert_true(area.width > 80 && area.height > 40);
            assert_true(g.cells[i].x >= body.x && box_right(g.cells[i]) <= box_right(body) + 1e-6);
            assert_true(box_bottom(g.cells[i]) <= box_bottom(body) + 1e-6);
            assert_false(box_overlaps(g.titles[i], area));
            for (size_t k = 0; k < i; k++)
                assert_false(box_overlaps(g.cells[i], g.cells[k]));
            /* one pair of axes */
            assert_near(g.plots[i].y.to, g.plots[0].y.to, 0);
            assert_near(g.plots[i].x.to, g.plots[0].x.to, 0);
        }
        free(series);
    }
    canvas_free(c);
}

/* Panels with axes of their own: each covers its series, all stand on the same dates. */
static void own_axes_cover_their_series(void **state)
{
    (void)state;
    struct canvas *c = sheet(800, 565);
    struct chart_point points[3][2] = {{{.date = 0, .value = 4}, {.date = 90, .value = 6}},
                                       {{.date = 0, .value = 900}, {.date = 30, .value = 990}},
                                       {{.date = 60, .value = -5}, {.date = 90, .value = 5}}};
    const struct chart_series series[] = {
        {"small", points[0], 2}, {"large", points[1], 2}, {"both sides of zero", points[2], 2}};
    const struct chart chart = {.series = series, .series_count = 3};
    struct box body = {20, 60, 760, 400};
    struct survey survey;
    struct panel_grid g;
    for (int i = 0; i < 6; i++) /* no intervals */
        points[i / 2][i % 2].low95 = points[i / 2][i % 2].low80 = points[i / 2][i % 2].high80 =
            points[i / 2][i % 2].high95 = NAN;
    survey_chart(&survey, &chart);
    panel_layout_own(&g, c, body, 30, 40, &chart, &survey);
    for (size_t i = 0; i < 3; i++) {
        const struct plot *p = &g.plots[i];
        for (int k = 0; k < 2; k++)
            assert_true(p->y.from <= points[i][k].value && p->y.to >= points[i][k].value);
        assert_near(p->x.from, g.plots[0].x.from, 0);
        assert_near(p->x.to, g.plots[0].x.to, 0);
        assert_true(p->area.x > g.cells[i].x &&
                    box_right(p->area) + 30 <= box_right(g.cells[i]) + 1e-6);
        assert_near(g.captions[i].height, 40, 1e-9);
        assert_false(box_overlaps(g.captions[i], p->area));
    }
    assert_true(g.plots[1].y.from > 500); /* far from zero */
    canvas_free(c);
}

static void lettering_stays_in_its_column(void **state)
{
    (void)state;
    struct canvas *c = sheet(400, 200);
    const struct lettering l = {FACE_BODY, COLOUR_INK, ALIGN_LEFT, 2};
    char million[20000];
    memset(million, 'x', sizeof million - 1);
    million[sizeof million - 1] = '\0';
    static const char *const texts[] = {"short",
                                        "several words that need more than one line of it",
                                        "Pneumonoultramicroscopicsilicovolcanoconiosis",
                                        "line\nend",
                                        "caf\xE9 in another encoding",
                                        ""};
    double line = lettering_measure(c, "x", &l, 0).height;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct extent e = lettering_measure(c, texts[i], &l, 120);
        assert_true(e.width <= 120.001 && e.height <= 2 * line + 0.001);
    }
    struct extent e = lettering_measure(c, million, &l, 120);
    assert_true(e.width <= 120.001 && e.cut);
    assert_false(lettering_measure(c, "short", &l, 120).cut);
    canvas_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spread_labels_never_overlap),
        cmocka_unit_test(spread_moves_nothing_that_fits),
        cmocka_unit_test(end_labels_never_overlap),
        cmocka_unit_test(frame_boxes_are_apart),
        cmocka_unit_test(panels_are_apart),
        cmocka_unit_test(own_axes_cover_their_series),
        cmocka_unit_test(lettering_stays_in_its_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
