#include "diff/internal.h"

#include <stdlib.h>
#include <string.h>

const char *renamed_column(const TablePair *pair, const char *name)
{
    for (size_t i = 0; pair && name && i < pair->renames.len; i++) {
        if (text_equal(pair->renames.at[i].from, name)) {
            return pair->renames.at[i].to;
        }
    }
    return name;
}

static bool is_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

const char *with_renamed_columns(Mem *mem, const TablePair *pair, const char *text)
{
    if (!pair || !pair->renames.len) {
        return text;
    }
    Buf out = buf_new(mem);
    while (*text) {
        size_t len = 1;
        if (*text == '\'') {
            const char *end = strchr(text + 1, '\'');
            len = end ? (size_t)(end - text) + 1 : strlen(text);
        } else if (is_word(*text)) {
            while (is_word(text[len])) {
                len++;
            }
            const char *word = mem_strndup(mem, text, len);
            buf_add(&out, renamed_column(pair, word));
            text += len;
            continue;
        }
        buf_add_len(&out, text, len);
        text += len;
    }
    return mem_strdup(mem, buf_text(&out));
}

static const char *comparable(const Expr *expr)
{
    return expr->canonical ? expr->canonical : expr->text;
}

bool equal_expr(const Diff *diff, const TablePair *pair, const Column *column, const Expr *from,
                const Expr *to)
{
    const char *a = comparable(from), *b = comparable(to);
    if (!a || !b) {
        return a == b;
    }
    a = with_renamed_columns(diff->mem, pair, a);
    if (strcmp(a, b) == 0 || strcmp(expr_light(diff->mem, a), expr_light(diff->mem, b)) == 0) {
        return true;
    }
    return diff->ops->expr_equal && diff->ops->expr_equal(diff->mem, diff->server, column, a, b);
}

/* Digits without sign, exponent and what does not change the value: "+007.50" -> "7.5". False when
 * the text is not a plain decimal number. */
static bool plain_number(Mem *mem, const char *text, const char **out)
{
    Buf buf = buf_new(mem);
    bool negative = false, point = false, digits = false;
    for (; *text == '-' || *text == '+' || *text == ' '; text++) {
        negative ^= *text == '-';
    }
    while (*text == '0' && char_is_digit(text[1])) {
        text++;
    }
    for (; *text; text++) {
        if (*text == '.' && !point) {
            point = true;
            buf_add(&buf, digits ? "." : "0.");
        } else if (char_is_digit(*text)) {
            digits = true;
            buf_char(&buf, *text);
        } else {
            return false;
        }
    }
    while (point && buf.len && (buf.at[buf.len - 1] == '0' || buf.at[buf.len - 1] == '.')) {
        point = buf.at[buf.len - 1] == '0';
        buf.at[--buf.len] = '\0';
    }
    bool zero = strcmp(buf_text(&buf), "0") == 0 || !buf.len;
    *out = mem_printf(mem, "%s%s", negative && !zero ? "-" : "", zero ? "0" : buf_text(&buf));
    return digits;
}

static bool equal_numerals(Mem *mem, const char *a, const char *b)
{
    const char *x, *y;
    if (plain_number(mem, a, &x) && plain_number(mem, b, &y)) {
        return strcmp(x, y) == 0;
    }
    char *a_end, *b_end;
    double p = strtod(a, &a_end), q = strtod(b, &b_end);
    return !*a_end && !*b_end && p <= q && p >= q; /* never of NaN */
}

static bool is_numeric(const Type *type)
{
    return type->cls == TYPE_INTEGER || type->cls == TYPE_NUMERIC || type->cls == TYPE_FLOAT;
}

static bool equal_literals(const Diff *diff, const Type *type, const Default *a, const Default *b)
{
    if (diff->ops->literal_equal) {
        return diff->ops->literal_equal(diff->server, type, a, b);
    }
    if (a->kind == b->kind && strcmp(a->value, b->value) == 0) {
        return true;
    }
    bool numbers = a->kind != DEFAULT_BOOLEAN && b->kind != DEFAULT_BOOLEAN &&
                   (is_numeric(type) || (a->kind == DEFAULT_NUMBER && b->kind == DEFAULT_NUMBER));
    return numbers && equal_numerals(diff->mem, a->value, b->value);
}

static bool is_null(const Default *def)
{
    return def->kind == DEFAULT_NONE || def->kind == DEFAULT_NULL;
}

/* The literal as it stands in SQL. */
static const char *literal_sql(Mem *mem, const Default *literal)
{
    if (literal->kind != DEFAULT_STRING) {
        return literal->value;
    }
    Buf buf = buf_new(mem);
    buf_char(&buf, '\'');
    for (const char *c = literal->value; *c; c++) {
        buf_add(&buf, *c == '\'' ? "'" : "");
        buf_char(&buf, *c);
    }
    buf_char(&buf, '\'');
    return mem_strdup(mem, buf_text(&buf));
}

