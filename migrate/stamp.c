#include "migrate/runner.h"

/* Rows only: nothing of the migrations is run. */

static bool change_rows(Runner *runner, const Texts *gone, const Migrations *applied, Error *err)
{
    for (size_t i = 0; i < gone->len; i++) {
        if (!history_delete(runner->mem, runner->conn, runner->table, gone->at[i], err)) {
            return false;
        }
    }
    for (size_t i = 0; i < applied->len; i++) {
        if (!runner_record(runner, applied->at[i], err)) {
            return false;
        }
    }
    return true;
}

bool runner_stamp(Runner *runner, const Texts *gone, const Migrations *applied, Error *err)
{
    const RunOps *ops = runner->conn->server.dialect->run;
    if (!ops->begin(runner->conn, err)) {
        return false;
    }
    if (change_rows(runner, gone, applied, err) && ops->commit(runner->conn, err)) {
        return true;
    }
    (void)!ops->rollback(runner->conn, error_new(runner->mem));
    return false;
}
