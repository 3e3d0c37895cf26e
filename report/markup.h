/* Text from files and databases inside XML and HTML: it stays text, whatever it holds. */
#ifndef REPORT_MARKUP_H
#define REPORT_MARKUP_H

#include "base/str.h"

/* For text and for quoted attributes. What XML cannot hold, what is no UTF-8, and characters that
 * turn the direction of writing become U+FFFD; tab and line feed stay. NULL adds nothing. */
void markup_text(Buf *out, const char *text);
void markup_text_len(Buf *out, const char *text, size_t len);

/* The same, cut to `columns` with an ellipsis. */
void markup_cut(Buf *out, const char *text, size_t columns);

/* The columns of a terminal that the text takes: wide characters take two. */
size_t text_columns(const char *text);

#endif
