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

/* `first` … AS, on one line. What we would write by ourselves is not worth keeping. */
static void keep_head(Parser *p, View *view, const LiteToken *first)
{
    Buf ours = buf_new(p->mem), head = buf_new(p->mem);
    const char *text = ddl_slice(p, first);
    for (const char *c = text; *c; c++) {
        buf_char(&head, char_is_space(*c) ? ' ' : *c);
    }
    sqlite_quote(&ours, view->base.name);
    for (size_t i = 0; i < view->columns.len; i++) {
        buf_add(&ours, i ? ", " : " (");
        sqlite_quote(&ours, view->columns.at[i]);
        buf_add(&ours, i + 1 == view->columns.len ? ")" : "");
    }
    buf_add(&ours, " AS");
    if (!text_equal(buf_text(&head), buf_text(&ours)) &&
        sqlite_is_view_head(p->mem, buf_text(&head), view->base.name, view->columns.at,
                            view->columns.len)) {
        options_set(p->mem, &view->options, "head", buf_text(&head), (Location){0});
    }
}

bool sqlite_parse_view(Schema *schema, View *view, const char *sql, Error *err)
{
    Parser parser = ddl_new(schema, &view->base, sql, err), *p = &parser;
    if (!ddl_head(p, "view", NULL)) {
        return false;
    }
    const LiteToken *head = p->at - 1;
    if (lite_is_symbol(p->at, "(") && !ddl_names(p, &view->columns)) {
        return false;
    }
    if (!ddl_expect(p, "as")) {
        return false;
    }
    keep_head(p, view, head);
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
