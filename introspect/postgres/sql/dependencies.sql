-- What views and routines need: relations (also those whose row type is meant), types, routines, operators.
SELECT DISTINCT x.object, x.routine, COALESCE(x.relation, NULLIF(t.typrelid, 0), NULLIF(e.typrelid, 0)),
       x.type, x.on_routine, x.on_operator
FROM (SELECT v.oid, false, CASE WHEN d.refclassid = 'pg_class'::regclass THEN d.refobjid END,
             CASE WHEN d.refclassid = 'pg_type'::regclass THEN d.refobjid END,
             CASE WHEN d.refclassid = 'pg_proc'::regclass THEN d.refobjid END,
             CASE WHEN d.refclassid = 'pg_operator'::regclass THEN d.refobjid END
      FROM pg_class v
      JOIN pg_namespace n ON n.oid = v.relnamespace
      JOIN pg_rewrite r ON r.ev_class = v.oid AND r.rulename = '_RETURN'
      JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
           AND d.refobjid <> v.oid
      WHERE v.relkind IN ('v', 'm')
        AND CASE WHEN $1::text[] IS NULL
                 THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                 ELSE n.nspname::text = ANY ($1::text[]) END
      UNION ALL
      SELECT p.oid, true, CASE WHEN d.refclassid = 'pg_class'::regclass THEN d.refobjid END,
             CASE WHEN d.refclassid = 'pg_type'::regclass THEN d.refobjid END,
             CASE WHEN d.refclassid = 'pg_proc'::regclass THEN d.refobjid END,
             CASE WHEN d.refclassid = 'pg_operator'::regclass THEN d.refobjid END
      FROM pg_proc p
      JOIN pg_namespace n ON n.oid = p.pronamespace
      JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
           AND d.refobjid <> p.oid
      WHERE CASE WHEN $1::text[] IS NULL
                 THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                 ELSE n.nspname::text = ANY ($1::text[]) END)
     AS x (object, routine, relation, type, on_routine, on_operator)
LEFT JOIN pg_type t ON t.oid = x.type
LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
ORDER BY 1, 2, 3, 4, 5, 6
