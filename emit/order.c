#include "emit/order.h"

#include <stdlib.h>
#include <string.h>

typedef struct Node {
    const Object *object;
    const Change *change;
    uint32_t place; /* 1 … n; 0 = not walked yet */
    bool open;      /* on the stack of the walk */
} Node;

typedef struct Side {
    Node *nodes; /* sorted by (kind rank, schema, name) */
    size_t len;
    uint32_t places;
} Side;

struct Order {
    Side from, to;
};

static int compare_objects(const Object *a, const Object *b)
{
    int order = object_kind_rank(a->kind) - object_kind_rank(b->kind);
    return order ? order : object_compare(a, b);
}

static int by_node(const void *a, const void *b)
{
    const Node *x = a, *y = b;
    return compare_objects(x->object, y->object);
}

static Node *find_node(const Side *side, const Object *object)
{
    Node wanted = {.object = object};
    return side->len ? bsearch(&wanted, side->nodes, side->len, sizeof wanted, by_node) : NULL;
}

static void walk(Side *side, Node *node);

static void walk_to(Side *side, const Object *object)
{
    Node *node = object ? find_node(side, object) : NULL;
    if (node && !node->place && !node->open) {
        walk(side, node);
    }
}

static void walk_foreign_keys(Side *side, const Table *table)
{
    for (size_t i = 0; i < table->constraints.len; i++) {
        const Constraint *key = table->constraints.at[i];
        if (key->type == CONSTRAINT_FOREIGN_KEY) {
            Object target = {.kind = OBJ_TABLE, .schema = key->ref_schema, .name = key->ref_table};
            walk_to(side, &target);
        }
    }
}

/* Depth first: what an object depends on gets its place before it. The depth is bounded by the
 * longest chain of dependencies; a chain of ten thousand foreign keys fits the stack. */
static void walk(Side *side, Node *node)
{
    node->open = true;
    for (size_t i = 0; i < node->object->deps.len; i++) {
        walk_to(side, node->object->deps.at[i]);
    }
    if (node->object->kind == OBJ_TABLE) {
        walk_foreign_keys(side, (const Table *)node->object);
    }
    node->open = false;
    node->place = ++side->places;
}

static void add_side(Mem *mem, Side *side, const Changes *changes, bool from)
{
    side->nodes = MEM_ARRAY(mem, Node, changes->list.len);
    for (size_t i = 0; i < changes->list.len; i++) {
        const Change *change = changes->list.at[i];
        const Object *object = from ? change->object.from : change->object.to;
        if (object && object->name) {
            side->nodes[side->len++] = (Node){.object = object, .change = change};
        }
    }
    if (side->len) {
        qsort(side->nodes, side->len, sizeof *side->nodes, by_node);
    }
    for (size_t i = 0; i < side->len; i++) {
        if (!side->nodes[i].place) {
            walk(side, &side->nodes[i]);
        }
    }
}

Order *order_new(Mem *mem, const Changes *changes)
{
    Order *order = MEM_NEW(mem, Order);
    add_side(mem, &order->from, changes, true);
    add_side(mem, &order->to, changes, false);
    return order;
}

static uint32_t place_of(const Side *side, const Object *object)
{
    const Node *node = object && object->name ? find_node(side, object) : NULL;
    return node ? node->place : 0;
}

/* How the table is altered; one that is renamed has two changes. NULL = not at all. */
static const Change *alter_of(const Side *side, const Object *table)
{
    const Node *node = find_node(side, table), *end = side->nodes + side->len;
    while (node && node > side->nodes && compare_objects(node[-1].object, table) == 0) {
        node--;
    }
    for (; node && node < end && compare_objects(node->object, table) == 0; node++) {
        if (node->change->op == CHANGE_ALTER) {
            return node->change;
        }
    }
    return NULL;
}

static bool is_referred_to(const Constraint *key, const char *column)
{
    for (size_t i = 0; i < key->ref_columns.len; i++) {
        if (text_equal(key->ref_columns.at[i], column)) {
            return true;
        }
    }
    return false;
}

