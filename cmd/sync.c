#include "cmd/apply.h"
#include "cmd/backup.h"
#include "cmd/compare.h"
#include "cmd/confirm.h"
#include "cmd/describe.h"
#include "migrate/words.h"

#include <string.h>

static bool is_allowed(const Context *ctx, Error *err)
{
    const Environment *environment = &ctx->config.environment;
    if (environment->sync) {
        return true;
    }
    if (!environment->name) {
        error_set(err, ERR_SAFETY, "sync is for databases whose environment says \"sync\": true");
        return error_hint(err, "choose one with --env; elsewhere, use generate and upgrade");
    }
    error_set(err, ERR_SAFETY, "the environment \"%s\" does not say \"sync\": true",
              environment->name);
    return error_hint(err, "sync is for databases that only you use; elsewhere, use generate and "
                           "upgrade");
}

static bool has_no_revisions(const Runner *runner, Error *err)
{
    if (!runner->history.rows.len) {
        return true;
    }
    error_set(err, ERR_SAFETY, "the database has revisions, which sync would bypass");
    return error_hint(err, "use generate and upgrade");
}

/* --- what is left to --prune -------------------------------------------------------------------
 */

static bool loses(const Change *change)
{
    for (size_t i = 0; i < change->hazards.len; i++) {
        switch (change->hazards.at[i].kind) {
        case HAZARD_DATA_LOSS:
        case HAZARD_MAY_FAIL:
        case HAZARD_IRREVERSIBLE:
        case HAZARD_RENAME:
            return true;
        case HAZARD_TABLE_REWRITE:
        case HAZARD_LOCK:
            break;
        }
    }
    return false;
}

/* Drops, renames and what narrows; replacing an index loses nothing. */
static bool is_pruning(const Change *change)
{
    switch (change->op) {
    case CHANGE_CREATE:
        return false;
    case CHANGE_DROP:
    case CHANGE_RENAME:
        return true;
    case CHANGE_ALTER:
        return !change->children.len && loses(change);
    }
    return true;
}

/* The changes that only create and widen; the others become lines. */
static void separate(Mem *mem, const ChangeList *from, bool owner, ChangeList *kept, NameList *left)
{
    for (size_t i = 0; i < from->len; i++) {
        const Change *change = from->at[i];
        if (is_pruning(change)) {
            list_push(mem, left, change_describe(mem, change, owner));
            continue;
        }
        Change *copy = mem_copy(mem, change, sizeof *change);
        copy->children = (ChangeList){0};
        separate(mem, &change->children, true, &copy->children, left);
        if (change->op != CHANGE_ALTER || !change->children.len || copy->children.len ||
            change->parts) {
            list_push(mem, kept, copy);
        }
    }
}

/* SQLite changes some columns by making the table anew, without those that the model lacks. */
static bool drops_nothing(Context *ctx, const Conn *conn, const Plan *plan, const NameList *left,
                          Error *err)
{
    for (size_t i = 0; left->len && i < plan->statements.len; i++) {
        Words words = {0};
        const Statement *statement = plan->statements.at[i];
        words_of(ctx->mem, statement->sql, conn->server.dialect->run->split, WORDS_ALL, &words);
        if (words_at(&words, 0, "drop table") || words_find(&words, "drop column") < words.len) {
            error_set(err, ERR_SAFETY, "this can only be done together with: %s", left->at[0]);
            err->statement = statement->sql;
            return error_hint(err, "if that may be lost, say --prune");
        }
    }
    return true;
}

/* --- the command -------------------------------------------------------------------------------
 */

static Doc *result_json(Context *ctx, const Changes *changes, const NameList *left)
{
    Doc *doc = describe_document(ctx->mem, ctx->status), *list = json_array(ctx->mem);
    for (size_t i = 0; i < left->len; i++) {
        doc_append(ctx->mem, list, doc_string(ctx->mem, left->at[i], (Location){0}));
    }
    json_value(ctx->mem, doc, "changes", describe_changes_json(ctx->mem, changes));
    json_value(ctx->mem, doc, "left", list);
    return doc;
}

static void tell(Context *ctx, const Changes *changes, const NameList *left)
{
    if (ctx->out->json) {
        return;
    }
    describe_changes(ctx->out, changes, "", true);
    for (size_t i = 0; i < left->len; i++) {
        out_note(ctx->out, "left as it is without --prune: %s", left->at[i]);
    }
    if (!changes->list.len) {
        out_note(ctx->out, "nothing to do: the database %s",
                 left->len ? "has all of the model" : "matches the model");
    }
}

static bool change_it(Context *ctx, Runner *runner, const Comparison *comparison,
                      const Changes *changes, const NameList *left, Error *err)
{
    const Plan *plan = plan_changes(ctx->mem, changes, err);
    if (!plan || !fuse_check(ctx, comparison, err) ||
        !drops_nothing(ctx, runner->conn, plan, left, err)) {
        return false;
    }
    describe_hazards(ctx->out, plan, "sync");
    const char *question = mem_printf(ctx->mem, "Change %s?", runner->conn->safe_url);
    return confirm_change(ctx, runner->conn, question, ctx->args->prune, err) &&
           backup_run(ctx, runner->conn, err) && apply_plan(ctx, runner, plan, NULL, err);
}

static bool sync_database(Context *ctx, Runner *runner, Error *err)
{
    Comparison comparison = {0};
    NameList left = {0};
    if (!has_no_revisions(runner, err) || !compare_live(ctx, runner->conn, &comparison, err)) {
        return false;
    }
    Changes changes = *comparison.up;
    if (!ctx->args->prune) {
        changes.list = (ChangeList){0};
        separate(ctx->mem, &comparison.up->list, true, &changes.list, &left);
    }
    bool differs = comparison.up->list.len > 0;
    ctx->status = ctx->args->check && differs ? 1 : 0;
    tell(ctx, &changes, &left);
    bool ok = ctx->args->check || !changes.list.len ||
              change_it(ctx, runner, &comparison, &changes, &left, err);
    if (ok && ctx->out->json) {
        out_document(ctx->out, result_json(ctx, &changes, &left));
    }
    return ok;
}

static bool sync_run(Context *ctx, Error *err)
{
    const RunMode mode = {.accepted = FLAW_EDITED | FLAW_HALF_WAY | FLAW_NO_FILE};
    return is_allowed(ctx, err) && session_run(ctx, &mode, sync_database, err);
}

static const Flag sync_flags[] = {
    FLAG("check", 0, FLAG_SWITCH, NULL, check, "change nothing; exit 1 if it would"),
    FLAG("prune", 0, FLAG_SWITCH, NULL, prune, "drop, rename and narrow, too; asks"),
    BACKUP_FLAG,
    LOCK_TIMEOUT_FLAG,
    LOG_FLAG,
};

const Command command_sync = {
    .name = "sync",
    .usage = "",
    .summary = "Makes a development database match the model, without a revision.",
    .details = "Creates and widens; what would drop, rename or narrow is listed and left as it\n"
               "is, unless --prune. Only where the environment says \"sync\": true, and only in\n"
               "a database without revisions.",
    .example = "schemadiff sync --env development",
    .flags = sync_flags,
    .flag_count = COUNT_OF(sync_flags),
    .formats = "text json",
    .database = DATABASE_CHANGES,
    .run = sync_run,
};
