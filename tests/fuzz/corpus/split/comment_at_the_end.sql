SELECT 1 -- a
;x