#include "cmd/confirm.h"

bool confirm_is_wanted(const Context *ctx)
{
    const Environment *environment = &ctx->config.environment;
    return environment->production || environment_confirms(environment, ctx->command->name);
}

bool confirm_change(Context *ctx, const Conn *conn, const char *question, bool always, Error *err)
{
    if (ctx->config.environment.production) {
        const char *name = path_base(conn->database);
        return out_confirm_name(ctx->out, ctx->args->yes, question, name, err);
    }
    return (!always && !confirm_is_wanted(ctx)) ||
           out_confirm(ctx->out, ctx->args->yes, question, err);
}

static void show_section(Context *ctx, const Section *section)
{
    for (size_t i = 0; i < section->hazards.len; i++) {
        out_warn(ctx->out, "%s", section->hazards.at[i]);
    }
    for (size_t i = 0; i < section->steps.len; i++) {
        out_note(ctx->out, "%zu. %s;", i + 1, section->steps.at[i].sql);
    }
}

void confirm_show(Context *ctx, const Migrations *todo, bool up)
{
    for (size_t i = 0; i < todo->len; i++) {
        const Migration *m = todo->at[i];
        out_note(ctx->out, "%s %s:", up ? "applies" : "takes back", migration_label(ctx->mem, m));
        show_section(ctx, up ? &m->upgrade : &m->downgrade);
    }
}
