/* What stays and rests on something that goes: views and statistics on columns that change,
 * routines on types that are replaced, checks and defaults that call a function that must be made
 * anew. Each is dropped before and made again after. */
#include "diff/internal.h"

#include <string.h>

/* An object of `from` of one of the resting kinds. */
typedef struct Node {
    const Object *from, *to;
    Change *change;
    bool known, blocked;
} Node;

typedef struct Nodes {
    Node *at;
    size_t len;
} Nodes;

typedef struct Graph {
    Diff *diff;
    Nodes nodes[OBJ_KIND_COUNT]; /* of the resting kinds */
} Graph;

/* What the server does not let rest on something that is gone. */
static const ObjectKind resting_kinds[] = {OBJ_FUNCTION, OBJ_PROCEDURE,  OBJ_OPERATOR,     OBJ_CAST,
                                           OBJ_VIEW,     OBJ_STATISTICS, OBJ_EVENT_TRIGGER};
enum { RESTING_KINDS = sizeof resting_kinds / sizeof *resting_kinds };

/* --- what goes ----------------------------------------------------------------------------------
 */

/* Does the table's change need the views on it out of the way? */
static bool table_blocks(const TablePair *pair)
{
    for (size_t i = 0; pair && pair->alter && i < pair->alter->children.len; i++) {
        const Change *child = pair->alter->children.at[i];
        if (child->kind == OBJ_COLUMN && diff_stops_readers(child)) {
            return true;
        }
        if (child->kind == OBJ_CONSTRAINT && child->op == CHANGE_DROP &&
            child->constraint.from->type == CONSTRAINT_PRIMARY_KEY) {
            return true; /* GROUP BY on the primary key depends on it */
        }
    }
    return pair && pair->alter && (pair->alter->parts & (PART_DEFINITION | PART_RECREATE));
}

static bool is_replaced(const TablePair *pair)
{
    return pair->alter && (pair->alter->parts & PART_RECREATE);
}

/* Does the server keep account of the columns that it reads? */
static bool reads_columns(const Diff *diff, const Object *user)
{
    return user->kind == OBJ_VIEW ||
           (diff->ops->routine_text &&
            !diff->ops->routine_text(((const Routine *)user)->definition).len);
}

