/* Numbers from a seed: the same seed gives the same numbers on every machine. */
#ifndef TESTS_PROPERTY_RANDOM_H
#define TESTS_PROPERTY_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Random {
    uint64_t state;
} Random;

uint64_t random_next(Random *random);
/* 0 … n - 1 */
int random_below(Random *random, int n);
bool random_one_in(Random *random, int n);

#endif
