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

const char *guard_behind_name(const char *at)
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

/* The rule whose words begin here; those that end a name go up to a space. */
static const GuardRule *rule_at(const GuardRule *rules, const char *at)
{
    for (; rules && rules->head; rules++) {
        if (strncmp(at, rules->head, strlen(rules->head)) == 0) {
            return rules;
        }
    }
    return NULL;
}

static void add(Buf *out, const char *from, const char *to)
{
    buf_fmt(out, "%.*s", (int)(to - from), from);
}

#define ALTER "ALTER TABLE "

/* The clauses of ALTER TABLE; false = no rule fits any. A table that only loses something may be
 * gone itself. */
static bool guard_clauses(const GuardRules *rules, const char *sql, Buf *out)
{
    const char *at = sql + strlen(ALTER);
    Buf clauses = buf_new(out->mem);
    bool any = false, loses = true;
    at = guard_behind_name(strncmp(at, "ONLY ", 5) == 0 ? at + 5 : at);
    if (!at) {
        return false;
    }
    const char *name_end = at;
    while (*at) {
        const char *clause = at + strspn(at, " \n"), *end = behind_clause(clause);
        const GuardRule *rule = rule_at(rules->clauses, clause);
        loses = loses && strncmp(clause, "DROP ", 5) == 0;
        any |= rule != NULL;
        add(&clauses, at, clause);
        buf_add(&clauses, rule ? rule->guarded : "");
        add(&clauses, clause + (rule ? strlen(rule->head) : 0), end);
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
        buf_add(&out, rule->guarded);
        buf_add(&out, sql + strlen(rule->head));
        return buf_text(&out);
    }
    if (rules->clauses && strncmp(sql, "ALTER TABLE ", 12) == 0 &&
        guard_clauses(rules, sql, &out)) {
        return buf_text(&out);
    }
    return sql;
}

/* Does it make, rename or drop something, so that it cannot run twice by itself? */
static bool needs_guard(const char *sql)
{
    return strncmp(sql, "CREATE ", 7) == 0 || strncmp(sql, "DROP ", 5) == 0 ||
           strstr(sql, "RENAME ") || strstr(sql, " ADD ") || strstr(sql, " DROP ");
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
