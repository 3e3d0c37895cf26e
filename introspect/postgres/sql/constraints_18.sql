-- What is rare about constraints and known to PostgreSQL 18 and later.
SELECT oid, conenforced, conperiod FROM pg_constraint WHERE NOT conenforced OR conperiod ORDER BY oid
