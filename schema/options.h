/* Options: the attributes of a table, column, constraint or index that one dialect has and others
 * do not (engine, fillfactor, STRICT, storage …). They are name/value pairs checked against one
 * table (options.c), sorted by name, so that reading, writing, comparing and the JSON Schema need
 * no code per option; what an option means in DDL is known only to its dialect's emitter.
 *
 * In JSON they stand under the dialect's key ("mysql": {"engine": "InnoDB"}), or, for portable ones
 * (dialects = all), directly in the object; in the DSL with the dialect's prefix
 * (mysql_engine: 'InnoDB'). */
#ifndef SCHEMA_OPTIONS_H
#define SCHEMA_OPTIONS_H

#include "schema/object.h"

/* Bits: the dialects that a model can name. MariaDB takes mysql's when it has none of its own. */
typedef enum ModelDialect {
    MODEL_POSTGRESQL = 1,
    MODEL_MYSQL = 2,
    MODEL_MARIADB = 4,
    MODEL_SQLITE = 8,
    MODEL_ALL = 15
} ModelDialect;

typedef enum OptionType { OPTION_TEXT, OPTION_BOOLEAN, OPTION_INTEGER, OPTION_MAP } OptionType;

typedef struct OptionDef {
    const char *name;  /* "row_format" */
    ObjectKind kind;   /* whose option */
    unsigned dialects; /* ModelDialect bits */
    OptionType type;   /* OPTION_MAP: an object of scalars, kept as "k=v,k2=v2" in the order
                         given; another order is no difference */
    const char *help;  /* one line, shown by editors through the JSON Schema */
    unsigned inherit;  /* ModelDialect bits: there a model that does not name it leaves it as the
                          database has it; elsewhere absence means the default */
    bool create_only;  /* used when the object is created, never compared */
    bool exact;        /* text in which letter case counts */
} OptionDef;

extern const OptionDef option_defs[];
extern const size_t option_def_count;

typedef struct Option {
    const char *name;
    const char *value; /* booleans: "true"; false is absence */
    Location where;
} Option;

typedef LIST(Option) Options; /* sorted by name, no duplicates */

const OptionDef *option_find(ObjectKind kind, unsigned dialect, const char *name);
const char *options_get(const Options *options, const char *name); /* NULL = absent */
bool options_has(const Options *options, const char *name);        /* true for "true" */
/* Are two values of an OPTION_MAP (NULL = none) the same, in whatever order? */
bool options_map_equal(const char *a, const char *b);
/* Keeps the order; replaces an equal name; value NULL removes. */
void options_set(Mem *mem, Options *options, const char *name, const char *value, Location where);

#endif
