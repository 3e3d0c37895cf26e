/* Property: what the JSON shape can say, the DSL can say. Documents are generated from the shapes
 * themselves, so a member that is added to a shape is tested here without another line. */
#include "schema/model.h"
#include "schema/options.h"
#include "schema/shape.h"
#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>

/* --- random choices ------------------------------------------------------------------------------
 */

static uint64_t state;
static unsigned counter;

static unsigned pick(unsigned n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33) % n;
}

static const char *random_text(void)
{
    static const char *const bits[] = {
        "a",        "b",    "orders",  "x_1",  " ",    "  ",   "\n",         "\t", "'",
        "''",       "'''",  "\"",      "`",    "\\",   "\\n",  ".",          ",",  "//",
        "/*",       "*/",   "{table}", "[",    "]",    "(",    ")",          "é",  "日本",
        "\r",       "\r\n", "\x01",    "\x7f", "desc", " asc", "nulls last", "=",  "> 0",
        "lower(a)", "-",    "1",       "1e2",  "true", "null", "😀",          ":"};
    Buf buf = buf_new(mem);
    unsigned n = 1 + pick(pick(4) ? 3 : 9);
    for (unsigned i = 0; i < n; i++) {
        buf_add(&buf, bits[pick(sizeof bits / sizeof *bits)]);
    }
    return buf_text(&buf);
}

static const char *word(void)
{
    static const char *const words[] = {"id", "orders", "user_id", "Total", "select", "note", "x"};
    return mem_printf(mem, "%s%u", words[pick(7)], counter++);
}

/* A distinct name. */
static const char *name_text(void)
{
    return pick(3) ? word() : mem_printf(mem, "%s%u", random_text(), counter++);
}

/* "schema.name", quoted where a part needs it. */
static const char *qualified(unsigned parts)
{
    Buf buf = buf_new(mem);
    for (unsigned i = 0; i < parts; i++) {
        const char *part = name_text();
        buf_add(&buf, i ? "." : "");
        if (!strpbrk(part, ".\"")) {
            buf_add(&buf, part);
            continue;
        }
        buf_char(&buf, '"');
        for (; *part; part++) {
            buf_add(&buf, *part == '"' ? "\"" : "");
            buf_char(&buf, *part);
        }
        buf_char(&buf, '"');
    }
    return buf_text(&buf);
}

/* --- building blocks -----------------------------------------------------------------------------
 */

static const Location nowhere;

static Doc *string(const char *text)
{
    return doc_string(mem, text, nowhere);
}

static void set(Doc *object, const char *name, Doc *value)
{
    ck_assert_ptr_null(doc_set(mem, object, name, nowhere, value));
}

static Doc *generate(const Field *field, const char *path);

static Doc *names(const char *path)
{
    Doc *array = doc_new(mem, DOC_ARRAY, nowhere);
    for (unsigned i = 0, n = 1 + pick(3); i < n; i++) {
        doc_append(mem, array, string(text_ends(path, "/use") ? word() : name_text()));
    }
    return array;
}

static Doc *scalar(void)
{
    static const char *const numbers[] = {"0",    "-1",      "12.50",
                                          "1e10", "-1.5E-3", "12345678901234567890"};
    switch (pick(4)) {
    case 0:
        return doc_number(mem, numbers[pick(6)], nowhere);
    case 1:
        return doc_boolean(mem, pick(2), nowhere);
    case 2:
        return doc_new(mem, DOC_NULL, nowhere);
    default:
        return string(pick(5) ? random_text() : "");
    }
}

static void add_options(const Shape *shape, Doc *object)
{
    static const FieldType types[] = {[OPTION_TEXT] = FIELD_STRING,
                                      [OPTION_BOOLEAN] = FIELD_BOOLEAN,
                                      [OPTION_INTEGER] = FIELD_INTEGER};
    for (size_t i = 0; i < option_def_count; i++) {
        const OptionDef *def = &option_defs[i];
        bool fits = shape->option_dialect && def->kind == shape->option_kind &&
                    def->dialects & shape->option_dialect;
        if (!fits || pick(4)) {
            continue;
        }
        Field field = {.type = types[def->type == OPTION_MAP ? OPTION_TEXT : def->type]};
        Doc *map = doc_new(mem, DOC_OBJECT, nowhere);
        for (unsigned j = 0, n = 1 + pick(3); j < n; j++) {
            set(map, name_text(), scalar());
        }
        set(object, def->name, def->type == OPTION_MAP ? map : generate(&field, def->name));
    }
}

