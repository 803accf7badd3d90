// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MASK_PSEUDONYM_H
#define HEARTH_MASK_PSEUDONYM_H

#include "base/problem.h"
#include "base/status.h"

/* Keyed pseudonyms: the same id and key always give the same pseudonym, so that masked returns still
 * join across tables and years; without the key nobody can tell or test which id it was.
 *
 * A pseudonym is the keyed BLAKE2b hash (libsodium: crypto_generichash; RFC 7693) of the trimmed id,
 * cut to 60 bits and written as 12 letters and digits. Among a million ids the chance that any two
 * share a pseudonym is below one in a million (birthday bound: n^2 / 2^61 = 4.3e-7).
 *
 * The key stands in a file that only its owner may read, never in an argument, where every user of the
 * machine would see it.
 */
enum { PSEUDONYM_KEY_BYTES = 32, PSEUDONYM_TEXT = 13 };

struct pseudonym_key {
    unsigned char bytes[PSEUDONYM_KEY_BYTES];
};

/* Reads the key from PATH: one line of 64 hexadecimal digits. Refused (STATUS_VALUE, reported) when
 * anybody but the owner may read the file, or it holds no key. */
enum status pseudonym_read_key(struct pseudonym_key *key, const char *path,
                               const struct problem_sink *sink);

/* Makes a new random key in PATH, readable by its owner only. An existing file is never overwritten. */
enum status pseudonym_make_key(const char *path, const struct problem_sink *sink);

/* Forgets the key: its bytes are wiped. */
void pseudonym_done(struct pseudonym_key *key);

/* The pseudonym of ID in BUFFER, NUL-terminated; a blank id stays blank. */
struct text pseudonym_of(const struct pseudonym_key *key, struct text id,
                         char buffer[PSEUDONYM_TEXT]);

#endif
