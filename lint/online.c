/* Guards for the statements of a plan: MySQL and MariaDB are told how they may work, so that they
 * refuse rather than lock or copy a table that others use. */
#include "lint/script.h"

static void read_plan(Script *s, const Plan *plan, ScriptSteps *out)
{
    for (size_t i = 0; plan && i < plan->statements.len; i++) {
        ScriptStep one = {
            .sql = sql_statement(s->lint->mem, plan->statements.at[i]->sql, s->server->dialect)};
        list_push(s->lint->mem, out, one);
    }
}

/* The clause would end the list of clauses, not the statement. */
static bool has_partitions(const SqlStatement *sql)
{
    for (size_t i = 0; i < sql->tokens.len; i++) {
        if (sql->tokens.at[i].kind == SQL_WORD &&
            text_equal_nocase(sql->tokens.at[i].text, "partition")) {
            return true;
        }
    }
    return false;
}

static void add_hazard(Mem *mem, Statement *statement, const char *text)
{
    list_push(mem, &statement->hazards, ((Hazard){HAZARD_LOCK, text}));
}

static void guard(Script *s, const ScriptStep *step, Statement *statement, bool hand_over)
{
    Mem *mem = s->lint->mem;
    const char *how = NULL;
    switch (script_price(s, step)) {
    case PRICE_INSTANT:
        how = "ALGORITHM=INSTANT";
        break;
    case PRICE_INPLACE:
    case PRICE_REBUILD:
        how = "ALGORITHM=INPLACE, LOCK=NONE";
        break;
    case PRICE_SHARED:
        how = "ALGORITHM=INPLACE, LOCK=SHARED";
        add_hazard(mem, statement, "nobody writes meanwhile: there is no other form");
        break;
    case PRICE_COPY:
        statement->hand_over = hand_over;
        if (hand_over) {
            return;
        }
        how = "ALGORITHM=COPY, LOCK=SHARED";
        add_hazard(mem, statement,
                   "the table is copied while nobody writes: there is no other form; \"online\" in "
                   "the project file can hand it over to a tool that does without");
        break;
    }
    statement->sql = mem_printf(mem, "%s, %s", statement->sql, how);
}

void lint_guard(Mem *mem, const Server *server, Plan *up, const Plan *down, bool hand_over)
{
    Script s = {.lint = lint_new(mem), .server = server};
    if (server->flavor != FLAVOR_MYSQL && server->flavor != FLAVOR_MARIADB) {
        return;
    }
    read_plan(&s, up, &s.up);
    read_plan(&s, down, &s.down);
    script_find_created(&s);
    for (size_t i = 0; i < s.up.len; i++) {
        const SqlStatement *sql = &s.up.at[i].sql;
        if (sql->kind == SQL_ALTER_TABLE && sql->table && sql->actions.len &&
            !script_creates(&s, sql->table) && !has_partitions(sql)) {
            guard(&s, &s.up.at[i], up->statements.at[i], hand_over);
        }
    }
}
