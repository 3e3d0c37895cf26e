/* Each statement runs in a transaction that stays open: pg_locks has its locks, pg_class says
 * whether the table was written anew, the statistics of the transaction say whether it was read.
 * What refuses a transaction is looked at while it waits for somebody. */
#include "tests/integration/proof.h"

typedef enum Mode { /* as PostgreSQL numbers them */
                    LOCK_NONE,
                    ACCESS_SHARE,
                    ROW_SHARE,
                    ROW_EXCLUSIVE,
                    SHARE_UPDATE_EXCLUSIVE,
                    SHARE,
                    SHARE_ROW_EXCLUSIVE,
                    EXCLUSIVE,
                    ACCESS_EXCLUSIVE
} Mode;

static const char *const modes[] = {"no lock",
                                    "AccessShareLock",
                                    "RowShareLock",
                                    "RowExclusiveLock",
                                    "ShareUpdateExclusiveLock",
                                    "ShareLock",
                                    "ShareRowExclusiveLock",
                                    "ExclusiveLock",
                                    "AccessExclusiveLock"};

#define WRITTEN 1u /* the file of the table is another one */
#define READ    2u /* all rows were read */

typedef struct LockProof {
    RuleId rule;
    bool found; /* lint finds the rule; else this is the safe form */
    const char *before, *sql, *down;
    Mode lock;      /* strongest on the table */
    unsigned work;  /* WRITTEN, READ */
    int version;    /* the least; 0 = all */
    const char *on; /* the relation that is looked at; NULL = t */
} LockProof;

#define NN_CHECK "ALTER TABLE t ADD CONSTRAINT nn CHECK (name IS NOT NULL) NOT VALID"
#define FK       "FOREIGN KEY (other_id) REFERENCES other (id)"