/* Two levels of objects in lists of lists are enough. */
static Doc *object_of(const Shape *shape, const char *path)
{
    Doc *object = doc_new(mem, DOC_OBJECT, nowhere);
    for (const Shape *level = shape; level; level = level->base) {
        for (size_t i = 0; i < level->len; i++) {
            const Field *field = &level->fields[i];
            bool often = shape == &shape_model || strcmp(shape->name, "texts") == 0 ||
                         text_ends(path, "tables") || strcmp(field->name, "columns") == 0;
            if (!field->required && pick(often ? 2 : 4)) {
                continue;
            }
            const char *inner = mem_printf(mem, "%s/%s", path, field->name);
            Doc *value = generate(field, inner);
            bool empty = (value->kind == DOC_ARRAY && !value->items.len) ||
                         (value->kind == DOC_OBJECT && !value->members.len);
            if (!empty && !doc_get(mem, object, field->name)) {
                set(object, field->name, value);
            }
        }
    }
    add_options(shape, object);
    if (strcmp(shape->name, "texts") == 0 && !object->members.len) {
        set(object, "mysql", string(name_text()));
    }
    return object;
}

static bool is_qualified(const char *path)
{
    static const char *const maps[] = {"/tables",     "/enums",      "/domains",    "/sequences",
                                       "/views",      "/functions",  "/composites", "/events",
                                       "/procedures", "/collations", "/ranges",     "/statistics",
                                       "/operators"};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        if (strcmp(path, maps[i]) == 0) {
            return true;
        }
    }
    return false;
}

static Doc *map_of(const Field *field, const char *path)
{
    Doc *map = doc_new(mem, DOC_OBJECT, nowhere);
    for (unsigned i = 0, n = 1 + pick(3); i < n; i++) {
        const char *key = is_qualified(path) ? qualified(1 + pick(2)) : name_text();
        Doc *value = field->shape   ? object_of(field->shape, path)
                     : field->value ? generate(field->value, path)
                                    : scalar();
        set(map, key, value);
    }
    return map;
}

static Doc *text_of(const char *path)
{
    static const char *const classes[] = {"int4_ops", "gist_trgm_ops(siglen=32)", "s.ops"};
    static const char *const types[] = {"integer",
                                        "numeric(12,2)",
                                        "text[]",
                                        "double precision",
                                        "enum('a','it''s')",
                                        "s.status",
                                        "timestamp(6) with time zone"};
    if (text_ends(path, "/opclass")) {
        return string(classes[pick(3)]);
    }
    if (text_ends(path, "/references")) {
        return string(qualified(2 + pick(2)));
    }
    if (text_ends(path, "/references/table")) {
        return string(qualified(1 + pick(2)));
    }
    if (text_ends(path, "/type") && pick(2)) {
        return string(types[pick(7)]);
    }
    return string(name_text());
}

static Doc *union_of(const Field *field, const char *path)
{
    unsigned n = 0;
    while (field->alternatives[n]) {
        n++;
    }
    return generate(field->alternatives[pick(n)], path);
}

static Doc *generate(const Field *field, const char *path)
{
    unsigned n = 0;
    Doc *array = doc_new(mem, DOC_ARRAY, nowhere);
    switch (field->type) {
    case FIELD_STRING:
        return string(pick(6) ? random_text() : "");
    case FIELD_NAME:
        return text_of(path);
    case FIELD_BOOLEAN:
        return doc_boolean(mem, pick(2), nowhere);
    case FIELD_INTEGER:
        return doc_number(mem, field->words ? field->words[0] : mem_printf(mem, "%u", 1 + pick(99)),
                          nowhere);
    case FIELD_SCALAR:
    case FIELD_ANY:
        return scalar();
    case FIELD_ENUM:
        while (field->words[n]) {
            n++;
        }
        return string(field->words[pick(n)]);
    case FIELD_NAMES:
    case FIELD_STRINGS:
        return names(path);
    case FIELD_OBJECT:
        return object_of(field->shape, path);
    case FIELD_MAP:
        return map_of(field, path);
    case FIELD_ARRAY:
        for (unsigned i = 0, len = 1 + pick(3); i < len; i++) {
            doc_append(mem, array,
                       field->shape ? object_of(field->shape, path) : generate(field->value, path));
        }
        return array;
    case FIELD_UNION:
        return union_of(field, path);
    }
    return array;
}

/* --- the normal form -----------------------------------------------------------------------------
 */

/* An object with one member that may stand by itself. */
static Doc *alone(Doc *doc, const char *member)
{
    bool one = doc->kind == DOC_OBJECT && doc->members.len == 1 &&
               strcmp(doc->members.at[0].name, member) == 0;
    bool texts = one && doc->members.at[0].value->kind == DOC_OBJECT;
    return one && !texts ? doc->members.at[0].value : doc;
}

