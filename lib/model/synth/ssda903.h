// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_SSDA903_H
#define HEARTH_MODEL_SYNTH_SSDA903_H

#include "model/synth/sheet.h"
#include "model/synth/synth.h"

/* Fills SET with what the authority would send for each of its return years: header.csv, episodes.csv
 * and uasc.csv in the statutory layout with the codes of that year, three sheets a year. A return
 * holds every episode that was open on some day of its year, as known on 31 March: an episode that
 * ends later is open in it and sent again, closed, with the next. */
enum status ssda903_sheets(const struct synth_authority *a, enum sheet_dates style,
                           struct sheet_set *set);

enum { SSDA903_HEADER, SSDA903_EPISODES, SSDA903_UASC, SSDA903_SHEETS };

#endif
