/* Functions, procedures and aggregates. */
#include "emit/postgres/postgres.h"

#include "schema/dialects/postgres_statement.h"

#include <string.h>

/* --- the name -----------------------------------------------------------------------------------
 */

static const char *word_of(const Routine *routine)
{
    PostgresRoutine parsed;
    return postgres_routine_parse(routine->definition, &parsed) ? parsed.word
           : routine->base.kind == OBJ_PROCEDURE                ? "PROCEDURE"
                                                                : "FUNCTION";
}

/* "schema"."name" and, where the model says them, the types of the arguments. */
static void put_signature(Sql *sql, const Routine *routine)
{
    const char *name = routine->base.name;
    Str bare = routine_name(&routine->base);
    bool none = text_equal(word_of(routine), "AGGREGATE") && text_equal(name + bare.len, "()");
    sql_name(sql, routine->base.schema, str_dup(sql->buf.mem, bare));
    sql_raw(sql, none ? "(*)" : name + bare.len);
}

/* --- when ---------------------------------------------------------------------------------------
 */

typedef enum Need { NEED_NOTHING, NEED_TABLE, NEED_VIEW } Need;

typedef LIST(const Object *) Seen;

/* What it needs that is made after types, itself or through what it calls. */
static Need need_of(Mem *mem, const Object *object, Seen *seen)
{
    Need most = NEED_NOTHING;
    for (size_t i = 0; i < seen->len; i++) {
        if (seen->at[i] == object) {
            return NEED_NOTHING;
        }
    }
    list_push(mem, seen, object);
    for (size_t i = 0; i < object->deps.len; i++) {
        const Object *other = object->deps.at[i];
        Need need = other->kind == OBJ_TABLE  ? NEED_TABLE
                    : other->kind == OBJ_VIEW ? NEED_VIEW
                                              : need_of(mem, other, seen);
        most = need > most ? need : most;
    }
    return most;
}

static bool index_calls(const KeyParts *keys, const Expr *where, const char *name)
{
    bool calls = text_mentions(where->text, name);
    for (size_t i = 0; i < keys->len && !calls; i++) {
        calls = text_mentions(keys->at[i].expr.text, name);
    }
    return calls;
}

/* Indexes are not what a table waits for, but are made before views. */
static bool indexes_call(const Table *table, const char *name)
{
    bool calls = false;
    for (size_t i = 0; i < table->indexes.len && !calls; i++) {
        calls = index_calls(&table->indexes.at[i]->keys, &table->indexes.at[i]->where, name);
    }
    for (size_t i = 0; i < table->constraints.len && !calls; i++) {
        calls =
            index_calls(&table->constraints.at[i]->keys, &table->constraints.at[i]->where, name);
    }
    return calls;
}

/* Does an expression of a table call it, itself or through another routine? */
static bool is_called(Mem *mem, const Schema *schema, const Object *routine, size_t depth)
{
    const char *name = str_dup(mem, routine_name(routine));
    for (size_t i = 0; i < schema->tables.len; i++) {
        const Object *table = &schema->tables.at[i]->base;
        for (size_t j = 0; j < table->deps.len; j++) {
            if (table->deps.at[j] == routine) {
                return true;
            }
        }
        if (indexes_call(schema->tables.at[i], name)) {
            return true;
        }
    }
    for (size_t i = 0; depth && i < schema->functions.len; i++) {
        const Object *other = &schema->functions.at[i]->base;
        for (size_t j = 0; j < other->deps.len; j++) {
            if (other->deps.at[j] == routine && is_called(mem, schema, other, depth - 1)) {
                return true;
            }
        }
    }
    return false;
}

/* What it needs is there, and what needs it is not. */
static Phase phase_of(const Emit *emit, const Schema *schema, const Routine *routine, Phase alone,
                      Phase among_tables, Phase among_views)
{
    Seen seen = {0};
    switch (need_of(emit->plan->mem, &routine->base, &seen)) {
    case NEED_NOTHING:
        return alone;
    case NEED_TABLE:
        return is_called(emit->plan->mem, schema, &routine->base, 8) ? among_tables : among_views;
    case NEED_VIEW:
        return among_views;
    }
    return alone;
}

Phase routine_create_phase(const Emit *emit, const Routine *to)
{
    return phase_of(emit, emit->all->to, to, PHASE_CREATE_TYPE, PHASE_CREATE_TABLE,
                    PHASE_CREATE_DEPENDENT);
}

