/* What ALTER TABLE costs, by flavor and version: what `generate --online` lets a server do, and the
 * rule that finds it in a script. On the servers themselves: tests/integration/hazards. */
#include "tests/unit/harness.h"

#include "cmd/dialects.h"
#include "lint/lint.h"
#include "schema/dialects/syntax.h"

#include <string.h>

static Schema *schema_of(Flavor flavor, int version)
{
    Server *server = MEM_NEW(mem, Server);
    *server = server_assumed(dialect_named("mysql"));
    server->flavor = flavor;
    server->version = version;
    server->caps = syntax_mysql.caps(version, flavor);
    return schema_new(mem, server);
}

static Plan *plan_of(const char *sql)
{
    Plan *plan = MEM_NEW(mem, Plan);
    Statement *statement = MEM_NEW(mem, Statement);
    plan->mem = mem;
    statement->sql = sql;
    list_push(mem, &plan->statements, statement);
    return plan;
}

/* What stands behind the clauses; the whole statement where they come last. */
static const char *guard_of(const Schema *model, const char *up, const char *down)
{
    const char *sql = mem_printf(mem, "ALTER TABLE t %s", up);
    Plan *plan = plan_of(sql);
    lint_guard(mem, model, plan, plan_of(mem_printf(mem, "ALTER TABLE t %s", down)), false);
    const char *guarded = plan->statements.at[0]->sql;
    return text_starts(guarded, sql) ? guarded + strlen(sql) + strlen(", ") : guarded;
}

static bool finds(const Lint *lint, RuleId rule)
{
    for (size_t i = 0; i < lint->findings.len; i++) {
        if (lint->findings.at[i].rule == rule) {
            return true;
        }
    }
    return false;
}

static Lint *lint_of(const Schema *model, const char *up, const char *down)
{
    Lint *lint = lint_new(mem);
    Migration *migration = NULL;
    const char *text = mem_printf(mem,
                                  "-- schemadiff: 1\n-- message: change t at last\n"
                                  "-- revision: a1\n-- revises: a0\n-- dialect: mysql\n\n"
                                  "-- +upgrade\nALTER TABLE t %s;\n-- +downgrade\n"
                                  "ALTER TABLE t %s;\n",
                                  up, down);
    ck_assert(migration_read(mem, "a.sql", text, strlen(text), &migration, err));
    ck_assert_msg(migration_parse(mem, migration, model->server->dialect, err), "%s", err->message);
    lint_script(lint, migration, model->server, model, NULL);
    return lint;
}

/* What a review is told about the cost: the rule, "" = nothing. */
static const char *cost_of(const Schema *model, const char *up, const char *down)
{
    static const RuleId rules[] = {RULE_COPY, RULE_INDEX_LOCK, RULE_REWRITE};
    const Lint *lint = lint_of(model, up, down);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (finds(lint, rules[i])) {
            return lint_rules[rules[i]].name;
        }
    }
    return "";
}

#define MYSQL    FLAVOR_MYSQL
#define MARIA    FLAVOR_MARIADB
#define INSTANT  "ALGORITHM=INSTANT"
#define IN_PLACE "ALGORITHM=INPLACE, LOCK=NONE"
#define SHARED   "ALGORITHM=INPLACE, LOCK=SHARED"
#define COPY     "ALGORITHM=COPY, LOCK=SHARED"
#define ONLINE   "ALGORITHM=COPY, LOCK=NONE"

