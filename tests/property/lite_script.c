#include "tests/property/lite_model.h"

/* --- words ------------------------------------------------------------------------------------ */

static const char *const types[] = {
    "INTEGER",        "int",  "bigint", "varchar(20)",    "TEXT",    "real",
    "numeric(10, 2)", "blob", "",       "custom_type(3)", "boolean", "JSON"};
static const char *const strict_types[] = {"INTEGER", "INT",  "integer", "TEXT", "text", "REAL",
                                           "any",     "BLOB", "ANY",     "int",  "Real", "blob"};

typedef enum Class { CLASS_INTEGER, CLASS_TEXT, CLASS_REAL, CLASS_BLOB, CLASS_ANY } Class;

static const Class classes[] = {CLASS_INTEGER, CLASS_INTEGER, CLASS_INTEGER, CLASS_TEXT,
                                CLASS_TEXT,    CLASS_REAL,    CLASS_REAL,    CLASS_BLOB,
                                CLASS_ANY,     CLASS_ANY,     CLASS_INTEGER, CLASS_TEXT};
static const Class strict_classes[] = {CLASS_INTEGER, CLASS_INTEGER, CLASS_INTEGER, CLASS_TEXT,
                                       CLASS_TEXT,    CLASS_REAL,    CLASS_ANY,     CLASS_BLOB,
                                       CLASS_ANY,     CLASS_INTEGER, CLASS_REAL,    CLASS_BLOB};

static const char *const defaults[][5] = {
    [CLASS_INTEGER] = {NULL, "7", "-3", "(1 + 2)", "0x10"},
    [CLASS_TEXT] = {NULL, "'x'", "'it''s'", "(lower('A') || ';')", "CURRENT_TIMESTAMP"},
    [CLASS_REAL] = {NULL, "1.5", "-2.25", "(3 * 0.5)", "1e3"},
    [CLASS_BLOB] = {NULL, "x'00ff'", "X'AB'", "(zeroblob(2))", "(x'01')"},
    [CLASS_ANY] = {NULL, "TRUE", "false", "'y'", "(abs(-1))"},
};

const char *lite_name(Mem *mem, char kind, int number)
{
    return number % 5 == 4 ? mem_printf(mem, "%c \"odd\" %d", kind, number)
                           : mem_printf(mem, "%c%d", kind, number);
}

typedef struct Writer {
    Mem *mem;
    Random *random;
    const LiteModel *model;
    Buf buf;
} Writer;

static void add_name(Writer *w, char kind, int number)
{
    const char *name = lite_name(w->mem, kind, number);
    bool odd = number % 5 == 4;
    int style = random_below(w->random, odd ? 2 : 4);
    char open = style == 0 ? '"' : style == 1 ? '`' : '[', close = open == '[' ? ']' : open;
    if (style == 3) {
        buf_add(&w->buf, name);
        return;
    }
    buf_char(&w->buf, open);
    for (const char *c = name; *c; c++) {
        buf_add(&w->buf, *c == open ? (char[]){open, 0} : "");
        buf_char(&w->buf, *c);
    }
    buf_char(&w->buf, close);
}

static void add_space(Writer *w)
{
    static const char *const spaces[] = {" ", "\n  ", " /* ; ( */ ", " -- it's\n", "  "};
    buf_add(&w->buf, spaces[random_below(w->random, 5)]);
}

static void add_words(Writer *w, const char *words)
{
    add_space(w);
    bool lower = random_one_in(w->random, 2);
    buf_add(&w->buf, lower ? text_lower(w->mem, words) : words);
}

static const LiteColumn *find_column(const LiteTable *table, int id)
{
    for (int i = 0; i < table->columns_len; i++) {
        if (table->columns[i].id == id) {
            return &table->columns[i];
        }
    }
    return &table->columns[0];
}

static const LiteTable *find_table(const LiteModel *model, int id)
{
    for (int i = 0; i < model->len; i++) {
        if (model->tables[i].id == id) {
            return &model->tables[i];
        }
    }
    return &model->tables[0];
}

static void add_column_name(Writer *w, const LiteTable *table, int id)
{
    add_name(w, 'c', find_column(table, id)->name);
}

/* --- columns ---------------------------------------------------------------------------------- */

static Class class_of(const LiteTable *table, const LiteColumn *column)
{
    if (column == &table->columns[0] &&
        (table->key == KEY_ROWID || table->key == KEY_AUTOINCREMENT)) {
        return CLASS_INTEGER;
    }
    if (column == &table->columns[0] && table->key == KEY_TEXT) {
        return CLASS_TEXT;
    }
    return (table->strict ? strict_classes : classes)[column->type];
}

static const char *type_of(const LiteTable *table, const LiteColumn *column)
{
    if (column == &table->columns[0] &&
        (table->key == KEY_ROWID || table->key == KEY_AUTOINCREMENT)) {
        return "INTEGER";
    }
    if (column == &table->columns[0] && table->key == KEY_TEXT) {
        return "TEXT";
    }
    return (table->strict ? strict_types : types)[column->type];
}

