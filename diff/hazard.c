#include "diff/internal.h"

#include "schema/enum_values.h"
#include "schema/inherit.h"

static void add(Diff *diff, Change *change, HazardKind kind, const char *text)
{
    Hazard hazard = {kind, text};
    list_push(diff->mem, &change->hazards, hazard);
}

static const char *quoted(Diff *diff, const Object *object)
{
    return mem_printf(diff->mem, "\"%s\"", object_label(diff->mem, object));
}

static const char *column_label(Diff *diff, const Column *column)
{
    return mem_printf(diff->mem, "%s.\"%s\"", quoted(diff, &column->table->base),
                      column->base.name);
}

static const char *charset_of(const Diff *diff, const Column *column)
{
    const char *charset = column->charset, *collation = column->collation;
    if (diff->ops->column_collation) {
        diff->ops->column_collation(diff->server, column, &charset, &collation);
    }
    return charset;
}

/* Another character set than the one that holds everything. */
static bool charset_narrows(const Diff *diff, const Change *change)
{
    if (!(change->parts & PART_COLLATION)) {
        return false;
    }
    const char *from = charset_of(diff, change->column.from);
    const char *to = charset_of(diff, change->column.to);
    return to && from && !text_equal_nocase(from, to) && !text_starts_nocase(to, "utf8mb4") &&
           !text_starts_nocase(to, "utf16") && !text_starts_nocase(to, "utf32");
}

static bool needs_value(const Server *server, const Column *from, const Column *to)
{
    bool numbered = server->dialect->syntax->pk_allows_null && column_is_rowid(to);
    return to->not_null && !numbered && !column_is_filled(from, to);
}

/* What a column that a table lists for itself was before: its own, or its parent's. */
static const Column *former_column(const Changes *changes, const Change *table, const Change *child)
{
    const Column *to = child->column.to;
    return child->column.from ? child->column.from
                              : inherited_column(changes->from, table->table.from, to->base.name);
}

static bool is_unfilled(const Changes *changes, const Column *from, const Column *to)
{
    return !(from && from->not_null) && needs_value(changes->to->server, from, to);
}

/* Does the table keep the column, as its parent's? */
static bool stays_inherited(const Diff *diff, const Change *table, const Column *from)
{
    return inherited_column(diff->to, table->table.to, from->base.name) != NULL;
}

static bool gets_srid(const Column *from, const Column *to)
{
    const char *srid = options_get(&to->options, "srid");
    return srid && !text_equal(srid, options_get(&from->options, "srid"));
}

/* What is generated is computed again. */
static void type_hazard(Diff *diff, Change *change)
{
    const Column *from = change->column.from, *to = change->column.to;
    if (!(change->parts & PART_TYPE) || from->generated != GENERATED_NONE ||
        type_widens(diff->server, &from->type, &to->type)) {
        return;
    }
    const char *label = column_label(diff, from), *type = to->type.text;
    add(diff, change, HAZARD_DATA_LOSS,
        type_moves_zone(&from->type, &to->type)
            ? mem_printf(diff->mem, "values of %s become %s by the time zone of the session", label,
                         type)
            : mem_printf(diff->mem, "values of %s may not fit %s: the change fails or cuts them",
                         label, type));
}

static void column_hazards(Diff *diff, const Change *table, Change *change)
{
    const Column *from = change->column.from, *to = change->column.to;
    switch (change->op) {
    case CHANGE_CREATE:
        if (is_unfilled(diff->changes, former_column(diff->changes, table, change), to)) {
            add(diff, change, HAZARD_MAY_FAIL,
                mem_printf(diff->mem,
                           "%s is NOT NULL without a default: fails if the table has rows",
                           column_label(diff, to)));
        }
        break;
    case CHANGE_DROP:
        if (from->generated == GENERATED_NONE && !stays_inherited(diff, table, from)) {
            add(diff, change, HAZARD_DATA_LOSS,
                mem_printf(diff->mem, "the values of %s are gone", column_label(diff, from)));
        }
        break;
    case CHANGE_RENAME:
        add(diff, change, HAZARD_RENAME,
            mem_printf(diff->mem, "running code that uses %s stops working",
                       column_label(diff, from)));
        break;
    case CHANGE_ALTER:
        type_hazard(diff, change);
        if (charset_narrows(diff, change)) {
            add(diff, change, HAZARD_DATA_LOSS,
                mem_printf(diff->mem, "values of %s may not fit %s: the change fails or cuts them",
                           column_label(diff, from), charset_of(diff, to)));
        }
        if ((change->parts & PART_NULL) && needs_value(diff->server, from, to)) {
            add(diff, change, HAZARD_MAY_FAIL,
                mem_printf(diff->mem, "fails if %s holds NULL", column_label(diff, to)));
        }
        if (gets_srid(from, to)) {
            add(diff, change, HAZARD_MAY_FAIL,
                mem_printf(diff->mem, "fails if values of %s have another SRID than %s",
                           column_label(diff, to), options_get(&to->options, "srid")));
        }
        break;
    }
}

static void constraint_hazards(Diff *diff, Change *change)
{
    const Constraint *to = change->constraint.to;
    bool tested =
        change->op == CHANGE_CREATE || (change->op == CHANGE_ALTER && (change->parts & PART_KEYS));
    if (!tested || to->not_valid || to->not_enforced) {
        return;
    }
    add(diff, change, HAZARD_MAY_FAIL,
        mem_printf(diff->mem, "fails if rows of %s violate it", quoted(diff, &to->table->base)));
}

