-- The parts of a partitioned table's index are left out, but where it has not all of them.
-- Expressions and opclass parameters cost a call each and are rare: only where there are some.
SELECT x.indexrelid, x.indrelid, i.relname, m.amname, x.indisunique, x.indnullsnotdistinct,
       x.indnkeyatts, x.indkey, x.indclass, x.indcollation, x.indoption,
       pg_get_expr(x.indpred, x.indrelid),
       CASE WHEN x.indexprs IS NOT NULL THEN ARRAY(
           SELECT CASE WHEN x.indkey[k] = 0 THEN pg_get_indexdef(x.indexrelid, k + 1, false) END
           FROM generate_series(0, x.indnkeyatts - 1) AS k ORDER BY k) END,
       CASE WHEN m.amname NOT IN ('btree', 'hash') THEN ARRAY(
           SELECT (SELECT string_agg(p, ', ') FROM unnest(a.attoptions) AS p
                   WHERE p !~ '^pg_attver=')
           FROM pg_attribute a WHERE a.attrelid = x.indexrelid AND a.attnum <= x.indnkeyatts
           ORDER BY a.attnum) END,
       i.reloptions, s.spcname, x.indisreplident,
       CASE WHEN x.indexprs IS NOT NULL AND EXISTS (
           SELECT FROM generate_series(0, x.indnkeyatts - 1) AS k
           WHERE x.indkey[k] = 0 AND x.indcollation[k] NOT IN (0, 100))
       THEN pg_get_indexdef(x.indexrelid) END,
       c.relkind = 'p' AND NOT x.indisvalid, w.relname
FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_am m ON m.oid = i.relam
LEFT JOIN pg_tablespace s ON s.oid = i.reltablespace
LEFT JOIN pg_inherits h ON i.relispartition AND h.inhrelid = i.oid
LEFT JOIN pg_index v ON v.indexrelid = h.inhparent
LEFT JOIN pg_class w ON w.oid = h.inhparent
WHERE (NOT i.relispartition
       OR (NOT v.indisvalid
           AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid)))
  AND c.relkind IN ('r', 'p', 'm')
  AND CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[]) END
ORDER BY x.indexrelid
