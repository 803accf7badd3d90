// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth-project - the placement population forward, by the regional demand model's arithmetic
 *
 * Job: forecast
 * Usage: hearth-project --method demand-model [OPTION...] [FILE]
 *
 * Reads spells and writes how many children will be in care at each period end, after how many
 * there were. --method demand-model is the arithmetic of the regional demand model (Social
 * Finance): five age bands times the groups of --by; daily rates that are means of daily ratios
 * over the reference period; as many entries each day as then; mean +- 2 standard deviations as
 * lo95 and hi95. It reproduces that model's numbers; its interval does not hold what it says
 * (moves count twice, the rates are taken as known), and 17-year-olds stay.
 *
 * The projection starts on --from, the last day on which anybody looked unless given. A spell
 * that was open when last seen counts until that day: stale open spells are not assumed to live
 * for ever.
 *
 * Columns read: la, id, start, end, observed_from, observed_to, birth_date; placement_start,
 * reason_started and uasc where they exist; those of --by and --where.
 * Columns written: date, measure, those of --by, value, lo95, lo80, hi80, hi95, kind (actual or
 * forecast); ordered by labels (byte order), then date.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use
 *   3  no usable spell, a column is missing, rows out of order, reading or writing failed
 *
 * Example:
 *   hearth-read ssda903 --definitions demand-model datasets/ssda903 |
 *       hearth-project --method demand-model --ahead 12 | hearth-chart fan -o demand.svg
 */
#include "cli/tool.h"
#include "model/population/grouping.h"
#include "model/project/expected.h"
#include "stats/stats.h"

#include <stdlib.h>

static const char *const every_choices[] = {"day", "month", "quarter", "year", NULL};
static const char *const methods[] = {"demand-model", NULL};

static struct options {
    int method, every;
    const char *year_end, *by, *reference;
    struct option_texts where;
    int32_t from;
    long ahead, draws;
    bool total;
} options = {.method = -1,
             .every = EVERY_QUARTER,
             .year_end = "03-31",
             .by = "demand_group",
             .from = DATE_NONE,
             .ahead = 12};

static const struct option table[] = {
    {"method",
     'm',
     OPTION_CHOICE,
     &options.method,
     "METHOD",
     "demand-model (needed)",
     {.choices = methods}},
    {"from",
     0,
     OPTION_DATE,
     &options.from,
     "DATE",
     "the day to start from (default: the last day observed)",
     {0}},
    {"every",
     0,
     OPTION_CHOICE,
     &options.every,
     "PERIOD",
     "day, month, quarter or year; quarter unless given",
     {.choices = every_choices}},
    {"ahead",
     'n',
     OPTION_INTEGER,
     &options.ahead,
     "N",
     "project N periods (default: 12)",
     {.least = 1, .most = 20000}},
    {"year-end",
     0,
     OPTION_TEXT,
     &options.year_end,
     "MM-DD",
     "last day of the year, which quarters and months follow; 03-31 unless given",
     {0}},
    {"reference",
     0,
     OPTION_TEXT,
     &options.reference,
     "FROM..TO",
     "days whose events make the rates (default: all that were observed)",
     {0}},
    {"by",
     0,
     OPTION_TEXT,
     &options.by,
     "COLUMN,...",
     "groups that children move between; demand_group unless given; age_band may be among them",
     {0}},
    {"where",
     0,
     OPTION_TEXTS,
     &options.where,
     "COLUMN=VALUE,...",
     "only spells with one of the values; given several times, all must hold",
     {0}},
    {"draws",
     0,
     OPTION_INTEGER,
     &options.draws,
     "N",
     "0, the only one that this arithmetic knows: expected values",
     {.least = 0, .most = 0.5}},
    {"total", 0, OPTION_FLAG, &options.total, NULL, "write the sum of all groups", {0}},
    OPTION_END,
};

/* What the command line asks for, in the library's words. */
struct plan {
    struct period_calendar calendar;
    int32_t from, reference_from, reference_to;
};

