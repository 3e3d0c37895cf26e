/* SQL as HTML: each token that has a meaning of its own in a <span> of that class. */
#ifndef REPORT_HIGHLIGHT_H
#define REPORT_HIGHLIGHT_H

#include "base/str.h"

/* `rules` are SplitRule bits. Classes: k keyword, n name in quotes, s string, d number, c comment,
 * h comment that names a hazard. Without the tags, and with the markup undone, it is the text. */
void highlight_sql(Buf *out, const char *sql, unsigned rules);

#endif
