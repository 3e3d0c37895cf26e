#include "cmd/describe.h"
#include "cmd/operand.h"

/* A model is completed from what it is compared with; only a database can tell whether two
 * expressions are the same. */
static bool compare(Context *ctx, Operand *from, Operand *to, const Server *server, Changes **out,
                    Error *err)
{
    Comparison both = {0};
    Schema *empty = NULL;
    bool ok = true;
    if (from->kind == OPERAND_MODEL && to->kind != OPERAND_MODEL) {
        ok = compare_model(ctx, to->conn, to->schema, from->schema, &both, err);
        *out = both.down;
        return ok;
    }
    if (from->kind == OPERAND_MODEL) {
        ok = compare_empty(ctx->mem, server, &empty, err);
        if (ok) {
            diff_complete(ctx->mem, from->schema, empty);
        }
    }
    if (to->kind == OPERAND_MODEL) {
        ok = ok && compare_model(ctx, from->conn, from->schema, to->schema, &both, err);
        *out = both.up;
        return ok;
    }
    *out = diff_schemas(ctx->mem, from->schema, to->schema);
    return true;
}

static bool diff_run(Context *ctx, Error *err)
{
    Operand from = {0}, to = {0};
    const Server *server = NULL;
    Changes *changes = NULL;
    if (!operand_open(ctx, ctx->args->rest.at[0], &from, err) ||
        !operand_open(ctx, ctx->args->rest.at[1], &to, err) ||
        !operand_server(ctx, &from, &to, &server, err) ||
        !operand_schemas(ctx, &from, &to, server, err) ||
        !compare(ctx, &from, &to, server, &changes, err)) {
        return false;
    }
    Plan *plan = plan_changes(ctx->mem, changes, err);
    if (!plan) {
        return false;
    }
    ctx->status = ctx->args->exit_code && changes->list.len ? 1 : 0;
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, ctx->status);
        json_value(ctx->mem, doc, "changes", describe_changes_json(ctx->mem, changes));
        json_value(ctx->mem, doc, "statements", describe_plan_json(ctx->mem, plan));
        out_document(ctx->out, doc);
        return true;
    }
    Buf text = buf_new(ctx->mem);
    format_plan(ctx->mem, plan, server->dialect->run->split, &text);
    out_text(ctx->out, buf_text(&text), text.len);
    return true;
}

static const Flag diff_flags[] = {
    FLAG("exit-code", 0, FLAG_SWITCH, NULL, exit_code, "exit 1 when there are differences"),
};

const Command command_diff = {
    .name = "diff",
    .usage = "FROM TO",
    .summary = "Prints the SQL that turns FROM into TO.",
    .details = "Each is a URL, a model file, folder or glob, or the word empty. Nothing is run.",
    .example = "schemadiff diff sqlite:///shop.db schema",
    .flags = diff_flags,
    .flag_count = COUNT_OF(diff_flags),
    .formats = "text json",
    .min_rest = 2,
    .max_rest = 2,
    .database = DATABASE_SHOWS,
    .run = diff_run,
};
