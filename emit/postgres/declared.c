/* Collations and range types: their definitions are whole statements. */
#include "emit/postgres/postgres.h"

typedef struct Words {
    const char *kind;    /* behind CREATE, ALTER, DROP */
    const char *subject; /* for messages */
    Phase creation;
} Words;

static Words words_of(ObjectKind kind)
{
    return kind == OBJ_RANGE ? (Words){"TYPE", "range type", PHASE_CREATE_TYPE}
                             : (Words){"COLLATION", "collation", PHASE_CREATE_FIRST};
}

static void create(Emit *emit, const Words *words, const Declared *to)
{
    Sql sql = emit_sql(emit, to->definition);
    emit_add(emit, words->creation, &to->base, &sql);
    comment_new(emit, words->kind, &to->base, NULL);
}

static bool refuse(const Words *words, const Declared *to, Error *err)
{
    error_at(err, ERR_UNSUPPORTED, to->base.where, "%s \"%s\" cannot be changed in place",
             words->subject, to->base.name);
    return error_hint(err, "declare the new one under another name and let the columns use that");
}

bool render_declared(Plan *plan, const Changes *all, const Change *change, Error *err)
{
    const Words words = words_of(change->kind);
    const Declared *to = change->range.to;
    Emit emit = emit_begin(plan, all, change);
    switch (change->op) {
    case CHANGE_CREATE:
        create(&emit, &words, to);
        break;
    case CHANGE_DROP:
        drop_or_step_aside(&emit, words.kind, PHASE_DROP_LAST);
        break;
    case CHANGE_RENAME:
        rename_object(&emit, words.kind);
        break;
    case CHANGE_ALTER:
        if (change->parts & PART_DEFINITION) {
            return refuse(&words, to, err);
        }
        comment_on(&emit, words.kind, &to->base, NULL, to->base.comment);
        break;
    }
    return true;
}
