/* Starts a comparison: which table is which, which columns have another name. */
#ifndef DIFF_BEGIN_H
#define DIFF_BEGIN_H

#include "diff/internal.h"

Diff diff_begin(Mem *mem, const Schema *from, const Schema *to);

/* Constraints and indexes of a model against the database's: an unnamed one matches by what it is,
 * else by the name that the convention gives it (complete.c). */
Match match_model_constraints(const Diff *diff, const TablePair *pair);
Match match_model_indexes(const Diff *diff, const TablePair *pair);

#endif
