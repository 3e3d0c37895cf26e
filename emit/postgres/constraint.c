#include "emit/postgres/postgres.h"

static void put_columns(Sql *sql, const Constraint *constraint)
{
    const KeyParts *keys = &constraint->keys;
    bool key = constraint->type == CONSTRAINT_FOREIGN_KEY;
    sql_kw(sql, "(");
    for (size_t i = 0; i < keys->len; i++) {
        bool period = constraint->period && i + 1 == keys->len;
        sql_raw(sql, i ? ", " : "");
        sql_kw(sql, period && key ? "PERIOD" : NULL);
        sql_ident(sql, keys->at[i].column);
        sql_kw(sql, period && !key ? "WITHOUT OVERLAPS" : NULL);
    }
    sql_raw(sql, ")");
}

static void put_referred(Sql *sql, const Constraint *key)
{
    sql_kw(sql, "(");
    for (size_t i = 0; i < key->ref_columns.len; i++) {
        sql_raw(sql, i ? ", " : "");
        sql_kw(sql, key->period && i + 1 == key->ref_columns.len ? "PERIOD" : NULL);
        sql_ident(sql, key->ref_columns.at[i]);
    }
    sql_raw(sql, ")");
}

static void put_foreign_key(Sql *sql, const Constraint *key)
{
    sql_kw(sql, "FOREIGN KEY");
    put_columns(sql, key);
    sql_kw(sql, "REFERENCES");
    sql_name(sql, key->ref_schema, key->ref_table);
    if (key->ref_columns.len) {
        put_referred(sql, key);
    }
    sql_kw(sql, key->match == MATCH_FULL ? "MATCH FULL" : NULL);
    sql_action(sql, "ON UPDATE", key->on_update);
    sql_action(sql, "ON DELETE", key->on_delete);
    if (key->on_delete != ACTION_NONE && key->delete_columns.len) {
        sql_kw(sql, "(");
        sql_idents(sql, &key->delete_columns);
        sql_raw(sql, ")");
    }
}

static void put_index_options(Sql *sql, const Options *options)
{
    const char *with = options_get(options, "with"), *space = options_get(options, "tablespace");
    if (with) {
        sql_kw(sql, "WITH");
        put_options(sql, with);
    }
    if (space) {
        sql_kw(sql, "USING INDEX TABLESPACE");
        sql_ident(sql, space);
    }
}

static void put_body(Sql *sql, const Schema *schema, const Constraint *constraint)
{
    switch (constraint->type) {
    case CONSTRAINT_PRIMARY_KEY:
        sql_kw(sql, "PRIMARY KEY");
        put_columns(sql, constraint);
        break;
    case CONSTRAINT_UNIQUE:
        sql_kw(sql, constraint->nulls_not_distinct ? "UNIQUE NULLS NOT DISTINCT" : "UNIQUE");
        put_columns(sql, constraint);
        break;
    case CONSTRAINT_FOREIGN_KEY:
        put_foreign_key(sql, constraint);
        return;
    case CONSTRAINT_CHECK:
        sql_kw(sql, "CHECK (");
        sql_raw(sql, constraint->check.text);
        sql_raw(sql, ")");
        sql_kw(sql, constraint->no_inherit ? "NO INHERIT" : NULL);
        return;
    case CONSTRAINT_EXCLUSION:
        sql_kw(sql, "EXCLUDE USING");
        sql_ident(sql, constraint->method ? constraint->method : "gist");
        put_keys(sql, schema, &constraint->keys);
        break;
    }
    put_include(sql, &constraint->include);
    put_index_options(sql, &constraint->options);
    if (constraint->where.text) {
        sql_kw(sql, "WHERE (");
        sql_raw(sql, constraint->where.text);
        sql_raw(sql, ")");
    }
}

