#include "schema/naming.h"

#include "base/digest.h"

#include <string.h>

const Naming naming_default = {
    .primary_key = "pk_%(table_name)s",
    .foreign_key = "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    .unique = "uq_%(table_name)s_%(column_0_name)s",
    .index = "ix_%(column_0_label)s",
    .check = "ck_%(table_name)s_%(constraint_name)s",
};

/* What the tokens of a convention stand for. */
typedef struct NameParts {
    const char *table, *referred_table, *referred_column, *constraint;
    NameList columns;
} NameParts;

/* Words of an expression joined by "_": the nearest thing to a name that it has. */
static const char *expression_words(Mem *mem, const char *text)
{
    Buf buf = buf_new(mem);
    for (; *text; text++) {
        if (char_is_alpha(*text) || char_is_digit(*text) || *text == '_') {
            buf_char(&buf, char_lower(*text));
        } else if (buf.len && buf.at[buf.len - 1] != '_') {
            buf_char(&buf, '_');
        }
    }
    size_t len = buf.len;
    while (len && buf.at[len - 1] == '_') {
        len--;
    }
    return mem_strndup(mem, buf_text(&buf), len);
}

static NameList key_names(Mem *mem, const KeyParts *keys)
{
    NameList names = {0};
    for (size_t i = 0; i < keys->len; i++) {
        const KeyPart *key = &keys->at[i];
        list_push(mem, &names, key->column ? key->column : expression_words(mem, key->expr.text));
    }
    return names;
}

static void add_columns(Buf *buf, const NameList *names, const char *separator)
{
    for (size_t i = 0; i < names->len; i++) {
        buf_add(buf, i ? separator : "");
        buf_add(buf, names->at[i]);
    }
}

static void expand_token(Buf *buf, Str token, const NameParts *parts)
{
    const char *first = parts->columns.len ? parts->columns.at[0] : "";
    if (str_equal_text(token, "table_name")) {
        buf_add(buf, parts->table);
    } else if (str_equal_text(token, "referred_table_name")) {
        buf_add(buf, parts->referred_table);
    } else if (str_equal_text(token, "referred_column_0_name")) {
        buf_add(buf, parts->referred_column);
    } else if (str_equal_text(token, "constraint_name")) {
        buf_add(buf, parts->constraint);
    } else if (str_equal_text(token, "column_0_name") || str_equal_text(token, "column_0_key")) {
        buf_add(buf, first);
    } else if (str_equal_text(token, "column_0_label")) {
        buf_fmt(buf, "%s_%s", parts->table, first);
    } else if (str_equal_text(token, "column_0_N_name")) {
        add_columns(buf, &parts->columns, "_");
    } else if (str_equal_text(token, "column_0N_name")) {
        add_columns(buf, &parts->columns, "");
    } else {
        buf_add_len(buf, token.ptr, token.len);
    }
}

static size_t name_length(const Server *server, const char *name, size_t limit, size_t *bytes)
{
    size_t count = 0;
    *bytes = 0;
    for (const char *at = name; *at;) {
        size_t n = utf8_length(at, strlen(at), NULL);
        n = n ? n : 1;
        count += server->dialect->syntax->name_in_bytes ? n : 1;
        at += n;
        if (count <= limit) {
            *bytes = (size_t)(at - name);
        }
    }
    return count;
}

static const char *fit(const Schema *schema, const char *name)
{
    size_t max = schema->server->dialect->syntax->name_max, bytes;
    if (!max || name_length(schema->server, name, max - 5, &bytes) <= max) {
        return name;
    }
    const char *hash = digest_sha256(schema->mem, name, strlen(name));
    return mem_printf(schema->mem, "%.*s_%.4s", (int)bytes, name, hash);
}

static const char *expand(const Schema *schema, const char *convention, const NameParts *parts)
{
    Buf buf = buf_new(schema->mem);
    for (const char *at = convention; *at;) {
        const char *end = at[0] == '%' && at[1] == '(' ? strstr(at, ")s") : NULL;
        if (end) {
            expand_token(&buf, (Str){at + 2, (size_t)(end - at - 2)}, parts);
            at = end + 2;
        } else {
            buf_char(&buf, *at++);
        }
    }
    return fit(schema, buf_text(&buf));
}

const char *naming_constraint(const Schema *schema, const Constraint *constraint)
{
    NameParts parts = {.table = constraint->table ? constraint->table->base.name : "",
                       .referred_table = constraint->ref_table,
                       .columns = key_names(schema->mem, &constraint->keys)};
    switch (constraint->type) {
    case CONSTRAINT_PRIMARY_KEY:
        return expand(schema, schema->naming.primary_key, &parts);
    case CONSTRAINT_UNIQUE:
        return expand(schema, schema->naming.unique, &parts);
    case CONSTRAINT_FOREIGN_KEY:
        parts.referred_column = constraint->ref_columns.len ? constraint->ref_columns.at[0] : "";
        return expand(schema, schema->naming.foreign_key, &parts);
    case CONSTRAINT_CHECK:
        parts.constraint = expression_words(schema->mem, constraint->check.text);
        return expand(schema, schema->naming.check, &parts);
    case CONSTRAINT_EXCLUSION:
        return fit(schema, mem_printf(schema->mem, "%s_%s_excl", parts.table,
                                      parts.columns.len ? parts.columns.at[0] : ""));
    }
    return NULL;
}

const char *naming_index(const Schema *schema, const Index *index)
{
    NameParts parts = {.table = index->table ? index->table->base.name : "",
                       .columns = key_names(schema->mem, &index->keys)};
    const char *rule = index->from_constraint ? schema->naming.unique : schema->naming.index;
    return expand(schema, rule, &parts);
}
