#include "emit/mysql/mysql.h"

#include <string.h>

/* --- views -------------------------------------------------------------------------------------
 */

static void add_option(Sql *sql, const char *words, const char *value)
{
    if (value) {
        sql_kw(sql, words);
        sql_raw(sql, text_upper(sql->buf.mem, value));
    }
}

static const char *view_sql(Plan *plan, const Server *server, const View *view, bool replace)
{
    Sql sql = sql_new(plan->mem, server);
    const char *option = options_get(&view->options, "check_option");
    sql_kw(&sql, replace ? "CREATE OR REPLACE" : "CREATE");
    add_option(&sql, "ALGORITHM=", options_get(&view->options, "algorithm"));
    add_option(&sql, "SQL SECURITY ", options_get(&view->options, "security"));
    sql_kw(&sql, "VIEW");
    sql_object(&sql, &view->base);
    if (view->columns.len) {
        sql_kw(&sql, "(");
        sql_idents(&sql, &view->columns);
        sql_raw(&sql, ")");
    }
    sql_kw(&sql, "AS\n");
    sql_raw(&sql, view->query);
    if (option) {
        sql_kw(&sql, "WITH");
        sql_kw(&sql, text_upper(plan->mem, option));
        sql_kw(&sql, "CHECK OPTION");
    }
    return sql_text(&sql);
}

static const char *two_names(Plan *plan, const Server *server, const char *words,
                             const Object *from, const Object *to)
{
    Sql sql = sql_new(plan->mem, server);
    sql_kw(&sql, words);
    sql_object(&sql, from);
    if (to) {
        sql_kw(&sql, "TO");
        sql_object(&sql, to);
    }
    return sql_text(&sql);
}

bool mysql_render_view(Plan *plan, const Changes *all, const Change *change, Error *err UNUSED)
{
    const Server *server = all->to->server;
    const View *from = change->view.from, *to = change->view.to;
    Statement *statement = NULL;
    switch (change->op) {
    case CHANGE_CREATE:
        statement =
            plan_add(plan, PHASE_CREATE_DEPENDENT, &to->base, view_sql(plan, server, to, false));
        break;
    case CHANGE_DROP:
        statement = plan_add(plan, PHASE_DROP_DEPENDENT, &from->base,
                             two_names(plan, server, "DROP VIEW", &from->base, NULL));
        break;
    case CHANGE_ALTER:
        statement =
            plan_add(plan, PHASE_CREATE_DEPENDENT, &to->base, view_sql(plan, server, to, true));
        break;
    case CHANGE_RENAME:
        statement = plan_add(plan, PHASE_RENAME, &to->base,
                             two_names(plan, server, "RENAME TABLE", &from->base, &to->base));
        break;
    }
    statement_explains(plan, statement, change);
    return true;
}

/* --- sequences (MariaDB) ------------------------------------------------------------------------
 */

static Sql sequence_sql(Plan *plan, const Server *server, const Sequence *sequence,
                        const char *words)
{
    const SequenceNumbers *numbers = &sequence->numbers;
    Sql sql = sql_new(plan->mem, server);
    sql_kw(&sql, words);
    sql_object(&sql, &sequence->base);
    sql_kw(&sql, "START WITH");
    sql_number(&sql, numbers->start);
    sql_kw(&sql, "INCREMENT BY");
    sql_number(&sql, numbers->increment);
    sql_kw(&sql, "MINVALUE");
    sql_number(&sql, numbers->min);
    sql_kw(&sql, "MAXVALUE");
    sql_number(&sql, numbers->max);
    if (numbers->cache) {
        sql_kw(&sql, "CACHE");
        sql_number(&sql, numbers->cache);
    } else {
        sql_kw(&sql, "NOCACHE");
    }
    sql_kw(&sql, numbers->cycle ? "CYCLE" : "NOCYCLE");
    return sql;
}

/* A counter that was never used stands at its start: outside the new bounds that is an error. */
static Statement *alter_sequence(Plan *plan, const Server *server, const Sequence *from,
                                 const Sequence *to)
{
    bool outside = from->numbers.start < to->numbers.min || from->numbers.start > to->numbers.max;
    Sql sql = sequence_sql(plan, server, to, "ALTER SEQUENCE");
    sql_kw(&sql, outside ? "RESTART" : NULL);
    Statement *statement = plan_add(plan, PHASE_CREATE_TYPE, &to->base, sql_text(&sql));
    if (outside) {
        Hazard hazard = {HAZARD_DATA_LOSS,
                         mem_printf(plan->mem, "the counter of \"%s\" starts again",
                                    object_label(plan->mem, &to->base))};
        list_push(plan->mem, &statement->hazards, hazard);
    }
    return statement;
}

bool mysql_render_sequence(Plan *plan, const Changes *all, const Change *change, Error *err)
{
    const Server *server = all->to->server;
    const Sequence *from = change->sequence.from, *to = change->sequence.to;
    Statement *statement = NULL;
    Sql sql;
    if (!server_can(server, CAP_SEQUENCES)) {
        const Object *object = to ? &to->base : &from->base;
        error_at(err, ERR_UNSUPPORTED, object->where, "MySQL has no sequences: \"%s\"",
                 object->name);
        return error_hint(err, "use an auto-increment column, or restrict the sequence to other "
                               "databases with \"dialects\"");
    }
    switch (change->op) {
    case CHANGE_CREATE:
        sql = sequence_sql(plan, server, to, "CREATE SEQUENCE");
        statement = plan_add(plan, PHASE_CREATE_TYPE, &to->base, sql_text(&sql));
        break;
    case CHANGE_DROP:
        statement = plan_add(plan, PHASE_DROP_LAST, &from->base,
                             two_names(plan, server, "DROP SEQUENCE", &from->base, NULL));
        break;
    case CHANGE_ALTER:
        statement = alter_sequence(plan, server, from, to);
        break;
    case CHANGE_RENAME:
        statement = plan_add(plan, PHASE_RENAME, &to->base,
                             two_names(plan, server, "RENAME TABLE", &from->base, &to->base));
        break;
    }
    statement_explains(plan, statement, change);
    return true;
}
