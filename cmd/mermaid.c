#include "cmd/mermaid.h"

static bool is_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_';
}

static bool is_plain(const char *text)
{
    bool plain = char_is_alpha(*text) || *text == '_';
    for (; plain && *text; text++) {
        plain = is_word(*text);
    }
    return plain;
}

/* Entities may be quoted, but there is no way to write a quote within. */
static void add_entity(Buf *out, const char *label)
{
    if (is_plain(label)) {
        buf_add(out, label);
        return;
    }
    buf_char(out, '"');
    for (; *label; label++) {
        buf_char(out, *label == '"' || *label == '\n' ? '\'' : *label);
    }
    buf_char(out, '"');
}

/* Types and columns are words: what a word cannot hold becomes "_". */
static void add_word(Buf *out, const char *text, const char *also)
{
    buf_add(out, char_is_alpha(*text) || *text == '_' ? "" : "_");
    for (bool gap = false; *text; text++) {
        bool keep = is_word(*text);
        for (const char *c = also; *c; c++) {
            keep |= *c == *text;
        }
        if (keep || !gap) {
            buf_char(out, keep ? *text : '_');
        }
        gap = !keep;
    }
}

/* --- columns ---------------------------------------------------------------------------------- */

static bool in_foreign_key(const Column *column)
{
    for (size_t i = 0; i < column->table->constraints.len; i++) {
        const Constraint *key = column->table->constraints.at[i];
        for (size_t k = 0; key->type == CONSTRAINT_FOREIGN_KEY && k < key->keys.len; k++) {
            if (text_equal(key->keys.at[k].column, column->base.name)) {
                return true;
            }
        }
    }
    return false;
}

static void add_column(const Column *column, const char *mark, Buf *out)
{
    bool primary = column_in_primary_key(column), foreign = in_foreign_key(column);
    buf_add(out, "        ");
    add_word(out, column->type.text ? column->type.text : "any", "()[]");
    buf_char(out, ' ');
    add_word(out, column->base.name, "");
    buf_fmt(out, "%s%s%s", primary || foreign ? " " : "", primary ? "PK" : "",
            foreign ? (primary ? ", FK" : "FK") : "");
    if (mark) {
        buf_fmt(out, " \"%s\"", mark);
    }
    buf_char(out, '\n');
}

/* What happens to a column in the table's change; NULL = nothing. */
static const char *mark_of(const Change *change, const Column *column)
{
    for (size_t i = 0; change && i < change->children.len; i++) {
        const Change *child = change->children.at[i];
        if (child->kind == OBJ_COLUMN && child->column.to == column) {
            return child->op == CHANGE_CREATE   ? "added"
                   : child->op == CHANGE_RENAME ? "renamed"
                                                : "changed";
        }
    }
    return NULL;
}

static void add_dropped_columns(const Change *change, Buf *out)
{
    for (size_t i = 0; i < change->children.len; i++) {
        const Change *child = change->children.at[i];
        if (child->kind == OBJ_COLUMN && child->op == CHANGE_DROP) {
            add_column(child->column.from, "removed", out);
        }
    }
}

/* --- tables ----------------------------------------------------------------------------------- */

/* The last change of a table stands for it: a rename is followed by what else differs. */
static bool is_last(const Changes *changes, size_t i)
{
    const Table *table = changes->list.at[i]->table.to;
    for (i++; table && i < changes->list.len; i++) {
        if (changes->list.at[i]->kind == OBJ_TABLE && changes->list.at[i]->table.to == table) {
            return false;
        }
    }
    return true;
}

static void add_table(Mem *mem, const Change *change, Buf *out)
{
    const Table *table = change->table.to ? change->table.to : change->table.from;
    const char *all = change->op == CHANGE_CREATE ? "added"
                      : change->op == CHANGE_DROP ? "removed"
                                                  : NULL;
    buf_add(out, "    ");
    add_entity(out, object_label(mem, &table->base));
    buf_add(out, " {\n");
    for (size_t i = 0; i < table->columns.len; i++) {
        const Column *column = table->columns.at[i];
        add_column(column, all ? all : mark_of(change, column), out);
    }
    add_dropped_columns(change, out);
    buf_add(out, "    }\n");
}

/* --- relations -------------------------------------------------------------------------------- */

static bool optional(const Constraint *key)
{
    for (size_t i = 0; i < key->keys.len; i++) {
        const Column *column = table_column(key->table, key->keys.at[i].column);
        if (column && !column->not_null) {
            return true;
        }
    }
    return false;
}

static void add_relations(Mem *mem, const Table *table, Buf *out)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const Constraint *key = table->constraints.at[i];
        if (key->type != CONSTRAINT_FOREIGN_KEY) {
            continue;
        }
        const char *other = key->ref_schema
                                ? mem_printf(mem, "%s.%s", key->ref_schema, key->ref_table)
                                : key->ref_table;
        buf_add(out, "    ");
        add_entity(out, other);
        buf_add(out, optional(key) ? " |o--o{ " : " ||--o{ ");
        add_entity(out, object_label(mem, &table->base));
        buf_add(out, " : \"");
        for (size_t k = 0; k < key->keys.len; k++) {
            buf_add(out, k ? ", " : "");
            add_word(out, key->keys.at[k].column, " ");
        }
        buf_add(out, "\"\n");
    }
}

bool mermaid_changes(Mem *mem, const Changes *changes, Buf *out)
{
    Buf tables = buf_new(mem), relations = buf_new(mem);
    for (size_t i = 0; i < changes->list.len; i++) {
        const Change *change = changes->list.at[i];
        if (change->kind == OBJ_TABLE && is_last(changes, i)) {
            add_table(mem, change, &tables);
            add_relations(mem, change->table.to ? change->table.to : change->table.from,
                          &relations);
        }
    }
    if (!tables.len) {
        return false;
    }
    buf_fmt(out, "erDiagram\n%s%s", buf_text(&tables), buf_text(&relations));
    return true;
}
