#include "schema/dsl/lex.h"

typedef struct Range {
    uint32_t first, last;
} Range;

/* Above ASCII, what is not a letter or a mark: spaces, punctuation, symbols, private use. Coarser
 * than Unicode's tables and never narrower than them for the scripts that people write names in. */
static const Range not_letters[] = {
    {0x80, 0xA9},       {0xAB, 0xB4},       {0xB6, 0xB9},       {0xBB, 0xBF},
    {0xD7, 0xD7},       {0xF7, 0xF7},       {0x37E, 0x37E},     {0x387, 0x387},
    {0x55A, 0x55F},     {0x589, 0x58A},     {0x5BE, 0x5BE},     {0x600, 0x60F},
    {0x61B, 0x61F},     {0x660, 0x66D},     {0x6D4, 0x6D4},     {0x6F0, 0x6F9},
    {0x964, 0x970},     {0xE3F, 0xE3F},     {0xE4F, 0xE5B},     {0x1680, 0x1680},
    {0x2000, 0x2070},   {0x2072, 0x207E},   {0x2080, 0x208F},   {0x20A0, 0x20CF},
    {0x2190, 0x2BFF},   {0x2E00, 0x3004},   {0x3007, 0x302A},   {0x3030, 0x3030},
    {0x303D, 0x3040},   {0x30A0, 0x30A0},   {0x30FB, 0x30FB},   {0x3190, 0x319F},
    {0x3200, 0x33FF},   {0x4DC0, 0x4DFF},   {0xD800, 0xF8FF},   {0xFE10, 0xFE1F},
    {0xFE30, 0xFE6F},   {0xFEFF, 0xFF20},   {0xFF3B, 0xFF40},   {0xFF5B, 0xFF65},
    {0xFFE0, 0xFFFF},   {0x1D000, 0x1D3FF}, {0x1F000, 0x1FFFF}, {0xE0000, 0xE00FF},
    {0xF0000, 0x10FFFF}};

bool dsl_is_letter(uint32_t code)
{
    if (code < 0x80) {
        return char_is_alpha((char)code) || code == '_';
    }
    size_t low = 0, high = sizeof not_letters / sizeof *not_letters;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code > not_letters[middle].last) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low == sizeof not_letters / sizeof *not_letters || code < not_letters[low].first;
}

bool dsl_is_plain_name(const char *text)
{
    size_t len = str_of(text).len;
    for (size_t i = 0; i < len;) {
        uint32_t code = 0;
        size_t n = utf8_length(text + i, len - i, &code);
        bool digit = code < 0x80 && char_is_digit((char)code);
        if (!n || !(dsl_is_letter(code) || (digit && i > 0))) {
            return false;
        }
        i += n;
    }
    return len > 0;
}
