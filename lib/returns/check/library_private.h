// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_RETURNS_CHECK_LIBRARY_PRIVATE_H
#define HEARTH_RETURNS_CHECK_LIBRARY_PRIVATE_H

#include "returns/check/book.h"

/* What the parts of the library loader share. */

/* library_read.c: adds the rows of one file. A file that is no table of this return is reported and is
 * no failure. */
enum status library_read_file(struct library *l, const struct file *file,
                              const struct library_options *options,
                              const struct problem_sink *sink);

/* library_year.c: gives a year to the rows of files without a YEAR column. */
enum status library_settle_years(struct library *l, const struct library_options *options,
                                 const struct problem_sink *sink);

/* library.c */
void library_choose_table(struct library *l); /* sets only_table by kind and schema */
enum status library_order_books(struct library *l, const struct intern *keys);

#endif
