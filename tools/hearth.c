// SPDX-License-Identifier: GPL-3.0-or-later
/* hearth - small filters for people who plan homes for children in care
 *
 * Usage: hearth NAME [ARGUMENT...]
 *        hearth help [NAME]
 *
 * hearth NAME runs the tool hearth-NAME with the rest of the command line: "hearth stock --every
 * quarter" is "hearth-stock --every quarter". The tool is looked for beside this one, then on the
 * path. hearth help lists all tools by the job they do; hearth help NAME shows one tool's manual.
 *
 * {options}
 *
 * Exit codes:
 *   0  done
 *   2  wrong use: no tool has this name
 *   3  the list could not be written
 *   otherwise that of the tool that was run
 *
 * Example:
 *   hearth read ssda903 datasets/ssda903 | hearth stock --every year --by category
 */
#include "cli/tool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct option table[] = {OPTION_END};

struct entry {
    const char *job, *name, *purpose;
};

#define TOOL(job, name, purpose) {job, name, purpose},
static const struct entry entries[] = {
#include "tool_list.h"
    {NULL, NULL, NULL}};

/* In the order in which a question is answered. */
static const struct {
    const char *job, *title;
} jobs[] = {
    {"read", "Read returns"}, {"check", "Check, make up and mask"}, {"measure", "Measure"},
    {"forecast", "Forecast"}, {"model", "Model what may come"},     {"chart", "Draw"},
    {"publish", "Publish"},
};

static void list_job(const char *job, const char *title)
{
    bool titled = false;
    for (const struct entry *e = entries; e->name; e++) {
        if (strcmp(e->job, job) != 0)
            continue;
        if (!titled)
            printf("\n%s\n", title);
        titled = true;
        printf("  %-12s %s\n", e->name, e->purpose);
    }
}

static int list_all(const char *tool)
{
    printf("Hearth %s: small filters for people who plan homes for children in care.\n"
           "hearth NAME runs a tool, hearth help NAME shows its manual.\n",
           HEARTH_VERSION);
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++)
        list_job(jobs[i].job, jobs[i].title);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_DONE;
    fprintf(stderr, "%s: standard output: can't write: %s\n", tool, strerror(errno));
    return EXIT_INPUT;
}

/* Insertions, removals and changes of letters that make A into B (Levenshtein, one row at a time). */
static size_t distance(const char *a, const char *b)
{
    enum { LONGEST = 63 };
    size_t row[LONGEST + 1];
    size_t width = strlen(b);
    if (width > LONGEST)
        return width;
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < width; j++) {
            size_t changed = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            size_t shorter = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 1;
            row[j + 1] = changed < shorter ? changed : shorter;
        }
    }
    return row[width];
}

static int unknown(const char *tool, const char *name)
{
    const char *nearest = NULL;
    size_t least = strlen(name) / 2 + 1;
    for (const struct entry *e = entries; e->name; e++) {
        size_t d = distance(e->name, name);
        if (d < least) {
            least = d;
            nearest = e->name;
        }
    }
    if (nearest)
        fprintf(stderr, "%s: no tool is called '%s' (did you mean %s?); see %s help\n", tool, name,
                nearest, tool);
    else
        fprintf(stderr, "%s: no tool is called '%s'; see %s help\n", tool, name, tool);
    return EXIT_USAGE;
}

/* The folder part of PATH with its slash, in BUFFER; empty when PATH has none or does not fit. */
static void folder_of(const char *path, char *buffer, size_t size)
{
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) + 1 : 0;
    if (length >= size)
        length = 0;
    memcpy(buffer, path, length);
    buffer[length] = '\0';
}

static void run_from(const char *folder, const char *name, char **arguments)
{
    char path[4096];
    int length = snprintf(path, sizeof path, "%shearth-%s", folder, name);
    if (length < 0 || (size_t)length >= sizeof path)
        return;
    arguments[0] = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    if (*folder)
        execv(path, arguments);
    else
        execvp(path, arguments);
}

/* Runs hearth-NAME with ARGUMENTS (arguments[0] is replaced); returns only when it can't. */
static int run_tool(const char *tool, const char *invoked, const char *name, char **arguments)
{
    char self[4096], folder[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length > 0) {
        self[length] = '\0';
        folder_of(self, folder, sizeof folder);
        if (*folder)
            run_from(folder, name, arguments);
    }
    folder_of(invoked, folder, sizeof folder);
    if (*folder)
        run_from(folder, name, arguments);
    if (!strchr(name, '/'))
        run_from("", name, arguments);
    if (errno == ENOENT)
        return unknown(tool, name);
    fprintf(stderr, "%s: can't run hearth-%s: %s\n", tool, name, strerror(errno));
    return EXIT_INPUT;
}

int main(int argc, char **argv)
{
    const char *invoked = argc ? argv[0] : "hearth";
    const char *tool = strrchr(invoked, '/') ? strrchr(invoked, '/') + 1 : invoked;
    if (argc < 2)
        return list_all(tool);
    if (argv[1][0] == '-') {
        struct run run;
        if (!run_begin(&run, table, argc, argv))
            return run.exit_code;
        run_usage(&run, "name a tool: %s NAME [ARGUMENT...]", tool);
        return run_end(&run, STATUS_OK);
    }
    if (strcmp(argv[1], "help") != 0)
        return run_tool(tool, invoked, argv[1], argv + 1);
    if (argc == 2)
        return list_all(tool);
    if (argc > 3) {
        fprintf(stderr, "%s: help takes one name; see %s help\n", tool, tool);
        return EXIT_USAGE;
    }
    char *arguments[] = {NULL, "--help", NULL};
    return run_tool(tool, invoked, argv[2], arguments);
}
