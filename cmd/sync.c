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

typedef struct Left {
    const char *line;
    const Change *of; /* the change of its table, which is made; NULL: it is no part of one */
} Left;

typedef LIST(Left) LeftList;

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

typedef LIST(const Object *) Objects;

static bool is_among(const Object *object, const Objects *list)
{
    for (size_t i = 0; object && i < list->len; i++) {
        if (list->at[i] == object) {
            return true;
        }
    }
    return false;
}

static bool refers_to(const Constraint *key, const Objects *list)
{
    const Object target = {.kind = OBJ_TABLE, .schema = key->ref_schema, .name = key->ref_table};
    for (size_t i = 0; key->type == CONSTRAINT_FOREIGN_KEY && i < list->len; i++) {
        if (list->at[i]->kind == OBJ_TABLE && object_compare(list->at[i], &target) == 0) {
            return true;
        }
    }
    return false;
}

static bool needs(const Object *object, const Objects *list)
{
    bool found = is_among(object, list) ||
                 (object->kind == OBJ_CONSTRAINT && refers_to((const Constraint *)object, list));
    const Table *table = object->kind == OBJ_TABLE ? (const Table *)object : NULL;
    for (size_t i = 0; table && !found && i < table->constraints.len; i++) {
        found = refers_to(table->constraints.at[i], list);
    }
    for (size_t i = 0; !found && i < object->deps.len; i++) {
        found = is_among(object->deps.at[i], list);
    }
    return found;
}

/* Is it, or does it name, something under a name that is not given to it? */
static bool waits_for_rename(const Change *change, const Objects *renamed)
{
    bool waits =
        change->op == CHANGE_RENAME || (change->object.to && needs(change->object.to, renamed));
    for (size_t i = 0; !waits && i < change->children.len; i++) {
        waits = waits_for_rename(change->children.at[i], renamed);
    }
    return waits;
}

/* What gets another name, or a column with one, and whatever hangs on that. */
static void find_renamed(Mem *mem, const ChangeList *list, Objects *renamed)
{
    size_t before;
    do {
        before = renamed->len;
        for (size_t i = 0; i < list->len; i++) {
            const Object *object = list->at[i]->object.to;
            if (object && !is_among(object, renamed) && waits_for_rename(list->at[i], renamed)) {
                list_push(mem, renamed, object);
            }
        }
    } while (renamed->len > before);
}

static void leave_all(Mem *mem, Change *change, LeftList *left)
{
    Changes one = {.mem = mem};
    ChangeLines lines = {0};
    list_push(mem, &one.list, change);
    changes_describe(mem, &one, &lines);
    for (size_t i = 0; i < lines.len; i++) {
        list_push(mem, left, (Left){lines.at[i], NULL});
    }
}

/* The changes that only create and widen; the others become lines. */
static void separate(Mem *mem, const ChangeList *from, const Change *of, ChangeList *kept,
                     LeftList *left)
{
    Objects renamed = {0};
    if (!of) {
        find_renamed(mem, from, &renamed);
    }
    for (size_t i = 0; i < from->len; i++) {
        Change *change = from->at[i];
        if (is_among(change->object.to, &renamed)) {
            leave_all(mem, change, left);
            continue;
        }
        if (is_pruning(change)) {
            list_push(mem, left, (Left){change_describe(mem, change, of != NULL), of});
            continue;
        }
        Change *copy = mem_copy(mem, change, sizeof *change);
        copy->children = (ChangeList){0};
        separate(mem, &change->children, copy, &copy->children, left);
        if (change->op != CHANGE_ALTER || !change->children.len || copy->children.len ||
            change->parts) {
            list_push(mem, kept, copy);
        }
    }
}

static const Left *left_of(const LeftList *left, const Change *of)
{
    for (size_t i = 0; i < left->len; i++) {
        if (left->at[i].of == of) {
            return &left->at[i];
        }
    }
    return NULL;
}

/* SQLite changes some columns by making the table anew, without those that the model lacks. */
static bool drops_nothing(Context *ctx, const Conn *conn, const Plan *plan, const LeftList *left,
                          Error *err)
{
    for (size_t i = 0; left->len && i < plan->statements.len; i++) {
        Words words = {0};
        const Statement *statement = plan->statements.at[i];
        const Left *part = statement->change ? left_of(left, statement->change) : NULL;
        words_of(ctx->mem, statement->sql, conn->server.dialect->run->split, WORDS_ALL, &words);
        if (part &&
            (words_at(&words, 0, "drop table") || words_find(&words, "drop column") < words.len)) {
            error_set(err, ERR_SAFETY, "this can only be done together with: %s", part->line);
            err->statement = statement->sql;
            return error_hint(err, "if that may be lost, say --prune");
        }
    }
    return true;
}

/* --- the command -------------------------------------------------------------------------------
 */

static Doc *result_json(Context *ctx, const Changes *changes, const LeftList *left)
{
    Doc *doc = describe_document(ctx->mem, ctx->status), *list = json_array(ctx->mem);
    for (size_t i = 0; i < left->len; i++) {
        doc_append(ctx->mem, list, doc_string(ctx->mem, left->at[i].line, (Location){0}));
    }
    json_value(ctx->mem, doc, "changes", describe_changes_json(ctx->mem, changes));
    json_value(ctx->mem, doc, "left", list);
    return doc;
}

static void tell(Context *ctx, const Changes *changes, const LeftList *left)
{
    if (ctx->out->json) {
        return;
    }
    describe_changes(ctx->out, changes, "", true);
    for (size_t i = 0; i < left->len; i++) {
        out_note(ctx->out, "left as it is without --prune: %s", left->at[i].line);
    }
    if (!changes->list.len) {
        out_note(ctx->out, "nothing to do%s",
                 left->len ? " without --prune" : ": the database matches the model");
    }
}

static bool change_it(Context *ctx, Runner *runner, const Comparison *comparison,
                      const Changes *changes, const LeftList *left, Error *err)
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
    LeftList left = {0};
    if (!has_no_revisions(runner, err) || !compare_live(ctx, runner->conn, &comparison, err)) {
        return false;
    }
    Changes changes = *comparison.up;
    if (!ctx->args->prune) {
        changes.list = (ChangeList){0};
        separate(ctx->mem, &comparison.up->list, NULL, &changes.list, &left);
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
    .details = "Creates and widens; what would drop, rename or narrow, and what waits for a new\n"
               "name, is listed and left as it is, unless --prune. Only where the environment\n"
               "says \"sync\": true, and only in a database without revisions.",
    .example = "schemadiff sync --env development",
    .flags = sync_flags,
    .flag_count = COUNT_OF(sync_flags),
    .formats = "text json",
    .database = DATABASE_CHANGES,
    .run = sync_run,
};
