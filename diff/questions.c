/* Expressions that differ as text: only the server can say whether they mean the same. */
#include "diff/begin.h"
#include "schema/dependencies.h"

static Question *ask_expr(Questions *ask, Question question, Expr *model, const Expr *live)
{
    question.expr = model;
    question.text = model->text;
    question.live = live ? live->text : NULL;
    list_push(ask->mem, &ask->list, question);
    return &ask->list.at[ask->list.len - 1];
}

static void ask_columns(const Diff *diff, const TablePair *pair, Questions *ask)
{
    Match match = match_objects(diff->mem, OBJECTS(&pair->from->columns),
                                OBJECTS(&pair->to->columns), &match_names);
    for (size_t i = 0; i < match.to_len; i++) {
        if (match.partner[i] == NO_MATCH) {
            continue;
        }
        Column *to = pair->to->columns.at[i];
        const Column *from = pair->from->columns.at[match.partner[i]];
        const Question question = {.table = pair->to, .column = to};
        bool values =
            from->default_value.kind > DEFAULT_NULL && to->default_value.kind > DEFAULT_NULL;
        if (values && !equal_default(diff, to, &from->default_value, &to->default_value)) {
            Question *asked =
                ask_expr(ask, question, &to->default_value.expr, &from->default_value.expr);
            asked->kind = QUESTION_DEFAULT;
            asked->default_value = &to->default_value;
        }
        if (from->generated && from->generated == to->generated &&
            !equal_expr(diff, pair, NULL, &from->generated_expr, &to->generated_expr)) {
            ask_expr(ask, question, &to->generated_expr, &from->generated_expr)->kind =
                QUESTION_GENERATED;
        }
    }
}

static void ask_constraints(const Diff *diff, const TablePair *pair, Questions *ask)
{
    Match match = match_model_constraints(diff, pair);
    for (size_t i = 0; i < match.to_len; i++) {
        Constraint *to = pair->to->constraints.at[i];
        const Constraint *from =
            match.partner[i] == NO_MATCH ? NULL : pair->from->constraints.at[match.partner[i]];
        const Question question = {.table = pair->to, .constraint = to};
        /* A check without a name that matched nothing may match once the server has spelled it. */
        if (to->type == CONSTRAINT_CHECK &&
            (from ? !equal_expr(diff, pair, NULL, &from->check, &to->check) : !to->base.name)) {
            ask_expr(ask, question, &to->check, from ? &from->check : NULL)->kind = QUESTION_CHECK;
        }
        if (to->type == CONSTRAINT_EXCLUSION && from && from->where.text && to->where.text &&
            !equal_expr(diff, pair, NULL, &from->where, &to->where)) {
            ask_expr(ask, question, &to->where, &from->where)->kind = QUESTION_INDEX_WHERE;
        }
    }
}

static void ask_keys(const Diff *diff, const TablePair *pair, Index *to, const Index *from,
                     Questions *ask)
{
    for (size_t k = 0; k < to->keys.len; k++) {
        KeyPart *key = &to->keys.at[k];
        const KeyPart *other = from && k < from->keys.len ? &from->keys.at[k] : NULL;
        if (key->column || (other && equal_expr(diff, pair, NULL, &other->expr, &key->expr))) {
            continue;
        }
        const Question question = {.table = pair->to, .index = to, .key = k};
        ask_expr(ask, question, &key->expr, other ? &other->expr : NULL)->kind = QUESTION_INDEX_KEY;
    }
}

static void ask_indexes(const Diff *diff, const TablePair *pair, Questions *ask)
{
    Match match = match_model_indexes(diff, pair);
    for (size_t i = 0; i < match.to_len; i++) {
        Index *to = pair->to->indexes.at[i];
        const Index *from =
            match.partner[i] == NO_MATCH ? NULL : pair->from->indexes.at[match.partner[i]];
        if (!from && to->base.name) {
            continue;
        }
        ask_keys(diff, pair, to, from, ask);
        if (to->where.text &&
            (!from ||
             (from->where.text && !equal_expr(diff, pair, NULL, &from->where, &to->where)))) {
            const Question question = {.table = pair->to, .index = to};
            ask_expr(ask, question, &to->where, from ? &from->where : NULL)->kind =
                QUESTION_INDEX_WHERE;
        }
    }
}

/* --- whole statements ---------------------------------------------------------------------------
 */

static Question *ask_statement(Questions *ask, QuestionKind kind, const char *text,
                               const char *live, const char **canonical)
{
    Question question = {.kind = kind, .text = text, .live = live, .canonical = canonical};
    list_push(ask->mem, &ask->list, question);
    return &ask->list.at[ask->list.len - 1];
}

