-- +begin
SELECT 'a; b;
-- +end
x;