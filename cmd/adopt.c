#include "cmd/adopt.h"

#include "cmd/compare.h"
#include "cmd/revision.h"
#include "migrate/alembic.h"
#include "migrate/snapshot.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MODEL         "schema/model.dbml"
#define PENDING_SHOWN 20u

typedef struct Adoption {
    Context *ctx;
    const char *folder, *project, *model; /* paths */
    const char *dir;                      /* of the revisions, from `folder` */
    const char *url;
    Conn *conn;
    AlembicConfig alembic;
    Texts versions; /* rows of Alembic's table; empty = it is not Alembic's */
    Schema *live;
    Doc *doc; /* of `live` */
    NewRevision baseline;
    PathList written;
    PathList folders; /* that were not there before, inner ones first */
} Adoption;

/* --- what is there -----------------------------------------------------------------------------
 */

static bool is_there(const char *path, Error *err)
{
    error_at(err, ERR_FILE, (Location){.file = path}, "\"%s\" is there already", path);
    return error_hint(err, "init never overwrites: choose an empty folder, or remove the file");
}

static void note_missing(Adoption *a, const char *folder)
{
    for (const char *at = folder; !file_exists(at); at = path_folder(a->ctx->mem, at)) {
        list_push(a->ctx->mem, &a->folders, at);
    }
}

static bool find_paths(Adoption *a, Error *err)
{
    Context *ctx = a->ctx;
    Graph graph = {0};
    a->dir = ctx->args->dir ? ctx->args->dir : "migrations";
    a->project = path_join(ctx->mem, a->folder, PROJECT_FILE);
    a->model = path_join(ctx->mem, a->folder, MODEL);
    ctx->config.dir = path_join(ctx->mem, a->folder, a->dir);
    if (file_exists(a->project) || file_exists(a->model)) {
        return is_there(file_exists(a->project) ? a->project : a->model, err);
    }
    note_missing(a, path_folder(ctx->mem, a->model));
    note_missing(a, ctx->config.dir);
    return session_graph(ctx, &graph, err) &&
           (!graph.list.len || is_there(graph.list.at[0]->path, err));
}

static bool read_config(Adoption *a, Error *err)
{
    const char *path = a->ctx->args->from_alembic;
    return !path || alembic_config_read(a->ctx->mem, path, &a->alembic, err);
}

/* --url, $DATABASE_URL, .env; else what alembic.ini says. */
static bool choose_url(Adoption *a, Error *err)
{
    Context *ctx = a->ctx;
    const AlembicConfig *alembic = &a->alembic;
    if (ctx->config.url || ctx->args->from) {
        return true;
    }
    if (alembic->databases && !alembic->url) {
        error_set(err, ERR_USAGE, "the project has several databases: %s", alembic->databases);
        return error_hint(err, "a project file is about one: say which with --url, and where its "
                               "files go: schemadiff init FOLDER --from-alembic DIR --url URL");
    }
    if (!alembic->url_where.file) {
        return true;
    }
    if (!alembic->url) {
        error_at(err, ERR_USAGE, alembic->url_where,
                 "\"sqlalchemy.url\" needs \"%s\", which is no option there and no variable of the "
                 "environment",
                 alembic->url_lacks ? alembic->url_lacks : "");
        return error_hint(err, "set that variable, or give --url");
    }
    ctx->config.url = alembic->url;
    return true;
}

static bool connect(Adoption *a, Error *err)
{
    Context *ctx = a->ctx;
    if (!choose_url(a, err)) {
        return false;
    }
    a->url = ctx->args->from ? ctx->args->from : ctx->config.url;
    return ctx->args->from ? session_connect_to(ctx, a->url, &a->conn, err)
                           : session_connect(ctx, &a->conn, err);
}

