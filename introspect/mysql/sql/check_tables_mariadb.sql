-- check_constraints has the table here
select constraint_name, constraint_name, 'YES'
  from information_schema.check_constraints
 where 1 = 0
