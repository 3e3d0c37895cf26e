/* The dialects as a model names them. */
#ifndef SCHEMA_MODEL_DIALECTS_H
#define SCHEMA_MODEL_DIALECTS_H

#include "schema/options.h"

/* "mysql" of MODEL_MYSQL; NULL for none or several. */
const char *dialect_word(ModelDialect dialect);

#endif
