/* One change of many rows as many statements: each locks the rows of its range only and commits. */
#include "migrate/run_batches.h"

static bool refuse(Error *err, const Step *step, const char *why)
{
    error_set(err, ERR_MODEL, "this statement cannot run in batches: %s", why);
    err->statement = mem_strdup(err->mem, step->sql);
    return error_hint(err, "it must be UPDATE table SET … WHERE …, or without the line "
                           "\"-- " BATCHES_MARK "\"");
}

/* The first of the words that stands outside parentheses, behind `at`; words->len = none. */
static size_t find_outside(const Words *words, size_t at, const char *const *phrases)
{
    size_t depth = 0;
    for (size_t i = at; i < words->len; i++) {
        const Word *word = &words->at[i];
        depth += word->kind == WORD_SYMBOL && *word->text == '(';
        depth -= word->kind == WORD_SYMBOL && *word->text == ')' && depth;
        for (size_t p = 0; !depth && word->kind == WORD_PLAIN && phrases[p]; p++) {
            if (words_at(words, i, phrases[p])) {
                return i;
            }
        }
    }
    return words->len;
}

static void add_name(Buf *out, const Word *word, char quote)
{
    if (word->kind != WORD_NAME) {
        buf_add(out, word->text);
        return;
    }
    buf_char(out, quote);
    for (const char *c = word->text; *c; c++) {
        buf_char(out, *c);
        if (*c == quote) {
            buf_char(out, quote);
        }
    }
    buf_char(out, quote);
}

/* The table as the statement writes it: name, or schema.name, right before SET. */
static bool find_table(Mem *mem, const Words *words, char quote, const char **out)
{
    Buf name = buf_new(mem);
    size_t at = 1 + (size_t)words_at(words, 1, "only");
    if (at + 3 < words->len && words->at[at + 1].kind == WORD_SYMBOL &&
        *words->at[at + 1].text == '.') {
        add_name(&name, &words->at[at], quote);
        buf_char(&name, '.');
        at += 2;
    }
    if (at >= words->len || words->at[at].kind > WORD_NAME || !words_at(words, at + 1, "set")) {
        return false;
    }
    add_name(&name, &words->at[at], quote);
    *out = buf_text(&name);
    return true;
}

static bool begin(Run *run, const Step *step, const RunOps *ops, Batch *batch)
{
    static const char *const condition[] = {"where", NULL};
    /* What would end the condition that a range is added to, or binds weaker than AND. */
    static const char *const obstacles[] = {"or", "xor", "order", "limit", "returning", NULL};
    Words words = {0};
    words_of(run->scratch, step->sql, ops->split, WORDS_ALL, &words);
    size_t where = find_outside(&words, 0, condition);
    char quote = ops->split & SPLIT_BACKTICKS ? '`' : '"';
    if (!words_at(&words, 0, "update") || where == words.len ||
        !find_table(run->scratch, &words, quote, &batch->table)) {
        return refuse(run->err, step, "it is no UPDATE of one table with a WHERE");
    }
    size_t found = find_outside(&words, where, obstacles);
    if (found < words.len) {
        return refuse(run->err, step,
                      mem_printf(run->scratch, "\"%s\" stands behind WHERE", words.at[found].text));
    }
    return ops->batch_begin(run->runner->conn, run->scratch, batch, run->err);
}

bool run_batches(Run *run, size_t at)
{
    Conn *conn = run->runner->conn;
    const RunOps *ops = conn->server.dialect->run;
    const Step *step = &run->section->steps.at[at];
    Batch batch = {0};
    if (!ops->batch_begin) {
        return conn_exec(conn, step->sql, run->err);
    }
    if (!begin(run, step, ops, &batch)) {
        return false;
    }
    for (;;) {
        const char *range = NULL;
        if (run_stopped(run, at) ||
            !ops->batch_next(conn, run->scratch, &batch, &range, run->err)) {
            return false;
        }
        if (!range) {
            return true;
        }
        if (!conn_exec(conn, mem_printf(run->scratch, "%s\nAND %s", step->sql, range), run->err)) {
            return false;
        }
    }
}
