/* Functions, procedures, triggers and events: what one statement leaves out the server has filled
 * in, and a body is the same only when every byte of it is. */
#include "schema/dialects/mysql_statement.h"
#include "diff/dialects/mysql.h"
#include "schema/dialects/mysql_text.h"
#include "schema/dialects/mysql_types.h"

#include <string.h>

static bool equal_folded(Mem *mem, const char *a, const char *b)
{
    return !a || !b ? a == b : strcmp(mysql_fold(mem, a), mysql_fold(mem, b)) == 0;
}

/* --- routines ------------------------------------------------------------------------------------
 */

static const char *charset_of(const Server *server, const Type *type)
{
    const char *charset = type->charset;
    if (!charset && type->collation) {
        return NULL;
    }
    return charset ? charset : server->charset;
}

/* What RETURNS says of characters, with the database's own where it says nothing. */
static bool equal_charsets(Mem *mem, const Server *server, const Type *a, const Type *b)
{
    const char *x = charset_of(server, a), *y = charset_of(server, b);
    bool same = !x || !y || text_equal(mysql_charset_name(mem, x), mysql_charset_name(mem, y));
    return same &&
           (!a->collation || !b->collation || text_equal_nocase(a->collation, b->collation));
}

static bool equal_types(Mem *mem, const Server *server, const char *a, const char *b)
{
    Type x, y;
    if (equal_folded(mem, a, b)) {
        return true;
    }
    return a && b && mysql_parse_type(mem, server, a, &x) && mysql_parse_type(mem, server, b, &y) &&
           mysql_type_equal(server, &x, &y) &&
           (!mysql_type_has_charset(&x) || equal_charsets(mem, server, &x, &y));
}

static bool equal_routines(Mem *mem, const Server *server, const MysqlStatement *a,
                           const MysqlStatement *b)
{
    return a->aggregate == b->aggregate && a->deterministic == b->deterministic &&
           a->invoker == b->invoker && text_equal(a->access, b->access) &&
           text_equal_nocase(a->language, b->language) && equal_folded(mem, a->params, b->params) &&
           equal_types(mem, server, a->returns, b->returns);
}

/* --- triggers ------------------------------------------------------------------------------------
 */

static bool equal_triggers(const MysqlStatement *a, const MysqlStatement *b)
{
    return text_equal(a->timing, b->timing) && text_equal(a->action, b->action) &&
           text_equal(a->table, b->table) &&
           (!a->other || !b->other ||
            (text_equal(a->order, b->order) && text_equal(a->other, b->other)));
}

/* --- events --------------------------------------------------------------------------------------
 */

/* A moment that is computed when the event is made can be any; '2030-01-01' is midnight. */
static bool equal_moments(Mem *mem, const char *a, const char *b)
{
    size_t a_len, b_len;
    if (!a || !b || *a != '\'' || *b != '\'') {
        return true;
    }
    const char *x = mysql_unquote(mem, a, &a_len), *y = mysql_unquote(mem, b, &b_len);
    if (!x || !y || a[a_len] || b[b_len]) {
        return true;
    }
    return strcmp(strlen(x) == 10 ? mem_printf(mem, "%s 00:00:00", x) : x,
                  strlen(y) == 10 ? mem_printf(mem, "%s 00:00:00", y) : y) == 0;
}

/* EVERY '1' DAY is EVERY 1 DAY; a computed interval can be any. */
static bool equal_intervals(Mem *mem, const char *a, const char *b)
{
    if (!a || !b || equal_folded(mem, a, b)) {
        return !a == !b;
    }
    size_t x = strspn(a, "'0123456789"), y = strspn(b, "'0123456789");
    if (!x || !y) {
        return true;
    }
    size_t p = *a == '\'', q = *b == '\'';
    return str_equal((Str){a + p, x - 2 * p}, (Str){b + q, y - 2 * q}) &&
           equal_folded(mem, a + x, b + y);
}

static bool equal_events(Mem *mem, const MysqlStatement *a, const MysqlStatement *b)
{
    bool known_end = !a->ends == !b->ends;
    return !a->at == !b->at && equal_intervals(mem, a->every, b->every) &&
           equal_moments(mem, a->at, b->at) && equal_moments(mem, a->starts, b->starts) &&
           known_end && equal_moments(mem, a->ends, b->ends) && a->preserve == b->preserve &&
           text_equal(a->status, b->status);
}

bool mysql_statement_equal(Mem *mem, const Server *server, const char *a, const char *b)
{
    MysqlStatement x, y;
    if (!mysql_parse_statement(mem, a, &x) || !mysql_parse_statement(mem, b, &y)) {
        return equal_folded(mem, a, b);
    }
    bool same = x.kind == y.kind && text_equal_nocase(x.name, y.name) &&
                text_equal(x.comment, y.comment) && strcmp(x.body, y.body) == 0;
    if (!same || x.kind == OBJ_TRIGGER) {
        return same && equal_triggers(&x, &y);
    }
    return x.kind == OBJ_EVENT ? equal_events(mem, &x, &y) : equal_routines(mem, server, &x, &y);
}
