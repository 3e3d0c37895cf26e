#include "schema/dsl/settings.h"

#include <string.h>

const char *const dialect_names[] = {"postgresql", "mysql", "mariadb", "sqlite", "default"};

static const char *const none[] = {NULL};
static const char *const color[] = {"headercolor", "dep", NULL};
static const char *const table_own[] = {"pk_name", "no_columns", NULL};
static const char *const table_members[] = {"columns",  "primary_key",  "unique",     "indexes",
                                            "checks",   "foreign_keys", "exclusions", "use",
                                            "triggers", "rules",        "policies",   NULL};
static const char *const column_own[] = {"pk",
                                         "primary_key",
                                         "null",
                                         "not_null",
                                         "check",
                                         "ref",
                                         "ref_name",
                                         "ref_delete",
                                         "ref_update",
                                         "on_delete",
                                         "identity",
                                         "identity_options",
                                         "identity_sequence",
                                         NULL};
static const char *const column_members[] = {"type",      "null",      "check",    "references",
                                             "on_delete", "on_update", "identity", NULL};
static const char *const dep[] = {"dep", NULL};
static const char *const index_own[] = {"name", "pk", "unique", "constraint", "exclude", NULL};
static const char *const index_members[] = {"name", "keys", "unique", "columns", "elements", NULL};
static const char *const using_type[] = {"using", "type", NULL};
static const char *const name_only[] = {"name", NULL};
static const char *const expr_check[] = {"expr", "check", NULL};
static const char *const ref_own[] = {"delete", "update", "partial", NULL};
static const char *const ref_members[] = {"name",      "columns",   "references",
                                          "on_delete", "on_update", NULL};
static const char *const ref_drawn[] = {"color", "inactive", NULL};
static const char *const values[] = {"values", NULL};
static const char *const view_members[] = {"indexes", "triggers", "rules", NULL};
static const char *const fields[] = {"fields", NULL};
static const char *const type_only[] = {"type", NULL};
static const char *const check[] = {"check", NULL};
static const char *const checks[] = {"checks", NULL};
static const char *const project_own[] = {"schemadiff", NULL};

static const ContextDef contexts[] = {
    [CONTEXT_PROJECT] = {"the project", "project", project_own, name_only, none, none, true},
    [CONTEXT_TABLE] = {"a table", "tables", table_own, table_members, color, none, true},
    [CONTEXT_PARTIAL] = {"a partial", "partials", none, table_members, color, none, true},
    [CONTEXT_COLUMN] = {"a column", "tables/columns", column_own, column_members, dep, none, true},
    [CONTEXT_INDEX] = {"an index", "tables/indexes", index_own, index_members, none, none, false},
    [CONTEXT_UNIQUE] = {"a unique constraint", "tables/unique", index_own, index_members, none,
                        none, false},
    [CONTEXT_PRIMARY_KEY] = {"a primary key", "tables/primary_key", index_own, index_members, none,
                             none, false},
    [CONTEXT_EXCLUSION] = {"an exclusion constraint", "tables/exclusions", index_own, index_members,
                           none, using_type, false},
    [CONTEXT_CHECK] = {"a check", "tables/checks", name_only, name_only, none, expr_check, false},
    [CONTEXT_FOREIGN_KEY] = {"a relation", "tables/foreign_keys", ref_own, ref_members, ref_drawn,
                             none, false},
    [CONTEXT_ENUM] = {"an enum", "enums", none, values, none, none, false},
    [CONTEXT_ENUM_VALUE] = {"a value", "enums/values", none, name_only, none, none, false},
    [CONTEXT_VIEW] = {"a view", "views", none, view_members, none, none, false},
    [CONTEXT_SEQUENCE] = {"a sequence", "sequences", none, none, none, none, false},
    [CONTEXT_DOMAIN] = {"a domain", "domains", check, checks, none, none, false},
    [CONTEXT_EXTENSION] = {"an extension", "extensions", none, none, none, none, false},
    [CONTEXT_SCHEMA] = {"a schema", "schemas", none, none, none, none, false},
    [CONTEXT_TRIGGER] = {"a trigger", "tables/triggers", none, none, none, none, false},
    [CONTEXT_RULE] = {"a rule", "tables/rules", none, none, none, none, false},
    [CONTEXT_POLICY] = {"a policy", "tables/policies", none, none, none, none, false},
    [CONTEXT_COMPOSITE] = {"a composite type", "composites", none, fields, none, none, false},
    [CONTEXT_COMPOSITE_FIELD] = {"a field", "composites/fields", none, type_only, none, none,
                                 false},
    [CONTEXT_FUNCTION] = {"a function", "functions", none, none, none, none, false},
    [CONTEXT_PROCEDURE] = {"a procedure", "procedures", none, none, none, none, false},
    [CONTEXT_COLLATION] = {"a collation", "collations", none, none, none, none, false},
    [CONTEXT_RANGE] = {"a range type", "ranges", none, none, none, none, false},
    [CONTEXT_EVENT_TRIGGER] = {"an event trigger", "event_triggers", none, none, none, none, false},
    [CONTEXT_OPERATOR] = {"an operator", "operators", none, none, none, none, false},
    [CONTEXT_CAST] = {"a cast", "casts", none, none, none, none, false},
    [CONTEXT_STATISTICS] = {"statistics", "statistics", none, none, none, none, false},
    [CONTEXT_EVENT] = {"an event", "events", none, none, none, none, false},
};

