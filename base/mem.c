#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT   (_Alignof(max_align_t))
#define FIRST_BLOCK 4096u
#define LAST_BLOCK  (1u << 20)

typedef struct Block {
    struct Block *next;
    size_t size, used;
    _Alignas(max_align_t) unsigned char data[];
} Block;

typedef struct Adopted {
    struct Adopted *next;
    void *handle;
    void (*free_fn)(void *handle);
} Adopted;

struct Mem {
    const char *name;
    Mem *parent, *first_child, *next, *previous;
    Block *blocks;
    Adopted *adopted;
    size_t next_block, bytes;
};

static NORETURN void out_of_memory(size_t size)
{
    fprintf(stderr, "schemadiff: out of memory (%zu bytes wanted)\n", size);
    abort();
}

static void *must_alloc(size_t size)
{
    void *data = calloc(1, size);
    if (!data) {
        out_of_memory(size);
    }
    return data;
}

Mem *mem_root(const char *name)
{
    Mem *mem = must_alloc(sizeof *mem);
    mem->name = name;
    mem->next_block = FIRST_BLOCK;
    return mem;
}

Mem *mem_child(Mem *parent, const char *name)
{
    Mem *mem = mem_root(name);
    mem->parent = parent;
    mem->next = parent->first_child;
    if (mem->next) {
        mem->next->previous = mem;
    }
    parent->first_child = mem;
    return mem;
}

static void unlink_from_parent(Mem *mem)
{
    if (!mem->parent) {
        return;
    }
    if (mem->previous) {
        mem->previous->next = mem->next;
    } else {
        mem->parent->first_child = mem->next;
    }
    if (mem->next) {
        mem->next->previous = mem->previous;
    }
}

void mem_destroy(Mem *mem)
{
    if (!mem) {
        return;
    }
    while (mem->first_child) {
        mem_destroy(mem->first_child);
    }
    while (mem->adopted) {
        Adopted *adopted = mem->adopted;
        mem->adopted = adopted->next;
        if (adopted->handle) {
            adopted->free_fn(adopted->handle);
        }
    }
    unlink_from_parent(mem);
    while (mem->blocks) {
        Block *block = mem->blocks;
        mem->blocks = block->next;
        free(block);
    }
    free(mem);
}

static Block *add_block(Mem *mem, size_t size)
{
    Block *block = must_alloc(sizeof *block + size);
    block->size = size;
    mem->bytes += size;
    /* A block for one large object goes behind the current one, which still has room. */
    if (mem->blocks && size > mem->next_block) {
        block->next = mem->blocks->next;
        mem->blocks->next = block;
    } else {
        block->next = mem->blocks;
        mem->blocks = block;
    }
    return block;
}

#ifdef SCHEMADIFF_DEBUG_MEM
void *mem_alloc(Mem *mem, size_t size)
{
    Block *block = add_block(mem, size ? size : 1);
    block->used = block->size;
    return block->data;
}
#else
void *mem_alloc(Mem *mem, size_t size)
{
    if (size > SIZE_MAX / 2) {
        out_of_memory(size);
    }
    size_t rounded = size ? (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT : ALIGNMENT;
    Block *block = mem->blocks;
    if (!block || block->size - block->used < rounded) {
        block = add_block(mem, rounded > mem->next_block ? rounded : mem->next_block);
        if (mem->next_block < LAST_BLOCK) {
            mem->next_block *= 2;
        }
    }
    void *data = block->data + block->used;
    block->used += rounded;
    return data;
}
#endif

void *mem_grow(Mem *mem, const void *old, size_t old_size, size_t size)
{
    void *data = mem_alloc(mem, size);
    if (old_size) {
        memcpy(data, old, old_size);
    }
    return data;
}

void *mem_copy(Mem *mem, const void *data, size_t size)
{
    return mem_grow(mem, data, size, size);
}

char *mem_strndup(Mem *mem, const char *text, size_t len)
{
    char *copy = mem_alloc(mem, len + 1);
    if (len) {
        memcpy(copy, text, len);
    }
    return copy;
}

char *mem_strdup(Mem *mem, const char *text)
{
    return text ? mem_strndup(mem, text, strlen(text)) : NULL;
}

char *mem_vprintf(Mem *mem, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len < 0) {
        out_of_memory(0);
    }
    char *text = mem_alloc(mem, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

char *mem_printf(Mem *mem, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = mem_vprintf(mem, format, args);
    va_end(args);
    return text;
}

void mem_adopt(Mem *mem, void *handle, void (*free_fn)(void *handle))
{
    Adopted *adopted = mem_alloc(mem, sizeof *adopted);
    *adopted = (Adopted){mem->adopted, handle, free_fn};
    mem->adopted = adopted;
}

void mem_release(Mem *mem, void *handle)
{
    for (Adopted *adopted = mem->adopted; adopted; adopted = adopted->next) {
        if (adopted->handle == handle) {
            adopted->handle = NULL;
            adopted->free_fn(handle);
            return;
        }
    }
}

size_t mem_bytes(const Mem *mem)
{
    size_t bytes = mem->bytes;
    for (const Mem *child = mem->first_child; child; child = child->next) {
        bytes += mem_bytes(child);
    }
    return bytes;
}
