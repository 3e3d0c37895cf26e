#include "schema/dependencies.h"

#include <string.h>

static void depend(Schema *schema, Object *object, const void *other)
{
    if (other && other != object) {
        list_push(schema->mem, &object->deps, other);
    }
}

static void depend_on_type(Schema *schema, Object *object, const Type *type)
{
    if (type->cls == TYPE_USER) {
        depend(schema, object, schema_enum(schema, type->user_schema, type->user_name));
        depend(schema, object, schema_composite(schema, type->user_schema, type->user_name));
        depend(schema, object, schema_domain(schema, type->user_schema, type->user_name));
        depend(schema, object,
               schema_declared(schema, OBJ_RANGE, type->user_schema, type->user_name));
        depend(schema, object, schema_table(schema, type->user_schema, type->user_name));
        depend(schema, object, schema_view(schema, type->user_schema, type->user_name));
    }
}

/* --- routines ------------------------------------------------------------------------------------
 */

/* Is it `name`, or `name(…)`? Orders as the names do. */
static int compare_routine(const Routine *routine, const char *ns, const char *name, size_t len)
{
    int order = text_compare(ns, routine->base.schema);
    if (order) {
        return order;
    }
    order = strncmp(name, routine->base.name, len);
    char end = order ? '\0' : routine->base.name[len];
    return order ? order : end == '\0' || end == '(' ? 0 : -1;
}

/* All overloads of the name: a bare name does not say which. */
static void depend_on_routines(Schema *schema, Object *object, Routine *const *at, size_t n,
                               const char *ns, const char *name)
{
    size_t low = 0, high = n, len = strlen(name);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_routine(at[middle], ns, name, len) > 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < n && text_equal(at[low]->base.schema, ns) &&
           strncmp(at[low]->base.name, name, len) == 0;
         low++) {
        if (compare_routine(at[low], ns, name, len) == 0) {
            depend(schema, object, at[low]);
        }
    }
}

/* --- labels and words ----------------------------------------------------------------------------
 */

static void depend_on_name(Schema *schema, Object *object, const char *ns, const char *name)
{
    depend(schema, object, schema_table(schema, ns, name));
    depend(schema, object, schema_view(schema, ns, name));
    depend(schema, object, schema_enum(schema, ns, name));
    depend(schema, object, schema_composite(schema, ns, name));
    depend(schema, object, schema_domain(schema, ns, name));
    depend(schema, object, schema_declared(schema, OBJ_RANGE, ns, name));
    depend(schema, object, schema_sequence(schema, ns, name));
    depend(schema, object, schema_declared(schema, OBJ_OPERATOR, ns, name));
    depend_on_routines(schema, object, schema->functions.at, schema->functions.len, ns, name);
}

/* Expressions of tables and domains name columns, which may be called like anything: what they may
 * need is what they call. */
static void depend_on_call(Schema *schema, Object *object, const char *ns, const char *name)
{
    depend_on_routines(schema, object, schema->functions.at, schema->functions.len, ns, name);
}

typedef void (*DependFn)(Schema *schema, Object *object, const char *ns, const char *name);

/* "schema.name", "name" or "name(types)". */
static void depend_on_label(Schema *schema, Object *object, const char *label)
{
    size_t len = strcspn(label, "(");
    const char *dot = memchr(label, '.', len);
    const char *ns = dot ? mem_strndup(schema->mem, label, (size_t)(dot - label)) : NULL;
    if (ns && text_equal(ns, schema->server->default_schema)) {
        ns = NULL;
    }
    depend_on_name(schema, object, ns, dot ? dot + 1 : label);
}

/* A word as it is written, and as the server folds it. */
static void depend_on_word(Schema *schema, Object *object, const char *word, DependFn depend_on)
{
    depend_on(schema, object, NULL, word);
    if (object->schema) {
        depend_on(schema, object, object->schema, word);
    }
}

