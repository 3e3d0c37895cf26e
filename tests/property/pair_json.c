#include "tests/property/pair.h"

#include <string.h>

/* Names with everything that must be quoted, and words of SQL. */
const char *pair_name(Mem *mem, char kind, int number)
{
    static const char *const odd[] = {
        "%c \"odd\" %d",      "%cMixed%d", "%c'quoted'%d", "%c`tick`%d",
        "%c na\xc3\xafve %d", "%c%%s\\%d", "%c-%d;",       "%c(%d)"};
    switch (number) {
    case 7:
        return "order";
    case 11:
        return "user";
    case 18:
        return "select";
    default:
        break;
    }
    if (number % 5 != 4) {
        return mem_printf(mem, "%c%d", kind, number);
    }
    const char *format = odd[number / 5 % LEN(odd)];
    Buf buf = buf_new(mem);
    for (const char *at = format; *at; at++) {
        if (at[0] == '%' && at[1] == 'd') {
            buf_fmt(&buf, "%d", number);
        } else if (at[0] == '%' && at[1] == 'c') {
            buf_char(&buf, kind);
        } else {
            buf_char(&buf, *at);
            continue;
        }
        at++;
    }
    return buf_text(&buf);
}

typedef struct Writer {
    Mem *mem;
    Pair *pair;
    Random *random;
    Buf buf;
} Writer;

static void add_text(Writer *w, const char *text)
{
    buf_char(&w->buf, '"');
    for (const char *c = text; *c; c++) {
        if (*c == '\n') {
            buf_add(&w->buf, "\\n");
            continue;
        }
        buf_add(&w->buf, *c == '"' || *c == '\\' ? "\\" : "");
        buf_char(&w->buf, *c);
    }
    buf_char(&w->buf, '"');
}

static void add_note(Writer *w, int comment)
{
    static const char *const notes[] = {"plain", "it's \"quoted\"; -- no comment", "two\nlines",
                                        "caf\xc3\xa9 \xe2\x98\x83", "back\\slash %s"};
    if (comment) {
        buf_add(&w->buf, ", \"note\": ");
        add_text(w, notes[comment - 1]);
    }
}

static const char *const schema_names[] = {NULL, "s1", "Schema 2"};

/* Name of an object that stands in a schema. */
static const char *full_name(Writer *w, char kind, int number, int schema)
{
    const char *name = pair_name(w->mem, kind, number);
    return schema ? mem_printf(w->mem, "%s.%s", schema_names[schema], name) : name;
}

static const char *table_name(Writer *w, PairTable *table)
{
    return full_name(w, 't', table->name, table->schema);
}

static void add_was(Writer *w, char kind, int was)
{
    if (was) {
        buf_add(&w->buf, ", \"renamed_from\": ");
        add_text(w, pair_name(w->mem, kind, was));
    }
}

static const char *spelled(Writer *w, const Word *word)
{
    int len = 0;
    while (len < LEN(word->spellings) && word->spellings[len]) {
        len++;
    }
    return word->spellings[random_below(w->random, len)];
}

static bool is_plain_name(const char *name)
{
    return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789") == strlen(name) &&
           char_is_digit(name[1]);
}

/* An expression about a column, with or without needless quotes and parentheses. What has no name
 * is called after its words, so these stay. */
static const char *expression(Writer *w, const Word *word, const PairColumn *column, bool named)
{
    Buf buf = buf_new(w->mem);
    const char *text = named ? spelled(w, word) : word->spellings[0];
    const char *name = pair_name(w->mem, 'c', column->name);
    bool bare = is_plain_name(name) && random_one_in(w->random, 2);
    bool parens = random_one_in(w->random, 4);
    buf_add(&buf, parens ? "(" : "");
    for (const char *at = text; *at; at++) {
        if (*at != '@') {
            buf_char(&buf, *at);
            continue;
        }
        buf_add(&buf, bare ? "" : "\"");
        for (const char *c = name; *c; c++) {
            buf_add(&buf, *c == '"' ? "\"\"" : (char[]){*c, 0});
        }
        buf_add(&buf, bare ? "" : "\"");
    }
    buf_add(&buf, parens ? ")" : "");
    return buf_text(&buf);
}

static const Group *group_of(Writer *w, PairColumn *column)
{
    const Engine *engine = w->pair->engine;
    return &engine->groups[engine->types[pair_root(w->pair, column)->type].group];
}

static const Word *word_of(const Words *words, int variant)
{
    return &words->at[variant % words->len];
}

/* --- columns ---------------------------------------------------------------------------------- */

