// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/ssda903_private.h"

/* Child by child: sort, repair, fold temporary placements, find the window and the starts of a spell.
 *
 * placement_start is the start of the placement with this carer: an episode that begins the day the
 * one before ends, and changes only the legal status or the place (RNE L, T, U), goes on in it; so does
 * the return to the same place after a folded temporary placement. care_start is the start of the period
 * of care: episodes joined by REC X1, each beginning on the day the last one ends. Both are empty where
 * they lie before the first episode that was sent (a first episode whose RNE says that something went on). */

/* A spell that is not written yet: what follows may lengthen it. */
struct pending {
    const struct episode *episode; /* NULL = none */
    int32_t end;
    uint16_t reason_ended, reason_changed;
    int16_t last_year;
    bool folded; /* a temporary placement was folded into it */
    int32_t placement_start, care_start;
    bool continues; /* the period of care that the spell before belongs to */
};

/* The period of care that is being gathered. */
struct gathering {
    struct pending whole; /* its first episode with its last end; episode NULL = none */
    const struct episode *last;
    int32_t placement_start; /* of the last placement */
    size_t episodes, placements;
};

static bool is_temporary(const struct episode *e)
{
    return e->code[PLACE] >= VALUE_T0 && e->code[PLACE] <= VALUE_T4;
}

static bool same_place(const struct episode *a, const struct episode *b)
{
    if (a->code[PLACE] != b->code[PLACE] || a->code[PLACE_PROVIDER] != b->code[PLACE_PROVIDER])
        return false;
    return text_equal(ssda903_place(a->places, PL_POST), ssda903_place(b->places, PL_POST)) &&
           text_equal(ssda903_place(a->places, URN), ssda903_place(b->places, URN));
}

/* Whether the window asked for shows this spell at all. */
static bool in_window(struct ssda903 *r, const struct pending *p)
{
    const struct ssda903_options *o = r->options;
    if (o->to != DATE_NONE && p->episode->start > o->to) {
        r->left_out[LEFT_AFTER_TO]++;
        return false;
    }
    if (o->from != DATE_NONE && p->end != DATE_NONE && p->end < o->from) {
        r->left_out[LEFT_BEFORE_FROM]++;
        return false;
    }
    return true;
}

/* The window of P; false when it is empty (its returns end before --from, or begin after --to). An end
 * that lies beyond it is not seen: the spell is open. */
static bool find_window(struct ssda903 *r, struct pending *p, int32_t *from, int32_t *to)
{
    const struct ssda903_options *o = r->options;
    const struct episode *e = p->episode;
    ssda903_window(r, r->children[e->child].la, e->first_year, p->last_year, p->end == DATE_NONE,
                   from, to);
    *from = o->from == DATE_NONE ? *from : o->from;
    *to = o->to == DATE_NONE ? *to : o->to;
    if (*from > *to) {
        r->left_out[LEFT_UNSEEN]++;
        return false;
    }
    if (p->end == DATE_NONE || p->end <= *to)
        return true;
    if (o->to == DATE_NONE) {
        char end[DATE_TEXT], seen[DATE_TEXT];
        date_write(p->end, end);
        date_write(*to, seen);
        problem_report(r->sink, PROBLEM_WARNING, "end-unseen", r->sources[e->source].path, e->line,
                       "DEC", "%s is after all that its returns could see (to %s); read as open",
                       end, seen);
    }
    r->cut_at_to += o->to != DATE_NONE;
    p->end = DATE_NONE;
    p->reason_ended = VALUE_BLANK;
    return true;
}

static void write_spell(struct ssda903 *r, struct pending *p)
{
    const struct episode *e = p->episode;
    int32_t from, to;
    if (!in_window(r, p) || !find_window(r, p, &from, &to))
        return;
    ssda903_write_row(r, &(struct spell_row){.episode = e,
                                             .end = p->end,
                                             .from = from,
                                             .to = to,
                                             .placement_start = p->placement_start,
                                             .care_start = p->care_start,
                                             .reason_ended = p->reason_ended,
                                             .reason_changed = p->reason_changed});
    r->spells++;
}

static void write_period(struct ssda903 *r, struct gathering *g)
{
    int32_t from, to;
    if (!g->whole.episode)
        return;
    r->in_periods += g->episodes - 1;
    if (!in_window(r, &g->whole) || !find_window(r, &g->whole, &from, &to))
        return;
    ssda903_write_period(r, &(struct period_row){.first = g->whole.episode,
                                                 .last = g->last,
                                                 .end = g->whole.end,
                                                 .from = from,
                                                 .to = to,
                                                 .reason_ended = g->whole.reason_ended,
                                                 .episodes = g->episodes,
                                                 .placements = g->placements});
    r->spells++;
}

