/* State of dsl_format(). */
#ifndef SCHEMA_DSL_FORMAT_H
#define SCHEMA_DSL_FORMAT_H

#include "schema/dsl/parse.h"

/* What stands in a block; decides what its lines are. */
typedef enum BlockKind {
    BLOCK_NONE,    /* the file itself */
    BLOCK_COLUMNS, /* Table, TablePartial */
    BLOCK_NAMES,   /* names and settings: Enum, indexes, Ref, TableGroup, use */
    BLOCK_STRING,  /* Note */
    BLOCK_RECORDS,
    BLOCK_OTHER /* key: value lines, checks and the rest */
} BlockKind;

typedef enum LineKind {
    LINE_NAMES,  /* names in double quotes, settings in brackets */
    LINE_COLUMN, /* name type [settings] */
    LINE_VALUES, /* what is in double quotes is a string, or may be */
    LINE_RECORDS
} LineKind;

typedef struct Formatter {
    Mem *mem;
    Buf *out;
    size_t start; /* where the output begins */
    LineStarts starts;
    size_t next_start;
    LIST(BlockKind) blocks;
    LineKind line;
    const Token *heading;   /* first token of the line */
    bool line_closed_block; /* it began with "}" */
    size_t brackets, parens;
    bool in_setting_name, in_array;
    LIST(size_t) comments; /* offsets of the line comments behind lines */
    bool spread;           /* the settings list has a line for each setting */
} Formatter;

#endif
