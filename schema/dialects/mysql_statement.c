#include "schema/dialects/mysql_statement.h"
#include "schema/dialects/mysql_text.h"

#include <string.h>

/* --- tokens --------------------------------------------------------------------------------------
 */

typedef struct Reader {
    Mem *mem;
    const char *at;
} Reader;

/* The length of the comment at `at`; executable ones are part of the statement. */
static size_t comment_length(const char *at)
{
    if (at[0] == '/' && at[1] == '*' && at[2] != '!' && !(at[2] == 'M' && at[3] == '!')) {
        const char *end = strstr(at + 2, "*/");
        return end ? (size_t)(end - at) + 2 : strlen(at);
    }
    bool dashes = at[0] == '-' && at[1] == '-' && (char_is_space(at[2]) || !at[2]);
    return at[0] == '#' || dashes ? strcspn(at, "\n") : 0;
}

static void skip_space(Reader *reader)
{
    size_t len;
    while (*reader->at) {
        if (char_is_space(*reader->at)) {
            reader->at++;
        } else if ((len = comment_length(reader->at)) > 0) {
            reader->at += len;
        } else {
            return;
        }
    }
}

/* The length of the token at `at`: a word, a quoted run, a group in parentheses, or one byte. */
static size_t token_length(Mem *mem, const char *at)
{
    size_t len = 0;
    if (*at == '\'' || *at == '"') {
        return mysql_unquote(mem, at, &len) ? len : strlen(at);
    }
    if (*at == '`') {
        return mysql_unquote_name(mem, at, &len) ? len : strlen(at);
    }
    if (comment_length(at)) {
        return comment_length(at);
    }
    if (*at == '(') {
        for (len = 1; at[len] && at[len] != ')';) {
            len += token_length(mem, at + len);
        }
        return len + (at[len] == ')');
    }
    while (mysql_is_word(at[len])) {
        len++;
    }
    return len ? len : 1;
}

/* Takes the words, one after the other, if they are all there. */
static bool take(Reader *reader, const char *words)
{
    Reader trial = *reader;
    while (*words) {
        size_t len = strcspn(words, " ");
        skip_space(&trial);
        if (!text_starts_nocase(trial.at, mem_strndup(reader->mem, words, len)) ||
            mysql_is_word(trial.at[len])) {
            return false;
        }
        trial.at += len;
        words += len;
        words += *words == ' ';
    }
    *reader = trial;
    return true;
}

static const char *take_token(Reader *reader)
{
    skip_space(reader);
    size_t len = *reader->at ? token_length(reader->mem, reader->at) : 0;
    const char *token = mem_strndup(reader->mem, reader->at, len);
    reader->at += len;
    return len ? token : NULL;
}

static const char *unquoted(Mem *mem, const char *token)
{
    size_t len;
    return token && *token == '`' ? mysql_unquote_name(mem, token, &len) : token;
}

/* name, `name` or database.name: the name. */
static const char *take_name(Reader *reader)
{
    const char *name = unquoted(reader->mem, take_token(reader));
    if (name && *reader->at == '.') {
        reader->at++;
        name = unquoted(reader->mem, take_token(reader));
    }
    return name;
}

static const char *take_literal(Reader *reader)
{
    const char *token = take_token(reader);
    size_t len;
    bool quoted = token && (*token == '\'' || *token == '"');
    return quoted ? mysql_unquote(reader->mem, token, &len) : NULL;
}

/* Everything up to one of the words, which all stand at the beginning of a clause. */
static const char *take_until(Reader *reader, const char *const *ends)
{
    skip_space(reader);
    const char *start = reader->at;
    Str text = {start, 0};
    while (*reader->at) {
        for (size_t i = 0; ends[i]; i++) {
            Reader trial = *reader;
            if (take(&trial, ends[i])) {
                return str_dup(reader->mem, text);
            }
        }
        reader->at += token_length(reader->mem, reader->at);
        text.len = (size_t)(reader->at - start);
        skip_space(reader);
    }
    return str_dup(reader->mem, text);
}