static bool is_behind(Context *ctx, const Migrations *pending, Error *err)
{
    Buf names = buf_new(ctx->mem);
    for (size_t i = 0; i < pending->len && i < PENDING_SHOWN; i++) {
        buf_fmt(&names, "\n  %s", describe_revision(ctx->mem, NULL, pending->at[i]));
    }
    error_set(err, ERR_HISTORY, "the database is behind Alembic's revisions: %zu pending:%s%s",
              pending->len, buf_text(&names), pending->len > PENDING_SHOWN ? "\n  …" : "");
    return error_hint(err, "run \"alembic upgrade heads\" (\"flask db upgrade\") once more first");
}

static bool no_table(Mem *mem, const AlembicTable *table, Error *err)
{
    error_set(err, ERR_HISTORY, "the database has no table \"%s\"", alembic_table_text(mem, table));
    return error_hint(err,
                      "run \"alembic upgrade heads\" (\"flask db upgrade\") on it first; where "
                      "the application names another table, write version_table=\"…\" into "
                      "env.py");
}

/* Where Alembic left the database: it must be behind nothing. */
static bool read_alembic(Adoption *a, Error *err)
{
    Context *ctx = a->ctx;
    Graph graph = {0};
    Texts skipped = {0};
    Migrations pending = {0};
    bool exists = false;
    if (!ctx->args->from_alembic) {
        return true;
    }
    if (!alembic_read(ctx->mem, &a->alembic, &graph, &skipped, err) ||
        !alembic_versions(ctx->mem, a->conn, &a->alembic.table, &a->versions, &exists, err) ||
        (!exists && !no_table(ctx->mem, &a->alembic.table, err)) ||
        !alembic_pending(ctx->mem, &graph, &a->versions, &pending, err)) {
        return false;
    }
    for (size_t i = 0; i < skipped.len; i++) {
        out_warn(ctx->out, "%s names no revision: passed over", skipped.at[i]);
    }
    out_note(ctx->out, "%zu Alembic revision%s read, the database is at %s", graph.list.len,
             graph.list.len == 1 ? "" : "s",
             a->versions.len ? alembic_names(ctx->mem, &a->versions) : "base");
    return !pending.len || is_behind(ctx, &pending, err);
}

/* What keeps Alembic's table out of sight; NULL = there is none. */
static const char *alembic_pattern(const Adoption *a)
{
    return a->ctx->args->from_alembic ? mem_printf(a->ctx->mem, "(^|\\.)%s$", a->alembic.table.name)
                                      : NULL;
}

static bool read_live(Adoption *a, Error *err)
{
    Scope scope = session_scope_whole(a->ctx);
    if (a->ctx->args->from_alembic) {
        list_push(a->ctx->mem, &scope.exclude, alembic_pattern(a));
    }
    if (!a->conn->server.dialect->introspect->read(a->ctx->mem, a->conn, &scope, &a->live, err)) {
        return false;
    }
    a->doc = model_encode(a->ctx->mem, a->live);
    return true;
}

/* --- what is written ---------------------------------------------------------------------------
 */

/* From nothing to what is there. Behind one Alembic revision it keeps that one's identifier. */
static bool make_baseline(Adoption *a, Error *err)
{
    Context *ctx = a->ctx;
    NewRevision *revision = &a->baseline;
    Graph none = {0};
    Migrations base = {0};
    Schema *empty = NULL;
    if (!revision_prepare_on(ctx, &none, &base, revision, err) ||
        !compare_empty(ctx->mem, &a->conn->server, &empty, err) ||
        !revision_plan(ctx, diff_schemas(ctx->mem, empty, a->live),
                       diff_schemas(ctx->mem, a->live, empty), revision, err)) {
        return false;
    }
    revision->head.message = "baseline";
    revision->model = a->doc;
    if (a->versions.len) {
        revision->head.alembic = alembic_names(ctx->mem, &a->versions);
        if (a->alembic.table.schema || !text_equal(a->alembic.table.name, ALEMBIC_TABLE)) {
            revision->head.alembic_table = alembic_table_text(ctx->mem, &a->alembic.table);
        }
    }
    if (a->versions.len == 1 && !ctx->args->revision_id && revision_is_valid(a->versions.at[0])) {
        revision->head.revision = a->versions.at[0];
    }
    return true;
}