/* Does the change of the table need that the key does not refer to it any more? */
static bool is_in_the_way(const Change *child, const Constraint *key)
{
    if (child->op == CHANGE_CREATE || child->op == CHANGE_RENAME) {
        return false;
    }
    if (child->kind == OBJ_COLUMN) {
        bool stays = child->op == CHANGE_ALTER &&
                     !(child->parts & (PART_TYPE | PART_COLLATION | PART_IDENTITY));
        return !stays && is_referred_to(key, child->column.from->base.name);
    }
    if (child->kind == OBJ_CONSTRAINT) {
        ConstraintType type = child->constraint.from->type;
        return type == CONSTRAINT_PRIMARY_KEY || type == CONSTRAINT_UNIQUE;
    }
    return child->kind == OBJ_INDEX && child->index.from->unique;
}

static bool target_changes(const Order *order, const Object *target, const Constraint *key)
{
    const Change *alter = alter_of(&order->from, target);
    for (size_t i = 0; alter && i < alter->children.len; i++) {
        if (is_in_the_way(alter->children.at[i], key)) {
            return true;
        }
    }
    return false;
}

bool order_needs_early_drop(const Order *order, const Constraint *key)
{
    Object target = {.kind = OBJ_TABLE, .schema = key->ref_schema, .name = key->ref_table};
    uint32_t mine = place_of(&order->from, &key->table->base);
    uint32_t other = place_of(&order->from, &target);
    /* Tables are dropped in the reverse of their places, and after others are altered. */
    return other > mine || target_changes(order, &target, key);
}

static bool is_dropping(Phase phase)
{
    switch (phase) {
    case PHASE_DROP_FIRST:
    case PHASE_DROP_READER:
    case PHASE_DROP_DEPENDENT:
    case PHASE_DROP_FOREIGN_KEY:
    case PHASE_DROP_CONSTRAINT:
    case PHASE_DROP_EARLY:
    case PHASE_MAKE_ROOM:
    case PHASE_DROP_COLUMN:
    case PHASE_DROP_TABLE:
    case PHASE_DROP_LAST:
        return true;
    case PHASE_CREATE_FIRST:
    case PHASE_RENAME:
    case PHASE_CREATE_TYPE:
    case PHASE_CREATE_TABLE:
    case PHASE_ALTER_TABLE:
    case PHASE_DETACH:
    case PHASE_CREATE_CHILD:
    case PHASE_CREATE_CONSTRAINT:
    case PHASE_CREATE_FOREIGN_KEY:
    case PHASE_CREATE_DEPENDENT:
    case PHASE_CREATE_READER:
    case PHASE_COMMENT:
    case PHASE_CREATE_LAST:
        return false;
    }
    return false;
}

typedef struct Ranked {
    Statement *statement;
    uint32_t place;
    size_t arrival;
} Ranked;

static int by_rank(const void *a, const void *b)
{
    const Ranked *x = a, *y = b;
    if (x->statement->phase != y->statement->phase) {
        return x->statement->phase < y->statement->phase ? -1 : 1;
    }
    if (x->place != y->place) {
        return x->place < y->place ? -1 : 1;
    }
    return x->arrival < y->arrival ? -1 : x->arrival > y->arrival;
}

void order_statements(const Order *order, Plan *plan)
{
    size_t n = plan->statements.len;
    Ranked *ranked = MEM_ARRAY(plan->mem, Ranked, n);
    for (size_t i = 0; i < n; i++) {
        Statement *statement = plan->statements.at[i];
        bool dropping = is_dropping(statement->phase);
        const Object *owner = statement->object ? object_owner(statement->object) : NULL;
        uint32_t place =
            place_of(dropping ? &order->from : &order->to, owner ? owner : statement->object);
        ranked[i] = (Ranked){statement, dropping ? UINT32_MAX - place : place, i};
    }
    if (n > 1) {
        qsort(ranked, n, sizeof *ranked, by_rank);
    }
    for (size_t i = 0; i < n; i++) {
        plan->statements.at[i] = ranked[i].statement;
    }
}
