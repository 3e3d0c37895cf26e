#include "introspect/sqlite/parser.h"

bool sqlite_parse_index(Schema *schema, Index *index, const char *sql, Error *err)
{
    Parser parser = ddl_new(schema, &index->base, sql, err), *p = &parser;
    const char *ignored;
    if (!ddl_head(p, "index", &index->unique) || !ddl_expect(p, "on") || !ddl_name(p, &ignored) ||
        !ddl_keys(p, index->table, true, &index->keys, NULL)) {
        return false;
    }
    if (ddl_accept(p, "where")) {
        const LiteToken *first = p->at;
        while (p->at->kind != LITE_END && p->at->kind != LITE_BAD && !lite_is_symbol(p->at, ";")) {
            p->at++;
        }
        if (p->at == first) {
            return ddl_unexpected(p);
        }
        index->where.text = ddl_slice(p, first);
    }
    (void)ddl_accept_symbol(p, ";");
    return p->at->kind == LITE_END || ddl_unexpected(p);
}

bool sqlite_parse_view(Schema *schema, View *view, const char *sql, Error *err)
{
    Parser parser = ddl_new(schema, &view->base, sql, err), *p = &parser;
    if (!ddl_head(p, "view", NULL)) {
        return false;
    }
    if (lite_is_symbol(p->at, "(") && !ddl_names(p, &view->columns)) {
        return false;
    }
    if (!ddl_expect(p, "as")) {
        return false;
    }
    const LiteToken *first = p->at;
    while (p->at->kind != LITE_END && p->at->kind != LITE_BAD) {
        p->at++;
    }
    if (p->at == first || p->at->kind == LITE_BAD) {
        return ddl_unexpected(p);
    }
    p->at -= lite_is_symbol(p->at - 1, ";");
    view->query = ddl_slice(p, first);
    return true;
}
