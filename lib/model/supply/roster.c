// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/supply/roster.h"
#include "model/supply/roster_numbers.h"
#include "stream/spells.h"
#include "stream/where.h"

#include <stdlib.h>

enum { NAMES_MOST = 8, KEY_SIZE = 1024 };

struct reading {
    struct roster *r;
    struct spells *spells;
    struct rows *rows;
    struct where where;
    struct intern cells, lines, authorities; /* keys */
    const char *by;
    int columns[NAMES_MOST];
    struct roster_numbers numbers;
    int kinship, kind, agency, post_start;
    uint32_t cell_room;
    uint32_t before; /* the subject's latest spell */
};

const char *supply_one(enum supply_kind kind)
{
    static const char *const words[] = {"household", "home", "worker"};
    return words[kind];
}

const char *supply_many(enum supply_kind kind)
{
    static const char *const words[] = {"households", "homes", "workers"};
    return words[kind];
}

/* --- columns -------------------------------------------------------------------------------- */

static enum status find_kind(struct reading *d)
{
    d->numbers.fte = rows_column(d->rows, "fte");
    d->numbers.ours = rows_column(d->rows, "places_for_us");
    d->numbers.places = rows_column(d->rows, "places");
    d->kinship = rows_column(d->rows, "kinship");
    d->kind = rows_column(d->rows, "placement_kind");
    d->agency = rows_column(d->rows, "agency");
    d->post_start = rows_column(d->rows, "post_start");
    d->numbers.subcategory = rows_column(d->rows, "subcategory");
    d->r->kind = d->numbers.fte >= 0    ? SUPPLY_WORKERS
                 : d->numbers.ours >= 0 ? SUPPLY_HOMES
                                        : SUPPLY_CARERS;
    if (d->numbers.fte >= 0 || d->numbers.places >= 0)
        return STATUS_OK;
    problem_report(rows_sink(d->rows), PROBLEM_FATAL, "missing-column", rows_name(d->rows), 1, NULL,
                   "neither places (of households or homes) nor fte (of workers) is a column");
    return STATUS_FORMAT;
}

static enum status find_groups(struct reading *d)
{
    struct roster *r = d->r;
    struct text rest = text_of(d->by);
    char missing[512] = "";
    size_t used = 0;
    r->names = arena_take(&r->arena, NAMES_MOST * sizeof *r->names);
    if (!r->names)
        return STATUS_MEMORY;
    while (rest.at) {
        struct text name = arena_text(&r->arena, text_trim(text_cut(&rest, ',')));
        if (!name.at)
            return STATUS_MEMORY;
        if (r->name_count == NAMES_MOST) {
            problem_report(rows_sink(d->rows), PROBLEM_FATAL, "columns", NULL, 0, NULL,
                           "--by: more than %d columns", NAMES_MOST);
            return STATUS_VALUE;
        }
        d->columns[r->name_count] = rows_column(d->rows, name.at);
        if (d->columns[r->name_count] < 0 && used + name.size + 3 < sizeof missing) {
            if (used) {
                missing[used++] = ',';
                missing[used++] = ' ';
            }
            memcpy(missing + used, name.at, name.size + 1);
            used += name.size;
        }
        r->names[r->name_count++] = name;
    }
    if (!used)
        return STATUS_OK;
    problem_report(rows_sink(d->rows), PROBLEM_FATAL, "missing-column", rows_name(d->rows), 1, NULL,
                   "no such column: %s", missing);
    return STATUS_FORMAT;
}

/* --- cells ---------------------------------------------------------------------------------- */

static bool is_one(struct reading *d, int column)
{
    return text_is(rows_cell(d->rows, column), "1");
}

/* Labels of the present row, joined by a byte that no text holds; SIZE bytes are used already. */
static size_t put_labels(struct reading *d, char *key, size_t size)
{
    for (size_t i = 0; i < d->r->name_count; i++) {
        struct text label = text_trim(rows_cell(d->rows, d->columns[i]));
        size_t most = KEY_SIZE / NAMES_MOST - 1;
        size_t part = label.size < most ? label.size : most;
        if (part)
            memcpy(key + size, label.at, part);
        size += part;
        key[size++] = '\x1f';
    }
    return size;
}

