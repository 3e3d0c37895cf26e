/* Tokens -> FileNode by recursive descent, with recovery at line starts: one run reports several
 * errors. The functions below serve the parser's own files. */
#ifndef SCHEMA_DSL_PARSE_H
#define SCHEMA_DSL_PARSE_H

#include "schema/dsl/ast.h"
#include "schema/dsl/lex.h"

/* Errors are ERR_MODEL with place and hint. */
NODISCARD bool dsl_parse(Mem *mem, const char *file, const char *text, size_t len, FileNode **out,
                         Error *err);

/* The same, and where lines begin: the first character of every element and of every line of a
 * block, in order. Everything else that is on several lines could be on one. */
typedef LIST(const char *) LineStarts;
NODISCARD bool dsl_parse_lines(Mem *mem, const char *file, const char *text, size_t len,
                               FileNode **out, LineStarts *starts, Error *err);

typedef struct Parser {
    Mem *mem;
    const char *file;
    const Token *at; /* the current token; the last one is TOKEN_END */
    FileNode *out;
    LineStarts *starts; /* or NULL */
    Error *err;
    size_t errors_before;
} Parser;

/* Functions that return false have reported why. */

/* --- the current token --------------------------------------------------------------------------
 */

Location parser_here(const Parser *parser);
bool parser_is(const Parser *parser, const char *punct_or_op);
bool parser_is_word(const Parser *parser, const char *word);         /* unquoted, any case */
bool parser_is_name(const Parser *parser);                           /* a word or "…" */
bool parser_ahead_is(const Parser *parser, const char *punct_or_op); /* the token after */
bool parser_ahead_is_name(const Parser *parser);
void parser_next(Parser *parser);
bool parser_accept(Parser *parser, const char *punct_or_op);
/* "expected <what>, found <token>" at the current token; false. */
bool parser_fail(Parser *parser, const char *what, const char *hint);
NODISCARD bool parser_expect(Parser *parser, const char *punct_or_op, const char *hint);
/* Nothing more may stand on this line. */
NODISCARD bool parser_line_end(Parser *parser);
/* There have been as many errors as are kept. */
bool parser_full(const Parser *parser);

/* `{ … }`: calls `item` for each line until the closing brace, recovering after failures. `where`
 * begins what the block belongs to. False only when the block has no end. */
NODISCARD bool parser_block(Parser *parser, bool same_line, Location where,
                            bool (*item)(Parser *parser, void *context), void *context);

/* --- parts (parse_value.c) ----------------------------------------------------------------------
 */

NODISCARD bool parse_id(Parser *parser, const char *what, const char **out);
NODISCARD bool parse_name(Parser *parser, const char *what, Name *out); /* a.b.c */
NODISCARD bool parse_string(Parser *parser, Value *out);                /* '…' or "…" */
/* Any value; `inside` brackets line breaks mean nothing. */
NODISCARD bool parse_value(Parser *parser, bool inside, Value *out);
/* `[ … ]` when there is one on this line, behind a blank when `spaced`; adds to *out. */
NODISCARD bool parse_settings(Parser *parser, bool spaced, Settings *out);
/* `note: 'x'` or `note { 'x' }`, if that is what stands here; *found tells. */
NODISCARD bool parse_note(Parser *parser, Settings *out, bool *found);
/* `key: value`, adds to *out. */
NODISCARD bool parse_entry(Parser *parser, Settings *out);

/* --- elements ------------------------------------------------------------------------------------
 */

NODISCARD bool parse_table(Parser *parser, bool partial); /* parse_table.c */
NODISCARD bool parse_column(Parser *parser, TableNode *table);
bool parse_indexes(Parser *parser, TableNode *table);
NODISCARD bool parse_checks(Parser *parser, TableNode *table);
NODISCARD bool parse_records(Parser *parser, bool nested);
NODISCARD bool parse_enum(Parser *parser); /* parse_element.c */
NODISCARD bool parse_ref(Parser *parser);
NODISCARD bool parse_element(Parser *parser, ElementKind kind);
NODISCARD bool parse_group(Parser *parser); /* parse_ignored.c */
NODISCARD bool parse_sticky(Parser *parser);
NODISCARD bool parse_diagram(Parser *parser);
NODISCARD bool parse_dep(Parser *parser);
NODISCARD bool parse_use(Parser *parser);

#endif