START_TEST(each_version_gets_what_it_can)
{
    static const struct {
        Flavor flavor;
        int version;
        const char *up, *down, *guard, *cost;
    } cases[] = {
        {MYSQL, 90704, "ADD x int", "DROP x", INSTANT, ""},
        {MYSQL, 80028, "ADD x int", "DROP x", INSTANT, ""},
        {MYSQL, 50744, "ADD x int", "DROP x", IN_PLACE, "table-rewrite"},
        {MYSQL, 80029, "ADD x int FIRST", "DROP x", INSTANT, ""},
        {MYSQL, 80028, "ADD x int AFTER n", "DROP x", IN_PLACE, "table-rewrite"},
        {MARIA, 100400, "ADD x int FIRST", "DROP x", INSTANT, ""},
        {MARIA, 100339, "ADD x int FIRST", "DROP x", IN_PLACE, "table-rewrite"},
        {MYSQL, 80029, "DROP COLUMN n", "ADD n int", INSTANT, ""},
        {MYSQL, 80028, "DROP COLUMN n", "ADD n int", IN_PLACE, "table-rewrite"},
        {MARIA, 100339, "DROP COLUMN n", "ADD n int", IN_PLACE, "table-rewrite"},
        {MYSQL, 80028, "RENAME COLUMN n TO k", "RENAME COLUMN k TO n", INSTANT, ""},
        {MYSQL, 80027, "RENAME COLUMN n TO k", "RENAME COLUMN k TO n", IN_PLACE, ""},
        {MYSQL, 80012, "ALTER n SET DEFAULT 1", "ALTER n DROP DEFAULT", INSTANT, ""},
        {MYSQL, 50744, "ALTER n SET DEFAULT 1", "ALTER n DROP DEFAULT", IN_PLACE, ""},
        {MYSQL, 90704, "MODIFY n int AFTER z", "MODIFY n int FIRST", IN_PLACE, "table-rewrite"},
        {MARIA, 101119, "MODIFY n int AFTER z", "MODIFY n int FIRST", INSTANT, ""},
        /* copies, which later MariaDBs make while others go on */
        {MYSQL, 90704, "MODIFY n bigint", "MODIFY n int", COPY, "table-copy"},
        {MARIA, 101119, "MODIFY n bigint", "MODIFY n int", COPY, "table-copy"},
        {MARIA, 110200, "MODIFY n bigint", "MODIFY n int", ONLINE, "table-rewrite"},
        {MARIA, 110806, "ADD CHECK (n > 0)", "DROP CONSTRAINT n", ONLINE, "table-rewrite"},
        {MARIA, 110806, "ADD FULLTEXT INDEX f (n)", "DROP INDEX f", SHARED, "index-blocks-writes"},
        {MARIA, 110806, "MODIFY n bigint, ADD FULLTEXT INDEX f (k)", "DROP INDEX f, MODIFY n int",
         ONLINE, "table-rewrite"},
        /* … but not while they give numbers */
        {MARIA, 110806, "MODIFY n int AUTO_INCREMENT", "MODIFY n int", COPY, "table-copy"},
        {MARIA, 110806, "MODIFY n int", "MODIFY n int AUTO_INCREMENT", INSTANT, ""},
        {MYSQL, 90704, "MODIFY n int", "MODIFY n int AUTO_INCREMENT", COPY, "table-copy"},
        {MARIA, 110806, "MODIFY n bigint AUTO_INCREMENT", "MODIFY n int", COPY, "table-copy"},
        {MARIA, 110806, "MODIFY n bigint AUTO_INCREMENT", "MODIFY n int AUTO_INCREMENT", ONLINE,
         "table-rewrite"},
        {MARIA, 110806, "MODIFY n bigint, ADD y int AUTO_INCREMENT", "DROP y, MODIFY n int", COPY,
         "table-copy"},
        /* generated columns, character sets */
        {MYSQL, 90704, "MODIFY n int AS (k + 2) STORED", "MODIFY n int AS (k + 1) STORED", COPY,
         "table-copy"},
        {MYSQL, 90704, "MODIFY n int AS (k + 1) STORED COMMENT 'x'",
         "MODIFY n int AS (k + 1) STORED", INSTANT, ""},
        {MYSQL, 90704, "MODIFY n int AS (k + 2)", "MODIFY n int AS (k + 1)", COPY, "table-copy"},
        {MARIA, 101119, "MODIFY n int AS (k + 2)", "MODIFY n int AS (k + 1)", INSTANT, ""},
        {MARIA, 101119, "MODIFY n int", "MODIFY n int AS (k + 1) STORED", COPY, "table-copy"},
        {MYSQL, 90704, "MODIFY n varchar(9) CHARACTER SET latin1", "MODIFY n varchar(9)", COPY,
         "table-copy"},
        {MYSQL, 90704, "MODIFY n varchar(9) COLLATE utf8mb4_bin",
         "MODIFY n varchar(9) COLLATE utf8mb4_general_ci", COPY, "table-copy"},
        {MARIA, 101119, "MODIFY n varchar(9) COLLATE utf8mb4_bin",
         "MODIFY n varchar(9) COLLATE utf8mb4_general_ci", IN_PLACE, ""},
        {MARIA, 101119, "MODIFY n varchar(9) COLLATE utf8mb4_bin",
         "MODIFY n varchar(9) COLLATE latin1_swedish_ci", COPY, "table-copy"},
        /* none of the clauses alone */
        {MYSQL, 90704, "ADD v int AS (n + 1), RENAME COLUMN k TO m", "DROP v, RENAME COLUMN m TO k",
         COPY, "table-copy"},
        {MARIA, 110806, "ADD v int AS (n + 1), ADD x int", "DROP x, DROP v", ONLINE,
         "table-rewrite"},
        {MYSQL, 90704, "ADD v int AS (n + 1), ADD INDEX iv (v)", "DROP INDEX iv, DROP v", SHARED,
         "index-blocks-writes"},
        {MYSQL, 90704, "ADD x int, ADD INDEX i (n)", "DROP INDEX i, DROP x", IN_PLACE, ""},
        /* engines */
        {MYSQL, 90704, "ENGINE=InnoDB", "ENGINE=InnoDB", IN_PLACE, "table-rewrite"},
        {MYSQL, 90704, "ENGINE=InnoDB", "ENGINE=MyISAM", COPY, "table-copy"},
        {MARIA, 110806, "ENGINE=InnoDB", "ENGINE=MyISAM", ONLINE, "table-rewrite"},
        /* history */
        {MARIA, 101119, "ADD SYSTEM VERSIONING", "DROP SYSTEM VERSIONING", COPY, "table-copy"},
        {MARIA, 101119, "ADD PERIOD FOR p (a, b)", "DROP PERIOD FOR p", COPY, "table-copy"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Schema *model = schema_of(cases[i].flavor, cases[i].version);
        const char *guard = guard_of(model, cases[i].up, cases[i].down);
        const char *cost = cost_of(model, cases[i].up, cases[i].down);
        ck_assert_msg(text_equal(guard, cases[i].guard), "%d: %s: %s", cases[i].version,
                      cases[i].up, guard);
        ck_assert_msg(text_equal(cost, cases[i].cost), "%d: %s: %s", cases[i].version, cases[i].up,
                      cost);
    }
}
END_TEST

START_TEST(dropped_history_is_lost)
{
    const Schema *model = schema_of(FLAVOR_MARIADB, 101119);
    ck_assert_str_eq(guard_of(model, "DROP SYSTEM VERSIONING", "ADD SYSTEM VERSIONING"),
                     "ALGORITHM=INPLACE, LOCK=SHARED");
    const Lint *lint = lint_of(model, "DROP SYSTEM VERSIONING", "ADD SYSTEM VERSIONING");
    ck_assert(finds(lint, RULE_DELETE_ROWS) && !finds(lint, RULE_DROP_COLUMN));
}
END_TEST

/* Rows that go with those of another table would be missed by a copy that others work beside. */
START_TEST(cascades_keep_writers_away)
{
    static const struct {
        FkAction on_delete, on_update;
        const char *guard;
    } cases[] = {
        {ACTION_NONE, ACTION_RESTRICT, ONLINE},  {ACTION_CASCADE, ACTION_NONE, COPY},
        {ACTION_SET_NULL, ACTION_NONE, COPY},    {ACTION_NONE, ACTION_CASCADE, COPY},
        {ACTION_NO_ACTION, ACTION_NONE, ONLINE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Schema *model = schema_of(FLAVOR_MARIADB, 110806);
        Table *table = schema_add_table(model, NULL, "t");
        Constraint *key = table_add_constraint(model, table, CONSTRAINT_FOREIGN_KEY, "fk");
        key->on_delete = cases[i].on_delete;
        key->on_update = cases[i].on_update;
        ck_assert_str_eq(guard_of(model, "MODIFY n bigint", "MODIFY n int"), cases[i].guard);
        /* the key itself comes with this revision */
        ck_assert_str_eq(guard_of(model, "ADD CONSTRAINT fk FOREIGN KEY (n) REFERENCES p (id)",
                                  "DROP FOREIGN KEY fk"),
                         ONLINE);
    }
}
END_TEST

HARNESS_MAIN("price", each_version_gets_what_it_can, dropped_history_is_lost,
             cascades_keep_writers_away)
