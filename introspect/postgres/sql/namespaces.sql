-- $1: names of namespaces, NULL = all but the system's
SELECT n.oid, n.nspname
FROM pg_namespace n
WHERE CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[]) END
  AND n.oid NOT IN (SELECT objid FROM pg_depend
                    WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
                      AND classid = 'pg_namespace'::regclass)
ORDER BY n.nspname
