#include "lint/cursor.h"

#include <string.h>

/* --- columns ---------------------------------------------------------------------------------- */

/* Words that end the type of a column, or the expression of its default. */
static const char *const attribute_words[] = {"not",
                                              "null",
                                              "default",
                                              "primary",
                                              "unique",
                                              "references",
                                              "check",
                                              "constraint",
                                              "collate",
                                              "generated",
                                              "as",
                                              "comment",
                                              "on",
                                              "first",
                                              "after",
                                              "invisible",
                                              "visible",
                                              "key",
                                              "using",
                                              "storage",
                                              "compression",
                                              "auto_increment",
                                              "autoincrement",
                                              "column_format",
                                              "virtual",
                                              "stored",
                                              "persistent",
                                              "deferrable"};

static bool ends_type(const Cursor *c)
{
    for (size_t i = 0; i < sizeof attribute_words / sizeof *attribute_words; i++) {
        if (cursor_is(c, attribute_words[i])) {
            return true;
        }
    }
    return false;
}

static const char *read_until_attribute(Cursor *c)
{
    size_t from = c->at;
    while (!cursor_ends(c) && !ends_type(c)) {
        cursor_skip(c);
    }
    return cursor_text(c, from);
}

static bool is_serial(const char *type)
{
    static const char *const names[] = {"serial",  "bigserial", "smallserial",
                                        "serial4", "serial8",   "serial2"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (text_equal_nocase(type, names[i])) {
            return true;
        }
    }
    return false;
}

static void read_generated(Cursor *c, SqlAction *out)
{
    if (cursor_take(c, "always as identity") || cursor_take(c, "by default as identity")) {
        out->identity = true;
        return;
    }
    cursor_take(c, "always");
    cursor_take(c, "as");
    out->generated = true;
    size_t from = c->at;
    cursor_skip(c);
    out->expression = cursor_text(c, from);
    out->stored = cursor_take(c, "stored") || cursor_take(c, "persistent");
}

static const char *joined(const Cursor *c, size_t from)
{
    Buf buf = buf_new(c->mem);
    for (size_t i = from; i < c->at; i++) {
        buf_add(&buf, c->tokens->at[i].kind == SQL_STRING ? "'" : c->tokens->at[i].text);
    }
    return buf_text(&buf);
}

/* What stands from `from` to here. */
static Default given_default(const Cursor *c, size_t from)
{
    const SqlToken *first = &c->tokens->at[from];
    const char *text = joined(c, from);
    bool single = c->at == from + 1;
    if (single && first->kind == SQL_STRING) {
        return (Default){.kind = DEFAULT_STRING, .value = first->text};
    }
    if (sql_is_number(text)) {
        return (Default){.kind = DEFAULT_NUMBER, .value = text};
    }
    if (single && (text_equal_nocase(text, "true") || text_equal_nocase(text, "false"))) {
        return (Default){.kind = DEFAULT_BOOLEAN, .value = text_lower(c->mem, text)};
    }
    if (single && text_equal_nocase(text, "null")) {
        return (Default){.kind = DEFAULT_NULL};
    }
    return (Default){.kind = DEFAULT_EXPRESSION, .expr.text = cursor_text(c, from)};
}

/* Behind the word DEFAULT. */
static void read_default(Cursor *c, SqlAction *out)
{
    size_t from = c->at;
    cursor_skip(c);
    while (!cursor_ends(c) && !ends_type(c)) {
        cursor_skip(c);
    }
    if (c->at > from) {
        out->default_ = cursor_text(c, from);
        out->given = given_default(c, from);
    }
}

