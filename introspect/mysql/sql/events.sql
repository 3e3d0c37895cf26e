select event_name
  from information_schema.events
 where event_schema = database()
 order by event_name
