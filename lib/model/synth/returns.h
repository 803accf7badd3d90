// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_RETURNS_H
#define HEARTH_MODEL_SYNTH_RETURNS_H

/* The returns that can be made up. */
enum synth_return {
    RETURN_SSDA903,
    RETURN_WORKFORCE,
    RETURN_HOUSEHOLDS,
    RETURN_PLACES,
    RETURN_ENQUIRIES,
    RETURN_CONCERNS,
    RETURN_ADOPTERS,
    SYNTH_RETURNS,
    RETURN_ALL = SYNTH_RETURNS
};

#endif
