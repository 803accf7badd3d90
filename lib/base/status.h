// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_BASE_STATUS_H
#define HEARTH_BASE_STATUS_H

/* What a library function answers.
 *
 * Library code never prints and never exits. It returns one of these; where a person needs to know
 * more (which file, line, column, value) it also reports a problem (base/problem.h) to the sink it
 * was given. STATUS_END is not a failure: it says that a stream is exhausted.
 */
enum status {
    STATUS_OK = 0,
    STATUS_END,      /* nothing more to read */
    STATUS_MEMORY,   /* an allocation failed */
    STATUS_READ,     /* opening or reading failed; errno was reported */
    STATUS_WRITE,    /* writing, flushing or renaming failed; errno was reported */
    STATUS_FORMAT,   /* the input can't be what was asked for: encoding, quotes, missing column */
    STATUS_ORDER,    /* rows are not in the order that the stream promises */
    STATUS_VALUE,    /* an argument or a cell has an impossible value */
    STATUS_SHORT,    /* too few observations for what was asked */
    STATUS_NUMERIC,  /* a numerical routine did not converge or left the representable range */
    STATUS_DUPLICATE /* a key that must be unique stands twice */
};

/* A short lower-case phrase for S ("out of memory"). Never NULL; static storage. */
const char *status_text(enum status s);

#endif
