#include "schema/json/load.h"

#include <string.h>

static const char *place_text(Mem *mem, Location where)
{
    return mem_printf(mem, "%s:%u:%u", where.file ? where.file : "-", where.line, where.column);
}

/* "table" for "tables". */
static const char *singular(Mem *mem, const char *section)
{
    return mem_strndup(mem, section, strlen(section) - 1);
}

static bool add_objects(Mem *mem, Doc *into, const char *section, const Doc *objects, Error *err)
{
    bool good = true;
    for (size_t i = 0; i < objects->members.len; i++) {
        const DocMember *member = &objects->members.at[i];
        const DocMember *earlier = doc_set(mem, into, member->name, member->where, member->value);
        if (earlier) {
            good = error_add(err, ERR_MODEL, member->where, "%s \"%s\" is declared in %s already",
                             singular(mem, section), member->name, place_text(mem, earlier->where));
            error_hint(err, "remove or rename one of the two");
        }
    }
    return good;
}

/* Settings may be said in several files as long as they say the same. */
static bool add_settings(Mem *mem, Doc *into, const Doc *settings, Error *err)
{
    bool good = true;
    for (size_t i = 0; i < settings->members.len; i++) {
        const DocMember *member = &settings->members.at[i];
        const DocMember *earlier = doc_member(mem, into, member->name);
        if (!earlier) {
            bool object = member->value->kind == DOC_OBJECT;
            Doc *value = object ? doc_new(mem, DOC_OBJECT, member->value->where) : member->value;
            doc_set(mem, into, member->name, member->where, value);
            good &= !object || add_settings(mem, value, member->value, err);
        } else if (earlier->value->kind == DOC_OBJECT && member->value->kind == DOC_OBJECT) {
            good &= add_settings(mem, earlier->value, member->value, err);
        } else if (!doc_equal(mem, earlier->value, member->value)) {
            good = error_add(err, ERR_MODEL, member->where,
                             "\"%s\" of the project differs from what %s says", member->name,
                             place_text(mem, earlier->where));
            error_hint(err, "say it in one of the files only");
        }
    }
    return good;
}

static Doc *section_of(Mem *mem, Doc *into, const DocMember *member)
{
    Doc *section = doc_get(mem, into, member->name);
    if (!section) {
        section = doc_new(mem, DOC_OBJECT, member->value->where);
        doc_set(mem, into, member->name, member->where, section);
    }
    return section;
}

bool load_merge(Mem *mem, Doc *into, const Doc *doc, Error *err)
{
    bool good = true;
    for (size_t i = 0; i < doc->members.len; i++) {
        const DocMember *member = &doc->members.at[i];
        if (strcmp(member->name, "schemadiff") == 0) {
            doc_set(mem, into, member->name, member->where, member->value);
        } else if (strcmp(member->name, "project") == 0) {
            good &= add_settings(mem, section_of(mem, into, member), member->value, err);
        } else if (member->value->kind == DOC_OBJECT) {
            good &=
                add_objects(mem, section_of(mem, into, member), member->name, member->value, err);
        }
        /* "$schema" and "include" have done their work. */
    }
    return good;
}
