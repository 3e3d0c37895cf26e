/* Inheritance. A child's Table lists only what is its own; what it has from its
 * parents comes and goes with them. */
#include "emit/postgres/postgres.h"

#include <string.h>

bool is_inherited(const Schema *schema, const Table *table, const char *column)
{
    return inherited_column(schema, table, column) != NULL;
}

static bool has_column(const Schema *schema, const Table *table, const char *column)
{
    return table && any_column(schema, table, column);
}

static bool same_default(const Default *a, const Default *b)
{
    return a->kind == b->kind && text_equal(a->value, b->value) &&
           text_equal(a->expr.text, b->expr.text);
}

static void hazard_of_type(const Emit *emit, Change *change)
{
    const Column *to = change->column.to;
    if ((change->parts & PART_TYPE) &&
        !type_widens(emit->all->to->server, &change->column.from->type, &to->type)) {
        const Hazard hazard = {HAZARD_MAY_FAIL,
                               mem_printf(emit->plan->mem, "fails if values of %s do not fit %s",
                                          emit_label(emit, &to->table->base, to->base.name),
                                          to->type.text)};
        list_push(emit->plan->mem, &change->hazards, hazard);
    }
}

static bool names(const NameList *list, const char *name)
{
    for (size_t i = 0; i < list->len; i++) {
        if (text_equal(list->at[i], name)) {
            return true;
        }
    }
    return false;
}

/* Has one of the parents that the table keeps the column, in that schema? */
static bool kept_parent_has(const Emit *emit, const Schema *schema, const char *column)
{
    const Table *from = emit->change->table.from, *to = emit->change->table.to;
    const Table *side = schema == emit->all->to ? to : from;
    bool has = keeps_parent(emit->all, from, to) &&
               has_column(schema, labelled_table(schema, side->partition_of), column);
    for (size_t i = 0; !has && i < from->inherits.len; i++) {
        has = names(&to->inherits, from->inherits.at[i]) &&
              has_column(schema, labelled_table(schema, from->inherits.at[i]), column);
    }
    return has;
}

bool comes_with_parent(const Emit *emit, const char *column)
{
    return kept_parent_has(emit, emit->all->to, column);
}

bool goes_with_parents(Emit *emit, const char *column)
{
    const Table *from = emit->change->table.from, *to = emit->change->table.to;
    if (!kept_parent_has(emit, emit->all->from, column)) {
        return false;
    }
    if (!from->partition_of) {
        Sql sql = emit_sql(emit, "ALTER TABLE");
        sql_object(&sql, &to->base);
        sql_kw(&sql, "DROP COLUMN IF EXISTS");
        sql_ident(&sql, column);
        /* The column is the child's own once the parent has let go of it. */
        emit_add(emit, PHASE_DROP_TABLE, &from->base, &sql);
    }
    return true;
}

static bool same_storage(const Column *a, const Column *b)
{
    static const char *const names[] = {"storage", "compression", "statistics"};
    bool same = true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        same &= text_equal(options_get(&a->options, names[i]), options_get(&b->options, names[i]));
    }
    return same;
}

static unsigned own_parts(const Column *from, const Column *to)
{
    return (same_default(&from->default_value, &to->default_value) ? 0u : PART_DEFAULT) |
           (from->not_null == to->not_null ? 0u : (unsigned)PART_NULL) |
           (same_storage(from, to) ? 0u : (unsigned)PART_OPTIONS);
}

/* A comment is not inherited. */
static const char *own_comment(const Table *table, const char *name)
{
    const Column *own = table_column(table, name);
    return own ? own->base.comment : NULL;
}

/* What a child has for itself of an inherited column appears or disappears: the column stays. What
 * happens to the parent's has happened to it by then. */
