/* Revision identifiers as people type them, taken apart. What they mean in a graph: target.h.
 *
 *     identifier = [branch "@"] [name] [sign digits]        at least one of name and number
 *     name       = "head" | "heads" | "base" | "current" | the beginning of an id or of a label
 *     range      = [identifier] ":" [identifier]
 *
 * The characters @ + - : never occur in revision ids and labels, so no text has two readings. */
#ifndef MIGRATE_IDENTIFIER_H
#define MIGRATE_IDENTIFIER_H

#include "base/error.h"

typedef enum IdentifierWord {
    WORD_NONE, /* only a number: counted from what is applied */
    WORD_NAME,
    WORD_HEAD,
    WORD_HEADS,
    WORD_BASE,
    WORD_CURRENT
} IdentifierWord;

typedef struct Identifier {
    const char *text;   /* as typed */
    const char *branch; /* NULL = none */
    IdentifierWord word;
    const char *name; /* of WORD_NAME */
    bool relative;
    long steps; /* up to IDENTIFIER_STEPS_MAX, negative towards base */
} Identifier;

#define IDENTIFIER_STEPS_MAX 999999L

/* ERR_USAGE. */
NODISCARD bool identifier_parse(Mem *mem, const char *text, Identifier *out, Error *err);

/* The steps of an identifier that is a number, "+2" or "LABEL@-1"; else 0. */
long identifier_steps(const char *text);

/* Does it count from where a database is: "current", "current-1", "+2", "LABEL@-1"? */
bool identifier_needs_database(Mem *mem, const char *text);

/* Takes "A:B" apart at its colon; a side that is left out is NULL. ERR_USAGE when there is not
 * exactly one. */
NODISCARD bool identifier_range(Mem *mem, const char *text, const char **from, const char **to,
                                Error *err);

/* The words with a meaning: head, heads, base, current. NULL-ended. */
extern const char *const identifier_words[];

#endif
