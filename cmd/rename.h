/* A drop and an add that look like one rename: only the user knows, and is asked on a terminal. */
#ifndef CMD_RENAME_H
#define CMD_RENAME_H

#include "cmd/command.h"

/* Asks about the first candidate that was not asked about before. True: something is renamed, the
 * model counts from now on as if it said so, and wants to be compared again. Nobody is asked where
 * there is no terminal, nor with --yes, --quiet or --format json: then nothing is guessed. */
bool rename_ask(Context *ctx, const Changes *changes);

/* Puts the answers into a model that was decoded. */
void rename_hints(const Context *ctx, Schema *model);

/* What the model should say after an answer, and what looks like a rename but nobody was asked. */
void rename_tell(Context *ctx, const Changes *changes);

#endif
