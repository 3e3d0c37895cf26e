/* A diagram in Mermaid's language: names are words there, or stand in quotes. */
#include "report/diagram.h"

static bool is_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_';
}

static bool is_plain(const char *text)
{
    bool plain = char_is_alpha(*text) || *text == '_';
    for (; plain && *text; text++) {
        plain = is_word(*text);
    }
    return plain;
}

/* Entities may be quoted, but there is no way to write a quote within. */
static void add_entity(Buf *out, const char *label)
{
    if (is_plain(label)) {
        buf_add(out, label);
        return;
    }
    buf_char(out, '"');
    for (; *label; label++) {
        buf_char(out, *label == '"' || (unsigned char)*label < ' ' ? '\'' : *label);
    }
    buf_char(out, '"');
}

/* Types and columns are words: what a word cannot hold becomes "_". */
static void add_word(Buf *out, const char *text, const char *also)
{
    buf_add(out, char_is_alpha(*text) || *text == '_' ? "" : "_");
    for (bool gap = false; *text; text++) {
        bool keep = is_word(*text);
        for (const char *c = also; *c; c++) {
            keep |= *c == *text;
        }
        if (keep || !gap) {
            buf_char(out, keep ? *text : '_');
        }
        gap = !keep;
    }
}

static void add_row(const DiagramTable *table, const DiagramRow *row, Buf *out)
{
    const Mark mark =
        table->mark == MARK_ADDED || table->mark == MARK_REMOVED ? table->mark : row->mark;
    buf_add(out, "        ");
    add_word(out, row->column->type.text ? row->column->type.text : "any", "()[]");
    buf_char(out, ' ');
    add_word(out, row->column->base.name, "");
    buf_fmt(out, "%s%s%s", row->primary || row->foreign ? " " : "", row->primary ? "PK" : "",
            row->foreign ? (row->primary ? ", FK" : "FK") : "");
    if (mark != MARK_SAME) {
        buf_fmt(out, " \"%s\"", mark_word(mark));
    }
    buf_char(out, '\n');
}

static void add_table(const DiagramTable *table, Buf *out)
{
    buf_add(out, "    ");
    add_entity(out, table->label);
    if (!table->rows.len) {
        buf_char(out, '\n');
        return;
    }
    buf_add(out, " {\n");
    for (size_t i = 0; i < table->rows.len; i++) {
        add_row(table, &table->rows.at[i], out);
    }
    buf_add(out, "    }\n");
}

/* A dotted line is one that goes. */
static void add_link(const Diagram *diagram, const DiagramLink *link, Buf *out)
{
    buf_add(out, "    ");
    add_entity(out, diagram->tables.at[link->parent].label);
    buf_fmt(out, " %s%s%s ", link->optional ? "|o" : "||", link->mark == MARK_REMOVED ? ".." : "--",
            link->single ? "o|" : "o{");
    add_entity(out, diagram->tables.at[link->child].label);
    buf_add(out, " : \"");
    add_word(out, link->label, " ,");
    buf_add(out, "\"\n");
}

void diagram_mermaid(const Diagram *diagram, Buf *out)
{
    buf_add(out, "erDiagram\n");
    for (size_t i = 0; i < diagram->tables.len; i++) {
        if (!diagram->tables.at[i].outside) {
            add_table(&diagram->tables.at[i], out);
        }
    }
    for (size_t i = 0; i < diagram->links.len; i++) {
        add_link(diagram, &diagram->links.at[i], out);
    }
}
