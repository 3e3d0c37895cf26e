/* The words of a statement, for what must be known about it before it runs: does it commit by
 * itself, does it only set something, which objects does it name? Never for changing it. */
#ifndef MIGRATE_WORDS_H
#define MIGRATE_WORDS_H

#include "base/list.h"
#include "base/str.h"
#include "migrate/run.h"
#include "schema/table.h"

typedef enum WordKind {
    WORD_PLAIN,  /* keyword, unquoted name or number, as written */
    WORD_NAME,   /* quoted name, without its quotes */
    WORD_STRING, /* string, quotes included */
    WORD_SYMBOL  /* one character */
} WordKind;

typedef struct Word {
    WordKind kind;
    const char *text;
} Word;

typedef struct Words {
    Word *at;
    size_t len, cap;
} Words;

/* Comments and white space are left out; what stands in an executable comment of MySQL belongs to
 * the statement. `rules` are SplitRule bits; reading ends after `most` words, WORDS_ALL = never. */
#define WORDS_ALL ((size_t)-1)
void words_of(Mem *mem, const char *sql, unsigned rules, size_t most, Words *out);

/* Do the keywords of `phrase` ("create index") stand at `at`, one behind the other? */
bool words_at(const Words *words, size_t at, const char *phrase);
/* Where the phrase first stands; words->len when nowhere. */
size_t words_find(const Words *words, const char *phrase);
/* Is the first word one of the NULL-ended list? */
bool words_begin_with(const Words *words, const char *const *list);

/* What can be the name of something: quoted names and plain words, each once, in the order of the
 * statement. */
void words_names(Mem *mem, const Words *words, NameList *out);

#endif
