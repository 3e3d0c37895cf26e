#include "emit/postgres/postgres.h"

static void own_by(Emit *emit, Phase phase, const Object *sequence, const char *schema,
                   const char *table, const char *column)
{
    Sql sql = emit_sql(emit, "ALTER SEQUENCE");
    sql_object(&sql, sequence);
    sql_kw(&sql, "OWNED BY");
    if (table) {
        sql_name(&sql, schema, table);
        sql_raw(&sql, ".");
        sql_ident(&sql, column);
    } else {
        sql_kw(&sql, "NONE");
    }
    emit_add(emit, phase, sequence, &sql);
}

static void own(Emit *emit, const Sequence *to)
{
    own_by(emit, PHASE_CREATE_CONSTRAINT, &to->base, to->owner_schema, to->owner_table,
           to->owner_column);
}

/* What would be made when nothing is said: what CREATE SEQUENCE need not mention. */
static SequenceNumbers usual(const Sequence *sequence)
{
    return postgres_sequence_defaults(sequence->type.name, sequence->numbers.increment < 0);
}

static void alter_numbers(Emit *emit, const Object *object, const Type *from_type,
                          const Type *to_type, const SequenceNumbers *from,
                          const SequenceNumbers *to)
{
    Sql sql = emit_sql(emit, "ALTER SEQUENCE");
    sql_object(&sql, object);
    if (!text_equal(from_type->name, to_type->name)) {
        sql_kw(&sql, "AS");
        put_type(&sql, to_type);
    }
    put_numbers(&sql, from, to);
    /* A counter that was never used stands at its start: outside the new bounds that is an error.
     */
    bool outside = from->start < to->min || from->start > to->max;
    Sql none = emit_sql(emit, "");
    put_numbers(&none, from, to);
    if (text_equal(from_type->name, to_type->name) && !*sql_text(&none) && !outside) {
        return;
    }
    if (outside) {
        sql_kw(&sql, "RESTART");
    }
    Statement *statement = emit_add(emit, PHASE_CREATE_TYPE, object, &sql);
    if (outside) {
        emit_hazard(emit, statement, HAZARD_DATA_LOSS,
                    mem_printf(emit->plan->mem, "the counter of %s starts again",
                               emit_label(emit, object, NULL)));
    }
}

/* Is the column dropped, alone or with its table? */
static bool column_goes(const Changes *all, const char *schema, const char *table,
                        const char *column)
{
    for (size_t i = 0; table && i < all->list.len; i++) {
        const Change *change = all->list.at[i];
        if (change->kind != OBJ_TABLE || !change->table.from ||
            !text_equal(change->object.from->name, table) ||
            !text_equal(change->object.from->schema, schema)) {
            continue;
        }
        if (change->op == CHANGE_DROP) {
            return true;
        }
        for (size_t j = 0; j < change->children.len; j++) {
            const Change *child = change->children.at[j];
            if (child->kind == OBJ_COLUMN && child->op == CHANGE_DROP &&
                text_equal(child->object.from->name, column)) {
                return true;
            }
        }
    }
    return false;
}

/* Is the column created, alone or with its table? */
static bool column_comes(const Changes *all, const Column *column)
{
    for (size_t i = 0; i < all->list.len; i++) {
        const Change *change = all->list.at[i];
        if (change->kind == OBJ_TABLE && change->op == CHANGE_CREATE &&
            change->table.to == column->table) {
            return true;
        }
        for (size_t j = 0; change->kind == OBJ_TABLE && j < change->children.len; j++) {
            const Change *child = change->children.at[j];
            if (child->kind == OBJ_COLUMN && child->op == CHANGE_CREATE &&
                child->column.to == column) {
                return true;
            }
        }
    }
    return false;
}

static const char *stays(const Emit *emit, const Object *sequence)
{
    return mem_printf(emit->plan->mem, "sequence \"%s\" stays, with another owner",
                      object_label(emit->plan->mem, sequence));
}

static bool is_owner(const Sequence *sequence, const Column *column)
{
    return text_equal(sequence->owner_column, column->base.name) &&
           text_equal(sequence->owner_table, column->table->base.name) &&
           text_equal(sequence->owner_schema, column->table->base.schema);
}