/* --- routines ------------------------------------------------------------------------------------
 */

/* varchar(20) CHARSET utf8mb4 COLLATE utf8mb4_bin; decimal(10,2) unsigned. */
static const char *take_type(Reader *reader)
{
    static const char *const second[] = {"precision", "varying",   "char",      "varchar",
                                         "varbinary", "character", "mediumint", NULL};
    static const char *const bare[] = {"unsigned", "signed",  "zerofill", "binary",
                                       "ascii",    "unicode", "byte",     NULL};
    static const char *const named[] = {"character set", "charset", "char set", "collate", NULL};
    skip_space(reader);
    const char *start = reader->at;
    (void)take_token(reader);
    for (size_t i = 0; second[i]; i++) {
        (void)take(reader, second[i]);
    }
    const char *end = reader->at;
    skip_space(reader);
    if (*reader->at == '(') {
        (void)take_token(reader);
        end = reader->at;
    }
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; bare[i]; i++) {
            more |= take(reader, bare[i]);
        }
        for (size_t i = 0; named[i]; i++) {
            more |= take(reader, named[i]) && take_token(reader);
        }
        end = more ? reader->at : end;
    }
    reader->at = end;
    return mem_strndup(reader->mem, start, (size_t)(end - start));
}

static bool take_characteristic(Reader *reader, MysqlStatement *out)
{
    static const char *const access[] = {"NO SQL", "READS SQL DATA", "MODIFIES SQL DATA"};
    for (size_t i = 0; i < sizeof access / sizeof *access; i++) {
        if (take(reader, access[i])) {
            out->access = access[i];
            return true;
        }
    }
    if (take(reader, "COMMENT")) {
        out->comment = take_literal(reader);
    } else if (take(reader, "LANGUAGE")) {
        const char *language = take_token(reader);
        out->language = text_equal_nocase(language, "sql") ? NULL : language;
    } else if (take(reader, "DETERMINISTIC")) {
        out->deterministic = true;
    } else if (take(reader, "NOT DETERMINISTIC")) {
        out->deterministic = false;
    } else if (take(reader, "CONTAINS SQL")) {
        out->access = NULL;
    } else if (take(reader, "SQL SECURITY INVOKER")) {
        out->invoker = true;
    } else if (take(reader, "SQL SECURITY DEFINER")) {
        out->invoker = false;
    } else {
        return false;
    }
    return true;
}

static bool parse_routine(Reader *reader, MysqlStatement *out)
{
    (void)take(reader, "IF NOT EXISTS");
    out->name = take_name(reader);
    const char *params = take_token(reader);
    if (!params || *params != '(') {
        return false;
    }
    Str inner = {params + 1, strlen(params) - 1};
    inner.len -= inner.len && inner.ptr[inner.len - 1] == ')';
    out->params = str_dup(reader->mem, str_trim(inner));
    if (out->kind == OBJ_FUNCTION) {
        if (!take(reader, "RETURNS")) {
            return false;
        }
        out->returns = take_type(reader);
    }
    while (take_characteristic(reader, out)) {
    }
    return true;
}

/* --- triggers ------------------------------------------------------------------------------------
 */

static bool parse_trigger(Reader *reader, MysqlStatement *out)
{
    (void)take(reader, "IF NOT EXISTS");
    out->name = take_name(reader);
    out->timing = take(reader, "BEFORE") ? "BEFORE" : take(reader, "AFTER") ? "AFTER" : NULL;
    out->action = take(reader, "INSERT")   ? "INSERT"
                  : take(reader, "UPDATE") ? "UPDATE"
                  : take(reader, "DELETE") ? "DELETE"
                                           : NULL;
    if (!out->timing || !out->action || !take(reader, "ON")) {
        return false;
    }
    out->table = take_name(reader);
    if (!take(reader, "FOR EACH ROW")) {
        return false;
    }
    out->order = take(reader, "FOLLOWS") ? "FOLLOWS" : take(reader, "PRECEDES") ? "PRECEDES" : NULL;
    out->other = out->order ? take_name(reader) : NULL;
    return true;
}