static void read_attribute(Cursor *c, SqlAction *out)
{
    if (cursor_take(c, "not null")) {
        out->not_null = out->null_said = true;
    } else if (cursor_take(c, "null")) {
        out->null_said = true;
    } else if (cursor_take(c, "default")) {
        read_default(c, out);
    } else if (cursor_take(c, "primary key") || cursor_take(c, "key")) {
        out->primary = out->not_null = true;
    } else if (cursor_take(c, "unique")) {
        out->unique = true;
    } else if (cursor_take(c, "references")) {
        out->references = cursor_name(c);
    } else if (cursor_take(c, "check")) {
        out->check = true;
    } else if (cursor_take(c, "collate")) {
        out->collation = cursor_name(c);
    } else if (cursor_take(c, "auto_increment") || cursor_take(c, "autoincrement")) {
        out->identity = true;
    } else if (cursor_take(c, "generated") || cursor_is(c, "as")) {
        read_generated(c, out);
    } else if (cursor_take(c, "first") || cursor_take(c, "after")) {
        out->placed = true;
    } else if (cursor_take(c, "on")) { /* ON DELETE SET NULL, ON UPDATE …: no NOT NULL of its own */
        cursor_skip(c);
        if (cursor_take(c, "set")) {
            cursor_skip(c);
        }
    } else {
        cursor_skip(c);
    }
}

void clause_column(Cursor *c, SqlAction *out)
{
    out->name = cursor_name(c);
    out->type = read_until_attribute(c);
    out->identity |= is_serial(out->type);
    while (!cursor_ends(c)) {
        read_attribute(c, out);
    }
}

/* --- constraints ------------------------------------------------------------------------------ */

static void read_tail(Cursor *c, SqlAction *out)
{
    while (!cursor_ends(c)) {
        if (cursor_take(c, "not valid")) {
            out->not_valid = true;
        } else if (cursor_take(c, "not enforced")) {
            out->not_valid = true;
        } else if (cursor_take(c, "on")) { /* ON DELETE CASCADE drops nothing */
            cursor_skip(c);
            cursor_skip(c);
        } else if (cursor_take(c, "cascade")) {
            out->cascade = true;
        } else {
            cursor_skip(c);
        }
    }
}

/* Names of keys may stand before or behind their words (MySQL). */
static void read_key(Cursor *c, SqlAction *out)
{
    if (cursor_take(c, "using index")) {
        out->using_index = true;
        out->new_name = cursor_name(c);
    }
    while (!cursor_ends(c) && !cursor_symbol(c, '(')) {
        if (cursor_take(c, "using")) {
            cursor_skip(c);
        } else {
            const char *name = cursor_name(c);
            out->name = out->name ? out->name : name;
            if (!name) {
                cursor_skip(c);
            }
        }
    }
    cursor_columns(c, &out->columns);
}

static void read_foreign_key(Cursor *c, SqlAction *out)
{
    read_key(c, out);
    if (cursor_take(c, "references")) {
        out->references = cursor_name(c);
    }
}

static bool read_constraint(Cursor *c, SqlAction *out)
{
    if (cursor_take(c, "primary key")) {
        out->kind = ACT_ADD_PRIMARY_KEY;
        read_key(c, out);
    } else if (cursor_take(c, "foreign key")) {
        out->kind = ACT_ADD_FOREIGN_KEY;
        read_foreign_key(c, out);
    } else if (cursor_take(c, "check")) {
        out->kind = ACT_ADD_CHECK;
    } else if (cursor_take(c, "exclude")) {
        out->kind = ACT_ADD_EXCLUSION;
    } else if (cursor_take(c, "unique index") || cursor_take(c, "unique key") ||
               cursor_take(c, "unique")) {
        out->kind = ACT_ADD_UNIQUE;
        read_key(c, out);
    } else if (cursor_take(c, "fulltext") || cursor_take(c, "spatial")) {
        out->kind = ACT_ADD_FULLTEXT;
        (void)(cursor_take(c, "index") || cursor_take(c, "key"));
        read_key(c, out);
    } else if (cursor_take(c, "index") || cursor_take(c, "key")) {
        out->kind = ACT_ADD_INDEX;
        read_key(c, out);
    } else {
        return false;
    }
    read_tail(c, out);
    return true;
}

