#include "report/highlight.h"

#include "migrate/split_scan.h"
#include "report/markup.h"

#include <stdlib.h>
#include <string.h>

/* Sorted. What people may write in small letters; in capitals every word counts as one. */
static const char *const keywords[] = {
    "add",       "after",     "all",       "alter",        "always",  "and",          "as",
    "asc",       "before",    "begin",     "between",      "by",      "cascade",      "case",
    "check",     "collate",   "column",    "comment",      "commit",  "concurrently", "constraint",
    "create",    "cross",     "current",   "declare",      "default", "deferrable",   "delete",
    "desc",      "distinct",  "do",        "domain",       "drop",    "each",         "else",
    "elsif",     "enable",    "end",       "enum",         "except",  "execute",      "exists",
    "extension", "false",     "for",       "force",        "foreign", "from",         "full",
    "function",  "generated", "grant",     "group",        "having",  "identity",     "if",
    "in",        "include",   "index",     "initially",    "inner",   "insert",       "instead",
    "intersect", "into",      "is",        "join",         "key",     "language",     "left",
    "like",      "limit",     "loop",      "materialized", "modify",  "new",          "not",
    "null",      "of",        "offset",    "old",          "on",      "or",           "order",
    "outer",     "over",      "partition", "policy",       "primary", "procedure",    "references",
    "rename",    "replace",   "restrict",  "return",       "returns", "revoke",       "right",
    "row",       "rule",      "schema",    "security",     "select",  "sequence",     "set",
    "stored",    "table",     "temporary", "then",         "to",      "trigger",      "true",
    "truncate",  "type",      "union",     "unique",       "update",  "using",        "validate",
    "values",    "view",      "virtual",   "when",         "where",   "while",        "with",
    "without"};

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_capitals(const char *at, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if ((at[i] < 'A' || at[i] > 'Z') && at[i] != '_') {
            return false;
        }
    }
    return len > 1;
}

static bool is_keyword(Mem *mem, const char *at, size_t len)
{
    const char *word = text_lower(mem, mem_strndup(mem, at, len));
    return is_capitals(at, len) ||
           bsearch(&word, keywords, sizeof keywords / sizeof *keywords, sizeof *keywords, by_text);
}

static char class_of(Mem *mem, const Token *token, const char *at)
{
    switch (token->kind) {
    case TOKEN_SPACE:
    case TOKEN_SYMBOL:
        return 0;
    case TOKEN_COMMENT:
        return text_starts(at, "-- hazard:") ? 'h' : 'c';
    case TOKEN_WORD:
        return char_is_digit(*at) ? 'd' : is_keyword(mem, at, token->len) ? 'k' : 0;
    case TOKEN_QUOTE:
        return *at == '"' || *at == '`' || *at == '[' ? 'n' : 's';
    }
    return 0;
}

void highlight_sql(Buf *out, const char *sql, unsigned rules)
{
    bool after_e = false;
    for (size_t len = strlen(sql); len;) {
        const Token token = token_scan(sql, len, after_e, rules);
        const char class = class_of(out->mem, &token, sql);
        if (class) {
            buf_fmt(out, "<span class=\"%c\">", class);
        }
        markup_text_len(out, sql, token.len);
        buf_add(out, class ? "</span>" : "");
        after_e = token_is_e(&token, sql);
        sql += token.len;
        len -= token.len;
    }
}
