select table_name, constraint_name, delete_rule, update_rule
  from information_schema.referential_constraints
 where constraint_schema = database()
