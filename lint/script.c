#include "lint/script.h"

#include "migrate/run.h"
#include "schema/tenant.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* --- allow lines ------------------------------------------------------------------------------ */

typedef struct Allow {
    Location where;
    RuleId rule;
    const char *reason;
    uint32_t statement; /* line of the statement below; 0 = the whole file */
    bool used;
} Allow;

typedef LIST(Allow) Allows;

static uint32_t statement_below(const Migration *m, uint32_t line)
{
    const Section *sections[] = {&m->upgrade, &m->downgrade};
    uint32_t best = UINT32_MAX;
    for (size_t s = 0; s < 2; s++) {
        for (size_t i = 0; i < sections[s]->steps.len; i++) {
            uint32_t at = sections[s]->steps.at[i].line;
            best = at > line && at < best ? at : best;
        }
    }
    return best;
}

/* "rule reason", "rule: reason" */
static void read_allow(Script *s, Str text, Location where, Allows *out)
{
    size_t n = 0;
    while (n < text.len && !char_is_space(text.ptr[n]) && text.ptr[n] != ':') {
        n++;
    }
    const char *name = mem_strndup(s->lint->mem, text.ptr, n);
    n += n < text.len && text.ptr[n] == ':';
    const char *reason = str_dup(s->lint->mem, str_trim((Str){text.ptr + n, text.len - n}));
    Allow allow = {.where = where, .reason = reason};
    if (!rule_named(name, &allow.rule)) {
        lint_add(s->lint, RULE_ALLOW, where, NULL, "there is no rule \"%s\"", name);
        if (rule_nearest(name)) {
            lint_remedy(s->lint, "did you mean \"%s\"?", rule_nearest(name));
        }
        return;
    }
    if (!*reason) {
        lint_add(s->lint, RULE_ALLOW, where, NULL, "\"%s\" is allowed without a reason", name);
        return;
    }
    if (where.line > s->migration->upgrade.line) {
        allow.statement = statement_below(s->migration, where.line);
    }
    list_push(s->lint->mem, out, allow);
}

static void read_allows(Script *s, Allows *out)
{
    const Migration *m = s->migration;
    const char *mark = "-- allow:";
    uint32_t line = 1;
    for (size_t at = 0; at < m->len; line++) {
        const char *end = memchr(m->text + at, '\n', m->len - at);
        size_t n = end ? (size_t)(end - m->text) - at : m->len - at;
        Str text = str_trim((Str){m->text + at, n});
        if (text.len >= strlen(mark) && memcmp(text.ptr, mark, strlen(mark)) == 0) {
            Str rest = {text.ptr + strlen(mark), text.len - strlen(mark)};
            read_allow(s, str_trim(rest), (Location){m->path, line, 1}, out);
        }
        at += n + 1;
    }
}

static void apply_allows(Script *s, size_t first, Allows *allows)
{
    for (size_t i = first; i < s->lint->findings.len; i++) {
        Finding *finding = &s->lint->findings.at[i];
        for (size_t a = 0; a < allows->len; a++) {
            Allow *allow = &allows->at[a];
            if (allow->rule == finding->rule &&
                (!allow->statement || allow->statement == finding->where.line)) {
                finding->allowed = allow->reason;
                allow->used = true;
            }
        }
    }
    for (size_t a = 0; a < allows->len; a++) {
        const Allow *allow = &allows->at[a];
        if (!allow->used && s->lint->severities[allow->rule] != SEVERITY_OFF) {
            lint_add(s->lint, RULE_UNUSED_ALLOW, allow->where, NULL,
                     "\"%s\" is allowed, but nothing here needs it", lint_rules[allow->rule].name);
        }
    }
}

/* --- the script ------------------------------------------------------------------------------- */

static void read_section(Script *s, const Section *section, ScriptSteps *out)
{
    bool off = section->transaction_off || s->migration->transaction_off;
    for (size_t i = 0; i < section->steps.len; i++) {
        const Step *step = &section->steps.at[i];
        ScriptStep one = {.step = step,
                          .sql = sql_statement(s->lint->mem, step->sql, s->server->dialect),
                          .in_transaction = !off};
        list_push(s->lint->mem, out, one);
    }
}

static void find_created(Script *s)
{
    for (size_t i = 0; i < s->up.len; i++) {
        if (s->up.at[i].sql.kind == SQL_CREATE_TABLE && s->up.at[i].sql.table) {
            list_push(s->lint->mem, &s->created, s->up.at[i].sql.table);
        }
    }
}

