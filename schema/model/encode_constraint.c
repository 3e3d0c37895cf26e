#include "schema/model/encode.h"
#include "schema/model/names.h"

/* --- which stand where ------------------------------------------------------------------------ */

bool encode_is_constraint(const Index *index)
{
    if (!index->from_constraint || !index->unique || index->method || index->where.text ||
        index->options.len) {
        return false;
    }
    for (size_t i = 0; i < index->keys.len; i++) {
        if (!index->keys.at[i].column) {
            return false;
        }
    }
    return true;
}

static const Constraint *constraint_of_index(Encoder *e, const Index *index)
{
    Constraint *unique = MEM_NEW(e->mem, Constraint);
    unique->base = index->base;
    unique->type = CONSTRAINT_UNIQUE;
    unique->keys = index->keys;
    unique->include = index->include;
    unique->nulls_not_distinct = index->nulls_not_distinct;
    return unique;
}

TableConstraints encode_constraints_of(Encoder *e, const Table *table)
{
    TableConstraints out = {0};
    for (size_t i = 0; i < table->constraints.len; i++) {
        list_push(e->mem, &out.list, table->constraints.at[i]);
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (encode_is_constraint(table->indexes.at[i])) {
            list_push(e->mem, &out.list, constraint_of_index(e, table->indexes.at[i]));
        }
    }
    out.used = MEM_ARRAY(e->mem, bool, out.list.len);
    return out;
}

/* --- one of each type ------------------------------------------------------------------------- */

static void put_deferrable(Encoder *e, Doc *object, const Constraint *constraint)
{
    static const char *const words[] = {[DEFERRABLE_NOT] = NULL,
                                        [DEFERRABLE_IMMEDIATE] = "initially immediate",
                                        [DEFERRABLE_DEFERRED] = "initially deferred"};
    encode_put_text(e, object, "deferrable", words[constraint->deferrable]);
}

static void put_enforced(Encoder *e, Doc *object, const Constraint *constraint)
{
    if (constraint->not_enforced) {
        encode_put(e, object, "enforced", doc_boolean(e->mem, false, (Location){0}));
    }
    encode_put_flag(e, object, "not_valid", constraint->not_valid);
}

static void put_end(Encoder *e, Doc *object, const Constraint *constraint)
{
    encode_put_base(e, object, &constraint->base);
    encode_put_native(e, object, encode_object(e), &constraint->options, OBJ_CONSTRAINT);
}

static void put_key_constraint(Encoder *e, Doc *object, const Constraint *key)
{
    encode_put(e, object, "columns", encode_keys(e, &key->keys));
    encode_put_names(e, object, "include", &key->include);
    encode_put_flag(e, object, "nulls_not_distinct", key->nulls_not_distinct);
    encode_put_flag(e, object, "without_overlaps", key->period);
    put_deferrable(e, object, key);
    encode_put_text(e, object, "conflict", key->conflict);
    put_end(e, object, key);
}

static void put_actions(Encoder *e, Doc *object, const Constraint *key)
{
    encode_put_text(e, object, "on_delete", fk_action_word(key->on_delete));
    encode_put_text(e, object, "on_update", fk_action_word(key->on_update));
}

static Doc *encode_foreign_key(Encoder *e, const Constraint *key)
{
    static const char *const matches[] = {
        [MATCH_SIMPLE] = NULL, [MATCH_FULL] = "full", [MATCH_PARTIAL] = "partial"};
    Doc *object = encode_object(e), *references = encode_object(e);
    encode_put_text(e, references, "table", names_join(e->mem, key->ref_schema, key->ref_table));
    if (!key->ref_implicit) {
        encode_put_names(e, references, "columns", &key->ref_columns);
    }
    encode_put(e, object, "columns", encode_keys(e, &key->keys));
    encode_put(e, object, "references", references);
    put_actions(e, object, key);
    encode_put_names(e, object, "delete_columns", &key->delete_columns);
    encode_put_text(e, object, "match", matches[key->match]);
    encode_put_flag(e, object, "period", key->period);
    put_deferrable(e, object, key);
    put_enforced(e, object, key);
    encode_put_flag(e, object, "external", key->external || !key->references);
    encode_put_base(e, object, &key->base);
    return object;
}

static Doc *encode_check(Encoder *e, const Constraint *check)
{
    Doc *object = encode_object(e);
    encode_put_expr(e, object, "expr", check->check.text);
    encode_put_flag(e, object, "no_inherit", check->no_inherit);
    put_enforced(e, object, check);
    encode_put_text(e, object, "conflict", check->conflict);
    encode_put_base(e, object, &check->base);
    return object;
}

static Doc *encode_exclusion(Encoder *e, const Constraint *exclusion)
{
    Doc *object = encode_object(e), *elements = doc_new(e->mem, DOC_ARRAY, (Location){0});
    for (size_t i = 0; i < exclusion->keys.len; i++) {
        Doc *element = encode_object(e);
        encode_put(e, element, "key", encode_key(e, &exclusion->keys.at[i]));
        encode_put_text(e, element, "with", exclusion->keys.at[i].operator_);
        doc_append(e->mem, elements, element);
    }
    if (!text_equal(exclusion->method, "gist")) {
        encode_put_text(e, object, "using", exclusion->method);
    }
    encode_put(e, object, "elements", elements);
    encode_put_names(e, object, "include", &exclusion->include);
    encode_put_expr(e, object, "where", exclusion->where.text);
    put_deferrable(e, object, exclusion);
    put_end(e, object, exclusion);
    return object;
}

