SELECT o.oid, o.opcname, n.nspname, pg_opclass_is_visible(o.oid), o.opcmethod, o.opcintype,
       o.opcdefault
FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace
ORDER BY o.oid
