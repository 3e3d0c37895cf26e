SELECT 1
-- +downgrade
SELECT 2