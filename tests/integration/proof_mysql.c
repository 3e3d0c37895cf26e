/* InnoDB is asked in three ways: whether it takes a clause as INSTANT, INPLACE with LOCK=NONE, or
 * INPLACE at all; whether the table is another one afterwards (its id in the data dictionary, and
 * MySQL's count of row versions); and, on a table that is large enough to take a moment, whether
 * somebody who inserts a row meanwhile has to wait for the table's metadata lock: as
 * performance_schema.metadata_locks has it where that is on, else as the process list tells. */
#include "tests/integration/proof.h"

#include <stdlib.h>

/* What a clause costs, as the rules tell it. */
typedef enum Cost {
    COST_INSTANT, /* no finding */
    COST_INPLACE, /* no finding */
    COST_REBUILD, /* table-rewrite */
    COST_SHARED,  /* index-blocks-writes */
    COST_ONLINE,  /* copied: table-rewrite from MariaDB 11.2, table-copy on the others */
    COST_COPY     /* table-copy */
} Cost;

static const char *const cost_words[] = {
    "instant", "in place", "rebuilt in place", "in place, nobody writes", "copied beside writers",
    "copied"};

#define MYSQL   1u
#define MARIADB 2u
#define BOTH    (MYSQL | MARIADB)

typedef struct CostProof {
    Cost cost;
    unsigned servers;
    const char *clauses, *down; /* of ALTER TABLE t */
} CostProof;

