// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_RATES_PARTS_H
#define HEARTH_MODEL_PROJECT_RATES_PARTS_H

#include "model/project/rates.h"

/* Rates of parts of the children (authorities; lives.h), drawn towards those of all.
 *
 *     rate(part, state) = pooled rate(state) * level(part) * deviation(part, group)
 *
 * for leaving and for moving. Level and deviation have Gamma posteriors about 1, as the factors of rates.h have:
 * events of the part over what the pooled rates would expect there. How strongly parts are drawn to the
 * pooled rate is estimated from how they differ (pooling.h): alike parts lean on all, unlike ones on
 * themselves, and a part too small to say anything has the pooled rates. Where moves go to, and at what age and
 * to which group entrants come, are Dirichlet about the pooled shares in the same way; but unaccompanied
 * children, who are of other ages, come as they came: half an event's worth of the pooled shares is added to theirs.
 * How long a phase lasts is common to all.
 *
 * Source of the method: empirical Bayes for Gamma-Poisson rates, Clayton & Kaldor 1987. */
struct rates_parts;

/* EXPOSURES: the events of each of PARTS, which together are those that MEAN, the rates of all, was made of. PARTS
 * must outlive what is returned. NULL: out of memory. */
struct rates_parts *rates_parts_new(const struct hazards *mean, const struct lives_part *parts,
                                    const struct exposure *exposures, size_t count);
void rates_parts_free(struct rates_parts *r);

/* The rates of PART when those of all are POOLED: posterior means when S is NULL, else drawn. What is drawn goes by
 * POOLED as drawn, so that what all parts' events say of one part is not doubted twice. */
void rates_parts_put(const struct rates_parts *r, size_t part, const struct hazards *pooled,
                     struct random_stream *s, struct hazards *out);

#endif
