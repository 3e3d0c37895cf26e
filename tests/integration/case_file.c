#include "tests/integration/case_file.h"

#include <stdlib.h>
#include <string.h>

/* In the order in which they are written. */
static const char *const names[] = {"from.json", "from.dbml", "to.json",  "to.dbml", "up.sql",
                                    "down.sql",  "error",     "rows.sql", "rows.up", "rows.down"};

/* The section that the line opens, or NULL: SQL comments begin with dashes, too. */
static const char *opens(Mem *mem, Str line)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal_text(line, mem_printf(mem, "-- %s --", names[i]))) {
            return names[i];
        }
    }
    return NULL;
}

static bool read_header(Mem *mem, Case *test, Error *err)
{
    for (const char *at = test->header; *at;) {
        size_t len = strcspn(at, "\n");
        const char *line = mem_strndup(mem, at, len);
        if (text_starts(line, "# only: ")) {
            test->only = line + strlen("# only: ");
        } else if (text_starts(line, "# no rows: ")) {
            test->no_rows = line + strlen("# no rows: ");
        } else if (text_starts(line, "# needs: ")) {
            test->needs = atoi(line + strlen("# needs: "));
        } else if (*line && *line != '#') {
            return error_set(err, ERR_MODEL, "%s: \"%s\" before the first section", test->path,
                             line);
        }
        at += len + (at[len] == '\n');
    }
    if (!text_starts(test->header, "# ")) {
        return error_set(err, ERR_MODEL, "%s: the first line must say what the case is about",
                         test->path);
    }
    return true;
}

bool case_read(Mem *mem, const char *path, Case *out, Error *err)
{
    char *text = NULL;
    if (!file_read(mem, path, &text, NULL, err)) {
        return false;
    }
    const char *stem = path_base(path);
    *out = (Case){.path = path, .folder = path_base(path_folder(mem, path))};
    out->name =
        mem_printf(mem, "%s/%.*s", out->folder, (int)(strlen(stem) - strlen(".case")), stem);
    const char *open = NULL;
    Buf body = buf_new(mem);
    for (const char *at = text; *at;) {
        size_t len = strcspn(at, "\n");
        const char *name = opens(mem, (Str){at, len});
        len += at[len] == '\n';
        if (name) {
            *(open ? &out->sections.at[out->sections.len - 1].text : &out->header) =
                mem_strdup(mem, buf_text(&body));
            list_push(mem, &out->sections, (CaseSection){.name = name});
            open = name;
            body = buf_new(mem);
        } else {
            buf_add_len(&body, at, len);
        }
        at += len;
    }
    if (!open) {
        return error_set(err, ERR_MODEL, "%s: no section", path);
    }
    out->sections.at[out->sections.len - 1].text = mem_strdup(mem, buf_text(&body));
    return read_header(mem, out, err);
}

const char *case_section(const Case *test, const char *name)
{
    for (size_t i = 0; i < test->sections.len; i++) {
        if (text_equal(test->sections.at[i].name, name)) {
            return test->sections.at[i].text;
        }
    }
    return NULL;
}

void case_set(Mem *mem, Case *test, const char *name, const char *text)
{
    for (size_t i = 0; i < test->sections.len; i++) {
        if (text_equal(test->sections.at[i].name, name)) {
            test->sections.at[i].text = text;
            return;
        }
    }
    list_push(mem, &test->sections, (CaseSection){name, text});
}

bool case_write(Mem *mem, const Case *test, Error *err)
{
    Buf out = buf_new(mem);
    buf_add(&out, test->header);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *text = case_section(test, names[i]);
        if (text) {
            buf_fmt(&out, "-- %s --\n%s", names[i], text);
        }
    }
    return file_write(test->path, buf_text(&out), out.len, err);
}
