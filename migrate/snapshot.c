#include "migrate/snapshot.h"

#include "schema/shape.h"

#include <stdlib.h>
#include <string.h>

static int compare_texts(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

static void sort_texts(Texts *texts)
{
    if (texts->len) {
        qsort(texts->at, texts->len, sizeof *texts->at, compare_texts);
    }
}

/* --- the file ----------------------------------------------------------------------------------
 */

static bool read_doc(Mem *mem, const char *path, Doc **out, Error *err)
{
    char *text = NULL;
    size_t len = 0;
    if (!file_read(mem, path, &text, &len, err)) {
        return false;
    }
    return snapshot_has_conflicts(text) ? snapshot_join(mem, path, text, out, err)
                                        : json_read(mem, path, text, len, false, out, err);
}

static bool read_heads(Mem *mem, const char *path, const Doc *doc, Texts *out, Error *err)
{
    const Doc *heads = doc_get(mem, doc, "heads");
    if (!heads || heads->kind != DOC_ARRAY) {
        error_at(err, ERR_MODEL, (Location){path, 1, 1}, "this snapshot does not name its heads");
        return error_hint(err, "remove the file; \"schemadiff generate\" writes it again");
    }
    for (size_t i = 0; i < heads->items.len; i++) {
        if (heads->items.at[i]->kind != DOC_STRING) {
            return error_at(err, ERR_MODEL, heads->items.at[i]->where, "a head is a revision's id");
        }
        list_push(mem, out, heads->items.at[i]->text);
    }
    sort_texts(out);
    return true;
}

bool snapshot_read(Mem *mem, const char *folder, Snapshot *out, Error *err)
{
    Snapshot snapshot = {.path = path_join(mem, folder, SNAPSHOT_FILE)};
    if (file_exists(snapshot.path)) {
        snapshot.exists = true;
        if (!read_doc(mem, snapshot.path, &snapshot.model, err) ||
            !read_heads(mem, snapshot.path, snapshot.model, &snapshot.heads, err)) {
            return false;
        }
        doc_remove(snapshot.model, "heads");
        if (!shape_check(mem, &shape_model, snapshot.model, err)) {
            return false;
        }
    }
    *out = snapshot;
    return true;
}

/* The version, the heads, then the model. */
static Doc *with_heads(Mem *mem, const Texts *heads, const Doc *model)
{
    const Location nowhere = {0};
    Doc *doc = doc_new(mem, DOC_OBJECT, nowhere), *list = doc_new(mem, DOC_ARRAY, nowhere);
    Texts sorted = {0};
    for (size_t i = 0; i < heads->len; i++) {
        list_push(mem, &sorted, heads->at[i]);
    }
    sort_texts(&sorted);
    for (size_t i = 0; i < sorted.len; i++) {
        doc_append(mem, list, doc_string(mem, sorted.at[i], nowhere));
    }
    doc_set(mem, doc, "schemadiff", nowhere, doc_number(mem, "1", nowhere));
    doc_set(mem, doc, "heads", nowhere, list);
    for (size_t i = 0; i < model->members.len; i++) {
        const DocMember *member = &model->members.at[i];
        doc_set(mem, doc, member->name, nowhere, member->value); /* the version is there */
    }
    return doc;
}

static bool is_same(Mem *mem, const char *path, const Buf *text)
{
    char *old = NULL;
    size_t len = 0;
    return file_exists(path) && file_read(mem, path, &old, &len, error_new(mem)) &&
           len == text->len && memcmp(old, buf_text(text), len) == 0;
}

bool snapshot_write(Mem *mem, const char *folder, const Texts *heads, const Doc *model,
                    bool *changed, Error *err)
{
    const char *path = path_join(mem, folder, SNAPSHOT_FILE);
    Buf text = buf_new(mem);
    json_write(with_heads(mem, heads, model), &text);
    bool same = is_same(mem, path, &text);
    if (changed) {
        *changed = !same;
    }
    return same || file_write(path, buf_text(&text), text.len, err);
}

/* --- heads -------------------------------------------------------------------------------------
 */

bool snapshot_is_current(const Snapshot *snapshot, const Graph *graph)
{
    if (!snapshot->exists || snapshot->heads.len != graph->heads.len) {
        return false;
    }
    for (size_t i = 0; i < snapshot->heads.len; i++) {
        const Migration *m = graph_find(graph, snapshot->heads.at[i]);
        if (!m || m->children.len || (i && text_equal(snapshot->heads.at[i - 1], m->revision))) {
            return false;
        }
    }
    return true;
}

Texts snapshot_heads_after(Mem *mem, const Graph *graph, const Texts *revises, const char *revision)
{
    Texts heads = {0};
    for (size_t i = 0; i < graph->heads.len; i++) {
        if (!texts_hold(revises, graph->heads.at[i]->revision)) {
            list_push(mem, &heads, graph->heads.at[i]->revision);
        }
    }
    list_push(mem, &heads, revision);
    return heads;
}

/* --- the model ---------------------------------------------------------------------------------
 */

/* Without the kinds that are not managed; they stand in a table as the database has them. */
static Table *own_part(Mem *mem, const Schema *target, const Table *table)
{
    Table *own = mem_copy(mem, table, sizeof *table);
    own->triggers.len = schema_manages(target, OBJ_TRIGGER) ? own->triggers.len : 0;
    own->rules.len = schema_manages(target, OBJ_RULE) ? own->rules.len : 0;
    own->policies.len = schema_manages(target, OBJ_POLICY) ? own->policies.len : 0;
    return own;
}

Doc *snapshot_model(Mem *mem, const Schema *target, const Schema *live)
{
    Schema own = *target;
#define OBJECT(TAG, member, Type, word, rank, list) \
    own.list.len = schema_manages(&own, OBJ_##TAG) ? own.list.len : 0;
#include "schema/kinds.def"
    memset(&own.tables, 0, sizeof own.tables);
    for (size_t i = 0; i < target->tables.len; i++) {
        Table *table = target->tables.at[i];
        if (schema_table(live, table->base.schema, table->base.name) != table) {
            list_push(mem, &own.tables, own_part(mem, target, table));
        }
    }
    return model_encode(mem, &own);
}
