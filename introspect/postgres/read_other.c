#include "introspect/postgres/expression.h"
#include "introspect/postgres/reader.h"

#include "schema/dialects/postgres.h"

#include <stdlib.h>
#include <string.h>

/* Columns of the queries. */
enum {
    SEQUENCE_OID,
    SEQUENCE_SCHEMA,
    SEQUENCE_NAME,
    SEQUENCE_TYPE,
    SEQUENCE_START,
    SEQUENCE_INCREMENT,
    SEQUENCE_MIN,
    SEQUENCE_MAX,
    SEQUENCE_CACHE,
    SEQUENCE_CYCLE,
    SEQUENCE_OWNED,
    SEQUENCE_TABLE,
    SEQUENCE_COLUMN,
    SEQUENCE_REGCLASS
};
/* Of triggers and of rules. */
enum { TRIGGER_OID, TRIGGER_RELATION, TRIGGER_NAME, TRIGGER_TEXT, TRIGGER_ENABLED };
enum { COMMENT_CLASS, COMMENT_OID, COMMENT_COLUMN, COMMENT_TEXT, COMMENT_COLUMN_NAME };

/* --- sequences --- */

static SequenceNumbers read_numbers(const Rows *rows, size_t row)
{
    return (SequenceNumbers){
        .start = cell_long(rows_get(rows, row, SEQUENCE_START)),
        .increment = cell_long(rows_get(rows, row, SEQUENCE_INCREMENT)),
        .min = cell_long(rows_get(rows, row, SEQUENCE_MIN)),
        .max = cell_long(rows_get(rows, row, SEQUENCE_MAX)),
        .cache = cell_long(rows_get(rows, row, SEQUENCE_CACHE)),
        .cycle = cell_true(rows_get(rows, row, SEQUENCE_CYCLE)),
    };
}

/* Only what differs from what the server would choose counts as given. */
static void mark_given(const char *type, SequenceNumbers *numbers)
{
    SequenceNumbers usual = postgres_sequence_defaults(type, numbers->increment < 0);
    numbers->has_increment = numbers->increment != 1;
    numbers->has_min = numbers->min != usual.min;
    numbers->has_max = numbers->max != usual.max;
    numbers->has_start = numbers->start != (numbers->increment < 0 ? numbers->max : numbers->min);
    numbers->has_cache = numbers->cache != usual.cache;
    numbers->has_cycle = numbers->cycle;
}

static bool any_given(const SequenceNumbers *numbers)
{
    return numbers->has_increment || numbers->has_min || numbers->has_max || numbers->has_start ||
           numbers->has_cache || numbers->has_cycle;
}

/* nextval('orders_id_seq'::regclass) of this very sequence? */
static bool takes_next(Mem *mem, const Column *column, const char *regclass)
{
    Buf buf = buf_new(mem);
    buf_add(&buf, "nextval('");
    for (const char *c = regclass; *c; c++) {
        buf_add(&buf, *c == '\'' ? "'" : "");
        buf_char(&buf, *c);
    }
    buf_add(&buf, "'::regclass)");
    return column->default_value.kind == DEFAULT_EXPRESSION &&
           text_equal(column->default_value.expr.text, buf_text(&buf));
}

/* Exactly what "serial" would have made. */
static bool is_serial(const Reader *reader, size_t row, const Column *column, const char *ns)
{
    const Rows *rows = &reader->rows[Q_sequences];
    const char *type = rows_get(rows, row, SEQUENCE_TYPE);
    SequenceNumbers numbers = read_numbers(rows, row);
    mark_given(type, &numbers);
    const char *usual =
        postgres_sequence_name(reader->temp, column->table->base.name, column->base.name);
    return column->type.cls == TYPE_INTEGER && text_equal(column->type.name, type) &&
           column->type.dimensions == 0 && column->not_null && !any_given(&numbers) &&
           text_equal(ns, column->table->base.schema) &&
           text_equal(rows_get(rows, row, SEQUENCE_NAME), usual) &&
           takes_next(reader->temp, column, rows_get(rows, row, SEQUENCE_REGCLASS));
}

