/* What a section must not hold, found before anything runs. */
#include "migrate/run_step.h"

typedef struct Checked {
    const Migration *migration;
    Mem *mem;
    Error *err;
    bool may_lock;     /* LOCK TABLE goes with a transaction */
    const Step *begun; /* the migration's own open transaction */
} Checked;

static bool refuse(Checked *c, const Step *step, const char *message, const char *hint)
{
    error_at(c->err, ERR_MODEL, (Location){c->migration->path, step->line, step->column}, "%s",
             message);
    return error_hint(c->err, "%s", hint);
}

static bool check_inside(Checked *c, const Step *step, StepKind kind)
{
    switch (kind) {
    case STEP_PLAIN:
    case STEP_ALONE:
    case STEP_SESSION:
        return true;
    case STEP_BEGIN:
    case STEP_COMMIT:
    case STEP_ROLLBACK:
        return refuse(c, step,
                      "the section runs in one transaction, which this statement would end",
                      "leave it out, or say \"-- transaction: off\" behind the section's marker");
    }
    return true;
}

static bool check_outside(Checked *c, const Step *step, StepKind kind, const Words *words)
{
    switch (kind) {
    case STEP_PLAIN:
    case STEP_ALONE:
        break;
    case STEP_SESSION:
        if (words_find(words, "autocommit") < words->len) {
            return refuse(c, step, "autocommit cannot be changed: the journal depends on it",
                          "write BEGIN and COMMIT around what belongs together");
        }
        break;
    case STEP_BEGIN:
        if (c->begun) {
            return refuse(c, step, "a transaction is open already", "write COMMIT before it");
        }
        c->begun = step;
        break;
    case STEP_COMMIT:
    case STEP_ROLLBACK:
        if (!c->begun) {
            return refuse(c, step, "no transaction is open here", "write BEGIN before it");
        }
        c->begun = NULL;
        break;
    }
    if (words_at(words, 0, "lock tables") || words_at(words, 0, "lock table")) {
        return c->may_lock || refuse(c, step, "LOCK TABLES would lock the journal out",
                                     "leave it out: the migration lock is held");
    }
    return true;
}

bool run_check_section(Conn *conn, const Migration *migration, const Section *section, Error *err)
{
    const RunOps *ops = conn->server.dialect->run;
    bool transactional = server_can(&conn->server, CAP_DDL_TRANSACTION);
    bool inside = transactional && !section->transaction_off;
    Checked c = {.migration = migration,
                 .mem = mem_child(err->mem, "check"),
                 .err = err,
                 .may_lock = transactional};
    bool ok = true;
    for (size_t i = 0; ok && i < section->steps.len; i++) {
        const Step *step = &section->steps.at[i];
        Words words = {0};
        words_of(c.mem, step->sql, ops->split, 16, &words);
        StepKind kind = ops->step_kind(&words);
        ok = inside ? check_inside(&c, step, kind) : check_outside(&c, step, kind, &words);
    }
    if (ok && c.begun) {
        ok = refuse(&c, c.begun, "this transaction is not committed", "write COMMIT behind it");
    }
    mem_destroy(c.mem);
    return ok;
}
