-- read apart from foreign_keys.sql and merged by (table, name): joining views of
-- information_schema is quadratic on some servers
select table_name, constraint_name, column_name, referenced_table_schema,
       referenced_table_name, referenced_column_name
  from information_schema.key_column_usage
 where table_schema = database()
   and referenced_table_name is not null
 order by table_name, constraint_name, ordinal_position
