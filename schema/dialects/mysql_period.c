#include "schema/dialects/mysql_period.h"

#include "schema/dialects/mysql_text.h"

#include <string.h>

/* --- PERIOD FOR name (start, end) ---------------------------------------------------------------
 */

static const char *skip_spaces(const char *at)
{
    while (char_is_space(*at)) {
        at++;
    }
    return at;
}

/* The name at *at, which moves behind it; NULL = there is none. */
static const char *take_name(Mem *mem, const char **at)
{
    size_t len = 0;
    const char *start = skip_spaces(*at);
    const char *name = *start == '`' ? mysql_unquote_name(mem, start, &len) : NULL;
    if (!name) {
        len = strcspn(start, "(), \t\r\n`");
        name = len ? mem_strndup(mem, start, len) : NULL;
    }
    *at = skip_spaces(start + len);
    return name;
}

static bool take(const char **at, char wanted)
{
    bool found = **at == wanted;
    *at = found ? skip_spaces(*at + 1) : *at;
    return found;
}

MysqlPeriod mysql_parse_period(Mem *mem, const char *text)
{
    MysqlPeriod period = {.name = take_name(mem, &text)};
    bool good = period.name && take(&text, '(');
    period.start = good ? take_name(mem, &text) : NULL;
    good = period.start && take(&text, ',');
    period.end = good ? take_name(mem, &text) : NULL;
    good = period.end && take(&text, ')') && !*text;
    return good ? period : (MysqlPeriod){0};
}

static const char *spell(Mem *mem, const char *name)
{
    return name[strcspn(name, "(), \t\r\n`")] ? mysql_quote_name(mem, name) : name;
}

const char *mysql_period_text(Mem *mem, const MysqlPeriod *period)
{
    return mem_printf(mem, "%s (%s, %s)", spell(mem, period->name), spell(mem, period->start),
                      spell(mem, period->end));
}

MysqlPeriod mysql_table_period(Mem *mem, const Table *table)
{
    const char *text = options_get(&table->options, "period");
    return text ? mysql_parse_period(mem, text) : (MysqlPeriod){0};
}

static void require_column(const Table *table, const MysqlPeriod *period, const char *name,
                           Error *err)
{
    Column *column = table_column(table, name);
    if (column) {
        column->not_null = true;
        return;
    }
    error_add(err, ERR_MODEL, table->base.where,
              "period \"%s\" of table \"%s\" names an unknown "
              "column \"%s\"",
              period->name, table->base.name, name);
}

static void mark_key(const MysqlPeriod *period, Constraint *key)
{
    const KeyParts *keys = &key->keys;
    bool own = key->type == CONSTRAINT_PRIMARY_KEY || key->type == CONSTRAINT_UNIQUE;
    if (own && keys->len && text_equal(keys->at[keys->len - 1].column, period->name)) {
        key->period = true;
    }
}

/* Keys that are to be without overlaps of a period that is not there. */
static void check_marks(const Table *table, Error *err)
{
    const char *name = mysql_table_period(err->mem, table).name;
    for (size_t i = 0; i < table->constraints.len; i++) {
        const Constraint *key = table->constraints.at[i];
        if (key->period && key->type == CONSTRAINT_PRIMARY_KEY && key->keys.len &&
            !text_equal(key->keys.at[key->keys.len - 1].column, name)) {
            error_add(err, ERR_MODEL, key->base.where,
                      "the primary key of table \"%s\" is without overlaps, but its last column is "
                      "not the table's period",
                      table->base.name);
            error_hint(err, "name the period, which is the MariaDB option \"period\" of the table");
        }
    }
}

static void fold_application(Schema *schema, Table *table, Error *err)
{
    const char *text = options_get(&table->options, "period");
    if (!text) {
        return;
    }
    MysqlPeriod period = mysql_parse_period(schema->mem, text);
    if (!period.name) {
        error_add(err, ERR_MODEL, table->base.where,
                  "period \"%s\" of table \"%s\" is not a name and two columns", text,
                  table->base.name);
        error_hint(err, "write \"period\": \"valid (valid_from, valid_to)\"");
        return;
    }
    options_set(schema->mem, &table->options, "period", mysql_period_text(schema->mem, &period),
                (Location){0});
    require_column(table, &period, period.start, err);
    require_column(table, &period, period.end, err);
    for (size_t i = 0; i < table->constraints.len; i++) {
        mark_key(&period, table->constraints.at[i]);
    }
}

/* --- SYSTEM_TIME --------------------------------------------------------------------------------
 */

/* MariaDB puts the end of a row's time into every unique key itself. */
static void fold_row_end(KeyParts *keys, const Column *end)
{
    size_t kept = 1;
    for (size_t i = 1; i < keys->len; i++) {
        if (!text_equal(keys->at[i].column, end->base.name)) {
            keys->at[kept++] = keys->at[i];
        }
    }
    keys->len = keys->len ? kept : 0;
}

static void fold_system(Table *table)
{
    const Column *end = NULL;
    for (size_t i = 0; i < table->columns.len; i++) {
        const char *text = table->columns.at[i]->generated_expr.text;
        end = text_equal_nocase(text, "ROW END") ? table->columns.at[i] : end;
    }
    for (size_t i = 0; end && i < table->indexes.len; i++) {
        if (table->indexes.at[i]->unique) {
            fold_row_end(&table->indexes.at[i]->keys, end);
        }
    }
    for (size_t i = 0; end && i < table->constraints.len; i++) {
        ConstraintType type = table->constraints.at[i]->type;
        if (type == CONSTRAINT_PRIMARY_KEY || type == CONSTRAINT_UNIQUE) {
            fold_row_end(&table->constraints.at[i]->keys, end);
        }
    }
}

void mysql_fold_periods(Schema *schema, Table *table, Error *err)
{
    check_marks(table, err);
    fold_application(schema, table, err);
    fold_system(table);
}
