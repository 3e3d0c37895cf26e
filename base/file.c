#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(Error *err, const char *doing, const char *path, int reason)
{
    error_at(err, ERR_FILE, (Location){.file = mem_strdup(err->mem, path)}, "cannot %s \"%s\": %s",
             doing, path, strerror(reason));
    switch (reason) {
    case ENOENT:
        return error_hint(err, "check the path; relative paths start at the current folder");
    case EACCES:
    case EPERM:
    case EROFS:
        return error_hint(err, "check the rights of the file and of its folder");
    case ENOSPC:
    case EDQUOT:
        return error_hint(err, "the disk is full: free some space and run the command again");
    case EISDIR:
        return error_hint(err, "this is a folder; name a file");
    default:
        return false;
    }
}

static void close_file(void *handle)
{
    fclose(handle);
}

bool file_read_stream(Mem *mem, const char *path, char **text_out, size_t *len_out, Error *err)
{
    struct stat info;
    FILE *file = fopen(path, "rb");
    if (!file) {
        return fail(err, "read", path, errno);
    }
    mem_adopt(mem, file, close_file);
    if (fstat(fileno(file), &info) == 0 && S_ISDIR(info.st_mode)) {
        mem_release(mem, file);
        return fail(err, "read", path, EISDIR);
    }
    size_t cap = S_ISREG(info.st_mode) && info.st_size > 0 ? (size_t)info.st_size + 1 : 4096;
    char *text = mem_alloc(mem, cap);
    size_t len = 0, n;
    while ((n = fread(text + len, 1, cap - len - 1, file)) > 0) {
        len += n;
        if (len + 1 == cap) {
            int c = fgetc(file);
            if (c == EOF) {
                break;
            }
            text = mem_grow(mem, text, len, cap * 2);
            cap *= 2;
            text[len++] = (char)c;
        }
    }
    int reason = ferror(file) ? errno : 0;
    mem_release(mem, file);
    if (reason) {
        return fail(err, "read", path, reason);
    }
    text[len] = '\0';
    *text_out = text;
    if (len_out) {
        *len_out = len;
    }
    return true;
}

bool file_read(Mem *mem, const char *path, char **text_out, size_t *len_out, Error *err)
{
    if (file_is_no_file(path) && !file_is_folder(path)) {
        error_at(err, ERR_FILE, (Location){.file = mem_strdup(err->mem, path)},
                 "\"%s\" is a pipe or a device", path);
        return error_hint(err, "a file is read here: put one in its place, or remove it");
    }
    return file_read_stream(mem, path, text_out, len_out, err);
}

static int write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno != EINTR) {
            return errno;
        }
        if (n > 0) {
            data += n;
            len -= (size_t)n;
        }
    }
    /* What cannot be flushed (a pipe, a device) need not be. */
    return fsync(fd) == 0 || errno == EINVAL || errno == EROFS ? 0 : errno;
}

static bool write_beside(const char *path, const char *data, size_t len, bool replace, Error *err)
{
    char *temporary = mem_printf(err->mem, "%s.XXXXXX", path);
    int fd = mkstemp(temporary);
    if (fd < 0) {
        return fail(err, "write", path, errno);
    }
    mode_t mask = umask(0);
    umask(mask);
    int reason = fchmod(fd, 0666 & ~mask) == 0 ? write_all(fd, data, len) : errno;
    if (close(fd) != 0 && !reason) {
        reason = errno;
    }
    if (!reason) {
        int failed = replace ? rename(temporary, path) : link(temporary, path);
        reason = failed ? errno : 0;
    }
    if (reason || !replace) {
        unlink(temporary);
    }
    return reason ? fail(err, "write", path, reason) : true;
}

/* A device, a pipe, a terminal: what is there is written to, never replaced. */
static bool write_into(const char *path, const char *data, size_t len, Error *err)
{
    int fd = open(path, O_WRONLY);
    if (fd < 0) {
        return fail(err, "write", path, errno);
    }
    int reason = write_all(fd, data, len);
    if (close(fd) != 0 && !reason) {
        reason = errno;
    }
    return reason ? fail(err, "write", path, reason) : true;
}

bool file_write(const char *path, const char *data, size_t len, Error *err)
{
    struct stat info;
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)) {
        return write_into(path, data, len, err);
    }
    return write_beside(path, data, len, true, err);
}

bool file_create(const char *path, const char *data, size_t len, Error *err)
{
    return write_beside(path, data, len, false, err);
}

bool file_exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

bool file_is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

bool file_is_no_file(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

bool file_make_folder(const char *path, Error *err)
{
    char *part = mem_strdup(err->mem, path);
    for (char *c = part + 1; *part && *c; c++) {
        if (*c == '/') {
            *c = '\0';
            if (mkdir(part, 0777) != 0 && errno != EEXIST) {
                return fail(err, "make the folder", part, errno);
            }
            *c = '/';
        }
    }
    if (mkdir(part, 0777) != 0 && (errno != EEXIST || !file_is_folder(part))) {
        return fail(err, "make the folder", part, errno);
    }
    return true;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void close_folder(void *handle)
{
    closedir(handle);
}

bool file_list(Mem *mem, const char *folder, PathList *out, Error *err)
{
    DIR *dir = opendir(folder);
    if (!dir) {
        return fail(err, "list", folder, errno);
    }
    mem_adopt(mem, dir, close_folder);
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] != '.') {
            list_push(mem, out, mem_strdup(mem, entry->d_name));
        }
    }
    mem_release(mem, dir);
    if (out->len) {
        qsort(out->at, out->len, sizeof *out->at, compare_paths);
    }
    return true;
}

