// SPDX-License-Identifier: GPL-3.0-or-later
#include "table/rows_private.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Sixteen bytes at a time, by the compilers' vector extension (SSE2, NEON or plain words), four
 * times for one 64-bit word of marks. */
enum { LANES = 16, WORD = 64 };
typedef uint8_t lanes __attribute__((vector_size(LANES)));
typedef int8_t signed_lanes __attribute__((vector_size(LANES)));

static inline lanes all_lanes(char c)
{
    return (lanes){0} + (uint8_t)c;
}

/* Bit I is the top bit of lane I. */
static inline unsigned top_bits(lanes v)
{
#ifdef __SSE2__ /* the one instruction that the vector extension has no word for */
    return (unsigned)_mm_movemask_epi8((__m128i)v);
#else
    static const lanes weight = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint64_t half[2];
    v = (lanes)((signed_lanes)v < 0) & weight;
    memcpy(half, &v, sizeof half);
    return (unsigned)((half[0] * 0x0101010101010101u) >> 56 |
                      (half[1] * 0x0101010101010101u) >> 56 << 8);
#endif
}

/* The number of bits set, where the processor may have no instruction for it. */
static inline size_t bits_set(uint64_t x)
{
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    return (size_t)(((x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56);
}

/* Marks of up to 64 bytes: bit I stands for byte I. */
struct marks {
    uint64_t delimiters;
    uint64_t stops; /* where the fast lane ends: line ends, quotes, controls, beyond ASCII */
};

static inline void mark_block(struct marks *m, const char *at, lanes delimiter, unsigned shift)
{
    lanes v;
    memcpy(&v, at, LANES);
    lanes mark = (lanes)(v == delimiter);
    /* The top bit of v - 14 is set for NUL, LF, CR and other controls (a tab may be the delimiter),
     * that of v itself beyond ASCII. */
    lanes stop = (v | (v - 14) | (lanes)(v == '"')) & ~mark;
    m->delimiters |= (uint64_t)top_bits(mark) << shift;
    m->stops |= (uint64_t)top_bits(stop) << shift;
}

static inline struct marks mark_word(const char *at, lanes delimiter)
{
    struct marks m = {0, 0};
    mark_block(&m, at, delimiter, 0);
    mark_block(&m, at + LANES, delimiter, LANES);
    mark_block(&m, at + 2 * LANES, delimiter, 2 * LANES);
    mark_block(&m, at + 3 * LANES, delimiter, 3 * LANES);
    return m;
}

/* The bytes of the line end at AT (LF or CR LF), or 0 when none stands there. */
static inline size_t line_end(const char *at, size_t available)
{
    if (*at == '\n')
        return 1;
    return available > 1 && at[0] == '\r' && at[1] == '\n' ? 2 : 0;
}

/* Which of the 64 bytes at AT are quotes. */
static uint64_t quotes_in(const char *at)
{
    uint64_t bits = 0;
    for (unsigned shift = 0; shift < WORD; shift += LANES) {
        lanes v;
        memcpy(&v, at + shift, LANES);
        bits |= (uint64_t)top_bits((lanes)(v == '"')) << shift;
    }
    return bits;
}

/* Bit I is the parity of bits 0 ... I. */
static uint64_t running_parity(uint64_t x)
{
    for (unsigned shift = 1; shift < WORD; shift *= 2)
        x ^= x << shift;
    return x;
}

/* The record ends SIZE bytes on: remembers it, unless that is no line end. */
static inline bool keep_record(struct rows *r, size_t size, size_t cells, unsigned marks)
{
    const char *base = r->buffer + r->begin;
    size_t available = r->end - r->begin;
    size_t end = size < available ? line_end(base + size, available - size) : 0;
    if (!end)
        return false;
    r->record = (struct record){
        .bytes = {base, size}, .line = r->next_line++, .cells = cells, .marks = marks};
    r->begin += end + size;
    r->known = r->split_at = 0;
    return r->in_lane = true;
}

/* The fast lane for a record with quotes. A running parity tells what is inside them; a doubled
 * quote inside a cell closes it and opens it again, which comes to the same. What remains of the
 * grammar is checked bit by bit, all at once: a quote opens at the start of the record, after a
 * delimiter or after a closing one; after a closing one comes a delimiter, the end or an opening
 * one. Line ends inside quotes are for the other lane. */
static bool take_quoted(struct rows *r)
{
    const lanes delimiter = all_lanes(r->delimiter);
    const char *base = r->buffer + r->begin;
    size_t available = r->end - r->begin, cells = 1;
    size_t most = available < LANE_MOST ? available : LANE_MOST;
    uint64_t inside_before = 0, may_open = 1, closed_before = 0, doubled = 0;
    for (size_t at = 0; at < most; at += WORD) {
        struct marks m = mark_word(base + at, delimiter);
        uint64_t quotes = quotes_in(base + at);
        uint64_t inside = running_parity(quotes) ^ inside_before;
        uint64_t opening = quotes & inside, closing = quotes & ~inside;
        uint64_t delimiters = m.delimiters & ~inside;
        uint64_t stops = m.stops & ~quotes, ends = stops & ~inside;
        uint64_t after_closing = closing << 1 | closed_before;
        uint64_t wrong = (opening & ~((delimiters | closing) << 1 | may_open)) |
                         (after_closing & ~(delimiters | ends | opening)) | (stops & inside);
        uint64_t until_end = ends ? ends ^ (ends - 1) : UINT64_MAX; /* the end's own bit, too */
        if (wrong & until_end)
            return false;
        doubled |= after_closing & opening & until_end;
        r->lane_marks[at / WORD] = delimiters & until_end;
        cells += bits_set(delimiters & until_end);
        if (ends) {
            bool kept = keep_record(r, at + (size_t)__builtin_ctzll(ends), cells, MARK_QUOTE);
            r->in_lane = kept && !doubled; /* doubled quotes are libcsv's to take off */
            return kept;
        }
        inside_before = 0 - (inside >> (WORD - 1));
        may_open = (delimiters | closing) >> (WORD - 1);
        closed_before = closing >> (WORD - 1);
    }
    return false;
}

bool lane_take(struct rows *r)
{
    const lanes delimiter = all_lanes(r->delimiter);
    const char *base = r->buffer + r->begin;
    size_t available = r->end - r->begin, cells = 1;
    size_t most = available < LANE_MOST ? available : LANE_MOST;
    for (size_t at = 0; at < most; at += WORD) {
        struct marks m = mark_word(base + at, delimiter); /* the padding allows to read beyond */
        if (!m.stops) {
            r->lane_marks[at / WORD] = m.delimiters;
            cells += bits_set(m.delimiters);
            continue;
        }
        size_t size = at + (size_t)__builtin_ctzll(m.stops);
        if (size < available && base[size] == '"')
            return take_quoted(r);
        m.delimiters &= (m.stops & -m.stops) - 1; /* those before the first stop */
        r->lane_marks[at / WORD] = m.delimiters;
        return keep_record(r, size, cells + bits_set(m.delimiters), 0);
    }
    return false;
}

/* Takes off the quotes around cells; there are none inside. */
static void unquote(struct text *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (cells[i].size && cells[i].at[0] == '"') {
            cells[i].at++;
            cells[i].size -= 2;
        }
}

void lane_split(struct rows *r, size_t want)
{
    const char *base = r->record.bytes.at;
    struct text *cells = r->cells;
    size_t start = r->split_at, part = r->lane_part, last = r->record.cells - 1;
    uint64_t left = r->known ? r->lane_left : r->lane_marks[part = 0];
    for (size_t i = r->known; i < want; i++) {
        size_t stop = r->record.bytes.size;
        if (i < last) {
            while (!left)
                left = r->lane_marks[++part];
            stop = part * WORD + (size_t)__builtin_ctzll(left);
            left &= left - 1;
        }
        cells[i] = (struct text){base + start, stop - start};
        start = stop + 1;
    }
    if (r->record.marks & MARK_QUOTE)
        unquote(cells + r->known, want - r->known);
    r->known = want;
    r->split_at = start;
    r->lane_part = part;
    r->lane_left = left;
}