static const LockProof locks[] = {
    /* types */
    {RULE_REWRITE, true, 0, "ALTER TABLE t ALTER total TYPE numeric(8,2)",
     "ALTER TABLE t ALTER total TYPE numeric(10,2)", ACCESS_EXCLUSIVE, WRITTEN, 0, 0},
    {RULE_REWRITE, false, 0, "ALTER TABLE t ALTER total TYPE numeric(12,2)",
     "ALTER TABLE t ALTER total TYPE numeric(10,2)", ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_REWRITE, true, 0, "ALTER TABLE t ALTER total TYPE numeric(12,3)",
     "ALTER TABLE t ALTER total TYPE numeric(10,2)", ACCESS_EXCLUSIVE, WRITTEN, 0, 0},
    {RULE_REWRITE, true, 0, "ALTER TABLE t ALTER n TYPE bigint",
     "ALTER TABLE t ALTER n TYPE integer", ACCESS_EXCLUSIVE, WRITTEN, 0, 0},
    {RULE_REWRITE, true, 0, "ALTER TABLE t ALTER code TYPE varchar(10)",
     "ALTER TABLE t ALTER code TYPE varchar(20)", ACCESS_EXCLUSIVE, WRITTEN, 0, 0},
    {RULE_REWRITE, false, 0, "ALTER TABLE t ALTER code TYPE varchar(40)",
     "ALTER TABLE t ALTER code TYPE varchar(20)", ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_REWRITE, false, 0, "ALTER TABLE t ALTER code TYPE text",
     "ALTER TABLE t ALTER code TYPE varchar(20)", ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_REWRITE, false, 0, "ALTER TABLE t ALTER at TYPE timestamp(6)",
     "ALTER TABLE t ALTER at TYPE timestamp(3)", ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_REWRITE, true, 0, "ALTER TABLE t ALTER at TYPE timestamp(0)",
     "ALTER TABLE t ALTER at TYPE timestamp(3)", ACCESS_EXCLUSIVE, WRITTEN, 0, 0},
    {RULE_REWRITE, true, "ALTER TABLE t ADD COLUMN v varchar(5)[]",
     "ALTER TABLE t ALTER v TYPE varchar(9)[]", "ALTER TABLE t ALTER v TYPE varchar(5)[]",
     ACCESS_EXCLUSIVE, WRITTEN, 0, 0},
    {RULE_REWRITE, false, "ALTER TABLE t ADD COLUMN v varchar(5)[]",
     "ALTER TABLE t ALTER v TYPE varchar[]", "ALTER TABLE t ALTER v TYPE varchar(5)[]",
     ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_REWRITE, true, "ALTER TABLE t ADD COLUMN v interval",
     "ALTER TABLE t ALTER v TYPE interval day", "ALTER TABLE t ALTER v TYPE interval",
     ACCESS_EXCLUSIVE, WRITTEN, 0, 0},
    {RULE_REWRITE, false, "ALTER TABLE t ADD COLUMN v interval day",
     "ALTER TABLE t ALTER v TYPE interval", "ALTER TABLE t ALTER v TYPE interval day",
     ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_REWRITE, false, "ALTER TABLE t ADD COLUMN v varbit(5)",
     "ALTER TABLE t ALTER v TYPE varbit(9)", "ALTER TABLE t ALTER v TYPE varbit(5)",
     ACCESS_EXCLUSIVE, 0, 0, 0},
    /* new columns */
    {RULE_REWRITE, true, 0, "ALTER TABLE t ADD COLUMN s serial", "ALTER TABLE t DROP COLUMN s",
     ACCESS_EXCLUSIVE, WRITTEN, 0, 0},
    {RULE_REWRITE, true, 0, "ALTER TABLE t ADD COLUMN s int GENERATED ALWAYS AS IDENTITY",
     "ALTER TABLE t DROP COLUMN s", ACCESS_EXCLUSIVE, WRITTEN, 0, 0},
    {RULE_REWRITE, true, 0, "ALTER TABLE t ADD COLUMN g int GENERATED ALWAYS AS (n + 1) STORED",
     "ALTER TABLE t DROP COLUMN g", ACCESS_EXCLUSIVE, WRITTEN, 0, 0},
    {RULE_REWRITE, false, 0, "ALTER TABLE t ADD COLUMN g int GENERATED ALWAYS AS (n + 1) VIRTUAL",
     "ALTER TABLE t DROP COLUMN g", ACCESS_EXCLUSIVE, 0, 180000, 0},
    {RULE_REWRITE, false, 0, "ALTER TABLE t ADD COLUMN s int NOT NULL DEFAULT 5",
     "ALTER TABLE t DROP COLUMN s", ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_REWRITE, true, 0, "ALTER TABLE t SET UNLOGGED", "ALTER TABLE t SET LOGGED",
     ACCESS_EXCLUSIVE, WRITTEN, 0, 0},
    {RULE_VOLATILE_DEFAULT, true, 0, "ALTER TABLE t ADD COLUMN u uuid DEFAULT gen_random_uuid()",
     "ALTER TABLE t DROP COLUMN u", ACCESS_EXCLUSIVE, WRITTEN, 0, 0},
    {RULE_VOLATILE_DEFAULT, true, 0,
     "ALTER TABLE t ADD COLUMN u timestamptz DEFAULT clock_timestamp()",
     "ALTER TABLE t DROP COLUMN u", ACCESS_EXCLUSIVE, WRITTEN, 0, 0},
    {RULE_VOLATILE_DEFAULT, false, 0, "ALTER TABLE t ADD COLUMN u timestamptz DEFAULT now()",
     "ALTER TABLE t DROP COLUMN u", ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_VOLATILE_DEFAULT, false, "ALTER TABLE t ADD COLUMN u uuid",
     "ALTER TABLE t ALTER u SET DEFAULT gen_random_uuid()", "ALTER TABLE t ALTER u DROP DEFAULT",
     ACCESS_EXCLUSIVE, 0, 0, 0},
    /* constraints */
    {RULE_VALIDATED, true, 0, "ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0)",
     "ALTER TABLE t DROP CONSTRAINT c", ACCESS_EXCLUSIVE, READ, 0, 0},
    {RULE_VALIDATED, false, 0, "ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0) NOT VALID",
     "ALTER TABLE t DROP CONSTRAINT c", ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_VALIDATED, false, "ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0) NOT VALID",
     "ALTER TABLE t VALIDATE CONSTRAINT c", 0, SHARE_UPDATE_EXCLUSIVE, READ, 0, 0},
    {RULE_VALIDATED, true, 0,
     "ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c",
     "ALTER TABLE t DROP CONSTRAINT c", ACCESS_EXCLUSIVE, READ, 0, 0},
    {RULE_VALIDATED, true, 0, "ALTER TABLE t ADD COLUMN p int CHECK (p > 0)",
     "ALTER TABLE t DROP COLUMN p", ACCESS_EXCLUSIVE, READ, 0, 0},
    {RULE_VALIDATED, true, 0, "ALTER TABLE t ADD CONSTRAINT f " FK,
     "ALTER TABLE t DROP CONSTRAINT f", SHARE_ROW_EXCLUSIVE, READ, 0, 0},
    {RULE_VALIDATED, true, 0, "ALTER TABLE t ADD CONSTRAINT f " FK,
     "ALTER TABLE t DROP CONSTRAINT f", SHARE_ROW_EXCLUSIVE, 0, 0, "other"},
    {RULE_VALIDATED, true, 0, "ALTER TABLE t ADD COLUMN p int DEFAULT 1 REFERENCES other (id)",
     "ALTER TABLE t DROP COLUMN p", ACCESS_EXCLUSIVE, READ, 0, 0},
    {RULE_VALIDATED, false, 0, "ALTER TABLE t ADD COLUMN p int REFERENCES other (id)",
     "ALTER TABLE t DROP COLUMN p", ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_VALIDATED, true, "ALTER TABLE t ADD COLUMN made_id int",
     "CREATE TABLE made (id int PRIMARY KEY); ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (made_id) "
     "REFERENCES made (id)",
     "ALTER TABLE t DROP CONSTRAINT f; DROP TABLE made", SHARE_ROW_EXCLUSIVE, READ, 0, 0},
    {RULE_VALIDATED, false, 0, "ALTER TABLE t ADD CONSTRAINT f " FK " NOT VALID",
     "ALTER TABLE t DROP CONSTRAINT f", SHARE_ROW_EXCLUSIVE, 0, 0, 0},
    {RULE_VALIDATED, false, "ALTER TABLE t ADD CONSTRAINT f " FK " NOT VALID",
     "ALTER TABLE t VALIDATE CONSTRAINT f", 0, SHARE_UPDATE_EXCLUSIVE, READ, 0, 0},
    {RULE_VALIDATED, false, "ALTER TABLE t ADD CONSTRAINT f " FK " NOT VALID",
     "ALTER TABLE t VALIDATE CONSTRAINT f", 0, ROW_SHARE, 0, 0, "other"},
    /* NOT NULL */
    {RULE_NOT_NULL_SCAN, true, 0, "ALTER TABLE t ALTER name SET NOT NULL",
     "ALTER TABLE t ALTER name DROP NOT NULL", ACCESS_EXCLUSIVE, READ, 0, 0},
    {RULE_NOT_NULL_SCAN, false, NN_CHECK, "ALTER TABLE t VALIDATE CONSTRAINT nn", 0,
     SHARE_UPDATE_EXCLUSIVE, READ, 0, 0},
    {RULE_NOT_NULL_SCAN, false, NN_CHECK "; ALTER TABLE t VALIDATE CONSTRAINT nn",
     "ALTER TABLE t VALIDATE CONSTRAINT nn; ALTER TABLE t ALTER name SET NOT NULL",
     "ALTER TABLE t ALTER name DROP NOT NULL", ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_NOT_NULL_SCAN, false, 0, "ALTER TABLE t ADD CONSTRAINT nn NOT NULL name NOT VALID",
     "ALTER TABLE t DROP CONSTRAINT nn", ACCESS_EXCLUSIVE, 0, 180000, 0},
    {RULE_NOT_NULL_SCAN, false, "ALTER TABLE t ADD CONSTRAINT nn NOT NULL name NOT VALID",
     "ALTER TABLE t VALIDATE CONSTRAINT nn", 0, SHARE_UPDATE_EXCLUSIVE, READ, 180000, 0},
    /* unique keys and indexes */
    {RULE_UNIQUE_LOCK, true, 0, "ALTER TABLE t ADD CONSTRAINT u UNIQUE (n)",
     "ALTER TABLE t DROP CONSTRAINT u", ACCESS_EXCLUSIVE, READ, 0, 0},
    {RULE_UNIQUE_LOCK, true, "ALTER TABLE t DROP CONSTRAINT t_pkey",
     "ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (id)", "ALTER TABLE t DROP CONSTRAINT t_pkey",
     ACCESS_EXCLUSIVE, READ, 0, 0},
    {RULE_UNIQUE_LOCK, true, 0, "ALTER TABLE t ADD CONSTRAINT e EXCLUDE (n WITH =)",
     "ALTER TABLE t DROP CONSTRAINT e", ACCESS_EXCLUSIVE, READ, 0, 0},
    {RULE_UNIQUE_LOCK, false, "CREATE UNIQUE INDEX u ON t (n)",
     "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX u", "ALTER TABLE t DROP CONSTRAINT u",
     ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_VALIDATED, true, "CREATE DOMAIN pos AS int; ALTER TABLE t ADD COLUMN p pos",
     "ALTER DOMAIN pos ADD CONSTRAINT c CHECK (VALUE > 0)", "DROP DOMAIN pos CASCADE", SHARE, READ,
     0, 0},
    {RULE_VALIDATED, true, "CREATE DOMAIN pos AS int; ALTER TABLE t ADD COLUMN p pos DEFAULT 1",
     "ALTER DOMAIN pos SET NOT NULL", "DROP DOMAIN pos CASCADE", SHARE, READ, 0, 0},
    {RULE_VALIDATED, false, "CREATE DOMAIN pos AS int; ALTER TABLE t ADD COLUMN p pos",
     "ALTER DOMAIN pos ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID", "DROP DOMAIN pos CASCADE",
     LOCK_NONE, 0, 0, 0},
    {RULE_UNIQUE_LOCK, false, "ALTER TABLE part ADD CONSTRAINT u1 UNIQUE (a)",
     "ALTER TABLE ONLY parts ADD CONSTRAINT u UNIQUE (a); ALTER INDEX u ATTACH PARTITION u1",
     "ALTER TABLE parts DROP CONSTRAINT u", ACCESS_SHARE, 0, 0, "part"},
    {RULE_INDEX_LOCK, false, 0, "CREATE INDEX i ON ONLY parts (a)", "DROP INDEX i", LOCK_NONE, 0, 0,
     "part"},
    {RULE_INDEX_LOCK, true, 0, "CREATE INDEX i ON t (n)", "DROP INDEX i", SHARE, READ, 0, 0},
    {RULE_DROP_INDEX_LOCK, true, "CREATE INDEX i ON t (n)", "DROP INDEX i",
     "CREATE INDEX i ON t (n)", ACCESS_EXCLUSIVE, 0, 0, 0},
    /* others */
    {RULE_EXCLUSIVE, true, 0, "LOCK TABLE t", 0, ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_EXCLUSIVE, true, 0, "CLUSTER t USING t_pkey", 0, ACCESS_EXCLUSIVE, WRITTEN, 0, 0},
    {RULE_EXCLUSIVE, true, 0, "REINDEX TABLE t", 0, SHARE, READ, 0, 0},
    {RULE_EXCLUSIVE, true, 0, "REINDEX TABLE t", 0, ACCESS_EXCLUSIVE, WRITTEN, 0, "t_pkey"},
    {RULE_EXCLUSIVE, true, 0, "REFRESH MATERIALIZED VIEW mv", 0, ACCESS_EXCLUSIVE, WRITTEN, 0,
     "mv"},
    {RULE_EXCLUSIVE, false, 0, "REFRESH MATERIALIZED VIEW CONCURRENTLY mv", 0, EXCLUSIVE, 0, 0,
     "mv"},
    {RULE_EXCLUSIVE, true, 0, "ALTER TABLE parts DETACH PARTITION part", 0, ACCESS_EXCLUSIVE, 0, 0,
     "parts"},
    {RULE_MIXED_DATA, true, 0, "ALTER TABLE t ADD COLUMN x int; UPDATE t SET x = 1 WHERE id = 1",
     "ALTER TABLE t DROP COLUMN x", ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_MIXED_DATA, false, 0, "UPDATE t SET n = 1 WHERE id = 1", 0, ROW_EXCLUSIVE, 0, 0, 0},
    {RULE_DELETE_ROWS, true, 0, "TRUNCATE t", 0, ACCESS_EXCLUSIVE, WRITTEN, 0, 0},
    {RULE_DROP_TABLE, true, 0, "DROP TABLE t", "CREATE TABLE t (id int)", ACCESS_EXCLUSIVE, 0, 0,
     0},
    {RULE_DROP_COLUMN, true, 0, "ALTER TABLE t DROP COLUMN name",
     "ALTER TABLE t ADD COLUMN name text", ACCESS_EXCLUSIVE, 0, 0, 0},
};

