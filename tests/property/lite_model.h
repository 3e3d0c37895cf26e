/* Random SQLite databases for property_rows_sqlite.c: plain values, so that a copy that is changed
 * a little is the second half of a pair. The same seed gives the same pair. */
#ifndef TESTS_PROPERTY_LITE_MODEL_H
#define TESTS_PROPERTY_LITE_MODEL_H

#include "base/list.h"
#include "base/str.h"
#include "tests/property/random.h"

enum { COLUMNS_MAX = 10, MEMBERS_MAX = 4, TABLES_MAX = 6 };

typedef enum KeyKind { KEY_NONE, KEY_ROWID, KEY_AUTOINCREMENT, KEY_TEXT, KEY_PAIR } KeyKind;

/* Columns and tables refer to each other by `id`; names are made of `name`. */
typedef struct LiteColumn {
    int id, name, was;                 /* was: the name before a rename, -1 = none */
    int type, def, collate, generated; /* indexes of the word lists; generated 0 = none */
    int source;                        /* id of the column that a generated one is made of */
    bool stored, not_null, unique, inline_check;
} LiteColumn;

typedef struct LiteMember { /* unique, check, foreign key or index of a table */
    int id;
    int columns[2], len; /* ids */
    int kind;            /* variant of the expression, action … */
    int target;          /* id of the table a foreign key refers to */
    bool named, flag, other;
} LiteMember;

typedef struct LiteTable {
    int id, name, was;
    KeyKind key;
    bool strict, without_rowid, trigger;
    LiteColumn columns[COLUMNS_MAX];
    LiteMember uniques[MEMBERS_MAX], checks[MEMBERS_MAX], keys[MEMBERS_MAX], indexes[MEMBERS_MAX];
    int columns_len, uniques_len, checks_len, keys_len, indexes_len;
} LiteTable;

typedef struct LiteModel {
    LiteTable tables[TABLES_MAX];
    int len, next_id;
    bool view;
} LiteModel;

LiteModel lite_generate(Random *random);
/* Changes a few things. */
void lite_mutate(Random *random, LiteModel *model);

typedef LIST(const char *) Script;

/* CREATE statements, with names quoted and spaced in ever new ways; `reversed`: the other way
 * round. */
void lite_script(Mem *mem, Random *random, const LiteModel *model, bool reversed, Script *out);
/* INSERT statements for a few rows a table. */
void lite_rows(Mem *mem, const LiteModel *model, Script *out);
const char *lite_name(Mem *mem, char kind, int number);

#endif
