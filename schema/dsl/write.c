/* The elements of a file in order: what is referred to comes first. */
#include "schema/dsl/write.h"

#include "schema/dsl/text.h"
#include "schema/model.h"

#include <string.h>

static void write_heading(Writer *writer, const char *keyword, const char *key, bool dotted)
{
    buf_fmt(writer->out, "\n%s ", keyword);
    if (dotted) {
        write_name(writer, key);
    } else {
        dsl_add_name(writer->out, key);
    }
}

static void write_body(Writer *writer, const Written *body)
{
    for (size_t i = 0; i < body->list.len; i++) {
        buf_fmt(writer->out, "  %s\n", body->list.at[i]);
    }
}

static void write_include(Writer *writer, const Doc *include)
{
    for (size_t i = 0; include && i < include->items.len; i++) {
        const char *path = include->items.at[i]->text;
        buf_add(writer->out, "use * from ");
        dsl_add_string(writer->out, path ? path : "");
        buf_char(writer->out, '\n');
    }
}

static void write_project(Writer *writer, const Doc *project)
{
    Written body = {.depth = 1, .body = true};
    if (!project) {
        return;
    }
    const Doc *name = write_get(project, "name"), *version = write_get(writer->root, "schemadiff");
    buf_add(writer->out, "\nProject ");
    if (name && name->text) {
        dsl_add_name(writer->out, name->text);
    }
    buf_fmt(writer->out, " {\n  schemadiff: '%s'\n",
            version && version->text ? version->text : "1");
    write_members(writer, CONTEXT_PROJECT, project, &body);
    write_body(writer, &body);
    buf_add(writer->out, "}\n");
}

static void write_enum(Writer *writer, const char *key, const Doc *doc)
{
    Written settings = {0};
    const Doc *values = write_get(doc, "values");
    write_heading(writer, "Enum", key, true);
    write_members(writer, CONTEXT_ENUM, doc, &settings);
    write_list(writer, &settings);
    buf_add(writer->out, " {\n");
    for (size_t i = 0; values && i < values->items.len; i++) {
        const Doc *value = values->items.at[i], *name = write_get(value, "name");
        const char *text = value->kind == DOC_STRING ? value->text : name ? name->text : NULL;
        Written own = {.depth = 1};
        buf_add(writer->out, "  ");
        dsl_add_name(writer->out, text ? text : "");
        write_members(writer, CONTEXT_ENUM_VALUE, value, &own);
        write_list(writer, &own);
        buf_char(writer->out, '\n');
    }
    buf_add(writer->out, "}\n");
}

static void write_composite(Writer *writer, const char *key, const Doc *doc)
{
    Written settings = {0};
    write_heading(writer, "Composite", key, true);
    write_members(writer, CONTEXT_COMPOSITE, doc, &settings);
    write_list(writer, &settings);
    buf_add(writer->out, " {\n");
    write_fields(writer, write_get(doc, "fields"));
    buf_add(writer->out, "}\n");
}

/* Elements of `key: value` lines, with the blocks that some have. */
static void write_element(Writer *writer, const char *keyword, Context context, const char *key,
                          const Doc *doc)
{
    Written body = {.depth = 1, .body = true};
    write_heading(writer, keyword, key, context_in_schema(context));
    buf_add(writer->out, " {\n");
    write_members(writer, context, doc, &body);
    write_body(writer, &body);
    if (context == CONTEXT_VIEW) {
        write_indexes(writer, doc, NULL);
    }
    if (context == CONTEXT_DOMAIN) {
        write_checks(writer, write_get(doc, "checks"));
    }
    buf_add(writer->out, "}\n");
    if (context == CONTEXT_VIEW) {
        write_owned(writer, key, CONTEXT_TRIGGER, write_get(doc, "triggers"));
        write_owned(writer, key, CONTEXT_RULE, write_get(doc, "rules"));
    }
}

