#include "schema/dialects/sqlite.h"

#include "schema/dialects/syntax.h"

#include <stdlib.h>
#include <string.h>

static uint32_t caps(int version, Flavor flavor UNUSED)
{
    uint32_t bits = CAP_DDL_TRANSACTION | CAP_NAMELESS | CAP_CHECKS | CAP_PARTIAL_INDEX |
                    CAP_EXPRESSION_INDEX | CAP_DEFERRABLE | CAP_DEFAULT_EXPRESSION | CAP_DESC_INDEX;
    if (version >= 3025000) {
        bits |= CAP_RENAME_COLUMN;
    }
    if (version >= 3031000) {
        bits |= CAP_VIRTUAL_COLUMNS | CAP_STORED_COLUMNS;
    }
    return bits;
}

/* --- names ------------------------------------------------------------------------------------ */

/* Keywords that the parser never takes for a name (parse.y without its %fallback list). */
static const char *const reserved[] = {
    "add",        "all",         "alter",   "and",      "as",         "autoincrement", "between",
    "case",       "check",       "collate", "commit",   "constraint", "create",        "cross",
    "default",    "deferrable",  "delete",  "distinct", "drop",       "else",          "escape",
    "except",     "exists",      "foreign", "from",     "full",       "group",         "having",
    "in",         "index",       "inner",   "insert",   "intersect",  "into",          "is",
    "isnull",     "join",        "left",    "limit",    "natural",    "not",           "nothing",
    "notnull",    "null",        "on",      "or",       "order",      "outer",         "primary",
    "references", "returning",   "right",   "select",   "set",        "table",         "then",
    "to",         "transaction", "union",   "unique",   "update",     "using",         "values",
    "when",       "where",
};

static int by_word(const void *key, const void *element)
{
    return strcmp(key, *(const char *const *)element);
}

bool sqlite_is_reserved(const char *word)
{
    return bsearch(word, reserved, sizeof reserved / sizeof *reserved, sizeof *reserved, by_word) !=
           NULL;
}

/* --- types ------------------------------------------------------------------------------------ */

Affinity sqlite_affinity(const char *type)
{
    /* sqlite.org/datatype3.html, 3.1: the first rule that matches wins. */
    static const struct {
        const char *part;
        Affinity affinity;
    } rules[] = {
        {"int", AFFINITY_INTEGER}, {"char", AFFINITY_TEXT}, {"clob", AFFINITY_TEXT},
        {"text", AFFINITY_TEXT},   {"blob", AFFINITY_BLOB}, {"real", AFFINITY_REAL},
        {"floa", AFFINITY_REAL},   {"doub", AFFINITY_REAL},
    };
    if (text_empty(type)) {
        return AFFINITY_BLOB;
    }
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        for (const char *at = type; *at; at++) {
            if (text_starts_nocase(at, rules[i].part)) {
                return rules[i].affinity;
            }
        }
    }
    return AFFINITY_NUMERIC;
}

/* Aliases whose lower-case spelling means another type here (docs/model.md, "Types"). In any other
 * letter case the words are what the user declared. */
typedef struct Alias {
    const char *name, *native;
    bool keeps_args; /* "string(80)" -> "varchar(80)" */
    bool only_args;  /* without arguments the word is its own native text */
} Alias;

static const Alias aliases[] = {
    {"bytes", "blob", false, false},         {"datetime", "datetime", false, true},
    {"interval", NULL, false, false},        {"json", "text", false, false},
    {"jsonb", "text", false, false},         {"string", "varchar", true, false},
    {"timestamp", "timestamp", false, true}, {"timestamptz", "timestamp", false, false},
    {"uuid", "text", false, false},
};

static const Alias *find_alias(const char *text)
{
    size_t len = strcspn(text, " \t\n\r(");
    const char *rest = text + len;
    while (char_is_space(*rest)) {
        rest++;
    }
    if (*rest && *rest != '(') {
        return NULL;
    }
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        const Alias *alias = &aliases[i];
        if (strlen(alias->name) == len && strncmp(text, alias->name, len) == 0) {
            return alias->only_args && !*rest ? NULL : alias;
        }
    }
    return NULL;
}

/* From the first token to the last: SQLite keeps a comment behind a type as part of it. */
static const char *without_ends(Mem *mem, const LiteTokens *tokens)
{
    if (tokens->len < 2) {
        return "";
    }
    const char *first = tokens->at[0].at;
    const LiteToken *last = &tokens->at[tokens->len - 2];
    return mem_strndup(mem, first, (size_t)(last->at + last->len - first));
}

/* Lower case, one space between words, none beside parentheses and commas. */
static const char *plain_name(Mem *mem, const LiteTokens *tokens)
{
    Buf buf = buf_new(mem);
    for (size_t i = 0; i + 1 < tokens->len; i++) {
        const LiteToken *token = &tokens->at[i];
        bool tight = !i || token->kind == LITE_SYMBOL || tokens->at[i - 1].kind == LITE_SYMBOL;
        buf_add(&buf, tight ? "" : " ");
        buf_add(&buf, text_lower(mem, mem_strndup(mem, token->at, token->len)));
    }
    return mem_strdup(mem, buf_text(&buf));
}

