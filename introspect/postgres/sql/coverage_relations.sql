-- What a database can hold and a model has no word for: what hangs on
-- tables, types, operators.
-- $1: names of namespaces, NULL = all but the system's; what has no namespace is always listed. Not
-- what an extension owns (class and id: the object that it would own), nor what initdb made.
-- kind, namespace, relation, name
WITH listed (class, id, namespace, relation, kind, name) AS (
  SELECT 'pg_class'::regclass, c.oid, c.relnamespace, c.relname::text,
         'foreign table', c.relname
  FROM pg_class c WHERE c.relkind = 'f'
  UNION ALL
  SELECT 'pg_class'::regclass, c.oid, c.relnamespace, c.relname, 'statistics of column',
         c.relname || '.' || a.attname
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE a.attoptions::text LIKE '%n_distinct%' AND a.attnum > 0 AND c.relkind IN ('r', 'p', 'm')
  UNION ALL
  SELECT 'pg_class'::regclass, c.oid, c.relnamespace, c.relname, 'default of a view''s column',
         c.relname || '.' || a.attname
  FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid
  JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  WHERE c.relkind = 'v'
  UNION ALL
  SELECT 'pg_class'::regclass, c.oid, c.relnamespace, c.relname, 'order of CLUSTER',
         c.relname || ' by ' || i.relname
  FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
  WHERE x.indisclustered
  UNION ALL
  SELECT 'pg_class'::regclass, c.oid, c.relnamespace, c.relname, 'invalid index',
         i.relname || ' of ' || c.relname
  FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
  WHERE NOT x.indisvalid AND i.relkind = 'i'
  UNION ALL
  SELECT 'pg_statistic_ext'::regclass, s.oid, s.stxnamespace, c.relname,
         'statistics on foreign table', s.stxname
  FROM pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid
  WHERE c.relkind = 'f'
  UNION ALL
  SELECT 'pg_type'::regclass, t.oid, t.typnamespace, NULL,
         CASE WHEN t.typisdefined THEN 'base type' ELSE 'shell type' END, t.typname
  FROM pg_type t
  WHERE t.typtype IN ('b', 'p')
    AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
  UNION ALL
  SELECT 'pg_operator'::regclass, o.oid, o.oprnamespace, NULL, 'shell operator',
         format('%s (%s)', o.oprname,
                concat_ws(', ', CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END,
                          format_type(o.oprright, NULL)))
  FROM pg_operator o
  WHERE o.oprcode = 0
  UNION ALL
  SELECT 'pg_opclass'::regclass, o.oid, o.opcnamespace, NULL, 'operator class',
         format('%s using %s', o.opcname, a.amname)
  FROM pg_opclass o JOIN pg_am a ON a.oid = o.opcmethod
  UNION ALL
  SELECT 'pg_opfamily'::regclass, o.oid, o.opfnamespace, NULL, 'operator family',
         format('%s using %s', o.opfname, a.amname)
  FROM pg_opfamily o JOIN pg_am a ON a.oid = o.opfmethod
  WHERE NOT EXISTS (SELECT FROM pg_opclass c
                    WHERE c.opcfamily = o.oid AND c.opcname = o.opfname)
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
