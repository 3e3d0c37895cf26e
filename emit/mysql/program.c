/* Functions, procedures, events and triggers: their definitions are whole statements. */
#include "emit/mysql/mysql.h"

#include "schema/dialects/mysql_statement.h"

#include <string.h>

/* "CREATE", or "CREATE OR REPLACE", and the definition behind it. */
static const char *create_sql(const Plan *plan, const Server *server, const char *definition,
                              const char *words)
{
    MysqlStatement statement;
    if (!mysql_parse_statement(plan->mem, definition, &statement)) {
        return mem_strdup(plan->mem, definition);
    }
    Sql sql = sql_new(plan->mem, server);
    sql_kw(&sql, words);
    if (statement.definer) {
        sql_kw(&sql, "DEFINER=");
        sql_raw(&sql, statement.definer);
    }
    sql_raw(&sql, " ");
    sql_raw(&sql, statement.rest);
    return sql_text(&sql);
}

static const char *named_sql(const Plan *plan, const Server *server, const char *words,
                             const char *name)
{
    Sql sql = sql_new(plan->mem, server);
    sql_kw(&sql, words);
    sql_ident(&sql, name);
    return sql_text(&sql);
}

static Statement *add_program(Plan *plan, const Object *object, const char *sql)
{
    Statement *statement = plan_add(plan, PHASE_CREATE_DEPENDENT, object, sql);
    statement->bracket = strchr(sql, ';') != NULL;
    return statement;
}

/* A definition that makes something else than what the model calls it would never be done. */
static bool check_definition(Mem *mem, const Object *object, const char *definition, Error *err)
{
    MysqlStatement statement;
    bool known = mysql_parse_statement(mem, definition, &statement);
    if (!known ||
        (statement.kind == object->kind && text_equal_nocase(statement.name, object->name))) {
        return true;
    }
    const char *word = object_kind_word(object->kind);
    error_at(err, ERR_MODEL, object->where, "the definition of %s \"%s\" creates %s \"%s\"", word,
             object->name, object_kind_word(statement.kind), statement.name);
    return error_hint(err, "give both the same name");
}

/* --- functions and procedures --------------------------------------------------------------------
 */

/* Security, data access and a comment (which cannot be taken away) change in place; everything else
 * needs a new routine. */
static const char *alter_routine(const Plan *plan, const Server *server, const Routine *from,
                                 const Routine *to)
{
    MysqlStatement was, is;
    Mem *mem = plan->mem;
    bool known = mysql_parse_statement(mem, from->definition, &was) &&
                 mysql_parse_statement(mem, to->definition, &is);
    if (!known || strcmp(was.body, is.body) != 0 || !text_equal(was.params, is.params) ||
        !text_equal(was.returns, is.returns) || was.deterministic != is.deterministic ||
        !text_equal(was.language, is.language) || is.definer || (was.comment && !is.comment)) {
        return NULL;
    }
    Sql sql = sql_new(mem, server);
    sql_kw(&sql, is.kind == OBJ_FUNCTION ? "ALTER FUNCTION" : "ALTER PROCEDURE");
    sql_object(&sql, &to->base);
    if (!text_equal(was.access, is.access)) {
        sql_kw(&sql, is.access ? is.access : "CONTAINS SQL");
    }
    if (was.invoker != is.invoker) {
        sql_kw(&sql, is.invoker ? "SQL SECURITY INVOKER" : "SQL SECURITY DEFINER");
    }
    if (!text_equal(was.comment, is.comment)) {
        sql_kw(&sql, "COMMENT");
        sql_literal(&sql, is.comment ? is.comment : "");
    }
    return sql_text(&sql);
}

static Statement *replace_routine(Plan *plan, const Server *server, const Routine *from,
                                  const Routine *to, const char *drop)
{
    const char *sql = alter_routine(plan, server, from, to);
    if (sql) {
        return plan_add(plan, PHASE_CREATE_DEPENDENT, &to->base, sql);
    }
    if (server->flavor == FLAVOR_MARIADB) {
        return add_program(plan, &to->base,
                           create_sql(plan, server, to->definition, "CREATE OR REPLACE"));
    }
    Statement *first = plan_add(plan, PHASE_CREATE_DEPENDENT, &to->base,
                                named_sql(plan, server, drop, from->base.name));
    add_program(plan, &to->base, create_sql(plan, server, to->definition, "CREATE"));
    return first;
}

bool mysql_render_routine(Plan *plan, const Changes *all, const Change *change, Error *err)
{
    const Server *server = all->to->server;
    const Routine *from = change->function.from, *to = change->function.to;
    const char *drop = change->kind == OBJ_FUNCTION ? "DROP FUNCTION" : "DROP PROCEDURE";
    Statement *statement = NULL;
    if (to && !check_definition(plan->mem, &to->base, to->definition, err)) {
        return false;
    }
    switch (change->op) {
    case CHANGE_CREATE:
        statement =
            add_program(plan, &to->base, create_sql(plan, server, to->definition, "CREATE"));
        break;
    case CHANGE_DROP:
        statement = plan_add(plan, PHASE_DROP_DEPENDENT, &from->base,
                             named_sql(plan, server, drop, from->base.name));
        break;
    case CHANGE_ALTER:
        statement = replace_routine(plan, server, from, to, drop);
        break;
    case CHANGE_RENAME: /* no server can: the new name is a new routine */
        statement = plan_add(plan, PHASE_DROP_DEPENDENT, &from->base,
                             named_sql(plan, server, drop, from->base.name));
        add_program(plan, &to->base, create_sql(plan, server, to->definition, "CREATE"));
        break;
    }
    statement_explains(plan, statement, change);
    return true;
}

