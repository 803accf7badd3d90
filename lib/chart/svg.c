// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/hash.h"
#include "chart/canvas_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* cairo gives each drawing the ids glyph0-0, clip1 ...: two drawings inlined in one page would then
 * take each other's letters. The prefix is a hash of the drawing, so it stays the same from run to
 * run. */
enum { PREFIX_SIZE = 16 };

static bool add_string(struct bytes *b, const char *s)
{
    return bytes_add(b, s, strlen(s));
}

/* S with XML's special characters written as entities, and control characters left out. */
static bool add_escaped(struct bytes *b, const char *s)
{
    bool fine = true;
    for (; *s && fine; s++)
        switch (*s) {
        case '&':
            fine = add_string(b, "&amp;");
            break;
        case '<':
            fine = add_string(b, "&lt;");
            break;
        case '>':
            fine = add_string(b, "&gt;");
            break;
        default:
            fine = (unsigned char)*s < ' ' ? bytes_add(b, " ", 1) : bytes_add(b, s, 1);
        }
    return fine;
}

static bool add_element(struct bytes *b, const char *name, const char *prefix, const char *text)
{
    char tag[64];
    if (!text)
        return true;
    snprintf(tag, sizeof tag, "\n<%s id=\"%s%s\">", name, prefix, name);
    if (!add_string(b, tag) || !add_escaped(b, text))
        return false;
    snprintf(tag, sizeof tag, "</%s>", name);
    return add_string(b, tag);
}

/* Copies SIZE bytes, putting PREFIX into every id and every reference to one. */
static bool add_prefixed(struct bytes *b, const char *at, size_t size, const char *prefix)
{
    static const char *const marks[] = {" id=\"", "href=\"#", "url(#"};
    const char *end = at + size, *done = at;
    for (const char *p = at; p < end; p++) {
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            size_t length = strlen(marks[i]);
            if ((size_t)(end - p) < length || memcmp(p, marks[i], length) != 0)
                continue;
            p += length;
            if (!bytes_add(b, done, (size_t)(p - done)) || !add_string(b, prefix))
                return false;
            done = p;
            break;
        }
    }
    return bytes_add(b, done, (size_t)(end - done));
}

static bool complete(struct bytes *out, const struct bytes *in, size_t open, size_t close,
                     const char *title, const char *description)
{
    char prefix[PREFIX_SIZE], attributes[160];
    snprintf(prefix, sizeof prefix, "h%08x-",
             (unsigned)hash_text((struct text){in->at, in->size}, 0));
    snprintf(attributes, sizeof attributes,
             " role=\"img\" lang=\"en-GB\" aria-labelledby=\"%stitle%s%s%s\"", prefix,
             description ? " " : "", description ? prefix : "", description ? "desc" : "");
    return bytes_add(out, in->at, open) && add_string(out, attributes) &&
           bytes_add(out, in->at + open, close + 1 - open) &&
           add_element(out, "title", prefix, title) &&
           add_element(out, "desc", prefix, description) &&
           add_prefixed(out, in->at + close + 1, in->size - close - 1, prefix);
}

enum status svg_complete(struct bytes *b, const char *title, const char *description)
{
    struct bytes out = {0};
    if (!bytes_add(b, "", 1)) /* so that it may be searched */
        return STATUS_MEMORY;
    b->size--;
    const char *element = strstr(b->at, "<svg");
    const char *close = element ? strchr(element, '>') : NULL;
    if (!close || !title)
        return STATUS_OK;
    if (!complete(&out, b, (size_t)(element - b->at) + 4, (size_t)(close - b->at), title,
                  description)) {
        free(out.at);
        return STATUS_MEMORY;
    }
    free(b->at);
    *b = out;
    return STATUS_OK;
}
