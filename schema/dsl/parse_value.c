/* Names, values, settings: what all elements are made of. */
#include "schema/dsl/parse.h"

#include <string.h>

bool parse_id(Parser *parser, const char *what, const char **out)
{
    if (!parser_is_name(parser)) {
        return parser_fail(
            parser, what,
            "a name is a word, or text in double quotes when it has other characters "
            "than letters, digits and \"_\"");
    }
    *out = parser->at->text;
    parser_next(parser);
    return true;
}

bool parse_name(Parser *parser, const char *what, Name *out)
{
    Name name = {.where = parser_here(parser)};
    do {
        const char *part = NULL;
        if (!parse_id(parser, name.parts.len ? "a name behind the dot" : what, &part)) {
            return false;
        }
        list_push(parser->mem, &name.parts, part);
    } while (parser_accept(parser, "."));
    *out = name;
    return true;
}

/* The current token as a value by itself. */
static Value token_value(const Parser *parser, ValueKind kind)
{
    const Token *token = parser->at;
    return (Value){
        .kind = kind, .block = token->block, .where = parser_here(parser), .text = token->text};
}

bool parse_string(Parser *parser, Value *out)
{
    bool quoted = parser->at->kind == TOKEN_QUOTED;
    if (parser->at->kind != TOKEN_STRING && !quoted) {
        return parser_fail(parser, "a string", "write it in quotes: 'text'");
    }
    *out = token_value(parser, quoted ? VALUE_QUOTED : VALUE_STRING);
    parser_next(parser);
    return true;
}

/* As JSON writes numbers: "007" and "1." are fine here, but not there. */
static const char *number_text(Mem *mem, bool negative, const char *digits)
{
    while (digits[0] == '0' && char_is_digit(digits[1])) {
        digits++;
    }
    Buf buf = buf_new(mem);
    buf_add(&buf, negative ? "-" : "");
    for (; *digits; digits++) {
        if (*digits != '.' || char_is_digit(digits[1])) {
            buf_char(&buf, *digits);
        }
    }
    return buf_text(&buf);
}

/* `- 1`, `--1`, `+1`: any number of signs. */
static bool at_signed_number(const Parser *parser)
{
    const Token *token = parser->at;
    while (token->kind == TOKEN_OP && (token->text[0] == '-' || token->text[0] == '+') &&
           !token->text[1]) {
        token++;
    }
    return token->kind == TOKEN_NUMBER;
}

static void parse_number(Parser *parser, Value *out)
{
    *out = token_value(parser, VALUE_NUMBER);
    bool negative = false;
    while (parser->at->kind == TOKEN_OP) {
        negative ^= parser_is(parser, "-");
        parser_next(parser);
    }
    out->text = number_text(parser->mem, negative, parser->at->text);
    parser_next(parser);
}

/* The relation without its "?" marks, which only draw: "<", ">", "-", "<>"; NULL = none. */
static const char *relation(const Token *token)
{
    static const char *const relations[][2] = {
        {"<", "<"},   {">", ">"},    {"-", "-"},    {"<>", "<>"},   {"<?", "<"},  {">?", ">"},
        {"-?", "-"},  {"?-", "-"},   {"?-?", "-"},  {"?<", "<"},    {"?>", ">"},  {"?<?", "<"},
        {"?>?", ">"}, {"<>?", "<>"}, {"?<>", "<>"}, {"?<>?", "<>"}, {"<-", "<-"}, {"->", "->"}};
    for (size_t i = 0; token->kind == TOKEN_OP && i < sizeof relations / sizeof *relations; i++) {
        if (strcmp(token->text, relations[i][0]) == 0) {
            return relations[i][1];
        }
    }
    return NULL;
}

static bool parse_words(Parser *parser, bool inside, Value *out)
{
    *out = token_value(parser, VALUE_WORDS);
    Buf buf = buf_new(parser->mem);
    do {
        buf_add(&buf, buf.len ? " " : "");
        buf_add(&buf, parser->at->text);
        list_push(parser->mem, &out->name.parts, parser->at->text);
        parser_next(parser);
    } while (parser->at->kind == TOKEN_IDENT && (inside || !parser->at->newline_before));
    out->text = buf_text(&buf);
    if (parser_is(parser, "(") && (inside || !parser->at->newline_before)) {
        parser_fail(parser, inside ? "\",\" or \"]\"" : "the end of the line",
                    "an SQL expression stands in backticks: `now()`");
        return false;
    }
    return true;
}

static bool parse_list(Parser *parser, Value *out)
{
    *out = token_value(parser, VALUE_LIST);
    parser_next(parser);
    if (parser_accept(parser, ")")) {
        return true;
    }
    do {
        Value item = {0};
        if (parser_is(parser, "(")) {
            return parser_fail(parser, "a value", "lists do not nest");
        }
        if (!parse_value(parser, true, &item)) {
            return false;
        }
        list_push(parser->mem, &out->items, item);
    } while (parser_accept(parser, ","));
    return parser_expect(parser, ")", "items of a list are separated by commas: (a, b)");
}

static bool color_is_valid(const char *text)
{
    size_t len = strlen(text), digits = strspn(text + 1, "0123456789abcdefABCDEF");
    return digits + 1 == len && (digits == 3 || digits == 6);
}

