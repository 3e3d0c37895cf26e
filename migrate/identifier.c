#include "migrate/identifier.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

const char *const identifier_words[] = {"head", "heads", "base", "current", NULL};

static const IdentifierWord word_values[] = {WORD_HEAD, WORD_HEADS, WORD_BASE, WORD_CURRENT};

static bool malformed(const char *text, Error *err)
{
    error_set(err, ERR_USAGE, "\"%s\" is no revision identifier", text);
    return error_hint(err, "write the beginning of a revision's id, head, heads, base, current, a "
                           "label, LABEL@head, or a number of steps: +2, -1, REV+2, LABEL@+1");
}

static IdentifierWord word_of(const char *name)
{
    for (size_t i = 0; identifier_words[i]; i++) {
        if (text_equal_nocase(name, identifier_words[i])) {
            return word_values[i];
        }
    }
    return *name ? WORD_NAME : WORD_NONE;
}

/* "+2" or "-1" and nothing behind it. */
static bool parse_steps(const char *at, const char *text, long *out, Error *err)
{
    size_t digits = strspn(at + 1, "0123456789");
    long steps = strtol(at + 1, NULL, 10);
    if (!digits || at[1 + digits]) {
        return malformed(text, err);
    }
    if (steps > IDENTIFIER_STEPS_MAX) {
        error_set(err, ERR_USAGE, "\"%s\" goes too far", text);
        return error_hint(err, "at most %ld steps", IDENTIFIER_STEPS_MAX);
    }
    *out = *at == '-' ? -steps : steps;
    return true;
}

bool identifier_parse(Mem *mem, const char *text, Identifier *out, Error *err)
{
    Identifier id = {.text = text};
    const char *at = strchr(text, '@'), *name = at ? at + 1 : text;
    size_t n = strcspn(name, "+-@:, \t\r\n");
    if (at == text || (n == 0 && !name[0])) {
        return malformed(text, err);
    }
    id.branch = at ? mem_strndup(mem, text, (size_t)(at - text)) : NULL;
    if (id.branch && strpbrk(id.branch, "+-:, \t\r\n")) {
        return malformed(text, err);
    }
    id.name = mem_strndup(mem, name, n);
    id.word = word_of(id.name);
    id.relative = name[n] == '+' || name[n] == '-';
    if (name[n] && (!id.relative || !parse_steps(name + n, text, &id.steps, err))) {
        return id.relative ? false : malformed(text, err);
    }
    *out = id;
    return true;
}

long identifier_steps(const char *text)
{
    const char *at = strchr(text, '@'), *number = at ? at + 1 : text;
    return *number == '+' || *number == '-' ? strtol(number, NULL, 10) : 0;
}

bool identifier_needs_database(Mem *mem, const char *text)
{
    Identifier id = {0};
    return identifier_parse(mem, text, &id, error_new(mem)) &&
           (id.word == WORD_CURRENT || id.word == WORD_NONE);
}

bool identifier_range(Mem *mem, const char *text, const char **from, const char **to, Error *err)
{
    const char *colon = strchr(text, ':');
    if (!colon || strchr(colon + 1, ':')) {
        error_set(err, ERR_USAGE, "\"%s\" is no range of revisions", text);
        return error_hint(err, "write FROM:TO; either side may be left out");
    }
    *from = colon == text ? NULL : mem_strndup(mem, text, (size_t)(colon - text));
    *to = colon[1] ? colon + 1 : NULL;
    return true;
}
