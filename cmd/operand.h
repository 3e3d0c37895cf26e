/* What diff compares: a URL, a model, what the revisions lead to ("migrations"), or nothing. */
#ifndef CMD_OPERAND_H
#define CMD_OPERAND_H

#include "cmd/compare.h"

typedef enum OperandKind { OPERAND_EMPTY, OPERAND_URL, OPERAND_MODEL } OperandKind;

typedef struct Operand {
    OperandKind kind;
    const char *text;
    Conn *conn;       /* OPERAND_URL */
    ModelFiles files; /* OPERAND_MODEL */
    Schema *schema;   /* filled by operand_schema() */
} Operand;

NODISCARD bool operand_open(Context *ctx, const char *text, Operand *out, Error *err);

/* The server both sides are for: a connection's, else that of --url (not connected to), else the
 * first of the models' project.dialects. */
NODISCARD bool operand_server(Context *ctx, const Operand *from, const Operand *to,
                              const Server **out, Error *err);

/* Models first, then databases in the models' scope, then what is empty. */
NODISCARD bool operand_schemas(Context *ctx, Operand *from, Operand *to, const Server *server,
                               Error *err);

#endif
