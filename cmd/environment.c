#include "cmd/environment.h"

#include "cmd/command.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

/* --- reading -----------------------------------------------------------------------------------
 */

static const struct {
    const char *unit;
    int64_t ms;
} units[] = {{"ms", 1}, {"s", 1000}, {"sec", 1000}, {"min", 60000}, {"h", 3600000}};

#define DURATION_MAX 86400000

static bool no_duration(const Doc *doc, Error *err)
{
    error_at(err, ERR_MODEL, doc->where, "\"%s\" is no duration", doc->text);
    return error_hint(err, "write whole seconds, or a number with ms, s, min or h: \"500ms\"");
}

static bool read_duration(const Doc *doc, int64_t *ms, Error *err)
{
    if (!doc) {
        return true;
    }
    char *end = NULL;
    long long number = strtoll(doc->text, &end, 10);
    int64_t unit = *end ? 0 : 1000;
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        unit = text_equal(end, units[i].unit) ? units[i].ms : unit;
    }
    if (!char_is_digit(*doc->text) || !unit || number > DURATION_MAX / unit) {
        return no_duration(doc, err);
    }
    *ms = number * unit;
    return true;
}

static bool read_timeouts(Mem *mem, const Doc *doc, Environment *out, Error *err)
{
    const Doc *retries = doc_get(mem, doc, "retries");
    if (!read_duration(doc_get(mem, doc, "migration_lock"), &out->migration_lock_ms, err) ||
        !read_duration(doc_get(mem, doc, "lock"), &out->limits.lock_ms, err) ||
        !read_duration(doc_get(mem, doc, "statement"), &out->limits.statement_ms, err)) {
        return false;
    }
    if (retries) {
        long long n = strtoll(retries->text, NULL, 10);
        if (n < 0 || n > 1000) {
            return error_at(err, ERR_MODEL, retries->where, "retries must be 0 to 1000");
        }
        out->limits.retries = (size_t)n;
    }
    return true;
}

static bool no_command(Mem *mem, const Doc *doc, Error *err)
{
    NameList names = {0};
    for (const Command *const *c = commands; *c; c++) {
        list_push(mem, &names, (*c)->name);
    }
    const char *nearest = text_nearest(doc->text, names.at, names.len);
    error_at(err, ERR_MODEL, doc->where, "there is no command \"%s\"", doc->text);
    return nearest ? error_hint(err, "did you mean \"%s\"?", nearest)
                   : error_hint(err, "\"schemadiff help\" lists the commands");
}

static bool read_commands(Mem *mem, const Doc *doc, NameList *out, Error *err)
{
    for (size_t i = 0; doc && i < doc->items.len; i++) {
        const Command *command = command_find(doc->items.at[i]->text);
        if (!command) {
            return no_command(mem, doc->items.at[i], err);
        }
        list_push(mem, out, command->name);
    }
    return true;
}

static void read_names(Mem *mem, const Doc *doc, NameList *out)
{
    if (doc && doc->kind == DOC_STRING) {
        list_push(mem, out, doc->text);
    }
    for (size_t i = 0; doc && i < doc->items.len; i++) {
        list_push(mem, out, doc->items.at[i]->text);
    }
}

static bool is_true(Mem *mem, const Doc *doc, const char *name)
{
    const Doc *value = doc_get(mem, doc, name);
    return value && text_equal(value->text, "true");
}

static const char *text_or(Mem *mem, const Doc *doc, const char *name, const char *otherwise)
{
    const Doc *value = doc_get(mem, doc, name);
    return value ? value->text : otherwise;
}

const char *hook_word(Hook hook)
{
    static const char *const words[HOOKS] = {
#define HOOK_WORD(upper, lower, help) #lower,
        HOOK_LIST(HOOK_WORD)
#undef HOOK_WORD
    };
    return words[hook];
}

/* Those of the environment win, each by itself. */
static void read_hooks(Mem *mem, const Doc *project, const Doc *environment, Environment *out)
{
    const Doc *common = doc_get(mem, project, "hooks"), *own = doc_get(mem, environment, "hooks");
    for (size_t i = 0; i < HOOKS; i++) {
        const char *word = hook_word((Hook)i);
        out->hooks[i] = text_or(mem, own, word, text_or(mem, common, word, NULL));
    }
}

