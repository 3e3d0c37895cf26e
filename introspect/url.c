#include "introspect/conn.h"

#include <stdlib.h>
#include <string.h>

/* Parameters whose values are secrets. */
static const char *const secrets[] = {"password",     "passwd",           "sslpassword",
                                      "ssl-password", "ssl_key_password", "oauth_client_secret"};

static const char hint_form[] =
    "write it as postgresql://user@host/database, mysql://user@host/database, "
    "mariadb://user@host/database or sqlite:///file.db";

static int hex_value(char c)
{
    const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, char_lower(c)) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Percent escapes decoded; one that is malformed, or stands for NUL, is kept as it is. */
static const char *decode(Mem *mem, Str view)
{
    Buf buf = buf_new(mem);
    for (size_t i = 0; i < view.len; i++) {
        char c = view.ptr[i];
        if (c == '%' && i + 2 < view.len) {
            int high = hex_value(view.ptr[i + 1]), low = hex_value(view.ptr[i + 2]);
            if (high >= 0 && low >= 0 && high + low > 0) {
                c = (char)(unsigned char)(high * 16 + low);
                i += 2;
            }
        }
        buf_char(&buf, c);
    }
    return mem_strdup(mem, buf_text(&buf));
}

static const char *decode_or_null(Mem *mem, Str view)
{
    return view.len ? decode(mem, view) : NULL;
}

/* The place of `c` in the view, or its end. */
static size_t find(Str view, char c)
{
    const char *at = view.len ? memchr(view.ptr, c, view.len) : NULL;
    return at ? (size_t)(at - view.ptr) : view.len;
}

static size_t find_last(Str view, char c)
{
    for (size_t i = view.len; i > 0; i--) {
        if (view.ptr[i - 1] == c) {
            return i - 1;
        }
    }
    return view.len;
}

static Str from(Str view, size_t at)
{
    return at < view.len ? (Str){view.ptr + at, view.len - at} : (Str){view.ptr + view.len, 0};
}

static bool is_secret(const char *name)
{
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        if (text_equal_nocase(name, secrets[i])) {
            return true;
        }
    }
    return false;
}

/* host, host:port, [v6]:port; several hosts (libpq) stay one text. */
static void split_host(Mem *mem, Str view, Url *out)
{
    Str port = {view.ptr + view.len, 0};
    bool several = find(view, ',') < view.len;
    if (view.len && view.ptr[0] == '[' && find(view, ']') < view.len) {
        size_t close = find(view, ']');
        Str rest = from(view, close + 1);
        port = rest.len && rest.ptr[0] == ':' ? from(rest, 1) : port;
        view = (Str){view.ptr + 1, close - 1};
    } else if (!several) {
        size_t colon = find_last(view, ':');
        port = from(view, colon + 1);
        view.len = colon;
    }
    out->host = decode_or_null(mem, view);
    out->port = decode_or_null(mem, port);
}

/* user:password@host:port; appends what people may see of it. */
static void split_authority(Mem *mem, Str view, Url *out, Buf *safe)
{
    size_t at = find_last(view, '@');
    if (at < view.len) {
        Str user = {view.ptr, at};
        size_t colon = find(user, ':');
        out->password = colon < user.len ? decode(mem, from(user, colon + 1)) : NULL;
        user.len = colon;
        out->user = decode_or_null(mem, user);
        buf_add_len(safe, user.ptr, user.len);
        buf_add(safe, out->password ? ":***@" : "@");
        view = from(view, at + 1);
    }
    buf_add_len(safe, view.ptr, view.len);
    split_host(mem, view, out);
}

static void split_params(Mem *mem, Str view, Url *out, Buf *safe)
{
    for (char before = '?'; view.len > 0; before = '&') {
        size_t end = find(view, '&');
        Str pair = {view.ptr, end};
        size_t equals = find(pair, '=');
        UrlParam param = {decode(mem, (Str){pair.ptr, equals}),
                          decode(mem, from(pair, equals + 1))};
        list_push(mem, &out->params, param);
        buf_char(safe, before);
        buf_add_len(safe, pair.ptr, is_secret(param.name) ? equals : pair.len);
        buf_add(safe, is_secret(param.name) ? "=***" : "");
        view = from(view, end + 1);
    }
}

static bool read_scheme(Mem *mem, Str view, Url *out, Error *err)
{
    for (size_t i = 0; i < view.len; i++) {
        char c = view.ptr[i];
        bool valid = char_is_alpha(c) || (i > 0 && (char_is_digit(c) || strchr("+-._", c)));
        if (!valid) {
            error_set(err, ERR_USAGE, "the database URL does not begin with a scheme");
            return error_hint(err, "%s", hint_form);
        }
    }
    view.len = find(view, '+'); /* postgresql+psycopg2: SQLAlchemy's driver means nothing here */
    out->scheme = text_lower(mem, str_dup(mem, view));
    return true;
}

static bool check_port(const Url *url, Error *err)
{
    char *end = NULL;
    if (!url->port) {
        return true;
    }
    long port = strtol(url->port, &end, 10);
    if (*end || port < 1 || port > 65535) {
        /* Not shown: it may be the first half of a password that holds a slash. */
        error_set(err, ERR_USAGE, "the database URL has an invalid port");
        return error_hint(err, "a port is a number from 1 to 65535; write \"@\", \":\" and \"/\" "
                               "in a password as %%40, %%3A and %%2F");
    }
    return true;
}

bool url_parse(Mem *mem, const char *text, Url *out, Error *err)
{
    Url url = {.text = str_dup(mem, str_trim(str_of(text)))};
    Str rest = str_of(url.text);
    const char *slashes = strstr(url.text, "://");
    if (!slashes || slashes == url.text) {
        error_set(err, ERR_USAGE,
                  rest.len ? "the database URL has no scheme" : "the database URL is empty");
        return error_hint(err, "%s", hint_form);
    }
    if (!read_scheme(mem, (Str){rest.ptr, (size_t)(slashes - url.text)}, &url, err)) {
        return false;
    }
    Buf safe = buf_new(mem);
    buf_fmt(&safe, "%s://", url.scheme);
    rest = str_of(slashes + 3);
    size_t question = find(rest, '?');
    Str params = from(rest, question + 1);
    rest.len = question;
    size_t slash = find(rest, '/');
    Str path = from(rest, slash + 1);
    split_authority(mem, (Str){rest.ptr, slash}, &url, &safe);
    if (!check_port(&url, err)) {
        return false;
    }
    url.database = decode(mem, path);
    buf_add_len(&safe, rest.ptr + slash, rest.len - slash);
    split_params(mem, params, &url, &safe);
    url.safe = mem_strdup(mem, buf_text(&safe));
    *out = url;
    return true;
}

const char *url_param(const Url *url, const char *name)
{
    for (size_t i = 0; i < url->params.len; i++) {
        if (text_equal(url->params.at[i].name, name)) {
            return url->params.at[i].value;
        }
    }
    return NULL;
}

const char *url_with_database(Mem *mem, const Url *url, const char *name)
{
    const char *host = strstr(url->text, "://");
    host = host ? host + strlen("://") : url->text;
    size_t head = (size_t)(host - url->text) + strcspn(host, "/?");
    const char *query = strchr(host, '?');
    Buf text = buf_new(mem);
    buf_fmt(&text, "%.*s/%s%s", (int)head, url->text, name, query ? query : "");
    if (url_param(url, "dbname")) { /* libpq: it wins over the path, and the last one counts */
        buf_fmt(&text, "&dbname=%s", name);
    }
    return buf_text(&text);
}