void inherited_change(const Emit *emit, const Table *table, const char *name)
{
    const Schema *before = emit->all->from, *after = emit->all->to;
    const Table *from_table = emit->change->table.from, *to_table = emit->change->table.to;
    const Column *from = table_column(from_table, name), *to = any_column(after, to_table, name);
    if (!from) {
        from = comes_with_parent(emit, name) ? inherited_column(after, to_table, name)
                                             : inherited_column(before, from_table, name);
    }
    if (!from || !to) {
        return;
    }
    Column *here = mem_copy(emit->plan->mem, to, sizeof *to);
    here->table = mem_copy(emit->plan->mem, table, sizeof *table);
    here->base.comment = own_comment(to_table, name);
    Change *change = MEM_NEW(emit->plan->mem, Change);
    *change = (Change){.op = CHANGE_ALTER, .kind = OBJ_COLUMN, .parts = own_parts(from, to)};
    change->column.from = from;
    change->column.to = here;
    bool noted = text_equal(own_comment(from_table, name), here->base.comment);
    change->parts |= noted ? 0u : (unsigned)PART_COMMENT;
    /* Left alone by its parent it may change its type. */
    const Server *server = after->server;
    bool alone = !is_inherited(after, to_table, name);
    bool same = server->dialect->syntax->type_equal(server, &from->type, &to->type);
    change->parts |= alone && !same ? (unsigned)PART_TYPE : 0u;
    if (change->parts && from->identity.kind == to->identity.kind) {
        Emit one = emit_child(emit, change);
        hazard_of_type(emit, change);
        column_alter(&one);
    }
}

/* The column that a descendant has for itself before and after; it lost what the parent's change
 * overwrote. */
static void restore(const Emit *emit, const Column *was, const Column *own)
{
    const Change *cause = emit->change;
    const Column *parent = cause->column.to;
    const unsigned default_goes =
        PART_DEFAULT | PART_TYPE | PART_COLLATION | PART_IDENTITY | PART_RECREATE;
    unsigned touched = cause->parts & (PART_NULL | PART_OPTIONS);
    touched |= cause->parts & default_goes ? (unsigned)PART_DEFAULT : 0u;
    unsigned parts = own_parts(parent, own) & touched & ~own_parts(was, own);
    if (!parts || own->identity.kind != IDENTITY_NONE || own->generated != GENERATED_NONE) {
        return;
    }
    Change *change = MEM_NEW(emit->plan->mem, Change);
    *change = (Change){.op = CHANGE_ALTER, .kind = OBJ_COLUMN, .parts = parts};
    change->column.from = parent;
    change->column.to = own;
    Emit one = emit_child(emit, change);
    size_t since = emit->plan->statements.len;
    column_alter(&one);
    for (size_t i = since; i < emit->plan->statements.len; i++) {
        emit->plan->statements.at[i]->object = &parent->table->base;
    }
}

void restore_in_children(const Emit *emit)
{
    const Changes *all = emit->all;
    const Column *from = emit->change->column.from, *to = emit->change->column.to;
    for (size_t i = 0; i < all->to->tables.len; i++) {
        const Table *child = all->to->tables.at[i];
        const Column *own =
            child->partition_of || child->inherits.len ? table_column(child, to->base.name) : NULL;
        if (!own || !is_descendant(all->to, child, to->table)) {
            continue;
        }
        const Table *former = former_table(all, child);
        const Column *was = former ? table_column(former, from->base.name) : NULL;
        if (was && is_descendant(all->from, former, from->table)) {
            restore(emit, was, own);
        }
    }
}

static bool is_child(const Schema *schema, const Table *table, const Table *parent)
{
    for (size_t i = 0; i < table->inherits.len; i++) {
        if (labelled_table(schema, table->inherits.at[i]) == parent) {
            return true;
        }
    }
    return false;
}

