/* Errors are values with a place and a hint. A function that can fail returns bool (or a pointer
 * that may be NULL), is NODISCARD and takes `Error *err` last; outputs are untouched on failure.
 *
 * Messages are lower case, without a full stop, in the user's words, names in double quotes; the
 * hint says what to do. Nothing below cmd/ prints, only main() exits. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>

/* The class of an error decides the exit status (see cmd/output.c and docs). */
typedef enum ErrorCode {
    ERR_NONE = 0,
    ERR_USAGE,       /* wrong options                                              exit 2 */
    ERR_MODEL,       /* the model, the project file or a migration file is wrong   exit 3 */
    ERR_FILE,        /* a file cannot be read or written                           exit 3 */
    ERR_UNSUPPORTED, /* this database cannot do it                                 exit 3 */
    ERR_CONNECT,     /* no connection                                              exit 4 */
    ERR_SQL,         /* the database refused a statement                           exit 5 */
    ERR_SAFETY,      /* refused for safety                                         exit 6 */
    ERR_HISTORY,     /* revisions: behind, unknown, duplicate, checksum            exit 7 */
    ERR_LOCKED,      /* somebody else holds the migration lock                     exit 8 */
    ERR_HOOK,        /* done, but a command behind it failed                       exit 9 */
    ERR_BUG          /* the impossible                                             exit 70 */
} ErrorCode;

/* A place in a text file. line and column count from 1, columns in characters; line 0 = the whole
 * file; file NULL = no place. */
typedef struct Location {
    const char *file;
    uint32_t line, column;
} Location;

#define ERROR_MAX 20u

typedef struct Error {
    Mem *mem; /* owns all texts; set by error_new() */
    ErrorCode code;
    const char *message, *hint;
    const char *server_code; /* SQLSTATE or the server's own number as text; NULL if none */
    const char *statement;   /* the statement that the server refused; NULL if none */
    Location where;
    struct Error *next; /* further errors of the same run (validation), at most ERROR_MAX */
    size_t count;       /* errors in the chain, kept in its first; may exceed what is kept */
} Error;

Error *error_new(Mem *mem);

/* Records the error and returns false, so that `return error_set(...)` reads well. The first error
 * wins: a second call on the same chain does nothing. */
bool error_set(Error *err, ErrorCode code, const char *format, ...) PRINTF_LIKE(3, 4);
/* The same with a place. */
bool error_at(Error *err, ErrorCode code, Location where, const char *format, ...)
    PRINTF_LIKE(4, 5);
/* Appends a further error (validation reports many at once) and returns false. */
bool error_add(Error *err, ErrorCode code, Location where, const char *format, ...)
    PRINTF_LIKE(4, 5);
/* Gives the newest error of the chain its hint; returns false. */
bool error_hint(Error *err, const char *format, ...) PRINTF_LIKE(2, 3);
/* Says more behind the hint of the first error, which may be the server's and end in a full stop.
 * Returns false. */
bool error_hint_more(Error *err, const char *format, ...) PRINTF_LIKE(2, 3);
bool error_is_set(const Error *err);
void error_clear(Error *err);

#endif
