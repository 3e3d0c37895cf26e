#include "diff/internal.h"

#include "schema/enum_values.h"

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

/* How many digits, characters or bytes of range; 0 = unknown. */
static int integer_bytes(const char *name)
{
    static const struct {
        const char *name;
        int bytes;
    } widths[] = {{"tinyint", 1}, {"smallint", 2}, {"mediumint", 3},
                  {"integer", 4}, {"int", 4},      {"bigint", 8}};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        if (text_equal(widths[i].name, name)) {
            return widths[i].bytes;
        }
    }
    return 0;
}

static bool is_text(const Type *type)
{
    return type->cls == TYPE_TEXT || type->cls == TYPE_VARCHAR || type->cls == TYPE_CHAR;
}

static bool shorter(int32_t from, int32_t to)
{
    return to != TYPE_UNSET && (from == TYPE_UNSET || from > to);
}

static bool keeps_values(const Type *from, const Type *to)
{
    for (size_t i = 0; i < from->values.len; i++) {
        bool kept = false;
        for (size_t j = 0; j < to->values.len; j++) {
            kept |= text_equal(from->values.at[i], to->values.at[j]);
        }
        if (!kept) {
            return false;
        }
    }
    return true;
}

/* Text without a limit takes the text of any value; the bytes of a binary one are not text. */
static bool takes_any_text(const Type *from, const Type *to)
{
    bool short_text = from->cls != TYPE_TEXT && from->cls != TYPE_BINARY &&
                      from->cls != TYPE_JSON && from->cls != TYPE_XML && from->cls != TYPE_OTHER &&
                      from->cls != TYPE_GEOMETRY;
    return to->cls == TYPE_TEXT && text_equal(to->name, "text") && !to->dimensions && short_text;
}

/* Every value of `from` fits into `to` unchanged. */
static bool widens(const Type *from, const Type *to)
{
    if (takes_any_text(from, to)) {
        return true;
    }
    if (from->cls == to->cls && (from->cls == TYPE_ENUM || from->cls == TYPE_SET)) {
        return keeps_values(from, to);
    }
    if (from->dimensions != to->dimensions || from->is_unsigned != to->is_unsigned) {
        return false;
    }
    if (from->cls == TYPE_INTEGER && to->cls == TYPE_INTEGER) {
        int a = integer_bytes(from->name), b = integer_bytes(to->name);
        return a && b && a <= b;
    }
    if (is_text(from) && is_text(to)) {
        return to->cls == TYPE_TEXT
                   ? text_equal(to->name, "text") || text_equal(from->name, to->name)
                   : from->cls != TYPE_TEXT && !shorter(from->length, to->length);
    }
    if (from->cls == TYPE_NUMERIC && to->cls == TYPE_NUMERIC) {
        int32_t a_scale = from->scale == TYPE_UNSET ? 0 : from->scale;
        int32_t b_scale = to->scale == TYPE_UNSET ? 0 : to->scale;
        return to->precision == TYPE_UNSET ||
               (from->precision != TYPE_UNSET && a_scale <= b_scale &&
                from->precision - a_scale <= to->precision - b_scale);
    }
    if (from->cls == to->cls && (from->cls == TYPE_TIMESTAMP || from->cls == TYPE_TIME)) {
        return from->with_time_zone == to->with_time_zone && !shorter(from->fraction, to->fraction);
    }
    return from->cls == to->cls && text_equal(from->name, to->name) &&
           !shorter(from->length, to->length);
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

static void column_hazards(Diff *diff, Change *change)
{
    const Column *from = change->column.from, *to = change->column.to;
    switch (change->op) {
    case CHANGE_CREATE:
        if (needs_value(diff->server, NULL, to)) {
            add(diff, change, HAZARD_MAY_FAIL,
                mem_printf(diff->mem,
                           "%s is NOT NULL without a default: fails if the table has rows",
                           column_label(diff, to)));
        }
        break;
    case CHANGE_DROP:
        if (from->generated == GENERATED_NONE) {
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
        if ((change->parts & PART_TYPE) && !widens(&from->type, &to->type)) {
            add(diff, change, HAZARD_DATA_LOSS,
                mem_printf(diff->mem, "values of %s may not fit %s: the change fails or cuts them",
                           column_label(diff, from), to->type.text));
        }
        if (charset_narrows(diff, change)) {
            add(diff, change, HAZARD_DATA_LOSS,
                mem_printf(diff->mem, "values of %s may not fit %s: the change fails or cuts them",
                           column_label(diff, from), charset_of(diff, to)));
        }
        if ((change->parts & PART_NULL) && needs_value(diff->server, from, to)) {
            add(diff, change, HAZARD_MAY_FAIL,
                mem_printf(diff->mem, "fails if %s holds NULL", column_label(diff, to)));
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

static void child_hazards(Diff *diff, Change *change)
{
    if (change->kind == OBJ_COLUMN) {
        column_hazards(diff, change);
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

static void top_hazards(Diff *diff, Change *change)
{
    if (change->kind == OBJ_TABLE && change->op == CHANGE_DROP) {
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
            child_hazards(diff, change->children.at[j]);
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
            if (is_tightened(child) &&
                needs_value(changes->to->server, child->column.from, child->column.to)) {
                list_push(mem, out,
                          (ColumnChange){.table = change->table.from,
                                         .from = child->column.from,
                                         .to = child->column.to});
            }
        }
    }
}
