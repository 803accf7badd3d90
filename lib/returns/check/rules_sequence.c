// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/visit.h"
#include "returns/check/tables.h"

/* One child's episodes of the year, each against the one before it: care is a chain that starts with
 * RNE S, goes on with REC X1 on the day of the next start, and ends with any other REC. */

/* Calls SEEN for each pair of neighbours whose starts are known; v->episodes is in order of start. */
static void each_pair(struct visit *v,
                      void (*seen)(struct visit *v, const struct episode_view *before,
                                   const struct episode_view *now))
{
    const struct episode_view *before = NULL;
    for (size_t i = 0; i < v->episode_count; i++) {
        const struct episode_view *now = &v->episodes[i];
        if (!date_known(now->start))
            continue;
        if (before)
            seen(v, before, now);
        before = now;
    }
}

static bool care_ended(const struct episode_view *e)
{
    return e->rec.size && !text_is(e->rec, "X1");
}

static void not_ended(struct visit *v, const struct episode_view *before,
                      const struct episode_view *now)
{
    (void)now;
    if (before->end == DATE_NONE || !before->rec.size)
        finding(v, before->row, COLUMN_DEC,
                "only the child's last episode may lack an end date or an end reason");
}

static void rule_142(struct visit *v)
{
    each_pair(v, not_ended);
}

/* The start of the first episode that ended in adoption, this year or last; DATE_NONE when none did. */
static int32_t adopted_from(const struct visit *v)
{
    int32_t from = DATE_NONE;
    for (size_t i = 0; i < v->episode_count + v->last_episode_count; i++) {
        const struct episode_view *e =
            i < v->episode_count ? &v->episodes[i] : &v->last_episodes[i - v->episode_count];
        if (text_in(e->rec, "E11,E12") && date_known(e->start) &&
            (from == DATE_NONE || e->start < from))
            from = e->start;
    }
    return from;
}

static void rule_199(struct visit *v)
{
    int32_t from = adopted_from(v);
    for (size_t i = 0; i < v->episode_count && from != DATE_NONE; i++)
        if (date_known(v->episodes[i].start) && v->episodes[i].start > from)
            finding(v, v->episodes[i].row, COLUMN_DECOM,
                    "the child was adopted before this episode");
}

static void rule_357(struct visit *v)
{
    for (size_t i = 0; i < v->episode_count; i++) {
        const struct episode_view *e = &v->episodes[i];
        if (!date_known(e->start))
            continue;
        if (e->start >= v->year_start && !text_is(e->rne, "S"))
            finding(v, e->row, COLUMN_RNE,
                    "the child's first episode starts in the year: RNE S expected");
        return;
    }
}

/* Whether AFTER is what the child left for a temporary placement. RNE is P, or B when the legal status
 * changes on the day of the return. From 2025-26 on the postcode is compared, too. */
static bool goes_back(const struct visit *v, const struct episode_view *before,
                      const struct episode_view *after)
{
    return text_in(after->rne, "P,B") && text_equal(before->place, after->place) &&
           (v->year < 2026 || postcode_equal(before->placement_post, after->placement_post));
}

/* The published check points at the temporary episode, and from 2025-26 on at the one after it. */
static void rule_383(struct visit *v)
{
    for (size_t i = 1; i + 1 < v->episode_count; i++) {
        const struct episode_view *before = &v->episodes[i - 1];
        const struct episode_view *temporary = &v->episodes[i], *after = &v->episodes[i + 1];
        if (is_temporary(temporary) && date_known(before->start) && !goes_back(v, before, after))
            finding(v, (v->year < 2026 ? temporary : after)->row, COLUMN_PLACE,
                    "after a temporary placement the child goes back to the placement before it "
                    "(same type, RNE P)");
    }
}

static void x1_without_next(struct visit *v, const struct episode_view *before,
                            const struct episode_view *now)
{
    if (text_is(before->rec, "X1") && date_known(before->end) && before->end != now->start)
        finding(v, before->row, COLUMN_REC,
                "X1, but no episode starts on the day on which this ends");
    else if (care_ended(before) && before->end == now->start)
        finding(v, before->row, COLUMN_REC,
                "the next episode starts on the day on which this ends: X1 expected");
}

