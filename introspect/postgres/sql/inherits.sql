SELECT h.inhrelid, h.inhparent, c.relname, n.nspname
FROM pg_inherits h
JOIN pg_class k ON k.oid = h.inhrelid AND k.relkind IN ('r', 'p')
JOIN pg_class c ON c.oid = h.inhparent
JOIN pg_namespace n ON n.oid = c.relnamespace
ORDER BY h.inhrelid, h.inhseqno
