#include "report/definition.h"

static void add_names(Buf *out, const NameList *names)
{
    for (size_t i = 0; i < names->len; i++) {
        buf_fmt(out, "%s%s", i ? ", " : "", names->at[i]);
    }
}

static void add_default(Buf *out, const Default *value)
{
    switch (value->kind) {
    case DEFAULT_NONE:
    case DEFAULT_NULL:
        return;
    case DEFAULT_STRING:
        buf_fmt(out, " default '%s'", value->value);
        return;
    case DEFAULT_BOOLEAN:
    case DEFAULT_NUMBER:
        buf_fmt(out, " default %s", value->value);
        return;
    case DEFAULT_EXPRESSION:
        buf_fmt(out, " default %s", value->expr.text);
        return;
    }
}

static void add_options(Buf *out, const Options *options)
{
    for (size_t i = 0; i < options->len; i++) {
        buf_fmt(out, "%s%s: %s", out->len ? "; " : "", options->at[i].name, options->at[i].value);
    }
}

static void add_comment(Buf *out, const Object *object)
{
    if (object->comment) {
        buf_fmt(out, "%snote: %s", out->len ? "; " : "", object->comment);
    }
}

/* --- columns ---------------------------------------------------------------------------------- */

static const char *identity_text(IdentityKind kind)
{
    switch (kind) {
    case IDENTITY_NONE:
        return "";
    case IDENTITY_PORTABLE:
    case IDENTITY_AUTO:
        return " auto-increment";
    case IDENTITY_ALWAYS:
        return " identity, always";
    case IDENTITY_BY_DEFAULT:
        return " identity, by default";
    case IDENTITY_SERIAL:
        return " serial";
    }
    return "";
}

static void add_column(Buf *out, const Column *column)
{
    buf_add(out, column->type.text ? column->type.text : "any");
    buf_add(out, column->not_null ? " not null" : "");
    add_default(out, &column->default_value);
    buf_add(out, identity_text(column->identity.kind));
    if (column->generated != GENERATED_NONE) {
        buf_fmt(out, " as (%s) %s", column->generated_expr.text,
                column->generated == GENERATED_STORED ? "stored" : "virtual");
    }
    if (column->charset) {
        buf_fmt(out, " character set %s", column->charset);
    }
    if (column->collation) {
        buf_fmt(out, " collate %s", column->collation);
    }
    add_options(out, &column->options);
}

/* --- keys ------------------------------------------------------------------------------------- */

static void add_key(Buf *out, const KeyPart *key)
{
    buf_add(out, key->column ? key->column : key->expr.text);
    if (key->length) {
        buf_fmt(out, "(%d)", key->length);
    }
    if (key->collation) {
        buf_fmt(out, " collate %s", key->collation);
    }
    if (key->opclass) {
        buf_fmt(out, " %s", key->opclass);
    }
    buf_add(out, key->order == SORT_DESC ? " desc" : "");
    buf_add(out, key->nulls == NULLS_FIRST  ? " nulls first"
                 : key->nulls == NULLS_LAST ? " nulls last"
                                            : "");
    if (key->operator_) {
        buf_fmt(out, " with %s", key->operator_);
    }
}

static void add_keys(Buf *out, const KeyParts *keys)
{
    buf_char(out, '(');
    for (size_t i = 0; i < keys->len; i++) {
        buf_add(out, i ? ", " : "");
        add_key(out, &keys->at[i]);
    }
    buf_char(out, ')');
}

static void add_more(Buf *out, const NameList *include, const Expr *where, bool nulls_not_distinct)
{
    if (include->len) {
        buf_add(out, " include (");
        add_names(out, include);
        buf_char(out, ')');
    }
    buf_add(out, nulls_not_distinct ? " nulls not distinct" : "");
    if (where->text) {
        buf_fmt(out, " where %s", where->text);
    }
}

static void add_reference(Buf *out, const Constraint *key)
{
    const Object table = {.schema = key->ref_schema, .name = key->ref_table};
    buf_fmt(out, " references %s", object_label(out->mem, &table));
    if (key->ref_columns.len) {
        buf_add(out, " (");
        add_names(out, &key->ref_columns);
        buf_char(out, ')');
    }
    if (fk_action_word(key->on_update)) {
        buf_fmt(out, " on update %s", fk_action_word(key->on_update));
    }
    if (fk_action_word(key->on_delete)) {
        buf_fmt(out, " on delete %s", fk_action_word(key->on_delete));
    }
}

static void add_constraint(Buf *out, const Constraint *constraint)
{
    if (constraint->type == CONSTRAINT_CHECK) {
        buf_add(out, constraint->check.text);
    } else {
        add_keys(out, &constraint->keys);
    }
    if (constraint->type == CONSTRAINT_FOREIGN_KEY) {
        add_reference(out, constraint);
    }
    add_more(out, &constraint->include, &constraint->where, constraint->nulls_not_distinct);
    buf_add(out, constraint->deferrable == DEFERRABLE_IMMEDIATE  ? " deferrable"
                 : constraint->deferrable == DEFERRABLE_DEFERRED ? " deferred"
                                                                 : "");
    buf_add(out, constraint->not_valid ? " not valid" : "");
    buf_add(out, constraint->not_enforced ? " not enforced" : "");
    add_options(out, &constraint->options);
}

