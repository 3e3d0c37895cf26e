#include "introspect/mysql/mysql.h"

#include "schema/dialects/mysql_text.h"

#include <stdlib.h>
#include <string.h>

/* --- indexes -----------------------------------------------------------------------------------
 */

/* Columns of sql/indexes_*.sql. */
enum {
    I_TABLE,
    I_NAME,
    I_NON_UNIQUE,
    I_COLUMN,
    I_ORDER,
    I_LENGTH,
    I_TYPE,
    I_COMMENT,
    I_VISIBLE,
    I_EXPRESSION
};

static KeyPart read_key(const Reading *reading, const Rows *rows, size_t row)
{
    Mem *mem = reading->schema->mem;
    const char *column = rows_get(rows, row, I_COLUMN), *length = rows_get(rows, row, I_LENGTH);
    bool spatial = text_equal(rows_get(rows, row, I_TYPE), "SPATIAL") ||
                   text_equal(rows_get(rows, row, I_TYPE), "RTREE");
    KeyPart key = {.column = mem_strdup(mem, column)};
    if (!column) {
        key.expr.text = reading_expression(reading, rows_get(rows, row, I_EXPRESSION));
    }
    if (text_equal(rows_get(rows, row, I_ORDER), "D")) {
        key.order = SORT_DESC;
    }
    /* The 32 of a spatial index is how much the server keeps, not what was asked for. */
    if (length && !spatial) {
        key.length = (int32_t)strtol(length, NULL, 10);
    }
    return key;
}

static const char *read_method(const Table *table, const char *type)
{
    bool memory = text_equal(options_get(&table->options, "engine"), "MEMORY");
    if (strcmp(type, "FULLTEXT") == 0) {
        return "fulltext";
    }
    if (strcmp(type, "SPATIAL") == 0 || strcmp(type, "RTREE") == 0) {
        return "spatial";
    }
    if (strcmp(type, "HASH") == 0) {
        return memory ? NULL : "hash";
    }
    return memory ? "btree" : NULL;
}

static KeyParts *add_index(Reading *reading, Table *table, const Rows *rows, size_t row)
{
    Mem *mem = reading->schema->mem;
    const char *name = rows_get(rows, row, I_NAME), *comment = rows_get(rows, row, I_COMMENT);
    if (strcmp(name, "PRIMARY") == 0) {
        Constraint *key =
            table_add_constraint(reading->schema, table, CONSTRAINT_PRIMARY_KEY, NULL);
        key->base.comment = text_empty(comment) ? NULL : mem_strdup(mem, comment);
        return &key->keys;
    }
    Index *index = table_add_index(reading->schema, table, name);
    index->unique = text_equal(rows_get(rows, row, I_NON_UNIQUE), "0");
    index->method = read_method(table, rows_get(rows, row, I_TYPE));
    if (!text_empty(comment)) {
        options_set(mem, &index->options, "comment", comment, (Location){0});
    }
    if (text_equal(rows_get(rows, row, I_VISIBLE), "NO")) {
        options_set(mem, &index->options, "invisible", "true", (Location){0});
    }
    if (text_equal(index->method, "fulltext")) {
        list_push(reading->mem, &reading->show, table);
    }
    return &index->keys;
}

void mysql_read_indexes(Reading *reading, const Rows *rows)
{
    const char *table_name = NULL, *name = NULL;
    Table *table = NULL;
    KeyParts *keys = NULL;
    for (size_t i = 0; i < rows->len; i++) {
        if (!text_equal(table_name, rows_get(rows, i, I_TABLE))) {
            table_name = rows_get(rows, i, I_TABLE);
            table = reading_table(reading, table_name);
            name = NULL;
        }
        if (!table) {
            continue;
        }
        if (!text_equal(name, rows_get(rows, i, I_NAME))) {
            name = rows_get(rows, i, I_NAME);
            keys = add_index(reading, table, rows, i);
        }
        list_push(reading->schema->mem, keys, read_key(reading, rows, i));
    }
}

