#include "schema/json/json_token.h"
#include "schema/model.h"

#include <jansson.h>
#include <string.h>

typedef struct Reader {
    Mem *mem;
    Error *err;
    JsonScanner scanner;
    size_t depth;
    bool failed;
} Reader;

/* jansson allocates from this region while it reads, so that its tree goes with the region: to
 * release ten thousand nodes one by one takes as long as to read them. */
static Mem *jansson_mem;

static void *jansson_alloc(size_t size)
{
    return mem_alloc(jansson_mem, size);
}

static void jansson_free(void *block)
{
    (void)block;
}

/* --- before jansson --------------------------------------------------------------------------- */

static Location place_of(const char *file, const char *text, size_t len, size_t offset)
{
    JsonScanner scanner = json_scanner(file, text, len);
    if (offset > scanner.at) {
        json_advance(&scanner.here, text + scanner.at, offset - scanner.at);
    }
    return scanner.here;
}

static bool check_encoding(const char *file, const char *text, size_t len, Error *err)
{
    size_t bad_at;
    bool wide = len >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0);
    if (!utf8_valid(text, len, &bad_at)) {
        error_at(err, ERR_MODEL, place_of(file, text, len, bad_at),
                 "the text is not valid UTF-8: byte 0x%02X", (unsigned)(unsigned char)text[bad_at]);
        return error_hint(err,
                          wide ? "the file is UTF-16: save it as UTF-8" : "save the file as UTF-8");
    }
    const char *zero = len ? memchr(text, '\0', len) : NULL;
    if (zero) {
        error_at(err, ERR_MODEL, place_of(file, text, len, (size_t)(zero - text)),
                 "the text holds a zero byte");
        return error_hint(err, "this is no text in UTF-8: save the file as UTF-8");
    }
    return true;
}

static bool ends_value(JsonTokenKind kind)
{
    return json_token_closes(kind) || kind == JSON_TOKEN_STRING || kind == JSON_TOKEN_NUMBER ||
           kind == JSON_TOKEN_WORD;
}

/* A copy with blanks for comments and trailing commas: what jansson gets of a .jsonc file. */
static const char *blank_out(Mem *mem, JsonScanner scanner)
{
    char *copy = mem_strndup(mem, scanner.text, scanner.len);
    char *comma = NULL;
    JsonToken token;
    JsonTokenKind before = JSON_TOKEN_END;
    do {
        token = json_token(&scanner);
        char *at = copy + (token.text.ptr - scanner.text);
        if (token.kind == JSON_TOKEN_COMMENT) {
            memset(at, ' ', token.text.len);
            continue;
        }
        if (comma && json_token_closes(token.kind)) {
            *comma = ' ';
        }
        comma = token.kind == JSON_TOKEN_COMMA && ends_value(before) ? at : NULL;
        before = token.kind;
    } while (token.kind != JSON_TOKEN_END);
    return copy;
}

/* --- the tree of jansson and the tokens in step ----------------------------------------------- */

static Doc *build(Reader *reader, const json_t *json);

static void build_members(Reader *reader, Doc *doc, json_t *json)
{
    size_t len = json_object_size(json);
    doc->members.at = MEM_ARRAY(reader->mem, DocMember, len);
    doc->members.cap = len;
    for (void *at = json_object_iter(json); at; at = json_object_iter_next(json, at)) {
        JsonToken name = json_token_past_comments(&reader->scanner);
        json_token_past_comments(&reader->scanner); /* colon */
        Doc *value = build(reader, json_object_iter_value(at));
        if (!value) {
            return;
        }
        doc->members.at[doc->members.len++] =
            (DocMember){mem_strdup(reader->mem, json_object_iter_key(at)), name.where, value};
        if (doc->members.len < len) {
            json_token_past_comments(&reader->scanner); /* comma */
        }
    }
}

