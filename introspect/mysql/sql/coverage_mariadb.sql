-- What this database holds and a model has no word for; rights as far as this user may see them.
-- kind, namespace, relation, name
SELECT kind, ns, relation, name FROM (
  SELECT lower(routine_type) AS kind, NULL AS ns, NULL AS relation, routine_name AS name
    FROM information_schema.routines
   WHERE routine_schema = database() AND routine_type NOT IN ('FUNCTION', 'PROCEDURE')
  UNION ALL
  SELECT DISTINCT 'privileges on database', NULL, NULL, grantee
    FROM information_schema.schema_privileges
   WHERE database() LIKE table_schema
  UNION ALL
  SELECT DISTINCT 'privileges on table', table_schema, table_name,
         concat(table_name, ' for ', grantee)
    FROM information_schema.table_privileges
   WHERE table_schema = database()
  UNION ALL
  SELECT DISTINCT 'privileges on column', table_schema, table_name,
         concat(table_name, '.', column_name, ' for ', grantee)
    FROM information_schema.column_privileges
   WHERE table_schema = database()
) AS found
