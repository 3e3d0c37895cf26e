/* Names that are taken again before whoever has them is gone. Relations of a schema share one space
 * of names, indexes and sequences among them; so do types, and each relation but an index has a row
 * type or stands for one (PostgreSQL 18 manual, CREATE TABLE: Description; heap.c asks the same of
 * a sequence). Constraints, columns and the like have a space for each table. */
#include "emit/postgres/postgres.h"

#include <stdlib.h>
#include <string.h>

typedef struct Claim {
    const char *schema, *name;
    unsigned spaces;
    Phase phase; /* from which on it must be free */
} Claim;

/* What the difference brings into being, by (schema, name, phase). */
struct Claims {
    LIST(Claim) list;
};

typedef struct Claimer {
    Mem *mem;
    const Schema *from, *to;
    Claims *claims;
} Claimer;

static int by_name(const Claim *a, const Claim *b)
{
    int order = text_compare(a->schema, b->schema);
    return order ? order : text_compare(a->name, b->name);
}

static int by_claim(const void *a, const void *b)
{
    const Claim *x = a, *y = b;
    int order = by_name(x, y);
    return order ? order : x->phase < y->phase ? -1 : x->phase > y->phase;
}

static void claim(const Claimer *claimer, const char *schema, const char *name, unsigned spaces,
                  Phase phase)
{
    if (name) {
        list_push(claimer->mem, &claimer->claims->list, (Claim){schema, name, spaces, phase});
    }
}

unsigned name_spaces(ObjectKind kind)
{
    bool type = kind == OBJ_ENUM || kind == OBJ_DOMAIN || kind == OBJ_RANGE;
    bool both =
        kind == OBJ_TABLE || kind == OBJ_VIEW || kind == OBJ_SEQUENCE || kind == OBJ_COMPOSITE;
    return type                ? NAME_OF_TYPE
           : both              ? NAME_OF_TYPE | NAME_OF_RELATION
           : kind == OBJ_INDEX ? NAME_OF_RELATION
                               : 0u;
}

/* --- what takes names --- */

/* The table's new name, so that both sides of a difference find it. */
static const char *name_in_table(Mem *mem, const Table *to, const char *name)
{
    return mem_printf(mem, "%s\x01%s", to->base.name, name);
}

static void claim_in_table(const Claimer *claimer, const Constraint *to)
{
    const char *name = name_in_table(claimer->mem, to->table, constraint_name(claimer->to, to));
    claim(claimer, to->base.schema, name, NAME_IN_TABLE, PHASE_RENAME);
}

static void claim_constraint(const Claimer *claimer, const Constraint *to, Phase phase)
{
    if (constraint_has_index(to)) {
        claim(claimer, to->base.schema, constraint_name(claimer->to, to), NAME_OF_RELATION, phase);
    }
}

static void claim_index(const Claimer *claimer, const Index *to, Phase phase)
{
    claim(claimer, to->base.schema, index_name(claimer->to, to), NAME_OF_RELATION, phase);
}

static void claim_sequence(const Claimer *claimer, const Column *to, Phase phase)
{
    if (to->identity.kind != IDENTITY_NONE) {
        claim(claimer, to->table->base.schema, column_sequence(claimer->mem, to),
              name_spaces(OBJ_SEQUENCE), phase);
    }
}

static void claim_table(const Claimer *claimer, const Table *to)
{
    claim(claimer, to->base.schema, to->base.name, name_spaces(OBJ_TABLE), PHASE_CREATE_TABLE);
    for (size_t i = 0; i < to->columns.len; i++) {
        claim_sequence(claimer, to->columns.at[i], PHASE_CREATE_TABLE);
    }
    for (size_t i = 0; i < to->constraints.len; i++) {
        const Constraint *constraint = to->constraints.at[i];
        claim_constraint(claimer, constraint,
                         constraint_is_inline(constraint) ? PHASE_CREATE_TABLE
                                                          : PHASE_CREATE_CONSTRAINT);
    }
    for (size_t i = 0; i < to->indexes.len; i++) {
        claim_index(claimer, to->indexes.at[i], PHASE_CREATE_CONSTRAINT);
    }
}

static void claim_column(const Claimer *claimer, const Change *child)
{
    const Column *from = child->op == CHANGE_CREATE ? NULL : child->column.from;
    const Column *to = child->column.to;
    bool had = from && from->identity.kind != IDENTITY_NONE;
    if (!had) {
        claim_sequence(claimer, to, PHASE_ALTER_TABLE);
    } else if (to->identity.kind != IDENTITY_NONE &&
               !text_equal(column_sequence(claimer->mem, from),
                           column_sequence(claimer->mem, to))) {
        claim_sequence(claimer, to, PHASE_RENAME);
    }
}