static void add_list(Mem *mem, Doc *doc, const char *name, const NameList *list, const char *more)
{
    Doc *array = json_array(mem);
    for (size_t i = 0; i < list->len; i++) {
        doc_append(mem, array, doc_string(mem, list->at[i], (Location){0}));
    }
    if (more) {
        doc_append(mem, array, doc_string(mem, more, (Location){0}));
    }
    if (array->items.len) {
        json_value(mem, doc, name, array);
    }
}

/* A URL with a secret stays out of the file; so does one that means another file from there. */
static bool may_be_written(const Adoption *a)
{
    Url url = {0};
    bool relative = text_starts(a->url, "sqlite:///") && !text_starts(a->url, "sqlite:////");
    return url_parse(a->ctx->mem, a->url, &url, error_new(a->ctx->mem)) &&
           text_equal(url.safe, url.text) && (!relative || text_equal(a->folder, "."));
}

static const char *project_text(Adoption *a)
{
    Mem *mem = a->ctx->mem;
    const Arguments *args = a->ctx->args;
    Doc *doc = json_object(mem), *environments = json_object(mem), *database = json_object(mem);
    Buf text = buf_new(mem);
    json_number(mem, doc, "schemadiff", 1);
    json_text(mem, doc, "model", MODEL);
    json_text(mem, doc, "migrations", a->dir);
    add_list(mem, doc, "schemas", &args->schemas, NULL);
    add_list(mem, doc, "include", &args->include, NULL);
    add_list(mem, doc, "exclude", &args->exclude, alembic_pattern(a));
    json_text(mem, doc, "default_env", "development");
    json_text(mem, database, "url_env", "DATABASE_URL");
    if (may_be_written(a)) {
        json_text(mem, database, "url", a->url);
    }
    json_value(mem, environments, "development", database);
    json_value(mem, doc, "environments", environments);
    json_write(doc, &text);
    return buf_text(&text);
}

static bool create(Adoption *a, const char *path, const char *text, Error *err)
{
    Mem *mem = a->ctx->mem;
    if (!file_make_folder(path_folder(mem, path), err) ||
        !file_create(path, text, strlen(text), err)) {
        return false;
    }
    list_push(mem, &a->written, path);
    return true;
}

static bool write_files(Adoption *a, Error *err)
{
    Context *ctx = a->ctx;
    Graph none = {0};
    Buf model = buf_new(ctx->mem);
    dsl_write(ctx->mem, a->doc, &model);
    if (!create(a, a->project, project_text(a), err) ||
        !create(a, a->model, buf_text(&model), err) ||
        !revision_write(ctx, &none, a->conn->server.dialect, &a->baseline, err)) {
        return false;
    }
    list_push(ctx->mem, &a->written, a->baseline.path);
    list_push(ctx->mem, &a->written, path_join(ctx->mem, ctx->config.dir, SNAPSHOT_FILE));
    return true;
}

static void remove_files(const Adoption *a)
{
    for (size_t i = 0; i < a->written.len; i++) {
        (void)remove(a->written.at[i]);
    }
    for (size_t i = 0; i < a->folders.len; i++) {
        (void)rmdir(a->folders.at[i]);
    }
}

/* --- the stamp ---------------------------------------------------------------------------------
 */

static bool record(Context *ctx UNUSED, Runner *runner, Error *err)
{
    if (runner->history.rows.len) {
        error_set(err, ERR_HISTORY, "the database has a history: %zu revision%s, \"%s\" among them",
                  runner->history.rows.len, runner->history.rows.len == 1 ? "" : "s",
                  runner->history.rows.at[0].revision);
        return error_hint(err, "its project is somewhere: work with its files");
    }
    return runner_record(runner, runner->graph->list.at[0], err);
}

