select table_name, column_name, column_type, is_nullable, column_default, extra,
       character_set_name, collation_name, column_comment, generation_expression, null
  from information_schema.columns
 where table_schema = database()
 order by table_name, ordinal_position