static int compare_steps(const void *left, const void *right)
{
    const ScriptStep *a = *(const ScriptStep *const *)left;
    const ScriptStep *b = *(const ScriptStep *const *)right;
    int order = strcasecmp(sql_last_part(a->sql.table), sql_last_part(b->sql.table));
    return order ? order : (a > b) - (a < b);
}

static void sort_steps(Mem *mem, const ScriptSteps *steps, StepList *out)
{
    for (size_t i = 0; i < steps->len; i++) {
        if (steps->at[i].sql.table) {
            list_push(mem, out, &steps->at[i]);
        }
    }
    if (out->len) {
        qsort(out->at, out->len, sizeof *out->at, compare_steps);
    }
}

void script_prepare(Script *s)
{
    find_created(s);
    sort_steps(s->lint->mem, &s->up, &s->up_by_table);
    sort_steps(s->lint->mem, &s->down, &s->down_by_table);
}

static bool is_about(const StepList *by_table, size_t at, const char *last)
{
    return at < by_table->len && strcasecmp(sql_last_part(by_table->at[at]->sql.table), last) == 0;
}

const ScriptStep *const *script_about(const StepList *by_table, const char *table, size_t *count)
{
    const char *last = sql_last_part(table);
    size_t low = 0, high = by_table->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcasecmp(sql_last_part(by_table->at[middle]->sql.table), last) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *count = 0;
    while (is_about(by_table, low + *count, last)) {
        ++*count;
    }
    return *count ? &by_table->at[low] : NULL;
}

bool script_creates(const Script *s, const char *table)
{
    for (size_t i = 0; i < s->created.len; i++) {
        if (sql_same_table(s->created.at[i], table)) {
            return true;
        }
    }
    return false;
}

bool script_has_created(const Script *s, const ScriptStep *step, const char *table)
{
    if (!script_creates(s, table)) {
        return false;
    }
    for (const ScriptStep *one = s->up.at; one < step; one++) {
        if (one->sql.kind == SQL_CREATE_TABLE && sql_same_table(one->sql.table, table)) {
            return true;
        }
    }
    return false;
}

bool script_replaces(const Script *s, const char *table)
{
    for (size_t i = 0; i < s->up.len; i++) {
        const SqlStatement *sql = &s->up.at[i].sql;
        for (size_t a = 0; a < sql->actions.len; a++) {
            if (sql->actions.at[a].kind == ACT_RENAME_TABLE && script_creates(s, sql->table) &&
                sql_same_table(sql->actions.at[a].new_name, table)) {
                return true;
            }
        }
    }
    return false;
}

bool script_is_called(const Object *object, const char *table)
{
    const char *dot = strrchr(table, '.');
    return text_equal_nocase(object->name, dot ? dot + 1 : table) &&
           (!dot || !object->schema ||
            (strlen(object->schema) == (size_t)(dot - table) &&
             text_starts_nocase(table, object->schema)));
}

bool script_was_called(const Object *object, const char *table)
{
    Object former = *object;
    former.name = object->renamed_from;
    return former.name && script_is_called(&former, table);
}

const Table *script_known(const Script *s, const char *table)
{
    const char *dot = strrchr(table, '.');
    const char *ns = dot ? mem_strndup(s->lint->mem, table, (size_t)(dot - table)) : NULL;
    const Table *former = NULL;
    const Table *found = s->model ? schema_table(s->model, ns, dot ? dot + 1 : table) : NULL;
    if (found) {
        return found;
    }
    for (size_t i = 0; s->model && i < s->model->tables.len; i++) { /* or in other letters */
        const Table *one = s->model->tables.at[i];
        if (script_is_called(&one->base, table)) {
            return one;
        }
        former = script_was_called(&one->base, table) ? one : former;
    }
    return former;
}

void lint_script(Lint *lint, const Migration *migration, const Server *server, const Schema *model,
                 const Later *later)
{
    Script s = {.lint = lint,
                .later = later,
                .migration = migration,
                .server = server,
                .model = model,
                .home = model ? tenant_home(&model->tenant, model) : NULL};
    Allows allows = {0};
    size_t first = lint->findings.len;
    read_section(&s, &migration->upgrade, &s.up);
    read_section(&s, &migration->downgrade, &s.down);
    script_prepare(&s);
    script_hazards(&s);
    script_defaults(&s);
    script_form(&s);
    if (model && model->tenant.column) {
        script_tenants(&s);
    }
    read_allows(&s, &allows);
    apply_allows(&s, first, &allows);
}
