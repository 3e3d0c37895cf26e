#include "cmd/losses.h"

#include "migrate/words.h"

#include <string.h>

/* Counting more than this would take long and change nobody's mind. */
#define COUNT_MAX "1000001"

typedef struct Losses {
    Context *ctx;
    Conn *conn;
    const Section *section; /* NULL = none */
    NameList told;          /* each table or column once */
} Losses;

/* a.b.c from `at` on, as words of SQL; *at moves behind it. */
static const char *read_name(Losses *l, const Words *words, size_t *at)
{
    Mem *mem = l->ctx->mem;
    char quote = l->conn->server.dialect->syntax->quote;
    Buf name = buf_new(mem);
    for (; *at < words->len; ++*at) {
        const Word *word = &words->at[*at];
        if (word->kind == WORD_NAME) {
            buf_char(&name, quote);
            for (const char *c = word->text; *c; c++) {
                buf_char(&name, *c);
                if (*c == quote) {
                    buf_char(&name, quote);
                }
            }
            buf_char(&name, quote);
        } else if (word->kind == WORD_PLAIN) {
            buf_add(&name, word->text);
        } else {
            break;
        }
        if (*at + 1 >= words->len || !text_equal(words->at[*at + 1].text, ".")) {
            ++*at;
            break;
        }
        buf_char(&name, '.');
        ++*at;
    }
    return buf_text(&name);
}

static size_t skip(const Words *words, size_t at, const char *phrase, size_t len)
{
    return words_at(words, at, phrase) ? at + len : at;
}

static bool is_new(Losses *l, const char *what)
{
    for (size_t i = 0; i < l->told.len; i++) {
        if (text_equal(l->told.at[i], what)) {
            return false;
        }
    }
    list_push(l->ctx->mem, &l->told, what);
    return true;
}

/* What cannot be counted (it is not there, or not readable) is not told: the statement will say. */
static void count(Losses *l, const char *table, const char *column)
{
    Mem *mem = l->ctx->mem;
    const char *rows = NULL;
    const char *where = column ? mem_printf(mem, " WHERE %s IS NOT NULL", column) : "";
    const char *what = column ? mem_printf(mem, "column %s of table %s", column, table)
                              : mem_printf(mem, "table %s", table);
    const char *sql =
        mem_printf(mem, "SELECT count(*) FROM (SELECT 1 FROM %s%s LIMIT " COUNT_MAX ") AS counted",
                   table, where);
    if (!is_new(l, what) || !conn_value(l->conn, mem, sql, &rows, error_new(mem)) || !rows) {
        return;
    }
    bool more = text_equal(rows, COUNT_MAX);
    const char *line = mem_printf(mem, "drops %s: %s%s row%s%s", what, more ? "more than " : "",
                                  more ? "1000000" : rows, text_equal(rows, "1") ? "" : "s",
                                  column ? " with values" : "");
    if (text_equal(rows, "0")) {
        out_note(l->ctx->out, "%s", line);
    } else {
        out_warn(l->ctx->out, "%s", line);
    }
}

/* The rebuild of a table drops it, and renames its successor to it. */
static bool comes_back(Losses *l, const char *table)
{
    for (size_t i = 0; l->section && i < l->section->steps.len; i++) {
        Words words = {0};
        words_of(l->ctx->mem, l->section->steps.at[i].sql, l->conn->server.dialect->run->split, 16,
                 &words);
        size_t at = words_find(&words, "rename to") + 2;
        if (at < words.len && text_equal(read_name(l, &words, &at), table)) {
            return true;
        }
    }
    return false;
}

/* DROP TABLE [IF EXISTS] a, b */
static void read_drop(Losses *l, const Words *words)
{
    size_t at = skip(words, 2, "if exists", 2);
    while (at < words->len) {
        const char *table = read_name(l, words, &at);
        if (!comes_back(l, table)) {
            count(l, table, NULL);
        }
        if (at >= words->len || !text_equal(words->at[at].text, ",")) {
            return;
        }
        at++;
    }
}

static bool is_no_column(const Words *words, size_t at)
{
    static const char *const others[] = {"constraint", "index",      "key",       "primary",
                                         "foreign",    "check",      "partition", "default",
                                         "identity",   "expression", "not"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        if (words_at(words, at, others[i])) {
            return true;
        }
    }
    return false;
}

/* "data-loss: the values of "t"."c" are gone": what a rebuild does not copy. */
static void read_hazard(Losses *l, const char *text)
{
    static const char values[] = "data-loss: the values of ";
    Words words = {0};
    if (!text_starts(text, values)) {
        return;
    }
    words_of(l->ctx->mem, text + strlen(values), 0, 8, &words);
    if (words.len > 3 && words.at[0].kind == WORD_NAME && text_equal(words.at[1].text, ".") &&
        words.at[2].kind == WORD_NAME) {
        size_t table = 0, column = 2;
        Words first = words;
        first.len = 1;
        const char *name = read_name(l, &first, &table);
        count(l, name, read_name(l, &words, &column));
    }
}

/* ALTER TABLE [IF EXISTS] [ONLY] t … DROP [COLUMN] [IF EXISTS] c … */
static void read_alter(Losses *l, const Words *words)
{
    size_t at = skip(words, skip(words, 2, "if exists", 2), "only", 1);
    const char *table = read_name(l, words, &at);
    for (; at < words->len; at++) {
        /* ALTER COLUMN c DROP DEFAULT drops no column. */
        if (!words_at(words, at, "drop") || is_no_column(words, at + 1)) {
            continue;
        }
        size_t name = skip(words, skip(words, at + 1, "column", 1), "if exists", 2);
        if (name < words->len) {
            count(l, table, read_name(l, words, &name));
        }
    }
}

static void read_statement(Losses *l, const char *sql)
{
    Words words = {0};
    words_of(l->ctx->mem, sql, l->conn->server.dialect->run->split, WORDS_ALL, &words);
    if (words_at(&words, 0, "drop table")) {
        read_drop(l, &words);
    } else if (words_at(&words, 0, "alter table")) {
        read_alter(l, &words);
    }
}

void losses_tell_plan(Context *ctx, Conn *conn, const Plan *plan)
{
    Losses l = {.ctx = ctx, .conn = conn};
    for (size_t i = 0; i < plan->statements.len; i++) {
        read_statement(&l, plan->statements.at[i]->sql);
    }
}

bool losses_tell(Context *ctx, Conn *conn, const Migrations *todo, Error *err)
{
    Losses l = {.ctx = ctx, .conn = conn};
    for (size_t i = 0; i < todo->len; i++) {
        if (!migration_parse(ctx->mem, todo->at[i], conn->server.dialect, err)) {
            return false;
        }
        const Section *down = l.section = &todo->at[i]->downgrade;
        for (size_t h = 0; h < down->hazards.len; h++) {
            read_hazard(&l, down->hazards.at[h]);
        }
        for (size_t s = 0; s < down->steps.len; s++) {
            read_statement(&l, down->steps.at[s].sql);
        }
    }
    return true;
}
