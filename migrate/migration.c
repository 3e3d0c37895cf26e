#include "migrate/migration.h"

#include "base/digest.h"
#include "emit/render.h"

#include <string.h>

bool texts_hold(const Texts *list, const char *text)
{
    for (size_t i = 0; i < list->len; i++) {
        if (text_equal(list->at[i], text)) {
            return true;
        }
    }
    return false;
}

bool migrations_hold(const Migrations *list, const Migration *migration)
{
    for (size_t i = 0; i < list->len; i++) {
        if (list->at[i] == migration) {
            return true;
        }
    }
    return false;
}

bool migrations_add(Mem *mem, Migrations *list, Migration *migration)
{
    if (migrations_hold(list, migration)) {
        return false;
    }
    list_push(mem, list, migration);
    return true;
}

typedef struct HeaderField {
    const char *name;
    size_t offset; /* of a const char * in Migration */
    bool required;
    size_t list; /* of Texts in Migration: identifiers between commas */
} HeaderField;

#define NO_OFFSET ((size_t)-1)

static const HeaderField header_fields[] = {
    {"schemadiff", NO_OFFSET, true, 0},
    {"revises", NO_OFFSET, true, offsetof(Migration, revises)},
    {"labels", NO_OFFSET, false, offsetof(Migration, labels)},
    {"depends-on", NO_OFFSET, false, offsetof(Migration, depends_on)},
    {"transaction", NO_OFFSET, false, 0},
    {"revision", offsetof(Migration, revision), true, 0},
    {"message", offsetof(Migration, message), false, 0},
    {"created", offsetof(Migration, created), false, 0},
    {"dialect", offsetof(Migration, dialect), false, 0},
    {"irreversible", offsetof(Migration, irreversible), false, 0},
    {"alembic", offsetof(Migration, alembic), false, 0},
    {"alembic-table", offsetof(Migration, alembic_table), false, 0},
};

#define HEADER_COUNT (sizeof header_fields / sizeof *header_fields)

bool revision_is_valid(const char *text)
{
    static const char *const taken[] = {"head", "heads", "base", "current"};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        if (text_equal_nocase(text, taken[i])) {
            return false;
        }
    }
    for (const char *c = text; *c; c++) {
        if ((unsigned char)*c <= ' ' || strchr("@-+:,/'\"\\", *c)) {
            return false;
        }
    }
    return *text && strlen(text) <= 64;
}

const char *migration_label(Mem *mem, const Migration *migration)
{
    return text_empty(migration->message)
               ? migration->revision
               : mem_printf(mem, "%s \"%s\"", migration->revision, migration->message);
}

/* --- header ------------------------------------------------------------------------------------
 */

typedef struct Reader {
    Mem *mem;
    Migration *migration;
    Error *err;
    uint32_t line;
    bool seen[HEADER_COUNT];
} Reader;

static Location line_of(const Reader *r, uint32_t column)
{
    return (Location){r->migration->path, r->line, column};
}

static bool revision_check(Reader *r, const char *id)
{
    if (revision_is_valid(id)) {
        return true;
    }
    error_at(r->err, ERR_MODEL, line_of(r, 1), "\"%s\" is not a revision identifier", id);
    return error_hint(r->err, "use letters, digits, \".\" and \"_\", at most 64; head, heads, base "
                              "and current have a meaning of their own");
}

/* Identifiers between commas; "base" is none. */
static bool read_list(Reader *r, Str value, Texts *out)
{
    while (value.len) {
        const char *comma = memchr(value.ptr, ',', value.len);
        size_t n = comma ? (size_t)(comma - value.ptr) : value.len;
        const char *id = str_dup(r->mem, str_trim((Str){value.ptr, n}));
        if (!text_equal(id, "base")) {
            if (!revision_check(r, id)) {
                return false;
            }
            list_push(r->mem, out, id);
        }
        n += comma ? 1 : 0;
        value = (Str){value.ptr + n, value.len - n};
    }
    return true;
}

static bool read_field(Reader *r, size_t i, Str value)
{
    const HeaderField *field = &header_fields[i];
    const char *text = str_dup(r->mem, value);
    if (r->seen[i]) {
        return error_at(r->err, ERR_MODEL, line_of(r, 1), "\"%s\" stands twice in this header",
                        field->name);
    }
    r->seen[i] = true;
    if (field->offset != NO_OFFSET) {
        *(const char **)(void *)((char *)r->migration + field->offset) = text;
    }
    if (text_equal(field->name, "revision")) {
        r->migration->revision_line = r->line;
        return revision_check(r, text);
    }
    if (field->list) {
        return read_list(r, value, (Texts *)(void *)((char *)r->migration + field->list));
    }
    if (text_equal(field->name, "transaction")) {
        r->migration->transaction_off = text_equal_nocase(text, "off");
    }
    if (text_equal(field->name, "schemadiff") && !text_equal(text, "1")) {
        error_at(r->err, ERR_MODEL, line_of(r, 1), "file format \"%s\" is not known", text);
        return error_hint(r->err, "this program reads format 1: is it too old for this file?");
    }
    return true;
}

