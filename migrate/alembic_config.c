#include "migrate/alembic_config.h"

#include "migrate/alembic_env.h"
#include "migrate/python.h"

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

/* A relative path is one of the folder in which alembic was called: mostly that of the file. The
 * folder of a package is written "package:folder". */
static const char *find_folder(const Ini *ini, const char *path)
{
    const char *colon = strchr(path, ':');
    const char *plain =
        colon ? mem_printf(ini->mem, "%.*s/%s", (int)(colon - path), path, colon + 1) : path;
    const char *beside = path_clean(ini->mem, path_join(ini->mem, ini->here, plain));
    return file_is_folder(beside) ? beside : plain;
}

/* What path_separator says, by its older name, too; without it, blanks and commas. Lines always. */
static const char *separators(const Ini *ini)
{
    static const char *const words[][2] = {
        {"os", "\n:"}, {":", "\n:"}, {";", "\n;"}, {"space", "\n "}, {"newline", "\n"}};
    const char *word = option_text(ini, "path_separator");
    word = word ? word : option_text(ini, "version_path_separator");
    for (size_t i = 0; word && i < sizeof words / sizeof *words; i++) {
        if (text_equal(word, words[i][0])) {
            return words[i][1];
        }
    }
    return "\n ,";
}

static void read_locations(const Ini *ini, AlembicConfig *out)
{
    const char *text = option_text(ini, "version_locations"), *between = separators(ini);
    while (text && *text) {
        size_t len = strcspn(text, between);
        Str path = str_trim((Str){text, len});
        if (path.len) {
            list_push(ini->mem, &out->locations, find_folder(ini, str_dup(ini->mem, path)));
        }
        text += len + (text[len] != '\0');
    }
}

/* *scripts stays when the file does not say where env.py is. */
static bool apply_ini(Mem *mem, AlembicConfig *out, const char **scripts, Error *err)
{
    Ini ini = {.mem = mem, .path = out->ini};
    if (!out->ini) {
        return true;
    }
    ini.here = path_folder(mem, out->ini);
    if (!read_ini(&ini, err)) {
        return false;
    }
    const char *location = option_text(&ini, "script_location");
    *scripts = location ? find_folder(&ini, location) : *scripts;
    const char *recursive = option_text(&ini, "recursive_version_locations");
    out->recursive = recursive && text_equal_nocase(recursive, "true");
    out->databases = option_text(&ini, "databases");
    read_url(&ini, out);
    read_locations(&ini, out);
    return true;
}

/* --- pyproject.toml ----------------------------------------------------------------------------
 */

/* The table [tool.alembic] alone; of all else only the ends of its lines. What it holds reads like
 * Python: names, strings, lists of strings, comments. */
static char *own_table(Mem *mem, const char *text, size_t *len)
{
    Buf own = buf_new(mem);
    bool ours = false;
    for (const char *at = text; *at; at += *at == '\n') {
        size_t n = strcspn(at, "\n");
        Str line = str_trim((Str){at, n});
        bool header = line.len && line.ptr[0] == '[';
        ours = header ? str_equal_text(line, "[tool.alembic]") : ours;
        buf_add_len(&own, at, ours && !header ? n : 0);
        buf_char(&own, '\n');
        at += n;
    }
    *len = own.len;
    return mem_strdup(mem, buf_text(&own));
}

/* NAME = true, which is no Python. */
static bool is_true(const char *text, const char *name)
{
    for (const char *at = strstr(text, name); at; at = strstr(at + 1, name)) {
        const char *value = at + strlen(name);
        value += strspn(value, " \t=");
        if ((at == text || at[-1] == '\n') && text_starts(value, "true")) {
            return true;
        }
    }
    return false;
}

typedef enum TomlName { TOML_SCRIPTS, TOML_VERSIONS, TOML_NAMES } TomlName;

