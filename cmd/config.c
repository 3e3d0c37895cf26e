#include "cmd/config.h"

#include "cmd/command.h"
#include "cmd/project.h"
#include "migrate/dir.h"
#include "migrate/history.h"
#include "schema/model.h"

#include <stdlib.h>
#include <string.h>

/* --- finding and reading it --------------------------------------------------------------------
 */

/* Here or in the nearest parent folder; NULL = nowhere. */
static const char *find_project(Mem *mem)
{
    const char *path = PROJECT_FILE;
    char *here = realpath(".", NULL);
    size_t depth = 0;
    if (here) {
        mem_adopt(mem, here, free);
    }
    for (const char *c = here; c && *c; c++) {
        depth += *c == '/';
    }
    for (; !file_exists(path); depth--) {
        if (depth == 0) {
            return NULL;
        }
        path = mem_printf(mem, "../%s", path);
    }
    return path;
}

static bool check_format(Mem *mem, const Doc *doc, Error *err)
{
    const Doc *format = doc_get(mem, doc, "schemadiff");
    if (!format || text_equal(format->text, "1")) {
        return true;
    }
    error_at(err, ERR_MODEL, format->where, "file format \"%s\" is not known", format->text);
    return error_hint(err, "this program reads format 1: is it too old for this file?");
}

/* *path NULL: there is none. */
static bool read_project(Mem *mem, const Arguments *args, const char **path, Doc **out, Error *err)
{
    const char *given = args->config;
    char *text = NULL;
    size_t len = 0;
    *path = given ? given : find_project(mem);
    if (!*path) {
        return true;
    }
    return (given ? file_read_stream(mem, given, &text, &len, err)
                  : file_read(mem, *path, &text, &len, err)) &&
           json_read(mem, *path, text, len, text_ends(*path, "c"), out, err) &&
           check_format(mem, *out, err) && shape_check(mem, &project_shape, *out, err);
}

static const char *text_of(Mem *mem, const Doc *doc, const char *name)
{
    const Doc *value = doc_get(mem, doc, name);
    return value ? value->text : NULL;
}

static const char *below(Mem *mem, const Config *config, const char *path)
{
    return path_clean(mem, path_join(mem, config->folder, path));
}

static void add_texts(Mem *mem, const Doc *doc, NameList *out)
{
    if (doc && doc->kind == DOC_STRING) {
        list_push(mem, out, doc->text);
    }
    for (size_t i = 0; doc && i < doc->items.len; i++) {
        list_push(mem, out, doc->items.at[i]->text);
    }
}

static void read_settings(Mem *mem, const Doc *doc, Config *out)
{
    NameList models = {0};
    const char *text;
    add_texts(mem, doc_get(mem, doc, "model"), &models);
    for (size_t i = 0; i < models.len; i++) {
        list_push(mem, &out->models, below(mem, out, models.at[i]));
    }
    add_texts(mem, doc_get(mem, doc, "schemas"), &out->schemas);
    add_texts(mem, doc_get(mem, doc, "include"), &out->include);
    add_texts(mem, doc_get(mem, doc, "exclude"), &out->exclude);
    text = text_of(mem, doc, "migrations");
    out->dir = below(mem, out, text ? text : out->dir);
    text = text_of(mem, doc, "version_table");
    out->history_table = text ? text : out->history_table;
    text = text_of(mem, doc, "file_template");
    out->file_template = text ? text : out->file_template;
    out->naming = doc_get(mem, doc, "naming");
    out->lint = doc_get(mem, doc, "lint");
    const Doc *guards = doc_get(mem, doc, "guards");
    out->guards = guards && text_equal(guards->text, "true");
}

/* --- the database ------------------------------------------------------------------------------
 */

/* A relative SQLite file of the project file lies beside it, wherever the command is called. */
static const char *url_below(Mem *mem, const Config *config, const char *url)
{
    const char *path = url && text_starts(url, "sqlite:///") ? url + strlen("sqlite:///") : NULL;
    if (!path || *path == '/' || !*path || *path == '?' || text_equal(config->folder, ".") ||
        text_starts(path, ":memory:")) {
        return url;
    }
    return mem_printf(mem, "sqlite:///%s", path_join(mem, config->folder, path));
}

