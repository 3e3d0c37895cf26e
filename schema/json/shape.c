#include "schema/json/shapes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Where the check stands: a chain on the stack, put into words only when there is an error. */
typedef struct Place {
    const struct Place *parent; /* NULL: the document */
    const char *noun; /* what an entry of a map is ("column"), or what the document is; or NULL */
    const char *name; /* of the member or the entry; NULL: an item, or the document */
    size_t item;      /* from 1 */
} Place;

typedef struct Checker {
    Mem *mem;
    Error *err;
} Checker;

static void check_value(const Checker *checker, const Field *field, const Doc *doc,
                        const Place *place);

/* --- words ------------------------------------------------------------------------------------ */

static void label_add(Buf *buf, const Place *place)
{
    const Place *parent = place->parent;
    if (!parent) {
        buf_fmt(buf, "the %s", place->noun);
        return;
    }
    if (place->noun && place->name) {
        buf_fmt(buf, "%s \"%s\"", place->noun, place->name);
        /* Of the maps around it only the one entry that the reader knows by name. */
        while (parent && !(parent->noun && parent->name)) {
            parent = parent->parent;
        }
    } else if (place->name) {
        buf_fmt(buf, "\"%s\"", place->name);
        parent = parent->parent ? parent : NULL;
    } else {
        buf_fmt(buf, "item %zu", place->item);
    }
    if (parent) {
        buf_add(buf, " of ");
        label_add(buf, parent);
    }
}

static const char *label(const Checker *checker, const Place *place)
{
    Buf buf = buf_new(checker->mem);
    label_add(&buf, place);
    return buf_text(&buf);
}

