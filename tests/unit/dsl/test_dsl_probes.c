/* One construct a line: does the parser take it? The verdict of DBML's own parser
 * (@dbml/core 10.2.0) stands beside ours; "why" explains where they differ. What is taken must
 * survive formatting and writing. */
#include "schema/model.h"
#include "schema/shape.h"
#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>

/* The vectors lie beside this file. */
static char *read_vectors(void)
{
    char *text = NULL;
    const char *path = path_join(mem, path_folder(mem, __FILE__), "probes.tsv");
    ck_assert_msg(file_read(mem, path, &text, NULL, err), "%s", err->message);
    return text;
}

/* Cuts at the tab or line end and moves on. */
static const char *next_field(const char **at)
{
    size_t len = strcspn(*at, "\t\n");
    const char *text = mem_strndup(mem, *at, len);
    *at += len + ((*at)[len] != '\0');
    return text;
}

/* A JSON string. */
static const char *unescaped(const char *string)
{
    Doc *doc = NULL;
    const char *text = mem_printf(mem, "{\"s\": %s}", string);
    ck_assert_msg(json_read(mem, "probes.tsv", text, strlen(text), false, &doc, err), "%s",
                  err->message);
    return doc_get(mem, doc, "s")->text;
}

static void check_taken(const char *name, const char *source, const Doc *doc)
{
    Doc *back = NULL;
    Buf once = buf_new(mem), twice = buf_new(mem), written = buf_new(mem);
    ck_assert_msg(dsl_format(mem, name, source, strlen(source), &once, err), "%s", err->message);
    ck_assert_msg(dsl_read(mem, name, buf_text(&once), once.len, &back, err), "%s", err->message);
    ck_assert_msg(doc_equal(mem, doc, back), "%s: formatting changed the meaning", name);
    ck_assert(dsl_format(mem, name, buf_text(&once), once.len, &twice, err));
    ck_assert_str_eq(buf_text(&once), buf_text(&twice));
    dsl_write(mem, doc, &written);
    ck_assert_msg(dsl_read(mem, name, buf_text(&written), written.len, &back, err), "%s: %s\n%s",
                  name, err->message, buf_text(&written));
    ck_assert_msg(doc_equal(mem, doc, back), "%s: written as\n%s", name, buf_text(&written));
}

START_TEST(test_vectors)
{
    size_t n = 0, wrong = 0, refused = 0;
    const char *at = read_vectors();
    at += strcspn(at, "\n") + 1;
    while (*at) {
        const char *name = next_field(&at), *dbml = next_field(&at), *ours = next_field(&at);
        const char *why = next_field(&at), *source = unescaped(next_field(&at));
        Error *own = error_new(mem);
        Doc *doc = NULL;
        bool taken = dsl_read(mem, name, source, strlen(source), &doc, own);
        if (taken != (strcmp(ours, "accept") == 0)) {
            printf("# %s: %s\n", name, taken ? "taken" : own->message);
            wrong++;
        }
        ck_assert_msg(taken || (own->hint && own->where.line), "%s: no hint or place", name);
        ck_assert_msg(strcmp(dbml, ours) == 0 || *why, "%s: differs without a reason", name);
        refused += strcmp(dbml, "accept") == 0 && !taken;
        if (taken) {
            check_taken(name, source, doc);
        }
        n++;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(n, 379);
    /* A superset: two primary keys in one table are the one thing that is refused. */
    ck_assert_uint_eq(refused, 1);
}
END_TEST

HARNESS_MAIN("dsl_probes", test_vectors)
