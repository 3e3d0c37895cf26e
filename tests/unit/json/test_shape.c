#include "schema/json/shapes.h"
#include "schema/model.h"
#include "tests/unit/harness.h"

#include <string.h>

static bool check(const char *text)
{
    Doc *doc = NULL;
    error_clear(err);
    ck_assert_msg(json_read(mem, "m.json", text, strlen(text), true, &doc, err), "%s: %s", text,
                  err->message);
    bool good = shape_check(mem, &shape_model, doc, err);
    ck_assert_int_eq(good, !error_is_set(err));
    return good;
}

/* A model with one table "t" of one column "c", and more members of the column or the table. */
#define COLUMN(members) \
    "{\"schemadiff\": 1, \"tables\": {\"t\": {\"columns\": {\"c\": {" members "}}}}}"
#define TABLE(members)                                                                           \
    "{\"schemadiff\": 1, \"tables\": {\"t\": {\"columns\": {\"c\": {\"type\": \"x\"}}, " members \
    "}}}"
#define MODEL(members) "{\"schemadiff\": 1, " members "}"

static const char *const right[] = {
    "{\"schemadiff\": 1}",
    MODEL("\"$schema\": \"x\", \"include\": [\"./x.dbml\"]"),
    MODEL("\"project\": {\"name\": \"p\", \"dialects\": [\"mysql\"], \"default_schema\": \"s\","
          "\"tenant\": {\"column\": \"c\", \"table\": \"t\"}, \"naming\": {\"index\": \"i\"},"
          "\"manage\": [\"view\", \"trigger\"], \"opaque_types\": true, \"note\": \"\","
          "\"meta\": {\"a\": 1}}"),
    MODEL("\"schemas\": {\"s\": {\"note\": \"n\", \"renamed_from\": \"o\"}}"),
    MODEL("\"extensions\": {\"e\": {\"version\": \"1\", \"schema\": \"s\"}}"),
    MODEL("\"enums\": {\"e\": {\"values\": [\"a\", {\"name\": \"b\", \"note\": \"n\"}, \"\"]}}"),
    MODEL("\"domains\": {\"d\": {\"type\": \"text\", \"null\": false, \"default\": 1,"
          "\"checks\": {\"c\": \"x > 0\"}, \"collate\": \"C\"}}"),
    MODEL("\"sequences\": {\"s\": {\"type\": \"bigint\", \"start\": -9223372036854775808,"
          "\"max\": 9223372036854775807, \"cycle\": true, \"owned_by\": \"t.c\"}}"),
    MODEL("\"views\": {\"v\": {\"query\": {\"default\": \"select 1\"}, \"materialized\": true,"
          "\"columns\": [\"a\"], \"depends_on\": [], \"indexes\": [{\"keys\": [\"a\"]}],"
          "\"postgresql\": {\"with\": {\"security_barrier\": true}}}}"),
    MODEL("\"partials\": {\"p\": {\"columns\": {}, \"primary_key\": [\"c\"],"
          "\"mysql\": {\"engine\": \"InnoDB\"}}}"),
    COLUMN("\"type\": \"varchar(20)\", \"null\": false, \"default\": null, \"unique\": true"),
    COLUMN("\"type\": {\"default\": \"json\", \"postgresql\": \"jsonb\"}, \"default\": {\"expr\":"
           "{\"mysql\": \"now(6)\", \"default\": \"now()\"}}, \"backfill\": 12345678901234567890"),
    COLUMN("\"type\": \"x\", \"identity\": {\"generated\": \"always\", \"sequence\": \"s\"}"),
    COLUMN("\"type\": \"x\", \"identity\": \"by default\", \"conflict\": \"replace\""),
    COLUMN("\"type\": \"x\", \"generated\": \"a + b\", \"generated_as\": \"virtual\""),
    COLUMN("\"type\": \"x\", \"references\": \"t.id\", \"on_delete\": \"set null\""),
    COLUMN("\"type\": \"x\", \"mysql\": {\"charset\": \"utf8mb4\", \"invisible\": true},"
           "\"mariadb\": {}, \"postgresql\": {\"statistics\": 100, \"storage\": \"main\"},"
           "\"sqlite\": {}"),
    TABLE("\"primary_key\": [\"c\", {\"column\": \"d\", \"length\": 10}]"),
    TABLE("\"primary_key\": {\"name\": \"pk\", \"columns\": [\"c\"], \"include\": [\"d\"],"
          "\"postgresql\": {\"with\": {\"fillfactor\": 70}}}"),
    TABLE("\"unique\": {\"u\": [\"c\"], \"v\": {\"columns\": [\"c\"], \"conflict\": \"ignore\"}}"),
    TABLE("\"unique\": [[\"c\"], {\"columns\": [\"d\"]}, {\"name\": \"v\", \"columns\": [\"e\"]}]"),
    TABLE("\"checks\": {\"a\": \"c > 0\", \"b\": {\"expr\": \"c < 9\", \"not_valid\": true}}"),
    TABLE("\"checks\": [\"c > 0\", {\"expr\": \"c < 9\", \"name\": \"b\", \"enforced\": false}]"),
    TABLE("\"indexes\": {\"i\": {\"keys\": [\"c\", {\"column\": \"c\", \"order\": \"desc\","
          "\"nulls\": \"last\", \"opclass\": \"o\"}, {\"expr\": \"f(c)\", \"collate\": \"C\"}],"
          "\"where\": {\"postgresql\": \"c > 0\"}, \"with\": {\"fillfactor\": 70}}}"),
    TABLE("\"indexes\": [{\"keys\": [\"c\"], \"mysql\": {\"parser\": \"ngram\"}}]"),
    TABLE("\"foreign_keys\": {\"f\": {\"columns\": [\"c\"], \"references\": {\"table\": \"u\"},"
          "\"match\": \"full\", \"deferrable\": \"initially deferred\", \"not_valid\": true}}"),
    TABLE("\"foreign_keys\": [{\"columns\": [\"c\"], \"references\": {\"table\": \"u\"}}]"),
    TABLE("\"exclusions\": {\"e\": {\"elements\": [{\"key\": {\"expr\": \"f(c)\"},"
          "\"with\": \"&&\"}, {\"key\": \"c\", \"with\": \"=\"}], \"where\": \"c > 0\"}}"),
    TABLE("\"triggers\": {\"g\": {\"definition\": \"CREATE TRIGGER …\"}}, \"use\": [\"p\"]"),
    TABLE("\"tenant\": \"self\", \"managed\": false, \"dialects\": [\"sqlite\"],"
          "\"postgresql\": {\"inherits\": [\"u\"], \"partition_by\": \"range (c)\","
          "\"with\": {\"fillfactor\": 70}, \"unlogged\": true},"
          "\"mariadb\": {\"system_versioned\": true}, \"sqlite\": {\"strict\": true}"),
};

