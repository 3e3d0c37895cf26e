#include "diff/begin.h"

#include <stdlib.h>

static unsigned enum_parts(const Enum *from, const Enum *to)
{
    bool same = from->values.len == to->values.len;
    for (size_t i = 0; same && i < from->values.len; i++) {
        same = text_equal(from->values.at[i].name, to->values.at[i].name);
    }
    return (same ? 0u : (unsigned)PART_VALUES) |
           (text_equal(from->base.comment, to->base.comment) ? 0u : (unsigned)PART_COMMENT);
}

static bool equal_domain_checks(const Diff *diff, const Domain *from, const Domain *to)
{
    Match match =
        match_objects(diff->mem, OBJECTS(&from->checks), OBJECTS(&to->checks), &match_constraints);
    bool same = from->checks.len == to->checks.len;
    for (size_t i = 0; same && i < to->checks.len; i++) {
        size_t j = match.partner[i];
        same = j != NO_MATCH &&
               text_equal(from->checks.at[j]->base.name, to->checks.at[i]->base.name) &&
               equal_expr(diff, NULL, NULL, &from->checks.at[j]->check, &to->checks.at[i]->check) &&
               from->checks.at[j]->not_valid == to->checks.at[i]->not_valid;
    }
    return same;
}

/* Those of checks of one name: another check comes with its own. */
static bool equal_check_comments(const Domain *from, const Domain *to)
{
    for (size_t i = 0; i < from->checks.len; i++) {
        const Object *was = &from->checks.at[i]->base;
        for (size_t j = 0; j < to->checks.len; j++) {
            const Object *is = &to->checks.at[j]->base;
            if (text_equal(was->name, is->name) && !text_equal(was->comment, is->comment)) {
                return false;
            }
        }
    }
    return true;
}

static unsigned domain_parts(const Diff *diff, const Domain *from, const Domain *to)
{
    const Column column = {.type = to->type};
    unsigned parts = 0;
    parts |= equal_type(diff, &from->type, &to->type) ? 0u : (unsigned)PART_TYPE;
    parts |= from->not_null == to->not_null ? 0u : (unsigned)PART_NULL;
    parts |= equal_default(diff, &column, &from->default_value, &to->default_value)
                 ? 0u
                 : (unsigned)PART_DEFAULT;
    parts |= text_equal(from->collation, to->collation) ? 0u : (unsigned)PART_COLLATION;
    parts |= equal_domain_checks(diff, from, to) ? 0u : (unsigned)PART_CHECKS;
    parts |= text_equal(from->base.comment, to->base.comment) && equal_check_comments(from, to)
                 ? 0u
                 : (unsigned)PART_COMMENT;
    return parts;
}

static bool equal_owner(const Diff *diff, const Sequence *from, const Sequence *to)
{
    if (!from->owner_table || !to->owner_table) {
        return !from->owner_table && !to->owner_table;
    }
    const TablePair *pair = diff_pair(diff, from->owner_schema, from->owner_table);
    const Object *table = pair ? &pair->to->base : NULL;
    return text_equal(table ? table->name : from->owner_table, to->owner_table) &&
           text_equal(table ? table->schema : from->owner_schema, to->owner_schema) &&
           text_equal(renamed_column(pair, from->owner_column), to->owner_column);
}

static unsigned sequence_parts(const Diff *diff, const Sequence *from, const Sequence *to)
{
    unsigned parts = 0;
    parts |= equal_type(diff, &from->type, &to->type) ? 0u : (unsigned)PART_TYPE;
    parts |= equal_numbers(&from->numbers, &to->numbers) ? 0u : (unsigned)PART_NUMBERS;
    parts |= equal_owner(diff, from, to) ? 0u : (unsigned)PART_OWNER;
    parts |= text_equal(from->base.comment, to->base.comment) ? 0u : (unsigned)PART_COMMENT;
    return parts;
}

static unsigned extension_parts(const Extension *from, const Extension *to)
{
    bool version = !from->version || !to->version || text_equal(from->version, to->version);
    bool schema = !from->in_schema || !to->in_schema || text_equal(from->in_schema, to->in_schema);
    return (version ? 0u : (unsigned)PART_VERSION) | (schema ? 0u : (unsigned)PART_OPTIONS) |
           (text_equal(from->base.comment, to->base.comment) ? 0u : (unsigned)PART_COMMENT);
}

static bool equal_fields(const Diff *diff, const Composite *from, const Composite *to)
{
    bool same = from->fields.len == to->fields.len;
    for (size_t i = 0; same && i < from->fields.len; i++) {
        const CompositeField *a = &from->fields.at[i], *b = &to->fields.at[i];
        same = text_equal(a->name, b->name) && text_equal(a->collation, b->collation) &&
               equal_type(diff, &a->type, &b->type);
    }
    return same;
}

static bool equal_field_comments(const Composite *from, const Composite *to)
{
    for (size_t i = 0; i < to->fields.len; i++) {
        const char *was = NULL;
        for (size_t j = 0; j < from->fields.len; j++) {
            if (text_equal(from->fields.at[j].name, to->fields.at[i].name)) {
                was = from->fields.at[j].comment;
            }
        }
        if (!text_equal(was, to->fields.at[i].comment)) {
            return false;
        }
    }
    return true;
}

static unsigned composite_parts(const Diff *diff, const Composite *from, const Composite *to)
{
    bool comment =
        text_equal(from->base.comment, to->base.comment) && equal_field_comments(from, to);
    return (equal_fields(diff, from, to) ? 0u : (unsigned)PART_DEFINITION) |
           (comment ? 0u : (unsigned)PART_COMMENT);
}

