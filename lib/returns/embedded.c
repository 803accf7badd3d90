// SPDX-License-Identifier: GPL-3.0-or-later
#include "returns/embedded.h"

#include <string.h>

const struct embedded_file *embedded_find(const char *name)
{
    for (const struct embedded_file *f = embedded_files; f->name; f++)
        if (strcmp(f->name, name) == 0)
            return f;
    return NULL;
}

enum status embedded_open(struct rows **out, const char *name, const char *path,
                          const struct problem_sink *sink)
{
    *out = NULL;
    if (path)
        return rows_open(out, path, sink);
    const struct embedded_file *f = embedded_find(name);
    if (!f) {
        problem_report(sink, PROBLEM_FATAL, "no-facts", NULL, 0, NULL,
                       "no table of facts called '%s' is built in", name);
        return STATUS_VALUE;
    }
    return rows_open_memory(out, f->name, (const char *)f->bytes, f->size, 0, sink);
}
