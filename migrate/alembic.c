#include "migrate/alembic.h"

#include "base/file.h"
#include "emit/sql.h"
#include "migrate/history.h"
#include "migrate/python.h"

#include <stdlib.h>
#include <string.h>

/* --- files -------------------------------------------------------------------------------------
 */

typedef enum NameId { REVISION, DOWN_REVISION, DEPENDS_ON, BRANCH_LABELS, NAMES } NameId;

/* The first line that says something; what Alembic adds by itself says nothing. */
static const char *message_of(Mem *mem, const char *docstring)
{
    Str line = str_trim(str_of(docstring));
    const char *end = line.len ? memchr(line.ptr, '\n', line.len) : NULL;
    line.len = end ? (size_t)(end - line.ptr) : line.len;
    const char *message = str_dup(mem, str_trim(line));
    return text_starts(message, "Revision ID:") ? "" : message;
}

static void copy(Mem *mem, const PythonName *name, Texts *out)
{
    for (size_t i = 0; i < name->values.len; i++) {
        list_push(mem, out, name->values.at[i]);
    }
}

static bool one_revision(const PythonName *name, const char *path, Error *err)
{
    if (name->values.len == 1 && *name->values.at[0]) {
        return true;
    }
    error_at(err, ERR_MODEL, (Location){path, name->line, 1}, "\"revision\" is not one identifier");
    return error_hint(err, "Alembic writes revision = \"…\"");
}

/* *out NULL: the file names no revision. */
static bool read_revision(Mem *mem, const char *path, Migration **out, Error *err)
{
    PythonName names[NAMES] = {[REVISION] = {.name = "revision"},
                               [DOWN_REVISION] = {.name = "down_revision"},
                               [DEPENDS_ON] = {.name = "depends_on"},
                               [BRANCH_LABELS] = {.name = "branch_labels"}};
    const char *docstring = NULL;
    char *text = NULL;
    size_t len = 0;
    *out = NULL;
    if (!file_read(mem, path, &text, &len, err) ||
        !python_read(mem, path, text, len, names, NAMES, &docstring, err)) {
        return false;
    }
    if (!names[REVISION].found) {
        return true;
    }
    if (!one_revision(&names[REVISION], path, err)) {
        return false;
    }
    Migration *m = MEM_NEW(mem, Migration);
    m->path = path;
    m->text = text;
    m->len = len;
    m->revision = names[REVISION].values.at[0];
    m->revision_line = names[REVISION].line;
    m->message = message_of(mem, docstring);
    copy(mem, &names[DOWN_REVISION], &m->revises);
    copy(mem, &names[DEPENDS_ON], &m->depends_on);
    copy(mem, &names[BRANCH_LABELS], &m->labels);
    *out = m;
    return true;
}

static bool add_files(Mem *mem, const char *from, bool recursive, PathList *out, Error *err)
{
    PathList found = {0};
    if (!file_is_folder(from)) {
        error_at(err, ERR_FILE, (Location){.file = from}, "there is no folder \"%s\"", from);
        return error_hint(err, "name the folder that holds Alembic's env.py and versions");
    }
    if (!file_glob(mem, path_join(mem, from, recursive ? "**/*.py" : "*.py"), &found, err)) {
        return false;
    }
    for (size_t i = 0; i < found.len; i++) {
        list_push(mem, out, found.at[i]);
    }
    return true;
}

static bool find_files(Mem *mem, const AlembicConfig *config, bool recursive, PathList *out,
                       Error *err)
{
    const char *versions = path_join(mem, config->folder, "versions");
    for (size_t i = 0; i < config->locations.len; i++) {
        if (!add_files(mem, config->locations.at[i], recursive, out, err)) {
            return false;
        }
    }
    return config->locations.len ||
           add_files(mem, file_is_folder(versions) ? versions : config->folder, recursive, out,
                     err);
}

