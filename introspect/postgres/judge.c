#include "introspect/postgres/judge.h"
#include "introspect/postgres/expression.h"

#include "introspect/conn_postgres.h"
#include "introspect/postgres/literal.h"
#include "introspect/postgres/reader.h"
#include "schema/dialects/postgres.h"
#include "schema/dialects/postgres_statement.h"
#include "schema/inherit.h"

#include <stdlib.h>
#include <string.h>

/* Every question becomes
 *
 *     SAVEPOINT schemadiff_question; <make the object>; <read it back>;
 *     ROLLBACK TO SAVEPOINT schemadiff_question
 *
 * on a temporary table that has the columns of the model's. The temporary table bears the name of
 * the real one, which it hides, so that expressions may say "orders.total". A statement that fails
 * only fails its question: all go out together, each with its own synchronisation point. */
typedef struct Script {
    Mem *mem;
    Conn *conn;
    LIST(Query) queries;
    LIST(size_t) answers; /* by question: the number of the reading query; 0 = none */
} Script;

static size_t say(Script *script, const char *sql)
{
    list_push(script->mem, &script->queries, (Query){.sql = sql});
    return script->queries.len - 1;
}

static void use_temp_table(Buf *buf, const Table *table)
{
    buf_fmt(buf, "pg_temp.%s", postgres_quote(buf->mem, table->base.name));
}

/* --- types --- */

/* Type texts that may not exist (yet): a column of such a type is left out. */
typedef struct TypeCheck {
    NameList texts;
    bool *exist;
} TypeCheck;

static bool is_certain(const Type *type)
{
    return type->cls != TYPE_USER && type->cls != TYPE_OTHER && type->cls != TYPE_GEOMETRY;
}

static size_t find_type(const TypeCheck *check, const char *text)
{
    size_t i = 0;
    while (i < check->texts.len && !text_equal(check->texts.at[i], text)) {
        i++;
    }
    return i;
}

typedef LIST(const Column *) Columns;

static void add_columns(Mem *mem, const Schema *model, const Table *table, size_t depth,
                        Columns *out)
{
    for (size_t i = 0; table && i < table->columns.len; i++) {
        bool known = false;
        for (size_t j = 0; j < out->len; j++) {
            known |= text_equal(out->at[j]->base.name, table->columns.at[i]->base.name);
        }
        if (!known) {
            list_push(mem, out, table->columns.at[i]);
        }
    }
    for (size_t i = 0; table && depth && i < table->inherits.len; i++) {
        add_columns(mem, model, labelled_table(model, table->inherits.at[i]), depth - 1, out);
    }
    if (table && depth && table->partition_of) {
        add_columns(mem, model, labelled_table(model, table->partition_of), depth - 1, out);
    }
}

/* Those that it has from its parents, too: a model lists only a table's own. */
static Columns columns_of(Mem *mem, const Schema *model, const Table *table)
{
    enum { MOST_ANCESTORS = 32 };
    Columns out = {0};
    add_columns(mem, model, table, model ? MOST_ANCESTORS : 0, &out);
    return out;
}

static void collect_types(Mem *mem, const Columns *columns, TypeCheck *check)
{
    for (size_t i = 0; i < columns->len; i++) {
        const Type *type = &columns->at[i]->type;
        const char *text = postgres_type_ddl(mem, type);
        if (!is_certain(type) && text && find_type(check, text) == check->texts.len) {
            list_push(mem, &check->texts, text);
        }
    }
}

/* Runs in the transaction, with the search_path of the reading. As arrays: a domain may be NOT
 * NULL.
 */
