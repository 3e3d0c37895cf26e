/* Scripts that complete words in a shell, derived from the table of commands. */
#ifndef CMD_COMPLETION_H
#define CMD_COMPLETION_H

#include "cmd/command.h"

typedef enum CompletionKind {
    COMPLETE_NOTHING,
    COMPLETE_FILES,
    COMPLETE_WORDS,
    COMPLETE_ASKED
} CompletionKind;

/* What can stand at one place. */
typedef struct Completion {
    CompletionKind kind;
    const char *words; /* COMPLETE_WORDS: separated by blanks; COMPLETE_ASKED: the script asks
                        * `schemadiff completion WORDS -- TYPED...` */
} Completion;

/* The value of an option; `command` NULL = one that every command takes. */
Completion completion_of_value(Mem *mem, const Flag *flag, const Command *command);

/* What follows the command's name. */
Completion completion_of_rest(Mem *mem, const Command *command);

/* "generate migrate": the command's names, in a pattern with another `separator`. */
const char *completion_names(Mem *mem, const Command *command, const char *separator);

/* In single quotes, for a POSIX shell or zsh, or for fish. */
void completion_quote(Buf *out, const char *text, bool fish);

/* What the project has of a kind, "WORD<tab>description" a line: the answer to a script, from files
 * alone. `typed` are the words before the cursor, which may name the project. False = there is no
 * such kind; a project that cannot be read has nothing. */
bool completion_answer(Context *ctx, const char *kind, const NameList *typed);

void completion_bash(Mem *mem, Buf *out);
void completion_zsh(Mem *mem, Buf *out);
void completion_fish(Mem *mem, Buf *out);

#endif