static bool read_files(Mem *mem, const AlembicConfig *config, bool recursive, Migrations *files,
                       Texts *skipped, Error *err)
{
    PathList paths = {0};
    if (!find_files(mem, config, recursive, &paths, err)) {
        return false;
    }
    for (size_t i = 0; i < paths.len; i++) {
        Migration *m = NULL;
        const char *name = path_base(paths.at[i]);
        if (text_equal(name, "__init__.py") || text_equal(name, "env.py")) {
            continue;
        }
        if (!read_revision(mem, paths.at[i], &m, err)) {
            return false;
        }
        if (m) {
            list_push(mem, files, m);
        } else {
            list_push(mem, skipped, paths.at[i]);
        }
    }
    return true;
}

static bool read_graph(Mem *mem, const AlembicConfig *config, bool recursive, Graph *out,
                       Texts *skipped, Error *err)
{
    Migrations files = {0};
    skipped->len = 0;
    if (!read_files(mem, config, recursive, &files, skipped, err)) {
        return false;
    }
    if (!files.len) {
        error_at(err, ERR_HISTORY, (Location){.file = config->folder},
                 "\"%s\" holds no Alembic revisions", config->folder);
        return error_hint(err, "name the folder that holds env.py and versions");
    }
    return graph_build(mem, config->folder, &files, out, err);
}

/* Without alembic.ini nobody knows that the folders below count: but where they must, they do. */
bool alembic_read(Mem *mem, const AlembicConfig *config, Graph *out, Texts *skipped, Error *err)
{
    return (!config->recursive && read_graph(mem, config, false, out, skipped, error_new(mem))) ||
           read_graph(mem, config, true, out, skipped, err);
}

/* --- the version table -------------------------------------------------------------------------
 */

static int compare_texts(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

static bool read_versions(Mem *mem, Conn *conn, const char *table, Texts *out, bool *exists,
                          Error *err)
{
    HistorySql sql = {.mem = mem, .server = &conn->server, .conn = conn, .table = table};
    Rows rows;
    if (!history_table_exists(mem, conn, table, exists, err)) {
        return false;
    }
    if (!*exists) {
        return true;
    }
    const char *question = mem_printf(mem, "SELECT version_num FROM %s", history_name(&sql));
    if (!conn_query_text(conn, mem, question, &rows, err)) {
        return false;
    }
    for (size_t i = 0; i < rows.len; i++) {
        list_push(mem, out, rows_get(&rows, i, 0));
    }
    if (out->len) {
        qsort(out->at, out->len, sizeof *out->at, compare_texts);
    }
    return true;
}

/* Names without a schema are looked for in the connection's: for a moment it has another. */
bool alembic_versions(Mem *mem, Conn *conn, const AlembicTable *table, Texts *out, bool *exists,
                      Error *err)
{
    const char *own = conn->server.default_schema;
    conn->server.default_schema = table->schema ? table->schema : own;
    bool ok = read_versions(mem, conn, table->name, out, exists, err);
    conn->server.default_schema = own;
    return ok;
}

bool alembic_pending(Mem *mem, const Graph *graph, const Texts *versions, Migrations *out,
                     Error *err)
{
    bool *applied = MEM_ARRAY(mem, bool, graph->list.len + 1);
    for (size_t i = 0; i < versions->len; i++) {
        const Migration *m = graph_find(graph, versions->at[i]);
        if (!m) {
            error_set(err, ERR_HISTORY,
                      "the database is at Alembic's revision \"%s\", which no file in \"%s\" has",
                      versions->at[i], graph->folder);
            return error_hint(err, "is this the right folder, and does it have all files?");
        }
        graph_mark_ancestors(graph, m, applied);
    }
    for (size_t i = 0; i < graph->list.len; i++) {
        if (!applied[i]) {
            list_push(mem, out, graph->list.at[i]);
        }
    }
    return true;
}

const char *alembic_names(Mem *mem, const Texts *versions)
{
    Buf names = buf_new(mem);
    for (size_t i = 0; i < versions->len; i++) {
        buf_fmt(&names, "%s%s", i ? ", " : "", versions->at[i]);
    }
    return buf_text(&names);
}
