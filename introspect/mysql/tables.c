#include "introspect/mysql/mysql.h"

#include "schema/dialects/mysql_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct Pair {
    const char *name, *value;
} Pair;

static int by_pair(const void *a, const void *b)
{
    return strcasecmp(((const Pair *)a)->name, ((const Pair *)b)->name);
}

/* One token of CREATE_OPTIONS: row_format=DYNAMIC, COMPRESSION="zlib", `PAGE_COMPRESSED`='1'. */
static size_t take_pair(Mem *mem, const char *at, Pair *out)
{
    size_t len = 0, quoted = 0;
    Buf value = buf_new(mem);
    if (*at == '`') {
        out->name = mysql_unquote_name(mem, at, &len);
    }
    if (!len) {
        len = strcspn(at, "= ");
        out->name = text_lower(mem, mem_strndup(mem, at, len));
    }
    out->value = NULL;
    if (at[len] != '=') {
        return len;
    }
    len++;
    const char *text =
        at[len] == '"' || at[len] == '\'' ? mysql_unquote(mem, at + len, &quoted) : NULL;
    if (text) {
        buf_add(&value, text);
    } else {
        quoted = strcspn(at + len, " ");
        buf_add_len(&value, at + len, quoted);
    }
    out->value = mem_strdup(mem, buf_text(&value));
    return len + quoted;
}

static void read_create_options(Reading *reading, Table *table, const char *text)
{
    Mem *mem = reading->schema->mem;
    LIST(Pair) pairs = {0};
    for (const char *at = text; at && *at;) {
        if (*at == ' ') {
            at++;
            continue;
        }
        Pair pair;
        at += take_pair(mem, at, &pair);
        if (strcmp(pair.name, "partitioned") == 0) {
            list_push(reading->mem, &reading->show, table);
        } else if (strcmp(pair.name, "row_format") == 0 && pair.value) {
            options_set(mem, &table->options, "row_format", text_upper(mem, pair.value),
                        (Location){0});
        } else if (pair.value) {
            list_push(mem, &pairs, pair);
        }
    }
    if (!pairs.len) {
        return;
    }
    qsort(pairs.at, pairs.len, sizeof *pairs.at, by_pair);
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < pairs.len; i++) {
        buf_fmt(&buf, "%s%s=%s", i ? "," : "", pairs.at[i].name, pairs.at[i].value);
    }
    options_set(mem, &table->options, "create_options", buf_text(&buf), (Location){0});
}

static void read_table(Reading *reading, const Rows *rows, size_t row)
{
    Schema *schema = reading->schema;
    Mem *mem = schema->mem;
    Table *table = schema_add_table(schema, NULL, rows_get(rows, row, 0));
    const char *collation = rows_get(rows, row, 3), *comment = rows_get(rows, row, 5);
    if (strcmp(rows_get(rows, row, 1), "SYSTEM VERSIONED") == 0) {
        options_set(mem, &table->options, "system_versioned", "true", (Location){0});
    }
    options_set(mem, &table->options, "engine", rows_get(rows, row, 2), (Location){0});
    if (collation) {
        options_set(mem, &table->options, "collate", collation, (Location){0});
        options_set(mem, &table->options, "charset", mysql_collation_charset(mem, collation),
                    (Location){0});
    }
    table->base.comment = text_empty(comment) ? NULL : mem_strdup(mem, comment);
    read_create_options(reading, table, rows_get(rows, row, 4));
    list_push(reading->mem, &reading->tables, table);
}

static int by_name(const void *a, const void *b)
{
    const Table *const *x = a, *const *y = b;
    return strcmp((*x)->base.name, (*y)->base.name);
}

bool mysql_read_tables(Reading *reading, const Rows *rows, Error *err)
{
    for (size_t i = 0; i < rows->len; i++) {
        const char *name = rows_get(rows, i, 0), *type = rows_get(rows, i, 1);
        if (text_equal(name, reading->scope->history_table) ||
            !filter_accepts(reading->filter, reading->database, name)) {
            continue;
        }
        if (strcmp(type, "SEQUENCE") == 0) {
            list_push(reading->mem, &reading->sequences, name);
        } else {
            read_table(reading, rows, i);
        }
    }
    if (reading->tables.len > 1) {
        qsort(reading->tables.at, reading->tables.len, sizeof(Table *), by_name);
    }
    return !error_is_set(err);
}

static int by_key(const void *key, const void *entry)
{
    return strcmp(key, (*(const Table *const *)entry)->base.name);
}

Table *reading_table(const Reading *reading, const char *name)
{
    if (!name || !reading->tables.len) {
        return NULL;
    }
    Table **found = bsearch(name, reading->tables.at, reading->tables.len, sizeof(Table *), by_key);
    return found ? *found : NULL;
}
