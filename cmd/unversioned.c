#include "cmd/unversioned.h"

#include "cmd/compare.h"
#include "migrate/words.h"

static bool holds(const NameList *list, const char *name)
{
    for (size_t i = 0; i < list->len; i++) {
        if (text_equal_nocase(list->at[i], name)) {
            return true;
        }
    }
    return false;
}

/* The last part of the name in CREATE TABLE [IF NOT EXISTS] [schema.]name. */
static const char *created_table(const Words *words)
{
    if (!words_at(words, 0, "create table")) {
        return NULL;
    }
    size_t at = words_at(words, 2, "if not exists") ? 5 : 2;
    while (at + 2 < words->len && text_equal(words->at[at + 1].text, ".")) {
        at += 2;
    }
    return at < words->len ? words->at[at].text : NULL;
}

static bool find_created(Context *ctx, const Dialect *dialect, Migration *m, NameList *out,
                         Error *err)
{
    if (!migration_parse(ctx->mem, m, dialect, err)) {
        return false;
    }
    for (size_t i = 0; i < m->upgrade.steps.len; i++) {
        Words words = {0};
        words_of(ctx->mem, m->upgrade.steps.at[i].sql, dialect->run->split, 12, &words);
        const char *table = created_table(&words);
        if (table) {
            list_push(ctx->mem, out, table);
        }
    }
    return true;
}

static bool read_tables(Context *ctx, Conn *conn, NameList *out, Error *err)
{
    static const char *const every[] = {"*"};
    Scope scope = {.history_table = ctx->config.history_table};
    Schema *live = NULL;
    if (server_can(&conn->server, CAP_SCHEMAS)) {
        list_push(ctx->mem, &scope.schemas, every[0]);
    }
    if (!conn->server.dialect->introspect->read(ctx->mem, conn, &scope, &live, err)) {
        return false;
    }
    for (size_t i = 0; i < live->tables.len; i++) {
        list_push(ctx->mem, out, live->tables.at[i]->base.name);
    }
    return true;
}

static bool all_there(const NameList *created, const NameList *tables)
{
    for (size_t i = 0; i < created->len; i++) {
        if (!holds(tables, created->at[i])) {
            return false;
        }
    }
    return created->len > 0;
}

/* The last revision, in order, all of whose tables are there. */
static bool last_in_force(Context *ctx, const Runner *runner, const NameList *tables,
                          Migration **out, Error *err)
{
    const Graph *graph = runner->graph;
    *out = NULL;
    for (size_t i = 0; i < graph->list.len; i++) {
        NameList created = {0};
        if (!find_created(ctx, runner->conn->server.dialect, graph->list.at[i], &created, err)) {
            return false;
        }
        if (created.len && !all_there(&created, tables)) {
            return true;
        }
        if (created.len) {
            *out = graph->list.at[i];
        }
        if (i == 0 && !*out) {
            return true;
        }
    }
    return true;
}

static bool matches_model(Context *ctx, Conn *conn)
{
    Comparison comparison = {0};
    return ctx->config.models.len && compare_live(ctx, conn, &comparison, error_new(ctx->mem)) &&
           comparison.up->list.len == 0;
}

static bool stamp_all(Context *ctx, Runner *runner, Error *err)
{
    const Graph *graph = runner->graph;
    for (size_t i = 0; i < graph->list.len; i++) {
        if (!runner_record(runner, graph->list.at[i], err)) {
            return false;
        }
        out_line(ctx->out, "stamped %s", migration_label(ctx->mem, graph->list.at[i]));
    }
    return true;
}

bool unversioned_check(Context *ctx, Runner *runner, bool *stamped, Error *err)
{
    NameList tables = {0};
    Migration *last = NULL;
    *stamped = false;
    if (runner->history.rows.len || !runner->graph->list.len ||
        !read_tables(ctx, runner->conn, &tables, err) || !tables.len ||
        !last_in_force(ctx, runner, &tables, &last, err) || !last) {
        return !error_is_set(err);
    }
    if (matches_model(ctx, runner->conn)) {
        const char *question =
            mem_printf(ctx->mem,
                       "%s matches the model but has no history. Record its %zu revision%s as "
                       "applied?",
                       runner->conn->safe_url, runner->graph->list.len,
                       runner->graph->list.len == 1 ? "" : "s");
        *stamped = true;
        return out_confirm(ctx->out, ctx->args->yes, question, err) && stamp_all(ctx, runner, err);
    }
    error_set(err, ERR_HISTORY, "the database has no history, but the tables of revision \"%s\"",
              last->revision);
    return error_hint(err,
                      "if it is at \"%s\", say \"schemadiff stamp %s\", then upgrade; if not, "
                      "compare it: schemadiff diff",
                      last->revision, last->revision);
}
