/* Who runs this program: for logs, locks and the history. */
#ifndef BASE_WHO_H
#define BASE_WHO_H

#include "base/mem.h"

/* The account of the operating system, or its number; not $USER, which anybody can set. */
const char *who_account(Mem *mem);
/* The name of this machine; "" = it has none. */
const char *who_host(Mem *mem);

#endif