/* What alembic.ini says comes first, as for Alembic. */
static void apply_names(Mem *mem, const PythonName *names, AlembicConfig *out, const char **scripts)
{
    const Ini toml = {.mem = mem, .path = out->toml, .here = path_folder(mem, out->toml)};
    const char *lacks = NULL;
    const PythonName *scripts_at = &names[TOML_SCRIPTS], *versions = &names[TOML_VERSIONS];
    for (size_t i = 0; !*scripts && i < scripts_at->values.len; i++) {
        *scripts = find_folder(&toml, expand(&toml, scripts_at->values.at[i], 0, &lacks));
    }
    bool known = out->locations.len > 0;
    for (size_t i = 0; !known && i < versions->values.len; i++) {
        const char *path = expand(&toml, versions->values.at[i], 0, &lacks);
        list_push(mem, &out->locations, find_folder(&toml, path));
    }
}

static bool apply_toml(Mem *mem, AlembicConfig *out, const char **scripts, Error *err)
{
    PythonName names[TOML_NAMES] = {[TOML_SCRIPTS] = {.name = "script_location"},
                                    [TOML_VERSIONS] = {.name = "version_locations"}};
    const char *docstring = NULL;
    char *text = NULL;
    size_t len = 0;
    if (!out->toml) {
        return true;
    }
    if (!file_read(mem, out->toml, &text, NULL, err)) {
        return false;
    }
    text = own_table(mem, text, &len);
    if (!python_read(mem, out->toml, text, len, names, TOML_NAMES, &docstring, err)) {
        return false;
    }
    apply_names(mem, names, out, scripts);
    out->recursive = out->recursive || is_true(text, "recursive_version_locations");
    return true;
}

/* --- where they are ----------------------------------------------------------------------------
 */

static bool is_file(const char *path)
{
    return file_exists(path) && !file_is_no_file(path);
}

/* `path` itself, or the file of that name in the folder of env.py, or beside it. */
static const char *find_config(Mem *mem, const char *path, const char *name, const char *suffix)
{
    if (is_file(path) && text_ends(path, suffix)) {
        return path;
    }
    const char *outer = path_folder(mem, path_clean(mem, path));
    const char *inside = path_join(mem, is_file(path) ? outer : path, name);
    const char *beside = path_join(mem, outer, name);
    if (is_file(inside)) {
        return inside;
    }
    return file_is_folder(path) && is_file(beside) ? beside : NULL;
}

static bool holds_scripts(Mem *mem, const char *folder)
{
    return file_exists(path_join(mem, folder, "env.py")) ||
           file_is_folder(path_join(mem, folder, "versions"));
}

static bool lies_in(Mem *mem, const char *file, const char *folder)
{
    return file && text_equal(path_clean(mem, path_folder(mem, file)), path_clean(mem, folder));
}

static bool no_location(const char *path, Error *err)
{
    error_at(err, ERR_MODEL, (Location){.file = path},
             "\"script_location\", the folder of env.py, is said neither there nor in "
             "pyproject.toml beside it");
    return error_hint(err, "name the folder that holds env.py and versions");
}

/* Files that lie beside the folder may be about another one. */
static bool find_scripts(Mem *mem, const char *path, AlembicConfig *out, Error *err)
{
    AlembicConfig config = *out;
    const char *scripts = NULL;
    if (!apply_ini(mem, &config, &scripts, err) || !apply_toml(mem, &config, &scripts, err)) {
        return false;
    }
    bool own = lies_in(mem, config.ini, path) || lies_in(mem, config.toml, path);
    if (!holds_scripts(mem, path)) {
        config.folder = scripts ? scripts : path;
    } else if (!own && scripts && !text_equal(path_clean(mem, scripts), path_clean(mem, path))) {
        return true;
    }
    if (is_file(config.folder)) {
        return no_location(path, err);
    }
    *out = config;
    return true;
}

/* --- all of it ---------------------------------------------------------------------------------
 */

bool alembic_config_read(Mem *mem, const char *path, AlembicConfig *out, Error *err)
{
    AlembicConfig config = {.ini = find_config(mem, path, "alembic.ini", ".ini"),
                            .toml = find_config(mem, path, "pyproject.toml", ".toml"),
                            .folder = path,
                            .table = {.name = ALEMBIC_TABLE}};
    if (!find_scripts(mem, path, &config, err) ||
        !alembic_env_read(mem, config.folder, &config.table, err)) {
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
