#include "migrate/script.h"

#include "emit/render.h"
#include "migrate/format.h"
#include "migrate/runner.h"

#include <string.h>

static const RunOps *ops(const Script *script)
{
    return script->server->dialect->run;
}

static HistorySql history(const Script *script)
{
    return (HistorySql){.mem = script->mem, .server = script->server, .table = script->table};
}

static const char *literal(const Script *script, const char *text)
{
    Sql sql = sql_new(script->mem, script->server);
    sql_literal(&sql, text);
    return sql_text(&sql);
}

/* --- the guard ---------------------------------------------------------------------------------
 */

static void add_ids(const Script *script, Buf *out, const Migrations *list)
{
    for (size_t i = 0; i < list->len; i++) {
        buf_fmt(out, "%s%s", out->len ? ", " : "", literal(script, list->at[i]->revision));
    }
}

static void expect(const Script *script, Buf *condition, size_t count, const char *ids)
{
    HistorySql sql = history(script);
    buf_fmt(condition, "%s(SELECT count(*) FROM %s WHERE %srevision IN (%s)) = %zu",
            condition->len ? "\n    AND " : "", history_name(&sql),
            count ? "state = 'applied' AND " : "", ids, count);
}

/* What stands for a mark in the statements of a dialect. */
typedef struct Mark {
    const char *mark, *value;
} Mark;

static void fill_in(Script *script, const char *form, const Mark *marks, size_t count)
{
    while (*form) {
        size_t i = 0;
        while (i < count && !text_starts(form, marks[i].mark)) {
            i++;
        }
        buf_add_len(&script->out, i < count ? marks[i].value : form,
                    i < count ? strlen(marks[i].value) : 1);
        form += i < count ? strlen(marks[i].mark) : 1;
    }
}

/* The dialect's statements that fail unless the condition holds. */
static void add_guard(Script *script, const char *condition, const char *message)
{
    Sql name = sql_new(script->mem, script->server);
    sql_ident(&name, message);
    const Mark marks[] = {{"{condition}", condition},
                          {"{message}", literal(script, message)},
                          {"{name}", sql_text(&name)}};
    fill_in(script, ops(script)->script_guard, marks, sizeof marks / sizeof *marks);
}

/* `m` is to be applied (or taken back) next: what it stands on is there, what stands on it is not.
 */
static void guard(Script *script, Migration *m, bool up)
{
    Buf there = buf_new(script->mem), absent = buf_new(script->mem),
        condition = buf_new(script->mem);
    HistorySql sql = history(script);
    Migrations self = {0};
    list_push(script->mem, &self, m);
    add_ids(script, &there, up ? &m->parents : &self);
    add_ids(script, &there, up ? &m->needs : &(Migrations){0});
    add_ids(script, &absent, up ? &self : &m->children);
    add_ids(script, &absent, up ? &(Migrations){0} : &m->needed_by);
    size_t count = up ? m->parents.len + m->needs.len : 1;
    if (there.len) {
        expect(script, &condition, count, buf_text(&there));
    }
    if (absent.len) {
        expect(script, &condition, 0, buf_text(&absent));
    }
    buf_fmt(&condition, "\n    AND NOT EXISTS (SELECT 1 FROM %s WHERE state <> 'applied')",
            history_name(&sql));
    add_guard(script, buf_text(&condition),
              mem_printf(script->mem, "the database is not where revision %s can be %s",
                         m->revision, up ? "applied" : "taken back"));
}

/* --- statements --------------------------------------------------------------------------------
 */

/* A client that splits at semicolons must not see those inside. */
static bool needs_delimiter(const Script *script, const char *sql)
{
    return ops(script)->split & SPLIT_DELIMITER && strchr(sql, ';');
}

static void add_statement(Script *script, const char *sql)
{
    const char *last = strrchr(sql, '\n');
    last = last ? last : sql;
    bool comment = strstr(last, "--") || strchr(last, '#');
    if (needs_delimiter(script, sql)) {
        const char *mark = "//";
        while (strstr(sql, mark)) {
            mark = mem_printf(script->mem, "%s/", mark);
        }
        buf_fmt(&script->out, "DELIMITER %s\n%s\n%s\nDELIMITER ;\n", mark, sql, mark);
        return;
    }
    buf_fmt(&script->out, "%s%s;\n", sql, comment ? "\n" : "");
}

/* What is still needed is found by the server itself, when the script runs. */
static void add_needed(Script *script, const char *sql)
{
    const RenderOps *render = script->server->dialect->render;
    const Mark mark = {"{needed}", render->needed(script->mem, script->server, sql)};
    fill_in(script, ops(script)->script_needed, &mark, 1);
}

static void add_section(Script *script, const Migration *m, const Section *section)
{
    for (size_t i = 0; i < section->steps.len; i++) {
        buf_add(&script->out, migration_comments_above(script->mem, m, section->steps.at[i].line));
        if (section->steps.at[i].guarded) {
            add_needed(script, section->steps.at[i].sql);
        } else {
            add_statement(script, section->steps.at[i].sql);
        }
    }
}