static Phase drop_phase(const Emit *emit, const Routine *from, bool comes_back)
{
    return comes_back ? phase_of(emit, emit->all->from, from, PHASE_DROP_EARLY, PHASE_DROP_EARLY,
                                 PHASE_DROP_DEPENDENT)
                      : phase_of(emit, emit->all->from, from, PHASE_DROP_LAST, PHASE_DROP_TABLE,
                                 PHASE_DROP_DEPENDENT);
}

Phase routine_drop_phase(const Emit *emit, const Change *change)
{
    return drop_phase(emit, change->function.from, routine_comes_back(emit->all, change));
}

/* --- bodies that name what is not there yet -----------------------------------------------------
 */

static bool names_changes(const Changes *all, const Routine *routine, const char *body)
{
    for (size_t i = 0; i < all->list.len; i++) {
        const Object *object = all->list.at[i]->object.to;
        if (object && object != &routine->base &&
            text_mentions(body, str_dup(all->mem, routine_name(object)))) {
            return true;
        }
    }
    return false;
}

/* A value that an enum gets cannot be read before the transaction ends. */
static bool enum_changes(const Changes *all)
{
    for (size_t i = 0; i < all->list.len; i++) {
        if (all->list.at[i]->kind == OBJ_ENUM && all->list.at[i]->op == CHANGE_ALTER) {
            return true;
        }
    }
    return false;
}

static bool is_language(const PostgresRoutine *routine, const char *name)
{
    Str language = routine->language;
    return language.len == strlen(name) && text_starts_nocase(language.ptr, name);
}

/* The part of the body in which the server looks up names when the routine is made: all of it in
 * SQL, the declarations in PL/pgSQL. */
static const char *checked_part(Mem *mem, const PostgresRoutine *routine)
{
    char *body = str_dup(mem, routine->body);
    if (is_language(routine, "sql")) {
        return body;
    }
    char *begin = is_language(routine, "plpgsql") ? strstr(text_lower(mem, body), "begin") : NULL;
    return begin ? str_dup(mem, (Str){body, strlen(body) - strlen(begin)}) : "";
}

static bool is_read_too_early(const Changes *all, const Routine *routine)
{
    static const char *const reading[] = {"from", "into", "update"};
    PostgresRoutine parsed;
    if (!postgres_routine_parse(routine->definition, &parsed) || !parsed.body.len) {
        return false;
    }
    bool sql = is_language(&parsed, "sql");
    const char *body = checked_part(all->mem, &parsed), *lower = text_lower(all->mem, body);
    bool early = sql && enum_changes(all);
    for (size_t i = 0; sql && i < sizeof reading / sizeof *reading; i++) {
        early |= text_mentions(lower, reading[i]);
    }
    return early || names_changes(all, routine, body) || names_changes(all, routine, lower);
}

static const Routine *made_by(const Change *change)
{
    bool routine = change->kind == OBJ_FUNCTION || change->kind == OBJ_PROCEDURE;
    bool made = change->op == CHANGE_CREATE ||
                (change->op == CHANGE_ALTER && (change->parts & (PART_DEFINITION | PART_RECREATE)));
    return routine && made ? change->function.to : NULL;
}

static void add_setting(Emit *emit, Phase phase, const char *words, const char *comment)
{
    Sql sql = emit_sql(emit, words);
    Statement *statement = plan_add(emit->plan, phase, NULL, sql_text(&sql));
    list_push(emit->plan->mem, &statement->comments, comment);
}

/* Said once, by the first routine that is made, for all of them. */
static void read_later(Emit *emit)
{
    const Changes *all = emit->all;
    bool first = true, early = false;
    for (size_t i = 0; i < all->list.len && !early; i++) {
        const Routine *routine = made_by(all->list.at[i]);
        if (routine && first && all->list.at[i] != emit->change) {
            return;
        }
        first = first && !routine;
        early = routine && is_read_too_early(all, routine);
    }
    if (early) {
        add_setting(emit, PHASE_CREATE_FIRST, "SET check_function_bodies = off",
                    "bodies of functions may name what is created after them");
        add_setting(emit, PHASE_DROP_LAST, "RESET check_function_bodies",
                    "bodies of functions are checked again");
    }
}

