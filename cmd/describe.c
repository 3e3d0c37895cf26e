#include "cmd/describe.h"

/* --- changes -----------------------------------------------------------------------------------
 */

void describe_changes(Output *out, const Changes *changes, const char *indent, bool to_stdout)
{
    ChangeLines lines = {0};
    changes_describe(out->mem, changes, &lines);
    for (size_t i = 0; i < lines.len; i++) {
        if (to_stdout) {
            out_line(out, "%s%s", indent, lines.at[i]);
        } else {
            out_note(out, "%s%s", indent, lines.at[i]);
        }
    }
}

void describe_hazards(Output *out, const Plan *plan, const char *direction)
{
    for (size_t i = 0; plan && i < plan->statements.len; i++) {
        const Hazards *hazards = &plan->statements.at[i]->hazards;
        for (size_t h = 0; h < hazards->len; h++) {
            out_warn(out, "%s: %s: %s", direction, hazard_word(hazards->at[h].kind),
                     hazards->at[h].text);
        }
    }
}

static const char *op_word(ChangeOp op)
{
    switch (op) {
    case CHANGE_CREATE:
        return "create";
    case CHANGE_DROP:
        return "drop";
    case CHANGE_ALTER:
        return "alter";
    case CHANGE_RENAME:
        return "rename";
    }
    return "";
}

static const char *const part_words[] = {
    "type", "null",   "default", "generated", "identity",   "collation", "comment", "options",
    "keys", "values", "numbers", "owner",     "definition", "enforced",  "version", "checks"};

static Doc *hazards_json(Mem *mem, const Hazards *hazards)
{
    Doc *list = json_array(mem);
    for (size_t i = 0; i < hazards->len; i++) {
        Doc *one = json_object(mem);
        json_text(mem, one, "hazard", hazard_word(hazards->at[i].kind));
        json_text(mem, one, "text", hazards->at[i].text);
        doc_append(mem, list, one);
    }
    return list;
}

static Doc *change_json(Mem *mem, const Change *change)
{
    Doc *doc = json_object(mem);
    const Object *object = change->object.to ? change->object.to : change->object.from;
    json_text(mem, doc, "op", op_word(change->op));
    json_text(mem, doc, "kind", object_kind_word(change->kind));
    json_text(mem, doc, "schema", object->schema);
    json_text(mem, doc, "name", object->name);
    if (change->op == CHANGE_RENAME) {
        json_text(mem, doc, "from", change->object.from->name);
    }
    json_text(mem, doc, "text", change_describe(mem, change, false));
    if (change->parts) {
        Doc *parts = json_array(mem);
        for (size_t i = 0; i < COUNT_OF(part_words); i++) {
            if (change->parts >> i & 1u) {
                doc_append(mem, parts, doc_string(mem, part_words[i], (Location){0}));
            }
        }
        json_value(mem, doc, "parts", parts);
    }
    if (change->hazards.len) {
        json_value(mem, doc, "hazards", hazards_json(mem, &change->hazards));
    }
    if (change->children.len) {
        Doc *children = json_array(mem);
        for (size_t i = 0; i < change->children.len; i++) {
            doc_append(mem, children, change_json(mem, change->children.at[i]));
        }
        json_value(mem, doc, "changes", children);
    }
    return doc;
}

Doc *describe_changes_json(Mem *mem, const Changes *changes)
{
    Doc *list = json_array(mem);
    for (size_t i = 0; i < changes->list.len; i++) {
        doc_append(mem, list, change_json(mem, changes->list.at[i]));
    }
    return list;
}

Doc *describe_plan_json(Mem *mem, const Plan *plan)
{
    Doc *list = json_array(mem);
    for (size_t i = 0; plan && i < plan->statements.len; i++) {
        const Statement *statement = plan->statements.at[i];
        Doc *one = json_object(mem), *comments = json_array(mem);
        json_text(mem, one, "sql", statement->sql);
        for (size_t c = 0; c < statement->comments.len; c++) {
            doc_append(mem, comments, doc_string(mem, statement->comments.at[c], (Location){0}));
        }
        json_value(mem, one, "comments", comments);
        json_value(mem, one, "hazards", hazards_json(mem, &statement->hazards));
        doc_append(mem, list, one);
    }
    return list;
}

/* --- revisions ---------------------------------------------------------------------------------
 */

static bool is_current(const History *history, const Migration *m)
{
    for (size_t i = 0; history && i < history->current.len; i++) {
        if (history->current.at[i] == m) {
            return true;
        }
    }
    return false;
}

static bool is_edited(const History *history, const Migration *m)
{
    return history && history->edited && history->edited[m->index];
}

