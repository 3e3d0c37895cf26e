/* Memory regions. Everything that is allocated belongs to a region and dies with it; nothing is
 * freed one by one. Regions form a tree: destroying one destroys its children first, and runs the
 * destructors of what it adopted, newest first. Out of memory prints one line and aborts: no
 * allocation returns NULL.
 *
 * Regions are bump-allocated. The build option `debug_mem` gives every allocation its own malloc,
 * so that the sanitizers see overruns. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include "base/attributes.h"

#include <stdarg.h>
#include <stddef.h>

typedef struct Mem Mem;

/* `name` must outlive the region (a string literal). */
Mem *mem_root(const char *name);
Mem *mem_child(Mem *parent, const char *name);
/* NULL is allowed. The parent forgets the child. */
void mem_destroy(Mem *mem);

/* Zeroed, aligned for any type. Size 0 gives a valid unique pointer. */
void *mem_alloc(Mem *mem, size_t size);
/* Copies `old_size` bytes of `old` (which may be NULL when 0) into a new block of `size`. */
void *mem_grow(Mem *mem, const void *old, size_t old_size, size_t size);
void *mem_copy(Mem *mem, const void *data, size_t size);
char *mem_strdup(Mem *mem, const char *text); /* NULL gives NULL */
char *mem_strndup(Mem *mem, const char *text, size_t len);
char *mem_printf(Mem *mem, const char *format, ...) PRINTF_LIKE(2, 3);
char *mem_vprintf(Mem *mem, const char *format, va_list args) PRINTF_LIKE(2, 0);

/* The region takes over a foreign handle: `free_fn(handle)` runs when the region is destroyed or
 * when mem_release() is called on the handle, whichever is first. */
void mem_adopt(Mem *mem, void *handle, void (*free_fn)(void *handle));
void mem_release(Mem *mem, void *handle);

/* Bytes held by the region and its children, for tests and the benchmark. */
size_t mem_bytes(const Mem *mem);

#define MEM_NEW(mem, T)      ((T *)mem_alloc((mem), sizeof(T)))
#define MEM_ARRAY(mem, T, n) ((T *)mem_alloc((mem), sizeof(T) * (size_t)(n)))

#endif