/* An array whose items all have names is a map. */
static Doc *named_map(Doc *list, const char *bare)
{
    Doc *map = doc_new(mem, DOC_OBJECT, nowhere);
    bool all = true;
    for (size_t i = 0; i < list->items.len; i++) {
        Doc *item = list->items.at[i];
        Doc *name = item->kind == DOC_OBJECT ? doc_get(mem, item, "name") : NULL;
        all &= name != NULL;
        if (name) {
            Doc *rest = doc_new(mem, DOC_OBJECT, nowhere);
            for (size_t j = 0; j < item->members.len; j++) {
                if (strcmp(item->members.at[j].name, "name") != 0) {
                    list_push(mem, &rest->members, item->members.at[j]);
                }
            }
            set(map, name->text, bare ? alone(rest, bare) : rest);
        } else if (bare) {
            list->items.at[i] = alone(item, bare);
        }
    }
    for (size_t i = 0; bare && i < list->members.len; i++) {
        list->members.at[i].value = alone(list->members.at[i].value, bare);
    }
    return list->kind == DOC_ARRAY && all ? map : list;
}

static Doc *normal(const char *name, Doc *doc)
{
    for (size_t i = 0; i < doc->members.len; i++) {
        doc->members.at[i].value = normal(doc->members.at[i].name, doc->members.at[i].value);
    }
    for (size_t i = 0; i < doc->items.len; i++) {
        doc->items.at[i] = normal(name, doc->items.at[i]);
    }
    if (strcmp(name, "keys") == 0 || strcmp(name, "columns") == 0 || strcmp(name, "key") == 0) {
        for (size_t i = 0; i < doc->items.len; i++) {
            doc->items.at[i] = alone(doc->items.at[i], "column");
        }
        return strcmp(name, "key") == 0 ? alone(doc, "column") : doc;
    }
    if (strcmp(name, "unique") == 0 && doc->kind != DOC_BOOLEAN) {
        /* A bare list of columns has lists or texts in it; a list of constraints has objects too.
         */
        return named_map(doc, "columns");
    }
    if (strcmp(name, "checks") == 0) {
        return named_map(doc, "expr");
    }
    if (strcmp(name, "indexes") == 0 || strcmp(name, "foreign_keys") == 0) {
        return named_map(doc, NULL);
    }
    if (strcmp(name, "primary_key") == 0) {
        return alone(doc, "columns");
    }
    if (strcmp(name, "identity") == 0) {
        return alone(doc, "generated");
    }
    if (strcmp(name, "fields") == 0) {
        for (size_t i = 0; i < doc->members.len; i++) {
            doc->members.at[i].value = alone(doc->members.at[i].value, "type");
        }
    }
    if (strcmp(name, "values") == 0) {
        for (size_t i = 0; i < doc->items.len; i++) {
            doc->items.at[i] = alone(doc->items.at[i], "name");
        }
    }
    return doc;
}

/* Bare arrays of columns inside "unique" have key objects to simplify too. */
static void simplify_unique(Doc *unique)
{
    size_t n = unique->items.len + unique->members.len;
    for (size_t i = 0; i < n; i++) {
        Doc *value = i < unique->items.len ? unique->items.at[i]
                                           : unique->members.at[i - unique->items.len].value;
        for (size_t j = 0; value->kind == DOC_ARRAY && j < value->items.len; j++) {
            value->items.at[j] = alone(value->items.at[j], "column");
        }
    }
}

/* What reading refuses, or the shapes cannot say: both ends of a relation with as many columns,
 * distinct values of an enum, tables with "columns". */
static void repair_foreign_keys(Doc *list)
{
    for (size_t i = 0; list && i < list->items.len + list->members.len; i++) {
        Doc *item =
            i < list->items.len ? list->items.at[i] : list->members.at[i - list->items.len].value;
        Doc *target = doc_get(mem, item, "references"), *columns = doc_get(mem, item, "columns");
        Doc *others = doc_get(mem, target, "columns");
        if (others && others->items.len != columns->items.len) {
            doc_remove(target, "columns");
        }
    }
}

static void repair_table(Doc *table, bool partial)
{
    Doc *primary_key = doc_get(mem, table, "primary_key"),
        *columns = doc_get(mem, table, "columns");
    if (!partial && !columns) {
        columns = doc_new(mem, DOC_OBJECT, nowhere);
        set(table, "columns", columns);
    }
    repair_foreign_keys(doc_get(mem, table, "foreign_keys"));
    if (doc_get(mem, table, "unique")) {
        simplify_unique(doc_get(mem, table, "unique"));
    }
    if (primary_key && primary_key->kind == DOC_ARRAY) {
        bool own = columns && columns->members.len && pick(2);
        for (size_t i = 0; i < primary_key->items.len; i++) {
            primary_key->items.at[i] = alone(primary_key->items.at[i], "column");
        }
        if (own) {
            primary_key->items.len = 1;
            primary_key->items.at[0] = string(columns->members.at[0].name);
        }
    }
}