bool children_keep(Emit *emit, const Table *parent, const char *column)
{
    const Schema *to = emit->all->to;
    bool keep = false;
    for (size_t i = 0; i < to->tables.len; i++) {
        keep |= to->tables.at[i]->inherits.len && is_child(to, to->tables.at[i], parent) &&
                table_column(to->tables.at[i], column);
    }
    for (size_t i = 0; keep && i < to->tables.len; i++) {
        const Table *child = to->tables.at[i];
        if (is_child(to, child, parent) && !table_column(child, column)) {
            Sql sql = emit_sql(emit, "ALTER TABLE");
            sql_object(&sql, &child->base);
            sql_kw(&sql, "DROP COLUMN");
            sql_ident(&sql, column);
            /* The column is the child's own once the parent has let go of it. */
            emit_add(emit, PHASE_DROP_TABLE, &child->base, &sql);
        }
    }
    return keep;
}

static const Constraint *find_check(const Table *table, const char *name)
{
    for (size_t i = 0; table && i < table->constraints.len; i++) {
        const Constraint *check = table->constraints.at[i];
        if (check->type == CONSTRAINT_CHECK && !check->no_inherit &&
            text_equal(check->base.name, name)) {
            return check;
        }
    }
    return NULL;
}

bool is_inherited_check(const Schema *schema, const Table *table, const Constraint *check)
{
    for (size_t i = 0; check->type == CONSTRAINT_CHECK && i < table->inherits.len; i++) {
        const Table *parent = labelled_table(schema, table->inherits.at[i]);
        if (parent &&
            (find_check(parent, check->base.name) || is_inherited_check(schema, parent, check))) {
            return true;
        }
    }
    return false;
}

static Sql alter(const Emit *emit, const Object *table, const char *words)
{
    Sql sql = emit_sql(emit, "ALTER TABLE");
    sql_object(&sql, table);
    sql_kw(&sql, words);
    return sql;
}

void leave_columns(Emit *emit, const Table *from, const Table *to, const Table *parent)
{
    for (size_t i = 0; parent && i < parent->columns.len; i++) {
        const char *name = parent->columns.at[i]->base.name;
        if (!table_column(from, name) && !has_column(emit->all->to, to, name)) {
            Sql sql = alter(emit, &to->base, "DROP COLUMN");
            sql_ident(&sql, name);
            Statement *statement = emit_add(emit, PHASE_DROP_COLUMN, &from->base, &sql);
            emit_hazard(emit, statement, HAZARD_DATA_LOSS,
                        mem_printf(emit->plan->mem, "the values of %s are gone",
                                   emit_label(emit, &to->base, name)));
        }
    }
    for (size_t i = 0; parent && i < parent->inherits.len; i++) {
        leave_columns(emit, from, to, labelled_table(emit->all->from, parent->inherits.at[i]));
    }
    if (parent && parent->partition_of) {
        leave_columns(emit, from, to, labelled_table(emit->all->from, parent->partition_of));
    }
}

static void let_go(Emit *emit, Phase phase, const Schema *schema, const Table *table,
                   const char *label)
{
    Sql sql = alter(emit, &table->base, "NO INHERIT");
    put_relation(&sql, schema, label);
    emit_add(emit, phase, &table->base, &sql);
}

/* What a lost parent leaves behind and the target does not have. */
static void leave(Emit *emit, const Table *from, const Table *to, const char *label)
{
    const Table *parent = labelled_table(emit->all->from, label);
    let_go(emit, PHASE_DROP_CONSTRAINT, emit->all->from, from, label);
    leave_columns(emit, from, to, parent);
    for (size_t i = 0; parent && i < parent->constraints.len; i++) {
        const Constraint *check = parent->constraints.at[i];
        if (find_check(parent, check->base.name) == check && !find_check(to, check->base.name) &&
            !is_inherited_check(emit->all->to, to, check)) {
            Sql sql = alter(emit, &from->base, "DROP CONSTRAINT");
            sql_ident(&sql, check->base.name);
            emit_add(emit, PHASE_DROP_CONSTRAINT, &from->base, &sql);
        }
    }
}

/* Does the table keep a parent that it has the column from? Then it changes there. */
static bool comes_from_kept(const Emit *emit, const Table *from, const Table *to, const char *name)
{
    for (size_t i = 0; i < from->inherits.len; i++) {
        if (names(&to->inherits, from->inherits.at[i]) &&
            has_column(emit->all->from, labelled_table(emit->all->from, from->inherits.at[i]),
                       name)) {
            return true;
        }
    }
    return false;
}

