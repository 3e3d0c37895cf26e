#include "migrate/alembic_env.h"

#include "migrate/python_lexer.h"

typedef struct Env {
    Mem *mem;
    const char *path, *text;
    size_t len;
    Error *err;
} Env;

static bool is_other(const PythonToken *token, char c)
{
    return token->kind == PYTHON_OTHER && token->text[0] == c;
}

/* NAME = "constant" anywhere in the file; *out stays when there is none. */
static bool find_constant(const Env *env, const char *name, const char **out)
{
    PythonLexer lexer = python_lexer(env->mem, env->path, env->text, env->len);
    PythonToken before[2] = {{.kind = PYTHON_NEWLINE}, {.kind = PYTHON_NEWLINE}}, token;
    do {
        if (!python_next(&lexer, &token, env->err)) {
            return false;
        }
        if (before[0].kind == PYTHON_NAME && text_equal(before[0].text, name) &&
            is_other(&before[1], '=') && token.kind == PYTHON_STRING && token.constant) {
            *out = token.text;
        }
        before[0] = before[1];
        before[1] = token;
    } while (token.kind != PYTHON_END);
    return true;
}

static bool no_constant(const Env *env, const char *argument, const PythonToken *token)
{
    error_at(env->err, ERR_MODEL, (Location){env->path, token->line, token->column},
             "what \"%s\" is cannot be told without running Python", argument);
    return error_hint(env->err, "write it as a string");
}

/* The value of a keyword argument: a string, None, or a name that stands for a string. */
static bool argument_value(const Env *env, const char *argument, const PythonToken *token,
                           const char **out)
{
    const char *value = NULL;
    if (token->kind == PYTHON_STRING && token->constant) {
        *out = token->text;
        return true;
    }
    if (token->kind == PYTHON_NAME && text_equal(token->text, "None")) {
        return true;
    }
    if (token->kind == PYTHON_NAME && !find_constant(env, token->text, &value)) {
        return false;
    }
    *out = value ? value : *out;
    return value || no_constant(env, argument, token);
}

static bool read_argument(const Env *env, const char *argument, const char **out)
{
    PythonLexer lexer = python_lexer(env->mem, env->path, env->text, env->len);
    PythonToken before[2] = {{.kind = PYTHON_NEWLINE}, {.kind = PYTHON_NEWLINE}}, token;
    do {
        if (!python_next(&lexer, &token, env->err)) {
            return false;
        }
        if (before[0].kind == PYTHON_NAME && text_equal(before[0].text, argument) &&
            is_other(&before[1], '=') && !is_other(&token, '=')) {
            return argument_value(env, argument, &token, out);
        }
        before[0] = before[1];
        before[1] = token;
    } while (token.kind != PYTHON_END);
    return true;
}

bool alembic_env_read(Mem *mem, const char *folder, AlembicTable *out, Error *err)
{
    char *text = NULL;
    Env env = {.mem = mem, .path = path_join(mem, folder, "env.py"), .err = err};
    if (!file_exists(env.path)) {
        return true;
    }
    if (!file_read(mem, env.path, &text, &env.len, err)) {
        return false;
    }
    env.text = text;
    return read_argument(&env, "version_table", &out->name) &&
           read_argument(&env, "version_table_schema", &out->schema);
}
