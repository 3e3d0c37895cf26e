/* Owner and privileges of what is dropped to come back. They are read where the migration runs, not
 * where it was written: the roles of one server need not be those of another. A block before the
 * drop keeps the statements that give them back in a setting of the session; one behind all that is
 * created runs them. */
#include "base/digest.h"
#include "emit/postgres/postgres.h"

#include <string.h>

static const char *setting_of(Mem *mem, const Object *object)
{
    const char *label = object_label(mem, object);
    const char *key = mem_printf(mem, "%s %s", object_kind_word(object->kind), label);
    return mem_printf(mem, "schemadiff.rights_%.16s", digest_sha256(mem, key, strlen(key)));
}

/* o: the owner and privileges of what is called `name`; granted: one row a privilege. */
static void put_granted(Sql *sql, bool routine, const char *name)
{
    sql_raw(sql, "        WITH o AS (\n            SELECT oid, ");
    sql_raw(sql, routine ? "proowner AS owner, proacl AS acl FROM pg_proc WHERE oid = "
                         : "relowner AS owner, relacl AS acl FROM pg_class WHERE oid = ");
    sql_literal(sql, name);
    sql_raw(sql, routine ? "::regprocedure),\n" : "::regclass),\n");
    sql_raw(sql, "        granted AS (\n"
                 "            SELECT '' AS of, (aclexplode(acl)).* FROM o");
    sql_raw(sql, routine ? "),\n"
                         : "\n            UNION ALL\n"
                           "            SELECT format(' (%I)', attname), (aclexplode(attacl)).*\n"
                           "            FROM o JOIN pg_attribute ON attrelid = oid\n"
                           "            WHERE NOT attisdropped),\n");
}

/* given: what makes them those of `object`, "TABLE name" or "ROUTINE name(types)". */
static void put_given(Sql *sql, const char *object)
{
    sql_raw(sql, "        given (place, text) AS (\n"
                 "            SELECT 1, format('ALTER %s OWNER TO %I', ");
    sql_literal(sql, object);
    sql_raw(sql, ", pg_get_userbyid(owner))\n"
                 "            FROM o WHERE owner <> current_user::regrole\n"
                 "            UNION ALL\n"
                 "            SELECT 2, format('REVOKE ALL ON %s FROM PUBLIC, %I', ");
    sql_literal(sql, object);
    sql_raw(sql, ", pg_get_userbyid(owner))\n"
                 "            FROM o WHERE acl IS NOT NULL\n"
                 "            UNION ALL\n"
                 "            SELECT 3, format('GRANT %s%s ON %s TO %s%s', privilege_type, of, ");
    sql_literal(sql, object);
    sql_raw(sql, ",\n"
                 "                CASE grantee WHEN 0 THEN 'PUBLIC'\n"
                 "                ELSE quote_ident(pg_get_userbyid(grantee)) END,\n"
                 "                CASE WHEN is_grantable\n"
                 "                THEN ' WITH GRANT OPTION' END)\n"
                 "            FROM granted, o)\n");
}

static void add(const Emit *emit, Phase phase, const Object *object, const Sql *sql,
                const char *words)
{
    Mem *mem = emit->plan->mem;
    Statement *statement = plan_add(emit->plan, phase, object, sql_text(sql));
    list_push(
        mem, &statement->comments,
        mem_printf(mem, "owner and privileges of %s %s", emit_label(emit, object, NULL), words));
}

static void keep(const Emit *emit, Phase phase, const Object *from, const char *name,
                 const char *object)
{
    Sql sql = emit_sql(emit, "DO $schemadiff$\nBEGIN\n    PERFORM set_config(");
    sql_literal(&sql, setting_of(emit->plan->mem, from));
    sql_raw(&sql, ", (\n");
    put_granted(&sql, strncmp(object, "ROUTINE ", strlen("ROUTINE ")) == 0, name);
    put_given(&sql, object);
    sql_raw(&sql,
            "        SELECT coalesce(json_agg(text ORDER BY place), '[]')::text FROM given),\n"
            "        false);\n"
            "END $schemadiff$");
    add(emit, phase, from, &sql, "are kept");
}

/* A column that is no more has none. */
static void give(const Emit *emit, const Object *from, const Object *to)
{
    const char *setting = setting_of(emit->plan->mem, from);
    Sql sql = emit_sql(emit, "DO $schemadiff$\n"
                             "DECLARE given text;\n"
                             "BEGIN\n"
                             "    IF current_setting(");
    sql_literal(&sql, setting);
    sql_raw(&sql, ", true) IS NULL THEN\n"
                  "        RAISE WARNING 'owner and privileges of % were kept by another session: "
                  "give them again', ");
    sql_literal(&sql, emit_label(emit, to, NULL));
    sql_raw(&sql, ";\n    END IF;\n"
                  "    FOR given IN SELECT json_array_elements_text(current_setting(");
    sql_literal(&sql, setting);
    sql_raw(&sql, ", true)::json) LOOP\n"
                  "        BEGIN\n"
                  "            EXECUTE given;\n"
                  "        EXCEPTION WHEN undefined_column THEN\n"
                  "            NULL;\n"
                  "        END;\n"
                  "    END LOOP;\n"
                  "END $schemadiff$");
    add(emit, PHASE_CREATE_READER, to, &sql, "are given back");
}

void rights_keep(const Emit *emit, Phase phase, const Object *from, const char *name,
                 const Object *to, const char *object)
{
    if (from->granted || to->granted) {
        keep(emit, phase, from, name, object);
        give(emit, from, to);
    }
}