static bool in_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* Behind a literal that begins at `at`: '…' or $tag$…$tag$. NULL = there is none. */
static const char *behind_literal(const char *at)
{
    if (*at == '\'') {
        const char *end = strchr(at + 1, '\'');
        return end ? end + 1 : at + strlen(at);
    }
    size_t tag = 1;
    while (*at == '$' && in_word(at[tag])) {
        tag++;
    }
    if (*at != '$' || at[tag] != '$') {
        return NULL;
    }
    for (const char *end = at + tag + 1; *end; end++) {
        if (strncmp(end, at, tag + 1) == 0) {
            return end + tag + 1;
        }
    }
    return at + strlen(at);
}

static void empty(Buf *buf)
{
    if (buf->len) {
        buf->len = 0;
        buf->at[0] = '\0';
    }
}

/* Reads the name that begins at `at`, a word or one in quotes, and returns what is behind it.
 * Quotes without an end are a name without letters. */
static const char *read_name(const char *at, Buf *name)
{
    empty(name);
    if (in_word(*at)) {
        while (in_word(*at) || *at == '$') {
            buf_char(name, *at++);
        }
        return at;
    }
    char quote = *at;
    const char *open = at++;
    for (; *at && (*at != quote || at[1] == quote); at++) {
        at += *at == quote;
        buf_char(name, *at);
    }
    if (!*at) {
        empty(name);
        return open + 1;
    }
    return at + 1;
}

/* Every name outside literals; "schema.name" counts as both. */
static void depend_on_each(Schema *schema, Object *object, const char *text, DependFn depend_on)
{
    Buf name = buf_new(schema->mem);
    Buf before = buf_new(schema->mem);
    for (const char *at = text; at && *at;) {
        bool starts = in_word(*at) || *at == '"' || *at == '`';
        const char *end = starts ? NULL : behind_literal(at);
        if (!starts) {
            at = end ? end : at + 1;
            continue;
        }
        at = read_name(at, &name);
        if (before.len && name.len) {
            depend_on(schema, object, buf_text(&before), buf_text(&name));
        }
        if (name.len) {
            depend_on_word(schema, object, buf_text(&name), depend_on);
        }
        empty(&before);
        if (*at == '.') {
            buf_add(&before, buf_text(&name));
        }
    }
}

static void depend_on_words(Schema *schema, Object *object, const char *text)
{
    depend_on_each(schema, object, text, depend_on_name);
}

static void depend_on_calls(Schema *schema, Object *object, const char *text)
{
    depend_on_each(schema, object, text, depend_on_call);
}

/* --- kinds ---------------------------------------------------------------------------------------
 */

static void depend_on_default(Schema *schema, Object *object, const Default *def)
{
    if (def->kind == DEFAULT_EXPRESSION) {
        depend_on_calls(schema, object, def->expr.text);
    }
}

/* The functions that the table's expressions call; its indexes are made later. */
static void table_calls(Schema *schema, Table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const Column *column = table->columns.at[i];
        depend_on_default(schema, &table->base, &column->default_value);
        depend_on_calls(schema, &table->base, column->generated_expr.text);
    }
    for (size_t i = 0; i < table->constraints.len; i++) {
        depend_on_calls(schema, &table->base, table->constraints.at[i]->check.text);
    }
}

static void table_dependencies(Schema *schema, Table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        depend_on_type(schema, &table->base, &table->columns.at[i]->type);
    }
    for (size_t i = 0; i < table->inherits.len; i++) {
        depend_on_label(schema, &table->base, table->inherits.at[i]);
    }
    if (table->partition_of) {
        depend_on_label(schema, &table->base, table->partition_of);
    }
    if (schema->functions.len) {
        table_calls(schema, table);
    }
}

static void composite_dependencies(Schema *schema, Composite *composite)
{
    for (size_t i = 0; i < composite->fields.len; i++) {
        depend_on_type(schema, &composite->base, &composite->fields.at[i].type);
    }
}

