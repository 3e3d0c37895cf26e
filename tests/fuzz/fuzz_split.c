/* Statement splitting: no byte is lost or changed, whatever the dialect's rules. */
#include "cmd/dialects.h"
#include "migrate/migration.h"
#include "tests/fuzz/target.h"

static void split(const Dialect *dialect, const uint8_t *data, size_t size)
{
    Mem *mem = mem_root("fuzz");
    Error *err = error_new(mem);
    char *text = mem_strndup(mem, (const char *)data, size);
    Pieces pieces = {0};
    if (split_text(mem, "x", text, size, dialect->run->split, &pieces, err)) {
        const char *at = text;
        for (size_t i = 0; i < pieces.len; i++) {
            const Piece *piece = &pieces.at[i];
            MUST(piece->at == at && piece->line > 0 && piece->column > 0);
            at += piece->len;
            if (piece->kind == PIECE_STATEMENT) {
                Buf out = buf_new(mem);
                split_canonical((Str){piece->at, piece->len}, dialect->run->split, &out);
            }
        }
        MUST(at == text + size);
    } else {
        MUST(error_is_set(err));
    }
    Migration *migration = NULL;
    error_clear(err);
    if (migration_read(mem, "x", text, size, &migration, err)) {
        (void)!migration_parse(mem, migration, dialect, err);
    }
    mem_destroy(mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (size_t i = 0; dialects[i]; i++) {
        split(dialects[i], data, size);
    }
    return 0;
}