static bool read_reference(struct run *run, struct plan *plan)
{
    plan->reference_from = plan->reference_to = DATE_NONE;
    if (!options.reference)
        return true;
    struct text t = text_of(options.reference);
    for (size_t i = 0; i + 2 < t.size; i++)
        if (t.at[i] == '.' && t.at[i + 1] == '.' &&
            date_parse((struct text){t.at, i}, &plan->reference_from) == DATE_READ &&
            date_parse((struct text){t.at + i + 2, t.size - i - 2}, &plan->reference_to) ==
                DATE_READ &&
            plan->reference_from < plan->reference_to)
            return true;
    run_usage(run, "--reference %s: FROM..TO is meant, two dates in order", options.reference);
    return false;
}

static bool check(struct run *run, struct plan *plan)
{
    char mistake[256];
    bool good = read_reference(run, plan);
    plan->calendar = PERIOD_TO_31_MARCH((enum period_every)options.every);
    if (!period_parse_year_end(text_of(options.year_end), &plan->calendar)) {
        run_usage(run, "--year-end: '%s' is not a day of the year (MM-DD)", options.year_end);
        good = false;
    }
    if (grouping_by_mistake(options.by, mistake, sizeof mistake)) {
        run_usage(run, "--by: %s", mistake);
        good = false;
    }
    if (grouping_where_mistake(options.where.items, (size_t)options.where.count, mistake,
                               sizeof mistake)) {
        run_usage(run, "--where: %s", mistake);
        good = false;
    }
    if (options.method < 0) {
        run_usage(run, "--method is needed");
        good = false;
    }
    return good;
}

static enum status project(struct run *run, const struct lives *l, const struct plan *plan,
                           const struct frame *frame, struct writer *w)
{
    int32_t origin = plan->from != DATE_NONE ? plan->from : l->last;
    int32_t from = plan->reference_from, to = plan->reference_to;
    if (from == DATE_NONE) {
        from = l->first;
        to = origin;
    }
    struct timeline past, ahead;
    struct demand_model m;
    enum status s = demand_model_fit(&m, l, from, to, origin);
    if (s != STATUS_OK) {
        run_fail(run, s, "the reference period");
        return s;
    }
    bool good = timeline_between(&past, &plan->calendar, l->first, origin);
    good = timeline_ahead(&ahead, &plan->calendar, origin, (size_t)options.ahead) && good;
    uint32_t *history = calloc(frame_size(frame, &past) + 1, sizeof *history);
    s = STATUS_MEMORY;
    if (good && history) {
        struct project_writer p = {w, frame, NULL};
        frame_count_history(frame, &past, l, history);
        s = expected_demand_model(&m, origin, &p, &past, history, &ahead);
    }
    free(history);
    timeline_done(&past);
    timeline_done(&ahead);
    demand_model_done(&m);
    return s;
}

static enum status work(struct run *run, const struct plan *plan, const char *path)
{
    enum frame_ages ages;
    char *columns = frame_columns(options.by, &ages);
    if (!columns)
        return STATUS_MEMORY;
    struct lives lives;
    struct lives_settings settings = {columns, options.where.items, (size_t)options.where.count};
    enum status s = lives_read(&lives, path, &settings, &run->sink);
    free(columns);
    if (s != STATUS_OK)
        return s;
    struct frame frame;
    s = STATUS_MEMORY;
    if (frame_init(&frame, &lives, options.by, options.total)) {
        frame.measures[PROJECT_STOCK] = true;
        struct writer *w = writer_open(run->output);
        if (w)
            s = project(run, &lives, plan, &frame, w);
        enum status closed = writer_close(w);
        s = s != STATUS_OK ? s : closed;
        frame_done(&frame);
    }
    lives_done(&lives);
    return s;
}

int main(int argc, char **argv)
{
    struct run run;
    struct plan plan;
    const char *path;
    stats_begin();
    if (!run_begin(&run, table, argc, argv))
        return run.exit_code;
    plan.from = options.from;
    bool good = run_one_input(&run, &path);
    if (!check(&run, &plan) || !good)
        return run_end(&run, STATUS_OK);
    return run_end(&run, work(&run, &plan, path));
}
