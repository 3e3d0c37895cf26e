#include "schema/json/shapes.h"
#include "schema/model.h"

#include <string.h>

typedef LIST(const Shape *) ShapeList;

typedef struct Generator {
    Mem *mem;
    ShapeList shapes; /* every shape that was referred to, each once: one "$defs" entry each */
} Generator;

static const Location nowhere = {0};

static void set(Generator *gen, Doc *object, const char *name, Doc *value)
{
    doc_set(gen->mem, object, name, nowhere, value);
}

static void set_text(Generator *gen, Doc *object, const char *name, const char *text)
{
    if (text) {
        set(gen, object, name, doc_string(gen->mem, text, nowhere));
    }
}

static void set_number(Generator *gen, Doc *object, const char *name, const char *digits)
{
    set(gen, object, name, doc_number(gen->mem, digits, nowhere));
}

static void set_flag(Generator *gen, Doc *object, const char *name, bool value)
{
    set(gen, object, name, doc_boolean(gen->mem, value, nowhere));
}

static Doc *new_object(Generator *gen)
{
    return doc_new(gen->mem, DOC_OBJECT, nowhere);
}

static Doc *words(Generator *gen, const char *const *list, DocKind kind)
{
    Doc *array = doc_new(gen->mem, DOC_ARRAY, nowhere);
    for (size_t i = 0; list[i]; i++) {
        Doc *word = doc_new(gen->mem, kind, nowhere);
        word->text = list[i];
        doc_append(gen->mem, array, word);
    }
    return array;
}

static Doc *reference(Generator *gen, const Shape *shape)
{
    size_t i = 0;
    while (i < gen->shapes.len && gen->shapes.at[i] != shape) {
        i++;
    }
    if (i == gen->shapes.len) {
        list_push(gen->mem, &gen->shapes, shape);
    }
    Doc *object = new_object(gen);
    set_text(gen, object, "$ref", mem_printf(gen->mem, "#/$defs/%s", shape->name));
    return object;
}

static Doc *describe(Generator *gen, const Field *field);

static Doc *element(Generator *gen, const Field *field)
{
    return field->shape ? reference(gen, field->shape) : describe(gen, field->value);
}

static void describe_array(Generator *gen, Doc *object, Doc *items, bool non_empty, bool unique)
{
    set_text(gen, object, "type", "array");
    set(gen, object, "items", items);
    if (non_empty) {
        set_number(gen, object, "minItems", "1");
    }
    if (unique) {
        set_flag(gen, object, "uniqueItems", true);
    }
}

static void describe_map(Generator *gen, Doc *object, const Field *field)
{
    Doc *names = new_object(gen);
    set_number(gen, names, "minLength", "1");
    set_text(gen, object, "type", "object");
    set(gen, object, "propertyNames", names);
    set(gen, object, "additionalProperties", element(gen, field));
}

static void describe_union(Generator *gen, Doc *object, const Field *field)
{
    Doc *forms = doc_new(gen->mem, DOC_ARRAY, nowhere);
    for (size_t i = 0; field->alternatives[i]; i++) {
        doc_append(gen->mem, forms, describe(gen, field->alternatives[i]));
    }
    set(gen, object, "anyOf", forms);
}