static void ask_views(const Diff *diff, Schema *model, const Schema *live, Questions *ask)
{
    for (size_t i = 0; i < model->views.len; i++) {
        View *to = model->views.at[i];
        const View *from = schema_view(live, to->base.schema, to->base.name);
        if (from && from != to && (view_parts(diff, from, to) & PART_DEFINITION)) {
            ask_statement(ask, QUESTION_VIEW, to->query, from->query, &to->canonical)->view = to;
        }
    }
}

/* Triggers or rules. */
static void ask_triggers(const Diff *diff, Trigger *const *to, size_t to_len, Trigger *const *from,
                         size_t from_len, Questions *ask)
{
    Match match = match_objects(diff->mem, (const Object *const *)from, from_len,
                                (const Object *const *)to, to_len, &match_names);
    for (size_t i = 0; i < to_len; i++) {
        const Trigger *live = match.partner[i] == NO_MATCH ? NULL : from[match.partner[i]];
        if (live && live != to[i] && (trigger_parts(diff, live, to[i]) & PART_DEFINITION)) {
            Question *question = ask_statement(ask, QUESTION_TRIGGER, to[i]->definition,
                                               live->definition, &to[i]->canonical);
            question->trigger = to[i];
            question->table = to[i]->table;
            question->view = to[i]->view;
        }
    }
}

static void ask_view_members(const Diff *diff, Schema *model, const Schema *live, Questions *ask)
{
    for (size_t i = 0; i < model->views.len; i++) {
        const View *to = model->views.at[i];
        const View *from = schema_view(live, to->base.schema, to->base.name);
        if (!from || from == to) {
            continue;
        }
        if (schema_manages(model, OBJ_TRIGGER)) {
            ask_triggers(diff, to->triggers.at, to->triggers.len, from->triggers.at,
                         from->triggers.len, ask);
        }
        if (schema_manages(model, OBJ_RULE)) {
            ask_triggers(diff, to->rules.at, to->rules.len, from->rules.at, from->rules.len, ask);
        }
    }
}

static void ask_policies(const Diff *diff, const TablePair *pair, Questions *ask)
{
    Match match = match_objects(diff->mem, OBJECTS(&pair->from->policies),
                                OBJECTS(&pair->to->policies), &match_names);
    for (size_t i = 0; i < match.to_len; i++) {
        Policy *to = pair->to->policies.at[i];
        const Policy *from =
            match.partner[i] == NO_MATCH ? NULL : pair->from->policies.at[match.partner[i]];
        const Question question = {.table = pair->to, .policy = to};
        if (from && from->using_.text && to->using_.text &&
            !equal_expr(diff, pair, NULL, &from->using_, &to->using_)) {
            ask_expr(ask, question, &to->using_, &from->using_)->kind = QUESTION_POLICY_USING;
        }
        if (from && from->check.text && to->check.text &&
            !equal_expr(diff, pair, NULL, &from->check, &to->check)) {
            ask_expr(ask, question, &to->check, &from->check)->kind = QUESTION_POLICY_CHECK;
        }
    }
}

static void ask_routine(const Diff *diff, Routine *to, const Routine *from, Questions *ask)
{
    if (from && from != to && (routine_parts(diff, from, to) & PART_DEFINITION)) {
        ask_statement(ask, QUESTION_ROUTINE, to->definition, from->definition, &to->canonical)
            ->routine = to;
    }
}

static void ask_routines(const Diff *diff, Schema *model, const Schema *live, Questions *ask)
{
    for (size_t i = 0; i < model->functions.len && schema_manages(model, OBJ_FUNCTION); i++) {
        Routine *to = model->functions.at[i];
        ask_routine(diff, to, schema_function(live, to->base.schema, to->base.name), ask);
    }
    for (size_t i = 0; i < model->procedures.len && schema_manages(model, OBJ_PROCEDURE); i++) {
        Routine *to = model->procedures.at[i];
        ask_routine(diff, to, schema_procedure(live, to->base.schema, to->base.name), ask);
    }
}

static void ask_declared(const Diff *diff, Declared *to, const Declared *from, Questions *ask)
{
    if (from && from != to && (declared_parts(diff, from, to) & PART_DEFINITION)) {
        const Object *on = declared_relation(diff->to, to);
        Question *question =
            ask_statement(ask, QUESTION_DECLARED, to->definition, from->definition, &to->canonical);
        question->declared = to;
        question->table = on && on->kind == OBJ_TABLE ? (const Table *)on : NULL;
    }
}

