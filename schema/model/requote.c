#include "schema/model/requote.h"

#include <string.h>

/* The length of the quoted run at `at`, both quotes included; 0 when it does not end. */
static size_t quoted_length(const char *at, bool backslash)
{
    char quote = *at;
    for (size_t i = 1; at[i]; i++) {
        if (backslash && at[i] == '\\' && at[i + 1]) {
            i++;
        } else if (at[i] == quote && at[i + 1] == quote) {
            i++;
        } else if (at[i] == quote) {
            return i + 1;
        }
    }
    return 0;
}

/* The length of the comment at `at`; 0 when there is none. MySQL has "#", and wants white space
 * behind "--". */
static size_t comment_length(const char *at, bool mysql)
{
    bool dashes = at[0] == '-' && at[1] == '-' && (!mysql || !at[2] || char_is_space(at[2]));
    if (dashes || (mysql && *at == '#')) {
        return strcspn(at, "\n");
    }
    if (at[0] == '/' && at[1] == '*') {
        const char *end = strstr(at + 2, "*/");
        return end ? (size_t)(end - at) + 2 : strlen(at);
    }
    return 0;
}

/* Writes what stands between two quotes `from` between two quotes `to`. */
static void add_requoted(Buf *buf, const char *at, size_t len, char from, char to, bool backslash)
{
    buf_char(buf, to);
    for (size_t i = 1; i + 1 < len; i++) {
        if (backslash && at[i] == '\\') {
            buf_char(buf, at[i++]);
            buf_char(buf, at[i]);
            continue;
        }
        if (at[i] == from) {
            i++; /* it is doubled */
        } else if (at[i] == to) {
            buf_char(buf, to);
        }
        buf_char(buf, at[i]);
    }
    buf_char(buf, to);
}

/* What each quote becomes: the same character = left alone. */
typedef struct QuoteMap {
    char double_to, backtick_to;
} QuoteMap;

static const char *requote(Mem *mem, const Server *server, const char *text, QuoteMap map)
{
    bool escapes = server->dialect->syntax->backslash_escapes;
    Buf buf = buf_new(mem);
    for (const char *at = text; *at;) {
        size_t skip = comment_length(at, escapes);
        bool is_string = *at == '\'' || (*at == '"' && map.double_to == '\'');
        if (!skip && (*at == '\'' || *at == '"' || *at == '`')) {
            skip = quoted_length(at, escapes && is_string);
            char to = *at == '"' ? map.double_to : *at == '`' ? map.backtick_to : *at;
            if (skip && to != *at) {
                add_requoted(&buf, at, skip, *at, to, escapes && is_string);
                at += skip;
                continue;
            }
        }
        skip = skip ? skip : 1;
        buf_add_len(&buf, at, skip);
        at += skip;
    }
    return mem_strdup(mem, buf_text(&buf));
}

const char *requote_for_server(Mem *mem, const Server *server, const char *text)
{
    if (!text || server->dialect->syntax->quote != '`' || !strchr(text, '"')) {
        return text;
    }
    return requote(mem, server, text, (QuoteMap){.double_to = '`', .backtick_to = '`'});
}

const char *requote_for_model(Mem *mem, const Server *server, const char *text)
{
    /* PostgreSQL has no such quotes: there a backtick is an operator. SQLite takes both kinds. */
    bool foreign = server->dialect->syntax->quote == '`';
    bool has_backticks = foreign || server_model_bit(server) == MODEL_SQLITE;
    if (!text || !has_backticks || (!strchr(text, '`') && (!foreign || !strchr(text, '"')))) {
        return text;
    }
    return requote(mem, server, text,
                   (QuoteMap){.double_to = foreign ? '\'' : '"', .backtick_to = '"'});
}
