select table_name, constraint_name, level, check_clause
  from information_schema.check_constraints
 where constraint_schema = database()
 order by table_name, constraint_name
