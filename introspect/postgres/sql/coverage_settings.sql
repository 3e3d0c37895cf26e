-- What a database can hold and a model has no word for: what is set for objects to
-- come, for the database, and beside objects. $1: names of namespaces, NULL = all but the system's.
-- kind, namespace, relation, name
WITH listed (kind, namespace, relation, name) AS (
  SELECT 'default privileges', NULLIF(d.defaclnamespace, 0), NULL::text,
         concat('for ', pg_get_userbyid(d.defaclrole), ' on ',
                CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences'
                     WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas'
                     ELSE 'large objects' END,
                ' in ' || NULLIF(d.defaclnamespace, 0)::regnamespace)
  FROM pg_default_acl d
  UNION ALL
  SELECT 'setting', NULL, NULL,
         concat(split_part(s.setting, '=', 1), ' for ' || pg_get_userbyid(NULLIF(r.setrole, 0)))
  FROM pg_db_role_setting r JOIN pg_database d ON d.oid = r.setdatabase,
       unnest(r.setconfig) AS s (setting)
  WHERE d.datname = current_database()
  UNION ALL
  SELECT 'security label', l.objnamespace, NULL,
         format('%s of %s %s', l.provider, l.objtype, l.objname)
  FROM pg_seclabels l
  WHERE l.objtype NOT IN ('database', 'role', 'tablespace')
  UNION ALL
  SELECT 'large objects', NULL, NULL, count(*)::text FROM pg_largeobject_metadata
  HAVING count(*) > 0
)
SELECT l.kind, NULL, l.relation, l.name
FROM listed l LEFT JOIN pg_namespace n ON n.oid = l.namespace
WHERE CASE WHEN l.namespace IS NULL THEN true
           WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[]) END
