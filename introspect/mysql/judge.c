/* Questions about expressions: the server writes the model's version into a temporary table, and
 * SHOW CREATE TABLE says it in the server's words. */
#include "introspect/mysql/mysql.h"

#include "schema/dialects/mysql_text.h"

#include <string.h>

#define JUDGE_TABLE "schemadiff_judge"
#define JUDGE_VIEW  "schemadiff_judge_view"

typedef LIST(Question *) Group;

static void add_column(Buf *buf, const Column *column)
{
    Mem *mem = buf->mem;
    buf_fmt(buf, "%s %s", mysql_quote_name(mem, column->base.name), column->type.text);
    if (column->charset) {
        buf_fmt(buf, " CHARACTER SET %s", column->charset);
    }
    if (column->collation) {
        buf_fmt(buf, " COLLATE %s", column->collation);
    }
}

/* What the questions want to know about this column. */
static void add_asked(Buf *buf, const Server *server, const Column *column, const Group *group)
{
    for (size_t i = 0; i < group->len; i++) {
        const Question *question = group->at[i];
        if (question->column != column) {
            continue;
        }
        if (question->kind == QUESTION_GENERATED) {
            buf_fmt(buf, " GENERATED ALWAYS AS (%s) %s", question->text,
                    column->generated == GENERATED_VIRTUAL ? "VIRTUAL" : "STORED");
        } else if (question->kind == QUESTION_DEFAULT) {
            const char *clause =
                mysql_default_clause(buf->mem, server, &column->type, &column->default_value);
            buf_fmt(buf, " DEFAULT %s", clause ? clause : "NULL");
        }
    }
}

static const char *judge_ddl(Mem *mem, const Server *server, const Group *group)
{
    const Table *table = group->at[0]->table;
    Buf buf = buf_new(mem);
    buf_add(&buf, "CREATE TEMPORARY TABLE `" JUDGE_TABLE "` (\n");
    for (size_t i = 0; i < table->columns.len; i++) {
        buf_add(&buf, i ? ",\n" : "");
        add_column(&buf, table->columns.at[i]);
        add_asked(&buf, server, table->columns.at[i], group);
    }
    for (size_t i = 0; i < group->len; i++) {
        const Question *question = group->at[i];
        if (question->kind == QUESTION_CHECK) {
            buf_fmt(&buf, ",\nCONSTRAINT `sd_%zu` CHECK (%s)", i, question->text);
        } else if (question->kind == QUESTION_INDEX_KEY) {
            buf_fmt(&buf, ",\nKEY `sd_%zu` ((%s))", i, question->text);
        }
    }
    buf_add(&buf, "\n)");
    const char *charset = options_get(&table->options, "charset");
    const char *collation = options_get(&table->options, "collate");
    if (charset) {
        buf_fmt(&buf, " DEFAULT CHARSET=%s", charset);
    }
    if (collation) {
        buf_fmt(&buf, " COLLATE=%s", collation);
    }
    return buf_text(&buf);
}

static const DdlLine *find_line(const Ddl *ddl, const char *name, bool column)
{
    for (size_t i = 0; i < ddl->lines.len; i++) {
        const DdlLine *line = &ddl->lines.at[i];
        if (text_equal(line->name, name) && column == !*line->words) {
            return line;
        }
    }
    return NULL;
}

static const char *expression_text(Mem *mem, const Conn *conn, const char *text)
{
    return text ? expr_strip_parens(mem, mysql_expression(mem, text, conn->database,
                                                          conn->server.flavor == FLAVOR_MARIADB))
                : NULL;
}

static void answer_default(Mem *mem, const Conn *conn, const Ddl *ddl, Question *question)
{
    const Column *column = question->column;
    const DdlLine *line = find_line(ddl, column->base.name, true);
    const char *text = line ? ddl_after(mem, line->rest, "DEFAULT") : NULL;
    if (line) {
        /* An expression keeps its kind even when it is but a literal in parentheses. */
        question->answer_default =
            mysql_default_sql(mem, &conn->server, &column->type, text, conn->database);
        question->answer = text ? text : "NULL";
    }
}

static void answer_question(Mem *mem, const Conn *conn, const Ddl *ddl, Question *question,
                            size_t i)
{
    const char *key = mem_printf(mem, "sd_%zu", i);
    const DdlLine *line;
    switch (question->kind) {
    case QUESTION_DEFAULT:
        answer_default(mem, conn, ddl, question);
        break;
    case QUESTION_GENERATED:
        line = find_line(ddl, question->column->base.name, true);
        question->answer =
            line ? expression_text(mem, conn, ddl_after(mem, line->rest, "AS")) : NULL;
        break;
    case QUESTION_CHECK:
        line = find_line(ddl, key, false);
        question->answer =
            line ? expression_text(mem, conn, ddl_after(mem, line->rest, "CHECK")) : NULL;
        break;
    case QUESTION_INDEX_KEY:
        line = find_line(ddl, key, false);
        question->answer = line ? expression_text(mem, conn, line->rest) : NULL;
        break;
    case QUESTION_INDEX_WHERE:
    case QUESTION_VIEW:
    case QUESTION_ROUTINE:
    case QUESTION_TRIGGER:
    case QUESTION_DECLARED:
    case QUESTION_POLICY_USING:
    case QUESTION_POLICY_CHECK:
        break;
    }
}

