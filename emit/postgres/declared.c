/* What is declared as a whole: the definitions are whole statements. */
#include "emit/postgres/postgres.h"

#include "schema/dialects/postgres_statement.h"

#include <string.h>

typedef struct Words {
    const char *kind; /* behind CREATE, ALTER, DROP */
    Phase create, drop;
    bool in_place; /* cannot be dropped and made again: what uses it holds it */
} Words;

static Words words_of(ObjectKind kind)
{
    static const Words words[OBJ_KIND_COUNT] = {
        [OBJ_COLLATION] = {"COLLATION", PHASE_CREATE_FIRST, PHASE_DROP_LAST, true},
        [OBJ_RANGE] = {"TYPE", PHASE_CREATE_TYPE, PHASE_DROP_LAST, true},
        [OBJ_OPERATOR] = {"OPERATOR", PHASE_CREATE_TYPE, PHASE_DROP_LAST, false},
        [OBJ_CAST] = {"CAST", PHASE_CREATE_TYPE, PHASE_DROP_EARLY, false},
        [OBJ_STATISTICS] = {"STATISTICS", PHASE_CREATE_DEPENDENT, PHASE_DROP_DEPENDENT, false},
        [OBJ_EVENT_TRIGGER] = {"EVENT TRIGGER", PHASE_CREATE_LAST, PHASE_DROP_FIRST, false},
    };
    return words[kind];
}

static void set_target(Emit *emit, const Words *words, const Declared *to, const char *target)
{
    Sql sql = emit_sql(emit, "ALTER");
    sql_kw(&sql, words->kind);
    sql_object(&sql, &to->base);
    sql_kw(&sql, "SET STATISTICS");
    sql_kw(&sql, target ? target : "-1");
    emit_add(emit, words->create, &to->base, &sql);
}

/* One that stops does so first, under its former name; NULL: it is new. */
static void set_firing(Emit *emit, const Words *words, const Declared *from, const Declared *to,
                       const char *state)
{
    bool stops = from && text_equal(state, "disabled");
    const Object *object = stops ? &from->base : &to->base;
    Sql sql = emit_sql(emit, "ALTER");
    sql_kw(&sql, words->kind);
    sql_object(&sql, object);
    put_firing(&sql, state);
    emit_add(emit, stops ? words->drop : words->create, object, &sql);
}

/* What a statement of its own says of it; `from` NULL: it is new. */
static void set_options(Emit *emit, const Words *words, const Declared *from, const Declared *to)
{
    const Options none = {0}, *was = from ? &from->options : &none;
    const char *target = options_get(&to->options, "target");
    const char *state = options_get(&to->options, "enabled");
    if (!text_equal(options_get(was, "target"), target)) {
        set_target(emit, words, to, target);
    }
    if (!text_equal(options_get(was, "enabled"), state)) {
        set_firing(emit, words, from, to, state);
    }
}

/* --- names and times ----------------------------------------------------------------------------
 */

static bool has_name(ObjectKind kind)
{
    return kind != OBJ_CAST && kind != OBJ_OPERATOR;
}

/* (text AS point), "app".=== (integer, NONE) */
static void put_name(Sql *sql, const Declared *declared)
{
    if (has_name(declared->base.kind)) {
        sql_object(sql, &declared->base);
        return;
    }
    Str written = postgres_declared_name(declared->definition);
    const char *name = str_dup(sql->buf.mem, written), *types = strchr(declared->base.name, '(');
    sql_raw(sql, declared->base.kind == OBJ_CAST
                     ? mem_printf(sql->buf.mem, " (%s)", name)
                     : mem_printf(sql->buf.mem, " %s %s", name, types ? types : ""));
}

static const Change *change_of(const Changes *all, const Object *object, bool from)
{
    for (size_t i = 0; i < all->list.len; i++) {
        const Change *change = all->list.at[i];
        if ((from ? change->object.from : change->object.to) == object) {
            return change;
        }
    }
    return NULL;
}

/* Behind all that it needs and that is made, too. */
static Phase create_phase(const Emit *emit, const Words *words, const Declared *to)
{
    Phase phase = words->create;
    for (size_t i = 0; !has_name(to->base.kind) && i < to->base.deps.len; i++) {
        const Object *dep = to->base.deps.at[i];
        Phase after = !change_of(emit->all, dep, false) ? phase
                      : dep->kind == OBJ_FUNCTION ? routine_create_phase(emit, (const Routine *)dep)
                      : dep->kind == OBJ_TABLE    ? PHASE_CREATE_TABLE
                      : dep->kind == OBJ_VIEW     ? PHASE_CREATE_DEPENDENT
                                                  : phase;
        phase = after > phase ? after : phase;
    }
    return phase;
}

