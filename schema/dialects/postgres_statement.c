#include "schema/dialects/postgres_statement.h"

#include "base/list.h"
#include "schema/expr.h"

#include <stdlib.h>
#include <string.h>

/* --- tokens: words, quoted names, literals, single characters ----------------------------------
 */

static bool in_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static const char *skip_space(const char *at)
{
    for (;;) {
        if (char_is_space(*at)) {
            at++;
        } else if (at[0] == '-' && at[1] == '-') {
            at += strcspn(at, "\n");
        } else if (at[0] == '/' && at[1] == '*') {
            const char *end = strstr(at + 2, "*/");
            at = end ? end + 2 : at + strlen(at);
        } else {
            return at;
        }
    }
}

static const char *after_quotes(const char *at, bool backslash)
{
    char quote = *at++;
    for (; *at; at++) {
        if (backslash && *at == '\\' && at[1]) {
            at++;
        } else if (*at == quote && *++at != quote) {
            return at;
        }
    }
    return at;
}

/* Behind $tag$ … $tag$; NULL = there is none at `at`. */
static const char *after_dollars(const char *at)
{
    size_t tag = 1;
    while (in_word(at[tag]) && at[tag] != '$') {
        tag++;
    }
    if (at[tag] != '$' || char_is_digit(at[1])) {
        return NULL;
    }
    for (const char *end = at + ++tag; *end; end++) {
        if (strncmp(end, at, tag) == 0) {
            return end + tag;
        }
    }
    return at + strlen(at);
}

/* The next token; empty at the end. */
static Str next(const char **at)
{
    const char *begin = skip_space(*at), *end = begin;
    bool escapes = (*begin == 'e' || *begin == 'E') && begin[1] == '\'';
    if (*begin == '\'' || *begin == '"' || escapes) {
        end = after_quotes(begin + escapes, escapes);
    } else if (*begin == '$' && after_dollars(begin)) {
        end = after_dollars(begin);
    } else if (in_word(*begin)) {
        while (in_word(*end)) {
            end++;
        }
    } else if (*begin) {
        end++;
    }
    *at = end;
    return (Str){begin, (size_t)(end - begin)};
}

static Str peek(const char *at)
{
    return next(&at);
}

static bool is(Str token, const char *word)
{
    size_t i = 0;
    while (i < token.len && char_lower(token.ptr[i]) == char_lower(word[i])) {
        i++;
    }
    return i == token.len && !word[i] && i > 0;
}

static bool take(const char **at, const char *word)
{
    const char *after = *at;
    if (!is(next(&after), word)) {
        return false;
    }
    *at = after;
    return true;
}

/* schema.name */
static Str take_name(const char **at)
{
    Str name = next(at);
    while (take(at, ".")) {
        Str last = next(at);
        name.len = (size_t)(last.ptr + last.len - name.ptr);
    }
    return name;
}

/* What is between the "(" before `at` and its ")". */
static Str take_parens(const char **at)
{
    const char *begin = *at;
    int depth = 1;
    for (Str token = next(at); token.len; token = next(at)) {
        depth += is(token, "(") ? 1 : is(token, ")") ? -1 : 0;
        if (depth == 0) {
            return str_trim((Str){begin, (size_t)(token.ptr - begin)});
        }
    }
    return (Str){begin, 0};
}

/* --- routines ----------------------------------------------------------------------------------
 */

/* Words that begin a clause behind the arguments: where the type that is returned ends. */
static bool begins_clause(Str token)
{
    static const char *const words[] = {
        "language",  "transform", "window",  "immutable", "stable",   "volatile", "not",
        "leakproof", "called",    "returns", "strict",    "security", "external", "parallel",
        "cost",      "rows",      "support", "set",       "as",       "begin",    "return"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (is(token, words[i])) {
            return true;
        }
    }
    return false;
}

static Str take_returns(const char **at)
{
    Str type = peek(*at);
    for (Str token = type; token.len && !begins_clause(token); token = peek(*at)) {
        next(at);
        if (is(token, "(")) {
            take_parens(at);
        }
        type.len = (size_t)(*at - type.ptr);
    }
    return type;
}

/* 'text' or $tag$text$tag$ */
static Str unquoted(Str literal)
{
    const char *end = literal.len ? memchr(literal.ptr + 1, '$', literal.len - 1) : NULL;
    size_t tag = literal.len && *literal.ptr == '$' && end ? (size_t)(end - literal.ptr) + 1 : 1;
    return literal.len < 2 * tag ? (Str){0} : (Str){literal.ptr + tag, literal.len - 2 * tag};
}

static void parse_clauses(const char *at, PostgresRoutine *out)
{
    for (Str token = next(&at); token.len; token = next(&at)) {
        if (is(token, "returns") && !is(peek(at), "null")) {
            out->returns = take_returns(&at);
        } else if (is(token, "language")) {
            out->language = next(&at);
        } else if (is(token, "as")) {
            out->body = unquoted(next(&at));
        } else if (is(token, "set")) {
            next(&at); /* a parameter may be called anything */
        } else if (is(token, "return") || (is(token, "begin") && is(peek(at), "atomic"))) {
            out->bound = true;
            out->rest = str_of(token.ptr);
            return;
        }
    }
}