static void child_hazards(Diff *diff, const Change *table, Change *change)
{
    if (change->kind == OBJ_COLUMN) {
        column_hazards(diff, table, change);
    } else if (change->kind == OBJ_CONSTRAINT) {
        constraint_hazards(diff, change);
    } else if (change->kind == OBJ_INDEX && change->index.to && change->index.to->unique &&
               change->op != CHANGE_RENAME &&
               (change->op == CHANGE_CREATE || (change->parts & PART_KEYS))) {
        add(diff, change, HAZARD_MAY_FAIL,
            mem_printf(diff->mem, "fails if rows of %s have equal keys",
                       quoted(diff, &change->index.to->table->base)));
    }
}

static bool loses_value(const Change *change)
{
    const Enum *from = change->enumeration.from, *to = change->enumeration.to;
    for (size_t i = 0; i < from->values.len; i++) {
        if (enum_value_place(from, i, to) == to->values.len) {
            return true;
        }
    }
    return false;
}

static void composite_hazards(Diff *diff, Change *change)
{
    const Composite *from = change->composite.from, *to = change->composite.to;
    for (size_t i = 0; i < from->fields.len; i++) {
        bool kept = false;
        for (size_t j = 0; j < to->fields.len; j++) {
            kept |= text_equal(from->fields.at[i].name, to->fields.at[j].name);
        }
        if (!kept) {
            add(diff, change, HAZARD_DATA_LOSS,
                mem_printf(diff->mem, "the values of %s.\"%s\" are gone", quoted(diff, &from->base),
                           from->fields.at[i].name));
        }
    }
}

/* Values that are there are tested when the domain becomes NOT NULL or gets a check. */
static bool tightens(const Change *change)
{
    const Domain *to = change->domain.to;
    return ((change->parts & PART_NULL) && to->not_null) ||
           ((change->parts & PART_CHECKS) && to->checks.len);
}

/* Is it a partition of a table that is replaced, with all its rows? */
static bool rows_stay(const Diff *diff, const Table *from)
{
    for (size_t i = 0; from->partition_of && i < diff->changes->list.len; i++) {
        const Change *change = diff->changes->list.at[i];
        if (change->kind == OBJ_TABLE && (change->parts & PART_RECREATE) &&
            text_equal(object_label(diff->mem, change->object.from), from->partition_of)) {
            return true;
        }
    }
    return false;
}

static void top_hazards(Diff *diff, Change *change)
{
    if (change->kind == OBJ_TABLE && change->op == CHANGE_DROP) {
        if (rows_stay(diff, change->table.from)) {
            return;
        }
        add(diff, change, HAZARD_DATA_LOSS,
            mem_printf(diff->mem, "the rows of %s are gone", quoted(diff, change->object.from)));
    } else if (change->op == CHANGE_RENAME &&
               (change->kind == OBJ_TABLE || change->kind == OBJ_VIEW)) {
        add(diff, change, HAZARD_RENAME,
            mem_printf(diff->mem, "running code that uses %s stops working",
                       quoted(diff, change->object.from)));
    } else if (change->kind == OBJ_ENUM && change->op == CHANGE_ALTER && loses_value(change)) {
        add(diff, change, HAZARD_MAY_FAIL,
            mem_printf(diff->mem, "fails if rows use a value that %s loses",
                       quoted(diff, change->object.to)));
    } else if (change->kind == OBJ_COMPOSITE && change->op == CHANGE_ALTER) {
        composite_hazards(diff, change);
    } else if (change->kind == OBJ_DOMAIN && change->op == CHANGE_ALTER && tightens(change)) {
        add(diff, change, HAZARD_MAY_FAIL,
            mem_printf(diff->mem, "fails if values of %s violate it",
                       quoted(diff, change->object.to)));
    } else if (change->kind == OBJ_SEQUENCE && change->op == CHANGE_DROP) {
        add(diff, change, HAZARD_DATA_LOSS,
            mem_printf(diff->mem, "the counter of %s is gone", quoted(diff, change->object.from)));
    }
}

void diff_hazards(Diff *diff)
{
    for (size_t i = 0; i < diff->changes->list.len; i++) {
        Change *change = diff->changes->list.at[i];
        top_hazards(diff, change);
        for (size_t j = 0; j < change->children.len; j++) {
            child_hazards(diff, change, change->children.at[j]);
        }
    }
}

static bool is_tightened(const Change *child)
{
    return child->kind == OBJ_COLUMN && (child->op == CHANGE_CREATE ||
                                         (child->op == CHANGE_ALTER && (child->parts & PART_NULL)));
}

void diff_unfilled(Mem *mem, const Changes *changes, ColumnChanges *out)
{
    for (size_t i = 0; i < changes->list.len; i++) {
        const Change *change = changes->list.at[i];
        bool altered = change->kind == OBJ_TABLE && change->op == CHANGE_ALTER;
        for (size_t j = 0; altered && j < change->children.len; j++) {
            const Change *child = change->children.at[j];
            if (!is_tightened(child)) {
                continue;
            }
            const Column *from = former_column(changes, change, child);
            if (is_unfilled(changes, from, child->column.to)) {
                list_push(mem, out,
                          (ColumnChange){
                              .table = change->table.from, .from = from, .to = child->column.to});
            }
        }
    }
}
