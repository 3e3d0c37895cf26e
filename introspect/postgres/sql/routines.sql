-- Functions, procedures and aggregates: the statement that makes each, from the parenthesis behind
-- its name on (the whole of it for aggregates, which the server does not write). The scope may name
-- pg_temp, the session's own namespace. What comes with an extension
-- or, as the constructors of a range type, with a type, is not told.
SELECT p.oid, p.pronamespace, p.proname,
       (SELECT string_agg(format_type(a.type, NULL), ', ' ORDER BY a.place)
        FROM unnest(p.proargtypes) WITH ORDINALITY AS a (type, place)),
       CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END,
       quote_ident(n.nspname), quote_ident(p.proname),
       CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid)
       ELSE concat('(', CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END,
                   E') (\n    ', concat_ws(E',\n    ',
              'SFUNC = ' || g.aggtransfn::regproc,
              'STYPE = ' || format_type(g.aggtranstype, NULL),
              'SSPACE = ' || NULLIF(g.aggtransspace, 0),
              'FINALFUNC = ' || NULLIF(g.aggfinalfn, 0::oid)::regproc,
              CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
              'FINALFUNC_MODIFY = '
                || CASE WHEN g.aggfinalfn <> 0 AND g.aggfinalmodify
                             <> CASE g.aggkind WHEN 'n' THEN 'r' ELSE 'w' END
                   THEN CASE g.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE'
                        ELSE 'READ_WRITE' END END,
              'COMBINEFUNC = ' || NULLIF(g.aggcombinefn, 0::oid)::regproc,
              'SERIALFUNC = ' || NULLIF(g.aggserialfn, 0::oid)::regproc,
              'DESERIALFUNC = ' || NULLIF(g.aggdeserialfn, 0::oid)::regproc,
              'INITCOND = ' || quote_literal(g.agginitval),
              'MSFUNC = ' || NULLIF(g.aggmtransfn, 0::oid)::regproc,
              'MINVFUNC = ' || NULLIF(g.aggminvtransfn, 0::oid)::regproc,
              'MSTYPE = ' || format_type(NULLIF(g.aggmtranstype, 0::oid), NULL),
              'MSSPACE = ' || NULLIF(g.aggmtransspace, 0),
              'MFINALFUNC = ' || NULLIF(g.aggmfinalfn, 0::oid)::regproc,
              CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
              'MFINALFUNC_MODIFY = '
                || CASE WHEN g.aggmfinalfn <> 0 AND g.aggmfinalmodify
                             <> CASE g.aggkind WHEN 'n' THEN 'r' ELSE 'w' END
                   THEN CASE g.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE'
                        ELSE 'READ_WRITE' END END,
              'MINITCOND = ' || quote_literal(g.aggminitval),
              (SELECT format('SORTOP = OPERATOR(%I.%s)', m.nspname, o.oprname)
               FROM pg_operator o JOIN pg_namespace m ON m.oid = o.oprnamespace
               WHERE o.oid = g.aggsortop),
              'PARALLEL = ' || CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' END,
              CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END), E'\n)')
       END,
       p.proacl IS NOT NULL
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN pg_aggregate g ON g.aggfnoid = p.oid
WHERE CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           ELSE n.nspname::text = ANY ($1::text[])
                OR (n.oid = pg_my_temp_schema() AND 'pg_temp' = ANY ($1::text[])) END
  AND p.oid NOT IN (SELECT objid FROM pg_depend
                    WHERE classid = 'pg_proc'::regclass
                      AND ((refclassid = 'pg_extension'::regclass AND deptype = 'e')
                           OR (refclassid = 'pg_type'::regclass AND deptype = 'i')))
ORDER BY p.oid