static const CostProof costs[] = {
    /* columns */
    {COST_INSTANT, BOTH, "ADD COLUMN x int", "DROP COLUMN x"},
    {COST_INSTANT, BOTH, "ADD COLUMN x int NOT NULL DEFAULT 5", "DROP COLUMN x"},
    {COST_INSTANT, BOTH, "ADD COLUMN x int FIRST", "DROP COLUMN x"},
    {COST_INSTANT, BOTH, "ADD COLUMN x int AS (n + 1) VIRTUAL", "DROP COLUMN x"},
    {COST_ONLINE, BOTH, "ADD COLUMN x int AS (n + 1) STORED", "DROP COLUMN x"},
    {COST_ONLINE, BOTH, "ADD COLUMN x int DEFAULT (n + 1)", "DROP COLUMN x"},
    {COST_SHARED, BOTH, "ADD COLUMN x int AUTO_INCREMENT, ADD UNIQUE KEY (x)", "DROP COLUMN x"},
    {COST_INSTANT, BOTH, "DROP COLUMN spare", "ADD COLUMN spare int"},
    {COST_INSTANT, BOTH, "RENAME COLUMN spare TO reserve", "RENAME COLUMN reserve TO spare"},
    {COST_INSTANT, BOTH, "ALTER COLUMN n SET DEFAULT 7", "ALTER COLUMN n DROP DEFAULT"},
    {COST_COPY, BOTH, "MODIFY id int AUTO_INCREMENT", "MODIFY id int"},
    {COST_REBUILD, MYSQL, "MODIFY n int AFTER code", "MODIFY n int AFTER id"},
    {COST_INSTANT, MARIADB, "MODIFY n int AFTER code", "MODIFY n int AFTER id"},
    /* types */
    {COST_INPLACE, MYSQL, "MODIFY code varchar(40)", "MODIFY code varchar(20)"},
    {COST_INSTANT, MARIADB, "MODIFY code varchar(40)", "MODIFY code varchar(20)"},
    {COST_ONLINE, BOTH, "MODIFY code varchar(10)", "MODIFY code varchar(20)"},
    {COST_COPY, MYSQL, "MODIFY code varchar(100)", "MODIFY code varchar(20)"},
    {COST_INPLACE, MYSQL, "MODIFY name varchar(200)", "MODIFY name varchar(100)"},
    {COST_INSTANT, MARIADB, "MODIFY name varchar(200)", "MODIFY name varchar(100)"},
    {COST_ONLINE, BOTH, "MODIFY n bigint", "MODIFY n int"},
    {COST_ONLINE, BOTH, "MODIFY total decimal(12,2)", "MODIFY total decimal(10,2)"},
    {COST_INSTANT, BOTH, "MODIFY state enum('a','b','c')", "MODIFY state enum('a','b')"},
    {COST_ONLINE, BOTH, "MODIFY state enum('b','a')", "MODIFY state enum('a','b')"},
    {COST_REBUILD, BOTH, "MODIFY n int NOT NULL", "MODIFY n int"},
    {COST_ONLINE, BOTH, "MODIFY name varchar(100) CHARACTER SET latin1",
     "MODIFY name varchar(100)"},
    {COST_COPY, MYSQL, "MODIFY code varchar(20) COLLATE utf8mb4_bin",
     "MODIFY code varchar(20) COLLATE utf8mb4_general_ci"},
    {COST_INPLACE, MARIADB, "MODIFY code varchar(20) COLLATE utf8mb4_bin",
     "MODIFY code varchar(20) COLLATE utf8mb4_general_ci"},
    {COST_ONLINE, BOTH, "CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
     "CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"},
    /* keys */
    {COST_INPLACE, BOTH, "ADD INDEX i (n)", "DROP INDEX i"},
    {COST_INPLACE, BOTH, "ADD UNIQUE KEY u (n)", "DROP INDEX u"},
    {COST_SHARED, BOTH, "ADD FULLTEXT INDEX f (name)", "DROP INDEX f"},
    {COST_SHARED, BOTH, "ADD SPATIAL INDEX s (place)", "DROP INDEX s"},
    {COST_INPLACE, BOTH, "DROP INDEX ix_code", "ADD INDEX ix_code (code)"},
    {COST_ONLINE, BOTH, "ADD CONSTRAINT fk FOREIGN KEY (other_id) REFERENCES other (id)",
     "DROP FOREIGN KEY fk"},
    {COST_ONLINE, BOTH, "ADD CONSTRAINT ck CHECK (n > 0)", "DROP CONSTRAINT ck"},
    {COST_COPY, MYSQL, "DROP PRIMARY KEY", "ADD PRIMARY KEY (id)"},
    {COST_REBUILD, BOTH, "DROP PRIMARY KEY, ADD PRIMARY KEY (id, n2)",
     "DROP PRIMARY KEY, ADD PRIMARY KEY (id)"},
    /* the table */
    {COST_REBUILD, BOTH, "ENGINE=InnoDB", "ENGINE=InnoDB"},
    {COST_REBUILD, BOTH, "ROW_FORMAT=COMPACT", "ROW_FORMAT=DYNAMIC"},
    {COST_REBUILD, BOTH, "FORCE", "FORCE"},
    {COST_COPY, MYSQL, "ENGINE=MyISAM", "ENGINE=InnoDB"},
    {COST_ONLINE, MARIADB, "ADD SYSTEM VERSIONING", "DROP SYSTEM VERSIONING"},
    {COST_INPLACE, MYSQL, "COMMENT='x'", "COMMENT=''"},
    {COST_INSTANT, MARIADB, "COMMENT='x'", "COMMENT=''"},
};

/* While the statement works on a large table: does a writer get through? The second one of a pair
 * is the safe form. */
typedef struct WriterProof {
    RuleId rule;
    bool found, waits;
    const char *clauses, *down;
} WriterProof;

static const WriterProof writers[] = {
    {RULE_COPY, true, true, "MODIFY n bigint", "MODIFY n int"},
    {RULE_COPY, false, false, "ADD INDEX i (n, pad), ALGORITHM=INPLACE, LOCK=NONE", "DROP INDEX i"},
    {RULE_COPY, true, true, "PARTITION BY KEY (id) PARTITIONS 4", "REMOVE PARTITIONING"},
    {RULE_REWRITE, true, false, "ENGINE=InnoDB", "ENGINE=InnoDB"},
    {RULE_REWRITE, false, false, "ENGINE=InnoDB, ALGORITHM=INPLACE, LOCK=NONE", "ENGINE=InnoDB"},
    {RULE_INDEX_LOCK, true, true, "ADD FULLTEXT INDEX f (pad)", "DROP INDEX f"},
};

