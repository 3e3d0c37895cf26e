#include "schema/dsl/parse.h"

#include <string.h>

typedef enum Element {
    STARTS_TABLE,
    STARTS_PARTIAL,
    STARTS_ENUM,
    STARTS_REF,
    STARTS_GROUP,
    STARTS_STICKY,
    STARTS_RECORDS,
    STARTS_DIAGRAM,
    STARTS_DEP,
    STARTS_USE,
    STARTS_KEYS /* body of `key: value` lines */
} Element;

typedef struct Keyword {
    const char *word;
    Element starts;
    ElementKind kind; /* STARTS_KEYS */
    bool inner;       /* may start a line of a block too */
} Keyword;

static const Keyword keywords[] = {
    {"table", STARTS_TABLE, 0, false},
    {"tablepartial", STARTS_PARTIAL, 0, false},
    {"enum", STARTS_ENUM, 0, false},
    {"ref", STARTS_REF, 0, false},
    {"tablegroup", STARTS_GROUP, 0, false},
    {"note", STARTS_STICKY, 0, true},
    {"records", STARTS_RECORDS, 0, true},
    {"diagramview", STARTS_DIAGRAM, 0, false},
    {"dep", STARTS_DEP, 0, false},
    {"use", STARTS_USE, 0, true},
    {"reuse", STARTS_USE, 0, true},
    {"project", STARTS_KEYS, ELEMENT_PROJECT, false},
    {"view", STARTS_KEYS, ELEMENT_VIEW, false},
    {"sequence", STARTS_KEYS, ELEMENT_SEQUENCE, false},
    {"domain", STARTS_KEYS, ELEMENT_DOMAIN, false},
    {"extension", STARTS_KEYS, ELEMENT_EXTENSION, false},
    {"schema", STARTS_KEYS, ELEMENT_SCHEMA, false},
    {"trigger", STARTS_KEYS, ELEMENT_TRIGGER, false},
    {"rule", STARTS_KEYS, ELEMENT_RULE, false},
    {"policy", STARTS_KEYS, ELEMENT_POLICY, false},
    {"composite", STARTS_KEYS, ELEMENT_COMPOSITE, false},
    {"function", STARTS_KEYS, ELEMENT_FUNCTION, false},
    {"procedure", STARTS_KEYS, ELEMENT_PROCEDURE, false},
    {"collation", STARTS_KEYS, ELEMENT_COLLATION, false},
    {"range", STARTS_KEYS, ELEMENT_RANGE, false},
    {"eventtrigger", STARTS_KEYS, ELEMENT_EVENT_TRIGGER, false},
    {"operator", STARTS_KEYS, ELEMENT_OPERATOR, false},
    {"cast", STARTS_KEYS, ELEMENT_CAST, false},
    {"statistics", STARTS_KEYS, ELEMENT_STATISTICS, false},
    {"event", STARTS_KEYS, ELEMENT_EVENT, false},
    {"metadata", STARTS_KEYS, ELEMENT_METADATA, false},
};

static const Keyword *keyword_at(const Token *token)
{
    for (size_t i = 0; token->kind == TOKEN_IDENT && i < sizeof keywords / sizeof *keywords; i++) {
        if (text_equal_nocase(token->text, keywords[i].word)) {
            return &keywords[i];
        }
    }
    return NULL;
}

Location parser_here(const Parser *parser)
{
    return (Location){parser->file, parser->at->line, parser->at->column};
}

static bool token_is(const Token *token, const char *text)
{
    return (token->kind == TOKEN_PUNCT || token->kind == TOKEN_OP) &&
           strcmp(token->text, text) == 0;
}

static bool token_is_name(const Token *token)
{
    return token->kind == TOKEN_IDENT || token->kind == TOKEN_QUOTED;
}

bool parser_is(const Parser *parser, const char *text)
{
    return token_is(parser->at, text);
}

bool parser_is_word(const Parser *parser, const char *word)
{
    return parser->at->kind == TOKEN_IDENT && text_equal_nocase(parser->at->text, word);
}

bool parser_is_name(const Parser *parser)
{
    return token_is_name(parser->at);
}

bool parser_ahead_is(const Parser *parser, const char *text)
{
    return parser->at->kind != TOKEN_END && token_is(parser->at + 1, text);
}

bool parser_ahead_is_name(const Parser *parser)
{
    return parser->at->kind != TOKEN_END && token_is_name(parser->at + 1);
}