const ContextDef *context_def(Context context)
{
    return &contexts[context];
}

bool context_in_schema(Context context)
{
    return context != CONTEXT_EXTENSION && context != CONTEXT_SCHEMA &&
           context != CONTEXT_EVENT_TRIGGER && context != CONTEXT_CAST;
}

static bool listed(const char *const *words, const char *word)
{
    for (; *words; words++) {
        if (strcmp(*words, word) == 0) {
            return true;
        }
    }
    return false;
}

/* The shape of the objects that a field holds, whichever of its forms they are in. */
static const Shape *shape_of(const Field *field)
{
    if (field->shape) {
        return field->shape;
    }
    for (size_t i = 0; field->alternatives && field->alternatives[i]; i++) {
        const Field *form = field->alternatives[i];
        bool object = form->type == FIELD_OBJECT || form->type == FIELD_MAP;
        const Shape *shape = object ? shape_of(form) : NULL;
        if (shape) {
            return shape;
        }
    }
    return field->value ? shape_of(field->value) : NULL;
}

const Shape *context_shape(Context context)
{
    const Shape *shape = &shape_model;
    const char *path = contexts[context].path;
    while (*path && shape) {
        size_t len = strcspn(path, "/");
        const Field *next = NULL;
        for (const Shape *level = shape; level && !next; level = level->base) {
            for (size_t i = 0; i < level->len && !next; i++) {
                const char *name = level->fields[i].name;
                bool same = strlen(name) == len && memcmp(name, path, len) == 0;
                next = same ? &level->fields[i] : NULL;
            }
        }
        shape = next ? shape_of(next) : NULL;
        path += len + (path[len] == '/');
    }
    static const Shape nothing = {.name = "nothing"};
    return shape ? shape : &nothing;
}

bool context_has_meta(Context context)
{
    return shape_field(context_shape(context), "meta");
}

bool field_is_texts(const Field *field)
{
    if (field->type != FIELD_UNION) {
        return false;
    }
    const Shape *shape = shape_of(field);
    return shape && shape_field(shape, "default") && shape_field(shape, "mysql");
}

bool field_is_default(const Field *field)
{
    const Shape *shape = field->type == FIELD_UNION ? shape_of(field) : NULL;
    return shape && shape->len == 1 && shape_field(shape, "expr");
}

const Field *settings_option(const Shape *shape, const char *name)
{
    static const Field forms[] = {
        [OPTION_TEXT] = {.name = "text", .type = FIELD_STRING},
        [OPTION_BOOLEAN] = {.name = "flag", .type = FIELD_BOOLEAN},
        [OPTION_INTEGER] = {.name = "number", .type = FIELD_INTEGER},
        [OPTION_MAP] = {.name = "parameters", .type = FIELD_MAP},
    };
    const Field *field = shape_field(shape, name);
    if (field || !shape->option_dialect) {
        return field;
    }
    const OptionDef *def = option_find(shape->option_kind, shape->option_dialect, name);
    return def ? &forms[def->type] : NULL;
}