/* What refuses a transaction: looked at while it waits for somebody's open transaction. DETACH
 * holds nothing then: it waits between two transactions of its own. */
static const LockProof waiting[] = {
    {RULE_INDEX_LOCK, false, 0, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX i",
     SHARE_UPDATE_EXCLUSIVE, 0, 0, 0},
    {RULE_INDEX_LOCK, false, 0, "CREATE UNIQUE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX i",
     SHARE_UPDATE_EXCLUSIVE, 0, 0, 0},
    {RULE_DROP_INDEX_LOCK, false, "CREATE INDEX i ON t (n)", "DROP INDEX CONCURRENTLY i", 0,
     SHARE_UPDATE_EXCLUSIVE, 0, 0, 0},
    {RULE_EXCLUSIVE, true, 0, "VACUUM FULL t", 0, ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_EXCLUSIVE, true, 0, "VACUUM (FULL, ANALYZE) t", 0, ACCESS_EXCLUSIVE, 0, 0, 0},
    {RULE_EXCLUSIVE, false, 0, "REINDEX TABLE CONCURRENTLY t", 0, SHARE_UPDATE_EXCLUSIVE, 0, 0, 0},
    {RULE_EXCLUSIVE, false, 0, "REINDEX (CONCURRENTLY) TABLE t", 0, SHARE_UPDATE_EXCLUSIVE, 0, 0,
     0},
    {RULE_EXCLUSIVE, false, 0, "ALTER TABLE parts DETACH PARTITION part CONCURRENTLY", 0, LOCK_NONE,
     0, 0, "parts"},
};