/* --- foreign keys ------------------------------------------------------------------------------
 */

static FkAction read_action(const char *rule)
{
    static const struct {
        const char *rule;
        FkAction action;
    } actions[] = {{"NO ACTION", ACTION_NO_ACTION},
                   {"RESTRICT", ACTION_RESTRICT},
                   {"CASCADE", ACTION_CASCADE},
                   {"SET NULL", ACTION_SET_NULL},
                   {"SET DEFAULT", ACTION_SET_DEFAULT}};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (text_equal(rule, actions[i].rule)) {
            return actions[i].action;
        }
    }
    return ACTION_NONE;
}

static int by_table_and_name(const void *a, const void *b)
{
    const char *const *x = *(const char *const *const *)a, *const *y =
                                                               *(const char *const *const *)b;
    int order = text_compare(x[0], y[0]);
    return order ? order : text_compare(x[1], y[1]);
}

/* Pointers to the rows, sorted by their first two cells. */
static const char *const **sort_rows(Mem *mem, const Rows *rows)
{
    const char *const **sorted = MEM_ARRAY(mem, const char *const *, rows->len);
    for (size_t i = 0; i < rows->len; i++) {
        sorted[i] = rows->cells + i * rows->columns;
    }
    if (rows->len > 1) {
        qsort(sorted, rows->len, sizeof *sorted, by_table_and_name);
    }
    return sorted;
}

static const char *const *find_row(const char *const **sorted, size_t len, const char *first,
                                   const char *second)
{
    const char *const key[2] = {first, second}, *const *pointer = key;
    const char *const **found =
        len ? bsearch(&pointer, sorted, len, sizeof *sorted, by_table_and_name) : NULL;
    return found ? *found : NULL;
}

void mysql_read_foreign_keys(Reading *reading, const Rows *columns, const Rows *rules)
{
    Mem *mem = reading->schema->mem;
    const char *const **sorted = sort_rows(reading->mem, rules);
    Constraint *key = NULL;
    for (size_t i = 0; i < columns->len; i++) {
        const char *name = rows_get(columns, i, 1), *ref_schema = rows_get(columns, i, 3);
        Table *table = reading_table(reading, rows_get(columns, i, 0));
        if (!table) {
            continue;
        }
        if (!key || key->table != table || !text_equal(key->base.name, name)) {
            key = table_add_constraint(reading->schema, table, CONSTRAINT_FOREIGN_KEY, name);
            bool here = text_equal(ref_schema, reading->database);
            key->ref_schema = here ? NULL : mem_strdup(mem, ref_schema);
            key->ref_table = mem_strdup(mem, rows_get(columns, i, 4));
            const char *const *rule = find_row(sorted, rules->len, table->base.name, name);
            key->on_delete = read_action(rule ? rule[2] : NULL);
            key->on_update = read_action(rule ? rule[3] : NULL);
        }
        list_push(mem, &key->keys, (KeyPart){.column = mem_strdup(mem, rows_get(columns, i, 2))});
        list_push(mem, &key->ref_columns, mem_strdup(mem, rows_get(columns, i, 5)));
    }
}

/* --- checks ------------------------------------------------------------------------------------
 */

/* MariaDB's JSON is longtext with a check; told apart from the two written out by nothing, so the
 * three together are read as the type. */
static bool is_json(const Column *column, const char *check, const char *name)
{
    Mem *mem = mem_root("json");
    const char *wanted = mem_printf(mem, "json_valid(%s)", mysql_quote_name(mem, name));
    bool same = text_equal_nocase(wanted, check);
    mem_destroy(mem);
    const char *collation =
        column->collation ? column->collation : options_get(&column->table->options, "collate");
    return same && text_equal(column->type.name, "longtext") &&
           text_equal(collation, "utf8mb4_bin");
}

