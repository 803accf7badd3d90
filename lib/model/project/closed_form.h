// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_CLOSED_FORM_H
#define HEARTH_MODEL_PROJECT_CLOSED_FORM_H

#include "model/project/frame.h"
#include "model/project/present.h"
#include "model/project/rates.h"

/* The exact mean and covariance of the stock, with rates and expected entries given: what the Monte Carlo
 * must agree with, and what --draws 0 writes.
 *
 * Children are independent of each other. One who is there today is in cell c on a date with
 * probability p(c), and adds p(c) to the mean, p(c) (1 - p(c)) to the variance, -p(c) p(d) to the
 * covariance with cell d. Entrants come as a Poisson stream, so those present are Poisson: they add
 * their mean to the mean and the variance, and no covariance (Mt/G/infinity network; Eick, Massey &
 * Whitt 1993). Entrants' birthdays are spread evenly over the year: the middles of its twelve months stand for
 * it.
 *
 * Care days are the stock of each day, added up. Their mean is the integral of the stock's, which is exact, and
 * half its change over the period (Euler and Maclaurin): what that leaves out is a twelfth of the change of the
 * stock's slope, some thousandths of a child's day. */
struct entry_plan {
    size_t months;
    double *begin; /* when each month begins, in days after the origin; months + 1 of them */
    double *mean;  /* expected entrants of each month */
};

struct closed_form {
    size_t places, cells;
    double *mean;       /* place * cells + cell */
    double *covariance; /* (place * cells + cell) * cells + cell */
    double
        *days; /* care days of each period, place * cells + cell; NULL unless the frame has them */
};

/* STATUS_MEMORY when memory is out. ENTRIES may be NULL: nobody comes. */
enum status closed_form_make(struct closed_form *out, const struct frame *f,
                             const struct timeline *t, int32_t origin, const struct present *now,
                             const struct hazards *h, const struct entry_plan *entries);
/* The means alone; covariance is NULL. */
enum status closed_form_mean(struct closed_form *out, const struct frame *f,
                             const struct timeline *t, int32_t origin, const struct present *now,
                             const struct hazards *h, const struct entry_plan *entries);
void closed_form_done(struct closed_form *c);

#endif
