#include "cmd/apply.h"
#include "cmd/compare.h"
#include "cmd/confirm.h"
#include "cmd/describe.h"
#include "cmd/hooks.h"
#include "migrate/dir.h"

static bool not_empty(const Conn *conn, const Object *object, Error *err)
{
    error_set(err, ERR_SAFETY, "the database %s is not empty: it has the %s \"%s\"", conn->safe_url,
              object_kind_word(object->kind), object->name);
    return error_hint(err, "create is for fresh databases; to bring this one up to date, say "
                           "\"schemadiff upgrade\"");
}

/* A namespace alone, what an extension brought or what is of the whole database is no content. */
static const Object *any_object(const Schema *live)
{
    const Object *any = live->tables.len ? &live->tables.at[0]->base : NULL;
    for (int kind = 0; kind < OBJ_KIND_COUNT && !any; kind++) {
        bool content = object_kind_in_schema((ObjectKind)kind);
        Members objects = schema_objects(live, (ObjectKind)kind);
        any = content && objects.len ? objects.at[0] : NULL;
    }
    return any;
}

/* In the schemas of the model. */
static bool check_empty(Context *ctx, Conn *conn, const Schema *model, Error *err)
{
    const Scope everything = {.schemas = model->managed_schemas,
                              .history_table = ctx->config.history_table};
    Schema *live = NULL;
    if (!conn->server.dialect->introspect->read(ctx->mem, conn, &everything, &live, err)) {
        return false;
    }
    const Object *any = any_object(live);
    return !any || not_empty(conn, any, err);
}

static bool stamp(Context *ctx, Runner *runner, Error *err)
{
    const Graph *graph = runner->graph;
    for (size_t i = 0; i < graph->list.len; i++) {
        if (!runner_record(runner, graph->list.at[i], err)) {
            return false;
        }
    }
    (void)ctx;
    return true;
}

static bool tell_result(Context *ctx, const Runner *runner, const Plan *plan)
{
    const Graph *graph = runner->graph;
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0), *heads = json_array(ctx->mem);
        json_number(ctx->mem, doc, "statements", (int64_t)plan->statements.len);
        for (size_t i = 0; i < graph->heads.len; i++) {
            doc_append(ctx->mem, heads,
                       doc_string(ctx->mem, graph->heads.at[i]->revision, (Location){0}));
        }
        json_value(ctx->mem, doc, "stamped", heads);
        out_document(ctx->out, doc);
        return true;
    }
    out_line(ctx->out, "created: %zu statement%s", plan->statements.len,
             plan->statements.len == 1 ? "" : "s");
    for (size_t i = 0; i < graph->heads.len; i++) {
        out_line(ctx->out, "stamped %s", migration_label(ctx->mem, graph->heads.at[i]));
    }
    return true;
}

static bool create_all(Context *ctx, Runner *runner, Error *err)
{
    Comparison comparison = {0};
    if (runner->history.rows.len) {
        error_set(err, ERR_SAFETY, "the database has revisions already");
        return error_hint(err, "say \"schemadiff upgrade\"");
    }
    if (!compare_live(ctx, runner->conn, &comparison, err) ||
        !check_empty(ctx, runner->conn, comparison.to, err)) {
        return false;
    }
    const Plan *plan = plan_changes(ctx->mem, comparison.up, err);
    const char *question = mem_printf(ctx->mem, "Create everything in %s?", runner->conn->safe_url);
    if (!plan || !confirm_change(ctx, runner->conn, question, false, err)) {
        return false;
    }
    const Migrations *all = &runner->graph->list;
    return hook_before(ctx, runner->conn, HOOK_BEFORE_UPGRADE, all, err) &&
           apply_plan(ctx, runner, plan, stamp, err) &&
           hook_after(ctx, runner->conn, HOOK_AFTER_UPGRADE, all, err) &&
           tell_result(ctx, runner, plan);
}

static bool create_run(Context *ctx, Error *err)
{
    return session_run(ctx, &(RunMode){.creates = true}, create_all, err);
}

static const Flag create_flags[] = {NO_HOOKS_FLAG, LOCK_TIMEOUT_FLAG, LOG_FLAG};

const Command command_create = {
    .name = "create",
    .usage = "",
    .summary = "Makes the whole model in an empty database, stamped at the head.",
    .details = "For fresh installs: quicker than running every revision, and the same result\n"
               "(\"schemadiff check\" right after it finds nothing). Refuses a database that\n"
               "holds anything already.",
    .example = "schemadiff create --url postgresql://localhost/shop",
    .flags = create_flags,
    .flag_count = COUNT_OF(create_flags),
    .formats = "text json",
    .database = DATABASE_CHANGES,
    .run = create_run,
};
