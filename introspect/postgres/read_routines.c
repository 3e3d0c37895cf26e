/* Functions, procedures, aggregates; what they and the views need. */
#include "introspect/postgres/reader.h"

#include "schema/dialects/postgres_statement.h"

#include <stdlib.h>
#include <string.h>

/* Columns of the queries. */
enum {
    ROUTINE_OID,
    ROUTINE_SCHEMA,
    ROUTINE_NAME,
    ROUTINE_ARGUMENTS,
    ROUTINE_WORD,
    ROUTINE_QUOTED_SCHEMA,
    ROUTINE_QUOTED_NAME,
    ROUTINE_TEXT,
    ROUTINE_GRANTED
};
enum {
    DEPENDENCY_OBJECT,
    DEPENDENCY_ROUTINE,
    DEPENDENCY_RELATION,
    DEPENDENCY_TYPE,
    DEPENDENCY_ON_ROUTINE,
    DEPENDENCY_ON_OPERATOR
};

/* From the parenthesis behind the name on. */
static const char *tail_of(const char *text)
{
    PostgresRoutine parsed;
    return postgres_routine_parse(text, &parsed) ? parsed.name.ptr + parsed.name.len : text;
}

static const char *definition(Mem *mem, const char *word, const char *name, const char *text)
{
    Str tail = str_trim(str_of(tail_of(text)));
    return mem_printf(mem, "CREATE %s %s%.*s", word, name, (int)tail.len, tail.ptr);
}

static const char *quoted_name(const Reader *reader, size_t row, const char *ns)
{
    const Rows *rows = &reader->rows[Q_routines];
    const char *name = rows_get(rows, row, ROUTINE_QUOTED_NAME);
    return ns ? mem_printf(reader->temp, "%s.%s", rows_get(rows, row, ROUTINE_QUOTED_SCHEMA), name)
              : name;
}

static void read_routine(Reader *reader, size_t row, const char *ns)
{
    const Rows *rows = &reader->rows[Q_routines];
    const char *word = rows_get(rows, row, ROUTINE_WORD);
    const char *arguments = rows_get(rows, row, ROUTINE_ARGUMENTS);
    const char *name = mem_printf(reader->temp, "%s(%s)", rows_get(rows, row, ROUTINE_NAME),
                                  arguments ? arguments : "");
    Routine *routine = text_equal(word, "PROCEDURE")
                           ? schema_add_procedure(reader->schema, ns, name)
                           : schema_add_function(reader->schema, ns, name);
    routine->definition = definition(reader->mem, word, quoted_name(reader, row, ns),
                                     rows_get(rows, row, ROUTINE_TEXT));
    routine->base.granted = cell_true(rows_get(rows, row, ROUTINE_GRANTED));
    oid_put(reader->temp, &reader->routine_objects, cell_oid(rows_get(rows, row, ROUTINE_OID)),
            &routine->base);
}

void read_routines(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_routines];
    for (size_t i = 0; i < rows->len; i++) {
        const char *ns;
        if (reader_namespace(reader, rows_get(rows, i, ROUTINE_SCHEMA), &ns)) {
            read_routine(reader, i, ns);
        }
    }
}

const char *routine_answer(Mem *mem, const Rows *rows, const char *live)
{
    PostgresRoutine parsed;
    if (!rows->len || !postgres_routine_parse(live, &parsed)) {
        return NULL;
    }
    const char *name = str_dup(mem, parsed.name);
    return definition(mem, rows_get(rows, 0, ROUTINE_WORD), name, rows_get(rows, 0, ROUTINE_TEXT));
}

/* --- dependencies --- */

static const Object *needed(const Reader *reader, size_t row)
{
    const Rows *rows = &reader->rows[Q_dependencies];
    const char *routine = rows_get(rows, row, DEPENDENCY_ON_ROUTINE);
    if (routine) {
        return oid_get(&reader->routine_objects, cell_oid(routine));
    }
    const char *operator= rows_get(rows, row, DEPENDENCY_ON_OPERATOR);
    if (operator) {
        return oid_get(&reader->declared_objects[OBJ_OPERATOR], cell_oid(operator));
    }
    const Relation *relation =
        oid_get(&reader->relations, cell_oid(rows_get(rows, row, DEPENDENCY_RELATION)));
    if (relation) {
        return relation->table  ? &relation->table->base
               : relation->view ? &relation->view->base
                                : NULL;
    }
    return reader_type_object(reader, cell_oid(rows_get(rows, row, DEPENDENCY_TYPE)));
}

static NameList *needs_of(const Reader *reader, size_t row)
{
    const Rows *rows = &reader->rows[Q_dependencies];
    uint32_t oid = cell_oid(rows_get(rows, row, DEPENDENCY_OBJECT));
    if (cell_true(rows_get(rows, row, DEPENDENCY_ROUTINE))) {
        Routine *routine = oid_get(&reader->routine_objects, oid);
        return routine ? &routine->depends_on : NULL;
    }
    const Relation *relation = oid_get(&reader->relations, oid);
    return relation && relation->view ? &relation->view->depends_on : NULL;
}

static int by_text(const void *a, const void *b)
{
    return text_compare(*(const char *const *)a, *(const char *const *)b);
}

/* By oid they would come in the order of creation, which says nothing. A relation that is needed
 * for a column and for its row type comes twice. */
static void sort_names(NameList *names)
{
    size_t kept = 0;
    if (names->len > 1) {
        qsort(names->at, names->len, sizeof *names->at, by_text);
    }
    for (size_t i = 0; i < names->len; i++) {
        if (!kept || !text_equal(names->at[i], names->at[kept - 1])) {
            names->at[kept++] = names->at[i];
        }
    }
    names->len = kept;
}

void read_dependencies(Reader *reader)
{
    const Rows *rows = &reader->rows[Q_dependencies];
    Schema *schema = reader->schema;
    for (size_t i = 0; i < rows->len; i++) {
        NameList *names = needs_of(reader, i);
        const Object *on = names ? needed(reader, i) : NULL;
        if (on) {
            list_push(reader->mem, names, reader_label(reader, on->schema, on->name));
        }
    }
    for (size_t i = 0; i < schema->views.len; i++) {
        sort_names(&schema->views.at[i]->depends_on);
    }
    for (size_t i = 0; i < schema->functions.len; i++) {
        sort_names(&schema->functions.at[i]->depends_on);
    }
    for (size_t i = 0; i < schema->procedures.len; i++) {
        sort_names(&schema->procedures.at[i]->depends_on);
    }
}
