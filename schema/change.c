#include "schema/change.h"

const char *hazard_word(HazardKind kind)
{
    switch (kind) {
    case HAZARD_DATA_LOSS:
        return "data-loss";
    case HAZARD_TABLE_REWRITE:
        return "table-rewrite";
    case HAZARD_LOCK:
        return "long-lock";
    case HAZARD_MAY_FAIL:
        return "may-fail";
    case HAZARD_IRREVERSIBLE:
        return "irreversible";
    case HAZARD_RENAME:
        return "rename";
    }
    return "";
}

static const char *constraint_word(ConstraintType type)
{
    switch (type) {
    case CONSTRAINT_PRIMARY_KEY:
        return "primary key";
    case CONSTRAINT_UNIQUE:
        return "unique constraint";
    case CONSTRAINT_FOREIGN_KEY:
        return "foreign key";
    case CONSTRAINT_CHECK:
        return "check";
    case CONSTRAINT_EXCLUSION:
        return "exclusion constraint";
    }
    return "constraint";
}

static const char *word_of(const Object *object)
{
    if (object->kind == OBJ_CONSTRAINT) {
        return constraint_word(((const Constraint *)object)->type);
    }
    if (object->kind == OBJ_INDEX && ((const Index *)object)->unique) {
        return "unique index";
    }
    if (object->kind == OBJ_VIEW && ((const View *)object)->materialized) {
        return "materialized view";
    }
    return object_kind_word(object->kind);
}

/* Text on one line, safe inside a `--` comment. */
static void add_line(Buf *buf, const char *text)
{
    for (const char *c = text ? text : ""; *c; c++) {
        buf_char(buf, (unsigned char)*c < ' ' ? ' ' : *c);
    }
}

static void add_keys(Buf *buf, const KeyParts *keys)
{
    for (size_t i = 0; i < keys->len; i++) {
        buf_add(buf, i ? ", " : " (");
        add_line(buf, keys->at[i].column ? keys->at[i].column : keys->at[i].expr.text);
        buf_add(buf, i + 1 == keys->len ? ")" : "");
    }
}

static void add_name(Buf *buf, const Object *object)
{
    if (object->name) {
        buf_add(buf, " \"");
        if (object->schema && !object_owner(object)) {
            add_line(buf, object->schema);
            buf_char(buf, '.');
        }
        add_line(buf, object->name);
        buf_char(buf, '"');
    } else if (object->kind == OBJ_CONSTRAINT) {
        const Constraint *constraint = (const Constraint *)object;
        add_keys(buf, &constraint->keys);
        if (constraint->type == CONSTRAINT_CHECK) {
            buf_add(buf, " (");
            add_line(buf, constraint->check.text);
            buf_add(buf, ")");
        }
    } else if (object->kind == OBJ_INDEX) {
        add_keys(buf, &((const Index *)object)->keys);
    }
}

typedef struct PartWord {
    ChangePart part;
    const char *word;
} PartWord;

static const PartWord part_words[] = {
    {PART_GENERATED, "generation expression"},
    {PART_IDENTITY, "identity"},
    {PART_COLLATION, "collation"},
    {PART_COMMENT, "comment"},
    {PART_OPTIONS, "options"},
    {PART_KEYS, "definition"},
    {PART_VALUES, "values"},
    {PART_NUMBERS, "numbers"},
    {PART_OWNER, "owner"},
    {PART_DEFINITION, "definition"},
    {PART_ENFORCED, "enforcement"},
    {PART_VERSION, "version"},
    {PART_CHECKS, "checks"},
    {PART_RECREATE, "recreated around other changes"},
};

static const char *default_text(Mem *mem, const Default *def)
{
    if (def->kind == DEFAULT_STRING) {
        return mem_printf(mem, "'%s'", def->value);
    }
    return def->kind == DEFAULT_NONE         ? "none"
           : def->kind == DEFAULT_EXPRESSION ? def->expr.text
           : def->kind == DEFAULT_NULL       ? "null"
                                             : def->value;
}

static void add_separator(Buf *buf, bool *first)
{
    buf_add(buf, *first ? " " : ", ");
    *first = false;
}

static void describe_column(Buf *buf, const Column *from, const Column *to, unsigned parts,
                            bool *first)
{
    if (parts & PART_TYPE) {
        add_separator(buf, first);
        buf_add(buf, "type ");
        if (text_equal(from->type.text, to->type.text)) {
            buf_add(buf, "to the new ");
        } else {
            add_line(buf, from->type.text);
            buf_add(buf, " -> ");
        }
        add_line(buf, to->type.text);
    }
    if (parts & PART_NULL) {
        add_separator(buf, first);
        buf_add(buf, to->not_null ? "not null" : "null allowed");
    }
    if (parts & PART_DEFAULT) {
        add_separator(buf, first);
        buf_add(buf, "default ");
        add_line(buf, default_text(buf->mem, &from->default_value));
        buf_add(buf, " -> ");
        add_line(buf, default_text(buf->mem, &to->default_value));
    }
}