bool environment_read(Mem *mem, const Doc *project, const Doc *doc, const char *name,
                      Environment *out, Error *err)
{
    Environment read = {
        .name = name, .file = project ? project->where.file : NULL, .migration_lock_ms = -1};
    read_names(mem, doc_get(mem, doc, "host"), &read.hosts);
    read_names(mem, doc_get(mem, doc, "database"), &read.databases);
    read_names(mem, doc_get(mem, doc, "users"), &read.users);
    read_hooks(mem, project, doc, &read);
    read.production = is_true(mem, doc, "production");
    read.sync = is_true(mem, doc, "sync");
    read.reset = is_true(mem, doc, "reset");
    read.backup = text_or(mem, doc, "backup", NULL);
    read.online = text_or(mem, doc, "online", text_or(mem, project, "online", NULL));
    read.log = text_or(mem, doc, "log", text_or(mem, project, "log", NULL));
    if (!read_timeouts(mem, doc_get(mem, project, "timeouts"), &read, err) ||
        !read_timeouts(mem, doc_get(mem, doc, "timeouts"), &read, err) ||
        !read_commands(mem, doc_get(mem, doc, "allow"), &read.allow, err) ||
        !read_commands(mem, doc_get(mem, doc, "deny"), &read.deny, err) ||
        !read_commands(mem, doc_get(mem, doc, "confirm"), &read.confirm, err)) {
        return false;
    }
    *out = read;
    return true;
}

/* --- rules -------------------------------------------------------------------------------------
 */

static bool holds(const NameList *list, const char *name)
{
    for (size_t i = 0; i < list->len; i++) {
        if (text_equal(list->at[i], name)) {
            return true;
        }
    }
    return false;
}

static const char *joined(Mem *mem, const NameList *list)
{
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < list->len; i++) {
        buf_fmt(&buf, "%s%s", i ? ", " : "", list->at[i]);
    }
    return buf_text(&buf);
}

bool environment_allows(const Environment *environment, const char *command, Error *err)
{
    bool denied = holds(&environment->deny, command);
    if (!denied && (!environment->allow.len || holds(&environment->allow, command))) {
        return true;
    }
    error_set(err, ERR_SAFETY, "\"%s\" is not allowed in the environment \"%s\"", command,
              environment->name);
    return denied ? error_hint(err, "%s denies it there: %s", environment->file,
                               joined(err->mem, &environment->deny))
                  : error_hint(err, "%s allows there: %s", environment->file,
                               joined(err->mem, &environment->allow));
}

static bool matches(const NameList *patterns, const char *text)
{
    for (size_t i = 0; i < patterns->len; i++) {
        if (fnmatch(patterns->at[i], text ? text : "", 0) == 0) {
            return true;
        }
    }
    return patterns->len == 0;
}

static bool unexpected(const Environment *environment, const char *what, const char *got,
                       const NameList *expected, Error *err)
{
    error_set(err, ERR_SAFETY, "the %s is \"%s\", which the environment \"%s\" does not expect",
              what, got ? got : "", environment->name);
    return error_hint(err, "%s expects %s; is the URL that of another environment?",
                      environment->file, joined(err->mem, expected));
}

bool environment_expects(const Environment *environment, const Conn *conn, Error *err)
{
    const char *host = conn->host ? text_lower(err->mem, conn->host) : "localhost";
    if (!matches(&environment->hosts, host)) {
        return unexpected(environment, "host", host, &environment->hosts, err);
    }
    if (!matches(&environment->databases, conn->database)) {
        return unexpected(environment, "database", conn->database, &environment->databases, err);
    }
    return true;
}

bool environment_admits(const Environment *environment, const char *user, Error *err)
{
    if (matches(&environment->users, user)) {
        return true;
    }
    error_set(err, ERR_SAFETY, "\"%s\" may not change the database of the environment \"%s\"", user,
              environment->name);
    return error_hint(err, "%s admits %s", environment->file,
                      joined(err->mem, &environment->users));
}

bool environment_confirms(const Environment *environment, const char *command)
{
    return holds(&environment->confirm, command);
}
