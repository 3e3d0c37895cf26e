/* Small tools for reading pg_catalog: maps by oid, cells, arrays in text form. */
#ifndef INTROSPECT_POSTGRES_CATALOG_H
#define INTROSPECT_POSTGRES_CATALOG_H

#include "introspect/conn.h"
#include "schema/table.h"

/* oid -> pointer; grows; a zeroed map is empty. */
typedef struct OidMap {
    uint32_t *keys; /* 0 = free */
    void **values;
    size_t len, cap; /* cap is a power of two */
} OidMap;

void oid_put(Mem *mem, OidMap *map, uint32_t oid, void *value);
void *oid_get(const OidMap *map, uint32_t oid); /* NULL = none */

/* Cells; NULL gives 0, false. */
uint32_t cell_oid(const char *cell);
int32_t cell_int(const char *cell);
int64_t cell_long(const char *cell);
bool cell_true(const char *cell);

/* Elements of an array in text form, "{a,\"b c\",NULL}", unquoted; NULL elements are NULL. */
NameList cell_array(Mem *mem, const char *cell);

typedef LIST(int32_t) Numbers;

/* "{1,2}" or, of the vector types, "1 2". oids come as numbers, too. */
Numbers cell_numbers(Mem *mem, const char *cell);

/* Text array "{…}" as a query parameter. */
const char *array_literal(Mem *mem, const NameList *names);

/* reloptions "{fillfactor=70,…}" as an OPTION_MAP value: in the order of the catalogue, joined by
 * ","; NULL when empty. `prefix` (may be "") is put before each key. */
void options_collect(Mem *mem, const char *cell, const char *prefix, NameList *out);
const char *options_join(Mem *mem, NameList *pairs);

#endif
