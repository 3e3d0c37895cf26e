#include "schema/json/json_print.h"
#include "schema/model.h"

#include <string.h>

#define WIDTH 100u

/* The layout. A value stands on one line when it fits and nothing of it wants lines of its own:
 * the document, the maps of named objects below (so that adding one is one line of a diff), and
 * arrays that hold more than scalars, unless they are lists of keys. One column is one line, one
 * index is one line. */
static const char *const map_names[] = {
    "$defs",    "casts",        "checks",         "collations", "columns",    "composites",
    "domains",  "enums",        "event_triggers", "events",     "exclusions", "extensions",
    "fields",   "foreign_keys", "functions",      "indexes",    "operators",  "partials",
    "policies", "procedures",   "project",        "properties", "ranges",     "rules",
    "schemas",  "sequences",    "statistics",     "tables",     "triggers",   "unique",
    "views"};
static const char *const key_list_names[] = {"columns", "keys", "primary_key"};

typedef struct Printer {
    Buf *out;
    JsonNotes *notes;
} Printer;

/* --- scalars ---------------------------------------------------------------------------------- */

static void print_escape(Buf *out, unsigned char c)
{
    static const char escaped[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    const char *found = strchr(escaped, c);
    if (c && found) {
        buf_char(out, '\\');
        buf_char(out, letters[found - escaped]);
    } else {
        buf_fmt(out, "\\u%04x", (unsigned)c);
    }
}

static void print_string(Buf *out, const char *text)
{
    size_t len = strlen(text), plain = 0;
    buf_char(out, '"');
    for (size_t i = 0; i < len;) {
        unsigned char c = (unsigned char)text[i];
        size_t n = c < 0x80 ? 1 : utf8_length(text + i, len - i, NULL);
        if (n && c >= 0x20 && c != '"' && c != '\\') {
            i += n;
            continue;
        }
        buf_add_len(out, text + plain, i - plain);
        if (n) {
            print_escape(out, c);
        } else {
            buf_utf8(out, 0xFFFD); /* a database may hold what is no text in any encoding */
        }
        plain = ++i;
    }
    buf_add_len(out, text + plain, len - plain);
    buf_char(out, '"');
}

static void print_scalar(Buf *out, const Doc *doc)
{
    if (doc->kind == DOC_STRING) {
        print_string(out, doc->text);
    } else {
        buf_add(out, doc->kind == DOC_NULL ? "null" : doc->text);
    }
}

/* --- what fits on one line -------------------------------------------------------------------- */

static bool is_scalar(const Doc *doc)
{
    return doc->kind != DOC_ARRAY && doc->kind != DOC_OBJECT;
}

static bool is_empty(const Doc *doc)
{
    return doc->items.len == 0 && doc->members.len == 0;
}

static bool is_one_of(const char *name, const char *const *names, size_t n)
{
    for (size_t i = 0; name && i < n; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

#define IS_ONE_OF(name, names) is_one_of((name), (names), sizeof(names) / sizeof *(names))

/* Takes `n` characters from the room of a line. */
static bool take(size_t *room, size_t n)
{
    bool fits = n <= *room;
    *room = fits ? *room - n : 0;
    return fits;
}

static bool string_fits(const char *text, size_t *room)
{
    bool fits = take(room, 2);
    for (const char *c = text; fits && *c; c++) {
        unsigned char byte = (unsigned char)*c;
        bool control = byte < 0x20 && !strchr("\b\f\n\r\t", *c);
        bool escaped = byte < 0x20 || *c == '"' || *c == '\\';
        fits = (byte & 0xC0) == 0x80 || take(room, control ? 6 : escaped ? 2 : 1);
    }
    return fits;
}

static bool fits(const Doc *doc, const char *name, size_t *room);

static bool object_fits(const Doc *doc, const char *name, size_t *room)
{
    if (IS_ONE_OF(name, map_names)) {
        return false;
    }
    for (size_t i = 0; i < doc->members.len; i++) {
        const DocMember *member = &doc->members.at[i];
        if (!take(room, 4) || !string_fits(member->name, room) ||
            !fits(member->value, member->name, room)) {
            return false;
        }
    }
    return take(room, 2);
}

static bool array_fits(const Doc *doc, const char *name, size_t *room)
{
    bool keys = IS_ONE_OF(name, key_list_names);
    for (size_t i = 0; i < doc->items.len; i++) {
        const Doc *item = doc->items.at[i];
        if ((!keys && !is_scalar(item)) || !take(room, i ? 2 : 0) || !fits(item, NULL, room)) {
            return false;
        }
    }
    return take(room, 2);
}

static bool fits(const Doc *doc, const char *name, size_t *room)
{
    switch (doc->kind) {
    case DOC_NULL:
        return take(room, 4);
    case DOC_BOOLEAN:
    case DOC_NUMBER:
        return take(room, strlen(doc->text));
    case DOC_STRING:
        return string_fits(doc->text, room);
    case DOC_ARRAY:
        return array_fits(doc, name, room);
    case DOC_OBJECT:
        return is_empty(doc) ? take(room, 2) : object_fits(doc, name, room);
    }
    return false;
}

/* --- comments --------------------------------------------------------------------------------- */

static bool before(Location a, Location b)
{
    return a.line != b.line ? a.line < b.line : a.column < b.column;
}

/* The next comment if it stands before `end`. */
static const JsonComment *next_comment(const Printer *printer, Location end)
{
    const JsonNotes *notes = printer->notes;
    if (!notes || notes->comment == notes->comments.len) {
        return NULL;
    }
    const JsonComment *comment = &notes->comments.at[notes->comment];
    return before(comment->where, end) ? comment : NULL;
}

static void print_indent(Buf *out, size_t indent)
{
    buf_char(out, '\n');
    for (size_t i = 0; i < indent; i++) {
        buf_add(out, "  ");
    }
}

/* Behind what was just printed, on its line. */
static void print_trailing(const Printer *printer, Location end)
{
    for (const JsonComment *comment; (comment = next_comment(printer, end)) && comment->trailing;) {
        buf_char(printer->out, ' ');
        buf_add(printer->out, comment->text);
        printer->notes->comment++;
    }
}

/* Each on a line of its own, begun by the line end of the line before. An empty line before a
 * comment is kept, but not behind a bracket. */
static void print_own_lines(const Printer *printer, Location end, size_t indent, bool opened)
{
    for (const JsonComment *comment; (comment = next_comment(printer, end));) {
        buf_add(printer->out, comment->blank_before && !opened ? "\n" : "");
        print_indent(printer->out, indent);
        buf_add(printer->out, comment->text);
        printer->notes->comment++;
        opened = false;
    }
}

/* --- values ----------------------------------------------------------------------------------- */

static void print_flat(const Printer *printer, const Doc *doc)
{
    Buf *out = printer->out;
    if (is_scalar(doc)) {
        print_scalar(out, doc);
        return;
    }
    if (printer->notes) {
        printer->notes->close++;
    }
    bool object = doc->kind == DOC_OBJECT;
    buf_add(out, !object ? "[" : is_empty(doc) ? "{" : "{ ");
    for (size_t i = 0; i < doc->items.len; i++) {
        buf_add(out, i ? ", " : "");
        print_flat(printer, doc->items.at[i]);
    }
    for (size_t i = 0; i < doc->members.len; i++) {
        buf_add(out, i ? ", " : "");
        print_string(out, doc->members.at[i].name);
        buf_add(out, ": ");
        print_flat(printer, doc->members.at[i].value);
    }
    buf_add(out, !object ? "]" : is_empty(doc) ? "}" : " }");
}

static void print_value(const Printer *printer, const Doc *doc, const char *name, size_t indent,
                        size_t used);

/* Where member or item `i` begins; behind the last: where the object or array ends. */
static Location start_of(const Doc *doc, size_t i, Location end)
{
    if (i < doc->members.len) {
        return doc->members.at[i].where;
    }
    return i < doc->items.len ? doc->items.at[i]->where : end;
}

static void print_broken(const Printer *printer, const Doc *doc, size_t indent, JsonClose close)
{
    Buf *out = printer->out;
    bool object = doc->kind == DOC_OBJECT;
    size_t len = object ? doc->members.len : doc->items.len;
    buf_char(out, object ? '{' : '[');
    print_trailing(printer, start_of(doc, 0, close.where));
    for (size_t i = 0; i < len; i++) {
        const Doc *value = object ? doc->members.at[i].value : doc->items.at[i];
        /* Comments between a name and its value go before the name. */
        print_own_lines(printer, value->where, indent + 1, i == 0);
        print_indent(out, indent + 1);
        size_t start = out->len;
        if (object) {
            print_string(out, doc->members.at[i].name);
            buf_add(out, ": ");
        }
        size_t used = 2 * (indent + 1);
        for (; start < out->len; start++) {
            used += ((unsigned char)out->at[start] & 0xC0) != 0x80;
        }
        print_value(printer, value, object ? doc->members.at[i].name : NULL, indent + 1, used);
        buf_add(out, i + 1 < len || close.comma ? "," : "");
        print_trailing(printer, start_of(doc, i + 1, close.where));
    }
    print_own_lines(printer, close.where, indent + 1, len == 0);
    print_indent(out, indent);
    buf_char(out, object ? '}' : ']');
}

/* `used`: characters before the value on its line. Room for a comma is always kept, so that a
 * member that follows changes nothing. */
static void print_value(const Printer *printer, const Doc *doc, const char *name, size_t indent,
                        size_t used)
{
    if (is_scalar(doc)) {
        print_scalar(printer->out, doc);
        return;
    }
    JsonNotes *notes = printer->notes;
    JsonClose close = notes ? notes->closes.at[notes->close] : (JsonClose){0};
    bool commented = notes && next_comment(printer, close.where);
    size_t room = used < WIDTH - 1 ? WIDTH - 1 - used : 0;
    bool root = indent == 0;
    if (!commented && (is_empty(doc) || (!root && fits(doc, name, &room)))) {
        print_flat(printer, doc);
        return;
    }
    if (notes) {
        notes->close++;
    }
    print_broken(printer, doc, indent, close);
}

/* Comments before the document begin the text: no line end comes before the first. */
static void print_header(const Printer *printer, const Doc *doc)
{
    for (const JsonComment *comment; (comment = next_comment(printer, doc->where));) {
        bool first = printer->notes->comment == 0;
        buf_add(printer->out, comment->blank_before && !first ? "\n" : "");
        buf_add(printer->out, comment->text);
        buf_char(printer->out, '\n');
        printer->notes->comment++;
    }
}

void json_print(const Doc *doc, JsonNotes *notes, Buf *out)
{
    Printer printer = {out, notes};
    const Location end = {NULL, UINT32_MAX, 0};
    print_header(&printer, doc);
    print_value(&printer, doc, NULL, 0, 0);
    print_trailing(&printer, end);
    print_own_lines(&printer, end, 0, false);
    buf_char(out, '\n');
}

void json_write(const Doc *doc, Buf *out)
{
    json_print(doc, NULL, out);
}
