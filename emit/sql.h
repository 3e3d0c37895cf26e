/* The SQL builder: the only way in which emit/ writes SQL. Keywords as given, names always quoted
 * for the dialect, literals always escaped. */
#ifndef EMIT_SQL_H
#define EMIT_SQL_H

#include "schema/schema.h"

typedef struct Sql {
    Buf buf;
    const Server *server;
} Sql;

Sql sql_new(Mem *mem, const Server *server);
/* Words and punctuation, with one space between words: sql_kw(&s, "ALTER TABLE"). */
void sql_kw(Sql *sql, const char *words);
void sql_raw(Sql *sql, const char *text);   /* no space added: "(", ", ", model expressions */
void sql_ident(Sql *sql, const char *name); /* a space before it unless after "(" or "." */
/* schema.name; the default namespace (NULL) gives the bare name. */
void sql_name(Sql *sql, const char *schema, const char *name);
void sql_object(Sql *sql, const Object *object);
void sql_literal(Sql *sql, const char *text); /* '…' escaped for the dialect */
void sql_number(Sql *sql, int64_t number);
/* "a", "b" without parentheses. */
void sql_idents(Sql *sql, const NameList *names);
/* ON DELETE or ON UPDATE with its action; nothing for NO ACTION, the default everywhere. */
void sql_action(Sql *sql, const char *event, FkAction action);
const char *sql_text(const Sql *sql);

#endif
