/* The only writer to standard output and standard error. */
#ifndef CMD_OUTPUT_H
#define CMD_OUTPUT_H

#include "base/error.h"
#include "base/str.h"
#include "schema/doc.h"

typedef struct Output {
    Mem *mem;
    bool json;  /* standard output is one JSON document */
    bool color; /* on standard error */
    bool quiet;
    int verbose;
    int write_error; /* errno of the first failed write to standard output; 0 = none */
} Output;

/* Results, to standard output; nothing with --format json. Control characters are shown as \xNN. */
void out_line(Output *out, const char *format, ...) PRINTF_LIKE(2, 3);
/* Verbatim, to standard output: SQL, models. */
void out_text(Output *out, const char *text, size_t len);
/* The one document of --format json. */
void out_document(Output *out, const Doc *doc);

/* To standard error. Notes are left out by --quiet. */
void out_note(Output *out, const char *format, ...) PRINTF_LIKE(2, 3);
void out_warn(Output *out, const char *format, ...) PRINTF_LIKE(2, 3);

/* Asks "… [y/N]" on the terminal; ERR_SAFETY where there is none or the answer is no. `yes` is
 * --yes. */
NODISCARD bool out_confirm(Output *out, bool yes, const char *question, Error *err);

/* Wants `name` typed instead: "… Type "name" to go on: ". */
NODISCARD bool out_confirm_name(Output *out, bool yes, const char *question, const char *name,
                                Error *err);

/* A question of fact, "… [y/N]": true for yes. */
bool out_ask(Output *out, const char *question);
/* Is there a terminal to ask on? */
bool out_can_ask(void);

/* Prints the chain (to standard output with --format json) and returns the exit status. */
int out_error(Output *out, const Error *err);
int error_status(ErrorCode code);

/* "auto", "always", "never"; NO_COLOR is honoured. */
bool out_wants_color(const char *when);

/* Flushes standard output; ERR_FILE when something could not be written. */
NODISCARD bool out_finish(Output *out, Error *err);

/* Control characters as \xNN: what is printed must not move the cursor. Line feeds too, unless
 * `lines`. */
const char *out_printable(Mem *mem, const char *text, bool lines);

/* Short forms for building documents. */
Doc *json_object(Mem *mem);
Doc *json_array(Mem *mem);
void json_text(Mem *mem, Doc *object, const char *name, const char *value); /* NULL gives null */
void json_number(Mem *mem, Doc *object, const char *name, int64_t value);
void json_flag(Mem *mem, Doc *object, const char *name, bool value);
void json_value(Mem *mem, Doc *object, const char *name, Doc *value);

#endif