bool postgres_routine_parse(const char *definition, PostgresRoutine *out)
{
    static const char *const words[] = {"FUNCTION", "PROCEDURE", "AGGREGATE"};
    const char *at = definition ? definition : "";
    *out = (PostgresRoutine){0};
    if (!take(&at, "create")) {
        return false;
    }
    out->or_replace = take(&at, "or") && take(&at, "replace");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        out->word = !out->word && take(&at, words[i]) ? words[i] : out->word;
    }
    if (!out->word) {
        return false;
    }
    out->name = take_name(&at);
    if (!take(&at, "(")) {
        return false;
    }
    out->arguments = take_parens(&at);
    if (text_equal(out->word, "AGGREGATE")) {
        out->rest = str_of(at);
    } else {
        parse_clauses(at, out);
    }
    return true;
}

/* One argument of a list, without and with its default. */
typedef struct Argument {
    Str head, value;
    bool has_default;
} Argument;

static bool take_argument(const char **at, const char *end, Argument *out)
{
    const char *begin = skip_space(*at), *stop = NULL, *last = end;
    *out = (Argument){0};
    if (begin >= end) {
        return false;
    }
    for (Str token = next(at); token.len && token.ptr < end; token = next(at)) {
        if (is(token, ",")) {
            last = token.ptr;
            break;
        }
        if (is(token, "(")) {
            take_parens(at);
        } else if (!stop && (is(token, "default") || is(token, "="))) {
            out->has_default = true;
            stop = token.ptr;
        }
    }
    stop = stop ? stop : last;
    out->head = str_trim((Str){begin, (size_t)(stop - begin)});
    out->value = (Str){stop, (size_t)(last - stop)};
    return true;
}

static bool same_text(Mem *mem, Str a, Str b)
{
    return text_equal(expr_light(mem, str_dup(mem, a)), expr_light(mem, str_dup(mem, b)));
}

/* Names, modes and types are kept; a default may come, but not go. */
static bool same_arguments(Mem *mem, Str from, Str to)
{
    const char *a = from.ptr, *b = to.ptr;
    Argument old, new;
    for (;;) {
        bool more = take_argument(&a, from.ptr + from.len, &old);
        if (take_argument(&b, to.ptr + to.len, &new) != more) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (!same_text(mem, old.head, new.head) || (old.has_default && !new.has_default)) {
            return false;
        }
    }
}

bool postgres_routine_in_place(Mem *mem, const char *from, const char *to)
{
    PostgresRoutine a, b;
    return postgres_routine_parse(from, &a) && postgres_routine_parse(to, &b) &&
           text_equal(a.word, b.word) && !text_equal(a.word, "AGGREGATE") &&
           same_text(mem, a.returns, b.returns) && same_arguments(mem, a.arguments, b.arguments);
}

static bool is_mode(Str token)
{
    return is(token, "in") || is(token, "out") || is(token, "inout") || is(token, "variadic");
}

/* "a integer" is of a type that may be declared; "a" is not. */
static Str without_name(Str head)
{
    const char *at = head.ptr, *end = head.ptr + head.len;
    Str first = next(&at);
    while (is_mode(first) && at < end) {
        first = next(&at);
    }
    Str second = at < end ? peek(at) : (Str){0};
    bool named = second.len && (in_word(*second.ptr) || *second.ptr == '"');
    const char *begin = named ? second.ptr : first.ptr;
    return (Str){begin, (size_t)(end - begin)};
}

static void add_part(Buf *buf, Str part)
{
    buf_char(buf, ' ');
    buf_add_len(buf, part.ptr, part.len);
}

static void add_arguments(Buf *buf, Str arguments)
{
    const char *at = arguments.ptr;
    Argument argument;
    while (take_argument(&at, arguments.ptr + arguments.len, &argument)) {
        add_part(buf, without_name(argument.head));
        add_part(buf, argument.value);
    }
}

const char *postgres_routine_uses(Mem *mem, const char *definition)
{
    PostgresRoutine parsed;
    Buf buf = buf_new(mem);
    if (!postgres_routine_parse(definition, &parsed)) {
        return definition;
    }
    const char *returns = parsed.returns.ptr;
    add_arguments(&buf, parsed.arguments);
    if (returns && take(&returns, "table") && take(&returns, "(")) {
        add_arguments(&buf, take_parens(&returns));
    } else {
        add_part(&buf, parsed.returns);
    }
    add_part(&buf, parsed.rest);
    return mem_strdup(mem, buf_text(&buf));
}

/* --- triggers and rules -------------------------------------------------------------------------
 */