static void claim_members(const Claimer *claimer, const ChangeList *children)
{
    for (size_t i = 0; i < children->len; i++) {
        const Change *child = children->at[i];
        Phase phase = child->op == CHANGE_RENAME ? PHASE_RENAME : PHASE_CREATE_CONSTRAINT;
        if (child->op == CHANGE_DROP) {
            continue;
        }
        if (child->kind == OBJ_COLUMN) {
            claim_column(claimer, child);
        } else if (child->kind == OBJ_CONSTRAINT && child->op != CHANGE_ALTER) {
            claim_constraint(claimer, child->constraint.to, phase);
            if (child->op == CHANGE_RENAME) {
                claim_in_table(claimer, child->constraint.to);
            }
        } else if (child->kind == OBJ_INDEX && child->op != CHANGE_ALTER) {
            claim_index(claimer, child->index.to, phase);
        }
    }
}

/* A serial column's own sequence follows its table's name. */
static void claim_renamed(const Claimer *claimer, const Table *from, const Table *to)
{
    claim(claimer, to->base.schema, to->base.name, name_spaces(OBJ_TABLE), PHASE_RENAME);
    for (size_t i = 0; i < to->columns.len; i++) {
        const Column *old = table_column(from, to->columns.at[i]->base.name);
        if (old && old->identity.kind != IDENTITY_NONE && !old->identity.sequence) {
            claim_sequence(claimer, to->columns.at[i], PHASE_RENAME);
        }
    }
}

static void claim_for_table(const Claimer *claimer, const Change *change)
{
    const Table *to = change->table.to;
    switch (change->op) {
    case CHANGE_CREATE:
        claim_table(claimer, to);
        break;
    case CHANGE_RENAME:
        claim_renamed(claimer, change->table.from, to);
        break;
    case CHANGE_ALTER:
        if (change->parts & PART_RECREATE) {
            claim_table(claimer, to);
        }
        claim_members(claimer, &change->children);
        break;
    case CHANGE_DROP:
        break;
    }
}

static void claim_for_view(const Claimer *claimer, const Change *change)
{
    const View *to = change->view.to;
    if (change->op != CHANGE_DROP) {
        claim(claimer, to->base.schema, to->base.name, name_spaces(OBJ_VIEW),
              change->op == CHANGE_RENAME ? PHASE_RENAME : PHASE_CREATE_DEPENDENT);
        for (size_t i = 0; i < to->indexes.len; i++) {
            claim_index(claimer, to->indexes.at[i], PHASE_CREATE_DEPENDENT);
        }
    }
}

/* A serial column's own sequence that is to stand by itself is there already. */
static bool exists(const Claimer *claimer, const Change *change)
{
    return change->kind == OBJ_SEQUENCE && change->op == CHANGE_CREATE &&
           serial_of(claimer->from, change->sequence.to);
}

static void claim_for(const Claimer *claimer, const Change *change)
{
    const Object *to = change->object.to;
    if (change->kind == OBJ_TABLE) {
        claim_for_table(claimer, change);
    } else if (change->kind == OBJ_VIEW) {
        claim_for_view(claimer, change);
    } else if ((change->op == CHANGE_CREATE && !exists(claimer, change)) ||
               change->op == CHANGE_RENAME) {
        unsigned spaces = name_spaces(change->kind);
        Phase phase = change->op == CHANGE_RENAME ? PHASE_RENAME : PHASE_CREATE_TYPE;
        claim(claimer, to->schema, spaces ? to->name : NULL, spaces, phase);
    }
}

static const Claims *claims_of(const Emit *emit)
{
    Plan *plan = emit->plan;
    if (!plan->claims) {
        Claims *claims = MEM_NEW(plan->mem, Claims);
        const Claimer claimer = {plan->mem, emit->all->from, emit->all->to, claims};
        for (size_t i = 0; i < emit->all->list.len; i++) {
            claim_for(&claimer, emit->all->list.at[i]);
        }
        if (claims->list.len > 1) {
            qsort(claims->list.at, claims->list.len, sizeof *claims->list.at, by_claim);
        }
        plan->claims = claims;
    }
    return plan->claims;
}

/* --- who has them --- */

bool name_is_claimed(const Emit *emit, const char *schema, const char *name, unsigned spaces,
                     Phase last)
{
    const Claims *claims = claims_of(emit);
    const Claim wanted = {.schema = schema, .name = name};
    size_t low = 0, high = claims->list.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_name(&claims->list.at[middle], &wanted) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; name && low < claims->list.len && by_name(&claims->list.at[low], &wanted) == 0; low++) {
        if ((claims->list.at[low].spaces & spaces) && claims->list.at[low].phase <= last) {
            return true;
        }
    }
    return false;
}

