#include "schema/kinds.h"
#include "schema/schema.h"

#include <stdlib.h>
#include <string.h>

Type type_none(void)
{
    return (Type){
        .length = TYPE_UNSET, .precision = TYPE_UNSET, .scale = TYPE_UNSET, .fraction = TYPE_UNSET};
}

/* "order_status", "app.order_status", "\"odd\"": the parts of a type name that may be declared. */
static bool split_name(Mem *mem, const char *text, const char **schema, const char **name)
{
    const char *parts[2] = {NULL, NULL};
    size_t n = 0;
    for (const char *at = text; n < 2; n++) {
        size_t len;
        if (*at == '"') {
            const char *end = strchr(at + 1, '"');
            if (!end) {
                return false;
            }
            parts[n] = mem_strndup(mem, at + 1, (size_t)(end - at - 1));
            len = (size_t)(end - at) + 1;
        } else {
            len = strcspn(at, ".\"([ \t\n");
            parts[n] = mem_strndup(mem, at, len);
        }
        at += len;
        if (!*at) {
            *schema = n ? parts[0] : NULL;
            *name = parts[n];
            return *parts[n] != '\0';
        }
        if (*at++ != '.') {
            return false;
        }
    }
    return false;
}

/* Array suffixes of a type text: "[]", "[3]", " ARRAY". */
static const char *strip_array(Mem *mem, const char *text, uint8_t *dimensions)
{
    size_t len = strlen(text);
    *dimensions = 0;
    while (len > 1 && text[len - 1] == ']') {
        size_t open = len - 1;
        while (open > 0 && text[open] != '[') {
            open--;
        }
        if (text[open] != '[') {
            break;
        }
        len = open;
        *dimensions = (uint8_t)(*dimensions + 1);
    }
    return mem_strndup(mem, text, len);
}

static void inline_enum(Mem *mem, const Server *server, const Enum *declared, Type *out)
{
    Buf buf = buf_new(mem);
    buf_add(&buf, "enum(");
    for (size_t i = 0; i < declared->values.len; i++) {
        buf_add(&buf, i ? ",'" : "'");
        for (const char *c = declared->values.at[i].name; *c; c++) {
            buf_add(&buf, *c == '\''                                                 ? "'"
                          : *c == '\\' && server->dialect->syntax->backslash_escapes ? "\\"
                                                                                     : "");
            buf_char(&buf, *c);
        }
        buf_char(&buf, '\'');
    }
    buf_char(&buf, ')');
    if (!server->dialect->syntax->parse_type(mem, server, buf_text(&buf), out) ||
        out->cls != TYPE_ENUM) {
        const char *text = server->dialect->syntax->alias(mem, server, "text", NULL);
        if (!text || !server->dialect->syntax->parse_type(mem, server, text, out)) {
            *out = type_none();
        }
    }
}

static void user_type(Mem *mem, const Object *declared, uint8_t dimensions, const char *text,
                      Type *out)
{
    *out = type_none();
    out->cls = TYPE_USER;
    out->user_schema = declared->schema;
    out->user_name = out->name = declared->name;
    out->dimensions = dimensions;
    out->text = mem_strdup(mem, text);
}

/* A type text as a name: quoted where it was, or as the model's other names are written. */
typedef struct TypeName {
    const char *text; /* without the suffixes of an array */
    const char *ns, *name;
    uint8_t dimensions;
} TypeName;

static TypeName type_name(Mem *mem, const Server *server, const char *text)
{
    TypeName out = {0};
    out.text = strip_array(mem, text, &out.dimensions);
    if (!split_name(mem, out.text, &out.ns, &out.name)) {
        out.ns = out.name = NULL;
    }
    if (out.ns && text_equal(out.ns, server->default_schema)) {
        out.ns = NULL;
    }
    return out;
}

/* `where`: the namespace that the name is looked up in. */
static bool is_called(const Object *object, const TypeName *name, const char *where)
{
    if (name->name && text_equal(object->name, name->name) && text_equal(object->schema, where)) {
        return true;
    }
    size_t len = object->schema ? strlen(object->schema) : 0;
    const char *rest = name->text;
    if (len) {
        bool inside = strncmp(rest, object->schema, len) == 0 && rest[len] == '.';
        rest = inside ? rest + len + 1 : NULL;
    }
    return rest && text_equal(object->name, rest);
}

static const Object *find_declared(const Schema *schema, const TypeName *name, const char *where)
{
    for (size_t i = 0; i < schema->enums.len; i++) {
        if (is_called(&schema->enums.at[i]->base, name, where)) {
            return &schema->enums.at[i]->base;
        }
    }
    for (size_t i = 0; i < schema->composites.len; i++) {
        if (is_called(&schema->composites.at[i]->base, name, where)) {
            return &schema->composites.at[i]->base;
        }
    }
    for (size_t i = 0; i < schema->ranges.len; i++) {
        if (is_called(&schema->ranges.at[i]->base, name, where)) {
            return &schema->ranges.at[i]->base;
        }
    }
    for (size_t i = 0; i < schema->domains.len; i++) {
        if (is_called(&schema->domains.at[i]->base, name, where)) {
            return &schema->domains.at[i]->base;
        }
    }
    return NULL;
}

