/* Triggers and rules of views: children of the view's change. */
#include "diff/internal.h"

static Change *add(Diff *diff, Change **alter, const View *from, const View *to, ChangeOp op,
                   const Trigger *was, const Trigger *is)
{
    if (!*alter) {
        *alter = diff_add(diff, CHANGE_ALTER, OBJ_VIEW, from, to);
    }
    Change *change = MEM_NEW(diff->mem, Change);
    change->op = op;
    change->kind = is ? is->base.kind : was->base.kind;
    change->trigger.from = was;
    change->trigger.to = is;
    list_push(diff->mem, &(*alter)->children, change);
    return change;
}

static bool same_name(const Object *from, const Object *to)
{
    return text_equal(from->name, to->name);
}

/* One that gets another name is dropped and made again. */
static void diff_kind(Diff *diff, const View *from, const View *to, Change **alter,
                      Trigger *const *was, size_t was_len, Trigger *const *is, size_t is_len)
{
    Match match = match_objects(diff->mem, (const Object *const *)was, was_len,
                                (const Object *const *)is, is_len, &match_names);
    for (size_t j = 0; j < was_len; j++) {
        size_t i = match.back[j];
        if (i == NO_MATCH || !same_name(&was[j]->base, &is[i]->base)) {
            add(diff, alter, from, to, CHANGE_DROP, was[j], NULL);
        }
    }
    for (size_t i = 0; i < is_len; i++) {
        size_t j = match.partner[i];
        if (j == NO_MATCH || !same_name(&was[j]->base, &is[i]->base)) {
            add(diff, alter, from, to, CHANGE_CREATE, NULL, is[i]);
            continue;
        }
        unsigned parts = trigger_parts(diff, was[j], is[i]);
        if (parts) {
            add(diff, alter, from, to, CHANGE_ALTER, was[j], is[i])->parts = parts;
        }
    }
}

void diff_view_members(Diff *diff, const View *from, const View *to, Change *alter)
{
    diff_kind(diff, from, to, &alter, from->triggers.at, from->triggers.len, to->triggers.at,
              to->triggers.len);
    diff_kind(diff, from, to, &alter, from->rules.at, from->rules.len, to->rules.at, to->rules.len);
}

static const Trigger *same_of(const View *view, const Trigger *member)
{
    bool rule = member->base.kind == OBJ_RULE;
    Trigger *const *at = rule ? view->rules.at : view->triggers.at;
    for (size_t i = 0; i < (rule ? view->rules.len : view->triggers.len); i++) {
        if (same_name(&at[i]->base, &member->base)) {
            return at[i];
        }
    }
    return NULL;
}

void diff_recreate_on_view(Diff *diff, const View *from, const View *to, const Trigger *member)
{
    Change *alter = NULL;
    for (size_t i = 0; i < diff->changes->list.len; i++) {
        Change *change = diff->changes->list.at[i];
        if (change->op == CHANGE_ALTER && change->object.from == &from->base) {
            alter = change;
        }
    }
    for (size_t i = 0; alter && i < alter->children.len; i++) {
        Change *child = alter->children.at[i];
        if (child->trigger.from == member) {
            child->parts |= child->op == CHANGE_ALTER ? PART_RECREATE : 0u;
            return;
        }
    }
    const Trigger *same = same_of(to, member);
    if (same) {
        add(diff, &alter, from, to, CHANGE_ALTER, member, same)->parts = PART_RECREATE;
    }
}
