#include "schema/options.h"

#include <string.h>
#include <strings.h>

#define PG   MODEL_POSTGRESQL
#define MY   (MODEL_MYSQL | MODEL_MARIADB)
#define LITE MODEL_SQLITE

/* Sorted by kind, then name: one line an option. */
const OptionDef option_defs[] = {
    {"access_method", OBJ_TABLE, PG, OPTION_TEXT, "Table access method (USING)."},
    {"auto_increment", OBJ_TABLE, MY, OPTION_INTEGER, "First value of a new table; never compared.",
     .create_only = true},
    {"charset", OBJ_TABLE, MY, OPTION_TEXT, "Default character set.", .inherit = MY},
    {"collate", OBJ_TABLE, MY, OPTION_TEXT, "Default collation.", .inherit = MY},
    {"create_options", OBJ_TABLE, MY, OPTION_MAP,
     "Other table options: key_block_size, stats_persistent, compression …"},
    {"engine", OBJ_TABLE, MY, OPTION_TEXT, "Storage engine.", .inherit = MY},
    {"of_type", OBJ_TABLE, PG, OPTION_TEXT, "The composite type whose fields its columns are.",
     .exact = true},
    {"period", OBJ_TABLE, MODEL_MARIADB, OPTION_TEXT,
     "PERIOD FOR, of an application: valid (valid_from, valid_to)."},
    {"replica_identity", OBJ_TABLE, PG, OPTION_TEXT,
     "What identifies a row to replicas: default, full, nothing or index NAME."},
    {"row_format", OBJ_TABLE, MY, OPTION_TEXT, "DYNAMIC, COMPACT, COMPRESSED, REDUNDANT."},
    {"row_security", OBJ_TABLE, PG, OPTION_TEXT,
     "off, on, force (for the table's owner, too) or forced_off (force, but off)."},
    {"strict", OBJ_TABLE, LITE, OPTION_BOOLEAN, "STRICT table."},
    {"system_versioned", OBJ_TABLE, MODEL_MARIADB, OPTION_BOOLEAN, "WITH SYSTEM VERSIONING."},
    {"tablespace", OBJ_TABLE, PG | MODEL_MYSQL, OPTION_TEXT, "Tablespace.", .inherit = MODEL_MYSQL},
    {"trigger_states", OBJ_TABLE, PG, OPTION_MAP,
     "Of a partition: its parent's triggers that are in another state here: on, disabled, replica, "
     "always."},
    {"unlogged", OBJ_TABLE, PG, OPTION_BOOLEAN, "UNLOGGED table."},
    {"with", OBJ_TABLE, PG, OPTION_MAP, "Storage parameters: fillfactor, autovacuum_enabled …"},
    {"without_rowid", OBJ_TABLE, LITE, OPTION_BOOLEAN, "WITHOUT ROWID table."},

    {"compressed", OBJ_COLUMN, MODEL_MARIADB, OPTION_BOOLEAN, "COMPRESSED column."},
    {"compression", OBJ_COLUMN, PG, OPTION_TEXT, "Column compression method: pglz, lz4."},
    {"conflict", OBJ_COLUMN, LITE, OPTION_TEXT, "ON CONFLICT of NOT NULL: replace, ignore, fail …"},
    {"invisible", OBJ_COLUMN, MY, OPTION_BOOLEAN, "INVISIBLE column."},
    {"on_update", OBJ_COLUMN, MY, OPTION_TEXT, "ON UPDATE expression: CURRENT_TIMESTAMP(6)."},
    {"srid", OBJ_COLUMN, MODEL_MYSQL, OPTION_INTEGER,
     "Spatial reference system of a geometry column."},
    {"statistics", OBJ_COLUMN, PG, OPTION_INTEGER, "Statistics target."},
    {"storage", OBJ_COLUMN, PG, OPTION_TEXT, "plain, external, extended or main."},
    {"unversioned", OBJ_COLUMN, MODEL_MARIADB, OPTION_BOOLEAN, "WITHOUT SYSTEM VERSIONING."},

    {"index_note", OBJ_CONSTRAINT, PG, OPTION_TEXT, "Comment on the constraint's index.",
     .exact = true},
    {"key_block_size", OBJ_CONSTRAINT, MY, OPTION_INTEGER, "KEY_BLOCK_SIZE of a primary key."},
    {"tablespace", OBJ_CONSTRAINT, PG, OPTION_TEXT, "Tablespace of the constraint's index."},
    {"using", OBJ_CONSTRAINT, MY, OPTION_TEXT, "USING, where it is written out; never compared.",
     .create_only = true},
    {"with", OBJ_CONSTRAINT, PG, OPTION_MAP, "Storage parameters of the constraint's index."},

    {"comment", OBJ_INDEX, MY, OPTION_TEXT, "Comment of the index.", .exact = true},
    {"invisible", OBJ_INDEX, MY, OPTION_BOOLEAN, "INVISIBLE (MariaDB: IGNORED) index."},
    {"key_block_size", OBJ_INDEX, MY, OPTION_INTEGER, "KEY_BLOCK_SIZE."},
    {"only", OBJ_INDEX, PG, OPTION_BOOLEAN,
     "ON ONLY the partitioned table: not every partition has its part of it."},
    {"parser", OBJ_INDEX, MY, OPTION_TEXT, "Full-text parser plugin: ngram."},
    {"partition_of", OBJ_INDEX, PG, OPTION_TEXT,
     "The index of the parent, made ON ONLY it, that this one is attached to.", .exact = true},
    {"tablespace", OBJ_INDEX, PG, OPTION_TEXT, "Tablespace."},
    {"with", OBJ_INDEX, PG, OPTION_MAP, "Storage parameters: fillfactor, fastupdate …"},

    {"algorithm", OBJ_VIEW, MY, OPTION_TEXT, "merge or temptable."},
    {"check_option", OBJ_VIEW, PG | MY, OPTION_TEXT, "local or cascaded."},
    {"head", OBJ_VIEW, LITE, OPTION_TEXT,
     "What was written between CREATE VIEW and the query: v (a, b) as.", .create_only = true},
    {"security", OBJ_VIEW, MY, OPTION_TEXT, "With whose rights it reads: definer or invoker."},
    {"with", OBJ_VIEW, PG, OPTION_MAP,
     "View options: security_barrier, security_invoker; storage parameters."},

    {"target", OBJ_STATISTICS, PG, OPTION_INTEGER,
     "How much is sampled: ALTER STATISTICS … SET STATISTICS."},

    {"enabled", OBJ_TRIGGER, PG, OPTION_TEXT, "When not simply on: disabled, replica or always."},
    {"enabled", OBJ_EVENT_TRIGGER, PG, OPTION_TEXT,
     "When not simply on: disabled, replica or always."},
    {"enabled", OBJ_RULE, PG, OPTION_TEXT, "When not simply on: disabled, replica or always."},
};
const size_t option_def_count = sizeof option_defs / sizeof *option_defs;

