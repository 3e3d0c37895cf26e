-- One row a field; a type without fields has one row with a NULL name. Not the row types of tables.
SELECT t.oid, t.typarray, t.typnamespace, t.typname, c.oid, a.attnum, a.attname,
       a.atttypid, a.atttypmod, format_type(a.atttypid, a.atttypmod),
       CASE WHEN a.attcollation <> f.typcollation THEN a.attcollation END
FROM pg_class c
JOIN pg_type t ON t.oid = c.reltype
JOIN pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_type f ON f.oid = a.atttypid
WHERE c.relkind = 'c'
  AND CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[]) END
  AND t.oid NOT IN (SELECT objid FROM pg_depend
                    WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
                      AND classid = 'pg_type'::regclass)
ORDER BY t.oid, a.attnum
