/* SHA-256 (FIPS 180-4) through libcrypto. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base/mem.h"

/* 64 lower-case hexadecimal digits. */
char *digest_sha256(Mem *mem, const void *data, size_t len);

/* `n` random bytes from the system's generator as 2n hexadecimal digits. */
char *digest_random_hex(Mem *mem, size_t n);

#endif
