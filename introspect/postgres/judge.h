/* IntrospectOps.judge for PostgreSQL. */
#ifndef INTROSPECT_POSTGRES_JUDGE_H
#define INTROSPECT_POSTGRES_JUDGE_H

#include "introspect/introspect.h"

bool postgres_judge(Mem *mem, Conn *conn, Questions *questions, Error *err);

#endif