/* The name of the member that a setting is called after. */
static const char *member_name(const ContextDef *def, const char *name)
{
    for (const char *const *pair = def->renamed; *pair; pair += 2) {
        if (strcmp(pair[1], name) == 0) {
            return pair[0];
        }
        if (strcmp(pair[0], name) == 0) {
            return "";
        }
    }
    return name;
}

static bool is_dialect(const char *name)
{
    for (size_t i = 0; i < DIALECT_COUNT; i++) {
        if (strcmp(name, dialect_names[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* `tenant_column`: a member of a small object that has no element of its own. */
static Target find_part(const Shape *shape, const char *name)
{
    for (const Shape *level = shape; level; level = level->base) {
        for (size_t i = 0; i < level->len; i++) {
            const Field *field = &level->fields[i];
            size_t len = strlen(field->name);
            if (field->type != FIELD_OBJECT || is_dialect(field->name) ||
                strncmp(name, field->name, len) != 0 || name[len] != '_') {
                continue;
            }
            const Field *part = shape_field(field->shape, name + len + 1);
            if (part) {
                return (Target){
                    .kind = TARGET_PART, .member = field->name, .part = part->name, .field = part};
            }
        }
    }
    return (Target){0};
}

/* An option of one dialect, or (dialect NULL) of all that have it. MariaDB takes MySQL's. */
static Target find_option(const Shape *shape, const char *dialect, const char *name)
{
    Target target = {0};
    for (size_t i = 0; i < DIALECT_COUNT; i++) {
        const Field *object = shape_field(shape, dialect_names[i]);
        bool wanted = dialect ? strcmp(dialect, dialect_names[i]) == 0
                              : !(i == 2 && target.dialects & MODEL_MYSQL);
        const Field *field = object && wanted ? settings_option(object->shape, name) : NULL;
        if (field) {
            target.kind = TARGET_OPTION;
            target.part = name;
            target.field = field;
            target.dialects |= 1u << i;
        }
    }
    return target;
}

/* mysql_check, default_type: the text of a member for one dialect; mysql_engine: an option. */
static Target find_prefixed(const ContextDef *def, const Shape *shape, const char *name)
{
    for (size_t i = 0; i <= DIALECT_COUNT; i++) {
        size_t len = strlen(dialect_names[i]);
        if (strncmp(name, dialect_names[i], len) != 0 || name[len] != '_') {
            continue;
        }
        const char *rest = name + len + 1;
        const Field *field = shape_field(shape, member_name(def, rest));
        if (field && (field_is_texts(field) || field_is_default(field))) {
            return (Target){.kind = TARGET_TEXT,
                            .member = field->name,
                            .dialect = dialect_names[i],
                            .field = field};
        }
        if (i < DIALECT_COUNT) {
            return find_option(shape, dialect_names[i], rest);
        }
    }
    return (Target){0};
}

static Target find_expr(Mem *mem, const Shape *shape, const char *name)
{
    const Field *field = NULL;
    if (text_ends(name, "_expr")) {
        field = shape_field(shape, mem_strndup(mem, name, strlen(name) - strlen("_expr")));
    }
    if (!field || !field_is_default(field)) {
        return (Target){0};
    }
    return (Target){.kind = TARGET_EXPR, .member = field->name, .field = field};
}

/* expr_2, column_2, mysql_expr_2: the second key, said outside the list of keys. */
static bool names_key(Context context, const char *name)
{
    if (context_def(context)->own != index_own) {
        return false;
    }
    for (size_t i = 0; i <= DIALECT_COUNT; i++) {
        size_t len = strlen(dialect_names[i]);
        if (strncmp(name, dialect_names[i], len) == 0 && name[len] == '_') {
            name += len + 1;
            break;
        }
    }
    size_t len = text_starts(name, "expr_") ? 5 : text_starts(name, "column_") ? 7 : 0;
    return len && name[len] && !name[len + strspn(name + len, "0123456789")];
}

Target settings_find(Mem *mem, Context context, const char *name)
{
    const ContextDef *def = &contexts[context];
    const Shape *shape = context_shape(context);
    if (listed(def->own, name) || names_key(context, name)) {
        return (Target){.kind = TARGET_OWN};
    }
    if (listed(def->drawn, name)) {
        return (Target){.kind = TARGET_DRAWN};
    }
    const char *member = member_name(def, name);
    const Field *field = shape_field(shape, member);
    bool object = field && field->type == FIELD_OBJECT;
    if (field && !object && strcmp(member, "meta") != 0 && !listed(def->own_members, member)) {
        return (Target){.kind = TARGET_MEMBER, .member = member, .field = field};
    }
    Target target = find_prefixed(def, shape, name);
    if (target.kind == TARGET_UNKNOWN) {
        target = find_expr(mem, shape, name);
    }
    if (target.kind == TARGET_UNKNOWN) {
        target = find_part(shape, name);
    }
    return target.kind == TARGET_UNKNOWN ? find_option(shape, NULL, name) : target;
}

static void add_names(Mem *mem, Words *out, const char *const *words)
{
    for (; *words; words++) {
        list_push(mem, out, *words);
    }
}

/* Every setting of the context, without the dialects' prefixes. */
static void known_names(Mem *mem, Context context, Words *out)
{
    const ContextDef *def = &contexts[context];
    add_names(mem, out, def->own);
    add_names(mem, out, def->drawn);
    for (const Shape *level = context_shape(context); level; level = level->base) {
        for (size_t i = 0; i < level->len; i++) {
            const Field *field = &level->fields[i];
            if (field->type != FIELD_OBJECT) {
                list_push(mem, out, field->name);
            }
            const Shape *inner = field->type == FIELD_OBJECT ? field->shape : NULL;
            for (size_t j = 0; inner && j < inner->len; j++) {
                bool option = is_dialect(field->name);
                list_push(mem, out,
                          option ? inner->fields[j].name
                                 : mem_printf(mem, "%s_%s", field->name, inner->fields[j].name));
            }
            for (size_t j = 0; inner && inner->option_dialect && j < option_def_count; j++) {
                if (option_defs[j].kind == inner->option_kind &&
                    option_defs[j].dialects & inner->option_dialect) {
                    list_push(mem, out, option_defs[j].name);
                }
            }
        }
    }
    for (const char *const *pair = def->renamed; *pair; pair += 2) {
        list_push(mem, out, pair[1]);
    }
}

/* Behind the prefix of a dialect, if there is one. */
static const char *behind_dialect(const char *name)
{
    for (size_t i = 0; i < DIALECT_COUNT; i++) {
        size_t len = strlen(dialect_names[i]);
        if (strncmp(name, dialect_names[i], len) == 0 && name[len] == '_') {
            return name + len + 1;
        }
    }
    return name;
}

const char *settings_nearest(Mem *mem, Context context, const char *name, bool typo)
{
    const char *rest = behind_dialect(name);
    Words known = {0};
    known_names(mem, context, &known);
    const char *nearest = NULL;
    if (typo) {
        /* Short words are near to everything. */
        for (size_t i = 0; i < known.len && !nearest; i++) {
            bool near = strlen(known.at[i]) >= 4 && text_distance(rest, known.at[i], 1) <= 1;
            nearest = near ? known.at[i] : NULL;
        }
    } else {
        nearest = text_nearest(rest, known.at, known.len);
    }
    return nearest ? mem_printf(mem, "%.*s%s", (int)(rest - name), name, nearest) : NULL;
}

bool settings_is_annotation(Mem *mem, Context context, const char *name)
{
    return context_has_meta(context) && behind_dialect(name) == name &&
           settings_find(mem, context, name).kind == TARGET_UNKNOWN &&
           !settings_nearest(mem, context, name, true);
}
