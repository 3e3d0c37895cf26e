-- A partition has copies of its parent's triggers: of them only the state is told, where it differs.
SELECT t.oid, t.tgrelid, t.tgname,
       CASE WHEN p.oid IS NULL THEN pg_get_triggerdef(t.oid, true) END, t.tgenabled
FROM pg_trigger t
LEFT JOIN pg_trigger p ON p.oid = t.tgparentid
JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND (p.oid IS NULL OR p.tgenabled <> t.tgenabled) AND c.relkind IN ('r', 'p', 'v')
  AND CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[]) END
ORDER BY t.tgrelid, t.tgname
