-- What a database can hold and a model has no word for: everything else that has a name.
-- $1: names of namespaces, NULL = all but the system's; what has no namespace is always listed. Not
-- what an extension owns (class and id: the object that it would own), nor what initdb made.
-- kind, namespace, relation, name
WITH listed (class, id, namespace, relation, kind, name) AS (
  SELECT 'pg_conversion'::regclass, oid, connamespace, NULL::text, 'conversion', conname
  FROM pg_conversion
  UNION ALL
  SELECT 'pg_ts_config'::regclass, oid, cfgnamespace, NULL, 'text search configuration', cfgname
  FROM pg_ts_config
  UNION ALL
  SELECT 'pg_ts_dict'::regclass, oid, dictnamespace, NULL, 'text search dictionary', dictname
  FROM pg_ts_dict
  UNION ALL
  SELECT 'pg_ts_parser'::regclass, oid, prsnamespace, NULL, 'text search parser', prsname
  FROM pg_ts_parser
  UNION ALL
  SELECT 'pg_ts_template'::regclass, oid, tmplnamespace, NULL, 'text search template', tmplname
  FROM pg_ts_template
  UNION ALL
  SELECT 'pg_cast'::regclass, c.oid, NULL, NULL, 'cast of another schema',
         format('%s as %s', format_type(c.castsource, NULL), format_type(c.casttarget, NULL))
  FROM pg_cast c
  JOIN pg_type s ON s.oid = c.castsource
  JOIN pg_type t ON t.oid = c.casttarget
  LEFT JOIN pg_proc p ON p.oid = c.castfunc
  WHERE NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i')
    AND EXISTS (SELECT FROM pg_namespace n
                WHERE n.oid IN (s.typnamespace, t.typnamespace, p.pronamespace)
                  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                  AND n.nspname::text <> ALL ($1::text[]))
  UNION ALL
  SELECT 'pg_transform'::regclass, t.oid, NULL, NULL, 'transform',
         format('for %s, %s', format_type(t.trftype, NULL), l.lanname)
  FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
  UNION ALL
  SELECT 'pg_language'::regclass, oid, NULL, NULL, 'language', lanname FROM pg_language
  UNION ALL
  SELECT 'pg_am'::regclass, oid, NULL, NULL, 'access method', amname FROM pg_am
  UNION ALL
  SELECT 'pg_event_trigger'::regclass, e.oid, NULL, NULL, 'event trigger of another schema',
         e.evtname
  FROM pg_event_trigger e
  JOIN pg_proc p ON p.oid = e.evtfoid
  JOIN pg_namespace f ON f.oid = p.pronamespace
  WHERE f.nspname::text <> ALL ($1::text[])
  UNION ALL
  SELECT 'pg_publication'::regclass, oid, NULL, NULL, 'publication', pubname FROM pg_publication
  UNION ALL
  SELECT 'pg_subscription'::regclass, s.oid, NULL, NULL, 'subscription', s.subname
  FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid
  WHERE d.datname = current_database()
  UNION ALL
  SELECT 'pg_foreign_data_wrapper'::regclass, oid, NULL, NULL, 'foreign data wrapper', fdwname
  FROM pg_foreign_data_wrapper
  UNION ALL
  SELECT 'pg_foreign_server'::regclass, oid, NULL, NULL, 'foreign server', srvname
  FROM pg_foreign_server
  UNION ALL
  SELECT 'pg_user_mapping'::regclass, umid, NULL, NULL, 'user mapping',
         format('%s for %s', srvname, usename)
  FROM pg_user_mappings
)
SELECT l.kind, n.nspname, l.relation, l.name
FROM listed l LEFT JOIN pg_namespace n ON n.oid = l.namespace
WHERE CASE WHEN l.namespace IS NULL THEN true
           WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[]) END
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
                    AND d.classid = l.class AND d.objid = l.id)
  AND l.id >= 16384