static bool drop_table(Conn *conn, Error *err)
{
    return conn_exec(conn, "DROP TEMPORARY TABLE IF EXISTS `" JUDGE_TABLE "`", err);
}

/* No right to make what asks, or a server that may only be read: then it is said once, rather than
 * for every question, and what could not be asked counts as equal. */
static bool not_allowed(Questions *questions, const char *what, const Error *error)
{
    static const char *const codes[] = {"1044", "1142", "1290", "1792", "1836"};
    bool refused = false;
    for (size_t i = 0; error->server_code && i < sizeof codes / sizeof *codes; i++) {
        refused |= text_starts(error->server_code, codes[i]);
    }
    if (refused) {
        questions->note =
            mem_printf(questions->mem, "this account may not create %s (%s)", what, error->message);
    }
    return refused;
}

static bool judge_group(Mem *mem, Conn *conn, const Group *group, Questions *questions, Error *err)
{
    Error *trial = error_new(mem);
    Rows rows = {0};
    if (!group->len || questions->note) {
        return true;
    }
    if (!conn_exec(conn, judge_ddl(mem, &conn->server, group), trial)) {
        if (trial->code == ERR_CONNECT) {
            return error_set(err, ERR_CONNECT, "%s", trial->message);
        }
        if (not_allowed(questions, "temporary tables", trial)) {
            return true;
        }
        /* One expression that this server refuses must not hide the others. */
        for (size_t i = 0; group->len > 1 && i < group->len; i++) {
            Group one = {0};
            list_push(mem, &one, group->at[i]);
            if (!judge_group(mem, conn, &one, questions, err)) {
                return false;
            }
        }
        return true;
    }
    if (!conn_query_text(conn, mem, "SHOW CREATE TABLE `" JUDGE_TABLE "`", &rows, err)) {
        return false;
    }
    Ddl ddl = ddl_parse(mem, rows.len ? rows_get(&rows, 0, 1) : "");
    for (size_t i = 0; i < group->len; i++) {
        answer_question(questions->mem, conn, &ddl, group->at[i], i);
    }
    return drop_table(conn, err);
}

/* There are no temporary views: a real one under a name of ours lives for a moment. */
static bool judge_view(Mem *mem, Conn *conn, Question *question, Questions *questions, Error *err)
{
    Error *trial = error_new(mem);
    const View *view = question->view;
    bool maria = conn->server.flavor == FLAVOR_MARIADB;
    Buf names = buf_new(mem);
    for (size_t i = 0; maria && i < view->columns.len; i++) {
        buf_fmt(&names, "%s%s", i ? "," : "(", mysql_quote_name(mem, view->columns.at[i]));
    }
    const char *sql = mem_printf(mem, "CREATE OR REPLACE VIEW `" JUDGE_VIEW "` %s%s AS %s",
                                 buf_text(&names), names.len ? ")" : "", question->text);
    if (questions->note) {
        return true;
    }
    if (!conn_exec(conn, sql, trial)) {
        return not_allowed(questions, "views", trial) || trial->code != ERR_CONNECT ||
               error_set(err, ERR_CONNECT, "%s", trial->message);
    }
    question->answer = mysql_view_query(questions->mem, conn, JUDGE_VIEW, err);
    return conn_exec(conn, "DROP VIEW `" JUDGE_VIEW "`", err) && !error_is_set(err);
}

/* Routines, triggers and events have no temporary form: their texts are compared as they are. */
static bool is_statement(const Question *question)
{
    return question->routine || question->trigger || question->declared;
}

bool mysql_judge(Mem *mem, Conn *conn, Questions *questions, Error *err)
{
    Mem *work = mem_child(mem, "judge");
    size_t n = questions->list.len;
    bool *done = MEM_ARRAY(work, bool, n), good = drop_table(conn, err);
    for (size_t i = 0; good && i < n; i++) {
        Question *first = &questions->list.at[i];
        if (first->kind == QUESTION_VIEW) {
            good = judge_view(work, conn, first, questions, err);
            continue;
        }
        if (is_statement(first)) {
            continue;
        }
        Group group = {0};
        for (size_t j = i; !done[i] && j < n; j++) {
            if (!done[j] && questions->list.at[j].table == first->table &&
                !is_statement(&questions->list.at[j])) {
                list_push(work, &group, &questions->list.at[j]);
            }
        }
        for (size_t j = i; j < n; j++) {
            done[j] |= questions->list.at[j].table == first->table;
        }
        good = judge_group(work, conn, &group, questions, err);
    }
    mem_destroy(work);
    return good;
}
