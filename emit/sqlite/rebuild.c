#include "emit/fill.h"
#include "emit/sqlite/sqlite.h"

static Statement *step(const Alter *alter, const char *text)
{
    return plan_add(alter->plan, PHASE_ALTER_TABLE, &alter->to->base, text);
}

/* --- values ----------------------------------------------------------------------------------- */

/* A value for SELECT: there a double-quoted default would name a column. */
static const char *value_sql(const Alter *alter, const Default *def)
{
    Mem *mem = alter->plan->mem;
    if (def->kind == DEFAULT_NONE || def->kind == DEFAULT_NULL) {
        return NULL;
    }
    if (def->kind == DEFAULT_EXPRESSION) {
        LiteTokens tokens = sqlite_lex(mem, def->expr.text);
        if (tokens.len == 2 && tokens.at[0].kind == LITE_NAME) {
            Sql sql = sql_new(mem, alter->all->to->server);
            sql_literal(&sql, lite_value(mem, &tokens.at[0]));
            return sql_text(&sql);
        }
    }
    return sqlite_default_sql(mem, alter->all->to->server, def);
}

/* What rows get that have no value in `to`; NULL = nothing. */
static const char *fill_sql(const Alter *alter, const Column *from, const Column *to)
{
    const Default *value = column_fill(from, to);
    return value ? value_sql(alter, value) : NULL;
}

/* A STRICT table refuses text in BLOB columns and blobs in TEXT columns, whose bytes a cast keeps;
 * every other value that does not fit shall fail, not be bent ('abc' is not 0). */
static const char *strict_cast(const Alter *alter, const Column *from, const Column *to)
{
    if (!options_has(&alter->to->options, "strict")) {
        return NULL;
    }
    if (text_equal(to->type.name, "blob")) {
        return "BLOB";
    }
    bool bytes = sqlite_affinity(from->type.name) == AFFINITY_BLOB;
    return text_equal(to->type.name, "text") && bytes ? "TEXT" : NULL;
}

static void add_value(Sql *sql, const Alter *alter, const Column *from, const Column *to,
                      const char *name)
{
    const char *cast = strict_cast(alter, from, to);
    const char *value = fill_sql(alter, from, to);
    if (value) {
        sql_kw(sql, "coalesce(");
    }
    if (cast) {
        sql_kw(sql, "CAST(");
    }
    sql_ident(sql, name);
    if (cast) {
        sql_kw(sql, "AS");
        sql_kw(sql, cast);
        sql_raw(sql, ")");
    }
    if (value) {
        sql_raw(sql, ", ");
        sql_raw(sql, value);
        sql_raw(sql, ")");
    }
}

/* --- the copy --------------------------------------------------------------------------------- */

typedef struct Copy {
    Sql columns, values;
    size_t len;
} Copy;

static void copy_separate(Copy *copy)
{
    sql_raw(&copy->columns, copy->len ? ", " : "");
    sql_raw(&copy->values, copy->len ? ", " : "");
    copy->len++;
}

static void copy_column(Copy *copy, const Alter *alter, const Column *column)
{
    const char *name;
    const Column *source = sqlite_source(alter, column, &name);
    if (column->generated != GENERATED_NONE) {
        return;
    }
    if (source) {
        copy_separate(copy);
        sql_ident(&copy->columns, column->base.name);
        add_value(&copy->values, alter, source, column, name);
        return;
    }
    /* New columns take their default by themselves. */
    const char *value = fill_sql(alter, NULL, column);
    if (value) {
        copy_separate(copy);
        sql_ident(&copy->columns, column->base.name);
        sql_raw(&copy->values, value);
    }
}

/* Nothing in common: the rows are kept all the same. */
static void copy_something(Copy *copy, const Alter *alter)
{
    for (size_t i = 0; !copy->len && i < alter->to->columns.len; i++) {
        const Column *column = alter->to->columns.at[i];
        if (column->generated == GENERATED_NONE) {
            const char *value = value_sql(alter, &column->default_value);
            copy_separate(copy);
            sql_ident(&copy->columns, column->base.name);
            sql_raw(&copy->values, value ? value : "NULL");
        }
    }
}

/* A constraint's ON CONFLICT IGNORE or REPLACE would drop rows of the copy without a word. */
static bool has_conflict_clause(const Table *table)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        if (table->constraints.at[i]->conflict) {
            return true;
        }
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        if (options_get(&table->columns.at[i]->options, "conflict")) {
            return true;
        }
    }
    return false;
}

static const char *copy_text(const Alter *alter, const char *new_name)
{
    const Server *server = alter->all->to->server;
    Mem *mem = alter->plan->mem;
    Copy copy = {.columns = sql_new(mem, server), .values = sql_new(mem, server)};
    for (size_t i = 0; i < alter->to->columns.len; i++) {
        copy_column(&copy, alter, alter->to->columns.at[i]);
    }
    copy_something(&copy, alter);
    Sql sql = sql_new(mem, server);
    sql_kw(&sql, has_conflict_clause(alter->to) ? "INSERT OR ABORT INTO" : "INSERT INTO");
    sql_ident(&sql, new_name);
    sql_raw(&sql, " (");
    sql_raw(&sql, sql_text(&copy.columns));
    sql_raw(&sql, ")\nSELECT ");
    sql_raw(&sql, sql_text(&copy.values));
    sql_raw(&sql, "\nFROM");
    sql_ident(&sql, alter->to->base.name);
    return sql_text(&sql);
}

