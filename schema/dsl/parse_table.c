/* Table, TablePartial and the blocks inside them; records. */
#include "schema/dsl/parse.h"

#include <string.h>

/* A number with its signs as they are written: the text of `numeric(10,-2)` is kept. */
static bool parse_type_number(Parser *parser, Buf *out)
{
    while (parser_is(parser, "-") || parser_is(parser, "+")) {
        buf_add(out, parser->at->text);
        parser_next(parser);
    }
    if (parser->at->kind != TOKEN_NUMBER) {
        return parser_fail(parser, "a number", NULL);
    }
    buf_add(out, parser->at->text);
    parser_next(parser);
    return true;
}

/* One argument of a type; a string is written as SQL does. */
static bool parse_type_argument(Parser *parser, Buf *out)
{
    const Token *token = parser->at;
    switch (token->kind) {
    case TOKEN_STRING:
    case TOKEN_QUOTED:
        buf_char(out, '\'');
        for (const char *c = token->text; *c; c++) {
            buf_add(out, *c == '\'' ? "'" : "");
            buf_char(out, *c);
        }
        buf_char(out, '\'');
        parser_next(parser);
        return true;
    case TOKEN_IDENT:
        buf_add(out, token->text);
        parser_next(parser);
        return true;
    case TOKEN_NUMBER:
    case TOKEN_OP:
        return parse_type_number(parser, out);
    case TOKEN_END:
    case TOKEN_EXPR:
    case TOKEN_COLOR:
    case TOKEN_PUNCT:
    case TOKEN_COMMENT:
        break;
    }
    return parser_fail(parser, "an argument of the type", "it is a number, a word or a 'string'");
}

/* `(12,2)` or `[3]`, the current token being the bracket. */
static bool parse_type_suffix(Parser *parser, Buf *out)
{
    bool array = parser_is(parser, "[");
    const char *close = array ? "]" : ")";
    buf_add(out, parser->at->text);
    parser_next(parser);
    for (bool first = true; !parser_is(parser, close); first = false) {
        if (!first &&
            !parser_expect(parser, ",", array ? "settings stand behind a blank: int [pk]" : NULL)) {
            return false;
        }
        buf_add(out, first ? "" : ",");
        if (!(array ? parse_type_number(parser, out) : parse_type_argument(parser, out))) {
            return array ? error_hint(parser->err,
                                      "glued to the type, [ ] holds the size of an array; "
                                      "settings stand behind a blank: int [pk]")
                         : false;
        }
    }
    buf_add(out, close);
    parser_next(parser);
    return true;
}

static bool parse_type(Parser *parser, const char *column, const char **out)
{
    if (!parser_is_name(parser) || parser->at->newline_before || !parser->at->space_before) {
        parser_fail(parser, mem_printf(parser->mem, "the type of column \"%s\"", column),
                    "a column is written: name type [settings]");
        return false;
    }
    Buf buf = buf_new(parser->mem);
    const char *part;
    if (!parse_id(parser, "a type", &part)) {
        return false;
    }
    buf_add(&buf, part);
    if (parser_is(parser, ".") && !parser->at->newline_before) {
        parser_next(parser);
        if (!parse_id(parser, "the name of a type", &part)) {
            return false;
        }
        buf_fmt(&buf, ".%s", part);
    }
    while (!parser->at->newline_before &&
           (parser_is(parser, "(") || (parser_is(parser, "[") && !parser->at->space_before))) {
        if (!parse_type_suffix(parser, &buf)) {
            return false;
        }
    }
    *out = buf_text(&buf);
    return true;
}

bool parse_column(Parser *parser, TableNode *table)
{
    ColumnNode column = {.where = parser_here(parser)};
    if (!parse_id(parser, "a column", &column.name)) {
        return false;
    }
    if (parser_is(parser, ":") || parser_is(parser, "{")) {
        return parser_fail(
            parser, mem_printf(parser->mem, "the type of column \"%s\"", column.name),
            "a table holds columns, ~partials, Note, indexes, checks and records; what "
            "is said about the table itself stands in [ ] behind its name");
    }
    column.type_where = parser_here(parser);
    if (!parse_type(parser, column.name, &column.type)) {
        return false;
    }
    while (!parser->at->newline_before &&
           (parser_is_word(parser, "pk") || parser_is_word(parser, "unique"))) {
        Setting flag = {.name = text_lower(parser->mem, parser->at->text),
                        .native = true,
                        .where = parser_here(parser)};
        list_push(parser->mem, &column.settings, flag);
        parser_next(parser);
    }
    if (!parser->at->newline_before && parser_is_name(parser)) {
        return parser_fail(
            parser, "\"[\" or the end of the line",
            "a type of several words needs double quotes, as in \"double precision\"; "
            "settings stand in [ ]: [not null]");
    }
    bool settings =
        parser_is(parser, "[") && (!parser->at->newline_before || parser->at->space_before);
    if (settings && !parse_settings(parser, true, &column.settings)) {
        return false;
    }
    list_push(parser->mem, &table->columns, column);
    return true;
}

/* A name or an expression of an index; `(…)` of them adds all. */
static bool parse_index_key(Parser *parser, IndexNode *index, bool nested)
{
    const Token *token = parser->at;
    Value key = {.where = parser_here(parser), .text = token->text};
    if (parser_is(parser, "(") && !nested) {
        parser_next(parser);
        if (parser_accept(parser, ")")) {
            return true;
        }
        do {
            if (!parse_index_key(parser, index, true)) {
                return false;
            }
        } while (parser_accept(parser, ","));
        return parser_expect(parser, ")", "sort order and such belong into backticks: `name desc`");
    }
    if (parser_is_name(parser)) {
        key.kind = VALUE_WORDS;
    } else if (token->kind == TOKEN_EXPR || token->kind == TOKEN_STRING) {
        key.kind = token->kind == TOKEN_EXPR ? VALUE_EXPR : VALUE_STRING;
    } else {
        return parser_fail(parser, "a column or an `expression`",
                           "an index is written: (column, `expression`) [settings]");
    }
    list_push(parser->mem, &index->keys, key);
    parser_next(parser);
    return true;
}

