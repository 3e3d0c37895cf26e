#include "emit/guard.h"

#include "emit/render.h"

#include <string.h>

static bool is_quote(char c)
{
    return c == '"' || c == '`' || c == '\'';
}

/* Behind the text that is quoted from `at` on; a doubled mark stands for itself. */
static const char *behind_quoted(const char *at)
{
    char mark = *at++;
    while (*at && (*at != mark || at[1] == mark)) {
        at += *at == mark || (*at == '\\' && mark == '\'' && at[1]) ? 2 : 1;
    }
    return *at ? at + 1 : at;
}

/* Behind a quoted name, which may be qualified; NULL when there is none at `at`. */
static const char *behind_name(const char *at)
{
    while (is_quote(*at) && *at != '\'') {
        at = behind_quoted(at);
        if (*at != '.') {
            return at;
        }
        at++;
    }
    return NULL;
}

static const char *behind_clause(const char *at)
{
    size_t depth = 0;
    while (*at && (*at != ',' || depth)) {
        depth += *at == '(';
        depth -= *at == ')' && depth;
        at = is_quote(*at) ? behind_quoted(at) : at + 1;
    }
    return *at ? at + 1 : at;
}

static bool begins(const char *text, const char *words)
{
    return strncmp(text, words, strlen(words)) == 0;
}

static bool fits(const GuardRule *rule, const char *at)
{
    if (!begins(at, rule->head)) {
        return false;
    }
    const char *end = rule->named ? behind_name(at + strlen(rule->head)) : NULL;
    return !rule->named || (end && begins(end, rule->named));
}

static const GuardRule *rule_at(const GuardRule *rules, const char *at)
{
    for (; rules && rules->head; rules++) {
        if (fits(rules, at)) {
            return rules;
        }
    }
    return NULL;
}

static void add(Buf *out, const char *from, const char *to)
{
    buf_fmt(out, "%.*s", (int)(to - from), from);
}

/* What the rule, which fits, makes of the text up to `end`. */
static void apply(const GuardRule *rule, const char *at, const char *end, Buf *out)
{
    buf_add(out, rule->guarded);
    at += strlen(rule->head);
    if (rule->named) {
        const char *name_end = behind_name(at);
        add(out, at, name_end);
        buf_add(out, rule->guarded_named);
        at = name_end + strlen(rule->named);
    }
    add(out, at, end);
}

#define ALTER "ALTER TABLE "

/* The clauses of ALTER TABLE; false = no rule fits any. A table that only loses something may be
 * gone itself. */
static bool guard_clauses(const GuardRules *rules, const char *sql, Buf *out)
{
    const char *at = sql + strlen(ALTER);
    Buf clauses = buf_new(out->mem);
    bool any = false, loses = true;
    at = behind_name(begins(at, "ONLY ") ? at + 5 : at);
    if (!at) {
        return false;
    }
    const char *name_end = at;
    while (*at) {
        const char *clause = at + strspn(at, " \n"), *end = behind_clause(clause);
        const GuardRule *rule = rule_at(rules->clauses, clause);
        loses = loses && begins(clause, "DROP ");
        any |= rule != NULL;
        add(&clauses, at, clause);
        if (rule) {
            apply(rule, clause, end, &clauses);
        } else {
            add(&clauses, clause, end);
        }
        at = end;
    }
    buf_add(out, any && loses ? ALTER "IF EXISTS " : ALTER);
    add(out, sql + strlen(ALTER), name_end);
    buf_add(out, buf_text(&clauses));
    return any;
}

const char *guard_statement(Mem *mem, const GuardRules *rules, const char *sql)
{
    Buf out = buf_new(mem);
    const GuardRule *rule = rule_at(rules->statements, sql);
    if (rule) {
        apply(rule, sql, sql + strlen(sql), &out);
        return buf_text(&out);
    }
    if (rules->clauses && begins(sql, ALTER) && guard_clauses(rules, sql, &out)) {
        return buf_text(&out);
    }
    return sql;
}

/* Does it make, rename or drop something, so that it cannot run twice by itself? */
static bool needs_guard(const char *sql)
{
    return begins(sql, "CREATE ") || begins(sql, "DROP ") || strstr(sql, "RENAME ") ||
           strstr(sql, " ADD ") || strstr(sql, " DROP ");
}

size_t plan_guard(Plan *plan, const Server *server)
{
    size_t bare = 0;
    for (size_t i = 0; i < plan->statements.len; i++) {
        Statement *statement = plan->statements.at[i];
        const char *guarded = server->dialect->render->guard(plan->mem, server, statement->sql);
        bare += guarded == statement->sql && needs_guard(guarded);
        statement->sql = guarded;
    }
    return bare;
}
