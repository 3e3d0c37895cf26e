#include "report/diagram.h"

#include "cmd/describe.h"
#include "cmd/offline.h"

static bool of_changes(Context *ctx, Pairs *out, Error *err)
{
    Comparison comparison = {0};
    Graph graph = {0};
    Conn *conn = NULL;
    bool ok =
        ctx->args->offline
            ? session_graph(ctx, &graph, err) && offline_compare(ctx, &graph, &comparison, err)
            : session_connect(ctx, &conn, err) && compare_drift(ctx, conn, &comparison, err);
    if (ok) {
        pairs_of_changes(ctx->mem, comparison.up, out);
    }
    return ok;
}

static bool of_database(Context *ctx, Pairs *out, Error *err)
{
    Conn *conn = NULL;
    Schema *live = NULL;
    if (!session_connect(ctx, &conn, err)) {
        return false;
    }
    const Scope scope = session_scope_whole(ctx);
    if (!conn->server.dialect->introspect->read(ctx->mem, conn, &scope, &live, err)) {
        return false;
    }
    pairs_of_schema(ctx->mem, live, out);
    return true;
}

static bool of_model(Context *ctx, Pairs *out, Error *err)
{
    Graph graph = {0};
    Snapshot none = {0};
    ModelFiles files = {0};
    const Server *server = NULL;
    Schema *model = NULL;
    if (!session_model(ctx, &files, err) || !session_graph(ctx, &graph, err) ||
        !offline_server(ctx, &graph, &none, files.doc, &server, err) ||
        !model_decode(ctx->mem, files.doc, server, &model, err)) {
        return false;
    }
    pairs_of_schema(ctx->mem, model, out);
    return true;
}

/* A URL on the command line means the database behind it; beside --model it only says of which
 * kind it is, as everywhere. */
static bool collect(Context *ctx, Pairs *out, Error *err)
{
    const Arguments *args = ctx->args;
    if (args->changes) {
        return of_changes(ctx, out, err);
    }
    bool database = !args->models.len && (args->url || !ctx->config.models.len);
    return database && !args->offline ? of_database(ctx, out, err) : of_model(ctx, out, err);
}

static bool choose_rows(const Context *ctx, size_t tables, DiagramRows *out, Error *err)
{
    static const char *const words[] = {
        [ROWS_ALL] = "all", [ROWS_KEYS] = "keys", [ROWS_NONE] = "none"};
    *out = diagram_rows_for(tables);
    if (!ctx->args->columns) {
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (text_equal(ctx->args->columns, words[i])) {
            *out = (DiagramRows)i;
            return true;
        }
    }
    error_set(err, ERR_USAGE, "\"%s\" is no value of --columns", ctx->args->columns);
    return error_hint(err, "say all, keys or none");
}

/* --- json ------------------------------------------------------------------------------------- */

static Doc *column_json(Mem *mem, const DiagramRow *row)
{
    Doc *doc = json_object(mem);
    json_text(mem, doc, "name", row->column->base.name);
    json_text(mem, doc, "type", row->column->type.text);
    json_text(mem, doc, "change", mark_word(row->mark));
    json_flag(mem, doc, "primary", row->primary);
    json_flag(mem, doc, "foreign", row->foreign);
    return doc;
}

static Doc *table_json(Mem *mem, const DiagramTable *table)
{
    Doc *doc = json_object(mem), *columns = json_array(mem);
    json_text(mem, doc, "name", table->label);
    json_text(mem, doc, "change", mark_word(table->mark));
    for (size_t i = 0; i < table->rows.len; i++) {
        list_push(mem, &columns->items, column_json(mem, &table->rows.at[i]));
    }
    json_value(mem, doc, "columns", columns);
    return doc;
}

static Doc *link_json(Mem *mem, const Diagram *diagram, const DiagramLink *link)
{
    Doc *doc = json_object(mem);
    json_text(mem, doc, "from", diagram->tables.at[link->child].label);
    json_text(mem, doc, "to", diagram->tables.at[link->parent].label);
    json_text(mem, doc, "columns", link->label);
    json_text(mem, doc, "change", mark_word(link->mark));
    json_flag(mem, doc, "optional", link->optional);
    json_flag(mem, doc, "single", link->single);
    return doc;
}

static void diagram_json(const Diagram *diagram, Buf *out)
{
    Mem *mem = diagram->mem;
    Doc *doc = describe_document(mem, 0), *tables = json_array(mem), *links = json_array(mem);
    for (size_t i = 0; i < diagram->tables.len; i++) {
        list_push(mem, &tables->items, table_json(mem, &diagram->tables.at[i]));
    }
    for (size_t i = 0; i < diagram->links.len; i++) {
        list_push(mem, &links->items, link_json(mem, diagram, &diagram->links.at[i]));
    }
    json_value(mem, doc, "tables", tables);
    json_value(mem, doc, "links", links);
    json_write(doc, out);
}

/* --- the command ------------------------------------------------------------------------------ */

typedef struct Format {
    const char *name;
    void (*write)(const Diagram *diagram, Buf *out);
} Format;

static const Format formats[] = {{"svg", diagram_svg},
                                 {"mermaid", diagram_mermaid},
                                 {"dot", diagram_dot},
                                 {"json", diagram_json}};

static bool diagram_run(Context *ctx, Error *err)
{
    const char *wanted = ctx->args->format ? ctx->args->format : "svg";
    const char *path = ctx->args->output;
    Pairs tables = {0};
    DiagramScope scope = {.touched = ctx->args->changes};
    Buf text = buf_new(ctx->mem);
    if (!collect(ctx, &tables, err) || !choose_rows(ctx, tables.len, &scope.rows, err)) {
        return false;
    }
    const Diagram *diagram = diagram_new(ctx->mem, &tables, &scope);
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        if (text_equal(formats[i].name, wanted)) {
            formats[i].write(diagram, &text);
        }
    }
    if (!path || text_equal(path, "-")) {
        out_text(ctx->out, buf_text(&text), text.len);
        return true;
    }
    if (!file_write(path, buf_text(&text), text.len, err)) {
        return false;
    }
    out_note(ctx->out, "%zu table%s drawn in %s", diagram->tables.len,
             diagram->tables.len == 1 ? "" : "s", path);
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0);
        json_text(ctx->mem, doc, "file", path);
        json_number(ctx->mem, doc, "tables", (int64_t)diagram->tables.len);
        out_document(ctx->out, doc);
    }
    return true;
}

static const Flag diagram_flags[] = {
    FLAG("output", 'o', FLAG_VALUE, "FILE", output, "write to this file"),
    FLAG("changes", 0, FLAG_SWITCH, NULL, changes,
         "what differs between database and model, in colour"),
    FLAG("offline", 0, FLAG_SWITCH, NULL, offline,
         "--changes against the snapshot of the newest revision"),
    FLAG("columns", 0, FLAG_VALUE, "WHICH", columns, "all, keys or none (keys above 60 tables)"),
};

const Command command_diagram = {
    .name = "diagram",
    .usage = "",
    .summary = "Draws the tables and what refers to what.",
    .details = "Of the model; with --url (and no --model) of that database; with --changes of\n"
               "the tables that differ between the two. svg is a picture for light and dark\n"
               "pages, mermaid and dot are texts for other programs, json is all that they draw.",
    .example = "schemadiff diagram --format svg -o model.svg",
    .flags = diagram_flags,
    .flag_count = COUNT_OF(diagram_flags),
    .formats = "svg mermaid dot json",
    .run = diagram_run,
};