static void read_identity(Reader *reader, size_t row, Column *column, const char *ns)
{
    const Rows *rows = &reader->rows[Q_sequences];
    const char *name = rows_get(rows, row, SEQUENCE_NAME);
    const char *usual =
        postgres_sequence_name(reader->temp, column->table->base.name, column->base.name);
    column->identity.numbers = read_numbers(rows, row);
    mark_given(rows_get(rows, row, SEQUENCE_TYPE), &column->identity.numbers);
    if (!text_equal(ns, column->table->base.schema)) {
        column->identity.sequence = reader_label(reader, ns, name);
    } else if (!text_equal(name, usual)) {
        column->identity.sequence = reader_keep(reader, name);
    }
}

static void read_sequence(Reader *reader, size_t row, const char *ns, const Relation *owner,
                          const char *column)
{
    const Rows *rows = &reader->rows[Q_sequences];
    Sequence *sequence =
        schema_add_sequence(reader->schema, ns, rows_get(rows, row, SEQUENCE_NAME));
    oid_put(reader->temp, &reader->class_objects, cell_oid(rows_get(rows, row, SEQUENCE_OID)),
            &sequence->base);
    sequence->type = reader_type(reader, 0, 0, rows_get(rows, row, SEQUENCE_TYPE));
    sequence->numbers = read_numbers(rows, row);
    mark_given(rows_get(rows, row, SEQUENCE_TYPE), &sequence->numbers);
    if (owner) {
        sequence->owner_schema = reader_keep(reader, owner->schema);
        sequence->owner_table = reader_keep(reader, owner->name);
        sequence->owner_column = reader_keep(reader, column);
    }
}

void read_sequences(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_sequences];
    for (size_t i = 0; i < rows->len; i++) {
        const char *ns, *owned = rows_get(rows, i, SEQUENCE_OWNED);
        const Relation *owner =
            oid_get(&reader->relations, cell_oid(rows_get(rows, i, SEQUENCE_TABLE)));
        size_t number = (size_t)cell_int(rows_get(rows, i, SEQUENCE_COLUMN));
        if (!reader_namespace(reader, rows_get(rows, i, SEQUENCE_SCHEMA), &ns)) {
            continue;
        }
        if (!owned) {
            read_sequence(reader, i, ns, NULL, NULL);
            continue;
        }
        /* A sequence goes with its table: out of scope together. */
        if (!owner || !owner->table || number > owner->attribute_count) {
            continue;
        }
        Attribute *attribute = &owner->attributes[number - 1];
        Column *column = attribute->column;
        if (*owned == 'i') {
            if (column) {
                read_identity(reader, i, column, ns);
            }
        } else if (column && is_serial(reader, i, column, ns)) {
            column->identity.kind = IDENTITY_SERIAL;
            column->default_value = (Default){0};
        } else {
            read_sequence(reader, i, ns, owner, attribute->name);
        }
    }
}

/* --- triggers and rules --- */

static const char *word_of_enabled(char enabled)
{
    return enabled == 'D'   ? "disabled"
           : enabled == 'R' ? "replica"
           : enabled == 'A' ? "always"
                            : NULL;
}

/* The rest of a trigger or rule, from a row of its query. */
static void fill_trigger(Reader *reader, const Rows *rows, size_t row, Trigger *out)
{
    const char *enabled = word_of_enabled(*rows_get(rows, row, TRIGGER_ENABLED));
    if (enabled) {
        options_set(reader->mem, &out->options, "enabled", enabled, (Location){0});
    }
    out->definition = postgres_stable(reader->mem, rows_get(rows, row, TRIGGER_TEXT));
}

/* What the row's trigger or rule is on; NULL = nothing that is read. */
static const Relation *relation_of(const Reader *reader, const Rows *rows, size_t row)
{
    const Relation *relation =
        oid_get(&reader->relations, cell_oid(rows_get(rows, row, TRIGGER_RELATION)));
    return relation && (relation->table || relation->view) ? relation : NULL;
}

/* As an option of the partition: the trigger itself is its parent's. */
static void read_state(Reader *reader, size_t row, Table *table)
{
    const Rows *rows = &reader->rows[Q_triggers];
    const char *name = rows_get(rows, row, TRIGGER_NAME);
    const char *state = word_of_enabled(*rows_get(rows, row, TRIGGER_ENABLED));
    const char *others = options_get(&table->options, "trigger_states");
    if (!strpbrk(name, "=,")) {
        options_set(reader->mem, &table->options, "trigger_states",
                    mem_printf(reader->mem, "%s%s%s=%s", others ? others : "", others ? "," : "",
                               name, state ? state : "on"),
                    (Location){0});
    }
}

