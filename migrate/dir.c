#include "migrate/dir.h"

#include <stdio.h>
#include <string.h>

bool dir_read(Mem *mem, const char *folder, Graph *out, Error *err)
{
    PathList names = {0};
    Migrations files = {0};
    if (file_exists(folder) && !file_list(mem, folder, &names, err)) {
        return false;
    }
    for (size_t i = 0; i < names.len; i++) {
        const char *path = path_join(mem, folder, names.at[i]);
        Migration *migration = NULL;
        char *text = NULL;
        size_t len = 0;
        if (!text_ends(path, ".sql") || file_is_no_file(path)) {
            continue;
        }
        if (!file_read(mem, path, &text, &len, err) ||
            !migration_read(mem, path, text, len, &migration, err)) {
            return false;
        }
        list_push(mem, &files, migration);
    }
    return graph_build(mem, folder, &files, out, err);
}

#define SLUG_MAX 40

/* Letters of any script, as \w; punctuation and symbols outside ASCII part words too. */
static bool is_slug_char(uint32_t code)
{
    if (code < 0x80) {
        return char_is_alpha((char)code) || char_is_digit((char)code) || code == '_';
    }
    return !((code < 0xC0 && code != 0xAA && code != 0xB5 && code != 0xBA) || code == 0xD7 ||
             code == 0xF7 || (code >= 0x2000 && code <= 0x2BFF) ||
             (code >= 0x3000 && code <= 0x3004) || (code >= 0x3007 && code <= 0x303F) ||
             (code >= 0xE000 && code <= 0xF8FF) || (code >= 0xFE00 && code <= 0xFE4F) ||
             (code >= 0xFF00 && code <= 0xFF0F) || code >= 0x1F000);
}

const char *dir_slug(Mem *mem, const char *message)
{
    Buf slug = buf_new(mem);
    size_t characters = 0, word_end = 0, len = strlen(message);
    bool gap = false, cut = false;
    for (size_t at = 0; at < len && !cut;) {
        uint32_t code = 0;
        size_t n = utf8_length(message + at, len - at, &code);
        if (n && is_slug_char(code)) {
            if (gap && slug.len) {
                word_end = slug.len;
                buf_char(&slug, '_');
                characters++;
            }
            gap = false;
            cut = ++characters > SLUG_MAX;
            buf_utf8(&slug, code < 0x80 ? (uint32_t)char_lower((char)code) : code);
        } else {
            gap = true;
        }
        at += n ? n : 1;
    }
    if (!cut) {
        return buf_text(&slug);
    }
    return word_end ? mem_printf(mem, "%.*s_", (int)word_end, buf_text(&slug))
                    : mem_strndup(mem, buf_text(&slug), slug.len - 1);
}

const char *dir_time(Mem *mem, time_t when)
{
    struct tm tm = {0};
    gmtime_r(&when, &tm);
    return mem_printf(mem, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
                      tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* Days since 1970-01-01 of a date of the Gregorian calendar, whose years begin in March here. */
static int64_t days_since_epoch(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719468;
}

bool dir_time_read(const char *text, time_t *out)
{
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (!text || sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ", &year, &month, &day, &hour, &minute,
                        &second) != 6) {
        return false;
    }
    *out = (time_t)(((days_since_epoch(year, month, day) * 24 + hour) * 60 + minute) * 60 + second);
    return true;
}

typedef struct NameFields {
    const char *revision, *slug;
    struct tm tm;
    time_t when;
} NameFields;

static bool add_token(Buf *out, Str token, const NameFields *f)
{
    const struct {
        const char *name;
        int value, width;
    } numbers[] = {{"year", f->tm.tm_year + 1900, 4}, {"month", f->tm.tm_mon + 1, 2},
                   {"day", f->tm.tm_mday, 2},         {"hour", f->tm.tm_hour, 2},
                   {"minute", f->tm.tm_min, 2},       {"second", f->tm.tm_sec, 2}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (str_equal_text(token, numbers[i].name)) {
            buf_fmt(out, "%0*d", numbers[i].width, numbers[i].value);
            return true;
        }
    }
    if (str_equal_text(token, "epoch")) {
        buf_fmt(out, "%lld", (long long)f->when);
        return true;
    }
    bool revision = str_equal_text(token, "rev");
    if (!revision && !str_equal_text(token, "slug")) {
        return false;
    }
    buf_add(out, revision ? f->revision : f->slug);
    return true;
}

bool dir_file_name(Mem *mem, const char *template_, const char *revision, const char *message,
                   time_t when, const char **out, Error *err)
{
    NameFields fields = {.revision = revision, .slug = dir_slug(mem, message), .when = when};
    Buf buf = buf_new(mem);
    gmtime_r(&when, &fields.tm);
    for (const char *c = template_; *c; c++) {
        const char *close = c[0] == '%' && c[1] == '(' ? strchr(c, ')') : NULL;
        if (!close) {
            buf_char(&buf, *c);
            continue;
        }
        Str token = {c + 2, (size_t)(close - c) - 2};
        if (!add_token(&buf, token, &fields)) {
            error_set(err, ERR_MODEL, "unknown token \"%%(%s)s\" in the file name template",
                      str_dup(mem, token));
            return error_hint(err,
                              "the tokens are rev, slug, epoch, year, month, day, hour, minute "
                              "and second");
        }
        c = close;
        while (c[1] == '.' || char_is_digit(c[1])) {
            c++;
        }
        c += c[1] == 's' || c[1] == 'd';
    }
    const char *name = buf_text(&buf);
    if (strchr(name, '/')) {
        error_set(err, ERR_MODEL, "the file name template makes \"%s\", which has a slash", name);
        return error_hint(err, "all revisions lie in one folder");
    }
    name = str_dup(mem, str_trim(str_of(name)));
    while (!*fields.slug && text_ends(name, "_")) {
        name = mem_strndup(mem, name, strlen(name) - 1);
    }
    *out = mem_printf(mem, "%s%s.sql", *name == '.' ? "_" : "", *name ? name : revision);
    return true;
}