static void add_default(Writer *w, PairColumn *column)
{
    PairColumn *root = pair_root(w->pair, column);
    PairEnum *type = root->enumeration ? pair_enum(w->pair, root->enumeration) : NULL;
    const Words *words = &group_of(w, column)->defaults;
    if (!column->def) {
        return;
    }
    if (type) {
        buf_add(&w->buf, ", \"default\": ");
        add_text(w, pair_name(w->mem, 'v', type->values[column->def % type->len]));
    } else if (words->len) {
        buf_fmt(&w->buf, ", \"default\": %s", spelled(w, word_of(words, column->def)));
    }
}

static void add_generated(Writer *w, PairTable *table, PairColumn *column)
{
    PairColumn *source = pair_column(table, column->source);
    const Word *word = word_of(&group_of(w, source)->generated, column->generated);
    bool virtual = column->virtual && (w->pair->engine->can & HAS_VIRTUAL);
    buf_fmt(&w->buf, "\"type\": \"%s\", \"generated\": ", word->type);
    add_text(w, expression(w, word, source, true));
    buf_fmt(&w->buf, ", \"generated_as\": \"%s\"", virtual ? "virtual" : "stored");
}

static void add_type(Writer *w, PairColumn *column)
{
    PairColumn *root = pair_root(w->pair, column);
    PairEnum *type = root->enumeration ? pair_enum(w->pair, root->enumeration) : NULL;
    buf_add(&w->buf, "\"type\": ");
    add_text(w, type ? full_name(w, 'e', type->id, type->schema)
                     : spelled(w, &w->pair->engine->types[root->type].word));
    if (root->collation) {
        buf_add(&w->buf, ", \"collate\": ");
        add_text(w, w->pair->engine->collations[root->collation]);
    }
}

static void add_inline_members(Writer *w, PairTable *table, PairColumn *column)
{
    bool seen[MEMBER_INDEX + 1] = {false};
    for (int i = 0; i < table->members_len; i++) {
        PairMember *member = &table->members[i];
        PairTable *to;
        if (!(member->flags & FLAG_INLINE) || member->columns[0] != column->id ||
            seen[member->kind]) {
            continue;
        }
        seen[member->kind] = true;
        if (member->kind == MEMBER_UNIQUE) {
            buf_add(&w->buf, ", \"unique\": true");
        } else if (member->kind == MEMBER_CHECK) {
            buf_add(&w->buf, ", \"check\": ");
            add_text(w, expression(w, word_of(&group_of(w, column)->tests, member->variant), column,
                                   member->flags & FLAG_NAMED));
        } else if (member->kind == MEMBER_FOREIGN) {
            PairMember *key = pair_target(w->pair, member, &to);
            const char *name = pair_name(w->mem, 'c', pair_column(to, key->columns[0])->name);
            buf_add(&w->buf, ", \"references\": ");
            add_text(w, mem_printf(w->mem, "%s.%s", table_name(w, to), name));
            buf_add(&w->buf, w->pair->engine->actions[member->variant].json);
        }
    }
}

static void add_column(Writer *w, PairTable *table, PairColumn *column)
{
    add_text(w, pair_name(w->mem, 'c', column->name));
    buf_add(&w->buf, ": {");
    if (column->generated) {
        add_generated(w, table, column);
    } else {
        add_type(w, column);
        buf_add(&w->buf, column->increment ? w->pair->engine->increments[column->increment] : "");
        buf_add(&w->buf, column->not_null ? ", \"null\": false" : "");
        add_default(w, column);
        add_inline_members(w, table, column);
    }
    add_note(w, column->comment);
    add_was(w, 'c', column->was);
    buf_char(&w->buf, '}');
}

/* --- members ---------------------------------------------------------------------------------- */

static void add_column_list(Writer *w, PairTable *table, const int *columns, int len)
{
    buf_char(&w->buf, '[');
    for (int i = 0; i < len; i++) {
        buf_add(&w->buf, i ? ", " : "");
        add_text(w, pair_name(w->mem, 'c', pair_column(table, columns[i])->name));
    }
    buf_char(&w->buf, ']');
}

static bool is_listed(PairMember *member, MemberKind kind)
{
    bool is_inline = (member->flags & FLAG_INLINE) && kind != MEMBER_INDEX;
    return member->kind == kind && !is_inline;
}

static void add_foreign(Writer *w, PairTable *table, PairMember *member)
{
    PairTable *to;
    PairMember *key = pair_target(w->pair, member, &to);
    add_column_list(w, table, member->columns, member->len);
    buf_add(&w->buf, ", \"references\": {\"table\": ");
    add_text(w, table_name(w, to));
    if (key->kind != MEMBER_PRIMARY || member->id % 3) {
        buf_add(&w->buf, ", \"columns\": ");
        add_column_list(w, to, key->columns, key->len);
    }
    buf_char(&w->buf, '}');
    buf_add(&w->buf, w->pair->engine->actions[member->variant].json);
    if (member->flags & FLAG_DEFERRABLE) {
        buf_add(&w->buf, ", \"deferrable\": \"initially deferred\"");
    }
}