void read_triggers(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_triggers];
    for (size_t i = 0; i < rows->len; i++) {
        const Relation *on = relation_of(reader, rows, i);
        const char *name = rows_get(rows, i, TRIGGER_NAME);
        if (on && on->table && !rows_get(rows, i, TRIGGER_TEXT)) {
            read_state(reader, i, on->table);
        } else if (on) {
            Trigger *trigger = on->table ? table_add_trigger(reader->schema, on->table, name)
                                         : view_add_trigger(reader->schema, on->view, name);
            fill_trigger(reader, rows, i, trigger);
            oid_put(reader->temp, &reader->trigger_objects,
                    cell_oid(rows_get(rows, i, TRIGGER_OID)), &trigger->base);
        }
    }
}

void read_rules(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_rules];
    for (size_t i = 0; i < rows->len; i++) {
        const Relation *on = relation_of(reader, rows, i);
        const char *name = rows_get(rows, i, TRIGGER_NAME);
        if (on) {
            Trigger *rule = on->table ? table_add_rule(reader->schema, on->table, name)
                                      : view_add_rule(reader->schema, on->view, name);
            fill_trigger(reader, rows, i, rule);
            oid_put(reader->temp, &reader->rule_objects, cell_oid(rows_get(rows, i, TRIGGER_OID)),
                    &rule->base);
        }
    }
}

/* --- comments --- */

static const char **commented(Reader *reader, const char *class, uint32_t oid, int32_t column)
{
    const OidMap *declared = declared_of_class(reader, class);
    const OidMap *map = declared                             ? declared
                        : text_equal(class, "pg_class")      ? &reader->class_objects
                        : text_equal(class, "pg_constraint") ? &reader->constraint_objects
                        : text_equal(class, "pg_type")       ? &reader->type_objects
                        : text_equal(class, "pg_trigger")    ? &reader->trigger_objects
                        : text_equal(class, "pg_rewrite")    ? &reader->rule_objects
                        : text_equal(class, "pg_policy")     ? &reader->policy_objects
                        : text_equal(class, "pg_proc")       ? &reader->routine_objects
                                                             : &reader->namespace_objects;
    if (column <= 0) {
        Object *object = oid_get(map, oid);
        return object ? &object->comment : NULL;
    }
    const Relation *relation = oid_get(&reader->relations, oid);
    if (!relation || (size_t)column > relation->attribute_count) {
        return reader_field_comment(reader, oid, column);
    }
    Column *found = reader_own_column(reader, relation, (size_t)column);
    return found ? &found->base.comment : NULL;
}

/* Columns of views are not objects of their own. */
static bool read_view_note(Reader *reader, size_t row)
{
    const Rows *rows = &reader->rows[Q_comments];
    const Relation *relation =
        oid_get(&reader->relations, cell_oid(rows_get(rows, row, COMMENT_OID)));
    const char *column = rows_get(rows, row, COMMENT_COLUMN_NAME);
    if (!column || !relation || !relation->view) {
        return false;
    }
    const ViewColumnNote note = {reader_keep(reader, column),
                                 reader_keep(reader, rows_get(rows, row, COMMENT_TEXT))};
    list_push(reader->mem, &relation->view->column_notes, note);
    return true;
}

/* The index of a constraint is no object of its own either. */
static bool read_index_note(Reader *reader, size_t row)
{
    const Rows *rows = &reader->rows[Q_comments];
    bool class = text_equal(rows_get(rows, row, COMMENT_CLASS), "pg_class");
    Constraint *constraint =
        class ? oid_get(&reader->key_constraints, cell_oid(rows_get(rows, row, COMMENT_OID)))
              : NULL;
    if (!constraint) {
        return false;
    }
    options_set(reader->mem, &constraint->options, "index_note", rows_get(rows, row, COMMENT_TEXT),
                (Location){0});
    return true;
}

void read_comments(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_comments];
    for (size_t i = 0; i < rows->len; i++) {
        if (read_view_note(reader, i) || read_index_note(reader, i)) {
            continue;
        }
        const char **comment = commented(reader, rows_get(rows, i, COMMENT_CLASS),
                                         cell_oid(rows_get(rows, i, COMMENT_OID)),
                                         cell_int(rows_get(rows, i, COMMENT_COLUMN)));
        if (comment) {
            *comment = reader_keep(reader, rows_get(rows, i, COMMENT_TEXT));
        }
    }
}