static void add_ids(Buf *line, const char *before, const Texts *ids, const char *behind)
{
    for (size_t i = 0; i < ids->len; i++) {
        buf_fmt(line, "%s%s", i ? ", " : before, ids->at[i]);
    }
    buf_add(line, ids->len ? behind : "");
}

const char *describe_marks(Mem *mem, const History *history, const Migration *m)
{
    Buf line = buf_new(mem);
    add_ids(&line, " (", &m->branches, ")");
    buf_add(&line, m->children.len ? "" : " (head)");
    buf_add(&line, is_current(history, m) ? " (current)" : "");
    buf_add(&line, is_edited(history, m) ? " (edited)" : "");
    buf_add(&line, m->children.len > 1 ? " (branchpoint)" : "");
    buf_add(&line, m->parents.len > 1 ? " (mergepoint)" : "");
    return buf_text(&line);
}

const char *describe_needs(Mem *mem, const Migration *m)
{
    Buf text = buf_new(mem);
    add_ids(&text, " (depends on ", &m->depends_on, ")");
    return buf_text(&text);
}

const char *describe_revision(Mem *mem, const History *history, const Migration *m)
{
    Buf line = buf_new(mem);
    add_ids(&line, "", &m->revises, "");
    buf_add(&line, m->revises.len ? "" : "<base>");
    add_ids(&line, " (", &m->depends_on, ")");
    buf_fmt(&line, " -> %s%s", m->revision, describe_marks(mem, history, m));
    if (!text_empty(m->message)) {
        buf_fmt(&line, ", %s", format_line(mem, m->message));
    }
    return buf_text(&line);
}

static const char *ids_text(Mem *mem, const Texts *ids)
{
    Buf line = buf_new(mem);
    add_ids(&line, "", ids, "");
    return buf_text(&line);
}

void describe_details(Output *out, const History *history, const Migration *m)
{
    Mem *mem = out->mem;
    Texts children = {0};
    for (size_t i = 0; i < m->children.len; i++) {
        list_push(mem, &children, m->children.at[i]->revision);
    }
    out_line(out, "Rev: %s%s", m->revision, describe_marks(mem, history, m));
    out_line(out, "%s: %s", m->revises.len > 1 ? "Merges" : "Parent",
             m->revises.len ? ids_text(mem, &m->revises) : "<base>");
    if (m->depends_on.len) {
        out_line(out, "Also depends on: %s", ids_text(mem, &m->depends_on));
    }
    if (children.len > 1) {
        out_line(out, "Branches into: %s", ids_text(mem, &children));
    }
    if (m->branches.len) {
        out_line(out, "Branch names: %s", ids_text(mem, &m->branches));
    }
    if (m->alembic) {
        out_line(out, "Alembic: %s", m->alembic);
    }
    out_line(out, "Path: %s", m->path);
    out_line(out, "Created: %s", m->created ? m->created : "?");
    out_line(out, "\n    %s\n", *m->message ? format_line(mem, m->message) : "(no message)");
}

static Doc *texts_json(Mem *mem, const Texts *texts)
{
    Doc *list = json_array(mem);
    for (size_t i = 0; i < texts->len; i++) {
        doc_append(mem, list, doc_string(mem, texts->at[i], (Location){0}));
    }
    return list;
}

Doc *describe_revision_json(Mem *mem, const History *history, const Migration *m)
{
    Doc *doc = json_object(mem);
    json_text(mem, doc, "revision", m->revision);
    json_value(mem, doc, "revises", texts_json(mem, &m->revises));
    json_value(mem, doc, "labels", texts_json(mem, &m->labels));
    json_value(mem, doc, "depends_on", texts_json(mem, &m->depends_on));
    json_text(mem, doc, "message", m->message);
    json_text(mem, doc, "created", m->created);
    json_text(mem, doc, "file", m->path);
    json_flag(mem, doc, "head", m->children.len == 0);
    if (history) {
        json_flag(mem, doc, "applied", history->applied[m->index]);
        json_flag(mem, doc, "current", is_current(history, m));
        if (history->edited) {
            json_flag(mem, doc, "edited", is_edited(history, m));
        }
    }
    return doc;
}

Doc *describe_revisions_json(Mem *mem, const History *history, const Migrations *list)
{
    Doc *doc = json_array(mem);
    for (size_t i = 0; i < list->len; i++) {
        doc_append(mem, doc, describe_revision_json(mem, history, list->at[i]));
    }
    return doc;
}

Doc *describe_document(Mem *mem, int status)
{
    Doc *doc = json_object(mem);
    json_number(mem, doc, "status", status);
    return doc;
}
