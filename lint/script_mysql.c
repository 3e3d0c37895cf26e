#include "lint/script.h"

/* ALGORITHM=INSTANT or INPLACE, or LOCK=NONE: the server refuses what would cost more. */
static bool is_guarded(const SqlStatement *sql)
{
    for (size_t i = 0; i < sql->actions.len; i++) {
        const SqlAction *a = &sql->actions.at[i];
        if (a->kind == ACT_LOCK && text_equal_nocase(a->name, "none")) {
            return true;
        }
        if (a->kind == ACT_ALGORITHM &&
            (text_equal_nocase(a->name, "instant") || text_equal_nocase(a->name, "nocopy"))) {
            return true;
        }
    }
    return false;
}

static const char *what(const SqlAction *a)
{
    return a->kind == ACT_ADD_FOREIGN_KEY    ? "ADD FOREIGN KEY"
           : a->kind == ACT_ADD_CHECK        ? "ADD CHECK"
           : a->kind == ACT_CONVERT          ? "CONVERT TO CHARACTER SET"
           : a->kind == ACT_PARTITION        ? "the change of partitions"
           : a->kind == ACT_DROP_PRIMARY_KEY ? "DROP PRIMARY KEY"
           : a->kind == ACT_ADD_PRIMARY_KEY  ? "ADD PRIMARY KEY"
           : a->kind == ACT_ADD_FULLTEXT     ? "a FULLTEXT or SPATIAL index"
           : a->kind == ACT_ADD_COLUMN       ? "ADD COLUMN"
           : a->kind == ACT_DROP_COLUMN      ? "DROP COLUMN"
           : a->kind == ACT_MODIFY_COLUMN    ? "this change of a column"
           : a->kind == ACT_VERSION          ? "ADD SYSTEM VERSIONING or PERIOD"
           : a->kind == ACT_UNVERSION        ? "DROP SYSTEM VERSIONING"
                                             : "this";
}

static void say_price(const Script *s, const ScriptStep *step, const SqlAction *a, Price price)
{
    const char *table = step->sql.table;
    switch (price) {
    case PRICE_INSTANT:
    case PRICE_INPLACE:
        break;
    case PRICE_REBUILD:
        SAY(s, step, RULE_REWRITE, table, "%s writes all of \"%s\" again, in place", what(a),
            table);
        lint_remedy(s->lint, "add ALGORITHM=INPLACE, LOCK=NONE, so that it never copies silently");
        break;
    case PRICE_SHARED:
        SAY(s, step, RULE_INDEX_LOCK, table,
            "%s takes LOCK=SHARED: nobody writes to \"%s\" until it is done", what(a), table);
        lint_remedy(s->lint, "run it in a window without writes");
        break;
    case PRICE_COPY_ONLINE:
        SAY(s, step, RULE_REWRITE, table, "%s copies \"%s\" (ALGORITHM=COPY), while others go on",
            what(a), table);
        lint_remedy(s->lint, "add ALGORITHM=COPY, LOCK=NONE, so that a server that would lock it "
                             "refuses");
        break;
    case PRICE_COPY:
        SAY(s, step, RULE_COPY, table, "%s copies \"%s\" (ALGORITHM=COPY): nobody writes meanwhile",
            what(a), table);
        break;
    }
}

static void check_mixed(const Script *s, const ScriptStep *step, Price worst)
{
    bool instant = false;
    for (size_t i = 0; i < step->sql.actions.len; i++) {
        const SqlAction *a = &step->sql.actions.at[i];
        instant |= (a->kind == ACT_ADD_COLUMN || a->kind == ACT_DROP_COLUMN) &&
                   script_price_of(s, step, a) == PRICE_INSTANT;
    }
    if (instant && worst != PRICE_INSTANT) {
        SAY(s, step, RULE_MIXED_ALTER, step->sql.table,
            "a clause of this ALTER TABLE would be instant alone; together \"%s\" is written again",
            step->sql.table);
    }
}

static void check_fit(const Script *s, const ScriptStep *step, const SqlAction *a)
{
    Type from, to;
    if (a->kind == ACT_MODIFY_COLUMN && script_change(s, step, a, &from, &to)) {
        script_fit(s, step, a, &from, &to);
    }
}

void script_mysql(const Script *s, const ScriptStep *step)
{
    Price worst = PRICE_INSTANT;
    for (size_t i = 0; i < step->sql.actions.len; i++) {
        check_fit(s, step, &step->sql.actions.at[i]);
    }
    if (is_guarded(&step->sql)) {
        return;
    }
    const Price whole = script_price(s, step);
    for (size_t i = 0; i < step->sql.actions.len; i++) {
        Price price = script_price_of(s, step, &step->sql.actions.at[i]);
        if (price != PRICE_SHARED || whole != PRICE_COPY_ONLINE) { /* the copy has it, too */
            say_price(s, step, &step->sql.actions.at[i], price);
        }
        worst = price > worst ? price : worst;
    }
    if (whole > worst && whole >= PRICE_SHARED) { /* none of them alone */
        say_price(s, step, &(SqlAction){.kind = ACT_OTHER}, whole);
        worst = whole;
    }
    check_mixed(s, step, worst);
}
