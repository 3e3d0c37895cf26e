-- schemadiff: 1
-- message: add notes to orders
-- revision: a1b2c3d4e5f6
-- revises: 9f8e7d6c5b4a
-- created: 2026-11-20T23:54:47Z

-- +upgrade
-- transaction: off
ALTER TABLE "orders" ADD COLUMN "notes" text;
-- +begin
SELECT 1; SELECT 2;
-- +end

-- +downgrade
-- hazard: data-loss: the values of "orders"."notes" are gone
ALTER TABLE "orders" DROP COLUMN "notes";