static bool index_is_claimed(const Emit *emit, const char *schema, const char *name, Phase last)
{
    return name_is_claimed(emit, schema, name, NAME_OF_RELATION, last);
}

bool constraint_is_claimed(const Emit *emit, const Constraint *from, const Table *to)
{
    const char *name = constraint_name(emit->all->from, from);
    return name_is_claimed(emit, to->base.schema, name_in_table(emit->plan->mem, to, name),
                           NAME_IN_TABLE, PHASE_RENAME) ||
           (constraint_has_index(from) &&
            index_is_claimed(emit, from->base.schema, name, PHASE_RENAME));
}

bool sequence_is_claimed(const Emit *emit, const Column *from, Phase last)
{
    return from->identity.kind != IDENTITY_NONE &&
           name_is_claimed(emit, from->table->base.schema, column_sequence(emit->plan->mem, from),
                           name_spaces(OBJ_SEQUENCE), last);
}

static bool owned_is_claimed(const Emit *emit, const Table *from, Phase last)
{
    const Schema *schema = emit->all->from;
    for (size_t i = 0; i < schema->sequences.len; i++) {
        const Sequence *sequence = schema->sequences.at[i];
        if (text_equal(sequence->owner_table, from->base.name) &&
            text_equal(sequence->owner_schema, from->base.schema) &&
            name_is_claimed(emit, sequence->base.schema, sequence->base.name,
                            name_spaces(OBJ_SEQUENCE), last)) {
            return true;
        }
    }
    return false;
}

bool table_is_in_the_way(const Emit *emit, const Table *from)
{
    const Schema *schema = emit->all->from;
    const Phase last = PHASE_DROP_TABLE;
    bool claimed =
        name_is_claimed(emit, from->base.schema, from->base.name, name_spaces(OBJ_TABLE), last) ||
        owned_is_claimed(emit, from, last);
    for (size_t i = 0; i < from->columns.len && !claimed; i++) {
        claimed = sequence_is_claimed(emit, from->columns.at[i], last);
    }
    for (size_t i = 0; i < from->indexes.len && !claimed; i++) {
        claimed = index_is_claimed(emit, from->base.schema, index_name(schema, from->indexes.at[i]),
                                   last);
    }
    for (size_t i = 0; i < from->constraints.len && !claimed; i++) {
        const Constraint *constraint = from->constraints.at[i];
        claimed =
            constraint_has_index(constraint) &&
            index_is_claimed(emit, from->base.schema, constraint_name(schema, constraint), last);
    }
    return claimed;
}

/* --- stepping aside --- */

const char *name_with_prefix(Mem *mem, const char *prefix, const char *name)
{
    size_t room = 63 - strlen(prefix), len = strlen(name);
    len = len > room ? room : len;
    while (len > 0 && len < strlen(name) && ((unsigned char)name[len] & 0xC0u) == 0x80u) {
        len--;
    }
    return mem_printf(mem, "%s%.*s", prefix, (int)len, name);
}

const char *step_aside(Emit *emit, Phase phase, const char *word, const Object *object,
                       const char *name)
{
    const char *aside = name_with_prefix(emit->plan->mem, OLD_PREFIX, name);
    Sql sql = emit_sql(emit, "ALTER");
    sql_kw(&sql, word);
    sql_name(&sql, object->schema, name);
    sql_kw(&sql, "RENAME TO");
    sql_ident(&sql, aside);
    emit_add(emit, phase, object, &sql);
    return aside;
}

const char *make_room(Emit *emit, const char *word, const Object *from, const char *name,
                      unsigned spaces)
{
    return name_is_claimed(emit, from->schema, name, spaces, PHASE_RENAME)
               ? step_aside(emit, PHASE_MAKE_ROOM, word, from, name)
               : name;
}

void old_drop(Emit *emit, const char *word, const Object *object, Phase phase)
{
    Sql sql = emit_sql(emit, "DROP");
    sql_kw(&sql, word);
    sql_name(&sql, object->schema, name_with_prefix(emit->plan->mem, OLD_PREFIX, object->name));
    emit_add(emit, phase, object, &sql);
}

void drop_or_step_aside(Emit *emit, const char *word, Phase phase)
{
    const Object *from = emit->change->object.from;
    if (name_is_claimed(emit, from->schema, from->name, name_spaces(from->kind), phase)) {
        step_aside(emit, PHASE_MAKE_ROOM, word, from, from->name);
        old_drop(emit, word, from, phase);
    } else {
        drop_object(emit, word, phase);
    }
}
