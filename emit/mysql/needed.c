/* What of a statement is still needed, asked of the server when the statement is about to run: the
 * guard of what MySQL has none for (reference manual 9: ALTER TABLE and RENAME TABLE know no IF
 * [NOT] EXISTS), and MariaDB 10.11 for a few. The views of information_schema that are
 * asked show to each account what it may change. */
#include "emit/guard.h"

#include "emit/mysql/mysql.h"

#include <string.h>

/* What a clause makes, changes or drops. */
typedef enum Member { COLUMN, INDEX, PRIMARY_KEY, CONSTRAINT, PARTITION, PARTITIONING } Member;

typedef struct ClauseRule {
    const char *head;
    Member member;
    bool there; /* it is needed while the member is there; false: while it is not */
} ClauseRule;

static const ClauseRule rules[] = {
    {"ADD COLUMN ", COLUMN, false},
    {"DROP COLUMN ", COLUMN, true},
    {"MODIFY COLUMN ", COLUMN, true},
    {"CHANGE COLUMN ", COLUMN, true},
    {"RENAME COLUMN ", COLUMN, true},
    {"ALTER COLUMN ", COLUMN, true},
    {"ADD KEY ", INDEX, false},
    {"ADD INDEX ", INDEX, false},
    {"ADD UNIQUE KEY ", INDEX, false},
    {"ADD UNIQUE INDEX ", INDEX, false},
    {"ADD FULLTEXT KEY ", INDEX, false},
    {"ADD SPATIAL KEY ", INDEX, false},
    {"DROP KEY ", INDEX, true},
    {"DROP INDEX ", INDEX, true},
    {"RENAME INDEX ", INDEX, true},
    {"ALTER INDEX ", INDEX, true},
    {"ADD PRIMARY KEY", PRIMARY_KEY, false},
    {"DROP PRIMARY KEY", PRIMARY_KEY, true},
    {"ADD CONSTRAINT ", CONSTRAINT, false},
    {"DROP CONSTRAINT ", CONSTRAINT, true},
    {"DROP FOREIGN KEY ", CONSTRAINT, true},
    {"DROP CHECK ", CONSTRAINT, true},
    {"ALTER CHECK ", CONSTRAINT, true},
    {"ADD PARTITION (PARTITION ", PARTITION, false},
    {"DROP PARTITION ", PARTITION, true},
    {"REMOVE PARTITIONING", PARTITIONING, true},
};

/* How the clauses before are carried out; nothing is to be done by these alone. */
static const char *const manners[] = {"ALGORITHM=", "LOCK=", NULL};

typedef struct Clause {
    const char *at, *end; /* without the comma */
    const ClauseRule *rule;
    const char *name; /* of the member; "" = it has none */
} Clause;

typedef struct Needed {
    Mem *mem;
    Sql out;
    const char *schema, *table; /* schema NULL = the session's */
    LIST(Clause) clauses;
    const char *behind; /* manners, from the comma before them; "" = none */
} Needed;

/* The quoted name that begins at `at`, as it is. */
static const char *unquoted(Mem *mem, const char *at)
{
    Buf name = buf_new(mem);
    char mark = *at++;
    for (; *at && (*at != mark || at[1] == mark); at++) {
        at += *at == mark;
        buf_char(&name, *at);
    }
    return buf_text(&name);
}

/* "`a`" or "`a`.`b`"; returns what is behind it, NULL when no name is there. */
static const char *read_table(Needed *n, const char *at)
{
    const char *end = guard_behind_name(at);
    if (!end) {
        return NULL;
    }
    const char *dot = at + 1 + strcspn(at + 1, "`");
    while (dot < end && dot[1] == '`') {
        dot += 2 + strcspn(dot + 2, "`");
    }
    bool qualified = dot < end && dot[1] == '.';
    n->schema = qualified ? unquoted(n->mem, at) : NULL;
    n->table = unquoted(n->mem, qualified ? dot + 2 : at);
    return end;
}

