#include "tests/property/random.h"

/* splitmix64 (public domain, Sebastiano Vigna). */
uint64_t random_next(Random *random)
{
    uint64_t z = (random->state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

int random_below(Random *random, int n)
{
    return (int)(random_next(random) % (uint64_t)n);
}

bool random_one_in(Random *random, int n)
{
    return random_below(random, n) == 0;
}
