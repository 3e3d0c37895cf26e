#include "migrate/format.h"

#include <string.h>

const char *format_line(Mem *mem, const char *text)
{
    Buf line = buf_new(mem);
    for (const char *c = text; *c; c++) {
        bool control = (unsigned char)*c < ' ' || *c == 0x7F;
        buf_char(&line, control ? ' ' : *c);
    }
    return str_dup(mem, str_trim(str_of(buf_text(&line))));
}

/* "-- +" begins a marker: a text that happens to begin so gets another space. */
static void comment(Mem *mem, const char *label, const char *text, Buf *out)
{
    const char *line = format_line(mem, text);
    buf_fmt(out, "-- %s%s%s\n", label, !*label && *line == '+' ? " " : "", line);
}

/* Does the splitter see exactly this one statement? What it does not goes between brackets. */
static bool splits_as_one(Mem *mem, const char *sql, unsigned rules)
{
    Mem *scratch = mem_child(mem, "split");
    Pieces pieces = {0};
    Buf text = buf_new(scratch);
    buf_fmt(&text, "%s;\n", sql);
    size_t statements = 0, ends = 0;
    bool ok =
        split_text(scratch, "", buf_text(&text), text.len, rules, &pieces, error_new(scratch));
    for (size_t i = 0; ok && i < pieces.len; i++) {
        ok = pieces.at[i].kind != PIECE_MARKER && pieces.at[i].kind != PIECE_DELIMITER;
        statements += pieces.at[i].kind == PIECE_STATEMENT;
        ends += pieces.at[i].kind == PIECE_END; /* none: a comment at the end swallows it */
    }
    mem_destroy(scratch);
    return ok && statements == 1 && ends == 1;
}

static void format_statement(Mem *mem, const Statement *statement, unsigned rules, Buf *out)
{
    for (size_t i = 0; i < statement->comments.len; i++) {
        comment(mem, "", statement->comments.at[i], out);
    }
    for (size_t i = 0; i < statement->hazards.len; i++) {
        const Hazard *hazard = &statement->hazards.at[i];
        comment(mem, mem_printf(mem, "hazard: %s: ", hazard_word(hazard->kind)), hazard->text, out);
    }
    if (statement->hand_over) {
        comment(mem, "", HAND_OVER_MARK, out);
    }
    if (statement->batches) {
        comment(mem, "", BATCHES_MARK, out);
    }
    if (statement->guarded) {
        comment(mem, "", GUARDED_MARK, out);
    }
    bool bracket = statement->bracket || !splits_as_one(mem, statement->sql, rules);
    buf_fmt(out, bracket ? "-- +begin\n%s;\n-- +end\n" : "%s;\n", statement->sql);
}

void format_plan(Mem *mem, const Plan *plan, unsigned rules, Buf *out)
{
    for (size_t i = 0; i < plan->statements.len; i++) {
        buf_add(out, i ? "\n" : "");
        format_statement(mem, plan->statements.at[i], rules, out);
    }
}

static void format_section(Mem *mem, const char *marker, const Plan *plan, unsigned rules, Buf *out)
{
    bool off = false;
    for (size_t i = 0; plan && i < plan->statements.len; i++) {
        off |= plan->statements.at[i]->tx == TX_OFF;
    }
    buf_fmt(out, "\n-- %s\n%s", marker, off ? "-- transaction: off\n\n" : "");
    if (plan) {
        format_plan(mem, plan, rules, out);
    }
}

static void id_list(const char *name, const Texts *ids, const char *none, Buf *out)
{
    for (size_t i = 0; i < ids->len; i++) {
        buf_fmt(out, "%s%s", i ? ", " : name, ids->at[i]);
    }
    if (ids->len || none) {
        buf_fmt(out, "%s%s\n", ids->len ? "" : name, ids->len ? "" : none);
    }
}

void format_head(Mem *mem, const MigrationHead *head, Buf *out)
{
    buf_add(out, "-- schemadiff: 1\n");
    comment(mem, "message: ", head->message, out);
    comment(mem, "revision: ", head->revision, out);
    id_list("-- revises: ", &head->revises, "base", out);
    id_list("-- labels: ", &head->labels, NULL, out);
    id_list("-- depends-on: ", &head->depends_on, NULL, out);
    comment(mem, "created: ", head->created, out);
    comment(mem, "dialect: ", head->dialect, out);
    if (head->irreversible) {
        comment(mem, "irreversible: ", head->irreversible, out);
    }
    if (head->proved) {
        comment(mem, "proved: ", head->proved, out);
    }
    if (head->alembic) {
        comment(mem, "alembic: ", head->alembic, out);
    }
    if (head->alembic_table) {
        comment(mem, "alembic-table: ", head->alembic_table, out);
    }
}

void format_migration(Mem *mem, const MigrationHead *head, const Plan *up, const Plan *down,
                      unsigned rules, Buf *out)
{
    format_head(mem, head, out);
    format_section(mem, "+upgrade", up, rules, out);
    format_section(mem, "+downgrade", down, rules, out);
}
