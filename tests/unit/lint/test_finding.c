#include "lint/lint.h"
#include "tests/unit/harness.h"

static Location at(uint32_t line)
{
    return (Location){"a.sql", line, 1};
}

START_TEST(rules_have_names)
{
    RuleId rule = RULE_COUNT;
    ck_assert(rule_named("sd102", &rule));
    ck_assert_int_eq(rule, RULE_TENANT_COLUMN);
    ck_assert(rule_named("tenant-INDEX", &rule));
    ck_assert_int_eq(rule, RULE_TENANT_INDEX);
    ck_assert(!rule_named("tenant", &rule));
    ck_assert(!rule_named(NULL, &rule));
    ck_assert_str_eq(rule_nearest("tenant-colum"), "tenant-column");
    ck_assert_str_eq(rule_anchor(mem, RULE_TENANT_INDEX), "docs/lint.md#tenant-index");
}
END_TEST

START_TEST(findings_are_sorted_by_place)
{
    Lint *lint = lint_new(mem);
    lint_add(lint, RULE_TENANT_INDEX, at(9), NULL, "c");
    lint_add(lint, RULE_TENANT_INDEX, at(2), NULL, "a");
    lint_add(lint, RULE_TENANT_COLUMN, at(2), NULL, "b");
    lint_add(lint, RULE_TENANT_COLUMN, (Location){0}, NULL, "of the database");
    lint_sort(lint);
    const char *const order[] = {"of the database", "a", "b", "c"};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_str_eq(lint->findings.at[i].message, order[i]);
    }
}
END_TEST

START_TEST(a_finding_counts_once)
{
    Lint *lint = lint_new(mem);
    lint_add(lint, RULE_TENANT_INDEX, at(3), NULL, "same");
    lint_add(lint, RULE_TENANT_INDEX, at(3), NULL, "same");
    lint_add(lint, RULE_TENANT_INDEX, (Location){0}, NULL, "same");
    ck_assert_uint_eq(lint->findings.len, 1);
    lint_add(lint, RULE_TENANT_INDEX, at(4), NULL, "same");
    lint_add(lint, RULE_TENANT_COLUMN, at(3), NULL, "same");
    ck_assert_uint_eq(lint_count(lint, SEVERITY_ERROR), 3);
    lint->findings.at[0].allowed = "because";
    ck_assert_uint_eq(lint_count(lint, SEVERITY_ERROR), 2);
}
END_TEST

START_TEST(what_is_off_is_not_kept)
{
    Lint *lint = lint_new(mem);
    lint->severities[RULE_TENANT_INDEX] = SEVERITY_OFF;
    lint_add(lint, RULE_TENANT_COLUMN, at(1), NULL, "kept");
    lint_remedy(lint, "do %s", "this");
    lint_add(lint, RULE_TENANT_INDEX, at(1), NULL, "off");
    lint_remedy(lint, "must not reach the one before");
    ck_assert_uint_eq(lint->findings.len, 1);
    ck_assert_str_eq(lint->findings.at[0].remedy, "do this");
}
END_TEST

HARNESS_MAIN("lint findings", rules_have_names, findings_are_sorted_by_place, a_finding_counts_once,
             what_is_off_is_not_kept)
