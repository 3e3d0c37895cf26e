-- What versions call differently is taken by name from the row as a whole.
SELECT c.oid, NULL, c.collnamespace, c.collname,
       format('CREATE COLLATION %s (%s)', c.oid::regcollation, concat_ws(', ',
              'provider = ' || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin'
                                                   ELSE 'libc' END,
              CASE WHEN c.collcollate = c.collctype THEN format('locale = %L', c.collcollate)
                   WHEN c.collcollate IS NULL
                   THEN format('locale = %L', coalesce(x.r ->> 'colllocale', x.r ->> 'colliculocale'))
                   ELSE format('lc_collate = %L, lc_ctype = %L', c.collcollate, c.collctype) END,
              CASE WHEN NOT c.collisdeterministic THEN 'deterministic = false' END,
              'rules = ' || quote_literal(x.r ->> 'collicurules')))
FROM pg_collation c
JOIN pg_namespace n ON n.oid = c.collnamespace
CROSS JOIN LATERAL (SELECT to_jsonb(c) AS r) x
WHERE CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[])
                OR (n.oid = pg_my_temp_schema() AND 'pg_temp' = ANY ($1::text[])) END
  AND c.oid NOT IN (SELECT objid FROM pg_depend
                    WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
                      AND classid = 'pg_collation'::regclass)
ORDER BY c.oid
