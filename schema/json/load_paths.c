#include "schema/json/load.h"

#include <string.h>
#include <sys/stat.h>

/* Folders of models are shallow; the limit is for loops that mounts can make. */
#define FOLDER_DEPTH 64

/* A folder may hold the project file beside the model; it is no model. */
static const char *const project_file = "schemadiff.json";

static bool is_model(const char *name)
{
    return text_ends(name, ".dbml") || text_ends(name, ".json") || text_ends(name, ".jsonc");
}

static bool is_link(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
}

static bool add_folder(Mem *mem, const char *folder, int depth, PathList *out, Error *err)
{
    PathList names = {0};
    if (!file_list(mem, folder, &names, err)) {
        return false;
    }
    for (size_t i = 0; i < names.len; i++) {
        const char *path = path_join(mem, folder, names.at[i]);
        if (file_is_folder(path)) {
            if (depth < FOLDER_DEPTH && !is_link(path) &&
                !add_folder(mem, path, depth + 1, out, err)) {
                return false;
            }
        } else if (is_model(names.at[i]) && strcmp(names.at[i], project_file) != 0 &&
                   !file_is_no_file(path)) {
            list_push(mem, out, path);
        }
    }
    return true;
}

/* DBML's own `use` may leave the extension out. */
static const char *with_extension(Mem *mem, const char *path)
{
    const char *longer = mem_printf(mem, "%s.dbml", path);
    return !file_exists(path) && file_exists(longer) ? longer : path;
}

static bool nothing_found(const char *path, Location where, const char *what, Error *err)
{
    if (!where.line) {
        where.file = path;
    }
    error_at(err, ERR_FILE, where, "%s \"%s\"", what, path);
    return error_hint(err, where.line
                               ? "the path starts at the folder of the file that names it"
                               : "check the path; relative paths start at the current folder");
}

bool load_paths(Mem *mem, const char *path, Location where, PathList *out, Error *err)
{
    size_t before = out->len;
    path = path_clean(mem, where.line ? with_extension(mem, path) : path);
    if (file_is_folder(path)) {
        return add_folder(mem, path, 0, out, err) &&
               (out->len > before ||
                nothing_found(path, where, "there is no .dbml, .json or .jsonc file in", err));
    }
    if (file_exists(path) || !file_is_pattern(path)) {
        list_push(mem, out, path);
        return file_exists(path) || nothing_found(path, where, "there is no model file", err);
    }
    return file_glob(mem, path, out, err) &&
           (out->len > before || nothing_found(path, where, "no file matches", err));
}
