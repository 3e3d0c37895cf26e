/* What is declared as a whole: the definitions are whole statements. */
#include "emit/postgres/postgres.h"

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

static void create(Emit *emit, const Words *words, const Declared *to)
{
    Sql sql = emit_sql(emit, to->definition);
    emit_add(emit, words->create, &to->base, &sql);
    set_options(emit, words, NULL, to);
    comment_new(emit, words->kind, &to->base, NULL);
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
        drop_object(emit, words->kind, words->drop);
        create(emit, words, to);
        return true;
    }
    if (parts & PART_OPTIONS) {
        set_options(emit, words, from, to);
    }
    if (parts & PART_COMMENT) {
        comment_on(emit, words->kind, &to->base, NULL, to->base.comment);
    }
    return true;
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
        drop_or_step_aside(&emit, words.kind, words.drop);
        break;
    case CHANGE_RENAME:
        if (!is_recreated(all, &to->base)) {
            rename_object(&emit, words.kind);
        }
        break;
    case CHANGE_ALTER:
        return alter(&emit, &words, from, to, err);
    }
    return true;
}