typedef struct EffectProof {
    RuleId rule;
    bool found;
    unsigned servers;
    const char *sql, *down, *question, *answer;
} EffectProof;

static const EffectProof effects[] = {
    {RULE_NEEDS_DEFAULT, true, BOTH, "ALTER TABLE t ADD COLUMN x int NOT NULL",
     "ALTER TABLE t DROP COLUMN x", "SELECT max(x) FROM t", "0"},
    {RULE_NEEDS_DEFAULT, false, BOTH, "ALTER TABLE t ADD COLUMN x int NOT NULL DEFAULT 3",
     "ALTER TABLE t DROP COLUMN x", "SELECT max(x) FROM t", "3"},
    {RULE_MAY_NOT_FIT, true, BOTH, "ALTER TABLE t MODIFY code varchar(0)",
     "ALTER TABLE t MODIFY code varchar(20)", 0, "error"},
    {RULE_MAY_NOT_FIT, true, BOTH, "ALTER TABLE t MODIFY state enum('a')",
     "ALTER TABLE t MODIFY state enum('a','b')", 0, "error"},
    {RULE_MAY_NOT_FIT, true, BOTH, "ALTER TABLE t MODIFY spare tinyint, ALGORITHM=COPY",
     "ALTER TABLE t MODIFY spare int", 0, "error"},
    {RULE_MAY_NOT_FIT, true, BOTH, "ALTER TABLE t MODIFY n int unsigned",
     "ALTER TABLE t MODIFY n int", "SELECT n FROM t WHERE id = 1", "10"},
    {RULE_MAY_NOT_FIT, false, BOTH, "ALTER TABLE t MODIFY n bigint", "ALTER TABLE t MODIFY n int",
     "SELECT n FROM t WHERE id = 1", "10"},
    {RULE_MAY_NOT_FIT, false, BOTH, "ALTER TABLE t MODIFY name mediumtext",
     "ALTER TABLE t MODIFY name varchar(100)", "SELECT name FROM t WHERE id = 1", "b"},
    {RULE_MAY_NOT_FIT, false, BOTH, "ALTER TABLE t MODIFY state enum('a','b','c')",
     "ALTER TABLE t MODIFY state enum('a','b')", "SELECT state FROM t WHERE id = 1", "a"},
    {RULE_BAD_DEFAULT, true, BOTH, "ALTER TABLE t ADD COLUMN x int DEFAULT 'abc'",
     "ALTER TABLE t DROP COLUMN x", 0, "error"},
    {RULE_BAD_DEFAULT, true, BOTH, "ALTER TABLE t ADD COLUMN x tinyint DEFAULT 300",
     "ALTER TABLE t DROP COLUMN x", 0, "error"},
    {RULE_BAD_DEFAULT, true, BOTH, "ALTER TABLE t ADD COLUMN x varchar(3) DEFAULT 'abcd'",
     "ALTER TABLE t DROP COLUMN x", 0, "error"},
    {RULE_BAD_DEFAULT, true, BOTH, "ALTER TABLE t ADD COLUMN x decimal(4,2) DEFAULT 100",
     "ALTER TABLE t DROP COLUMN x", 0, "error"},
    {RULE_BAD_DEFAULT, true, BOTH, "ALTER TABLE t ADD COLUMN x enum('a','b') DEFAULT 'c'",
     "ALTER TABLE t DROP COLUMN x", 0, "error"},
    {RULE_BAD_DEFAULT, true, BOTH, "ALTER TABLE t ADD COLUMN x int NOT NULL DEFAULT NULL",
     "ALTER TABLE t DROP COLUMN x", 0, "error"},
    {RULE_BAD_DEFAULT, false, BOTH, "ALTER TABLE t ADD COLUMN x text DEFAULT ('a')",
     "ALTER TABLE t DROP COLUMN x", "SELECT max(x) FROM t", "a"},
    {RULE_BAD_DEFAULT, false, BOTH, "ALTER TABLE t ADD COLUMN x int DEFAULT '5'",
     "ALTER TABLE t DROP COLUMN x", "SELECT max(x) FROM t", "5"},
    {RULE_RENAME, true, BOTH, "ALTER TABLE t RENAME COLUMN spare TO reserve",
     "ALTER TABLE t RENAME COLUMN reserve TO spare", "SELECT spare FROM t", "error"},
    {RULE_RENAME, true, BOTH, "ALTER TABLE t CHANGE spare reserve int",
     "ALTER TABLE t CHANGE reserve spare int", "SELECT spare FROM t", "error"},
    {RULE_RENAME, true, BOTH, "RENAME TABLE t TO t2", "RENAME TABLE t2 TO t", "SELECT 1 FROM t",
     "error"},
    {RULE_DROP_COLUMN, true, BOTH, "ALTER TABLE t DROP COLUMN spare",
     "ALTER TABLE t ADD COLUMN spare int", "SELECT spare FROM t", "error"},
    {RULE_DROP_TABLE, true, BOTH, "DROP TABLE t", "CREATE TABLE t (id int)", "SELECT 1 FROM t",
     "error"},
    {RULE_DELETE_ROWS, true, BOTH, "DELETE FROM t", 0, "SELECT count(*) FROM t", "0"},
    {RULE_DELETE_ROWS, true, BOTH, "TRUNCATE TABLE t", 0, "SELECT count(*) FROM t", "0"},
    {RULE_DELETE_ROWS, true, BOTH, "UPDATE t SET n = 9", 0, "SELECT count(*) FROM t WHERE n = 9",
     "2"},
    {RULE_DELETE_ROWS, false, BOTH, "UPDATE t SET n = 9 WHERE id = 1", 0,
     "SELECT count(*) FROM t WHERE n = 9", "1"},
};

