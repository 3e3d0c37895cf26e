-- Of everything a user made: the system's own objects have lower oids.
SELECT classoid::regclass, objoid, objsubid, description
FROM pg_description
WHERE objoid >= 16384
  AND classoid IN ('pg_class'::regclass, 'pg_constraint'::regclass, 'pg_type'::regclass,
                   'pg_namespace'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass)
ORDER BY 1, 2, 3