static void build_items(Reader *reader, Doc *doc, const json_t *json)
{
    size_t len = json_array_size(json);
    doc->items.at = MEM_ARRAY(reader->mem, Doc *, len);
    doc->items.cap = len;
    for (size_t i = 0; i < len; i++) {
        Doc *item = build(reader, json_array_get(json, i));
        if (!item) {
            return;
        }
        doc->items.at[doc->items.len++] = item;
        if (i + 1 < len) {
            json_token_past_comments(&reader->scanner); /* comma */
        }
    }
}

static Doc *build_compound(Reader *reader, Doc *doc, const json_t *json)
{
    if (++reader->depth > DOC_DEPTH_MAX) {
        reader->failed = true;
        json_too_deep(doc->where, reader->err);
        return NULL;
    }
    if (doc->kind == DOC_OBJECT) {
        /* jansson's iterators are not const, yet change nothing. */
        build_members(reader, doc, (json_t *)(uintptr_t)json);
    } else {
        build_items(reader, doc, json);
    }
    if (reader->failed) {
        return NULL;
    }
    JsonToken close = json_token_past_comments(&reader->scanner);
    if (close.kind == JSON_TOKEN_COMMA) { /* a trailing comma */
        json_token_past_comments(&reader->scanner);
    }
    reader->depth--;
    return doc;
}

static Doc *build(Reader *reader, const json_t *json)
{
    JsonToken token = json_token_past_comments(&reader->scanner);
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        return build_compound(reader, doc_new(reader->mem, DOC_OBJECT, token.where), json);
    case JSON_ARRAY:
        return build_compound(reader, doc_new(reader->mem, DOC_ARRAY, token.where), json);
    case JSON_STRING:
        return doc_string(reader->mem, json_string_value(json), token.where);
    case JSON_INTEGER:
    case JSON_REAL: {
        /* As written: jansson has made a double of it. */
        Doc *number = doc_new(reader->mem, DOC_NUMBER, token.where);
        number->text = str_dup(reader->mem, token.text);
        return number;
    }
    case JSON_TRUE:
    case JSON_FALSE:
        return doc_boolean(reader->mem, json_is_true(json), token.where);
    case JSON_NULL:
        break;
    }
    return doc_new(reader->mem, DOC_NULL, token.where);
}

static bool read_with(Mem *mem, Mem *scratch, JsonScanner scanner, bool relaxed, Doc **out,
                      Error *err)
{
    json_error_t error;
    const char *text = relaxed ? blank_out(scratch, scanner) : scanner.text;
    json_t *tree = json_loadb(text + scanner.at, scanner.len - scanner.at,
                              JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &error);
    if (!tree) {
        json_explain(scratch, scanner, relaxed, err);
        if (!error_is_set(err)) {
            Location where = {scanner.here.file, error.line > 0 ? (uint32_t)error.line : 1,
                              error.column > 0 ? (uint32_t)error.column : 1};
            error_at(err, ERR_MODEL, where, "%s", error.text);
            error_hint(err, "correct the JSON at this place");
        }
        return false;
    }
    Reader reader = {mem, err, scanner, 0, false};
    Doc *doc = build(&reader, tree);
    if (doc) {
        *out = doc;
    }
    return doc != NULL;
}

bool json_read(Mem *mem, const char *file, const char *text, size_t len, bool relaxed, Doc **out,
               Error *err)
{
    if (!check_encoding(file, text, len, err)) {
        return false;
    }
    Mem *scratch = mem_child(mem, "json");
    json_malloc_t malloc_before;
    json_free_t free_before;
    json_get_alloc_funcs(&malloc_before, &free_before);
    json_set_alloc_funcs(jansson_alloc, jansson_free);
    jansson_mem = scratch;
    bool good = read_with(mem, scratch, json_scanner(file, text, len), relaxed, out, err);
    json_set_alloc_funcs(malloc_before, free_before);
    jansson_mem = NULL;
    mem_destroy(scratch);
    return good;
}
