-- Of everything a user made: the system's own objects have lower oids.
SELECT d.classoid::regclass, d.objoid, d.objsubid, d.description, a.attname
FROM pg_description d
LEFT JOIN pg_attribute a ON d.objsubid > 0 AND d.classoid = 'pg_class'::regclass
     AND a.attrelid = d.objoid AND a.attnum = d.objsubid
WHERE d.objoid >= 16384
  AND d.classoid IN ('pg_class'::regclass, 'pg_constraint'::regclass, 'pg_type'::regclass,
                     'pg_namespace'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass,
                     'pg_proc'::regclass, 'pg_rewrite'::regclass,
                     'pg_collation'::regclass, 'pg_statistic_ext'::regclass,
                     'pg_event_trigger'::regclass, 'pg_operator'::regclass,
                     'pg_cast'::regclass)
ORDER BY 1, 2, 3