static void describe_kind(Generator *gen, Doc *object, const Field *field)
{
    static const char *const scalars[] = {"string", "number", "boolean", "null", NULL};
    static const Field name = {.type = FIELD_NAME}, string = {.type = FIELD_STRING};
    switch (field->type) {
    case FIELD_STRING:
    case FIELD_NAME:
        set_text(gen, object, "type", "string");
        if (field->type == FIELD_NAME) {
            set_number(gen, object, "minLength", "1");
        }
        set_text(gen, object, "pattern", field->pattern);
        return;
    case FIELD_BOOLEAN:
        set_text(gen, object, "type", "boolean");
        return;
    case FIELD_INTEGER:
        if (field->words) {
            set(gen, object, "enum", words(gen, field->words, DOC_NUMBER));
        } else {
            set_text(gen, object, "type", "integer");
        }
        return;
    case FIELD_SCALAR:
        set(gen, object, "type", words(gen, scalars, DOC_STRING));
        return;
    case FIELD_ENUM:
        set(gen, object, "enum", words(gen, field->words, DOC_STRING));
        return;
    case FIELD_NAMES:
        describe_array(gen, object, describe(gen, &name), true, true);
        return;
    case FIELD_STRINGS:
        describe_array(gen, object, describe(gen, &string), false, false);
        return;
    case FIELD_ARRAY:
        describe_array(gen, object, element(gen, field), field->non_empty, false);
        return;
    case FIELD_OBJECT:
        set(gen, object, "$ref", doc_get(gen->mem, reference(gen, field->shape), "$ref"));
        return;
    case FIELD_MAP:
        describe_map(gen, object, field);
        return;
    case FIELD_UNION:
        describe_union(gen, object, field);
        return;
    case FIELD_ANY:
        return;
    }
}

static Doc *describe(Generator *gen, const Field *field)
{
    Doc *object = new_object(gen);
    describe_kind(gen, object, field);
    set_text(gen, object, "description", field->help);
    return object;
}

static void add_options(Generator *gen, const Shape *shape, Doc *properties)
{
    for (size_t i = 0; shape->option_dialect && i < option_def_count; i++) {
        const OptionDef *def = &option_defs[i];
        if (def->kind == shape->option_kind && (def->dialects & shape->option_dialect)) {
            Doc *object = describe(gen, &option_fields[def->type]);
            set_text(gen, object, "description", def->help);
            set(gen, properties, def->name, object);
        }
    }
}

/* The members of a shape, those of its base first, into `object`. Bases are repeated and not
 * referred to, because additionalProperties looks no further than its own object. */
static void describe_shape(Generator *gen, Doc *object, const Shape *shape)
{
    ShapeList bases = {0};
    Doc *properties = new_object(gen), *required = doc_new(gen->mem, DOC_ARRAY, nowhere);
    for (const Shape *base = shape; base; base = base->base) {
        list_push(gen->mem, &bases, base);
    }
    for (size_t k = bases.len; k-- > 0;) {
        for (size_t i = 0; i < bases.at[k]->len; i++) {
            const Field *field = &bases.at[k]->fields[i];
            set(gen, properties, field->name, describe(gen, field));
            if (field->required) {
                doc_append(gen->mem, required, doc_string(gen->mem, field->name, nowhere));
            }
        }
    }
    add_options(gen, shape, properties);
    set_text(gen, object, "description", shape->help);
    set_text(gen, object, "type", "object");
    set_flag(gen, object, "additionalProperties", false);
    if (required->items.len) {
        set(gen, object, "required", required);
    }
    set(gen, object, "properties", properties);
}

Doc *shape_json_schema(Mem *mem, const Shape *shape, const char *id)
{
    Generator gen = {.mem = mem};
    Doc *root = new_object(&gen), *definitions = new_object(&gen);
    set_text(&gen, root, "$schema", "https://json-schema.org/draft/2020-12/schema");
    set_text(&gen, root, "$id", id);
    set_text(&gen, root, "title", mem_printf(mem, "schemadiff %s", shape->name));
    describe_shape(&gen, root, shape);
    /* Describing one shape may refer to new ones: the list grows while it is read. */
    for (size_t i = 0; i < gen.shapes.len; i++) {
        const Shape *referred = gen.shapes.at[i];
        Doc *object = new_object(&gen);
        describe_shape(&gen, object, referred);
        set(&gen, definitions, referred->name, object);
    }
    set(&gen, root, "$defs", definitions);
    return root;
}

void model_json_schema(Mem *mem, Buf *out)
{
    json_write(shape_json_schema(mem, &shape_model,
                                 "https://schemadiff.example/schema/v1/model.schema.json"),
               out);
}
