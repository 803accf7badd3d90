// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/synth/synth.h"

enum { USUAL_LAST_YEAR = 2025 };

bool synth_years(struct synth_settings *settings, const char *text)
{
    struct text rest = text_of(text);
    struct text left = text_cut(&rest, '-');
    long first, last = USUAL_LAST_YEAR;
    if (!text_integer(left, &first) || (rest.at && !text_integer(rest, &last)))
        return false;
    if (!rest.at)
        first = USUAL_LAST_YEAR + 1 - first;
    if (first < SYNTH_FIRST_YEAR || last > SYNTH_LAST_YEAR || first > last)
        return false;
    settings->first = (int)first;
    settings->last = (int)last;
    return true;
}

void synth_world_of(struct synth_settings *settings, enum synth_world_kind world, double drift,
                    int drift_from)
{
    settings->entry_spread = world == WORLD_USUAL     ? synth_entry_spread
                             : world == WORLD_VARYING ? 0.15
                                                      : 0;
    settings->drift = world == WORLD_DRIFT ? drift : 0;
    settings->drift_from = world != WORLD_DRIFT ? 0 : drift_from ? drift_from : settings->first;
}
