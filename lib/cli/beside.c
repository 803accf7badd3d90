// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/beside.h"

enum status beside_open(struct run *run, struct beside *b, const char *kind, const char *path)
{
    *b = (struct beside){.fd = -1, .file = {.fd = -1}};
    if (path && !whole_file_open(run, &b->file, kind, path))
        return STATUS_WRITE;
    b->fd = b->file.fd;
    return STATUS_OK;
}

enum status beside_close(struct run *run, struct beside *b, const char *kind, enum status s)
{
    bool good = whole_file_close(run, &b->file, kind, s == STATUS_OK);
    b->fd = -1;
    return s == STATUS_OK && !good ? STATUS_WRITE : s;
}