static void ask_all_declared(const Diff *diff, Schema *model, const Schema *live, Questions *ask)
{
#define OBJECT(...)
#define DECLARED(TAG, member, word, rank, list, dialects)                                        \
    for (size_t i = 0; i < model->list.len && schema_manages(model, OBJ_##TAG); i++) {           \
        Declared *to = model->list.at[i];                                                        \
        ask_declared(diff, to, schema_declared(live, OBJ_##TAG, to->base.schema, to->base.name), \
                     ask);                                                                       \
    }
#include "schema/kinds.def"
}

/* A domain's expressions speak of VALUE: the server spells them as it does those of a table whose
 * one column is called that. */
static Table *stand_in(Mem *mem, Domain *domain)
{
    Table *table = MEM_NEW(mem, Table);
    Column *column = MEM_NEW(mem, Column);
    table->base = (Object){.kind = OBJ_TABLE, .name = domain->base.name};
    column->base = (Object){.kind = OBJ_COLUMN, .name = "value"};
    column->table = table;
    column->type = domain->type;
    column->collation = domain->collation;
    column->default_value = domain->default_value;
    list_push(mem, &table->columns, column);
    table->columns_by_name = table->columns.at;
    return table;
}

static void ask_domain(const Diff *diff, Domain *to, const Domain *from, Questions *ask)
{
    Table *table = stand_in(diff->mem, to);
    Column *column = table->columns.at[0];
    if (from->default_value.kind > DEFAULT_NULL && to->default_value.kind > DEFAULT_NULL &&
        !equal_default(diff, column, &from->default_value, &to->default_value)) {
        const Question question = {.table = table, .column = column};
        Question *asked =
            ask_expr(ask, question, &to->default_value.expr, &from->default_value.expr);
        asked->kind = QUESTION_DEFAULT;
        asked->default_value = &to->default_value;
    }
    Match match =
        match_objects(diff->mem, OBJECTS(&from->checks), OBJECTS(&to->checks), &match_constraints);
    for (size_t i = 0; i < match.to_len; i++) {
        Constraint *check = to->checks.at[i];
        const Constraint *other =
            match.partner[i] == NO_MATCH ? NULL : from->checks.at[match.partner[i]];
        if (!other || !equal_expr(diff, NULL, NULL, &other->check, &check->check)) {
            const Question question = {.table = table, .constraint = check};
            ask_expr(ask, question, &check->check, other ? &other->check : NULL)->kind =
                QUESTION_CHECK;
        }
    }
}

static void ask_domains(const Diff *diff, Schema *model, const Schema *live, Questions *ask)
{
    for (size_t i = 0; i < model->domains.len; i++) {
        Domain *to = model->domains.at[i];
        const Domain *from = schema_domain(live, to->base.schema, to->base.name);
        if (from && from != to) {
            ask_domain(diff, to, from, ask);
        }
    }
}

void diff_questions(Mem *mem, Schema *model, const Schema *live, Questions *ask)
{
    complete_routines(model, live);
    Diff diff = diff_begin(mem_child(mem, "questions"), live, model);
    ask->mem = mem;
    ask->model = model;
    for (size_t i = 0; i < diff.pairs.len; i++) {
        const TablePair *pair = &diff.pairs.at[i];
        if (!pair->to->unmanaged) {
            ask_columns(&diff, pair, ask);
            ask_constraints(&diff, pair, ask);
            ask_indexes(&diff, pair, ask);
            if (schema_manages(model, OBJ_POLICY)) {
                ask_policies(&diff, pair, ask);
            }
            if (schema_manages(model, OBJ_TRIGGER)) {
                ask_triggers(&diff, pair->to->triggers.at, pair->to->triggers.len,
                             pair->from->triggers.at, pair->from->triggers.len, ask);
            }
            if (schema_manages(model, OBJ_RULE)) {
                ask_triggers(&diff, pair->to->rules.at, pair->to->rules.len, pair->from->rules.at,
                             pair->from->rules.len, ask);
            }
        }
    }
    if (schema_manages(model, OBJ_DOMAIN)) {
        ask_domains(&diff, model, live, ask);
    }
    if (schema_manages(model, OBJ_VIEW)) {
        ask_views(&diff, model, live, ask);
        ask_view_members(&diff, model, live, ask);
    }
    ask_routines(&diff, model, live, ask);
    ask_all_declared(&diff, model, live, ask);
}

size_t diff_answer(Questions *questions)
{
    size_t unasked = 0;
    for (size_t i = 0; i < questions->list.len; i++) {
        Question *question = &questions->list.at[i];
        const char *answer = question->answer;
        if (question->kind == QUESTION_DEFAULT && answer) {
            question->default_value->canonical =
                mem_copy(questions->mem, &question->answer_default, sizeof(Default));
            continue;
        }
        if (!answer && questions->note) {
            answer = question->live;
            unasked++;
        }
        if (answer && question->canonical) {
            *question->canonical = answer;
        } else if (answer && question->expr) {
            question->expr->canonical = answer;
        }
    }
    return unasked;
}