static bool check_types(Script *script, TypeCheck *check, Error *err)
{
    Script casts = {.mem = script->mem, .conn = script->conn};
    for (size_t i = 0; i < check->texts.len; i++) {
        say(&casts, "SAVEPOINT schemadiff_type");
        bool array = text_ends(check->texts.at[i], "[]");
        say(&casts, mem_printf(script->mem, "SELECT CAST(NULL AS %s%s)", check->texts.at[i],
                               array ? "" : "[]"));
        say(&casts, "ROLLBACK TO SAVEPOINT schemadiff_type");
    }
    size_t n = casts.queries.len;
    Rows *rows = MEM_ARRAY(script->mem, Rows, n);
    bool *ok = MEM_ARRAY(script->mem, bool, n);
    check->exist = MEM_ARRAY(script->mem, bool, check->texts.len);
    if (!postgres_try_many(script->conn, script->mem, casts.queries.at, n, rows, ok, err)) {
        return false;
    }
    for (size_t i = 0; i < check->texts.len; i++) {
        check->exist[i] = ok[3 * i + 1];
    }
    return true;
}

static bool exists(Mem *mem, const TypeCheck *check, const Type *type)
{
    if (is_certain(type)) {
        return true;
    }
    size_t at = find_type(check, postgres_type_ddl(mem, type));
    return at < check->texts.len && check->exist[at];
}

/* --- statements --- */

static const char *make_table(Mem *mem, const Table *table, const Columns *columns,
                              const TypeCheck *check)
{
    Buf buf = buf_new(mem);
    buf_fmt(&buf, "CREATE TEMPORARY TABLE %s (", postgres_quote(mem, table->base.name));
    const char *comma = "";
    for (size_t i = 0; i < columns->len; i++) {
        const Column *column = columns->at[i];
        if (!exists(mem, check, &column->type)) {
            continue;
        }
        buf_fmt(&buf, "%s%s %s", comma, postgres_quote(mem, column->base.name),
                postgres_type_ddl(mem, &column->type));
        if (column->collation) {
            buf_fmt(&buf, " COLLATE %s", postgres_collation_ddl(mem, NULL, column->collation));
        }
        comma = ", ";
    }
    buf_add(&buf, ")");
    return mem_strdup(mem, buf_text(&buf));
}

static const char *default_text(Script *script, const Question *question)
{
    const Default *def = &question->column->default_value;
    switch (def->kind) {
    case DEFAULT_STRING:
        return conn_literal(script->conn, script->mem, def->value);
    case DEFAULT_NUMBER:
    case DEFAULT_BOOLEAN:
        return def->value;
    case DEFAULT_NONE:
    case DEFAULT_NULL:
        return "NULL";
    case DEFAULT_EXPRESSION:
        return def->expr.text;
    }
    return "NULL";
}