/* `-- name: value` when name is a field of the header. */
static bool read_line(Reader *r, Str line)
{
    Str rest = str_trim((Str){line.ptr + 2, line.len - 2});
    const char *colon = rest.len ? memchr(rest.ptr, ':', rest.len) : NULL;
    if (!colon) {
        return true;
    }
    Str name = str_trim((Str){rest.ptr, (size_t)(colon - rest.ptr)});
    Str value = str_trim((Str){colon + 1, rest.len - (size_t)(colon - rest.ptr) - 1});
    for (size_t i = 0; i < HEADER_COUNT; i++) {
        if (str_equal_text(name, header_fields[i].name)) {
            return read_field(r, i, value);
        }
    }
    return true;
}

static bool header_is_whole(Reader *r)
{
    for (size_t i = 0; i < HEADER_COUNT; i++) {
        if (!header_fields[i].required || r->seen[i]) {
            continue;
        }
        if (text_equal(header_fields[i].name, "schemadiff")) {
            error_at(r->err, ERR_MODEL, (Location){r->migration->path, 1, 1},
                     "this is not a migration file");
            return error_hint(r->err,
                              "it must begin with the line \"-- schemadiff: 1\"; keep other "
                              ".sql files out of the migrations folder");
        }
        error_at(r->err, ERR_MODEL, (Location){r->migration->path, 1, 1},
                 "the header has no \"%s\"", header_fields[i].name);
        return error_hint(r->err, "add the line \"-- %s: …\" at the top%s", header_fields[i].name,
                          text_equal(header_fields[i].name, "revises")
                              ? "; the first revision says \"-- revises: base\""
                              : "");
    }
    return true;
}

static bool text_is_valid(Reader *r)
{
    const Migration *m = r->migration;
    size_t bad = 0;
    bool nul = memchr(m->text, '\0', m->len) != NULL;
    if (!nul && utf8_valid(m->text, m->len, &bad)) {
        return true;
    }
    bad = nul ? strlen(m->text) : bad;
    uint32_t column = 1;
    r->line = 1;
    for (size_t i = 0; i < bad; i++) {
        bool newline = m->text[i] == '\n';
        r->line += newline;
        column = newline ? 1 : column + (((unsigned char)m->text[i] & 0xC0) != 0x80);
    }
    error_at(r->err, ERR_MODEL, line_of(r, column),
             nul ? "a NUL byte in a migration file" : "this is not valid UTF-8");
    return error_hint(r->err, "save the file as UTF-8");
}

bool migration_read(Mem *mem, const char *path, const char *text, size_t len, Migration **out,
                    Error *err)
{
    Migration *migration = MEM_NEW(mem, Migration);
    Reader r = {.mem = mem, .migration = migration, .err = err};
    size_t bom = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    migration->path = path;
    migration->text = text + bom;
    migration->len = len - bom;
    if (!text_is_valid(&r)) {
        return false;
    }
    r.line = 0;
    for (size_t at = 0; at < migration->len;) {
        const char *start = migration->text + at;
        const char *end = memchr(start, '\n', migration->len - at);
        size_t n = end ? (size_t)(end - start) : migration->len - at;
        Str line = str_trim((Str){start, n});
        r.line++;
        if (line.len && (!text_starts(line.ptr, "--") || text_starts(line.ptr, "-- +"))) {
            break;
        }
        if (line.len && !read_line(&r, line)) {
            return false;
        }
        at += n + 1;
    }
    if (!header_is_whole(&r)) {
        return false;
    }
    migration->message = migration->message ? migration->message : "";
    *out = migration;
    return true;
}

/* --- statements --------------------------------------------------------------------------------
 */

static const char *const marker_names[] = {"+upgrade", "+downgrade", "+begin", "+end"};

static bool read_marker(Mem *mem, Migration *m, const Piece *piece, Section **section, Error *err)
{
    Section *next = piece_is_marker(piece, "+upgrade")     ? &m->upgrade
                    : piece_is_marker(piece, "+downgrade") ? &m->downgrade
                                                           : NULL;
    Location where = {m->path, piece->line, piece->column};
    if (next && next->line) {
        return error_at(err, ERR_MODEL, where, "this section stands twice, first in line %u",
                        next->line);
    }
    if (next) {
        next->line = piece->line;
        *section = next;
        return true;
    }
    if (piece_is_marker(piece, "+begin") || piece_is_marker(piece, "+end")) {
        return true;
    }
    const char *name = mem_strndup(mem, piece->at + 3, piece->len - 3);
    const char *nearest = text_nearest(name, marker_names, 4);
    error_at(err, ERR_MODEL, where, "unknown marker \"%s\"", str_dup(mem, str_trim(str_of(name))));
    if (nearest) {
        return error_hint(err, "did you mean \"-- %s\"?", nearest);
    }
    return error_hint(err, "the markers are -- +upgrade, -- +downgrade, -- +begin and -- +end");
}

