/* A line at the end of the terminal that counts the seconds while something long runs. */
#ifndef CMD_TICKER_H
#define CMD_TICKER_H

#include "base/mem.h"

#include <time.h>

/* Writes `before`, the seconds since `since` and `after` to standard error, and again each second,
 * from a thread of its own: nobody else may write there until it is stopped. Both texts are printed
 * as they are. Where no thread can be had the line stands still. When the region is destroyed it
 * stops, and the line is erased. */
void ticker_start(Mem *mem, const char *before, const char *after, time_t since);

#endif