static void put_deferrable(Sql *sql, Deferrable deferrable)
{
    switch (deferrable) {
    case DEFERRABLE_NOT:
        break;
    case DEFERRABLE_IMMEDIATE:
        sql_kw(sql, "DEFERRABLE");
        break;
    case DEFERRABLE_DEFERRED:
        sql_kw(sql, "DEFERRABLE INITIALLY DEFERRED");
        break;
    }
}

void put_constraint(Sql *sql, const Schema *schema, const Constraint *constraint)
{
    const char *name = constraint_name(schema, constraint);
    if (name) {
        sql_kw(sql, "CONSTRAINT");
        sql_ident(sql, name);
    }
    put_body(sql, schema, constraint);
    put_deferrable(sql, constraint->deferrable);
    sql_kw(sql, constraint->not_enforced ? "NOT ENFORCED" : NULL);
    sql_kw(sql, constraint->not_valid ? "NOT VALID" : NULL);
}

static Sql alter_table(const Emit *emit, const Constraint *constraint, const char *words)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    sql_object(&sql, &constraint->table->base);
    sql_kw(&sql, words);
    return sql;
}

static Phase create_phase(const Constraint *constraint)
{
    return constraint->type == CONSTRAINT_FOREIGN_KEY ? PHASE_CREATE_FOREIGN_KEY
                                                      : PHASE_CREATE_CONSTRAINT;
}

static void add_hazards(const Emit *emit, Statement *statement, const Constraint *constraint)
{
    if (is_new_table(emit) || constraint->not_valid || constraint->not_enforced) {
        return;
    }
    const char *label = emit_label(emit, &constraint->table->base, NULL);
    const char *what = constraint->type == CONSTRAINT_CHECK ? "all rows are read"
                       : constraint->type == CONSTRAINT_FOREIGN_KEY
                           ? "all rows are read while writing is blocked"
                           : "an index is built";
    emit_hazard(emit, statement, HAZARD_LOCK,
                mem_printf(emit->plan->mem, "%s is locked while %s", label, what));
}

static void comment_on_index(Emit *emit, const Constraint *to)
{
    const char *note = options_get(&to->options, "index_note");
    Sql sql = emit_sql(emit, "COMMENT ON INDEX");
    sql_name(&sql, to->table->base.schema, constraint_name(emit->all->to, to));
    sql_kw(&sql, "IS");
    if (note) {
        sql_literal(&sql, note);
    } else {
        sql_kw(&sql, "NULL");
    }
    emit_add(emit, PHASE_COMMENT, &to->table->base, &sql);
}

void constraint_comments(Emit *emit, const Constraint *to)
{
    comment_new(emit, "CONSTRAINT", &to->base, &to->table->base);
    if (options_get(&to->options, "index_note")) {
        comment_on_index(emit, to);
    }
}

/* --- with others at work ---------------------------------------------------------------------- */

static void add_step(Emit *emit, const Constraint *constraint, const Object *object, const Sql *sql)
{
    Statement *statement = emit_add(emit, create_phase(constraint), object, sql);
    statement->tx = TX_OFF; /* its lock must not last until the next step is done */
}

void constraint_create_validated(Emit *emit, const Constraint *constraint, const Object *object)
{
    Constraint untested = *constraint;
    untested.not_valid = true;
    Sql add = alter_table(emit, constraint, "ADD");
    put_constraint(&add, emit->all->to, &untested);
    add_step(emit, constraint, object, &add);
    Sql validate = alter_table(emit, constraint, "VALIDATE CONSTRAINT");
    sql_ident(&validate, constraint_name(emit->all->to, constraint));
    add_step(emit, constraint, object, &validate);
}

