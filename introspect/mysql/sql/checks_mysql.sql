-- a check's table stands in table_constraints only: see check_tables.sql
select null, constraint_name, 'Table', check_clause
  from information_schema.check_constraints
 where constraint_schema = database()
 order by constraint_name