static void rule_388(struct visit *v)
{
    each_pair(v, x1_without_next);
    const struct episode_view *last = v->episode_count ? &v->episodes[v->episode_count - 1] : NULL;
    if (last && text_is(last->rec, "X1") && date_known(last->end))
        finding(v, last->row, COLUMN_REC, "X1, but no episode follows");
}

static void new_care_too_early(struct visit *v, const struct episode_view *before,
                               const struct episode_view *now)
{
    if (text_is(now->rne, "S") && date_known(before->end) && now->start <= before->end)
        finding(
            v, now->row, COLUMN_RNE,
            "RNE S starts a new period of care, but the episode before ends on or after that day");
}

static void rule_431(struct visit *v)
{
    each_pair(v, new_care_too_early);
}

static void care_goes_on_after_end(struct visit *v, const struct episode_view *before,
                                   const struct episode_view *now)
{
    if (care_ended(before) && !text_is(now->rne, "S"))
        finding(v, now->row, COLUMN_RNE, "care ended before this episode: RNE S expected");
}

static void rule_432(struct visit *v)
{
    each_pair(v, care_goes_on_after_end);
}

static void gap_in_care(struct visit *v, const struct episode_view *before,
                        const struct episode_view *now)
{
    if (text_in(now->rne, "P,L,T,U,B") && before->end != now->start)
        finding(v, now->row, COLUMN_DECOM,
                "RNE says that care goes on, but the episode before does not end on this day");
}

static void rule_433(struct visit *v)
{
    each_pair(v, gap_in_care);
}

static void after_last_exit(struct visit *v, const struct episode_view *before,
                            const struct episode_view *now)
{
    (void)now;
    if (text_in(before->rec, "E2,E15"))
        finding(v, before->row, COLUMN_REC,
                "the child died or was assessed to be an adult, but an episode follows");
}

static void rule_437(struct visit *v)
{
    each_pair(v, after_last_exit);
}

static void overlaps(struct visit *v, const struct episode_view *before,
                     const struct episode_view *now)
{
    char end[DATE_TEXT];
    if (date_known(before->end) && now->start < before->end)
        finding(v, now->row, COLUMN_DECOM, "the episode before ends later (%s): they overlap",
                date_write(before->end, end).at);
}

static void rule_501(struct visit *v)
{
    each_pair(v, overlaps);
}

static void need_changes(struct visit *v, const struct episode_view *before,
                         const struct episode_view *now)
{
    if (text_is(before->rec, "X1") && before->end == now->start && before->cin.size &&
        now->cin.size && !text_equal(before->cin, now->cin))
        finding(v, now->row, COLUMN_CIN, "category of need changes inside a period of care");
}

static void rule_504(struct visit *v)
{
    each_pair(v, need_changes);
}

const struct rule_entry rules_sequence[] = {
    {.code = "142", .tables = NEEDS_EPISODES, .visit = rule_142},
    {.code = "199", .tables = NEEDS_EPISODES, .visit = rule_199},
    {.code = "357", .tables = NEEDS_EPISODES, .visit = rule_357},
    {.code = "383", .tables = NEEDS_EPISODES, .visit = rule_383},
    {.code = "388", .tables = NEEDS_EPISODES, .visit = rule_388},
    {.code = "431", .tables = NEEDS_EPISODES, .visit = rule_431},
    {.code = "432", .tables = NEEDS_EPISODES, .visit = rule_432},
    {.code = "433", .tables = NEEDS_EPISODES, .visit = rule_433},
    {.code = "437", .tables = NEEDS_EPISODES, .visit = rule_437},
    {.code = "501", .tables = NEEDS_EPISODES, .visit = rule_501},
    {.code = "504", .tables = NEEDS_EPISODES, .visit = rule_504},
    {NULL},
};
