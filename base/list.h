/* Growable arrays in a region: `LIST(T) name;` starts empty when zeroed, elements are name.at[i]
 * for i < name.len. Growing copies; pointers to elements do not survive a push. */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include "base/mem.h"

#define LIST(T)          \
    struct {             \
        T *at;           \
        size_t len, cap; \
    }

#define list_push(mem, list, ...)                                                              \
    ((list)->at = list_room((mem), (list)->at, (list)->len, &(list)->cap, sizeof *(list)->at), \
     (void)((list)->at[(list)->len++] = (__VA_ARGS__)))

/* The array with room for one more element. */
void *list_room(Mem *mem, void *at, size_t len, size_t *cap, size_t size);

#endif
