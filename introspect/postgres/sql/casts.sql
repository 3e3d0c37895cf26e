-- Of the database as a whole; in scope where all that users made of them is. Not those that a range
-- type brings.
SELECT c.oid, NULL, NULL,
       format('%s as %s', format_type(c.castsource, NULL), format_type(c.casttarget, NULL)),
       format('CREATE CAST (%s AS %s) %s%s', format_type(c.castsource, NULL),
              format_type(c.casttarget, NULL),
              CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::regprocedure
                                WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END,
              CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' END)
FROM pg_cast c
JOIN pg_type s ON s.oid = c.castsource
JOIN pg_type t ON t.oid = c.casttarget
LEFT JOIN pg_proc p ON p.oid = c.castfunc
WHERE c.oid >= 16384
  AND NOT EXISTS (SELECT FROM pg_namespace n
                  WHERE n.oid IN (s.typnamespace, t.typnamespace, p.pronamespace)
                    AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                    AND $1::text[] IS NOT NULL AND n.nspname::text <> ALL ($1::text[])
                    AND 'pg_temp' <> ALL ($1::text[]))
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid
                    AND (d.deptype = 'i'
                         OR (d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass)))
ORDER BY c.oid