START_TEST(right_models_pass)
{
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        ck_assert_msg(check(right[i]), "%s: %u:%u: %s", right[i], err->where.line,
                      err->where.column, err->message);
    }
}
END_TEST

static const struct {
    const char *text, *message, *hint; /* the hint: a part of it */
} wrong[] = {
    {"[]", "the model must be an object, not an array", "an object"},
    {"{}", "the model has no member \"schemadiff\"", "Version"},
    {"{\"schemadiff\": 2}", "\"schemadiff\" must be \"1\", not 2", "write 1"},
    {"{\"schemadiff\": \"1\"}", "\"schemadiff\" must be an integer, not a string", "quotes"},
    {MODEL("\"tabels\": {}"), "unknown member \"tabels\" of the model", "\"tables\""},
    {MODEL("\"tables\": []"), "\"tables\" must be an object, not an array", "an object"},
    {MODEL("\"tables\": {\"t\": 1}"), "table \"t\" must be an object, not a number", "an object"},
    {MODEL("\"tables\": {\"\": {}}"), "a table has an empty name", "name"},
    {MODEL("\"include\": [1]"), "item 1 of \"include\" must be a string, not a number", "string"},
    {MODEL("\"project\": {\"dialects\": [\"postgres\"]}"),
     "item 1 of \"dialects\" of \"project\" must be \"postgresql\", \"mysql\", \"mariadb\" or "
     "\"sqlite\", not \"postgres\"",
     "\"postgresql\""},
    {MODEL("\"project\": {\"dialects\": []}"), "\"dialects\" of \"project\" must not be empty",
     "at least one"},
    {MODEL("\"views\": {\"v\": {}}"), "view \"v\" has no member \"query\"", "SELECT"},
    {MODEL("\"sequences\": {\"s\": {\"start\": 1.5}}"),
     "\"start\" of sequence \"s\" must be an integer, not 1.5", "fraction"},
    {MODEL("\"sequences\": {\"s\": {\"start\": 9223372036854775808}}"),
     "\"start\" of sequence \"s\" must be an integer, not 9223372036854775808", "64 bits"},
    {COLUMN("\"null\": true"), "column \"c\" of table \"t\" has no member \"type\"", "\"type\""},
    {COLUMN("\"type\": \"x\", \"colate\": \"C\""),
     "unknown member \"colate\" of column \"c\" of table \"t\"", "\"collate\""},
    {COLUMN("\"type\": \"x\", \"zzzzzzzzz\": 1"),
     "unknown member \"zzzzzzzzz\" of column \"c\" of table \"t\"", "type, null, default"},
    {COLUMN("\"type\": {\"postgres\": \"x\"}"),
     "unknown member \"postgres\" of \"type\" of column \"c\" of table \"t\"", "\"postgresql\""},
    {COLUMN("\"type\": \"x\", \"null\": \"no\""),
     "\"null\" of column \"c\" of table \"t\" must be true or false, not a string",
     "without quotes"},
    {COLUMN("\"type\": \"x\", \"default\": {\"exp\": \"now()\"}"),
     "unknown member \"exp\" of \"default\" of column \"c\" of table \"t\"", "\"expr\""},
    {COLUMN("\"type\": \"x\", \"default\": []"),
     "\"default\" of column \"c\" of table \"t\" must be a string, a number, a boolean or null or "
     "an object, not an array",
     "literal"},
    {COLUMN("\"type\": \"x\", \"on_delete\": \"set nul\""),
     "\"on_delete\" of column \"c\" of table \"t\" must be \"no action\", \"restrict\", "
     "\"cascade\", \"set null\" or \"set default\", not \"set nul\"",
     "\"set null\""},
    {COLUMN("\"type\": \"x\", \"identity\": \"allways\""),
     "\"identity\" of column \"c\" of table \"t\" must be \"always\" or \"by default\", not "
     "\"allways\"",
     "\"always\""},
    {COLUMN("\"type\": \"x\", \"mysql\": {\"invisibel\": true}"),
     "unknown member \"invisibel\" of \"mysql\" of column \"c\" of table \"t\"", "\"invisible\""},
    {COLUMN("\"type\": \"x\", \"sqlite\": {\"strict\": true}"),
     "unknown member \"strict\" of \"sqlite\" of column \"c\" of table \"t\"", "members"},
    {TABLE("\"mysql\": {\"auto_increment\": \"42\"}"),
     "\"auto_increment\" of \"mysql\" of table \"t\" must be an integer, not a string",
     "without quotes"},
    {TABLE("\"postgresql\": {\"with\": {\"fillfactor\": {}}}"),
     "parameter \"fillfactor\" of table \"t\" must be a string, a number, a boolean or null, not "
     "an object",
     "change it"},
    {TABLE("\"sqlite\": {\"engine\": \"x\"}"),
     "unknown member \"engine\" of \"sqlite\" of table \"t\"", "strict, without_rowid"},
    {TABLE("\"primary_key\": \"c\""),
     "\"primary_key\" of table \"t\" must be an array or an object, not a string", "an array"},
    {TABLE("\"primary_key\": []"), "\"primary_key\" of table \"t\" must not be empty", "at least"},
    {TABLE("\"use\": [\"a\", \"b\", \"a\"]"), "\"use\" of table \"t\" names \"a\" twice", "remove"},
    {TABLE("\"unique\": {\"u\": \"c\"}"),
     "unique constraint \"u\" of table \"t\" must be an array or an object, not a string",
     "an array"},
    {TABLE("\"unique\": {\"u\": {\"name\": \"v\", \"columns\": [\"c\"]}}"),
     "unknown member \"name\" of unique constraint \"u\" of table \"t\"", "did you mean"},
    {TABLE("\"indexes\": [{\"unique\": true}]"),
     "item 1 of \"indexes\" of table \"t\" has no member \"keys\"", "Columns and expressions"},
    {TABLE("\"indexes\": {\"i\": {\"keys\": [{\"expr\": \"x\", \"length\": 3}]}}"),
     "unknown member \"length\" of item 1 of \"keys\" of index \"i\" of table \"t\"", "expr"},
    {TABLE("\"indexes\": {\"i\": {\"keys\": [{\"colum\": \"x\"}]}}"),
     "unknown member \"colum\" of item 1 of \"keys\" of index \"i\" of table \"t\"", "\"column\""},
    {TABLE("\"foreign_keys\": {\"f\": {\"columns\": [\"c\"], \"references\": \"u.c\"}}"),
     "\"references\" of foreign key \"f\" of table \"t\" must be an object, not a string",
     "an object"},
};

