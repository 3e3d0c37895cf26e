/* The PostgreSQL connection: what its reader needs beyond ConnOps. */
#ifndef INTROSPECT_CONN_POSTGRES_H
#define INTROSPECT_CONN_POSTGRES_H

#include "introspect/conn.h"

/* IntrospectOps.open. The URL goes to libpq as it is (every parameter, service=, PG* variables and
 * .pgpass work), with the scheme normalised. */
NODISCARD bool postgres_open(Mem *mem, const Dialect *dialect, const Url *url, Conn **out,
                             Error *err);

/* True between BEGIN and COMMIT, also when the transaction has failed. */
bool postgres_in_transaction(const Conn *conn);

/* Sends all statements in one round trip; one that fails leaves its Rows empty and ok[i] false and
 * does not stop the others. False only when the connection broke. */
NODISCARD bool postgres_try_many(Conn *conn, Mem *mem, const Query *queries, size_t n, Rows *out,
                                 bool *ok, Error *err);

#endif
