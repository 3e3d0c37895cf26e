#include "migrate/alembic_config.h"

#include "migrate/python_lexer.h"

#include <stdlib.h>
#include <string.h>

/* --- alembic.ini -------------------------------------------------------------------------------
 */

typedef struct Option {
    const char *name, *value;
    uint32_t line;
} Option;

typedef struct Ini {
    Mem *mem;
    const char *path, *here;
    LIST(Option) options; /* of [alembic] and [DEFAULT] */
} Ini;

static bool is_section(Str line, bool *ours)
{
    if (!line.len || line.ptr[0] != '[') {
        return false;
    }
    *ours = str_equal_text(line, "[alembic]") || str_equal_text(line, "[DEFAULT]");
    return true;
}

static void add_option(Ini *ini, Str line, uint32_t number)
{
    size_t name = 0;
    while (name < line.len && line.ptr[name] != '=' && line.ptr[name] != ':') {
        name++;
    }
    if (name < line.len) {
        Str value = {line.ptr + name + 1, line.len - name - 1};
        Option option = {str_dup(ini->mem, str_trim((Str){line.ptr, name})),
                         str_dup(ini->mem, str_trim(value)), number};
        list_push(ini->mem, &ini->options, option);
    }
}

/* A line that is indented goes on with the option before it. */
static void go_on(Ini *ini, Str line)
{
    if (ini->options.len) {
        Option *last = &ini->options.at[ini->options.len - 1];
        last->value = mem_printf(ini->mem, "%s\n%.*s", last->value, (int)line.len, line.ptr);
    }
}

static bool read_ini(Ini *ini, Error *err)
{
    char *text = NULL;
    bool ours = false;
    uint32_t number = 0;
    if (!file_read(ini->mem, ini->path, &text, NULL, err)) {
        return false;
    }
    for (const char *at = text; *at; at += *at == '\n') {
        Str raw = {at, strcspn(at, "\n")}, line = str_trim(raw);
        at += raw.len;
        number++;
        if (!line.len || line.ptr[0] == '#' || line.ptr[0] == ';' || is_section(line, &ours) ||
            !ours) {
            continue;
        }
        if (line.ptr != raw.ptr) {
            go_on(ini, line);
        } else {
            add_option(ini, line, number);
        }
    }
    return true;
}

static const Option *find_option(const Ini *ini, const char *name)
{
    for (size_t i = ini->options.len; i--;) {
        if (text_equal_nocase(ini->options.at[i].name, name)) {
            return &ini->options.at[i];
        }
    }
    return NULL;
}

/* An option may name another, which names another: but not without end. */
#define DEPTH_MAX 10

/* %% and %(name)s; *lacks is the name that nobody sets. */
static const char *expand(const Ini *ini, const char *text, int depth, const char **lacks)
{
    Buf buf = buf_new(ini->mem);
    for (const char *c = text; *c; c++) {
        const char *close = text_starts(c, "%(") ? strstr(c, ")s") : NULL;
        if (!close) {
            c += text_starts(c, "%%");
            buf_char(&buf, *c);
            continue;
        }
        const char *name = mem_strndup(ini->mem, c + 2, (size_t)(close - c) - 2);
        const Option *option = depth < DEPTH_MAX ? find_option(ini, name) : NULL;
        const char *value = text_equal(name, "here") ? ini->here
                            : option                 ? expand(ini, option->value, depth + 1, lacks)
                                                     : getenv(name);
        *lacks = value ? *lacks : name;
        buf_add(&buf, value ? value : "");
        c = close + 1;
    }
    return buf_text(&buf);
}

static const char *option_text(const Ini *ini, const char *name)
{
    const char *lacks = NULL;
    const Option *option = find_option(ini, name);
    const char *text = option ? expand(ini, option->value, 0, &lacks) : NULL;
    return lacks || text_empty(text) ? NULL : text;
}

static void read_url(const Ini *ini, AlembicConfig *out)
{
    const Option *option = find_option(ini, "sqlalchemy.url");
    if (!option || text_starts(option->value, "driver://")) {
        return; /* what "alembic init" writes means nothing */
    }
    const char *url = expand(ini, option->value, 0, &out->url_lacks);
    out->url = out->url_lacks || !*url ? NULL : url;
    out->url_where = (Location){ini->path, option->line, 1};
}

/* A relative path is one of the folder in which alembic was called: mostly that of the file. */
static const char *find_folder(const Ini *ini, const char *path)
{
    const char *beside = path_clean(ini->mem, path_join(ini->mem, ini->here, path));
    return file_is_folder(beside) ? beside : path;
}

static void read_locations(const Ini *ini, AlembicConfig *out)
{
    const char *text = option_text(ini, "version_locations");
    while (text && *text) {
        size_t len = strcspn(text, " \t\n:;,");
        if (len) {
            const char *path = mem_strndup(ini->mem, text, len);
            list_push(ini->mem, &out->locations, find_folder(ini, path));
        }
        text += len + (text[len] != '\0');
    }
}

static const char *find_ini(Mem *mem, const char *path)
{
    if (file_exists(path) && !file_is_folder(path)) {
        return path;
    }
    const char *inside = path_join(mem, path, "alembic.ini");
    const char *beside = path_join(mem, path_folder(mem, path_clean(mem, path)), "alembic.ini");
    if (file_exists(inside)) {
        return inside;
    }
    return file_is_folder(path) && file_exists(beside) ? beside : NULL;
}