static Column *find_column(const Table *table, const char *name)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        if (text_equal(table->columns.at[i]->base.name, name)) {
            return table->columns.at[i];
        }
    }
    return NULL;
}

void mysql_add_column_check(Reading *reading, Table *table, const char *name, const char *text)
{
    Mem *mem = reading->schema->mem;
    const Server *server = &reading->conn->server;
    Column *column = find_column(table, name);
    if (column && is_json(column, text, name)) {
        (void)server->dialect->syntax->parse_type(mem, server, "json", &column->type);
        column->charset = column->collation = NULL;
        return;
    }
    /* It has no name of its own: the catalogue repeats the column's. */
    Constraint *check = table_add_constraint(reading->schema, table, CONSTRAINT_CHECK, NULL);
    check->on_column = true;
    check->check.text = text;
    list_push(mem, &check->keys, (KeyPart){.column = mem_strdup(mem, name)});
}

/* MySQL: a check's name is unique in its database, so the name alone finds its row. */
static const char *const *find_check(const char *const **sorted, size_t len, const char *name)
{
    size_t low = 0, high = len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_compare(sorted[middle][0], name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < len && text_equal(sorted[low][0], name) ? sorted[low] : NULL;
}

/* MariaDB's catalogue shows of a period the check alone that it stands for: `a` < `b`. */
static bool may_be_period(Mem *mem, const char *text)
{
    size_t first = 0, second = 0;
    return mysql_unquote_name(mem, text, &first) && text_starts(text + first, " < ") &&
           mysql_unquote_name(mem, text + first + 3, &second) && !text[first + 3 + second];
}

/* MariaDB's catalogue goes on calling a column's check by the name the column had before it was
 * renamed. The check tells, as long as it names its column. */
static bool is_misnamed(const Reading *reading, const Table *table, const char *name,
                        const char *text)
{
    const char *quoted = mysql_quote_name(reading->mem, name);
    return !find_column(table, name) || !strstr(text, quoted);
}

static bool has_misnamed(const Reading *reading, const Table *table)
{
    return reading->misnamed.len && reading->misnamed.at[reading->misnamed.len - 1] == table;
}

/* Sorted by table: all rows of `table` from `row` on. */
static void find_misnamed(Reading *reading, Table *table, const Rows *checks, size_t row)
{
    const char *name = rows_get(checks, row, 0);
    for (; row < checks->len && text_equal(rows_get(checks, row, 0), name); row++) {
        if (text_equal(rows_get(checks, row, 2), "Column") &&
            is_misnamed(reading, table, rows_get(checks, row, 1), rows_get(checks, row, 3))) {
            list_push(reading->mem, &reading->misnamed, table);
            list_push(reading->mem, &reading->show, table);
            return;
        }
    }
}

void mysql_read_checks(Reading *reading, const Rows *checks, const Rows *tables)
{
    const char *const **sorted = sort_rows(reading->mem, tables);
    const Table *last = NULL;
    for (size_t i = 0; i < checks->len; i++) {
        const char *name = rows_get(checks, i, 1), *table_name = rows_get(checks, i, 0);
        const char *const *row = table_name ? NULL : find_check(sorted, tables->len, name);
        Table *table = reading_table(reading, row ? row[1] : table_name);
        if (!table) {
            continue;
        }
        if (table != last && table_name) {
            find_misnamed(reading, table, checks, i);
        }
        last = table;
        const char *text = reading_expression(reading, rows_get(checks, i, 3));
        if (text_equal(rows_get(checks, i, 2), "Column")) {
            if (!has_misnamed(reading, table)) {
                mysql_add_column_check(reading, table, name, text);
            }
            continue;
        }
        if (reading->maria && may_be_period(reading->mem, text)) {
            list_push(reading->mem, &reading->show, table);
        }
        Constraint *check = table_add_constraint(reading->schema, table, CONSTRAINT_CHECK, name);
        check->check.text = text;
        check->not_enforced = row && text_equal(row[2], "NO");
    }
}