/* Before anything that it needs goes, or gets another name. */
static Phase drop_phase(const Emit *emit, const Words *words, const Declared *from)
{
    bool comes_back = emit->change->op != CHANGE_DROP;
    Phase phase = comes_back && words->drop == PHASE_DROP_LAST ? PHASE_DROP_EARLY : words->drop;
    for (size_t i = 0; !has_name(from->base.kind) && i < from->base.deps.len; i++) {
        const Object *dep = from->base.deps.at[i];
        const Change *change = change_of(emit->all, dep, true);
        bool routine = dep->kind == OBJ_FUNCTION && change &&
                       (change->op == CHANGE_DROP || (change->parts & PART_RECREATE));
        Phase before = routine                               ? routine_drop_phase(emit, change)
                       : change && change->op != CHANGE_DROP ? PHASE_DROP_EARLY
                                                             : phase;
        phase = before < phase ? before : phase;
    }
    return phase;
}

/* --- statements ---------------------------------------------------------------------------------
 */

static void comment(Emit *emit, const Words *words, const Declared *to)
{
    if (has_name(to->base.kind)) {
        comment_on(emit, words->kind, &to->base, NULL, to->base.comment);
        return;
    }
    Sql sql = emit_sql(emit, "COMMENT ON");
    sql_kw(&sql, words->kind);
    put_name(&sql, to);
    comment_is(emit, PHASE_COMMENT, &to->base, &sql, to->base.comment);
}

static void create(Emit *emit, const Words *words, const Declared *to)
{
    Sql sql = emit_sql(emit, to->definition);
    emit_add(emit, create_phase(emit, words, to), &to->base, &sql);
    set_options(emit, words, NULL, to);
    if (to->base.comment) {
        comment(emit, words, to);
    }
}

static void drop(Emit *emit, const Words *words, const Declared *from)
{
    if (words->in_place) {
        drop_or_step_aside(emit, words->kind, words->drop);
        return;
    }
    Sql sql = emit_sql(emit, "DROP");
    sql_kw(&sql, words->kind);
    put_name(&sql, from);
    emit_add(emit, drop_phase(emit, words, from), &from->base, &sql);
}

static bool refuse(const Declared *to, Error *err)
{
    error_at(err, ERR_UNSUPPORTED, to->base.where, "%s \"%s\" cannot be changed in place",
             to->base.kind == OBJ_RANGE ? "range type" : object_kind_word(to->base.kind),
             to->base.name);
    return error_hint(err, "declare the new one under another name and let the columns use that");
}

static bool alter(Emit *emit, const Words *words, const Declared *from, const Declared *to,
                  Error *err)
{
    unsigned parts = emit->change->parts;
    if (words->in_place && (parts & PART_DEFINITION)) {
        return refuse(to, err);
    }
    if (parts & (PART_DEFINITION | PART_RECREATE)) {
        drop(emit, words, from);
        create(emit, words, to);
        return true;
    }
    if (parts & PART_OPTIONS) {
        set_options(emit, words, from, to);
    }
    if (parts & PART_COMMENT) {
        comment(emit, words, to);
    }
    return true;
}

static void rename_declared(Emit *emit, const Words *words, const Declared *from,
                            const Declared *to)
{
    if (has_name(to->base.kind)) {
        rename_object(emit, words->kind);
    } else {
        drop(emit, words, from);
        create(emit, words, to);
    }
}

bool render_declared(Plan *plan, const Changes *all, const Change *change, Error *err)
{
    const Words words = words_of(change->kind);
    const Declared *from = (const Declared *)change->object.from;
    const Declared *to = (const Declared *)change->object.to;
    Emit emit = emit_begin(plan, all, change);
    switch (change->op) {
    case CHANGE_CREATE:
        create(&emit, &words, to);
        break;
    case CHANGE_DROP:
        drop(&emit, &words, from);
        break;
    case CHANGE_RENAME:
        if (!is_recreated(all, &to->base)) {
            rename_declared(&emit, &words, from, to);
        }
        break;
    case CHANGE_ALTER:
        return alter(&emit, &words, from, to, err);
    }
    return true;
}
