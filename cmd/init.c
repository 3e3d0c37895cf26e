#include "base/file.h"
#include "cmd/adopt.h"

typedef struct Template {
    const char *path, *text;
} Template;

#define EXAMPLE "schema/orders.dbml"

static const Template templates[] = {
    {"schemadiff.json", "{\n"
                        "  \"schemadiff\": 1,\n"
                        "  \"model\": \"schema\",\n"
                        "  \"migrations\": \"migrations\",\n"
                        "  \"default_env\": \"development\",\n"
                        "  \"environments\": {\n"
                        "    \"development\": {\n"
                        "      \"url_env\": \"DATABASE_URL\",\n"
                        "      \"url\": \"sqlite:///development.db\",\n"
                        "      \"sync\": true\n"
                        "    },\n"
                        "    \"production\": { \"url_env\": \"DATABASE_URL\" }\n"
                        "  }\n"
                        "}\n"},
    {EXAMPLE, "// The model: what the database should look like. Change it, then run\n"
              "//   schemadiff generate -m \"what changed\"\n"
              "//   schemadiff upgrade\n"
              "\n"
              "Table customers {\n"
              "  id integer [pk, increment]\n"
              "  email varchar(200) [not null, unique]\n"
              "  created_at timestamp [not null, default: `CURRENT_TIMESTAMP`]\n"
              "}\n"
              "\n"
              "Table orders {\n"
              "  id integer [pk, increment]\n"
              "  customer_id integer [not null, ref: > customers.id]\n"
              "  total numeric(12,2) [not null, default: 0]\n"
              "\n"
              "  indexes {\n"
              "    customer_id [name: 'orders_customer_id_idx']\n"
              "  }\n"
              "}\n"},
};

static bool refuse(const char *path, Error *err)
{
    error_at(err, ERR_FILE, (Location){.file = mem_strdup(err->mem, path)},
             "\"%s\" is there already", path);
    return error_hint(err, "init never overwrites: choose an empty folder, or remove the file");
}

static bool init_run(Context *ctx, Error *err)
{
    const char *folder = ctx->args->rest.len ? ctx->args->rest.at[0] : ".";
    Doc *written = json_array(ctx->mem);
    if (ctx->args->from || ctx->args->from_alembic) {
        return adopt_run(ctx, folder, err);
    }
    for (size_t i = 0; i < COUNT_OF(templates); i++) {
        const char *path = path_join(ctx->mem, folder, templates[i].path);
        if (file_exists(path)) {
            return refuse(path, err);
        }
    }
    if (!file_make_folder(path_join(ctx->mem, folder, "migrations"), err) ||
        !file_make_folder(path_join(ctx->mem, folder, "schema"), err)) {
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(templates); i++) {
        const char *path = path_join(ctx->mem, folder, templates[i].path);
        Str text = str_of(templates[i].text);
        if (!file_create(path, text.ptr, text.len, err)) {
            return false;
        }
        out_line(ctx->out, "%s", path);
        doc_append(ctx->mem, written, doc_string(ctx->mem, path, (Location){0}));
    }
    out_note(ctx->out,
             "Next: edit %s, then run\n"
             "  schemadiff generate -m \"first tables\"\n"
             "The database is DATABASE_URL (or one in .env), else the SQLite file development.db.",
             path_join(ctx->mem, folder, EXAMPLE));
    if (ctx->out->json) {
        Doc *doc = json_object(ctx->mem);
        json_number(ctx->mem, doc, "status", 0);
        json_value(ctx->mem, doc, "written", written);
        out_document(ctx->out, doc);
    }
    return true;
}

static const Flag init_flags[] = {
    FLAG("from", 0, FLAG_VALUE, "URL", from, "begin with this database: its model, a baseline"),
    FLAG("from-alembic", 0, FLAG_VALUE, "DIR", from_alembic,
         "go on where Alembic left the database of --url"),
    FLAG("rev-id", 0, FLAG_VALUE, "ID", revision_id, "identifier of the baseline"),
    LOCK_TIMEOUT_FLAG,
};

const Command command_init = {
    .name = "init",
    .usage = "[DIR]",
    .summary = "Writes schemadiff.json, an example model in schema/, and migrations/.",
    .details = "Never overwrites a file. --from: writes the model of a database and a baseline\n"
               "revision that makes all of it, and stamps the database with it. --from-alembic:\n"
               "the same behind the last Alembic (Flask-Migrate) revision; DIR holds env.py and\n"
               "versions, or is alembic.ini or pyproject.toml; all is read, not run. Other\n"
               "databases are taken over by upgrade.",
    .example = "schemadiff init --from postgresql://localhost/shop",
    .flags = init_flags,
    .flag_count = COUNT_OF(init_flags),
    .formats = "text json",
    .max_rest = 1,
    .database = DATABASE_SHOWS,
    .run = init_run,
};
