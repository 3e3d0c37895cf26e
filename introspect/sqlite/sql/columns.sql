-- The columns of ordinary tables: virtual tables and their shadows are of another type.
SELECT l.name, x.name, x.type, x."notnull", x.dflt_value, x.hidden
  FROM pragma_table_list AS l
  JOIN pragma_table_xinfo(l.name, 'main') AS x
 WHERE l.schema = 'main'
   AND l.type = 'table'
   AND l.name NOT LIKE 'sqlite\_%' ESCAPE '\'
 ORDER BY l.name, x.cid