static void write_elements(Writer *writer, const char *member, const char *keyword, Context context)
{
    const Doc *map = write_get(writer->root, member);
    for (size_t i = 0; map && i < map->members.len; i++) {
        const char *key = map->members.at[i].name;
        const Doc *doc = map->members.at[i].value;
        switch (context) {
        case CONTEXT_ENUM:
            write_enum(writer, key, doc);
            break;
        case CONTEXT_COMPOSITE:
            write_composite(writer, key, doc);
            break;
        case CONTEXT_TABLE:
        case CONTEXT_PARTIAL:
            write_table(writer, key, doc, context == CONTEXT_PARTIAL);
            break;
        case CONTEXT_FOREIGN_KEY:
            write_refs(writer, key, doc, false);
            break;
        case CONTEXT_TRIGGER:
        case CONTEXT_RULE:
        case CONTEXT_POLICY:
            write_owned(writer, key, context, doc);
            break;
        case CONTEXT_PROJECT:
        case CONTEXT_COLUMN:
        case CONTEXT_INDEX:
        case CONTEXT_UNIQUE:
        case CONTEXT_PRIMARY_KEY:
        case CONTEXT_EXCLUSION:
        case CONTEXT_CHECK:
        case CONTEXT_ENUM_VALUE:
        case CONTEXT_VIEW:
        case CONTEXT_SEQUENCE:
        case CONTEXT_DOMAIN:
        case CONTEXT_EXTENSION:
        case CONTEXT_SCHEMA:
        case CONTEXT_COMPOSITE_FIELD:
        case CONTEXT_FUNCTION:
        case CONTEXT_PROCEDURE:
        case CONTEXT_COLLATION:
        case CONTEXT_RANGE:
        case CONTEXT_OPERATOR:
        case CONTEXT_CAST:
        case CONTEXT_STATISTICS:
        case CONTEXT_EVENT_TRIGGER:
        case CONTEXT_EVENT:
            write_element(writer, keyword, context, key, doc);
            break;
        }
    }
}

void dsl_write(Mem *mem, const Doc *doc, Buf *out)
{
    static const struct {
        const char *member, *keyword;
        Context context;
    } elements[] = {{"schemas", "Schema", CONTEXT_SCHEMA},
                    {"extensions", "Extension", CONTEXT_EXTENSION},
                    {"collations", "Collation", CONTEXT_COLLATION},
                    {"enums", "Enum", CONTEXT_ENUM},
                    {"composites", "Composite", CONTEXT_COMPOSITE},
                    {"domains", "Domain", CONTEXT_DOMAIN},
                    {"ranges", "Range", CONTEXT_RANGE},
                    {"sequences", "Sequence", CONTEXT_SEQUENCE},
                    {"functions", "Function", CONTEXT_FUNCTION},
                    {"procedures", "Procedure", CONTEXT_PROCEDURE},
                    {"operators", "Operator", CONTEXT_OPERATOR},
                    {"casts", "Cast", CONTEXT_CAST},
                    {"partials", "TablePartial", CONTEXT_PARTIAL},
                    {"tables", "Table", CONTEXT_TABLE},
                    {"views", "View", CONTEXT_VIEW},
                    {"statistics", "Statistics", CONTEXT_STATISTICS},
                    {"event_triggers", "EventTrigger", CONTEXT_EVENT_TRIGGER},
                    {"events", "Event", CONTEXT_EVENT},
                    {"foreign_keys", "Ref", CONTEXT_FOREIGN_KEY},
                    {"triggers", "Trigger", CONTEXT_TRIGGER},
                    {"rules", "Rule", CONTEXT_RULE},
                    {"policies", "Policy", CONTEXT_POLICY}};
    Buf text = buf_new(mem);
    Writer writer = {mem, doc, &text};
    write_include(&writer, write_get(doc, "include"));
    write_project(&writer, write_get(doc, "project"));
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
        write_elements(&writer, elements[i].member, elements[i].keyword, elements[i].context);
    }
    /* A Doc that is no valid model may give a text that is none: better that than nothing. */
    Error *err = error_new(mem);
    size_t before = out->len;
    if (!dsl_format(mem, "", buf_text(&text), text.len, out, err) && out->len == before) {
        buf_add_len(out, buf_text(&text), text.len);
    }
}