void key_create_from_index(Emit *emit, const Constraint *key, const Object *object)
{
    const char *name = constraint_name(emit->all->to, key);
    Index index = {.base = {.kind = OBJ_INDEX, .name = name},
                   .table = key->table,
                   .unique = true,
                   .keys = key->keys,
                   .include = key->include,
                   .nulls_not_distinct = key->nulls_not_distinct,
                   .options = key->options};
    Sql build = emit_sql(emit, "CREATE UNIQUE INDEX CONCURRENTLY");
    put_index(&build, emit->all->to, &key->table->base, &index, false);
    add_step(emit, key, object, &build);
    Sql add = alter_table(emit, key, "ADD CONSTRAINT");
    sql_ident(&add, name);
    sql_kw(&add,
           key->type == CONSTRAINT_PRIMARY_KEY ? "PRIMARY KEY USING INDEX" : "UNIQUE USING INDEX");
    sql_ident(&add, name);
    put_deferrable(&add, key->deferrable);
    add_step(emit, key, object, &add);
}

/* What the partitions have is not tested again when the parent gets it. */
static void create_foreign_key(Emit *emit, const Constraint *key)
{
    if (!key->table->partition_by) {
        constraint_create_validated(emit, key, &key->base);
        return;
    }
    foreign_key_create_on_partitions(emit, key, key->table);
    Sql add = alter_table(emit, key, "ADD");
    put_constraint(&add, emit->all->to, key);
    add_step(emit, key, &key->base, &add);
}

static bool create_online(Emit *emit, const Constraint *constraint)
{
    bool named = constraint_name(emit->all->to, constraint) != NULL;
    bool period = constraint->period && constraint->type != CONSTRAINT_FOREIGN_KEY;
    bool tested = !constraint->not_valid && !constraint->not_enforced;
    bool parent = constraint->table->partition_by && constraint->type != CONSTRAINT_CHECK;
    if (!is_used(emit, constraint->table) || !named || period ||
        (parent && !has_partitions(emit, constraint->table))) {
        return false;
    }
    switch (constraint->type) {
    case CONSTRAINT_PRIMARY_KEY:
    case CONSTRAINT_UNIQUE:
        if (constraint->table->partition_by) {
            key_create_on_partitions(emit, constraint);
        } else {
            key_create_from_index(emit, constraint, &constraint->base);
        }
        return true;
    case CONSTRAINT_FOREIGN_KEY:
        if (tested) {
            create_foreign_key(emit, constraint);
        }
        return tested;
    case CONSTRAINT_CHECK:
        if (tested) {
            constraint_create_validated(emit, constraint, &constraint->base);
        }
        return tested;
    case CONSTRAINT_EXCLUSION:
        return false;
    }
    return false;
}

static void create_plain(Emit *emit, const Constraint *constraint)
{
    Sql sql = alter_table(emit, constraint, "ADD");
    put_constraint(&sql, emit->all->to, constraint);
    add_hazards(emit, emit_add(emit, create_phase(constraint), &constraint->base, &sql),
                constraint);
}

void constraint_create(Emit *emit, const Constraint *constraint)
{
    if (!create_online(emit, constraint)) {
        create_plain(emit, constraint);
    }
    constraint_comments(emit, constraint);
}

static void drop(Emit *emit, const Constraint *from)
{
    bool key = from->type == CONSTRAINT_FOREIGN_KEY;
    Sql sql = emit_sql(emit, "ALTER TABLE");
    sql_object(&sql, &from->table->base);
    sql_kw(&sql, "DROP CONSTRAINT");
    sql_ident(&sql, constraint_name(emit->all->from, from));
    emit_add(emit, key ? PHASE_DROP_FOREIGN_KEY : PHASE_DROP_CONSTRAINT, &from->base, &sql);
}

bool drop_foreign_key(Plan *plan, const Changes *all, const Constraint *key, Error *err UNUSED)
{
    Emit emit = emit_begin(plan, all, NULL);
    drop(&emit, key);
    return true;
}

static Sql alter(const Emit *emit, const Constraint *to, const char *words)
{
    Sql sql = alter_table(emit, to, words);
    sql_ident(&sql, constraint_name(emit->all->to, to));
    return sql;
}

/* What the server can change on a constraint that stays. */
static bool in_place(const Constraint *from, const Constraint *to)
{
    bool key = to->type == CONSTRAINT_FOREIGN_KEY;
    bool validated = from->not_valid && !to->not_valid;
    return (from->deferrable == to->deferrable || key) &&
           (from->not_enforced == to->not_enforced || key) &&
           (from->not_valid == to->not_valid || validated);
}

