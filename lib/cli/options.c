// SPDX-License-Identifier: GPL-3.0-or-later
#include "calendar/date.h"
#include "cli/cli_private.h"

#include <stdlib.h>
#include <string.h>

static const struct option *find_long(const struct option *table, struct text name)
{
    for (; table->name; table++)
        if (text_is(name, table->name))
            return table;
    return NULL;
}

static const struct option *find_letter(const struct option *table, char letter)
{
    for (; table->name; table++)
        if (table->letter && table->letter == letter)
            return table;
    return NULL;
}

static bool within(const struct option_limits *limits, double x)
{
    return (limits->least == 0 && limits->most == 0) || (x >= limits->least && x <= limits->most);
}

static void out_of_limits(struct run *run, const struct option *o, const char *value)
{
    run_usage(run, "--%s: '%s' is not within %g to %g", o->name, value, o->limits.least,
              o->limits.most);
}

static void set_number(struct run *run, const struct option *o, const char *value)
{
    double x;
    if (!text_number(text_of(value), &x))
        run_usage(run, "--%s: '%s' is not a number", o->name, value);
    else if (!within(&o->limits, x))
        out_of_limits(run, o, value);
    else
        *(double *)o->target = x;
}

static void set_integer(struct run *run, const struct option *o, const char *value)
{
    long n;
    if (!text_integer(text_of(value), &n))
        run_usage(run, "--%s: '%s' is not a whole number", o->name, value);
    else if (!within(&o->limits, (double)n))
        out_of_limits(run, o, value);
    else
        *(long *)o->target = n;
}

static void set_date(struct run *run, const struct option *o, const char *value)
{
    int32_t date;
    enum date_reading r = date_parse(text_of(value), &date);
    if (r != DATE_READ)
        run_usage(run, "--%s: '%s' %s", o->name, value, date_reading_text(r));
    else
        *(int32_t *)o->target = date;
}

static void set_choice(struct run *run, const struct option *o, const char *value)
{
    char all[256] = "";
    for (int i = 0; o->limits.choices[i]; i++) {
        if (strcmp(o->limits.choices[i], value) == 0) {
            *(int *)o->target = i;
            return;
        }
        size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", o->limits.choices[i]);
    }
    run_usage(run, "--%s: '%s' is not one of %s", o->name, value, all);
}

static void add_text(struct run *run, const struct option *o, const char *value)
{
    struct option_texts *texts = o->target;
    if (texts->count == OPTION_TEXTS_MOST)
        run_usage(run, "--%s: given more than %d times", o->name, OPTION_TEXTS_MOST);
    else
        texts->items[texts->count++] = value;
}

static void set(struct run *run, const struct option *o, const char *value)
{
    switch (o->kind) {
    case OPTION_FLAG:
        *(bool *)o->target = true;
        break;
    case OPTION_TEXT:
        *(const char **)o->target = value;
        break;
    case OPTION_TEXTS:
        add_text(run, o, value);
        break;
    case OPTION_INTEGER:
        set_integer(run, o, value);
        break;
    case OPTION_NUMBER:
        set_number(run, o, value);
        break;
    case OPTION_DATE:
        set_date(run, o, value);
        break;
    case OPTION_CHOICE:
        set_choice(run, o, value);
        break;
    }
}

/* Letters of two words that agree, in order from the front: enough to find a slip of the keys. */
static int likeness(const char *a, const char *b)
{
    int same = 0;
    for (; *a && *b; a++)
        for (const char *c = b; *c; c++)
            if (*c == *a) {
                same += 2;
                b = c + 1;
                break;
            }
    return same;
}

static void unknown_option(struct run *run, const struct option *table, struct text name)
{
    char shown[64];
    text_show(name, shown, sizeof shown);
    const char *best = NULL;
    int best_score = (int)strlen(shown); /* half of the letters must agree */
    for (const struct option *t = table; t; t = t == table ? cli_common_table : NULL)
        for (const struct option *o = t; o->name; o++) {
            int score = likeness(shown, o->name);
            if (score > best_score) {
                best_score = score;
                best = o->name;
            }
        }
    if (best)
        run_usage(run, "unknown option --%s (did you mean --%s?)", shown, best);
    else
        run_usage(run, "unknown option --%s", shown);
}

/* Handles --name, --name=value and --name value; *i moves past what was taken. */
static void parse_long(struct run *run, const struct option *table, char **argv, int argc, int *i)
{
    struct text rest = text_of(argv[*i] + 2);
    struct text name = text_cut(&rest, '=');
    const char *value = rest.at;
    const struct option *o = find_long(table, name);
    if (!o)
        o = find_long(cli_common_table, name);
    if (!o)
        unknown_option(run, table, name);
    else if (o->kind == OPTION_FLAG && value)
        run_usage(run, "--%s takes no value", o->name);
    else if (o->kind == OPTION_FLAG)
        set(run, o, NULL);
    else if (value)
        set(run, o, value);
    else if (*i + 1 < argc)
        set(run, o, argv[++*i]);
    else
        run_usage(run, "--%s wants a value: %s", o->name, o->argument);
}

/* Handles -q, -qo FILE, -oFILE. */
static void parse_letters(struct run *run, const struct option *table, char **argv, int argc,
                          int *i)
{
    for (const char *at = argv[*i] + 1; *at; at++) {
        const struct option *o = find_letter(table, *at);
        if (!o)
            o = find_letter(cli_common_table, *at);
        if (!o) {
            run_usage(run, "unknown option -%c", *at);
            return;
        }
        if (o->kind == OPTION_FLAG) {
            set(run, o, NULL);
            continue;
        }
        if (at[1])
            set(run, o, at + 1);
        else if (*i + 1 < argc)
            set(run, o, argv[++*i]);
        else
            run_usage(run, "-%c wants a value: %s", *at, o->argument);
        return;
    }
}

/* Options and arguments may be mixed; "--" ends the options. Arguments are moved to the front of
 * argv, so that nothing is allocated. */
void options_parse(struct run *run, const struct option *table, int argc, char **argv)
{
    int kept = 0;
    bool options = true;
    for (int i = 1; i < argc; i++) {
        if (options && strcmp(argv[i], "--") == 0)
            options = false;
        else if (options && argv[i][0] == '-' && argv[i][1] == '-')
            parse_long(run, table, argv, argc, &i);
        else if (options && argv[i][0] == '-' && argv[i][1])
            parse_letters(run, table, argv, argc, &i);
        else
            argv[kept++] = argv[i];
    }
    run->arguments = argv;
    run->argument_count = kept;
}
