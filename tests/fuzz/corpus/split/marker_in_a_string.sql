SELECT '
-- +downgrade
'; x