bool file_is_pattern(const char *path)
{
    return strpbrk(path, "*?[") != NULL;
}

/* One path part against one pattern part; [a-z], [!a-z]. */
static bool part_matches(const char *pattern, const char *name)
{
    for (; *pattern; pattern++, name++) {
        if (*pattern == '*') {
            for (const char *rest = name;; rest++) {
                if (part_matches(pattern + 1, rest)) {
                    return true;
                }
                if (!*rest) {
                    return false;
                }
            }
        }
        const char *end = *pattern == '[' && pattern[1] ? strchr(pattern + 2, ']') : NULL;
        if (end && *name) {
            bool negated = pattern[1] == '!' || pattern[1] == '^', found = false;
            for (const char *c = pattern + 1 + negated; c < end; c++) {
                bool range = c[1] == '-' && c + 2 < end;
                found |= *name >= *c && *name <= (range ? c[2] : *c);
                c += range ? 2 : 0;
            }
            if (found == negated) {
                return false;
            }
            pattern = end;
        } else if (!*name || (*pattern != '?' && *pattern != *name)) {
            return false;
        }
    }
    return !*name;
}

#define GLOB_DEPTH 64

static bool is_real_folder(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static bool glob_in(Mem *mem, const char *folder, const char *pattern, int depth, PathList *out,
                    Error *err)
{
    const char *slash = strchr(pattern, '/');
    char *part = slash ? mem_strndup(mem, pattern, (size_t)(slash - pattern)) : NULL;
    const char *where = *folder ? folder : ".";
    PathList names = {0};
    if (depth > GLOB_DEPTH || !file_is_folder(where)) {
        return true;
    }
    if (slash && (!*part || !file_is_pattern(part))) {
        char *next = *folder ? path_join(mem, folder, part) : mem_strdup(mem, *part ? part : "/");
        return glob_in(mem, next, slash + 1, depth, out, err);
    }
    bool any_depth = part && strcmp(part, "**") == 0;
    if (any_depth && !glob_in(mem, folder, slash + 1, depth + 1, out, err)) {
        return false;
    }
    if (!file_list(mem, where, &names, err)) {
        return false;
    }
    for (size_t i = 0; i < names.len; i++) {
        char *path = *folder ? path_join(mem, folder, names.at[i]) : mem_strdup(mem, names.at[i]);
        if (any_depth || (slash && part_matches(part, names.at[i]))) {
            if (is_real_folder(path) &&
                !glob_in(mem, path, any_depth ? pattern : slash + 1, depth + 1, out, err)) {
                return false;
            }
        } else if (!slash && part_matches(pattern, names.at[i]) && !file_is_no_file(path)) {
            list_push(mem, out, path);
        }
    }
    return true;
}

bool file_glob(Mem *mem, const char *pattern, PathList *out, Error *err)
{
    PathList found = {0};
    if (!file_is_pattern(pattern)) {
        if (file_exists(pattern)) {
            list_push(mem, out, mem_strdup(mem, pattern));
        }
        return true;
    }
    if (!glob_in(mem, "", pattern, 0, &found, err)) {
        return false;
    }
    if (found.len) {
        qsort(found.at, found.len, sizeof *found.at, compare_paths);
    }
    for (size_t i = 0; i < found.len; i++) {
        if (i == 0 || strcmp(found.at[i], found.at[i - 1]) != 0) {
            list_push(mem, out, found.at[i]);
        }
    }
    return true;
}

char *path_join(Mem *mem, const char *folder, const char *name)
{
    if (*name == '/' || !*folder || strcmp(folder, ".") == 0) {
        return mem_strdup(mem, name);
    }
    return mem_printf(mem, "%s%s%s", folder, text_ends(folder, "/") ? "" : "/", name);
}

char *path_folder(Mem *mem, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash) {
        return mem_strdup(mem, ".");
    }
    return slash == path ? mem_strdup(mem, "/") : mem_strndup(mem, path, (size_t)(slash - path));
}

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

char *path_clean(Mem *mem, const char *path)
{
    LIST(Str) parts = {0};
    for (const char *at = path; *at;) {
        size_t len = strcspn(at, "/");
        Str part = {at, len};
        if (str_equal_text(part, "..") && parts.len &&
            !str_equal_text(parts.at[parts.len - 1], "..")) {
            parts.len--;
        } else if (len && !str_equal_text(part, ".")) {
            list_push(mem, &parts, part);
        }
        at += len + (at[len] == '/');
    }
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < parts.len; i++) {
        buf_add(&buf, i || *path == '/' ? "/" : "");
        buf_add_len(&buf, parts.at[i].ptr, parts.at[i].len);
    }
    return mem_strdup(mem, buf.len ? buf_text(&buf) : *path == '/' ? "/" : ".");
}