static void add_row(Script *script, const Migration *m)
{
    HistorySql sql = history(script);
    HistoryRow row = {.revision = m->revision,
                      .message = m->message,
                      .checksum = m->checksum,
                      .state = HISTORY_APPLIED,
                      .steps = m->upgrade.steps.len,
                      .steps_total = m->upgrade.steps.len};
    buf_fmt(&script->out, "%s;\n", history_insert_sql(&sql, &row));
}

static void delete_row(Script *script, const char *revision)
{
    HistorySql sql = history(script);
    buf_fmt(&script->out, "%s;\n", history_delete_sql(&sql, revision));
}

/* --- scripts -----------------------------------------------------------------------------------
 */

static void begin_script(Script *script, bool stops)
{
    HistorySql sql = history(script);
    buf_fmt(&script->out, "-- %s\n", format_line(script->mem, script->title));
    if (script->tag) {
        buf_fmt(&script->out, "-- tag: %s\n", format_line(script->mem, script->tag));
    }
    buf_fmt(&script->out, "%s\n", ops(script)->script_intro);
    buf_add(&script->out, stops ? ops(script)->script_stop : "");
    if (script->creates) {
        buf_fmt(&script->out, "\n%s;\n", history_create_sql(&sql));
    }
}

static void begin_step(Script *script, Migration *m, bool up, bool transaction)
{
    Buf parents = buf_new(script->mem);
    for (size_t i = 0; i < m->revises.len; i++) {
        buf_fmt(&parents, "%s%s", i ? ", " : "", m->revises.at[i]);
    }
    const char *below = m->revises.len ? buf_text(&parents) : "base";
    const char *message = format_line(script->mem, m->message);
    buf_fmt(&script->out, "\n-- Running %s %s -> %s%s%s\n", up ? "upgrade" : "downgrade",
            up ? below : m->revision, up ? m->revision : below, *message ? ", " : "", message);
    buf_add(&script->out, transaction ? ops(script)->script_begin : "");
    guard(script, m, up);
}

static bool in_transaction(const Script *script, const Section *section)
{
    return server_can(script->server, CAP_DDL_TRANSACTION) && !section->transaction_off;
}

static bool parse_all(Script *script, const Migrations *todo, bool up, bool *stops, Error *err)
{
    for (size_t i = 0; i < todo->len; i++) {
        Migration *m = todo->at[i];
        if (!migration_parse(script->mem, m, script->server->dialect, err) ||
            (!up && !runner_can_go_back(m, err))) {
            return false;
        }
        *stops |= !in_transaction(script, up ? &m->upgrade : &m->downgrade);
    }
    return true;
}

static bool write(Script *script, const Migrations *todo, bool up, Error *err)
{
    bool stops = false;
    script->out = buf_new(script->mem);
    if (!parse_all(script, todo, up, &stops, err)) {
        return false;
    }
    begin_script(script, stops);
    for (size_t i = 0; i < todo->len; i++) {
        Migration *m = todo->at[i];
        const Section *section = up ? &m->upgrade : &m->downgrade;
        bool transaction = in_transaction(script, section);
        begin_step(script, m, up, transaction);
        add_section(script, m, section);
        if (up) {
            add_row(script, m);
        } else {
            delete_row(script, m->revision);
        }
        buf_add(&script->out, transaction ? ops(script)->script_commit : "");
    }
    return true;
}

bool script_upgrade(Script *script, const Migrations *todo, Error *err)
{
    return write(script, todo, true, err);
}

bool script_downgrade(Script *script, const Migrations *todo, Error *err)
{
    return write(script, todo, false, err);
}

/* Where it begins and all that goes is there, nothing of what comes is. */
static void guard_stamp(Script *script, const Texts *gone, const Migrations *applied)
{
    Buf there = buf_new(script->mem), absent = buf_new(script->mem),
        condition = buf_new(script->mem);
    for (size_t i = 0; i < gone->len; i++) {
        buf_fmt(&there, "%s%s", i ? ", " : "", literal(script, gone->at[i]));
    }
    size_t count = gone->len;
    for (size_t i = 0; i < script->start.len; i++) {
        const char *id = script->start.at[i]->revision;
        if (!texts_hold(gone, id)) {
            buf_fmt(&there, "%s%s", there.len ? ", " : "", literal(script, id));
            count++;
        }
    }
    add_ids(script, &absent, applied);
    if (there.len) {
        expect(script, &condition, count, buf_text(&there));
    }
    if (absent.len) {
        expect(script, &condition, 0, buf_text(&absent));
    }
    add_guard(script, buf_text(&condition), "the database is not where this script begins");
}

bool script_stamp(Script *script, const Texts *gone, const Migrations *applied, Error *err)
{
    bool stops = false;
    script->out = buf_new(script->mem);
    if (!parse_all(script, applied, true, &stops, err)) {
        return false;
    }
    begin_script(script, false);
    if (gone->len || applied->len) {
        buf_fmt(&script->out, "\n%s", ops(script)->script_begin);
        guard_stamp(script, gone, applied);
    }
    for (size_t i = 0; i < gone->len; i++) {
        delete_row(script, gone->at[i]);
    }
    for (size_t i = 0; i < applied->len; i++) {
        add_row(script, applied->at[i]);
    }
    buf_add(&script->out, gone->len || applied->len ? ops(script)->script_commit : "");
    return true;
}
