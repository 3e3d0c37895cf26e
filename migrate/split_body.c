#include "migrate/split_body.h"

static bool is(Str word, const char *text)
{
    size_t i = 0;
    for (; i < word.len && text[i]; i++) {
        if (char_lower(word.ptr[i]) != text[i]) {
            return false;
        }
    }
    return i == word.len && !text[i];
}

static bool is_one_of(Str word, const char *const *list)
{
    for (; *list; list++) {
        if (is(word, *list)) {
            return true;
        }
    }
    return false;
}

static const char *const block_words[] = {"begin",  "if",    "case", "loop",
                                          "repeat", "while", "for",  NULL};
/* Statements that are no block, for finding where a routine's features end. */
static const char *const simple_words[] = {
    "return", "select", "insert", "update",  "delete",  "replace", "call",  "with",
    "do",     "set",    "signal", "execute", "prepare", "values",  "table", NULL};
/* What CREATE and ALTER make that has no body. */
static const char *const plain_words[] = {"table",  "view",      "index",  "database", "schema",
                                          "user",   "role",      "server", "sequence", "type",
                                          "domain", "extension", NULL};

/* CREATE [OR REPLACE] [TEMP] [DEFINER = …] what. */
static BodyPhase created_phase(unsigned rules, Str word)
{
    if (is_one_of(word, plain_words)) {
        return BODY_PLAIN;
    }
    if (rules & SPLIT_TRIGGERS) {
        return is(word, "trigger") ? BODY_TRIGGER : BODY_CREATE;
    }
    bool routine = is(word, "function") || is(word, "procedure");
    if (rules & SPLIT_BEGIN_ATOMIC) {
        return routine ? BODY_FUNCTION : is(word, "trigger") ? BODY_PLAIN : BODY_CREATE;
    }
    return routine               ? BODY_PARAMS
           : is(word, "trigger") ? BODY_FOR_EACH
           : is(word, "event")   ? BODY_SCHEDULE
                                 : BODY_CREATE;
}

static BodyPhase first_phase(Body *body, Str word)
{
    if (!(body->rules & (SPLIT_TRIGGERS | SPLIT_BEGIN_ATOMIC | SPLIT_BEGIN_END))) {
        return BODY_PLAIN;
    }
    if (is(word, "create") || (is(word, "alter") && body->rules & SPLIT_BEGIN_END)) {
        return BODY_CREATE;
    }
    if (!(body->rules & SPLIT_BEGIN_END)) {
        return BODY_PLAIN;
    }
    if (is(word, "begin")) {
        return BODY_BEGIN;
    }
    /* MariaDB takes compound statements outside of routines; nothing else begins so. */
    if (is_one_of(word, block_words)) {
        body->blocks = 1;
        body->at_start = is(word, "loop") || is(word, "repeat");
        return BODY_STATEMENTS;
    }
    return BODY_PLAIN;
}

static void open_block(Body *body, Str word)
{
    body->blocks++;
    body->at_start = is(word, "begin") || is(word, "loop") || is(word, "repeat");
    body->handler = body->until = false;
}

static void close_block(Body *body)
{
    if (body->blocks) {
        body->blocks--;
    }
    body->until = body->at_start = false;
    body->after_end = true;
}

/* The first word of a statement of the body. */
static void statement_word(Body *body, Str word)
{
    if (is_one_of(word, block_words)) {
        open_block(body, word);
    } else if (is(word, "end")) {
        close_block(body);
    } else if (is(word, "follows") || is(word, "precedes")) {
        body->skip_name = true;
    } else if (!is(word, "else") && !is(word, "not") && !is(word, "atomic")) {
        body->at_start = false;
        body->may_be_label = true;
        body->declares = is(word, "declare");
        body->until = is(word, "until");
    }
}

static void inner_word(Body *body, Str word)
{
    if (body->handler && !is(word, "for") && is_one_of(word, block_words)) {
        open_block(body, word);
    } else if (is(word, "case")) {
        body->cases++;
    } else if (is(word, "end")) {
        if (body->cases) {
            body->cases--;
        } else if (body->until) {
            close_block(body);
        }
    } else if (!body->cases && (is(word, "then") || is(word, "else") || is(word, "do"))) {
        body->at_start = true;
    } else if (body->declares && is(word, "handler")) {
        body->handler = true;
    }
}

