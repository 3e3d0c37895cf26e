#include "diff/internal.h"

#include <stdlib.h>

typedef struct Entry {
    const char *key;
    size_t at;
} Entry;

static int by_key(const void *a, const void *b)
{
    const Entry *x = a, *y = b;
    int order = text_compare(x->key, y->key);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

typedef const char *(*KeyFn)(Mem *mem, const Object *object);

static const char *own_name(Mem *mem, const Object *object)
{
    return object->schema ? mem_printf(mem, "%s\x01%s", object->schema, object->name)
                          : object->name;
}

static const char *former_name(Mem *mem, const Object *object)
{
    return object->renamed_from && object->schema
               ? mem_printf(mem, "%s\x01%s", object->schema, object->renamed_from)
               : object->renamed_from;
}

static const char *convention(Mem *mem UNUSED, const Object *object)
{
    if (object->kind == OBJ_CONSTRAINT) {
        return ((const Constraint *)object)->convention_name;
    }
    return object->kind == OBJ_INDEX ? ((const Index *)object)->convention_name : NULL;
}

typedef struct Pass {
    KeyFn from_key, to_key;
    bool from_unnamed, from_named, to_unnamed, to_named; /* who takes part */
} Pass;

static size_t entries(Mem *mem, const Object *const *objects, size_t n, const size_t *matched,
                      KeyFn key, bool unnamed, bool named, Entry **out)
{
    Entry *list = MEM_ARRAY(mem, Entry, n);
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        if (matched[i] != NO_MATCH || !(objects[i]->name ? named : unnamed)) {
            continue;
        }
        const char *text = key(mem, objects[i]);
        if (text) {
            list[len++] = (Entry){text, i};
        }
    }
    if (len > 1) {
        qsort(list, len, sizeof *list, by_key);
    }
    *out = list;
    return len;
}

/* One merge-join over the two sorted key lists. */
static void run_pass(Mem *mem, Match *match, const Object *const *from, const Object *const *to,
                     const MatchRule *rule, const Pass *pass)
{
    Entry *a, *b;
    size_t a_len = entries(mem, from, match->from_len, match->back, pass->from_key,
                           pass->from_unnamed, pass->from_named, &a);
    size_t b_len = a_len ? entries(mem, to, match->to_len, match->partner, pass->to_key,
                                   pass->to_unnamed, pass->to_named, &b)
                         : 0;
    for (size_t i = 0, j = 0; i < a_len && j < b_len;) {
        int order = text_compare(a[i].key, b[j].key);
        if (order == 0 && (!rule->compatible || rule->compatible(from[a[i].at], to[b[j].at]))) {
            match->partner[b[j].at] = a[i].at;
            match->back[a[i].at] = b[j].at;
        }
        i += order <= 0;
        j += order >= 0;
    }
}

Match match_objects(Mem *mem, const Object *const *from, size_t from_len, const Object *const *to,
                    size_t to_len, const MatchRule *rule)
{
    Match match = {MEM_ARRAY(mem, size_t, to_len), MEM_ARRAY(mem, size_t, from_len), from_len,
                   to_len};
    for (size_t i = 0; i < to_len; i++) {
        match.partner[i] = NO_MATCH;
    }
    for (size_t i = 0; i < from_len; i++) {
        match.back[i] = NO_MATCH;
    }
    KeyFn sign = rule->signature;
    const Pass by_name = {own_name, own_name, false, true, false, true};
    const Pass hinted = {own_name, former_name, false, true, false, true};
    const Pass hinted_back = {former_name, own_name, false, true, false, true};
    run_pass(mem, &match, from, to, rule, &by_name);
    run_pass(mem, &match, from, to, rule, &hinted);
    run_pass(mem, &match, from, to, rule, &hinted_back);
    if (!sign) {
        return match;
    }
    if (rule->exact) {
        const Pass alike = {rule->exact, rule->exact, true, rule->unnamed_to_any, true, false};
        run_pass(mem, &match, from, to, rule, &alike);
    }
    const Pass unnamed = {sign, sign, true, rule->unnamed_to_any, true, false};
    run_pass(mem, &match, from, to, rule, &unnamed);
    if (rule->unnamed_to_any) {
        const Pass by_convention = {own_name, convention, false, true, true, false};
        run_pass(mem, &match, from, to, rule, &by_convention);
    }
    if (rule->pure_renames) {
        const Pass renames = {sign, sign, false, true, false, true};
        run_pass(mem, &match, from, to, rule, &renames);
    }
    return match;
}

static bool same_type(const Object *from, const Object *to)
{
    return ((const Constraint *)from)->type == ((const Constraint *)to)->type;
}

static const char *sign_constraint(Mem *mem, const Object *object)
{
    return constraint_signature(mem, (const Constraint *)object);
}

/* Two foreign keys on the same columns may differ in what they do. */
static const char *sign_exactly(Mem *mem, const Object *object)
{
    const Constraint *constraint = (const Constraint *)object;
    return mem_printf(mem, "%s/%d/%d/%d/%d/%s", constraint_signature(mem, constraint),
                      (int)constraint->on_delete, (int)constraint->on_update,
                      (int)constraint->match, (int)constraint->deferrable,
                      constraint->conflict ? constraint->conflict : "");
}

static const char *sign_index(Mem *mem, const Object *object)
{
    return index_signature(mem, (const Index *)object);
}

const MatchRule match_names = {0};
const MatchRule match_constraints = {
    .compatible = same_type, .signature = sign_constraint, .exact = sign_exactly};
const MatchRule match_indexes = {.signature = sign_index};
