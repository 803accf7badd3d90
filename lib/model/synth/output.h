// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HEARTH_MODEL_SYNTH_OUTPUT_H
#define HEARTH_MODEL_SYNTH_OUTPUT_H

#include "model/synth/sheet.h"

/* Where sheets go: each file is complete or not there. Failures are reported to the sink. */

/* Makes the folder PATH unless it is there. */
enum status output_folder(const char *path, const struct problem_sink *sink);

/* As an authority keeps them: every sheet to FOLDER/YEAR/FILE (FOLDER/FILE without a year). FOLDER is
 * made when its parent is there. */
enum status output_folders(const struct sheet_set *set, const char *folder,
                           const struct problem_sink *sink);

/* As a region keeps them: the sheets of one name, of all years and authorities, are one file with
 * the columns LA (unless the sheet has it) and YEAR (where the sheet has a year) at the end. Rows
 * are in the order in which authorities are added. */
enum { REGION_FILES = 16 };
struct region_file;
struct region {
    const char *folder;
    const struct problem_sink *sink;
    struct region_file *files[REGION_FILES];
    int count;
};

enum status region_open(struct region *r, const char *folder, const struct problem_sink *sink);
enum status region_add(struct region *r, const struct sheet_set *set, const char *la);

/* Finishes the files when all went well (S is STATUS_OK), else takes them away; how the run ends. */
enum status region_close(struct region *r, enum status s);

#endif
