// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cli_private.h"

#include <string.h>

enum { INDENT = 26, WIDTH = 96 };

/* Prints S from column INDENT on, broken at blanks before WIDTH. */
static void print_wrapped(FILE *out, const char *s)
{
    size_t room = WIDTH - INDENT;
    while (strlen(s) > room) {
        size_t cut = room;
        while (cut && s[cut] != ' ')
            cut--;
        if (!cut)
            cut = room;
        fprintf(out, "%.*s\n%*s", (int)cut, s, INDENT, "");
        s += cut + (s[cut] == ' ');
    }
    fprintf(out, "%s\n", s);
}

/* "-o, --output FILE" into BUFFER. */
static void option_head(const struct option *o, char *buffer, size_t size)
{
    char letter[8] = "    ";
    if (o->letter)
        snprintf(letter, sizeof letter, "-%c, ", o->letter);
    snprintf(buffer, size, "%s--%s%s%s", letter, o->name, o->argument ? " " : "",
             o->argument ? o->argument : "");
}

/* A tool may have an option of its own in place of a common one (hearth-synth: --output FOLDER). */
static bool replaced(const struct option *o, const struct option *by)
{
    for (; by && by->name; by++)
        if (strcmp(o->name, by->name) == 0)
            return true;
    return false;
}

/* The options of TABLE but those that BY (NULL: none) replaces. */
static void print_options(FILE *out, const struct option *table, const struct option *by)
{
    for (; table->name; table++) {
        if (replaced(table, by))
            continue;
        char head[80];
        option_head(table, head, sizeof head);
        if (strlen(head) > INDENT - 4)
            fprintf(out, "  %s\n%*s", head, INDENT, "");
        else
            fprintf(out, "  %-*s", INDENT - 2, head);
        print_wrapped(out, table->help);
    }
}

static const char marker[] = "{options}\n";

void help_print(FILE *out, const struct option *table)
{
    const char *at = strstr(tool_manual, marker);
    size_t before = at ? (size_t)(at - tool_manual) : strlen(tool_manual);
    fwrite(tool_manual, 1, before, out);
    fputs("Options:\n", out);
    print_options(out, table, NULL);
    print_options(out, cli_common_table, table);
    if (at)
        fputs(at + sizeof marker - 1, out);
}

/* One line of running text in the manual-page language: a leading dot or quote and every backslash
 * and dash must be protected. */
static void roff_line(FILE *out, const char *at, size_t size)
{
    if (size && (*at == '.' || *at == '\''))
        fputs("\\&", out);
    for (size_t i = 0; i < size; i++) {
        if (at[i] == '\\')
            fputs("\\e", out);
        else if (at[i] == '-')
            fputs("\\-", out);
        else
            fputc(at[i], out);
    }
    fputc('\n', out);
}

static void roff_options(FILE *out, const struct option *table, const struct option *by)
{
    for (; table->name; table++) {
        if (replaced(table, by))
            continue;
        char head[80];
        option_head(table, head, sizeof head);
        fputs(".TP\n", out);
        roff_line(out, head + strspn(head, " "), strlen(head + strspn(head, " ")));
        roff_line(out, table->help, strlen(table->help));
    }
}

/* Section names of manual pages are in capitals. */
static void roff_section(FILE *out, const char *name, size_t size)
{
    fputs(".SH ", out);
    for (size_t i = 0; i < size; i++)
        fputc(name[i] >= 'a' && name[i] <= 'z' ? name[i] - 'a' + 'A' : name[i], out);
    fputc('\n', out);
}

/* The lines from "Usage: " to the next empty line become the synopsis. Returns where the description
 * begins. */
static const char *roff_synopsis(FILE *out, const char *manual)
{
    static const char usage[] = "\nUsage: ";
    const char *at = strstr(manual, usage);
    const char *end = at ? strstr(at, "\n\n") : NULL;
    if (!end)
        return manual;
    fputs(".SH SYNOPSIS\n.nf\n", out);
    for (at++; at < end; at++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        size_t label = sizeof usage - 2; /* "Usage: ", or as many blanks */
        if ((size_t)(stop - at) > label)
            roff_line(out, at + label, (size_t)(stop - at) - label);
        at = stop;
    }
    fputs(".fi\n", out);
    return end + 2;
}

/* A line that ends in ':' with nothing indented before it opens a section; indented lines keep their
 * breaks. */
static void roff_manual(FILE *out, const char *at, const char *end)
{
    bool literal = false;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t size = (size_t)((stop ? stop : end) - at);
        bool indented = size && *at == ' ';
        if (literal != indented && size) {
            fputs(indented ? ".nf\n" : ".fi\n", out);
            literal = indented;
        }
        if (!size)
            fputs(literal ? "\n" : ".PP\n", out);
        else if (!indented && at[size - 1] == ':')
            roff_section(out, at, size - 1);
        else
            roff_line(out, at, size);
        at += size + 1;
    }
    if (literal)
        fputs(".fi\n", out);
}

void help_print_man(FILE *out, const char *tool, const struct option *table)
{
    const char *first_end = strchr(tool_manual, '\n');
    const char *at = strstr(tool_manual, marker);
    const char *end = tool_manual + strlen(tool_manual);
    fprintf(out, ".TH %s 1 \"\" \"Hearth %s\" \"Hearth manual\"\n.SH NAME\n", tool, HEARTH_VERSION);
    const char *purpose = strstr(tool_manual, " - ");
    if (purpose && purpose < first_end)
        fprintf(out, "%s \\- %.*s\n", tool, (int)(first_end - purpose - 3), purpose + 3);
    const char *description = roff_synopsis(out, first_end);
    fputs(".SH DESCRIPTION\n", out);
    roff_manual(out, description, at ? at : end);
    fputs(".SH OPTIONS\n", out);
    roff_options(out, table, NULL);
    roff_options(out, cli_common_table, table);
    if (at)
        roff_manual(out, at + sizeof marker - 1, end);
}

static void bash_words(FILE *out, const struct option *table, const struct option *by)
{
    for (; table->name; table++)
        if (!replaced(table, by))
            fprintf(out, " --%s", table->name);
}

static void bash_choices(FILE *out, const struct option *table)
{
    for (; table->name; table++) {
        if (table->kind != OPTION_CHOICE)
            continue;
        fprintf(out, "    --%s) COMPREPLY=($(compgen -W \"", table->name);
        for (int i = 0; table->limits.choices[i]; i++)
            fprintf(out, "%s%s", i ? " " : "", table->limits.choices[i]);
        fputs("\" -- \"$2\")); return;;\n", out);
    }
}

void help_print_bash(FILE *out, const char *tool, const struct option *table)
{
    char function[80];
    snprintf(function, sizeof function, "_%s", tool);
    for (char *c = function; *c; c++)
        if (*c == '-')
            *c = '_';
    fprintf(out, "%s() {\n    case \"$3\" in\n", function);
    bash_choices(out, table);
    fputs("    esac\n    case \"$2\" in\n    -*) COMPREPLY=($(compgen -W \"", out);
    bash_words(out, table, NULL);
    bash_words(out, cli_common_table, table);
    fprintf(out, "\" -- \"$2\"));;\n    *) COMPREPLY=($(compgen -f -- \"$2\"));;\n    esac\n}\n");
    fprintf(out, "complete -o filenames -F %s %s\n", function, tool);
}