static void read_comment(Mem *mem, Section *section, const Piece *piece)
{
    Str text = str_trim((Str){piece->at, piece->len});
    if (text.len < 2 || text.ptr[0] != '-') {
        return;
    }
    text = str_trim((Str){text.ptr + 2, text.len - 2});
    if (str_equal_text(text, "transaction: off")) {
        section->transaction_off = true;
    } else if (text.len > 7 && memcmp(text.ptr, "hazard:", 7) == 0) {
        list_push(mem, &section->hazards,
                  str_dup(mem, str_trim((Str){text.ptr + 7, text.len - 7})));
    }
}

static bool is_mark(const Piece *piece, const char *mark)
{
    Str text = str_trim((Str){piece->at, piece->len});
    return text.len > 2 && text_starts(text.ptr, "--") &&
           str_equal_text(str_trim((Str){text.ptr + 2, text.len - 2}), mark);
}

static void read_marks(const Piece *piece, Step *next)
{
    next->hand_over |= is_mark(piece, HAND_OVER_MARK);
    next->batches |= is_mark(piece, BATCHES_MARK);
    next->guarded |= is_mark(piece, GUARDED_MARK);
}

static bool read_step(Mem *mem, const Migration *m, const Dialect *dialect, const Piece *piece,
                      Step *out, Error *err)
{
    const Server server = {.dialect = dialect};
    out->sql = mem_strndup(mem, piece->at, piece->len);
    out->line = piece->line;
    out->column = piece->column;
    if (!out->guarded ||
        (dialect->render->needed && dialect->render->needed(mem, &server, out->sql))) {
        return true;
    }
    error_at(err, ERR_MODEL, (Location){m->path, piece->line, piece->column},
             "\"-- " GUARDED_MARK "\" stands above a statement that cannot be guarded so");
    return error_hint(err, "it is for ALTER TABLE and RENAME TABLE of MySQL and MariaDB, names in "
                           "backticks; remove the line, or write IF [NOT] EXISTS");
}

static bool read_pieces(Mem *mem, Migration *m, const Dialect *dialect, const Pieces *pieces,
                        Error *err)
{
    Section *section = NULL;
    Step next = {0}; /* statement */
    for (size_t i = 0; i < pieces->len; i++) {
        const Piece *piece = &pieces->at[i];
        if (piece->kind == PIECE_COMMENT) {
            read_marks(piece, &next);
        }
        if (piece->kind == PIECE_MARKER) {
            if (!read_marker(mem, m, piece, &section, err)) {
                return false;
            }
        } else if (piece->kind == PIECE_COMMENT && section) {
            read_comment(mem, section, piece);
        } else if (piece->kind == PIECE_STATEMENT && section) {
            if (!read_step(mem, m, dialect, piece, &next, err)) {
                return false;
            }
            list_push(mem, &section->steps, next);
            next = (Step){0};
        } else if (piece->kind == PIECE_STATEMENT) {
            error_at(err, ERR_MODEL, (Location){m->path, piece->line, piece->column},
                     "a statement outside the sections");
            return error_hint(err, "statements stand behind -- +upgrade or -- +downgrade");
        }
    }
    if (!m->upgrade.line) {
        error_at(err, ERR_MODEL, (Location){.file = m->path}, "there is no section -- +upgrade");
        return error_hint(err, "add the lines -- +upgrade and -- +downgrade");
    }
    return true;
}

static const char *checksum(Mem *mem, const Migration *m, unsigned rules)
{
    Buf buf = buf_new(mem);
    const Section *sections[] = {&m->upgrade, &m->downgrade};
    for (size_t s = 0; s < 2; s++) {
        for (size_t i = 0; i < sections[s]->steps.len; i++) {
            split_canonical(str_of(sections[s]->steps.at[i].sql), rules, &buf);
            buf_add(&buf, ";\n");
        }
        buf_add(&buf, "\n");
    }
    return digest_sha256(mem, buf_text(&buf), buf.len);
}

/* By its name or that of a flavor ("mariadb"). */
static bool is_for(const char *name, const Dialect *dialect)
{
    for (const char *const *scheme = dialect->schemes; *scheme; scheme++) {
        if (text_equal(name, *scheme)) {
            return true;
        }
    }
    return text_equal(name, dialect->name);
}

bool migration_parse(Mem *mem, Migration *m, const Dialect *dialect, Error *err)
{
    Pieces pieces = {0};
    if (m->parsed) {
        return true;
    }
    if (m->dialect && !is_for(m->dialect, dialect)) {
        error_at(err, ERR_MODEL, (Location){.file = m->path},
                 "this migration is for \"%s\", the database is \"%s\"", m->dialect, dialect->name);
        return error_hint(err,
                          "point --dir, or \"migrations\" of the environment, at the revisions "
                          "of this kind of database");
    }
    Mem *scratch = mem_child(mem, "split");
    bool ok = split_text(scratch, m->path, m->text, m->len, dialect->run->split, &pieces, err) &&
              read_pieces(mem, m, dialect, &pieces, err);
    mem_destroy(scratch);
    if (ok) {
        m->upgrade.transaction_off |= m->transaction_off;
        m->downgrade.transaction_off |= m->transaction_off;
        m->checksum = checksum(mem, m, dialect->run->split);
        m->parsed = true;
    }
    return ok;
}
