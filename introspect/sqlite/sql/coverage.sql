-- Virtual tables, the tables that they keep their data in, and the numbers in the file's header
-- that belong to the application.
-- kind, namespace, relation, name
SELECT CASE l.type WHEN 'shadow' THEN 'shadow table' ELSE 'virtual table' END, NULL, l.name, l.name
  FROM pragma_table_list AS l
 WHERE l.schema = 'main' AND l.type IN ('virtual', 'shadow')
UNION ALL
SELECT 'header field', NULL, NULL, 'application_id'
  FROM pragma_application_id WHERE application_id <> 0
UNION ALL
SELECT 'header field', NULL, NULL, 'user_version'
  FROM pragma_user_version WHERE user_version <> 0
