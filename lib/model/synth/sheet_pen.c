// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "model/synth/service_sheets.h"

#include <stdio.h>

struct sheet_pen sheet_pen(struct sheet_set *set, struct sheet *sheet, int32_t last)
{
    return (struct sheet_pen){set, sheet_insert(set, sheet, sheet->count), 0, last};
}

void pen_words(struct sheet_pen *p, const char *s)
{
    if (p->row && s)
        p->row->cells[p->column] = s;
    p->column++;
}

void pen_copy(struct sheet_pen *p, const char *s)
{
    const char *copy = *s ? sheet_text(p->set, s) : "";
    if (!copy)
        p->row = NULL;
    pen_words(p, copy);
}

void pen_integer(struct sheet_pen *p, int n)
{
    char text[16];
    snprintf(text, sizeof text, "%d", n);
    pen_copy(p, text);
}

/* Without a decimal point that depends on the locale. */
void pen_fixed(struct sheet_pen *p, double x, int decimals)
{
    static const int scales[] = {1, 10, 100};
    char text[32];
    long scale = scales[decimals], n = (long)(x * (double)scale + 0.5);
    if (decimals)
        snprintf(text, sizeof text, "%ld.%0*ld", n / scale, decimals, n % scale);
    else
        snprintf(text, sizeof text, "%ld", n);
    pen_copy(p, text);
}

void pen_flag(struct sheet_pen *p, bool flag)
{
    pen_words(p, flag ? "1" : "0");
}

bool pen_date(struct sheet_pen *p, int32_t date)
{
    bool known = date != DATE_NONE && date <= p->last;
    const char *text = known ? sheet_date(p->set, date) : "";
    if (!text)
        p->row = NULL;
    pen_words(p, text);
    return known;
}

void pen_skip(struct sheet_pen *p, int cells)
{
    p->column += cells;
}
