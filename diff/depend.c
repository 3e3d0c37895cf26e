/* What is the same on both sides and still has to go out of the way: foreign keys on columns whose
 * type changes or on keys that are replaced, views and policies on columns that change or go. */
#include "diff/internal.h"

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

static bool type_changes(const Change *child, const char *column)
{
    return child->kind == OBJ_COLUMN && child->op == CHANGE_ALTER &&
           (child->parts & (PART_TYPE | PART_COLLATION)) &&
           text_equal(child->column.from->base.name, column);
}

static bool own_column_changes(const TablePair *pair, const Constraint *key)
{
    for (size_t i = 0; pair->alter && i < pair->alter->children.len; i++) {
        for (size_t j = 0; j < key->keys.len; j++) {
            if (type_changes(pair->alter->children.at[i], key->keys.at[j].column)) {
                return true;
            }
        }
    }
    return false;
}

static bool target_changes(const TablePair *target, const Constraint *key)
{
    for (size_t i = 0; target && target->alter && i < target->alter->children.len; i++) {
        const Change *child = target->alter->children.at[i];
        if (is_key_change(child) && keys_cover(child, &key->ref_columns)) {
            return true;
        }
        for (size_t j = 0; j < key->ref_columns.len; j++) {
            if (type_changes(child, key->ref_columns.at[j])) {
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
            !(own_column_changes(pair, key) ||
              target_changes(diff_pair(diff, key->ref_schema, key->ref_table), key))) {
            continue;
        }
        diff_recreate(diff, pair, OBJ_CONSTRAINT, &key->base);
    }
}

/* --- views -------------------------------------------------------------------------------------
 */

/* Does the table's change need the views on it out of the way? */
static bool table_blocks(const TablePair *pair)
{
    for (size_t i = 0; pair && pair->alter && i < pair->alter->children.len; i++) {
        const Change *child = pair->alter->children.at[i];
        bool changed = child->op == CHANGE_ALTER &&
                       (child->parts & (PART_TYPE | PART_GENERATED | PART_COLLATION));
        if (child->kind == OBJ_COLUMN && (changed || child->op == CHANGE_DROP)) {
            return true;
        }
        if (child->kind == OBJ_CONSTRAINT && child->op == CHANGE_DROP &&
            child->constraint.from->type == CONSTRAINT_PRIMARY_KEY) {
            return true; /* GROUP BY on the primary key depends on it */
        }
    }
    return pair && pair->alter && (pair->alter->parts & PART_DEFINITION);
}

typedef struct ViewState {
    const View *from, *to;
    Change *change;
    bool known, blocked;
} ViewState;

typedef struct Views {
    Diff *diff;
    ViewState *at;
    size_t len;
} Views;

static bool view_blocked(Views *views, size_t i);

/* Views are sorted by name: the first that is not below the object's. */
static size_t first_view(const Views *views, const Object *object)
{
    size_t low = 0, high = views->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (object_compare(&views->at[middle].from->base, object) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool object_blocked(Views *views, const Object *object)
{
    if (object->kind == OBJ_TABLE) {
        const TablePair *pair = diff_pair(views->diff, object->schema, object->name);
        return !pair || table_blocks(pair); /* no pair: the table goes */
    }
    for (size_t i = first_view(views, object); i < views->len; i++) {
        const Object *other = &views->at[i].from->base;
        if (other == object) {
            const Change *change = views->at[i].change;
            return view_blocked(views, i) ||
                   (change && (change->op == CHANGE_DROP || (change->parts & PART_DEFINITION)));
        }
        if (object_compare(other, object) > 0) {
            break;
        }
    }
    return false;
}

static bool view_blocked(Views *views, size_t i)
{
    ViewState *state = &views->at[i];
    if (!state->known) {
        state->known = true;
        for (size_t j = 0; j < state->from->base.deps.len && !state->blocked; j++) {
            state->blocked = object_blocked(views, state->from->base.deps.at[j]);
        }
    }
    return state->blocked;
}

static void recreate_views(Diff *diff)
{
    Views views = {.diff = diff,
                   .at = MEM_ARRAY(diff->mem, ViewState, diff->from->views.len),
                   .len = diff->from->views.len};
    for (size_t i = 0; i < views.len; i++) {
        const View *view = diff->from->views.at[i];
        views.at[i] = (ViewState){.from = view,
                                  .to = schema_view(diff->to, view->base.schema, view->base.name)};
    }
    for (size_t i = 0; i < diff->changes->list.len; i++) {
        Change *change = diff->changes->list.at[i];
        if (change->kind != OBJ_VIEW || !change->view.from || change->op == CHANGE_RENAME) {
            continue;
        }
        size_t at = first_view(&views, change->object.from);
        if (at < views.len && views.at[at].from == change->view.from) {
            views.at[at].change = change;
        }
    }
    for (size_t i = 0; i < views.len; i++) {
        ViewState *state = &views.at[i];
        if (!view_blocked(&views, i) || !state->to) {
            continue;
        }
        if (!state->change) {
            state->change = diff_add(diff, CHANGE_ALTER, OBJ_VIEW, state->from, state->to);
        }
        if (state->change->op == CHANGE_ALTER) {
            state->change->parts |= PART_RECREATE;
        }
    }
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

void diff_dependents(Diff *diff)
{
    bool any = diff->changes->list.len > 0;
    if (any && server_can(diff->server, CAP_ENUM_TYPES)) {
        diff_replace_types(diff);
    }
    /* A table that is rebuilt brings its keys along. */
    for (size_t i = 0; any && !server_can(diff->server, CAP_NAMELESS) && i < diff->pairs.len; i++) {
        recreate_foreign_keys(diff, &diff->pairs.at[i]);
    }
    for (size_t i = 0; any && i < diff->pairs.len; i++) {
        drop_renames(&diff->pairs.at[i]);
    }
    if (any && diff->ops->views_block) {
        recreate_views(diff);
        diff_recreate_policies(diff);
    }
}