/* Adds the spell P to its period of care; one that is complete is written. */
static void gather(struct ssda903 *r, struct gathering *g, const struct pending *p)
{
    if (!g->whole.episode || !p->continues) {
        write_period(r, g);
        *g = (struct gathering){*p, p->episode, p->placement_start, 1, 1};
        return;
    }
    g->whole.end = p->end;
    g->whole.reason_ended = p->reason_ended;
    g->whole.last_year = p->last_year;
    g->episodes++;
    g->placements += p->placement_start != g->placement_start;
    g->placement_start = p->placement_start;
    g->last = p->episode;
}

/* What is done with a spell that nothing can lengthen any more. */
static void finish_spell(struct ssda903 *r, struct gathering *g, struct pending *p)
{
    if (!p->episode)
        return;
    if (r->options->periods)
        gather(r, g, p);
    else
        write_spell(r, p);
}

/* The starts of placement and care of E, which follows BEFORE (episode NULL = nothing). */
static void find_starts(struct pending *p, const struct episode *e, const struct pending *before)
{
    uint16_t rne = e->code[RNE];
    bool adjacent = before->episode && before->end == e->start;
    bool in_care = adjacent && (before->reason_ended == VALUE_X1 || rne != VALUE_S);
    bool same_carer = rne == VALUE_L || rne == VALUE_T || rne == VALUE_U;
    bool returned = adjacent && before->folded && same_place(before->episode, e);
    p->continues = in_care;
    if (in_care) {
        p->care_start = before->care_start;
        p->placement_start = same_carer || returned ? before->placement_start : e->start;
    } else {
        p->care_start = rne == VALUE_S ? e->start : DATE_NONE;
        p->placement_start = same_carer || rne == VALUE_BLANK ? DATE_NONE : e->start;
    }
}

/* Folds the temporary placement E into P, which it interrupts. */
static void fold(struct ssda903 *r, struct pending *p, const struct episode *e)
{
    struct episode before = *p->episode;
    before.end = p->end;
    ssda903_set_end(r, &before, RULE_TEMPORARY, e->end);
    p->end = e->end;
    p->reason_ended = e->code[REC];
    p->reason_changed = e->code[REASON_PLACE_CHANGE];
    if (e->last_year > p->last_year)
        p->last_year = e->last_year;
    p->folded = true;
    r->folded++;
}

static void write_spells(struct ssda903 *r, const uint32_t *list, size_t n)
{
    size_t before = r->spells;
    struct pending p = {0};
    struct gathering g = {.episodes = 0};
    for (size_t i = 0; i < n; i++) {
        const struct episode *e = &r->episodes[list[i]];
        if (p.episode && (p.end == DATE_NONE || p.end > e->start))
            r->overlaps++;
        if (is_temporary(e) && !r->options->keep_temporary) {
            if (p.episode && p.end == e->start) {
                fold(r, &p, e);
                continue;
            }
            r->temporary_first++;
        }
        struct pending next = {
            e,         e->end,    e->code[REC], e->code[REASON_PLACE_CHANGE], e->last_year, false,
            DATE_NONE, DATE_NONE, false};
        find_starts(&next, e, &p);
        finish_spell(r, &g, &p);
        p = next;
    }
    finish_spell(r, &g, &p);
    write_period(r, &g);
    r->spell_children += r->spells > before;
}

static void write_one_child(struct ssda903 *r, uint32_t *list, size_t n)
{
    const struct child *c = &r->children[r->episodes[list[0]].child];
    ssda903_sort(r, list, n, r->scratch, ssda903_by_start);
    ssda903_check_birth(r, r->episodes[list[0]].child, r->episodes[list[0]].start);
    if (r->header_files && !(c->flags & CHILD_HAS_HEADER)) {
        const struct episode *e = &r->episodes[list[0]];
        char id[64];
        problem_report(r->sink, PROBLEM_WARNING, "no-header", r->sources[e->source].path, e->line,
                       "CHILD", "'%s' has no header row: birth date, sex and ethnicity are empty",
                       text_show(ssda903_id(r, e->child), id, sizeof id));
    }
    if (r->options->repair == SSDA903_DEMAND_MODEL && c->birth == DATE_NONE) {
        r->left_out[LEFT_NO_BIRTH] += n;
        return;
    }
    if (r->options->repair == SSDA903_STANDARD)
        n = ssda903_standard(r, list, n);
    else if (r->options->repair == SSDA903_DEMAND_MODEL)
        n = ssda903_demand_model(r, list, n);
    ssda903_sort(r, list, n, r->scratch, ssda903_by_start_and_end);
    write_spells(r, list, n);
}

enum status ssda903_write(struct ssda903 *r)
{
    if (!ssda903_begin_rows(r))
        return STATUS_MEMORY;
    for (size_t i = 0, next; i < r->order_count; i = next) {
        uint32_t child = r->episodes[r->order[i]].child;
        for (next = i + 1; next < r->order_count && r->episodes[r->order[next]].child == child;)
            next++;
        write_one_child(r, r->order + i, next - i);
    }
    return STATUS_OK;
}
