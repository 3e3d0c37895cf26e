#include "introspect/sqlite/parser.h"

Parser ddl_new(Schema *schema, const Object *object, const char *sql, Error *err)
{
    Parser p = {.schema = schema, .mem = schema->mem, .object = object, .err = err};
    p.tokens = sqlite_lex(schema->mem, sql);
    p.at = p.tokens.at;
    return p;
}

bool ddl_unexpected(Parser *p)
{
    const char *word = object_kind_word(p->object->kind);
    if (p->at->kind == LITE_END) {
        error_set(p->err, ERR_UNSUPPORTED,
                  "cannot read the stored definition of %s \"%s\": it ends too early", word,
                  p->object->name);
    } else {
        int shown = p->at->len > 30 ? 30 : (int)p->at->len;
        error_set(p->err, ERR_UNSUPPORTED,
                  "cannot read the stored definition of %s \"%s\" at \"%.*s\"", word,
                  p->object->name, shown, p->at->at);
    }
    return error_hint(p->err,
                      "look at it with: select sql from sqlite_schema where name = '%s'; "
                      "--exclude leaves it out",
                      p->object->name);
}

bool ddl_accept(Parser *p, const char *word)
{
    if (!lite_is(p->at, word)) {
        return false;
    }
    p->at++;
    return true;
}

bool ddl_accept_symbol(Parser *p, const char *symbol)
{
    if (!lite_is_symbol(p->at, symbol)) {
        return false;
    }
    p->at++;
    return true;
}

bool ddl_expect(Parser *p, const char *word)
{
    return ddl_accept(p, word) || ddl_unexpected(p);
}

bool ddl_expect_symbol(Parser *p, const char *symbol)
{
    return ddl_accept_symbol(p, symbol) || ddl_unexpected(p);
}

bool ddl_name(Parser *p, const char **out)
{
    if (p->at->kind != LITE_WORD && p->at->kind != LITE_NAME && p->at->kind != LITE_STRING) {
        return ddl_unexpected(p);
    }
    *out = lite_value(p->mem, p->at++);
    return true;
}

bool ddl_head(Parser *p, const char *word, bool *unique)
{
    const char *ignored;
    if (!ddl_expect(p, "create")) {
        return false;
    }
    if (!ddl_accept(p, "temp") && !ddl_accept(p, "temporary")) {
        bool is_unique = ddl_accept(p, "unique");
        if (unique) {
            *unique = is_unique;
        } else if (is_unique) {
            return ddl_unexpected(p);
        }
    }
    if (!ddl_expect(p, word)) {
        return false;
    }
    if (lite_is(p->at, "if") && lite_is(p->at + 1, "not")) {
        p->at += 2;
        if (!ddl_expect(p, "exists")) {
            return false;
        }
    }
    if (!ddl_name(p, &ignored)) {
        return false;
    }
    return !ddl_accept_symbol(p, ".") || ddl_name(p, &ignored);
}

const char *ddl_slice(const Parser *p, const LiteToken *first)
{
    if (first >= p->at) {
        return "";
    }
    const LiteToken *last = p->at - 1;
    return mem_strndup(p->mem, first->at, (size_t)(last->at + last->len - first->at));
}

/* Moves behind the parenthesis that closes the one before `p->at`, or to a comma outside of inner
 * ones where `comma` ends it as well; stays on what ended it. */
static bool skip_balanced(Parser *p, bool comma)
{
    for (size_t depth = 0; p->at->kind != LITE_END && p->at->kind != LITE_BAD; p->at++) {
        if (lite_is_symbol(p->at, "(")) {
            depth++;
        } else if (lite_is_symbol(p->at, ")")) {
            if (!depth) {
                return true;
            }
            depth--;
        } else if (comma && !depth && lite_is_symbol(p->at, ",")) {
            return true;
        }
    }
    return ddl_unexpected(p);
}

bool ddl_parenthesised(Parser *p, const char **out)
{
    if (!ddl_expect_symbol(p, "(")) {
        return false;
    }
    const LiteToken *first = p->at;
    if (!skip_balanced(p, false)) {
        return false;
    }
    *out = ddl_slice(p, first);
    p->at++;
    return true;
}

Column *sqlite_column(const Table *table, const char *name)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        if (text_equal_nocase(table->columns.at[i]->base.name, name)) {
            return table->columns.at[i];
        }
    }
    return NULL;
}

/* "(…)" or "f(…)" and nothing after it: a COLLATE behind it belongs to all of it. */
static bool is_closed(const LiteToken *first, const LiteToken *end)
{
    first += first->kind == LITE_WORD;
    if (first >= end || !lite_is_symbol(first, "(")) {
        return false;
    }
    size_t depth = 0;
    for (const LiteToken *at = first; at < end; at++) {
        depth += lite_is_symbol(at, "(");
        depth -= lite_is_symbol(at, ")");
        if (!depth) {
            return at + 1 == end;
        }
    }
    return false;
}

/* What may stand behind a key, taken from its end. */
static const LiteToken *strip_key(Parser *p, const LiteToken *first, const LiteToken *end,
                                  KeyPart *key)
{
    if (end - first > 2 && lite_is(end - 2, "nulls")) {
        key->nulls = lite_is(end - 1, "first") ? NULLS_FIRST : NULLS_LAST;
        end -= 2;
    }
    if (end - first > 1 && (lite_is(end - 1, "asc") || lite_is(end - 1, "desc"))) {
        key->order = lite_is(end - 1, "desc") ? SORT_DESC : SORT_ASC;
        end--;
    }
    if (end - first > 2 && lite_is(end - 2, "collate") &&
        (end - first == 3 || is_closed(first, end - 2))) {
        key->collation = lite_value(p->mem, end - 1);
        end -= 2;
    }
    return end;
}

static bool parse_key(Parser *p, const Table *table, bool expressions, KeyPart *key,
                      bool *autoincrement)
{
    const LiteToken *first = p->at, *end;
    if (!skip_balanced(p, true)) {
        return false;
    }
    end = p->at;
    if (autoincrement && end - first > 1 && lite_is(end - 1, "autoincrement")) {
        *autoincrement = true;
        end--;
    }
    if (first == end) {
        return ddl_unexpected(p);
    }
    end = strip_key(p, first, end, key);
    if (end - first == 1 && first->kind != LITE_NUMBER) {
        const Column *column = sqlite_column(table, lite_value(p->mem, first));
        key->column = column ? column->base.name : NULL;
    }
    if (!key->column && !expressions) {
        p->at = first;
        return ddl_unexpected(p);
    }
    if (!key->column) {
        const LiteToken *last = end - 1;
        size_t len = (size_t)(last->at + last->len - first->at);
        key->expr.text = mem_strndup(p->mem, first->at, len);
    }
    return true;
}

bool ddl_keys(Parser *p, const Table *table, bool expressions, KeyParts *out, bool *autoincrement)
{
    if (!ddl_expect_symbol(p, "(")) {
        return false;
    }
    do {
        KeyPart key = {0};
        if (!parse_key(p, table, expressions, &key, autoincrement)) {
            return false;
        }
        list_push(p->mem, out, key);
    } while (ddl_accept_symbol(p, ","));
    return ddl_expect_symbol(p, ")");
}

bool ddl_names(Parser *p, NameList *out)
{
    if (!ddl_expect_symbol(p, "(")) {
        return false;
    }
    do {
        const char *name;
        if (!ddl_name(p, &name)) {
            return false;
        }
        list_push(p->mem, out, name);
    } while (ddl_accept_symbol(p, ","));
    return ddl_expect_symbol(p, ")");
}