/* The real environment, else .env beside the project file. */
static const char *variable(Mem *mem, const Config *config, const char *name)
{
    const char *value = getenv(name);
    const char *path = path_join(mem, config->folder, ".env");
    char *text = NULL;
    if (!text_empty(value)) {
        return value;
    }
    if (!file_exists(path) || !file_read_stream(mem, path, &text, NULL, error_new(mem))) {
        return NULL; /* a pipe is fine: that is how keepers of secrets hand one over */
    }
    return url_below(mem, config, dotenv_get(mem, text, name));
}

static bool unknown_env(Mem *mem, const Doc *environments, const char *name, Error *err)
{
    Buf names = buf_new(mem);
    for (size_t i = 0; environments && i < environments->members.len; i++) {
        buf_fmt(&names, "%s%s", i ? ", " : "", environments->members.at[i].name);
    }
    error_set(err, ERR_USAGE, "there is no environment \"%s\" in the project file", name);
    if (!names.len) {
        return error_hint(err, "add it to \"environments\" of %s", PROJECT_FILE);
    }
    return error_hint(err, "it has: %s", buf_text(&names));
}

static bool read_environment(Mem *mem, const Doc *doc, const Arguments *args, Config *out,
                             Error *err)
{
    const Doc *environments = doc_get(mem, doc, "environments");
    const char *chosen = args->env ? args->env : getenv("SCHEMADIFF_ENV");
    bool by_default = text_empty(chosen);
    out->env = by_default ? text_of(mem, doc, "default_env") : chosen;
    const Doc *environment = out->env ? doc_get(mem, environments, out->env) : NULL;
    if (out->env && !environment) {
        return unknown_env(mem, environments, out->env, err);
    }
    /* The default environment has no say about a database that --url names. */
    bool rules = environment && !(by_default && args->url);
    if (!environment_read(mem, doc, rules ? environment : NULL, rules ? out->env : NULL,
                          &out->environment, err)) {
        return false;
    }
    if (!environment) {
        return true;
    }
    const char *name = text_of(mem, environment, "url_env");
    out->url = name ? variable(mem, out, name) : NULL;
    if (!out->url) {
        out->url = url_below(mem, out, text_of(mem, environment, "url"));
        out->missing_variable = out->url ? NULL : name;
    }
    out->scratch = url_below(mem, out, text_of(mem, environment, "scratch"));
    const char *dir = rules ? text_of(mem, environment, "migrations") : NULL;
    out->dir = dir ? below(mem, out, dir) : out->dir;
    out->url_source = mem_printf(mem, "environment \"%s\"", out->env);
    return true;
}

static void apply_arguments(Mem *mem, const Arguments *args, Config *out)
{
    if (args->url) {
        out->url = args->url;
        out->url_source = "--url";
    } else if (!out->url && !out->missing_variable) {
        out->url = variable(mem, out, "DATABASE_URL");
        out->url_source = "$DATABASE_URL";
    }
    out->models = args->models.len ? args->models : out->models;
    out->dir = args->dir ? args->dir : out->dir;
    out->schemas = args->schemas.len ? args->schemas : out->schemas;
    out->include = args->include.len ? args->include : out->include;
    out->exclude = args->exclude.len ? args->exclude : out->exclude;
}

static const Config defaults = {.folder = ".",
                                .dir = "migrations",
                                .history_table = HISTORY_TABLE_DEFAULT,
                                .file_template = FILE_TEMPLATE_DEFAULT};

void config_without_project(Mem *mem, const Arguments *args, Config *out)
{
    *out = defaults;
    apply_arguments(mem, args, out);
}

bool config_load(Mem *mem, const Arguments *args, Config *out, Error *err)
{
    Config config = defaults;
    Doc *doc = NULL;
    if (!read_project(mem, args, &config.file, &doc, err)) {
        return false;
    }
    if (config.file) {
        config.folder = path_folder(mem, config.file);
        read_settings(mem, doc, &config);
    }
    if (!read_environment(mem, doc, args, &config, err)) {
        return false;
    }
    apply_arguments(mem, args, &config);
    *out = config;
    return true;
}

bool config_environments(Mem *mem, const Arguments *args, NameList *out, Error *err)
{
    const char *file = NULL;
    Doc *doc = NULL;
    if (!read_project(mem, args, &file, &doc, err)) {
        return false;
    }
    const Doc *environments = doc_get(mem, doc, "environments");
    for (size_t i = 0; environments && i < environments->members.len; i++) {
        list_push(mem, out, environments->members.at[i].name);
    }
    return true;
}
