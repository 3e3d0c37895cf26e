/* A model as JSON text, decoded for a target, encoded again. */
#ifndef TESTS_UNIT_MODEL_FIXTURE_H
#define TESTS_UNIT_MODEL_FIXTURE_H

#include "schema/dialects/syntax.h"
#include "schema/model.h"
#include "schema/shape.h"
#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>

static const Dialect pg_dialect = {.name = "postgresql",
                                   .model_bit = MODEL_POSTGRESQL,
                                   .assumed_version = 180000,
                                   .assumed_flavor = FLAVOR_POSTGRESQL,
                                   .syntax = &syntax_postgres};
static const Dialect mysql_dialect = {.name = "mysql",
                                      .model_bit = MODEL_MYSQL,
                                      .assumed_version = 90704,
                                      .assumed_flavor = FLAVOR_MYSQL,
                                      .syntax = &syntax_mysql};
static const Dialect maria_dialect = {.name = "mysql",
                                      .model_bit = MODEL_MYSQL,
                                      .assumed_version = 101119,
                                      .assumed_flavor = FLAVOR_MARIADB,
                                      .syntax = &syntax_mysql};
static const Dialect lite_dialect = {.name = "sqlite",
                                     .model_bit = MODEL_SQLITE,
                                     .assumed_version = 3040001,
                                     .assumed_flavor = FLAVOR_SQLITE,
                                     .syntax = &syntax_sqlite};

static inline void fixture_fail(const char *what)
{
    for (const Error *at = err; at && at->message; at = at->next) {
        fprintf(stderr, "%s: %u:%u: %s (%s)\n", what, at->where.line, at->where.column, at->message,
                at->hint ? at->hint : "");
    }
    ck_abort_msg("%s: %s", what, err->message ? err->message : "?");
}

/* Single quotes stand for double ones and tildes for single ones, so that models read well in C. */
static inline Doc *model_read(const char *text)
{
    Buf buf = buf_new(mem);
    for (; *text; text++) {
        buf_char(&buf, *text == '\'' ? '"' : *text == '~' ? '\'' : *text);
    }
    Doc *doc = NULL;
    if (!json_read(mem, "m.json", buf_text(&buf), buf.len, false, &doc, err)) {
        fixture_fail("json_read");
    }
    return doc;
}

static inline const Server *model_server(const Dialect *dialect)
{
    Server *server = MEM_NEW(mem, Server);
    *server = server_assumed(dialect);
    return server;
}

/* The schema of a model that has no mistake; `members` are those of the root. */
static inline Schema *model_for(const Dialect *dialect, const char *members)
{
    Schema *schema = NULL;
    Doc *doc = model_read(mem_printf(mem, "{'schemadiff': 1, %s}", members));
    if (!model_decode(mem, doc, model_server(dialect), &schema, err)) {
        fixture_fail("model_decode");
    }
    return schema;
}

/* The first error of one that has. */
static inline const Error *model_error(const Dialect *dialect, const char *members)
{
    Schema *schema = NULL;
    Doc *doc = model_read(mem_printf(mem, "{'schemadiff': 1, %s}", members));
    ck_assert(!model_decode(mem, doc, model_server(dialect), &schema, err));
    ck_assert_ptr_null(schema);
    return err;
}

static inline const char *model_text(const Schema *schema)
{
    Buf buf = buf_new(mem);
    json_write(model_encode(mem, schema), &buf);
    return mem_strdup(mem, buf_text(&buf));
}

/* What the encoder writes has the right shape, and reads back as the same schema. Returns the text
 * with double quotes as single ones and without white space. */
static inline const char *round_trip(const Schema *schema)
{
    Doc *first = model_encode(mem, schema), *read = NULL;
    const char *text = model_text(schema);
    Schema *again = NULL;
    if (!shape_check(mem, &shape_model, first, err)) {
        fixture_fail(text);
    }
    if (!json_read(mem, "again.json", text, strlen(text), false, &read, err) ||
        !model_decode(mem, read, schema->server, &again, err)) {
        fixture_fail(text);
    }
    ck_assert_str_eq(model_text(again), text);
    ck_assert(doc_equal(mem, first, model_encode(mem, again)));
    ck_assert_uint_eq(again->managed, schema->managed);
    Buf buf = buf_new(mem);
    bool quoted = false;
    for (; *text; text++) {
        quoted ^= *text == '"' && text[-1] != '\\';
        if (quoted || !char_is_space(*text)) {
            buf_char(&buf, *text == '"' ? '\'' : *text);
        }
    }
    return mem_strdup(mem, buf_text(&buf));
}

static inline void assert_has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "\"%s\" is not in: %s", part, text);
}

static inline void assert_lacks(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) == NULL, "\"%s\" is in: %s", part, text);
}

#endif
