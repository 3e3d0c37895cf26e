-- Not shells, which only others' COMMUTATOR or NEGATOR names.
SELECT o.oid, NULL, o.oprnamespace,
       format('%s(%s, %s)', o.oprname, coalesce(format_type(NULLIF(o.oprleft, 0), NULL), 'NONE'),
              format_type(o.oprright, NULL)),
       format('CREATE OPERATOR %s%s (%s)',
              CASE WHEN NOT pg_operator_is_visible(o.oid) THEN quote_ident(n.nspname) || '.' END,
              o.oprname, concat_ws(', ',
              'FUNCTION = ' || o.oprcode,
              'LEFTARG = ' || format_type(NULLIF(o.oprleft, 0), NULL),
              'RIGHTARG = ' || format_type(o.oprright, NULL),
              'COMMUTATOR = OPERATOR(' || quote_ident(cn.nspname) || '.' || c.oprname || ')',
              'NEGATOR = OPERATOR(' || quote_ident(gn.nspname) || '.' || g.oprname || ')',
              CASE WHEN o.oprrest <> 0 THEN 'RESTRICT = ' || o.oprrest END,
              CASE WHEN o.oprjoin <> 0 THEN 'JOIN = ' || o.oprjoin END,
              CASE WHEN o.oprcanhash THEN 'HASHES' END,
              CASE WHEN o.oprcanmerge THEN 'MERGES' END))
FROM pg_operator o
JOIN pg_namespace n ON n.oid = o.oprnamespace
LEFT JOIN pg_operator c ON c.oid = o.oprcom
LEFT JOIN pg_namespace cn ON cn.oid = c.oprnamespace
LEFT JOIN pg_operator g ON g.oid = o.oprnegate
LEFT JOIN pg_namespace gn ON gn.oid = g.oprnamespace
WHERE o.oid >= 16384 AND o.oprcode <> 0
  AND CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[]) OR 'pg_temp' = ANY ($1::text[]) END
  AND o.oid NOT IN (SELECT objid FROM pg_depend
                    WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
                      AND classid = 'pg_operator'::regclass)
ORDER BY o.oid