/* Kinds of which a new one takes the name. */
static bool is_replaceable(ObjectKind kind)
{
    return kind == OBJ_ENUM || kind == OBJ_COMPOSITE || kind == OBJ_DOMAIN || kind == OBJ_TABLE;
}

static void describe_alter(Buf *buf, const Change *change)
{
    bool first = true;
    const Object *from = change->object.from;
    if ((change->parts & PART_RECREATE) && !text_equal(from->name, change->object.to->name)) {
        buf_add(buf, ", formerly");
        add_name(buf, from);
    }
    buf_char(buf, ':');
    if (change->kind == OBJ_COLUMN) {
        describe_column(buf, change->column.from, change->column.to, change->parts, &first);
    } else {
        for (unsigned part = PART_TYPE; part <= PART_DEFAULT; part <<= 1) {
            if (change->parts & part) {
                add_separator(buf, &first);
                buf_add(buf, part == PART_TYPE ? "type" : part == PART_NULL ? "null" : "default");
            }
        }
    }
    /* What changes anyway is not said to stand in the way; that a type is a new one matters. */
    unsigned own =
        is_replaceable(change->kind) ? change->parts : change->parts & ~(unsigned)PART_RECREATE;
    for (size_t i = 0; i < sizeof part_words / sizeof *part_words; i++) {
        if ((own ? own : change->parts) & part_words[i].part) {
            add_separator(buf, &first);
            buf_add(buf, part_words[i].part == PART_RECREATE && is_replaceable(change->kind)
                             ? change->kind == OBJ_TABLE ? "as a new table" : "as a new type"
                             : part_words[i].word);
        }
    }
    /* The changes of a table's members speak for themselves beside those of the table's own. */
    for (size_t i = 0; !change->parts && i < change->children.len; i++) {
        add_separator(buf, &first);
        buf_add(buf, change_describe(buf->mem, change->children.at[i], false));
    }
}

static const char *verb(const Change *change)
{
    bool part_of_table = change->kind == OBJ_COLUMN || change->kind == OBJ_CONSTRAINT;
    switch (change->op) {
    case CHANGE_CREATE:
        return part_of_table ? "add" : "create";
    case CHANGE_DROP:
        return "drop";
    case CHANGE_ALTER:
        return "change";
    case CHANGE_RENAME:
        return "rename";
    }
    return "";
}

static const Object *subject_of(const Change *change)
{
    bool old = change->object.from && (change->op != CHANGE_ALTER || !change->object.to);
    return old ? change->object.from : change->object.to;
}

const char *change_continue(Mem *mem, const Change *change, const Object *step)
{
    const Object *object = subject_of(change);
    Buf buf = buf_new(mem);
    buf_fmt(&buf, "%s %s", verb(change), word_of(object));
    add_name(&buf, object);
    buf_add(&buf, ", continued");
    if (step && (step->kind != object->kind || !text_equal(step->name, object->name))) {
        buf_fmt(&buf, ": %s", word_of(step));
        add_name(&buf, step);
    }
    return mem_strdup(mem, buf_text(&buf));
}

const char *change_describe(Mem *mem, const Change *change, bool owner)
{
    const Object *object = subject_of(change);
    Buf buf = buf_new(mem);
    const Object *of = object_owner(change->object.to ? change->object.to : object);
    if (owner && of) {
        add_line(&buf, object_label(mem, of));
        buf_add(&buf, ": ");
    }
    buf_fmt(&buf, "%s %s", verb(change), word_of(object));
    add_name(&buf, object);
    if (change->op == CHANGE_RENAME) {
        buf_add(&buf, " to");
        add_name(&buf, change->object.to);
    } else if (change->op == CHANGE_ALTER) {
        describe_alter(&buf, change);
    } else if (change->op == CHANGE_CREATE && change->kind == OBJ_COLUMN) {
        buf_char(&buf, ' ');
        add_line(&buf, change->column.to->type.text);
    }
    return mem_strdup(mem, buf_text(&buf));
}

static void describe_list(Mem *mem, const ChangeList *list, ChangeLines *out)
{
    for (size_t i = 0; i < list->len; i++) {
        const Change *change = list->at[i];
        bool only_children = change->op == CHANGE_ALTER && change->children.len && !change->parts;
        if (!only_children) {
            list_push(mem, out, change_describe(mem, change, true));
        }
        if (change->op == CHANGE_ALTER) {
            describe_list(mem, &change->children, out);
        }
    }
}

void changes_describe(Mem *mem, const Changes *changes, ChangeLines *out)
{
    describe_list(mem, &changes->list, out);
}

#define LINES_SHOWN 20

const char *changes_text(Mem *mem, const Changes *changes)
{
    ChangeLines lines = {0};
    Buf text = buf_new(mem);
    changes_describe(mem, changes, &lines);
    for (size_t i = 0; i < lines.len && i < LINES_SHOWN; i++) {
        buf_fmt(&text, "%s  %s", i ? "\n" : "", lines.at[i]);
    }
    if (lines.len > LINES_SHOWN) {
        buf_fmt(&text, "\n  … and %zu more", lines.len - LINES_SHOWN);
    }
    return buf_text(&text);
}
