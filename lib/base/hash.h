// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_BASE_HASH_H
#define HEARTH_BASE_HASH_H

#include "base/text.h"

#include <stdint.h>

/* A fast, well-mixed 64-bit hash for tables inside one run. Not for secrets, not for files: the
 * value may change between versions. SEED separates uses. */
uint64_t hash_text(struct text t, uint64_t seed);

/* Mixes X into H: for keys made of several numbers. */
uint64_t hash_mix(uint64_t h, uint64_t x);

#endif
