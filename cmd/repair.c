#include "cmd/confirm.h"
#include "cmd/describe.h"

static bool is_edited(const HistoryRow *row)
{
    return row->state == HISTORY_APPLIED && row->migration &&
           !text_equal(row->checksum, row->migration->checksum);
}

static bool has_step(const Section *section, const Step *step, const Dialect *dialect)
{
    for (size_t i = 0; i < section->steps.len; i++) {
        if (step_equal(&section->steps.at[i], step, dialect)) {
            return true;
        }
    }
    return false;
}

/* The statements that only one side has. */
static size_t show_missing(Context *ctx, const Section *from, const Section *in, const char *sign,
                           const Dialect *dialect, Doc *list)
{
    size_t n = 0;
    for (size_t i = 0; i < from->steps.len; i++) {
        if (!has_step(in, &from->steps.at[i], dialect)) {
            out_note(ctx->out, "  %s %s;", sign, from->steps.at[i].sql);
            doc_append(ctx->mem, list, doc_string(ctx->mem, from->steps.at[i].sql, (Location){0}));
            n++;
        }
    }
    return n;
}

static void show_section(Context *ctx, const char *name, const Section *then, const Section *now,
                         const Dialect *dialect, Doc *gone, Doc *added)
{
    out_note(ctx->out, "  %s:", name);
    size_t n = show_missing(ctx, then, now, "-", dialect, gone);
    n += show_missing(ctx, now, then, "+", dialect, added);
    if (!n) {
        out_note(ctx->out, "  the same statements%s",
                 then->steps.len == now->steps.len ? "" : ", not as often");
    }
}

/* What was run, as the history keeps it, against what the file says now. */
static bool show_difference(Context *ctx, const Conn *conn, const HistoryRow *row, Doc *doc,
                            Error *err)
{
    const Dialect *dialect = conn->server.dialect;
    Doc *gone = json_array(ctx->mem), *added = json_array(ctx->mem);
    Migration *then = NULL, *now = row->migration;
    out_note(ctx->out, "%s: applied at %s by %s\n  checksum then: %s\n  checksum now:  %s",
             now->path, row->applied_at, row->applied_by, row->checksum, now->checksum);
    if (!row->statements) {
        out_note(ctx->out, "  the history does not hold the statements that were run");
        return true;
    }
    if (!migration_recorded(ctx->mem, row->statements, dialect, &then, err)) {
        return false;
    }
    show_section(ctx, "upgrade", &then->upgrade, &now->upgrade, dialect, gone, added);
    show_section(ctx, "downgrade", &then->downgrade, &now->downgrade, dialect, gone, added);
    json_value(ctx->mem, doc, "removed", gone);
    json_value(ctx->mem, doc, "added", added);
    return true;
}

static bool repair_row(Context *ctx, Runner *runner, const HistoryRow *known, Doc *list, Error *err)
{
    HistoryRow row = {0};
    bool found = false;
    Doc *doc = json_object(ctx->mem);
    if (!history_reload(ctx->mem, runner->conn, runner->table, known->revision, &row, &found,
                        err) ||
        !found) {
        return !error_is_set(err);
    }
    row.migration = known->migration;
    json_text(ctx->mem, doc, "revision", row.revision);
    json_text(ctx->mem, doc, "file", row.migration->path);
    json_text(ctx->mem, doc, "checksum_then", row.checksum);
    json_text(ctx->mem, doc, "checksum_now", row.migration->checksum);
    const char *question =
        mem_printf(ctx->mem, "Take \"%s\" as it is now for what was applied to %s?",
                   row.migration->path, runner->conn->safe_url);
    if (!show_difference(ctx, runner->conn, &row, doc, err) ||
        !confirm_change(ctx, runner->conn, question, true, err)) {
        return false;
    }
    row.checksum = row.migration->checksum;
    row.statements = migration_record(ctx->mem, row.migration);
    row.steps = row.steps_total = row.migration->upgrade.steps.len;
    if (!history_update(ctx->mem, runner->conn, runner->table, &row, err)) {
        return false;
    }
    out_line(ctx->out, "accepted %s", migration_label(ctx->mem, row.migration));
    doc_append(ctx->mem, list, doc);
    return true;
}

static bool repair_all(Context *ctx, Runner *runner, Error *err)
{
    Doc *list = json_array(ctx->mem);
    size_t edited = 0;
    for (size_t i = 0; i < runner->history.rows.len; i++) {
        const HistoryRow *row = &runner->history.rows.at[i];
        if (is_edited(row)) {
            edited++;
            if (!repair_row(ctx, runner, row, list, err)) {
                return false;
            }
        }
    }
    if (!edited) {
        out_note(ctx->out, "nothing to do: no applied file was edited");
    }
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0);
        json_value(ctx->mem, doc, "accepted", list);
        out_document(ctx->out, doc);
    }
    return true;
}

static bool repair(Context *ctx, Runner *runner, Error *err)
{
    /* An older table has no room for what is recorded now. */
    return (!runner->history.exists ||
            history_create(ctx->mem, runner->conn, runner->table, err)) &&
           repair_all(ctx, runner, err);
}

static bool repair_run(Context *ctx, Error *err)
{
    return session_run(ctx, &(RunMode){.accepted = FLAW_EDITED}, repair, err);
}

static const Flag repair_flags[] = {LOCK_TIMEOUT_FLAG, LOG_FLAG};

const Command command_repair = {
    .name = "repair",
    .usage = "",
    .summary = "Accepts applied files that were edited, after showing how.",
    .details = "A file that was edited after it was applied stops upgrade and check (exit 7).\n"
               "repair shows what was run and what the file says now, asks, and records the\n"
               "file as it is. It runs no statement of the file. For a revision that stopped\n"
               "half-way: schemadiff resume.",
    .example = "schemadiff repair",
    .flags = repair_flags,
    .flag_count = COUNT_OF(repair_flags),
    .formats = "text json",
    .run = repair_run,
};
