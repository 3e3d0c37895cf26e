#include "base/digest.h"
#include "base/str.h"
#include "tests/unit/harness.h"

#include <string.h>

START_TEST(the_first_error_wins)
{
    ck_assert(!error_is_set(err));
    ck_assert(!error_set(err, ERR_SQL, "first %d", 1));
    ck_assert(!error_at(err, ERR_MODEL, (Location){"f", 2, 3}, "second"));
    ck_assert(error_is_set(err));
    ck_assert_int_eq(err->code, ERR_SQL);
    ck_assert_str_eq(err->message, "first 1");
    ck_assert_ptr_null(err->where.file);
    ck_assert_uint_eq(err->count, 1);
    ck_assert_ptr_null(err->next);
}
END_TEST

START_TEST(an_error_has_a_place)
{
    error_at(err, ERR_MODEL, (Location){"model.json", 12, 5}, "unknown key \"colr\"");
    ck_assert_str_eq(err->where.file, "model.json");
    ck_assert_uint_eq(err->where.line, 12);
    ck_assert_uint_eq(err->where.column, 5);
}
END_TEST

START_TEST(hints_belong_to_the_newest)
{
    error_add(err, ERR_MODEL, (Location){0}, "one");
    ck_assert(!error_hint(err, "do %s", "this"));
    error_hint(err, "never seen");
    error_add(err, ERR_MODEL, (Location){0}, "two");
    error_hint(err, "do that");
    ck_assert_str_eq(err->hint, "do this");
    ck_assert_str_eq(err->next->message, "two");
    ck_assert_str_eq(err->next->hint, "do that");
}
END_TEST

START_TEST(a_hint_can_say_more)
{
    error_set(err, ERR_SQL, "refused");
    ck_assert(!error_hint_more(err, "%d of 2", 1));
    ck_assert_str_eq(err->hint, "1 of 2");
    error_clear(err);
    error_set(err, ERR_SQL, "refused");
    error_hint(err, "Use CASCADE.");
    error_hint_more(err, "nothing is in force");
    ck_assert_str_eq(err->hint, "Use CASCADE; nothing is in force");
}
END_TEST

START_TEST(many_errors_are_counted_but_not_kept)
{
    for (int i = 0; i < 50; i++) {
        error_add(err, ERR_MODEL, (Location){0}, "number %d", i);
        error_hint(err, "hint %d", i);
    }
    size_t kept = 0;
    for (const Error *each = err; each; each = each->next) {
        const char *want = mem_printf(mem, "number %zu", kept);
        const char *hint = mem_printf(mem, "hint %zu", kept);
        ck_assert_str_eq(each->message, want);
        ck_assert_str_eq(each->hint, hint);
        kept++;
    }
    ck_assert_uint_eq(kept, ERROR_MAX);
    ck_assert_uint_eq(err->count, 50);
}
END_TEST

START_TEST(clearing_makes_it_new)
{
    error_add(err, ERR_MODEL, (Location){0}, "one");
    error_add(err, ERR_MODEL, (Location){0}, "two");
    error_clear(err);
    ck_assert(!error_is_set(err));
    ck_assert_ptr_null(err->next);
    ck_assert_uint_eq(err->count, 0);
    error_set(err, ERR_FILE, "again");
    ck_assert_str_eq(err->message, "again");
}
END_TEST

START_TEST(texts_outlive_their_source)
{
    char text[] = "abc";
    error_set(err, ERR_FILE, "%s", text);
    text[0] = 'x';
    ck_assert_str_eq(err->message, "abc");
}
END_TEST

/* FIPS 180-4 test vectors. */
START_TEST(sha256_vectors)
{
    ck_assert_str_eq(digest_sha256(mem, "", 0),
                     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    ck_assert_str_eq(digest_sha256(mem, "abc", 3),
                     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    char *million = mem_alloc(mem, 1000000);
    memset(million, 'a', 1000000);
    ck_assert_str_eq(digest_sha256(mem, million, 1000000),
                     "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}
END_TEST

START_TEST(random_digits_differ)
{
    const char *a = digest_random_hex(mem, 6), *b = digest_random_hex(mem, 6);
    ck_assert_uint_eq(strlen(a), 12);
    ck_assert_uint_eq(strspn(a, "0123456789abcdef"), 12);
    ck_assert_str_ne(a, b);
}
END_TEST

HARNESS_MAIN("error", the_first_error_wins, an_error_has_a_place, hints_belong_to_the_newest,
             a_hint_can_say_more, many_errors_are_counted_but_not_kept, clearing_makes_it_new,
             texts_outlive_their_source, sha256_vectors, random_digits_differ)