/* --- conditions --------------------------------------------------------------------------------
 */

static void compare(Sql *sql, const char *column, const char *name)
{
    sql_kw(sql, "AND");
    sql_kw(sql, column);
    sql_kw(sql, "=");
    sql_literal(sql, name);
}

static void exists(Needed *n, const char *view, const char *column, const char *name)
{
    sql_kw(&n->out, "EXISTS (SELECT 1 FROM information_schema.");
    sql_raw(&n->out, view);
    sql_kw(&n->out, "WHERE TABLE_SCHEMA =");
    if (n->schema) {
        sql_literal(&n->out, n->schema);
    } else {
        sql_kw(&n->out, "DATABASE()");
    }
    compare(&n->out, "TABLE_NAME", n->table);
    if (name) {
        compare(&n->out, column, name);
    } else if (column) {
        sql_kw(&n->out, "AND");
        sql_kw(&n->out, column);
        sql_kw(&n->out, "IS NOT NULL");
    }
    sql_raw(&n->out, ")");
}

/* Where information_schema lists them, by the name of the table and their own. */
static void member_exists(Needed *n, Member member, const char *name)
{
    static const struct {
        const char *view, *column;
    } lists[] = {
        [COLUMN] = {"COLUMNS", "COLUMN_NAME"},
        [INDEX] = {"STATISTICS", "INDEX_NAME"},
        [PRIMARY_KEY] = {"STATISTICS", "INDEX_NAME"},
        [CONSTRAINT] = {"TABLE_CONSTRAINTS", "CONSTRAINT_NAME"},
        [PARTITION] = {"PARTITIONS", "PARTITION_NAME"},
        [PARTITIONING] = {"PARTITIONS", "PARTITION_NAME"},
    };
    const char *named = member == PRIMARY_KEY ? "PRIMARY" : *name ? name : NULL;
    exists(n, lists[member].view, lists[member].column, named);
}

/* --- ALTER TABLE -------------------------------------------------------------------------------
 */

static bool names_member(Member member)
{
    return member != PRIMARY_KEY && member != PARTITIONING;
}

/* False when what the clause does cannot be asked for. */
static bool read_clause(Needed *n, Clause *clause)
{
    clause->name = "";
    for (size_t i = 0; !clause->rule && i < sizeof rules / sizeof *rules; i++) {
        clause->rule = text_starts(clause->at, rules[i].head) ? &rules[i] : NULL;
    }
    if (!clause->rule) {
        return !guard_needed_by(clause->at);
    }
    const char *name = clause->at + strlen(clause->rule->head);
    bool named = names_member(clause->rule->member);
    if (named && !guard_behind_name(name)) {
        return false;
    }
    clause->name = named ? unquoted(n->mem, name) : "";
    return true;
}

static bool is_manner(const char *at)
{
    for (const char *const *manner = manners; *manner; manner++) {
        if (text_starts(at, *manner)) {
            return true;
        }
    }
    return false;
}

/* What goes on without a comma belongs to the table, not to the last clause. */
static bool partitions_behind(const Clause *clause)
{
    const char *at = guard_find(clause->at, " PARTITION BY ");
    const char *none = guard_find(clause->at, " REMOVE PARTITIONING");
    return (at && at < clause->end) || (none && none < clause->end);
}

static bool read_clauses(Needed *n, const char *at)
{
    n->behind = "";
    while (*at) {
        const char *comma = at, *start = at + strspn(at, ", \n");
        Clause clause = {.at = start, .end = guard_clause_end(start)};
        if (is_manner(start)) {
            n->behind = comma;
            return true;
        }
        if (text_starts(start, "DROP PARTITION ")) {
            clause.end = start + strlen(start); /* its commas are between names */
        }
        if (!read_clause(n, &clause) || partitions_behind(&clause)) {
            return false;
        }
        list_push(n->mem, &n->clauses, clause);
        at = clause.end;
    }
    return n->clauses.len > 0;
}

