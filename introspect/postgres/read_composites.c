/* Composite types. Their fields may be of any type, even of the row type of a table that has a
 * column of the composite: so first all names, then, when all types are known, the fields. */
#include "introspect/postgres/reader.h"

/* Columns of the query. */
enum {
    COMPOSITE_OID,
    COMPOSITE_ARRAY,
    COMPOSITE_SCHEMA,
    COMPOSITE_NAME,
    COMPOSITE_RELATION,
    COMPOSITE_NUMBER,
    COMPOSITE_FIELD,
    COMPOSITE_TYPE,
    COMPOSITE_MODIFIER,
    COMPOSITE_TYPE_TEXT,
    COMPOSITE_COLLATION
};

/* Where the comments of a type's fields belong. */
struct FieldNumbers {
    Composite *composite;
    Numbers numbers; /* attnum of each field */
};

void read_composites(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_composites];
    for (size_t i = 0; i < rows->len; i++) {
        const char *oid = rows_get(rows, i, COMPOSITE_OID), *ns;
        bool first = i == 0 || !text_equal(oid, rows_get(rows, i - 1, COMPOSITE_OID));
        if (!first || !reader_namespace(reader, rows_get(rows, i, COMPOSITE_SCHEMA), &ns)) {
            continue;
        }
        Composite *composite =
            schema_add_composite(reader->schema, ns, rows_get(rows, i, COMPOSITE_NAME));
        struct FieldNumbers *fields = MEM_NEW(reader->temp, struct FieldNumbers);
        fields->composite = composite;
        reader_user_type(reader, oid, rows_get(rows, i, COMPOSITE_ARRAY), &composite->base);
        oid_put(reader->temp, &reader->type_objects, cell_oid(oid), &composite->base);
        oid_put(reader->temp, &reader->composites, cell_oid(rows_get(rows, i, COMPOSITE_RELATION)),
                fields);
    }
}

void read_fields(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_composites];
    for (size_t i = 0; i < rows->len; i++) {
        struct FieldNumbers *fields =
            oid_get(&reader->composites, cell_oid(rows_get(rows, i, COMPOSITE_RELATION)));
        if (!fields || !rows_get(rows, i, COMPOSITE_FIELD)) {
            continue;
        }
        const CompositeField field = {
            .name = reader_keep(reader, rows_get(rows, i, COMPOSITE_FIELD)),
            .type = reader_type(reader, cell_oid(rows_get(rows, i, COMPOSITE_TYPE)),
                                cell_int(rows_get(rows, i, COMPOSITE_MODIFIER)),
                                rows_get(rows, i, COMPOSITE_TYPE_TEXT)),
            .collation =
                reader_keep(reader, oid_get(&reader->collations,
                                            cell_oid(rows_get(rows, i, COMPOSITE_COLLATION)))),
        };
        list_push(reader->mem, &fields->composite->fields, field);
        list_push(reader->temp, &fields->numbers, cell_int(rows_get(rows, i, COMPOSITE_NUMBER)));
    }
}

const char **reader_field_comment(const Reader *reader, uint32_t relation, int32_t number)
{
    struct FieldNumbers *fields = oid_get(&reader->composites, relation);
    for (size_t i = 0; fields && i < fields->numbers.len; i++) {
        if (fields->numbers.at[i] == number) {
            return &fields->composite->fields.at[i].comment;
        }
    }
    return NULL;
}