/* What a rule says about rows and running code: the statements, a question, and its answer ("error"
 * = it fails). */
typedef struct EffectProof {
    RuleId rule;
    bool found;
    const char *before, *sql, *down, *question, *answer;
} EffectProof;

static const EffectProof effects[] = {
    {RULE_DROP_TABLE, true, 0, "DROP TABLE t", 0, "SELECT 1 FROM t", "error"},
    {RULE_DROP_COLUMN, true, 0, "ALTER TABLE t DROP COLUMN name", 0, "SELECT name FROM t", "error"},
    {RULE_DELETE_ROWS, true, 0, "DELETE FROM t", 0, "SELECT count(*) FROM t", "0"},
    {RULE_DELETE_ROWS, true, 0, "TRUNCATE t", 0, "SELECT count(*) FROM t", "0"},
    {RULE_DELETE_ROWS, true, 0, "WITH w AS (SELECT 1) DELETE FROM t", 0, "SELECT count(*) FROM t",
     "0"},
    {RULE_DELETE_ROWS, false, 0, "DELETE FROM t WHERE id = 1", 0, "SELECT count(*) FROM t", "999"},
    {RULE_DELETE_ROWS, false, 0,
     "WITH w AS (SELECT 1 AS id) DELETE FROM t WHERE id IN (SELECT id FROM w)", 0,
     "SELECT count(*) FROM t", "999"},
    {RULE_DELETE_ROWS, true, 0, "UPDATE t SET n = 7", 0, "SELECT count(*) FROM t WHERE n = 7",
     "1000"},
    {RULE_NEEDS_DEFAULT, true, 0, "ALTER TABLE t ADD COLUMN x int NOT NULL",
     "ALTER TABLE t DROP COLUMN x", 0, "error"},
    {RULE_NEEDS_DEFAULT, false, 0, "ALTER TABLE t ADD COLUMN x int NOT NULL DEFAULT 3",
     "ALTER TABLE t DROP COLUMN x", "SELECT min(x) FROM t", "3"},
    {RULE_MAY_NOT_FIT, true, 0, "ALTER TABLE t ALTER total TYPE numeric(4,2)",
     "ALTER TABLE t ALTER total TYPE numeric(10,2)", 0, "error"},
    {RULE_MAY_NOT_FIT, true, 0, "ALTER TABLE t ALTER code TYPE varchar(3)",
     "ALTER TABLE t ALTER code TYPE varchar(20)", 0, "error"},
    {RULE_MAY_NOT_FIT, true, 0, "ALTER TABLE t ALTER n TYPE smallint",
     "ALTER TABLE t ALTER n TYPE integer", 0, "error"},
    {RULE_MAY_NOT_FIT, false, 0, "ALTER TABLE t ALTER n TYPE bigint",
     "ALTER TABLE t ALTER n TYPE integer", "SELECT max(n) FROM t", "1000000"},
    {RULE_BAD_DEFAULT, true, 0, "ALTER TABLE t ADD COLUMN x int DEFAULT 'abc'",
     "ALTER TABLE t DROP COLUMN x", 0, "error"},
    {RULE_BAD_DEFAULT, true, 0, "ALTER TABLE t ADD COLUMN x smallint DEFAULT 40000",
     "ALTER TABLE t DROP COLUMN x", 0, "error"},
    {RULE_BAD_DEFAULT, true, 0, "ALTER TABLE t ADD COLUMN x varchar(3) DEFAULT 'abcd'",
     "ALTER TABLE t DROP COLUMN x", 0, "error"},
    {RULE_BAD_DEFAULT, true, 0, "ALTER TABLE t ADD COLUMN x numeric(4,2) DEFAULT 100",
     "ALTER TABLE t DROP COLUMN x", 0, "error"},
    {RULE_BAD_DEFAULT, true, 0, "ALTER TABLE t ADD COLUMN x boolean DEFAULT 1",
     "ALTER TABLE t DROP COLUMN x", 0, "error"},
    {RULE_BAD_DEFAULT, true, 0, "ALTER TABLE t ADD COLUMN x int NOT NULL DEFAULT NULL",
     "ALTER TABLE t DROP COLUMN x", 0, "error"},
    {RULE_BAD_DEFAULT, true, 0,
     "CREATE TYPE tone AS ENUM ('low'); ALTER TABLE t ADD COLUMN x tone DEFAULT 'high'",
     "ALTER TABLE t DROP COLUMN x; DROP TYPE tone", 0, "error"},
    {RULE_BAD_DEFAULT, true, 0,
     "ALTER TABLE t ALTER n TYPE smallint USING 1; ALTER TABLE t ALTER n SET DEFAULT 40000",
     "ALTER TABLE t ALTER n DROP DEFAULT; ALTER TABLE t ALTER n TYPE integer",
     "INSERT INTO t (id) VALUES (5000)", "error"},
    {RULE_BAD_DEFAULT, true, "ALTER TABLE t ALTER name SET DEFAULT 'x'",
     "ALTER TABLE t ALTER name TYPE int USING 1",
     "ALTER TABLE t ALTER name TYPE text; ALTER TABLE t ALTER name SET DEFAULT 'x'", 0, "error"},
    {RULE_BAD_DEFAULT, false, "ALTER TABLE t ALTER name SET DEFAULT 'x'",
     "ALTER TABLE t ALTER name TYPE int USING 1, ALTER name DROP DEFAULT",
     "ALTER TABLE t ALTER name TYPE text; ALTER TABLE t ALTER name SET DEFAULT 'x'",
     "SELECT max(name) FROM t", "1"},
    {RULE_BAD_DEFAULT, false, 0, "ALTER TABLE t ADD COLUMN x int DEFAULT 1.5",
     "ALTER TABLE t DROP COLUMN x", "SELECT max(x) FROM t", "2"},
    {RULE_BAD_DEFAULT, false, 0, "ALTER TABLE t ADD COLUMN x varchar(3) DEFAULT 'abc  '",
     "ALTER TABLE t DROP COLUMN x", "SELECT max(x) FROM t", "abc"},
    {RULE_RENAME, true, 0, "ALTER TABLE t RENAME COLUMN name TO title",
     "ALTER TABLE t RENAME COLUMN title TO name", "SELECT name FROM t", "error"},
    {RULE_RENAME, true, 0, "ALTER TABLE t RENAME TO t2", "ALTER TABLE t2 RENAME TO t",
     "SELECT 1 FROM t", "error"},
    {RULE_RENAME, true, "CREATE FUNCTION half(n int) RETURNS int LANGUAGE sql AS 'SELECT n / 2'",
     "ALTER FUNCTION half(int) RENAME TO halved", "ALTER FUNCTION halved(int) RENAME TO half",
     "SELECT half(2)", "error"},
    {RULE_RENAME, true, 0, "ALTER TYPE mood RENAME TO moods", "ALTER TYPE moods RENAME TO mood",
     "SELECT 'sad'::mood", "error"},
    {RULE_IN_TRANSACTION, true, 0, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX i", 0,
     "error"},
    {RULE_IN_TRANSACTION, true, 0, "REINDEX (CONCURRENTLY) TABLE t", 0, 0, "error"},
    {RULE_IN_TRANSACTION, true, 0, "VACUUM t", 0, 0, "error"},
    {RULE_IN_TRANSACTION, true, 0, "ALTER SYSTEM SET work_mem = '4MB'", 0, 0, "error"},
    {RULE_TRANSACTION, true, 0, "CREATE TABLE made (a int); COMMIT", 0,
     "ROLLBACK; SELECT count(*) FROM made", "0"},
    {RULE_CASCADE, true, 0, "DROP TABLE t CASCADE", 0, "SELECT 1 FROM v", "error"},
    {RULE_CASCADE, true, 0, "ALTER TABLE t DROP COLUMN code CASCADE", 0, "SELECT 1 FROM v",
     "error"},
    {RULE_CASCADE, false, 0, "ALTER TABLE t ADD CONSTRAINT f " FK " ON DELETE CASCADE",
     "ALTER TABLE t DROP CONSTRAINT f", "SELECT count(*) FROM v", "1000"},
    {RULE_RENAME, false, 0, "ALTER TYPE mood RENAME TO old; CREATE TYPE mood AS ENUM ('sad')",
     "DROP TYPE mood; ALTER TYPE old RENAME TO mood", "SELECT 'sad'::mood", "sad"},
    {RULE_ENUM_USED, true, 0, "ALTER TYPE mood ADD VALUE 'glad'; INSERT INTO moody VALUES ('glad')",
     0, 0, "error"},
    {RULE_ENUM_USED, false, "ALTER TYPE mood ADD VALUE 'glad'", "INSERT INTO moody VALUES ('glad')",
     0, "SELECT count(*) FROM moody", "1"},
};

