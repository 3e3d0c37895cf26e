#include "emit/postgres/postgres.h"

static const char *view_words(const View *view)
{
    return view->materialized ? "MATERIALIZED VIEW" : "VIEW";
}

static void comment_column(Emit *emit, const View *to, const char *name, const char *comment)
{
    Object column = {.kind = OBJ_COLUMN, .name = name};
    comment_on(emit, "COLUMN", &column, &to->base, comment);
}

void view_create(Emit *emit, const View *to)
{
    const char *with = options_get(&to->options, "with");
    const char *check = options_get(&to->options, "check_option");
    Sql sql = emit_sql(emit, "CREATE");
    sql_kw(&sql, view_words(to));
    sql_object(&sql, &to->base);
    if (to->columns.len) {
        sql_kw(&sql, "(");
        sql_idents(&sql, &to->columns);
        sql_raw(&sql, ")");
    }
    if (with) {
        sql_kw(&sql, "WITH");
        put_options(&sql, with);
    }
    sql_kw(&sql, "AS\n");
    sql_raw(&sql, to->query);
    if (check) {
        sql_raw(&sql, "\n");
        sql_kw(&sql, "WITH");
        sql_kw(&sql, upper(emit->plan->mem, check));
        sql_kw(&sql, "CHECK OPTION");
    }
    emit_add(emit, PHASE_CREATE_DEPENDENT, &to->base, &sql);
    for (size_t i = 0; i < to->indexes.len; i++) {
        index_create(emit, PHASE_CREATE_DEPENDENT, &to->base, to->indexes.at[i]);
    }
    comment_new(emit, view_words(to), &to->base, NULL);
    for (size_t i = 0; i < to->column_notes.len; i++) {
        comment_column(emit, to, to->column_notes.at[i].column, to->column_notes.at[i].comment);
    }
    for (size_t i = 0; i < to->triggers.len; i++) {
        trigger_create(emit, to->triggers.at[i]);
    }
    for (size_t i = 0; i < to->rules.len; i++) {
        trigger_create(emit, to->rules.at[i]);
    }
}

static void keep_rights(const Emit *emit, const View *from, const View *to)
{
    Sql name = sql_new(emit->plan->mem, emit->all->to->server);
    sql_object(&name, &from->base);
    Sql object = emit_sql(emit, "TABLE");
    sql_object(&object, &to->base);
    rights_keep(emit, PHASE_DROP_DEPENDENT, &from->base, sql_text(&name), &to->base,
                sql_text(&object));
}

void view_drop(Emit *emit, const View *from)
{
    const View *to = emit->change && emit->change->op == CHANGE_ALTER
                         ? emit->change->view.to
                         : schema_view(emit->all->to, from->base.schema, from->base.name);
    if (to) {
        keep_rights(emit, from, to);
    }
    Sql sql = emit_sql(emit, "DROP");
    sql_kw(&sql, view_words(from));
    sql_object(&sql, &from->base);
    emit_add(emit, PHASE_DROP_DEPENDENT, &from->base, &sql);
    rules_drop(emit, from->rules.at, from->rules.len);
}

static void set_options(Emit *emit, const View *to, const char *word, const char *options)
{
    if (options) {
        Sql sql = emit_sql(emit, "ALTER");
        sql_kw(&sql, view_words(to));
        sql_object(&sql, &to->base);
        sql_kw(&sql, word);
        put_options(&sql, options);
        emit_add(emit, PHASE_CREATE_DEPENDENT, &to->base, &sql);
    }
}

/* CHECK OPTION is one of the view's options to ALTER VIEW. */
static const char *all_options(Mem *mem, const View *view)
{
    const char *with = options_get(&view->options, "with");
    const char *check = options_get(&view->options, "check_option");
    if (!check) {
        return with;
    }
    return with ? mem_printf(mem, "%s,check_option=%s", with, check)
                : mem_printf(mem, "check_option=%s", check);
}

static const char *note_of(const View *view, const char *column)
{
    for (size_t i = 0; i < view->column_notes.len; i++) {
        if (text_equal(view->column_notes.at[i].column, column)) {
            return view->column_notes.at[i].comment;
        }
    }
    return NULL;
}

static void alter_comments(Emit *emit, const View *from, const View *to)
{
    if (!text_equal(from->base.comment, to->base.comment)) {
        comment_on(emit, view_words(to), &to->base, NULL, to->base.comment);
    }
    for (size_t i = 0; i < from->column_notes.len; i++) {
        const char *column = from->column_notes.at[i].column;
        if (!note_of(to, column)) {
            comment_column(emit, to, column, NULL);
        }
    }
    for (size_t i = 0; i < to->column_notes.len; i++) {
        const ViewColumnNote *note = &to->column_notes.at[i];
        if (!text_equal(note_of(from, note->column), note->comment)) {
            comment_column(emit, to, note->column, note->comment);
        }
    }
}

static void alter_view(Emit *emit, const View *from, const View *to)
{
    Mem *mem = emit->plan->mem;
    unsigned parts = emit->change->parts;
    if (parts & (PART_DEFINITION | PART_RECREATE)) {
        view_drop(emit, from);
        view_create(emit, to);
        return;
    }
    if (parts & PART_OPTIONS) {
        const char *a = all_options(mem, from), *b = all_options(mem, to);
        set_options(emit, to, "SET", options_to_set(mem, a, b));
        set_options(emit, to, "RESET", options_to_reset(mem, a, b));
    }
    if (parts & PART_COMMENT) {
        alter_comments(emit, from, to);
    }
    for (size_t i = 0; i < emit->change->children.len; i++) {
        Emit one = emit_child(emit, emit->change->children.at[i]);
        trigger_change(&one);
    }
}

bool render_view(Plan *plan, const Changes *all, const Change *change, Error *err UNUSED)
{
    Emit emit = emit_begin(plan, all, change);
    switch (change->op) {
    case CHANGE_CREATE:
        view_create(&emit, change->view.to);
        break;
    case CHANGE_DROP:
        view_drop(&emit, change->view.from);
        break;
    case CHANGE_ALTER:
        alter_view(&emit, change->view.from, change->view.to);
        break;
    case CHANGE_RENAME:
        if (!is_recreated(all, change->object.to)) {
            rename_object(&emit, view_words(change->view.from));
        }
        break;
    }
    return true;
}
