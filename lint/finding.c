#include "lint/finding.h"

#include <stdlib.h>

const Rule lint_rules[RULE_COUNT] = {
#define RULE(TAG, code, name, severity, what, remedy) \
    [RULE_##TAG] = {code, name, SEVERITY_##severity, what, remedy},
#include "lint/rules.def"
#undef RULE
};

bool rule_named(const char *text, RuleId *out)
{
    for (int i = 0; i < RULE_COUNT; i++) {
        if (text_equal_nocase(lint_rules[i].code, text) ||
            text_equal_nocase(lint_rules[i].name, text)) {
            *out = (RuleId)i;
            return true;
        }
    }
    return false;
}

const char *rule_nearest(const char *text)
{
    const char *names[RULE_COUNT];
    for (int i = 0; i < RULE_COUNT; i++) {
        names[i] = lint_rules[i].name;
    }
    return text_nearest(text, names, RULE_COUNT);
}

static const char *const severity_words[] = {"off", "note", "warning", "error"};

const char *severity_word(Severity severity)
{
    return severity_words[severity];
}

bool severity_named(const char *word, Severity *out)
{
    for (int i = SEVERITY_OFF; i <= SEVERITY_ERROR; i++) {
        if (text_equal(severity_words[i], word)) {
            *out = (Severity)i;
            return true;
        }
    }
    return false;
}

const char *rule_anchor(Mem *mem, RuleId rule)
{
    return mem_printf(mem, "docs/lint.md#%s", lint_rules[rule].name);
}

Lint *lint_new(Mem *mem)
{
    Lint *lint = MEM_NEW(mem, Lint);
    lint->mem = mem;
    for (int i = 0; i < RULE_COUNT; i++) {
        lint->severities[i] = lint_rules[i].severity;
    }
    return lint;
}

static bool is_same(const Finding *a, const Finding *b)
{
    return a->rule == b->rule && text_equal(a->message, b->message) &&
           (!a->where.file || !b->where.file ||
            (text_equal(a->where.file, b->where.file) && a->where.line == b->where.line));
}

void lint_add(Lint *lint, RuleId rule, Location where, const char *object, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Finding finding = {.rule = rule,
                       .severity = lint->severities[rule],
                       .message = mem_vprintf(lint->mem, format, args),
                       .remedy = lint_rules[rule].remedy,
                       .where = where,
                       .object = object};
    va_end(args);
    for (size_t i = 0; i < lint->findings.len; i++) {
        if (is_same(&lint->findings.at[i], &finding)) {
            finding.severity = SEVERITY_OFF;
        }
    }
    lint->last = finding.severity != SEVERITY_OFF;
    if (lint->last) {
        list_push(lint->mem, &lint->findings, finding);
    }
}

void lint_remedy(Lint *lint, const char *format, ...)
{
    if (lint->last) {
        va_list args;
        va_start(args, format);
        lint->findings.at[lint->findings.len - 1].remedy = mem_vprintf(lint->mem, format, args);
        va_end(args);
    }
}

static int by_place(const void *a, const void *b)
{
    const Finding *one = *(const Finding *const *)a, *other = *(const Finding *const *)b;
    int order = text_compare(one->where.file, other->where.file);
    if (!order && one->where.line != other->where.line) {
        order = one->where.line < other->where.line ? -1 : 1;
    }
    if (!order && one->where.column != other->where.column) {
        order = one->where.column < other->where.column ? -1 : 1;
    }
    return order ? order : one < other ? -1 : one > other;
}

void lint_sort(Lint *lint)
{
    size_t n = lint->findings.len;
    const Finding **order = MEM_ARRAY(lint->mem, const Finding *, n ? n : 1);
    Finding *sorted = MEM_ARRAY(lint->mem, Finding, n ? n : 1);
    for (size_t i = 0; i < n; i++) {
        order[i] = &lint->findings.at[i];
    }
    qsort(order, n, sizeof *order, by_place);
    for (size_t i = 0; i < n; i++) {
        sorted[i] = *order[i];
    }
    lint->findings.at = sorted;
    lint->findings.cap = n;
}

size_t lint_count(const Lint *lint, Severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < lint->findings.len; i++) {
        const Finding *finding = &lint->findings.at[i];
        count += finding->severity == severity && !finding->allowed;
    }
    return count;
}