/* --- statements ---------------------------------------------------------------------------------
 */

static void comment_routine(Emit *emit, const Routine *to)
{
    Sql sql = emit_sql(emit, "COMMENT ON");
    sql_kw(&sql, word_of(to));
    put_signature(&sql, to);
    comment_is(emit, PHASE_COMMENT, &to->base, &sql, to->base.comment);
}

static void create_routine(Emit *emit, const Routine *to)
{
    Sql sql = emit_sql(emit, to->definition);
    read_later(emit);
    emit_add(emit, routine_create_phase(emit, to), &to->base, &sql);
    if (to->base.comment) {
        comment_routine(emit, to);
    }
}

/* --- checks of domains that stay and call it ----------------------------------------------------
 */

static const Constraint *same_check(const Domain *domain, const Constraint *check)
{
    for (size_t i = 0; domain && i < domain->checks.len; i++) {
        if (text_equal(domain->checks.at[i]->base.name, check->base.name)) {
            return domain->checks.at[i];
        }
    }
    return NULL;
}

static bool is_domain_changed(const Changes *all, const Domain *from)
{
    for (size_t i = 0; i < all->list.len; i++) {
        if (all->list.at[i]->object.from == &from->base) {
            return true;
        }
    }
    return false;
}

/* Before the routine goes and, `back`, after it has come again. */
static void move_checks(Emit *emit, const Routine *routine, const Domain *from, bool back)
{
    const Domain *to = schema_domain(emit->all->to, from->base.schema, from->base.name);
    const char *name = str_dup(emit->plan->mem, routine_name(&routine->base));
    for (size_t i = 0; i < from->checks.len; i++) {
        const Constraint *check = same_check(to, from->checks.at[i]);
        if (!check || !text_mentions(check->check.text, name)) {
            continue;
        }
        Sql sql = emit_sql(emit, "ALTER DOMAIN");
        sql_object(&sql, &to->base);
        sql_kw(&sql, back ? "ADD CONSTRAINT" : "DROP CONSTRAINT");
        sql_ident(&sql, check->base.name);
        if (back) {
            sql_kw(&sql, "CHECK (");
            sql_raw(&sql, check->check.text);
            sql_raw(&sql, check->not_valid ? ") NOT VALID" : ")");
        }
        emit_add(emit, back ? routine_create_phase(emit, routine) : PHASE_DROP_CONSTRAINT,
                 &routine->base, &sql);
    }
}

static void move_domains(Emit *emit, const Routine *routine, bool back)
{
    const Schema *from = emit->all->from;
    for (size_t i = 0; i < from->domains.len; i++) {
        if (!is_domain_changed(emit->all, from->domains.at[i])) {
            move_checks(emit, routine, from->domains.at[i], back);
        }
    }
}

/* --- changes ------------------------------------------------------------------------------------
 */

/* With the same arguments: others make it another routine, which has its own. */
static void keep_rights(const Emit *emit, Phase phase, const Routine *from, const Routine *to)
{
    Sql name = sql_new(emit->plan->mem, emit->all->to->server);
    put_signature(&name, from);
    Sql object = emit_sql(emit, "ROUTINE");
    put_signature(&object, to);
    rights_keep(emit, phase, &from->base, sql_text(&name), &to->base, sql_text(&object));
}

static void drop_routine(Emit *emit, const Routine *from, bool comes_back)
{
    Phase phase = drop_phase(emit, from, comes_back);
    if (emit->change->object.to) {
        keep_rights(emit, phase, from, emit->change->function.to);
    }
    Sql sql = emit_sql(emit, "DROP");
    sql_kw(&sql, word_of(from));
    put_signature(&sql, from);
    emit_add(emit, phase, &from->base, &sql);
}

static void replace_routine(Emit *emit, const Routine *to)
{
    PostgresRoutine parsed;
    Sql sql = emit_sql(emit, "");
    if (postgres_routine_parse(to->definition, &parsed) && !parsed.or_replace) {
        const char *rest = to->definition + strcspn(to->definition, "cC") + strlen("CREATE");
        sql_kw(&sql, "CREATE OR REPLACE");
        sql_kw(&sql, str_dup(emit->plan->mem, str_trim(str_of(rest))));
    } else {
        sql_raw(&sql, to->definition);
    }
    read_later(emit);
    emit_add(emit, routine_create_phase(emit, to), &to->base, &sql);
}