/* --- events --------------------------------------------------------------------------------------
 */

static void add_schedule(Sql *sql, const MysqlStatement *event)
{
    sql_kw(sql, "ON SCHEDULE");
    sql_kw(sql, mysql_schedule(sql->buf.mem, event));
    if (event->starts) {
        sql_kw(sql, "STARTS");
        sql_kw(sql, event->starts);
    }
    if (event->ends) {
        sql_kw(sql, "ENDS");
        sql_kw(sql, event->ends);
    }
}

/* ALTER EVENT with what differs. */
static const char *alter_event(const Plan *plan, const Server *server, const Declared *from,
                               const Declared *to)
{
    MysqlStatement was, is;
    if (!mysql_parse_statement(plan->mem, from->definition, &was) ||
        !mysql_parse_statement(plan->mem, to->definition, &is) ||
        (was.ends && !is.ends)) { /* which MariaDB would keep */
        return NULL;
    }
    Sql sql = sql_new(plan->mem, server);
    sql_kw(&sql, "ALTER");
    if (is.definer) {
        sql_kw(&sql, "DEFINER=");
        sql_raw(&sql, is.definer);
    }
    sql_kw(&sql, "EVENT");
    sql_object(&sql, &to->base);
    if (!text_equal(was.every, is.every) || !text_equal(was.at, is.at) ||
        !text_equal(was.starts, is.starts) || !text_equal(was.ends, is.ends)) {
        add_schedule(&sql, &is);
    }
    if (was.preserve != is.preserve) {
        sql_kw(&sql, is.preserve ? "ON COMPLETION PRESERVE" : "ON COMPLETION NOT PRESERVE");
    }
    if (!text_equal(was.status, is.status)) {
        sql_kw(&sql, is.status);
    }
    if (!text_equal(was.comment, is.comment)) {
        sql_kw(&sql, "COMMENT");
        sql_literal(&sql, is.comment ? is.comment : "");
    }
    if (strcmp(was.body, is.body) != 0) {
        sql_kw(&sql, "DO");
        sql_raw(&sql, " ");
        sql_raw(&sql, is.body);
    }
    return sql_text(&sql);
}

/* An event that ran for the last time may be gone already. */
static const char *drop_event(const Plan *plan, const Server *server, const Declared *event)
{
    MysqlStatement statement;
    bool ends = mysql_parse_statement(plan->mem, event->definition, &statement) &&
                (statement.at || statement.ends) && !statement.preserve;
    return named_sql(plan, server, ends ? "DROP EVENT IF EXISTS" : "DROP EVENT", event->base.name);
}

static const char *rename_event(const Plan *plan, const Server *server, const Declared *from,
                                const Declared *to)
{
    Sql sql = sql_new(plan->mem, server);
    sql_kw(&sql, "ALTER EVENT");
    sql_object(&sql, &from->base);
    sql_kw(&sql, "RENAME TO");
    sql_object(&sql, &to->base);
    return sql_text(&sql);
}

bool mysql_render_event(Plan *plan, const Changes *all, const Change *change, Error *err)
{
    const Server *server = all->to->server;
    const Declared *from = change->event.from, *to = change->event.to;
    Statement *statement = NULL;
    const char *altered;
    if (to && !check_definition(plan->mem, &to->base, to->definition, err)) {
        return false;
    }
    switch (change->op) {
    case CHANGE_CREATE:
        statement =
            add_program(plan, &to->base, create_sql(plan, server, to->definition, "CREATE"));
        break;
    case CHANGE_DROP:
        statement =
            plan_add(plan, PHASE_DROP_DEPENDENT, &from->base, drop_event(plan, server, from));
        break;
    case CHANGE_ALTER:
        altered = alter_event(plan, server, from, to);
        if (altered) {
            statement = add_program(plan, &to->base, altered);
            break;
        }
        statement =
            plan_add(plan, PHASE_CREATE_DEPENDENT, &to->base, drop_event(plan, server, from));
        add_program(plan, &to->base, create_sql(plan, server, to->definition, "CREATE"));
        break;
    case CHANGE_RENAME:
        statement = plan_add(plan, PHASE_RENAME, &to->base, rename_event(plan, server, from, to));
        break;
    }
    statement_explains(plan, statement, change);
    return true;
}

/* --- triggers ------------------------------------------------------------------------------------
 */

void mysql_create_trigger(Plan *plan, const Server *server, const Trigger *trigger,
                          const Change *change)
{
    Statement *statement =
        add_program(plan, &trigger->base, create_sql(plan, server, trigger->definition, "CREATE"));
    if (change) {
        statement_explains(plan, statement, change);
    }
}

void mysql_drop_trigger(Plan *plan, const Server *server, const Trigger *trigger,
                        const Change *change)
{
    Statement *statement = plan_add(plan, PHASE_DROP_DEPENDENT, &trigger->base,
                                    named_sql(plan, server, "DROP TRIGGER", trigger->base.name));
    if (change) {
        statement_explains(plan, statement, change);
    }
}
