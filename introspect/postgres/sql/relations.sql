-- Tables, views, materialized views. Foreign tables are not managed.
SELECT c.oid, c.relnamespace, c.relname, c.relkind, c.relpersistence,
       c.reloptions, o.reloptions, s.spcname, a.amname, c.relrowsecurity, c.relforcerowsecurity,
       CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
       CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
       c.reltype, t.typarray, c.relreplident,
       c.relacl IS NOT NULL, f.typname, g.nspname
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class o ON o.oid = c.reltoastrelid AND o.reloptions IS NOT NULL
LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
LEFT JOIN pg_am a ON a.oid = c.relam
LEFT JOIN pg_type t ON t.oid = c.reltype
LEFT JOIN pg_type f ON f.oid = c.reloftype
LEFT JOIN pg_namespace g ON g.oid = f.typnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm')
  AND CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[]) END
  AND c.oid NOT IN (SELECT objid FROM pg_depend
                    WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
                      AND classid = 'pg_class'::regclass)
ORDER BY c.oid
