/* What a Python module says about itself before anything is run: its docstring, and the constants
 * that it assigns to names. Nothing is executed; all that is no such constant is passed over. */
#ifndef MIGRATE_PYTHON_H
#define MIGRATE_PYTHON_H

#include "base/error.h"
#include "base/list.h"
#include "base/str.h"

/* `NAME = value`, `NAME: annotation = value`. */
typedef struct PythonName {
    const char *name;          /* asked for */
    bool found;                /* assigned on the top level */
    LIST(const char *) values; /* a string is one; of a tuple, list or set each; None is none */
    uint32_t line;
} PythonName;

/* Fills the `n` names and *docstring (NULL = none); reads no further once all are found. ERR_MODEL,
 * with the place: one of the names has a value that only running Python could tell, or a string
 * does not end. */
NODISCARD bool python_read(Mem *mem, const char *path, const char *text, size_t len,
                           PythonName *names, size_t n, const char **docstring, Error *err);

#endif