static size_t ask_default(Script *script, const Question *question)
{
    Mem *mem = script->mem;
    Buf make = buf_new(mem), read = buf_new(mem);
    const char *text = question->text ? question->text : default_text(script, question);
    buf_add(&make, "ALTER TABLE ");
    use_temp_table(&make, question->table);
    buf_fmt(&make, " ALTER COLUMN %s SET DEFAULT %s",
            postgres_quote(mem, question->column->base.name), text);
    say(script, buf_text(&make));
    buf_add(&read, "SELECT pg_get_expr(d.adbin, d.adrelid), CASE WHEN t.typtype = 'd' THEN"
                   " format_type(t.typbasetype, NULL) END FROM pg_attribute a"
                   " JOIN pg_type t ON t.oid = a.atttypid"
                   " JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                   " WHERE a.attname = ");
    buf_add(&read, conn_literal(script->conn, mem, question->column->base.name));
    buf_add(&read, " AND a.attrelid = ");
    Buf name = buf_new(mem);
    use_temp_table(&name, question->table);
    buf_fmt(&read, "%s::regclass", conn_literal(script->conn, mem, buf_text(&name)));
    return say(script, buf_text(&read));
}

static size_t ask_check(Script *script, const Question *question)
{
    Buf make = buf_new(script->mem);
    buf_add(&make, "ALTER TABLE ");
    use_temp_table(&make, question->table);
    buf_fmt(&make, " ADD CONSTRAINT schemadiff_check CHECK (%s)", question->text);
    say(script, buf_text(&make));
    return say(script, "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint"
                       " WHERE conname = 'schemadiff_check' AND contype = 'c'"
                       " AND connamespace = pg_my_temp_schema()");
}

static size_t ask_generated(Script *script, const Question *question)
{
    Buf make = buf_new(script->mem);
    buf_add(&make, "ALTER TABLE ");
    use_temp_table(&make, question->table);
    buf_fmt(&make, " ADD COLUMN schemadiff_generated %s",
            postgres_type_ddl(script->mem, &question->column->type));
    if (question->column->collation) {
        buf_fmt(&make, " COLLATE %s",
                postgres_collation_ddl(script->mem, NULL, question->column->collation));
    }
    buf_fmt(&make, " GENERATED ALWAYS AS (%s) STORED", question->text);
    say(script, buf_text(&make));
    return say(script, "SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a"
                       " JOIN pg_class c ON c.oid = a.attrelid"
                       " JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                       " WHERE a.attname = 'schemadiff_generated'"
                       " AND c.relnamespace = pg_my_temp_schema()");
}

/* The expression of one key, under the model's method and class: another may not take its type. */
static size_t ask_key(Script *script, const Question *question)
{
    const char *method = question->index ? question->index->method : question->constraint->method;
    const KeyParts *keys = question->index ? &question->index->keys : &question->constraint->keys;
    const KeyPart *key = &keys->at[question->key];
    Buf make = buf_new(script->mem);
    buf_add(&make, "CREATE INDEX schemadiff_index ON ");
    use_temp_table(&make, question->table);
    buf_fmt(&make, " USING %s ((%s)",
            method            ? postgres_quote(script->mem, method)
            : question->index ? "btree"
                              : "gist",
            question->text);
    if (key->collation) {
        buf_fmt(&make, " COLLATE %s", postgres_collation_ddl(script->mem, NULL, key->collation));
    }
    buf_fmt(&make, " %s)", key->opclass ? key->opclass : "");
    say(script, buf_text(&make));
    return say(script, "SELECT pg_get_indexdef(oid, 1, false) FROM pg_class"
                       " WHERE relname = 'schemadiff_index'"
                       " AND relnamespace = pg_my_temp_schema()");
}

static size_t ask_where(Script *script, const Question *question)
{
    Buf make = buf_new(script->mem);
    buf_add(&make, "CREATE INDEX schemadiff_index ON ");
    use_temp_table(&make, question->table);
    buf_fmt(&make, " ((1)) WHERE (%s)", question->text);
    say(script, buf_text(&make));
    return say(script, "SELECT pg_get_expr(x.indpred, x.indrelid) FROM pg_index x"
                       " JOIN pg_class c ON c.oid = x.indexrelid"
                       " WHERE c.relname = 'schemadiff_index'"
                       " AND c.relnamespace = pg_my_temp_schema()");
}

static size_t ask_view(Script *script, const Question *question)
{
    Buf make = buf_new(script->mem);
    const NameList *columns = &question->view->columns;
    buf_add(&make, "CREATE TEMPORARY VIEW schemadiff_view ");
    for (size_t i = 0; i < columns->len; i++) {
        buf_fmt(&make, "%s%s%s", i ? ", " : "(", postgres_quote(script->mem, columns->at[i]),
                i + 1 == columns->len ? ") " : "");
    }
    buf_fmt(&make, "AS %s", question->text);
    say(script, buf_text(&make));
    return say(script, "SELECT rtrim(btrim(pg_get_viewdef(oid), E' \\n'), ';') FROM pg_class"
                       " WHERE relname = 'schemadiff_view'"
                       " AND relnamespace = pg_my_temp_schema()");
}

static size_t ask_policy(Script *script, const Question *question)
{
    bool using = question->kind == QUESTION_POLICY_USING;
    Buf make = buf_new(script->mem);
    buf_add(&make, "CREATE POLICY schemadiff_policy ON ");
    use_temp_table(&make, question->table);
    buf_fmt(&make, " %s (%s)", using ? "USING" : "WITH CHECK", question->text);
    say(script, buf_text(&make));
    return say(script, "SELECT pg_get_expr(coalesce(p.polqual, p.polwithcheck), p.polrelid)"
                       " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
                       " WHERE p.polname = 'schemadiff_policy'"
                       " AND c.relnamespace = pg_my_temp_schema()");
}

/* --- whole statements --- */

/* The statement with another name in the place of the one it gives. */
static const char *renamed(Mem *mem, const char *statement, Str name, const char *other)
{
    Buf buf = buf_new(mem);
    buf_add_len(&buf, statement, (size_t)(name.ptr - statement));
    buf_add(&buf, other);
    buf_add(&buf, name.ptr + name.len);
    return mem_strdup(mem, buf_text(&buf));
}

static size_t ask_routine(Script *script, const Question *question)
{
    PostgresRoutine routine;
    if (!postgres_routine_parse(question->text, &routine)) {
        return 0;
    }
    static const char *const scope[] = {"{pg_temp}"};
    const Query query = {postgres_routines_query, scope, 1};
    say(script, renamed(script->mem, question->text, routine.name, "pg_temp.schemadiff_routine"));
    list_push(script->mem, &script->queries, query);
    return script->queries.len - 1;
}

/* What is made to be read back, beside others where no schema is its own. */
#define STAND_IN "schemadiff_declared"

/* A table of the model stands there already. */
static const char *on_temp_table(Mem *mem, const Question *question)
{
    Str relation = postgres_declared_relation(question->text);
    if (!question->table || !relation.len) {
        return question->text;
    }
    Buf temp = buf_new(mem);
    use_temp_table(&temp, question->table);
    return renamed(mem, question->text, relation, buf_text(&temp));
}

/* No name can stand in: those that are there go meanwhile. */
static bool is_judged_in_place(ObjectKind kind)
{
    return kind == OBJ_CAST || kind == OBJ_OPERATOR;
}

static void replace_in_place(Script *script, const Question *question, Str name)
{
    Mem *mem = script->mem;
    const Object *object = &question->declared->base;
    const char *types = strchr(object->name, '(');
    say(script, object->kind == OBJ_CAST
                    ? mem_printf(mem, "DROP CAST IF EXISTS (%s)", str_dup(mem, name))
                    : mem_printf(mem, "DROP OPERATOR IF EXISTS %s %s", str_dup(mem, name),
                                 types ? types : ""));
    say(script, question->text);
}

static size_t ask_declared(Script *script, const Question *question)
{
    Str name = postgres_declared_name(question->text);
    if (!name.len) {
        return 0;
    }
    static const char *const scope[] = {"{pg_temp}"};
    ObjectKind kind = question->declared->base.kind;
    const Query query = {declared_query_text(kind), scope, 1};
    if (is_judged_in_place(kind)) {
        replace_in_place(script, question, name);
    } else {
        const char *text = on_temp_table(script->mem, question);
        name = postgres_declared_name(text);
        say(script, renamed(script->mem, text, name,
                            object_kind_in_schema(kind) ? "pg_temp." STAND_IN : STAND_IN));
    }
    list_push(script->mem, &script->queries, query);
    return script->queries.len - 1;
}

/* Under its own name again, and on its own table. */
static const char *declared_answer(Mem *mem, const Rows *rows, const Question *question)
{
    const Object *object = &question->declared->base;
    const char *live = question->live;
    const char *wanted = is_judged_in_place(object->kind) ? object->name : STAND_IN;
    size_t row = 0;
    while (row < rows->len && !text_equal(rows_get(rows, row, DECLARED_NAME), wanted)) {
        row++;
    }
    const char *text = row < rows->len ? rows_get(rows, row, DECLARED_TEXT) : NULL;
    Str temp = postgres_declared_relation(text), relation = postgres_declared_relation(live);
    if (temp.len && relation.len) {
        text = renamed(mem, text, temp, str_dup(mem, relation));
    }
    Str old = postgres_declared_name(text), name = postgres_declared_name(live);
    return old.len && name.len ? renamed(mem, text, old, str_dup(mem, name)) : NULL;
}

/* A table stands there already, under its own name; a view is made here. */
static size_t ask_trigger(Script *script, const Question *question)
{
    Mem *mem = script->mem;
    Str relation = postgres_trigger_relation(question->text);
    const Object *owner = question->table ? &question->table->base : &question->view->base;
    if (!relation.len) {
        return 0;
    }
    const char *temp = mem_printf(mem, "pg_temp.%s", postgres_quote(mem, owner->name));
    if (question->view) {
        say(script, mem_printf(mem, "CREATE TEMPORARY VIEW %s AS %s",
                               postgres_quote(mem, owner->name), question->view->query));
    }
    say(script, renamed(mem, question->text, relation, temp));
    const char *read = "SELECT pg_get_triggerdef(oid, true) FROM pg_trigger"
                       " WHERE NOT tgisinternal AND tgrelid";
    if (question->trigger->base.kind == OBJ_RULE) {
        read = "SELECT rtrim(pg_get_ruledef(oid, true), E'; \\n') FROM pg_rewrite"
               " WHERE rulename <> '_RETURN' AND ev_class";
    }
    return say(script,
               mem_printf(mem, "%s = %s::regclass", read, conn_literal(script->conn, mem, temp)));
}

/* Under the relation's own name again, as the database writes it. */
static const char *trigger_answer(Mem *mem, const char *text, const char *live)
{
    Str temp = postgres_trigger_relation(text), relation = postgres_trigger_relation(live);
    return temp.len && relation.len
               ? postgres_stable(mem, renamed(mem, text, temp, str_dup(mem, relation)))
               : NULL;
}

static size_t ask(Script *script, const Question *question)
{
    switch (question->kind) {
    case QUESTION_DEFAULT:
        return ask_default(script, question);
    case QUESTION_CHECK:
        return ask_check(script, question);
    case QUESTION_GENERATED:
        return ask_generated(script, question);
    case QUESTION_INDEX_KEY:
        return ask_key(script, question);
    case QUESTION_INDEX_WHERE:
        return ask_where(script, question);
    case QUESTION_VIEW:
        return ask_view(script, question);
    case QUESTION_ROUTINE:
        return ask_routine(script, question);
    case QUESTION_TRIGGER:
        return ask_trigger(script, question);
    case QUESTION_DECLARED:
        return ask_declared(script, question);
    case QUESTION_POLICY_USING:
    case QUESTION_POLICY_CHECK:
        return ask_policy(script, question);
    }
    return 0;
}

/* --- the whole --- */

static void write_script(Script *script, const Questions *questions, const TypeCheck *check)
{
    const Table *current = NULL;
    say(script, "SAVEPOINT schemadiff_table");
    for (size_t i = 0; i < questions->list.len; i++) {
        const Question *question = &questions->list.at[i];
        bool on_table = !question->view && !question->routine && !question->declared;
        if (question->table != current) {
            say(script, "ROLLBACK TO SAVEPOINT schemadiff_table");
            if (question->table) {
                const Columns columns = columns_of(script->mem, questions->model, question->table);
                say(script, make_table(script->mem, question->table, &columns, check));
            }
            current = question->table;
        }
        size_t answer = 0;
        if (!on_table || question->table) {
            say(script, "SAVEPOINT schemadiff_question");
            answer = ask(script, question);
            say(script, "ROLLBACK TO SAVEPOINT schemadiff_question");
        }
        list_push(script->mem, &script->answers, answer);
    }
}

static void take_answer(Mem *mem, Question *question, const Rows *rows)
{
    const char *text = rows->len ? rows_get(rows, 0, 0) : NULL;
    if (question->kind == QUESTION_DEFAULT) {
        /* No row: the server took NULL and kept nothing. */
        Default none = {.kind = DEFAULT_NONE};
        question->answer_default =
            text ? postgres_default(mem, text, &question->column->type, rows_get(rows, 0, 1))
                 : none;
        question->answer = text ? mem_strdup(mem, text) : "";
    } else if (question->kind == QUESTION_VIEW) {
        question->answer = postgres_stable(mem, text);
    } else if (question->kind == QUESTION_ROUTINE) {
        question->answer = routine_answer(mem, rows, question->live);
    } else if (question->kind == QUESTION_DECLARED) {
        question->answer = declared_answer(mem, rows, question);
    } else if (question->kind == QUESTION_TRIGGER) {
        question->answer = trigger_answer(mem, text, question->live);
    } else if (text) {
        question->answer = postgres_expression(mem, text);
    }
}

/* What is made to ask is nobody's business: event triggers, which may refuse it or write it down,
 * do not fire for replicas. Only superusers may say so. */
static const char unnoticed[] =
    "SELECT set_config('session_replication_role', 'replica', true) FROM pg_roles "
    "WHERE rolname = current_user AND rolsuper AND EXISTS (SELECT FROM pg_event_trigger)";

/* A temporary table that nothing speaks against tells whether the rest can work. */
static bool begin(Script *script, bool nested, bool *usable, Error *err)
{
    const char **path = MEM_NEW(script->mem, const char *);
    *path = script->conn->server.default_schema;
    const Query queries[] = {
        {.sql = nested ? "SAVEPOINT schemadiff_judge" : "BEGIN READ WRITE"},
        {postgres_settings, path, 1},
        {.sql = "SET LOCAL check_function_bodies = off"},
        {.sql = unnoticed},
        {.sql = "SAVEPOINT schemadiff_probe"},
        {.sql = "CREATE TEMPORARY TABLE schemadiff_probe ()"},
        {.sql = "ROLLBACK TO SAVEPOINT schemadiff_probe"},
    };
    enum { COUNT = sizeof queries / sizeof *queries, PROBE = 5 };
    Rows rows[COUNT];
    bool ok[COUNT];
    if (!postgres_try_many(script->conn, script->mem, queries, COUNT, rows, ok, err)) {
        return false;
    }
    *usable = ok[0] && ok[1] && ok[PROBE];
    return true;
}

static bool ask_all(Script *script, Questions *questions, Error *err)
{
    TypeCheck check = {0};
    for (size_t i = 0; i < questions->list.len; i++) {
        const Table *table = questions->list.at[i].table;
        if (table && (i == 0 || table != questions->list.at[i - 1].table)) {
            const Columns columns = columns_of(script->mem, questions->model, table);
            collect_types(script->mem, &columns, &check);
        }
    }
    if (!check_types(script, &check, err)) {
        return false;
    }
    write_script(script, questions, &check);
    size_t n = script->queries.len;
    Rows *rows = MEM_ARRAY(script->mem, Rows, n);
    bool *ok = MEM_ARRAY(script->mem, bool, n);
    if (!postgres_try_many(script->conn, script->mem, script->queries.at, n, rows, ok, err)) {
        return false;
    }
    for (size_t i = 0; i < questions->list.len; i++) {
        size_t at = script->answers.at[i];
        if (at && ok[at - 1] && ok[at]) {
            take_answer(questions->mem, &questions->list.at[i], &rows[at]);
        }
    }
    return true;
}

bool postgres_judge(Mem *mem, Conn *conn, Questions *questions, Error *err)
{
    Script script = {.mem = mem_child(mem, "judge"), .conn = conn};
    bool nested = postgres_in_transaction(conn), usable = false;
    bool ok = begin(&script, nested, &usable, err);
    if (ok && usable) {
        ok = ask_all(&script, questions, err);
    } else if (ok) {
        questions->note = "this connection may not create temporary tables";
    }
    if (postgres_in_transaction(conn)) {
        ok = conn_exec(conn, nested ? "ROLLBACK TO SAVEPOINT schemadiff_judge" : "ROLLBACK", err) &&
             ok;
    }
    mem_destroy(script.mem);
    return ok;
}
