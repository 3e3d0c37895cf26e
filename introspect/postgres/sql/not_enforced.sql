-- PostgreSQL 18 and later.
SELECT oid FROM pg_constraint WHERE NOT conenforced ORDER BY oid
