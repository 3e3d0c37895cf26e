/* The registry of dialects: the one place that names them all. */
#ifndef CMD_DIALECTS_H
#define CMD_DIALECTS_H

#include "introspect/conn.h"

extern const Dialect *const dialects[]; /* NULL-ended */

const Dialect *dialect_named(const char *name);        /* "postgresql", "mariadb"; NULL = none */
const Dialect *dialect_for_scheme(const char *scheme); /* NULL = none */

/* The dialect of a URL. ERR_USAGE: an unknown scheme, or a driver that was not built in. */
NODISCARD bool dialect_for_url(const Url *url, const Dialect **out, Error *err);

/* The server that a model is read for where there is no connection; takes the flavor from a URL
 * scheme or a name of project.dialects ("mariadb"). */
Server dialect_assumed(const Dialect *dialect, const char *name);

#endif
