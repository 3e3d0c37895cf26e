#include "cmd/compare.h"

#define FUSE_TABLES 10

bool fuse_check(Context *ctx, const Comparison *comparison, Error *err)
{
    size_t dropped = 0, all = comparison->from->tables.len;
    for (size_t i = 0; i < comparison->up->list.len; i++) {
        const Change *change = comparison->up->list.at[i];
        dropped += change->kind == OBJ_TABLE && change->op == CHANGE_DROP;
    }
    bool blows = dropped && (dropped == all || (all >= FUSE_TABLES && dropped * 2 > all));
    if (!blows || ctx->args->yes) {
        return true;
    }
    error_set(err, ERR_SAFETY, "this model would drop %zu of %zu tables", dropped, all);
    return error_hint(err, "was a model file not read? If the tables must really go, say --yes");
}
