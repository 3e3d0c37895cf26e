#include "cmd/compare.h"
#include "introspect/probe.h"

static void refuse(const ColumnChange *change, Mem *mem, Error *err)
{
    const Column *to = change->to;
    const char *table = object_label(mem, &to->table->base);
    if (change->from) {
        error_add(err, ERR_SAFETY, to->base.where,
                  "column \"%s\" of \"%s\" becomes NOT NULL, and there are rows that hold NULL",
                  to->base.name, table);
    } else {
        error_add(err, ERR_SAFETY, to->base.where,
                  "the new column \"%s\" of \"%s\" is NOT NULL, and there are rows", to->base.name,
                  table);
    }
    error_hint(err, "say what they get: \"backfill\" (a value or an expression) or a default; "
                    "--allow-empty-only leaves it to the database to refuse");
}

bool rows_check(Context *ctx, Conn *conn, const Comparison *comparison, Error *err)
{
    Mem *mem = ctx->mem;
    ColumnChanges unfilled = {0};
    LIST(RowProbe) probes = {0};
    if (ctx->args->allow_empty_only) {
        return true;
    }
    diff_unfilled(mem, comparison->up, &unfilled);
    for (size_t i = 0; i < unfilled.len; i++) {
        const ColumnChange *change = &unfilled.at[i];
        list_push(mem, &probes, (RowProbe){.table = change->table, .column = change->from});
    }
    if (!probe_rows(mem, conn, probes.at, probes.len, err)) {
        return false;
    }
    for (size_t i = 0; i < unfilled.len; i++) {
        if (probes.at[i].found) {
            refuse(&unfilled.at[i], mem, err);
        }
    }
    return !error_is_set(err);
}
