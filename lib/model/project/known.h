// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_PROJECT_KNOWN_H
#define HEARTH_MODEL_PROJECT_KNOWN_H

#include "model/project/lives.h"

/* The lives as a reader would have seen them at the end of a day: what began later isn't there, what
 * ended later is open and last seen on that day, a group or an authority that nobody had been in yet does
 * not exist. Nothing that came after the day has a part in it, so that what is fitted to it is an honest
 * forecast. (What a later return said anew about earlier days can't be told apart: a spell has only
 * the attributes that it came with.)
 */
/* OUT's names and texts are views into L, which must outlive it. False when memory is out. Free with
 * known_done, never with lives_done. */
bool known_make(struct lives *out, const struct lives *l, int32_t day);
void known_done(struct lives *k);

#endif