static void rename_routine(Emit *emit, const Routine *from, const Routine *to)
{
    Str old = routine_name(&from->base), new = routine_name(&to->base);
    Routine moved = *from;
    if (!text_equal(from->base.schema, to->base.schema)) {
        Sql sql = emit_sql(emit, "ALTER");
        sql_kw(&sql, word_of(from));
        put_signature(&sql, from);
        sql_kw(&sql, "SET SCHEMA");
        sql_ident(&sql, to->base.schema ? to->base.schema : emit->all->to->server->default_schema);
        emit_add(emit, PHASE_RENAME, &to->base, &sql);
        moved.base.schema = to->base.schema;
    }
    if (!str_equal(old, new)) {
        Sql sql = emit_sql(emit, "ALTER");
        sql_kw(&sql, word_of(from));
        put_signature(&sql, &moved);
        sql_kw(&sql, "RENAME TO");
        sql_ident(&sql, str_dup(emit->plan->mem, new));
        emit_add(emit, PHASE_RENAME, &to->base, &sql);
    }
}

static void alter_routine(Emit *emit, const Routine *from, const Routine *to)
{
    unsigned parts = emit->change->parts;
    if (parts & PART_RECREATE) {
        move_domains(emit, from, false);
        drop_routine(emit, from, true);
        create_routine(emit, to);
        move_domains(emit, to, true);
        return;
    }
    if (parts & PART_DEFINITION) {
        replace_routine(emit, to);
    }
    if (parts & PART_COMMENT) {
        comment_routine(emit, to);
    }
}

/* Is the name taken again, by a procedure for a function, say, or with other arguments? Two that a
 * call could mean must not stand side by side. */
static bool is_name_taken(const Changes *all, const Routine *from)
{
    for (size_t i = 0; i < all->list.len; i++) {
        const Change *change = all->list.at[i];
        if (change->op == CHANGE_CREATE &&
            (change->kind == OBJ_FUNCTION || change->kind == OBJ_PROCEDURE) &&
            routine_same_name(change->object.to, &from->base)) {
            return true;
        }
    }
    return false;
}

bool routine_comes_back(const Changes *all, const Change *change)
{
    return (change->op == CHANGE_ALTER && (change->parts & PART_RECREATE)) ||
           (change->op == CHANGE_DROP && is_name_taken(all, change->function.from));
}

/* Routines of the name that go, or that come: the checks of domains move once for all of them. */
static const Change *last_of_name(const Changes *all, const Change *change, ChangeOp op)
{
    const Object *name = change->object.to ? change->object.to : change->object.from;
    const Change *last = NULL;
    for (size_t i = 0; i < all->list.len; i++) {
        const Change *other = all->list.at[i];
        bool routine = other->kind == OBJ_FUNCTION || other->kind == OBJ_PROCEDURE;
        if (routine && other->op == op &&
            routine_same_name(op == CHANGE_DROP ? other->object.from : other->object.to, name)) {
            last = other;
        }
    }
    return last;
}

static void create_new(Emit *emit, const Routine *to)
{
    create_routine(emit, to);
    if (last_of_name(emit->all, emit->change, CHANGE_DROP) &&
        last_of_name(emit->all, emit->change, CHANGE_CREATE) == emit->change) {
        move_domains(emit, to, true);
    }
}

static void drop_old(Emit *emit, const Routine *from)
{
    bool comes_back = routine_comes_back(emit->all, emit->change);
    if (comes_back && last_of_name(emit->all, emit->change, CHANGE_DROP) == emit->change) {
        move_domains(emit, from, false);
    }
    drop_routine(emit, from, comes_back);
}

bool render_routine(Plan *plan, const Changes *all, const Change *change, Error *err UNUSED)
{
    const Routine *from = change->function.from, *to = change->function.to;
    Emit emit = emit_begin(plan, all, change);
    switch (change->op) {
    case CHANGE_CREATE:
        create_new(&emit, to);
        break;
    case CHANGE_DROP:
        drop_old(&emit, from);
        break;
    case CHANGE_ALTER:
        alter_routine(&emit, from, to);
        break;
    case CHANGE_RENAME:
        if (!is_recreated(all, &to->base)) {
            rename_routine(&emit, from, to);
        }
        break;
    }
    return true;
}