/* The cell of the present row; ROSTER_NONE: out of memory. */
static uint32_t find_cell(struct reading *d, uint32_t authority)
{
    struct roster *r = d->r;
    char key[KEY_SIZE + 16];
    size_t size = put_labels(d, key, 0);
    uint32_t line = intern_add(&d->lines, (struct text){key, size});
    bool kinship =
        is_one(d, d->kinship) || text_is(rows_cell(d->rows, d->kind), "Fostering: kinship");
    bool agency = r->kind == SUPPLY_WORKERS && is_one(d, d->agency);
    uint32_t numbers[2] = {authority, line};
    memcpy(key, numbers, sizeof numbers);
    key[sizeof numbers] = (char)('0' + kinship + 2 * agency);
    uint32_t cell = intern_add(&d->cells, (struct text){key, sizeof numbers + 1});
    if (line == INTERN_NONE || cell == INTERN_NONE)
        return ROSTER_NONE;
    if (cell < r->cell_count)
        return cell;
    if (r->cell_count == d->cell_room) {
        uint32_t room = d->cell_room ? 2 * d->cell_room : 16;
        struct roster_cell *cells = realloc(r->cells, room * sizeof *cells);
        if (!cells)
            return ROSTER_NONE;
        r->cells = cells;
        d->cell_room = room;
    }
    r->cells[r->cell_count++] = (struct roster_cell){authority, line, kinship, agency};
    return cell;
}

/* --- rows ----------------------------------------------------------------------------------- */

static uint32_t find_authority(struct reading *d, const struct spell *s)
{
    struct roster *r = d->r;
    uint32_t n = intern_add(&d->authorities, s->la);
    if (n == INTERN_NONE || n < r->authority_count)
        return n;
    int32_t *first = realloc(r->first, (n + 1) * sizeof *first);
    if (first)
        r->first = first;
    int32_t *last = realloc(r->last, (n + 1) * sizeof *last);
    if (last)
        r->last = last;
    if (!first || !last)
        return INTERN_NONE;
    r->first[n] = INT32_MAX;
    r->last[n] = INT32_MIN;
    r->authority_count = n + 1;
    return n;
}

static uint32_t name_subject(struct intern *in, struct text la, struct text id, bool add)
{
    char key[256];
    size_t most = sizeof key / 2 - 1;
    size_t a = la.size < most ? la.size : most, b = id.size < most ? id.size : most;
    if (a)
        memcpy(key, la.at, a);
    key[a] = '\x1f';
    if (b)
        memcpy(key + a + 1, id.at, b);
    struct text t = {key, a + 1 + b};
    uint32_t n = add ? intern_add(in, t) : intern_find(in, t);
    return n == INTERN_NONE ? ROSTER_NONE : n;
}

uint32_t roster_subject(const struct roster *r, struct text la, struct text id)
{
    return name_subject((struct intern *)&r->subjects, la, id, false);
}

static struct roster_stay *add_stay(struct roster *r)
{
    if (r->count == r->room) {
        size_t room = r->room ? 2 * r->room : 1024;
        struct roster_stay *stays = realloc(r->stays, room * sizeof *stays);
        if (!stays)
            return NULL;
        r->stays = stays;
        r->room = room;
    }
    return &r->stays[r->count];
}

/* Joins S to the spell before it when that ends on the day on which S begins. */
static void join(struct reading *d, struct roster_stay *s, bool same_subject)
{
    struct roster *r = d->r;
    int32_t post = DATE_NONE;
    if (d->post_start >= 0)
        date_parse(rows_cell(d->rows, d->post_start), &post);
    s->tenure = post != DATE_NONE && post < s->start ? post : s->start;
    s->then = ROSTER_NONE;
    struct roster_stay *before =
        same_subject && d->before != ROSTER_NONE ? &r->stays[d->before] : NULL;
    if (before && !before->open && before->over == s->start && before->then == ROSTER_NONE) {
        before->then = (uint32_t)r->count;
        s->continues = true;
        if (d->post_start < 0)
            s->tenure = before->tenure;
    }
    d->before = (uint32_t)r->count;
}

static enum status take(struct reading *d, const struct spell *spell)
{
    struct roster *r = d->r;
    struct roster_stay s = {.start = spell->start,
                            .over = spell_over(spell),
                            .open = spell->end == DATE_NONE,
                            .seen_from = spell->observed_from,
                            .seen_to = spell->observed_to};
    uint32_t authority = find_authority(d, spell);
    if (authority == INTERN_NONE)
        return STATUS_MEMORY;
    if (s.seen_from < r->first[authority])
        r->first[authority] = s.seen_from;
    if (s.seen_to > r->last[authority])
        r->last[authority] = s.seen_to;
    if (!roster_read_numbers(&d->numbers, d->rows, r, &s))
        return STATUS_OK;
    s.cell = find_cell(d, authority);
    s.subject = name_subject(&r->subjects, spell->la, spell->id, true);
    struct roster_stay *place = add_stay(r);
    if (s.cell == ROSTER_NONE || s.subject == ROSTER_NONE || !place)
        return STATUS_MEMORY;
    join(d, &s, spell->same_subject);
    r->stays[r->count++] = s;
    return STATUS_OK;
}