static void repair_enum(Doc *node)
{
    Doc *values = doc_get(mem, node, "values");
    for (size_t i = 0; i < values->items.len; i++) {
        Doc **item = &values->items.at[i];
        Doc *name = string(name_text());
        if ((*item)->kind == DOC_STRING) {
            *item = name;
        } else {
            doc_member(mem, *item, "name")->value = name;
        }
    }
}

static Doc *random_model(void)
{
    Field model = {.type = FIELD_OBJECT, .shape = &shape_model};
    Doc *doc = generate(&model, "");
    doc_remove(doc, "$schema"); /* for editors of JSON only */
    const char *const maps[] = {"tables", "partials", "enums"};
    for (size_t i = 0; i < 3; i++) {
        const Doc *map = doc_get(mem, doc, maps[i]);
        for (size_t j = 0; map && j < map->members.len; j++) {
            if (i == 2) {
                repair_enum(map->members.at[j].value);
            } else {
                repair_table(map->members.at[j].value, i == 1);
            }
        }
    }
    ck_assert(shape_check(mem, &shape_model, doc, err));
    return normal("", doc);
}

/* --- comparing -----------------------------------------------------------------------------------
 */

/* Members in any order, but for columns. */
static bool same(const char *name, const Doc *a, const Doc *b)
{
    if (!a || !b || a->kind != b->kind || !text_equal(a->text, b->text) ||
        a->items.len != b->items.len || a->members.len != b->members.len) {
        return false;
    }
    bool ordered = strcmp(name, "columns") == 0;
    for (size_t i = 0; i < a->items.len; i++) {
        if (!same("", a->items.at[i], b->items.at[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < a->members.len; i++) {
        const DocMember *member = &a->members.at[i];
        const Doc *other = doc_get(mem, b, member->name);
        if ((ordered && strcmp(member->name, b->members.at[i].name) != 0) ||
            !same(member->name, member->value, other)) {
            return false;
        }
    }
    return true;
}

static const char *json(const Doc *doc)
{
    Buf buf = buf_new(mem);
    json_write(doc, &buf);
    return buf_text(&buf);
}

static const char *errors(void)
{
    Buf buf = buf_new(mem);
    for (const Error *one = err; one && one->message; one = one->next) {
        buf_fmt(&buf, "%u:%u: %s\n", one->where.line, one->where.column, one->message);
    }
    return buf_text(&buf);
}

static void check_model(uint64_t seed)
{
    state = seed;
    counter = 0;
    Doc *doc = random_model(), *back = NULL;
    Buf text = buf_new(mem), again = buf_new(mem);
    dsl_write(mem, doc, &text);
    bool read = dsl_read(mem, "written.dbml", buf_text(&text), text.len, &back, err);
    ck_assert_msg(read, "seed %llu: not readable: %s\n%s", (unsigned long long)seed, errors(),
                  buf_text(&text));
    ck_assert_msg(same("", doc, back),
                  "seed %llu: differs\n--- before\n%s\n--- DSL\n%s\n--- after\n%s",
                  (unsigned long long)seed, json(doc), buf_text(&text), json(back));
    ck_assert(dsl_format(mem, "written.dbml", buf_text(&text), text.len, &again, err));
    ck_assert_msg(strcmp(buf_text(&text), buf_text(&again)) == 0,
                  "seed %llu: the formatter changes what the writer wrote\n%s\n---\n%s",
                  (unsigned long long)seed, buf_text(&text), buf_text(&again));
}

/* DSL_SEED repeats one case, DSL_RUNS sets how many there are. */
START_TEST(test_json_dsl_json)
{
    const char *fixed = getenv("DSL_SEED"), *runs = getenv("DSL_RUNS");
    uint64_t first = fixed ? strtoull(fixed, NULL, 10) : 20260101;
    unsigned n = fixed ? 1 : runs ? (unsigned)strtoul(runs, NULL, 10) : 300;
    printf("# seeds %llu to %llu\n", (unsigned long long)first, (unsigned long long)first + n - 1);
    for (unsigned i = 0; i < n; i++) {
        check_model(first + i);
        harness_teardown();
        harness_setup();
    }
}
END_TEST

HARNESS_MAIN("dsl_roundtrip", test_json_dsl_json)