static const char *noun_of(Mem *mem, const char *name)
{
    char *noun = mem_strdup(mem, name);
    for (char *c = noun; c && *c; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
    return noun;
}

static const char *kind_word(const Doc *doc)
{
    switch (doc->kind) {
    case DOC_NULL:
        return "null";
    case DOC_BOOLEAN:
        return doc->text;
    case DOC_NUMBER:
        return "a number";
    case DOC_STRING:
        return *doc->text ? "a string" : "an empty string";
    case DOC_ARRAY:
        return "an array";
    case DOC_OBJECT:
        return "an object";
    }
    return "";
}

static void words_add(Buf *buf, const char *const *words)
{
    for (size_t i = 0; words[i]; i++) {
        buf_fmt(buf, "%s\"%s\"", i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
    }
}

static void wanted_add(Buf *buf, const Field *field)
{
    static const char *const wanted[] = {
        [FIELD_STRING] = "a string",
        [FIELD_NAME] = "a non-empty string",
        [FIELD_BOOLEAN] = "true or false",
        [FIELD_INTEGER] = "an integer",
        [FIELD_SCALAR] = "a string, a number, a boolean or null",
        [FIELD_NAMES] = "an array of names",
        [FIELD_STRINGS] = "an array of strings",
        [FIELD_OBJECT] = "an object",
        [FIELD_MAP] = "an object",
        [FIELD_ARRAY] = "an array",
        [FIELD_ANY] = "anything",
    };
    if (field->type == FIELD_ENUM) {
        words_add(buf, field->words);
        return;
    }
    if (field->type != FIELD_UNION) {
        buf_add(buf, wanted[field->type]);
        return;
    }
    bool any_text = false;
    size_t n = 0;
    for (size_t i = 0; field->alternatives[i]; i++) {
        const Field *form = field->alternatives[i];
        /* Words beside a free text, or a second kind of object, say nothing new here. */
        bool repeats = (any_text && form->type == FIELD_ENUM) ||
                       (i > 0 && form->type == field->alternatives[i - 1]->type);
        any_text |= form->type == FIELD_NAME || form->type == FIELD_STRING;
        if (!repeats) {
            buf_add(buf, n++ ? " or " : "");
            wanted_add(buf, form);
        }
    }
}

static void wrong_kind(const Checker *checker, const Field *field, const Doc *doc,
                       const Place *place)
{
    Buf buf = buf_new(checker->mem);
    wanted_add(&buf, field);
    error_add(checker->err, ERR_MODEL, doc->where, "%s must be %s, not %s", label(checker, place),
              buf_text(&buf), kind_word(doc));
    if (field->type == FIELD_BOOLEAN && doc->kind == DOC_STRING) {
        error_hint(checker->err, "write true or false without quotes");
    } else if (field->type == FIELD_INTEGER && doc->kind == DOC_STRING) {
        error_hint(checker->err, "write the number without quotes");
    } else {
        error_hint(checker->err, "change it to %s%s%s", buf_text(&buf), field->help ? ": " : "",
                   field->help ? field->help : "");
    }
}

/* --- scalars ---------------------------------------------------------------------------------- */

static bool is_text(const Doc *doc)
{
    return doc->kind == DOC_STRING;
}

static size_t count_words(const char *const *words)
{
    size_t n = 0;
    while (words[n]) {
        n++;
    }
    return n;
}

static bool is_word(const char *text, const char *const *words)
{
    for (size_t i = 0; words[i]; i++) {
        if (strcmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void check_word(const Checker *checker, const Field *field, const Doc *doc,
                       const Place *place)
{
    if (is_word(doc->text, field->words)) {
        return;
    }
    Buf buf = buf_new(checker->mem);
    words_add(&buf, field->words);
    error_add(checker->err, ERR_MODEL, doc->where, "%s must be %s, not \"%s\"",
              label(checker, place), buf_text(&buf), doc->text);
    const char *near = text_nearest(doc->text, field->words, count_words(field->words));
    error_hint(checker->err, "write \"%s\"", near ? near : field->words[0]);
}

static void check_integer(const Checker *checker, const Field *field, const Doc *doc,
                          const Place *place)
{
    errno = 0;
    bool whole = doc->text[strspn(doc->text, "-0123456789")] == '\0';
    if (!whole || (strtoll(doc->text, NULL, 10), errno == ERANGE)) {
        error_add(checker->err, ERR_MODEL, doc->where, "%s must be an integer, not %s",
                  label(checker, place), doc->text);
        error_hint(checker->err, whole ? "it must fit 64 bits"
                                       : "write it without a fraction and without an exponent");
    } else if (field->words && !is_word(doc->text, field->words)) {
        Buf buf = buf_new(checker->mem);
        words_add(&buf, field->words);
        error_add(checker->err, ERR_MODEL, doc->where, "%s must be %s, not %s",
                  label(checker, place), buf_text(&buf), doc->text);
        error_hint(checker->err, "write %s", field->words[0]);
    }
}

static bool kind_fits(const Field *field, const Doc *doc);

static bool any_fits(const Field *field, const Doc *doc)
{
    bool fits = false;
    for (size_t i = 0; field->alternatives[i]; i++) {
        const Field *form = field->alternatives[i];
        if (form->type == FIELD_NAME && is_text(doc)) {
            return *doc->text; /* any text: words beside it only help editors */
        }
        fits |= kind_fits(form, doc);
    }
    return fits;
}

/* Does the value have a kind that the field takes? */
static bool kind_fits(const Field *field, const Doc *doc)
{
    switch (field->type) {
    case FIELD_STRING:
    case FIELD_ENUM:
        return is_text(doc);
    case FIELD_NAME:
        return is_text(doc) && *doc->text;
    case FIELD_BOOLEAN:
        return doc->kind == DOC_BOOLEAN;
    case FIELD_INTEGER:
        return doc->kind == DOC_NUMBER;
    case FIELD_SCALAR:
        return doc->kind != DOC_ARRAY && doc->kind != DOC_OBJECT;
    case FIELD_NAMES:
    case FIELD_STRINGS:
    case FIELD_ARRAY:
        return doc->kind == DOC_ARRAY;
    case FIELD_OBJECT:
    case FIELD_MAP:
        return doc->kind == DOC_OBJECT;
    case FIELD_UNION:
        return any_fits(field, doc);
    case FIELD_ANY:
        return true;
    }
    return false;
}

/* --- arrays and maps -------------------------------------------------------------------------- */

static void check_not_empty(const Checker *checker, const Doc *doc, const Place *place)
{
    if (doc->items.len == 0) {
        error_add(checker->err, ERR_MODEL, doc->where, "%s must not be empty",
                  label(checker, place));
        error_hint(checker->err, "give it at least one item, or remove it");
    }
}

static void check_names(const Checker *checker, const Field *field, const Doc *doc,
                        const Place *place)
{
    static const Field name = {.type = FIELD_NAME}, string = {.type = FIELD_STRING};
    bool distinct = field->type == FIELD_NAMES;
    if (distinct) {
        check_not_empty(checker, doc, place);
    }
    Doc seen = {.kind = DOC_OBJECT};
    for (size_t i = 0; i < doc->items.len; i++) {
        Doc *item = doc->items.at[i];
        Place at = {.parent = place, .item = i + 1};
        check_value(checker, distinct ? &name : &string, item, &at);
        if (distinct && is_text(item) && *item->text &&
            doc_set(checker->mem, &seen, item->text, item->where, NULL)) {
            error_add(checker->err, ERR_MODEL, item->where, "%s names \"%s\" twice",
                      label(checker, place), item->text);
            error_hint(checker->err, "remove one of the two");
        }
    }
}

static void check_object(const Checker *checker, const Shape *shape, const Doc *doc,
                         const Place *place);

static void check_element(const Checker *checker, const Field *field, const Doc *doc,
                          const Place *place)
{
    if (!field->shape) {
        check_value(checker, field->value, doc, place);
    } else if (doc->kind == DOC_OBJECT) {
        check_object(checker, field->shape, doc, place);
    } else {
        wrong_kind(checker, &(Field){.type = FIELD_OBJECT}, doc, place);
    }
}

static void check_array(const Checker *checker, const Field *field, const Doc *doc,
                        const Place *place)
{
    if (field->non_empty) {
        check_not_empty(checker, doc, place);
    }
    for (size_t i = 0; i < doc->items.len; i++) {
        Place at = {.parent = place, .item = i + 1};
        check_element(checker, field, doc->items.at[i], &at);
    }
}

static void check_map(const Checker *checker, const Field *field, const Doc *doc,
                      const Place *place)
{
    const char *noun =
        field->shape ? noun_of(checker->mem, field->shape->name) : field->value->name;
    for (size_t i = 0; i < doc->members.len; i++) {
        const DocMember *member = &doc->members.at[i];
        Place at = {.parent = place, .noun = noun, .name = member->name};
        if (!*member->name) {
            error_add(checker->err, ERR_MODEL, member->where, "a %s has an empty name", noun);
            error_hint(checker->err, "give it a name");
        }
        check_element(checker, field, member->value, &at);
    }
}

/* --- unions ----------------------------------------------------------------------------------- */

static size_t errors_of(Mem *mem, const Field *field, const Doc *doc, const Place *place)
{
    Mem *scratch = mem_child(mem, "union");
    Checker trial = {scratch, error_new(scratch)};
    check_value(&trial, field, doc, place);
    size_t n = trial.err->count;
    mem_destroy(scratch);
    return n;
}

/* Reports against the alternative that the value comes nearest to. */
static void check_union(const Checker *checker, const Field *field, const Doc *doc,
                        const Place *place)
{
    const Field *best = NULL;
    size_t fitting = 0, fewest = SIZE_MAX;
    for (size_t i = 0; field->alternatives[i]; i++) {
        if (kind_fits(field->alternatives[i], doc)) {
            best = best ? best : field->alternatives[i];
            fitting++;
        }
    }
    for (size_t i = 0; fitting > 1 && fewest > 0 && field->alternatives[i]; i++) {
        const Field *form = field->alternatives[i];
        if (form->type == FIELD_NAME && kind_fits(form, doc)) {
            return; /* nothing to find out: any text will do */
        }
        size_t n = kind_fits(form, doc) ? errors_of(checker->mem, form, doc, place) : SIZE_MAX;
        if (n < fewest) {
            fewest = n;
            best = form;
        }
    }
    if (best) {
        check_value(checker, best, doc, place);
    }
}

/* --- objects ---------------------------------------------------------------------------------- */

const Field *shape_field(const Shape *shape, const char *name)
{
    for (; shape; shape = shape->base) {
        for (size_t i = 0; i < shape->len; i++) {
            if (strcmp(shape->fields[i].name, name) == 0) {
                return &shape->fields[i];
            }
        }
    }
    return NULL;
}

static const Field *field_or_option(const Shape *shape, const char *name)
{
    const Field *field = shape_field(shape, name);
    if (!field && shape->option_dialect) {
        const OptionDef *def = option_find(shape->option_kind, shape->option_dialect, name);
        field = def ? &option_fields[def->type] : NULL;
    }
    return field;
}

typedef LIST(const char *) Words;

static Words member_names(Mem *mem, const Shape *shape)
{
    Words names = {0};
    for (size_t i = 0; shape->option_dialect && i < option_def_count; i++) {
        const OptionDef *def = &option_defs[i];
        if (def->kind == shape->option_kind && (def->dialects & shape->option_dialect)) {
            list_push(mem, &names, def->name);
        }
    }
    for (; shape; shape = shape->base) {
        for (size_t i = 0; i < shape->len; i++) {
            list_push(mem, &names, shape->fields[i].name);
        }
    }
    return names;
}

static void unknown_member(const Checker *checker, const Shape *shape, const DocMember *member,
                           const Place *place)
{
    error_add(checker->err, ERR_MODEL, member->where, "unknown member \"%s\" of %s", member->name,
              label(checker, place));
    Words names = member_names(checker->mem, shape);
    const char *near = text_nearest(member->name, names.at, names.len);
    if (near) {
        error_hint(checker->err, "did you mean \"%s\"?", near);
        return;
    }
    Buf buf = buf_new(checker->mem);
    for (size_t i = 0; i < names.len; i++) {
        buf_fmt(&buf, "%s%s", i ? ", " : "", names.at[i]);
    }
    error_hint(checker->err, names.len ? "its members are: %s" : "it has no members%s",
               buf_text(&buf));
}

static void check_object(const Checker *checker, const Shape *shape, const Doc *doc,
                         const Place *place)
{
    for (size_t i = 0; i < doc->members.len; i++) {
        const DocMember *member = &doc->members.at[i];
        const Field *field = field_or_option(shape, member->name);
        if (field) {
            Place at = {.parent = place, .name = member->name};
            check_value(checker, field, member->value, &at);
        } else {
            unknown_member(checker, shape, member, place);
        }
    }
    for (; shape; shape = shape->base) {
        for (size_t i = 0; i < shape->len; i++) {
            const Field *field = &shape->fields[i];
            if (field->required && !doc_member(checker->mem, doc, field->name)) {
                error_add(checker->err, ERR_MODEL, doc->where, "%s has no member \"%s\"",
                          label(checker, place), field->name);
                error_hint(checker->err, "add \"%s\"%s%s", field->name, field->help ? ": " : "",
                           field->help ? field->help : "");
            }
        }
    }
}

static void check_value(const Checker *checker, const Field *field, const Doc *doc,
                        const Place *place)
{
    if (!kind_fits(field, doc)) {
        wrong_kind(checker, field, doc, place);
        return;
    }
    switch (field->type) {
    case FIELD_STRING:
    case FIELD_NAME:
    case FIELD_BOOLEAN:
    case FIELD_SCALAR:
    case FIELD_ANY:
        return;
    case FIELD_INTEGER:
        check_integer(checker, field, doc, place);
        return;
    case FIELD_ENUM:
        check_word(checker, field, doc, place);
        return;
    case FIELD_NAMES:
    case FIELD_STRINGS:
        check_names(checker, field, doc, place);
        return;
    case FIELD_OBJECT:
        check_object(checker, field->shape, doc, place);
        return;
    case FIELD_MAP:
        check_map(checker, field, doc, place);
        return;
    case FIELD_ARRAY:
        check_array(checker, field, doc, place);
        return;
    case FIELD_UNION:
        check_union(checker, field, doc, place);
        return;
    }
}

bool shape_check(Mem *mem, const Shape *shape, const Doc *doc, Error *err)
{
    Checker checker = {mem, err};
    Place root = {.noun = noun_of(mem, shape->name)};
    size_t before = err->count;
    check_element(&checker, &(Field){.shape = shape}, doc, &root);
    return err->count == before;
}