void parser_next(Parser *parser)
{
    parser->at += parser->at->kind != TOKEN_END;
}

bool parser_accept(Parser *parser, const char *text)
{
    bool is = parser_is(parser, text);
    if (is) {
        parser_next(parser);
    }
    return is;
}

bool parser_full(const Parser *parser)
{
    return parser->err->count - parser->errors_before >= ERROR_MAX;
}

/* A token as messages show it: its first line, not too long. */
static const char *token_shown(Mem *mem, const Token *token)
{
    size_t len = 0;
    while (len < token->raw.len && token->raw.ptr[len] != '\n' && token->raw.ptr[len] != '\r' &&
           (len < 30 || ((unsigned char)token->raw.ptr[len] & 0xC0) == 0x80)) {
        len++;
    }
    return mem_printf(mem, "%.*s%s", (int)len, token->raw.ptr, len < token->raw.len ? "…" : "");
}

bool parser_fail(Parser *parser, const char *what, const char *hint)
{
    Location where = parser_here(parser);
    if (parser->at->kind == TOKEN_END) {
        error_add(parser->err, ERR_MODEL, where, "expected %s, found the end of the file", what);
    } else {
        bool quoted = strchr("'\"`", parser->at->raw.ptr[0]);
        const char *quote = quoted ? "" : "\"", *found = token_shown(parser->mem, parser->at);
        error_add(parser->err, ERR_MODEL, where, "expected %s, found %s%s%s", what, quote, found,
                  quote);
    }
    return hint ? error_hint(parser->err, "%s", hint) : false;
}

bool parser_expect(Parser *parser, const char *text, const char *hint)
{
    return parser_accept(parser, text) ||
           parser_fail(parser, mem_printf(parser->mem, "\"%s\"", text), hint);
}

static void mark_start(Parser *parser)
{
    if (parser->starts) {
        list_push(parser->mem, parser->starts, parser->at->raw.ptr);
    }
}

bool parser_line_end(Parser *parser)
{
    if (parser->at->newline_before || parser->at->kind == TOKEN_END || parser_is(parser, "}")) {
        return true;
    }
    return parser_fail(
        parser, "the end of the line",
        "every column, index, value and setting block has a line of its own; settings "
        "stand between [ and ] behind a blank, separated by commas");
}

/* Behind the "]" that closes the bracket open at `token`; NULL when a brace comes first. */
static const Token *behind_brackets(const Token *token)
{
    size_t depth = 0;
    do {
        if (token->kind == TOKEN_END || token_is(token, "{") || token_is(token, "}")) {
            return NULL;
        }
        depth += token_is(token, "[");
        depth -= token_is(token, "]") && depth > 0;
        token++;
    } while (depth > 0);
    return token;
}

/* A top-level element starts here, in the first column: a brace was forgotten before it. Columns
 * may be called "table" too, so the whole heading is looked at. */
static bool at_element(const Token *token)
{
    const Keyword *keyword = token->column == 1 ? keyword_at(token) : NULL;
    if (!keyword || keyword->inner) {
        return false;
    }
    token++;
    for (size_t i = 0; token_is_name(token) || token_is(token, "."); i++) {
        token++;
    }
    if (token_is(token, "[") && keyword->starts != STARTS_REF) {
        token = behind_brackets(token);
    }
    bool colon = keyword->starts == STARTS_REF || keyword->starts == STARTS_DEP;
    return token && (token_is(token, "{") || (colon && token_is(token, ":")));
}

/* When the failure at `at` happened inside the brackets of an item that began at `start`: the token
 * behind them. NULL when it did not, or when they have no end. */
static const Token *behind_open_brackets(const Token *start, const Token *at)
{
    int depth = 0;
    for (const Token *token = start; token < at; token++) {
        depth += token_is(token, "[") || token_is(token, "(");
        depth -= token_is(token, "]") || token_is(token, ")");
    }
    if (depth <= 0) {
        return NULL;
    }
    for (const Token *token = at; token->kind != TOKEN_END; token++) {
        depth += token_is(token, "[") || token_is(token, "(");
        depth -= token_is(token, "]") || token_is(token, ")");
        if (depth == 0) {
            return token + 1;
        }
        if (token_is(token, "{") || token_is(token, "}")) {
            return NULL;
        }
    }
    return NULL;
}

/* Skips the rest of an item that began at `start`: to the next line of its block, or to the block's
 * closing brace. */