static bool holds_scripts(Mem *mem, const char *folder)
{
    return file_exists(path_join(mem, folder, "env.py")) ||
           file_is_folder(path_join(mem, folder, "versions"));
}

static bool same_path(Mem *mem, const char *a, const char *b)
{
    return text_equal(path_clean(mem, a), path_clean(mem, b));
}

static bool apply_ini(Mem *mem, const char *path, AlembicConfig *out, Error *err)
{
    Ini ini = {.mem = mem, .path = out->ini, .here = path_folder(mem, out->ini)};
    if (!read_ini(&ini, err)) {
        return false;
    }
    const char *scripts = option_text(&ini, "script_location");
    const char *folder = scripts ? find_folder(&ini, scripts) : path;
    if (!holds_scripts(mem, path)) {
        out->folder = folder;
    } else if (!same_path(mem, folder, path) && !same_path(mem, ini.here, path)) {
        out->ini = NULL; /* it lies beside the folder, but is about another one */
        return true;
    }
    read_url(&ini, out);
    read_locations(&ini, out);
    return true;
}

/* --- env.py ------------------------------------------------------------------------------------
 */

typedef struct Env {
    Mem *mem;
    const char *path, *text;
    size_t len;
    Error *err;
} Env;

static bool is_other(const PythonToken *token, char c)
{
    return token->kind == PYTHON_OTHER && token->text[0] == c;
}

/* NAME = "constant" anywhere in the file; *out stays when there is none. */
static bool find_constant(const Env *env, const char *name, const char **out)
{
    PythonLexer lexer = python_lexer(env->mem, env->path, env->text, env->len);
    PythonToken before[2] = {{.kind = PYTHON_NEWLINE}, {.kind = PYTHON_NEWLINE}}, token;
    do {
        if (!python_next(&lexer, &token, env->err)) {
            return false;
        }
        if (before[0].kind == PYTHON_NAME && text_equal(before[0].text, name) &&
            is_other(&before[1], '=') && token.kind == PYTHON_STRING && token.constant) {
            *out = token.text;
        }
        before[0] = before[1];
        before[1] = token;
    } while (token.kind != PYTHON_END);
    return true;
}

static bool no_constant(const Env *env, const char *argument, const PythonToken *token)
{
    error_at(env->err, ERR_MODEL, (Location){env->path, token->line, token->column},
             "what \"%s\" is cannot be told without running Python", argument);
    return error_hint(env->err, "write it as a string");
}

/* The value of a keyword argument: a string, None, or a name that stands for a string. */
static bool argument_value(const Env *env, const char *argument, const PythonToken *token,
                           const char **out)
{
    const char *value = NULL;
    if (token->kind == PYTHON_STRING && token->constant) {
        *out = token->text;
        return true;
    }
    if (token->kind == PYTHON_NAME && text_equal(token->text, "None")) {
        return true;
    }
    if (token->kind == PYTHON_NAME && !find_constant(env, token->text, &value)) {
        return false;
    }
    *out = value ? value : *out;
    return value || no_constant(env, argument, token);
}

static bool read_argument(const Env *env, const char *argument, const char **out)
{
    PythonLexer lexer = python_lexer(env->mem, env->path, env->text, env->len);
    PythonToken before[2] = {{.kind = PYTHON_NEWLINE}, {.kind = PYTHON_NEWLINE}}, token;
    do {
        if (!python_next(&lexer, &token, env->err)) {
            return false;
        }
        if (before[0].kind == PYTHON_NAME && text_equal(before[0].text, argument) &&
            is_other(&before[1], '=') && !is_other(&token, '=')) {
            return argument_value(env, argument, &token, out);
        }
        before[0] = before[1];
        before[1] = token;
    } while (token.kind != PYTHON_END);
    return true;
}

static bool read_env(Mem *mem, AlembicConfig *out, Error *err)
{
    char *text = NULL;
    Env env = {.mem = mem, .path = path_join(mem, out->folder, "env.py"), .err = err};
    if (!file_exists(env.path)) {
        return true;
    }
    if (!file_read(mem, env.path, &text, &env.len, err)) {
        return false;
    }
    env.text = text;
    return read_argument(&env, "version_table", &out->table.name) &&
           read_argument(&env, "version_table_schema", &out->table.schema);
}

/* --- all of it ---------------------------------------------------------------------------------
 */

bool alembic_config_read(Mem *mem, const char *path, AlembicConfig *out, Error *err)
{
    AlembicConfig config = {
        .ini = find_ini(mem, path), .folder = path, .table = {.name = ALEMBIC_TABLE}};
    if ((config.ini && !apply_ini(mem, path, &config, err)) || !read_env(mem, &config, err)) {
        return false;
    }
    *out = config;
    return true;
}

const char *alembic_table_text(Mem *mem, const AlembicTable *table)
{
    return table->schema ? mem_printf(mem, "%s.%s", table->schema, table->name) : table->name;
}

AlembicTable alembic_table_of(Mem *mem, const char *text)
{
    const char *dot = text ? strchr(text, '.') : NULL;
    if (!text) {
        return (AlembicTable){.name = ALEMBIC_TABLE};
    }
    return dot ? (AlembicTable){mem_strndup(mem, text, (size_t)(dot - text)), dot + 1}
               : (AlembicTable){NULL, text};
}