/* The default of a serial column is its sequence. */
static const char *serial_default(const Emit *emit, const Column *column)
{
    if (column->identity.kind != IDENTITY_SERIAL) {
        return NULL;
    }
    Sql sql = sql_new(emit->plan->mem, emit->all->to->server);
    sql_name(&sql, column->table->base.schema, column_sequence(emit->plan->mem, column));
    return sql_text(&sql);
}

/* A child that changes its parent takes the numbers of the new one's sequence. */
static void agree_on_serial(Emit *emit, const Table *to, const Column *before, const Column *wanted)
{
    const char *from = serial_default(emit, before), *sequence = serial_default(emit, wanted);
    if (text_equal(from, sequence)) {
        return;
    }
    Sql sql = alter(emit, &to->base, "ALTER COLUMN");
    sql_ident(&sql, wanted->base.name);
    if (sequence) {
        sql_kw(&sql, "SET DEFAULT nextval(");
        sql_literal(&sql, sequence);
        sql_raw(&sql, ")");
    } else if (wanted->default_value.kind == DEFAULT_NONE) {
        sql_kw(&sql, "DROP DEFAULT");
    } else {
        sql_kw(&sql, "SET DEFAULT");
        put_default(&sql, &wanted->default_value, false);
    }
    emit_add(emit, PHASE_ALTER_TABLE, &to->base, &sql);
}

/* A column that is there already must be as the new parent's is. */
static void agree_on_column(Emit *emit, const Table *from, const Table *to, const Column *wanted)
{
    const Server *server = emit->all->to->server;
    const char *name = wanted->base.name;
    const Column *own = table_column(from, name);
    const Column *before = own ? own : inherited_column(emit->all->from, from, name);
    if ((own && table_column(to, name)) || comes_from_kept(emit, from, to, name)) {
        return; /* its own change says what happens to it */
    }
    Column *here = mem_copy(emit->plan->mem, wanted, sizeof *wanted);
    here->table = mem_copy(emit->plan->mem, to, sizeof *to);
    Change *change = MEM_NEW(emit->plan->mem, Change);
    *change = (Change){.op = CHANGE_ALTER, .kind = OBJ_COLUMN};
    change->column.from = before;
    change->column.to = here;
    change->parts |= server->dialect->syntax->type_equal(server, &before->type, &wanted->type)
                         ? 0u
                         : (unsigned)PART_TYPE;
    if (!own && !table_column(to, name)) {
        change->parts |= same_default(&before->default_value, &wanted->default_value)
                             ? 0u
                             : (unsigned)PART_DEFAULT;
        change->parts |= before->not_null == wanted->not_null ? 0u : (unsigned)PART_NULL;
    }
    if (change->parts && before->identity.kind == wanted->identity.kind) {
        Emit one = emit_child(emit, change);
        hazard_of_type(emit, change);
        column_alter(&one);
    }
    if (!own && !table_column(to, name)) {
        agree_on_serial(emit, to, before, wanted);
    }
}

static void agree_on_columns(Emit *emit, const Table *from, const Table *to, const Table *parent)
{
    for (size_t i = 0; parent && i < parent->columns.len; i++) {
        const Column *column = parent->columns.at[i];
        if (has_column(emit->all->from, from, column->base.name)) {
            agree_on_column(emit, from, to, column);
        } else {
            Sql sql = alter(emit, &to->base, "ADD COLUMN");
            put_column(&sql, emit->all->to, column);
            emit_add(emit, PHASE_ALTER_TABLE, &to->base, &sql);
        }
    }
    for (size_t i = 0; parent && i < parent->inherits.len; i++) {
        agree_on_columns(emit, from, to, labelled_table(emit->all->to, parent->inherits.at[i]));
    }
    if (parent && parent->partition_of) {
        agree_on_columns(emit, from, to, labelled_table(emit->all->to, parent->partition_of));
    }
}