static void recover(Parser *parser, const Token *start)
{
    const Token *behind = behind_open_brackets(start, parser->at);
    parser->at = behind ? behind : parser->at;
    size_t depth = 0;
    for (const Token *token = parser->at;; token = parser->at) {
        bool edge = token->newline_before || token_is(token, "}");
        if (token->kind == TOKEN_END || (token != start && depth == 0 && edge) ||
            (token != start && at_element(token))) {
            return;
        }
        depth += token_is(token, "{");
        depth -= token_is(token, "}") && depth > 0;
        parser_next(parser);
    }
}

bool parser_block(Parser *parser, bool same_line, Location where,
                  bool (*item)(Parser *parser, void *context), void *context)
{
    if (!parser_is(parser, "{") || (same_line && parser->at->newline_before)) {
        return parser_fail(parser, "\"{\"",
                           same_line ? "it stands on the same line"
                                     : "the body stands between { and }");
    }
    parser_next(parser);
    while (!parser_is(parser, "}")) {
        if (parser->at->kind == TOKEN_END || at_element(parser->at)) {
            parser_fail(parser, "\"}\"", NULL);
            return error_hint(parser->err, "close the block that begins in line %u", where.line);
        }
        const Token *start = parser->at;
        mark_start(parser);
        bool read = item(parser, context);
        if (read && parser->at == start) {
            read = parser_fail(parser, "a line of the block", NULL);
        }
        if (!read || !parser_line_end(parser)) {
            if (parser_full(parser)) {
                return false;
            }
            recover(parser, start);
        }
    }
    parser_next(parser);
    return true;
}

static bool parse_top_level(Parser *parser)
{
    const Keyword *keyword = keyword_at(parser->at);
    if (!keyword) {
        return parser_fail(
            parser, "an element",
            "a file consists of Table, TablePartial, Enum, Ref, Project, View, "
            "Sequence, Domain, Extension, Schema, Trigger, Metadata, TableGroup, Note, "
            "Records, DiagramView, Dep and use");
    }
    switch (keyword->starts) {
    case STARTS_TABLE:
        return parse_table(parser, false);
    case STARTS_PARTIAL:
        return parse_table(parser, true);
    case STARTS_ENUM:
        return parse_enum(parser);
    case STARTS_REF:
        return parse_ref(parser);
    case STARTS_GROUP:
        return parse_group(parser);
    case STARTS_STICKY:
        return parse_sticky(parser);
    case STARTS_RECORDS:
        return parse_records(parser, false);
    case STARTS_DIAGRAM:
        return parse_diagram(parser);
    case STARTS_DEP:
        return parse_dep(parser);
    case STARTS_USE:
        return parse_use(parser);
    case STARTS_KEYS:
        return parse_element(parser, keyword->kind);
    }
    return false;
}

/* Skips to the next element: in the first column, or behind the braces of this one. */
static void recover_element(Parser *parser, const Token *start)
{
    size_t depth = 0;
    for (const Token *token = parser->at;; token = parser->at) {
        bool next = depth == 0 && token->newline_before && keyword_at(token);
        if (token->kind == TOKEN_END || (token != start && (next || at_element(token)))) {
            return;
        }
        depth += token_is(token, "{");
        depth -= token_is(token, "}") && depth > 0;
        parser_next(parser);
    }
}

bool dsl_parse(Mem *mem, const char *file, const char *text, size_t len, FileNode **out, Error *err)
{
    return dsl_parse_lines(mem, file, text, len, out, NULL, err);
}

bool dsl_parse_lines(Mem *mem, const char *file, const char *text, size_t len, FileNode **out,
                     LineStarts *starts, Error *err)
{
    Parser parser = {
        .mem = mem, .file = file, .starts = starts, .err = err, .errors_before = err->count};
    TokenList tokens = {0};
    if (!dsl_lex(mem, file, text, len, false, &tokens, err)) {
        return false;
    }
    parser.out = MEM_NEW(mem, FileNode);
    parser.at = tokens.at;
    while (parser.at->kind != TOKEN_END && !parser_full(&parser)) {
        const Token *start = parser.at;
        mark_start(&parser);
        if (!parse_top_level(&parser) || !parser_line_end(&parser)) {
            recover_element(&parser, start);
        }
    }
    if (err->count > parser.errors_before) {
        return false;
    }
    *out = parser.out;
    return true;
}