/* Does another clause drop what this one adds, so that it comes back as it should be? */
static bool comes_back(const Needed *n, const Clause *added)
{
    for (size_t i = 0; i < n->clauses.len; i++) {
        const Clause *other = &n->clauses.at[i];
        if (other->rule && other->rule->there && other->rule->member == added->rule->member &&
            text_starts(other->at, "DROP ") && text_equal(other->name, added->name)) {
            return true;
        }
    }
    return false;
}

/* What the statement drops and adds again. */
typedef enum Returns { NONE, SOME, COLUMNS } Returns;

static Returns find_returns(const Needed *n)
{
    Returns found = NONE;
    for (size_t i = 0; i < n->clauses.len && found != COLUMNS; i++) {
        const Clause *clause = &n->clauses.at[i];
        if (clause->rule && !clause->rule->there && comes_back(n, clause)) {
            found = clause->rule->member == COLUMN ? COLUMNS : SOME;
        }
    }
    return found;
}

static void write_clause(Needed *n, const Clause *clause)
{
    const char *text = mem_strndup(n->mem, clause->at, (size_t)(clause->end - clause->at));
    const ClauseRule *rule = clause->rule;
    bool always = !rule || (!rule->there && comes_back(n, clause));
    sql_raw(&n->out, ",\n    ");
    if (always) {
        sql_literal(&n->out, text);
        return;
    }
    sql_raw(&n->out, "IF(");
    member_exists(n, rule->member, clause->name);
    sql_raw(&n->out, rule->there ? ", " : ", NULL, ");
    sql_literal(&n->out, text);
    sql_raw(&n->out, rule->there ? ", NULL)" : ")");
}

static const char *alter_table(Needed *n, const char *sql, const char *table)
{
    const char *behind = read_table(n, table);
    /* A column that is dropped and added again loses what others wrote into it since. */
    if (!behind || !read_clauses(n, behind) || find_returns(n) == COLUMNS) {
        return NULL;
    }
    sql_raw(&n->out, "(SELECT IF(clauses = '', NULL, CONCAT(");
    sql_literal(&n->out, mem_strndup(n->mem, sql, (size_t)(behind - sql)));
    sql_raw(&n->out, ", ' ', clauses, ");
    sql_literal(&n->out, n->behind);
    sql_raw(&n->out, ")) FROM (SELECT CONCAT_WS(', '");
    for (size_t i = 0; i < n->clauses.len; i++) {
        write_clause(n, &n->clauses.at[i]);
    }
    sql_raw(&n->out, ") AS clauses) AS needed)");
    return sql_text(&n->out);
}

/* --- others ------------------------------------------------------------------------------------
 */

static const char *rename_table(Needed *n, const char *sql, const char *table)
{
    if (!read_table(n, table) || *guard_clause_end(table)) {
        return NULL;
    }
    sql_raw(&n->out, "IF(");
    exists(n, "TABLES", NULL, NULL);
    sql_raw(&n->out, ", ");
    sql_literal(&n->out, sql);
    sql_raw(&n->out, ", NULL)");
    return sql_text(&n->out);
}

static const char alter[] = "ALTER TABLE ", rename[] = "RENAME TABLE ";

bool mysql_brings_back(Mem *mem, const Server *server, const char *sql)
{
    Needed n = {.mem = mem, .out = sql_new(mem, server)};
    const char *behind = text_starts(sql, alter) ? read_table(&n, sql + strlen(alter)) : NULL;
    return behind && read_clauses(&n, behind) && find_returns(&n) != NONE;
}

const char *mysql_needed(Mem *mem, const Server *server, const char *sql)
{
    Needed n = {.mem = mem, .out = sql_new(mem, server)};
    if (text_starts(sql, alter)) {
        return alter_table(&n, sql, sql + strlen(alter));
    }
    return text_starts(sql, rename) ? rename_table(&n, sql, sql + strlen(rename)) : NULL;
}