/* --- AUTOINCREMENT ---------------------------------------------------------------------------- */

static bool is_autoincrement(const Table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        if (table->columns.at[i]->identity.kind != IDENTITY_NONE) {
            return true;
        }
    }
    return false;
}

/* The copy counts from its highest key; the old counter may be further, for rows that were deleted,
 * whose keys must not be given out again. */
static void keep_counter(const Alter *alter, const char *new_name)
{
    const Server *server = alter->all->to->server;
    Mem *mem = alter->plan->mem;
    if (!is_autoincrement(alter->from) || !is_autoincrement(alter->to)) {
        return;
    }
    Sql remove = sql_new(mem, server), insert = sql_new(mem, server);
    sql_kw(&remove, "DELETE FROM sqlite_sequence WHERE name =");
    sql_literal(&remove, new_name);
    sql_kw(&insert, "INSERT INTO sqlite_sequence (name, seq)\nSELECT");
    sql_literal(&insert, new_name);
    sql_raw(&insert, ", seq\nFROM sqlite_sequence WHERE name =");
    sql_literal(&insert, alter->to->base.name);
    step(alter, sql_text(&remove));
    step(alter, sql_text(&insert));
}

/* --- the whole -------------------------------------------------------------------------------- */

/* The hazards of many changes on one statement: each is said once. */
static void explain_child(const Alter *alter, Statement *statement, const Change *child)
{
    size_t kept = statement->hazards.len;
    statement_explains(alter->plan, statement, child);
    for (size_t i = kept; i < statement->hazards.len; i++) {
        const Hazard hazard = statement->hazards.at[i];
        bool said = false;
        for (size_t j = 0; j < kept; j++) {
            said |= statement->hazards.at[j].kind == hazard.kind &&
                    text_equal(statement->hazards.at[j].text, hazard.text);
        }
        if (!said) {
            statement->hazards.at[kept++] = hazard;
        }
    }
    statement->hazards.len = kept;
}

static void explain_fill(const Alter *alter, Statement *statement, const Change *child)
{
    Mem *mem = alter->plan->mem;
    if (child->kind == OBJ_COLUMN && child->op != CHANGE_DROP &&
        column_fill(child->column.from, child->column.to)) {
        list_push(mem, &statement->comments,
                  fill_describe(mem, child->column.from, child->column.to));
    }
}

static void explain(const Alter *alter, Statement *statement)
{
    Mem *mem = alter->plan->mem;
    const char *label = object_label(mem, &alter->to->base);
    if (alter->change->parts) {
        statement_explains(alter->plan, statement, alter->change);
    }
    for (size_t i = 0; i < alter->change->children.len; i++) {
        const Change *child = alter->change->children.at[i];
        bool minor = child->op == CHANGE_ALTER && child->parts == (unsigned)PART_RECREATE;
        if ((child->kind == OBJ_COLUMN && child->op != CHANGE_RENAME) ||
            (child->kind == OBJ_CONSTRAINT && !minor)) {
            explain_child(alter, statement, child);
            explain_fill(alter, statement, child);
        }
    }
    const char *line =
        mem_printf(mem, "%s: sqlite cannot do this in place: copy into a new table", label);
    list_push(mem, &statement->comments, line);
    Hazard hazard = {HAZARD_TABLE_REWRITE,
                     mem_printf(mem, "all rows of \"%s\" are written again", label)};
    list_push(mem, &statement->hazards, hazard);
}

static const char *words_with(const Alter *alter, const char *before, const char *name,
                              const char *between, const char *other)
{
    Sql sql = sql_new(alter->plan->mem, alter->all->to->server);
    sql_kw(&sql, before);
    sql_ident(&sql, name);
    if (other) {
        sql_kw(&sql, between);
        sql_ident(&sql, other);
    }
    return sql_text(&sql);
}

void sqlite_rebuild(const Alter *alter)
{
    const char *name = alter->to->base.name;
    const char *new_name = mem_printf(alter->plan->mem, SQLITE_NEW_PREFIX "%s", name);
    /* Otherwise the last step fails when a view or a trigger names the table, which is not there
     * at that moment. */
    explain(alter, step(alter, "PRAGMA legacy_alter_table = ON"));
    step(alter, sqlite_create_table(alter->plan, alter->all->to, alter->to, new_name));
    step(alter, copy_text(alter, new_name));
    keep_counter(alter, new_name);
    step(alter, words_with(alter, "DROP TABLE", name, NULL, NULL));
    step(alter, words_with(alter, "ALTER TABLE", new_name, "RENAME TO", name));
    step(alter, "PRAGMA legacy_alter_table = OFF");
}