/* --- the table -------------------------------------------------------------------------------- */

static const char *const stage[] = {
    "DROP DATABASE IF EXISTS " PROOF_SPACE,
    "CREATE DATABASE " PROOF_SPACE " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
    "USE " PROOF_SPACE,
    "CREATE TABLE other (id int PRIMARY KEY)",
    "INSERT INTO other VALUES (1), (2)",
};

static const char *const table[] = {
    "DROP TABLE IF EXISTS t, t2",
    "CREATE TABLE t (id int PRIMARY KEY, n int, n2 int NOT NULL, code varchar(20), name "
    "varchar(100), total decimal(10,2), state enum('a','b'), spare int, other_id int, place point "
    "NOT NULL, KEY ix_code (code), KEY ix_other (other_id))",
    ("INSERT INTO t VALUES (1, 10, 1, 'a', 'b', 1, 'a', 1000, 1, ST_GeomFromText('POINT(1 1)')), "
     "(2, "
     "20, 2, 'c', 'd', 2, 'b', 2, 2, ST_GeomFromText('POINT(2 2)'))"),
};

static void set_table(Proving *p)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        proof_must(p, p->work, table[i]);
    }
}

static unsigned server_bit(const Proving *p)
{
    return p->work->server.flavor == FLAVOR_MARIADB ? MARIADB : MYSQL;
}

static const char *table_id(Proving *p, const char *name)
{
    const char *view = server_bit(p) == MARIADB ? "innodb_sys_tables" : "innodb_tables";
    return proof_ask(p, p->work,
                     mem_printf(p->mem,
                                "SELECT table_id FROM information_schema.%s WHERE name = "
                                "'" PROOF_SPACE "/%s'",
                                view, name));
}

