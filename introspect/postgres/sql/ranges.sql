-- The multirange type is named only when the server would call it otherwise.
SELECT t.oid, t.typarray, t.typnamespace, t.typname,
       format('CREATE TYPE %s AS RANGE (%s)', t.oid::regtype, concat_ws(', ',
              'subtype = ' || format_type(r.rngsubtype, NULL),
              CASE WHEN NOT o.opcdefault
                   THEN format('subtype_opclass = %I.%I', p.nspname, o.opcname) END,
              CASE WHEN r.rngcollation <> s.typcollation
                   THEN 'collation = ' || r.rngcollation::regcollation END,
              CASE WHEN r.rngcanonical <> 0 THEN 'canonical = ' || r.rngcanonical END,
              CASE WHEN r.rngsubdiff <> 0 THEN 'subtype_diff = ' || r.rngsubdiff END,
              CASE WHEN m.typname <> CASE WHEN t.typname LIKE '%range%'
                                          THEN regexp_replace(t.typname, 'range', 'multirange')
                                          ELSE t.typname || '_multirange' END
                   THEN 'multirange_type_name = ' || m.oid::regtype END))
FROM pg_range r
JOIN pg_type t ON t.oid = r.rngtypid
JOIN pg_type s ON s.oid = r.rngsubtype
JOIN pg_type m ON m.oid = r.rngmultitypid
JOIN pg_opclass o ON o.oid = r.rngsubopc
JOIN pg_namespace p ON p.oid = o.opcnamespace
JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[])
                OR (n.oid = pg_my_temp_schema() AND 'pg_temp' = ANY ($1::text[])) END
  AND t.oid NOT IN (SELECT objid FROM pg_depend
                    WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
                      AND classid = 'pg_type'::regclass)
ORDER BY t.oid
