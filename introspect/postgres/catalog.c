#include "introspect/postgres/catalog.h"

#include <stdlib.h>
#include <string.h>

/* --- maps --- */

static size_t slot_of(const OidMap *map, uint32_t oid)
{
    size_t slot = (oid * 2654435761u) & (map->cap - 1);
    while (map->keys[slot] && map->keys[slot] != oid) {
        slot = (slot + 1) & (map->cap - 1);
    }
    return slot;
}

static void grow(Mem *mem, OidMap *map)
{
    OidMap bigger = {.cap = map->cap ? map->cap * 2 : 64};
    bigger.keys = MEM_ARRAY(mem, uint32_t, bigger.cap);
    bigger.values = MEM_ARRAY(mem, void *, bigger.cap);
    for (size_t i = 0; i < map->cap; i++) {
        if (map->keys[i]) {
            size_t slot = slot_of(&bigger, map->keys[i]);
            bigger.keys[slot] = map->keys[i];
            bigger.values[slot] = map->values[i];
        }
    }
    bigger.len = map->len;
    *map = bigger;
}

void oid_put(Mem *mem, OidMap *map, uint32_t oid, void *value)
{
    if (!oid) {
        return;
    }
    if (map->len * 2 >= map->cap) {
        grow(mem, map);
    }
    size_t slot = slot_of(map, oid);
    map->len += map->keys[slot] == 0;
    map->keys[slot] = oid;
    map->values[slot] = value;
}

void *oid_get(const OidMap *map, uint32_t oid)
{
    return oid && map->cap ? map->values[slot_of(map, oid)] : NULL;
}

/* --- cells --- */

uint32_t cell_oid(const char *cell)
{
    return cell ? (uint32_t)strtoul(cell, NULL, 10) : 0;
}

int32_t cell_int(const char *cell)
{
    return cell ? (int32_t)strtol(cell, NULL, 10) : 0;
}

int64_t cell_long(const char *cell)
{
    return cell ? strtoll(cell, NULL, 10) : 0;
}

bool cell_true(const char *cell)
{
    return cell && *cell == 't';
}

static const char *quoted_element(Mem *mem, const char *at, const char **out)
{
    Buf buf = buf_new(mem);
    for (at++; *at && *at != '"'; at++) {
        if (*at == '\\' && at[1]) {
            at++;
        }
        buf_char(&buf, *at);
    }
    *out = mem_strdup(mem, buf_text(&buf));
    return *at ? at + 1 : at;
}

NameList cell_array(Mem *mem, const char *cell)
{
    NameList list = {0};
    if (!cell || *cell != '{') {
        return list;
    }
    const char *at = cell + 1;
    while (*at && *at != '}') {
        const char *element;
        if (*at == '"') {
            at = quoted_element(mem, at, &element);
        } else {
            size_t len = strcspn(at, ",}");
            bool null = len == 4 && strncmp(at, "NULL", 4) == 0;
            element = null ? NULL : mem_strndup(mem, at, len);
            at += len;
        }
        list_push(mem, &list, element);
        at += *at == ',';
    }
    return list;
}

Numbers cell_numbers(Mem *mem, const char *cell)
{
    Numbers list = {0};
    for (const char *at = cell; at && *at;) {
        char *end;
        long number = strtol(at, &end, 10);
        if (end == at) {
            at++; /* a brace, a comma, a blank */
            continue;
        }
        list_push(mem, &list, (int32_t)number);
        at = end;
    }
    return list;
}

const char *array_literal(Mem *mem, const NameList *names)
{
    Buf buf = buf_new(mem);
    buf_char(&buf, '{');
    for (size_t i = 0; i < names->len; i++) {
        buf_add(&buf, i ? ",\"" : "\"");
        for (const char *c = names->at[i]; *c; c++) {
            if (*c == '"' || *c == '\\') {
                buf_char(&buf, '\\');
            }
            buf_char(&buf, *c);
        }
        buf_char(&buf, '"');
    }
    buf_char(&buf, '}');
    return mem_strdup(mem, buf_text(&buf));
}

/* --- options --- */

void options_collect(Mem *mem, const char *cell, const char *prefix, NameList *out)
{
    NameList pairs = cell_array(mem, cell);
    for (size_t i = 0; i < pairs.len; i++) {
        list_push(mem, out, mem_printf(mem, "%s%s", prefix, pairs.at[i] ? pairs.at[i] : ""));
    }
}

const char *options_join(Mem *mem, NameList *pairs)
{
    if (!pairs->len) {
        return NULL;
    }
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < pairs->len; i++) {
        buf_fmt(&buf, "%s%s", i ? "," : "", pairs->at[i]);
    }
    return mem_strdup(mem, buf_text(&buf));
}
