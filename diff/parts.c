#include "diff/internal.h"

#include "schema/dependencies.h"

static bool equal_collation(const Diff *diff, const Column *from, const Column *to)
{
    const char *a_set = from->charset, *a = from->collation;
    const char *b_set = to->charset, *b = to->collation;
    if (!diff->ops->column_collation) {
        return text_equal(a_set, b_set) && text_equal(a, b);
    }
    diff->ops->column_collation(diff->server, from, &a_set, &a);
    diff->ops->column_collation(diff->server, to, &b_set, &b);
    return (!a_set || !b_set || text_equal_nocase(a_set, b_set)) &&
           (!a || !b || text_equal_nocase(a, b));
}

static bool equal_identity(const Identity *a, const Identity *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    switch (a->kind) {
    case IDENTITY_NONE:
    case IDENTITY_PORTABLE:
    case IDENTITY_AUTO:
        return true;
    case IDENTITY_ALWAYS:
    case IDENTITY_BY_DEFAULT:
    case IDENTITY_SERIAL:
        return equal_numbers(&a->numbers, &b->numbers) && text_equal(a->sequence, b->sequence);
    }
    return true;
}

static unsigned bit(bool same, ChangePart part)
{
    return same ? 0 : (unsigned)part;
}

unsigned column_parts(const Diff *diff, const TablePair *pair, const Column *from, const Column *to)
{
    bool generated = from->generated == to->generated &&
                     equal_expr(diff, pair, NULL, &from->generated_expr, &to->generated_expr);
    return bit(equal_type(diff, &from->type, &to->type), PART_TYPE) |
           bit(from->not_null == to->not_null, PART_NULL) |
           bit(equal_default(diff, to, &from->default_value, &to->default_value), PART_DEFAULT) |
           bit(generated, PART_GENERATED) |
           bit(equal_identity(&from->identity, &to->identity), PART_IDENTITY) |
           bit(equal_collation(diff, from, to), PART_COLLATION) |
           bit(text_equal(from->base.comment, to->base.comment), PART_COMMENT) |
           bit(equal_options(diff, OBJ_COLUMN, &from->base, &from->options, &to->base,
                             &to->options),
               PART_OPTIONS);
}

static bool equal_reference(const Diff *diff, const Constraint *from, const Constraint *to)
{
    const TablePair *target = diff_pair(diff, from->ref_schema, from->ref_table);
    bool same_table = target ? text_equal(target->to->base.name, to->ref_table) &&
                                   text_equal(target->to->base.schema, to->ref_schema)
                             : text_equal(from->ref_table, to->ref_table) &&
                                   text_equal(from->ref_schema, to->ref_schema);
    bool same = same_table && from->ref_columns.len == to->ref_columns.len;
    for (size_t i = 0; same && i < from->ref_columns.len; i++) {
        same = text_equal(renamed_column(target, from->ref_columns.at[i]), to->ref_columns.at[i]);
    }
    return same && from->on_delete == to->on_delete && from->on_update == to->on_update &&
           from->match == to->match && equal_names(&from->delete_columns, &to->delete_columns);
}

static bool equal_columns(const TablePair *pair, const NameList *from, const NameList *to)
{
    bool same = from->len == to->len;
    for (size_t i = 0; same && i < from->len; i++) {
        same = text_equal(renamed_column(pair, from->at[i]), to->at[i]);
    }
    return same;
}

unsigned constraint_parts(const Diff *diff, const TablePair *pair, const Constraint *from,
                          const Constraint *to)
{
    bool check = from->type == CONSTRAINT_CHECK;
    bool same =
        (check || equal_keys(diff, pair, &from->keys, &to->keys)) &&
        equal_columns(pair, &from->include, &to->include) &&
        from->nulls_not_distinct == to->nulls_not_distinct && from->period == to->period &&
        text_equal_nocase(from->method ? from->method : "gist", to->method ? to->method : "gist") &&
        equal_expr(diff, pair, NULL, &from->where, &to->where) &&
        equal_expr(diff, pair, NULL, &from->check, &to->check) &&
        from->no_inherit == to->no_inherit && text_equal_nocase(from->conflict, to->conflict) &&
        (from->type != CONSTRAINT_FOREIGN_KEY || equal_reference(diff, from, to));
    bool enforced = from->deferrable == to->deferrable && from->not_enforced == to->not_enforced &&
                    from->not_valid == to->not_valid;
    return bit(same, PART_KEYS) | bit(enforced, PART_ENFORCED) |
           bit(text_equal(from->base.comment, to->base.comment), PART_COMMENT) |
           bit(equal_options(diff, OBJ_CONSTRAINT, &from->base, &from->options, &to->base,
                             &to->options),
               PART_OPTIONS);
}

/* MySQL's memory engine hashes. */
static const char *method_of(const Diff *diff, const Index *index)
{
    bool memory =
        index->table && text_equal_nocase(options_get(&index->table->options, "engine"), "memory");
    const char *usual = diff->ops->keeps_btree ? NULL : "btree";
    return index->method ? index->method : memory ? "hash" : usual;
}

unsigned index_parts(const Diff *diff, const TablePair *pair, const Index *from, const Index *to)
{
    bool same = from->unique == to->unique &&
                text_equal_nocase(method_of(diff, from), method_of(diff, to)) &&
                equal_keys(diff, pair, &from->keys, &to->keys) &&
                equal_columns(pair, &from->include, &to->include) &&
                from->nulls_not_distinct == to->nulls_not_distinct &&
                equal_expr(diff, pair, NULL, &from->where, &to->where);
    return bit(same, PART_KEYS) |
           bit(text_equal(from->base.comment, to->base.comment), PART_COMMENT) |
           bit(equal_options(diff, OBJ_INDEX, &from->base, &from->options, &to->base, &to->options),
               PART_OPTIONS);
}