/* Sorted by name. */
static Node *find_node(Graph *graph, const Object *object)
{
    Nodes *nodes = &graph->nodes[object->kind];
    size_t low = 0, high = nodes->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = object_compare(nodes->at[middle].from, object);
        if (order == 0) {
            return &nodes->at[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

static const Change *change_of(const Diff *diff, const Object *from)
{
    for (size_t i = 0; i < diff->changes->list.len; i++) {
        const Change *change = diff->changes->list.at[i];
        if (change->object.from && change->kind == from->kind && change->op != CHANGE_RENAME &&
            object_compare(change->object.from, from) == 0) {
            return change;
        }
    }
    return NULL;
}

static bool is_blocked(Graph *graph, Node *node);

/* Is it dropped to come back? */
static bool is_remade(const Node *node)
{
    bool routine = node->from->kind == OBJ_FUNCTION || node->from->kind == OBJ_PROCEDURE;
    unsigned parts = PART_RECREATE | (routine ? 0u : (unsigned)PART_DEFINITION);
    return node->change && node->change->op != CHANGE_DROP && (node->change->parts & parts);
}

/* Is it dropped, be it to come back? */
static bool node_goes(Graph *graph, Node *node)
{
    return is_blocked(graph, node) || is_remade(node) ||
           (node->change && node->change->op == CHANGE_DROP);
}

static bool type_goes(const Diff *diff, const Object *type)
{
    const Change *change = change_of(diff, type);
    unsigned parts = type->kind == OBJ_DOMAIN ? PART_TYPE | PART_COLLATION | PART_RECREATE
                                              : (unsigned)PART_RECREATE;
    return change && (change->op == CHANGE_DROP || (change->parts & parts));
}

/* Does a column that the definition names change or go? */
static bool columns_go(const TablePair *pair, const char *definition)
{
    for (size_t i = 0; pair->alter && i < pair->alter->children.len; i++) {
        const Change *child = pair->alter->children.at[i];
        if (child->kind == OBJ_COLUMN && diff_stops_readers(child) &&
            text_mentions(definition, child->object.from->name)) {
            return true;
        }
    }
    return false;
}

static bool goes(Graph *graph, const Node *user, const Object *object)
{
    switch (object->kind) {
    case OBJ_TABLE: {
        const TablePair *pair = diff_pair(graph->diff, object->schema, object->name);
        /* no pair: the table goes */
        return !pair || is_replaced(pair) ||
               (user->from->kind == OBJ_STATISTICS
                    ? columns_go(pair, ((const Declared *)user->from)->definition)
                    : reads_columns(graph->diff, user->from) && table_blocks(pair));
    }
    case OBJ_VIEW:
    case OBJ_STATISTICS:
    case OBJ_EVENT_TRIGGER:
    case OBJ_OPERATOR:
    case OBJ_CAST:
    case OBJ_FUNCTION:
    case OBJ_PROCEDURE: {
        Node *node = find_node(graph, object);
        return node && node_goes(graph, node);
    }
    case OBJ_ENUM:
    case OBJ_COMPOSITE:
    case OBJ_DOMAIN:
    case OBJ_RANGE:
        return type_goes(graph->diff, object);
    case OBJ_NAMESPACE:
    case OBJ_EXTENSION:
    case OBJ_SEQUENCE:
    case OBJ_COLUMN:
    case OBJ_CONSTRAINT:
    case OBJ_INDEX:
    case OBJ_TRIGGER:
    case OBJ_RULE:
    case OBJ_POLICY:
    case OBJ_COLLATION:
    case OBJ_EVENT:
        return false;
    }
    return false;
}

static bool is_blocked(Graph *graph, Node *node)
{
    if (!node->known) {
        node->known = true;
        for (size_t i = 0; i < node->from->deps.len && !node->blocked; i++) {
            node->blocked = goes(graph, node, node->from->deps.at[i]);
        }
    }
    return node->blocked;
}

/* --- what rests on something --------------------------------------------------------------------
 */

/* Can the definition be said again, word for word, when the table has changed? */
static bool stays_true(const TablePair *pair, const char *definition)
{
    bool same =
        pair && !pair->renames.len && object_compare(&pair->from->base, &pair->to->base) == 0;
    for (size_t i = 0; same && pair->alter && i < pair->alter->children.len; i++) {
        const Change *child = pair->alter->children.at[i];
        same = child->kind != OBJ_COLUMN || child->op != CHANGE_DROP ||
               !text_mentions(definition, child->object.from->name);
    }
    return same;
}

/* What the model does not manage is as it was: where that cannot be any more, the server has taken
 * it along, or says why not. */
static bool is_lost(const Diff *diff, const Node *node)
{
    const Declared *declared = (const Declared *)node->from;
    bool lost = false,
         unmanaged = node->from == node->to && object_kind_is_declared(node->from->kind);
    for (size_t i = 0; unmanaged && i < node->from->deps.len && !lost; i++) {
        const Object *dep = node->from->deps.at[i];
        const Change *change = change_of(diff, dep);
        lost = (change && change->op == CHANGE_DROP) ||
               (dep->kind == OBJ_TABLE &&
                !stays_true(diff_pair(diff, dep->schema, dep->name), declared->definition));
    }
    return lost;
}

static void mark(Graph *graph, Nodes *nodes)
{
    for (size_t i = 0; i < nodes->len; i++) {
        Node *node = &nodes->at[i];
        if (!is_blocked(graph, node) || !node->to || is_lost(graph->diff, node)) {
            continue;
        }
        if (!node->change) {
            node->change =
                diff_add(graph->diff, CHANGE_ALTER, node->from->kind, node->from, node->to);
        }
        if (node->change->op == CHANGE_ALTER) {
            node->change->parts |= PART_RECREATE;
        }
    }
}

static Nodes new_nodes(Diff *diff, ObjectKind kind)
{
    const Members from = schema_objects(diff->from, kind), to = schema_objects(diff->to, kind);
    Nodes nodes = {MEM_ARRAY(diff->mem, Node, from.len), from.len};
    Match match = match_objects(diff->mem, from.at, from.len, to.at, to.len, &match_names);
    for (size_t i = 0; i < from.len; i++) {
        size_t at = match.back[i];
        nodes.at[i] = (Node){.from = from.at[i], .to = at == NO_MATCH ? NULL : to.at[at]};
    }
    return nodes;
}

static void find_changes(Graph *graph)
{
    const Diff *diff = graph->diff;
    for (size_t i = 0; i < diff->changes->list.len; i++) {
        Change *change = diff->changes->list.at[i];
        Node *node = change->object.from && change->op != CHANGE_RENAME
                         ? find_node(graph, change->object.from)
                         : NULL;
        if (node && node->from == change->object.from) {
            node->change = change;
        }
    }
}

static void forget(Nodes *nodes)
{
    for (size_t i = 0; i < nodes->len; i++) {
        nodes->at[i].known = nodes->at[i].blocked = false;
    }
}

/* --- members of tables --------------------------------------------------------------------------
 */

/* Names of routines, and operators, that members of tables may call. */
typedef struct Callees {
    Diff *diff;
    NameList names;
    bool blocks; /* something was found that stands in the way of others */
} Callees;

static bool is_made_again(const Diff *diff, const Object *from)
{
    for (size_t i = 0; i < diff->changes->list.len; i++) {
        const Change *change = diff->changes->list.at[i];
        if (change->op == CHANGE_CREATE &&
            (change->kind == OBJ_FUNCTION || change->kind == OBJ_PROCEDURE) &&
            routine_same_name(change->object.to, from)) {
            return true;
        }
    }
    return false;
}

/* What called a routine that is dropped now calls another one of its name. */
static void collect_callees(Callees *callees, const Nodes *nodes)
{
    for (size_t i = 0; i < nodes->len; i++) {
        const Node *node = &nodes->at[i];
        bool dropped = node->change && node->change->op == CHANGE_DROP;
        if (is_remade(node) || (dropped && is_made_again(callees->diff, node->from))) {
            list_push(callees->diff->mem, &callees->names,
                      str_dup(callees->diff->mem, routine_name(node->from)));
        }
    }
}

static bool is_symbol(const char *name)
{
    return strchr("+-*/<>=~!@#%^&|`?", *name) != NULL;
}

static bool calls(const Callees *callees, const char *text)
{
    for (size_t i = 0; text && i < callees->names.len; i++) {
        const char *name = callees->names.at[i];
        if (is_symbol(name) ? strstr(text, name) != NULL : text_mentions(text, name)) {
            return true;
        }
    }
    return false;
}

static bool keys_call(const Callees *callees, const KeyParts *keys)
{
    for (size_t i = 0; i < keys->len; i++) {
        if (calls(callees, keys->at[i].expr.text)) {
            return true;
        }
    }
    return false;
}

static bool member_calls(const Callees *callees, ObjectKind kind, const Object *member)
{
    const Column *column = (const Column *)member;
    const Constraint *constraint = (const Constraint *)member;
    const Index *index = (const Index *)member;
    const Policy *policy = (const Policy *)member;
    switch (kind) {
    case OBJ_COLUMN:
        return calls(callees, column->default_value.expr.text) ||
               calls(callees, column->generated_expr.text);
    case OBJ_CONSTRAINT:
        return calls(callees, constraint->check.text) || calls(callees, constraint->where.text) ||
               keys_call(callees, &constraint->keys);
    case OBJ_INDEX:
        return calls(callees, index->where.text) || keys_call(callees, &index->keys);
    case OBJ_TRIGGER:
    case OBJ_RULE:
        return calls(callees, ((const Trigger *)member)->definition);
    case OBJ_POLICY:
        return calls(callees, policy->using_.text) || calls(callees, policy->check.text);
#define OBJECT(TAG, ...) case OBJ_##TAG:
#include "schema/kinds.def"
        return false;
    }
    return false;
}

static void recreate_callers(Callees *callees, TablePair *pair)
{
    for (size_t k = 0; k < MEMBER_KINDS; k++) {
        const Members members = table_members(pair->from, member_kinds[k]);
        for (size_t i = 0; i < members.len; i++) {
            if (member_calls(callees, member_kinds[k], members.at[i])) {
                bool blocked = table_blocks(pair);
                diff_recreate(callees->diff, pair, member_kinds[k], members.at[i]);
                callees->blocks |= !blocked && table_blocks(pair);
            }
        }
    }
}

static void recreate_on_view(Callees *callees, const View *from, const View *to, Trigger *const *at,
                             size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (calls(callees, at[i]->definition)) {
            diff_recreate_on_view(callees->diff, from, to, at[i]);
        }
    }
}

/* A view that is made again brings them along. */
static void recreate_on_views(Graph *graph, Callees *callees)
{
    Nodes *views = &graph->nodes[OBJ_VIEW];
    for (size_t i = 0; i < views->len; i++) {
        Node *node = &views->at[i];
        if (node->to && node->to != node->from && !node_goes(graph, node)) {
            const View *from = (const View *)node->from, *to = (const View *)node->to;
            recreate_on_view(callees, from, to, from->triggers.at, from->triggers.len);
            recreate_on_view(callees, from, to, from->rules.at, from->rules.len);
        }
    }
}

/* False: there is nothing more to do. */
static bool recreate_all_callers(Graph *graph)
{
    Diff *diff = graph->diff;
    Callees callees = {.diff = diff};
    collect_callees(&callees, &graph->nodes[OBJ_FUNCTION]);
    collect_callees(&callees, &graph->nodes[OBJ_PROCEDURE]);
    collect_callees(&callees, &graph->nodes[OBJ_OPERATOR]);
    for (size_t i = 0; callees.names.len && i < diff->pairs.len; i++) {
        if (diff->pairs.at[i].from != diff->pairs.at[i].to) {
            recreate_callers(&callees, &diff->pairs.at[i]);
        }
    }
    if (callees.names.len) {
        recreate_on_views(graph, &callees);
    }
    return callees.blocks;
}

/* --- the whole ----------------------------------------------------------------------------------
 */

void diff_recreate_dependents(Diff *diff)
{
    Graph graph = {.diff = diff};
    for (size_t i = 0; i < RESTING_KINDS; i++) {
        graph.nodes[resting_kinds[i]] = new_nodes(diff, resting_kinds[i]);
    }
    find_changes(&graph);
    do {
        for (size_t i = 0; i < RESTING_KINDS; i++) {
            forget(&graph.nodes[resting_kinds[i]]);
        }
        for (size_t i = 0; i < RESTING_KINDS; i++) {
            mark(&graph, &graph.nodes[resting_kinds[i]]);
        }
    } while (recreate_all_callers(&graph));
}
