#include "schema/json/load.h"
#include "schema/dsl/strays.h"
#include "schema/shape.h"

#include <string.h>
#include <sys/stat.h>

typedef struct Loader {
    Mem *mem;
    ModelFiles *out;
    Doc *seen; /* an object whose members are the files already read */
    PathList queue;
    size_t next;
    LIST(Doc *) strays; /* of DSL files, for tables of other files */
    Error *err;
} Loader;

/* --- one file --------------------------------------------------------------------------------- */

typedef enum Language { LANGUAGE_NONE, LANGUAGE_JSON, LANGUAGE_JSONC, LANGUAGE_DSL } Language;

static Language language_of(const char *path)
{
    return text_ends(path, ".json")    ? LANGUAGE_JSON
           : text_ends(path, ".jsonc") ? LANGUAGE_JSONC
           : text_ends(path, ".dbml")  ? LANGUAGE_DSL
                                       : LANGUAGE_NONE;
}

static bool read_text(Loader *loader, const char *path, Doc **doc)
{
    Mem *scratch = mem_child(loader->mem, "text");
    char *text;
    size_t len;
    bool good = file_read_stream(scratch, path, &text, &len, loader->err);
    if (good) {
        Language language = language_of(path);
        good = language == LANGUAGE_DSL ? dsl_read(loader->mem, path, text, len, doc, loader->err)
                                        : json_read(loader->mem, path, text, len,
                                                    language == LANGUAGE_JSONC, doc, loader->err);
    }
    mem_destroy(scratch);
    return good;
}

static bool check_version(Loader *loader, const char *path, Doc *doc)
{
    const Doc *version = doc_get(loader->mem, doc, "schemadiff");
    if (doc->kind != DOC_OBJECT) {
        return true; /* shape_check() has the better message */
    }
    if (!version && language_of(path) == LANGUAGE_DSL) {
        doc_set(loader->mem, doc, "schemadiff", doc->where,
                doc_number(loader->mem, "1", doc->where));
        return true;
    }
    if (!version) {
        error_add(loader->err, ERR_MODEL, doc->where, "\"%s\" does not say that it is a model",
                  path_base(path));
        return error_hint(loader->err, "a model file begins with {\"schemadiff\": 1, …}");
    }
    if (version->kind == DOC_NUMBER && strcmp(version->text, "1") != 0) {
        error_add(loader->err, ERR_MODEL, version->where,
                  "model format %s is unknown to this program", version->text);
        return error_hint(loader->err, "it reads format 1; a newer schemadiff may read this one");
    }
    return true;
}

static bool follow_includes(Loader *loader, const char *path, const Doc *doc)
{
    const Doc *include = doc_get(loader->mem, doc, "include");
    const char *folder = path_folder(loader->mem, path);
    bool good = true;
    for (size_t i = 0; include && i < include->items.len; i++) {
        const Doc *item = include->items.at[i];
        good &= load_paths(loader->mem, path_join(loader->mem, folder, item->text), item->where,
                           &loader->queue, loader->err);
    }
    return good;
}

/* One file may be reached by several paths, also through links. */
static bool is_new(Loader *loader, const char *path)
{
    struct stat info;
    const char *name = path;
    if (stat(path, &info) == 0) {
        name = mem_printf(loader->mem, "%llu:%llu", (unsigned long long)info.st_dev,
                          (unsigned long long)info.st_ino);
    }
    return !doc_set(loader->mem, loader->seen, name, (Location){0}, NULL);
}

/* What a DSL file says of tables of other files waits until all files are read. */
static bool keep_strays(Loader *loader, Doc *doc)
{
    Doc *strays = strays_take(loader->mem, doc);
    if (strays && !shape_check(loader->mem, &shape_model, strays, loader->err)) {
        return false;
    }
    if (strays) {
        list_push(loader->mem, &loader->strays, strays);
    }
    return true;
}

static bool place_strays(const Loader *loader)
{
    bool placed = true;
    for (size_t i = 0; i < loader->strays.len; i++) {
        placed &= strays_place(loader->mem, loader->out->doc, loader->strays.at[i], loader->err);
    }
    return placed;
}

static bool load_file(Loader *loader, const char *path)
{
    Doc *doc = NULL;
    if (language_of(path) == LANGUAGE_NONE) {
        error_at(loader->err, ERR_MODEL, (Location){.file = path},
                 "\"%s\" is no model: its extension is unknown", path);
        return error_hint(loader->err, "models are .dbml, .json and .jsonc files");
    }
    list_push(loader->mem, &loader->out->files, path);
    return read_text(loader, path, &doc) && check_version(loader, path, doc) &&
           keep_strays(loader, doc) && shape_check(loader->mem, &shape_model, doc, loader->err) &&
           follow_includes(loader, path, doc) &&
           load_merge(loader->mem, loader->out->doc, doc, loader->err);
}

/* --- all files -------------------------------------------------------------------------------- */

/* A model without an object is fine when it has settings: it may describe an empty database. */
static bool check_not_empty(Loader *loader)
{
    for (size_t i = 0; i < loader->out->doc->members.len; i++) {
        if (loader->out->doc->members.at[i].value->kind == DOC_OBJECT) {
            return true;
        }
    }
    error_at(loader->err, ERR_MODEL, (Location){.file = loader->out->files.at[0]},
             "the model is empty: its %zu file%s declare%s nothing", loader->out->files.len,
             loader->out->files.len == 1 ? "" : "s", loader->out->files.len == 1 ? "s" : "");
    return error_hint(loader->err, "declare a table, or at least a project");
}

static bool load_queue(Loader *loader)
{
    bool good = true;
    while (loader->next < loader->queue.len) {
        const char *path = loader->queue.at[loader->next++];
        if (!is_new(loader, path)) {
            continue;
        }
        size_t before = loader->err->count;
        if (!load_file(loader, path)) {
            good = false;
            /* One run shows the errors of all files, up to one that the chain has no room for:
             * syntax errors are only kept as the first. */
            if (loader->err->count == before) {
                return false;
            }
        }
    }
    return good;
}

bool model_load(Mem *mem, const NameList *paths, ModelFiles *out, Error *err)
{
    ModelFiles files = {.doc = doc_new(mem, DOC_OBJECT, (Location){0})};
    Loader loader = {
        .mem = mem, .out = &files, .seen = doc_new(mem, DOC_OBJECT, (Location){0}), .err = err};
    if (!paths->len) {
        error_set(err, ERR_USAGE, "no model is given");
        return error_hint(err, "name model files with --model, or in schemadiff.json: "
                               "\"model\": [\"schema\"]");
    }
    for (size_t i = 0; i < paths->len; i++) {
        if (!load_paths(mem, paths->at[i], (Location){0}, &loader.queue, err)) {
            return false;
        }
    }
    if (!load_queue(&loader) || !check_not_empty(&loader) || !place_strays(&loader)) {
        return false;
    }
    *out = files;
    return true;
}
