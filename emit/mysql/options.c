#include "emit/mysql/mysql.h"

#include "schema/dialects/mysql_period.h"

#include <string.h>

/* Table options: how they are written, and what takes them back. */
static const struct {
    const char *name, *words, *reset;
} known[] = {
    {"engine", "ENGINE=", NULL},
    {"charset", "DEFAULT CHARSET=", NULL},
    {"collate", "COLLATE=", NULL},
    {"row_format", "ROW_FORMAT=", "DEFAULT"},
    {"tablespace", "TABLESPACE", "innodb_file_per_table"},
};

static void add_known(Sql *sql, size_t which, const char *value)
{
    sql_kw(sql, known[which].words);
    if (strcmp(known[which].name, "tablespace") == 0) {
        sql_ident(sql, value);
    } else {
        sql_raw(sql, value);
    }
}

static bool is_number(const char *text)
{
    return *text && !text[strspn(text, "0123456789")];
}

/* Values that are words of the grammar rather than strings. */
static bool is_keyword(const char *name)
{
    static const char *const words[] = {
        "insert_method",      "pack_keys",     "stats_persistent", "stats_auto_recalc",
        "stats_sample_pages", "page_checksum", "transactional"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Attributes of MariaDB's engines, whose names the server keeps as they are written. */
static bool is_attribute(const char *name)
{
    return text_starts_nocase(name, "page_compress") || text_starts_nocase(name, "encrypt");
}

static void add_value(Sql *sql, const char *name, const char *value)
{
    bool kept = sql->server->flavor == FLAVOR_MARIADB && is_attribute(name);
    sql_kw(sql, kept ? name : text_upper(sql->buf.mem, name));
    sql_raw(sql, "=");
    if (is_number(value) || is_keyword(name) || strcmp(value, "DEFAULT") == 0) {
        sql_raw(sql, text_upper(sql->buf.mem, value));
    } else {
        Sql literal = sql_new(sql->buf.mem, sql->server);
        sql_literal(&literal, value);
        sql_raw(sql, sql_text(&literal));
    }
}

typedef struct Pair {
    const char *name, *value;
} Pair;

typedef LIST(Pair) Pairs;

/* "compression=zlib,stats_persistent=1" */
static Pairs split_pairs(Mem *mem, const char *text)
{
    Pairs pairs = {0};
    while (text && *text) {
        size_t name = strcspn(text, "=,");
        Pair pair = {mem_strndup(mem, text, name), ""};
        text += name;
        if (*text == '=') {
            size_t value = strcspn(++text, ",");
            pair.value = mem_strndup(mem, text, value);
            text += value;
        }
        text += *text == ',';
        list_push(mem, &pairs, pair);
    }
    return pairs;
}

static const char *find_pair(const Pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->len; i++) {
        if (text_equal_nocase(pairs->at[i].name, name)) {
            return pairs->at[i].value;
        }
    }
    return NULL;
}

/* What the server has when the option is not written. */
static const char *reset_value(const Server *server, const char *name, const char *value)
{
    static const char *const words[] = {"pack_keys", "page_checksum"};
    bool word = text_starts(name, "stats_");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        word |= strcmp(name, words[i]) == 0;
    }
    if (word || (server->flavor == FLAVOR_MARIADB && is_attribute(name))) {
        return "DEFAULT";
    }
    if (strcmp(name, "transactional") == 0) {
        return "1"; /* which Aria writes down itself when it is asked for nothing */
    }
    if (strcmp(name, "encryption") == 0) {
        return "N";
    }
    return is_number(value) ? "0" : "";
}

static void changed_pairs(Clauses *clauses, const char *from, const char *to)
{
    Pairs old = split_pairs(clauses->mem, from), new = split_pairs(clauses->mem, to);
    for (size_t i = 0; i < new.len; i++) {
        if (text_equal(find_pair(&old, new.at[i].name), new.at[i].value)) {
            continue;
        }
        Sql sql = sql_new(clauses->mem, clauses->server);
        add_value(&sql, new.at[i].name, new.at[i].value);
        clauses_add(clauses, &sql);
    }
    for (size_t i = 0; i < old.len; i++) {
        if (find_pair(&new, old.at[i].name)) {
            continue;
        }
        Sql sql = sql_new(clauses->mem, clauses->server);
        add_value(&sql, old.at[i].name,
                  reset_value(clauses->server, old.at[i].name, old.at[i].value));
        clauses_add(clauses, &sql);
    }
}

void mysql_table_options(Sql *sql, const Table *table)
{
    const char *start = options_get(&table->options, "auto_increment");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const char *value = options_get(&table->options, known[i].name);
        if (value) {
            add_known(sql, i, value);
        }
    }
    if (start) {
        sql_kw(sql, "AUTO_INCREMENT=");
        sql_raw(sql, start);
    }
    Pairs pairs = split_pairs(sql->buf.mem, options_get(&table->options, "create_options"));
    for (size_t i = 0; i < pairs.len; i++) {
        add_value(sql, pairs.at[i].name, pairs.at[i].value);
    }
    if (table->base.comment) {
        sql_kw(sql, "COMMENT=");
        Sql literal = sql_new(sql->buf.mem, sql->server);
        sql_literal(&literal, table->base.comment);
        sql_raw(sql, sql_text(&literal));
    }
    if (options_has(&table->options, "system_versioned")) {
        sql_kw(sql, "WITH SYSTEM VERSIONING");
    }
}

