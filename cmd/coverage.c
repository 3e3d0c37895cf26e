#include "cmd/coverage.h"

static bool is_wanted(const Context *ctx)
{
    return ctx->out->verbose || ctx->args->strict_coverage;
}

bool coverage_look(Context *ctx, Conn *conn, const Schema *model, Coverage *out, Error *err)
{
    *out = (Coverage){0};
    if (!is_wanted(ctx)) {
        return true;
    }
    Scope scope = session_scope(ctx, model);
    if (!scope.schemas.len) {
        list_push(ctx->mem, &scope.schemas, "*");
    }
    return conn->server.dialect->introspect->coverage(ctx->mem, conn, &scope, out, err);
}

void coverage_lines(Mem *mem, const Coverage *coverage, NameList *lines)
{
    if (coverage->list.len) {
        list_push(mem, lines, "The database also holds what no model covers:");
    }
    for (size_t i = 0; i < coverage->list.len; i++) {
        const Uncovered *found = &coverage->list.at[i];
        list_push(mem, lines, mem_printf(mem, "  %s: %s", found->kind, found->name));
    }
    for (size_t i = 0; i < coverage->notes.len; i++) {
        list_push(mem, lines, mem_printf(mem, "Not looked at: %s", coverage->notes.at[i]));
    }
}

Doc *coverage_json(Mem *mem, const Coverage *coverage)
{
    Doc *list = json_array(mem);
    for (size_t i = 0; i < coverage->list.len; i++) {
        Doc *item = json_object(mem);
        json_text(mem, item, "kind", coverage->list.at[i].kind);
        json_text(mem, item, "name", coverage->list.at[i].name);
        doc_append(mem, list, item);
    }
    return list;
}
