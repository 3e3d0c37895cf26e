-- Not the rule that is the view itself.
SELECT r.oid, r.ev_class, r.rulename, rtrim(pg_get_ruledef(r.oid, true), E'; \n'), r.ev_enabled
FROM pg_rewrite r
JOIN pg_class c ON c.oid = r.ev_class
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN' AND c.relkind IN ('r', 'p', 'v')
  AND CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[]) END
ORDER BY r.ev_class, r.rulename