/* Behind CREATE [OR REPLACE] [CONSTRAINT] TRIGGER, or RULE; NULL = it is another statement. */
static const char *behind_kind(const char *at, const char *kind)
{
    static const char *const words[] = {"create", "or", "replace", "constraint"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!take(&at, words[i]) && i == 0) {
            return NULL;
        }
    }
    return take(&at, kind) ? at : NULL;
}

/* CREATE TRIGGER name BEFORE UPDATE OF a, b ON table: the name may be any word, the columns are
 * never called ON without quotes. CREATE RULE name AS ON event TO table. */
Str postgres_trigger_relation(const char *definition)
{
    const char *text = definition ? definition : "";
    const char *trigger = behind_kind(text, "trigger"), *rule = behind_kind(text, "rule");
    const char *at = trigger ? trigger : rule;
    if (at) {
        next(&at);
    }
    while (at && peek(at).len) {
        if (take(&at, trigger ? "on" : "to")) {
            return take_name(&at);
        }
        next(&at);
    }
    return (Str){text, 0};
}

/* --- what is declared as a whole -----------------------------------------------------------------
 */

/* schema.=== */
static Str take_operator(const char **at)
{
    const char *begin = skip_space(*at), *end = begin;
    if (in_word(*begin) || *begin == '"') {
        next(&end);
        end += *end == '.';
    }
    end += strspn(end, "+-*/<>=~!@#%^&|`?");
    *at = end;
    return (Str){begin, (size_t)(end - begin)};
}

Str postgres_declared_name(const char *definition)
{
    const char *at = definition ? definition : "";
    Str none = {at, 0};
    if (!take(&at, "create")) {
        return none;
    }
    if (take(&at, "operator")) {
        return take_operator(&at);
    }
    if (take(&at, "cast")) {
        return take(&at, "(") ? take_parens(&at) : none;
    }
    if (!(take(&at, "collation") || take(&at, "type") || take(&at, "statistics") ||
          (take(&at, "event") && take(&at, "trigger")))) {
        return none;
    }
    if (take(&at, "if") && !(take(&at, "not") && take(&at, "exists"))) {
        return none;
    }
    return take_name(&at);
}

/* CREATE STATISTICS name (kinds) ON columns, (expressions) FROM table. */
Str postgres_declared_relation(const char *definition)
{
    const char *at = definition ? definition : "";
    Str none = {at, 0};
    if (!take(&at, "create") || !take(&at, "statistics")) {
        return none;
    }
    int depth = 0;
    for (Str token = next(&at); token.len; token = next(&at)) {
        depth += is(token, "(") - is(token, ")");
        if (depth == 0 && is(token, "from")) {
            return take_name(&at);
        }
    }
    return none;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What stands between commas, sorted. */
static void add_set(Buf *buf, const char *at, const char *end)
{
    LIST(const char *) items = {0};
    while (at < end) {
        const char *begin = at;
        int depth = 0;
        while (at < end && (depth || !is(peek(at), ","))) {
            Str token = next(&at);
            depth += is(token, "(") - is(token, ")");
        }
        list_push(buf->mem, &items,
                  expr_light(buf->mem, mem_strndup(buf->mem, begin, (size_t)(at - begin))));
        take(&at, ",");
    }
    if (items.len > 1) {
        qsort(items.at, items.len, sizeof *items.at, by_text);
    }
    for (size_t i = 0; i < items.len; i++) {
        buf_fmt(buf, "%s%s", i ? "," : " ", items.at[i]);
    }
}

/* `at` is behind the name; "FROM relation" is the end. */
static const char *statistics_text(Mem *mem, const char *at, Str relation)
{
    Buf buf = buf_new(mem);
    if (take(&at, "(")) {
        Str kinds = take_parens(&at);
        add_set(&buf, kinds.ptr, kinds.ptr + kinds.len);
    }
    const char *end = at;
    for (const char *ahead = at; ahead < relation.ptr; next(&ahead)) {
        end = is(peek(ahead), "from") ? ahead : end;
    }
    buf_add(&buf, take(&at, "on") ? " on" : "");
    add_set(&buf, at, end);
    return mem_strdup(mem, buf_text(&buf));
}

/* `at` is behind the name: attributes in any order. */
static const char *operator_text(Mem *mem, const char *at)
{
    Buf buf = buf_new(mem);
    if (take(&at, "(")) {
        Str attributes = take_parens(&at);
        add_set(&buf, attributes.ptr, attributes.ptr + attributes.len);
    }
    return mem_strdup(mem, buf_text(&buf));
}

const char *postgres_declared_text(Mem *mem, const char *definition)
{
    Str name = postgres_declared_name(definition),
        relation = postgres_declared_relation(definition);
    if (relation.len) {
        return statistics_text(mem, name.ptr + name.len, relation);
    }
    const char *at = definition;
    if (take(&at, "create") && take(&at, "operator")) {
        return operator_text(mem, name.ptr + name.len);
    }
    return mem_printf(mem, "%.*s%s", (int)(name.ptr - definition), definition, name.ptr + name.len);
}
