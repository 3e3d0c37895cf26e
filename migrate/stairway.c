#include "migrate/stairway.h"

#include "diff/diff.h"
#include "migrate/scratch.h"

const char *stair_word(StairStep step)
{
    switch (step) {
    case STAIR_UP:
        return "the upgrade";
    case STAIR_DOWN:
        return "the downgrade";
    case STAIR_AGAIN:
        return "the second upgrade";
    }
    return "";
}

/* --- comparing ---------------------------------------------------------------------------------
 */

bool stairway_compare(Mem *mem, const Schema *now, const Schema *wanted, const char *what,
                      Stair *out)
{
    const Changes *changes = diff_schemas(mem, now, wanted);
    if (!changes->list.len) {
        return true;
    }
    out->failed =
        mem_printf(mem, "%s; the database would still need:\n%s", what, changes_text(mem, changes));
    return false;
}

/* --- running -----------------------------------------------------------------------------------
 */

static const char *error_lines(Mem *mem, const Error *err)
{
    Buf text = buf_new(mem);
    if (err->where.file) {
        buf_fmt(&text, "%s:%u: ", err->where.file, err->where.line);
    }
    buf_fmt(&text, "%s", err->message);
    if (err->server_code) {
        buf_fmt(&text, " (%s)", err->server_code);
    }
    if (err->statement) {
        buf_fmt(&text, "\n%s", err->statement);
    }
    return buf_text(&text);
}

/* What keeps a run from beginning says nothing about the migration: that is `err`. */
static bool run(Runner *runner, Migration *migration, StairStep step, Error *own, Error *err)
{
    Migrations one = {0};
    list_push(runner->mem, &one, migration);
    if (!runner_open(runner, 0, true, err)) {
        return false;
    }
    bool ok = step == STAIR_DOWN ? runner_downgrade(runner, &one, own)
                                 : runner_upgrade(runner, &one, own);
    runner_close(runner);
    return ok;
}

bool stairway_step(Runner *runner, Migration *migration, StairStep step, Schema **now, Stair *out,
                   Error *err)
{
    Mem *mem = runner->mem;
    Error *own = error_new(mem);
    out->migration = migration;
    out->step = step;
    bool ok = run(runner, migration, step, own, err);
    if (error_is_set(err)) {
        return false;
    }
    if (!ok && own->code != ERR_CONNECT && own->code != ERR_LOCKED && !runner->stopped) {
        out->failed = error_lines(mem, own);
        return false;
    }
    if (!ok) {
        error_set(err, own->code, "%s", own->message);
        return own->hint ? error_hint(err, "%s", own->hint) : false;
    }
    return scratch_read(mem, runner->conn, runner->table, now, err);
}

bool stairway_climb(Runner *runner, Migration *migration, const Schema *before, Schema **after,
                    Stair *out, Error *err)
{
    Mem *mem = runner->mem;
    Schema *above = NULL, *below = NULL;
    if (!stairway_step(runner, migration, STAIR_UP, &above, out, err)) {
        return false;
    }
    out->skipped = migration->irreversible;
    if (out->skipped) {
        *after = above;
        return true;
    }
    return stairway_step(runner, migration, STAIR_DOWN, &below, out, err) &&
           stairway_compare(mem, below, before, "the downgrade does not restore what was there",
                            out) &&
           stairway_step(runner, migration, STAIR_AGAIN, after, out, err) &&
           stairway_compare(mem, *after, above,
                            "the second upgrade does not lead where the first "
                            "one did",
                            out);
}