static void body_word(Body *body, Str word)
{
    bool after_end = body->after_end;
    body->after_end = body->may_be_label = false;
    if (body->skip_name) {
        body->skip_name = false;
    } else if (after_end && is_one_of(word, block_words)) {
        return; /* END IF, END CASE … */
    } else if (body->at_start) {
        statement_word(body, word);
    } else {
        inner_word(body, word);
    }
}

static void feature_word(Body *body, Str word)
{
    if (is(body->word, "returns")) {
        return; /* RETURNS SET('a','b') */
    }
    if (is_one_of(word, block_words)) {
        body->phase = BODY_STATEMENTS;
        open_block(body, word);
    } else if (is_one_of(word, simple_words)) {
        body->phase = BODY_STATEMENTS;
        body->at_start = false;
    }
}

static void word_token(Body *body, Str word)
{
    switch (body->phase) {
    case BODY_FIRST:
        body->phase = first_phase(body, word);
        break;
    case BODY_CREATE:
        body->phase = created_phase(body->rules, word);
        break;
    case BODY_BEGIN:
        body->phase = is(word, "not") ? BODY_STATEMENTS : BODY_PLAIN;
        body->blocks = body->phase == BODY_STATEMENTS;
        body->at_start = true;
        break;
    case BODY_FUNCTION:
        if (is(body->word, ".") || is(body->word, "as")) {
            break; /* t.end, x AS end: only a label */
        }
        if (is(word, "atomic") && is(body->word, "begin")) {
            body->blocks++;
        } else if (body->blocks && is(word, "case")) {
            body->blocks++;
        } else if (body->blocks && is(word, "end")) {
            body->blocks--;
        }
        break;
    case BODY_FOR_EACH:
        if (is(word, "row") && is(body->word, "each")) {
            body->phase = BODY_STATEMENTS;
            body->at_start = true;
        }
        break;
    case BODY_SCHEDULE:
        if (is(word, "do")) {
            body->phase = BODY_STATEMENTS;
            body->at_start = true;
        }
        break;
    case BODY_FEATURES:
        feature_word(body, word);
        break;
    case BODY_STATEMENTS:
        if (!is(body->word, ".")) {
            body_word(body, word);
        }
        break;
    case BODY_PLAIN:
    case BODY_TRIGGER:
    case BODY_PARAMS:
        break;
    }
}

static void symbol_token(Body *body, char c)
{
    if (c == '(') {
        body->parens++;
    } else if (c == ')' && body->parens) {
        body->parens--;
        if (!body->parens && body->phase == BODY_PARAMS) {
            body->phase = BODY_FEATURES;
        }
    }
    if (body->phase != BODY_STATEMENTS) {
        return;
    }
    if (c == ';') {
        body->at_start = true;
        body->cases = 0;
        body->declares = body->handler = body->until = body->after_end = false;
    } else {
        body->at_start = c == ':' && body->may_be_label;
    }
    body->may_be_label = false;
}

void body_token(Body *body, TokenKind kind, Str text)
{
    if (kind == TOKEN_WORD) {
        word_token(body, text);
    } else if (kind == TOKEN_SYMBOL) {
        symbol_token(body, text.ptr[0]);
    } else if (body->phase == BODY_STATEMENTS && !body->skip_name) {
        body->may_be_label = body->at_start;
        body->at_start = body->after_end = false;
    } else if (body->phase == BODY_FIRST) {
        body->phase = BODY_PLAIN;
    } else {
        body->skip_name = false;
    }
    body->last = body->word;
    body->word = text;
}

bool body_is_open(const Body *body)
{
    if (body->rules & SPLIT_PARENS && body->parens) {
        return true;
    }
    if (body->phase == BODY_TRIGGER) {
        return !(is(body->word, "end") && is(body->last, ";"));
    }
    return body->blocks > 0;
}