static bool parse_color(Parser *parser, Value *out)
{
    if (!color_is_valid(parser->at->text)) {
        return parser_fail(parser, "a colour",
                           "a colour has three or six hexadecimal digits: #3498db");
    }
    *out = token_value(parser, VALUE_COLOR);
    parser_next(parser);
    return true;
}

static bool parse_reference(Parser *parser, Value *out)
{
    *out = token_value(parser, VALUE_REF);
    out->text = relation(parser->at);
    parser_next(parser);
    return parse_name(parser, "a table and a column, as in \"> orders.id\"", &out->name);
}

static bool parse_simple(Parser *parser, ValueKind kind, Value *out)
{
    *out = token_value(parser, kind);
    parser_next(parser);
    return true;
}

bool parse_value(Parser *parser, bool inside, Value *out)
{
    if (at_signed_number(parser)) {
        parse_number(parser, out);
        return true;
    }
    if (parser_is_name(parser) && parser_ahead_is(parser, ".")) {
        *out = token_value(parser, VALUE_NAME);
        return parse_name(parser, "a name", &out->name);
    }
    if (relation(parser->at)) {
        return parse_reference(parser, out);
    }
    switch (parser->at->kind) {
    case TOKEN_STRING:
        return parse_simple(parser, VALUE_STRING, out);
    case TOKEN_QUOTED:
        return parse_simple(parser, VALUE_QUOTED, out);
    case TOKEN_EXPR:
        return parse_simple(parser, VALUE_EXPR, out);
    case TOKEN_COLOR:
        return parse_color(parser, out);
    case TOKEN_IDENT:
        return parse_words(parser, inside, out);
    case TOKEN_PUNCT:
        if (parser_is(parser, "(")) {
            return parse_list(parser, out);
        }
        break;
    case TOKEN_END:
    case TOKEN_NUMBER:
    case TOKEN_OP:
    case TOKEN_COMMENT:
        break;
    }
    return parser_fail(parser, "a value",
                       "a value is a 'string', a number, a word, a `SQL expression` or a (list)");
}

/* "sd_" before a setting keeps it apart from words that DBML may take some day. */
static const char *without_prefix(const char *name)
{
    return text_starts(name, "sd_") && name[3] ? name + 3 : name;
}

/* Words up to the colon, lower case, joined by "_". */
static bool parse_setting_name(Parser *parser, const char **out)
{
    Buf buf = buf_new(parser->mem);
    while (parser->at->kind == TOKEN_IDENT) {
        buf_add(&buf, buf.len ? "_" : "");
        buf_add(&buf, text_lower(parser->mem, parser->at->text));
        parser_next(parser);
        if (parser_is(parser, ".") && (parser->at + 1)->kind == TOKEN_IDENT) {
            parser_next(parser);
        }
    }
    *out = without_prefix(buf_text(&buf));
    return buf.len > 0 || parser_fail(parser, "the name of a setting",
                                      "settings are separated by commas, without one at the end: "
                                      "[not null, note: 'text']");
}

static bool parse_setting(Parser *parser, Settings *out)
{
    Setting setting = {.native = true, .where = parser_here(parser)};
    if (!parse_setting_name(parser, &setting.name) ||
        (parser_accept(parser, ":") && !parse_value(parser, true, &setting.value))) {
        return false;
    }
    list_push(parser->mem, out, setting);
    return true;
}

bool parse_settings(Parser *parser, bool spaced, Settings *out)
{
    if (!parser_is(parser, "[") || (!spaced && parser->at->newline_before)) {
        return true;
    }
    if (spaced && !parser->at->space_before) {
        return parser_fail(parser, "a blank before \"[\"",
                           "without it, on its line, [ begins an array type as in int[3]");
    }
    parser_next(parser);
    if (parser_accept(parser, "]")) {
        return true;
    }
    do {
        if (!parse_setting(parser, out)) {
            return false;
        }
    } while (parser_accept(parser, ","));
    if (parser_accept(parser, "]")) {
        return true;
    }
    bool doubled = parser->at->kind == TOKEN_STRING && !parser->at->space_before;
    return parser_fail(parser, "\",\" or \"]\"",
                       doubled ? "a quote inside a string is written \\'"
                               : "settings are separated by commas and end with \"]\"");
}

bool parse_entry(Parser *parser, Settings *out)
{
    Setting setting = {.native = true, .where = parser_here(parser)};
    if (parser->at->kind != TOKEN_IDENT || !parser_ahead_is(parser, ":")) {
        return parser_fail(parser, "a line \"key: value\"", "a key is one word, as in start: 1000");
    }
    setting.name = without_prefix(text_lower(parser->mem, parser->at->text));
    parser_next(parser);
    parser_next(parser);
    if (!parse_value(parser, false, &setting.value)) {
        return false;
    }
    list_push(parser->mem, out, setting);
    return true;
}

bool parse_note(Parser *parser, Settings *out, bool *found)
{
    bool brace = parser_ahead_is(parser, "{") && !(parser->at + 1)->newline_before;
    *found = parser_is_word(parser, "note") && (brace || parser_ahead_is(parser, ":"));
    if (!*found) {
        return true;
    }
    Setting note = {.name = "note", .native = true, .body = true, .where = parser_here(parser)};
    parser_next(parser);
    parser_next(parser);
    if (!parse_string(parser, &note.value) ||
        (brace && !parser_expect(parser, "}", "a note block holds one string"))) {
        return false;
    }
    list_push(parser->mem, out, note);
    return true;
}
