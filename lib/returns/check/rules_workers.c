// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/check/spell.h"
#include "returns/check/tables.h"

/* Social workers allocated to a child, collected from 2023-24. */

static const struct spell_kind kind = {TABLE_SW_EPISODES, COLUMN_SW_DECOM, COLUMN_SW_DEC};

static int32_t start(const struct visit *v, const struct book_row *row)
{
    return spell_start(v, &kind, row);
}

/* From this day on the reason for a change of worker is collected. */
static int32_t first_day_of_reasons(void)
{
    return date_of(2023, 4, 1);
}

static bool no_worker(const struct visit *v, const struct book_row *row)
{
    return !cell(v, row, COLUMN_SW_ID).size;
}

static bool no_reason(const struct visit *v, const struct book_row *row)
{
    return !cell(v, row, COLUMN_SW_REASON).size;
}

/* A row without a start can be of either kind: both rules name it. */
static bool incomplete_before_reasons(const struct visit *v,
                                      const struct book_row *row) /* SW01aSTG1 */
{
    return start(v, row) == DATE_NONE || (date_known(start(v, row)) && no_worker(v, row) &&
                                          start(v, row) < first_day_of_reasons());
}

static bool incomplete(const struct visit *v, const struct book_row *row) /* SW01bSTG1 */
{
    return start(v, row) == DATE_NONE ||
           (date_known(start(v, row)) && start(v, row) >= first_day_of_reasons() &&
            (no_worker(v, row) || no_reason(v, row)));
}

static bool incomplete_2024(const struct visit *v, const struct book_row *row) /* SW03STG1 */
{
    return start(v, row) == DATE_NONE || no_worker(v, row) || no_reason(v, row);
}

static bool starts_after_year_end(const struct visit *v, const struct book_row *row) /* SW06STG2 */
{
    return date_known(start(v, row)) && start(v, row) > v->year_end;
}

static bool ends_outside_window(const struct visit *v, const struct book_row *row) /* SW07STG2 */
{
    int32_t end = spell_end(v, &kind, row);
    int32_t from = v->year >= 2025 ? date_of(v->year - 2, 4, 1) : v->year_start;
    return date_known(end) && (end < from || end > v->year_end);
}

static const struct book_row *latest(const struct visit *v)
{
    const struct subject_rows *rows = &v->now[TABLE_SW_EPISODES];
    const struct book_row *last = NULL;
    for (size_t i = 0; i < rows->count; i++)
        if (date_known(start(v, &rows->rows[i])) &&
            (!last || start(v, &rows->rows[i]) >= start(v, last)))
            last = &rows->rows[i];
    return last;
}

static bool open_before_last(const struct visit *v, const struct book_row *row) /* SW08STG2 */
{
    return date_known(start(v, row)) && spell_end(v, &kind, row) == DATE_NONE && row != latest(v);
}

/* More than a week between the end of one and the start of the next. A new referral (FCONTA) may stand
 * apart from 2024-25 on. */
static bool apart_from_one_before(const struct visit *v, const struct book_row *row) /* SW10STG2 */
{
    const struct book_row *before = spell_before(v, &kind, row);
    int32_t end = before ? spell_end(v, &kind, before) : DATE_NONE;
    if (!date_known(end) || (v->year >= 2025 && text_is(cell(v, row, COLUMN_SW_REASON), "FCONTA")))
        return false;
    return start(v, row) < end - 7 || start(v, row) > end + 7;
}

static bool reason_wrong(const struct visit *v, const struct book_row *row) /* SW13STG1 */
{
    struct text reason = cell(v, row, COLUMN_SW_REASON);
    if (!reason.size)
        return date_known(start(v, row)) && start(v, row) >= first_day_of_reasons();
    return !code_valid(v, "sw_change_reason", reason);
}

/* Asked of children who are looked after at the year end. */
static void rule_SW17STG2(struct visit *v)
{
    const struct episode_view *e = v->episode_count ? &v->episodes[v->episode_count - 1] : NULL;
    const struct book_row *last = latest(v);
    if (e && last && date_known(e->start) && e->start <= v->year_end && e->end == DATE_NONE &&
        date_known(spell_end(v, &kind, last)))
        finding(v, last, COLUMN_SW_DEC,
                "the child is looked after at 31 March: the last worker's end must be blank");
}

#define WORKER_RULE(number, function, where, says)                                                 \
    {                                                                                              \
        .code = number, .tables = NEEDS_WORKERS, .wrong_row = function, .of = TABLE_SW_EPISODES,   \
        .column = where, .message = says                                                           \
    }

const struct rule_entry rules_workers[] = {
    WORKER_RULE("SW01aSTG1", incomplete_before_reasons, COLUMN_SW_ID,
                "a worker's id and start must be given"),
    WORKER_RULE("SW01bSTG1", incomplete, COLUMN_SW_REASON,
                "a worker's id, start and (from 01/04/2023) reason must be given"),
    WORKER_RULE("SW03STG1", incomplete_2024, COLUMN_SW_ID,
                "a worker's id, start and reason must be given"),
    WORKER_RULE("SW06STG2", starts_after_year_end, COLUMN_SW_DECOM,
                "the worker is allocated after the year end"),
    WORKER_RULE("SW07STG2", ends_outside_window, COLUMN_SW_DEC,
                "ends outside the years that are collected (this and, from 2024-25, the last)"),
    WORKER_RULE("SW08STG2", open_before_last, COLUMN_SW_DEC,
                "another worker follows: the end must be given"),
    WORKER_RULE("SW10STG2", apart_from_one_before, COLUMN_SW_DECOM,
                "starts more than 7 days before or after the end of the worker before"),
    WORKER_RULE("SW13STG1", reason_wrong, COLUMN_SW_REASON,
                "a reason from the code list must be given from 01/04/2023"),
    {.code = "SW17STG2", .tables = NEEDS_WORKERS | NEEDS_EPISODES, .visit = rule_SW17STG2},
    {NULL},
};