/* --- costs ------------------------------------------------------------------------------------ */

static bool copies_online(const Proving *p)
{
    return server_bit(p) == MARIADB && p->work->server.version >= 110200;
}

/* Does the server take the clauses with this guard? On a table of its own each time. */
static bool takes(Proving *p, const CostProof *proof, const char *guard, bool *rebuilt)
{
    set_table(p);
    const char *before = table_id(p, "t");
    const char *answer =
        proof_ask(p, p->work, mem_printf(p->mem, "ALTER TABLE t %s%s", proof->clauses, guard));
    *rebuilt = !text_equal(table_id(p, "t"), before);
    return !text_starts(answer, "error");
}

static Cost cost_of(Proving *p, const CostProof *proof, bool *rebuilt)
{
    if (takes(p, proof, ", ALGORITHM=INSTANT", rebuilt)) {
        return COST_INSTANT;
    }
    if (takes(p, proof, ", ALGORITHM=INPLACE, LOCK=NONE", rebuilt)) {
        return *rebuilt ? COST_REBUILD : COST_INPLACE;
    }
    if (takes(p, proof, ", ALGORITHM=INPLACE, LOCK=SHARED", rebuilt)) {
        return COST_SHARED;
    }
    return takes(p, proof, ", ALGORITHM=COPY, LOCK=NONE", rebuilt) ? COST_ONLINE : COST_COPY;
}

static Cost cost_found(Proving *p, const CostProof *proof)
{
    const char *up = mem_printf(p->mem, "ALTER TABLE t %s", proof->clauses);
    const char *down = mem_printf(p->mem, "ALTER TABLE t %s", proof->down);
    return proof_finds(p, RULE_COPY, up, down, false)         ? COST_COPY
           : proof_finds(p, RULE_INDEX_LOCK, up, down, false) ? COST_SHARED
           : proof_finds(p, RULE_REWRITE, up, down, false)    ? COST_REBUILD
                                                              : COST_INPLACE;
}

/* Unguarded, the server does what it must: a table that was copied is another one. */
static void prove_cost(Proving *p, const CostProof *proof)
{
    bool rebuilt = false, anew = false;
    Cost cost = cost_of(p, proof, &rebuilt), found = cost_found(p, proof);
    Cost wanted = proof->cost == COST_ONLINE && !copies_online(p) ? COST_COPY : proof->cost;
    bool taken = takes(p, proof, "", &anew);
    bool said = found == cost || (found == COST_INPLACE && cost == COST_INSTANT) ||
                (found == COST_REBUILD && cost == COST_ONLINE);
    bool ok = taken && cost == wanted && said &&
              anew == (cost >= COST_ONLINE || cost == COST_REBUILD || rebuilt);
    proof_point(p, ok, mem_printf(p->mem, "%s: %s", cost_words[wanted], proof->clauses),
                "%s%s%s; lint says %s", taken ? "" : "refused, ", cost_words[cost],
                anew ? ", another table" : "", cost_words[found]);
}

/* ADD COLUMN is instant alone, and pays the price of its neighbour otherwise. */
static void prove_mixed(Proving *p)
{
    static const CostProof alone = {COST_INSTANT, BOTH, "ADD COLUMN x int", "DROP COLUMN x"};
    static const CostProof mixed = {COST_REBUILD, BOTH, "ADD COLUMN x int, ADD INDEX i (n)",
                                    "DROP INDEX i, DROP COLUMN x"};
    bool one = false, two = false;
    Cost cost_alone = cost_of(p, &alone, &one), cost_mixed = cost_of(p, &mixed, &two);
    const char *up = mem_printf(p->mem, "ALTER TABLE t %s", mixed.clauses);
    proof_point(p,
                cost_alone == COST_INSTANT && cost_mixed != COST_INSTANT &&
                    proof_finds(p, RULE_MIXED_ALTER, up, "ALTER TABLE t DROP COLUMN x", false),
                "mixed-alter: claim: ADD COLUMN with ADD INDEX", "%s alone, %s together",
                cost_words[cost_alone], cost_words[cost_mixed]);
    proof_point(p,
                !proof_finds(p, RULE_MIXED_ALTER, "ALTER TABLE t ADD COLUMN x int",
                             "ALTER TABLE t DROP COLUMN x", false),
                "mixed-alter: safe form: ADD COLUMN", "found");
}

