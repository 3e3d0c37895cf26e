-- The statement, with a schema only where the name needs one (the server names it always, its own
-- temporary one as pg_temp), and the target if there is one.
SELECT s.oid, NULL, s.stxnamespace, s.stxname,
       format('CREATE STATISTICS %s%s',
              CASE WHEN pg_statistics_obj_is_visible(s.oid) THEN quote_ident(s.stxname)
                   ELSE format('%I.%I', x.schema, s.stxname) END,
              substr(x.definition,
                     length(format('CREATE STATISTICS %I.%I', x.schema, s.stxname)) + 1)),
       NULLIF(s.stxstattarget, -1), s.stxrelid
FROM pg_statistic_ext s
JOIN pg_namespace n ON n.oid = s.stxnamespace
CROSS JOIN LATERAL (SELECT d, CASE WHEN d LIKE 'CREATE STATISTICS pg\_temp.%' THEN 'pg_temp'
                                   ELSE n.nspname END
                    FROM pg_get_statisticsobjdef(s.oid) AS g (d)) AS x (definition, schema)
WHERE CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[])
                OR (n.oid = pg_my_temp_schema() AND 'pg_temp' = ANY ($1::text[])) END
  AND s.oid NOT IN (SELECT objid FROM pg_depend
                    WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
                      AND classid = 'pg_statistic_ext'::regclass)
ORDER BY s.oid
