/* The proof of a new revision, before it is written. */
#ifndef CMD_PROVE_H
#define CMD_PROVE_H

#include "cmd/revision.h"
#include "cmd/scratch.h"

/* On a scratch database that holds what the live one does (without rows): the upgrade must lead to
 * the model, the downgrade must restore what was there. Then revision->head.proved says so; else
 * ERR_SAFETY says what differs. Done where a database in memory will do, where the environment
 * names a scratch database, and with --prove; --no-prove turns it off. A live database that cannot
 * be rebuilt is only a warning, unless --prove wants the proof. */
NODISCARD bool prove_revision(Context *ctx, Conn *conn, NewRevision *revision, Error *err);

#define PROVE_FLAGS                                                             \
    FLAG("prove", 0, FLAG_SWITCH, NULL, prove,                                  \
         "run it on a scratch database before it is written (SQLite: always)"), \
        FLAG("no-prove", 0, FLAG_SWITCH, NULL, no_prove, "write it without a proof"), SCRATCH_FLAG

#endif
