-- +begin
 a;b;
-- +end
x;
