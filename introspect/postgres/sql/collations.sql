SELECT c.oid, c.collname, n.nspname
FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
ORDER BY c.oid
