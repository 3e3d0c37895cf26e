#include "emit/postgres/postgres.h"
#include "lint/cursor.h"
#include "lint/script.h"

#include <string.h>

/* Which lock, and whether the table is read or written meanwhile: measured on the servers
 * (tests/integration/proof_postgres.c). */

static bool calls(const char *text, const char *function)
{
    size_t n = strlen(function);
    for (const char *c = text; *c; c++) {
        bool begins = c == text || (!char_is_alpha(c[-1]) && c[-1] != '_');
        if (begins && text_starts_nocase(c, function) && c[n] == '(') {
            return true;
        }
    }
    return false;
}

static bool is_volatile(const char *text)
{
    static const char *const functions[] = {"random",    "gen_random_uuid",  "clock_timestamp",
                                            "timeofday", "nextval",          "uuidv4",
                                            "uuidv7",    "uuid_generate_v4", "uuid_generate_v1"};
    for (size_t i = 0; text && i < sizeof functions / sizeof *functions; i++) {
        if (calls(text, functions[i])) {
            return true;
        }
    }
    return false;
}

static void add_column(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    const char *table = step->sql.table;
    if (is_volatile(a->default_)) {
        SAY(s, step, RULE_VOLATILE_DEFAULT, table,
            "the default of \"%s\" differs for each row: \"%s\" is written again under an ACCESS "
            "EXCLUSIVE lock",
            a->name, table);
    } else if (a->identity || a->stored) {
        SAY(s, step, RULE_REWRITE, table,
            "\"%s\" is computed for each row: \"%s\" is written again under an ACCESS EXCLUSIVE "
            "lock",
            a->name, table);
    }
    if (a->check) {
        SAY(s, step, RULE_VALIDATED, table,
            "the check of \"%s\" reads all of \"%s\" under an ACCESS EXCLUSIVE lock", a->name,
            table);
    }
    if (a->references && a->default_ && !text_equal_nocase(a->default_, "null")) {
        SAY(s, step, RULE_VALIDATED, table,
            "the foreign key of \"%s\" reads all of \"%s\" under an ACCESS EXCLUSIVE lock, because "
            "the rows that are there get a value",
            a->name, table);
    }
    if (a->unique || a->primary) {
        SAY(s, step, RULE_UNIQUE_LOCK, table,
            "the unique key on \"%s\" builds its index while nobody can read or write \"%s\"",
            a->name, table);
    }
}

/* --- types ------------------------------------------------------------------------------------ */

/* What the downgrade makes of the column again: its type before. */
static bool old_type(const Script *s, const ScriptStep *step, const SqlAction *a, Type *out)
{
    for (size_t i = 0; i < s->down.len; i++) {
        const SqlStatement *sql = &s->down.at[i].sql;
        for (size_t j = 0; sql_same_table(sql->table, step->sql.table) && j < sql->actions.len;
             j++) {
            const SqlAction *back = &sql->actions.at[j];
            if (back->kind == ACT_MODIFY_COLUMN && text_equal_nocase(back->name, a->name)) {
                return s->server->dialect->syntax->parse_type(s->lint->mem, s->server, back->type,
                                                              out);
            }
        }
    }
    return false;
}

static void change_type(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    const char *table = step->sql.table;
    const SyntaxOps *syntax = s->server->dialect->syntax;
    Type from, to;
    bool known = old_type(s, step, a, &from) &&
                 syntax->parse_type(s->lint->mem, s->server, a->type ? a->type : "", &to);
    if (!known || type_rewrites(&from, &to)) {
        SAY(s, step, RULE_REWRITE, table,
            "the type of \"%s\" changes%s: \"%s\" and its indexes are written again under an "
            "ACCESS "
            "EXCLUSIVE lock",
            a->name, known ? "" : " (from what is not known here)", table);
    }
    if (known) {
        script_fit(s, step, a, &from, &to);
    }
}

/* --- constraints ------------------------------------------------------------------------------ */

/* Was a constraint of the table validated above? Then SET NOT NULL needs no scan. */
static bool validated_before(const Script *s, const ScriptStep *step)
{
    for (size_t i = 0; i < s->up.len && &s->up.at[i] < step; i++) {
        const SqlStatement *sql = &s->up.at[i].sql;
        for (size_t j = 0; sql_same_table(sql->table, step->sql.table) && j < sql->actions.len;
             j++) {
            if (sql->actions.at[j].kind == ACT_VALIDATE) {
                return true;
            }
        }
    }
    return false;
}

