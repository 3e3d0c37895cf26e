#include "schema/model/decode.h"
#include "schema/model/requote.h"

/* What a table is made of: its own object, and the partials that it uses. */
typedef struct Source {
    const Doc *own;
    const char *name; /* for "{table}" */
    LIST(const Doc *) partials;
} Source;

static void say_unknown_partial(Decoder *d, const Doc *use)
{
    const Doc *partials = decode_get(d->model, "partials");
    LIST(const char *) known = {0};
    for (size_t i = 0; partials && i < partials->members.len; i++) {
        list_push(d->mem, &known, partials->members.at[i].name);
    }
    error_add(d->err, ERR_MODEL, use->where, "unknown partial \"%s\"", use->text);
    const char *nearest = text_nearest(use->text, known.at, known.len);
    if (nearest) {
        error_hint(d->err, "did you mean \"%s\"?", nearest);
    } else {
        error_hint(d->err, "add it to \"partials\", or remove it from \"use\"");
    }
}

static void find_partials(Decoder *d, Source *source)
{
    const Doc *use = decode_get(source->own, "use");
    const Doc *partials = decode_get(d->model, "partials");
    for (size_t i = 0; use && i < use->items.len; i++) {
        const Doc *name = use->items.at[i];
        if (name->kind != DOC_STRING) {
            decode_wrong(d, name, "the name of a partial");
            continue;
        }
        const Doc *partial = decode_get(partials, name->text);
        if (partial) {
            list_push(d->mem, &source->partials, partial);
        } else {
            say_unknown_partial(d, name);
        }
    }
}

static Items items_of(Decoder *d, const Source *source, const char *section)
{
    Items items = {0};
    decode_items(d, source->own, section, &items);
    size_t own = items.len;
    for (size_t i = 0; i < source->partials.len; i++) {
        decode_items_of_partial(d, source->partials.at[i], section, source->name, own, &items);
    }
    return items;
}

/* The table's own member, else that of the last partial which has it. */
static const Doc *member_of(const Source *source, const char *name)
{
    const Doc *found = decode_get(source->own, name);
    for (size_t i = source->partials.len; i > 0 && !found; i--) {
        found = decode_get(source->partials.at[i - 1], name);
    }
    return found;
}

/* --- parts ------------------------------------------------------------------------------------ */

static void decode_columns(Decoder *d, Table *table, const Source *source)
{
    Items items = items_of(d, source, "columns");
    for (size_t i = 0; i < items.len; i++) {
        const Item *item = &items.at[i];
        if (item->value->kind != DOC_OBJECT || !item->name) {
            decode_wrong(d, item->value, "an object with the column's \"type\", under its name");
        } else {
            decode_column(d, table, item);
        }
    }
}

typedef void (*DecodeItem)(Decoder *d, Table *table, const Item *item);

static void decode_index_of(Decoder *d, Table *table, const Item *item)
{
    decode_index(d, item, table_add_index(d->schema, table, item->name));
}

static void decode_sections(Decoder *d, Table *table, const Source *source)
{
    static const struct {
        const char *section;
        DecodeItem decode;
    } sections[] = {{"unique", decode_unique},
                    {"checks", decode_check},
                    {"foreign_keys", decode_foreign_key},
                    {"exclusions", decode_exclusion},
                    {"indexes", decode_index_of},
                    {"triggers", decode_table_trigger},
                    {"rules", decode_table_rule},
                    {"policies", decode_policy}};
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        Items items = items_of(d, source, sections[i].section);
        for (size_t j = 0; j < items.len; j++) {
            if (decode_applies(d, items.at[j].value)) {
                sections[i].decode(d, table, &items.at[j]);
            }
        }
    }
}

/* --- attributes ------------------------------------------------------------------------------- */

static const char *native_text(Decoder *d, const Doc *object, const char *name)
{
    return decode_choice(d, decode_native(d, object, name), NULL, NULL);
}

static void decode_partitioning(Decoder *d, Table *table, const Doc *object)
{
    const Doc *own = decode_get(object, d->key);
    const char *parent = native_text(d, object, "partition_of");
    const char *clause = native_text(d, object, "partition_by");
    table->partition_by = requote_for_server(d->mem, d->server, text_empty(clause) ? NULL : clause);
    table->partition_bound = native_text(d, object, "partition_bound");
    if (parent) {
        table->partition_of = decode_label(d, parent, table->base.where);
    }
    decode_labels(d, own, "inherits", &table->inherits);
}

static void decode_attributes(Decoder *d, Table *table, const Source *source)
{
    static const Word tenancies[] = {
        {"column", TENANCY_COLUMN}, {"self", TENANCY_SELF}, {"none", TENANCY_NONE}};
    int tenancy;
    if (decode_word(d, source->own, "tenant", WORDS(tenancies), &tenancy)) {
        table->tenancy = (Tenancy)tenancy;
    }
    table->unmanaged = !decode_flag(d, source->own, "managed", true);
    decode_options(d, source->own, OBJ_TABLE, &table->options);
    decode_partitioning(d, table, source->own);
    const Doc *note = member_of(source, "note");
    if (note && note->kind == DOC_STRING && *note->text && server_can(d->server, CAP_COMMENTS)) {
        table->base.comment = mem_strdup(d->mem, note->text);
    }
}

static void decode_table(Decoder *d, const Item *item, Table *table)
{
    Source source = {.own = item->value, .name = table->base.name};
    find_partials(d, &source);
    decode_base(d, item, &table->base);
    decode_attributes(d, table, &source);
    decode_columns(d, table, &source);
    const Doc *key = member_of(&source, "primary_key");
    if (key) {
        decode_primary_key(d, table, key, key->where);
    }
    decode_sections(d, table, &source);
}

static void declare_table(Decoder *d, const Item *item)
{
    QualifiedName name;
    if (decode_name(d, item->name, item->where, &name)) {
        const DeclaredTable declared = {*item, schema_add_table(d->schema, name.ns, name.name)};
        list_push(d->mem, &d->tables, declared);
    }
}

void declare_tables(Decoder *d)
{
    Items items = {0};
    decode_items(d, d->model, "tables", &items);
    for (size_t i = 0; i < items.len; i++) {
        const Item *item = &items.at[i];
        if (item->value->kind != DOC_OBJECT) {
            decode_wrong(d, item->value, "an object with the table's \"columns\"");
        } else if (decode_applies(d, item->value)) {
            declare_table(d, item);
        }
    }
}

void decode_tables(Decoder *d)
{
    for (size_t i = 0; i < d->tables.len; i++) {
        decode_table(d, &d->tables.at[i].item, d->tables.at[i].table);
    }
}
