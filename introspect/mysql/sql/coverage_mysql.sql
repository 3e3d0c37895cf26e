-- What this database holds and a model has no word for; rights as far as this user may see them.
-- kind, namespace, relation, name
SELECT kind, ns, relation, name FROM (
  SELECT 'library' AS kind, NULL AS ns, NULL AS relation, routine_name AS name
    FROM information_schema.routines
   WHERE routine_schema = database() AND routine_type NOT IN ('FUNCTION', 'PROCEDURE')
  UNION ALL
  SELECT 'tablespace', NULL, NULL, tablespace_name
    FROM information_schema.tablespaces_extensions
   WHERE tablespace_name NOT LIKE '%/%'
     AND tablespace_name <> 'mysql' AND tablespace_name NOT LIKE 'innodb\_%'
  UNION ALL
  SELECT 'engine attribute', table_schema, table_name, table_name
    FROM information_schema.tables_extensions
   WHERE table_schema = database()
     AND coalesce(nullif(engine_attribute, ''), nullif(secondary_engine_attribute, '')) IS NOT NULL
  UNION ALL
  SELECT 'engine attribute', table_schema, table_name, concat(table_name, '.', column_name)
    FROM information_schema.columns_extensions
   WHERE table_schema = database()
     AND coalesce(nullif(engine_attribute, ''), nullif(secondary_engine_attribute, '')) IS NOT NULL
  UNION ALL
  SELECT 'histogram', schema_name, table_name, concat(table_name, '.', column_name)
    FROM information_schema.column_statistics
   WHERE schema_name = database()
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
