/* The JSON Schema and the shapes say the same: every member of every shape is in the schema, and
 * the schema has no member that shape_check() would refuse. */
#include "schema/json/shapes.h"
#include "schema/model.h"
#include "tests/unit/harness.h"

#include <string.h>

static Doc *schema_doc(void)
{
    Buf buf = buf_new(mem);
    Doc *doc = NULL;
    model_json_schema(mem, &buf);
    ck_assert_msg(json_read(mem, "s.json", buf_text(&buf), buf.len, false, &doc, err), "%s",
                  err->message);
    return doc;
}

static const Doc *get(const Doc *doc, const char *name)
{
    return doc_get(mem, doc, name);
}

typedef LIST(const Shape *) ShapeList;

static void collect(ShapeList *shapes, const Shape *shape);

static void collect_field(ShapeList *shapes, const Field *field)
{
    if (field->shape) {
        collect(shapes, field->shape);
    }
    if (field->value) {
        collect_field(shapes, field->value);
    }
    for (size_t i = 0; field->alternatives && field->alternatives[i]; i++) {
        collect_field(shapes, field->alternatives[i]);
    }
}

static void collect(ShapeList *shapes, const Shape *shape)
{
    for (size_t i = 0; i < shapes->len; i++) {
        if (shapes->at[i] == shape) {
            return;
        }
    }
    list_push(mem, shapes, shape);
    for (const Shape *base = shape; base; base = base->base) {
        for (size_t i = 0; i < base->len; i++) {
            collect_field(shapes, &base->fields[i]);
        }
    }
}

static bool is_option(const Shape *shape, const char *name)
{
    return shape->option_dialect && option_find(shape->option_kind, shape->option_dialect, name);
}

/* Every member of the shape is described, and nothing else is; required ones are required. */
static void ck_same_members(const Shape *shape, const Doc *object)
{
    const Doc *properties = get(object, "properties"), *required = get(object, "required");
    size_t expected = 0, wanted = 0;
    for (const Shape *base = shape; base; base = base->base) {
        for (size_t i = 0; i < base->len; i++) {
            ck_assert_msg(get(properties, base->fields[i].name), "%s.%s", shape->name,
                          base->fields[i].name);
            wanted += base->fields[i].required;
            expected++;
        }
    }
    for (size_t i = 0; i < option_def_count; i++) {
        bool own = option_defs[i].kind == shape->option_kind &&
                   (option_defs[i].dialects & shape->option_dialect);
        expected += own;
        ck_assert_msg(!own || get(properties, option_defs[i].name), "%s.%s", shape->name,
                      option_defs[i].name);
    }
    for (size_t i = 0; i < properties->members.len; i++) {
        const char *name = properties->members.at[i].name;
        ck_assert_msg(shape_field(shape, name) || is_option(shape, name), "%s.%s", shape->name,
                      name);
    }
    ck_assert_uint_eq(properties->members.len, expected);
    ck_assert_uint_eq(required ? required->items.len : 0, wanted);
    ck_assert_str_eq(get(object, "additionalProperties")->text, "false");
}

START_TEST(shapes_and_schema_agree)
{
    Doc *doc = schema_doc();
    const Doc *definitions = get(doc, "$defs");
    ShapeList shapes = {0};
    collect(&shapes, &shape_model);
    ck_same_members(&shape_model, doc);
    /* One definition a shape: names are unique, and none is left over. */
    ck_assert_uint_eq(definitions->members.len, shapes.len - 1);
    for (size_t i = 1; i < shapes.len; i++) {
        const Doc *object = get(definitions, shapes.at[i]->name);
        ck_assert_msg(object, "%s", shapes.at[i]->name);
        ck_same_members(shapes.at[i], object);
    }
}
END_TEST

static size_t check_references(const Doc *doc, const Doc *definitions)
{
    size_t n = 0;
    const Doc *reference = get(doc, "$ref");
    if (reference && reference->kind == DOC_STRING) {
        ck_assert_msg(text_starts(reference->text, "#/$defs/"), "%s", reference->text);
        ck_assert_msg(get(definitions, reference->text + strlen("#/$defs/")), "%s",
                      reference->text);
        n++;
    }
    for (size_t i = 0; i < doc->members.len; i++) {
        n += check_references(doc->members.at[i].value, definitions);
    }
    for (size_t i = 0; i < doc->items.len; i++) {
        n += check_references(doc->items.at[i], definitions);
    }
    return n;
}

START_TEST(references_lead_somewhere)
{
    Doc *doc = schema_doc();
    ck_assert_uint_gt(check_references(doc, get(doc, "$defs")), 30);
    ck_assert_str_eq(get(doc, "$schema")->text, "https://json-schema.org/draft/2020-12/schema");
}
END_TEST

START_TEST(the_schema_is_written_in_canonical_form)
{
    Buf schema = buf_new(mem), formatted = buf_new(mem);
    model_json_schema(mem, &schema);
    ck_assert(json_format(mem, "s", buf_text(&schema), schema.len, false, &formatted, err));
    ck_assert_str_eq(buf_text(&formatted), buf_text(&schema));
}
END_TEST

/* "postgresql", "mysql" … stand beside each other wherever one of them does. */
START_TEST(every_option_can_be_written)
{
    static const struct {
        const char *name;
        const DialectShapes *shapes;
        ObjectKind kind;
    } kinds[] = {{"table", &table_options, OBJ_TABLE},
                 {"column", &column_options, OBJ_COLUMN},
                 {"constraint", &constraint_options, OBJ_CONSTRAINT},
                 {"index", &index_options, OBJ_INDEX},
                 {"view", &view_options, OBJ_VIEW},
                 {"trigger", &trigger_options, OBJ_TRIGGER},
                 {"rule", &rule_options, OBJ_RULE},
                 {"event trigger", &event_trigger_options, OBJ_EVENT_TRIGGER},
                 {"statistics", &statistics_options, OBJ_STATISTICS}};
    size_t found = 0;
    for (size_t i = 0; i < option_def_count; i++) {
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            if (kinds[k].kind == option_defs[i].kind) {
                const DialectShapes *shapes = kinds[k].shapes;
                const Shape *all[] = {&shapes->postgresql, &shapes->mysql, &shapes->mariadb,
                                      &shapes->sqlite};
                bool any = false;
                for (size_t d = 0; d < 4; d++) {
                    bool of_dialect = option_defs[i].dialects & all[d]->option_dialect;
                    ck_assert_int_eq(of_dialect, is_option(all[d], option_defs[i].name));
                    any |= of_dialect;
                }
                ck_assert_msg(any, "%s.%s", kinds[k].name, option_defs[i].name);
                found++;
            }
        }
    }
    ck_assert_uint_eq(found, option_def_count);
}
END_TEST

HARNESS_MAIN("json_schema", shapes_and_schema_agree, references_lead_somewhere,
             the_schema_is_written_in_canonical_form, every_option_can_be_written)