static Doc *encode_key_constraint(Encoder *e, const Constraint *key)
{
    Doc *object = encode_object(e);
    put_key_constraint(e, object, key);
    return object;
}

static void put_primary_key(Encoder *e, Doc *object, const Constraint *key)
{
    Doc *value = encode_object(e);
    encode_put_text(e, value, "name", key->base.name);
    put_key_constraint(e, value, key);
    bool is_short = value->members.len == 1;
    encode_put(e, object, "primary_key", is_short ? value->members.at[0].value : value);
}

/* --- constraints of a column ------------------------------------------------------------------ */

/* Nothing about it but what a column's members can say. */
static bool fits_column(const Constraint *c, const Column *column)
{
    if (c->base.name || c->base.comment || c->base.renamed_from || c->options.len ||
        c->include.len || c->nulls_not_distinct || c->period || c->deferrable || c->not_enforced ||
        c->not_valid || c->no_inherit || c->match || c->delete_columns.len || c->keys.len != 1) {
        return false;
    }
    const KeyPart *key = &c->keys.at[0];
    return text_equal(key->column, column->base.name) && !key->order && !key->nulls &&
           !key->collation && !key->opclass && !key->length;
}

static bool put_column_constraint(Encoder *e, Doc *object, const Constraint *constraint)
{
    switch (constraint->type) {
    case CONSTRAINT_UNIQUE:
        if (doc_get(e->mem, object, "unique")) {
            return false;
        }
        encode_put_flag(e, object, "unique", true);
        encode_put_text(e, object, "conflict", constraint->conflict);
        return true;
    case CONSTRAINT_CHECK:
        if (!constraint->on_column || constraint->conflict || doc_get(e->mem, object, "check")) {
            return false;
        }
        encode_put_expr(e, object, "check", constraint->check.text);
        return true;
    case CONSTRAINT_FOREIGN_KEY:
        if (constraint->ref_columns.len != 1 || constraint->ref_implicit || constraint->external ||
            !constraint->references || doc_get(e->mem, object, "references")) {
            return false;
        }
        encode_put_text(
            e, object, "references",
            mem_printf(e->mem, "%s.%s",
                       names_join(e->mem, constraint->ref_schema, constraint->ref_table),
                       names_join(e->mem, NULL, constraint->ref_columns.at[0])));
        put_actions(e, object, constraint);
        return true;
    case CONSTRAINT_PRIMARY_KEY:
    case CONSTRAINT_EXCLUSION:
        return false;
    }
    return false;
}

void encode_put_column_constraints(Encoder *e, Doc *object, const Column *column,
                                   TableConstraints *constraints)
{
    static const ConstraintType order[] = {CONSTRAINT_UNIQUE, CONSTRAINT_CHECK,
                                           CONSTRAINT_FOREIGN_KEY};
    for (size_t t = 0; t < sizeof order / sizeof *order; t++) {
        for (size_t i = 0; i < constraints->list.len; i++) {
            const Constraint *constraint = constraints->list.at[i];
            if (constraint->type == order[t] && !constraints->used[i] &&
                fits_column(constraint, column)) {
                constraints->used[i] = put_column_constraint(e, object, constraint);
            }
        }
    }
}

/* --- constraints of a table ------------------------------------------------------------------- */

void encode_put_constraints(Encoder *e, Doc *object, const TableConstraints *constraints)
{
    static const struct {
        ConstraintType type;
        const char *section, *only;
        Doc *(*encode)(Encoder *e, const Constraint *constraint);
    } sections[] = {{CONSTRAINT_UNIQUE, "unique", "columns", encode_key_constraint},
                    {CONSTRAINT_FOREIGN_KEY, "foreign_keys", NULL, encode_foreign_key},
                    {CONSTRAINT_CHECK, "checks", "expr", encode_check},
                    {CONSTRAINT_EXCLUSION, "exclusions", NULL, encode_exclusion}};
    for (size_t i = 0; i < constraints->list.len; i++) {
        if (constraints->list.at[i]->type == CONSTRAINT_PRIMARY_KEY) {
            put_primary_key(e, object, constraints->list.at[i]);
        }
    }
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        NamedDocs entries = {0};
        for (size_t j = 0; j < constraints->list.len; j++) {
            const Constraint *constraint = constraints->list.at[j];
            if (constraint->type == sections[i].type && !constraints->used[j]) {
                Named entry = {constraint->base.name, sections[i].encode(e, constraint)};
                list_push(e->mem, &entries, entry);
            }
        }
        encode_put_section(e, object, sections[i].section, &entries, sections[i].only);
    }
}

void encode_put_checks(Encoder *e, Doc *object, const Domain *domain)
{
    NamedDocs entries = {0};
    for (size_t i = 0; i < domain->checks.len; i++) {
        const Constraint *check = domain->checks.at[i];
        list_push(e->mem, &entries, (Named){check->base.name, encode_check(e, check)});
    }
    encode_put_section(e, object, "checks", &entries, "expr");
}
