/* Tables as an entity-relationship diagram in Mermaid's language. */
#ifndef CMD_MERMAID_H
#define CMD_MERMAID_H

#include "schema/change.h"

/* The tables that the changes create, alter or drop, with what is new, gone or different said
 * beside each column, and the foreign keys between them and to their neighbours. Returns false,
 * and writes nothing, when they touch no table. */
bool mermaid_changes(Mem *mem, const Changes *changes, Buf *out);

#endif