bool equal_default(const Diff *diff, const Column *column, const Default *from, const Default *to)
{
    const Default *a = from->canonical ? from->canonical : from;
    const Default *b = to->canonical ? to->canonical : to;
    if (is_null(a) || is_null(b)) {
        return is_null(a) && is_null(b);
    }
    if (default_is_literal(a) && default_is_literal(b)) {
        return equal_literals(diff, &column->type, a, b);
    }
    if (a->kind == DEFAULT_EXPRESSION && b->kind == DEFAULT_EXPRESSION) {
        return equal_expr(diff, NULL, column, &a->expr, &b->expr);
    }
    const Default *expression = a->kind == DEFAULT_EXPRESSION ? a : b;
    const Default *literal = expression == a ? b : a;
    return diff->ops->expr_equal &&
           diff->ops->expr_equal(diff->mem, diff->server, column, expression->expr.text,
                                 literal_sql(diff->mem, literal));
}

bool equal_names(const NameList *a, const NameList *b)
{
    bool same = a->len == b->len;
    for (size_t i = 0; same && i < a->len; i++) {
        same = text_equal(a->at[i], b->at[i]);
    }
    return same;
}

bool equal_numbers(const SequenceNumbers *a, const SequenceNumbers *b)
{
    return a->start == b->start && a->increment == b->increment && a->min == b->min &&
           a->max == b->max && a->cache == b->cache && a->cycle == b->cycle;
}

/* PostgreSQL's collations are objects with names of their own; elsewhere letter case is nothing. */
static bool equal_collations(const Diff *diff, const char *a, const char *b)
{
    return server_can(diff->server, CAP_SCHEMAS) ? text_equal(a, b) : text_equal_nocase(a, b);
}

static bool equal_key(const Diff *diff, const TablePair *pair, const KeyPart *from,
                      const KeyPart *to)
{
    if (!from->column != !to->column || from->order != to->order || from->nulls != to->nulls ||
        from->length != to->length || !equal_collations(diff, from->collation, to->collation) ||
        !text_equal_nocase(from->opclass, to->opclass) ||
        !text_equal(from->operator_, to->operator_)) {
        return false;
    }
    return from->column ? text_equal(renamed_column(pair, from->column), to->column)
                        : equal_expr(diff, pair, NULL, &from->expr, &to->expr);
}

bool equal_keys(const Diff *diff, const TablePair *pair, const KeyParts *from, const KeyParts *to)
{
    bool same = from->len == to->len;
    for (size_t i = 0; same && i < from->len; i++) {
        same = equal_key(diff, pair, &from->at[i], &to->at[i]);
    }
    return same;
}

static const char *option_value(const Diff *diff, ObjectKind kind, const Object *object,
                                const char *name, const char *value)
{
    if (!value && diff->ops->option_default) {
        return diff->ops->option_default(diff->server, kind, object, name);
    }
    return value;
}

static bool equal_option(const OptionDef *def, const char *a, const char *b)
{
    return (def && def->create_only) || (def && def->type == OPTION_MAP ? options_map_equal(a, b)
                                         : def && def->exact            ? text_equal(a, b)
                                                                        : text_equal_nocase(a, b));
}

bool equal_options(const Diff *diff, ObjectKind kind, const Object *from, const Options *a,
                   const Object *to, const Options *b)
{
    size_t i = 0, j = 0;
    while (i < a->len || j < b->len) {
        int order = i == a->len ? 1 : j == b->len ? -1 : strcmp(a->at[i].name, b->at[j].name);
        const char *name = order <= 0 ? a->at[i].name : b->at[j].name;
        const char *x = option_value(diff, kind, from, name, order <= 0 ? a->at[i].value : NULL);
        const char *y = option_value(diff, kind, to, name, order >= 0 ? b->at[j].value : NULL);
        if (!equal_option(option_find(kind, MODEL_ALL, name), x, y)) {
            return false;
        }
        i += order <= 0;
        j += order >= 0;
    }
    return true;
}

static const Object *user_type(const Schema *schema, const char *ns, const char *name)
{
    const Enum *enumeration = schema_enum(schema, ns, name);
    const Domain *domain = schema_domain(schema, ns, name);
    const Composite *composite = schema_composite(schema, ns, name);
    const Declared *range = schema_declared(schema, OBJ_RANGE, ns, name);
    return enumeration ? &enumeration->base
           : domain    ? &domain->base
           : composite ? &composite->base
           : range     ? &range->base
                       : NULL;
}

static bool is_renamed_type(const Diff *diff, const Type *from, const Type *to)
{
    const Object *a = user_type(diff->from, from->user_schema, from->user_name);
    const Object *b = user_type(diff->to, to->user_schema, to->user_name);
    return a && b && a->kind == b->kind && text_equal(a->schema, b->schema) &&
           (text_equal(b->renamed_from, a->name) || text_equal(a->renamed_from, b->name)) &&
           !user_type(diff->to, a->schema, a->name) && !user_type(diff->from, b->schema, b->name);
}

bool equal_type(const Diff *diff, const Type *from, const Type *to)
{
    bool (*same)(const Server *, const Type *, const Type *) =
        diff->server->dialect->syntax->type_equal;
    if (same(diff->server, from, to) || from->cls != TYPE_USER || to->cls != TYPE_USER ||
        !is_renamed_type(diff, from, to)) {
        return same(diff->server, from, to);
    }
    Type renamed = *from;
    renamed.name = to->name;
    renamed.user_name = to->user_name;
    return same(diff->server, &renamed, to);
}
