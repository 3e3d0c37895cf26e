#include "base/list.h"

void *list_room(Mem *mem, void *at, size_t len, size_t *cap, size_t size)
{
    if (len < *cap) {
        return at;
    }
    *cap = *cap ? *cap * 2 : 4;
    return mem_grow(mem, at, len * size, *cap * size);
}