/* --- the table -------------------------------------------------------------------------------- */

static const char *const stage[] = {
    "ROLLBACK",
    "DROP SCHEMA IF EXISTS " PROOF_SPACE " CASCADE",
    "CREATE SCHEMA " PROOF_SPACE,
    "CREATE TABLE other (id int PRIMARY KEY)",
    "INSERT INTO other SELECT generate_series(1, 1000)",
    "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, code varchar(20), total numeric(10,2), "
    "name text, at timestamp(3), other_id int)",
    "INSERT INTO t SELECT i, i * 1000, 'code' || i, i, 'x', now(), i FROM generate_series(1, 1000) "
    "i",
    "CREATE VIEW v AS SELECT id, code FROM t",
    "CREATE MATERIALIZED VIEW mv AS SELECT id FROM other",
    "CREATE UNIQUE INDEX ON mv (id)",
    "CREATE TABLE parts (a int) PARTITION BY LIST (a)",
    "CREATE TABLE part PARTITION OF parts FOR VALUES IN (1)",
    "CREATE TYPE mood AS ENUM ('sad')",
    "CREATE TABLE moody (m mood)",
};

static void set_stage(Proving *p)
{
    for (size_t i = 0; i < sizeof stage / sizeof *stage; i++) {
        proof_must(p, p->work, stage[i]);
    }
}

