-- What only the server's own tables tell: loadable functions, servers of FEDERATED and the like,
-- and who may call what.
-- kind, namespace, relation, name
SELECT kind, ns, relation, name FROM (
  SELECT 'loadable function' AS kind, NULL AS ns, NULL AS relation,
         CONVERT(name USING utf8mb4) AS name
    FROM mysql.func
  UNION ALL
  SELECT 'server', NULL, NULL, CONVERT(server_name USING utf8mb4)
    FROM mysql.servers
  UNION ALL
  SELECT concat('privileges on ', lower(CONVERT(routine_type USING utf8mb4))), NULL, NULL,
         concat(CONVERT(routine_name USING utf8mb4), ' for ''',
                CONVERT(user USING utf8mb4), '''@''', CONVERT(host USING utf8mb4), '''')
    FROM mysql.procs_priv
   WHERE CONVERT(db USING utf8mb4) = database()
) AS found