static TypeClass class_of(const char *name)
{
    switch (sqlite_affinity(name)) {
    case AFFINITY_INTEGER:
        return TYPE_INTEGER;
    case AFFINITY_TEXT:
        return strstr(name, "char") ? TYPE_VARCHAR : TYPE_TEXT;
    case AFFINITY_BLOB:
        return TYPE_BINARY;
    case AFFINITY_REAL:
        return TYPE_FLOAT;
    case AFFINITY_NUMERIC:
        break;
    }
    return text_starts(name, "bool") ? TYPE_BOOLEAN
           : text_starts(name, "date")
               ? (text_starts(name, "datetime") ? TYPE_TIMESTAMP : TYPE_DATE)
           : text_starts(name, "timestamp") ? TYPE_TIMESTAMP
           : text_starts(name, "time")      ? TYPE_TIME
                                            : TYPE_NUMERIC;
}

void sqlite_type(Mem *mem, const char *text, Type *out)
{
    LiteTokens tokens = sqlite_lex(mem, text);
    *out = type_none();
    out->text = without_ends(mem, &tokens);
    out->name = plain_name(mem, &tokens);
    out->cls = class_of(out->name);
    const Alias *alias = find_alias(out->text);
    if (alias) {
        out->text = text_upper(mem, out->text);
    }
}

/* Words, then one or two signed numbers in parentheses: what parse.y calls a typetoken. Anything
 * else would not stay a type when it is written into a CREATE TABLE. */
static bool is_type_text(Mem *mem, const char *text)
{
    LiteTokens tokens = sqlite_lex(mem, text);
    const LiteToken *at = tokens.at;
    for (; at->kind == LITE_WORD || at->kind == LITE_NAME || at->kind == LITE_STRING; at++) {
        if (at->kind == LITE_WORD && sqlite_is_reserved(text_lower(mem, lite_value(mem, at)))) {
            return false;
        }
    }
    if (at == tokens.at || !lite_is_symbol(at, "(")) {
        return at->kind == LITE_END;
    }
    for (int numbers = 0; numbers < 2; numbers++) {
        at++;
        at += lite_is_symbol(at, "-") || lite_is_symbol(at, "+");
        if (at->kind != LITE_NUMBER) {
            return false;
        }
        at++;
        if (!lite_is_symbol(at, ",")) {
            break;
        }
    }
    return lite_is_symbol(at, ")") && at[1].kind == LITE_END;
}

static bool parse_type(Mem *mem, const Server *server UNUSED, const char *text, Type *out)
{
    if (find_alias(text) || !is_type_text(mem, text)) {
        return false;
    }
    sqlite_type(mem, text, out);
    return true;
}

static const char *alias_text(Mem *mem, const Server *server UNUSED, const char *alias,
                              const char *args)
{
    const char *text = args ? mem_printf(mem, "%s(%s)", alias, args) : alias;
    const Alias *found = find_alias(text);
    if (!found) {
        return text;
    }
    return found->keeps_args && args ? mem_printf(mem, "%s(%s)", found->native, args)
                                     : found->native;
}

static bool type_equal(const Server *server UNUSED, const Type *a, const Type *b)
{
    return text_equal(a->name, b->name);
}

/* --- literals --------------------------------------------------------------------------------- */

/* A number as JSON spells it, so that a model can hold the same digits. */
static bool is_plain_number(const char *text)
{
    const char *at = text + (*text == '-');
    size_t digits = strspn(at, "0123456789");
    if (!digits || (digits > 1 && *at == '0')) {
        return false;
    }
    at += digits;
    if (*at == '.') {
        digits = strspn(++at, "0123456789");
        if (!digits) {
            return false;
        }
        at += digits;
    }
    if (char_lower(*at) == 'e') {
        at++;
        at += *at == '+' || *at == '-';
        digits = strspn(at, "0123456789");
        if (!digits) {
            return false;
        }
        at += digits;
    }
    return !*at;
}

Default sqlite_default(Mem *mem, const char *text)
{
    Default def = {0};
    if (!text) {
        return def;
    }
    /* From the first token to the last: a comment at the end would swallow what follows. */
    LiteTokens tokens = sqlite_lex(mem, text);
    if (tokens.len < 2) {
        return def;
    }
    text = without_ends(mem, &tokens);
    def.value = text;
    if (text_equal_nocase(text, "null")) {
        def.kind = DEFAULT_NULL;
        def.value = text_equal(text, "NULL") ? NULL : text;
    } else if (text_equal(text, "TRUE") || text_equal(text, "FALSE")) {
        def.kind = DEFAULT_BOOLEAN;
        def.value = text_lower(mem, text);
    } else if (is_plain_number(text)) {
        def.kind = DEFAULT_NUMBER;
    } else if (tokens.len == 2 && tokens.at[0].kind == LITE_STRING) {
        def.kind = DEFAULT_STRING;
        def.value = lite_value(mem, &tokens.at[0]);
    } else {
        /* Everything else is kept to the letter: +1, 0x10, "x", true, datetime('now'). */
        def.kind = DEFAULT_EXPRESSION;
        def.value = NULL;
        def.expr.text = text;
    }
    return def;
}

const SyntaxOps syntax_sqlite = {
    .caps = caps,
    .parse_type = parse_type,
    .alias = alias_text,
    .type_equal = type_equal,
    .is_reserved = sqlite_is_reserved,
    .canonical = sqlite_canonical,
    .quote = '"',
    .pk_allows_null = true,
};
