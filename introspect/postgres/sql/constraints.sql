-- Of tables (conrelid) and domains (contypid). Names of referenced columns are given only where the
-- referenced table is not among those read.
SELECT c.oid, c.conrelid, c.contypid, c.conname, c.contype, c.condeferrable, c.condeferred,
       c.convalidated, c.conindid, c.conkey, c.confrelid, c.confkey, c.confupdtype, c.confdeltype,
       c.confmatchtype, c.confdelsetcols, c.connoinherit,
       CASE WHEN c.contype = 'c' THEN pg_get_expr(c.conbin, c.conrelid) END,
       CASE WHEN c.contype = 'x' THEN ARRAY(
           SELECT o.oprname FROM unnest(c.conexclop) WITH ORDINALITY AS u (op, place)
           JOIN pg_operator o ON o.oid = u.op ORDER BY u.place) END,
       f.relname, fn.nspname,
       CASE WHEN $1::text[] IS NOT NULL AND fn.nspname::text <> ALL ($1::text[]) THEN ARRAY(
           SELECT a.attname FROM unnest(c.confkey) WITH ORDINALITY AS u (num, place)
           JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = u.num
           ORDER BY u.place) END
FROM pg_constraint c
JOIN pg_namespace n ON n.oid = c.connamespace
LEFT JOIN pg_class f ON f.oid = c.confrelid
LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE c.contype IN ('p', 'u', 'f', 'c', 'x')
  AND (c.coninhcount = 0 OR c.contypid <> 0) AND c.conparentid = 0
  AND CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[]) END
ORDER BY c.conrelid, c.contypid, c.conname
