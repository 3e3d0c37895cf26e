/* The order in which statements run: phases, and within a phase what depends after what it depends
 * on (dropping: the other way round). Linear in objects and edges but for the final sort. */
#ifndef EMIT_ORDER_H
#define EMIT_ORDER_H

#include "emit/plan.h"

typedef struct Order Order;

/* Gives every object of a top-level change its place. Cycles (of foreign keys) are cut where the
 * walk in name order meets them. */
Order *order_new(Mem *mem, const Changes *changes);

/* True when `key`'s table is dropped after the table it refers to, so that the foreign key must be
 * dropped first by a statement of its own. */
bool order_needs_early_drop(const Order *order, const Constraint *key);

void order_statements(const Order *order, Plan *plan);

#endif
