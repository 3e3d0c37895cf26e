/* Private to the splitter: compound bodies, whose semicolons do not end the statement. */
#ifndef MIGRATE_SPLIT_BODY_H
#define MIGRATE_SPLIT_BODY_H

#include "migrate/split_scan.h"

typedef enum BodyPhase {
    BODY_FIRST = 0, /* no word of the statement seen */
    BODY_PLAIN,     /* a statement without a body */
    BODY_CREATE,    /* CREATE …: what of? */
    BODY_BEGIN,     /* BEGIN: a transaction, or BEGIN NOT ATOMIC? */
    BODY_FUNCTION,  /* PostgreSQL function: BEGIN ATOMIC may come */
    BODY_TRIGGER,   /* SQLite trigger: until "; END ;" */
    BODY_FOR_EACH,  /* MySQL trigger: until EACH ROW */
    BODY_SCHEDULE,  /* MySQL event: until DO */
    BODY_PARAMS,    /* MySQL routine: until its parameter list is closed */
    BODY_FEATURES,  /* MySQL routine: until its first statement */
    BODY_STATEMENTS /* MySQL: in the body */
} BodyPhase;

typedef struct Body {
    unsigned rules;
    BodyPhase phase;
    size_t parens;     /* open parentheses */
    size_t blocks;     /* open BEGIN, IF, CASE, LOOP, REPEAT, WHILE, FOR statements */
    size_t cases;      /* open CASE expressions: always inside the innermost block */
    Str word, last;    /* the last two tokens, for "; END ;", BEGIN ATOMIC, EACH ROW, t.end */
    bool at_start;     /* a statement of the body begins here */
    bool may_be_label; /* the last token was the first of a statement */
    bool declares, handler, until, after_end, skip_name;
} Body;

/* Tells the next token; white space and comments are not told. A semicolon that does not end the
 * statement is told too. */
void body_token(Body *body, TokenKind kind, Str text);
/* Would a semicolon here belong to a body? */
bool body_is_open(const Body *body);

#endif