static bool resolve_declared(Mem *mem, const Server *server, const TypeScope *scope,
                             const char *text, Type *out)
{
    const Schema *schema = scope ? scope->schema : NULL;
    if (!schema) {
        return false;
    }
    TypeName name = type_name(mem, server, text);
    const Object *found = find_declared(schema, &name, name.ns);
    found = found ? found : find_declared(schema, &name, scope->ns);
    if (!found) {
        return false;
    }
    if (found->kind == OBJ_ENUM && !server_can(server, CAP_ENUM_TYPES)) {
        inline_enum(mem, server, (const Enum *)found, out);
        return out->cls != TYPE_NONE;
    }
    user_type(mem, found, name.dimensions, text, out);
    return true;
}

/* Every table is a type, too: asked last, for tables are many. */
static bool resolve_row(Mem *mem, const Server *server, const TypeScope *scope, const char *text,
                        Type *out)
{
    uint8_t dimensions;
    const char *ns = NULL, *name = NULL;
    const Schema *schema = scope ? scope->schema : NULL;
    if (!schema || !server_can(server, CAP_ENUM_TYPES) ||
        !split_name(mem, strip_array(mem, text, &dimensions), &ns, &name)) {
        return false;
    }
    bool said = ns != NULL;
    ns = said && text_equal(ns, server->default_schema) ? NULL : ns;
    for (size_t i = 0; i < schema->tables.len; i++) {
        const Object *table = &schema->tables.at[i]->base;
        bool here =
            text_equal(table->schema, ns) || (!said && text_equal(table->schema, scope->ns));
        if (here && text_equal(table->name, name)) {
            user_type(mem, table, dimensions, text, out);
            return true;
        }
    }
    return false;
}

/* The portable names; what they become is each dialect's `alias`. */
static const char *const aliases[] = {
    "smallint", "integer", "bigint", "string", "varchar", "text",     "boolean",   "numeric",
    "decimal",  "real",    "double", "date",   "time",    "datetime", "timestamp", "timestamptz",
    "uuid",     "json",    "jsonb",  "bytes",  "char",    "interval",
};
#define ALIAS_COUNT (sizeof aliases / sizeof *aliases)

static bool resolve_alias(Mem *mem, const Server *server, const char *text, Type *out)
{
    uint8_t dimensions;
    const char *element = strip_array(mem, text, &dimensions);
    const char *open = strchr(element, '('), *close = strrchr(element, ')');
    Str word = str_trim((Str){element, open ? (size_t)(open - element) : strlen(element)});
    const char *name = text_lower(mem, str_dup(mem, word));
    const char *args = NULL;
    if (open &&
        (!close || close < open || !text_empty(str_dup(mem, str_trim(str_of(close + 1)))))) {
        return false;
    }
    if (open) {
        args = str_dup(mem, str_trim((Str){open + 1, (size_t)(close - open - 1)}));
    }
    for (size_t i = 0; i < ALIAS_COUNT; i++) {
        if (strcmp(name, aliases[i]) != 0) {
            continue;
        }
        const char *native = server->dialect->syntax->alias(mem, server, name, args);
        if (!native) {
            return false;
        }
        native = mem_printf(mem, "%s%s", native, text + strlen(element));
        return server->dialect->syntax->parse_type(mem, server, native, out);
    }
    return false;
}

bool type_resolve(Mem *mem, const Server *server, const TypeScope *scope, const char *text,
                  Location where, Type *out, Error *err)
{
    const char *trimmed = str_dup(mem, str_trim(str_of(text)));
    if (resolve_declared(mem, server, scope, trimmed, out) ||
        server->dialect->syntax->parse_type(mem, server, trimmed, out) ||
        resolve_alias(mem, server, trimmed, out) || resolve_row(mem, server, scope, trimmed, out)) {
        return true;
    }
    if (scope && scope->opaque && *trimmed) {
        *out = type_none();
        out->cls = TYPE_OTHER;
        out->name = out->text = trimmed;
        return true;
    }
    error_add(err, ERR_MODEL, where, "unknown type \"%s\" for %s", trimmed, server->dialect->name);
    const char *word = mem_strndup(mem, trimmed, strcspn(trimmed, "( [\t\n"));
    const char *nearest = text_nearest(word, aliases, ALIAS_COUNT);
    if (nearest && !text_equal_nocase(nearest, word)) {
        return error_hint(err,
                          "did you mean \"%s\"? A type of an extension needs "
                          "\"opaque_types\": true in the project",
                          nearest);
    }
    return error_hint(err,
                      "use a type of %s, a portable one (docs/model.md), or a declared enum; a "
                      "type of an extension needs \"opaque_types\": true in the project",
                      server->dialect->name);
}
