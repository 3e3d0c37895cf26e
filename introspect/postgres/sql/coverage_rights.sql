-- What a database can hold and a model has no word for: rights that are
-- not the usual ones.
-- $1: names of namespaces, NULL = all but the system's; what has no namespace is always listed. Not
-- what an extension owns (class and id: the object that it would own).
-- kind, namespace, relation, name
WITH listed (class, id, namespace, relation, kind, name, acl, usual) AS (
  SELECT 'pg_class'::regclass, c.oid, c.relnamespace, c.relname::text,
         CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'view'
              WHEN 'f' THEN 'foreign table' ELSE 'table' END, c.relname::text, c.relacl,
         acldefault((CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END)::"char", c.relowner)
  FROM pg_class c
  UNION ALL
  SELECT 'pg_class'::regclass, c.oid, c.relnamespace, c.relname, 'column',
         c.relname || '.' || a.attname, a.attacl, '{}'
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  UNION ALL
  SELECT 'pg_proc'::regclass, p.oid, p.pronamespace, NULL,
         CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END,
         format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)), p.proacl,
         acldefault('f', p.proowner)
  FROM pg_proc p WHERE p.proacl IS NOT NULL
  UNION ALL
  SELECT 'pg_type'::regclass, oid, typnamespace, NULL, 'type', typname, typacl,
         acldefault('T', typowner)
  FROM pg_type
  UNION ALL
  SELECT 'pg_namespace'::regclass, n.oid, n.oid, NULL, 'schema', n.nspname, n.nspacl,
         coalesce(i.initprivs, acldefault('n', n.nspowner))
  FROM pg_namespace n
  LEFT JOIN pg_init_privs i ON i.classoid = 'pg_namespace'::regclass AND i.objoid = n.oid
  UNION ALL
  SELECT 'pg_language'::regclass, oid, NULL, NULL, 'language', lanname, lanacl,
         acldefault('l', lanowner)
  FROM pg_language WHERE lanpltrusted
  UNION ALL
  SELECT 'pg_foreign_data_wrapper'::regclass, oid, NULL, NULL, 'foreign data wrapper', fdwname,
         fdwacl, acldefault('F', fdwowner)
  FROM pg_foreign_data_wrapper
  UNION ALL
  SELECT 'pg_foreign_server'::regclass, oid, NULL, NULL, 'foreign server', srvname, srvacl,
         acldefault('S', srvowner)
  FROM pg_foreign_server
  UNION ALL
  SELECT 'pg_database'::regclass, oid, NULL, NULL, 'database', datname, datacl,
         acldefault('d', datdba)
  FROM pg_database WHERE datname = current_database()
)
SELECT 'privileges on ' || l.kind, CASE WHEN l.kind <> 'schema' THEN n.nspname END, l.relation,
       l.name
FROM listed l LEFT JOIN pg_namespace n ON n.oid = l.namespace
WHERE CASE WHEN l.namespace IS NULL THEN true
           WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[]) END
  AND l.acl IS NOT NULL
  AND ARRAY(SELECT u.item::text FROM unnest(l.acl) AS u (item) ORDER BY 1)
      <> ARRAY(SELECT u.item::text FROM unnest(l.usual) AS u (item) ORDER BY 1)
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
                    AND d.classid = l.class AND d.objid = l.id)
