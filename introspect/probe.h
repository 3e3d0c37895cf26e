/* Do tables hold rows? */
#ifndef INTROSPECT_PROBE_H
#define INTROSPECT_PROBE_H

#include "introspect/conn.h"
#include "schema/schema.h"

typedef struct RowProbe {
    const Table *table;   /* as the database knows it */
    const Column *column; /* NULL = any row; else one that is NULL in this column */
    bool found;           /* the answer */
} RowProbe;

/* Answers all of them in one round trip where the protocol can. Each look ends at the first row. */
NODISCARD bool probe_rows(Mem *mem, Conn *conn, RowProbe *probes, size_t n, Error *err);

#endif
