#include "introspect/sqlite/parser.h"

bool sqlite_parse_index(Schema *schema, Index *index, const char *sql, Error *err)
{
    Parser parser = parser_new(schema, &index->base, sql, err), *p = &parser;
    const char *ignored;
    if (!parser_head(p, "index", &index->unique) || !parser_expect(p, "on") ||
        !parser_name(p, &ignored) || !parser_keys(p, index->table, true, &index->keys, NULL)) {
        return false;
    }
    if (parser_accept(p, "where")) {
        const LiteToken *first = p->at;
        while (p->at->kind != LITE_END && p->at->kind != LITE_BAD && !lite_is_symbol(p->at, ";")) {
            p->at++;
        }
        if (p->at == first) {
            return parser_unexpected(p);
        }
        index->where.text = parser_slice(p, first);
    }
    (void)parser_accept_symbol(p, ";");
    return p->at->kind == LITE_END || parser_unexpected(p);
}

bool sqlite_parse_view(Schema *schema, View *view, const char *sql, Error *err)
{
    Parser parser = parser_new(schema, &view->base, sql, err), *p = &parser;
    if (!parser_head(p, "view", NULL)) {
        return false;
    }
    if (lite_is_symbol(p->at, "(") && !parser_names(p, &view->columns)) {
        return false;
    }
    if (!parser_expect(p, "as")) {
        return false;
    }
    const LiteToken *first = p->at;
    while (p->at->kind != LITE_END && p->at->kind != LITE_BAD) {
        p->at++;
    }
    if (p->at == first || p->at->kind == LITE_BAD) {
        return parser_unexpected(p);
    }
    p->at -= lite_is_symbol(p->at - 1, ";");
    view->query = parser_slice(p, first);
    return true;
}