SqlAction clause_element(Cursor *c)
{
    SqlAction out = {0};
    if (cursor_take(c, "constraint")) {
        bool nameless = cursor_is(c, "primary") || cursor_is(c, "foreign") ||
                        cursor_is(c, "check") || cursor_is(c, "unique");
        out.name = nameless ? NULL : cursor_name(c);
        if (!read_constraint(c, &out)) {
            out.kind = cursor_take(c, "not null") ? ACT_SET_NOT_NULL : ACT_OTHER;
            read_tail(c, &out);
        }
        return out;
    }
    if (read_constraint(c, &out)) {
        return out;
    }
    if (cursor_take(c, "partition partitions")) {
        out.kind = ACT_PARTITION;
        return out;
    }
    if (cursor_is(c, "like") || cursor_is(c, "partition") || cursor_is(c, "period")) {
        return out;
    }
    out.kind = ACT_ADD_COLUMN;
    clause_column(c, &out);
    return out;
}

/* --- ALTER TABLE ------------------------------------------------------------------------------ */

static SqlAction add_clause(Cursor *c)
{
    bool column = cursor_take(c, "column");
    bool maybe = cursor_take(c, "if not exists");
    SqlAction out = {.kind = ACT_ADD_COLUMN};
    Cursor group;
    if (!column && (cursor_take(c, "system versioning") || cursor_take(c, "period for"))) {
        return (SqlAction){.kind = ACT_VERSION};
    }
    if (cursor_group(c, &group)) { /* MySQL: ADD (a int, b int): the first stands for all */
        Cursor first;
        (void)cursor_clause(&group, &first); /* empty in a broken script */
        clause_column(&first, &out);
        return out;
    }
    if (column || maybe) {
        clause_column(c, &out);
        return out;
    }
    return clause_element(c);
}

static SqlAction drop_clause(Cursor *c)
{
    static const struct {
        const char *words;
        SqlActionKind kind;
    } forms[] = {{"primary key", ACT_DROP_PRIMARY_KEY},
                 {"foreign key", ACT_DROP_FOREIGN_KEY},
                 {"constraint", ACT_DROP_CONSTRAINT},
                 {"check", ACT_DROP_CONSTRAINT},
                 {"index", ACT_DROP_INDEX},
                 {"key", ACT_DROP_INDEX},
                 {"partition", ACT_OTHER},
                 {"system versioning", ACT_UNVERSION},
                 {"period for", ACT_OTHER},
                 {"column", ACT_DROP_COLUMN}};
    SqlAction out = {.kind = ACT_DROP_COLUMN};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (cursor_take(c, forms[i].words)) {
            out.kind = forms[i].kind;
            break;
        }
    }
    out.if_exists = cursor_take(c, "if exists");
    out.name = cursor_name(c);
    read_tail(c, &out);
    return out;
}

static SqlAction rename_clause(Cursor *c)
{
    SqlAction out = {.kind = ACT_RENAME_COLUMN};
    if (cursor_take(c, "constraint") || cursor_take(c, "index") || cursor_take(c, "key")) {
        out.kind = ACT_RENAME_INDEX;
    } else if (cursor_take(c, "to") || cursor_take(c, "as")) {
        out.kind = ACT_RENAME_TABLE;
        out.new_name = cursor_name(c);
        return out;
    }
    cursor_take(c, "column");
    out.name = cursor_name(c);
    if (!cursor_take(c, "to")) { /* MySQL: RENAME new_name */
        out.kind = ACT_RENAME_TABLE;
        out.new_name = out.name;
        out.name = NULL;
        return out;
    }
    out.new_name = cursor_name(c);
    return out;
}