static enum status read_all(struct reading *d)
{
    struct spell s;
    enum status status;
    d->before = ROSTER_NONE;
    while ((status = spells_next(d->spells, &s)) == STATUS_OK) {
        if (!s.same_subject)
            d->before = ROSTER_NONE;
        if (!where_keeps(&d->where, d->rows))
            continue;
        if ((status = take(d, &s)) != STATUS_OK)
            return status;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

/* --- after reading -------------------------------------------------------------------------- */

struct labelled {
    const struct text *labels;
    size_t count;
    uint32_t line;
};

static int by_labels(const void *a, const void *b)
{
    const struct labelled *x = a, *y = b;
    for (size_t i = 0; i < x->count; i++) {
        int c = text_compare(x->labels[i], y->labels[i]);
        if (c)
            return c;
    }
    return (x->line > y->line) - (x->line < y->line);
}

/* Takes the lines' labels apart and numbers lines in byte order. */
static bool name_lines(struct reading *d)
{
    struct roster *r = d->r;
    size_t n = d->lines.count, names = r->name_count;
    struct labelled *order = malloc((n + 1) * sizeof *order);
    struct text *found = malloc((n * names + 1) * sizeof *found);
    uint32_t *place = malloc((n + 1) * sizeof *place);
    r->labels = arena_take(&r->arena, (n * names + 1) * sizeof *r->labels);
    bool good = order && found && place && r->labels;
    for (uint32_t l = 0; good && l < n; l++) {
        struct text rest = intern_text(&d->lines, l);
        for (size_t i = 0; good && i < names; i++) {
            struct text *label = &found[l * names + i];
            *label = arena_text(&r->arena, text_cut(&rest, '\x1f'));
            good = label->at != NULL;
        }
        order[l] = (struct labelled){found + l * names, names, l};
    }
    if (good) {
        qsort(order, n, sizeof *order, by_labels);
        for (uint32_t i = 0; i < n; i++) {
            place[order[i].line] = i;
            memcpy(r->labels + i * names, order[i].labels, names * sizeof *r->labels);
        }
        for (size_t c = 0; c < r->cell_count; c++)
            r->cells[c].line = place[r->cells[c].line];
        r->line_count = n;
    }
    free(order);
    free(found);
    free(place);
    return good;
}

static enum status finish(struct reading *d)
{
    struct roster *r = d->r;
    if (!r->count) {
        problem_report(rows_sink(d->rows), PROBLEM_FATAL, "no-spell", rows_name(d->rows), 0, NULL,
                       "there is no usable spell");
        return STATUS_SHORT;
    }
    r->authorities = arena_take(&r->arena, r->authority_count * sizeof *r->authorities);
    if (!r->authorities || !name_lines(d))
        return STATUS_MEMORY;
    r->earliest = INT32_MAX;
    r->latest = INT32_MIN;
    for (uint32_t a = 0; a < r->authority_count; a++) {
        r->authorities[a] = arena_text(&r->arena, intern_text(&d->authorities, a));
        if (!r->authorities[a].at)
            return STATUS_MEMORY;
        r->earliest = r->first[a] < r->earliest ? r->first[a] : r->earliest;
        r->latest = r->last[a] > r->latest ? r->last[a] : r->latest;
    }
    return STATUS_OK;
}

static enum status read_spells(struct reading *d, const struct roster_settings *settings)
{
    d->rows = spells_rows(d->spells);
    enum status s = find_kind(d);
    d->by = settings->by                   ? settings->by
            : d->r->kind == SUPPLY_WORKERS ? "seniority"
                                           : "placement_kind";
    if (s == STATUS_OK)
        s = find_groups(d);
    for (size_t i = 0; i < settings->where_count; i++)
        where_add(&d->where, settings->where[i]);
    if (s == STATUS_OK)
        s = where_bind(&d->where, d->rows);
    if (s == STATUS_OK)
        s = read_all(d);
    return s == STATUS_OK ? finish(d) : s;
}

enum status roster_read(struct roster *r, const char *path, const struct roster_settings *settings,
                        const struct problem_sink *sink)
{
    struct reading d = {.r = r};
    *r = (struct roster){0};
    enum status s = spells_open(&d.spells, path, sink);
    if (s != STATUS_OK)
        return s;
    s = read_spells(&d, settings);
    spells_close(d.spells);
    intern_done(&d.cells);
    intern_done(&d.lines);
    intern_done(&d.authorities);
    if (s != STATUS_OK)
        roster_done(r);
    return s;
}

void roster_done(struct roster *r)
{
    free(r->stays);
    free(r->cells);
    free(r->first);
    free(r->last);
    intern_done(&r->subjects);
    arena_done(&r->arena);
    *r = (struct roster){0};
}