/* --- events --------------------------------------------------------------------------------------
 */

static bool parse_event(Reader *reader, MysqlStatement *out)
{
    static const char *const clauses[] = {
        "STARTS", "ENDS", "ON COMPLETION", "ENABLE", "DISABLE", "COMMENT", "DO", NULL};
    (void)take(reader, "IF NOT EXISTS");
    out->name = take_name(reader);
    out->status = "ENABLE";
    if (!take(reader, "ON SCHEDULE")) {
        return false;
    }
    if (take(reader, "EVERY")) {
        out->every = take_until(reader, clauses);
    } else if (take(reader, "AT")) {
        out->at = take_until(reader, clauses);
    }
    out->starts = take(reader, "STARTS") ? take_until(reader, clauses) : NULL;
    out->ends = take(reader, "ENDS") ? take_until(reader, clauses) : NULL;
    if (take(reader, "ON COMPLETION")) {
        out->preserve = !take(reader, "NOT");
        (void)take(reader, "PRESERVE");
    }
    if (take(reader, "DISABLE ON SLAVE") || take(reader, "DISABLE ON REPLICA")) {
        out->status = "DISABLE ON SLAVE";
    } else if (take(reader, "DISABLE")) {
        out->status = "DISABLE";
    } else {
        (void)take(reader, "ENABLE");
    }
    out->comment = take(reader, "COMMENT") ? take_literal(reader) : NULL;
    return (out->every || out->at) && take(reader, "DO");
}

const char *mysql_schedule(Mem *mem, const MysqlStatement *event)
{
    return event->every ? mem_printf(mem, "EVERY %s", event->every)
                        : mem_printf(mem, "AT %s", event->at);
}

/* --- the statement
 * ---------------------------------------------------------------------------------
 */

static bool take_kind(Reader *reader, MysqlStatement *out)
{
    static const struct {
        const char *word;
        ObjectKind kind;
    } kinds[] = {{"FUNCTION", OBJ_FUNCTION},
                 {"PROCEDURE", OBJ_PROCEDURE},
                 {"TRIGGER", OBJ_TRIGGER},
                 {"EVENT", OBJ_EVENT}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (take(reader, kinds[i].word)) {
            out->kind = kinds[i].kind;
            return true;
        }
    }
    return false;
}

/* `user`@`host`, 'user'@'host', CURRENT_USER. */
static const char *take_definer(Reader *reader)
{
    static const char *const ends[] = {"AGGREGATE", "FUNCTION", "PROCEDURE",
                                       "TRIGGER",   "EVENT",    NULL};
    skip_space(reader);
    if (*reader->at != '=') {
        return NULL;
    }
    reader->at++;
    return take_until(reader, ends);
}

static const char *take_body(Reader *reader)
{
    skip_space(reader);
    Str body = str_trim(str_of(reader->at));
    while (body.len && body.ptr[body.len - 1] == ';') {
        body.len--;
        body = str_trim(body);
    }
    return str_dup(reader->mem, body);
}

bool mysql_parse_statement(Mem *mem, const char *text, MysqlStatement *out)
{
    Reader reader = {mem, text};
    *out = (MysqlStatement){0};
    if (!take(&reader, "CREATE")) {
        return false;
    }
    (void)take(&reader, "OR REPLACE");
    if (take(&reader, "DEFINER") && !(out->definer = take_definer(&reader))) {
        return false;
    }
    skip_space(&reader);
    out->rest = mem_strdup(mem, reader.at);
    out->aggregate = take(&reader, "AGGREGATE");
    if (!take_kind(&reader, out)) {
        return false;
    }
    bool good = out->kind == OBJ_TRIGGER ? parse_trigger(&reader, out)
                : out->kind == OBJ_EVENT ? parse_event(&reader, out)
                                         : parse_routine(&reader, out);
    out->body = take_body(&reader);
    out->comment = text_empty(out->comment) ? NULL : out->comment;
    return good && out->name && *out->body;
}
