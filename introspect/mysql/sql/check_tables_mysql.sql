select constraint_name, table_name, enforced
  from information_schema.table_constraints
 where constraint_schema = database()
   and constraint_type = 'CHECK'
 order by constraint_name
