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
 *     -- rows.sql --                                rows for the tables of `from`; each statement
 * ends a line; absent = generated ones (case_rows.h)
 *     -- rows.up --                                 what they are after the upgrade …
 *     SELECT id, total FROM orders ORDER BY id
 *     1|7
 *     2|NULL
 *     -- rows.down --                               … and after the downgrade
 *
 * On a database the upgrade and the downgrade run twice: on empty tables, then on these rows. What
 * the models leave alone must be there afterwards. Where a hazard says that rows can make the
 * script fail, generated ones may. `# no rows: why` in the head excuses a table that no generated
 * row fits. */
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
    const char *only;    /* NULL = every target */
    const char *no_rows; /* why a table may stay without rows; NULL = it may not */
    int needs;           /* 0 = every version */
} Case;

NODISCARD bool case_read(Mem *mem, const char *path, Case *out, Error *err);
/* The text of a section, NULL when there is none. */
const char *case_section(const Case *test, const char *name);
/* Replaces, adds or (NULL) removes a section. */
void case_set(Mem *mem, Case *test, const char *name, const char *text);
NODISCARD bool case_write(Mem *mem, const Case *test, Error *err);

#endif