/* MySQL counts the versions of rows that instant changes leave. */
static void prove_versions(Proving *p)
{
    const char *sql = "SELECT total_row_versions FROM information_schema.innodb_tables WHERE name "
                      "= '" PROOF_SPACE "/t'";
    set_table(p);
    proof_must(p, p->work, "ALTER TABLE t ADD COLUMN x int");
    const char *instant = proof_ask(p, p->work, sql);
    proof_must(p, p->work, "ALTER TABLE t ENGINE=InnoDB");
    const char *rebuilt = proof_ask(p, p->work, sql);
    proof_point(p, text_equal(instant, "1") && text_equal(rebuilt, "0"),
                "an instant column is a row version, a rewrite has none", "%s, then %s", instant,
                rebuilt);
}

/* --- writers ---------------------------------------------------------------------------------- */

static void set_large_table(Proving *p)
{
    proof_must(p, p->work, "DROP TABLE IF EXISTS big");
    proof_must(p, p->work,
               "CREATE TABLE big (id int AUTO_INCREMENT PRIMARY KEY, n int, pad varchar(200))");
    proof_must(p, p->work, "INSERT INTO big (n, pad) SELECT 1, repeat('word ', 30) FROM other");
    for (size_t i = 0; i < 15; i++) {
        proof_must(p, p->work, "INSERT INTO big (n, pad) SELECT n + 1, pad FROM big");
    }
}

static const char *state_of(Proving *p, const char *id)
{
    return proof_ask(p, p->watch,
                     mem_printf(p->mem,
                                "SELECT coalesce(state, '') FROM information_schema.processlist "
                                "WHERE id = %s",
                                id));
}

static bool has_metadata_locks(Proving *p)
{
    return text_equal(proof_ask(p, p->watch,
                                "SELECT count(*) FROM information_schema.tables WHERE table_schema "
                                "= 'performance_schema' AND table_name = 'metadata_locks' AND "
                                "@@performance_schema"),
                      "1");
}

/* The locks on the large table that a connection has, or waits for. */
static const char *locks_of(Proving *p, const char *id, const char *status)
{
    return proof_ask(
        p, p->watch,
        mem_printf(p->mem,
                   "SELECT coalesce(group_concat(DISTINCT lock_type ORDER BY lock_type), '') FROM "
                   "performance_schema.metadata_locks JOIN performance_schema.threads ON thread_id "
                   "= owner_thread_id WHERE processlist_id = %s AND object_type = 'TABLE' AND "
                   "object_name = 'big' AND lock_status = '%s'",
                   id, status));
}

static bool waits_for_lock(Proving *p, const char *id)
{
    return p->metadata_locks ? text_equal(locks_of(p, id, "PENDING"), "SHARED_WRITE")
                             : text_starts(state_of(p, id), "Waiting for table metadata lock");
}

/* While it works: SHARED_NO_WRITE keeps writers away, SHARED_UPGRADABLE nobody. */
static bool holds(Proving *p, const char *id, bool against_writers)
{
    const char *held = p->metadata_locks ? locks_of(p, id, "GRANTED") : NULL;
    const char *wanted = against_writers ? "SHARED_NO_WRITE" : "SHARED_UPGRADABLE";
    return !held || (text_mentions(held, wanted) && !text_mentions(held, "EXCLUSIVE") &&
                     text_mentions(held, "SHARED_NO_WRITE") == against_writers);
}