START_TEST(wrong_models_are_explained)
{
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_msg(!check(wrong[i].text), "accepted: %s", wrong[i].text);
        ck_assert_str_eq(err->message, wrong[i].message);
        ck_assert_ptr_nonnull(err->hint);
        ck_assert_msg(strstr(err->hint, wrong[i].hint), "%s: hint: %s", err->message, err->hint);
        ck_assert_int_eq(err->code, ERR_MODEL);
    }
}
END_TEST

START_TEST(errors_have_places_and_come_together)
{
    ck_assert(!check("{\n  \"schemadiff\": 1,\n  \"tabels\": {},\n  \"tables\": {\n    \"t\": {\n"
                     "      \"columns\": { \"c\": { \"typ\": 1 } }\n    }\n  }\n}"));
    ck_assert_uint_eq(err->count, 3);
    static const unsigned places[][2] = {{3, 3}, {6, 27}, {6, 25}};
    const Error *at = err;
    for (size_t i = 0; i < 3; i++, at = at->next) {
        ck_assert_ptr_nonnull(at);
        ck_assert_uint_eq(at->where.line, places[i][0]);
        ck_assert_uint_eq(at->where.column, places[i][1]);
    }
}
END_TEST

START_TEST(no_more_errors_are_kept_than_the_limit)
{
    Buf buf = buf_new(mem);
    buf_add(&buf, "{\"schemadiff\": 1, \"tables\": {");
    for (size_t i = 0; i < 100; i++) {
        buf_fmt(&buf, "%s\"t%zu\": {\"colums\": {}}", i ? "," : "", i);
    }
    buf_add(&buf, "}}");
    ck_assert(!check(buf_text(&buf)));
    ck_assert_uint_eq(err->count, 100);
    size_t kept = 0;
    for (const Error *at = err; at; at = at->next) {
        kept++;
    }
    ck_assert_uint_eq(kept, ERROR_MAX);
}
END_TEST

START_TEST(fields_are_found_in_the_base_too)
{
    ck_assert_ptr_nonnull(shape_field(&shape_table, "use"));
    ck_assert_ptr_nonnull(shape_field(&shape_table, "columns"));
    ck_assert_ptr_eq(shape_field(&shape_table, "columns")->shape, &shape_column);
    ck_assert_ptr_null(shape_field(&shape_partial, "use"));
    ck_assert_ptr_null(shape_field(&shape_table, "engine"));
}
END_TEST

HARNESS_MAIN("shape", right_models_pass, wrong_models_are_explained,
             errors_have_places_and_come_together, no_more_errors_are_kept_than_the_limit,
             fields_are_found_in_the_base_too)
