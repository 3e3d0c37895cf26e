-- Roles in the order in which they were given; PUBLIC has oid 0 and no name.
SELECT p.oid, p.polrelid, p.polname, p.polcmd, p.polpermissive,
       ARRAY(SELECT r.rolname FROM unnest(p.polroles) WITH ORDINALITY AS u (role, place)
             JOIN pg_roles r ON r.oid = u.role ORDER BY u.place),
       pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[]) END
ORDER BY p.polrelid, p.polname