static bool stamp(const Adoption *a, Error *err)
{
    const RunMode mode = {.accepted = FLAW_HALF_WAY | FLAW_EDITED | FLAW_NO_FILE, .creates = true};
    return session_run_on(a->ctx, a->conn, &mode, record, err);
}

static void tell(const Adoption *a)
{
    Context *ctx = a->ctx;
    Doc *written = json_array(ctx->mem);
    for (size_t i = 0; i < a->written.len; i++) {
        out_line(ctx->out, "%s", a->written.at[i]);
        doc_append(ctx->mem, written, doc_string(ctx->mem, a->written.at[i], (Location){0}));
    }
    if (!ctx->args->from && !may_be_written(a)) {
        out_note(ctx->out, "the URL is not written: put DATABASE_URL=... into .env, or set it");
    }
    out_line(ctx->out, "stamped %s \"%s\"", a->baseline.head.revision, a->baseline.head.message);
    out_note(ctx->out,
             "Next: \"schemadiff check\" compares, \"schemadiff verify\" proves that the "
             "baseline can be built; then\nchange the model and run \"schemadiff generate "
             "-m MSG\".");
    if (ctx->out->json) {
        Doc *doc = describe_document(ctx->mem, 0);
        json_value(ctx->mem, doc, "written", written);
        json_text(ctx->mem, doc, "revision", a->baseline.head.revision);
        json_number(ctx->mem, doc, "tables", (int64_t)a->live->tables.len);
        out_document(ctx->out, doc);
    }
}

bool adopt_run(Context *ctx, const char *folder, Error *err)
{
    Adoption a = {.ctx = ctx, .folder = folder};
    config_without_project(ctx->mem, ctx->args, &ctx->config);
    if (!find_paths(&a, err) || !read_config(&a, err) || !connect(&a, err) ||
        !read_alembic(&a, err) || !read_live(&a, err) || !make_baseline(&a, err)) {
        return false;
    }
    if (!write_files(&a, err) || !stamp(&a, err)) {
        remove_files(&a);
        return false;
    }
    tell(&a);
    return true;
}

/* --- other databases of the project ------------------------------------------------------------
 */

static Migration *baseline_of(const Graph *graph)
{
    for (size_t i = 0; i < graph->list.len; i++) {
        if (graph->list.at[i]->alembic) {
            return graph->list.at[i];
        }
    }
    return NULL;
}

static bool is_elsewhere(const Migration *baseline, const char *versions, Error *err)
{
    error_set(err, ERR_HISTORY,
              "Alembic left the database at \"%s\", but revision \"%s\" goes on from Alembic's "
              "\"%s\"",
              versions, baseline->revision, baseline->alembic);
    return error_hint(err, "run \"alembic upgrade heads\" (\"flask db upgrade\") on it once more");
}

bool adopt_take_over(Context *ctx, Runner *runner, Error *err)
{
    Migration *baseline = baseline_of(runner->graph);
    Texts versions = {0};
    bool exists = false;
    const AlembicTable table =
        alembic_table_of(ctx->mem, baseline ? baseline->alembic_table : NULL);
    if (!baseline || runner->history.rows.len) {
        return true;
    }
    if (!alembic_versions(ctx->mem, runner->conn, &table, &versions, &exists, err)) {
        return false;
    }
    if (!versions.len) {
        return true; /* it was never Alembic's */
    }
    const char *names = alembic_names(ctx->mem, &versions);
    if (!text_equal(names, baseline->alembic)) {
        return is_elsewhere(baseline, names, err);
    }
    if (!runner_record(runner, baseline, err) ||
        !history_read(ctx->mem, runner->conn, runner->table, runner->graph, &runner->history,
                      err)) {
        return false;
    }
    out_note(ctx->out, "taken over from Alembic's \"%s\": stamped %s", names,
             migration_label(ctx->mem, baseline));
    return true;
}