const OptionDef *option_find(ObjectKind kind, unsigned dialect, const char *name)
{
    for (size_t i = 0; i < option_def_count; i++) {
        const OptionDef *def = &option_defs[i];
        if (def->kind == kind && (def->dialects & dialect) && strcmp(def->name, name) == 0) {
            return def;
        }
    }
    return NULL;
}

/* The first option whose name is not below `name`. */
static size_t place(const Options *options, const char *name)
{
    size_t i = 0;
    while (i < options->len && strcmp(options->at[i].name, name) < 0) {
        i++;
    }
    return i;
}

const char *options_get(const Options *options, const char *name)
{
    size_t i = place(options, name);
    bool found = i < options->len && strcmp(options->at[i].name, name) == 0;
    return found ? options->at[i].value : NULL;
}

bool options_has(const Options *options, const char *name)
{
    return text_equal(options_get(options, name), "true");
}

static bool holds_pair(const char *map, Str pair)
{
    while (*map) {
        size_t len = strcspn(map, ",");
        if (len == pair.len && strncasecmp(map, pair.ptr, len) == 0) {
            return true;
        }
        map += len + (map[len] == ',');
    }
    return false;
}

static bool holds_pairs(const char *map, const char *pairs)
{
    while (*pairs) {
        Str pair = {pairs, strcspn(pairs, ",")};
        if (!holds_pair(map, pair)) {
            return false;
        }
        pairs += pair.len + (pairs[pair.len] == ',');
    }
    return true;
}

bool options_map_equal(const char *a, const char *b)
{
    a = a ? a : "";
    b = b ? b : "";
    return strlen(a) == strlen(b) && holds_pairs(a, b) && holds_pairs(b, a);
}

void options_set(Mem *mem, Options *options, const char *name, const char *value, Location where)
{
    size_t i = place(options, name);
    bool found = i < options->len && strcmp(options->at[i].name, name) == 0;
    if (!value) {
        if (found) {
            memmove(options->at + i, options->at + i + 1,
                    (options->len - i - 1) * sizeof *options->at);
            options->len--;
        }
        return;
    }
    if (!found) {
        list_push(mem, options, (Option){0});
        memmove(options->at + i + 1, options->at + i, (options->len - i - 1) * sizeof *options->at);
    }
    options->at[i] = (Option){mem_strdup(mem, name), mem_strdup(mem, value), where};
}
