#include "base/list.h"
#include "base/mem.h"
#include "tests/unit/harness.h"

#include <stdint.h>
#include <string.h>

START_TEST(gives_zeroed_aligned_memory)
{
    for (size_t size = 0; size < 300; size++) {
        unsigned char *data = mem_alloc(mem, size);
        ck_assert_uint_eq((uintptr_t)data % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) {
            ck_assert_uint_eq(data[i], 0);
        }
        memset(data, 0xAA, size); /* the next one must not overlap: it is checked for zeros */
    }
}
END_TEST

START_TEST(empty_blocks_are_distinct)
{
    ck_assert_ptr_ne(mem_alloc(mem, 0), mem_alloc(mem, 0));
}
END_TEST

START_TEST(large_blocks_do_not_disturb_small_ones)
{
    char *small = mem_strdup(mem, "small");
    char *large = mem_alloc(mem, 5u << 20);
    memset(large, 'x', 5u << 20);
    char *after = mem_strdup(mem, "after");
    ck_assert_str_eq(small, "small");
    ck_assert_str_eq(after, "after");
    ck_assert_int_eq(large[(5u << 20) - 1], 'x');
}
END_TEST

START_TEST(grows_by_copying)
{
    char *old = mem_strdup(mem, "abc");
    char *grown = mem_grow(mem, old, 4, 64);
    ck_assert_str_eq(grown, "abc");
    ck_assert_ptr_ne(grown, old);
    ck_assert_ptr_nonnull(mem_grow(mem, NULL, 0, 8));
}
END_TEST

START_TEST(copies_texts)
{
    ck_assert_ptr_null(mem_strdup(mem, NULL));
    ck_assert_str_eq(mem_strndup(mem, "abcdef", 3), "abc");
    ck_assert_str_eq(mem_strndup(mem, NULL, 0), "");
    ck_assert_str_eq(mem_printf(mem, "%s-%04d", "a", 7), "a-0007");
    ck_assert_uint_eq(strlen(mem_printf(mem, "%*s", 10000, "")), 10000);
    ck_assert_mem_eq(mem_copy(mem, "a\0b", 3), "a\0b", 3);
}
END_TEST

static char order[16];

static void note_death(void *handle)
{
    strncat(order, handle, sizeof order - strlen(order) - 1);
}

START_TEST(destructors_run_newest_first_children_before_parents)
{
    order[0] = '\0';
    char a[] = "a", b[] = "b", c[] = "c", d[] = "d";
    Mem *root = mem_root("outer");
    Mem *child = mem_child(root, "inner");
    mem_adopt(root, a, note_death);
    mem_adopt(root, b, note_death);
    mem_adopt(child, c, note_death);
    mem_adopt(child, d, note_death);
    mem_destroy(root);
    ck_assert_str_eq(order, "dcba");
}
END_TEST

START_TEST(a_released_handle_dies_once)
{
    order[0] = '\0';
    char a[] = "a", b[] = "b";
    Mem *root = mem_root("outer");
    mem_adopt(root, a, note_death);
    mem_adopt(root, b, note_death);
    mem_release(root, a);
    ck_assert_str_eq(order, "a");
    mem_release(root, a);
    mem_destroy(root);
    ck_assert_str_eq(order, "ab");
}
END_TEST

START_TEST(a_destroyed_child_leaves_its_siblings)
{
    Mem *first = mem_child(mem, "first"), *second = mem_child(mem, "second");
    Mem *third = mem_child(mem, "third");
    char *kept = mem_strdup(first, "kept");
    mem_destroy(second);
    ck_assert_str_eq(kept, "kept");
    mem_destroy(third);
    mem_destroy(first);
    mem_destroy(NULL);
    ck_assert_ptr_nonnull(mem_child(mem, "again"));
}
END_TEST

START_TEST(counts_bytes_with_children)
{
    size_t before = mem_bytes(mem);
    Mem *child = mem_child(mem, "child");
    mem_alloc(child, 100000);
    ck_assert_uint_ge(mem_bytes(mem), before + 100000);
    mem_destroy(child);
    ck_assert_uint_eq(mem_bytes(mem), before);
}
END_TEST

START_TEST(lists_keep_order_while_they_grow)
{
    LIST(int) list = {0};
    for (int i = 0; i < 10000; i++) {
        list_push(mem, &list, i);
    }
    ck_assert_uint_eq(list.len, 10000);
    ck_assert_uint_ge(list.cap, list.len);
    for (int i = 0; i < 10000; i++) {
        ck_assert_int_eq(list.at[i], i);
    }
}
END_TEST

START_TEST(lists_take_structs_with_commas)
{
    typedef struct Pair {
        int a, b;
    } Pair;
    LIST(Pair) list = {0};
    list_push(mem, &list, (Pair){1, 2});
    list_push(mem, &list, (Pair){.b = 4});
    ck_assert_int_eq(list.at[0].b, 2);
    ck_assert_int_eq(list.at[1].a, 0);
    ck_assert_int_eq(list.at[1].b, 4);
}
END_TEST

HARNESS_MAIN("mem", gives_zeroed_aligned_memory, empty_blocks_are_distinct,
             large_blocks_do_not_disturb_small_ones, grows_by_copying, copies_texts,
             destructors_run_newest_first_children_before_parents, a_released_handle_dies_once,
             a_destroyed_child_leaves_its_siblings, counts_bytes_with_children,
             lists_keep_order_while_they_grow, lists_take_structs_with_commas)
