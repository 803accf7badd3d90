// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_SERVICE_SHEETS_H
#define HEARTH_MODEL_SYNTH_SERVICE_SHEETS_H

#include "model/synth/service.h"
#include "model/synth/sheet.h"

/* The returns of fostering, workforce and adoption as an authority would send them after the last of
 * its return years; what happens later is not known yet. Columns are those of datasets/schema. */

/* Registers since the first return year, one file each: foster_households.csv, foster_places.csv,
 * foster_enquiries.csv, foster_concerns.csv. Who left before is not in them. */
enum status households_sheets(const struct synth_fostering *f,
                              const struct synth_settings *settings, enum sheet_dates style,
                              struct sheet_set *set);
enum status places_sheets(const struct synth_fostering *f, const struct synth_settings *settings,
                          enum sheet_dates style, struct sheet_set *set);
enum status enquiries_sheets(const struct synth_fostering *f, const struct synth_settings *settings,
                             enum sheet_dates style, struct sheet_set *set);
enum status concerns_sheets(const struct synth_fostering *f, const struct synth_settings *settings,
                            enum sheet_dates style, struct sheet_set *set);

/* A census a year: csww_worker.csv, csww_la.csv. Dates are YYYY-MM-DD in any case. */
enum { WORKFORCE_WORKERS, WORKFORCE_LA, WORKFORCE_SHEETS };
enum status workforce_sheets(const struct synth_workforce *w, const struct synth_settings *settings,
                             struct sheet_set *set);

/* Annex A lists 10 (children for adoption) and 11 (adopters). */
enum { ADOPTION_CHILDREN, ADOPTION_ADOPTERS, ADOPTION_SHEETS };
enum status adoption_sheets(const struct synth_adoption *d, const struct synth_settings *settings,
                            enum sheet_dates style, struct sheet_set *set);

/* A row filled from left to right; the cells of a row that could not be had go nowhere. */
struct sheet_pen {
    struct sheet_set *set;
    struct sheet_row *row; /* NULL: memory is out */
    int column;
    int32_t last; /* day after which dates are not known yet */
};
struct sheet_pen sheet_pen(struct sheet_set *set, struct sheet *sheet, int32_t last);
void pen_words(struct sheet_pen *p,
               const char *s); /* kept as it is: must outlive the set; NULL: empty */
void pen_copy(struct sheet_pen *p, const char *s);
void pen_integer(struct sheet_pen *p, int n);
void pen_fixed(struct sheet_pen *p, double x, int decimals);
void pen_flag(struct sheet_pen *p, bool flag);    /* 1 or 0 */
bool pen_date(struct sheet_pen *p, int32_t date); /* false: empty, or not known yet */
void pen_skip(struct sheet_pen *p, int cells);

#endif
