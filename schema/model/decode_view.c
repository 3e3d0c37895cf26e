#include "schema/model/decode.h"
#include "schema/model/requote.h"

static void decode_view_indexes(Decoder *d, const Doc *object, View *view)
{
    Items items = {0};
    decode_items(d, object, "indexes", &items);
    for (size_t i = 0; i < items.len; i++) {
        if (!decode_applies(d, items.at[i].value)) {
            continue;
        }
        Index *index = MEM_NEW(d->mem, Index);
        index->base.kind = OBJ_INDEX;
        index->base.schema = view->base.schema;
        index->base.name = mem_strdup(d->mem, items.at[i].name);
        decode_index(d, &items.at[i], index);
        list_push(d->mem, &view->indexes, index);
    }
}

typedef void (*DecodeOnView)(Decoder *d, View *view, const Item *item);

static void decode_on_view(Decoder *d, const Doc *object, View *view, const char *section,
                           DecodeOnView decode)
{
    Items items = {0};
    decode_items(d, object, section, &items);
    for (size_t i = 0; i < items.len; i++) {
        if (decode_applies(d, items.at[i].value)) {
            decode(d, view, &items.at[i]);
        }
    }
}

static void decode_column_notes(Decoder *d, const Doc *object, View *view)
{
    const Doc *notes = decode_get(object, "column_notes");
    for (size_t i = 0; notes && server_can(d->server, CAP_COMMENTS_ALL) && i < notes->members.len;
         i++) {
        const DocMember *member = &notes->members.at[i];
        if (member->value->kind != DOC_STRING) {
            decode_wrong(d, member->value, "a text");
        } else if (*member->value->text) {
            ViewColumnNote note = {mem_strdup(d->mem, member->name),
                                   mem_strdup(d->mem, member->value->text)};
            list_push(d->mem, &view->column_notes, note);
        }
    }
}

static void decode_view(Decoder *d, const Item *item)
{
    QualifiedName name;
    if (!decode_name(d, item->name, item->where, &name)) {
        return;
    }
    View *view = schema_add_view(d->schema, name.ns, name.name);
    decode_base(d, item, &view->base);
    const Doc *query_at = decode_get(item->value, "query");
    const char *query = decode_choice(d, query_at, "the query", NULL);
    if (query) {
        view->query = requote_for_server(d->mem, d->server, decode_statement(d->mem, query));
    } else if (!query_at) {
        decode_wrong(d, item->value, "an object with a \"query\"");
    }
    view->materialized = decode_flag(d, item->value, "materialized", false);
    if (view->materialized && !server_can(d->server, CAP_MATERIALIZED)) {
        decode_unsupported(d, item->where, "materialized view \"%s\"", view->base.name);
    }
    decode_names(d, item->value, "columns", &view->columns);
    decode_labels(d, item->value, "depends_on", &view->depends_on);
    decode_options(d, item->value, OBJ_VIEW, &view->options);
    decode_view_indexes(d, item->value, view);
    decode_on_view(d, item->value, view, "triggers", decode_view_trigger);
    decode_on_view(d, item->value, view, "rules", decode_view_rule);
    decode_column_notes(d, item->value, view);
}

void decode_views(Decoder *d)
{
    Items items = {0};
    decode_items(d, d->model, "views", &items);
    for (size_t i = 0; i < items.len; i++) {
        if (decode_applies(d, items.at[i].value)) {
            decode_view(d, &items.at[i]);
        }
    }
}