static void alter_enforced(Emit *emit, const Constraint *from, const Constraint *to)
{
    if (from->deferrable != to->deferrable) {
        Sql sql = alter(emit, to, "ALTER CONSTRAINT");
        put_deferrable(&sql, to->deferrable);
        sql_kw(&sql, to->deferrable == DEFERRABLE_NOT         ? "NOT DEFERRABLE"
                     : to->deferrable == DEFERRABLE_IMMEDIATE ? "INITIALLY IMMEDIATE"
                                                              : NULL);
        emit_add(emit, PHASE_CREATE_FOREIGN_KEY, &to->base, &sql);
    }
    if (from->not_enforced != to->not_enforced) {
        Sql sql = alter(emit, to, "ALTER CONSTRAINT");
        sql_kw(&sql, to->not_enforced ? "NOT ENFORCED" : "ENFORCED");
        emit_add(emit, PHASE_CREATE_FOREIGN_KEY, &to->base, &sql);
    }
    if (from->not_valid && !to->not_valid) {
        Sql sql = alter(emit, to, "VALIDATE CONSTRAINT");
        Statement *statement = emit_add(emit, create_phase(to), &to->base, &sql);
        emit_hazard(emit, statement, HAZARD_MAY_FAIL,
                    mem_printf(emit->plan->mem, "fails if rows of %s violate it",
                               emit_label(emit, &to->table->base, NULL)));
    }
}

static void alter_constraint(Emit *emit, const Constraint *from, const Constraint *to)
{
    unsigned parts = emit->change->parts;
    bool replace = (parts & (PART_KEYS | PART_RECREATE)) || !in_place(from, to);
    if (replace) {
        drop(emit, from);
        constraint_create(emit, to);
        return;
    }
    if (parts & PART_ENFORCED) {
        alter_enforced(emit, from, to);
    }
    if (parts & PART_OPTIONS) {
        index_storage(emit, &to->base, constraint_name(emit->all->to, to), to->table,
                      &from->options, &to->options);
        if (!text_equal(options_get(&from->options, "index_note"),
                        options_get(&to->options, "index_note"))) {
            comment_on_index(emit, to);
        }
    }
    if (parts & PART_COMMENT) {
        comment_on(emit, "CONSTRAINT", &to->base, &to->table->base, to->base.comment);
    }
}

static void rename_to(Emit *emit, Phase phase, const Constraint *which, const char *from,
                      const char *to)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    sql_object(&sql, &which->table->base);
    sql_kw(&sql, "RENAME CONSTRAINT");
    sql_ident(&sql, from);
    sql_kw(&sql, "TO");
    sql_ident(&sql, to);
    emit_add(emit, phase, &which->base, &sql);
}

static void rename_constraint(Emit *emit, const Constraint *from, const Constraint *to)
{
    const char *name = constraint_name(emit->all->from, from);
    if (constraint_is_claimed(emit, from, to->table)) {
        const char *aside = name_with_prefix(emit->plan->mem, OLD_PREFIX, name);
        rename_to(emit, PHASE_MAKE_ROOM, from, name, aside);
        name = aside;
    }
    rename_to(emit, PHASE_RENAME, to, name, constraint_name(emit->all->to, to));
}

void constraint_change(Emit *emit, const Table *from_table UNUSED, const Table *to_table UNUSED)
{
    const Constraint *from = emit->change->constraint.from, *to = emit->change->constraint.to;
    switch (emit->change->op) {
    case CHANGE_CREATE:
        constraint_create(emit, to);
        break;
    case CHANGE_DROP:
        drop(emit, from);
        break;
    case CHANGE_ALTER:
        alter_constraint(emit, from, to);
        break;
    case CHANGE_RENAME:
        rename_constraint(emit, from, to);
        break;
    }
}
