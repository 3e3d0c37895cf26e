/* Files: whole reads, atomic writes, folders, globs. Errors are ERR_FILE with the path, the
 * system's reason and a remedy. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/error.h"
#include "base/list.h"
#include "base/str.h"

/* The whole file, NUL-terminated; *len_out (may be NULL) without the NUL. What is no regular file
 * is an error: nobody may ever write into a pipe. */
NODISCARD bool file_read(Mem *mem, const char *path, char **text_out, size_t *len_out, Error *err);
/* The same for a path that the user named: of a pipe or device, all that comes until its end. */
NODISCARD bool file_read_stream(Mem *mem, const char *path, char **text_out, size_t *len_out,
                                Error *err);

/* Writes a temporary file beside `path`, flushes it to disk and renames it: either the old content
 * or the new one is there, never half. */
NODISCARD bool file_write(const char *path, const char *data, size_t len, Error *err);
/* The same, but fails when `path` exists already. */
NODISCARD bool file_create(const char *path, const char *data, size_t len, Error *err);

bool file_exists(const char *path);
bool file_is_folder(const char *path);
bool file_is_no_file(const char *path); /* there, but a folder, pipe, socket or device */
/* Makes the folder and its parents; one that exists is fine. */
NODISCARD bool file_make_folder(const char *path, Error *err);

typedef LIST(const char *) PathList;

/* The names (not paths) in a folder, sorted bytewise, hidden ones left out. */
NODISCARD bool file_list(Mem *mem, const char *folder, PathList *out, Error *err);

/* Files that match a pattern of `*`, `?`, `[...]` within a path part and `**` for any number of
 * folders; sorted bytewise, hidden files, pipes and devices skipped, links to folders not followed.
 * A pattern without special characters matches the file of that name if there is one. */
NODISCARD bool file_glob(Mem *mem, const char *pattern, PathList *out, Error *err);
bool file_is_pattern(const char *path);

char *path_join(Mem *mem, const char *folder, const char *name); /* an absolute name wins */
char *path_folder(Mem *mem, const char *path);                   /* "." when there is none */
const char *path_base(const char *path);
/* Without "./", "//" and "a/..": for telling whether two paths name one file. */
char *path_clean(Mem *mem, const char *path);

#endif
