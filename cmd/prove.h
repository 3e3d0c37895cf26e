/* The proof of a new revision, before it is written. */
#ifndef CMD_PROVE_H
#define CMD_PROVE_H

#include "cmd/revision.h"
#include "cmd/scratch.h"

/* On a scratch database that holds what the live one does (without rows): the upgrades, one behind
 * the other, must lead to the model, each downgrade must restore what was there. Then head.proved
 * of each says so; else ERR_SAFETY says what differs. Done where a database in memory will do,
 * where the environment names a scratch database, and with --prove; --no-prove turns it off. A live
 * database that cannot be rebuilt is only a warning, unless --prove wants the proof. */
NODISCARD bool prove_revisions(Context *ctx, Conn *conn, NewRevisions *revisions, Error *err);

#define PROVE_FLAGS                                                             \
    FLAG("prove", 0, FLAG_SWITCH, NULL, prove,                                  \
         "run it on a scratch database before it is written (SQLite: always)"), \
        FLAG("no-prove", 0, FLAG_SWITCH, NULL, no_prove, "write it without a proof"), SCRATCH_FLAG

#endif
