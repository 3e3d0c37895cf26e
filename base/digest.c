#include "base/digest.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>

static char *to_hex(Mem *mem, const unsigned char *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    char *text = mem_alloc(mem, 2 * n + 1);
    for (size_t i = 0; i < n; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    return text;
}

char *digest_sha256(Mem *mem, const void *data, size_t len)
{
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned int out_len = 0;
    if (!EVP_Digest(data, len, out, &out_len, EVP_sha256(), NULL)) {
        fputs("schemadiff: libcrypto has no SHA-256\n", stderr);
        abort();
    }
    return to_hex(mem, out, out_len);
}

char *digest_random_hex(Mem *mem, size_t n)
{
    unsigned char *bytes = mem_alloc(mem, n);
    if (RAND_bytes(bytes, (int)n) != 1) {
        fputs("schemadiff: the system gives no random bytes\n", stderr);
        abort();
    }
    return to_hex(mem, bytes, n);
}
