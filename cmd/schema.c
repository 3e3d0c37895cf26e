#include "cmd/command.h"
#include "cmd/project.h"
#include "schema/model.h"

#define PROJECT_SCHEMA_ID "https://schemadiff.example/schema/v1/project.schema.json"

static bool schema_run(Context *ctx, Error *err)
{
    Buf text = buf_new(ctx->mem);
    (void)err;
    if (ctx->args->project) {
        json_write(shape_json_schema(ctx->mem, &project_shape, PROJECT_SCHEMA_ID), &text);
    } else {
        model_json_schema(ctx->mem, &text);
    }
    out_text(ctx->out, buf_text(&text), text.len);
    return true;
}

static const Flag schema_flags[] = {
    FLAG("project", 0, FLAG_SWITCH, NULL, project, "the schema of schemadiff.json instead"),
};

const Command command_schema = {
    .name = "schema",
    .usage = "",
    .summary = "Prints the JSON Schema of model files, for editors.",
    .details = "Save it and name it in \"$schema\" of a model: editors then complete and check.",
    .example = "schemadiff schema > model.schema.json",
    .flags = schema_flags,
    .flag_count = COUNT_OF(schema_flags),
    .formats = "json",
    .run = schema_run,
};