/* A view would be in the way of what is measured. */
static void clear_view(Proving *p, bool keep)
{
    if (!keep) {
        proof_must(p, p->work, "DROP VIEW v");
    }
}

static const char *relation(const LockProof *proof)
{
    return proof->on ? proof->on : "t";
}

static Mode strongest(Proving *p, const char *pid, const char *oid)
{
    const char *rows = proof_ask(
        p, p->watch,
        mem_printf(p->mem,
                   "SELECT string_agg(mode, ' ') FROM pg_locks WHERE pid = %s AND locktype = "
                   "'relation' AND relation = %s",
                   pid, oid));
    Mode mode = LOCK_NONE;
    for (size_t i = 1; i < sizeof modes / sizeof *modes; i++) {
        mode = text_mentions(rows, modes[i]) ? (Mode)i : mode;
    }
    return mode;
}

/* Scans of the table in this transaction. */
static const char *scanned(Proving *p, const char *oid)
{
    return proof_ask(p, p->work,
                     mem_printf(p->mem,
                                "SELECT pg_stat_get_xact_numscans(%s) > 0 AND "
                                "pg_stat_get_xact_tuples_returned(%s) >= 1000",
                                oid, oid));
}

static const char *file_of(Proving *p, const char *oid)
{
    return proof_ask(p, p->work, mem_printf(p->mem, "SELECT pg_relation_filenode(%s::oid)", oid));
}