static bool added_here(const Script *s, const ScriptStep *step, const SqlAction *validate)
{
    for (size_t i = 0; i < s->up.len && &s->up.at[i] < step; i++) {
        const SqlStatement *sql = &s->up.at[i].sql;
        for (size_t j = 0; j < sql->actions.len; j++) {
            if (sql->actions.at[j].not_valid &&
                text_equal_nocase(sql->actions.at[j].name, validate->name)) {
                return true;
            }
        }
    }
    return false;
}

/* On the partitions: their parent adopts what they have. */
static bool is_validated_before(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    for (size_t i = 0; i < s->up.len && &s->up.at[i] != step; i++) {
        const SqlStatement *sql = &s->up.at[i].sql;
        for (size_t j = 0; j < sql->actions.len; j++) {
            if (sql->actions.at[j].kind == ACT_VALIDATE && a->name &&
                text_equal(sql->actions.at[j].name, a->name) &&
                !sql_same_table(sql->table, step->sql.table)) {
                return true;
            }
        }
    }
    return false;
}

/* The key of a parent alone, whose partitions bring theirs: it has no rows. */
static bool is_adopting(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    for (size_t i = 0; step->sql.only && a->name && i < s->up.len; i++) {
        const SqlTokens *tokens = &s->up.at[i].sql.tokens;
        Cursor c = {s->lint->mem, tokens, 0, tokens->len};
        if (cursor_take(&c, "alter index") && sql_same_table(cursor_name(&c), a->name) &&
            cursor_take(&c, "attach partition")) {
            return true;
        }
    }
    return false;
}

static void add_constraint(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    const char *table = step->sql.table, *name = a->name ? a->name : "";
    if (a->not_valid) {
        return;
    }
    if (a->kind == ACT_ADD_FOREIGN_KEY && !is_validated_before(s, step, a)) {
        bool shared = a->references && !script_creates(s, a->references);
        SAY(s, step, RULE_VALIDATED, table,
            "the foreign key \"%s\" reads all of \"%s\" while nobody can write to it%s", name,
            table, shared ? mem_printf(s->lint->mem, " or to \"%s\"", a->references) : "");
    } else if (a->kind == ACT_ADD_CHECK) {
        SAY(s, step, RULE_VALIDATED, table,
            "the check \"%s\" reads all of \"%s\" while nobody can read or write it", name, table);
    }
}

void script_postgres(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    const char *table = step->sql.table;
    switch (a->kind) {
    case ACT_ADD_COLUMN:
        add_column(s, step, a);
        break;
    case ACT_MODIFY_COLUMN:
        change_type(s, step, a);
        break;
    case ACT_SET_NOT_NULL:
        if (!a->not_valid && !validated_before(s, step)) {
            SAY(s, step, RULE_NOT_NULL_SCAN, table,
                "SET NOT NULL on \"%s\" reads all of \"%s\" under an ACCESS EXCLUSIVE lock",
                a->name ? a->name : "", table);
        }
        break;
    case ACT_ADD_FOREIGN_KEY:
    case ACT_ADD_CHECK:
        add_constraint(s, step, a);
        break;
    case ACT_ADD_UNIQUE:
    case ACT_ADD_PRIMARY_KEY:
        if (!a->using_index && !is_adopting(s, step, a)) {
            SAY(s, step, RULE_UNIQUE_LOCK, table,
                "the key \"%s\" builds its index while nobody can read or write \"%s\"",
                a->name ? a->name : "", table);
        }
        break;
    case ACT_ADD_EXCLUSION:
        SAY(s, step, RULE_UNIQUE_LOCK, table,
            "the exclusion constraint \"%s\" builds its index while nobody can read or write "
            "\"%s\"",
            a->name ? a->name : "", table);
        lint_remedy(s->lint, "there is no form that does not lock: use a window without traffic");
        break;
    case ACT_VALIDATE:
        if (step->in_transaction && added_here(s, step, a)) {
            SAY(s, step, RULE_VALIDATED, table,
                "VALIDATE stands in the transaction that adds \"%s\": the lock of adding is held "
                "while \"%s\" is read",
                a->name, table);
        }
        break;
    case ACT_REBUILD:
        SAY(s, step, RULE_REWRITE, table, "\"%s\" is written again under an ACCESS EXCLUSIVE lock",
            table);
        break;
    case ACT_DETACH:
        if (!a->concurrently) {
            SAY(s, step, RULE_EXCLUSIVE, table,
                "DETACH PARTITION keeps everybody from \"%s\" and the partition", table);
        }
        break;
    default:
        break;
    }
}