/* True for every value that lite_rows() makes. */
static void add_check(Writer *w, const LiteTable *table, int kind, int column)
{
    static const char *const tails[] = {" <> 99)",      " IS NOT NULL OR 1)", " <> ')')",
                                        " <> 'it''s')", " > -1000 OR 1)",     " NOT IN (91, 92))"};
    buf_add(&w->buf, "(");
    add_column_name(w, table, column);
    buf_add(&w->buf, tails[kind]);
}

static void add_generated(Writer *w, const LiteTable *table, const LiteColumn *column)
{
    static const char *const tails[] = {"", " || 'x')", " || '(')", " || 1)"};
    /* No comment here: it would become part of the type that the pragma tells. */
    buf_add(&w->buf, random_one_in(w->random, 2) ? " GENERATED ALWAYS AS" : " as");
    buf_add(&w->buf, " (");
    add_column_name(w, table, column->source);
    buf_add(&w->buf, tails[column->generated]);
    add_words(w, column->stored ? "STORED" : "VIRTUAL");
}

static void add_column(Writer *w, const LiteTable *table, const LiteColumn *column)
{
    static const char *const collations[] = {"", "NOCASE", "RTRIM"};
    add_name(w, 'c', column->name);
    if (column->generated) {
        buf_add(&w->buf, table->strict ? " any" : " text");
        add_generated(w, table, column);
        return;
    }
    const char *type = type_of(table, column);
    buf_fmt(&w->buf, " %s", type);
    if (column == &table->columns[0] && table->key != KEY_NONE && table->key != KEY_PAIR) {
        add_words(w, "PRIMARY KEY");
        add_words(w, table->key == KEY_AUTOINCREMENT ? "AUTOINCREMENT" : "");
    }
    const char *value = defaults[class_of(table, column)][column->def];
    if (value) {
        add_words(w, "DEFAULT");
        buf_fmt(&w->buf, " %s", value);
    }
    add_words(w, column->not_null ? "NOT NULL" : "");
    add_words(w, column->unique ? "UNIQUE" : "");
    if (column->collate) {
        add_words(w, "COLLATE");
        buf_fmt(&w->buf, " %s", collations[column->collate]);
    }
    if (column->inline_check) {
        add_words(w, "CHECK");
        add_check(w, table, column->id % 6, column->id);
    }
}

/* --- members ---------------------------------------------------------------------------------- */

static void add_constraint_name(Writer *w, const LiteMember *member)
{
    if (member->named) {
        add_words(w, "CONSTRAINT");
        buf_char(&w->buf, ' ');
        add_name(w, 'k', member->id);
    }
}

static void add_columns(Writer *w, const LiteTable *table, const LiteMember *member)
{
    buf_add(&w->buf, " (");
    for (int i = 0; i < member->len; i++) {
        buf_add(&w->buf, i ? " , " : "");
        add_column_name(w, table, member->columns[i]);
    }
    buf_char(&w->buf, ')');
}

static void add_unique(Writer *w, const LiteTable *table, const LiteMember *member)
{
    add_constraint_name(w, member);
    add_words(w, "UNIQUE");
    add_columns(w, table, member);
    add_words(w, member->other ? "ON CONFLICT REPLACE" : "");
}

static void add_foreign_key(Writer *w, const LiteTable *table, const LiteMember *member)
{
    static const char *const actions[] = {"",
                                          "ON DELETE CASCADE",
                                          "ON DELETE SET NULL",
                                          "ON UPDATE CASCADE",
                                          "ON DELETE RESTRICT",
                                          "ON UPDATE SET DEFAULT"};
    const LiteTable *target = find_table(w->model, member->target);
    add_constraint_name(w, member);
    add_words(w, "FOREIGN KEY (");
    add_column_name(w, table, member->columns[0]);
    buf_char(&w->buf, ')');
    add_words(w, "REFERENCES");
    buf_char(&w->buf, ' ');
    add_name(w, 't', target->name);
    if (!member->flag || target->key == KEY_NONE || target->key == KEY_PAIR) {
        buf_add(&w->buf, " (");
        add_name(w, 'c', target->columns[0].name);
        buf_char(&w->buf, ')');
    }
    add_words(w, actions[member->kind]);
    add_words(w, member->other ? "DEFERRABLE INITIALLY DEFERRED" : "");
}

static void add_members(Writer *w, const LiteTable *table)
{
    if (table->key == KEY_PAIR) {
        buf_char(&w->buf, ',');
        add_words(w, "PRIMARY KEY (");
        add_name(w, 'c', table->columns[1].name);
        buf_add(&w->buf, ", ");
        add_name(w, 'c', table->columns[0].name);
        buf_add(&w->buf, ")");
    }
    for (int i = 0; i < table->uniques_len; i++) {
        buf_char(&w->buf, ',');
        add_unique(w, table, &table->uniques[i]);
    }
    for (int i = 0; i < table->checks_len; i++) {
        const LiteMember *member = &table->checks[i];
        buf_char(&w->buf, ',');
        add_constraint_name(w, member);
        add_words(w, "CHECK");
        add_check(w, table, member->kind, member->columns[0]);
    }
    for (int i = 0; i < table->keys_len; i++) {
        buf_char(&w->buf, ',');
        add_foreign_key(w, table, &table->keys[i]);
    }
}

