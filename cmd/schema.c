#include "cmd/command.h"
#include "schema/model.h"

static bool schema_run(Context *ctx, Error *err)
{
    Buf text = buf_new(ctx->mem);
    (void)err;
    model_json_schema(ctx->mem, &text);
    out_text(ctx->out, buf_text(&text), text.len);
    return true;
}

const Command command_schema = {
    .name = "schema",
    .usage = "",
    .summary = "Prints the JSON Schema of model files, for editors.",
    .details = "Save it and name it in \"$schema\" of a model: editors then complete and check.",
    .example = "schemadiff schema > model.schema.json",
    .formats = "json",
    .run = schema_run,
};