static bool works(const char *state)
{
    return text_starts(state, "copy to tmp") || text_starts(state, "altering table");
}

/* The writer begins once the server works on the table; it waits when it is seen to. */
static void prove_writer(Proving *p, const WriterProof *proof)
{
    Running alter, write;
    const char *sql = mem_printf(p->mem, "ALTER TABLE big %s", proof->clauses);
    const char *down = mem_printf(p->mem, "ALTER TABLE big %s", proof->down);
    const char *worker = proof_ask(p, p->work, "SELECT connection_id()");
    const char *writer = proof_ask(p, p->other, "SELECT connection_id()");
    set_large_table(p);
    bool seen = false, waited = false, through = false, held = false;
    running_start(p, &alter, p->work, sql);
    while (!alter.done && !seen) {
        seen = works(state_of(p, worker));
    }
    running_start(p, &write, p->other, "INSERT INTO big (n, pad) VALUES (0, 'x')");
    while (!alter.done && !waited && !through) {
        through = write.done && works(state_of(p, worker));
        waited = waits_for_lock(p, writer) && works(state_of(p, worker));
        held |= holds(p, worker, proof->waits);
    }
    bool done = running_end(&alter);
    done &= running_end(&write);
    bool wanted = proof_finds(p, proof->rule, sql, down, false) == proof->found;
    proof_point(
        p, done && seen && held && wanted && waited == proof->waits && through == !proof->waits,
        mem_printf(p->mem, "%s: %s: %s", lint_rules[proof->rule].name,
                   proof->waits ? "a writer waits" : "a writer gets through", proof->clauses),
        "%s%s%s%s%s; lint:%s", done ? "" : "failed, ", seen ? "" : "not seen, ",
        held ? "" : "other locks, ", waited ? "waited " : "", through ? "got through" : "",
        proof_findings(p, sql, down, false));
}

/* --- effects ---------------------------------------------------------------------------------- */

static void prove_effect(Proving *p, const EffectProof *proof)
{
    set_table(p);
    const char *answer = proof_ask(p, p->work, proof->sql);
    if (!text_starts(answer, "error")) {
        answer = proof_ask(p, p->work, proof->question);
    }
    bool wanted = proof_finds(p, proof->rule, proof->sql, proof->down, false) == proof->found;
    bool same = text_equal(proof->answer, "error") ? text_starts(answer, "error")
                                                   : text_equal(answer, proof->answer);
    proof_point(p, wanted && same,
                mem_printf(p->mem, "%s: %s: %s", lint_rules[proof->rule].name,
                           proof->found ? "claim" : "safe form", proof->sql),
                "%s; lint:%s", answer, proof_findings(p, proof->sql, proof->down, false));
}

void prove_mysql(Proving *p)
{
    for (size_t i = 0; i < sizeof stage / sizeof *stage; i++) {
        proof_must(p, p->work, stage[i]);
    }
    proof_must(p, p->other, "USE " PROOF_SPACE);
    for (size_t i = 0; i < sizeof costs / sizeof *costs; i++) {
        if (costs[i].servers & server_bit(p)) {
            prove_cost(p, &costs[i]);
        }
    }
    prove_mixed(p);
    if (server_bit(p) == MYSQL) {
        prove_versions(p);
    }
    p->metadata_locks = has_metadata_locks(p);
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        WriterProof proof = writers[i];
        if (copies_online(p) && proof.rule == RULE_COPY && proof.waits) {
            proof.rule = RULE_REWRITE;
            proof.waits = false;
        }
        prove_writer(p, &proof);
    }
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++) {
        if (effects[i].servers & server_bit(p)) {
            prove_effect(p, &effects[i]);
        }
    }
    proof_must(p, p->work, "DROP DATABASE " PROOF_SPACE);
}
