-- Of the database as a whole; in scope where their functions are.
SELECT e.oid, NULL, NULL, e.evtname,
       format('CREATE EVENT TRIGGER %I ON %s%s EXECUTE FUNCTION %s', e.evtname, e.evtevent,
              ' WHEN TAG IN (' || (SELECT string_agg(quote_literal(t.tag), ', ' ORDER BY t.n)
                                   FROM unnest(e.evttags) WITH ORDINALITY AS t (tag, n)) || ')',
              e.evtfoid::regprocedure),
       CASE e.evtenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END,
       NULL
FROM pg_event_trigger e
JOIN pg_proc p ON p.oid = e.evtfoid
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[]) OR 'pg_temp' = ANY ($1::text[]) END
  AND e.oid NOT IN (SELECT objid FROM pg_depend
                    WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
                      AND classid = 'pg_event_trigger'::regclass)
ORDER BY e.oid