static void create_sequence(Emit *emit, const Sequence *to)
{
    SequenceNumbers from = usual(to);
    const Column *serial = serial_of(emit->all->from, to);
    if (serial) {
        emit->words = stays(emit, &to->base);
        /* It exists: a serial column's own sequence becomes one that stands by itself, and must not
         * go with its column. */
        from = postgres_sequence_defaults(serial->type.name, false);
        const Object *table = &serial->table->base;
        bool freed = column_goes(emit->all, table->schema, table->name, serial->base.name);
        if (freed) {
            own_by(emit, PHASE_DROP_DEPENDENT, &to->base, NULL, NULL, NULL);
            emit->explained = false; /* what follows stands elsewhere */
        }
        alter_numbers(emit, &to->base, &serial->type, &to->type, &from, &to->numbers);
        if (freed ? to->owner_table != NULL : !is_owner(to, serial)) {
            own(emit, to);
        }
        comment_new(emit, "SEQUENCE", &to->base, NULL);
        return;
    }
    Sql sql = emit_sql(emit, "CREATE SEQUENCE");
    sql_object(&sql, &to->base);
    if (!text_equal(to->type.name, "bigint")) {
        sql_kw(&sql, "AS");
        put_type(&sql, &to->type);
    }
    put_numbers(&sql, &from, &to->numbers);
    emit_add(emit, PHASE_CREATE_TYPE, &to->base, &sql);
    if (to->owner_table) {
        own(emit, to);
    }
    comment_new(emit, "SEQUENCE", &to->base, NULL);
}

/* It must not go with the column that owned it. */
static bool free_from_owner(Emit *emit, const Sequence *from)
{
    bool goes = column_goes(emit->all, from->owner_schema, from->owner_table, from->owner_column);
    if (goes) {
        own_by(emit, PHASE_DROP_DEPENDENT, &from->base, NULL, NULL, NULL);
    }
    return goes;
}

static void drop_sequence(Emit *emit, const Sequence *from)
{
    const Column *serial = serial_of(emit->all->to, from);
    if (serial && !column_comes(emit->all, serial)) {
        /* It stays, as a serial column's own. */
        emit->words = stays(emit, &from->base);
        SequenceNumbers to = postgres_sequence_defaults(serial->type.name, false);
        alter_numbers(emit, &from->base, &from->type, &serial->type, &from->numbers, &to);
        const Object *table = &serial->table->base;
        if (free_from_owner(emit, from)) {
            emit->explained = false; /* what follows stands elsewhere */
        }
        if (!is_owner(from, serial)) {
            own_by(emit, PHASE_ALTER_TABLE, &from->base, table->schema, table->name,
                   serial->base.name);
        }
        return;
    }
    /* Sequences go with the column or table that owns them. */
    if (!column_goes(emit->all, from->owner_schema, from->owner_table, from->owner_column)) {
        drop_or_step_aside(emit, "SEQUENCE", PHASE_DROP_LAST);
    }
}

static void change_owner(Emit *emit, const Sequence *from, const Sequence *to)
{
    bool freed = free_from_owner(emit, from);
    if (!freed || to->owner_table) {
        own(emit, to);
    }
}

static void alter_sequence(Emit *emit, const Sequence *from, const Sequence *to)
{
    if (emit->change->parts & (PART_NUMBERS | PART_TYPE)) {
        alter_numbers(emit, &to->base, &from->type, &to->type, &from->numbers, &to->numbers);
    }
    if (emit->change->parts & PART_OWNER) {
        change_owner(emit, from, to);
    }
    if (emit->change->parts & PART_COMMENT) {
        comment_on(emit, "SEQUENCE", &to->base, NULL, to->base.comment);
    }
}

bool render_sequence(Plan *plan, const Changes *all, const Change *change, Error *err UNUSED)
{
    Emit emit = emit_begin(plan, all, change);
    switch (change->op) {
    case CHANGE_CREATE:
        create_sequence(&emit, change->sequence.to);
        break;
    case CHANGE_DROP:
        drop_sequence(&emit, change->sequence.from);
        break;
    case CHANGE_RENAME:
        rename_object(&emit, "SEQUENCE");
        break;
    case CHANGE_ALTER:
        alter_sequence(&emit, change->sequence.from, change->sequence.to);
        break;
    }
    return true;
}