static const char *oid_of(Proving *p, const char *name)
{
    return proof_ask(p, p->work, mem_printf(p->mem, "SELECT '%s'::regclass::oid::bigint", name));
}

static bool skipped(const Proving *p, int version)
{
    return version && p->work->server.version < version;
}

static const char *title(Proving *p, RuleId rule, bool found, const char *sql, const char *on)
{
    return mem_printf(p->mem, "%s: %s: %s%s%s", lint_rules[rule].name,
                      found ? "claim" : "safe form", sql, on ? " on " : "", on ? on : "");
}

/* --- locks ------------------------------------------------------------------------------------ */

static void prove_lock(Proving *p, const LockProof *proof)
{
    set_stage(p);
    clear_view(p, false);
    if (proof->before) {
        proof_must(p, p->work, proof->before);
    }
    const char *oid = oid_of(p, relation(proof)), *file = file_of(p, oid);
    const char *pid = proof_ask(p, p->work, "SELECT pg_backend_pid()");
    proof_must(p, p->work, "SELECT pg_stat_force_next_flush()"); /* count from here */
    proof_must(p, p->work, "BEGIN");
    const char *answer = proof_ask(p, p->work, proof->sql);
    Mode mode = strongest(p, pid, oid);
    bool dropped = text_equal(file_of(p, oid), "nothing");
    bool written = !dropped && !text_equal(file_of(p, oid), file);
    bool read = !dropped && text_equal(scanned(p, oid), "t");
    proof_must(p, p->work, "ROLLBACK");
    bool wanted = proof_finds(p, proof->rule, proof->sql, proof->down, false) == proof->found;
    bool ok = wanted && !text_starts(answer, "error") && mode == proof->lock &&
              written == ((proof->work & WRITTEN) != 0) &&
              (written || dropped || proof->on || read == ((proof->work & READ) != 0));
    proof_point(p, ok, title(p, proof->rule, proof->found, proof->sql, proof->on),
                "%s; %s%s%s; lint:%s", answer, modes[mode], written ? ", written anew" : "",
                read ? ", read" : "", proof_findings(p, proof->sql, proof->down, false));
}

