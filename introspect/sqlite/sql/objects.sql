-- Everything that was created by a statement of the user's, with its text. What SQLite makes by
-- itself (sqlite_sequence, sqlite_autoindex_…) has a name of its own or no text.
-- A trigger keeps the letter case in which its statement named the table or view. What others hang
-- on comes first.
SELECT s.type, s.name, coalesce(o.name, s.tbl_name), s.sql
  FROM main.sqlite_schema AS s
  LEFT JOIN main.sqlite_schema AS o
    ON s.type = 'trigger' AND o.type IN ('table', 'view') AND o.name = s.tbl_name COLLATE NOCASE
 WHERE s.sql IS NOT NULL
   AND s.name NOT LIKE 'sqlite\_%' ESCAPE '\'
 ORDER BY CASE s.type WHEN 'table' THEN 0 WHEN 'view' THEN 1 ELSE 2 END, s.type, s.name
