-- Everything that was created by a statement of the user's, with its text. What SQLite makes by
-- itself (sqlite_sequence, sqlite_autoindex_…) has a name of its own or no text.
SELECT s.type, s.name, s.tbl_name, s.sql
  FROM main.sqlite_schema AS s
 WHERE s.sql IS NOT NULL
   AND s.name NOT LIKE 'sqlite\_%' ESCAPE '\'
 ORDER BY s.type, s.name