/* MODIFY [COLUMN] c definition, CHANGE [COLUMN] old new definition */
static SqlAction modify_clause(Cursor *c, bool change)
{
    SqlAction out = {.kind = ACT_MODIFY_COLUMN};
    const char *old = NULL;
    cursor_take(c, "column");
    old = change ? cursor_name(c) : NULL;
    clause_column(c, &out);
    if (change) {
        out.new_name = text_equal_nocase(old, out.name) ? NULL : out.name;
        out.name = old;
    }
    return out;
}

static SqlAction alter_clause(Cursor *c)
{
    SqlAction out = {.kind = ACT_CHEAP};
    if (cursor_take(c, "index") || cursor_take(c, "constraint") || cursor_take(c, "check")) {
        return out;
    }
    cursor_take(c, "column");
    out.name = cursor_name(c);
    if (cursor_take(c, "set not null")) {
        out.kind = ACT_SET_NOT_NULL;
    } else if (cursor_take(c, "drop not null")) {
        out.kind = ACT_DROP_NOT_NULL;
    } else if (cursor_take(c, "set default")) {
        out.kind = ACT_SET_DEFAULT;
        read_default(c, &out);
    } else if (cursor_take(c, "drop default")) {
        out.kind = ACT_SET_DEFAULT;
    } else if (cursor_take(c, "set data type") || cursor_take(c, "type")) {
        out.kind = ACT_MODIFY_COLUMN;
        out.type = read_until_attribute(c);
        out.using_index = cursor_is(c, "using");
    } else if (cursor_take(c, "set expression")) {
        out.kind = ACT_REBUILD;
    }
    return out;
}

static SqlAction option_clause(Cursor *c)
{
    static const char *const rebuilding[] = {
        "force",      "row_format", "key_block_size",   "set unlogged",
        "set logged", "order by",   "set access method"};
    SqlAction out = {.kind = ACT_OTHER};
    if (cursor_take(c, "reorganize partition") || cursor_take(c, "coalesce partition")) {
        out.kind = ACT_PARTITION;
        return out;
    }
    if (cursor_take(c, "algorithm") || cursor_is(c, "lock")) {
        out.kind = cursor_take(c, "lock") ? ACT_LOCK : ACT_ALGORITHM;
        cursor_take_symbol(c, '=');
        out.name = cursor_name(c);
        return out;
    }
    if (cursor_take(c, "engine")) {
        cursor_take_symbol(c, '=');
        return (SqlAction){.kind = ACT_REBUILD, .name = cursor_name(c)};
    }
    for (size_t i = 0; i < sizeof rebuilding / sizeof *rebuilding; i++) {
        if (cursor_take(c, rebuilding[i])) {
            out.kind = ACT_REBUILD;
            return out;
        }
    }
    return out;
}

SqlAction clause_alter(Cursor *c)
{
    SqlAction out = {0};
    if (cursor_take(c, "add")) {
        return add_clause(c);
    }
    if (cursor_take(c, "drop")) {
        return drop_clause(c);
    }
    if (cursor_take(c, "rename")) {
        return rename_clause(c);
    }
    if (cursor_take(c, "set schema")) {
        return (SqlAction){.kind = ACT_MOVE_TABLE, .name = cursor_name(c)};
    }
    if (cursor_take(c, "alter")) {
        return alter_clause(c);
    }
    if (cursor_take(c, "modify")) {
        return modify_clause(c, false);
    }
    if (cursor_take(c, "change")) {
        return modify_clause(c, true);
    }
    if (cursor_take(c, "validate constraint")) {
        out.kind = ACT_VALIDATE;
        out.name = cursor_name(c);
        return out;
    }
    if (cursor_take(c, "convert to")) {
        out.kind = ACT_CONVERT;
        return out;
    }
    if (cursor_take(c, "attach partition")) {
        out.kind = ACT_ATTACH;
        out.name = cursor_name(c);
        return out;
    }
    if (cursor_take(c, "detach partition")) {
        out.kind = ACT_DETACH;
        out.name = cursor_name(c);
        out.concurrently = cursor_take(c, "concurrently");
        return out;
    }
    return option_clause(c);
}
