/* What DBML has for drawing and for documentation: read, so that a file stays valid, and dropped.
 * The paths of `use` are kept. */
#include "schema/dsl/parse.h"

#include <string.h>

static bool parse_member(Parser *parser, void *context)
{
    Settings notes = {0};
    Name name;
    bool note;
    (void)context;
    return parse_note(parser, &notes, &note) && (note || parse_name(parser, "a table", &name));
}

bool parse_group(Parser *parser)
{
    Location where = parser_here(parser);
    const char *name;
    Settings settings = {0};
    parser_next(parser);
    return parse_id(parser, "the name of the group", &name) &&
           parse_settings(parser, true, &settings) &&
           parser_block(parser, false, where, parse_member, NULL);
}

bool parse_sticky(Parser *parser)
{
    Name name;
    Value text;
    Settings settings = {0};
    parser_next(parser);
    return parse_name(parser, "the name of the note", &name) &&
           parse_settings(parser, true, &settings) &&
           parser_expect(parser, "{", "a note outside a table is written: Note name { 'text' }") &&
           parse_string(parser, &text) &&
           parser_expect(parser, "}", "a note block holds one string");
}

static bool parse_shown(Parser *parser, void *context)
{
    Name name;
    (void)context;
    return parser_accept(parser, "*") || parse_name(parser, "a name or \"*\"", &name);
}

static bool parse_diagram_item(Parser *parser, void *context)
{
    static const char *const blocks[] = {"tables", "notes", "tablegroups", "schemas"};
    (void)context;
    if (parser_accept(parser, "*")) {
        return true;
    }
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        if (parser_is_word(parser, blocks[i])) {
            Location where = parser_here(parser);
            parser_next(parser);
            return parser_block(parser, true, where, parse_shown, NULL);
        }
    }
    return parser_fail(parser, "Tables, Notes, TableGroups, Schemas or \"*\"", NULL);
}

bool parse_diagram(Parser *parser)
{
    Location where = parser_here(parser);
    const char *name;
    parser_next(parser);
    return parse_id(parser, "the name of the view", &name) &&
           parser_block(parser, false, where, parse_diagram_item, NULL);
}

/* `a -> b` */
static bool parse_edge(Parser *parser)
{
    Name name;
    Settings settings = {0};
    if (!parse_name(parser, "a table or column", &name)) {
        return false;
    }
    if (!parser_accept(parser, "->") && !parser_accept(parser, "<-")) {
        return parser_fail(parser, "\"->\" or \"<-\"", "a dependency is written: Dep: a -> b");
    }
    return parse_name(parser, "a table or column", &name) &&
           parse_settings(parser, false, &settings);
}

static bool parse_dep_item(Parser *parser, void *context)
{
    Settings entries = {0};
    bool note;
    (void)context;
    if (!parse_note(parser, &entries, &note)) {
        return false;
    }
    return note ||
           (parser_ahead_is(parser, ":") ? parse_entry(parser, &entries) : parse_edge(parser));
}

bool parse_dep(Parser *parser)
{
    Location where = parser_here(parser);
    Settings settings = {0};
    parser_next(parser);
    if (parser_is_name(parser)) {
        parser_next(parser);
    }
    if (!parse_settings(parser, true, &settings)) {
        return false;
    }
    if (parser_accept(parser, ":")) {
        return parse_edge(parser);
    }
    return parser_block(parser, false, where, parse_dep_item, NULL);
}

static bool parse_use_item(Parser *parser, void *context)
{
    static const char *const kinds[] = {"table", "enum",   "tablepartial",
                                        "note",  "schema", "tablegroup"};
    (void)context;
    bool known = false, table = parser_is_word(parser, "table");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        known |= parser_is_word(parser, kinds[i]);
    }
    if (!known) {
        return parser_fail(parser, "table, enum, tablepartial, note, schema or tablegroup",
                           "as in: use { table users } from './users'");
    }
    parser_next(parser);
    AliasNode alias = {0};
    if (!parse_name(parser, "a name", &alias.name)) {
        return false;
    }
    if (parser_is_word(parser, "as") && parser_ahead_is_name(parser)) {
        parser_next(parser);
        alias.where = parser_here(parser);
        if (!parse_id(parser, "an alias", &alias.alias)) {
            return false;
        }
        if (table) {
            list_push(parser->mem, &parser->out->aliases, alias);
        }
    }
    return true;
}

bool parse_use(Parser *parser)
{
    Location where = parser_here(parser);
    parser_next(parser);
    if (!parser_accept(parser, "*") && !parser_block(parser, false, where, parse_use_item, NULL)) {
        return error_hint(parser->err, "as in: use * from './users'");
    }
    if (!parser_is_word(parser, "from")) {
        return parser_fail(parser, "from", "as in: use * from './users'");
    }
    parser_next(parser);
    if (parser->at->kind != TOKEN_STRING || !*parser->at->text) {
        return parser_fail(parser, "a path in quotes", "as in: use * from './users'");
    }
    list_push(parser->mem, &parser->out->imports,
              (ImportNode){parser->at->text, parser_here(parser)});
    parser_next(parser);
    return true;
}
