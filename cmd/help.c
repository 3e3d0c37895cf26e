#include "cmd/command.h"

#include <string.h>

#define WIDTH 80

static void print_wrapped(Output *out, const char *text, size_t from)
{
    Mem *mem = out->mem;
    while (strlen(text) > WIDTH - from) {
        size_t cut = WIDTH - from;
        while (cut > 0 && text[cut] != ' ') {
            cut--;
        }
        cut = cut ? cut : WIDTH - from;
        out_line(out, "%*s%s", (int)from, "", mem_strndup(mem, text, cut));
        text += cut + (text[cut] == ' ');
    }
    out_line(out, "%*s%s", (int)from, "", text);
}

/* `  -c, --config FILE   what it is`, the text wrapped behind its column. */
static void print_entry(Output *out, const char *name, const char *text, size_t column)
{
    Mem *mem = out->mem;
    size_t len = strlen(name) + 2;
    size_t room = WIDTH - column, n = strlen(text);
    if (len + 1 > column) {
        out_line(out, "  %s", name);
        print_wrapped(out, text, column);
        return;
    }
    size_t cut = n;
    if (n > room) {
        cut = room;
        while (cut > 0 && text[cut] != ' ') {
            cut--;
        }
    }
    out_line(out, "  %-*s%s", (int)column - 2, name, mem_strndup(mem, text, cut));
    if (cut < n) {
        print_wrapped(out, text + cut + 1, column);
    }
}

static void print_flags(Output *out, const Flag *flags, size_t n)
{
    Mem *mem = out->mem;
    for (size_t i = 0; i < n; i++) {
        const char *letter = flags[i].letter ? mem_printf(mem, "-%c, ", flags[i].letter) : "    ";
        const char *name =
            mem_printf(mem, "%s--%s%s%s", letter, flags[i].name, flags[i].value ? " " : "",
                       flags[i].value ? flags[i].value : "");
        print_entry(out, name, flags[i].help, 24);
    }
}

static void print_overview(Output *out)
{
    out_line(out, "schemadiff turns a database model into reviewed, reversible migrations.\n");
    out_line(out, "usage: schemadiff COMMAND [OPTIONS]\n\ncommands:");
    for (const Command *const *c = commands; *c; c++) {
        print_entry(out, (*c)->name, (*c)->summary, 14);
    }
    out_line(out, "\noptions that every command takes, before or after its name:");
    print_flags(out, common_flags, common_flag_count);
    out_line(out, "\nURLs: sqlite:///file.db  postgresql://user@host/db  mysql://user@host/db");
    out_line(out, "\nexample:\n  schemadiff generate -m \"add notes to orders\"\n");
    out_line(out, "\"schemadiff help COMMAND\" tells more.");
}

static void print_command(Output *out, const Command *c)
{
    out_line(out, "usage: schemadiff %s%s%s [OPTIONS]", c->name, *c->usage ? " " : "", c->usage);
    if (c->alias) {
        out_line(out, "alias: %s", c->alias);
    }
    out_line(out, "\n%s", c->summary);
    if (c->details) {
        out_line(out, "\n%s", c->details);
    }
    if (c->flag_count) {
        out_line(out, "\noptions:");
        print_flags(out, c->flags, c->flag_count);
    }
    out_line(out, "\noptions that every command takes:");
    print_flags(out, common_flags, common_flag_count);
    out_line(out, "\nformats: %s\n\nexample:\n  %s", c->formats, c->example);
}

static Doc *flags_json(Mem *mem, const Flag *flags, size_t n)
{
    Doc *list = json_array(mem);
    for (size_t i = 0; i < n; i++) {
        Doc *one = json_object(mem);
        json_text(mem, one, "name", flags[i].name);
        json_text(mem, one, "letter",
                  flags[i].letter ? mem_printf(mem, "%c", flags[i].letter) : NULL);
        json_text(mem, one, "value", flags[i].value);
        json_text(mem, one, "help", flags[i].help);
        doc_append(mem, list, one);
    }
    return list;
}

static Doc *command_json(Mem *mem, const Command *c)
{
    Doc *doc = json_object(mem);
    json_text(mem, doc, "name", c->name);
    json_text(mem, doc, "usage", c->usage);
    json_text(mem, doc, "summary", c->summary);
    json_text(mem, doc, "example", c->example);
    json_value(mem, doc, "options", flags_json(mem, c->flags, c->flag_count));
    return doc;
}

static void print_json(Context *ctx, const Command *only)
{
    Mem *mem = ctx->mem;
    Doc *doc = json_object(mem), *list = json_array(mem);
    json_number(mem, doc, "status", 0);
    for (const Command *const *c = commands; *c; c++) {
        if (!only || *c == only) {
            doc_append(mem, list, command_json(mem, *c));
        }
    }
    json_value(mem, doc, "commands", list);
    json_value(mem, doc, "options", flags_json(mem, common_flags, common_flag_count));
    out_document(ctx->out, doc);
}

static bool help_run(Context *ctx, Error *err)
{
    const Command *command = NULL;
    if (ctx->args->rest.len) {
        const char *name = ctx->args->rest.at[0];
        LIST(const char *) names = {0};
        for (const Command *const *c = commands; *c; c++) {
            list_push(ctx->mem, &names, (*c)->name);
        }
        command = command_find(name);
        if (!command) {
            const char *nearest = text_nearest(name, names.at, names.len);
            error_set(err, ERR_USAGE, "unknown command \"%s\"", name);
            return nearest ? error_hint(err, "did you mean \"%s\"?", nearest)
                           : error_hint(err, "\"schemadiff help\" lists the commands");
        }
    }
    if (ctx->out->json) {
        print_json(ctx, command);
    } else if (command) {
        print_command(ctx->out, command);
    } else {
        print_overview(ctx->out);
    }
    return true;
}

const Command command_help = {
    .name = "help",
    .usage = "[COMMAND]",
    .summary = "Lists the commands, or explains one.",
    .example = "schemadiff help generate",
    .formats = "text json",
    .max_rest = 1,
    .run = help_run,
};