/* Whole statements, each with what the server makes of it (NULL: not asked). */
static bool equal_statement(const Diff *diff, const char *from, const char *from_canonical,
                            const char *to, const char *to_canonical)
{
    Expr a = {.text = from, .canonical = from_canonical};
    Expr b = {.text = to, .canonical = to_canonical};
    if (!diff->ops->statement_equal) {
        return equal_expr(diff, NULL, NULL, &a, &b);
    }
    return text_equal(from, to) ||
           (from && to && diff->ops->statement_equal(diff->mem, diff->server, from, to));
}

static bool equal_query(const Diff *diff, const View *from, const View *to)
{
    Expr a = {.text = from->query, .canonical = from->canonical};
    Expr b = {.text = to->query, .canonical = to->canonical};
    return equal_expr(diff, NULL, NULL, &a, &b);
}

static bool equal_view_columns(const Diff *diff, const View *from, const View *to)
{
    bool asked = (to->canonical && !from->columns.len) || (from->canonical && !to->columns.len);
    bool in_query =
        asked && diff->ops->view_columns_in_query && diff->ops->view_columns_in_query(diff->server);
    return in_query || equal_names(&from->columns, &to->columns);
}

static bool equal_column_notes(const View *from, const View *to)
{
    bool same = from->column_notes.len == to->column_notes.len;
    for (size_t i = 0; same && i < from->column_notes.len; i++) {
        const ViewColumnNote *a = &from->column_notes.at[i], *b = &to->column_notes.at[i];
        same = text_equal(a->column, b->column) && text_equal(a->comment, b->comment);
    }
    return same;
}

/* The indexes of a materialized view are made anew with it. */
static bool equal_view_indexes(const Diff *diff, const View *from, const View *to)
{
    Match match =
        match_objects(diff->mem, OBJECTS(&from->indexes), OBJECTS(&to->indexes), &match_names);
    bool same = from->indexes.len == to->indexes.len;
    for (size_t i = 0; same && i < to->indexes.len; i++) {
        size_t j = match.partner[i];
        same = j != NO_MATCH && !index_parts(diff, NULL, from->indexes.at[j], to->indexes.at[i]);
    }
    return same;
}

unsigned view_parts(const Diff *diff, const View *from, const View *to)
{
    bool same = from->materialized == to->materialized && equal_view_columns(diff, from, to) &&
                equal_query(diff, from, to) && equal_view_indexes(diff, from, to);
    return bit(same, PART_DEFINITION) |
           bit(text_equal(from->base.comment, to->base.comment) && equal_column_notes(from, to),
               PART_COMMENT) |
           bit(equal_options(diff, OBJ_VIEW, &from->base, &from->options, &to->base, &to->options),
               PART_OPTIONS);
}

unsigned trigger_parts(const Diff *diff, const Trigger *from, const Trigger *to)
{
    bool same =
        equal_statement(diff, from->definition, from->canonical, to->definition, to->canonical);
    return bit(same, PART_DEFINITION) |
           bit(text_equal(from->base.comment, to->base.comment), PART_COMMENT) |
           bit(equal_options(diff, from->base.kind, &from->base, &from->options, &to->base,
                             &to->options),
               PART_OPTIONS);
}

unsigned policy_parts(const Diff *diff, const TablePair *pair, const Policy *from, const Policy *to)
{
    bool same = from->command == to->command && from->restrictive == to->restrictive &&
                equal_names(&from->roles, &to->roles) &&
                equal_expr(diff, pair, NULL, &from->using_, &to->using_) &&
                equal_expr(diff, pair, NULL, &from->check, &to->check);
    return bit(same, PART_DEFINITION) |
           bit(text_equal(from->base.comment, to->base.comment), PART_COMMENT);
}

unsigned routine_parts(const Diff *diff, const Routine *from, const Routine *to)
{
    bool same =
        equal_statement(diff, from->definition, from->canonical, to->definition, to->canonical);
    return bit(same, PART_DEFINITION) |
           bit(text_equal(from->base.comment, to->base.comment), PART_COMMENT);
}

static bool equal_relation(const Diff *diff, const Object *from, const Object *to)
{
    const TablePair *pair =
        from && from->kind == OBJ_TABLE ? diff_pair(diff, from->schema, from->name) : NULL;
    return pair         ? &pair->to->base == to
           : from && to ? from->kind == to->kind && object_compare(from, to) == 0
                        : from == to;
}

static bool equal_declared(const Diff *diff, const Declared *from, const Declared *to)
{
    const char *(*text)(Mem *, const char *) = diff->server->dialect->syntax->declared_text;
    if (!text) {
        return equal_statement(diff, from->definition, from->canonical, to->definition,
                               to->canonical);
    }
    const Object *on = declared_relation(diff->from, from);
    const TablePair *pair = on ? diff_pair(diff, on->schema, on->name) : NULL;
    const char *was = from->canonical ? from->canonical : from->definition;
    const char *is = to->canonical ? to->canonical : to->definition;
    const Expr a = {.text = text(diff->mem, with_renamed_columns(diff->mem, pair, was))};
    const Expr b = {.text = text(diff->mem, is)};
    return equal_relation(diff, on, declared_relation(diff->to, to)) &&
           equal_expr(diff, NULL, NULL, &a, &b);
}

unsigned declared_parts(const Diff *diff, const Declared *from, const Declared *to)
{
    return bit(equal_declared(diff, from, to), PART_DEFINITION) |
           bit(text_equal(from->base.comment, to->base.comment), PART_COMMENT) |
           bit(equal_options(diff, from->base.kind, &from->base, &from->options, &to->base,
                             &to->options),
               PART_OPTIONS);
}
