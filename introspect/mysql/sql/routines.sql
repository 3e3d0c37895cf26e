select routine_name, routine_type
  from information_schema.routines
 where routine_schema = database()
   and routine_type in ('FUNCTION', 'PROCEDURE')
 order by routine_type, routine_name