/* The check of that name that the table has before it gets its new parent. */
static const Constraint *former_check(const Schema *schema, const Table *table, const char *name)
{
    const Constraint *check = find_check(table, name);
    for (size_t i = 0; !check && i < table->inherits.len; i++) {
        const Table *parent = labelled_table(schema, table->inherits.at[i]);
        check = parent ? former_check(schema, parent, name) : NULL;
    }
    return check;
}

static bool same_check(Mem *mem, const Constraint *a, const Constraint *b)
{
    const char *x = a->check.canonical ? a->check.canonical : a->check.text;
    const char *y = b->check.canonical ? b->check.canonical : b->check.text;
    return text_equal(expr_light(mem, x), expr_light(mem, y));
}

static void agree_on_checks(Emit *emit, const Table *from, const Table *to, const Table *parent)
{
    for (size_t i = 0; parent && i < parent->constraints.len; i++) {
        const Constraint *check = parent->constraints.at[i];
        if (find_check(parent, check->base.name) != check || find_check(to, check->base.name)) {
            continue;
        }
        const Constraint *before = former_check(emit->all->from, from, check->base.name);
        if (before && same_check(emit->plan->mem, before, check)) {
            continue;
        }
        if (before) {
            Sql sql = alter(emit, &to->base, "DROP CONSTRAINT");
            sql_ident(&sql, before->base.name);
            emit_add(emit, PHASE_ALTER_TABLE, &to->base, &sql);
        }
        Sql sql = alter(emit, &to->base, "ADD");
        put_constraint(&sql, emit->all->to, check);
        emit_add(emit, PHASE_ALTER_TABLE, &to->base, &sql);
    }
    for (size_t i = 0; parent && i < parent->inherits.len; i++) {
        agree_on_checks(emit, from, to, labelled_table(emit->all->to, parent->inherits.at[i]));
    }
    if (parent && parent->partition_of) {
        agree_on_checks(emit, from, to, labelled_table(emit->all->to, parent->partition_of));
    }
}

/* A new parent wants its columns and checks to be there already. */
void agree_with_parent(Emit *emit, const Table *from, const Table *to, const char *label)
{
    const Table *parent = labelled_table(emit->all->to, label);
    agree_on_columns(emit, from, to, parent);
    agree_on_checks(emit, from, to, parent);
}

static void join(Emit *emit, const Table *from, const Table *to, const char *label)
{
    agree_with_parent(emit, from, to, label);
    Sql sql = alter(emit, &to->base, "INHERIT");
    put_relation(&sql, emit->all->to, label);
    emit_add(emit, PHASE_CREATE_CONSTRAINT, &to->base, &sql);
}

/* Are the parents that stay in the same order? It says whose column comes first. */
static bool same_order(const Table *from, const Table *to)
{
    size_t next = 0;
    for (size_t i = 0; i < from->inherits.len; i++) {
        if (!names(&to->inherits, from->inherits.at[i])) {
            continue;
        }
        while (!names(&from->inherits, to->inherits.at[next])) {
            next++;
        }
        if (!text_equal(from->inherits.at[i], to->inherits.at[next++])) {
            return false;
        }
    }
    return true;
}

void inherit_change(Emit *emit)
{
    const Table *from = emit->change->table.from, *to = emit->change->table.to;
    bool moves = !same_order(from, to);
    for (size_t i = 0; i < from->inherits.len; i++) {
        if (!names(&to->inherits, from->inherits.at[i])) {
            leave(emit, from, to, from->inherits.at[i]);
        }
    }
    for (size_t i = 0; i < to->inherits.len; i++) {
        bool kept = names(&from->inherits, to->inherits.at[i]);
        if (kept && moves) {
            let_go(emit, PHASE_CREATE_CONSTRAINT, emit->all->to, to, to->inherits.at[i]);
        }
        if (!kept || moves) {
            join(emit, from, to, to->inherits.at[i]);
        }
    }
}
