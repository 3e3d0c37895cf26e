#include "schema/dialects/sqlite.h"
#include "diff/compare.h"

#include <stdlib.h>
#include <string.h>

/* --- literals --------------------------------------------------------------------------------- */

/* What a literal is as text or digits: TRUE and FALSE are the numbers 1 and 0 here. */
static const char *plain_value(const Default *def)
{
    if (def->kind == DEFAULT_BOOLEAN) {
        return text_equal(def->value, "true") ? "1" : "0";
    }
    return def->value;
}

static bool is_integer(const char *text)
{
    size_t sign = *text == '-' || *text == '+';
    size_t digits = strspn(text + sign, "0123456789");
    return digits && !text[sign + digits];
}

static bool is_number(const char *text)
{
    char *end;
    if (!char_is_digit(*text) && !strchr("+-.", *text)) {
        return false;
    }
    strtod(text, &end);
    return *text && !*end;
}

static bool same_number(const char *a, const char *b)
{
    if (!is_number(a) || !is_number(b)) {
        return false;
    }
    /* 2^53 and 2^53 + 1 are one double. */
    if (is_integer(a) && is_integer(b) && strlen(a) > 15 && strlen(b) > 15) {
        return false;
    }
    double difference = strtod(a, NULL) - strtod(b, NULL);
    return !(difference < 0) && !(difference > 0);
}

/* What a default becomes when it is stored in the column (sqlite.org/datatype3.html, 3). */
static bool literal_equal(const Server *server UNUSED, const Type *type, const Default *a,
                          const Default *b)
{
    const char *x = plain_value(a), *y = plain_value(b);
    bool quoted = (a->kind == DEFAULT_STRING) == (b->kind == DEFAULT_STRING);
    switch (sqlite_affinity(type->name)) {
    case AFFINITY_TEXT:
        return text_equal(x, y);
    case AFFINITY_BLOB:
        return quoted && text_equal(x, y);
    case AFFINITY_INTEGER:
    case AFFINITY_NUMERIC:
    case AFFINITY_REAL:
        break;
    }
    return (text_equal(x, y) && (quoted || is_number(x))) || same_number(x, y);
}

/* --- expressions ------------------------------------------------------------------------------ */

/* The portable words for the current time. */
static const char *canonical(Mem *mem, const char *text)
{
    text = expr_strip_parens(mem, text);
    return text_equal_nocase(text, "now()") ? "CURRENT_TIMESTAMP" : text;
}

static bool expr_equal(Mem *mem, const Server *server UNUSED, const Column *column UNUSED,
                       const char *a, const char *b)
{
    return sqlite_same_tokens(mem, canonical(mem, a), canonical(mem, b));
}

/* --- collations ------------------------------------------------------------------------------- */

static void column_collation(const Server *server UNUSED, const Column *column,
                             const char **charset, const char **collation)
{
    static const char *const known[] = {"BINARY", "NOCASE", "RTRIM"};
    *charset = NULL;
    *collation = column->collation ? column->collation : "BINARY";
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (text_equal_nocase(*collation, known[i])) {
            *collation = known[i];
        }
    }
}

const CompareOps compare_sqlite = {
    .literal_equal = literal_equal,
    .expr_equal = expr_equal,
    .column_collation = column_collation,
};