static void add_index_key(Writer *w, PairColumn *column, PairMember *index, bool first)
{
    unsigned flags = first ? index->flags : 0;
    if (flags & FLAG_EXPRESSION) {
        buf_add(&w->buf, "{\"expr\": ");
        add_text(w, expression(w, word_of(&group_of(w, column)->keys, index->variant), column,
                               index->flags & FLAG_NAMED));
    } else {
        buf_add(&w->buf, "{\"column\": ");
        add_text(w, pair_name(w->mem, 'c', column->name));
        PairColumn *root = pair_root(w->pair, column);
        unsigned traits = w->pair->engine->types[root->type].traits;
        if ((traits & TYPE_PREFIX) && !root->enumeration && !column->generated) {
            buf_fmt(&w->buf, ", \"length\": %d", 8 + index->variant % 3);
        }
        if (flags & FLAG_COLLATION) {
            buf_add(&w->buf, ", \"collate\": ");
            add_text(w, w->pair->engine->collations[1]);
        }
    }
    buf_add(&w->buf, flags & FLAG_DESC ? ", \"order\": \"desc\"" : "");
    buf_add(&w->buf, flags & FLAG_NULLS ? ", \"nulls\": \"first\"" : "");
    buf_char(&w->buf, '}');
}

static void add_index(Writer *w, PairTable *table, PairMember *index)
{
    int keys = index->len - (index->flags & FLAG_INCLUDE ? 1 : 0);
    buf_char(&w->buf, '[');
    for (int i = 0; i < keys; i++) {
        buf_add(&w->buf, i ? ", " : "");
        add_index_key(w, pair_column(table, index->columns[i]), index, i == 0);
    }
    buf_char(&w->buf, ']');
    if (index->flags & FLAG_INCLUDE) {
        buf_add(&w->buf, ", \"include\": ");
        add_column_list(w, table, &index->columns[keys], 1);
    }
    buf_add(&w->buf, index->flags & FLAG_UNIQUE ? ", \"unique\": true" : "");
    if (index->flags & FLAG_PARTIAL) {
        PairColumn *column = pair_column(table, index->columns[0]);
        buf_add(&w->buf, ", \"where\": ");
        add_text(w,
                 expression(w, word_of(&group_of(w, column)->tests, index->variant), column, true));
    }
}

static void add_definition(Writer *w, PairTable *table, PairMember *member)
{
    static const char *const words[] = {"columns", "columns", "expr", "columns", "keys"};
    PairColumn *column = pair_column(table, member->columns[0]);
    buf_fmt(&w->buf, "\"%s\": ", words[member->kind]);
    switch (member->kind) {
    case MEMBER_PRIMARY:
    case MEMBER_UNIQUE:
        add_column_list(w, table, member->columns, member->len);
        break;
    case MEMBER_CHECK:
        add_text(w, expression(w, word_of(&group_of(w, column)->tests, member->variant), column,
                               member->flags & FLAG_NAMED));
        break;
    case MEMBER_FOREIGN:
        add_foreign(w, table, member);
        break;
    case MEMBER_INDEX:
        add_index(w, table, member);
        break;
    }
    if (member->flags & FLAG_NAMED) {
        buf_add(&w->buf, ", \"name\": ");
        add_text(w, pair_name(w->mem, member->kind == MEMBER_INDEX ? 'i' : 'k', member->id));
    }
    add_note(w, member->comment);
}

static void add_members(Writer *w, PairTable *table, MemberKind kind)
{
    static const char *const lists[] = {"primary_key", "unique", "checks", "foreign_keys",
                                        "indexes"};
    int count = 0;
    for (int i = 0; i < table->members_len; i++) {
        if (is_listed(&table->members[i], kind)) {
            const char *open = kind == MEMBER_PRIMARY ? "{" : count ? ",\n      {" : "[{";
            if (!count++) {
                buf_fmt(&w->buf, ",\n      \"%s\": ", lists[kind]);
            }
            buf_add(&w->buf, open);
            add_definition(w, table, &table->members[i]);
            buf_char(&w->buf, '}');
        }
    }
    buf_add(&w->buf, count && kind != MEMBER_PRIMARY ? "]" : "");
}

