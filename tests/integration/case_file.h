/* A case file: one behaviour, as two models and what must be written to get from one to the other.
 *
 *     # a column becomes wider                      the first line says what it is about
 *     # needs: 18                                   lowest major version of a live server
 *     # only: mariadb                               live on this target alone; "only: offline"
 *     -- from.json --                               or from.dbml; absent = an empty database
 *     -- to.json --                                 or to.dbml
 *     -- up.sql --                                  as in a migration file, hazards included
 *     -- down.sql --
 *     -- error --                                   instead of up.sql and down.sql
 */
#ifndef TESTS_INTEGRATION_CASE_FILE_H
#define TESTS_INTEGRATION_CASE_FILE_H

#include "base/file.h"

typedef struct CaseSection {
    const char *name, *text;
} CaseSection;

typedef struct Case {
    const char *path, *name; /* name: "postgresql/add_column" */
    const char *folder;      /* "postgresql" */
    const char *header;      /* the lines before the first section */
    LIST(CaseSection) sections;
    const char *only; /* NULL = every target */
    int needs;        /* 0 = every version */
} Case;

NODISCARD bool case_read(Mem *mem, const char *path, Case *out, Error *err);
/* The text of a section, NULL when there is none. */
const char *case_section(const Case *test, const char *name);
/* Replaces, adds or (NULL) removes a section. */
void case_set(Mem *mem, Case *test, const char *name, const char *text);
NODISCARD bool case_write(Mem *mem, const Case *test, Error *err);

#endif
