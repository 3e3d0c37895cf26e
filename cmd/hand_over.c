/* Statements that the project's own tool does: gh-ost, pt-online-schema-change. */
#include "cmd/shell.h"
#include "lint/sql.h"

#include <string.h>

typedef struct HandOver {
    Context *ctx;
    const Conn *conn;
} HandOver;

static const char *skip_space(const char *text)
{
    while (char_is_space(*text)) {
        text++;
    }
    return text;
}

static const char *skip_word(const char *text)
{
    text = skip_space(text);
    if (*text == '`') {
        const char *end = strchr(text + 1, '`');
        return end ? end + 1 : text + strlen(text);
    }
    while (*text && !char_is_space(*text) && *text != '.') {
        text++;
    }
    return text;
}

/* What stands behind ALTER TABLE name. */
static const char *clauses_of(const char *sql)
{
    const char *at = skip_word(skip_word(skip_word(sql)));
    if (*at == '.') {
        at = skip_word(at + 1);
    }
    return skip_space(at);
}

static bool hand_over(void *context, const Step *step, Error *err)
{
    const HandOver *to = context;
    Context *ctx = to->ctx;
    SqlStatement sql = sql_statement(ctx->mem, step->sql, to->conn->server.dialect);
    if (sql.kind != SQL_ALTER_TABLE || !sql.table) {
        error_set(err, ERR_MODEL, "only an ALTER TABLE can be handed over");
        return error_hint(err, "remove the line \"-- " HAND_OVER_MARK "\" above it");
    }
    const Variable variables[] = {{"SCHEMADIFF_TABLE", sql.table},
                                  {"SCHEMADIFF_ALTER", clauses_of(step->sql)},
                                  {"SCHEMADIFF_STATEMENT", step->sql}};
    const char *command = ctx->config.environment.online;
    const char *why = shell_run(ctx, to->conn, command, variables, COUNT_OF(variables));
    if (!why) {
        return true;
    }
    error_set(err, ERR_SQL, "the command of \"online\" failed: %s", why);
    return error_hint(err,
                      "see what it says above; run \"schemadiff resume\" when its cause is gone");
}

void session_hand_over(Context *ctx, Runner *runner)
{
    if (!ctx->config.environment.online) {
        return;
    }
    HandOver *to = MEM_NEW(ctx->mem, HandOver);
    *to = (HandOver){ctx, runner->conn};
    runner->hand_over = hand_over;
    runner->hand_over_context = to;
}
