// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/status.h"

const char *status_text(enum status s)
{
    switch (s) {
    case STATUS_OK:
        return "done";
    case STATUS_END:
        return "end of input";
    case STATUS_MEMORY:
        return "out of memory";
    case STATUS_READ:
        return "reading failed";
    case STATUS_WRITE:
        return "writing failed";
    case STATUS_FORMAT:
        return "the input has the wrong form";
    case STATUS_ORDER:
        return "the rows are out of order";
    case STATUS_VALUE:
        return "impossible value";
    case STATUS_SHORT:
        return "too few observations";
    case STATUS_NUMERIC:
        return "the calculation did not converge";
    case STATUS_DUPLICATE:
        return "duplicate key";
    }
    return "unknown status";
}