/* --- statements ------------------------------------------------------------------------------- */

static Writer writer_new(Mem *mem, Random *random, const LiteModel *model)
{
    return (Writer){.mem = mem, .random = random, .model = model, .buf = buf_new(mem)};
}

static void push(Writer *w, Script *out)
{
    list_push(w->mem, out, mem_strdup(w->mem, buf_text(&w->buf)));
    w->buf = buf_new(w->mem);
}

static void write_table(Writer *w, const LiteTable *table, Script *out)
{
    buf_add(&w->buf, "CREATE TABLE ");
    add_name(w, 't', table->name);
    buf_add(&w->buf, " (");
    for (int i = 0; i < table->columns_len; i++) {
        buf_add(&w->buf, i ? ", " : "");
        add_column(w, table, &table->columns[i]);
    }
    add_members(w, table);
    buf_add(&w->buf, "\n)");
    buf_add(&w->buf, table->without_rowid ? " WITHOUT ROWID" : "");
    buf_add(&w->buf, table->without_rowid && table->strict ? "," : "");
    buf_add(&w->buf, table->strict ? " STRICT" : "");
    push(w, out);
}

static void write_index(Writer *w, const LiteTable *table, const LiteMember *index, Script *out)
{
    buf_add(&w->buf, index->other ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
    add_name(w, 'i', index->id);
    add_words(w, "ON ");
    add_name(w, 't', table->name);
    buf_add(&w->buf, " (");
    if (index->kind == 0) {
        buf_add(&w->buf, "lower(");
        add_column_name(w, table, index->columns[0]);
        buf_add(&w->buf, "), ");
    }
    add_column_name(w, table, index->columns[0]);
    buf_add(&w->buf, index->kind == 1 ? " COLLATE NOCASE" : "");
    add_words(w, index->kind == 2 ? "DESC" : index->kind == 3 ? "ASC" : "");
    buf_add(&w->buf, ")");
    if (index->flag) {
        add_words(w, "WHERE ");
        add_column_name(w, table, index->columns[0]);
        buf_add(&w->buf, " > 'a'");
    }
    push(w, out);
}

static void write_members(Writer *w, const LiteTable *table, Script *out)
{
    for (int i = 0; i < table->indexes_len; i++) {
        write_index(w, table, &table->indexes[i], out);
    }
    if (table->trigger) {
        buf_fmt(&w->buf, "CREATE TRIGGER tr%d AFTER UPDATE ON \"", table->id);
        for (const char *c = lite_name(w->mem, 't', table->name); *c; c++) {
            buf_add(&w->buf, *c == '"' ? "\"" : "");
            buf_char(&w->buf, *c);
        }
        buf_add(&w->buf, "\" BEGIN SELECT ';'; END");
        push(w, out);
    }
}

void lite_script(Mem *mem, Random *random, const LiteModel *model, bool reversed, Script *out)
{
    Writer w = writer_new(mem, random, model);
    for (int i = 0; i < model->len; i++) {
        write_table(&w, &model->tables[reversed ? model->len - 1 - i : i], out);
    }
    for (int i = 0; i < model->len; i++) {
        write_members(&w, &model->tables[reversed ? model->len - 1 - i : i], out);
    }
    if (model->view) {
        buf_add(&w.buf, "CREATE VIEW v AS SELECT count(*) AS n FROM sqlite_schema");
        push(&w, out);
    }
}

static const char *value_of(Mem *mem, Class class, int row)
{
    switch (class) {
    case CLASS_INTEGER:
        return mem_printf(mem, "%d", row);
    case CLASS_TEXT:
        return mem_printf(mem, "'v%d'", row);
    case CLASS_REAL:
        return mem_printf(mem, "%d.5", row);
    case CLASS_BLOB:
        return mem_printf(mem, "x'0%d'", row);
    case CLASS_ANY:
        return mem_printf(mem, "'%d;'", row);
    }
    return NULL;
}

void lite_rows(Mem *mem, const LiteModel *model, Script *out)
{
    Random plain = {1};
    for (int i = 0; i < model->len; i++) {
        const LiteTable *table = &model->tables[i];
        for (int row = 1; row <= 4; row++) {
            Writer columns = writer_new(mem, &plain, model), values = columns;
            for (int j = 0; j < table->columns_len; j++) {
                const LiteColumn *column = &table->columns[j];
                if (!column->generated) {
                    buf_add(&columns.buf, columns.buf.len ? ", " : "");
                    buf_add(&values.buf, values.buf.len ? ", " : "");
                    add_name(&columns, 'c', column->name);
                    buf_add(&values.buf, value_of(mem, class_of(table, column), row));
                }
            }
            Writer all = writer_new(mem, &plain, model);
            buf_add(&all.buf, "INSERT INTO ");
            add_name(&all, 't', table->name);
            buf_fmt(&all.buf, " (%s) VALUES (%s)", buf_text(&columns.buf), buf_text(&values.buf));
            push(&all, out);
        }
    }
}
