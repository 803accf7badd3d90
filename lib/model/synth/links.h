// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_LINKS_H
#define HEARTH_MODEL_SYNTH_LINKS_H

#include "model/synth/order.h"

/* What no return says and every authority knows: which household a child lived with, who held its case.
 * "la,link,child,household,worker,from,to": link is lodging (to is empty while it lasts), staying put
 * (a young adult after care), or case (on the census day from). */
void links_begin(struct writer *w);
void links_write(struct writer *w, const struct synth_made *made);

#endif
