/* What an object is, in one text for people: what stands before and after in a page. Not SQL, but
 * near to it. */
#ifndef REPORT_DEFINITION_H
#define REPORT_DEFINITION_H

#include "schema/change.h"

/* "integer not null default 0"; "(branch_id) references branches (id)". Never NULL. */
const char *definition_of(Mem *mem, const Object *object);

/* "foreign key", "unique index": the word for its kind. */
const char *definition_kind(const Object *object);

#endif