static void add_index(Buf *out, const Index *index)
{
    if (index->method) {
        buf_fmt(out, "%s ", index->method);
    }
    add_keys(out, &index->keys);
    add_more(out, &index->include, &index->where, index->nulls_not_distinct);
    add_options(out, &index->options);
}

static void add_policy(Buf *out, const Policy *policy)
{
    static const char *const commands[] = {"all", "select", "insert", "update", "delete"};
    buf_fmt(out, "for %s%s", commands[policy->command], policy->restrictive ? ", restrictive" : "");
    if (policy->roles.len) {
        buf_add(out, " to ");
        add_names(out, &policy->roles);
    }
    if (policy->using_.text) {
        buf_fmt(out, " using (%s)", policy->using_.text);
    }
    if (policy->check.text) {
        buf_fmt(out, " with check (%s)", policy->check.text);
    }
}

/* --- the rest --------------------------------------------------------------------------------- */

/* What a table says besides its members. */
static void add_table(Buf *out, const Table *table)
{
    if (table->partition_by) {
        buf_fmt(out, "partition by %s", table->partition_by);
    }
    if (table->partition_of) {
        buf_fmt(out, "%spartition of %s %s", out->len ? "; " : "", table->partition_of,
                table->partition_bound ? table->partition_bound : "");
    }
    if (table->inherits.len) {
        buf_add(out, out->len ? "; inherits " : "inherits ");
        add_names(out, &table->inherits);
    }
    add_options(out, &table->options);
}

static void add_enum(Buf *out, const Enum *enumeration)
{
    for (size_t i = 0; i < enumeration->values.len; i++) {
        buf_fmt(out, "%s%s", i ? "\n" : "", enumeration->values.at[i].name);
    }
}

static void add_composite(Buf *out, const Composite *composite)
{
    for (size_t i = 0; i < composite->fields.len; i++) {
        const CompositeField *field = &composite->fields.at[i];
        buf_fmt(out, "%s%s %s", i ? "\n" : "", field->name, field->type.text);
    }
}

static void add_domain(Buf *out, const Domain *domain)
{
    buf_fmt(out, "%s%s", domain->type.text, domain->not_null ? " not null" : "");
    add_default(out, &domain->default_value);
    for (size_t i = 0; i < domain->checks.len; i++) {
        buf_fmt(out, "\ncheck %s", domain->checks.at[i]->check.text);
    }
}

static void add_sequence(Buf *out, const Sequence *sequence)
{
    const SequenceNumbers *n = &sequence->numbers;
    buf_fmt(out, "%s start %lld increment %lld%s", sequence->type.text ? sequence->type.text : "",
            (long long)n->start, (long long)n->increment, n->cycle ? " cycle" : "");
    if (sequence->owner_table) {
        buf_fmt(out, " owned by %s.%s", sequence->owner_table, sequence->owner_column);
    }
}

const char *definition_of(Mem *mem, const Object *object)
{
    Buf out = buf_new(mem);
    switch (object->kind) {
    case OBJ_NAMESPACE:
        break;
    case OBJ_EXTENSION:
        buf_add(&out, ((const Extension *)object)->version);
        break;
    case OBJ_ENUM:
        add_enum(&out, (const Enum *)object);
        break;
    case OBJ_COMPOSITE:
        add_composite(&out, (const Composite *)object);
        break;
    case OBJ_DOMAIN:
        add_domain(&out, (const Domain *)object);
        break;
    case OBJ_SEQUENCE:
        add_sequence(&out, (const Sequence *)object);
        break;
    case OBJ_FUNCTION:
    case OBJ_PROCEDURE:
        buf_add(&out, ((const Routine *)object)->definition);
        break;
    case OBJ_TABLE:
        add_table(&out, (const Table *)object);
        break;
    case OBJ_COLUMN:
        add_column(&out, (const Column *)object);
        break;
    case OBJ_CONSTRAINT:
        add_constraint(&out, (const Constraint *)object);
        break;
    case OBJ_INDEX:
        add_index(&out, (const Index *)object);
        break;
    case OBJ_VIEW:
        buf_add(&out, ((const View *)object)->query);
        break;
    case OBJ_TRIGGER:
    case OBJ_RULE:
        buf_add(&out, ((const Trigger *)object)->definition);
        break;
    case OBJ_POLICY:
        add_policy(&out, (const Policy *)object);
        break;
#define OBJECT(...)
#define DECLARED(TAG, ...) case OBJ_##TAG:
#include "schema/kinds.def"
        buf_add(&out, ((const Declared *)object)->definition);
        break;
    }
    add_comment(&out, object);
    return mem_strdup(mem, buf_text(&out));
}

static const char *constraint_kind(ConstraintType type)
{
    switch (type) {
    case CONSTRAINT_PRIMARY_KEY:
        return "primary key";
    case CONSTRAINT_UNIQUE:
        return "unique";
    case CONSTRAINT_FOREIGN_KEY:
        return "foreign key";
    case CONSTRAINT_CHECK:
        return "check";
    case CONSTRAINT_EXCLUSION:
        return "exclusion";
    }
    return "constraint";
}

const char *definition_kind(const Object *object)
{
    if (object->kind == OBJ_CONSTRAINT) {
        return constraint_kind(((const Constraint *)object)->type);
    }
    if (object->kind == OBJ_INDEX && ((const Index *)object)->unique) {
        return "unique index";
    }
    if (object->kind == OBJ_VIEW && ((const View *)object)->materialized) {
        return "materialized view";
    }
    return object_kind_word(object->kind);
}
