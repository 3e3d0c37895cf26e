/* Enum, Ref, and the elements whose body is `key: value` lines. */
#include "schema/dsl/parse.h"

#include <string.h>

static bool parse_enum_value(Parser *parser, void *context)
{
    EnumNode *node = context;
    EnumValueNode value = {.where = parser_here(parser)};
    if (!parse_id(parser, "a value of the enum", &value.name)) {
        return false;
    }
    if (parser_is(parser, ":") || parser_is(parser, ",")) {
        return parser_fail(
            parser, "the end of the line",
            "values stand one a line, without commas; what is said about the enum itself "
            "stands in [ ] behind its name");
    }
    if (!parse_settings(parser, false, &value.settings)) {
        return false;
    }
    list_push(parser->mem, &node->values, value);
    return true;
}

bool parse_enum(Parser *parser)
{
    EnumNode *node = MEM_NEW(parser->mem, EnumNode);
    Location where = parser_here(parser);
    parser_next(parser);
    if (!parse_name(parser, "the name of the enum", &node->name) ||
        !parse_settings(parser, true, &node->settings) ||
        !parser_block(parser, false, where, parse_enum_value, node)) {
        return false;
    }
    list_push(parser->mem, &parser->out->enums, node);
    return true;
}

/* `table.column` or `table.(a, b)`; the table may have a schema. */
static bool parse_endpoint(Parser *parser, Endpoint *out)
{
    Name name = {.where = parser_here(parser)};
    for (;;) {
        const char *part = NULL;
        if (!parse_id(parser, "a table and a column, as in orders.id", &part)) {
            return false;
        }
        list_push(parser->mem, &name.parts, part);
        if (!parser_expect(parser, ".",
                           "an end of a relation is written: table.column or "
                           "table.(a, b)")) {
            return false;
        }
        if (parser_accept(parser, "(")) {
            break;
        }
        if (!parser_ahead_is(parser, ".")) {
            if (!parse_id(parser, "a column", &part)) {
                return false;
            }
            list_push(parser->mem, &out->columns, part);
            out->table = name;
            return true;
        }
    }
    out->table = name;
    while (!parser_is(parser, ")")) {
        const char *column;
        if ((out->columns.len && !parser_expect(parser, ",", "columns are separated by commas")) ||
            !parse_id(parser, "a column", &column)) {
            return false;
        }
        list_push(parser->mem, &out->columns, column);
    }
    parser_next(parser);
    return true;
}

static bool parse_relation(Parser *parser, RefNode *ref)
{
    static const char *const words[] = {"<", ">", "-", "<>"};
    if (!parse_endpoint(parser, &ref->left)) {
        return false;
    }
    Buf op = buf_new(parser->mem);
    for (const char *c = parser->at->kind == TOKEN_OP ? parser->at->text : ""; *c; c++) {
        if (*c != '?') {
            buf_char(&op, *c);
        }
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(buf_text(&op), words[i]) == 0) {
            ref->op = words[i];
        }
    }
    if (!ref->op) {
        return parser_fail(
            parser, "a relation (>, <, - or <>)",
            "as in: Ref: orders.user_id > users.id, the foreign key being on the left");
    }
    parser_next(parser);
    return parse_endpoint(parser, &ref->right) && parse_settings(parser, false, &ref->settings);
}

bool parse_ref(Parser *parser)
{
    RefNode *ref = MEM_NEW(parser->mem, RefNode);
    ref->where = parser_here(parser);
    parser_next(parser);
    if (parser_is_name(parser)) {
        ref->where = parser_here(parser);
        ref->name = parser->at->text;
        parser_next(parser);
    }
    bool block = parser_is(parser, "{");
    if (!block && !parser_is(parser, ":")) {
        return parser_fail(parser, "\":\" or \"{\"",
                           "a relation is written: Ref name: a.b > c.d [delete: "
                           "cascade]");
    }
    parser_next(parser);
    if (!parse_relation(parser, ref)) {
        return false;
    }
    if (block && !parser_expect(parser, "}", "a Ref holds one relation")) {
        return false;
    }
    list_push(parser->mem, &parser->out->refs, ref);
    return true;
}

static bool parse_element_item(Parser *parser, void *context)
{
    ElementNode *node = context;
    bool note, block = parser_ahead_is(parser, "{");
    bool has_checks = node->kind == ELEMENT_DOMAIN, has_indexes = node->kind == ELEMENT_VIEW;
    if (node->kind != ELEMENT_METADATA) {
        if (!parse_note(parser, &node->settings, &note)) {
            return false;
        }
        if (note) {
            return true;
        }
    }
    if (block && has_checks && parser_is_word(parser, "checks")) {
        return parse_checks(parser, &node->blocks);
    }
    if (block && has_indexes && parser_is_word(parser, "indexes")) {
        return parse_indexes(parser, &node->blocks);
    }
    if (node->kind == ELEMENT_COMPOSITE && !parser_ahead_is(parser, ":")) {
        return parse_column(parser, &node->blocks);
    }
    return parse_entry(parser, &node->settings);
}

static bool parse_metadata_target(Parser *parser, ElementNode *node)
{
    static const char *const targets[] = {"table", "column", "tablegroup", "note"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        if (parser_is_word(parser, targets[i])) {
            node->of = targets[i];
            parser_next(parser);
            return true;
        }
    }
    return parser_fail(
        parser, "Table, Column, TableGroup or Note",
        "Metadata adds settings to a table or column: Metadata Table orders { … }; those "
        "of indexes, refs and enums stand in their [ ]");
}

/* `View v: 'select 1'` */
static bool parse_short_view(Parser *parser, ElementNode *node)
{
    Setting query = {.name = "query", .native = true, .where = parser_here(parser)};
    parser_next(parser);
    if (!parse_value(parser, false, &query.value)) {
        return false;
    }
    list_push(parser->mem, &node->settings, query);
    return true;
}

bool parse_element(Parser *parser, ElementKind kind)
{
    ElementNode *node = MEM_NEW(parser->mem, ElementNode);
    node->kind = kind;
    node->where = parser_here(parser);
    parser_next(parser);
    if (kind == ELEMENT_METADATA && !parse_metadata_target(parser, node)) {
        return false;
    }
    bool named = kind != ELEMENT_PROJECT || parser_is_name(parser);
    if (named && !parse_name(parser, "a name", &node->name)) {
        return false;
    }
    if (kind == ELEMENT_PROJECT && node->name.parts.len > 1) {
        error_add(parser->err, ERR_MODEL, node->name.where, "the name of a project has no dots");
        return error_hint(parser->err, "put it in double quotes");
    }
    if (kind == ELEMENT_VIEW && parser_is(parser, ":")) {
        list_push(parser->mem, &parser->out->elements, node);
        return parse_short_view(parser, node);
    }
    if ((kind != ELEMENT_PROJECT && !parse_settings(parser, true, &node->settings)) ||
        !parser_block(parser, false, node->where, parse_element_item, node)) {
        return false;
    }
    for (size_t i = 0; kind == ELEMENT_METADATA && i < node->settings.len; i++) {
        node->settings.at[i].native = false;
    }
    list_push(parser->mem, &parser->out->elements, node);
    return true;
}
