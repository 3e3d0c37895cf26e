#include "cmd/completion.h"
#include "cmd/session.h"

#include <string.h>

/* The value of a common option among words as they are typed, the last one; NULL = not typed. */
static const char *typed_value(Mem *mem, const NameList *typed, const char *name, char letter)
{
    const char *option = mem_printf(mem, "--%s", name), *value = NULL;
    const char *with_value = mem_printf(mem, "%s=", option),
               *brief = mem_printf(mem, "-%c", letter);
    for (size_t i = 0; i < typed->len; i++) {
        const char *word = typed->at[i];
        if (text_starts(word, with_value)) {
            value = word + strlen(with_value);
        } else if ((text_equal(word, option) || (letter && text_equal(word, brief))) &&
                   i + 1 < typed->len) {
            value = typed->at[++i];
        }
    }
    return value;
}

/* What decides where the project's files are. */
static Arguments typed_arguments(Mem *mem, const NameList *typed)
{
    return (Arguments){.config = typed_value(mem, typed, "config", 'c'),
                       .env = typed_value(mem, typed, "env", 'e'),
                       .dir = typed_value(mem, typed, "dir", 0)};
}

static bool tell_environments(Context *ctx, const Arguments *args, Error *err)
{
    NameList names = {0};
    if (!config_environments(ctx->mem, args, &names, err)) {
        return false;
    }
    for (size_t i = 0; i < names.len; i++) {
        out_line(ctx->out, "%s\t", names.at[i]);
    }
    return true;
}

/* The newest first, then the names that stand for some of them. */
static bool tell_revisions(Context *ctx, const Arguments *args, Error *err)
{
    Graph graph = {0};
    if (!config_load(ctx->mem, args, &ctx->config, err) || !session_graph(ctx, &graph, err)) {
        return false;
    }
    for (size_t i = graph.list.len; i > 0; i--) {
        const Migration *m = graph.list.at[i - 1];
        out_line(ctx->out, "%s\t%s", m->revision, format_line(ctx->mem, m->message));
    }
    for (size_t i = 0; i < graph.labels.len; i++) {
        out_line(ctx->out, "%s@head\tthe newest of its branch", graph.labels.at[i].name);
    }
    out_line(ctx->out, "head\tthe newest revision");
    out_line(ctx->out, "base\tbefore the first revision");
    return true;
}

static const struct {
    const char *kind;
    bool (*tell)(Context *ctx, const Arguments *args, Error *err);
} answers[] = {{"revisions", tell_revisions}, {"environments", tell_environments}};

bool completion_answer(Context *ctx, const char *kind, const NameList *typed)
{
    Arguments args = typed_arguments(ctx->mem, typed);
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        if (text_equal(answers[i].kind, kind)) {
            (void)answers[i].tell(ctx, &args, error_new(ctx->mem));
            return true;
        }
    }
    return false;
}