static void add_table(Writer *w, PairTable *table)
{
    add_text(w, table_name(w, table));
    buf_add(&w->buf, ": {\n      \"columns\": {");
    for (int i = 0; i < table->columns_len; i++) {
        buf_add(&w->buf, i ? ",\n        " : "\n        ");
        add_column(w, table, &table->columns[i]);
    }
    buf_char(&w->buf, '}');
    for (int kind = MEMBER_PRIMARY; kind <= (int)MEMBER_INDEX; kind++) {
        add_members(w, table, (MemberKind)kind);
    }
    if (table->option) {
        buf_fmt(&w->buf, ", %s", w->pair->engine->options[table->option].json);
    }
    add_note(w, table->comment);
    add_was(w, 't', table->was);
    buf_char(&w->buf, '}');
}

/* --- all -------------------------------------------------------------------------------------- */

static bool uses_schema(Writer *w, int schema)
{
    bool used = false;
    for (int i = 0; i < w->pair->tables_len; i++) {
        used |= w->pair->tables[i].schema == schema;
    }
    for (int i = 0; i < w->pair->enums_len; i++) {
        used |= w->pair->enums[i].schema == schema;
    }
    for (int i = 0; i < w->pair->sequences_len; i++) {
        used |= w->pair->sequences[i].schema == schema;
    }
    return used;
}

static void add_schemas(Writer *w)
{
    int count = 0;
    for (int i = 1; i < LEN(schema_names); i++) {
        if (uses_schema(w, i)) {
            buf_add(&w->buf, count++ ? ", " : ",\n  \"schemas\": {");
            buf_fmt(&w->buf, "\"%s\": {}", schema_names[i]);
        }
    }
    buf_add(&w->buf, count ? "}" : "");
}

static void add_enums(Writer *w)
{
    for (int i = 0; i < w->pair->enums_len; i++) {
        PairEnum *each = &w->pair->enums[i];
        buf_add(&w->buf, i ? ",\n    " : ",\n  \"enums\": {\n    ");
        add_text(w, full_name(w, 'e', each->id, each->schema));
        buf_add(&w->buf, ": {\"values\": [");
        for (int j = 0; j < each->len; j++) {
            buf_add(&w->buf, j ? ", " : "");
            add_text(w, pair_name(w->mem, 'v', each->values[j]));
        }
        buf_char(&w->buf, ']');
        add_note(w, each->comment);
        buf_char(&w->buf, '}');
    }
    buf_add(&w->buf, w->pair->enums_len ? "}" : "");
}

static void add_sequences(Writer *w)
{
    for (int i = 0; i < w->pair->sequences_len; i++) {
        const PairSequence *each = &w->pair->sequences[i];
        const Engine *engine = w->pair->engine;
        buf_add(&w->buf, i ? ",\n    " : ",\n  \"sequences\": {\n    ");
        add_text(w, full_name(w, 'q', each->id, each->schema));
        buf_fmt(&w->buf, ": {%s", engine->sequences[each->variant % engine->sequences_len]);
        add_note(w, each->comment);
        buf_char(&w->buf, '}');
    }
    buf_add(&w->buf, w->pair->sequences_len ? "}" : "");
}

static void add_quoted(Writer *w, Buf *out, const char *name)
{
    char quote = w->pair->engine->quote;
    buf_char(out, quote);
    for (const char *c = name; *c; c++) {
        buf_add(out, *c == quote ? (char[]){quote, 0} : "");
        buf_char(out, *c);
    }
    buf_char(out, quote);
}

static void add_view(Writer *w)
{
    PairTable *table = pair_table(w->pair, w->pair->view);
    if (!table) {
        return;
    }
    Buf query = buf_new(w->mem);
    buf_add(&query, random_one_in(w->random, 2) ? "SELECT " : "select  ");
    add_quoted(w, &query, pair_name(w->mem, 'c', table->columns[0].name));
    buf_add(&query, " AS x FROM ");
    if (table->schema) {
        add_quoted(w, &query, schema_names[table->schema]);
        buf_char(&query, '.');
    }
    add_quoted(w, &query, pair_name(w->mem, 't', table->name));
    buf_add(&w->buf, ",\n  \"views\": {\"v\": {\"query\": ");
    add_text(w, buf_text(&query));
    buf_add(&w->buf, "}}");
}

const char *pair_json(Mem *mem, Pair *pair, Random *spelling)
{
    Writer w = {.mem = mem, .pair = pair, .random = spelling, .buf = buf_new(mem)};
    buf_fmt(&w.buf, "{\"schemadiff\": 1,\n  \"project\": {\"manage\": [%s]}", pair->engine->manage);
    add_schemas(&w);
    add_enums(&w);
    add_sequences(&w);
    for (int i = 0; i < pair->tables_len; i++) {
        buf_add(&w.buf, i ? ",\n    " : ",\n  \"tables\": {\n    ");
        add_table(&w, &pair->tables[i]);
    }
    buf_add(&w.buf, pair->tables_len ? "}" : "");
    add_view(&w);
    buf_add(&w.buf, "}\n");
    return buf_text(&w.buf);
}
