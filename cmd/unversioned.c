#include "cmd/unversioned.h"

#include "cmd/at_head.h"
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

/* The table that CREATE TABLE [schema.]name makes in the default schema; NULL = none there. With IF
 * NOT EXISTS it may be there. */
static const char *created_table(const Words *words, const char *default_schema)
{
    if (!words_at(words, 0, "create table") || words_at(words, 2, "if not exists") ||
        words->len < 4) {
        return NULL;
    }
    if (!text_equal(words->at[3].text, ".")) {
        return words->at[2].text;
    }
    return words->len > 4 && text_equal(words->at[2].text, default_schema) ? words->at[4].text
                                                                           : NULL;
}

/* None when the revision drops tables first: then what is there is not in its way. */
static bool find_created(Context *ctx, const Server *server, Migration *m, NameList *out,
                         Error *err)
{
    const Dialect *dialect = server->dialect;
    if (!migration_parse(ctx->mem, m, dialect, err)) {
        return false;
    }
    for (size_t i = 0; i < m->upgrade.steps.len; i++) {
        Words words = {0};
        words_of(ctx->mem, m->upgrade.steps.at[i].sql, dialect->run->split, 12, &words);
        const char *table = created_table(&words, server->default_schema);
        if (words_at(&words, 0, "drop table")) {
            out->len = 0;
            return true;
        }
        if (table) {
            list_push(ctx->mem, out, table);
        }
    }
    return true;
}

static bool read_tables(Context *ctx, Conn *conn, NameList *out, Error *err)
{
    const Scope scope = {.history_table = ctx->config.history_table};
    Schema *live = NULL;
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
        if (!find_created(ctx, &runner->conn->server, graph->list.at[i], &created, err)) {
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

/* The model may be ahead of the revisions; the snapshot is not. */
static bool matches_head(Context *ctx, Conn *conn, const Graph *graph)
{
    Comparison comparison = {0};
    bool known = false;
    if (at_head_compare(ctx, conn, graph, &comparison, &known, error_new(ctx->mem)) && known) {
        return comparison.up->list.len == 0;
    }
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
    if (matches_head(ctx, runner->conn, runner->graph)) {
        const char *question = mem_printf(
            ctx->mem,
            "%s is what the revisions lead to but has no history. Record its %zu revision%s as "
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
