/* The migrations folder: reading it, naming and writing new files. */
#ifndef MIGRATE_DIR_H
#define MIGRATE_DIR_H

#include "base/file.h"
#include "migrate/graph.h"

#include <time.h>

/* Reads the headers of every *.sql in the folder, in the order of their names. A folder that does
 * not exist holds no revisions. */
NODISCARD bool dir_read(Mem *mem, const char *folder, Graph *out, Error *err);

#define FILE_TEMPLATE_DEFAULT "%(year)s%(month)s%(day)s%(hour)s%(minute)s%(second)s_%(slug)s"

/* The name of a new file, ".sql" included. Tokens as Alembic's file_template: %(rev)s %(slug)s
 * %(epoch)s %(year)s %(month)s %(day)s %(hour)s %(minute)s %(second)s, UTC, zero-padded; a width
 * and "d" (%(month).2d) are accepted. */
NODISCARD bool dir_file_name(Mem *mem, const char *template_, const char *revision,
                             const char *message, time_t when, const char **out, Error *err);

/* The words of the message in lower case joined by "_", cut at a word after 40 characters. */
const char *dir_slug(Mem *mem, const char *message);

/* 2026-11-20T23:54:47Z */
const char *dir_time(Mem *mem, time_t when);
/* … and back; false: the text (which may be NULL) is no such time. */
bool dir_time_read(const char *text, time_t *out);

#endif
