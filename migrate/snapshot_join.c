/* A snapshot that git could not merge: both sides, put together object by object. */
#include "migrate/snapshot.h"

#include <string.h>

typedef enum Side { SIDE_BOTH, SIDE_OURS, SIDE_BASE, SIDE_THEIRS } Side;

/* The marker that the line is; SIDE_BOTH also for what is none. */
static bool is_marker(const char *line, size_t len, Side *side)
{
    static const struct {
        const char *text;
        Side next;
    } markers[] = {{"<<<<<<<", SIDE_OURS},
                   {"|||||||", SIDE_BASE},
                   {"=======", SIDE_THEIRS},
                   {">>>>>>>", SIDE_BOTH}};
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++) {
        if (len >= 7 && memcmp(line, markers[i].text, 7) == 0) {
            *side = markers[i].next;
            return true;
        }
    }
    return false;
}

bool snapshot_has_conflicts(const char *text)
{
    return text_starts(text, "<<<<<<<") || strstr(text, "\n<<<<<<<");
}

static void split_sides(const char *text, Buf *ours, Buf *theirs)
{
    Side side = SIDE_BOTH;
    while (*text) {
        size_t len = strcspn(text, "\n");
        len += text[len] == '\n';
        if (!is_marker(text, len, &side)) {
            buf_add_len(ours, text, side == SIDE_BOTH || side == SIDE_OURS ? len : 0);
            buf_add_len(theirs, text, side == SIDE_BOTH || side == SIDE_THEIRS ? len : 0);
        }
        text += len;
    }
}

/* The model is { kind: { name: object } }: below that, two versions are a contradiction. */
#define OBJECT_DEPTH 2

typedef struct Join {
    Mem *mem;
    const char *path;
    Error *err;
} Join;

static Doc *join(Join *j, const Doc *ours, const Doc *theirs, const char *name, int depth);

/* Where a name belongs in the order that snapshots are written in. */
static bool comes_before(const Doc *object, size_t i, const char *name, int depth)
{
    return depth == 1 && strcmp(object->members.at[i].name, name) > 0;
}

static void add_theirs(Join *j, const Doc *theirs, int depth, const Doc *ours, Doc *out)
{
    for (size_t i = 0; i < theirs->members.len; i++) {
        const DocMember *member = &theirs->members.at[i];
        if (doc_get(j->mem, ours, member->name)) {
            continue;
        }
        list_push(j->mem, &out->members, *member);
        size_t at = out->members.len - 1;
        while (at > 0 && comes_before(out, at - 1, member->name, depth)) {
            out->members.at[at] = out->members.at[at - 1];
            out->members.at[--at] = *member;
        }
    }
}

static Doc *join_objects(Join *j, const Doc *ours, const Doc *theirs, const char *name, int depth)
{
    Doc *out = doc_new(j->mem, DOC_OBJECT, ours->where);
    for (size_t i = 0; i < ours->members.len; i++) {
        const DocMember *member = &ours->members.at[i];
        const Doc *other = doc_get(j->mem, theirs, member->name);
        const char *path = *name ? mem_printf(j->mem, "%s.%s", name, member->name) : member->name;
        Doc *value = other ? join(j, member->value, other, path, depth + 1) : member->value;
        if (!value) {
            return NULL;
        }
        doc_set(j->mem, out, member->name, member->where, value);
    }
    add_theirs(j, theirs, depth, ours, out);
    return out;
}

/* Heads, managed kinds: the words of both. */
static Doc *join_words(Join *j, const Doc *ours, const Doc *theirs)
{
    Doc *out = doc_new(j->mem, DOC_ARRAY, ours->where);
    const Doc *sides[] = {ours, theirs};
    for (size_t s = 0; s < 2; s++) {
        for (size_t i = 0; i < sides[s]->items.len; i++) {
            bool known = false;
            for (size_t k = 0; k < out->items.len && !known; k++) {
                known = text_equal(out->items.at[k]->text, sides[s]->items.at[i]->text);
            }
            if (!known) {
                doc_append(j->mem, out, sides[s]->items.at[i]);
            }
        }
    }
    return out;
}

static Doc *contradiction(Join *j, const char *name)
{
    error_at(j->err, ERR_MODEL, (Location){.file = j->path},
             "both sides of the merge changed \"%s\", each in its way", name);
    (void)error_hint(j->err, "edit the file: keep there what the merged model says, and remove the "
                             "conflict markers around it");
    return NULL;
}

static Doc *join(Join *j, const Doc *ours, const Doc *theirs, const char *name, int depth)
{
    if (doc_equal(j->mem, ours, theirs)) {
        return mem_copy(j->mem, ours, sizeof *ours);
    }
    if (depth < OBJECT_DEPTH && ours->kind == DOC_OBJECT && theirs->kind == DOC_OBJECT) {
        return join_objects(j, ours, theirs, name, depth);
    }
    if (ours->kind == DOC_ARRAY && theirs->kind == DOC_ARRAY &&
        (text_equal(name, "heads") || text_equal(name, "project.manage"))) {
        return join_words(j, ours, theirs);
    }
    return contradiction(j, name);
}

static bool read_side(Join *j, const Buf *text, Doc **out)
{
    if (json_read(j->mem, j->path, buf_text(text), text->len, false, out, j->err)) {
        return true;
    }
    error_clear(j->err); /* its places are not those of the file */
    error_at(j->err, ERR_MODEL, (Location){.file = j->path},
             "this file has conflict markers, and one side of them is no snapshot");
    return error_hint(j->err, "take one side as a whole (git checkout --ours or --theirs); "
                              "\"schemadiff generate\" brings it up to date against a database");
}

bool snapshot_join(Mem *mem, const char *path, const char *text, Doc **out, Error *err)
{
    Join j = {.mem = mem, .path = path, .err = err};
    Buf ours = buf_new(mem), theirs = buf_new(mem);
    Doc *left = NULL, *right = NULL;
    split_sides(text, &ours, &theirs);
    if (!read_side(&j, &ours, &left) || !read_side(&j, &theirs, &right)) {
        return false;
    }
    Doc *joined = join(&j, left, right, "", 0);
    if (joined) {
        *out = joined;
    }
    return joined != NULL;
}