static bool is_waiting(Proving *p, const char *pid)
{
    const char *sql = mem_printf(
        p->mem, "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'", pid);
    return text_equal(proof_ask(p, p->watch, sql), "1");
}

static void prove_waiting(Proving *p, const LockProof *proof)
{
    set_stage(p);
    if (proof->before) {
        proof_must(p, p->work, proof->before);
    }
    Running running;
    const char *oid = oid_of(p, relation(proof));
    const char *pid = proof_ask(p, p->work, "SELECT pg_backend_pid()");
    proof_must(p, p->other, "BEGIN");
    proof_must(p, p->other, "INSERT INTO t (id, n) VALUES (5000, 5000)");
    proof_must(p, p->other, "INSERT INTO parts VALUES (1)");
    running_start(p, &running, p->work, proof->sql);
    while (!running.done && !is_waiting(p, pid)) {
        proof_nap();
    }
    bool waits = !running.done;
    Mode mode = strongest(p, pid, oid);
    proof_must(p, p->other, "ROLLBACK");
    bool done = running_end(&running);
    bool wanted = proof_finds(p, proof->rule, proof->sql, proof->down, true) == proof->found;
    proof_point(p, done && waits && wanted && mode == proof->lock,
                title(p, proof->rule, proof->found, proof->sql, proof->on), "%s, %s; %s; lint:%s",
                done ? "done" : "failed", waits ? "waited" : "did not wait", modes[mode],
                proof_findings(p, proof->sql, proof->down, true));
}

/* --- effects ---------------------------------------------------------------------------------- */

static void prove_effect(Proving *p, const EffectProof *proof)
{
    set_stage(p);
    clear_view(p, proof->rule == RULE_CASCADE);
    if (proof->before) {
        proof_must(p, p->work, proof->before);
    }
    proof_must(p, p->work, "BEGIN");
    const char *answer = proof_ask(p, p->work, proof->sql);
    if (proof->question && !text_starts(answer, "error")) {
        answer = proof_ask(p, p->work, proof->question);
    }
    proof_must(p, p->work, "ROLLBACK");
    bool wanted = proof_finds(p, proof->rule, proof->sql, proof->down, false) == proof->found;
    bool same = text_equal(proof->answer, "error") ? text_starts(answer, "error")
                                                   : text_equal(answer, proof->answer);
    proof_point(p, wanted && same, title(p, proof->rule, proof->found, proof->sql, NULL),
                "%s; lint:%s", answer, proof_findings(p, proof->sql, proof->down, false));
}

void prove_postgres(Proving *p)
{
    Conn *const conns[] = {p->work, p->watch, p->other};
    for (size_t i = 0; i < 3; i++) {
        proof_must(p, conns[i], "SET search_path TO " PROOF_SPACE);
        proof_must(p, conns[i], "SET client_min_messages TO error");
    }
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++) {
        if (!skipped(p, locks[i].version)) {
            prove_lock(p, &locks[i]);
        }
    }
    for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++) {
        prove_waiting(p, &waiting[i]);
    }
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++) {
        prove_effect(p, &effects[i]);
    }
    proof_must(p, p->work, "DROP SCHEMA " PROOF_SPACE " CASCADE");
}