static bool parse_index(Parser *parser, void *context)
{
    TableNode *table = context;
    IndexNode index = {.where = parser_here(parser)};
    do {
        if (!parse_index_key(parser, &index, false)) {
            return false;
        }
    } while (!parser->at->newline_before && !parser_is(parser, "[") && !parser_is(parser, "}"));
    if (!parse_settings(parser, false, &index.settings)) {
        return false;
    }
    list_push(parser->mem, &table->indexes, index);
    return true;
}

bool parse_indexes(Parser *parser, TableNode *table)
{
    Location where = parser_here(parser);
    parser_next(parser);
    return parser_block(parser, true, where, parse_index, table);
}

static bool parse_check(Parser *parser, void *context)
{
    TableNode *table = context;
    CheckNode check = {0};
    TokenKind kind = parser->at->kind;
    if (kind != TOKEN_EXPR && kind != TOKEN_STRING) {
        return parser_fail(parser, "a condition in backticks",
                           "a check is written: `a > 0` [name: 'x']");
    }
    if (!parse_value(parser, false, &check.expr) ||
        !parse_settings(parser, false, &check.settings)) {
        return false;
    }
    list_push(parser->mem, &table->checks, check);
    return true;
}

bool parse_checks(Parser *parser, TableNode *table)
{
    Location where = parser_here(parser);
    parser_next(parser);
    return parser_block(parser, true, where, parse_check, table);
}

static bool parse_injection(Parser *parser, TableNode *table)
{
    if (table->partial) {
        return parser_fail(parser, "a column", "a TablePartial cannot hold another one");
    }
    parser_next(parser);
    Name name = {.where = parser_here(parser)};
    const char *part;
    if (!parse_id(parser, "the name of a TablePartial", &part)) {
        return false;
    }
    list_push(parser->mem, &name.parts, part);
    list_push(parser->mem, &table->uses, name);
    return true;
}

static bool parse_table_item(Parser *parser, void *context)
{
    TableNode *table = context;
    bool note, block = parser_ahead_is(parser, "{");
    if (!parse_note(parser, &table->settings, &note)) {
        return false;
    }
    if (note) {
        return true;
    }
    if (parser_is(parser, "~")) {
        return parse_injection(parser, table);
    }
    if (block && parser_is_word(parser, "indexes")) {
        return parse_indexes(parser, table);
    }
    if (block && parser_is_word(parser, "checks")) {
        return parse_checks(parser, table);
    }
    bool rows = block || parser_ahead_is(parser, "(") || parser_ahead_is(parser, "[");
    if (rows && parser_is_word(parser, "records") && !table->partial) {
        return parse_records(parser, true);
    }
    return parse_column(parser, table);
}

/* The name of a TablePartial is one word; that of a table may have a schema, and an alias. */
static bool parse_heading(Parser *parser, TableNode *table)
{
    if (!parse_name(parser,
                    table->partial ? "the name of the TablePartial" : "the name of the table",
                    &table->name)) {
        return false;
    }
    if (table->partial && table->name.parts.len > 1) {
        error_add(parser->err, ERR_MODEL, table->name.where, "a TablePartial has no schema");
        return error_hint(parser->err, "give it a name without a dot");
    }
    if (!table->partial && parser_is_word(parser, "as") && parser_ahead_is_name(parser)) {
        parser_next(parser);
        table->alias_where = parser_here(parser);
        if (!parse_id(parser, "an alias", &table->alias)) {
            return false;
        }
    }
    return parse_settings(parser, true, &table->settings);
}

bool parse_table(Parser *parser, bool partial)
{
    TableNode *table = MEM_NEW(parser->mem, TableNode);
    Location where = parser_here(parser);
    table->partial = partial;
    parser_next(parser);
    if (!parse_heading(parser, table) ||
        !parser_block(parser, false, where, parse_table_item, table)) {
        return false;
    }
    list_push(parser->mem, &parser->out->tables, table);
    return true;
}

static bool at_row_end(const Parser *parser, bool first)
{
    return parser_is(parser, "}") || parser->at->kind == TOKEN_END ||
           (!first && parser->at->newline_before);
}

/* Rows are data, not schema: only their form is looked at. An empty field is a NULL. */
static bool parse_row(Parser *parser, void *context)
{
    (void)context;
    for (bool first = true, comma = true; !at_row_end(parser, first); first = false) {
        Value value;
        if (parser_accept(parser, ",")) {
            comma = true;
            continue;
        }
        if (!comma) {
            return true;
        }
        if (!parse_value(parser, false, &value)) {
            return false;
        }
        comma = false;
    }
    return true;
}

bool parse_records(Parser *parser, bool nested)
{
    Location where = parser_here(parser);
    Name name;
    Value columns;
    Settings settings = {0};
    parser_next(parser);
    if (!nested && !parse_name(parser, "the name of a table", &name)) {
        return false;
    }
    if (!nested && !parser_is(parser, "(")) {
        return parser_fail(parser, "the columns in parentheses",
                           "as in: records orders(id, total) { … }");
    }
    if (parser_is(parser, "(") && !parse_value(parser, true, &columns)) {
        return false;
    }
    return parse_settings(parser, false, &settings) &&
           parser_block(parser, nested, where, parse_row, NULL);
}
