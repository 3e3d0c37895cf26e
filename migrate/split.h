/* Where statements end. The text is cut into pieces that, joined, are the input: nothing is lost
 * or changed, and every piece knows its line and column. */
#ifndef MIGRATE_SPLIT_H
#define MIGRATE_SPLIT_H

#include "base/error.h"
#include "base/list.h"
#include "base/str.h"
#include "migrate/run.h"

typedef enum PieceKind {
    PIECE_BLANK,     /* white space */
    PIECE_COMMENT,   /* one comment outside statements, without its line end */
    PIECE_STATEMENT, /* verbatim, comments inside included, without what ends it */
    PIECE_END,       /* ";" or the current DELIMITER */
    PIECE_MARKER,    /* a comment line that begins with "-- +": upgrade, downgrade, begin, end */
    PIECE_DELIMITER  /* MySQL's client command, up to the end of the line */
} PieceKind;

typedef struct Piece {
    PieceKind kind;
    const char *at; /* inside the text that was split */
    size_t len;
    uint32_t line, column; /* from 1; column in characters */
} Piece;

typedef LIST(Piece) Pieces;

/* `rules` are SplitRule bits. What stands between the markers `-- +begin` and `-- +end` is one
 * statement. Fails (ERR_MODEL) at a quote, comment, body or bracket that does not end, with the
 * place where it began. */
NODISCARD bool split_text(Mem *mem, const char *file, const char *text, size_t len, unsigned rules,
                          Pieces *out, Error *err);

/* Is the piece this marker? `name` as in "+upgrade". */
bool piece_is_marker(const Piece *piece, const char *name);

/* Appends the tokens of a statement, one a line, comments and white space left out: what checksums
 * are computed from. */
void split_canonical(Str statement, unsigned rules, Buf *out);

#endif
