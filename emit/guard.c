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

const char *guard_clause_end(const char *at)
{
    size_t depth = 0;
    while (*at && (*at != ',' || depth)) {
        depth += *at == '(';
        depth -= *at == ')' && depth;
        at = is_quote(*at) ? behind_quoted(at) : at + 1;
    }
    return at;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n';
}

static bool says(const char *at, const char *words)
{
    while (*words && (*at == *words || (*words == ' ' && is_space(*at)))) {
        at++;
        words++;
    }
    return !*words;
}

const char *guard_find(const char *sql, const char *words)
{
    while (*sql && !says(sql, words)) {
        sql = is_quote(*sql) ? behind_quoted(sql) : sql + 1;
    }
    return *sql ? sql : NULL;
}

static bool fits(const GuardRule *rule, const char *at)
{
    if (!text_starts(at, rule->head)) {
        return false;
    }
    const char *end = rule->named ? guard_behind_name(at + strlen(rule->head)) : NULL;
    return !rule->named || (end && text_starts(end, rule->named));
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
        const char *name_end = guard_behind_name(at);
        add(out, at, name_end);
        buf_add(out, rule->guarded_named);
        at = name_end + strlen(rule->named);
    }
    add(out, at, end);
}

#define ALTER "ALTER TABLE "

bool guard_needed_by(const char *clause)
{
    return text_starts(clause, "ADD ") || text_starts(clause, "DROP ") ||
           text_starts(clause, "RENAME ") || text_starts(clause, "CHANGE ");
}

/* The clauses of ALTER TABLE; false = no rule fits any, or one that needs it has none. A table that
 * only loses something may be gone itself. */
static bool guard_clauses(const GuardRules *rules, const char *sql, Buf *out)
{
    const char *at = sql + strlen(ALTER);
    Buf clauses = buf_new(out->mem);
    bool any = false, loses = true, whole = true;
    at = guard_behind_name(text_starts(at, "ONLY ") ? at + 5 : at);
    if (!at) {
        return false;
    }
    const char *name_end = at;
    while (*at) {
        const char *clause = at + strspn(at, ", \n"), *end = guard_clause_end(clause);
        const GuardRule *rule = rule_at(rules->clauses, clause);
        loses = loses && text_starts(clause, "DROP ");
        any |= rule != NULL;
        whole = whole && (rule || !guard_needed_by(clause));
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
    return any && whole;
}

const char *guard_statement(Mem *mem, const GuardRules *rules, const char *sql)
{
    Buf out = buf_new(mem);
    const GuardRule *rule = rule_at(rules->statements, sql);
    if (rule) {
        apply(rule, sql, sql + strlen(sql), &out);
        return buf_text(&out);
    }
    if (rules->clauses && text_starts(sql, ALTER) && guard_clauses(rules, sql, &out)) {
        return buf_text(&out);
    }
    return sql;
}

static bool needs_guard(const char *sql)
{
    static const char *const words[] = {" RENAME ", " ADD ", " DROP "};
    bool needs =
        text_starts(sql, "CREATE ") || text_starts(sql, "DROP ") || text_starts(sql, "RENAME ");
    for (size_t i = 0; !needs && i < sizeof words / sizeof *words; i++) {
        needs = guard_find(sql, words[i]) != NULL;
    }
    return needs;
}

size_t plan_guard(Plan *plan, const Server *server)
{
    const RenderOps *render = server->dialect->render;
    size_t bare = 0;
    for (size_t i = 0; i < plan->statements.len; i++) {
        Statement *statement = plan->statements.at[i];
        const char *guarded = render->guard(plan->mem, server, statement->sql);
        if (guarded == statement->sql && needs_guard(guarded)) {
            statement->guarded =
                render->needed && render->needed(plan->mem, server, statement->sql);
            bare += !statement->guarded;
        }
        statement->sql = guarded;
    }
    return bare;
}
