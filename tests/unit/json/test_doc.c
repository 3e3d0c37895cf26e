#include "schema/doc.h"
#include "tests/unit/harness.h"

#include <string.h>

static const Location here = {"f", 1, 1};

START_TEST(members_keep_their_order_and_occur_once)
{
    Doc *object = doc_new(mem, DOC_OBJECT, here);
    Location second = {"f", 2, 3};
    ck_assert_ptr_null(doc_set(mem, object, "b", here, doc_number(mem, "1", here)));
    ck_assert_ptr_null(doc_set(mem, object, "a", second, doc_number(mem, "2", here)));
    DocMember *earlier = doc_set(mem, object, "a", here, doc_number(mem, "3", here));
    ck_assert_ptr_nonnull(earlier);
    ck_assert_uint_eq(earlier->where.line, 2);
    ck_assert_uint_eq(object->members.len, 2);
    ck_assert_str_eq(object->members.at[0].name, "b");
    ck_assert_str_eq(doc_get(mem, object, "a")->text, "2");
}
END_TEST

START_TEST(what_is_not_there_is_null)
{
    ck_assert_ptr_null(doc_get(mem, NULL, "a"));
    ck_assert_ptr_null(doc_member(mem, NULL, "a"));
    ck_assert_ptr_null(doc_get(mem, doc_new(mem, DOC_OBJECT, here), "a"));
    ck_assert_ptr_null(doc_get(mem, doc_string(mem, "a", here), "a"));
}
END_TEST

static const char *name_of(size_t i)
{
    return mem_printf(mem, "table_%zu", i);
}

START_TEST(large_objects_find_every_member)
{
    const size_t n = 5000;
    Doc *object = doc_new(mem, DOC_OBJECT, here);
    for (size_t i = 0; i < n; i++) {
        Doc *value = doc_number(mem, name_of(i), here);
        ck_assert_ptr_null(doc_set(mem, object, name_of(i), here, value));
    }
    for (size_t i = 0; i < n; i++) {
        ck_assert_ptr_nonnull(doc_set(mem, object, name_of(i), here, NULL));
        ck_assert_str_eq(doc_get(mem, object, name_of(i))->text, name_of(i));
    }
    ck_assert_ptr_null(doc_get(mem, object, name_of(n)));
    ck_assert_uint_eq(object->members.len, n);
}
END_TEST

START_TEST(removing_keeps_the_others_findable)
{
    Doc *object = doc_new(mem, DOC_OBJECT, here);
    for (size_t i = 0; i < 100; i++) {
        doc_set(mem, object, name_of(i), here, doc_number(mem, name_of(i), here));
    }
    ck_assert_ptr_nonnull(doc_get(mem, object, name_of(99)));
    doc_remove(object, name_of(10));
    doc_remove(object, "no such member");
    ck_assert_uint_eq(object->members.len, 99);
    ck_assert_ptr_null(doc_get(mem, object, name_of(10)));
    for (size_t i = 11; i < 100; i++) {
        ck_assert_str_eq(doc_get(mem, object, name_of(i))->text, name_of(i));
    }
    ck_assert_ptr_null(doc_set(mem, object, name_of(10), here, doc_new(mem, DOC_NULL, here)));
    ck_assert_int_eq(doc_get(mem, object, name_of(10))->kind, DOC_NULL);
}
END_TEST

static Doc *pair(const char *first, const char *second, const char *value)
{
    Doc *object = doc_new(mem, DOC_OBJECT, here), *array = doc_new(mem, DOC_ARRAY, here);
    doc_append(mem, array, doc_string(mem, value, here));
    doc_append(mem, array, doc_boolean(mem, true, here));
    doc_set(mem, object, first, here, array);
    doc_set(mem, object, second, here, doc_new(mem, DOC_NULL, here));
    return object;
}

START_TEST(equal_ignores_places_but_not_order)
{
    Doc *elsewhere = pair("a", "b", "x");
    elsewhere->where.line = 7;
    ck_assert(doc_equal(mem, pair("a", "b", "x"), elsewhere));
    ck_assert(!doc_equal(mem, pair("a", "b", "x"), pair("b", "a", "x")));
    ck_assert(!doc_equal(mem, pair("a", "b", "x"), pair("a", "b", "y")));
    ck_assert(!doc_equal(mem, pair("a", "b", "x"), NULL));
    ck_assert(doc_equal(mem, NULL, NULL));
    ck_assert(!doc_equal(mem, doc_string(mem, "1", here), doc_number(mem, "1", here)));
    ck_assert(!doc_equal(mem, doc_boolean(mem, true, here), doc_boolean(mem, false, here)));
    ck_assert(!doc_equal(mem, doc_new(mem, DOC_ARRAY, here), doc_new(mem, DOC_OBJECT, here)));
}
END_TEST

HARNESS_MAIN("doc", members_keep_their_order_and_occur_once, what_is_not_there_is_null,
             large_objects_find_every_member, removing_keeps_the_others_findable,
             equal_ignores_places_but_not_order)
