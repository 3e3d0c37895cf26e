select table_name, view_definition, check_option, security_type, null
  from information_schema.views
 where table_schema = database()
 order by table_name