/* Character set and collation are one clause: each alone would reset the other. */
static void changed_charset(Clauses *clauses, const Table *from, const Table *to)
{
    const char *charset = options_get(&to->options, "charset");
    const char *collation = options_get(&to->options, "collate");
    bool other_set = charset && !text_equal_nocase(charset, options_get(&from->options, "charset"));
    bool other = collation && !text_equal_nocase(collation, options_get(&from->options, "collate"));
    if (!other_set && !other) {
        return;
    }
    Sql sql = sql_new(clauses->mem, clauses->server);
    if (charset) {
        sql_kw(&sql, "DEFAULT CHARSET=");
        sql_raw(&sql, charset);
    }
    if (collation) {
        sql_kw(&sql, "COLLATE=");
        sql_raw(&sql, collation);
    }
    clauses_add(clauses, &sql);
}

bool mysql_system_period(Sql *sql, const Table *table)
{
    const Column *start = NULL, *end = NULL;
    for (size_t i = 0; i < table->columns.len; i++) {
        const Column *column = table->columns.at[i];
        start = mysql_is_row_start(column) ? column : start;
        end = mysql_is_row_end(column) ? column : end;
    }
    if (!start || !end) {
        return false;
    }
    sql_kw(sql, "PERIOD FOR SYSTEM_TIME (");
    sql_ident(sql, start->base.name);
    sql_raw(sql, ",");
    sql_ident(sql, end->base.name);
    sql_raw(sql, ")");
    return true;
}

bool mysql_application_period(Sql *sql, const Table *table)
{
    MysqlPeriod period = mysql_table_period(sql->buf.mem, table);
    if (!period.name) {
        return false;
    }
    sql_kw(sql, "PERIOD FOR");
    sql_ident(sql, period.name);
    sql_kw(sql, "(");
    sql_ident(sql, period.start);
    sql_raw(sql, ", ");
    sql_ident(sql, period.end);
    sql_raw(sql, ")");
    return true;
}

static void changed_system_period(Clauses *clauses, const Table *from, const Table *to)
{
    Sql ignored = sql_new(clauses->mem, clauses->server), period = ignored;
    sql_kw(&period, "ADD");
    bool was = mysql_system_period(&ignored, from), is = mysql_system_period(&period, to);
    if (was != is) {
        Sql drop = sql_new(clauses->mem, clauses->server);
        sql_kw(&drop, "DROP PERIOD FOR SYSTEM_TIME");
        clauses_add(clauses, is ? &period : &drop);
    }
}

static void changed_versioning(Clauses *clauses, const Table *from, const Table *to)
{
    bool was = options_has(&from->options, "system_versioned");
    bool is = options_has(&to->options, "system_versioned");
    changed_system_period(clauses, from, to);
    if (was != is) {
        Sql sql = sql_new(clauses->mem, clauses->server);
        sql_kw(&sql, is ? "ADD SYSTEM VERSIONING" : "DROP SYSTEM VERSIONING");
        clauses_add(clauses, &sql);
    }
}

bool mysql_resizes_blocks(Mem *mem, const Table *from, const Table *to)
{
    Pairs old = split_pairs(mem, options_get(&from->options, "create_options"));
    Pairs new = split_pairs(mem, options_get(&to->options, "create_options"));
    const char *size = find_pair(&old, "key_block_size");
    return size && !text_equal(size, find_pair(&new, "key_block_size"));
}

void mysql_changed_options(Clauses *clauses, const Table *from, const Table *to, unsigned parts)
{
    changed_charset(clauses, from, to);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const char *name = known[i].name;
        const char *old = options_get(&from->options, name), *new = options_get(&to->options, name);
        new = new ? new : old ? known[i].reset : NULL;
        if (!new || text_equal_nocase(old, new) || strcmp(name, "charset") == 0 ||
            strcmp(name, "collate") == 0) {
            continue;
        }
        Sql sql = sql_new(clauses->mem, clauses->server);
        add_known(&sql, i, new);
        clauses_add(clauses, &sql);
    }
    changed_pairs(clauses, options_get(&from->options, "create_options"),
                  options_get(&to->options, "create_options"));
    if (parts & PART_COMMENT) {
        Sql sql = sql_new(clauses->mem, clauses->server);
        sql_kw(&sql, "COMMENT=");
        Sql literal = sql_new(clauses->mem, clauses->server);
        sql_literal(&literal, to->base.comment ? to->base.comment : "");
        sql_raw(&sql, sql_text(&literal));
        clauses_add(clauses, &sql);
    }
    changed_versioning(clauses, from, to);
}