static unsigned parts_of(const Diff *diff, ObjectKind kind, const Object *from, const Object *to)
{
    switch (kind) {
    case OBJ_NAMESPACE:
        return text_equal(from->comment, to->comment) ? 0u : (unsigned)PART_COMMENT;
    case OBJ_EXTENSION:
        return extension_parts((const Extension *)from, (const Extension *)to);
    case OBJ_ENUM:
        return enum_parts((const Enum *)from, (const Enum *)to);
    case OBJ_COMPOSITE:
        return composite_parts(diff, (const Composite *)from, (const Composite *)to);
    case OBJ_FUNCTION:
    case OBJ_PROCEDURE:
        return routine_parts(diff, (const Routine *)from, (const Routine *)to);
#define OBJECT(...)
#define DECLARED(TAG, ...) case OBJ_##TAG:
#include "schema/kinds.def"
        return declared_parts(diff, (const Declared *)from, (const Declared *)to);
    case OBJ_DOMAIN:
        return domain_parts(diff, (const Domain *)from, (const Domain *)to);
    case OBJ_SEQUENCE:
        return sequence_parts(diff, (const Sequence *)from, (const Sequence *)to);
    case OBJ_VIEW:
        return view_parts(diff, (const View *)from, (const View *)to);
    case OBJ_TABLE:
    case OBJ_COLUMN:
    case OBJ_CONSTRAINT:
    case OBJ_INDEX:
    case OBJ_TRIGGER:
    case OBJ_RULE:
    case OBJ_POLICY:
        return 0;
    }
    return 0;
}

static bool is_renamed(const Object *from, const Object *to)
{
    return !text_equal(from->name, to->name) || !text_equal(from->schema, to->schema);
}

static void diff_objects(Diff *diff, ObjectKind kind, const Object *const *from, size_t from_len,
                         const Object *const *to, size_t to_len)
{
    Match match = match_objects(diff->mem, from, from_len, to, to_len, &match_names);
    for (size_t j = 0; j < from_len; j++) {
        if (match.back[j] == NO_MATCH) {
            diff_add(diff, CHANGE_DROP, kind, from[j], NULL);
        }
    }
    for (size_t i = 0; i < to_len; i++) {
        size_t j = match.partner[i];
        if (j == NO_MATCH) {
            diff_add(diff, CHANGE_CREATE, kind, NULL, to[i]);
            continue;
        }
        if (is_renamed(from[j], to[i])) {
            diff_add(diff, CHANGE_RENAME, kind, from[j], to[i]);
        }
        unsigned parts = from[j] == to[i] ? 0 : parts_of(diff, kind, from[j], to[i]);
        if (parts) {
            diff_add(diff, CHANGE_ALTER, kind, from[j], to[i])->parts = parts;
        }
        if (kind == OBJ_VIEW && from[j] != to[i]) {
            diff_view_members(diff, (const View *)from[j], (const View *)to[i],
                              parts ? diff->changes->list.at[diff->changes->list.len - 1] : NULL);
        }
    }
}

static void diff_tables(Diff *diff)
{
    for (size_t j = 0; j < diff->from->tables.len; j++) {
        if (diff->tables.back[j] == NO_MATCH) {
            diff_add(diff, CHANGE_DROP, OBJ_TABLE, diff->from->tables.at[j], NULL);
        }
    }
    for (size_t i = 0; i < diff->to->tables.len; i++) {
        if (diff->tables.partner[i] == NO_MATCH) {
            diff_add(diff, CHANGE_CREATE, OBJ_TABLE, NULL, diff->to->tables.at[i]);
        }
    }
    for (size_t i = 0; i < diff->pairs.len; i++) {
        TablePair *pair = &diff->pairs.at[i];
        if (is_renamed(&pair->from->base, &pair->to->base)) {
            diff_add(diff, CHANGE_RENAME, OBJ_TABLE, pair->from, pair->to);
        }
        diff_table(diff, pair);
    }
}

static void diff_kind(Diff *diff, ObjectKind kind)
{
    if (kind == OBJ_TABLE) {
        diff_tables(diff);
    } else {
        Members from = schema_objects(diff->from, kind), to = schema_objects(diff->to, kind);
        diff_objects(diff, kind, from.at, from.len, to.at, to.len);
    }
}

/* A rename comes before the changes of the same object, which are written with the new name. */
static int op_rank(ChangeOp op)
{
    switch (op) {
    case CHANGE_DROP:
        return 0;
    case CHANGE_RENAME:
        return 1;
    case CHANGE_CREATE:
        return 2;
    case CHANGE_ALTER:
        return 3;
    }
    return 4;
}

static int by_change(const void *a, const void *b)
{
    const Change *x = *(const Change *const *)a, *y = *(const Change *const *)b;
    int order = object_kind_rank(x->kind) - object_kind_rank(y->kind);
    if (order) {
        return order;
    }
    order = object_compare(x->object.to ? x->object.to : x->object.from,
                           y->object.to ? y->object.to : y->object.from);
    return order ? order : op_rank(x->op) - op_rank(y->op);
}

Changes *diff_schemas(Mem *mem, const Schema *from, const Schema *to)
{
    Mem *own = mem_child(mem, "changes");
    Diff diff = diff_begin(own, from, to);
    diff.changes = MEM_NEW(own, Changes);
    *diff.changes = (Changes){.mem = own, .from = from, .to = to};
    for (int kind = 0; kind < OBJ_KIND_COUNT; kind++) {
        diff_kind(&diff, (ObjectKind)kind);
    }
    diff_dependents(&diff);
    if (diff.changes->list.len > 1) {
        qsort(diff.changes->list.at, diff.changes->list.len, sizeof(Change *), by_change);
    }
    diff_hazards(&diff);
    return diff.changes;
}
