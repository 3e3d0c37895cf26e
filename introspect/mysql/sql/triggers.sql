select trigger_name, event_object_table, action_timing, event_manipulation, action_statement,
       action_order
  from information_schema.triggers
 where trigger_schema = database()
 order by event_object_table, action_timing, event_manipulation, action_order
