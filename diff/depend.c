/* What is the same on both sides and still has to go out of the way: foreign keys on columns whose
 * type changes or on keys that are replaced, views, policies and triggers on columns that change or
 * go. */
#include "diff/internal.h"

static bool is_replaced(const TablePair *pair)
{
    return pair && pair->alter && (pair->alter->parts & PART_RECREATE);
}

static bool is_key_change(const Change *child)
{
    bool gone = child->op == CHANGE_DROP ||
                (child->op == CHANGE_ALTER && (child->parts & (PART_KEYS | PART_OPTIONS)));
    if (child->kind == OBJ_CONSTRAINT && gone) {
        ConstraintType type = child->constraint.from->type;
        return type == CONSTRAINT_PRIMARY_KEY || type == CONSTRAINT_UNIQUE;
    }
    return child->kind == OBJ_INDEX && gone && child->index.from->unique;
}

static bool keys_cover(const Change *child, const NameList *columns)
{
    const KeyParts *keys =
        child->kind == OBJ_INDEX ? &child->index.from->keys : &child->constraint.from->keys;
    for (size_t i = 0; i < columns->len; i++) {
        bool found = false;
        for (size_t j = 0; j < keys->len; j++) {
            found |= text_equal(keys->at[j].column, columns->at[i]);
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

/* InnoDB lets a column that a foreign key names neither begin nor stop to number by itself. */
static bool type_changes(const Diff *diff, const Change *child, const char *column)
{
    unsigned parts = PART_TYPE | PART_COLLATION;
    parts |= server_can(diff->server, CAP_FK_NEEDS_INDEX) ? PART_IDENTITY : 0;
    return child->kind == OBJ_COLUMN && child->op == CHANGE_ALTER && (child->parts & parts) &&
           text_equal(child->column.from->base.name, column);
}

static bool column_copies(const Change *child)
{
    if (child->op == CHANGE_CREATE) {
        const Column *to = child->column.to;
        return to->default_value.kind == DEFAULT_EXPRESSION || to->generated != GENERATED_NONE;
    }
    unsigned parts = PART_TYPE | PART_COLLATION | PART_GENERATED | PART_IDENTITY;
    return child->op == CHANGE_ALTER && (child->parts & parts);
}

static bool constraint_copies(const TablePair *pair, const Change *child)
{
    const Constraint *from = child->constraint.from, *to = child->constraint.to;
    if (to && to->type == CONSTRAINT_CHECK) {
        return child->op != CHANGE_RENAME;
    }
    return !to && from->type == CONSTRAINT_PRIMARY_KEY && !table_primary_key(pair->to);
}

static bool index_copies(const Index *to)
{
    for (size_t i = 0; to && i < to->keys.len; i++) {
        if (!to->keys.at[i].column) {
            return true;
        }
    }
    return false;
}

/* Will InnoDB copy the table? Only then it refuses to make a column of a foreign key NOT NULL. */
static bool is_copied(const TablePair *pair)
{
    for (size_t i = 0; pair->alter && i < pair->alter->children.len; i++) {
        const Change *child = pair->alter->children.at[i];
        if ((child->kind == OBJ_COLUMN && column_copies(child)) ||
            (child->kind == OBJ_CONSTRAINT && constraint_copies(pair, child)) ||
            (child->kind == OBJ_INDEX && index_copies(child->index.to))) {
            return true;
        }
    }
    return false;
}

static bool rename_copies(const Diff *diff, const Change *child, const char *column)
{
    return diff->ops->rename_copies && child->kind == OBJ_COLUMN && child->op == CHANGE_RENAME &&
           text_equal(child->column.from->base.name, column) &&
           diff->ops->rename_copies(diff->server, child->column.from->table, column);
}

static bool own_column_changes(const Diff *diff, const TablePair *pair, const Constraint *key)
{
    bool copied = server_can(diff->server, CAP_FK_NEEDS_INDEX) && is_copied(pair);
    for (size_t i = 0; pair->alter && i < pair->alter->children.len; i++) {
        const Change *child = pair->alter->children.at[i];
        for (size_t j = 0; j < key->keys.len; j++) {
            bool null_changes = copied && child->kind == OBJ_COLUMN && child->op == CHANGE_ALTER &&
                                (child->parts & PART_NULL) &&
                                text_equal(child->column.from->base.name, key->keys.at[j].column);
            if (null_changes || type_changes(diff, child, key->keys.at[j].column) ||
                rename_copies(diff, child, key->keys.at[j].column)) {
                return true;
            }
        }
    }
    return false;
}

static bool target_changes(const Diff *diff, const TablePair *target, const Constraint *key)
{
    if (is_replaced(target)) {
        return true;
    }
    for (size_t i = 0; target && target->alter && i < target->alter->children.len; i++) {
        const Change *child = target->alter->children.at[i];
        if (is_key_change(child) && keys_cover(child, &key->ref_columns)) {
            return true;
        }
        for (size_t j = 0; j < key->ref_columns.len; j++) {
            if (type_changes(diff, child, key->ref_columns.at[j]) ||
                rename_copies(diff, child, key->ref_columns.at[j])) {
                return true;
            }
        }
    }
    return false;
}

static void recreate_foreign_keys(Diff *diff, TablePair *pair)
{
    for (size_t i = 0; i < pair->from->constraints.len; i++) {
        const Constraint *key = pair->from->constraints.at[i];
        if (key->type != CONSTRAINT_FOREIGN_KEY ||
            !(own_column_changes(diff, pair, key) ||
              target_changes(diff, diff_pair(diff, key->ref_schema, key->ref_table), key))) {
            continue;
        }
        diff_recreate(diff, pair, OBJ_CONSTRAINT, &key->base);
    }
}

bool diff_stops_readers(const Change *column)
{
    unsigned parts = PART_TYPE | PART_GENERATED | PART_COLLATION;
    bool computed = column->column.from && column->column.from->generated != GENERATED_NONE;
    return column->op == CHANGE_DROP ||
           (column->op == CHANGE_ALTER &&
            (column->parts & (parts | (computed ? (unsigned)PART_RECREATE : 0u))));
}

/* --- renamed and replaced ------------------------------------------------------------------------
 */

static Change *replacement_of(const ChangeList *children, const Change *rename)
{
    for (size_t i = 0; i < children->len; i++) {
        Change *change = children->at[i];
        if (change->op == CHANGE_ALTER && change->object.from == rename->object.from &&
            (change->parts & (PART_KEYS | PART_ENFORCED | PART_RECREATE))) {
            return change;
        }
    }
    return NULL;
}

/* A constraint or index that is dropped and created again gets its new name by that. */
static void drop_renames(const TablePair *pair)
{
    ChangeList *children = pair->alter ? &pair->alter->children : NULL;
    size_t kept = 0;
    for (size_t i = 0; children && i < children->len; i++) {
        Change *change = children->at[i];
        bool named = change->kind == OBJ_CONSTRAINT || change->kind == OBJ_INDEX;
        Change *replacement =
            named && change->op == CHANGE_RENAME ? replacement_of(children, change) : NULL;
        if (replacement) {
            replacement->parts |= PART_RECREATE;
        } else {
            children->at[kept++] = change;
        }
    }
    if (children) {
        children->len = kept;
    }
}

/* --- replaced tables and routines ---------------------------------------------------------------
 */

static const TablePair *pair_labelled(const Diff *diff, const char *label)
{
    for (size_t i = 0; i < diff->pairs.len; i++) {
        if (text_equal(object_label(diff->mem, &diff->pairs.at[i].from->base), label)) {
            return &diff->pairs.at[i];
        }
    }
    return NULL;
}

/* A partition goes with its parent, and a new one comes with it. False: none was left to find. */
static bool replace_partitions(Diff *diff)
{
    bool found = false;
    for (size_t i = 0; i < diff->pairs.len; i++) {
        TablePair *pair = &diff->pairs.at[i];
        const char *was = pair->from->partition_of, *is = pair->to->partition_of;
        const TablePair *parent = was && is && !is_replaced(pair) ? pair_labelled(diff, was) : NULL;
        if (is_replaced(parent) && text_equal(object_label(diff->mem, &parent->to->base), is)) {
            diff_alter(diff, pair)->parts |= PART_RECREATE;
            found = true;
        }
    }
    return found;
}

static void find_replaced(Diff *diff)
{
    bool tables = false;
    for (size_t i = 0; diff->ops->is_replaced && i < diff->changes->list.len; i++) {
        Change *change = diff->changes->list.at[i];
        if (change->op == CHANGE_ALTER && diff->ops->is_replaced(diff->changes, change)) {
            change->parts |= PART_RECREATE;
            tables |= change->kind == OBJ_TABLE;
        }
    }
    while (tables && replace_partitions(diff)) {
        continue;
    }
}

void diff_dependents(Diff *diff)
{
    bool any = diff->changes->list.len > 0;
    if (any && server_can(diff->server, CAP_ENUM_TYPES)) {
        diff_replace_types(diff);
    }
    find_replaced(diff);
    /* A table that is rebuilt brings its keys along. */
    for (size_t i = 0; any && !server_can(diff->server, CAP_NAMELESS) && i < diff->pairs.len; i++) {
        recreate_foreign_keys(diff, &diff->pairs.at[i]);
    }
    if (any) {
        diff_recreate_attached(diff);
    }
    for (size_t i = 0; any && i < diff->pairs.len; i++) {
        drop_renames(&diff->pairs.at[i]);
    }
    if (any && diff->ops->views_block) {
        diff_recreate_dependents(diff);
        diff_recreate_readers(diff);
    }
}