static void domain_dependencies(Schema *schema, Domain *domain)
{
    depend_on_type(schema, &domain->base, &domain->type);
    depend_on_default(schema, &domain->base, &domain->default_value);
    for (size_t i = 0; schema->functions.len && i < domain->checks.len; i++) {
        depend_on_calls(schema, &domain->base, domain->checks.at[i]->check.text);
    }
}

/* Operators, whose names are no words: "===(integer, integer)". */
static void depend_on_symbols(Schema *schema, Object *object, const char *text)
{
    for (size_t i = 0; text && i < schema->operators.len; i++) {
        const Object *operator= & schema->operators.at[i]->base;
        const char *symbol = mem_strndup(schema->mem, operator->name, strcspn(operator->name, "("));
        if (strstr(text, symbol)) {
            depend(schema, object, operator);
        }
    }
}

/* What the model or the catalogue lists, else the words and operators of the text. */
static void listed_dependencies(Schema *schema, Object *object, const NameList *listed,
                                const char *text)
{
    for (size_t i = 0; i < listed->len; i++) {
        depend_on_label(schema, object, listed->at[i]);
    }
    if (!listed->len) {
        depend_on_words(schema, object, text);
        depend_on_symbols(schema, object, text);
    }
}

static void routine_dependencies(Schema *schema, Routine *routine)
{
    const SyntaxOps *syntax = schema->server->dialect->syntax;
    const char *text = syntax->routine_uses ? syntax->routine_uses(schema->mem, routine->definition)
                                            : routine->definition;
    listed_dependencies(schema, &routine->base, &routine->depends_on, text);
}

/* The body of an event is read when it runs. */
static void all_declared_dependencies(Schema *schema)
{
#define OBJECT(...)
#define DECLARED(TAG, member, word, rank, list, dialects)                     \
    for (size_t i = 0; i < schema->list.len && OBJ_##TAG != OBJ_EVENT; i++) { \
        Declared *declared = schema->list.at[i];                              \
        depend_on_words(schema, &declared->base, declared->definition);       \
    }
#include "schema/kinds.def"
}

const Object *declared_relation(const Schema *schema, const Declared *declared)
{
    const SyntaxOps *syntax = schema->server->dialect->syntax;
    Str relation =
        syntax->declared_relation ? syntax->declared_relation(declared->definition) : (Str){0};
    const char *at = str_dup(schema->mem, relation), *ns = NULL, *name = NULL;
    Buf word = buf_new(schema->mem);
    while (*at) {
        bool folds = in_word(*at);
        if (!folds && *at != '"') {
            ns = *at == '.' ? name : ns;
            at++;
            continue;
        }
        at = read_name(at, &word);
        name = folds ? text_lower(schema->mem, buf_text(&word))
                     : mem_strdup(schema->mem, buf_text(&word));
    }
    ns = text_equal(ns, schema->server->default_schema) ? NULL : ns;
    const Table *table = name ? schema_table(schema, ns, name) : NULL;
    const View *view = name && !table ? schema_view(schema, ns, name) : NULL;
    return table ? &table->base : view ? &view->base : NULL;
}

void schema_fill_dependencies(Schema *schema)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        table_dependencies(schema, schema->tables.at[i]);
    }
    for (size_t i = 0; i < schema->composites.len; i++) {
        composite_dependencies(schema, schema->composites.at[i]);
    }
    all_declared_dependencies(schema);
    for (size_t i = 0; i < schema->domains.len; i++) {
        domain_dependencies(schema, schema->domains.at[i]);
    }
    for (size_t i = 0; i < schema->views.len; i++) {
        View *view = schema->views.at[i];
        listed_dependencies(schema, &view->base, &view->depends_on, view->query);
    }
    for (size_t i = 0; i < schema->functions.len; i++) {
        Routine *routine = schema->functions.at[i];
        routine_dependencies(schema, routine);
    }
    for (size_t i = 0; i < schema->procedures.len; i++) {
        Routine *routine = schema->procedures.at[i];
        routine_dependencies(schema, routine);
    }
}
